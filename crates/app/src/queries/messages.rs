//! Messages, for the pages that show them and the job that sends them.

use super::statements as sql;
use crate::App;
use crate::error::Result;
use domain::kernel::{Millis, StreamId, Value};
use domain::message::{self, About};
use store::Row;

/// A message in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageLine {
    /// Stream.
    pub message: StreamId,
    /// Template id.
    pub template: String,
    /// `sms`, `mail`.
    pub channel: String,
    /// Word of the status.
    pub status: String,
    /// Instant it was asked for.
    pub requested_at: Millis,
    /// Instant the centre took it.
    pub sent_at: Option<Millis>,
    /// Instant it was settled.
    pub settled_at: Option<Millis>,
    /// Parts it was sent in.
    pub parts: i64,
    /// Code of the last failure.
    pub failure: String,
    /// Attempts to send.
    pub attempts: i64,
}

impl App {
    /// Messages about something, in order.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn messages_of(&self, about: About) -> Result<Vec<MessageLine>> {
        let values: [Value; 3] = [self.tenant().into(), about.stream().into(), about.number().into()];
        let rows = self.store().query(self.tenant(), &sql::MESSAGES_OF, &values).await?;
        Ok(rows.iter().map(message_line).collect())
    }

    /// Messages about dossiers that need a person, newest first, with their dossier: `failed` or `in_doubt`.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn troubled_messages(&self, status: &str) -> Result<Vec<(MessageLine, StreamId)>> {
        let values: [Value; 2] = [self.tenant().into(), status.into()];
        let rows = self.store().query(self.tenant(), &sql::MESSAGES_TROUBLED, &values).await?;
        Ok(rows.iter().map(|row| (message_line(row), StreamId(row.i64(10)))).collect())
    }

    /// Messages left between sending and noting when the power went.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn messages_left_sending(&self) -> Result<Vec<StreamId>> {
        let rows = self.store().query(self.tenant(), &sql::MESSAGES_SENDING, &[self.tenant().into()]).await?;
        Ok(rows.iter().map(|row| StreamId(row.i64(0))).collect())
    }

    /// The message one of whose parts has that id.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn message_of_part(&self, provider_id: &str) -> Result<Option<StreamId>> {
        let values: [Value; 2] = [self.tenant().into(), provider_id.into()];
        let rows = self.store().query(self.tenant(), &sql::MESSAGE_OF_PART, &values).await?;
        Ok(rows.first().map(|row| StreamId(row.i64(0))))
    }

    /// One message whole.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn message(&self, message: StreamId) -> Result<Option<message::State>> {
        let loaded = self.store().load(self.tenant(), &[message]).await?.pop().flatten();
        Ok(loaded.and_then(|loaded| match loaded.state {
            domain::State::Message(state) => state.map(|state| *state),
            _ => None,
        }))
    }
}

fn message_line(row: &Row) -> MessageLine {
    MessageLine {
        message: StreamId(row.i64(0)),
        template: row.text(1).to_owned(),
        channel: row.text(2).to_owned(),
        status: row.text(3).to_owned(),
        requested_at: row.i64(4),
        sent_at: row.i64_or_none(5),
        settled_at: row.i64_or_none(6),
        parts: row.i64(7),
        failure: row.text(8).to_owned(),
        attempts: row.i64(9),
    }
}
