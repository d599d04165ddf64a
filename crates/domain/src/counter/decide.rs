use super::{Directed, Event, Order, Standing, State, Status};
use crate::kernel::{Millis, Refusal, StreamId, Violation};

/// What is asked of a counter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// An officer sits down.
    Open {
        /// Hall code.
        hall: String,
        /// Counter code.
        code: String,
        /// Number over the counter.
        number: i64,
        /// Officer.
        person: String,
        /// The officer's position.
        position: String,
    },
    /// A short break.
    Pause,
    /// Back from the break.
    Resume,
    /// The officer leaves.
    Close,
    /// Becomes busy with a ticket.
    Call {
        /// Stream of the ticket.
        ticket: StreamId,
        /// Its label.
        label: String,
    },
    /// The person sat down: the ticket that was called, or somebody without a ticket.
    Serve {
        /// The visit that begins.
        visit: StreamId,
    },
    /// The person went, did not come or was moved: what was ordered for then happens.
    Free,
    /// Somebody who runs the hall orders it.
    Direct {
        /// What.
        directed: Directed,
        /// Who orders it.
        by: String,
    },
    /// The counter the officer was to go to is taken.
    Lapse,
    /// Who sits there in whose place.
    Stand(Standing),
}

/// Decides what a command does to a counter.
///
/// # Errors
/// `counter_held_by_other`, `counter_not_open`, `counter_busy`, `counter_nobody_called`; for an order also `officer_cannot_serve`, `officer_away`,
/// `officer_at_other_counter`; for a counter that is given to a colleague also `offer_malformed` with all that is wrong, `counter_is_lent`, `counter_not_lent`,
/// `counter_order_waits`, `offer_gone`, `offer_over`.
/// An empty list of events means that it is so already.
pub fn decide(state: Option<&State>, command: Command, now: Millis) -> Result<Vec<Event>, Refusal> {
    let at = now;
    match command {
        Command::Open { hall, code, number, person, position } => open(
            state,
            Event::CounterOpened { hall, code, number, person: person.clone(), position, at },
            &person,
        ),
        Command::Direct { directed, by } => super::order::decide(state, directed, &by, at),
        command => {
            let counter = state.ok_or_else(|| Refusal::new("counter_not_open"))?;
            at_work(counter, command, at)
        }
    }
}

pub(super) fn open(state: Option<&State>, opened: Event, person: &str) -> Result<Vec<Event>, Refusal> {
    match state {
        Some(counter) if counter.status != Status::Closed && counter.person != person => {
            Err(held_by_other(counter))
        }
        Some(counter) if counter.status == Status::Open => Ok(Vec::new()),
        _ => Ok(vec![opened]),
    }
}

/// The refusal of a counter at which another officer sits.
#[must_use]
pub fn held_by_other(counter: &State) -> Refusal {
    let violation = Violation::new("counter", "counter_held_by_other").with("person", &counter.person);
    Refusal::new("counter_held_by_other").with(violation)
}

fn at_work(counter: &State, command: Command, at: Millis) -> Result<Vec<Event>, Refusal> {
    match command {
        Command::Open { .. } | Command::Direct { .. } => Ok(Vec::new()),
        Command::Pause => match (counter.status, &counter.current) {
            (Status::Open, None) => Ok(vec![Event::CounterPaused { at }]),
            (Status::Open, Some(_)) => Err(busy(counter)),
            (Status::Paused, _) => Ok(Vec::new()),
            (Status::Closed, _) => Err(Refusal::new("counter_not_open")),
        },
        Command::Resume => match counter.status {
            Status::Paused => Ok(vec![Event::CounterResumed { at }]),
            Status::Open => Ok(Vec::new()),
            Status::Closed => Err(Refusal::new("counter_not_open")),
        },
        Command::Close => match (counter.status, &counter.current) {
            (Status::Closed, _) => Ok(Vec::new()),
            (_, Some(_)) => Err(busy(counter)),
            (_, None) => Ok(vec![Event::CounterClosed { at }]),
        },
        Command::Call { ticket, label } => {
            free_and_open(counter).map(|()| vec![Event::CounterCalled { ticket, label, at }])
        }
        Command::Serve { visit } => serve(counter, visit, at),
        Command::Free => Ok(free(counter, at)),
        Command::Stand(asked) => super::stand_in::decide(counter, asked, at),
        Command::Lapse => {
            Ok(counter.pending().map(|_| Event::CounterOrderLapsed { at }).into_iter().collect())
        }
    }
}

fn free(counter: &State, at: Millis) -> Vec<Event> {
    if counter.current.is_none() {
        return Vec::new();
    }
    let then = counter.pending().and_then(|order| follows(order, at));
    std::iter::once(Event::CounterFreed { at }).chain(then).collect()
}

/// What an order makes of a counter at which nobody is.
pub(super) const fn follows(order: &Order, at: Millis) -> Option<Event> {
    match order {
        Order::Pause => Some(Event::CounterPaused { at }),
        Order::Resume => Some(Event::CounterResumed { at }),
        Order::Close | Order::Move { .. } => Some(Event::CounterClosed { at }),
        Order::Open { .. } => None,
    }
}

fn serve(counter: &State, visit: StreamId, at: Millis) -> Result<Vec<Event>, Refusal> {
    match &counter.current {
        Some(current) if current.visit == Some(visit) => Ok(Vec::new()),
        Some(current) if current.visit.is_some() => Err(busy(counter)),
        Some(current) => Ok(vec![Event::CounterServing {
            ticket: current.ticket,
            label: current.label.clone(),
            visit,
            at,
        }]),
        None => free_and_open(counter)
            .map(|()| vec![Event::CounterServing { ticket: None, label: String::new(), visit, at }]),
    }
}

fn free_and_open(counter: &State) -> Result<(), Refusal> {
    match (counter.status, &counter.current) {
        (Status::Open, None) => Ok(()),
        (Status::Open, Some(_)) => Err(busy(counter)),
        _ => Err(Refusal::new("counter_not_open")),
    }
}

pub(super) fn busy(counter: &State) -> Refusal {
    let label = counter.current.as_ref().map_or("", |current| current.label.as_str());
    Refusal::new("counter_busy").with(Violation::new("", "counter_busy").with("ticket", label))
}
