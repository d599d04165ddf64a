//! Ước lượng: how long somebody will wait, from how long visits took lately at the counters that are open and for what those before have come, and how far from the truth
//! such estimates were on days that are over. Both are one arithmetic: what a past day would have been told is worked out from its
//! history by the function that tells it today, so a better one is proved on days that were.

use crate::kernel::Millis;
use crate::ticket::{WaitOverRest, over_rest};
use std::collections::BTreeMap;

/// Visits that ended last and are looked at for the pace of counters.
pub const LATELY: usize = 60;
/// A counter has a pace of its own from so many visits on, a procedure a length; below, they go by the others.
const OWN_PACE: usize = 3;
const MINUTE: Millis = 60_000;
/// An estimate is right when it is not further off than this.
pub const CLOSE_MS: Millis = 5 * MINUTE;

/// Nhịp của sảnh: what a wait is estimated from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pace {
    /// Counters that are open, with the field groups they take.
    pub open: Vec<(String, Vec<String>)>,
    /// All counters that take a field group, open or not: how long visits take is known from the closed ones too.
    pub takes: BTreeMap<String, Vec<String>>,
    /// Visits that ended today, the last one first.
    pub lengths: Vec<Served>,
}

/// A visit that ended, as estimates see it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Served {
    /// Counter code.
    pub counter: String,
    /// Procedure key the number was taken for, of no length when it was taken for a field group.
    pub procedure: String,
    /// From sitting down to the end.
    pub length: Millis,
}

/// Who stands before somebody: procedure keys, of no length for a field group alone, and how many came for each.
pub type Ahead = BTreeMap<String, i64>;

impl Pace {
    /// How long somebody waits with these before, in whole minutes rounded up. Each of them takes as long as what they came for usually does: the
    /// median of the visits for it, of all visits of the field group while there were too few. Each open counter that takes the field group
    /// serves at its own pace, the median of its visits; together they get through as much in a minute as they do. None while no such counter
    /// is open or no visit has ended: nothing is promised that nobody can know.
    #[must_use]
    pub fn wait_ms(&self, field: &str, ahead: &Ahead) -> Option<Millis> {
        // Fine enough that parts of a millisecond do not add up to one.
        const SCALE: i128 = 1_000_000_000_000;
        let of_field = self.takes.get(field).map_or(&[][..], Vec::as_slice);
        let here = || self.lengths.iter().filter(|one| of_field.contains(&one.counter));
        let usual = median(here().take(LATELY).map(|one| one.length))?;
        let open = self.open.iter().filter(|(_, fields)| fields.iter().any(|one| one == field));
        // How many usual visits all of them get through in the time of one.
        let speed: i128 = open
            .map(|(code, _)| i128::from(usual.max(1)) * SCALE / i128::from(self.pace_of(code, usual).max(1)))
            .sum();
        if speed == 0 {
            return None;
        }
        let lasts = |procedure: &str| {
            let own = here().filter(|one| one.procedure == procedure && !procedure.is_empty());
            let own: Vec<Millis> = own.map(|one| one.length).collect();
            if own.len() < OWN_PACE { usual } else { median(own.into_iter()).unwrap_or(usual) }
        };
        let work: i128 =
            ahead.iter().map(|(procedure, many)| i128::from(*many) * i128::from(lasts(procedure))).sum();
        let wait = i64::try_from(work * SCALE / speed).ok()?;
        Some((wait + MINUTE - 1) / MINUTE * MINUTE)
    }

    /// What somebody with these before is told at an instant: the wait on the clock on the wall, the breaks of the hall in it.
    #[must_use]
    pub fn told(
        &self,
        at: Millis,
        field: &str,
        ahead: &Ahead,
        hours: &[(Millis, Millis)],
    ) -> Option<WaitOverRest> {
        let serving = self.open.iter().any(|(_, fields)| fields.iter().any(|one| one == field));
        Some(over_rest(at, self.wait_ms(field, ahead)?, hours, serving))
    }

    fn pace_of(&self, counter: &str, usual: Millis) -> Millis {
        let lately = self.lengths.iter().take(LATELY);
        let own: Vec<Millis> = lately.filter(|one| one.counter == counter).map(|one| one.length).collect();
        if own.len() < OWN_PACE { usual } else { median(own.into_iter()).unwrap_or(usual) }
    }
}

