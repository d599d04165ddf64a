//! Trực thay: the officer gives her counter to a colleague for lunch or for the rest of the day; the colleague takes it with one key, and it comes back
//! with one act of either.

use super::super::names::Names;
use super::{AtCounter, at_counter, back};
use crate::fault::Fault;
use crate::look;
use crate::page::{self, Page};
use crate::pages::staff::floor::officers_free;
use crate::pages::staff::sent::{Sent, again};
use crate::pages::staff::{actor, errors_of, keybar, names, with_names};
use crate::parts::{ErrorSummary, KeyBar, Note, Pick};
use crate::route::{Access, Route};
use crate::web::Web;
use app::queries::{CounterNow, OfferNow, StandInNow};
use app::{Command, Relief, StandIn};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::kernel::Millis;

pub(super) fn routes(desk: Access) -> Vec<Route> {
    vec![
        Route::get("/desk/stand-in", desk, show),
        Route::post("/desk/stand-in", desk, offer),
        Route::post("/desk/stand-in/accept", desk, accept),
        Route::post("/desk/stand-in/withdraw", desk, withdraw),
        Route::post("/desk/stand-in/return", desk, give_back),
    ]
}

/// Who sits where in whose place, as the one it concerns reads it, and what can be done about it.
#[derive(Clone, Debug, Template)]
#[template(path = "staff/desk-seat.html")]
pub(super) struct Seat {
    page: Page,
    note: Note,
    counter: String,
    /// The last part of the address it goes to, the button, whether it is what is to be done.
    acts: Vec<(&'static str, String, bool)>,
    /// Key of the first act, of no length for none.
    key: &'static str,
}
impl askama::filters::HtmlSafe for Seat {}

impl Seat {
    fn new(page: &Page, counter: &CounterNow, note: Note) -> Self {
        Self { page: page.clone(), note, counter: counter.code.clone(), acts: Vec::new(), key: "" }
    }

    fn act(mut self, act: &'static str, key: &'static str, first: bool) -> Self {
        self.acts.push((act, self.page.t.t(key).to_owned(), first));
        self
    }

    fn key(self, key: &'static str) -> Self {
        Self { key, ..self }
    }

    /// At one's own counter: whom one asked, or for whom one sits there.
    pub(super) fn here(page: &Page, names: &Names, counter: &CounterNow) -> Option<Self> {
        let t = page.t;
        if let Some(OfferNow { to, until, agreed, .. }) = asked_now(counter, page.now) {
            let text = if *agreed { "stand_in.agreed" } else { "stand_in.asked" };
            let text = t.with(text, &[("name", &names.person(to)), ("until", &look::clock(*until))]);
            let note = if *agreed { Note::ok(text) } else { Note::info(text) };
            return Some(Self::new(page, counter, note).act("withdraw", "stand_in.do.withdraw", false));
        }
        let StandInNow { instead_of, until, returning } = counter.stand_in.as_ref()?;
        let values: [(&str, &dyn std::fmt::Display); 2] =
            [("name", &names.person(instead_of)), ("until", &look::clock(*until))];
        if *returning {
            return Some(Self::new(page, counter, Note::ok(t.with("stand_in.returning", &values))));
        }
        let over = *until <= page.now;
        let text = t.with(if over { "stand_in.over" } else { "stand_in.sits" }, &values);
        let note = if over { Note::soon(text) } else { Note::info(text) };
        Some(Self::new(page, counter, note).act("return", "stand_in.do.return", over).key("F10"))
    }

    /// Of every counter: who asks this person, and who sits at this person's counter.
    pub(super) fn elsewhere(page: &Page, names: &Names, counters: &[CounterNow], me: &str) -> Vec<Self> {
        let seats = counters.iter().filter_map(|counter| Self::for_me(page, names, counter, me));
        seats.collect()
    }

    fn for_me(page: &Page, names: &Names, counter: &CounterNow, me: &str) -> Option<Self> {
        let t = page.t;
        let values = |until: Millis| {
            [
                ("name", names.person(&counter.person)),
                ("n", counter.number.to_string()),
                ("until", look::clock(until)),
                ("label", ticket_of(counter)),
            ]
        };
        let say = |key: &'static str, until: Millis| {
            let values = values(until);
            let values: Vec<(&str, &dyn std::fmt::Display)> =
                values.iter().map(|(name, value)| (*name, value as &dyn std::fmt::Display)).collect();
            t.with(key, &values)
        };
        if let Some(offer) = asked_now(counter, page.now).filter(|offer| offer.to == me) {
            if offer.agreed {
                let note = Note::ok(say("stand_in.yours_soon", offer.until));
                return Some(Self::new(page, counter, note).act("withdraw", "stand_in.do.decline", false));
            }
            let busy = is_busy(counter);
            let mut note = Note::soon(say("stand_in.asks_you", offer.until));
            if busy {
                let rest =
                    if offer.together { "stand_in.asks_you.together" } else { "stand_in.asks_you.after" };
                note.text = format!("{} {}", note.text, say(rest, offer.until));
            }
            let seat = Self::new(page, counter, note).act("accept", "stand_in.do.accept", true);
            return Some(seat.act("withdraw", "stand_in.do.decline", false).key("n"));
        }
        let lent = counter.stand_in.as_ref().filter(|one| one.instead_of == me)?;
        if lent.returning {
            return Some(Self::new(page, counter, Note::ok(say("stand_in.back_soon", lent.until))));
        }
        let note = Note::info(say("stand_in.sits_for_you", lent.until));
        Some(Self::new(page, counter, note).act("return", "stand_in.do.take_back", true).key("n"))
    }
}

