//! Lịch hẹn: a place in the hall at an agreed time, booked from home.
//!
//! One stream for a hall, a field group and a day (sổ hẹn, the appointment book), found by its name, so that many who want the last place meet at
//! the same version and exactly as many get one as there are.
//!
//! ```text
//!            come                       cancel, move to another time
//! booked ---------> honoured    booked ------------------------------> cancelled
//! ```
//!
//! Invariants: no slot has more bookings than places; a booking is honoured by one ticket; who did not come needs no event, the slot is over.

mod apply;
mod decide;
mod event;
mod state;
#[cfg(test)]
mod tests;
mod views;

pub use apply::apply;
pub use decide::{Book, Command, Offer, Slot, decide};
pub use event::Event;
pub use state::{Booking, State, Status};
pub use views::views;

use crate::kernel::StreamId;

/// The stream of the appointment book of a hall, a field group and a day (`yyyymmdd`).
#[must_use]
pub fn stream_of(hall: &str, field: &str, day: i64) -> StreamId {
    StreamId::named(&format!("appointments/{hall}/{field}/{day}"))
}

/// How a booking is named: the series letter of the field group, `H` for hẹn, and three digits.
#[must_use]
pub fn label(series: &str, number: i64) -> String {
    format!("{series}H{number:03}")
}
