use super::State;
use crate::kernel::{Row, StreamId, Views};

/// What pages see of a list before they open it.
#[must_use]
pub fn views(list: &State, stream: StreamId) -> Views {
    let count = |some: usize| i64::try_from(some).expect("a list has some fifty lines");
    let row = Row {
        table: "handover_row",
        key: vec![("handover", stream.into())],
        columns: vec![
            ("hall", list.hall.as_str().into()),
            ("to_unit", list.to.as_str().into()),
            ("day", list.day.into()),
            ("number", list.number.into()),
            ("lines", count(list.lines.len()).into()),
            ("waiting", count(list.waiting()).into()),
            ("struck", count(list.struck()).into()),
            ("drawn_by", list.drawn_by.as_str().into()),
            ("drawn_at", list.drawn_at.into()),
            ("confirm_by", list.confirm_by.into()),
            ("is_open", list.closed_at.is_none().into()),
            ("closed_at", list.closed_at.into()),
        ],
    };
    Views { rows: vec![row], counts: Vec::new() }
}
