use super::State;
use crate::kernel::{Row, StreamId, Value, Views};

/// What pages see of the announcements of a hall and a day.
#[must_use]
pub fn views(board: &State, stream: StreamId) -> Views {
    let row = |one: &super::Announcement| {
        let (by, at) =
            one.withdrawn.as_ref().map_or(("", Value::Null), |(by, at)| (by.as_str(), (*at).into()));
        Row {
            table: "announcement_row",
            key: vec![("board", stream.into()), ("number", one.number.into())],
            columns: vec![
                ("hall", board.hall.as_str().into()),
                ("day", board.day.into()),
                ("text", one.text.as_str().into()),
                ("text_en", one.text_en.as_str().into()),
                ("said_by", one.by.as_str().into()),
                ("said_at", one.at.into()),
                ("until_at", one.until.into()),
                ("withdrawn_by", by.into()),
                ("withdrawn_at", at),
            ],
        }
    };
    Views { rows: board.told.iter().map(row).collect(), counts: Vec::new() }
}
