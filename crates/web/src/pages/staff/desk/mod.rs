//! Quầy: one page for the counter officer. On the left who is served and who waits, in the middle the intake form, on the right
//! what would be promised. The form is kept as it is typed; a refused one comes back filled in.

mod acts;
mod draft;
pub(crate) mod hall;
mod intake;
mod known;
pub(crate) mod post;
mod slip;
mod stand_in;
mod together;

pub(crate) use draft::{delivery_choice, delivery_words};
pub(crate) use stand_in::asked_now;
pub(crate) use together::{chosen_payments, take_together};

use super::sent::{Sent, again};
use super::{actor, errors_of, keybar, names, promises};
use crate::fault::Fault;
use crate::look;
use crate::page::{self, Page};
use crate::pages::staff::floor::orders::of_closed;
use crate::pages::told::{Told, told};
use crate::parts::{ErrorSummary, KeyBar, Note, PromiseCard};
use crate::route::{Access, Route};
use crate::web::Web;
use app::queries::{CounterNow, HallNow, HeldPaper};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use domain::catalogue::Hall;
use domain::dossier::Phase;
use domain::kernel::{Refusal, StreamId};
use draft::{Draft, FORM};
use hall::HallPart;
use intake::{Around, IntakePart, PeopleFound};
use policy::Action;
use serde::Deserialize;
use stand_in::Seat;
use store::AccessAbout;
use together::VisitPart;

pub(crate) fn routes() -> Vec<Route> {
    let desk = Access::Staff(Action::SeeDesk);
    let mut routes = vec![
        Route::get("/desk", desk, show),
        Route::get("/desk/hall", desk, hall_part),
        Route::get("/desk/choose", desk, choose_part),
        Route::get("/desk/procedures", desk, procedures_part),
    ];
    routes.extend(acts::routes(desk));
    routes.extend(known::routes(desk));
    routes.extend(together::routes(desk));
    routes.extend(slip::routes(desk));
    routes.extend(post::routes(desk));
    routes.extend(stand_in::routes(desk));
    routes
}

/// A counter to be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
struct CounterChoice {
    code: String,
    number: i64,
    kind: String,
    fields: String,
    /// Who has it, of no length when it is closed.
    person: String,
    paused: bool,
}

/// Counters to choose from, as they are now.
#[derive(Clone, Debug, Template)]
#[template(path = "staff/desk-open-now.html")]
struct OpenPart {
    page: Page,
    hall_code: String,
    hall: String,
    /// That the counter she had was closed for her.
    ordered: Option<Note>,
    /// Who asks her to stand in, who sits at her counter.
    seats: Vec<Seat>,
    /// What is told in the hall.
    told: Told,
    counters: Vec<CounterChoice>,
}
impl askama::filters::HtmlSafe for OpenPart {}

/// No counter is open: choose one.
#[derive(Template)]
#[template(path = "staff/desk-open.html")]
struct OpenPage {
    page: Page,
    part: OpenPart,
    keys: KeyBar,
}

/// What was just done with a dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Done {
    dossier: StreamId,
    code: String,
    what: String,
    applicant: String,
    promise: Option<PromiseCard>,
    received: bool,
    refused: bool,
    /// The slip it was entered with and that waits to be confirmed, of no length without one.
    slip: String,
    /// Number of the request for papers, 0 for none.
    asked: usize,
    /// It came by post: the next envelope may follow.
    by_post: bool,
    /// Receipts to print.
    receipts: Vec<StreamId>,
    /// What is left to pay, of no length for nothing.
    due: String,
}

#[derive(Template)]
#[template(path = "staff/desk.html")]
struct DeskPage {
    page: Page,
    hall_code: String,
    hall_name: String,
    part: HallPart,
    intake: IntakePart,
    done: Option<Done>,
    visit: Option<VisitPart>,
    /// Somebody sits here, with one matter so far, all of which is shown.
    visit_alone: bool,
    keys: KeyBar,
}

/// The counter somebody has open.
pub(crate) struct AtCounter {
    pub(crate) hall: Hall,
    pub(crate) now: HallNow,
    pub(crate) counter: CounterNow,
}

/// The counter this officer has open or paused, none when there is none.
pub(crate) async fn at_counter(web: &Web, person: &str) -> Result<Option<AtCounter>, Fault> {
    let Some((hall, code)) = web.app().counter_of(person).await? else { return Ok(None) };
    let now = web.app().hall_now(&hall).await?;
    let counter = now.counters.iter().find(|counter| counter.code == code).cloned();
    let hall = web.app().directory().hall(&hall).cloned();
    Ok(counter.zip(hall).map(|(counter, hall)| AtCounter { hall, now, counter }))
}

#[derive(Deserialize, Default)]
struct Asked {
    #[serde(default)]
    done: Option<i64>,
    /// What was done came by post.
    #[serde(default)]
    post: bool,
    #[serde(default)]
    q: String,
    #[serde(default)]
    procedure_q: String,
    /// The party whose card was just read.
    #[serde(default)]
    card: String,
}

