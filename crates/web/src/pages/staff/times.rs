//! Times of steps and promises, as chips and lines show them.

use super::names::Names;
use crate::look::{TimeState, Timing};
use crate::parts::{Chip, StepFacts, StepLine, Strip, StripFacts, TimeBar, Waiting};
use app::queries::StepLine as StepRow;
use domain::dossier::{Phase, Promise, State, StepKind, Turn};
use domain::kernel::Millis;

/// The times of an open step of a list.
pub(crate) fn of_row(names: &Names, row: &StepRow) -> Timing {
    Timing {
        due_at: row.due_at,
        yellow_at: row.yellow_at,
        finished_at: None,
        left_ms: row.due_at.map_or(0, |due| names.working_ms(names.now, due)),
        counted: row.counted,
    }
}

/// The chip of an open step of a list: what is left, as long as it is on time; a step without time of its own has none.
pub(crate) fn chip_of_row(names: &Names, row: &StepRow) -> Option<Chip> {
    if row.due_at.is_none() && row.counted {
        return None;
    }
    Some(chip_with_rest(names, &of_row(names, row)))
}

/// What is left, as long as it is on time.
pub(crate) fn chip_with_rest(names: &Names, timing: &Timing) -> Chip {
    match timing.state(names.now) {
        TimeState::OnTime => {
            let left = crate::look::rough(names.lang(), timing.left_ms);
            Chip::new(TimeState::OnTime, names.t.with("time.left", &[("time", &left)]))
        }
        _ => Chip::of(names.t, names.now, timing),
    }
}

/// A limit that is counted from one instant to another: yellow in its last fifth.
pub(crate) fn limit(names: &Names, from: Millis, due: Millis, finished_at: Option<Millis>) -> Timing {
    let total = names.working_ms(from, due);
    let yellow_at = names.directory.calendar().add_working(from, total * 4 / 5).ok();
    Timing {
        due_at: Some(due),
        yellow_at: yellow_at.filter(|at| *at <= due),
        finished_at,
        left_ms: names.working_ms(finished_at.unwrap_or(names.now), due),
        counted: true,
    }
}

/// Milliseconds until the clock alone makes one of these steps look different: the page asks again then. None when nothing of
/// the kind lies ahead.
pub(crate) fn turns_in<'rows>(
    names: &Names,
    rows: impl IntoIterator<Item = &'rows StepRow>,
) -> Option<Millis> {
    let turns = rows.into_iter().filter(|row| row.counted);
    // The last moment is on time still.
    let turns = turns.flat_map(|row| [row.yellow_at, row.due_at.map(|due| due + 1)]).flatten();
    turns.filter(|at| *at > names.now).min().map(|at| at - names.now)
}

/// The bar of an open step of a list.
pub(crate) fn bar_of_row(names: &Names, row: &StepRow) -> Option<TimeBar> {
    let timing = of_row(names, row);
    let used = names.working_ms(row.started_at, names.now);
    (row.allowed_ms > 0 || !row.counted)
        .then(|| TimeBar::of(timing.state(names.now), false, used, row.allowed_ms))
}

/// How a promise stands: against the first promise, as the person was told.
pub(crate) fn of_promise(names: &Names, dossier: &State, promise: &Promise) -> Timing {
    let finished_at = dossier.ready_at().or(match dossier.phase {
        Phase::Withdrawn { at } | Phase::Stopped { at } => Some(at),
        _ => None,
    });
    Timing {
        counted: dossier.phase != Phase::Supplement,
        ..limit(names, promise.counted_from, promise.first_due_at, finished_at)
    }
}

