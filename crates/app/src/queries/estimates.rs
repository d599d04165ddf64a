//! How far from the truth the waits were that people were told.

use super::statements::estimates as sql;
use crate::App;
use crate::error::{AppError, Result};
use domain::Event;
use domain::hall::{Accuracy, CounterThen, DayThen, Days, told_on};
use domain::kernel::{Millis, Value};
use store::Envelope;

/// So many days are looked back on at once: what happened to each ticket is read from its own history.
const MOST_DAYS: usize = 7;
const DAY_MS: Millis = 86_400_000;

impl App {
    /// How far off the estimates of these days were, by the function that tells them today; none for more days than a week.
    ///
    /// # Errors
    /// When there is no such hall or they cannot be read.
    pub async fn estimates_of(&self, hall: &str, days: Days) -> Result<Option<Accuracy>> {
        let days: Vec<i64> = days.each().collect();
        if days.len() > MOST_DAYS {
            return Ok(None);
        }
        let mut told = Vec::new();
        for day in days {
            told.extend(told_on(&self.day_then(hall, day).await?));
        }
        Ok(Some(Accuracy::of(&told)))
    }

    /// What happened on a day of a hall, as estimates are looked back on.
    ///
    /// # Errors
    /// When there is no such hall or it cannot be read.
    pub async fn day_then(&self, hall: &str, day: i64) -> Result<DayThen> {
        let directory = self.directory();
        directory.hall(hall).ok_or(AppError::NotFound("hall"))?;
        let values: [Value; 3] = [self.tenant().into(), hall.into(), day.into()];
        let rows = self.store().query(self.tenant(), &sql::EVENTS_OF_TICKETS, &values).await?;
        let mut events = Vec::with_capacity(rows.len());
        for row in &rows {
            let envelope = Envelope::from_row(row);
            if let Event::Ticket(event) = envelope.event()? {
                events.push((envelope.stream, event));
            }
        }
        let Some(domain::ticket::Event::TicketTaken { at, .. }) = events.first().map(|(_, event)| event)
        else {
            return Ok(DayThen::default());
        };
        let at = *at;
        let calendar = directory.calendar();
        let from = calendar.midnight(calendar.local_date(at));
        let mut counters = Vec::new();
        for counter in directory.catalogue().counters_of(hall) {
            let (open, _) = self.counter_between(hall, &counter.code, from, from + DAY_MS).await?;
            counters.push(CounterThen { code: counter.code.clone(), fields: counter.fields.clone(), open });
        }
        Ok(DayThen { events, counters, hours: directory.calling_hours(at) })
    }
}
