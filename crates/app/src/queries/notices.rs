//! Who is to be told by a message before their turn comes: tickets with few before them, appointments that are near.

use super::statements as sql;
use crate::App;
use crate::error::Result;
use domain::appointment::{self, Booking};
use domain::kernel::{Millis, StreamId, SubjectId, Value};
use domain::ticket;
use std::collections::BTreeMap;

const DAY: Millis = 86_400_000;

/// How far back phones are looked for that should have been emptied before.
const FORGOTTEN_DAYS: i64 = 60;

impl App {
    /// Tickets of today whose owners asked to be told and have few enough before them (`queue.notice_before`).
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn notices_due(&self) -> Result<Vec<StreamId>> {
        let (directory, now) = (self.directory(), self.now());
        let (day, tenant) = (directory.day(now), self.tenant());
        let values: [Value; 3] = [tenant.into(), day.into(), now.into()];
        let asked = self.store().query(tenant, &sql::NOTICES_ASKED, &values).await?;
        let mut lines: BTreeMap<(String, String), Vec<StreamId>> = BTreeMap::new();
        for row in &asked {
            let line = (row.text(1).to_owned(), row.text(2).to_owned());
            lines.entry(line).or_default().push(StreamId(row.i64(0)));
        }
        let mut due = Vec::new();
        for ((hall, field), asked) in lines {
            let most = directory.notice_before() + 1;
            let values: [Value; 5] = [tenant.into(), hall.into(), day.into(), field.into(), most.into()];
            let first = self.store().query(tenant, &sql::FIRST_IN_LINE, &values).await?;
            due.extend(asked.into_iter().filter(|one| first.iter().any(|row| row.i64(0) == one.0)));
        }
        Ok(due)
    }

    /// How many are called before a ticket; none when it does not wait.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn before_ticket(&self, ticket: StreamId) -> Result<Option<i64>> {
        let view = self.ticket(ticket).await?;
        Ok(view.filter(|view| view.phase == "waiting").map(|view| view.before))
    }

    /// One ticket whole.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn ticket_state(&self, ticket: StreamId) -> Result<Option<ticket::State>> {
        let loaded = self.store().load(self.tenant(), &[ticket]).await?.pop().flatten();
        Ok(loaded.and_then(|loaded| match loaded.state {
            domain::State::Ticket(state) => state.map(|state| *state),
            _ => None,
        }))
    }

    /// A booking somebody is still expected for, and its hall.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn booking(&self, book: StreamId, number: i64) -> Result<Option<(String, Booking)>> {
        let loaded = self.store().load(self.tenant(), &[book]).await?.pop().flatten();
        let Some(domain::State::Appointment(Some(state))) = loaded.map(|loaded| loaded.state) else {
            return Ok(None);
        };
        let expected = state
            .numbered(number)
            .filter(|booking| booking.status == appointment::Status::Booked && self.now() < booking.from);
        Ok(expected.cloned().map(|booking| (state.hall.clone(), booking)))
    }

    /// Bookings whose time is near (`appointments.remind_hours`) and whose owners were not reminded; a booking made after that instant needs no
    /// reminder.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn reminders_due(&self) -> Result<Vec<(StreamId, i64)>> {
        let (directory, now) = (self.directory(), self.now());
        let before = directory.appointment_rules().remind_before_ms;
        let mut due = Vec::new();
        for hall in directory.halls_at(now) {
            let values: [Value; 6] = [
                self.tenant().into(),
                hall.code.as_str().into(),
                directory.day(now).into(),
                directory.day(now + before).into(),
                now.into(),
                (now + before).into(),
            ];
            let rows = self.store().query(self.tenant(), &sql::REMINDERS_DUE, &values).await?;
            // Booked within that time: what was just agreed on is known.
            let known = |row: &&store::Row| row.i64(2) - before < row.i64(3);
            due.extend(rows.iter().filter(|row| !known(row)).map(|row| (StreamId(row.i64(0)), row.i64(1))));
        }
        Ok(due)
    }

    /// Empties the phones that were given to be told at, from the day after their tickets; gives how many.
    ///
    /// # Errors
    /// When they cannot be read, or the store refuses.
    pub async fn erase_old_phones(&self) -> Result<u64> {
        let (directory, now) = (self.directory(), self.now());
        let (from, until) = (directory.day(now - FORGOTTEN_DAYS * DAY), directory.day(now));
        let values: [Value; 3] = [self.tenant().into(), from.into(), until.into()];
        let rows = self.store().query(self.tenant(), &sql::OLD_PHONES, &values).await?;
        let people: Vec<SubjectId> = rows.iter().map(|row| SubjectId(row.i64(0))).collect();
        if people.is_empty() {
            return Ok(0);
        }
        let erased = self.store().erase_subjects(self.tenant(), &people).await;
        erased.map_err(crate::execute::failure)
    }
}
