use crate::kernel::{Millis, Series};
use serde::{Deserialize, Serialize};

/// What was told in a hall.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// Thông báo.
    AnnouncementMade {
        /// Hall code.
        hall: String,
        /// Local date as `yyyymmdd`.
        day: i64,
        /// Number within the hall and the day, from 1.
        number: i64,
        /// What is told, in Vietnamese.
        text: String,
        /// The same in English, may be of no length.
        text_en: String,
        /// Instant it ends by itself.
        until: Millis,
        /// Who tells it.
        by: String,
        /// Instant.
        at: Millis,
    },
    /// Rút thông báo.
    AnnouncementWithdrawn {
        /// Number.
        number: i64,
        /// Who took it back.
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
            Self::AnnouncementMade { .. } => "AnnouncementMade",
            Self::AnnouncementWithdrawn { .. } => "AnnouncementWithdrawn",
        }
    }

    /// Announcements are numbered within their own stream: no series is asked.
    pub fn fill(&mut self, _next: &mut dyn FnMut(&Series) -> i64) {}
}
