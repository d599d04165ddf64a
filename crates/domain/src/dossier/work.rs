//! Steps: handed over, handed back, assigned, interrupted by a supplement, late.

use super::clock::{self, From};
use super::command::By;
use super::decide::{all_at_once, processing, reason_missing, wrong_phase};
use super::event::Event;
use super::facts::{Facts, Silence, StepKind, StepPlan, SupplementPolicy};
use super::intake::{items_badly, papers_travel_by};
use super::papers;
use super::state::{Item, Paper, Phase, State, Turn};
use crate::kernel::{Finding, Millis, Number, Refusal, StreamId, Verdict, Violation};

/// The step under way, when it is this person's to do.
pub(super) fn own_turn<'a>(dossier: &'a State, by: &By) -> Result<&'a Turn, Refusal> {
    processing(dossier)?;
    let turn = dossier.open_turn().ok_or_else(|| Refusal::new("no_step_under_way"))?;
    if !turn.person.is_empty() && turn.person != by.person {
        return Err(Refusal::new("not_your_step").with(
            Violation::new("", "not_your_step").with("person", &turn.person).with("step", &turn.name),
        ));
    }
    Ok(turn)
}

pub(super) fn finish(
    dossier: &State,
    by: &By,
    note: String,
    next_person: String,
    next_position: String,
    facts: &Facts<'_>,
    now: Millis,
) -> Result<Vec<Event>, Refusal> {
    let turn = own_turn(dossier, by)?;
    let elsewhere = match turn.kind {
        StepKind::Approve => Some("step_needs_approval"),
        StepKind::Number => Some("step_needs_number"),
        StepKind::Return => Some("step_needs_hand_over"),
        _ => None,
    };
    if let Some(code) = elsewhere {
        return Err(Refusal::new(code));
    }
    let next = dossier.plan.after(turn.step);
    if next.is_some_and(|next| needs_draft(dossier, next)) {
        return Err(Refusal::new("result_not_drafted").with(Violation::new("result", "result_not_drafted")));
    }
    let chosen = chosen_next(turn, next, next_person, next_position, facts)?;
    pass_on(dossier, turn, by, note, chosen, facts, now)
}

/// A step that somebody signs needs something to sign.
fn needs_draft(dossier: &State, next: &StepPlan) -> bool {
    next.kind == StepKind::Approve
        && !dossier.plan.result_template.is_empty()
        && dossier.result.template.is_empty()
        && dossier.result.refusal_proposed.is_none()
}

type Chosen = Option<(String, String)>;

/// A head who assigns must name somebody, unless only one person can do the next step.
fn chosen_next(
    turn: &Turn,
    next: Option<&StepPlan>,
    person: String,
    position: String,
    facts: &Facts<'_>,
) -> Result<Chosen, Refusal> {
    if !person.is_empty() {
        return Ok(Some((person, position)));
    }
    match next {
        Some(next) if turn.kind == StepKind::Assign && facts.assignees.assignee(next).person.is_empty() => {
            Err(Refusal::new("assignee_missing").with(Violation::new("next_person", "assignee_missing")))
        }
        _ => Ok(None),
    }
}

/// Ends the step under way and begins the next one, with whatever that means for promises and the result.
pub(super) fn pass_on(
    dossier: &State,
    turn: &Turn,
    by: &By,
    note: String,
    chosen: Chosen,
    facts: &Facts<'_>,
    now: Millis,
) -> Result<Vec<Event>, Refusal> {
    let mut events = vec![finished(turn, by, "done", note, facts, now)?];
    let Some(next) = dossier.plan.after(turn.step) else {
        events.push(ready(dossier, facts, now));
        return Ok(events);
    };
    events.extend(appointments(dossier, turn, next, facts, now)?);
    if next.kind == StepKind::Return {
        events.push(ready(dossier, facts, now));
    }
    let from = From { unit: &by.unit, person: &by.person };
    events.push(clock::start_step(turn.turn + 1, next, from, chosen, facts, now)?);
    Ok(events)
}

pub(super) fn finished(
    turn: &Turn,
    by: &By,
    outcome: &str,
    note: String,
    facts: &Facts<'_>,
    at: Millis,
) -> Result<Event, Refusal> {
    let used_ms = clock::used_ms(turn, facts, at)?;
    Ok(Event::StepFinished {
        turn: turn.turn,
        by: by.person.clone(),
        outcome: outcome.to_owned(),
        note,
        used_ms,
        timeliness: clock::step_timeliness(turn, used_ms, at),
        at,
    })
}

fn ready(dossier: &State, facts: &Facts<'_>, at: Millis) -> Event {
    Event::ResultReady { timeliness: clock::promise_timeliness(dossier, facts, at), at }
}

fn count(terms: &[super::facts::Appointment]) -> i64 {
    i64::try_from(terms.len()).expect("a plan has one or two appointments")
}

