use super::figures::Line;
use super::period::Period;
use crate::kernel::Millis;
use serde::{Deserialize, Serialize};

/// Bản báo cáo: the figures as they were handed in once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// 1 for the first, 2 for its first correction.
    pub issue: i64,
    /// Place in the journal up to which everything was counted.
    pub known: i64,
    /// Why it was issued anew, of no length for the first.
    pub reason: String,
    /// Its lines.
    pub lines: Vec<Line>,
    /// Who submitted it.
    pub by: String,
    /// In which position.
    pub position: String,
    /// Instant.
    pub at: Millis,
}

/// A report that was submitted at least once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Unit that reports.
    pub unit: String,
    /// Of which period.
    pub period: Period,
    /// Instant it begins.
    pub begins_at: Millis,
    /// Instant it is over.
    pub ends_at: Millis,
    /// Issues in order; the last one holds.
    pub issues: Vec<Issue>,
}
