//! Trả kết quả: who may come for a result, the check of who it is, what is left to pay, and who has not come.

use super::desk::at_counter;
use super::names::Names;
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
use app::queries::NamedDossier;
use app::{Actor, Command};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::dossier::Phase;
use domain::kernel::{Refusal, StreamId, Vnd};
use policy::Action;
use serde::Deserialize;

pub(crate) fn routes() -> Vec<Route> {
    let returns = Access::Staff(Action::SeeReturns);
    let desk = Access::Staff(Action::SeeDesk);
    vec![
        Route::get("/desk/returns", returns, show),
        Route::get("/returns", returns, elsewhere),
        Route::post("/desk/returns/find", returns, find),
        Route::post("/desk/returns/{dossier}/hand-over", desk, hand_over),
        Route::post("/desk/returns/{dossier}/pay", desk, pay),
        Route::post("/desk/returns/{dossier}/remind", returns, remind),
    ]
}

/// Working days after which a result counts as left lying.
const LEFT_AFTER_DAYS: i64 = 30;

/// A result that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
struct RowView {
    href: String,
    code: String,
    matter: String,
    name: String,
    ready: String,
    days: i64,
    due: String,
    open: bool,
}

/// The result that is being handed over.
#[derive(Clone, Debug)]
struct Counter {
    dossier: StreamId,
    sheet: Sheet,
    ready: bool,
    proxy: String,
    proxy_paper: Field,
    identified: Vec<(Pick, bool)>,
    to_proxy: bool,
    /// The payment that is due, and the amount.
    due: Option<(StreamId, String)>,
    reminders: i64,
    /// Where in the archive it lies, of no length elsewhere.
    lies: String,
    errors: ErrorSummary,
    returned: String,
}

#[derive(Template)]
#[template(path = "staff/returns.html")]
struct ReturnsPage {
    page: Page,
    unit: String,
    topic: String,
    q: String,
    left: bool,
    rows: Vec<RowView>,
    pager: Option<Pager>,
    waiting: String,
    lying: String,
    counter: Option<Counter>,
    /// A counter of one's own is open: tickets may be called.
    number: Option<i64>,
    label: String,
    can_hand_over: bool,
    keys: KeyBar,
}

#[derive(Clone, Deserialize, Default)]
struct Asked {
    #[serde(default)]
    q: String,
    /// Only those left lying.
    #[serde(default)]
    left: String,
    #[serde(default)]
    open: Option<i64>,
    /// Where the pages so far began.
    #[serde(default)]
    after: String,
}

impl Asked {
    /// The address of this list. What was typed may be a name: it stands in none.
    fn address(&self) -> String {
        let part =
            |name: &str, value: &str| (!value.is_empty()).then(|| format!("{name}={}", encoded(value)));
        let open = self.open.map(|open| open.to_string()).unwrap_or_default();
        let parts = [part("left", &self.left), part("open", &open), part("after", &self.after)];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if parts.is_empty() {
            "/desk/returns".to_owned()
        } else {
            format!("/desk/returns?{}", parts.join("&"))
        }
    }
}

async fn elsewhere() -> Redirect {
    Redirect::to("/desk/returns")
}

async fn show(State(web): State<Web>, page: Page, Query(asked): Query<Asked>) -> Result<Response, Fault> {
    Ok(page::html(&returns_page(&web, page, &asked, None).await?))
}

