//! A counter as whoever runs the hall has it: who serves, who would be left when it stops, and what can be ordered of it.

use super::hall_of;
use super::orders;
use crate::fault::Fault;
use crate::look;
use crate::page::{self, Page};
use crate::pages::staff::names::Names;
use crate::pages::staff::sent::{Sent, again};
use crate::pages::staff::{actor, errors_of, keybar, names, with_names};
use crate::parts::{ErrorSummary, KeyBar, Note, Pick};
use crate::route::{Access, Route};
use crate::web::Web;
use app::queries::{CounterNow, HallNow, OrderNow};
use app::{Actor, Command};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::catalogue::Role;
use domain::counter::{Order, When};
use domain::hall::left_behind;
use policy::{Action, Resource};

pub(super) fn routes() -> Vec<Route> {
    let directs = Access::Staff(Action::DirectCounter);
    vec![
        Route::get("/floor/counters/{counter}", directs, show),
        Route::post("/floor/counters/{counter}/open", directs, open),
        Route::post("/floor/counters/{counter}/pause", directs, pause),
        Route::post("/floor/counters/{counter}/resume", directs, resume),
        Route::post("/floor/counters/{counter}/close", directs, close),
        Route::post("/floor/counters/{counter}/move", directs, move_officer),
        Route::post("/floor/counters/{counter}/withdraw", directs, withdraw),
    ]
}

/// Whether somebody orders counters about in a hall.
pub(super) fn may_direct(web: &Web, names: &Names, actor: &Actor, hall: &str) -> bool {
    let directory = &names.directory;
    let Some(hall) = directory.hall(hall) else { return false };
    let counter = Resource::counter(&directory.unit_path(&hall.unit), None);
    web.app().permit(actor, Action::DirectCounter, &counter).is_ok()
}

/// A field group the counter takes, and who else would serve it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct FieldRow {
    name: String,
    waiting: i64,
    /// `2, 7`, of no length for nobody.
    others: String,
    /// People wait and nobody else would serve them.
    left: bool,
}

/// The act that takes the last order back.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Undo {
    action: String,
    /// Name and value of the field it needs, of no length for none.
    field: (&'static str, String),
    text: String,
}

#[derive(Clone, Debug, Template)]
#[template(path = "staff/floor-counter-now.html")]
struct CounterPart {
    page: Page,
    code: String,
    number: i64,
    /// What it does now.
    state: String,
    /// Officer, of no length while closed.
    person: String,
    /// Since when it does so.
    since: String,
    kind: String,
    status: String,
    /// `A-012`, of no length when nobody is there.
    busy: String,
    note: Option<Note>,
    /// For whom the officer sits there, who was asked to; none for nobody.
    stands_in: Option<Note>,
    undo: Option<Undo>,
    fields: Vec<FieldRow>,
    left: bool,
    officers: Vec<Pick>,
    targets: Vec<Pick>,
    errors: ErrorSummary,
}
impl askama::filters::HtmlSafe for CounterPart {}

#[derive(Template)]
#[template(path = "staff/floor-counter.html")]
struct CounterPage {
    page: Page,
    hall: String,
    hall_name: String,
    part: CounterPart,
    keys: KeyBar,
}

async fn show(State(web): State<Web>, page: Page, Path(code): Path<String>) -> Result<Response, Fault> {
    Ok(page::html(&shown(&web, page, &code, ErrorSummary::default()).await?))
}

async fn shown(web: &Web, page: Page, code: &str, errors: ErrorSummary) -> Result<CounterPage, Fault> {
    let actor = actor(&page)?;
    let names = names(web, &page);
    let hall = hall_of(&names, actor.unit()).ok_or(Fault::NotFound)?;
    let now = web.app().hall_now(&hall).await?;
    let counter = now.counters.iter().find(|counter| counter.code == code).ok_or(Fault::NotFound)?;
    let part = of(&page, &names, &hall, &now, counter, errors);
    let keys = keybar(page.t, &[]);
    Ok(CounterPage { hall_name: names.hall(&hall), hall, part, keys, page })
}

