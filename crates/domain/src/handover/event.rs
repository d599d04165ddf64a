use super::Listed;
use crate::kernel::{Millis, Number, Series, StreamId};
use serde::{Deserialize, Serialize};

/// What happened to a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// Lập danh sách bàn giao.
    HandoverDrawn {
        /// Hall code.
        hall: String,
        /// Unit that gives.
        from: String,
        /// Unit that receives.
        to: String,
        /// Local date as `yyyymmdd`.
        day: i64,
        /// Number within the hall and the day.
        number: Number,
        /// The dossiers.
        lines: Vec<Listed>,
        /// Instant by which every line is to be decided.
        confirm_by: Millis,
        /// Who gives.
        by: String,
        /// Instant.
        at: Millis,
    },
    /// Nhận bàn giao: these lines.
    HandoverReceived {
        /// The dossiers.
        dossiers: Vec<StreamId>,
        /// Who received.
        by: String,
        /// Instant.
        at: Millis,
    },
    /// Gạch tên: a dossier of the list was not among the papers.
    HandoverStruck {
        /// The dossier.
        dossier: StreamId,
        /// Why.
        reason: String,
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
            Self::HandoverDrawn { .. } => "HandoverDrawn",
            Self::HandoverReceived { .. } => "HandoverReceived",
            Self::HandoverStruck { .. } => "HandoverStruck",
        }
    }

    /// Writes the list's number.
    pub fn fill(&mut self, next: &mut dyn FnMut(&Series) -> i64) {
        if let Self::HandoverDrawn { number, .. } = self {
            number.fill(next);
        }
    }
}
