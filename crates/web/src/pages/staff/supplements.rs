//! Nộp bổ sung: applicants who bring the papers they were asked for.

use super::desk::at_counter;
use super::sheet::{self, Sheet};
use super::{actor, errors_of, keybar, names};
use crate::fault::Fault;
use crate::form::Form;
use crate::look;
use crate::page::{self, Page};
use crate::parts::{ErrorSummary, KeyBar, Pick};
use crate::route::{Access, Route};
use crate::web::Web;
use app::Command;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::dossier::{Paper, PaperForm, Phase};
use domain::kernel::{Refusal, StreamId};
use policy::Action;
use serde::Deserialize;

pub(crate) fn routes() -> Vec<Route> {
    let desk = Access::Staff(Action::SeeDesk);
    vec![
        Route::get("/desk/supplements", desk, show),
        Route::post("/desk/supplements/{dossier}", desk, answer),
        Route::post("/desk/supplements/{dossier}/withdraw", desk, withdraw),
    ]
}

/// A dossier that waits for papers.
#[derive(Clone, Debug, PartialEq, Eq)]
struct RowView {
    dossier: StreamId,
    code: String,
    matter: String,
    name: String,
    received: String,
    open: bool,
}

/// A paper that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Item {
    place: usize,
    name: String,
    reason: String,
    forms: Vec<(Pick, bool)>,
}

/// The papers that are brought now.
#[derive(Clone, Debug)]
struct Brought {
    dossier: StreamId,
    sheet: Sheet,
    waits: bool,
    items: Vec<Item>,
    errors: ErrorSummary,
}

#[derive(Template)]
#[template(path = "staff/supplements.html")]
struct SupplementsPage {
    page: Page,
    unit: String,
    topic: String,
    rows: Vec<RowView>,
    brought: Option<Brought>,
    keys: KeyBar,
}

#[derive(Deserialize, Default)]
struct Asked {
    #[serde(default)]
    open: Option<i64>,
}

async fn show(State(web): State<Web>, page: Page, Query(asked): Query<Asked>) -> Result<Response, Fault> {
    Ok(page::html(&supplements_page(&web, page, asked.open.map(StreamId), None).await?))
}

async fn supplements_page(
    web: &Web,
    page: Page,
    open: Option<StreamId>,
    refused: Option<&Refusal>,
) -> Result<SupplementsPage, Fault> {
    const MOST: i64 = 200;
    let actor = actor(&page)?;
    let names = names(web, &page);
    let lines = web.app().named_in_phase(actor.unit(), "supplement", MOST);
    let lines = sheet::listing(web, &actor, "supplements_listed", lines).await?;
    let rows: Vec<RowView> = lines
        .iter()
        .map(|line| RowView {
            dossier: line.line.dossier,
            code: line.line.code.clone(),
            matter: names.procedure(&line.line.procedure, &line.line.publisher, &line.line.version),
            name: line.applicant.name.clone(),
            received: line.line.received_at.map(look::date).unwrap_or_default(),
            open: open == Some(line.line.dossier),
        })
        .collect();
    let brought = match open {
        Some(dossier) => Some(brought(web, &page, &actor, dossier, refused).await?),
        None => None,
    };
    let keys = keybar(page.t, &[("j", "key.down"), ("k", "key.up"), ("↵", "key.open"), ("t", "key.receive")]);
    Ok(SupplementsPage {
        unit: names.unit(actor.unit()),
        topic: format!("unit:{}", actor.unit()),
        rows,
        brought,
        keys,
        page,
    })
}

async fn brought(
    web: &Web,
    page: &Page,
    actor: &app::Actor,
    dossier: StreamId,
    refused: Option<&Refusal>,
) -> Result<Brought, Fault> {
    let view = sheet::read(web, actor, dossier).await?;
    let asked = view.state.supplements.last().map(|asked| asked.items.clone()).unwrap_or_default();
    let form_of = |item: i64| {
        let before = view.state.intake.papers.iter().find(|paper| paper.item == item);
        before.map_or(PaperForm::Original, |paper| paper.form)
    };
    let items = asked
        .into_iter()
        .enumerate()
        .map(|(place, item)| Item {
            place,
            forms: [PaperForm::Original, PaperForm::Certified, PaperForm::Copy, PaperForm::Electronic]
                .map(|form| {
                    let pick = Pick { value: form.word().to_owned(), text: page.t.code("form", form.word()) };
                    (pick, form == form_of(item.paper))
                })
                .to_vec(),
            name: item.name,
            reason: item.reason,
        })
        .collect();
    Ok(Brought {
        dossier,
        waits: view.state.phase == Phase::Supplement,
        items,
        errors: refused.map(|refusal| errors_of(page.t, refusal)).unwrap_or_default(),
        sheet: Sheet::of(web, page, actor, &view).await?,
    })
}

/// What was ticked is there; the limit goes on or begins anew as the procedure says.
async fn answer(
    State(web): State<Web>,
    page: Page,
    Path(dossier): Path<String>,
    form: Form,
) -> Result<Response, Fault> {
    let actor = actor(&page)?;
    let dossier = super::desk::stream(&dossier)?;
    let (_, state) = web.app().dossier_state(dossier).await?;
    let asked = state.supplements.last().map(|asked| asked.items.clone()).unwrap_or_default();
    let last = state.intake.papers.iter().map(|paper| paper.item).max().unwrap_or(0);
    let papers: Vec<Paper> = asked
        .iter()
        .enumerate()
        .filter(|(place, _)| form.is_given(&format!("item-{place}")))
        .map(|(place, item)| Paper {
            item: if item.paper > 0 { item.paper } else { last + 1 + i64::try_from(place).unwrap_or(0) },
            name: item.name.clone(),
            form: PaperForm::from_word(form.get(&format!("item-{place}-form")))
                .unwrap_or(PaperForm::Original),
            copies: 1,
            ok: true,
            required: true,
        })
        .collect();
    let at_counter = at_counter(&web, actor.person()).await?.map(|here| (here.hall.code, here.counter.code));
    let command = Command::AnswerSupplement { dossier, papers, at_counter };
    after(&web, page, dossier, &form, command, "supplement_answered").await
}

async fn withdraw(
    State(web): State<Web>,
    page: Page,
    Path(dossier): Path<String>,
    form: Form,
) -> Result<Response, Fault> {
    let dossier = super::desk::stream(&dossier)?;
    let command = Command::Withdraw { dossier, reason: form.get("reason").to_owned() };
    after(&web, page, dossier, &form, command, "withdrawn").await
}

async fn after(
    web: &Web,
    page: Page,
    dossier: StreamId,
    form: &Form,
    command: Command,
    said: &str,
) -> Result<Response, Fault> {
    let actor = actor(&page)?;
    match web.act(&actor, &form.command_id(), command).await {
        Ok(_) => {
            let to = format!("/desk/supplements?open={dossier}");
            Ok(page::done(&to, said, "", web.options().secure))
        }
        Err(Fault::Refused(refusal)) => {
            let again = supplements_page(web, page, Some(dossier), Some(&refusal)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page::html(&again)).into_response())
        }
        Err(fault) => Err(fault),
    }
}