/// Leaving the last step of an appointment meets or misses it; entering the first step of the next one makes a
/// promise of its own (land: the second date counts from the proof of payment, DT138 art. 5(3)).
fn appointments(
    dossier: &State,
    turn: &Turn,
    next: &StepPlan,
    facts: &Facts<'_>,
    at: Millis,
) -> Result<Vec<Event>, Refusal> {
    let terms = &dossier.plan.appointments;
    let Some(promise) = dossier.promise() else { return Ok(Vec::new()) };
    let mut events = Vec::new();
    // A dossier handed back over the border of two appointments neither meets the first one twice nor gets a
    // second second date: what was promised stays.
    let met = terms.iter().position(|term| term.to_step == turn.step).and_then(|met| i64::try_from(met).ok());
    if let Some(appointment) = met.filter(|met| *met == promise.appointment && met + 1 < count(terms)) {
        events.push(Event::AppointmentMet { appointment, kept: at <= promise.first_due_at, at });
    }
    let begun = terms.iter().position(|term| term.from_step == next.step);
    if let Some(begun) =
        begun.filter(|begun| i64::try_from(*begun).is_ok_and(|begun| begun > promise.appointment))
    {
        events.push(Event::PromiseMade {
            promise: clock::promise(&dossier.plan, begun, at, facts)?,
            reason: "second_appointment".to_owned(),
            findings: Vec::new(),
            at,
        });
    }
    Ok(events)
}

pub(super) fn hand_back(
    dossier: &State,
    by: &By,
    to_step: i64,
    reason: String,
    facts: &Facts<'_>,
    now: Millis,
) -> Result<Vec<Event>, Refusal> {
    let turn = own_turn(dossier, by)?;
    let mut violations = reason_missing("reason", &reason);
    if to_step >= turn.step {
        violations.push(Violation::new("to_step", "hand_back_goes_backwards"));
    }
    all_at_once(violations)?;
    back_to(dossier, turn, by, to_step, reason, facts, now)
}

/// Back to whoever did that step last; intake is never begun again, the counter has its own ways.
pub(super) fn back_to(
    dossier: &State,
    turn: &Turn,
    by: &By,
    to_step: i64,
    reason: String,
    facts: &Facts<'_>,
    now: Millis,
) -> Result<Vec<Event>, Refusal> {
    let plan = dossier
        .plan
        .step(to_step)
        .filter(|plan| !matches!(plan.kind, StepKind::Intake | StepKind::External))
        .ok_or_else(|| Refusal::new("step_unknown").with(Violation::new("to_step", "step_unknown")))?;
    let last = dossier.turns.iter().rev().find(|past| past.step == to_step && !past.person.is_empty());
    let chosen = last.map(|past| (past.person.clone(), past.position.clone()));
    let from = From { unit: &by.unit, person: &by.person };
    Ok(vec![
        finished(turn, by, "handed_back", reason, facts, now)?,
        clock::start_step(turn.turn + 1, plan, from, chosen, facts, now)?,
    ])
}

pub(super) fn assign(
    dossier: &State,
    by: &By,
    person: String,
    position: String,
    reason: String,
    at: Millis,
) -> Result<Vec<Event>, Refusal> {
    if !matches!(dossier.phase, Phase::Processing | Phase::Ready { .. }) {
        return Err(wrong_phase(dossier));
    }
    let turn = dossier.open_turn().ok_or_else(|| Refusal::new("no_step_under_way"))?;
    if turn.person == person && !person.is_empty() {
        return Ok(Vec::new());
    }
    let mut violations = Vec::new();
    if person.is_empty() {
        violations.push(Violation::new("person", "assignee_missing"));
    }
    if !turn.person.is_empty() {
        violations.extend(reason_missing("reason", &reason));
    }
    all_at_once(violations)?;
    Ok(vec![Event::StepAssigned { turn: turn.turn, person, position, by: by.person.clone(), reason, at }])
}

