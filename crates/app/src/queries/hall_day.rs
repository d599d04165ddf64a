//! A day of a hall as it was: who came, and what each counter did. The planner lives through it once more.

use super::statements as sql;
use crate::App;
use crate::error::{AppError, Result};
use domain::counter::{self, Event};
use domain::kernel::{Millis, StreamId, Value};
use domain::ticket::Priority;
use serde::{Deserialize, Serialize};

/// Somebody who took a number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketOfDay {
    /// Stream.
    pub ticket: StreamId,
    /// Field group.
    pub field: String,
    /// Why this one went ahead.
    pub priority: Priority,
    /// Instant.
    pub taken_at: Millis,
    /// Instant of going home without having been served.
    pub given_up_at: Option<Millis>,
}

/// Somebody a counter called, or served without a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalledOnDay {
    /// Stream of the ticket, none for a person without one.
    pub ticket: Option<StreamId>,
    /// Instant of the call; of sitting down where nobody was called.
    pub called_at: Millis,
    /// Instant of sitting down, none for who did not come.
    pub seated_at: Option<Millis>,
    /// Instant at which the counter was free again, none while it is not.
    pub free_at: Option<Millis>,
}

/// A counter on that day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CounterOfDay {
    /// Counter code.
    pub code: String,
    /// Number over it.
    pub number: i64,
    /// Field groups it takes.
    pub fields: Vec<String>,
    /// From when until when it was open, breaks left out; what has not ended by the end of the day ends then.
    pub open: Vec<(Millis, Millis)>,
    /// Whom it called, in order.
    pub calls: Vec<CalledOnDay>,
}

/// A day of a hall.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HallDay {
    /// Hall code.
    pub hall: String,
    /// Local date as `yyyymmdd`.
    pub day: i64,
    /// The local midnight with which it begins.
    pub midnight: Millis,
    /// Opening hours, none on a day off.
    pub hours: Vec<(Millis, Millis)>,
    /// Everybody who took a number, in order.
    pub tickets: Vec<TicketOfDay>,
    /// All counters of the hall by number, also those that were not open.
    pub counters: Vec<CounterOfDay>,
}

/// Events of a counter that are read at once.
const MOST: i64 = 300;
const DAY_MS: Millis = 86_400_000;
/// How far back days of the same kind are looked for, and how many are enough.
const WEEKS: i64 = 12;
const ALIKE: usize = 4;
/// Where there is none of the same kind: how far back days are looked for that stand for a working day.
const DAYS: i64 = 28;

impl App {
    /// A day of a hall as it was, from the counters' own histories; the day is that of an instant.
    ///
    /// # Errors
    /// When there is no such hall, the calendar does not reach that far, or it cannot be read.
    pub async fn hall_day(&self, hall: &str, at: Millis) -> Result<HallDay> {
        let directory = self.directory();
        directory.hall(hall).ok_or(AppError::NotFound("hall"))?;
        let (calendar, day) = (directory.calendar(), directory.day(at));
        let date = calendar.local_date(at);
        let (from, hours) = (
            calendar.midnight(date),
            calendar.open_on(date).map_err(|error| AppError::Setup(Box::new(error)))?,
        );
        let until = from + DAY_MS;
        let values: [Value; 3] = [self.tenant().into(), hall.into(), day.into()];
        let rows = self.store().query(self.tenant(), &sql::TICKETS_OF_DAY, &values).await?;
        let tickets = rows
            .iter()
            .map(|row| TicketOfDay {
                ticket: StreamId(row.i64(0)),
                field: row.text(1).to_owned(),
                priority: Priority::from_word(row.text(2)).unwrap_or_default(),
                taken_at: row.i64(3),
                given_up_at: row.i64_or_none(5).filter(|_| row.text(4) == "given_up"),
            })
            .collect();
        let mut counters = Vec::new();
        for counter in directory.catalogue().counters_of(hall) {
            let (open, calls) = self.counter_between(hall, &counter.code, from, until).await?;
            counters.push(CounterOfDay {
                code: counter.code.clone(),
                number: counter.number,
                fields: counter.fields.clone(),
                open,
                calls,
            });
        }
        Ok(HallDay { hall: hall.to_owned(), day, midnight: from, hours, tickets, counters })
    }

    /// The day itself when somebody took a number on it; else, since it is still to come or the hall was closed, the last such days of the week,
    /// the latest first. A hall too young to have one gets the last days on which anybody came, for a working day. Today, which is not over, stands for
    /// no other day.
    ///
    /// # Errors
    /// As [`App::hall_day`].
    pub async fn hall_days_like(&self, hall: &str, at: Millis) -> Result<Vec<HallDay>> {
        let itself = self.hall_day(hall, at).await?;
        if !itself.tickets.is_empty() {
            return Ok(vec![itself]);
        }
        let alike = self.days_with_people(hall, (1..=WEEKS).map(|weeks| at - weeks * 7 * DAY_MS)).await?;
        if !alike.is_empty() || itself.hours.is_empty() {
            return Ok(alike);
        }
        let latest = at.min(self.now());
        self.days_with_people(hall, (1..=DAYS).map(|days| latest - days * DAY_MS)).await
    }

