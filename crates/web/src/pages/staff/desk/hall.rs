//! The left side of the counter page: who is being served, who waits, how the day goes. A live part.

use super::super::names::Names;
use super::super::times::elapsed;
use super::stand_in::Seat;
use crate::fault::Fault;
use crate::look;
use crate::page::Page;
use crate::pages::rate::face_icon;
use crate::pages::staff::floor::orders::for_officer;
use crate::pages::ticket::more_of;
use crate::pages::told::{Told, told};
use crate::parts::{Chip, Note, Pick};
use crate::web::Web;
use crate::words::T;
use app::queries::{CounterNow, hall::WaitingTicket};
use askama::Template;
use domain::kernel::StreamId;
use domain::visit::{Score, Scores};

/// A ticket in the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct InLine {
    pub(super) ticket: StreamId,
    pub(super) label: String,
    /// Why it goes ahead, of no length when it does not.
    pub(super) priority: String,
    pub(super) waited: String,
    /// More than the promised wait.
    pub(super) chip: Option<Chip>,
}

/// The counter as it is now.
#[derive(Clone, Debug, Template)]
#[template(path = "staff/desk-hall.html")]
pub(super) struct HallPart {
    pub(super) page: Page,
    pub(super) number: i64,
    /// What whoever runs the hall ordered.
    pub(super) ordered: Option<Note>,
    /// Whom she asked to stand in, or for whom she sits here.
    pub(super) seat: Option<Seat>,
    pub(super) told: Told,
    pub(super) paused: bool,
    pub(super) label: String,
    /// Called, nobody has sat down yet.
    pub(super) called: bool,
    pub(super) called_words: String,
    /// The person's other errands that are dealt with here, of no length for none.
    pub(super) also_here: String,
    /// Where the number goes when the visit is over, and what is left for later; of no length for home.
    pub(super) goes_on: String,
    pub(super) later: String,
    /// The number in front, and what may be added to it; none when that is enough or nobody is there.
    pub(super) may_add: Option<(StreamId, Vec<Pick>)>,
    /// Instant the visit began, for the running clock.
    pub(super) since: Option<(String, String)>,
    pub(super) waiting: Vec<InLine>,
    pub(super) more: usize,
    pub(super) others: usize,
    pub(super) missed: Vec<InLine>,
    pub(super) fields: Vec<Pick>,
    pub(super) counters: Vec<Pick>,
    pub(super) day: Vec<(String, String)>,
    /// Icon, words and number of each score; none below ten ratings.
    pub(super) scores: Vec<(&'static str, String, String)>,
}

impl askama::filters::HtmlSafe for HallPart {}

/// Tickets shown in the line.
const SHOWN: usize = 7;

/// The promised wait of the hall, in milliseconds.
pub(crate) fn promised_wait_ms(names: &Names) -> i64 {
    names.directory.promised_ms()
}

impl HallPart {
    pub(super) async fn of(
        web: &Web,
        page: &Page,
        names: &Names,
        hall: &str,
        counter: &CounterNow,
        all: &[CounterNow],
    ) -> Result<Self, Fault> {
        let app = web.app();
        let (t, now) = (page.t, page.now);
        let line = app.counter_line(hall, counter).await?;
        let mine = |ticket: &&WaitingTicket| {
            counter.fields.contains(&ticket.field)
                && (ticket.counter.is_empty() || ticket.counter == counter.code)
        };
        let waiting: Vec<InLine> =
            line.first.iter().take(SHOWN).map(|ticket| in_line(names, ticket)).collect();
        let missed = app.missed(hall).await?;
        let ticket = match counter.ticket {
            Some(ticket) => app.ticket(ticket).await?,
            None => None,
        };
        let may_add = ticket.as_ref().and_then(|one| {
            let more = more_of(&names.directory, t, one);
            (!more.is_empty()).then_some((one.ticket, more))
        });
        let others = ticket.as_ref().map(|one| one.others.clone()).unwrap_or_default();
        let (here, onward): (Vec<String>, Vec<String>) =
            others.into_iter().partition(|field| counter.fields.contains(field));
        let words = |fields: &[String]| -> String {
            fields.iter().map(|field| names.field(field)).collect::<Vec<_>>().join(", ")
        };
        let (also_here, goes_on) = (words(&here), words(onward.get(..1).unwrap_or_default()));
        let later = words(onward.get(1..).unwrap_or_default());
        let visit = app.visits_now(hall).await?.into_iter().find(|visit| Some(visit.visit) == counter.visit);
        let day = app.counter_day(hall, &counter.code).await?;
        let scores = app.scores_of_person(&counter.person).await?;
        let called_words = ticket.as_ref().and_then(|ticket| {
            let called = ticket.called_at?;
            let waited = look::rough(t.lang(), elapsed(called, ticket.taken_at));
            Some(t.with("desk.called", &[("time", &look::clock(called)), ("waited", &waited)]))
        });
        Ok(Self {
            page: page.clone(),
            number: counter.number,
            told: told(web, t, hall).await?,
            seat: Seat::here(page, names, counter),
            ordered: counter.order.as_ref().map(|order| for_officer(names, hall, order)),
            also_here,
            goes_on,
            later,
            may_add,
            paused: counter.status == "paused",
            label: look::ticket(&counter.ticket_label),
            called: counter.ticket.is_some() && counter.visit.is_none(),
            called_words: called_words.unwrap_or_default(),
            since: visit.map(|visit| {
                let seconds = elapsed(now, visit.started_at) / 1000;
                (visit.started_at.to_string(), format!("{:02}:{:02}", seconds / 60, seconds % 60))
            }),
            more: usize::try_from(line.waiting).unwrap_or(0).saturating_sub(waiting.len()),
            others: usize::try_from(line.others).unwrap_or(0),
            waiting,
            missed: missed.iter().filter(mine).take(5).map(|ticket| in_line(names, ticket)).collect(),
            fields: names
                .directory
                .catalogue()
                .fields_of(hall)
                .into_iter()
                .map(|field| Pick { value: field.code.clone(), text: names.field(&field.code) })
                .collect(),
            counters: other_counters(names, counter, all),
            scores: scores.map(|scores| score_lines(t, &scores)).unwrap_or_default(),
            day: vec![
                (t.t("desk.day.visits").to_owned(), look::thousands(t, day.visits)),
                (t.t("desk.day.dossiers").to_owned(), look::thousands(t, day.dossiers)),
                (t.t("desk.day.mean").to_owned(), mean(names, day.mean_visit_ms, day.ended)),
            ],
        })
    }
}

/// What was tapped, the happiest first.
pub(crate) fn score_lines(t: T, scores: &Scores) -> Vec<(&'static str, String, String)> {
    Score::ALL
        .into_iter()
        .map(|score| (face_icon(score), t.code("score", score.word()), look::thousands(t, scores.of(score))))
        .collect()
}

fn mean(names: &Names, mean_ms: i64, ended: i64) -> String {
    if ended == 0 { "–".to_owned() } else { look::rough(names.lang(), mean_ms) }
}

fn other_counters(names: &Names, counter: &CounterNow, all: &[CounterNow]) -> Vec<Pick> {
    let any = Pick { value: String::new(), text: names.t.t("desk.move.any").to_owned() };
    let open = all.iter().filter(|other| other.code != counter.code && other.status == "open");
    let words = |other: &CounterNow| names.t.with("desk.counter", &[("n", &other.number)]);
    std::iter::once(any)
        .chain(open.map(|other| Pick { value: other.code.clone(), text: words(other) }))
        .collect()
}

fn in_line(names: &Names, ticket: &WaitingTicket) -> InLine {
    let waited_ms = elapsed(names.now, ticket.taken_at);
    let promised = promised_wait_ms(names);
    let waited = look::rough(names.lang(), waited_ms);
    let state = if waited_ms > promised {
        Some(crate::look::TimeState::Late)
    } else if waited_ms * 10 > promised * 8 {
        Some(crate::look::TimeState::Soon)
    } else {
        None
    };
    InLine {
        ticket: ticket.ticket,
        label: look::ticket(&ticket.label),
        priority: if ticket.not_before > names.now {
            names.t.with("queue.deferred", &[("at", &look::clock(ticket.not_before))])
        } else if ticket.priority == "none" {
            String::new()
        } else {
            names.t.code("priority", &ticket.priority)
        },
        chip: state.map(|state| Chip::new(state, waited.as_str())),
        waited,
    }
}
