//! Gia hạn kèm xin lỗi: the one new date a late agency may ask for, before the promised day, with its apology.
//!
//! It moves the current promise and nothing else: the first promise and the limit by law stay, so that an extension hides no
//! lateness (61/2018/NĐ-CP art. 19(9)).

use super::clock;
use super::command::Extend;
use super::decide::{processing, reason_missing};
use super::event::Event;
use super::facts::{Facts, Promise};
use super::signed::SignedUnder;
use super::state::State;
use crate::kernel::{Finding, Millis, Number, Refusal, RuleRef, Verdict, Violation};
use serde::{Deserialize, Serialize};

/// Letters of a reason at most: it has to fit the letter.
const MOST_LETTERS: usize = 500;

/// How the regime of a dossier reads the extension, from data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtensionRule {
    /// Working days before the day of the promise on which it is asked for at the latest (1).
    pub days_before: i64,
    /// How often the date may be set anew (1).
    pub at_most: i64,
    /// Where that is written.
    pub rule: RuleRef,
}

/// Gia hạn kèm xin lỗi: one new date with the apology for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// Number of the apology, in the book of the late unit and the year.
    pub number: Number,
    /// Local date on it as `yyyymmdd`.
    pub dated: i64,
    /// Unit that is late, whose head signs.
    pub unit: String,
    /// Instant promised until then.
    pub was_due_at: Millis,
    /// Instant promised from now on.
    pub due_at: Millis,
    /// Why, in the words of whoever signs.
    pub reason: String,
    /// Who signs.
    pub by: String,
    /// In which position.
    pub position: String,
    /// Signature block: of no length, `KT.`, `TUQ.`.
    pub block: String,
    /// On whose behalf: position, of no length in one's own.
    pub on_behalf_of: String,
    /// How it stands over the signature, and under which document.
    #[serde(default, skip_serializing_if = "SignedUnder::is_unknown")]
    pub under: SignedUnder,
    /// Instant.
    pub at: Millis,
}

/// Whether a dossier's date may be set anew now: the last moment to do so.
///
/// # Errors
/// `extension_refused` with everything that stands against it, under the rule; `dossier_in_other_phase`, `no_promise_stands`,
/// `no_step_under_way` where there is nothing to extend.
pub fn may_extend(dossier: &State, facts: &Facts<'_>, now: Millis) -> Result<Millis, Refusal> {
    let standing = standing(dossier, facts)?;
    let barred = standing.barred(dossier, facts, now);
    refused(barred, Vec::new(), facts)?;
    Ok(standing.last_moment)
}

/// The promise that would be moved, and until when that is possible.
struct Standing<'a> {
    promise: &'a Promise,
    last_moment: Millis,
}

fn standing<'a>(dossier: &'a State, facts: &Facts<'_>) -> Result<Standing<'a>, Refusal> {
    processing(dossier)?;
    dossier.open_turn().ok_or_else(|| Refusal::new("no_step_under_way"))?;
    let promise = dossier
        .promise()
        .filter(|_| dossier.promise_stands)
        .ok_or_else(|| Refusal::new("no_promise_stands"))?;
    let last_moment = clock::closing_before(promise.due_at, facts.rules.extension.days_before, facts)?;
    Ok(Standing { promise, last_moment })
}

impl Standing<'_> {
    /// What the rule itself has against it.
    fn barred(&self, dossier: &State, facts: &Facts<'_>, now: Millis) -> Vec<Violation> {
        let mut barred = Vec::new();
        if let Some(earlier) = dossier.extension().filter(|_| given(dossier) >= facts.rules.extension.at_most)
        {
            barred.push(
                Violation::new("", "extension_used").with("at", earlier.at).with("due_at", earlier.due_at),
            );
        }
        if now > self.last_moment {
            barred.push(
                Violation::new("", "extension_too_late")
                    .with("last_moment", self.last_moment)
                    .with("due_at", self.promise.due_at),
            );
        }
        barred
    }

    /// What is wrong with the date that was asked for.
    fn date_badly(&self, due_at: Option<Millis>, facts: &Facts<'_>) -> Option<Violation> {
        let wrong = |code: &str| Some(Violation::new("due_at", code).with("due_at", self.promise.due_at));
        let Some(due_at) = due_at else { return wrong("new_due_missing") };
        if due_at <= self.promise.due_at {
            wrong("new_due_not_later")
        } else if !clock::office_is_open(due_at, facts) {
            wrong("new_due_not_working")
        } else if facts.calendar.local_minute(due_at) != facts.calendar.local_minute(self.promise.due_at) {
            wrong("new_due_other_hour")
        } else {
            None
        }
    }
}

