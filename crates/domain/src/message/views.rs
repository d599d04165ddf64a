use super::State;
use crate::kernel::{Row, StreamId, Views};

/// What pages see of a message, and by which ids its parts are known to the message centre: receipts come for each part.
#[must_use]
pub fn views(message: &State, stream: StreamId) -> Views {
    let parts = i64::try_from(message.provider_ids.len()).expect("a message has at most 255 parts");
    let row = Row {
        table: "message_row",
        key: vec![("message", stream.into())],
        columns: vec![
            ("about", message.about.word().into()),
            ("about_stream", message.about.stream().into()),
            ("about_number", message.about.number().into()),
            ("subject", message.subject.into()),
            ("template", message.template.as_str().into()),
            ("channel", message.channel.word().into()),
            ("status", message.status.word().into()),
            ("requested_at", message.requested_at.into()),
            ("sent_at", message.sent_at.into()),
            ("settled_at", message.settled_at.into()),
            ("attempts", message.attempts.into()),
            ("parts", parts.into()),
            ("failure", message.failure.as_str().into()),
        ],
    };
    let part = |(part, id): (i64, &String)| Row {
        table: "message_part_row",
        key: vec![("message", stream.into()), ("part", part.into())],
        columns: vec![("provider_id", id.as_str().into())],
    };
    let rows = std::iter::once(row).chain((1..).zip(&message.provider_ids).map(part)).collect();
    Views { rows, counts: Vec::new() }
}
