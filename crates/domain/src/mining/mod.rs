//! Khai phá quy trình: which ways dossiers took, how long, where they waited, who gave them to whom.
//!
//! Numbers in, numbers out: cases with the things done in them, whether they come from the journal, from rows or from the log of
//! another system. Everything is counted in whole numbers and milliseconds, and every number knows its cases by their places in what was
//! handed in, so that a page can open them.
//!
//! Things done stand in the order of their instants, those of one instant in the order they were handed in: as pm4py reads a log. Variants,
//! durations, directly-follows counts, begins, ends, what was done again and hand-overs are held against pm4py's on published logs
//! (`xtask/log-mining.py`). Waiting and working are ours: a log seldom says when a step was begun. A person does one thing
//! at a time, so a step begins when it was handed over or when that person had finished the thing before it, whichever is later. It is an
//! estimate, and pages say so.

mod spread;
#[cfg(test)]
mod tests;
mod waits;

pub use spread::Spread;
pub use waits::{Waits, begun_at, fill_free_from};

use crate::kernel::Millis;
use std::collections::{BTreeMap, BTreeSet};

/// Một việc đã làm trong một hồ sơ.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Done<'a> {
    /// What.
    pub activity: &'a str,
    /// Unit, of no length when it is not known.
    pub unit: &'a str,
    /// Person, of no length when it is not known.
    pub person: &'a str,
    /// Instant it was handed over, where that is known.
    pub handed_at: Option<Millis>,
    /// Instant the person had finished the thing before it, in whichever case; see [`fill_free_from`].
    pub free_from: Option<Millis>,
    /// Instant it was done.
    pub at: Millis,
    /// Its time is somebody else's: another authority's, the applicant's.
    pub outside: bool,
}

/// Một hồ sơ với những việc đã làm.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Case<'a> {
    /// What was done.
    pub done: Vec<Done<'a>>,
    /// More will be done: it ends nowhere yet.
    pub open: bool,
}

/// Biến thể: a way cases took, from the first thing done to the last.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Way {
    /// What was done, in order.
    pub activities: Vec<String>,
    /// They are still on it.
    pub open: bool,
}

/// How often, and in which cases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// Times.
    pub times: i64,
    /// Places of the cases in what was handed in, ascending, each once.
    pub cases: BTreeSet<usize>,
}

impl Seen {
    fn once_more(&mut self, case: usize) {
        self.times += 1;
        self.cases.insert(case);
    }

    /// Cases in which it was seen.
    #[must_use]
    pub fn in_cases(&self) -> i64 {
        count(self.cases.len())
    }
}

/// Một việc theo ngay sau một việc khác: how often, and what lay between.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Follows {
    /// How often.
    pub seen: Seen,
    /// From the one thing done to the next, on the clock on the wall.
    pub between: Spread,
}

/// What is known of an activity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Activity {
    /// How often it was done.
    pub seen: Seen,
    /// Cases in which it was done more than once: what had to be done again.
    pub again: BTreeSet<usize>,
    /// Times it was done after the first, over all cases.
    pub repeats: i64,
    /// Waiting and working of all who did it.
    pub waits: Waits,
    /// The same by unit and person.
    pub by: BTreeMap<(String, String), (Seen, Waits)>,
}

/// Kết quả khai phá.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mined {
    /// Cases handed in.
    pub cases: i64,
    /// Things done in them.
    pub events: i64,
    /// The ways taken.
    pub ways: BTreeMap<Way, BTreeSet<usize>>,
    /// From the first thing done to the last, of each case in the order handed in; nothing of a case without any.
    pub durations: Vec<i64>,
    /// What was done first.
    pub starts: BTreeMap<String, Seen>,
    /// What was done last; of cases still open nothing.
    pub ends: BTreeMap<String, Seen>,
    /// What followed what.
    pub follows: BTreeMap<(String, String), Follows>,
    /// What was done.
    pub activities: BTreeMap<String, Activity>,
    /// Who gave it to whom: each thing done after another, also by the same person.
    pub persons: BTreeMap<(String, String), Seen>,
    /// Which unit gave it to which: only from one to another.
    pub units: BTreeMap<(String, String), Seen>,
    /// Working time between a thing done and the next one's hand-over: nobody here had it. Papers were waited for, as a rule.
    pub away: (Spread, BTreeSet<usize>),
}

