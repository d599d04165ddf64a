//! Mending an issued slip, withdrawing, stopping, and where paper originals are.

use super::clock::{self, From};
use super::command::{By, Correct};
use super::decide::{processing, reason_given, wrong_phase};
use super::event::{Correction, Event};
use super::facts::{Facts, Plan, Promise};
use super::result::before_decision;
use super::state::{Holder, Phase, State};
use crate::kernel::{Millis, Refusal, Violation};

pub(super) fn correct(
    dossier: &State,
    by: &By,
    correct: Correct,
    reason: String,
    facts: &Facts<'_>,
    now: Millis,
) -> Result<Vec<Event>, Refusal> {
    if !dossier.is_open() {
        return Err(wrong_phase(dossier));
    }
    reason_given("reason", &reason)?;
    if correct.is_procedure() {
        // While papers are awaited no step is open that could begin anew under the right procedure.
        processing(dossier)?;
        before_decision(dossier)?;
    }
    let (correction, then) = match correct {
        Correct::Applicant(party) => (Correction::Applicant { party }, Vec::new()),
        Correct::Particulars(party) => (Correction::Particulars { party }, Vec::new()),
        Correct::Fee(lines) => (Correction::Fee { lines }, Vec::new()),
        Correct::Procedure(plan) => other_procedure(dossier, by, *plan, facts, now)?,
    };
    let mut events = vec![Event::DossierCorrected {
        correction,
        reason,
        slip: dossier.slips + 1,
        by: by.person.clone(),
        at: now,
    }];
    events.extend(then);
    Ok(events)
}

/// Whoever has the slip could fetch the result with it: a lost one is issued anew only to somebody whose identity was seen, never to a
/// slip.
pub(super) fn replace_slip(
    dossier: &State,
    by: &By,
    to: String,
    identified_by: String,
    proxy_paper: String,
    token: String,
    at: Millis,
) -> Result<Vec<Event>, Refusal> {
    if !dossier.is_open() {
        return Err(wrong_phase(dossier));
    }
    let mut violations = Vec::new();
    // An authorisation shows who somebody acts for, so it is nothing the applicant could be known by.
    match (identified_by.as_str(), to.as_str()) {
        ("id_card", _) | ("authorisation", "proxy") => {}
        ("slip", _) => violations.push(Violation::new("identified_by", "slip_is_lost")),
        _ => violations.push(Violation::new("identified_by", "identity_not_seen")),
    }
    if to == "proxy" && proxy_paper.trim().is_empty() {
        violations.push(Violation::new("proxy_paper", "authorisation_missing"));
    }
    Refusal::unless_empty("slip_not_replaced", violations)?;
    let (slip, by) = (dossier.slips + 1, by.person.clone());
    Ok(vec![Event::SlipReplaced { to, identified_by, proxy_paper, token, slip, by, at }])
}

/// The right procedure counts from the same reception: the office's mistake costs the applicant no time. The first
/// promise stays where it was when that was earlier.
fn other_procedure(
    dossier: &State,
    by: &By,
    plan: Plan,
    facts: &Facts<'_>,
    now: Millis,
) -> Result<(Correction, Vec<Event>), Refusal> {
    let received = dossier.received_at.ok_or_else(|| wrong_phase(dossier))?;
    let counted = clock::promise(&plan, 0, received, facts)?;
    let first_due_at =
        dossier.promise().map_or(counted.first_due_at, |slip| slip.first_due_at.min(counted.first_due_at));
    let promise = Promise { first_due_at, ..counted };
    let mut events = Vec::new();
    if let Some(turn) = dossier.open_turn() {
        let used_ms = clock::used_ms(turn, facts, now)?;
        events.push(Event::StepFinished {
            turn: turn.turn,
            by: by.person.clone(),
            outcome: "procedure_corrected".to_owned(),
            note: String::new(),
            used_ms,
            timeliness: clock::step_timeliness(turn, used_ms, now),
            at: now,
        });
        let first = plan.steps.first().ok_or_else(|| Refusal::new("plan_without_steps"))?;
        let second = plan.after(first.step).unwrap_or(first);
        let from = From { unit: &by.unit, person: &by.person };
        events.push(clock::start_step(turn.turn + 1, second, from, None, facts, now)?);
    }
    Ok((Correction::Procedure { plan: Box::new(plan), promise: Box::new(promise) }, events))
}

pub(super) fn withdraw(
    dossier: &State,
    by: &By,
    reason: &str,
    facts: &Facts<'_>,
    at: Millis,
) -> Result<Vec<Event>, Refusal> {
    if matches!(dossier.phase, Phase::Withdrawn { .. }) {
        return Ok(Vec::new());
    }
    over(dossier, by, facts, reason, at, |by, reason| Event::DossierWithdrawn { reason, by, at })
}

pub(super) fn stop(
    dossier: &State,
    by: &By,
    reason: &str,
    facts: &Facts<'_>,
    at: Millis,
) -> Result<Vec<Event>, Refusal> {
    if matches!(dossier.phase, Phase::Stopped { .. }) {
        return Ok(Vec::new());
    }
    over(dossier, by, facts, reason, at, |by, reason| Event::DossierStopped { reason, by, at })
}

fn over(
    dossier: &State,
    by: &By,
    facts: &Facts<'_>,
    reason: &str,
    at: Millis,
    ended: impl FnOnce(String, String) -> Event,
) -> Result<Vec<Event>, Refusal> {
    before_decision(dossier).map_err(|refusal| match &facts.rules.withdraw_rule {
        Some(rule) if refusal.code == "decision_exists" => refusal.under(rule.clone()),
        _ => refusal,
    })?;
    reason_given("reason", reason)?;
    let mut events = Vec::new();
    if let Some(turn) = dossier.open_turn() {
        let used_ms = clock::used_ms(turn, facts, at)?;
        events.push(Event::StepFinished {
            turn: turn.turn,
            by: by.person.clone(),
            outcome: "stopped".to_owned(),
            note: String::new(),
            used_ms,
            timeliness: clock::step_timeliness(turn, used_ms, at),
            at,
        });
    }
    events.push(ended(by.person.clone(), reason.to_owned()));
    Ok(events)
}

/// With a result they go along; without one they are given back by themselves, all at once.
pub(super) fn give_back_originals(dossier: &State, by: &By, at: Millis) -> Result<Vec<Event>, Refusal> {
    let is_over = matches!(dossier.phase, Phase::Withdrawn { .. } | Phase::Stopped { .. });
    let held = dossier.originals.iter().filter(|original| original.holder != Holder::Applicant);
    let events: Vec<Event> = held
        .map(|original| Event::OriginalMoved {
            item: original.item,
            holder: Holder::Applicant,
            by: by.person.clone(),
            at,
        })
        .collect();
    if is_over || events.is_empty() { Ok(events) } else { Err(Refusal::new("originals_are_needed")) }
}

pub(super) fn move_original(
    dossier: &State,
    by: &By,
    item: i64,
    holder: Holder,
    at: Millis,
) -> Result<Vec<Event>, Refusal> {
    match dossier.originals.iter().find(|original| original.item == item) {
        None => Err(Refusal::new("original_unknown").with(Violation::new("item", "original_unknown"))),
        Some(original) if original.holder == holder => Ok(Vec::new()),
        Some(_) => Ok(vec![Event::OriginalMoved { item, holder, by: by.person.clone(), at }]),
    }
}
