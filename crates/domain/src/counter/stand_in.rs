//! Trực thay: the officer gives her counter to a colleague for a while, and gets it back.

use super::order::{Officer, serves};
use super::{Event, State, Status};
use crate::kernel::{Millis, Refusal, Violation};

/// What is asked about who sits at a counter in somebody's place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The officer asks a colleague.
    Offer {
        /// Whom.
        colleague: Officer,
        /// Until when; none when no time was given.
        until: Option<Millis>,
        /// Instant at which the day ends.
        day_ends: Millis,
        /// Whoever is at the counter stays there and goes on with the colleague; else the colleague sits down once they have gone.
        together: bool,
    },
    /// The colleague agrees.
    Accept {
        /// As she is now.
        colleague: Officer,
    },
    /// The officer thinks better of it, or the colleague cannot.
    Withdraw {
        /// Who says so.
        by: String,
    },
    /// The counter goes back to the officer: the colleague returns it, or the officer takes it.
    Return {
        /// Who says so.
        by: String,
        /// The officer as she is now.
        officer: Officer,
    },
    /// The person at the counter has gone: what was agreed for then happens, or cannot.
    Seat {
        /// Whoever is to sit down, as she is now.
        officer: Officer,
    },
}

/// Decides who sits at a counter.
///
/// # Errors
/// As [`super::decide()`].
pub(super) fn decide(counter: &State, asked: Standing, at: Millis) -> Result<Vec<Event>, Refusal> {
    match asked {
        Standing::Offer { colleague, until, day_ends, together } => {
            let until = offered(counter, &colleague, until, day_ends, at)?;
            let is_so = counter.offer.as_ref().is_some_and(|offer| {
                (&offer.to, offer.until, offer.together) == (&colleague.person, until, together)
            });
            let (from, to) = (counter.person.clone(), colleague.person);
            Ok(if is_so { Vec::new() } else { vec![Event::CounterOffered { from, to, until, together, at }] })
        }
        Standing::Accept { colleague } => accepted(counter, colleague, at),
        Standing::Withdraw { by } => {
            Ok(counter.offer.as_ref().map(|_| Event::CounterOfferWithdrawn { by, at }).into_iter().collect())
        }
        Standing::Return { by, officer } => returned(counter, by, officer, at),
        Standing::Seat { officer } => Ok(seated(counter, officer, at)),
    }
}

/// Until when the counter is offered, or everything that is in the way.
fn offered(
    counter: &State,
    colleague: &Officer,
    until: Option<Millis>,
    day_ends: Millis,
    now: Millis,
) -> Result<Millis, Refusal> {
    stays_as_it_is(counter)?;
    if counter.stand_in.is_some() {
        return Err(Refusal::new("counter_is_lent"));
    }
    let mut violations = Vec::new();
    if colleague.person.is_empty() {
        violations.push(Violation::new("officer", "colleague_missing"));
    } else if colleague.person == counter.person {
        violations.push(Violation::new("officer", "offer_to_oneself"));
    } else if let Err(refusal) = serves(colleague) {
        violations.extend(refusal.violations);
    }
    match until {
        None => violations.push(Violation::new("until", "relief_until_missing")),
        Some(until) if until <= now => violations.push(Violation::new("until", "until_past")),
        Some(until) if until > day_ends => violations.push(Violation::new("until", "relief_other_day")),
        Some(_) => {}
    }
    Refusal::unless_empty("offer_malformed", violations)?;
    Ok(until.unwrap_or(now))
}

fn accepted(counter: &State, colleague: Officer, at: Millis) -> Result<Vec<Event>, Refusal> {
    let sits = counter.stand_in.is_some() && counter.person == colleague.person;
    if sits {
        return Ok(Vec::new());
    }
    let offer = counter.offer.as_ref().filter(|offer| offer.to == colleague.person);
    let offer = offer.ok_or_else(|| Refusal::new("offer_gone"))?;
    if offer.agreed {
        return Ok(Vec::new());
    }
    if offer.until <= at {
        return Err(Refusal::new("offer_over"));
    }
    stays_as_it_is(counter)?;
    serves(&colleague)?;
    let waits = counter.current.is_some() && !offer.together;
    let (until, agreed) = (offer.until, Event::CounterOfferAccepted { at });
    let sits = (!waits).then(|| handed_over(counter, colleague, until, at));
    Ok(std::iter::once(agreed).chain(sits).collect())
}

fn returned(counter: &State, by: String, officer: Officer, at: Millis) -> Result<Vec<Event>, Refusal> {
    let Some(stand_in) = &counter.stand_in else {
        let is_back = counter.status != Status::Closed && counter.person == by;
        return if is_back { Ok(Vec::new()) } else { Err(Refusal::new("counter_not_lent")) };
    };
    serves(&officer)?;
    Ok(match (&counter.current, stand_in.returning) {
        (None, _) => vec![handed_back(counter, officer, at)],
        (Some(_), true) => Vec::new(),
        (Some(_), false) => vec![Event::CounterReturnAsked { by, at }],
    })
}

/// Nobody is refused here: whoever frees a counter is not the one who was to sit down.
fn seated(counter: &State, officer: Officer, at: Millis) -> Vec<Event> {
    if counter.current.is_some() || counter.heir() != Some(&officer.person) {
        return Vec::new();
    }
    let in_time = counter.offer.as_ref().is_none_or(|offer| offer.until > at);
    let event = match (in_time && serves(&officer).is_ok(), &counter.offer) {
        (true, Some(offer)) => handed_over(counter, officer, offer.until, at),
        (true, None) => handed_back(counter, officer, at),
        (false, Some(_)) => Event::CounterOfferLapsed { at },
        (false, None) => Event::CounterReturnLapsed { at },
    };
    vec![event]
}

/// What whoever runs the hall ordered comes first.
fn stays_as_it_is(counter: &State) -> Result<(), Refusal> {
    if counter.status == Status::Closed {
        return Err(Refusal::new("counter_not_open"));
    }
    if counter.pending().is_some() {
        return Err(Refusal::new("counter_order_waits"));
    }
    Ok(())
}

fn handed_over(counter: &State, colleague: Officer, until: Millis, at: Millis) -> Event {
    let Officer { person, position, .. } = colleague;
    Event::CounterHandedOver { from: counter.person.clone(), person, position, until, at }
}

fn handed_back(counter: &State, officer: Officer, at: Millis) -> Event {
    let Officer { person, position, .. } = officer;
    Event::CounterHandedBack { from: counter.person.clone(), person, position, at }
}
