//! Ways of estimating a wait, and what is printed of how far off they were.

use crate::cli::EstimatesArgs;
use crate::commands::bench::ground::word;
use domain::hall::{Accuracy, Asked, Pace, Served, Told};
use domain::kernel::Millis;
use serde_json::{Value, json};
use sim::line_law::Read;
use std::time::Duration;
use store::Engine;

const MINUTE: Millis = 60_000;

/// A way of estimating; the hours are those in which people are called.
type Way = fn(&Asked, &[(Millis, Millis)]) -> Option<Millis>;

/// From the plainest to what tickets tell.
pub(super) const WAYS: [(&str, Way); 5] = [
    ("people before, mean of the line, open counters", people_before),
    ("the same, medians by procedure and counter", medians),
    ("line lived through, mean of the line", |asked, hours| {
        lived(asked, hours, |one| {
            one.counter.clear();
            one.errand.procedure.clear();
        })
    }),
    ("line lived through, by procedure", |asked, hours| lived(asked, hours, |one| one.counter.clear())),
    ("line lived through, by procedure and counter: as told", |asked, hours| lived(asked, hours, |_| ())),
];

/// As tickets are told, of visits of which less is known.
fn lived(asked: &Asked, hours: &[(Millis, Millis)], forget: fn(&mut Served)) -> Option<Millis> {
    let mut pace = asked.pace.clone();
    // That somebody was served for this line at all stays known.
    pace.ended.iter_mut().for_each(forget);
    let told = pace.told(asked.at, &asked.ahead, &asked.me, hours);
    told.map(|told| told.wait_ms)
}

fn of_line<'a>(pace: &'a Pace, field: &'a str) -> impl Iterator<Item = &'a Served> {
    pace.ended.iter().filter(move |one| one.errand.field == field)
}

fn before(asked: &Asked) -> impl Iterator<Item = &str> {
    let mine = |one: &&domain::hall::Standing| one.errand.field == asked.me.errand.field;
    asked.ahead.iter().filter(mine).map(|one| one.errand.procedure.as_str())
}

fn counters(asked: &Asked) -> impl Iterator<Item = &str> {
    let open = asked.pace.open.iter().filter(|open| open.fields.contains(&asked.me.errand.field));
    open.map(|open| open.counter.as_str())
}

fn whole(wait: Millis) -> Millis {
    (wait + MINUTE - 1) / MINUTE * MINUTE
}

fn people_before(asked: &Asked, _: &[(Millis, Millis)]) -> Option<Millis> {
    let lengths: Vec<Millis> = of_line(&asked.pace, &asked.me.errand.field).map(|one| one.length).collect();
    let count = |many: usize| i64::try_from(many).unwrap_or(i64::MAX);
    let mean = lengths.iter().sum::<Millis>().checked_div(count(lengths.len()))?;
    let wait = (count(before(asked).count()) * mean).checked_div(count(counters(asked).count()))?;
    Some(whole(wait))
}

/// What tickets told before lines were lived through: those before for as long as the median of their procedure, the counters each at the
/// median of its visits; three make a median.
fn medians(asked: &Asked, _: &[(Millis, Millis)]) -> Option<Millis> {
    let median = |of: Vec<Millis>, or: Option<Millis>, least: usize| {
        let mut of = of;
        of.sort_unstable();
        if of.len() < least { or } else { of.get(of.len() / 2).copied() }
    };
    let field = asked.me.errand.field.as_str();
    let usual = median(of_line(&asked.pace, field).map(|one| one.length).collect(), None, 1)?.max(1);
    let lasts = |procedure: &str| {
        let own = of_line(&asked.pace, field)
            .filter(|one| one.errand.procedure == procedure && !procedure.is_empty());
        median(own.map(|one| one.length).collect(), Some(usual), 3).unwrap_or(usual)
    };
    let pace_of = |counter: &str| {
        let own = asked.pace.ended.iter().filter(|one| one.counter == counter);
        median(own.map(|one| one.length).collect(), Some(usual), 3).unwrap_or(usual).max(1)
    };
    let work: Millis = before(asked).map(lasts).sum();
    // In thousandths of a usual counter.
    let speed: Millis = counters(asked).map(|counter| usual * 1000 / pace_of(counter)).sum();
    (work * 1000).checked_div(speed).map(whole)
}

/// Days that are over.
pub(super) struct Measured {
    engine: Engine,
    people: u32,
    counters: u16,
    seed: u64,
    pub(super) days: usize,
    /// What each way told, in their order.
    pub(super) told: [Vec<Told>; WAYS.len()],
    /// How long it took to look back on each day.
    pub(super) looked_back: Vec<Duration>,
    pub(super) read: Read,
    /// What was not as it should be.
    pub(super) found: Vec<String>,
}

impl Measured {
    pub(super) fn new(engine: Engine, args: &EstimatesArgs) -> Self {
        Self {
            engine,
            people: args.people,
            counters: args.counters,
            seed: args.seed,
            days: 0,
            told: Default::default(),
            looked_back: Vec::new(),
            read: Read::default(),
            found: Vec::new(),
        }
    }

    /// For people.
    pub(super) fn lines(&self) -> Vec<String> {
        let mut lines = vec![format!("{:<56} {:>7} {:>11} {:>8}", "", "told", "median off", "close")];
        for (name, accuracy) in self.each() {
            let (median, close) = (minutes(accuracy), percent(accuracy));
            lines.push(format!("{name:<56} {:>7} {median:>7.1} min {close:>6.1} %", accuracy.told));
        }
        lines.extend(self.found.iter().take(20).map(|what| format!("WRONG {what}")));
        let read = &self.read;
        lines.push(format!(
            "{}: {} days from seed {}, {} people a day, {} counters: {} tickets, {} served, {} of them at two counters or more; \
             looked back on a day in {:.0} ms at most; {} wrong",
            word(self.engine),
            self.days,
            self.seed,
            self.people,
            self.counters,
            read.tickets,
            read.served,
            read.went_on,
            self.looked_back.iter().max().map_or(0.0, Duration::as_secs_f64) * 1000.0,
            self.found.len()
        ));
        lines
    }

    fn each(&self) -> impl Iterator<Item = (&'static str, Accuracy)> {
        WAYS.iter().zip(&self.told).map(|((name, _), told)| (*name, Accuracy::of(told)))
    }

    /// For machines.
    pub(super) fn json(&self) -> Value {
        let way = |(name, accuracy): (&str, Accuracy)| {
            json!({"way": name, "called": accuracy.called, "told": accuracy.told,
                "median_off_min": minutes(accuracy), "close_percent": percent(accuracy)})
        };
        json!({
            "engine": word(self.engine),
            "days": self.days,
            "seed": self.seed,
            "people": self.people,
            "counters": self.counters,
            "tickets": self.read.tickets,
            "served": self.read.served,
            "went_on": self.read.went_on,
            "ways": self.each().map(way).collect::<Vec<_>>(),
            "looked_back_ms": self.looked_back.iter().map(|took| took.as_secs_f64() * 1000.0).collect::<Vec<_>>(),
            "wrong": self.found,
        })
    }
}

fn minutes(accuracy: Accuracy) -> f64 {
    accuracy.median_off_ms.map_or(f64::NAN, |ms| ms as f64 / 60_000.0)
}

fn percent(accuracy: Accuracy) -> f64 {
    accuracy.close as f64 * 100.0 / accuracy.told.max(1) as f64
}
