use super::Score;
use crate::kernel::{Millis, Series, StreamId};
use crate::ticket::Errand;
use serde::{Deserialize, Serialize};

/// What happened in a visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// Bắt đầu giao dịch.
    VisitStarted {
        /// Hall code.
        hall: String,
        /// Local date as `yyyymmdd`.
        day: i64,
        /// Counter code.
        counter: String,
        /// Officer.
        person: String,
        /// Stream of the ticket.
        ticket: Option<StreamId>,
        /// Its label.
        ticket_label: String,
        /// What for, as far as the number says.
        #[serde(default)]
        errand: Errand,
        /// Instant of the call, none for a person served without a number.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        called_at: Option<Millis>,
        /// From taking the ticket to sitting down.
        waited_ms: Millis,
        /// Instant.
        at: Millis,
    },
    /// Chạm vào một hồ sơ.
    DossierTouched {
        /// Stream of the dossier.
        dossier: StreamId,
        /// What was done.
        act: String,
        /// Instant.
        at: Millis,
    },
    /// Lượt giao dịch sang tay người khác: whoever sits at the counter from now on goes on with it.
    VisitPassedOn {
        /// Officer from now on.
        person: String,
        /// Instant.
        at: Millis,
    },
    /// Kết thúc giao dịch.
    VisitFinished {
        /// Instant.
        at: Millis,
    },
    /// Đánh giá mức độ hài lòng.
    VisitRated {
        /// How satisfied.
        score: Score,
        /// Instant.
        at: Millis,
    },
}

impl Event {
    /// Its name in the journal.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::VisitStarted { .. } => "VisitStarted",
            Self::DossierTouched { .. } => "DossierTouched",
            Self::VisitPassedOn { .. } => "VisitPassedOn",
            Self::VisitFinished { .. } => "VisitFinished",
            Self::VisitRated { .. } => "VisitRated",
        }
    }

    /// A visit asks for no number.
    pub fn fill(&mut self, _next: &mut dyn FnMut(&Series) -> i64) {}
}
