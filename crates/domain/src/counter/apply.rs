use super::{Current, Event, State, Status};

/// The counter after one more event.
///
/// # Panics
/// When a stream does not begin with `CounterOpened`.
#[must_use]
pub fn apply(state: Option<State>, event: &Event) -> State {
    if let Event::CounterOpened { hall, code, number, person, position, at } = event {
        return State {
            hall: hall.clone(),
            code: code.clone(),
            number: *number,
            status: Status::Open,
            person: person.clone(),
            position: position.clone(),
            since: *at,
            current: state.and_then(|counter| counter.current),
        };
    }
    let mut counter = state.expect("a counter's first event is CounterOpened");
    match event {
        Event::CounterOpened { .. } => {}
        Event::CounterPaused { at } => {
            counter.status = Status::Paused;
            counter.since = *at;
        }
        Event::CounterResumed { at } => {
            counter.status = Status::Open;
            counter.since = *at;
        }
        Event::CounterClosed { at } => {
            counter.status = Status::Closed;
            counter.since = *at;
            counter.person.clear();
            counter.position.clear();
        }
        Event::CounterCalled { ticket, label, .. } => {
            counter.current = Some(Current { ticket: Some(*ticket), label: label.clone(), visit: None });
        }
        Event::CounterServing { ticket, label, visit, .. } => {
            counter.current = Some(Current { ticket: *ticket, label: label.clone(), visit: Some(*visit) });
        }
        Event::CounterFreed { .. } => counter.current = None,
    }
    counter
}
