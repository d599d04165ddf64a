//! The step line, the heart of the product: who, since when, allowed, used, left; the same on every page.

use super::{Chip, TimeBar};
use crate::look::{self, TimeState, Timing};
use crate::words::T;
use askama::Template;
use calendar::Millis;

/// What is known of a step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StepFacts {
    /// Its place in the line, from 1.
    pub number: i64,
    /// What is done.
    pub name: String,
    /// Unit that does it.
    pub unit: String,
    /// Person and post, or the counter; of no length when not to be shown.
    pub who: String,
    /// Instant it was handed over, none for a step that has not begun.
    pub started_at: Option<Millis>,
    /// Instant it was finished.
    pub finished_at: Option<Millis>,
    /// Working milliseconds allowed, 0 for a step without time of its own.
    pub allowed_ms: i64,
    /// Working milliseconds used until now or until it was finished.
    pub used_ms: i64,
    /// False when outside the limit.
    pub counted: bool,
    /// Instant its time is gone.
    pub due_at: Option<Millis>,
    /// Instant it turns yellow.
    pub yellow_at: Option<Millis>,
    /// Something to say about it: an apology, a hand-back.
    pub note: String,
    /// What a chip says of a step that has not begun: an appointment.
    pub ahead: String,
}

impl StepFacts {
    /// Its times.
    #[must_use]
    pub const fn timing(&self) -> Timing {
        Timing {
            due_at: self.due_at,
            yellow_at: self.yellow_at,
            finished_at: self.finished_at,
            left_ms: self.allowed_ms - self.used_ms,
            counted: self.counted,
        }
    }
}

/// The dossier waits for the applicant: no step is under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// What it waits for.
    pub name: String,
    /// Whom it waits for.
    pub unit: String,
    /// Since when.
    pub since: Millis,
}

/// An instant for people and for machines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// For machines.
    pub iso: String,
    /// For people.
    pub text: String,
}

impl Moment {
    /// `26/08 10:05`.
    #[must_use]
    pub fn short(at: Millis) -> Self {
        Self { iso: look::iso(at), text: look::day_month_time(at) }
    }

    /// `26/08/2026 10:05`.
    #[must_use]
    pub fn long(at: Millis) -> Self {
        Self { iso: look::iso(at), text: look::date_time(at) }
    }

    fn clock(at: Millis) -> Self {
        Self { iso: look::iso(at), text: look::clock(at) }
    }
}

/// One step, ready to be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepItem {
    /// `now`, `now soon`, `now late`, `was-late`, `rest`, `next`, of no length when done.
    pub class: &'static str,
    /// Icon in the dot, none for a number.
    pub icon: Option<super::Icon>,
    /// What it is, to be drawn.
    pub facts: StepFacts,
    /// Since when and until when.
    pub from: Option<Moment>,
    /// Until when.
    pub to: Option<Moment>,
    /// Its bar.
    pub bar: Option<TimeBar>,
    /// Allowed, used, left.
    pub figures: Vec<(&'static str, String)>,
    /// Its chip.
    pub chip: Option<Chip>,
}

impl StepItem {
    fn now(&self) -> bool {
        self.class.starts_with("now")
    }
}

/// Đường đi của hồ sơ.
#[derive(Clone, Debug, PartialEq, Eq, Template)]
#[template(path = "parts/steps.html")]
pub struct StepLine {
    /// Texts.
    pub t: T,
    /// Steps in order.
    pub steps: Vec<StepItem>,
}

impl StepLine {
    /// The line of a dossier at an instant.
    #[must_use]
    pub fn of(t: T, now: Millis, steps: &[StepFacts]) -> Self {
        Self { t, steps: steps.iter().map(|facts| item(t, now, facts)).collect() }
    }

    /// The chip of the step that is late now.
    #[must_use]
    pub fn late(&self) -> Option<Chip> {
        self.steps.iter().find(|step| step.class == "now late").and_then(|step| step.chip.clone())
    }

    /// With a place where the dossier waits for the applicant: after the last step that has begun.
    #[must_use]
    pub fn waiting(mut self, waiting: Option<Waiting>) -> Self {
        let Some(waiting) = waiting else { return self };
        let place = self.steps.iter().position(|step| step.class == "next").unwrap_or(self.steps.len());
        self.steps.insert(
            place,
            StepItem {
                class: "rest",
                icon: Some(super::Icon("pause")),
                from: Some(Moment::short(waiting.since)),
                to: None,
                bar: Some(TimeBar::of(TimeState::Paused, false, 0, 0)),
                figures: vec![("steps.limit", self.t.t("steps.not_counted").to_owned())],
                chip: Some(Chip::new(TimeState::Paused, self.t.t("time.paused_clock"))),
                facts: StepFacts { name: waiting.name, unit: waiting.unit, ..StepFacts::default() },
            },
        );
        self
    }

    /// The number of the step under way and of all steps.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        let begun = self.steps.iter().filter(|step| step.from.is_some()).count();
        (begun, self.steps.len())
    }
}

