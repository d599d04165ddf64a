//! Waiting and working.

use super::{Case, Spread};
use crate::kernel::Millis;
use std::collections::BTreeMap;

/// Thời gian chờ và thời gian làm of what was done, in working milliseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waits {
    /// It lay with somebody who was busy with something else, or with nobody.
    pub waited: Spread,
    /// Somebody was at it.
    pub worked: Spread,
    /// On the clock on the wall, nights and days off included.
    pub passed: Spread,
    /// Working time that was others': it is in neither of the two.
    pub outside: Spread,
}

impl Waits {
    pub(super) fn add(&mut self, waited: i64, worked: i64, passed: i64, outside: bool) {
        if outside {
            self.outside.add(waited + worked);
        } else {
            self.waited.add(waited);
            self.worked.add(worked);
        }
        self.passed.add(passed);
    }
}

/// When somebody began a thing that was handed over and is done: at once, or when the thing before it was finished.
///
/// ```
/// use domain::mining::begun_at;
/// assert_eq!(begun_at(100, None, 900), 100);
/// assert_eq!(begun_at(100, Some(400), 900), 400);
/// assert_eq!(begun_at(500, Some(400), 900), 500);
/// ```
#[must_use]
pub fn begun_at(handed_at: Millis, free_from: Option<Millis>, done_at: Millis) -> Millis {
    free_from.unwrap_or(handed_at).clamp(handed_at, done_at)
}

/// Fills in when each person had finished the thing before, from these cases alone. Things finished at one instant by one person share what
/// was before all of them.
pub fn fill_free_from(cases: &mut [Case<'_>]) {
    let mut finished: BTreeMap<&str, Vec<Millis>> = BTreeMap::new();
    for done in cases.iter().flat_map(|case| &case.done).filter(|done| !done.person.is_empty()) {
        finished.entry(done.person).or_default().push(done.at);
    }
    for instants in finished.values_mut() {
        instants.sort_unstable();
    }
    for done in cases.iter_mut().flat_map(|case| &mut case.done) {
        let Some(instants) = finished.get(done.person) else { continue };
        let earlier = instants.partition_point(|at| *at < done.at);
        done.free_from = earlier.checked_sub(1).map(|last| instants[last]);
    }
}
