use crate::kernel::{Millis, Number, Series, StreamId, Vnd};
use serde::{Deserialize, Serialize};

/// What happened to a pad.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// In tập phiếu.
    PadIssued {
        /// Hall code.
        hall: String,
        /// Counter code it was printed for.
        counter: String,
        /// Number of the pad in its hall.
        number: Number,
        /// How many slips it has.
        slips: i64,
        /// Who.
        by: String,
        /// Instant.
        at: Millis,
    },
    /// Nhập phiếu.
    SlipEntered {
        /// Number in the pad, from 1.
        slip: i64,
        /// The dossier that was taken down.
        dossier: StreamId,
        /// When it was filled in before the person, as the slip says.
        received_at: Millis,
        /// Cash that was taken with it, none when the fee is still due.
        cash_vnd: Option<Vnd>,
        /// Who.
        by: String,
        /// Instant.
        at: Millis,
    },
    /// Xác nhận phiếu.
    SlipConfirmed {
        /// Number in the pad.
        slip: i64,
        /// Who.
        by: String,
        /// Instant.
        at: Millis,
    },
    /// Trả lại phiếu.
    SlipSentBack {
        /// Number in the pad.
        slip: i64,
        /// Why.
        reason: String,
        /// Who.
        by: String,
        /// Instant.
        at: Millis,
    },
    /// Bỏ phiếu.
    SlipSpoiled {
        /// Number in the pad.
        slip: i64,
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
            Self::PadIssued { .. } => "PadIssued",
            Self::SlipEntered { .. } => "SlipEntered",
            Self::SlipConfirmed { .. } => "SlipConfirmed",
            Self::SlipSentBack { .. } => "SlipSentBack",
            Self::SlipSpoiled { .. } => "SlipSpoiled",
        }
    }

    /// Writes the pad's number.
    pub fn fill(&mut self, next: &mut dyn FnMut(&Series) -> i64) {
        if let Self::PadIssued { number, .. } = self {
            number.fill(next);
        }
    }
}
