use super::State;
use crate::kernel::{Row, StreamId, Value, Views};

/// What pages see of a counter.
#[must_use]
pub fn views(counter: &State, stream: StreamId) -> Views {
    let current = counter.current.as_ref();
    let ordered = counter.ordered.as_ref();
    let order = ordered.map(|ordered| &ordered.order);
    let (offer, stand_in) = (counter.offer.as_ref(), counter.stand_in.as_ref());
    let or_null = |at: Option<i64>| at.map_or(Value::Null, Into::into);
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
            ("offer_to", offer.map_or("", |offer| offer.to.as_str()).into()),
            ("offer_until", or_null(offer.map(|offer| offer.until))),
            ("offer_word", offer.map_or("", super::Offer::word).into()),
            ("stand_in_for", stand_in.map_or("", |one| one.instead_of.as_str()).into()),
            ("stand_in_until", or_null(stand_in.map(|one| one.until))),
            ("stand_in_word", stand_in.map_or("", super::StandIn::word).into()),
        ],
    };
    Views { rows: vec![row], counts: Vec::new() }
}