pub(super) fn request_supplement(
    dossier: &State,
    by: &By,
    items: Vec<Item>,
    facts: &Facts<'_>,
    now: Millis,
) -> Result<Vec<Event>, Refusal> {
    let turn = own_turn(dossier, by)?;
    if !matches!(turn.kind, StepKind::Process | StepKind::Review | StepKind::Assign) {
        return Err(Refusal::new("supplement_not_at_this_step"));
    }
    Refusal::unless_empty("supplement_incomplete", items_badly(&items))
        .map_err(|refusal| refusal.under(facts.rules.all_at_once_rule.clone()))?;
    let promise = dossier.promise().ok_or_else(|| Refusal::new("no_step_under_way"))?;
    let left_ms = facts.calendar.working_ms_between(now, promise.due_at).map_err(clock::not_covered)?.max(0);
    let findings = vec![asked_in_time(dossier, facts, now)?, asked_once(dossier, facts, items.len())];
    // Asking for papers hides no promise that passed before: whoever is quicker than the clock's own job says it too.
    let mut events = mark_late(dossier, now);
    events.extend([
        finished(turn, by, "supplement", String::new(), facts, now)?,
        Event::SupplementRequested {
            slip: Number::next(format!(
                "slip/{}/supplement/{}",
                dossier.plan.receiving_unit,
                facts.day / 10_000
            )),
            items,
            by: by.person.clone(),
            resume_step: turn.step,
            left_ms,
            findings: findings.clone(),
            at: now,
        },
    ]);
    if dossier.plan.supplement == SupplementPolicy::Restart {
        events.push(Event::PromiseVoided { reason: "supplement".to_owned(), findings: Vec::new(), at: now });
    }
    Ok(events)
}

/// Within three working days of reception (ND61 art. 19(4)), or those a sector's or a local rule gives, else it is recorded, not hidden.
fn asked_in_time(dossier: &State, facts: &Facts<'_>, now: Millis) -> Result<Finding, Refusal> {
    let received = dossier.received_at.unwrap_or(now);
    let own = dossier.plan.ask_within.as_ref();
    let days = own.map_or(facts.rules.supplement_within_days, |own| own.working_days);
    let rule = own.map_or(&facts.rules.supplement_rule, |own| &own.rule);
    let last = facts
        .calendar
        .due(received, calendar::Span::WorkingDays(days), facts.reading)
        .map_err(clock::not_covered)?;
    Ok(Finding {
        code: "supplement_within_days".to_owned(),
        rule: rule.clone(),
        regime: facts.rules.regime.clone(),
        inputs: vec![
            ("days".to_owned(), days.to_string()),
            ("last_moment".to_owned(), last.at.to_string()),
            ("asked_at".to_owned(), now.to_string()),
        ],
        verdict: if now <= last.at { Verdict::Kept } else { Verdict::Broken },
    })
}

/// All reasons in one request: a second request is recorded against the office, never against the applicant.
fn asked_once(dossier: &State, facts: &Facts<'_>, items: usize) -> Finding {
    let earlier = dossier.supplements.len();
    Finding {
        code: "all_reasons_at_once".to_owned(),
        rule: facts.rules.all_at_once_rule.clone(),
        regime: facts.rules.regime.clone(),
        inputs: vec![
            ("earlier_requests".to_owned(), earlier.to_string()),
            ("items".to_owned(), items.to_string()),
        ],
        verdict: if earlier == 0 { Verdict::Kept } else { Verdict::Broken },
    }
}

pub(super) fn answer_supplement(
    dossier: &State,
    by: &By,
    papers: Vec<Paper>,
    visit: Option<StreamId>,
    facts: &Facts<'_>,
    now: Millis,
) -> Result<Vec<Event>, Refusal> {
    let asked = match (&dossier.phase, dossier.supplements.last()) {
        (Phase::Supplement, Some(asked)) => asked,
        _ => return Err(wrong_phase(dossier)),
    };
    all_brought(&asked.items, &papers, facts)?;
    let plan = dossier.plan.step(asked.resume_step).ok_or_else(|| Refusal::new("step_unknown"))?;
    let past = dossier.turns.last().ok_or_else(|| Refusal::new("no_step_under_way"))?;
    let (promise, reason) = new_promise(dossier, asked.left_ms, facts, now)?;
    let from = From { unit: &by.unit, person: &by.person };
    let same_person = (past.person.clone(), past.position.clone());
    let papers_travel_by = match papers::any_travels(&papers) {
        true => Some(papers_travel_by(facts, now)?),
        false => None,
    };
    Ok(vec![
        Event::SupplementAnswered { papers, by: by.person.clone(), visit, papers_travel_by, at: now },
        Event::PromiseMade {
            promise,
            reason: reason.to_owned(),
            findings: vec![Finding {
                code: format!("limit_{reason}"),
                rule: facts.rules.supplement_rule.clone(),
                regime: facts.rules.regime.clone(),
                inputs: vec![
                    ("asked_at".to_owned(), asked.at.to_string()),
                    ("answered_at".to_owned(), now.to_string()),
                ],
                verdict: Verdict::Kept,
            }],
            at: now,
        },
        clock::start_step(past.turn + 1, plan, from, Some(same_person), facts, now)?,
    ])
}

