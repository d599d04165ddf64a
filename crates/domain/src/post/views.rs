use super::{PostStatus, State};
use crate::kernel::{Row, StreamId, Value, Views};

/// What pages see of what came by post: a row for each item.
#[must_use]
pub fn views(post: &State, stream: StreamId) -> Views {
    let row = |item: &super::PostItem| {
        let (dossier, ended, by, reason, at) = match &item.status {
            PostStatus::Waiting { draft } => (draft.map_or(Value::Null, Into::into), "", "", "", Value::Null),
            PostStatus::Entered { dossier, end, by, at } => {
                ((*dossier).into(), end.word(), by.as_str(), "", (*at).into())
            }
            PostStatus::Struck { by, reason, at } => {
                (Value::Null, "", by.as_str(), reason.as_str(), (*at).into())
            }
        };
        Row {
            table: "post_item_row",
            key: vec![("post", stream.into()), ("item", item.number.into())],
            columns: vec![
                ("hall", post.hall.as_str().into()),
                ("day", post.day.into()),
                ("sack", item.sack.into()),
                ("code", item.code.as_str().into()),
                ("status", item.status.word().into()),
                ("scanned_by", item.scanned_by.as_str().into()),
                ("scanned_at", item.scanned_at.into()),
                ("yellow_at", item.yellow_at.into()),
                ("enter_by", item.enter_by.into()),
                ("dossier", dossier),
                ("ended", ended.into()),
                ("decided_by", by.into()),
                ("reason", reason.into()),
                ("decided_at", at),
            ],
        }
    };
    Views { rows: post.items.iter().map(row).collect(), counts: Vec::new() }
}
