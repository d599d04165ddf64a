use crate::kernel::{Millis, StreamId};
use serde::{Deserialize, Serialize};

/// A dossier as it stands on a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// The dossier.
    pub dossier: StreamId,
    /// Its code.
    pub code: String,
    /// Name of its procedure.
    pub matter: String,
    /// Originals among the papers.
    pub originals: i64,
    /// All papers, originals too.
    pub papers: i64,
    /// Instant by which they have to leave the counter.
    pub travel_by: Millis,
}

/// What became of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "outcome")]
pub enum LineOutcome {
    /// Chờ nhận.
    Waiting,
    /// Đã nhận.
    Received {
        /// Who.
        by: String,
        /// Instant.
        at: Millis,
    },
    /// Gạch tên: it was not among the papers.
    Struck {
        /// Who.
        by: String,
        /// Why.
        reason: String,
        /// Instant.
        at: Millis,
    },
}

/// A line of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The dossier.
    pub listed: Listed,
    /// What became of it.
    pub outcome: LineOutcome,
}

/// One list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Hall code.
    pub hall: String,
    /// Unit that gives.
    pub from: String,
    /// Unit that receives.
    pub to: String,
    /// Local date it was drawn up, as `yyyymmdd`.
    pub day: i64,
    /// Number within the hall and the day.
    pub number: i64,
    /// Who gives.
    pub drawn_by: String,
    /// Instant it was drawn up.
    pub drawn_at: Millis,
    /// Instant by which every line is to be decided.
    pub confirm_by: Millis,
    /// Its lines, in the order written.
    pub lines: Vec<Line>,
    /// Instant the last line was decided, none while one waits.
    pub closed_at: Option<Millis>,
}

impl State {
    /// The line of a dossier.
    #[must_use]
    pub fn line(&self, dossier: StreamId) -> Option<&Line> {
        self.lines.iter().find(|line| line.listed.dossier == dossier)
    }

    /// How many lines wait.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.lines.iter().filter(|line| line.outcome == LineOutcome::Waiting).count()
    }

    /// How many lines were struck out.
    #[must_use]
    pub fn struck(&self) -> usize {
        self.lines.iter().filter(|line| matches!(line.outcome, LineOutcome::Struck { .. })).count()
    }
}

/// `03/241126`: the third list of a hall on 24/11/2026.
#[must_use]
pub fn label(day: i64, number: i64) -> String {
    format!("{number:02}/{:02}{:02}{:02}", day % 100, day / 100 % 100, day / 10_000 % 100)
}
