//! How far from the truth the waits were that people were told.

use super::hall_day::CounterOfDay;
use super::statements as sql;
use crate::App;
use crate::error::{AppError, Result};
use domain::hall::{Accuracy, CounterThen, Days, Told, Waiter, told_on};
use domain::kernel::Value;
use std::collections::BTreeMap;
use store::Row;

/// So many days are looked back on at once: what each counter did is read from its own history.
const MOST_DAYS: usize = 7;

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
            match self.told_on(hall, day).await {
                Ok(of_day) => told.extend(of_day),
                // The calendar does not reach that far: nobody was told anything then.
                Err(AppError::Setup(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(Some(Accuracy::of(&told)))
    }

    async fn told_on(&self, hall: &str, day: i64) -> Result<Vec<Told>> {
        let values: [Value; 3] = [self.tenant().into(), hall.into(), day.into()];
        let rows = self.store().query(self.tenant(), &sql::TICKETS_OF_DAY, &values).await?;
        let Some(first) = rows.first() else { return Ok(Vec::new()) };
        let counters = self.hall_day(hall, first.i64(3)).await?.counters;
        let came_for: BTreeMap<i64, &str> = rows.iter().map(|row| (row.i64(0), row.text(9))).collect();
        let counters: Vec<CounterThen> =
            counters.into_iter().map(|counter| counter_then(counter, &came_for)).collect();
        let hours = self.directory().calling_hours(first.i64(3));
        Ok(told_on(&rows.iter().map(waiter).collect::<Vec<_>>(), &counters, &hours))
    }
}

fn waiter(row: &Row) -> Waiter {
    Waiter {
        field: row.text(1).to_owned(),
        procedure: row.text(9).to_owned(),
        taken_at: row.i64(3),
        order_at: row.i64(6),
        called_at: row.i64_or_none(7),
        gone_at: row.i64_or_none(5).filter(|_| row.text(4) == "given_up"),
        by_appointment: row.i64_or_none(8).is_some(),
    }
}

fn counter_then(counter: CounterOfDay, came_for: &BTreeMap<i64, &str>) -> CounterThen {
    let ended = counter.calls.iter().filter_map(|call| {
        let procedure = call.ticket.and_then(|ticket| came_for.get(&ticket.0)).copied().unwrap_or_default();
        Some((call.seated_at?, call.free_at?, procedure.to_owned()))
    });
    CounterThen { visits: ended.collect(), code: counter.code, fields: counter.fields, open: counter.open }
}
