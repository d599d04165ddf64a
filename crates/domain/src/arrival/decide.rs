use super::{Advice, Event, State};
use crate::catalogue::{Answers, DeclarationForm};
use crate::kernel::{Millis, Number, Refusal};

/// Facts: the form in force and which of its rules hold for the answers.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The form that is asked in that hall today, none while nothing is asked.
    pub form: Option<&'a DeclarationForm>,
    /// What was answered.
    pub answers: &'a Answers,
    /// For each rule of the form whether it holds.
    pub holds: &'a [bool],
    /// Instant from which the declaration is removed.
    pub keep_until: Millis,
}

/// A declaration that was filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declare {
    /// Hall code.
    pub hall: String,
    /// Local date as `yyyymmdd`, of the same instant as `now`.
    pub day: i64,
    /// Random token for the pass.
    pub token: String,
    /// Salted digest of the declaration, none when nobody is named in it.
    pub digest: Option<String>,
}

/// What is asked of an arrival.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Somebody fills in the form.
    Declare(Declare),
    /// A person of the centre lets them in: tested, or spoken to.
    Clear,
}

/// Decides what a command does to an arrival.
///
/// # Errors
/// `declaration_off` while nothing is asked; `declaration_incomplete` with `person_missing`, `answer_missing`, `answer_unknown`, `answer_no_number`
/// by question; `arrival_unknown`. An empty list of events means that it is so already.
pub fn decide(
    state: Option<&State>,
    command: Command,
    facts: Facts<'_>,
    now: Millis,
) -> Result<Vec<Event>, Refusal> {
    match (state, command) {
        (None, Command::Declare(declare)) => declared(declare, facts, now).map(|event| vec![event]),
        (Some(_), Command::Declare(_)) => Ok(Vec::new()),
        (None, Command::Clear) => Err(Refusal::new("arrival_unknown")),
        (Some(arrival), Command::Clear) if arrival.may_enter() => Ok(Vec::new()),
        (Some(_), Command::Clear) => Ok(vec![Event::ArrivalCleared { at: now }]),
    }
}

fn declared(declare: Declare, facts: Facts<'_>, now: Millis) -> Result<Event, Refusal> {
    let form = facts.form.ok_or_else(|| Refusal::new("declaration_off"))?;
    let wrong = form.violations(facts.answers);
    let digest = match declare.digest {
        Some(digest) if wrong.is_empty() => digest,
        _ => return Err(wrong.into_iter().fold(Refusal::new("declaration_incomplete"), Refusal::with)),
    };
    let rules = (1..).zip(&form.rules).zip(facts.holds);
    let first = rules.filter(|(_, holds)| **holds).map(|((place, rule), _)| (place, rule.advice)).next();
    let (rule, advice) = first.unwrap_or((0, Advice::Enter));
    Ok(Event::ArrivalDeclared {
        number: Number::next(format!("arrival/{}/{}", declare.hall, declare.day)),
        hall: declare.hall,
        day: declare.day,
        form: form.code.clone(),
        version: form.version.clone(),
        advice,
        rule,
        token: declare.token,
        digest,
        keep_until: facts.keep_until,
        at: now,
    })
}
