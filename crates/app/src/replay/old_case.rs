//! The cases of a log as dossiers of another system; everything that does not fit is found before anything is written.

use super::Roles;
use adapters::xes::{Case, Log, keys};
use domain::dossier::FilingChannel;
use domain::kernel::Millis;
use std::collections::BTreeMap;

/// A thing done there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OldStep {
    /// Instant.
    pub at: Millis,
    /// What.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// Person.
    pub person: String,
}

/// Hồ sơ cũ: a case of a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OldCase {
    /// Its name there, kept as its code.
    pub code: String,
    /// What it is about.
    pub procedure: String,
    /// Instant it came in.
    pub received_at: Millis,
    /// Instant promised.
    pub due_at: Option<Millis>,
    /// Instant it was over, none while it is open.
    pub closed_at: Option<Millis>,
    /// Unit that answers for it.
    pub unit: String,
    /// Group within that unit.
    pub group: String,
    /// Officer who answers for it.
    pub officer: String,
    /// How it came in.
    pub channel: FilingChannel,
    /// What was done, by time.
    pub steps: Vec<OldStep>,
}

/// What does not fit.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct LogProblem {
    /// Line of the file.
    pub line: usize,
    /// What was expected, what came.
    pub what: String,
}

/// Every case, or everything that is wrong.
///
/// # Errors
/// A case or an event without a name, an event without an instant, a name used twice.
pub fn old_cases(log: &Log, roles: &Roles) -> Result<Vec<OldCase>, Vec<LogProblem>> {
    let mut problems = Vec::new();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut cases = Vec::with_capacity(log.cases.len());
    for case in &log.cases {
        let code = case.attributes.text(keys::NAME);
        if code.trim().is_empty() {
            problems.push(LogProblem { line: case.line, what: format!("a trace without {}", keys::NAME) });
            continue;
        }
        if let Some(before) = seen.insert(code.clone(), case.line) {
            let what = format!("the trace {code:?} stands at line {before} already");
            problems.push(LogProblem { line: case.line, what });
            continue;
        }
        match steps(case, roles) {
            Ok(steps) => cases.extend(old_case(case, code, steps, roles, &mut problems)),
            Err(found) => problems.extend(found),
        }
    }
    if problems.is_empty() { Ok(cases) } else { Err(problems) }
}

fn steps(case: &Case, roles: &Roles) -> Result<Vec<OldStep>, Vec<LogProblem>> {
    let mut problems = Vec::new();
    let mut steps = Vec::with_capacity(case.events.len());
    for event in &case.events {
        let name = event.attributes.text(keys::NAME);
        let at = event.attributes.instant(keys::AT);
        if name.trim().is_empty() {
            problems.push(LogProblem { line: event.line, what: format!("an event without {}", keys::NAME) });
        }
        if at.is_none() {
            problems
                .push(LogProblem { line: event.line, what: format!("an event without a date {}", keys::AT) });
        }
        steps.extend(at.map(|at| OldStep {
            at,
            name,
            unit: event.attributes.text(&roles.step_unit),
            person: event.attributes.text(&roles.resource),
        }));
    }
    // A file is not always in the order of time; things of one instant keep the order of the file.
    steps.sort_by_key(|step| step.at);
    if problems.is_empty() { Ok(steps) } else { Err(problems) }
}

fn old_case(
    case: &Case,
    code: String,
    steps: Vec<OldStep>,
    roles: &Roles,
    problems: &mut Vec<LogProblem>,
) -> Option<OldCase> {
    let instant = |role: &str| case.attributes.instant(role);
    let Some(received_at) = instant(&roles.start).or_else(|| steps.first().map(|step| step.at)) else {
        let what = format!("the trace {code:?} has no event and no start: nobody can say when it came in");
        problems.push(LogProblem { line: case.line, what });
        return None;
    };
    Some(OldCase {
        code,
        procedure: case.attributes.text(&roles.procedure),
        received_at,
        due_at: instant(&roles.deadline),
        closed_at: instant(&roles.end),
        unit: case.attributes.text(&roles.unit),
        group: case.attributes.text(&roles.group),
        officer: case.attributes.text(&roles.officer),
        channel: channel(&case.attributes.text(&roles.channel)),
        steps,
    })
}

/// By the words logs use; what is not known came over a counter.
fn channel(word: &str) -> FilingChannel {
    let word = word.to_lowercase();
    let is = |words: &[&str]| words.iter().any(|known| word.contains(known));
    if is(&["internet", "online", "web", "mail"]) && !is(&["post"]) {
        FilingChannel::Online
    } else if is(&["post"]) {
        FilingChannel::Post
    } else {
        FilingChannel::InPerson
    }
}
