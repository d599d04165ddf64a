use crate::dossier::Party;
use crate::kernel::{Millis, Number, Series, StreamId};
use serde::{Deserialize, Serialize};

/// What happened to the appointments of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// Đặt lịch hẹn.
    AppointmentBooked {
        /// Hall code.
        hall: String,
        /// Field group.
        field: String,
        /// Local date as `yyyymmdd`.
        day: i64,
        /// Number within the hall and the day.
        number: Number,
        /// Series letter of the field group.
        series: String,
        /// The agreed instant.
        from: Millis,
        /// Until when its slot goes.
        until: Millis,
        /// Places that slot had.
        places: i64,
        /// Procedure key, may be of no length.
        procedure: String,
        /// Token of its own page.
        token: String,
        /// Who comes, in the side table.
        person: Party,
        /// Instant.
        at: Millis,
    },
    /// Hủy lịch hẹn, đổi lịch hẹn.
    AppointmentCancelled {
        /// Number of the booking.
        number: i64,
        /// True when the person took another time instead.
        moved: bool,
        /// Instant.
        at: Millis,
    },
    /// Nhắc lịch hẹn.
    AppointmentReminded {
        /// Number of the booking.
        number: i64,
        /// Instant.
        at: Millis,
    },
    /// Đến theo lịch hẹn.
    AppointmentHonoured {
        /// Number of the booking.
        number: i64,
        /// Stream of the ticket.
        ticket: StreamId,
        /// Instant.
        at: Millis,
    },
}

impl Event {
    /// Its name in the journal.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::AppointmentBooked { .. } => "AppointmentBooked",
            Self::AppointmentCancelled { .. } => "AppointmentCancelled",
            Self::AppointmentReminded { .. } => "AppointmentReminded",
            Self::AppointmentHonoured { .. } => "AppointmentHonoured",
        }
    }

    /// Writes the number of a booking.
    pub fn fill(&mut self, next: &mut dyn FnMut(&Series) -> i64) {
        if let Self::AppointmentBooked { number, .. } = self {
            number.fill(next);
        }
    }
}
