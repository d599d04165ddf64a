//! Từ chối giải quyết sau thẩm định: proposed by whoever appraised, signed by whoever would have signed the result.
//!
//! All reasons at once and in writing, Mẫu 03, within the limit by law (61/2018/NĐ-CP art. 19(8)).

use super::command::By;
use super::decide::reason_missing;
use super::event::Event;
use super::facts::{Facts, StepKind};
use super::result::approval;
use super::signed::SignedUnder;
use super::state::State;
use super::work::{finished, mark_late, own_turn, pass_on};
use crate::kernel::{Finding, Millis, Number, Refusal, RuleRef, Verdict, Violation};
use serde::{Deserialize, Serialize};

/// Reasons on one slip at most.
const MOST_REASONS: usize = 20;

/// Letters of one reason at most: it has to fit the slip and the letter.
const MOST_LETTERS: usize = 500;

/// Đề xuất từ chối: what goes to the signature in place of a draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusalProposal {
    /// All reasons.
    pub reasons: Vec<String>,
    /// Who appraised it and proposes.
    pub by: String,
    /// Instant.
    pub at: Millis,
}

/// Whoever appraises it finds that the result cannot be given; it goes on to the signature with the reasons in place of a draft.
pub(super) fn propose(
    dossier: &State,
    by: &By,
    reasons: Vec<String>,
    facts: &Facts<'_>,
    now: Millis,
) -> Result<Vec<Event>, Refusal> {
    let turn = own_turn(dossier, by)?;
    if !dossier.plan.is_signed_after(turn.step) || !matches!(turn.kind, StepKind::Process | StepKind::Review)
    {
        return Err(Refusal::new("refusal_not_at_this_step"));
    }
    let reasons = given(reasons, &facts.rules.resolution_refusal_rule)?;
    let mut events = vec![Event::RefusalProposed { reasons, by: by.person.clone(), at: now }];
    events.extend(pass_on(dossier, turn, by, String::new(), None, facts, now)?);
    Ok(events)
}

/// Who would sign the result signs that there is none. All reasons at once and within the limit by law; a refusal that comes later
/// stands all the same, and the finding says that it was late.
pub(super) fn sign(
    dossier: &State,
    by: &By,
    reasons: Vec<String>,
    (block, on_behalf_of, under): (String, String, SignedUnder),
    facts: &Facts<'_>,
    now: Millis,
) -> Result<Vec<Event>, Refusal> {
    let rule = &facts.rules.resolution_refusal_rule;
    let turn = approval(dossier, by, &on_behalf_of)?;
    let reasons = given(reasons, rule)?;
    let promise = dossier.promise().ok_or_else(|| Refusal::new("no_step_under_way"))?;
    let finding = |code: &str, inputs: Vec<(String, String)>, kept: bool| Finding {
        code: code.to_owned(),
        rule: rule.clone(),
        regime: facts.rules.regime.clone(),
        inputs,
        verdict: if kept { Verdict::Kept } else { Verdict::Broken },
    };
    let within = vec![
        ("statutory_due_at".to_owned(), promise.statutory_due_at.to_string()),
        ("refused_at".to_owned(), now.to_string()),
    ];
    let findings = vec![
        finding("refusal_with_reasons", vec![("reasons".to_owned(), reasons.len().to_string())], true),
        finding("refusal_within_limit", within, now <= promise.statutory_due_at),
    ];
    // A refusal hides no promise that passed before.
    let mut events = mark_late(dossier, now);
    events.push(finished(turn, by, "refused", String::new(), facts, now)?);
    events.push(Event::ResolutionRefused {
        reasons,
        slip: Number::next(format!("slip/{}/refusal/{}", dossier.plan.receiving_unit, facts.day / 10_000)),
        by: by.person.clone(),
        position: by.position.clone(),
        block,
        on_behalf_of,
        under,
        findings,
        at: now,
    });
    Ok(events)
}

/// The reasons as they are printed, or everything that is wrong with them.
fn given(reasons: Vec<String>, rule: &RuleRef) -> Result<Vec<String>, Refusal> {
    let trimmed = reasons.into_iter().map(|reason| reason.trim().to_owned());
    let reasons: Vec<String> = trimmed.filter(|reason| !reason.is_empty()).collect();
    let mut violations = match reasons.first() {
        None => reason_missing("reasons", ""),
        Some(_) => Vec::new(),
    };
    if reasons.len() > MOST_REASONS {
        violations.push(
            Violation::new("reasons", "too_many").with("most", MOST_REASONS).with("given", reasons.len()),
        );
    }
    let longest = reasons.iter().map(|reason| reason.chars().count()).max().unwrap_or_default();
    if longest > MOST_LETTERS {
        violations
            .push(Violation::new("reasons", "too_long").with("most", MOST_LETTERS).with("typed", longest));
    }
    Refusal::unless_empty("refusal_incomplete", violations).map_err(|refusal| refusal.under(rule.clone()))?;
    Ok(reasons)
}