async fn show(State(web): State<Web>, page: Page, Query(asked): Query<Asked>) -> Result<Response, Fault> {
    let actor = actor(&page)?;
    let Some(at) = at_counter(&web, actor.person()).await? else {
        let part = choose(&web, &page).await?;
        return Ok(page::html(&OpenPage { part, keys: keybar(page.t, &[("1–9", "key.open")]), page }));
    };
    let kept = web.app().form_draft(actor.person(), FORM).await?;
    let saved_at = kept.as_ref().filter(|kept| !kept.pairs.is_empty()).map(|kept| kept.saved_at);
    let draft = Draft::of_kept(kept.unwrap_or_default());
    let done = match asked.done {
        Some(dossier) => Some(done_with(&web, &page, StreamId(dossier), asked.post).await?),
        None => None,
    };
    let found = known::of_card(&web, &actor, &draft, &asked.card).await?;
    let view = View { saved_at, done, found, ..View::default() };
    Ok(page::html(&desk_page(&web, page, &at, &draft, view).await?))
}

/// What a page shows besides the form.
#[derive(Default)]
struct View {
    errors: ErrorSummary,
    refusal: Option<Refusal>,
    found: Option<PeopleFound>,
    saved_at: Option<i64>,
    done: Option<Done>,
}

async fn desk_page(
    web: &Web,
    page: Page,
    at: &AtCounter,
    draft: &Draft,
    view: View,
) -> Result<DeskPage, Fault> {
    const DAYS_A_DRAFT_IS_SHOWN: i64 = 30;
    let names = names(web, &page);
    let since = page.now - DAYS_A_DRAFT_IS_SHOWN * 86_400_000;
    let drafts = web.app().named_drafts(&at.hall.unit, since, 12);
    let drafts = super::sheet::listing(web, &actor(&page)?, "drafts_listed", drafts).await?;
    let asked = intake::asked_for(web, draft);
    let procedures = intake::search(web, &names, &page, &at.hall.unit, &asked).await?;
    let done = view.done.as_ref().map(|done| done.dossier);
    let visit = VisitPart::of(web, &page, &names, at, done).await?;
    let held = held_papers(web, &page, draft).await?;
    let around = Around {
        web,
        page: &page,
        held,
        names: &names,
        unit: &at.hall.unit,
        cashier_desk: at.hall.cashier_desk,
        saved_at: view.saved_at,
        // A page that asks for its papers to be printed leads nowhere: `P` is a letter while one types.
        leads: at.counter.ticket.is_some()
            && view.done.is_none()
            && view.refusal.is_none()
            && (visit.is_none() || !draft.get("applicant_name").is_empty()),
        post: post::PostPart::of(web, draft).await?,
    };
    let wrong = view.refusal.map(|refusal| refusal.violations).unwrap_or_default();
    let intake = around.form(draft, view.errors, &wrong, view.found.as_ref(), &drafts, procedures);
    let part = HallPart::of(web, &page, &names, &at.hall.code, &at.counter, &at.now.counters).await?;
    let keys = keybar(
        page.t,
        &[
            ("F9", "key.call"),
            ("F2", "key.recall"),
            ("F3", "key.absent"),
            ("F4", "key.move"),
            ("F6", "key.pay"),
            ("F8", "key.people"),
            ("1–9", "key.papers"),
            ("0", "key.papers_all"),
            ("Ctrl ↵", "key.receive"),
        ],
    );
    Ok(DeskPage {
        hall_code: at.hall.code.clone(),
        hall_name: names.hall(&at.hall.code),
        part,
        intake,
        done: view.done,
        visit_alone: at.counter.visit.is_some() && visit.is_none(),
        visit,
        keys,
        page,
    })
}

/// What earlier dossiers of somebody picked have, once a matter is picked: a reading like any other.
async fn held_papers(web: &Web, page: &Page, draft: &Draft) -> Result<Vec<HeldPaper>, Fault> {
    let (Some(applicant), Some(_)) = (draft.party("applicant_").subject, draft.procedure()) else {
        return Ok(Vec::new());
    };
    let about = AccessAbout::Subject(applicant);
    super::sheet::reading(web, &actor(page)?, about, "papers_held", web.app().papers_held_of(applicant)).await
}

