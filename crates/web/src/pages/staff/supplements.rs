//! Nộp bổ sung: applicants who bring the papers they were asked for.

use super::paging::{self, Trail};
use super::sent::{Sent, Which, again};
use super::sheet::{self, Sheet};
use super::{actor, errors_of, keybar, names};
use crate::fault::Fault;
use crate::form::{Form, encoded};
use crate::look;
use crate::page::{self, Page};
use crate::parts::{ErrorSummary, Field, KeyBar, Pager, Pick};
use crate::route::{Access, Route};
use crate::web::Web;
use app::Command;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
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
    href: String,
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
    ticked: bool,
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
    /// Why it is withdrawn, as typed.
    withdraw: Field,
    /// The withdrawal was refused: its form is open again.
    withdrawing: bool,
}

#[derive(Template)]
#[template(path = "staff/supplements.html")]
struct SupplementsPage {
    page: Page,
    unit: String,
    topic: String,
    rows: Vec<RowView>,
    pager: Option<Pager>,
    brought: Option<Brought>,
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
    fn opened(dossier: StreamId) -> Self {
        Self { open: Some(dossier.0), after: String::new() }
    }

    fn address(&self) -> String {
        let open = self.open.map(|open| format!("open={open}"));
        let after = (!self.after.is_empty()).then(|| format!("after={}", encoded(&self.after)));
        let parts: Vec<String> = [open, after].into_iter().flatten().collect();
        let question = if parts.is_empty() { "" } else { "?" };
        format!("/desk/supplements{question}{}", parts.join("&"))
    }
}

async fn show(State(web): State<Web>, page: Page, Query(asked): Query<Asked>) -> Result<Response, Fault> {
    Ok(page::html(&supplements_page(&web, page, &asked, None).await?))
}

async fn supplements_page(
    web: &Web,
    page: Page,
    asked: &Asked,
    refused: Option<(&Form, &Refusal)>,
) -> Result<SupplementsPage, Fault> {
    let actor = actor(&page)?;
    let names = names(web, &page);
    let trail = Trail::of(&asked.after);
    let leaf = web.app().named_supplements(actor.unit(), trail.wanted(None));
    let leaf = sheet::listing(web, &actor, "supplements_listed", leaf).await?;
    let address = |open: Option<i64>, after: &str| Asked { open, after: after.to_owned() }.address();
    let open = asked.open.map(StreamId);
    let rows: Vec<RowView> = leaf
        .rows
        .iter()
        .map(|line| RowView {
            href: format!("{}#pane", address(Some(line.line.dossier.0), &asked.after)),
            code: line.line.code.clone(),
            matter: names.procedure(&line.line.procedure, &line.line.publisher, &line.line.version),
            name: line.applicant.name.clone(),
            received: line.line.received_at.map(look::date).unwrap_or_default(),
            open: open == Some(line.line.dossier),
        })
        .collect();
    let pager = trail.pager(page.t, rows.len(), leaf.next.as_ref());
    let pager = paging::linked(pager, |after| address(None, after));
    // A list brought up to date by itself is no reading of the dossier beside it.
    let brought = match open.filter(|_| !page.fragment) {
        Some(dossier) => Some(brought(web, &page, &actor, dossier, refused).await?),
        None => None,
    };
    let keys = keybar(page.t, &[("j", "key.down"), ("k", "key.up"), ("↵", "key.open"), ("t", "key.receive")]);
    Ok(SupplementsPage {
        unit: names.unit(actor.unit()),
        topic: format!("unit:{}", actor.unit()),
        rows,
        pager,
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
    refused: Option<(&Form, &Refusal)>,
) -> Result<Brought, Fault> {
    let view = sheet::read(web, actor, dossier).await?;
    let asked = view.state.supplements.last().map(|asked| asked.items.clone()).unwrap_or_default();
    let empty = Form::default();
    let (form, wrong) =
        refused.map_or((&empty, [].as_slice()), |(form, refusal)| (form, refusal.violations.as_slice()));
    let form_of = |place: usize, item: i64| {
        let before = view.state.intake.papers.iter().find(|paper| paper.item == item);
        PaperForm::from_word(form.get(&format!("item-{place}-form")))
            .or_else(|| before.map(|paper| paper.form))
            .unwrap_or(PaperForm::Original)
    };
    let items = asked
        .into_iter()
        .enumerate()
        .map(|(place, item)| Item {
            place,
            ticked: form.is_given(&format!("item-{place}")),
            forms: [PaperForm::Original, PaperForm::Certified, PaperForm::Copy, PaperForm::Electronic]
                .map(|form| {
                    let pick = Pick { value: form.word().to_owned(), text: page.t.code("form", form.word()) };
                    (pick, form == form_of(place, item.paper))
                })
                .to_vec(),
            name: item.name,
            reason: item.reason,
        })
        .collect();
    let withdrawing = form.is_given("withdraw");
    let errors = refused.map(|(_, refusal)| errors_of(page.t, refusal)).unwrap_or_default();
    Ok(Brought {
        dossier,
        waits: view.state.phase == Phase::Supplement,
        items,
        errors: errors.in_form("withdraw"),
        withdraw: Field::area("reason", page.t.t("work.reason"))
            .known_as("withdraw-reason")
            .value(form.get("reason"))
            .wrong(page.t, wrong),
        withdrawing,
        sheet: Sheet::of(web, page, actor, &view).await?,
    })
}

/// What was ticked is there; the limit goes on or begins anew as the procedure says.
async fn answer(Which(dossier): Which, sent: Sent) -> Result<Response, Fault> {
    let (_, state) = sent.web.app().dossier_state(dossier).await?;
    let asked = state.supplements.last().map(|asked| asked.items.as_slice()).unwrap_or_default();
    let last = state.intake.papers.iter().map(|paper| paper.item).max().unwrap_or(0);
    let papers = brought_now(&sent.form, asked, last);
    let at_counter = sent.web.app().counter_of(sent.actor.person()).await?;
    after(sent, dossier, "supplement_answered", Command::AnswerSupplement { dossier, papers, at_counter })
        .await
}

/// The papers that were ticked. One the declaration did not list gets a number after its last.
fn brought_now(form: &Form, asked: &[domain::dossier::Item], last: i64) -> Vec<Paper> {
    (0_i64..)
        .zip(asked)
        .filter(|(place, _)| form.is_given(&format!("item-{place}")))
        .map(|(place, item)| Paper {
            item: if item.paper > 0 { item.paper } else { last + 1 + place },
            name: item.name.clone(),
            form: PaperForm::from_word(form.get(&format!("item-{place}-form")))
                .unwrap_or(PaperForm::Original),
            copies: 1,
            ok: true,
            required: true,
        })
        .collect()
}

async fn withdraw(Which(dossier): Which, sent: Sent) -> Result<Response, Fault> {
    let reason = sent.form.get("reason").to_owned();
    after(sent, dossier, "withdrawn", Command::Withdraw { dossier, reason }).await
}

async fn after(sent: Sent, dossier: StreamId, said: &str, command: Command) -> Result<Response, Fault> {
    match sent.act(command).await? {
        None => Ok(sent.done(&Asked::opened(dossier).address(), said, "")),
        Some(refusal) => refused(sent, dossier, &refusal).await,
    }
}

async fn refused(sent: Sent, dossier: StreamId, refusal: &Refusal) -> Result<Response, Fault> {
    let refused = Some((&sent.form, refusal));
    Ok(again(&supplements_page(&sent.web, sent.page, &Asked::opened(dossier), refused).await?))
}
