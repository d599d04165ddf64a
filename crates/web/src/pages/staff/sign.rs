//! Trình ký: what waits for a signature, in one's own post or in another's place, with the draft to read. Approved or returned one
//! by one, or several at once.

use super::names::Names;
use super::sheet::{self, Sheet};
use super::{actor, errors_of, keybar, names, times};
use crate::fault::Fault;
use crate::form::Form;
use crate::look;
use crate::page::{self, Page};
use crate::parts::{Chip, ErrorSummary, Field, KeyBar};
use crate::route::{Access, Route};
use crate::web::Web;
use app::Command;
use app::queries::ToSign;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::kernel::{CommandId, Refusal, StreamId};
use policy::Action;
use serde::Deserialize;

pub(crate) fn routes() -> Vec<Route> {
    let sign = Access::Staff(Action::SeeSign);
    vec![
        Route::get("/sign", sign, show),
        Route::post("/sign/approve", sign, approve_many),
        Route::post("/sign/{dossier}/approve", sign, approve),
        Route::post("/sign/{dossier}/return", sign, send_back),
    ]
}

/// Rows read at most.
const MOST: i64 = 200;

/// What waits, one row.
#[derive(Clone, Debug, PartialEq, Eq)]
struct RowView {
    dossier: StreamId,
    code: String,
    matter: String,
    name: String,
    chip: Option<Chip>,
    due: String,
    /// `KT. Giám đốc Sở`, of no length in one's own post.
    in_place: String,
    open: bool,
}

/// What is to be read before signing.
#[derive(Clone, Debug)]
struct Paper {
    dossier: StreamId,
    sheet: Sheet,
    /// In whose place, and the document that says so.
    in_place: String,
    document: String,
    drafted_by: String,
    errors: ErrorSummary,
    reason: Field,
    returning: bool,
}

#[derive(Template)]
#[template(path = "staff/sign.html")]
struct SignPage {
    page: Page,
    unit: String,
    topic: String,
    rows: Vec<RowView>,
    paper: Option<Paper>,
    keys: KeyBar,
}

#[derive(Deserialize, Default)]
struct Asked {
    #[serde(default)]
    open: Option<i64>,
}

async fn show(State(web): State<Web>, page: Page, Query(asked): Query<Asked>) -> Result<Response, Fault> {
    Ok(page::html(&sign_page(&web, page, asked.open.map(StreamId), None).await?))
}

async fn sign_page(
    web: &Web,
    page: Page,
    open: Option<StreamId>,
    refused: Option<(&Form, &Refusal)>,
) -> Result<SignPage, Fault> {
    let actor = actor(&page)?;
    let names = names(web, &page);
    let waiting = sheet::listing(web, &actor, "signing_listed", web.app().to_sign(&actor, MOST)).await?;
    let chosen = open
        .and_then(|open| waiting.iter().find(|one| one.line.step.dossier == open))
        .or_else(|| waiting.first().filter(|_| open.is_none()));
    let paper = match chosen {
        Some(one) => Some(paper(web, &page, &actor, &names, one, refused).await?),
        None => None,
    };
    let open = chosen.map(|one| one.line.step.dossier);
    let rows = waiting.iter().map(|one| row(&names, one, open)).collect();
    let keys = keybar(
        page.t,
        &[
            ("j", "key.down"),
            ("k", "key.up"),
            ("↵", "key.open"),
            ("x", "key.pick"),
            ("a", "key.approve"),
            ("r", "key.return"),
        ],
    );
    Ok(SignPage {
        unit: names.unit(actor.unit()),
        topic: format!("unit:{}", actor.unit()),
        rows,
        paper,
        keys,
        page,
    })
}

fn in_place(names: &Names, one: &ToSign) -> String {
    if one.block.is_empty() {
        String::new()
    } else {
        format!("{} {}", one.block, names.title(&one.on_behalf_of))
    }
}

