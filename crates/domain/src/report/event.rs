use super::period::Period;
use super::state::Issue;
use crate::kernel::{Millis, Series};
use serde::{Deserialize, Serialize};

/// What happened to a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// Gửi báo cáo, chốt số liệu: the figures of this issue never change again.
    ReportSubmitted {
        /// Unit that reports.
        unit: String,
        /// Of which period.
        period: Period,
        /// Instant the period begins.
        begins_at: Millis,
        /// Instant it is over.
        ends_at: Millis,
        /// The figures.
        issue: Issue,
    },
}

impl Event {
    /// Its name in the journal.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::ReportSubmitted { .. } => "ReportSubmitted",
        }
    }

    /// Issues are numbered by the report itself.
    pub fn fill(&mut self, _next: &mut dyn FnMut(&Series) -> i64) {}
}
