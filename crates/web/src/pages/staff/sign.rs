//! Trình ký: what waits for a signature, in one's own post or in another's place, with the draft to read. Approved or returned one
//! by one, or several at once.

use super::names::Names;
use super::paging::{self, Trail};
use super::sent::{Sent, Which, again};
use super::sheet::{self, Sheet};
use super::{actor, errors_of, keybar, names, times};
use crate::fault::Fault;
use crate::form::{Form, encoded};
use crate::look;
use crate::page::{self, Page};
use crate::parts::{Chip, ErrorSummary, Field, KeyBar, Pager};
use crate::route::{Access, Route};
use crate::web::Web;
use app::queries::ToSign;
use app::{Command, Refuse};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::kernel::{Refusal, StreamId};
use policy::Action;
use serde::Deserialize;

pub(crate) fn routes() -> Vec<Route> {
    let sign = Access::Staff(Action::SeeSign);
    vec![
        Route::get("/sign", sign, show),
        Route::post("/sign/approve", sign, approve_many),
        Route::post("/sign/{dossier}/approve", sign, approve),
        Route::post("/sign/{dossier}/return", sign, send_back),
        Route::post("/sign/{dossier}/refuse", sign, refuse),
    ]
}

/// What waits, one row.
#[derive(Clone, Debug, PartialEq, Eq)]
struct RowView {
    dossier: StreamId,
    href: String,
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
    /// All reasons of a refusal, a line each; nothing for whoever may not refuse.
    reasons: Option<Field>,
    /// A refusal was typed, or is what is proposed.
    refusing: bool,
    /// The date may be set anew, with an apology.
    anew: bool,
}

#[derive(Template)]
#[template(path = "staff/sign.html")]
struct SignPage {
    page: Page,
    unit: String,
    topic: String,
    rows: Vec<RowView>,
    /// Milliseconds until a chip turns.
    turns: Option<i64>,
    pager: Option<Pager>,
    /// Carried on by the forms.
    after: String,
    paper: Option<Paper>,
    keys: KeyBar,
}

#[derive(Deserialize, Default)]
struct Asked {
    #[serde(default)]
    open: Option<i64>,
    /// Where the pages so far began.
    #[serde(default)]
    after: String,
}

impl Asked {
    /// As the forms of the page carry it on.
    fn of_form(form: &Form) -> Self {
        Self { open: None, after: form.get("after").to_owned() }
    }

    fn address(&self) -> String {
        let open = self.open.map(|open| format!("open={open}"));
        let after = (!self.after.is_empty()).then(|| format!("after={}", encoded(&self.after)));
        let parts: Vec<String> = [open, after].into_iter().flatten().collect();
        if parts.is_empty() { "/sign".to_owned() } else { format!("/sign?{}", parts.join("&")) }
    }
}

async fn show(State(web): State<Web>, page: Page, Query(asked): Query<Asked>) -> Result<Response, Fault> {
    Ok(page::html(&sign_page(&web, page, &asked, None).await?))
}