fn row(names: &Names, one: &ToSign, open: Option<StreamId>) -> RowView {
    let step = &one.line.step;
    RowView {
        dossier: step.dossier,
        code: step.code.clone(),
        matter: names.procedure(&step.procedure, &one.line.publisher, &one.line.version),
        name: one.line.applicant_name.clone(),
        chip: times::chip_of_row(names, step),
        due: step.due_at.map(look::day_month_time).unwrap_or_default(),
        in_place: in_place(names, one),
        open: open == Some(step.dossier),
    }
}

async fn paper(
    web: &Web,
    page: &Page,
    actor: &app::Actor,
    names: &Names,
    one: &ToSign,
    refused: Option<(&Form, &Refusal)>,
) -> Result<Paper, Fault> {
    let dossier = one.line.step.dossier;
    let view = sheet::read(web, actor, dossier).await?;
    let t = page.t;
    let typed = refused.map(|(form, _)| form.get("reason").to_owned()).unwrap_or_default();
    let wrong = refused.map(|(_, refusal)| refusal.violations.as_slice()).unwrap_or_default();
    Ok(Paper {
        dossier,
        sheet: Sheet::of(web, page, actor, &view).await?,
        in_place: in_place(names, one),
        document: one.document.clone(),
        drafted_by: names.person(&view.state.result.drafted_by),
        errors: refused.map(|(_, refusal)| errors_of(t, refusal)).unwrap_or_default(),
        reason: Field::area("reason", t.t("sign.reason")).value(&typed).wrong(t, wrong),
        returning: refused.is_some(),
    })
}

async fn refused(
    web: &Web,
    page: Page,
    dossier: StreamId,
    form: &Form,
    refusal: &Refusal,
) -> Result<Response, Fault> {
    let again = sign_page(web, page, Some(dossier), Some((form, refusal))).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page::html(&again)).into_response())
}

async fn approve(
    State(web): State<Web>,
    page: Page,
    Path(dossier): Path<String>,
    form: Form,
) -> Result<Response, Fault> {
    let actor = actor(&page)?;
    let dossier = super::desk::stream(&dossier)?;
    match web.act(&actor, &form.command_id(), Command::Approve { dossier }).await {
        Ok(_) => done(&web, dossier, "approved").await,
        Err(Fault::Refused(refusal)) => refused(&web, page, dossier, &form, &refusal).await,
        Err(fault) => Err(fault),
    }
}

async fn send_back(
    State(web): State<Web>,
    page: Page,
    Path(dossier): Path<String>,
    form: Form,
) -> Result<Response, Fault> {
    let actor = actor(&page)?;
    let dossier = super::desk::stream(&dossier)?;
    let command = Command::SendBack { dossier, reason: form.get("reason").to_owned() };
    match web.act(&actor, &form.command_id(), command).await {
        Ok(_) => done(&web, dossier, "sent_back").await,
        Err(Fault::Refused(refusal)) => refused(&web, page, dossier, &form, &refusal).await,
        Err(fault) => Err(fault),
    }
}

/// On to the next that waits.
async fn done(web: &Web, dossier: StreamId, said: &str) -> Result<Response, Fault> {
    let (_, state) = web.app().dossier_state(dossier).await?;
    Ok(page::done("/sign", said, &state.code, web.options().secure))
}

/// Each is an approval of its own: what is refused stays in the list and is counted.
async fn approve_many(State(web): State<Web>, page: Page, form: Form) -> Result<Response, Fault> {
    let actor = actor(&page)?;
    let chosen: Vec<StreamId> = form.all("dossier").filter_map(|text| text.parse().ok()).collect();
    if chosen.is_empty() {
        return Ok(page::done("/sign", "no.nothing_picked", "", web.options().secure));
    }
    let id = form.command_id();
    let mut approved = 0_usize;
    for (place, dossier) in chosen.iter().enumerate() {
        let command = Command::Approve { dossier: *dossier };
        match web.act(&actor, &CommandId(format!("{}-{place}", id.0)), command).await {
            Ok(_) => approved += 1,
            Err(Fault::Refused(_) | Fault::Forbidden { .. }) => {}
            Err(fault) => return Err(fault),
        }
    }
    let said = if approved == chosen.len() { "approved_many" } else { "approved_some" };
    Ok(page::done("/sign", said, &approved.to_string(), web.options().secure))
}
