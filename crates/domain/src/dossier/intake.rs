//! Receiving, asking for a supplement, refusing: exactly one of them, with all reasons at once.

use super::clock::{self, From};
use super::command::Outcome;
use super::decide::wrong_phase;
use super::event::Event;
use super::facts::{Facts, Plan, StepKind};
use super::state::{Intake, Item, Phase, State};
use crate::kernel::{Finding, Millis, Number, Refusal, Verdict, Violation};

/// The first time the matter is taken down.
pub(super) fn begin(
    intake: Intake,
    plan: Plan,
    outcome: Outcome,
    facts: &Facts<'_>,
    now: Millis,
) -> Result<Vec<Event>, Refusal> {
    let ended = end(&intake, &plan, outcome, facts, now)?;
    let number = Number::next(format!("draft/{}/{}", plan.receiving_unit, facts.day));
    let mut events = vec![Event::DossierDrafted { number, day: facts.day, intake, plan, at: now }];
    events.extend(ended);
    Ok(events)
}

/// The applicant comes back with a draft, or with what was asked for before reception.
pub(super) fn go_on(
    dossier: &State,
    intake: Intake,
    plan: Plan,
    outcome: Outcome,
    facts: &Facts<'_>,
    now: Millis,
) -> Result<Vec<Event>, Refusal> {
    if !matches!(dossier.phase, Phase::Draft | Phase::SupplementAtIntake) {
        return Err(wrong_phase(dossier));
    }
    let ended = end(&intake, &plan, outcome, facts, now)?;
    // The page of a draft keeps its address, so the token of the first declaration stays.
    let intake = Intake { token: dossier.intake.token.clone(), ..intake };
    let mut events = Vec::new();
    if intake != dossier.intake || plan != dossier.plan {
        events.push(Event::DraftAmended { intake, plan, at: now });
    }
    events.extend(ended);
    Ok(events)
}

fn end(
    intake: &Intake,
    plan: &Plan,
    outcome: Outcome,
    facts: &Facts<'_>,
    now: Millis,
) -> Result<Vec<Event>, Refusal> {
    let mut violations = declared_badly(intake);
    match outcome {
        Outcome::Keep => Refusal::unless_empty("intake_incomplete", violations).map(|()| Vec::new()),
        Outcome::Receive | Outcome::ReceiveBySlip { .. } => {
            violations.extend(papers_missing(intake));
            Refusal::unless_empty("intake_incomplete", violations)
                .map_err(|refusal| refusal.under(facts.rules.all_at_once_rule.clone()))?;
            match outcome {
                Outcome::ReceiveBySlip { slip, received_at } => {
                    receive_by_slip(intake, plan, (slip, received_at), facts, now)
                }
                _ => receive(intake, plan, now, Vec::new(), facts, now),
            }
        }
        Outcome::AskSupplement { items } => {
            violations.extend(items_badly(&items));
            Refusal::unless_empty("supplement_incomplete", violations)
                .map_err(|refusal| refusal.under(facts.rules.all_at_once_rule.clone()))?;
            Ok(vec![ask_supplement(intake, plan, items, facts, now)])
        }
        Outcome::Refuse { reasons } => {
            if reasons.iter().all(|reason| reason.trim().is_empty()) {
                violations.push(Violation::new("reasons", "reason_missing"));
            }
            Refusal::unless_empty("refusal_incomplete", violations)
                .map_err(|refusal| refusal.under(facts.rules.refusal_rule.clone()))?;
            Ok(vec![refuse(intake, plan, reasons, facts, now)])
        }
    }
}

fn declared_badly(intake: &Intake) -> Vec<Violation> {
    match &intake.proxy {
        Some(proxy) if proxy.paper.trim().is_empty() => {
            vec![Violation::new("proxy_paper", "authorisation_missing")]
        }
        _ => Vec::new(),
    }
}

fn papers_missing(intake: &Intake) -> Vec<Violation> {
    intake
        .papers
        .iter()
        .filter(|paper| paper.required && !paper.ok)
        .map(|paper| {
            Violation::new(&format!("paper-{}", paper.item), "paper_missing").with("paper", &paper.name)
        })
        .collect()
}

/// Every item names what is asked for and why: a person must be able to act on it without asking again.
pub(super) fn items_badly(items: &[Item]) -> Vec<Violation> {
    if items.is_empty() {
        return vec![Violation::new("items", "supplement_without_items")];
    }
    let without_name = items.iter().enumerate().filter(|(_, item)| item.name.trim().is_empty());
    let without_reason = items.iter().enumerate().filter(|(_, item)| item.reason.trim().is_empty());
    without_name
        .map(|(at, _)| Violation::new(&format!("item-{at}"), "item_without_name"))
        .chain(without_reason.map(|(at, item)| {
            Violation::new(&format!("item-{at}"), "item_without_reason").with("item", &item.name)
        }))
        .collect()
}

