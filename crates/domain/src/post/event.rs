use super::PostEnd;
use crate::kernel::{Millis, Series, StreamId};
use serde::{Deserialize, Serialize};

/// What happened to what came by post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// Quét bưu gửi đến.
    PostItemScanned {
        /// Hall code.
        hall: String,
        /// Local date as `yyyymmdd`.
        day: i64,
        /// Number within the hall and the day, from 1.
        item: i64,
        /// Number of the sack it came in.
        sack: i64,
        /// Its code: capital letters and digits.
        code: String,
        /// Instant from which it is to be entered soon.
        yellow_at: Millis,
        /// Instant by which it is to be entered.
        enter_by: Millis,
        /// Who.
        by: String,
        /// Instant.
        at: Millis,
    },
    /// Để nháp hồ sơ của bưu gửi.
    PostItemDrafted {
        /// Number.
        item: i64,
        /// The draft.
        dossier: StreamId,
        /// Who.
        by: String,
        /// Instant.
        at: Millis,
    },
    /// Nhập bưu gửi.
    PostItemEntered {
        /// Number.
        item: i64,
        /// The dossier.
        dossier: StreamId,
        /// How it was answered.
        end: PostEnd,
        /// Who.
        by: String,
        /// Instant.
        at: Millis,
    },
    /// Gạch bưu gửi.
    PostItemStruck {
        /// Number.
        item: i64,
        /// Why.
        reason: String,
        /// Who.
        by: String,
        /// Instant.
        at: Millis,
    },
    /// Chốt túi thư.
    PostSackClosed {
        /// Number of the sack within the hall and the day.
        sack: i64,
        /// Who.
        by: String,
        /// Instant.
        at: Millis,
    },
}

impl Event {
    /// Its name in the journal.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::PostItemScanned { .. } => "PostItemScanned",
            Self::PostItemDrafted { .. } => "PostItemDrafted",
            Self::PostItemEntered { .. } => "PostItemEntered",
            Self::PostItemStruck { .. } => "PostItemStruck",
            Self::PostSackClosed { .. } => "PostSackClosed",
        }
    }

    /// Items and sacks are numbered within their own stream: no series is asked.
    pub fn fill(&mut self, _next: &mut dyn FnMut(&Series) -> i64) {}
}
