//! What is printed when the day is over.

use super::browser::{Kind, Line};
use super::crowd::Lived;
use super::moment::Moment;
use crate::commands::bench::drive::Took;
use crate::commands::bench::ground::word;
use serde_json::{Value, json};
use sim::line_law::Read;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use store::Engine;

/// Of what was found so many are told.
const FOUND_SHOWN: usize = 40;
/// Labels of a list that are told.
const LABELS: usize = 12;
const PERCENTS: [usize; 3] = [50, 95, 99];

/// A day that is over.
pub(super) struct Closing {
    pub(super) engine: Engine,
    pub(super) counters: u16,
    pub(super) seed: u64,
    pub(super) line: Arc<Line>,
    pub(super) lived: Lived,
    pub(super) read: Read,
    /// Events of the journal.
    pub(super) events: i64,
    /// What was not as it should be.
    pub(super) found: Vec<String>,
    /// Where the day is kept, when something was not.
    pub(super) kept: Option<String>,
    pub(super) took: Duration,
}

impl Closing {
    /// For people.
    pub(super) fn lines(&self) -> Vec<String> {
        let head = ["asked", "p50 ms", "p95 ms", "p99 ms"];
        let mut lines =
            vec![format!("{:<14} {:>7} {:>8} {:>8} {:>8}", "", head[0], head[1], head[2], head[3])];
        lines.extend(self.times().iter().map(|(name, took)| {
            let [half, most, nearly] = PERCENTS.map(|percent| took.within_ms(percent));
            format!("{name:<14} {:>7} {half:>8.1} {most:>8.1} {nearly:>8.1}", took.each.len())
        }));
        lines.extend([self.of_the_line(), self.of_noon()]);
        lines.extend(self.found.iter().take(FOUND_SHOWN).map(|what| format!("WRONG {what}")));
        lines.extend(self.kept.iter().map(|place| format!("kept: {place}; remove it when it was looked at")));
        lines.push(self.in_all());
        lines
    }

    fn of_the_line(&self) -> String {
        let read = &self.read;
        format!(
            "line: {} served, {} of them at two counters or more, {} went home, {} not there when called{}, {} open at closing{}; longest wait {} min, \
             an ordinary ticket was overtaken by {} at most",
            read.served,
            read.went_on,
            read.given_up,
            read.missed.len(),
            some(&read.missed),
            read.open.len(),
            some(&read.open),
            read.longest_wait / 60_000,
            read.most_overtaken
        )
    }

    fn of_noon(&self) -> String {
        let (before, lost) = self.lived.killed;
        let displays = &self.lived.displays;
        format!(
            "noon: killed with {before} of the minute's forms answered, back after {:.1} s, {lost} requests sent again; \
             displays: {} were told {} times, listened anew {} times; {} busy answers",
            self.lived.back_after.as_secs_f64(),
            displays.len(),
            displays.iter().map(|display| display.told).sum::<usize>(),
            displays.iter().map(|display| display.again).sum::<usize>(),
            self.line.busy.load(Ordering::Relaxed)
        )
    }

    fn in_all(&self) -> String {
        format!(
            "{}: {} people, {} counters, seed {}, {} appointments: {} tickets, {} calls, {} forms, {} moments, {} pages held \
             against {} events, {} wrong, {:.0} s",
            word(self.engine),
            self.lived.people,
            self.counters,
            self.seed,
            self.lived.booked,
            self.read.tickets,
            self.read.calls,
            self.line.answered(),
            self.lived.moments.len(),
            self.pages(),
            self.events,
            self.found.len(),
            self.took.as_secs_f64()
        )
    }

    fn pages(&self) -> usize {
        self.lived.moments.iter().map(Moment::pages).sum()
    }

    /// How long answers took: all of them, then each page and form.
    fn times(&self) -> Vec<(String, Took)> {
        let times = self.line.times();
        let all = |of: Kind| {
            let of_it = times.iter().filter(|((kind, _), _)| *kind == of);
            Took::new(Duration::ZERO, of_it.flat_map(|(_, took)| took.clone()).collect())
        };
        let mut rows =
            vec![("all pages".to_owned(), all(Kind::Page)), ("all forms".to_owned(), all(Kind::Form))];
        rows.extend(times.iter().map(|((kind, name), took)| {
            let what = if *kind == Kind::Page { "page" } else { "form" };
            (format!("{what} {name}"), Took::new(Duration::ZERO, took.clone()))
        }));
        rows
    }

    /// For machines.
    pub(super) fn json(&self) -> Value {
        let time = |(name, took): &(String, Took)| {
            let [p50, p95, p99] = PERCENTS.map(|percent| took.within_ms(percent));
            json!({"page": name, "asked": took.each.len(), "p50_ms": p50, "p95_ms": p95, "p99_ms": p99})
        };
        json!({
            "engine": word(self.engine),
            "people": self.lived.people,
            "counters": self.counters,
            "seed": self.seed,
            "tickets": self.read.tickets,
            "calls": self.read.calls,
            "forms": self.line.answered(),
            "moments": self.lived.moments.len(),
            "pages": self.pages(),
            "events": self.events,
            "served": self.read.served,
            "went_on": self.read.went_on,
            "given_up": self.read.given_up,
            "missed": self.read.missed,
            "open": self.read.open,
            "longest_wait_ms": self.read.longest_wait,
            "most_overtaken": self.read.most_overtaken,
            "times": self.times().iter().map(time).collect::<Vec<_>>(),
            "wrong": self.found,
            "kept": self.kept,
            "took_s": self.took.as_secs_f64(),
        })
    }
}

fn some(labels: &[String]) -> String {
    if labels.is_empty() {
        return String::new();
    }
    let more = if labels.len() > LABELS { ", ..." } else { "" };
    format!(" ({}{more})", labels.iter().take(LABELS).cloned().collect::<Vec<_>>().join(", "))
}
