use super::decide::{busy, follows, open};
use super::{Event, Order, State, Status};
use crate::kernel::{Millis, Refusal, Violation};

/// Facts about the officer a counter is to be opened for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Officer {
    /// Person code.
    pub person: String,
    /// The position served in.
    pub position: String,
    /// May serve at this counter, as the permissions have it.
    pub may_serve: bool,
    /// On leave now.
    pub away: bool,
    /// Number over another counter where the officer sits.
    pub elsewhere: Option<i64>,
}

/// When an order is to happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// At once: refused while somebody is at the counter.
    Now,
    /// Once whoever is at the counter has gone; at once when nobody is.
    AfterThisPerson,
}

/// What somebody who runs the hall orders of a counter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Directed {
    /// Opened for an officer.
    Open {
        /// Hall code.
        hall: String,
        /// Counter code.
        code: String,
        /// Number over the counter.
        number: i64,
        /// For whom.
        officer: Officer,
        /// Counter the officer comes from, of no length when from none.
        from: String,
    },
    /// Paused, resumed, closed, the officer moved to another counter.
    Order {
        /// What.
        order: Order,
        /// When.
        when: When,
    },
    /// What waits for the person to go is not to happen.
    Withdraw,
}

/// Decides an order.
///
/// # Errors
/// As [`super::decide()`].
pub(super) fn decide(
    state: Option<&State>,
    directed: Directed,
    by: &str,
    at: Millis,
) -> Result<Vec<Event>, Refusal> {
    match directed {
        Directed::Open { hall, code, number, officer, from } => {
            serves(&officer)?;
            let Officer { person, position, .. } = officer;
            let opened = Event::CounterOpened { hall, code, number, person: person.clone(), position, at };
            let mut events = open(state, opened, &person)?;
            if !events.is_empty() {
                events.push(Event::CounterOrdered {
                    order: Order::Open { from },
                    person,
                    by: by.to_owned(),
                    at,
                });
            }
            Ok(events)
        }
        Directed::Order { order, when } => {
            let counter = state.ok_or_else(|| Refusal::new("counter_not_open"))?;
            ordered(counter, order, when, by, at)
        }
        Directed::Withdraw => {
            let pending = state.and_then(State::pending);
            let withdrawn = pending.map(|_| Event::CounterOrderWithdrawn { by: by.to_owned(), at });
            Ok(withdrawn.into_iter().collect())
        }
    }
}

/// Whether a counter can be opened for an officer.
pub(super) fn serves(officer: &Officer) -> Result<(), Refusal> {
    let about = |code: &str| Violation::new("officer", code).with("person", &officer.person);
    if !officer.may_serve {
        return Err(Refusal::new("officer_cannot_serve").with(about("officer_cannot_serve")));
    }
    if officer.away {
        return Err(Refusal::new("officer_away").with(about("officer_away")));
    }
    match officer.elsewhere {
        None => Ok(()),
        Some(number) => Err(Refusal::new("officer_at_other_counter")
            .with(about("officer_at_other_counter").with("counter", number))),
    }
}

fn ordered(counter: &State, order: Order, when: When, by: &str, at: Millis) -> Result<Vec<Event>, Refusal> {
    let is_so = match (&order, counter.status) {
        (Order::Close, Status::Closed) | (Order::Resume, Status::Open) => true,
        (Order::Pause, status) => status == Status::Paused,
        (Order::Move { to }, _) => *to == counter.code,
        _ => false,
    };
    if is_so || counter.pending() == Some(&order) {
        return Ok(Vec::new());
    }
    if counter.status == Status::Closed || matches!(order, Order::Open { .. }) {
        return Err(Refusal::new("counter_not_open"));
    }
    if counter.current.is_some() && when == When::Now {
        return Err(busy(counter));
    }
    let then = if counter.current.is_some() { None } else { follows(&order, at) };
    let said = Event::CounterOrdered { order, person: counter.person.clone(), by: by.to_owned(), at };
    Ok(std::iter::once(said).chain(then).collect())
}
