//! The hall: who waits, who is called, what each counter does, how long it will take.

use super::seat::{self, OfferNow, StandInNow};
use super::statements::{self as sql, estimates};
use crate::App;
use crate::error::Result;
use domain::hall::Station;
use domain::hall::{Busy, LATELY, Open, Pace, Served, Standing};
use domain::kernel::{Millis, StreamId, SubjectId, Value};
use domain::ticket::{Errand, WaitOverRest, over_rest};
use std::collections::BTreeMap;
use store::Row;

/// A ticket as its own page and the kiosk show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketView {
    /// Stream.
    pub ticket: StreamId,
    /// Hall code.
    pub hall: String,
    /// Local date as `yyyymmdd`.
    pub day: i64,
    /// Field group.
    pub field: String,
    /// Printed and spoken, e.g. `A012`.
    pub label: String,
    /// Word of the priority.
    pub priority: String,
    /// Procedure key, may be of no length.
    pub procedure: String,
    /// Token of its own page.
    pub token: String,
    /// `waiting`, `called`, `serving`, `no_show`, `served`, `given_up`.
    pub phase: String,
    /// Instant it was taken.
    pub taken_at: Millis,
    /// Instant of the last call.
    pub called_at: Option<Millis>,
    /// Counter code it was called to or is kept for.
    pub counter: String,
    /// How many of its field group are called before it; 0 when it does not wait.
    pub before: i64,
    /// The instant agreed on, none without an appointment.
    pub appointment: Option<Millis>,
    /// What became of its paper: of no length when no printer was asked, `asked`, `printed`, `low`, or a problem's word.
    pub paper: String,
    /// Milliseconds it will probably wait, rounded up to whole minutes; none when nothing is known yet.
    pub estimate_ms: Option<Millis>,
    /// Instant at which calling goes on after a break before the call; none without one.
    pub resumes_at: Option<Millis>,
    /// Instant before which it is not called, none when that is over or no more time was asked for.
    pub not_before: Option<Millis>,
    /// How often more time may still be asked for.
    pub defers_left: i64,
    /// `asked`, `given`, `dropped`: to be told by a message when few are before it; of no length when nobody asked.
    pub notice: String,
    /// Who is, was or was to be told.
    pub told: Option<SubjectId>,
    /// The dossier whose result the person comes for.
    pub dossier: Option<StreamId>,
    /// Field groups of the person's other errands, in their order.
    pub others: Vec<String>,
}

/// A ticket that is being called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalledTicket {
    /// Stream.
    pub ticket: StreamId,
    /// Printed and spoken.
    pub label: String,
    /// Field group.
    pub field: String,
    /// Counter code.
    pub counter: String,
    /// Number over the counter.
    pub number: i64,
    /// Instant of the last call.
    pub called_at: Millis,
    /// Times called.
    pub calls: i64,
}

/// A ticket in the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingTicket {
    /// Stream.
    pub ticket: StreamId,
    /// Printed and spoken.
    pub label: String,
    /// Field group.
    pub field: String,
    /// Word of the priority.
    pub priority: String,
    /// Instant it was taken.
    pub taken_at: Millis,
    /// Counter it is kept for, of no length for any.
    pub counter: String,
    /// Instant before which it is not called, 0 when no more time was asked for.
    pub not_before: Millis,
}

/// The line before a counter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CounterLine {
    /// Those who are called first, at most eight.
    pub first: Vec<WaitingTicket>,
    /// How many the counter may call.
    pub waiting: i64,
    /// How many wait in the hall for other counters.
    pub others: i64,
}

