//! What a replay came to, counted from the journal.

use super::Trace;
use serde::Serialize;
use std::collections::BTreeMap;
use std::ops::AddAssign;

/// Kết quả: how dossiers came out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// Dossiers.
    pub cases: u64,
    /// Things done, also those noted after the close.
    pub events: u64,
    /// Closed by the promised instant.
    pub on_time: u64,
    /// Closed later.
    pub late: u64,
    /// Not closed.
    pub open: u64,
    /// Closed, but nothing was promised.
    pub closed_without_deadline: u64,
    /// Things noted after the close.
    pub after_close: u64,
}

/// How the dossiers of a log came out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Figures {
    /// All of them.
    #[serde(flatten)]
    pub all: Outcome,
    /// By the unit that answers, in the order of their names.
    pub by_unit: Vec<UnitFigures>,
}

/// One unit's share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnitFigures {
    /// The unit as the log calls it.
    pub unit: String,
    /// Its dossiers.
    #[serde(flatten)]
    pub outcome: Outcome,
}

impl Outcome {
    fn of(trace: &Trace) -> Self {
        let mut one = Self {
            cases: 1,
            events: count(trace.steps.len()),
            after_close: count(trace.steps.iter().filter(|step| step.after_close).count()),
            ..Self::default()
        };
        match (trace.closed_at, trace.due_at) {
            (None, _) => one.open = 1,
            (Some(closed), Some(due)) if closed <= due => one.on_time = 1,
            (Some(_), Some(_)) => one.late = 1,
            (Some(_), None) => one.closed_without_deadline = 1,
        }
        one
    }
}

impl AddAssign for Outcome {
    fn add_assign(&mut self, other: Self) {
        self.cases += other.cases;
        self.events += other.events;
        self.on_time += other.on_time;
        self.late += other.late;
        self.open += other.open;
        self.closed_without_deadline += other.closed_without_deadline;
        self.after_close += other.after_close;
    }
}

impl Figures {
    /// Counts.
    #[must_use]
    pub fn of<'a>(traces: impl IntoIterator<Item = &'a Trace>) -> Self {
        let mut all = Outcome::default();
        let mut units: BTreeMap<String, Outcome> = BTreeMap::new();
        for trace in traces {
            let one = Outcome::of(trace);
            all += one;
            *units.entry(trace.unit.clone()).or_default() += one;
        }
        let by_unit = units.into_iter().map(|(unit, outcome)| UnitFigures { unit, outcome }).collect();
        Self { all, by_unit }
    }
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