/// Whoever was asked and may still answer, or waits to sit down.
pub(crate) fn asked_now(counter: &CounterNow, now: Millis) -> Option<&OfferNow> {
    counter.offer.as_ref().filter(|offer| offer.agreed || offer.until > now)
}

const fn is_busy(counter: &CounterNow) -> bool {
    counter.ticket.is_some() || counter.visit.is_some()
}

/// The number at the counter; a dash for somebody without one.
fn ticket_of(counter: &CounterNow) -> String {
    if counter.ticket_label.is_empty() { "–".to_owned() } else { look::ticket(&counter.ticket_label) }
}

/// What was chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Chosen {
    officer: String,
    span: String,
    until: String,
    together: bool,
}

#[derive(Template)]
#[template(path = "staff/desk-stand-in.html")]
struct StandInPage {
    page: Page,
    number: i64,
    hall_name: String,
    /// `A-012`, a dash for somebody without a number, of no length for nobody.
    busy: String,
    colleagues: Vec<Pick>,
    spans: Vec<Pick>,
    chosen: Chosen,
    errors: ErrorSummary,
    keys: KeyBar,
}

/// Until the break is over.
const BREAK: &str = "break";
/// Until the hall closes.
const CLOSING: &str = "closing";
/// Until a time that is typed.
const TIME: &str = "time";

async fn show(State(web): State<Web>, page: Page) -> Result<Response, Fault> {
    let Some(at) = at_counter(&web, actor(&page)?.person()).await? else { return Ok(back()) };
    let names = names(&web, &page);
    let span = if names.directory.break_ends(page.now).is_some() { BREAK } else { CLOSING };
    let chosen = Chosen { span: span.to_owned(), ..Chosen::default() };
    Ok(page::html(&asked(page, &names, &at, chosen, ErrorSummary::default())))
}

fn asked(page: Page, names: &Names, at: &AtCounter, chosen: Chosen, errors: ErrorSummary) -> StandInPage {
    let t = page.t;
    let span = |value: &str, text: String| Pick { value: value.to_owned(), text };
    let lunch = names.directory.break_ends(page.now);
    let lunch = lunch.map(|ends| span(BREAK, t.one("stand_in.until.break", "at", look::clock(ends))));
    let closing =
        closing(names).map(|ends| span(CLOSING, t.one("stand_in.until.closing", "at", look::clock(ends))));
    let time = span(TIME, t.t("stand_in.until.time").to_owned());
    StandInPage {
        number: at.counter.number,
        hall_name: names.hall(&at.hall.code),
        busy: if is_busy(&at.counter) { ticket_of(&at.counter) } else { String::new() },
        colleagues: officers_free(names, &at.hall.code, &at.now),
        spans: lunch.into_iter().chain(closing).chain([time]).collect(),
        chosen,
        errors,
        keys: keybar(t, &[]),
        page,
    }
}

/// The end of the opening hours, none once it has passed.
fn closing(names: &Names) -> Option<Millis> {
    names.directory.calendar().closing_of_day(names.now).ok().filter(|ends| *ends > names.now)
}

/// Until when: what is no time is none.
fn until(names: &Names, chosen: &Chosen) -> Option<Millis> {
    match chosen.span.as_str() {
        BREAK => names.directory.break_ends(names.now),
        CLOSING => closing(names),
        _ => {
            let local = format!("{}T{}", names.directory.date(names.now), chosen.until);
            names.directory.calendar().instant(&local).ok()
        }
    }
}

async fn offer(sent: Sent) -> Result<Response, Fault> {
    let Some(at) = at_counter(&sent.web, sent.actor.person()).await? else {
        return Ok(sent.not_done("/desk", "counter_not_open"));
    };
    let names = names(&sent.web, &sent.page);
    let get = |name: &str| sent.form.get(name).to_owned();
    let together = sent.form.get("together") == "1";
    let chosen = Chosen { officer: get("officer"), span: get("span"), until: get("until"), together };
    let (to, until) = (chosen.officer.clone(), until(&names, &chosen));
    let ask = Relief::Offer { to, until, together };
    let command = StandIn { hall: at.hall.code.clone(), counter: at.counter.code.clone(), ask };
    match sent.act(Command::StandIn(command)).await? {
        None => Ok(sent.done("/desk", "relief_asked", &names.person(&chosen.officer))),
        Some(refusal) => {
            let errors = errors_of(sent.page.t, &with_names(&names, refusal));
            Ok(again(&asked(sent.page, &names, &at, chosen, errors)))
        }
    }
}

async fn accept(sent: Sent) -> Result<Response, Fault> {
    seat(sent, Relief::Accept, "relief_accepted").await
}

async fn withdraw(sent: Sent) -> Result<Response, Fault> {
    seat(sent, Relief::Withdraw, "relief_withdrawn").await
}

async fn give_back(sent: Sent) -> Result<Response, Fault> {
    seat(sent, Relief::Return, "").await
}

/// An answer about a counter of the hall one works in.
async fn seat(sent: Sent, ask: Relief, said: &str) -> Result<Response, Fault> {
    let directory = sent.web.app().directory();
    let hall = directory.hall_of_unit(sent.actor.unit(), sent.page.now).ok_or(Fault::NotFound)?.code.clone();
    let command = StandIn { hall, counter: sent.form.get("counter").to_owned(), ask };
    sent.act_and_say(Command::StandIn(command), "/desk", said).await
}
