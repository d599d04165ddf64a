//! Promises and step times: the only place of this aggregate where the calendar is asked.

use super::event::Event;
use super::facts::{Facts, Plan, Promise, PromiseDay, StepKind, StepPlan};
use super::state::{State, Timeliness, Turn};
use crate::kernel::{Millis, Refusal, Violation};
use calendar::{CalendarError, Span};

/// A promise for one appointment of the plan, counted from `start`.
pub(super) fn promise(
    plan: &Plan,
    appointment: usize,
    start: Millis,
    facts: &Facts<'_>,
) -> Result<Promise, Refusal> {
    let terms = plan.appointments.get(appointment).ok_or_else(|| Refusal::new("plan_without_appointment"))?;
    let committed = facts.calendar.due(start, terms.committed, facts.reading).map_err(not_covered)?;
    let statutory = facts.calendar.due(start, terms.statutory, facts.reading).map_err(not_covered)?;
    Ok(Promise {
        appointment: i64::try_from(appointment).expect("a plan has one or two appointments"),
        counted_from: committed.counted_from,
        first_due_at: committed.at,
        due_at: committed.at,
        // A promise is never later than the law, whatever the table of times says.
        statutory_due_at: statutory.at.max(committed.at),
        committed: terms.committed,
        statutory: terms.statutory,
        calendar: facts.calendar.version().to_owned(),
        provisional: committed.provisional,
        days: days_of(&committed),
    })
}

/// A promise that goes on with what was left of it.
pub(super) fn resumed(
    previous: &Promise,
    left_ms: i64,
    now: Millis,
    facts: &Facts<'_>,
) -> Result<Promise, Refusal> {
    let left = Span::WorkingMinutes((left_ms / 60_000).max(0));
    let due = facts.calendar.due(now, left, facts.reading).map_err(not_covered)?;
    // The days are told in minutes, the instant is exact: a pause adds the pause, not a minute less.
    let due_at = facts.calendar.add_working(due.counted_from, left_ms.max(0)).map_err(not_covered)?;
    // A pause adds exactly the pause to all three and makes no new promise: what lay apart stays as far apart, so that
    // neither a pause nor an extension before it moves the first promise any other way.
    let moved = |from: Millis| {
        let apart = facts.calendar.working_ms_between(previous.due_at, from)?;
        if apart < 0 {
            facts.calendar.subtract_working(due_at, -apart)
        } else {
            facts.calendar.add_working(due_at, apart)
        }
    };
    let first_due_at = if previous.first_due_at == previous.due_at {
        due_at
    } else {
        moved(previous.first_due_at).map_err(not_covered)?
    };
    let statutory = moved(previous.statutory_due_at).map_err(not_covered)?;
    Ok(Promise {
        counted_from: due.counted_from,
        first_due_at,
        due_at,
        statutory_due_at: statutory,
        calendar: facts.calendar.version().to_owned(),
        provisional: due.provisional,
        days: days_of(&due),
        ..previous.clone()
    })
}

fn days_of(due: &calendar::Due) -> Vec<PromiseDay> {
    due.explanation
        .iter()
        .map(|line| PromiseDay {
            day: calendar::day_number(line.date),
            kind: line.kind.word().to_owned(),
            name: line.kind.name().to_owned(),
            counted: line.counted,
        })
        .collect()
}

/// Who a step comes from.
#[derive(Clone, Copy)]
pub(super) struct From<'a> {
    pub unit: &'a str,
    pub person: &'a str,
}