fn median(lengths: impl Iterator<Item = Millis>) -> Option<Millis> {
    let mut lengths: Vec<Millis> = lengths.collect();
    lengths.sort_unstable();
    lengths.get(lengths.len() / 2).copied()
}

/// Somebody who took a number on a day that is looked back on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiter {
    /// Field group.
    pub field: String,
    /// Procedure key, of no length when the number was taken for a field group.
    pub procedure: String,
    /// Instant of taking the number.
    pub taken_at: Millis,
    /// Instant it was ordered by.
    pub order_at: Millis,
    /// Instant of the first call.
    pub called_at: Option<Millis>,
    /// Instant of going home uncalled.
    pub gone_at: Option<Millis>,
    /// Came at an agreed time: told that, and no estimate.
    pub by_appointment: bool,
}

/// A counter on that day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CounterThen {
    /// Code.
    pub code: String,
    /// Field groups it takes.
    pub fields: Vec<String>,
    /// From when until when it was open.
    pub open: Vec<(Millis, Millis)>,
    /// Instants of sitting down and of the end, of each visit that ended, and the procedure key it was for.
    pub visits: Vec<(Millis, Millis, String)>,
}

/// What somebody was told, and how long it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// The estimate when the number was taken; none when it was said to be unknown.
    pub estimate_ms: Option<Millis>,
    /// From taking the number to the first call.
    pub waited_ms: Millis,
}

/// What everybody was told who was called on a day and came without an appointment. `hours`: from when until when the hall was open.
#[must_use]
pub fn told_on(waiters: &[Waiter], counters: &[CounterThen], hours: &[(Millis, Millis)]) -> Vec<Told> {
    let mut takes: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for counter in counters {
        for field in &counter.fields {
            takes.entry(field.clone()).or_default().push(counter.code.clone());
        }
    }
    let mut visits: Vec<(Millis, Millis, &str, &str)> = counters
        .iter()
        .flat_map(|counter| {
            let visits = counter.visits.iter();
            visits.map(|(from, to, procedure)| (*from, *to, counter.code.as_str(), procedure.as_str()))
        })
        .collect();
    // The latest first, as the hall of today is read.
    visits.sort_unstable_by(|one, other| other.cmp(one));
    let asked = waiters.iter().filter(|waiter| !waiter.by_appointment);
    asked
        .filter_map(|waiter| {
            let waited_ms = waiter.called_at? - waiter.taken_at;
            let at = waiter.taken_at;
            let ended = visits.iter().filter(|(_, to, ..)| *to <= at);
            let is_open =
                |counter: &&CounterThen| counter.open.iter().any(|(from, to)| (*from..*to).contains(&at));
            let pace = Pace {
                open: counters
                    .iter()
                    .filter(is_open)
                    .map(|counter| (counter.code.clone(), counter.fields.clone()))
                    .collect(),
                takes: takes.clone(),
                lengths: ended
                    .map(|(from, to, counter, procedure)| Served {
                        counter: (*counter).to_owned(),
                        procedure: (*procedure).to_owned(),
                        length: to - from,
                    })
                    .collect(),
            };
            let told = pace.told(at, &waiter.field, &before(waiters, waiter), hours);
            Some(Told { estimate_ms: told.map(|told| told.wait_ms), waited_ms })
        })
        .collect()
}

/// Who stood before somebody when the number was taken.
fn before(waiters: &[Waiter], me: &Waiter) -> Ahead {
    let at = me.taken_at;
    let mut ahead = Ahead::new();
    for stood in waiters.iter().filter(|other| {
        let here = other.taken_at <= at
            && other.called_at.is_none_or(|called| called > at)
            && other.gone_at.is_none_or(|gone| gone > at);
        here && other.field == me.field && other.order_at < me.order_at
    }) {
        *ahead.entry(stood.procedure.clone()).or_default() += 1;
    }
    ahead
}

