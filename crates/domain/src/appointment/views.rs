use super::{Booking, State, Status, label};
use crate::kernel::{Row, StreamId, Value, Views};

/// What pages see of the appointments of a day: one row each.
#[must_use]
pub fn views(state: &State, stream: StreamId) -> Views {
    let rows = state.bookings.iter().map(|booking| appointment_row(state, booking, stream)).collect();
    Views { rows, counts: Vec::new() }
}

fn appointment_row(state: &State, booking: &Booking, stream: StreamId) -> Row {
    let ticket = match booking.status {
        Status::Honoured { ticket, .. } => ticket.into(),
        Status::Booked | Status::Cancelled { .. } => Value::Null,
    };
    Row {
        table: "appointment_row",
        key: vec![("book", stream.into()), ("number", booking.number.into())],
        columns: vec![
            ("hall", state.hall.as_str().into()),
            ("field", state.field.as_str().into()),
            ("day", state.day.into()),
            ("label", label(&booking.series, booking.number).into()),
            ("from_at", booking.from.into()),
            ("until_at", booking.until.into()),
            ("procedure", booking.procedure.as_str().into()),
            ("token", booking.token.as_str().into()),
            ("person", booking.person.subject.into()),
            ("booked_at", booking.booked_at.into()),
            ("reminded_at", booking.reminded_at.into()),
            ("status", booking.status.word().into()),
            ("ticket", ticket),
        ],
    }
}
