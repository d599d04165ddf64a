//! The textbook's line (M/M/c): people come by chance at one rate and are served by chance at another, at counters that are alike. Its waits
//! are known by formula (Erlang C), so the planner can be held against it.

use super::floor::{Ended, Guest, Layout, Window, run};
use crate::dice::Dice;
use domain::kernel::{Millis, Refusal};
use domain::ticket::{Priority, QueueRules};

/// An hour in the ticks these lines are counted in: a second has a million, so that quick counters are not rounded away.
const HOUR: i64 = 3_600_000_000;
const SECOND: f64 = 1_000_000.0;
/// The end of time for a counter that never closes.
const NEVER: Millis = i64::MAX;
/// At least so many people, and at most.
const FEWEST: u64 = 200_000;
const MOST: u64 = 20_000_000;
/// Enough people have come when the mean wait is known this well: its standard error, as a share of it.
const CLOSE: f64 = 0.009;
/// So many groups of people in a row, and half of them: their means tell how well the whole is known.
const GROUPS: usize = 64;
/// Waits kept to find the ninetieth of a hundred among.
const KEPT: usize = 1 << 21;

/// What such a line is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mmc {
    /// People who come in an hour, in thousandths.
    pub arrivals: i64,
    /// People one counter serves in an hour, in thousandths.
    pub served: i64,
    /// Counters.
    pub counters: usize,
}

/// What cannot be planned.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum MmcError {
    /// No number may be 0 or less.
    #[error(
        "expected three numbers above 0 (arrivals an hour, served an hour by one counter, counters), at most {0}"
    )]
    Range(&'static str),
    /// More come than can be served.
    #[error(
        "{arrivals} people an hour come and {counters} counters serve {together}: the line would grow without end; expected fewer people or at least {least} counters"
    )]
    Endless {
        /// People who come in an hour.
        arrivals: String,
        /// Counters.
        counters: usize,
        /// People all of them serve in an hour.
        together: String,
        /// So many would do.
        least: usize,
    },
    /// The domain refused what the floor did.
    #[error("the floor did what the domain refuses: {0:?}")]
    Refused(Refusal),
}

/// What was seen once the line had settled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Steady {
    /// Mean wait, in seconds.
    pub mean_wait_s: f64,
    /// Nine in ten waited no longer, in seconds.
    pub p90_wait_s: f64,
    /// Share of the counters' time that somebody sat there.
    pub utilisation: f64,
    /// People counted.
    pub customers: u64,
    /// How well the mean is known: its standard error, in seconds.
    pub error_s: f64,
}

impl Mmc {
    /// Most people an hour, at the door and at one counter, and most counters.
    const LARGEST: (i64, usize) = (1_000_000_000, 10_000);

    /// Lets people come until the mean wait is known well, and says what was seen; `near` is told now and then how far that is, from 0 to 1.
    ///
    /// # Errors
    /// See [`MmcError`].
    pub fn steady(&self, seed: u64, mut near: impl FnMut(f64)) -> Result<Steady, MmcError> {
        let capacity = self.checked()?;
        let code = |at: usize| format!("{at:05}");
        let window = |at| Window { code: code(at), fields: vec![0], open: vec![(0, NEVER)] };
        let layout = Layout {
            fields: vec!["any".to_owned()],
            windows: (0..self.counters).map(window).collect(),
            rules: QueueRules { head_start_ms: 0, ..QueueRules::default() },
        };
        let mut come = Dice::of(&format!("mmc:{seed}:come"));
        let mut stay = Dice::of(&format!("mmc:{seed}:stay"));
        let (between, long) = (HOUR * 1000 / self.arrivals, HOUR * 1000 / self.served);
        let mut at = 0;
        let guests = std::iter::from_fn(|| {
            at += come.exponential(between);
            let stay = stay.exponential(long);
            Some(Guest { at, field: 0, priority: Priority::None, walk: 0, stay, comes: true, gives_up: None })
        });
        let mut seen = Seen::after(settled(self.arrivals, capacity));
        run(&layout, guests, |_, _| 0, |ended| seen.note(ended, &mut near)).map_err(MmcError::Refused)?;
        Ok(seen.told(self.counters))
    }