/// The letter is the late agency's: in the own name signs somebody of that agency, anybody else on behalf of its head
/// (03/2025/TT-VPCP form 04). Who has the post for it is the policies' question.
fn signed_elsewhere(asked: &Extend) -> Option<Violation> {
    let elsewhere = asked.by.unit != asked.unit && asked.on_behalf_of.is_empty();
    elsewhere.then(|| Violation::new("", "extension_signed_elsewhere").with("unit", &asked.unit))
}

fn given(dossier: &State) -> i64 {
    i64::try_from(dossier.extensions.len()).expect("a handful of extensions at most")
}

/// One refusal for everything; under the rule when the rule is what stands against it.
fn refused(barred: Vec<Violation>, typed: Vec<Violation>, facts: &Facts<'_>) -> Result<(), Refusal> {
    let by_rule = !barred.is_empty();
    let all = barred.into_iter().chain(typed).collect();
    Refusal::unless_empty("extension_refused", all)
        .map_err(|refusal| if by_rule { refusal.under(facts.rules.extension.rule.clone()) } else { refusal })
}

fn reason_badly(reason: &str) -> Vec<Violation> {
    let letters = reason.chars().count();
    if letters > MOST_LETTERS {
        return vec![Violation::new("reason", "too_long").with("most", MOST_LETTERS).with("typed", letters)];
    }
    reason_missing("reason", reason)
}

pub(super) fn extend(
    dossier: &State,
    asked: Extend,
    facts: &Facts<'_>,
    now: Millis,
) -> Result<Vec<Event>, Refusal> {
    let standing = standing(dossier, facts)?;
    let mut barred = standing.barred(dossier, facts, now);
    barred.extend(signed_elsewhere(&asked));
    let reason = asked.reason.trim();
    let mut typed: Vec<Violation> = standing.date_badly(asked.due_at, facts).into_iter().collect();
    typed.extend(reason_badly(reason));
    refused(barred, typed, facts)?;
    let due_at = asked.due_at.expect("a date that is missing was refused");
    let extension = Extension {
        number: Number::next(format!("slip/{}/apology/{}", asked.unit, facts.day / 10_000)),
        dated: facts.day,
        unit: asked.unit,
        was_due_at: standing.promise.due_at,
        due_at,
        reason: reason.to_owned(),
        by: asked.by.person,
        position: asked.by.position,
        block: asked.block,
        on_behalf_of: asked.on_behalf_of,
        under: asked.under,
        at: now,
    };
    let findings = findings(dossier, &standing, facts, now);
    Ok(vec![Event::DossierExtended { extension, findings }])
}

fn findings(dossier: &State, standing: &Standing<'_>, facts: &Facts<'_>, now: Millis) -> Vec<Finding> {
    let rule = &facts.rules.extension;
    let kept = |code: &str, inputs: &[(&str, String)]| Finding {
        code: code.to_owned(),
        rule: rule.rule.clone(),
        regime: facts.rules.regime.clone(),
        inputs: inputs.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
        verdict: Verdict::Kept,
    };
    vec![
        kept(
            "extension_asked_before_the_day",
            &[
                ("days_before", rule.days_before.to_string()),
                ("due_at", standing.promise.due_at.to_string()),
                ("last_moment", standing.last_moment.to_string()),
                ("asked_at", now.to_string()),
                ("calendar", facts.calendar.version().to_owned()),
            ],
        ),
        kept(
            "extension_once",
            &[("earlier", given(dossier).to_string()), ("at_most", rule.at_most.to_string())],
        ),
    ]
}