fn of(
    page: &Page,
    names: &Names,
    hall: &str,
    now: &HallNow,
    counter: &CounterNow,
    errors: ErrorSummary,
) -> CounterPart {
    let t = names.t;
    let fields = fields(names, now, counter);
    let closed = counter.status == "closed";
    let free = |other: &&CounterNow| other.status == "closed" && other.kind != "cashier";
    CounterPart {
        page: page.clone(),
        code: counter.code.clone(),
        number: counter.number,
        state: match counter.status.as_str() {
            "open" if counter.ticket.is_some() || counter.visit.is_some() => t.t("floor.counter.busy"),
            "open" => t.t("floor.counter.free"),
            "paused" => t.t("floor.counter.paused"),
            _ => t.t("floor.counter.closed"),
        }
        .to_owned(),
        person: names.person(&counter.person),
        since: if counter.since == 0 { String::new() } else { look::date_time(counter.since) },
        kind: t.code("counter_kind", &counter.kind),
        busy: busy(counter),
        note: counter.order.as_ref().map(|order| orders::for_director(names, hall, counter, order)),
        stands_in: orders::stands_in(names, counter),
        undo: counter.order.as_ref().and_then(|order| undo(names, hall, now, counter, order)),
        left: !closed && fields.iter().any(|field| field.left),
        fields,
        officers: if closed { officers_free(names, hall, now) } else { Vec::new() },
        targets: if closed {
            Vec::new()
        } else {
            now.counters.iter().filter(free).map(|other| target(names, other)).collect()
        },
        status: counter.status.clone(),
        errors,
    }
}

/// The ticket of whoever is there; a word for somebody without one.
fn busy(counter: &CounterNow) -> String {
    match (&counter.visit, counter.ticket_label.as_str()) {
        (None, "") => String::new(),
        (Some(_), "") => "–".to_owned(),
        (_, label) => look::ticket(label),
    }
}

fn fields(names: &Names, now: &HallNow, counter: &CounterNow) -> Vec<FieldRow> {
    let waiting: Vec<(String, i64)> =
        now.waiting.iter().map(|count| (count.field.clone(), count.waiting)).collect();
    left_behind(counter.number, &now.stations(0), &waiting)
        .into_iter()
        .map(|behind| FieldRow {
            name: names.field(&behind.field),
            waiting: behind.waiting,
            left: behind.waiting > 0 && behind.others.is_empty(),
            others: behind.others.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        })
        .collect()
}

/// Officers of the hall who are here and sit at no counter.
pub(crate) fn officers_free(names: &Names, hall: &str, now: &HallNow) -> Vec<Pick> {
    let directory = &names.directory;
    let Some(hall) = directory.hall(hall) else { return Vec::new() };
    let sits = |person: &str| now.counters.iter().any(|counter| counter.person == person);
    let mut picks: Vec<Pick> = directory
        .catalogue()
        .holders(&hall.unit, Role::Receiver, &directory.date(names.now))
        .into_iter()
        .filter(|held| !sits(&held.person))
        .filter(|held| directory.catalogue().substitute(&held.person, names.now).is_none())
        .map(|held| Pick { value: held.person.clone(), text: names.person(&held.person) })
        .collect();
    picks.dedup_by(|one, other| one.value == other.value);
    picks
}

fn target(names: &Names, counter: &CounterNow) -> Pick {
    let fields = counter.fields.iter().map(|field| names.field(field)).collect::<Vec<_>>().join(", ");
    let number = names.t.one("desk.counter", "n", counter.number);
    Pick { value: counter.code.clone(), text: format!("{number} · {fields}") }
}