async fn choose(web: &Web, page: &Page) -> Result<OpenPart, Fault> {
    let actor = actor(page)?;
    let names = names(web, page);
    let unit = page.user.as_ref().map(|user| user.unit.clone()).unwrap_or_default();
    let hall = names.directory.hall_of_unit(&unit, page.now).ok_or(Fault::NotFound)?.code.clone();
    let now = web.app().hall_now(&hall).await?;
    let ordered = of_closed(&names, &now, actor.person());
    let seats = Seat::elsewhere(page, &names, &now.counters, actor.person());
    let choice = |counter: CounterNow| CounterChoice {
        fields: counter.fields.iter().map(|field| names.field(field)).collect::<Vec<_>>().join(", "),
        person: names.person(&counter.person),
        paused: counter.status == "paused",
        code: counter.code,
        number: counter.number,
        kind: page.t.code("counter_kind", &counter.kind),
    };
    let counters = now.counters.into_iter().filter(|counter| counter.kind != "cashier").map(choice).collect();
    let told = told(web, page.t, &hall).await?;
    Ok(OpenPart {
        hall: names.hall(&hall),
        hall_code: hall,
        ordered,
        seats,
        told,
        counters,
        page: page.clone(),
    })
}

/// The choice alone, for the live part. Whoever has a counter meanwhile is not to choose any more: the page is loaded anew.
async fn choose_part(State(web): State<Web>, page: Page) -> Result<Response, Fault> {
    match at_counter(&web, actor(&page)?.person()).await? {
        None => Ok(page::html(&choose(&web, &page).await?)),
        Some(_) => Err(Fault::NotFound),
    }
}

/// The dossier that was just received, sent home or refused, with what is to be printed.
async fn done_with(web: &Web, page: &Page, dossier: StreamId, by_post: bool) -> Result<Done, Fault> {
    let actor = actor(page)?;
    let names = names(web, page);
    let view = super::sheet::read(web, &actor, dossier).await?;
    let state = &view.state;
    let payments = web.app().payment_lines(dossier).await?;
    let due: i64 = payments.iter().filter(|line| line.status == "due").map(|line| line.total_vnd).sum();
    Ok(Done {
        dossier,
        code: if state.code.is_empty() { state.provisional.clone() } else { state.code.clone() },
        what: names.of_plan(&state.plan),
        applicant: super::sheet::name_or(page, &view.applicant),
        promise: promises::of_dossier(&names, state),
        received: state.received_at.is_some(),
        slip: slip::entered(web, dossier).await?.unwrap_or_default(),
        refused: matches!(state.phase, Phase::Refused { .. }),
        by_post,
        asked: if state.phase == Phase::SupplementAtIntake {
            super::sheet::requests(&web.app().history(dossier).await?).len()
        } else {
            0
        },
        receipts: payments.iter().filter(|line| line.status == "paid").map(|line| line.payment).collect(),
        due: if due > 0 { look::money(page.t, due) } else { String::new() },
    })
}

/// The counter a page shows.
#[derive(Deserialize, Default)]
struct Shown {
    #[serde(default)]
    counter: Option<i64>,
}

/// The left side alone, for the live part. Whoever was moved to another counter meanwhile loads the page anew.
async fn hall_part(
    State(web): State<Web>,
    page: Page,
    Query(shown): Query<Shown>,
) -> Result<Response, Fault> {
    let actor = actor(&page)?;
    let at = at_counter(&web, actor.person()).await?.ok_or(Fault::NotFound)?;
    if shown.counter.is_some_and(|number| number != at.counter.number) {
        return Err(Fault::NotFound);
    }
    let names = names(&web, &page);
    let part = HallPart::of(&web, &page, &names, &at.hall.code, &at.counter, &at.now.counters).await?;
    Ok(page::html(&part))
}

/// Procedures that fit what is typed, as one types.
async fn procedures_part(
    State(web): State<Web>,
    page: Page,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let names = names(&web, &page);
    let question = if asked.q.is_empty() { &asked.procedure_q } else { &asked.q };
    let unit = page.user.as_ref().map(|user| user.unit.as_str()).unwrap_or_default();
    Ok(page::html(&intake::search(&web, &names, &page, unit, question).await?))
}

/// The page again with what is wrong, everything typed still in it.
async fn refused(sent: Sent, at: &AtCounter, draft: &Draft, refusal: Refusal) -> Result<Response, Fault> {
    let errors = errors_of(sent.page.t, &refusal);
    let view = View { errors, refusal: Some(refusal), saved_at: Some(sent.page.now), ..View::default() };
    Ok(again(&desk_page(&sent.web, sent.page, at, draft, view).await?))
}

fn is_fragment(headers: &HeaderMap) -> bool {
    headers.contains_key("hx-request")
}

/// Back to the counter; nothing to say.
fn back() -> Response {
    Redirect::to("/desk").into_response()
}

/// The form that was sent, kept before anything is tried with it. Whoever presses a button means what stands on that page:
/// it is kept also when a newer page was made meanwhile, in another window.
async fn keep(sent: &Sent) -> Result<Draft, Fault> {
    let (app, person) = (sent.web.app(), sent.actor.person());
    let mut draft = Draft::of(&sent.form);
    if !app.keep_form_draft(person, FORM, draft.pairs(), draft.edition).await? {
        app.turn_form_draft(person, FORM, draft.pairs()).await?;
        draft.edition = app.form_draft(person, FORM).await?.map_or(0, |kept| kept.edition);
    }
    Ok(draft)
}
