use crate::kernel::{Millis, StreamId, SubjectId};
use serde::{Deserialize, Serialize};

/// What a message is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// A dossier.
    Dossier(StreamId),
    /// A ticket of the queue.
    Ticket(StreamId),
    /// A booking of an appointment book.
    Appointment {
        /// Stream of the book.
        book: StreamId,
        /// Number of the booking.
        number: i64,
    },
}

impl About {
    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Dossier(_) => "dossier",
            Self::Ticket(_) => "ticket",
            Self::Appointment { .. } => "appointment",
        }
    }

    /// The stream it stands in.
    #[must_use]
    pub const fn stream(self) -> StreamId {
        match self {
            Self::Dossier(stream) | Self::Ticket(stream) | Self::Appointment { book: stream, .. } => stream,
        }
    }

    /// The number within that stream, 0 when the stream is all of it.
    #[must_use]
    pub const fn number(self) -> i64 {
        match self {
            Self::Dossier(_) | Self::Ticket(_) => 0,
            Self::Appointment { number, .. } => number,
        }
    }
}

/// How it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Tin nhắn SMS.
    Sms,
    /// Thư điện tử.
    Mail,
}

impl Channel {
    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Sms => "sms",
            Self::Mail => "mail",
        }
    }
}

/// Where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// To be sent.
    Requested,
    /// Being sent: between this and the next event a crash leaves it in doubt.
    Sending,
    /// The message centre has it.
    Sent,
    /// The person's device has it.
    Delivered,
    /// It will not arrive.
    Failed,
    /// Nobody knows whether it went.
    InDoubt,
}

impl Status {
    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
            Self::InDoubt => "in_doubt",
        }
    }
}

/// One message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// What it is about.
    pub about: About,
    /// Who gets it.
    pub subject: SubjectId,
    /// Template id.
    pub template: String,
    /// How it goes.
    pub channel: Channel,
    /// Where it stands.
    pub status: Status,
    /// Instant.
    pub requested_at: Millis,
    /// Instant the centre took it.
    pub sent_at: Option<Millis>,
    /// Instant it was delivered, failed or put in doubt.
    pub settled_at: Option<Millis>,
    /// Attempts to send.
    pub attempts: i64,
    /// Ids given by the centre, one for each part.
    pub provider_ids: Vec<String>,
    /// Ids of the parts whose receipt has not come.
    pub undelivered: Vec<String>,
    /// Code of the last failure.
    pub failure: String,
}