async fn returns_page(
    web: &Web,
    page: Page,
    asked: &Asked,
    refused: Option<(&Form, &Refusal)>,
) -> Result<ReturnsPage, Fault> {
    let actor = actor(&page)?;
    let names = names(web, &page);
    let left = !asked.left.is_empty();
    let lying_before = page.now - LEFT_AFTER_DAYS * 86_400_000;
    let before = if left { lying_before } else { page.now };
    let asked_for = domain::catalogue::fold(&asked.q);
    let fits = |line: &NamedDossier| {
        let dossier = &line.line;
        let matter = names.procedure(&dossier.procedure, &dossier.publisher, &dossier.version);
        let words = format!("{} {} {matter}", dossier.code, line.applicant.name);
        domain::catalogue::fold(&words).contains(&asked_for)
    };
    let trail = Trail::of(&asked.after);
    let wanted = trail.wanted((!asked_for.is_empty()).then_some(&fits as _));
    let leaf = web.app().named_ready(actor.unit(), before, wanted);
    let leaf = sheet::listing(web, &actor, "results_listed", leaf).await?;
    let waiting = web.app().ready_count(actor.unit(), page.now).await?;
    let lying = web.app().ready_count(actor.unit(), lying_before).await?;
    let open = asked.open.map(StreamId);
    let rows: Vec<RowView> = leaf.rows.iter().map(|line| row(&names, asked, line)).collect();
    let pager = trail.pager(page.t, rows.len(), leaf.next.as_ref());
    let pager = if asked.q.is_empty() {
        paging::linked(pager, |after| {
            Asked { left: asked.left.clone(), after: after.to_owned(), ..Asked::default() }.address()
        })
    } else {
        paging::posted(pager, &page, "/desk/returns/find", ("code", &asked.q))
    };
    let only = (!asked.q.is_empty() && leaf.next.is_none() && leaf.rows.len() == 1)
        .then(|| leaf.rows[0].line.dossier);
    let here = at_counter(web, actor.person()).await?;
    // Who was called came for this one.
    let called = match here.as_ref().and_then(|here| here.counter.ticket) {
        Some(ticket) if asked.q.is_empty() => {
            web.app().ticket(ticket).await?.and_then(|ticket| ticket.dossier)
        }
        _ => None,
    };
    let counter = match open.or(only).or(called) {
        Some(dossier) => Some(counter(web, &page, &actor, &names, dossier, refused).await?),
        None => None,
    };
    let keys = keybar(
        page.t,
        &[
            ("F9", "key.call"),
            ("/", "key.find"),
            ("j", "key.down"),
            ("k", "key.up"),
            ("↵", "key.open"),
            ("t", "key.hand_over"),
        ],
    );
    Ok(ReturnsPage {
        unit: names.unit(actor.unit()),
        topic: format!("unit:{}", actor.unit()),
        q: asked.q.clone(),
        left,
        rows,
        pager,
        waiting: paging::up_to_100(waiting),
        lying: paging::up_to_100(lying),
        counter,
        label: here.as_ref().map(|here| look::ticket(&here.counter.ticket_label)).unwrap_or_default(),
        number: here.map(|here| here.counter.number),
        can_hand_over: web.app().permit(&actor, Action::SeeDesk, &policy::Resource::page(&[])).is_ok(),
        keys,
        page,
    })
}

fn row(names: &Names, asked: &Asked, line: &NamedDossier) -> RowView {
    let dossier = &line.line;
    let ready_at = dossier.ready_at.unwrap_or(names.now);
    RowView {
        href: format!(
            "{}#pane",
            Asked { open: Some(dossier.dossier.0), q: String::new(), ..asked.clone() }.address()
        ),
        code: dossier.code.clone(),
        matter: names.procedure(&dossier.procedure, &dossier.publisher, &dossier.version),
        name: line.applicant.name.clone(),
        ready: look::day_month_time(ready_at),
        days: (names.now - ready_at).max(0) / 86_400_000,
        due: if dossier.fee_paid { String::new() } else { look::money(names.t, dossier.fee_vnd) },
        open: asked.open == Some(dossier.dossier.0),
    }
}