impl Mined {
    /// The ways by how many cases took them, the most first; among equals those of fewer things, then by name.
    #[must_use]
    pub fn ways_by_cases(&self) -> Vec<(&Way, &BTreeSet<usize>)> {
        let mut ways: Vec<_> = self.ways.iter().collect();
        ways.sort_by_key(|(way, cases)| {
            (std::cmp::Reverse(cases.len()), way.activities.len(), (*way).clone())
        });
        ways
    }

    /// Hand-overs: a thing done by somebody after a thing done by somebody else.
    #[must_use]
    pub fn handovers(&self) -> i64 {
        self.persons
            .iter()
            .filter(|((from, to), _)| from != to && !from.is_empty() && !to.is_empty())
            .map(|(_, seen)| seen.times)
            .sum()
    }

    /// The activity in which cases waited longest, all in all; none when nothing waited.
    #[must_use]
    pub fn bottleneck(&self) -> Option<(&str, &Activity)> {
        let waited = |activity: &Activity| activity.waits.waited.sum;
        self.activities
            .iter()
            .filter(|(_, activity)| waited(activity) > 0)
            // Of equals the first by name.
            .max_by_key(|(name, activity)| (waited(activity), std::cmp::Reverse(*name)))
            .map(|(name, activity)| (name.as_str(), activity))
    }
}

/// Mines cases. `working` says how many working milliseconds lie between two instants, the first not after the second.
#[must_use]
pub fn mine(cases: &[Case<'_>], working: &dyn Fn(Millis, Millis) -> i64) -> Mined {
    let mut mined = Mined { cases: count(cases.len()), ..Mined::default() };
    for (place, case) in cases.iter().enumerate() {
        let mut done: Vec<&Done<'_>> = case.done.iter().collect();
        // Stable: what happened at one instant stays in its order.
        done.sort_by_key(|one| one.at);
        mined.case(place, case.open, &done, working);
    }
    mined
}

impl Mined {
    fn case(
        &mut self,
        place: usize,
        open: bool,
        done: &[&Done<'_>],
        working: &dyn Fn(Millis, Millis) -> i64,
    ) {
        let (Some(first), Some(last)) = (done.first(), done.last()) else { return };
        self.events += count(done.len());
        self.durations.push(last.at - first.at);
        let way = Way { activities: done.iter().map(|one| one.activity.to_owned()).collect(), open };
        self.ways.entry(way).or_default().insert(place);
        self.starts.entry(first.activity.to_owned()).or_default().once_more(place);
        if !open {
            self.ends.entry(last.activity.to_owned()).or_default().once_more(place);
        }
        let mut before: Option<&Done<'_>> = None;
        for one in done {
            self.activity(place, one, before, working);
            if let Some(before) = before {
                self.follows(place, before, one, working);
            }
            before = Some(one);
        }
    }

    fn activity(
        &mut self,
        place: usize,
        one: &Done<'_>,
        before: Option<&Done<'_>>,
        working: &dyn Fn(Millis, Millis) -> i64,
    ) {
        let activity = self.activities.entry(one.activity.to_owned()).or_default();
        if activity.seen.cases.contains(&place) {
            activity.again.insert(place);
            activity.repeats += 1;
        }
        activity.seen.once_more(place);
        let handed_at = one.handed_at.or_else(|| before.map(|before| before.at));
        let Some(handed_at) = handed_at.filter(|at| *at <= one.at) else { return };
        let begun = begun_at(handed_at, one.free_from, one.at);
        let (waited, worked) = (working(handed_at, begun), working(begun, one.at));
        let by = activity.by.entry((one.unit.to_owned(), one.person.to_owned())).or_default();
        by.0.once_more(place);
        for waits in [&mut activity.waits, &mut by.1] {
            waits.add(waited, worked, one.at - handed_at, one.outside);
        }
    }

    fn follows(
        &mut self,
        place: usize,
        before: &Done<'_>,
        one: &Done<'_>,
        working: &dyn Fn(Millis, Millis) -> i64,
    ) {
        let pair = (before.activity.to_owned(), one.activity.to_owned());
        let follows = self.follows.entry(pair).or_default();
        follows.seen.once_more(place);
        follows.between.add(one.at - before.at);
        let persons = (before.person.to_owned(), one.person.to_owned());
        self.persons.entry(persons).or_default().once_more(place);
        if before.unit != one.unit && !before.unit.is_empty() && !one.unit.is_empty() {
            let units = (before.unit.to_owned(), one.unit.to_owned());
            self.units.entry(units).or_default().once_more(place);
        }
        if let Some(handed_at) = one.handed_at.filter(|at| *at > before.at) {
            self.away.0.add(working(before.at, handed_at));
            self.away.1.insert(place);
        }
    }
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