    /// Thousandths of people all counters serve in an hour.
    fn checked(&self) -> Result<i64, MmcError> {
        let (rate, most) = Self::LARGEST;
        let fits = |number: i64| (1..=rate).contains(&number);
        if !fits(self.arrivals) || !fits(self.served) || !(1..=most).contains(&self.counters) {
            return Err(MmcError::Range("a million people an hour and ten thousand counters"));
        }
        let counters = i64::try_from(self.counters).unwrap_or(i64::MAX);
        let capacity = self.served * counters;
        if self.arrivals >= capacity {
            let of_thousandths = |number: i64| format!("{}", number as f64 / 1000.0);
            return Err(MmcError::Endless {
                arrivals: of_thousandths(self.arrivals),
                counters: self.counters,
                together: of_thousandths(capacity),
                least: usize::try_from(self.arrivals / self.served + 1).unwrap_or(usize::MAX),
            });
        }
        Ok(capacity)
    }
}

/// People who come before a line that began empty is as it stays: the busier, the longer it takes.
fn settled(arrivals: i64, capacity: i64) -> u64 {
    let free = (capacity - arrivals) as f64 / capacity as f64;
    (1000.0 + 20.0 / (free * free)).min(MOST as f64 / 4.0) as u64
}

/// What is noted of visits that ended.
struct Seen {
    to_skip: u64,
    first_free: Millis,
    last_free: Millis,
    busy: f64,
    many: u64,
    /// Sums of waits of groups of people in a row, each of so many.
    groups: Vec<f64>,
    group: (f64, u64),
    size: u64,
    waits: Vec<Millis>,
    stride: u64,
}

impl Seen {
    fn after(to_skip: u64) -> Self {
        Self {
            to_skip,
            first_free: 0,
            last_free: 0,
            busy: 0.0,
            many: 0,
            groups: Vec::with_capacity(GROUPS),
            group: (0.0, 0),
            size: FEWEST / GROUPS as u64 * 2,
            waits: Vec::new(),
            stride: 1,
        }
    }

    /// Notes one, and says whether more are wanted.
    fn note(&mut self, ended: Ended, near: &mut impl FnMut(f64)) -> bool {
        if self.to_skip > 0 {
            self.to_skip -= 1;
            self.first_free = ended.free_at;
            return true;
        }
        let waited = ended.waited();
        self.last_free = ended.free_at;
        self.busy += (ended.free_at - ended.seated_at) as f64;
        if self.many.is_multiple_of(self.stride) {
            self.waits.push(waited);
            if self.waits.len() == KEPT {
                let mut at = 0;
                self.waits.retain(|_| {
                    at += 1;
                    at % 2 == 1
                });
                self.stride *= 2;
            }
        }
        self.many += 1;
        self.group.0 += waited as f64;
        self.group.1 += 1;
        if self.group.1 < self.size {
            return true;
        }
        self.groups.push(std::mem::take(&mut self.group).0);
        let many_enough = self.groups.len() >= GROUPS / 2 && self.many >= FEWEST;
        let enough = many_enough && self.error() <= CLOSE * self.mean();
        if many_enough {
            // The error halves with four times as many people.
            let close = (CLOSE * self.mean() / self.error()).powi(2);
            near(close.max(self.many as f64 / MOST as f64).min(1.0));
        }
        if self.groups.len() == GROUPS {
            self.groups = self.groups.chunks(2).map(|two| two.iter().sum()).collect();
            self.size *= 2;
        }
        !enough && self.many < MOST
    }

    fn mean(&self) -> f64 {
        self.groups.iter().sum::<f64>() / (self.groups.len() as f64 * self.size as f64)
    }