async fn counter(
    web: &Web,
    page: &Page,
    actor: &Actor,
    names: &Names,
    dossier: StreamId,
    refused: Option<(&Form, &Refusal)>,
) -> Result<Counter, Fault> {
    let t = page.t;
    let view = sheet::read(web, actor, dossier).await?;
    let empty = Form::default();
    let (form, wrong) =
        refused.map_or((&empty, [].as_slice()), |(form, refusal)| (form, refusal.violations.as_slice()));
    let noted = view.state.intake.proxy.as_ref().map(|proxy| proxy.paper.clone()).unwrap_or_default();
    let paper = if form.is_given("proxy_paper") { form.get("proxy_paper").to_owned() } else { noted };
    let chosen = form.get("identified_by");
    let identified = ["id_card", "slip", "authorisation"]
        .map(|way| (Pick { value: way.to_owned(), text: t.code("identified", way) }, way == chosen))
        .to_vec();
    let payments = web.app().payment_lines(dossier).await?;
    let due = payments.iter().find(|line| line.status == "due");
    Ok(Counter {
        dossier,
        ready: matches!(view.state.phase, Phase::Ready { .. }),
        returned: match view.state.phase {
            Phase::Returned { at, .. } => look::date_time(at),
            _ => String::new(),
        },
        proxy: view.proxy.as_ref().map(|proxy| sheet::name_or(page, proxy)).unwrap_or_default(),
        proxy_paper: Field::text("proxy_paper", t.t("desk.proxy_paper")).value(&paper).wrong(t, wrong),
        identified,
        to_proxy: form.get("to") == "proxy",
        due: due.map(|line| (line.payment, look::money(t, line.total_vnd))),
        reminders: view.state.reminders,
        lies: match (&view.state.phase, &view.state.parked) {
            (Phase::Ready { .. }, Some(parked)) => parked.place.clone(),
            _ => String::new(),
        },
        errors: refused.map(|(_, refusal)| errors_of(names.t, refusal)).unwrap_or_default(),
        sheet: Sheet::of(web, page, actor, &view).await?,
    })
}

/// A code or a scanned QR: straight to the result. What was scanned is not kept in an address.
async fn find(State(web): State<Web>, page: Page, form: Form) -> Result<Response, Fault> {
    let typed = form.get("code");
    let token = typed.rsplit('/').next().unwrap_or_default();
    let found = match web.app().find_dossier_by_code(typed).await? {
        Some(dossier) => Some(dossier),
        None if token.len() == 26 => web.app().find_dossier_by_token(token).await?,
        None => None,
    };
    match found {
        Some(dossier) => Ok(Redirect::to(&opened(dossier)).into_response()),
        // Not a code: a name, looked for among those that wait, on the page itself.
        None => {
            let after = form.get("after").to_owned();
            let asked = Asked { q: typed.to_owned(), after, ..Asked::default() };
            Ok(page::html(&returns_page(&web, page, &asked, None).await?))
        }
    }
}

async fn hand_over(Which(dossier): Which, sent: Sent) -> Result<Response, Fault> {
    let form = &sent.form;
    let to = if form.get("to") == "proxy" { "proxy" } else { "applicant" };
    let command = Command::HandOver {
        dossier,
        to: to.to_owned(),
        identified_by: form.get("identified_by").to_owned(),
        proxy_paper: if to == "proxy" { form.get("proxy_paper").to_owned() } else { String::new() },
        at_counter: sent.web.app().counter_of(sent.actor.person()).await?,
    };
    match sent.act(command).await? {
        None => sent.done_with("/desk/returns", "handed_over", dossier).await,
        Some(refusal) => refused(sent, dossier, &refusal).await,
    }
}

/// What is left to pay, taken in cash before the result is handed over.
async fn pay(Which(dossier): Which, sent: Sent) -> Result<Response, Fault> {
    let lines = sent.web.app().payment_lines(dossier).await?;
    let due = lines.iter().find(|line| line.status == "due").ok_or(Fault::NotFound)?;
    let amount_vnd = Vnd::try_new(due.total_vnd).map_err(|_| Fault::Failed)?;
    match sent.act(Command::CollectFees { payments: vec![due.payment], amount_vnd }).await? {
        None => Ok(sent.done(&opened(dossier), "fee_taken", "")),
        Some(refusal) => refused(sent, dossier, &refusal).await,
    }
}

async fn remind(Which(dossier): Which, sent: Sent) -> Result<Response, Fault> {
    sent.act_and_say(Command::RemindPickup { dossier }, &opened(dossier), "reminded").await
}

fn opened(dossier: StreamId) -> String {
    format!("/desk/returns?open={dossier}")
}

async fn refused(sent: Sent, dossier: StreamId, refusal: &Refusal) -> Result<Response, Fault> {
    let asked = Asked { open: Some(dossier.0), ..Asked::default() };
    Ok(again(&returns_page(&sent.web, sent.page, &asked, Some((&sent.form, refusal))).await?))
}