/// A counter as it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CounterNow {
    /// Counter code.
    pub code: String,
    /// Number over it.
    pub number: i64,
    /// Field groups it takes.
    pub fields: Vec<String>,
    /// `intake`, `return`, `cashier`.
    pub kind: String,
    /// `open`, `paused`, `closed`.
    pub status: String,
    /// Officer, of no length while closed.
    pub person: String,
    /// Instant of the last change of status, 0 when it was never opened.
    pub since: Millis,
    /// The ticket being called or served.
    pub ticket: Option<StreamId>,
    /// Its label.
    pub ticket_label: String,
    /// The visit under way.
    pub visit: Option<StreamId>,
    /// What whoever runs the hall ordered last, until the officer goes on.
    pub order: Option<OrderNow>,
    /// A colleague who was asked to stand in.
    pub offer: Option<OfferNow>,
    /// In whose place the officer sits there.
    pub stand_in: Option<StandInNow>,
}

impl CounterNow {
    /// It serves.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.status == "open"
    }

    /// An order waits for the person at the counter to go.
    #[must_use]
    pub fn pending(&self) -> Option<&OrderNow> {
        self.order.as_ref().filter(|order| order.progress == "pending")
    }
}

/// An order to a counter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderNow {
    /// `open`, `pause`, `resume`, `close`, `move`.
    pub word: String,
    /// The other counter it speaks of, of no length for none.
    pub other: String,
    /// The officer it is about.
    pub person: String,
    /// Who ordered it.
    pub by: String,
    /// Instant.
    pub at: Millis,
    /// `pending`, `done`, `lapsed`.
    pub progress: String,
}

/// People waiting for a field group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingCount {
    /// Field group.
    pub field: String,
    /// How many.
    pub waiting: i64,
    /// Instant the longest-waiting ticket was taken.
    pub oldest: Millis,
}

/// A hall as it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HallNow {
    /// Hall code.
    pub hall: String,
    /// Counters by number, also those never opened today.
    pub counters: Vec<CounterNow>,
    /// Waiting by field group.
    pub waiting: Vec<WaitingCount>,
    /// Visits of today.
    pub visits: i64,
    /// Mean wait of today's visits.
    pub mean_wait_ms: Millis,
    /// Mean length of today's visits.
    pub mean_visit_ms: Millis,
}

impl HallNow {
    /// Counters that take people of field groups, those that give out results too, each with so much time; one that is to stop after the person at it is as good as closed.
    #[must_use]
    pub fn stations(&self, free_ms: Millis) -> Vec<Station> {
        let station = |counter: &CounterNow| Station {
            number: counter.number,
            fields: counter.fields.clone(),
            open: counter.is_open() && counter.pending().is_none(),
            free_ms,
        };
        self.counters.iter().filter(|counter| counter.kind != "cashier").map(station).collect()
    }
}

/// A hall as it is, who waits in it, and how long its visits took lately.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HallPace {
    /// As it is.
    pub now: HallNow,
    /// What waits are estimated from.
    pace: Pace,
    /// Who waits, in the order of calling: the instant they are ordered by, and the ticket.
    places: Vec<(Millis, StreamId)>,
    /// The same people, and what they come for.
    line: Vec<Standing>,
    /// From when until when the hall is open today.
    hours: Vec<(Millis, Millis)>,
    at: Millis,
}

impl HallPace {
    /// What somebody at this place in the line is told: the guess, on the clock on the wall. A ticket that waits there knows itself what it is for.
    #[must_use]
    pub fn told(&self, field: &str, place: (Millis, StreamId)) -> Option<WaitOverRest> {
        let (ahead, me) = self.before(field, place);
        self.pace.told(self.at, ahead, &me, &self.hours)
    }

    /// An honest guess of the working time until the call ([`Pace::wait_ms`]).
    #[must_use]
    pub fn estimate_ms(&self, field: &str, place: (Millis, StreamId)) -> Option<Millis> {
        let (ahead, me) = self.before(field, place);
        self.pace.wait_ms(ahead, &me)
    }

    /// The same for whoever takes a number now and goes before nobody, by field group.
    #[must_use]
    pub fn waits_behind_all(&self) -> BTreeMap<&str, Millis> {
        self.pace.waits_behind(&self.line)
    }

    /// Such a guess on the clock on the wall, while a counter is open for it.
    #[must_use]
    pub fn over_rest(&self, wait_ms: Millis) -> WaitOverRest {
        over_rest(self.at, wait_ms, &self.hours, true)
    }

