use super::Grant;
use crate::kernel::{Millis, Series};
use serde::{Deserialize, Serialize};

/// What happened to a grant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// Giao ký thay: phân công, ủy quyền, thừa lệnh.
    DelegationGranted {
        /// What is granted.
        grant: Grant,
        /// Who grants it.
        by: String,
        /// Instant.
        at: Millis,
    },
    /// Nhận từ danh mục: a grant that came with the catalogue begins its own life, because something is done to it.
    DelegationAdopted {
        /// Code of the row.
        row: String,
        /// What the row grants.
        grant: Grant,
        /// Instant.
        at: Millis,
    },
    /// Thu hồi.
    DelegationTakenBack {
        /// Why.
        reason: String,
        /// Who.
        by: String,
        /// Instant, from which it does not hold any more.
        at: Millis,
    },
}

impl Event {
    /// Its name in the journal.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::DelegationGranted { .. } => "DelegationGranted",
            Self::DelegationAdopted { .. } => "DelegationAdopted",
            Self::DelegationTakenBack { .. } => "DelegationTakenBack",
        }
    }

    /// Its document has a number of its own: no series is asked.
    pub fn fill(&mut self, _next: &mut dyn FnMut(&Series) -> i64) {}
}
