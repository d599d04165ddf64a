use super::{Event, State, Status};
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
    /// The person went, did not come or was moved.
    Free,
}

/// Decides what a command does to a counter.
///
/// # Errors
/// `counter_held_by_other`, `counter_not_open`, `counter_busy`, `counter_nobody_called`.
/// An empty list of events means that it is so already.
pub fn decide(state: Option<&State>, command: Command, now: Millis) -> Result<Vec<Event>, Refusal> {
    let at = now;
    match command {
        Command::Open { hall, code, number, person, position } => open(
            state,
            Event::CounterOpened { hall, code, number, person: person.clone(), position, at },
            &person,
        ),
        command => {
            let counter = state.ok_or_else(|| Refusal::new("counter_not_open"))?;
            at_work(counter, command, at)
        }
    }
}

fn open(state: Option<&State>, opened: Event, person: &str) -> Result<Vec<Event>, Refusal> {
    match state {
        Some(counter) if counter.status != Status::Closed && counter.person != person => {
            Err(Refusal::new("counter_held_by_other")
                .with(Violation::new("counter", "counter_held_by_other").with("person", &counter.person)))
        }
        Some(counter) if counter.status == Status::Open => Ok(Vec::new()),
        _ => Ok(vec![opened]),
    }
}

fn at_work(counter: &State, command: Command, at: Millis) -> Result<Vec<Event>, Refusal> {
    match command {
        Command::Open { .. } => Ok(Vec::new()),
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
        Command::Free => {
            Ok(if counter.current.is_some() { vec![Event::CounterFreed { at }] } else { Vec::new() })
        }
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

fn busy(counter: &State) -> Refusal {
    let label = counter.current.as_ref().map_or("", |current| current.label.as_str());
    Refusal::new("counter_busy").with(Violation::new("", "counter_busy").with("ticket", label))
}
