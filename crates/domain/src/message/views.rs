use super::State;
use crate::kernel::{Row, StreamId, Views};

/// What pages see of a message.
#[must_use]
pub fn views(message: &State, stream: StreamId) -> Views {
    let parts = i64::try_from(message.provider_ids.len()).expect("a message has at most 255 parts");
    let row = Row {
        table: "message_row",
        key: vec![("message", stream.into())],
        columns: vec![
            ("dossier", message.dossier.into()),
            ("subject", message.subject.into()),
            ("template", message.template.as_str().into()),
            ("channel", message.channel.word().into()),
            ("status", message.status.word().into()),
            ("requested_at", message.requested_at.into()),
            ("sent_at", message.sent_at.into()),
            ("settled_at", message.settled_at.into()),
            ("attempts", message.attempts.into()),
            ("parts", parts.into()),
            ("provider_id", message.provider_ids.first().map_or("", String::as_str).into()),
            ("failure", message.failure.as_str().into()),
        ],
    };
    Views { rows: vec![row], counts: Vec::new() }
}