/// Sai lệch của ước lượng: how far off estimates were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Accuracy {
    /// How many were called who came without an appointment.
    pub called: i64,
    /// How many of them were told a time, and not that it is unknown.
    pub told: i64,
    /// Median of how far off it was, either way; none while nobody was told a time.
    pub median_off_ms: Option<Millis>,
    /// How many were told a time not more than five minutes off.
    pub close: i64,
}

impl Accuracy {
    /// How far off these were.
    #[must_use]
    pub fn of(told: &[Told]) -> Self {
        let off: Vec<Millis> = told
            .iter()
            .filter_map(|one| one.estimate_ms.map(|estimate| (estimate - one.waited_ms).abs()))
            .collect();
        let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        Self {
            called: count(told.len()),
            told: count(off.len()),
            close: count(off.iter().filter(|off| **off <= CLOSE_MS).count()),
            median_off_ms: median(off.into_iter()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pace(lengths: &[(&str, i64)], open: &[&str]) -> Pace {
        let land = || vec!["land".to_owned()];
        Pace {
            open: open.iter().map(|code| ((*code).to_owned(), land())).collect(),
            takes: BTreeMap::from([("land".to_owned(), vec!["01".to_owned(), "02".to_owned()])]),
            lengths: lengths.iter().map(|(code, minutes)| served(code, "", *minutes)).collect(),
        }
    }

    fn served(counter: &str, procedure: &str, minutes: i64) -> Served {
        Served { counter: counter.to_owned(), procedure: procedure.to_owned(), length: minutes * MINUTE }
    }

    fn people(many: i64) -> Ahead {
        Ahead::from([(String::new(), many)])
    }

    #[test]
    fn a_wait_is_the_people_before_at_the_pace_of_the_counters_that_are_open() {
        let both = [("01", 10), ("02", 10)];
        assert_eq!(pace(&both, &["01"]).wait_ms("land", &people(3)), Some(30 * MINUTE));
        assert_eq!(pace(&both, &["01", "02"]).wait_ms("land", &people(3)), Some(15 * MINUTE));
        assert_eq!(pace(&both, &["01"]).wait_ms("land", &people(0)), Some(0));
    }

    #[test]
    fn a_quick_officer_and_a_slow_one_serve_at_their_own_pace() {
        let own: Vec<(&str, i64)> = [("01", 5); 3].into_iter().chain([("02", 20); 3]).collect();
        assert_eq!(pace(&own, &["01"]).wait_ms("land", &people(4)), Some(20 * MINUTE));
        assert_eq!(pace(&own, &["02"]).wait_ms("land", &people(4)), Some(80 * MINUTE));
        assert_eq!(
            pace(&own, &["01", "02"]).wait_ms("land", &people(4)),
            Some(16 * MINUTE),
            "five in twenty minutes"
        );
        let new = [("01", 5), ("01", 5), ("01", 5), ("02", 40)];
        assert_eq!(
            pace(&new, &["02"]).wait_ms("land", &people(1)),
            Some(5 * MINUTE),
            "one visit is no pace yet"
        );
    }

    #[test]
    fn who_stands_before_for_a_long_matter_is_waited_for_longer() {
        let mut hall = pace(&[], &["01"]);
        hall.lengths = [served("01", "transfer", 30), served("01", "copy", 4), served("01", "", 10)]
            .into_iter()
            .cycle()
            .take(9)
            .collect();
        let wait = |ahead: &[(&str, i64)]| {
            let ahead = ahead.iter().map(|(procedure, many)| ((*procedure).to_owned(), *many)).collect();
            hall.wait_ms("land", &ahead).map(|wait| wait / MINUTE)
        };
        assert_eq!(wait(&[("transfer", 2)]), Some(60));
        assert_eq!(wait(&[("copy", 2)]), Some(8));
        assert_eq!(wait(&[("copy", 1), ("transfer", 1), ("", 1)]), Some(44));
        assert_eq!(wait(&[("never seen", 2)]), Some(20), "as long as visits usually take");
    }

    #[test]
    fn nothing_is_promised_while_nobody_can_know() {
        let lengths = [("01", 10)];
        assert_eq!(pace(&lengths, &[]).wait_ms("land", &people(3)), None, "no counter is open");
        assert_eq!(pace(&[], &["01"]).wait_ms("land", &people(3)), None, "no visit has ended");
        assert_eq!(pace(&lengths, &["01"]).wait_ms("tax", &people(3)), None, "nobody takes it");
    }

    fn waiter(taken: i64, called: Option<i64>) -> Waiter {
        Waiter {
            field: "land".to_owned(),
            procedure: String::new(),
            taken_at: taken * MINUTE,
            order_at: taken * MINUTE,
            called_at: called.map(|minute| minute * MINUTE),
            gone_at: None,
            by_appointment: false,
        }
    }

    fn counter(visits: &[(i64, i64)]) -> CounterThen {
        CounterThen {
            code: "01".to_owned(),
            fields: vec!["land".to_owned()],
            open: vec![(0, 600 * MINUTE)],
            visits: visits.iter().map(|(from, to)| (from * MINUTE, to * MINUTE, String::new())).collect(),
        }
    }

    #[test]
    fn a_past_day_is_told_what_it_would_have_been_told_then_and_not_what_is_known_since() {
        let waiters = [waiter(0, Some(0)), waiter(11, Some(20)), waiter(12, Some(40)), waiter(13, None)];
        let told = told_on(&waiters, &[counter(&[(0, 10), (20, 40), (40, 90)])], &[]);
        let both: Vec<(Option<i64>, i64)> = told
            .iter()
            .map(|one| (one.estimate_ms.map(|estimate| estimate / MINUTE), one.waited_ms / MINUTE))
            .collect();
        // The first came before any visit had ended; the third had one before, at ten minutes each as far as was known.
        assert_eq!(both, [(None, 0), (Some(0), 9), (Some(10), 28)]);
    }

    #[test]
    fn a_wait_over_the_break_was_told_with_the_break_in_it() {
        let waiters = [waiter(0, Some(0)), waiter(11, Some(20)), waiter(12, Some(70))];
        let hours = [(0, 20 * MINUTE), (60 * MINUTE, 600 * MINUTE)];
        let told = told_on(&waiters, &[counter(&[(0, 10), (20, 40)])], &hours);
        assert_eq!(told[2].estimate_ms, Some(50 * MINUTE), "eight minutes, the break of forty, two more");
    }

    #[test]
    fn who_left_or_has_an_appointment_stands_in_nobodys_way() {
        let gone = Waiter { gone_at: Some(5 * MINUTE), ..waiter(1, None) };
        let booked = Waiter { by_appointment: true, order_at: 0, ..waiter(2, Some(3)) };
        let told = told_on(&[gone, booked, waiter(11, Some(12))], &[counter(&[(0, 10)])], &[]);
        assert_eq!(told, [Told { estimate_ms: Some(0), waited_ms: MINUTE }]);
    }

    #[test]
    fn how_far_off_counts_both_ways_and_who_was_told_nothing_apart() {
        let told = |estimate: Option<i64>, waited: i64| Told {
            estimate_ms: estimate.map(|minutes| minutes * MINUTE),
            waited_ms: waited * MINUTE,
        };
        let all = [told(Some(10), 14), told(Some(10), 5), told(Some(10), 16), told(None, 3)];
        let accuracy = Accuracy::of(&all);
        assert_eq!((accuracy.called, accuracy.told, accuracy.close), (4, 3, 2));
        assert_eq!(accuracy.median_off_ms, Some(5 * MINUTE));
        assert_eq!(Accuracy::of(&[]).median_off_ms, None);
    }

    proptest::proptest! {
        #[test]
        fn more_people_before_never_wait_less_and_another_open_counter_never_more(
            lengths in proptest::collection::vec((0_usize..2, 1_i64..40), 1..20),
            before in 0_i64..200,
        ) {
            let codes = ["01", "02"];
            let lengths: Vec<(&str, i64)> = lengths.into_iter().map(|(at, length)| (codes[at], length)).collect();
            let (one, both) = (pace(&lengths, &["01"]), pace(&lengths, &codes));
            let wait = one.wait_ms("land", &people(before)).unwrap();
            proptest::prop_assert!(one.wait_ms("land", &people(before + 1)).unwrap() >= wait);
            proptest::prop_assert!(both.wait_ms("land", &people(before)).unwrap() <= wait);
            proptest::prop_assert_eq!(wait % MINUTE, 0);
        }
    }
}
