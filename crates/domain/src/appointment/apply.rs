use super::{Booking, Event, State, Status};

/// The appointments of a day after one more event.
///
/// # Panics
/// When a stream does not begin with `AppointmentBooked`.
#[must_use]
pub fn apply(state: Option<State>, event: &Event) -> State {
    if let Event::AppointmentBooked {
        hall,
        field,
        day,
        number,
        series,
        from,
        until,
        places: _,
        procedure,
        token,
        person,
        at,
    } = event
    {
        let mut state = state.unwrap_or_else(|| State {
            hall: hall.clone(),
            field: field.clone(),
            day: *day,
            bookings: Vec::new(),
        });
        state.bookings.push(Booking {
            number: number.number(),
            series: series.clone(),
            from: *from,
            until: *until,
            procedure: procedure.clone(),
            token: token.clone(),
            person: person.clone(),
            booked_at: *at,
            reminded_at: None,
            status: Status::Booked,
        });
        return state;
    }
    let mut state = state.expect("the first event of an appointment book is AppointmentBooked");
    let (number, status) = match event {
        Event::AppointmentBooked { .. } => return state,
        Event::AppointmentReminded { number, at } => {
            for booking in state.bookings.iter_mut().filter(|booking| booking.number == *number) {
                booking.reminded_at = Some(*at);
            }
            return state;
        }
        Event::AppointmentCancelled { number, moved, at } => {
            (number, Status::Cancelled { moved: *moved, at: *at })
        }
        Event::AppointmentHonoured { number, ticket, at } => {
            (number, Status::Honoured { ticket: *ticket, at: *at })
        }
    };
    for booking in state.bookings.iter_mut().filter(|booking| booking.number == *number) {
        booking.status = status;
    }
    state
}