async fn sign_page(
    web: &Web,
    page: Page,
    asked: &Asked,
    refused: Option<(&Form, &Refusal)>,
) -> Result<SignPage, Fault> {
    let actor = actor(&page)?;
    let names = names(web, &page);
    let trail = Trail::of(&asked.after);
    let leaf = web.app().to_sign(&actor, trail.wanted::<()>(None).from, paging::PAGE);
    let leaf = sheet::listing(web, &actor, "signing_listed", leaf).await?;
    let waiting = &leaf.rows;
    let open = asked.open.map(StreamId);
    let chosen = open
        .and_then(|open| waiting.iter().find(|one| one.line.step.dossier == open))
        .or_else(|| waiting.first().filter(|_| open.is_none()));
    // A list brought up to date by itself is no reading of the paper beside it.
    let paper = match chosen.filter(|_| !page.fragment) {
        Some(one) => Some(paper(web, &page, &actor, &names, one, refused).await?),
        None => None,
    };
    let open = chosen.map(|one| one.line.step.dossier);
    let rows = waiting.iter().map(|one| row(&names, asked, one, open)).collect();
    let pager = trail.pager(page.t, waiting.len(), leaf.next.as_ref());
    let pager = paging::linked(pager, |after| Asked { open: None, after: after.to_owned() }.address());
    let keys = keybar(
        page.t,
        &[
            ("j", "key.down"),
            ("k", "key.up"),
            ("↵", "key.open"),
            ("x", "key.pick"),
            ("a", "key.approve"),
            ("r", "key.return"),
            ("t", "key.refuse"),
        ],
    );
    Ok(SignPage {
        unit: names.unit(actor.unit()),
        topic: format!("unit:{}", actor.unit()),
        turns: times::turns_in(&names, waiting.iter().map(|one| &one.line.step)),
        rows,
        pager,
        after: asked.after.clone(),
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

fn row(names: &Names, asked: &Asked, one: &ToSign, open: Option<StreamId>) -> RowView {
    let step = &one.line.step;
    RowView {
        dossier: step.dossier,
        href: format!("{}#pane", Asked { open: Some(step.dossier.0), after: asked.after.clone() }.address()),
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
    let typed = |name| refused.map(|(form, _)| form.get(name).to_owned()).unwrap_or_default();
    let typed_refusal = refused.is_some_and(|(form, _)| form.get("what") == "refuse");
    let proposed = view.state.result.refusal_proposed.as_ref();
    let reasons = match proposed.filter(|_| !typed_refusal) {
        Some(proposed) => proposed.reasons.join("\n"),
        None => typed("reasons"),
    };
    let may_refuse = web.app().may(actor, Action::RefuseResolution, &view.state).allowed;
    let wrong = refused.map(|(_, refusal)| refusal.violations.as_slice()).unwrap_or_default();
    Ok(Paper {
        dossier,
        sheet: Sheet::of(web, page, actor, &view).await?,
        in_place: in_place(names, one),
        document: one.document.clone(),
        drafted_by: names.person(&view.state.result.drafted_by),
        errors: refused.map(|(_, refusal)| errors_of(t, refusal)).unwrap_or_default(),
        reason: Field::area("reason", t.t("sign.reason")).value(&typed("reason")).wrong(t, wrong),
        returning: refused.is_some() && !typed_refusal,
        reasons: may_refuse.then(|| {
            Field::area("reasons", t.t("sign.reasons"))
                .hint(t.t("sign.reasons_hint"))
                .value(&reasons)
                .wrong(t, wrong)
        }),
        refusing: typed_refusal || (proposed.is_some() && refused.is_none()),
        anew: web.app().may(actor, Action::ExtendDossier, &view.state).allowed
            && web.app().may_extend(&view.state)?.is_ok(),
    })
}

async fn approve(Which(dossier): Which, sent: Sent) -> Result<Response, Fault> {
    answer(sent, dossier, "approved", Command::Approve { dossier }).await
}

async fn send_back(Which(dossier): Which, sent: Sent) -> Result<Response, Fault> {
    let command = Command::SendBack { dossier, reason: sent.form.get("reason").to_owned() };
    answer(sent, dossier, "sent_back", command).await
}

/// Each line is a reason: all of them at once.
async fn refuse(Which(dossier): Which, sent: Sent) -> Result<Response, Fault> {
    let refuse = Refuse::Sign(sent.lines("reasons"));
    answer(sent, dossier, "resolution_refused", Command::Refuse(dossier, refuse)).await
}

/// On to the next that waits.
async fn answer(sent: Sent, dossier: StreamId, said: &str, command: Command) -> Result<Response, Fault> {
    let asked = Asked::of_form(&sent.form);
    let Some(refusal) = sent.act(command).await? else {
        return sent.done_with(&asked.address(), said, dossier).await;
    };
    let asked = Asked { open: Some(dossier.0), ..asked };
    Ok(again(&sign_page(&sent.web, sent.page, &asked, Some((&sent.form, &refusal))).await?))
}

async fn approve_many(sent: Sent) -> Result<Response, Fault> {
    let to = Asked::of_form(&sent.form).address();
    if sent.chosen().is_empty() {
        return Ok(sent.not_done(&to, "nothing_picked"));
    }
    let said = ["approved_many", "approved_some"];
    sent.act_on_each(&to, said, |dossier| Command::Approve { dossier }).await
}
