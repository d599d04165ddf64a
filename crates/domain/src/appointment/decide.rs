use super::{Booking, Event, State, Status};
use crate::dossier::Party;
use crate::kernel::{Millis, Number, Refusal, StreamId, Violation};

/// Khung giờ: people who may come at an agreed instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// The agreed instant.
    pub from: Millis,
    /// Until when it goes.
    pub until: Millis,
    /// People who may come.
    pub places: i64,
}

/// Facts: what can be booked in that hall, field group and day.
#[derive(Clone, Copy, Debug)]
pub struct Offer<'a> {
    /// In order.
    pub slots: &'a [Slot],
    /// A slot is closed so long before it begins.
    pub closes_before_ms: Millis,
}

impl Slot {
    /// Whether it can still be booked when slots close so long before they begin.
    #[must_use]
    pub const fn is_open(&self, closes_before_ms: Millis, now: Millis) -> bool {
        now <= self.from - closes_before_ms
    }
}

/// What a person asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Book {
    /// Hall code.
    pub hall: String,
    /// Field group.
    pub field: String,
    /// Series letter of that field group.
    pub series: String,
    /// Local date as `yyyymmdd`.
    pub day: i64,
    /// The wished instant, none when nothing was chosen.
    pub from: Option<Millis>,
    /// Procedure key, may be of no length.
    pub procedure: String,
    /// Random token for the appointment's own page.
    pub token: String,
    /// Who comes, none when nobody was named.
    pub person: Option<Party>,
}

/// What is asked of the appointments of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Books a place.
    Book(Book),
    /// Gives a place back.
    Cancel {
        /// Number of the booking.
        number: i64,
        /// True when another time was taken instead.
        moved: bool,
    },
    /// The agreed time is near: the person is told.
    Remind {
        /// Number of the booking.
        number: i64,
    },
    /// The person came and took a ticket.
    Honour {
        /// Number of the booking.
        number: i64,
        /// Hall in which the person is.
        hall: String,
        /// Local date as `yyyymmdd`, of the same instant as `now`.
        day: i64,
        /// Stream of the ticket.
        ticket: StreamId,
    },
}

/// Decides what a command does to the appointments of a day.
///
/// # Errors
/// `appointment_incomplete` with `slot_missing`, `slot_unknown`, `person_missing`; `slot_closed`; `slot_full`, with the next free one as `next` if
/// that day has one; `appointment_unknown`, `appointment_used`, `appointment_cancelled`,
/// `appointment_other_hall`, `appointment_other_day`. An empty list of events means that it is so already.
pub fn decide(
    state: Option<&State>,
    command: Command,
    offer: Offer<'_>,
    now: Millis,
) -> Result<Vec<Event>, Refusal> {
    match command {
        Command::Book(book) => booked(state, book, offer, now).map(|event| vec![event]),
        Command::Cancel { number, moved } => match known(state, number)?.status {
            Status::Booked => Ok(vec![Event::AppointmentCancelled { number, moved, at: now }]),
            // Nothing is left to be moved; who gave it back and says so again is done.
            Status::Cancelled { .. } if moved => Err(Refusal::new("appointment_cancelled")),
            Status::Cancelled { .. } => Ok(Vec::new()),
            Status::Honoured { .. } => Err(Refusal::new("appointment_used")),
        },
        Command::Remind { number } => {
            let booking = known(state, number)?;
            let due = booking.status == Status::Booked && booking.reminded_at.is_none() && now < booking.from;
            Ok(if due { vec![Event::AppointmentReminded { number, at: now }] } else { Vec::new() })
        }
        Command::Honour { number, hall, day, ticket } => match known(state, number)?.status {
            Status::Booked if state.is_some_and(|state| state.hall != hall) => {
                Err(Refusal::new("appointment_other_hall"))
            }
            Status::Booked if state.is_some_and(|state| state.day != day) => {
                Err(Refusal::new("appointment_other_day"))
            }
            Status::Booked => Ok(vec![Event::AppointmentHonoured { number, ticket, at: now }]),
            Status::Honoured { ticket: before, .. } if before == ticket => Ok(Vec::new()),
            Status::Honoured { .. } => Err(Refusal::new("appointment_used")),
            Status::Cancelled { .. } => Err(Refusal::new("appointment_cancelled")),
        },
    }
}

fn known(state: Option<&State>, number: i64) -> Result<&Booking, Refusal> {
    state.and_then(|state| state.numbered(number)).ok_or_else(|| Refusal::new("appointment_unknown"))
}

fn booked(state: Option<&State>, book: Book, offer: Offer<'_>, now: Millis) -> Result<Event, Refusal> {
    let slot = book.from.and_then(|from| offer.slots.iter().find(|slot| slot.from == from)).copied();
    let mut refusal = Refusal::new("appointment_incomplete");
    match (book.from, slot) {
        (None, _) => refusal = refusal.with(Violation::new("slot", "slot_missing")),
        (Some(_), None) => refusal = refusal.with(Violation::new("slot", "slot_unknown")),
        (Some(_), Some(_)) => {}
    }
    if book.person.is_none() {
        refusal = refusal.with(Violation::new("person", "person_missing"));
    }
    let (Some(slot), Some(person)) = (slot, book.person) else { return Err(refusal) };
    let is_open = |slot: &Slot| slot.is_open(offer.closes_before_ms, now);
    let is_free = |slot: &Slot| {
        let taken = state.map_or(0, |state| state.taken(slot.from));
        i64::try_from(taken).unwrap_or(i64::MAX) < slot.places
    };
    // The next one after the wished one, else the first before it.
    let next = || {
        let free = || offer.slots.iter().filter(|slot| is_open(slot) && is_free(slot));
        free().find(|other| other.from > slot.from).or_else(|| free().next_back())
    };
    let refused = |code: &str| {
        let mut violation = Violation::new("slot", code);
        if let Some(next) = next() {
            violation = violation.with("next", next.from.to_string());
        }
        Refusal::new(code).with(violation)
    };
    if !is_open(&slot) {
        return Err(refused("slot_closed"));
    }
    if !is_free(&slot) {
        return Err(refused("slot_full"));
    }
    Ok(Event::AppointmentBooked {
        number: Number::next(format!("appointment/{}/{}", book.hall, book.day)),
        hall: book.hall,
        field: book.field,
        day: book.day,
        series: book.series,
        from: slot.from,
        until: slot.until,
        places: slot.places,
        procedure: book.procedure,
        token: book.token,
        person,
        at: now,
    })
}