fn item(t: T, now: Millis, facts: &StepFacts) -> StepItem {
    let timing = facts.timing();
    let state = timing.state(now);
    let done = facts.finished_at.is_some();
    let class = match (facts.started_at, facts.counted, done, state) {
        (None, true, ..) => "next",
        (_, false, ..) => "rest",
        (_, _, true, TimeState::Late) => "was-late",
        (_, _, true, _) => "",
        (_, _, false, TimeState::Soon) => "now soon",
        (_, _, false, TimeState::Late) => "now late",
        _ => "now",
    };
    let icon = match class {
        "next" => None,
        "rest" => Some("pause"),
        "was-late" | "now late" => Some("bang"),
        "" => Some("tick"),
        _ => Some("edit"),
    };
    let begun = facts.started_at.is_some();
    let timed = facts.allowed_ms > 0 || !facts.counted;
    let same_day = |from: Millis, to: Millis| look::date(from) == look::date(to);
    StepItem {
        class,
        icon: icon.map(super::Icon),
        from: facts.started_at.map(Moment::short),
        to: facts
            .started_at
            .zip(facts.finished_at)
            .map(|(from, to)| if same_day(from, to) { Moment::clock(to) } else { Moment::short(to) }),
        bar: (begun && timed).then(|| TimeBar::of(state, done, facts.used_ms, facts.allowed_ms)),
        figures: figures(t, facts),
        chip: chip(t, now, facts, &timing),
        facts: facts.clone(),
    }
}

fn figures(t: T, facts: &StepFacts) -> Vec<(&'static str, String)> {
    let lang = t.lang();
    let mut figures = Vec::new();
    if !facts.counted {
        figures.push(("steps.limit", t.t("steps.not_counted").to_owned()));
        return figures;
    }
    if facts.allowed_ms > 0 {
        figures.push(("steps.allowed", look::allowed(lang, facts.allowed_ms)));
    } else if facts.started_at.is_none() {
        figures.push(("steps.allowed", t.t("steps.office_hours").to_owned()));
    }
    if facts.started_at.is_some() && facts.allowed_ms > 0 {
        figures.push(("steps.used", look::figure(lang, facts.used_ms)));
        let left = facts.allowed_ms - facts.used_ms;
        if facts.finished_at.is_none() && left > 0 {
            figures.push(("steps.left", look::figure(lang, left)));
        }
    }
    figures
}

fn chip(t: T, now: Millis, facts: &StepFacts, timing: &Timing) -> Option<Chip> {
    match (facts.started_at, facts.counted) {
        (Some(_), false) if facts.finished_at.is_none() => {
            Some(Chip::new(TimeState::Paused, t.t("time.paused_clock")))
        }
        (_, false) => None,
        (None, _) if facts.ahead.is_empty() => None,
        (None, _) => Some(Chip::new(TimeState::Ahead, facts.ahead.as_str())),
        (Some(_), _) if facts.allowed_ms == 0 => None,
        (Some(_), _) => Some(Chip::of(t, now, timing)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;

    const HOUR: i64 = 3_600_000;

    fn step(number: i64, started_at: Option<Millis>, finished_at: Option<Millis>) -> StepFacts {
        StepFacts {
            number,
            name: format!("step {number}"),
            started_at,
            finished_at,
            allowed_ms: 4 * HOUR,
            used_ms: HOUR,
            counted: true,
            due_at: started_at.map(|at| at + 4 * HOUR),
            yellow_at: started_at.map(|at| at + 3 * HOUR),
            ..StepFacts::default()
        }
    }

    fn classes(line: &StepLine) -> Vec<&str> {
        line.steps.iter().map(|step| step.class).collect()
    }

    #[test]
    fn done_steps_come_first_then_the_one_under_way_then_those_ahead() {
        let steps = [step(1, Some(0), Some(HOUR)), step(2, Some(HOUR), None), step(3, None, None)];
        let line = StepLine::of(T::new(Lang::Vi), 2 * HOUR, &steps);
        assert_eq!(classes(&line), ["", "now", "next"]);
        assert_eq!(line.progress(), (2, 3));
    }

    #[test]
    fn a_step_under_way_turns_yellow_and_red_and_a_late_one_stays_marked() {
        let line = |now| StepLine::of(T::new(Lang::Vi), now, &[step(1, Some(0), None)]).steps[0].class;
        assert_eq!([line(HOUR), line(3 * HOUR), line(5 * HOUR)], ["now", "now soon", "now late"]);
        let finished = StepLine::of(T::new(Lang::Vi), 9 * HOUR, &[step(1, Some(0), Some(5 * HOUR))]);
        assert_eq!(classes(&finished), ["was-late"]);
    }

    #[test]
    fn while_papers_are_awaited_the_line_shows_the_applicant_after_the_last_step() {
        let steps = [step(1, Some(0), Some(HOUR)), step(2, None, None)];
        let waiting = Waiting { name: "Chờ bổ sung".into(), unit: "Ông bà".into(), since: HOUR };
        let line = StepLine::of(T::new(Lang::Vi), 2 * HOUR, &steps).waiting(Some(waiting));
        assert_eq!(classes(&line), ["", "rest", "next"]);
    }

    #[test]
    fn a_name_with_signs_of_html_is_shown_as_it_is() {
        let mut facts = step(1, Some(0), None);
        facts.name = "<script>".to_owned();
        let html = StepLine::of(T::new(Lang::En), HOUR, &[facts]).render().unwrap();
        assert!(html.contains("&#60;script&#62;") && !html.contains("<script>"), "{html}");
    }
}
