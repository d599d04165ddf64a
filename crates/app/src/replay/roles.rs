//! Which attribute of a log means what.

use adapters::xes::{Log, keys};

/// Vai trò của các thuộc tính: guessed from their names, or said by whoever replays. Of no length where the log has none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roles {
    /// Of a case: instant it came in; else the first thing that happened.
    pub start: String,
    /// Of a case: instant it was over.
    pub end: String,
    /// Of a case: instant it was promised for.
    pub deadline: String,
    /// Of a case: what it is about; else the log's name.
    pub procedure: String,
    /// Of a case: unit that answers for it.
    pub unit: String,
    /// Of a case: the group within that unit.
    pub group: String,
    /// Of a case: officer who answers for it.
    pub officer: String,
    /// Of a case: how it came in.
    pub channel: String,
    /// Of an event: who did it.
    pub resource: String,
    /// Of an event: the unit that did it.
    pub step_unit: String,
}

/// Names seen in published logs, the likeliest first.
const START: &[&str] = &["startdate", "start_date", "case:startdate", "created", "received", "registered"];
const END: &[&str] = &["enddate", "end_date", "case:enddate", "closed", "closed_at", "finished", "completed"];
const DEADLINE: &[&str] = &["deadline", "due", "due_date", "duedate", "case:deadline", "enddate_planned"];
const PROCEDURE: &[&str] = &["procedure", "case:procedure", "process"];
const UNIT: &[&str] = &["department", "unit", "org:unit", "organisation", "organization"];
const GROUP: &[&str] = &["group", "team", "org:group"];
const OFFICER: &[&str] = &["responsible", "owner", "case_owner", "org:resource"];
const CHANNEL: &[&str] = &["channel", "source_channel"];
const RESOURCE: &[&str] = &[keys::RESOURCE, "resource", "user"];
const STEP_UNIT: &[&str] = &[keys::GROUP, "org:role", "group", "role"];

impl Roles {
    /// What the names of a log's attributes say. Dates must be dates: a text called `deadline` is none.
    #[must_use]
    pub fn guess(log: &Log) -> Self {
        let of_cases = |names: &[&str], dated: bool| {
            guess(names, |name| {
                log.cases.iter().any(|case| match case.attributes.get(name) {
                    Some(value) => !dated || value.instant().is_some(),
                    None => false,
                })
            })
        };
        let of_events = |names: &[&str]| {
            guess(names, |name| {
                log.cases
                    .iter()
                    .any(|case| case.events.iter().any(|event| event.attributes.get(name).is_some()))
            })
        };
        Self {
            start: of_cases(START, true),
            end: of_cases(END, true),
            deadline: of_cases(DEADLINE, true),
            procedure: of_cases(PROCEDURE, false),
            unit: of_cases(UNIT, false),
            group: of_cases(GROUP, false),
            officer: of_cases(OFFICER, false),
            channel: of_cases(CHANNEL, false),
            resource: of_events(RESOURCE),
            step_unit: of_events(STEP_UNIT),
        }
    }
}

fn guess(names: &[&str], is_there: impl Fn(&str) -> bool) -> String {
    names.iter().find(|name| is_there(name)).map_or_else(String::new, |name| (*name).to_owned())
}