/// The beginning of a step at `now`: by the person chosen, else by whom the facts name.
pub(super) fn start_step(
    turn: i64,
    plan: &StepPlan,
    from: From<'_>,
    chosen: Option<(String, String)>,
    facts: &Facts<'_>,
    now: Millis,
) -> Result<Event, Refusal> {
    let (person, position) = chosen.unwrap_or_else(|| {
        let assignee = facts.assignees.assignee(plan);
        (assignee.person, assignee.position)
    });
    let allowed_ms = plan.minutes * 60_000;
    // A result that is ready is nobody's delay: it waits for the person, who is reminded.
    let has_lamps = allowed_ms > 0 && plan.counted && plan.kind != StepKind::Return;
    let times = if has_lamps { Some(step_times(now, allowed_ms, facts)?) } else { None };
    Ok(Event::StepStarted {
        turn,
        step: plan.step,
        name: plan.name.clone(),
        kind: plan.kind,
        unit: plan.unit.clone(),
        role: plan.role.clone(),
        person,
        position,
        from_unit: from.unit.to_owned(),
        from_person: from.person.to_owned(),
        allowed_ms,
        counted: plan.counted,
        due_at: times.map(|(due, _)| due),
        yellow_at: times.map(|(_, yellow)| yellow),
        red_at: times.map(|(due, _)| due),
        at: now,
    })
}

/// When the step's time is gone, and when the last share of it begins.
fn step_times(now: Millis, allowed_ms: i64, facts: &Facts<'_>) -> Result<(Millis, Millis), Refusal> {
    let before_yellow = allowed_ms - allowed_ms * facts.rules.yellow_percent / 100;
    let due = facts.calendar.add_working(now, allowed_ms).map_err(not_covered)?;
    let yellow = facts.calendar.add_working(now, before_yellow).map_err(not_covered)?;
    Ok((due, yellow.min(due)))
}

/// Working time used by a step until `now`.
pub(super) fn used_ms(turn: &Turn, facts: &Facts<'_>, now: Millis) -> Result<i64, Refusal> {
    facts.calendar.working_ms_between(turn.started_at, now).map_err(not_covered).map(|used| used.max(0))
}

/// Early, on time or late, for a step with time of its own. Compared in whole minutes, as slips print them.
pub(super) fn step_timeliness(turn: &Turn, used_ms: i64, now: Millis) -> Option<Timeliness> {
    let due_at = turn.due_at?;
    Some(if now > due_at {
        Timeliness::Late
    } else if used_ms / 60_000 < turn.allowed_ms / 60_000 {
        Timeliness::Early
    } else {
        Timeliness::OnTime
    })
}

/// Early on a day before the promised one, on time on that day, late after the promised instant.
pub(super) fn promise_timeliness(dossier: &State, facts: &Facts<'_>, now: Millis) -> Timeliness {
    let Some(promise) = dossier.promise() else { return Timeliness::OnTime };
    if dossier.missed_promise || now > promise.first_due_at {
        Timeliness::Late
    } else if facts.day < calendar::day_number(facts.calendar.local_date(promise.first_due_at)) {
        Timeliness::Early
    } else {
        Timeliness::OnTime
    }
}

/// The closing of the working day that lies so many working days before the day of an instant.
pub(super) fn closing_before(at: Millis, days: i64, facts: &Facts<'_>) -> Result<Millis, Refusal> {
    let calendar = facts.calendar;
    let mut date = calendar.local_date(at);
    let mut left = days;
    while left > 0 {
        date = date.yesterday().map_err(|_| Refusal::new("calendar_does_not_reach"))?;
        if !calendar.open_on(date).map_err(not_covered)?.is_empty() {
            left -= 1;
        }
    }
    calendar.closing_of_day(calendar.midnight(date)).map_err(not_covered)
}

/// Whether somebody can come for a result at that instant: within opening hours, the minute of closing included.
pub(super) fn office_is_open(at: Millis, facts: &Facts<'_>) -> bool {
    facts.calendar.is_open(at) || facts.calendar.is_open(at - 1)
}

/// A date the calendar does not reach.
pub(crate) fn not_covered(error: CalendarError) -> Refusal {
    Refusal::new("calendar_does_not_reach")
        .with(Violation::new("", "calendar_does_not_reach").with("detail", error))
}
