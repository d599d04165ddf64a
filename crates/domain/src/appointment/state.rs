use crate::dossier::Party;
use crate::kernel::{Millis, StreamId};
use serde::{Deserialize, Serialize};

/// Where a booking stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "status")]
pub enum Status {
    /// Đã đặt: the place is kept.
    Booked,
    /// Đã đến: the person took a ticket for it.
    Honoured {
        /// Stream of the ticket.
        ticket: StreamId,
        /// Instant.
        at: Millis,
    },
    /// Đã hủy: the place is free again.
    Cancelled {
        /// True when the person took another time instead.
        moved: bool,
        /// Instant.
        at: Millis,
    },
}

impl Status {
    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Booked => "booked",
            Self::Honoured { .. } => "honoured",
            Self::Cancelled { moved: false, .. } => "cancelled",
            Self::Cancelled { moved: true, .. } => "moved",
        }
    }

    /// True while it takes a place of its slot.
    #[must_use]
    pub const fn takes_place(self) -> bool {
        matches!(self, Self::Booked | Self::Honoured { .. })
    }
}

/// One appointment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Booking {
    /// Number within the hall and the day.
    pub number: i64,
    /// Series letter of the field group.
    pub series: String,
    /// The agreed instant.
    pub from: Millis,
    /// Until when its slot goes.
    pub until: Millis,
    /// Procedure key, may be of no length.
    pub procedure: String,
    /// Random token of its own page.
    pub token: String,
    /// Who comes, in the side table.
    pub person: Party,
    /// Instant.
    pub booked_at: Millis,
    /// Instant the person was reminded.
    #[serde(default)]
    pub reminded_at: Option<Millis>,
    /// Where it stands.
    pub status: Status,
}

/// The appointment book of a hall, a field group and a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Hall code.
    pub hall: String,
    /// Field group.
    pub field: String,
    /// Local date as `yyyymmdd`.
    pub day: i64,
    /// In the order they were booked.
    pub bookings: Vec<Booking>,
}

impl State {
    /// The booking with that number.
    #[must_use]
    pub fn numbered(&self, number: i64) -> Option<&Booking> {
        self.bookings.iter().find(|booking| booking.number == number)
    }

    /// Places taken of the slot that begins at an instant.
    #[must_use]
    pub fn taken(&self, from: Millis) -> usize {
        self.bookings.iter().filter(|booking| booking.from == from && booking.status.takes_place()).count()
    }
}