fn facts_of_turn(names: &Names, turn: &Turn) -> StepFacts {
    let until = turn.finished_at.unwrap_or(names.now);
    let used_ms = if turn.finished_at.is_some() {
        turn.used_ms
    } else {
        names.working_ms(turn.started_at, until).max(0)
    };
    let unassigned = turn.person.is_empty() && turn.kind != StepKind::External;
    let who = if unassigned && turn.kind != StepKind::Return {
        names.t.t("step.unassigned").to_owned()
    } else {
        names.person_in(&turn.person, &turn.position)
    };
    StepFacts {
        number: turn.step,
        name: names.step(&turn.name, turn.kind.word()),
        unit: names.unit(&turn.unit),
        who,
        started_at: Some(turn.started_at),
        finished_at: turn.finished_at,
        allowed_ms: turn.allowed_ms,
        used_ms,
        counted: turn.counted,
        due_at: turn.due_at,
        yellow_at: turn.yellow_at,
        note: if turn.escalated_to.is_empty() {
            String::new()
        } else {
            let told = names.title(&turn.escalated_to);
            names.t.with("step.escalated", &[("to", &told)])
        },
        ahead: String::new(),
    }
}

/// Steps done, under way and ahead.
pub(crate) fn facts_of(names: &Names, dossier: &State) -> Vec<StepFacts> {
    let mut facts: Vec<StepFacts> = dossier.turns.iter().map(|turn| facts_of_turn(names, turn)).collect();
    let last = dossier.turns.last().map_or(0, |turn| turn.step);
    let open = matches!(dossier.phase, Phase::Processing | Phase::Supplement | Phase::Draft);
    if open {
        facts.extend(dossier.plan.steps.iter().filter(|plan| plan.step > last).map(|plan| StepFacts {
            number: plan.step,
            name: names.step(&plan.name, plan.kind.word()),
            unit: names.unit(&plan.unit),
            allowed_ms: plan.minutes * 60_000,
            counted: plan.counted,
            ..StepFacts::default()
        }));
    }
    facts
}

/// The step line of a dossier, with the place where it waits for the applicant.
pub(crate) fn line_of(names: &Names, dossier: &State, applicant: &str) -> StepLine {
    let waiting =
        dossier.supplements.last().filter(|_| dossier.phase == Phase::Supplement).map(|asked| Waiting {
            name: names.t.t("step.waiting_papers").to_owned(),
            unit: applicant.to_owned(),
            since: asked.at,
        });
    StepLine::of(names.t, names.now, &facts_of(names, dossier)).waiting(waiting)
}

/// The whole dossier in one line.
pub(crate) fn strip_of(names: &Names, facts: &[StepFacts]) -> Strip {
    let parts: Vec<StripFacts> = facts
        .iter()
        .filter(|step| step.allowed_ms > 0 || !step.counted)
        .map(|step| {
            let state = step.timing().state(names.now);
            let now = (step.started_at.is_some() && step.finished_at.is_none()).then_some(state);
            StripFacts {
                allowed_ms: step.allowed_ms,
                counted: step.counted,
                done: step.finished_at.is_some(),
                now,
            }
        })
        .collect();
    let words: Vec<String> = facts
        .iter()
        .map(|step| {
            let time = if step.counted {
                crate::look::allowed(names.lang(), step.allowed_ms)
            } else {
                names.t.t("steps.not_counted").to_owned()
            };
            format!("{}: {time}", step.name)
        })
        .collect();
    Strip::of(words.join("; "), &parts)
}

/// The promise of a preview needs no dossier: what is left of a plan's steps.
pub(crate) fn facts_of_plan(names: &Names, plan: &domain::dossier::Plan) -> Vec<StepFacts> {
    plan.steps
        .iter()
        .map(|step| StepFacts {
            number: step.step,
            name: names.step(&step.name, step.kind.word()),
            unit: names.unit(&step.unit),
            allowed_ms: step.minutes * 60_000,
            counted: step.counted,
            ..StepFacts::default()
        })
        .collect()
}

/// The instant that many milliseconds ago, for "since" clocks: never negative.
pub(crate) fn elapsed(now: Millis, since: Millis) -> Millis {
    (now - since).max(0)
}