/// The clock starts again only for a dossier that is complete: everything asked for is there, and right.
fn all_brought(asked: &[Item], brought: &[Paper], facts: &Facts<'_>) -> Result<(), Refusal> {
    let is_there = |item: &&Item| {
        brought.iter().any(|paper| {
            paper.ok && if item.paper > 0 { paper.item == item.paper } else { paper.name == item.name }
        })
    };
    let missing = asked.iter().filter(|item| !is_there(item));
    let violations =
        missing.map(|item| Violation::new("papers", "paper_not_brought").with("name", &item.name));
    Refusal::unless_empty("supplement_not_complete", violations.collect())
        .map_err(|refusal| refusal.under(facts.rules.supplement_rule.clone()))
}

fn new_promise(
    dossier: &State,
    left_ms: i64,
    facts: &Facts<'_>,
    now: Millis,
) -> Result<(super::facts::Promise, &'static str), Refusal> {
    let last = dossier.promise().ok_or_else(|| Refusal::new("no_step_under_way"))?;
    match dossier.plan.supplement {
        SupplementPolicy::Restart => {
            let appointment = usize::try_from(last.appointment).expect("an appointment is 0 or 1");
            clock::promise(&dossier.plan, appointment, now, facts).map(|promise| (promise, "restart"))
        }
        SupplementPolicy::Pause => {
            clock::resumed(last, left_ms, now, facts).map(|promise| (promise, "resume"))
        }
    }
}

/// The accountable fact carries the instant the time was gone, not the instant somebody noticed.
pub(super) fn mark_red(dossier: &State, turn: i64, now: Millis) -> Vec<Event> {
    match dossier.turns.iter().find(|past| past.turn == turn) {
        Some(late) if !late.red_marked => match late.red_at {
            Some(at) if late.finished_at.unwrap_or(now) > at => {
                vec![Event::StepTurnedRed { turn, unit: late.unit.clone(), person: late.person.clone(), at }]
            }
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// The promise was not kept: said once, with the promised instant, while nothing is ready. A dossier that waits for
/// the applicant, or for the tax office between two appointments, is not late.
pub(super) fn mark_late(dossier: &State, now: Millis) -> Vec<Event> {
    // A log of another system does not say what is under way; its deadline passes all the same.
    let is_counted = dossier.open_turn().map_or(!dossier.source.is_empty(), |turn| turn.counted);
    match (&dossier.phase, dossier.promise()) {
        (Phase::Processing, Some(promise))
            if is_counted && now > promise.first_due_at && !dossier.missed_promise =>
        {
            vec![Event::PromiseMissed { first_due_at: promise.first_due_at, at: promise.first_due_at }]
        }
        _ => Vec::new(),
    }
}

/// The last moment at which what was asked for is still taken; none while nothing is asked for, and where the procedure version sets
/// no days.
///
/// # Errors
/// `calendar_does_not_reach` when the working days of that year are not decided.
pub fn waits_until(
    dossier: &State,
    calendar: &calendar::WorkCalendar,
    reading: &calendar::Reading,
) -> Result<Option<Millis>, Refusal> {
    let Some((asked_at, silence)) = silence_of(dossier) else { return Ok(None) };
    let span = calendar::Span::WorkingDays(silence.working_days);
    calendar.due(asked_at, span, reading).map(|last| Some(last.at)).map_err(clock::not_covered)
}

/// Since when an answer is waited for, and how long at most, where the procedure version says so.
pub(super) fn silence_of(dossier: &State) -> Option<(Millis, &Silence)> {
    if dossier.phase != Phase::Supplement {
        return None;
    }
    Some((dossier.supplements.last()?.at, dossier.plan.silence.as_ref()?))
}

/// Papers were asked for after reception and nothing came in all the working days the procedure version sets: it ends. Where none are set it
/// waits for ever. The last moment is still in time.
pub(super) fn close_after_silence(
    dossier: &State,
    facts: &Facts<'_>,
    now: Millis,
) -> Result<Vec<Event>, Refusal> {
    let last = waits_until(dossier, facts.calendar, facts.reading)?;
    let (Some((asked_at, silence)), Some(last)) = (silence_of(dossier), last) else {
        return Ok(Vec::new());
    };
    if now <= last {
        return Ok(Vec::new());
    }
    Ok(vec![Event::SilenceClosed {
        asked_at,
        waited_until: last,
        findings: vec![Finding {
            code: "closed_after_silence".to_owned(),
            rule: silence.rule.clone(),
            regime: facts.rules.regime.clone(),
            inputs: vec![
                ("days".to_owned(), silence.working_days.to_string()),
                ("asked_at".to_owned(), asked_at.to_string()),
                ("waited_until".to_owned(), last.to_string()),
            ],
            verdict: Verdict::Kept,
        }],
        at: now,
    }])
}

pub(super) fn escalate(dossier: &State, turn: i64, to: String, at: Millis) -> Vec<Event> {
    match dossier.open_turn() {
        Some(late) if late.turn == turn && late.red_marked && late.escalated_to != to => {
            vec![Event::StepEscalated { turn, to, at }]
        }
        _ => Vec::new(),
    }
}