/// What was received on paper counts from then: the person must not wait longer because the power was out. Its steps begin now, when
/// those who have them can see it, so that nobody is late by what they could not know.
fn receive_by_slip(
    intake: &Intake,
    plan: &Plan,
    (slip, received_at): (String, Millis),
    facts: &Facts<'_>,
    now: Millis,
) -> Result<Vec<Event>, Refusal> {
    if received_at > now {
        return Err(Refusal::new("received_ahead_of_the_clock"));
    }
    let by_slip = Finding {
        code: "received_by_slip".to_owned(),
        rule: facts.rules.transfer_rule.clone(),
        regime: facts.rules.regime.clone(),
        inputs: vec![
            ("slip".to_owned(), slip),
            ("received_at".to_owned(), received_at.to_string()),
            ("confirmed_at".to_owned(), now.to_string()),
        ],
        verdict: Verdict::Kept,
    };
    receive(intake, plan, received_at, vec![by_slip], facts, now)
}

fn receive(
    intake: &Intake,
    plan: &Plan,
    received_at: Millis,
    mut findings: Vec<Finding>,
    facts: &Facts<'_>,
    now: Millis,
) -> Result<Vec<Event>, Refusal> {
    let first = plan.steps.first().ok_or_else(|| Refusal::new("plan_without_steps"))?;
    let promise = clock::promise(plan, 0, received_at, facts)?;
    findings.extend(reception_findings(&promise, facts, received_at));
    let mut events = vec![Event::DossierReceived {
        agency: plan.agency.clone(),
        day: facts.day,
        number: Number::next(format!("dossier/{}/{}", plan.agency, facts.day)),
        papers_travel_by: papers_travel_by(facts, received_at)?,
        findings,
        promise,
        by: intake.officer.clone(),
        at: received_at,
    }];
    let officer = (intake.officer.clone(), intake.position.clone());
    let from = From { unit: &plan.receiving_unit, person: &intake.officer };
    events.push(clock::start_step(1, first, from, Some(officer), facts, now)?);
    // Electronic data move at once (ND61 art. 18): the intake step ends where the next one begins.
    if first.kind == StepKind::Intake {
        events.push(Event::StepFinished {
            turn: 1,
            by: intake.officer.clone(),
            outcome: "done".to_owned(),
            note: String::new(),
            used_ms: 0,
            timeliness: Some(super::state::Timeliness::Early).filter(|_| first.minutes > 0),
            at: now,
        });
        if let Some(second) = plan.after(first.step) {
            events.push(clock::start_step(2, second, from, None, facts, now)?);
        }
    }
    Ok(events)
}

/// Paper received before the cut leaves the same working day, after it at the next opening (ND61 art. 18).
pub(super) fn papers_travel_by(facts: &Facts<'_>, now: Millis) -> Result<Millis, Refusal> {
    let calendar = facts.calendar;
    if calendar.is_open(now) && calendar.local_minute(now) < facts.rules.transfer_cut_minute {
        return calendar.closing_of_day(now).map_err(clock::not_covered);
    }
    let tomorrow = calendar.closing_of_day(now).map_err(clock::not_covered)?.max(now) + 1;
    calendar.next_opening(tomorrow).map_err(clock::not_covered)
}

fn reception_findings(promise: &super::facts::Promise, facts: &Facts<'_>, now: Millis) -> Vec<Finding> {
    let after_cut = facts.calendar.local_minute(now) >= facts.rules.transfer_cut_minute;
    let mut findings = vec![Finding {
        code: "papers_travel".to_owned(),
        rule: facts.rules.transfer_rule.clone(),
        regime: facts.rules.regime.clone(),
        inputs: vec![("received_minute".to_owned(), facts.calendar.local_minute(now).to_string())],
        verdict: if after_cut { Verdict::NotConcerned } else { Verdict::Kept },
    }];
    if promise.counted_from != now {
        findings.push(Finding {
            code: "start_moved_to_opening".to_owned(),
            rule: facts.rules.transfer_rule.clone(),
            regime: facts.rules.regime.clone(),
            inputs: vec![
                ("received_at".to_owned(), now.to_string()),
                ("counted_from".to_owned(), promise.counted_from.to_string()),
            ],
            verdict: Verdict::Kept,
        });
    }
    findings
}

fn slip(kind: &str, plan: &Plan, facts: &Facts<'_>) -> Number {
    Number::next(format!("slip/{}/{kind}/{}", plan.receiving_unit, facts.day / 10_000))
}

fn ask_supplement(intake: &Intake, plan: &Plan, items: Vec<Item>, facts: &Facts<'_>, at: Millis) -> Event {
    Event::IntakeSupplementAsked {
        slip: slip("supplement", plan, facts),
        by: intake.officer.clone(),
        findings: vec![Finding {
            code: "all_reasons_at_once".to_owned(),
            rule: facts.rules.all_at_once_rule.clone(),
            regime: facts.rules.regime.clone(),
            inputs: vec![("items".to_owned(), items.len().to_string())],
            verdict: Verdict::Kept,
        }],
        items,
        at,
    }
}

fn refuse(intake: &Intake, plan: &Plan, reasons: Vec<String>, facts: &Facts<'_>, at: Millis) -> Event {
    let reasons: Vec<String> = reasons.into_iter().filter(|reason| !reason.trim().is_empty()).collect();
    Event::IntakeRefused {
        slip: slip("refusal", plan, facts),
        by: intake.officer.clone(),
        findings: vec![Finding {
            code: "refusal_with_reasons".to_owned(),
            rule: facts.rules.refusal_rule.clone(),
            regime: facts.rules.regime.clone(),
            inputs: vec![("reasons".to_owned(), reasons.len().to_string())],
            verdict: Verdict::Kept,
        }],
        reasons,
        at,
    }
}
