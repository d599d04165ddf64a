//! An answer of the planner as people read it.

use super::picture::{Hour, hours};
use crate::look;
use crate::pages::staff::figures::length;
use crate::pages::staff::names::Names;
use crate::words::T;
use ::plan::{Answer, Band, Bands, FigureBands, Figures, Known, Question};
use domain::kernel::Millis;
use std::collections::BTreeSet;

/// Seconds as whole minutes, the nearest.
pub(super) const fn minutes(seconds: i64) -> i64 {
    (seconds + 30) / 60
}

/// A figure, with what one seed in ten is below and one above.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) label: String,
    pub(super) text: String,
    /// Of no length where all seeds agree.
    pub(super) band: String,
}

/// As it was, the same once more, or as planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) name: &'static str,
    pub(super) cells: Vec<Cell>,
    pub(super) planned: bool,
}

/// The lines of a field group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Group {
    pub(super) name: String,
    pub(super) lines: Vec<Line>,
}

/// The whole answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct AnswerView {
    /// What comes of it, in plain words.
    pub(super) said: Vec<String>,
    /// What is different, in plain words; none when nothing is.
    pub(super) differs: Vec<String>,
    pub(super) heading: Vec<String>,
    pub(super) all: Vec<Line>,
    pub(super) fields: Vec<Group>,
    /// Names of the lines in the picture, the one to be compared with first.
    pub(super) pictured: Vec<&'static str>,
    pub(super) hours: Vec<Hour>,
    pub(super) seeds: u64,
    pub(super) command: String,
}

/// What stands over the figures.
fn heading(t: T, promised_ms: Millis) -> Vec<String> {
    vec![
        t.t("plan.col.served").to_owned(),
        t.t("plan.col.not_served").to_owned(),
        t.t("plan.col.median").to_owned(),
        t.t("plan.col.p90").to_owned(),
        t.one("plan.col.kept", "n", promised_ms / 60_000),
    ]
}

fn cells(t: T, heading: &[String], of: &FigureBands) -> Vec<Cell> {
    let band = |band: Band, write: &dyn Fn(i64) -> String| {
        let (low, high) = (write(band.low), write(band.high));
        (write(band.median), if low == high { String::new() } else { format!("{low} – {high}") })
    };
    // Nobody sat down: there is nothing they waited.
    if of.served.high == 0 {
        let nobody = |people: Band| look::thousands(t, people.median);
        let dash = || "–".to_owned();
        let texts = [nobody(of.served), nobody(of.not_served), dash(), dash(), dash()];
        let cell =
            |(label, text): (&String, String)| Cell { label: label.clone(), text, band: String::new() };
        return heading.iter().zip(texts).map(cell).collect();
    }
    let people = |of: Band| band(of, &|people| look::thousands(t, people));
    let span = |of: Band| band(of, &|seconds| length(Some(seconds * 1_000)));
    let percent = |of: Band| band(of, &|percent| format!("{percent}\u{a0}%"));
    let all = [
        people(of.served),
        people(of.not_served),
        span(of.median_s),
        span(of.p90_s),
        percent(of.kept_percent),
    ];
    heading.iter().zip(all).map(|(label, (text, band))| Cell { label: label.clone(), text, band }).collect()
}

/// What was, as a band without width.
fn exactly(figures: &Figures) -> FigureBands {
    let band = |figure| Band { low: figure, median: figure, high: figure };
    let people = |many: usize| band(i64::try_from(many).unwrap_or(i64::MAX));
    FigureBands {
        served: people(figures.served),
        not_served: people(figures.not_served),
        mean_s: band(figures.mean_s),
        median_s: band(figures.median_s),
        p90_s: band(figures.p90_s),
        kept_percent: band(figures.kept_percent),
    }
}