    /// How many of a field group are called before this place.
    #[must_use]
    pub fn people_before(&self, field: &str, place: (Millis, StreamId)) -> i64 {
        let (ahead, _) = self.before(field, place);
        i64::try_from(ahead.iter().filter(|one| one.errand.field == field).count()).unwrap_or(i64::MAX)
    }

    /// Who is called before a place, and who stands there.
    fn before(&self, field: &str, place: (Millis, StreamId)) -> (&[Standing], Standing) {
        let at = self.places.partition_point(|other| *other < place);
        let itself = self.places.get(at).filter(|other| **other == place).and_then(|_| self.line.get(at));
        let me = itself.cloned().unwrap_or_else(|| Standing::with(field, ""));
        (self.line.get(..at).unwrap_or_default(), me)
    }
}

impl App {
    /// A hall as it is now.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn hall_now(&self, hall: &str) -> Result<HallNow> {
        let (directory, day) = (self.directory(), self.directory().day(self.now()));
        let mut reader = self.store().read(self.tenant()).await?;
        let here: [Value; 2] = [self.tenant().into(), hall.into()];
        let today: [Value; 3] = [self.tenant().into(), hall.into(), day.into()];
        let opened = reader.query(&sql::COUNTERS, &here).await?;
        let waiting = reader.query(&sql::WAITING_BY_FIELD, &today).await?;
        let sums = reader.query(&sql::VISIT_SUM, &today).await?;
        reader.end().await?;
        let counters = directory
            .catalogue()
            .counters_of(hall)
            .into_iter()
            .map(|counter| {
                let row = opened.iter().find(|row| row.text(0) == counter.code);
                CounterNow {
                    code: counter.code.clone(),
                    number: counter.number,
                    fields: counter.fields.clone(),
                    kind: counter.kind.clone(),
                    status: row.map_or("closed", |row| row.text(2)).to_owned(),
                    person: row
                        .filter(|row| row.text(2) != "closed")
                        .map_or("", |row| row.text(3))
                        .to_owned(),
                    since: row.map_or(0, |row| row.i64(4)),
                    ticket: row.and_then(|row| row.i64_or_none(5)).map(StreamId),
                    ticket_label: row.map_or("", |row| row.text(6)).to_owned(),
                    visit: row.and_then(|row| row.i64_or_none(7)).map(StreamId),
                    order: row.and_then(order_now),
                    offer: row.and_then(|row| seat::offer(row, 14)),
                    stand_in: row.and_then(|row| seat::stand_in(row, 17)),
                }
            })
            .collect();
        let (visits, waited, lasted) =
            sums.first().map_or((0, 0, 0), |row| (row.i64(0), row.i64(1), row.i64(2)));
        Ok(HallNow {
            hall: hall.to_owned(),
            counters,
            waiting: waiting_by_field(&waiting),
            visits,
            mean_wait_ms: waited.checked_div(visits).unwrap_or(0),
            mean_visit_ms: lasted.checked_div(visits).unwrap_or(0),
        })
    }

    /// The counter a person has open or paused: hall and code.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn counter_of(&self, person: &str) -> Result<Option<(String, String)>> {
        let values: [Value; 2] = [self.tenant().into(), person.into()];
        let rows = self.store().query(self.tenant(), &sql::COUNTER_OF_PERSON, &values).await?;
        Ok(rows.first().map(|row| (row.text(0).to_owned(), row.text(1).to_owned())))
    }

    /// Tickets called and not yet at a counter, the last call first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn called(&self, hall: &str) -> Result<Vec<CalledTicket>> {
        let directory = self.directory();
        let rows = self.store().query(self.tenant(), &sql::CALLED, &self.today(hall)).await?;
        Ok(rows
            .iter()
            .map(|row| CalledTicket {
                ticket: StreamId(row.i64(0)),
                label: row.text(1).to_owned(),
                field: row.text(6).to_owned(),
                counter: row.text(2).to_owned(),
                number: directory.counter(hall, row.text(2)).map_or(0, |counter| counter.number),
                called_at: row.i64_or_none(3).unwrap_or(0),
                calls: row.i64(4),
            })
            .collect())
    }

    /// The line of a hall in the order it will be called, at most 200.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn waiting(&self, hall: &str) -> Result<Vec<WaitingTicket>> {
        let rows = self.store().query(self.tenant(), &sql::WAITING_LINE, &self.today(hall)).await?;
        Ok(rows.iter().map(waiting_ticket).collect())
    }

    /// The line before a counter, however many wait in the hall for others.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn counter_line(&self, hall: &str, counter: &CounterNow) -> Result<CounterLine> {
        let today = self.today(hall);
        let mut reader = self.store().read(self.tenant()).await?;
        let (mut first, mut waiting) = (Vec::new(), 0);
        for field in &counter.fields {
            let of_field: [Value; 2] = [field.as_str().into(), counter.code.as_str().into()];
            let values: Vec<Value> = today.iter().cloned().chain(of_field).collect();
            first.extend(reader.query(&sql::LINE_OF_COUNTER, &values).await?);
            let counted = reader.query(&sql::WAITING_FOR_COUNTER, &values).await?;
            waiting += counted.first().map_or(0, |row| row.i64(0));
        }
        let by_field = reader.query(&sql::WAITING_BY_FIELD, &today).await?;
        reader.end().await?;
        first.sort_by_key(|row| (row.i64(5), row.i64(0)));
        first.truncate(8);
        let all: i64 = by_field.iter().map(|row| row.i64(1)).sum();
        Ok(CounterLine { first: first.iter().map(waiting_ticket).collect(), waiting, others: all - waiting })
    }

    /// Tickets of today that were not there when called, the last first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn missed(&self, hall: &str) -> Result<Vec<WaitingTicket>> {
        let rows = self.store().query(self.tenant(), &sql::MISSED, &self.today(hall)).await?;
        Ok(rows.iter().map(waiting_ticket).collect())
    }

    /// A ticket.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn ticket(&self, ticket: StreamId) -> Result<Option<TicketView>> {
        let rows =
            self.store().query(self.tenant(), &sql::TICKET, &[self.tenant().into(), ticket.into()]).await?;
        self.ticket_view(rows.first()).await
    }

    /// A ticket by the token of its own page.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn ticket_by_token(&self, token: &str) -> Result<Option<TicketView>> {
        let values: [Value; 2] = [self.tenant().into(), token.into()];
        let rows = self.store().query(self.tenant(), &sql::TICKET_BY_TOKEN, &values).await?;
        self.ticket_view(rows.first()).await
    }

    async fn ticket_view(&self, row: Option<&Row>) -> Result<Option<TicketView>> {
        let Some(row) = row else { return Ok(None) };
        let mut view = TicketView {
            ticket: StreamId(row.i64(0)),
            hall: row.text(1).to_owned(),
            day: row.i64(2),
            field: row.text(3).to_owned(),
            label: row.text(4).to_owned(),
            priority: row.text(5).to_owned(),
            procedure: row.text(6).to_owned(),
            token: row.text(7).to_owned(),
            phase: row.text(8).to_owned(),
            taken_at: row.i64(10),
            called_at: row.i64_or_none(11),
            counter: row.text(13).to_owned(),
            before: 0,
            appointment: row.i64_or_none(15),
            paper: row.text(16).to_owned(),
            estimate_ms: None,
            resumes_at: None,
            not_before: Some(row.i64(18)).filter(|until| *until > self.now()),
            defers_left: (self.directory().queue_rules().defers - row.i64(19)).max(0),
            notice: row.text(20).to_owned(),
            told: row.i64_or_none(21).map(SubjectId),
            dossier: row.i64_or_none(22).map(StreamId),
            others: row.text(23).split_whitespace().map(str::to_owned).collect(),
        };
        if view.phase == "waiting" {
            let pace = self.hall_pace_of(&view.hall, view.day).await?;
            let place = (row.i64(9), view.ticket);
            view.before = pace.people_before(&view.field, place);
            let told = pace.told(&view.field, place);
            view.estimate_ms = told.map(|told| told.wait_ms);
            view.resumes_at = told.and_then(|told| told.resumes_at);
        }
        Ok(Some(view))
    }

    /// A hall as it is, who waits in it, and how long its visits took lately.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn hall_pace(&self, hall: &str) -> Result<HallPace> {
        self.hall_pace_of(hall, self.directory().day(self.now())).await
    }

    /// The same for those who wait with numbers of a day.
    async fn hall_pace_of(&self, hall: &str, day: i64) -> Result<HallPace> {
        let (now, at) = (self.hall_now(hall).await?, self.now());
        let of_day: [Value; 3] = [self.tenant().into(), hall.into(), day.into()];
        let [tenant, here, today] = of_day.clone();
        let lately: [Value; 4] = [tenant, here, today, i64::try_from(LATELY).unwrap_or(i64::MAX).into()];
        let mut reader = self.store().read(self.tenant()).await?;
        let visits = reader.query(&estimates::RECENT_VISITS, &lately).await?;
        let called = reader.query(&sql::CALLED, &of_day).await?;
        let standing = reader.query(&estimates::STANDING, &of_day).await?;
        reader.end().await?;
        let errand = |row: &Row, at: usize| Errand {
            field: row.text(at).to_owned(),
            procedure: row.text(at + 1).to_owned(),
        };
        let (mut ended, mut busy) = (Vec::new(), BTreeMap::new());
        for row in &visits {
            let (counter, errand) = (row.text(0).to_owned(), errand(row, 1));
            let Some(called_at) = row.i64_or_none(3) else { continue };
            match row.i64_or_none(4) {
                Some(finished) => ended.push(Served { counter, errand, length: finished - called_at }),
                None => _ = busy.insert(counter, Busy { errand, for_ms: at - called_at }),
            }
        }
        for row in &called {
            let for_ms = row.i64_or_none(3).map_or(0, |called| at - called);
            busy.insert(row.text(2).to_owned(), Busy { errand: errand(row, 6), for_ms });
        }
        let open = now.counters.iter().filter(|counter| counter.is_open()).map(|counter| Open {
            counter: counter.code.clone(),
            fields: counter.fields.clone(),
            busy: busy.get(&counter.code).cloned(),
        });
        let pace = Pace { open: open.collect(), ended };
        let places = standing.iter().map(|row| (row.i64(0), StreamId(row.i64(1)))).collect();
        let line = standing
            .iter()
            .map(|row| Standing { errand: errand(row, 2), only: row.text(4).to_owned() })
            .collect();
        Ok(HallPace { now, pace, places, line, hours: self.directory().calling_hours(at), at })
    }

    fn today(&self, hall: &str) -> [Value; 3] {
        [self.tenant().into(), hall.into(), self.directory().day(self.now()).into()]
    }
}

/// Rows by field group.
fn waiting_by_field(rows: &[Row]) -> Vec<WaitingCount> {
    rows.iter()
        .map(|row| WaitingCount { field: row.text(0).to_owned(), waiting: row.i64(1), oldest: row.i64(2) })
        .collect()
}

fn order_now(row: &Row) -> Option<OrderNow> {
    Some(OrderNow {
        word: row.text(8).to_owned(),
        other: row.text(9).to_owned(),
        person: row.text(10).to_owned(),
        by: row.text(11).to_owned(),
        at: row.i64_or_none(12)?,
        progress: row.text(13).to_owned(),
    })
}

fn waiting_ticket(row: &Row) -> WaitingTicket {
    WaitingTicket {
        ticket: StreamId(row.i64(0)),
        label: row.text(1).to_owned(),
        field: row.text(2).to_owned(),
        priority: row.text(3).to_owned(),
        taken_at: row.i64(4),
        counter: row.text(6).to_owned(),
        not_before: row.i64(7),
    }
}
