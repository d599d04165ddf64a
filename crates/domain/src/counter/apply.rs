use super::{Current, Event, Order, Ordered, Progress, State, Status};

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
            ordered: None,
        };
    }
    let mut counter = state.expect("a counter's first event is CounterOpened");
    counter.note(event);
    match event {
        Event::CounterOpened { .. }
        | Event::CounterOrdered { .. }
        | Event::CounterOrderWithdrawn { .. }
        | Event::CounterOrderLapsed { .. } => {}
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

impl State {
    /// What becomes of the order. One that has happened is forgotten when the officer goes on.
    fn note(&mut self, event: &Event) {
        match event {
            Event::CounterOrdered { order, person, by, at } => {
                let has_happened = matches!(order, Order::Open { .. });
                self.ordered = Some(Ordered {
                    order: order.clone(),
                    person: person.clone(),
                    by: by.clone(),
                    at: *at,
                    progress: if has_happened { Progress::Done } else { Progress::Pending },
                });
            }
            Event::CounterOrderWithdrawn { .. } => self.ordered = None,
            Event::CounterOrderLapsed { .. } => self.progress(Progress::Lapsed),
            Event::CounterFreed { .. } => {}
            _ => {
                let happens = matches!(
                    (self.pending(), event),
                    (Some(Order::Close | Order::Move { .. }), Event::CounterClosed { .. })
                        | (Some(Order::Pause), Event::CounterPaused { .. })
                        | (Some(Order::Resume), Event::CounterResumed { .. })
                );
                if happens {
                    self.progress(Progress::Done);
                } else if self.pending().is_none() {
                    self.ordered = None;
                }
            }
        }
    }

    fn progress(&mut self, progress: Progress) {
        if let Some(ordered) = &mut self.ordered {
            ordered.progress = progress;
        }
    }
}
