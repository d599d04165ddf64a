use super::State;
use crate::kernel::{Row, StreamId, Value, Views};

/// What pages see of a counter.
#[must_use]
pub fn views(counter: &State, stream: StreamId) -> Views {
    let current = counter.current.as_ref();
    let ordered = counter.ordered.as_ref();
    let order = ordered.map(|ordered| &ordered.order);
    let row = Row {
        table: "counter_row",
        key: vec![("counter_stream", stream.into())],
        columns: vec![
            ("hall", counter.hall.as_str().into()),
            ("code", counter.code.as_str().into()),
            ("number", counter.number.into()),
            ("status", counter.status.word().into()),
            ("person", counter.person.as_str().into()),
            ("position", counter.position.as_str().into()),
            ("since", counter.since.into()),
            ("ticket", current.and_then(|busy| busy.ticket).map_or(Value::Null, Into::into)),
            ("ticket_label", current.map_or("", |busy| busy.label.as_str()).into()),
            ("visit", current.and_then(|busy| busy.visit).map_or(Value::Null, Into::into)),
            ("order_word", order.map_or("", super::Order::word).into()),
            ("order_other", order.map_or("", super::Order::other).into()),
            ("order_person", ordered.map_or("", |ordered| ordered.person.as_str()).into()),
            ("order_by", ordered.map_or("", |ordered| ordered.by.as_str()).into()),
            ("order_at", ordered.map_or(Value::Null, |ordered| ordered.at.into())),
            ("order_progress", ordered.map_or("", |ordered| ordered.progress.word()).into()),
        ],
    };
    Views { rows: vec![row], counts: Vec::new() }
}