    /// The first days of these that are over and on which somebody came.
    async fn days_with_people(
        &self,
        hall: &str,
        days: impl Iterator<Item = Millis> + Send,
    ) -> Result<Vec<HallDay>> {
        let today = self.directory().day(self.now());
        let mut found = Vec::new();
        for at in days {
            if self.directory().day(at) >= today {
                continue;
            }
            let day = match self.hall_day(hall, at).await {
                Ok(day) => day,
                // Before the years the calendar covers there is nothing to be like.
                Err(AppError::Setup(_)) => break,
                Err(error) => return Err(error),
            };
            if !day.tickets.is_empty() {
                found.push(day);
            }
            if found.len() == ALIKE {
                break;
            }
        }
        Ok(found)
    }

    /// When a counter was open, and whom it called.
    pub(super) async fn counter_between(
        &self,
        hall: &str,
        code: &str,
        from: Millis,
        until: Millis,
    ) -> Result<(Vec<(Millis, Millis)>, Vec<CalledOnDay>)> {
        let stream = counter::stream_of(hall, code);
        let mut events = Vec::new();
        let mut before = self.version_at(stream, until).await?;
        loop {
            let back = self.store().events_before(self.tenant(), stream, before, MOST).await?;
            let Some(oldest) = back.last() else { break };
            before = oldest.version;
            let long_ago = oldest.occurred_at < from;
            for envelope in back.iter().filter(|one| (from..until).contains(&one.occurred_at)) {
                if let domain::Event::Counter(event) = envelope.event()? {
                    events.push(event);
                }
            }
            if long_ago {
                break;
            }
        }
        events.reverse();
        Ok(told(&events, until))
    }

    /// A version of a stream behind everything that happened before an instant, found by halving: a counter goes on for years, and all it did since an old
    /// day would be read otherwise.
    async fn version_at(&self, stream: StreamId, until: Millis) -> Result<i64> {
        let last = async |before: i64| {
            let back = self.store().events_before(self.tenant(), stream, before, 1).await?;
            Result::Ok(back.first().map(|last| (last.version, last.occurred_at)))
        };
        let Some((mut late, at)) = last(i64::MAX).await? else { return Ok(0) };
        if at < until {
            return Ok(i64::MAX);
        }
        // What has version `early` happened before, what has version `late` did not.
        let mut early = 0;
        while late - early > MOST {
            let middle = early + (late - early) / 2;
            match last(middle + 1).await? {
                Some((_, at)) if at >= until => late = middle,
                _ => early = middle,
            }
        }
        Ok(late)
    }
}

/// What the events of a counter's day say.
fn told(events: &[Event], until: Millis) -> (Vec<(Millis, Millis)>, Vec<CalledOnDay>) {
    let (mut open, mut calls) = (Vec::new(), Vec::<CalledOnDay>::new());
    let mut since = None;
    for event in events {
        match event {
            Event::CounterOpened { at, .. } | Event::CounterResumed { at } => since = since.or(Some(*at)),
            Event::CounterPaused { at } | Event::CounterClosed { at } => {
                open.extend(since.take().map(|since| (since, *at)));
            }
            Event::CounterCalled { ticket, at, .. } => {
                // Left open the evening before.
                since = since.or(Some(*at));
                calls.push(CalledOnDay {
                    ticket: Some(*ticket),
                    called_at: *at,
                    seated_at: None,
                    free_at: None,
                });
            }
            Event::CounterServing { ticket, at, .. } => match calls.last_mut() {
                Some(last) if last.ticket == *ticket && last.free_at.is_none() => last.seated_at = Some(*at),
                _ => calls.push(CalledOnDay {
                    ticket: *ticket,
                    called_at: *at,
                    seated_at: Some(*at),
                    free_at: None,
                }),
            },
            Event::CounterFreed { at } => {
                if let Some(last) = calls.last_mut().filter(|last| last.free_at.is_none()) {
                    last.free_at = Some(*at);
                }
            }
            // What follows from an order is an event of its own; who sits there changes nothing of when it is open.
            Event::CounterOrdered { .. }
            | Event::CounterOrderWithdrawn { .. }
            | Event::CounterOrderLapsed { .. }
            | Event::CounterOffered { .. }
            | Event::CounterOfferAccepted { .. }
            | Event::CounterOfferWithdrawn { .. }
            | Event::CounterOfferLapsed { .. }
            | Event::CounterHandedOver { .. }
            | Event::CounterReturnAsked { .. }
            | Event::CounterReturnLapsed { .. }
            | Event::CounterHandedBack { .. } => {}
        }
    }
    open.extend(since.map(|since| (since, until)));
    (open, calls)
}
