use super::{Event, Place, State, Visitor};
use crate::kernel::{Millis, StreamId};

/// The gate after one more event.
///
/// # Panics
/// When a stream does not begin with `GateOpened`.
#[must_use]
pub fn apply(state: Option<State>, event: &Event) -> State {
    if let Event::GateOpened { hall, day, at: _ } = event {
        return State {
            hall: hall.clone(),
            day: *day,
            visitors: Vec::new(),
            uncounted: 0,
            entered: 0,
            removed: None,
        };
    }
    let mut gate = state.expect("a gate's first event is GateOpened");
    match event {
        Event::GateOpened { .. } => {}
        Event::GateEntered { arrival, at } => {
            gate.entered += 1;
            gate.put(*arrival, Place::Inside, *at);
        }
        Event::GateHeld { arrival, at } | Event::GateReturned { arrival, at } => {
            gate.put(*arrival, Place::Line, *at);
        }
        Event::GateCalled { arrival, at } => gate.put(*arrival, Place::Called, *at),
        Event::GatePassedOver { arrival, at } => gate.put(*arrival, Place::Away, *at),
        Event::GateLeft { arrival, .. } | Event::GateGivenUp { arrival, .. } => {
            gate.visitors.retain(|visitor| visitor.arrival != *arrival);
        }
        Event::GateCounted { inside, .. } => gate.uncounted = inside - gate.count(Place::Inside),
        Event::DeclarationsRemoved { count, at } => gate.removed = Some((*count, *at)),
    }
    gate
}

impl State {
    fn put(&mut self, arrival: StreamId, place: Place, at: Millis) {
        match self.visitors.iter_mut().find(|visitor| visitor.arrival == arrival) {
            Some(visitor) => (visitor.place, visitor.since) = (place, at),
            None => self.visitors.push(Visitor { arrival, place, since: at, joined: at }),
        }
    }
}
