use super::{About, Channel};
use crate::kernel::{Millis, Series, SubjectId};
use serde::{Deserialize, Serialize};

/// What happened to a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// Cần nhắn.
    MessageRequested {
        /// What it is about.
        about: About,
        /// Who gets it.
        subject: SubjectId,
        /// Template id.
        template: String,
        /// How it goes.
        channel: Channel,
        /// Instant.
        at: Millis,
    },
    /// Bắt đầu gửi.
    MessageSending {
        /// 1 for the first attempt.
        attempt: i64,
        /// Instant.
        at: Millis,
    },
    /// The centre said: later.
    MessagePostponed {
        /// Code.
        failure: String,
        /// Instant.
        at: Millis,
    },
    /// Đã gửi.
    MessageSent {
        /// Ids given by the centre, one for each part.
        provider_ids: Vec<String>,
        /// Instant.
        at: Millis,
    },
    /// Đã nhận, all parts.
    MessageDelivered {
        /// Instant.
        at: Millis,
    },
    /// One part of several arrived.
    MessagePartDelivered {
        /// The part's id.
        provider_id: String,
        /// Instant.
        at: Millis,
    },
    /// Không gửi được.
    MessageFailed {
        /// Code.
        failure: String,
        /// Instant.
        at: Millis,
    },
    /// Không rõ đã gửi hay chưa.
    MessageInDoubt {
        /// Code.
        failure: String,
        /// Instant.
        at: Millis,
    },
}

impl Event {
    /// Its name in the journal.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::MessageRequested { .. } => "MessageRequested",
            Self::MessageSending { .. } => "MessageSending",
            Self::MessagePostponed { .. } => "MessagePostponed",
            Self::MessageSent { .. } => "MessageSent",
            Self::MessageDelivered { .. } => "MessageDelivered",
            Self::MessagePartDelivered { .. } => "MessagePartDelivered",
            Self::MessageFailed { .. } => "MessageFailed",
            Self::MessageInDoubt { .. } => "MessageInDoubt",
        }
    }

    /// A message asks for no number.
    pub fn fill(&mut self, _next: &mut dyn FnMut(&Series) -> i64) {}
}
