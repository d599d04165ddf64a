//! Appointments: what is free, and one by the token of its page or by what is typed at the kiosk.

use super::statements as sql;
use crate::App;
use crate::error::{AppError, Result};
use domain::kernel::{Millis, StreamId, SubjectId, Value};
use store::Row;

/// A slot and how many more may come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SlotOffer {
    /// The agreed instant.
    pub from: Millis,
    /// Until when it goes.
    pub until: Millis,
    /// Places there are.
    pub places: i64,
    /// Places left; 0 also when it is closed.
    pub free: i64,
    /// It begins too soon to be booked, or has begun.
    pub closed: bool,
}

/// A day with its slots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayOffer {
    /// The local midnight with which it begins.
    pub midnight: Millis,
    /// In order; none on a day off.
    pub slots: Vec<SlotOffer>,
}

impl DayOffer {
    /// Places left on that day.
    #[must_use]
    pub fn free(&self) -> i64 {
        self.slots.iter().map(|slot| slot.free).sum()
    }
}

/// An appointment as its own page and the kiosk show it. It names nobody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppointmentView {
    /// Stream of the appointment book.
    pub book: StreamId,
    /// Number of the booking.
    pub number: i64,
    /// Hall code.
    pub hall: String,
    /// Field group.
    pub field: String,
    /// Local date as `yyyymmdd`.
    pub day: i64,
    /// How people name it, e.g. `DH012`.
    pub label: String,
    /// The agreed instant.
    pub from: Millis,
    /// Until when its slot goes.
    pub until: Millis,
    /// Procedure key, may be of no length.
    pub procedure: String,
    /// Token of its own page.
    pub token: String,
    /// `booked`, `honoured`, `cancelled`, `moved`.
    pub status: String,
    /// The ticket it was honoured by.
    pub ticket: Option<StreamId>,
    /// Who comes.
    pub person: SubjectId,
}

/// How far back bookings are looked for that should have been emptied before.
const FORGOTTEN_DAYS: i64 = 60;

/// So many digits at the end of a phone number are asked for besides the number of a booking.
pub const PHONE_DIGITS: usize = 3;

impl App {
    /// The days on which a field group can be booked in a hall, from today on, days off with no slots.
    ///
    /// # Errors
    /// When there is no such hall or it cannot be read.
    pub async fn days_to_book(&self, hall: &str, field: &str) -> Result<Vec<DayOffer>> {
        const DAY: Millis = 86_400_000;
        let (directory, now) = (self.directory(), self.now());
        directory.series(hall, field).ok_or(AppError::NotFound("field"))?;
        let rules = directory.appointment_rules();
        let calendar = directory.calendar();
        let today = calendar.midnight(calendar.local_date(now));
        let mut reader = self.store().read(self.tenant()).await?;
        let mut days = Vec::new();
        for ahead in 0..rules.days_ahead {
            let midnight = today + ahead * DAY;
            let slots = directory.slots(hall, field, midnight, now);
            let taken = if slots.is_empty() {
                Vec::new()
            } else {
                let values: [Value; 4] =
                    [self.tenant().into(), hall.into(), directory.day(midnight).into(), field.into()];
                reader.query(&sql::SLOTS_TAKEN, &values).await?
            };
            let offer = |slot: &domain::appointment::Slot| {
                let taken = taken.iter().find(|row| row.i64(0) == slot.from).map_or(0, |row| row.i64(1));
                let closed = !slot.is_open(rules.closes_before_ms, now);
                let free = if closed { 0 } else { (slot.places - taken).max(0) };
                SlotOffer { from: slot.from, until: slot.until, places: slot.places, free, closed }
            };
            days.push(DayOffer { midnight, slots: slots.iter().map(offer).collect() });
        }
        reader.end().await?;
        Ok(days)
    }

    /// Empties name and phone of everybody whose appointment is over for longer than bookings are kept (`appointments.keep_days`); gives how many. Each
    /// booking wrote a subject of its own, so nothing else hangs on it.
    ///
    /// # Errors
    /// When it cannot be read, or the store refuses.
    pub async fn erase_old_bookers(&self) -> Result<u64> {
        const DAY: Millis = 86_400_000;
        let (directory, now) = (self.directory(), self.now());
        let over = now - directory.appointment_rules().keep_days * DAY;
        let (from, until) = (directory.day(over - FORGOTTEN_DAYS * DAY), directory.day(over));
        let mut people = Vec::new();
        for hall in directory.catalogue().halls.keys() {
            let values: [Value; 4] = [self.tenant().into(), hall.as_str().into(), from.into(), until.into()];
            let rows = self.store().query(self.tenant(), &sql::OLD_BOOKERS, &values).await?;
            people.extend(rows.iter().map(|row| SubjectId(row.i64(0))));
        }
        if people.is_empty() {
            return Ok(0);
        }
        let erased = self.store().erase_subjects(self.tenant(), &people).await;
        erased.map_err(crate::execute::failure)
    }

    /// An appointment by the token of its own page.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn appointment_by_token(&self, token: &str) -> Result<Option<AppointmentView>> {
        let values: [Value; 2] = [self.tenant().into(), token.into()];
        let rows = self.store().query(self.tenant(), &sql::APPOINTMENT_BY_TOKEN, &values).await?;
        Ok(rows.first().map(view))
    }

    /// Today's appointment of a hall by what is typed at the kiosk: its number and the last digits of the phone. A wrong one is as good as none.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn appointment_by_number(
        &self,
        hall: &str,
        number: i64,
        phone_end: &str,
    ) -> Result<Option<AppointmentView>> {
        if phone_end.len() != PHONE_DIGITS || !phone_end.bytes().all(|byte| byte.is_ascii_digit()) {
            return Ok(None);
        }
        let day = self.directory().day(self.now());
        let values: [Value; 4] = [self.tenant().into(), hall.into(), day.into(), number.into()];
        let rows = self.store().query(self.tenant(), &sql::APPOINTMENT_BY_NUMBER, &values).await?;
        let Some(found) = rows.first().map(view) else { return Ok(None) };
        let person = self.subject_data(found.person).await?;
        Ok(Some(found).filter(|_| person.is_some_and(|person| person.phone.ends_with(phone_end))))
    }
}

pub(super) fn view(row: &Row) -> AppointmentView {
    AppointmentView {
        book: StreamId(row.i64(0)),
        number: row.i64(1),
        hall: row.text(2).to_owned(),
        field: row.text(3).to_owned(),
        day: row.i64(4),
        label: row.text(5).to_owned(),
        from: row.i64(6),
        until: row.i64(7),
        procedure: row.text(8).to_owned(),
        token: row.text(9).to_owned(),
        status: row.text(10).to_owned(),
        ticket: row.i64_or_none(11).map(StreamId),
        person: SubjectId(row.i64(12)),
    }
}