    /// The standard error of the mean, from how far the groups' means lie apart.
    fn error(&self) -> f64 {
        let (many, mean) = (self.groups.len() as f64, self.mean());
        let off = |sum: &f64| (sum / self.size as f64 - mean).powi(2);
        (self.groups.iter().map(off).sum::<f64>() / (many - 1.0) / many).sqrt()
    }

    fn told(mut self, counters: usize) -> Steady {
        self.waits.sort_unstable();
        let at = self.waits.len() * 9 / 10;
        let time = (self.last_free - self.first_free) as f64 * counters as f64;
        Steady {
            mean_wait_s: self.mean() / SECOND,
            p90_wait_s: self.waits.get(at).map_or(0.0, |wait| *wait as f64 / SECOND),
            utilisation: self.busy / time,
            customers: self.many,
            error_s: self.error() / SECOND,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Erlang C: mean wait in seconds, and the wait nine in ten do not exceed.
    fn erlang_c(arrivals: f64, served: f64, counters: u32) -> (f64, f64) {
        let load = arrivals / served;
        // Erlang B first, by its recursion.
        let blocked = (1..=counters).fold(1.0, |before, at| load * before / (f64::from(at) + load * before));
        let free = 1.0 - load / f64::from(counters);
        let waits = blocked / (1.0 - (1.0 - free) * (1.0 - blocked));
        let rate = f64::from(counters) * served - arrivals;
        let p90 = if waits > 0.1 { (waits / 0.1).ln() / rate } else { 0.0 };
        (3600.0 * waits / rate, 3600.0 * p90)
    }

    #[test]
    fn waits_of_the_textbooks_line_are_those_of_erlangs_formula() {
        let mut lines = vec![(9, 12, 1, 3), (40, 12, 5, 2), (5, 6, 2, 5)];
        if std::env::var_os("MOTCUA_LONG").is_some() {
            lines.extend([(50, 6, 10, 1), (220, 6, 40, 4), (114, 12, 10, 6)]);
        }
        for (arrivals, served, counters, seed) in lines {
            let line = Mmc { arrivals: arrivals * 1000, served: served * 1000, counters };
            let seen = line.steady(seed, |_| ()).expect("it settles");
            let many = u32::try_from(counters).expect("few");
            let (mean, p90) = erlang_c(arrivals as f64, served as f64, many);
            let near = |seen: f64, known: f64| (seen - known).abs() <= 0.03 * known;
            assert!(near(seen.mean_wait_s, mean), "{line:?}: {mean} by formula, {seen:?}");
            assert!(near(seen.p90_wait_s, p90) || p90 == 0.0, "{line:?}: p90 {p90} by formula, {seen:?}");
            let load = arrivals as f64 / served as f64 / counters as f64;
            assert!(near(seen.utilisation, load), "{line:?}: {load} of the time by formula, {seen:?}");
        }
    }

    #[test]
    fn the_same_seed_sees_the_same_and_another_seed_something_else() {
        let line = Mmc { arrivals: 10_000, served: 6_000, counters: 3 };
        let steady = |seed| line.steady(seed, |_| ()).expect("it settles");
        assert_eq!(steady(7), steady(7));
        assert_ne!(steady(7), steady(8));
    }

    #[test]
    fn a_line_that_would_grow_without_end_is_refused_with_what_would_do() {
        let line = Mmc { arrivals: 60_000, served: 6_000, counters: 10 };
        let error = line.steady(1, |_| ()).expect_err("it never settles");
        assert_eq!(
            error.to_string(),
            "60 people an hour come and 10 counters serve 60: the line would grow without end; expected fewer people or at \
             least 11 counters"
        );
        assert!(Mmc { counters: 0, ..line }.steady(1, |_| ()).is_err());
        assert!(Mmc { arrivals: 0, ..line }.steady(1, |_| ()).is_err());
    }
}
