//! What a replay came to, counted from the journal.

use super::Trace;
use serde::Serialize;
use std::collections::BTreeMap;

/// Kết quả: how the dossiers of a log came out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Figures {
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
    /// The same by the unit that answers, in the order of their names.
    pub by_unit: Vec<UnitFigures>,
}

/// One unit's share.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct UnitFigures {
    /// The unit as the log calls it.
    pub unit: String,
    /// Dossiers.
    pub cases: u64,
    /// Things done.
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

impl Figures {
    /// Counts.
    #[must_use]
    pub fn of<'a>(traces: impl IntoIterator<Item = &'a Trace>) -> Self {
        let mut units: BTreeMap<String, UnitFigures> = BTreeMap::new();
        for trace in traces {
            let unit = units.entry(trace.unit.clone()).or_default();
            unit.cases += 1;
            unit.events += count(trace.steps.len());
            unit.after_close += count(trace.steps.iter().filter(|step| step.after_close).count());
            match (trace.closed_at, trace.due_at) {
                (None, _) => unit.open += 1,
                (Some(closed), Some(due)) if closed <= due => unit.on_time += 1,
                (Some(_), Some(_)) => unit.late += 1,
                (Some(_), None) => unit.closed_without_deadline += 1,
            }
        }
        let mut all = Self::default();
        for (unit, mut share) in units {
            share.unit = unit;
            all.cases += share.cases;
            all.events += share.events;
            all.on_time += share.on_time;
            all.late += share.late;
            all.open += share.open;
            all.closed_without_deadline += share.closed_without_deadline;
            all.after_close += share.after_close;
            all.by_unit.push(share);
        }
        all
    }
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
