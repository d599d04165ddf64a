use super::{Place, State};
use crate::kernel::{Row, StreamId, Value, Views};

/// What pages see of a gate: its numbers, and a row for everybody who is inside or waits.
#[must_use]
pub fn views(gate: &State, stream: StreamId) -> Views {
    let (removed, removed_at) =
        gate.removed.map_or((Value::Null, Value::Null), |(count, at)| (count.into(), at.into()));
    let mut rows = vec![Row {
        table: "gate_row",
        key: vec![("gate", stream.into())],
        columns: vec![
            ("hall", gate.hall.as_str().into()),
            ("day", gate.day.into()),
            ("inside", gate.inside().into()),
            ("called", gate.count(Place::Called).into()),
            ("waiting", gate.count(Place::Line).into()),
            ("entered", gate.entered.into()),
            ("removed", removed),
            ("removed_at", removed_at),
        ],
    }];
    rows.extend(gate.visitors.iter().map(|visitor| Row {
        table: "gate_visitor_row",
        key: vec![("gate", stream.into()), ("arrival", visitor.arrival.into())],
        columns: vec![
            ("place", visitor.place.word().into()),
            ("since", visitor.since.into()),
            ("joined", visitor.joined.into()),
        ],
    }));
    Views { rows, counts: Vec::new() }
}