/// The reverse of what was ordered, while nothing else has happened since.
fn undo(names: &Names, hall: &str, now: &HallNow, counter: &CounterNow, order: &OrderNow) -> Option<Undo> {
    let t = names.t;
    let act = |code: &str, word: &str, field, text: String| {
        Some(Undo { action: format!("/floor/counters/{code}/{word}"), field, text })
    };
    let none = || ("", String::new());
    let is_closed = |code: &str| now.counters.iter().any(|one| one.code == code && one.status == "closed");
    let officer = names.person(&order.person);
    let number = |code: &str| names.directory.counter(hall, code).map_or(0, |counter| counter.number);
    match (order.word.as_str(), order.progress.as_str()) {
        (_, "pending") => act(&counter.code, "withdraw", none(), t.t("floor.undo.withdraw").to_owned()),
        ("pause", "done") => act(&counter.code, "resume", none(), t.t("floor.do.resume").to_owned()),
        ("resume", "done") => act(&counter.code, "pause", none(), t.t("floor.do.pause").to_owned()),
        ("close", "done") => {
            let text = t.one("floor.undo.close", "name", officer);
            act(&counter.code, "open", ("officer", order.person.clone()), text)
        }
        ("move", "done") => {
            let text = t.with("floor.undo.move", &[("name", &officer), ("n", &counter.number)]);
            act(&order.other, "move", ("to", counter.code.clone()), text)
        }
        ("open", "done") if !order.other.is_empty() && is_closed(&order.other) => {
            let text = t.with("floor.undo.move", &[("name", &officer), ("n", &number(&order.other))]);
            act(&counter.code, "move", ("to", order.other.clone()), text)
        }
        _ => None,
    }
}

/// Hands an order in. Refused, the counter's page comes back with the reason, and with what can be done instead.
async fn ordered(
    sent: Sent,
    code: &str,
    said: &str,
    command: impl FnOnce(String, String) -> Command,
) -> Result<Response, Fault> {
    let names = names(&sent.web, &sent.page);
    let hall = hall_of(&names, sent.actor.unit()).ok_or(Fault::NotFound)?;
    let known = names.directory.counter(&hall, code).ok_or(Fault::NotFound)?;
    match sent.act(command(hall.clone(), code.to_owned())).await? {
        None => {
            let number = known.number.to_string();
            Ok(sent.done(&format!("/floor/counters/{code}"), said, &number))
        }
        Some(refusal) => {
            let errors = errors_of(sent.page.t, &with_names(&names, refusal));
            Ok(again(&shown(&sent.web, sent.page.clone(), code, errors).await?))
        }
    }
}

/// An order for now, or for when the person has gone.
async fn order(sent: Sent, code: &str, order: Order, said: [&str; 2]) -> Result<Response, Fault> {
    let after = sent.form.is_given("after");
    let when = if after { When::AfterThisPerson } else { When::Now };
    let [now, later] = said;
    let said = if after { later } else { now };
    ordered(sent, code, said, |hall, counter| Command::DirectCounter { hall, counter, order, when }).await
}

async fn open(Path(code): Path<String>, sent: Sent) -> Result<Response, Fault> {
    let person = sent.form.get("officer").to_owned();
    ordered(sent, &code, "floor_opened", |hall, counter| Command::OpenCounterFor { hall, counter, person })
        .await
}

async fn pause(Path(code): Path<String>, sent: Sent) -> Result<Response, Fault> {
    order(sent, &code, Order::Pause, ["floor_paused", "floor_pause_later"]).await
}

async fn resume(Path(code): Path<String>, sent: Sent) -> Result<Response, Fault> {
    order(sent, &code, Order::Resume, ["floor_resumed", "floor_resumed"]).await
}

async fn close(Path(code): Path<String>, sent: Sent) -> Result<Response, Fault> {
    order(sent, &code, Order::Close, ["floor_closed", "floor_close_later"]).await
}

async fn move_officer(Path(code): Path<String>, sent: Sent) -> Result<Response, Fault> {
    let to = sent.form.get("to").to_owned();
    order(sent, &code, Order::Move { to }, ["floor_moved", "floor_move_later"]).await
}

async fn withdraw(Path(code): Path<String>, sent: Sent) -> Result<Response, Fault> {
    ordered(sent, &code, "floor_withdrawn", |hall, counter| Command::WithdrawOrder { hall, counter }).await
}