impl AnswerView {
    pub(super) fn of(names: &Names, question: &Question, known: &Known, answer: &Answer) -> Self {
        let t = names.t;
        let heading = heading(t, known.promised_ms);
        let same = if known.is_past() { t.t("plan.line.same") } else { t.t("plan.line.usual") };
        let (was, planned) = (t.t("plan.line.was"), t.t("plan.line.plan"));
        let lines = |then: Option<FigureBands>, again: Option<FigureBands>, plan: Option<FigureBands>| {
            [(was, then, false), (same, again, false), (planned, plan, true)]
                .into_iter()
                .filter_map(|(name, figures, planned)| {
                    Some(Line { name, cells: cells(t, &heading, &figures?), planned })
                })
                .collect::<Vec<Line>>()
        };
        let plan = answer.plan.as_ref();
        let past = answer.was.as_ref();
        let of_field = |field: &String| Group {
            name: names.field(field),
            lines: lines(
                past.and_then(|was| was.by_field.get(field)).map(exactly),
                answer.same.by_field.get(field).copied(),
                plan.and_then(|plan| plan.by_field.get(field)).copied(),
            ),
        };
        let planned_fields = plan.into_iter().flat_map(|plan| plan.by_field.keys());
        let fields: BTreeSet<&String> = answer.same.by_field.keys().chain(planned_fields).collect();
        let (pictured, drawn) = match plan {
            Some(plan) => (vec![same, planned], vec![&answer.same.by_hour, &plan.by_hour]),
            None => (vec![same], vec![&answer.same.by_hour]),
        };
        Self {
            said: said(names, question, known, answer),
            differs: differs(names, question, known, answer),
            all: lines(past.map(|was| exactly(&was.all)), Some(answer.same.all), plan.map(|plan| plan.all)),
            fields: fields.into_iter().map(of_field).collect(),
            pictured,
            hours: hours(&drawn),
            seeds: question.seeds,
            command: question.command_line(&known.hall, &domain::catalogue::iso(known.day)),
            heading,
        }
    }
}

/// `12 phút`, one at least: people hear what they do not exceed.
fn span(t: T, seconds: i64) -> String {
    t.count("announce.minutes", minutes(seconds).max(1))
}

/// What comes of it: first of the fewest when they were sought, then of the waits, then of those who would not be served.
fn said(names: &Names, question: &Question, known: &Known, answer: &Answer) -> Vec<String> {
    let t = names.t;
    let same = answer.same.all;
    let Some(plan) = answer.plan.as_ref().map(|plan| plan.all) else {
        let people = look::thousands(t, same.served.median);
        let wait = span(t, same.p90_s.median);
        let key = if known.is_past() { "plan.say.again" } else { "plan.say.expected" };
        let values: [(&str, &dyn std::fmt::Display); 2] = [("people", &people), ("wait", &wait)];
        return vec![t.with(key, &values)];
    };
    let mut said = Vec::new();
    said.extend(question.target.map(|target| fewest(t, target, answer)));
    said.push(compared(t, &answer.same, plan));
    let more = plan.not_served.median - same.not_served.median;
    let key = match more.signum() {
        1 => Some("plan.say.more_left"),
        -1 => Some("plan.say.fewer_left"),
        _ => None,
    };
    said.extend(key.map(|key| t.count(key, more.abs())));
    let left_out = answer.same.by_field.iter().filter(|(field, before)| {
        let then = answer.plan.as_ref().and_then(|plan| plan.by_field.get(*field));
        before.served.median > 0 && then.is_none_or(|then| then.served.high == 0)
    });
    let left_out: Vec<String> = left_out.map(|(field, _)| names.field(field)).collect();
    if !left_out.is_empty() {
        said.push(t.one("plan.say.left_out", "fields", left_out.join(", ")));
    }
    said
}

fn fewest(t: T, target: i64, answer: &Answer) -> String {
    let minutes = t.count("announce.minutes", target);
    let many = i64::try_from(answer.counters.len()).unwrap_or(i64::MAX);
    let key = if answer.fewest.is_some() { "plan.say.fewest" } else { "plan.say.in_vain" };
    t.count(key, many).replace("{wait}", &minutes)
}

fn compared(t: T, same: &Bands, plan: FigureBands) -> String {
    let (before, then) = (same.all.p90_s.median, plan.p90_s.median);
    let key = match minutes(then).cmp(&minutes(before)) {
        std::cmp::Ordering::Less => "plan.say.less",
        std::cmp::Ordering::Equal => "plan.say.equal",
        std::cmp::Ordering::Greater => "plan.say.more",
    };
    t.with(key, &[("plan", &span(t, then)), ("same", &span(t, before))])
}

/// What is different from the day as it was.
fn differs(names: &Names, question: &Question, known: &Known, answer: &Answer) -> Vec<String> {
    let t = names.t;
    let number = |code: &str| match names.directory.counter(&known.hall, code) {
        Some(counter) => counter.number.to_string(),
        None => code.to_owned(),
    };
    let mut said = Vec::new();
    if !question.counters.is_empty() || question.target.is_some() {
        let open: Vec<String> = answer.counters.iter().map(|code| number(code)).collect();
        said.push(t.one("plan.differs.counters", "counters", open.join(", ")));
    }
    for rest in &question.breaks {
        let clock = |at: Millis| format!("{}:{:02}", at / 3_600_000, at / 60_000 % 60);
        let values: [(&str, &dyn std::fmt::Display); 3] =
            [("n", &number(&rest.counter)), ("from", &clock(rest.from)), ("to", &clock(rest.to))];
        said.push(t.with("plan.differs.break", &values));
    }
    said.extend(question.head_start.map(|minutes| t.count("plan.differs.head_start", minutes)));
    said
}
