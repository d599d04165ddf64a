use super::{State, label};
use crate::kernel::{Row, StreamId, Views};

/// What pages see of an arrival: the pass, and nothing of what was answered.
#[must_use]
pub fn views(arrival: &State, stream: StreamId) -> Views {
    let row = Row {
        table: "arrival_row",
        key: vec![("arrival", stream.into())],
        columns: vec![
            ("hall", arrival.hall.as_str().into()),
            ("day", arrival.day.into()),
            ("number", arrival.number.into()),
            ("label", label(arrival.number).into()),
            ("form", arrival.form.as_str().into()),
            ("version", arrival.version.as_str().into()),
            ("advice", arrival.advice.word().into()),
            ("rule", arrival.rule.into()),
            ("token", arrival.token.as_str().into()),
            ("declared_at", arrival.declared_at.into()),
            ("keep_until", arrival.keep_until.into()),
            ("cleared_at", arrival.cleared_at.into()),
        ],
    };
    Views { rows: vec![row], counts: Vec::new() }
}
