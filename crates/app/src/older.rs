//! Tiếp quản: open dossiers of an older system, a table of them with a line each, taken over at the step they are at.
//!
//! Reading writes nothing and names every problem by line and column. What was read is handed in dossier by dossier; the same
//! table a second time changes nothing. Totals are counted from the table and again from what was written.

use crate::command::Command;
use crate::directory::Directory;
use crate::error::{AppError, Result};
use crate::forms::OpenDossier;
use crate::subject::{SubjectData, SubjectKind, digits};
use crate::{Actor, App};
use domain::catalogue::Said;
use domain::dossier::{FilingChannel, Plan, can_be_taken_up};
use domain::kernel::{CommandId, Millis, Vnd};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// The columns a table must have, in any order.
pub const COLUMNS: [&str; 16] = [
    "code",
    "procedure",
    "publisher",
    "receiving_unit",
    "channel",
    "received_at",
    "due_at",
    "step",
    "step_since",
    "holder",
    "kind",
    "name",
    "id_number",
    "phone",
    "email",
    "address",
];

/// Before a command is handed in again that the store was too busy for.
const PAUSE: Duration = Duration::from_millis(20);

/// Something a line says that cannot be taken over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LineProblem {
    /// Line of the file, the heading being the first.
    pub line: u64,
    /// Column, of no length when the whole line is meant.
    pub field: String,
    /// Stable code.
    pub code: String,
    /// What was expected, what came, what to do.
    pub message: String,
}

/// A dossier as its line tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OlderDossier {
    line: u64,
    dossier: OpenDossier,
    received_at: Millis,
    step: i64,
    since: Millis,
    holder: String,
    unit: String,
}

/// What a table says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OlderTable {
    /// Lines below the heading.
    pub rows: u64,
    /// Those that can be taken over.
    pub dossiers: Vec<OlderDossier>,
    /// What is wrong with the others.
    pub problems: Vec<LineProblem>,
}

/// Số liệu đối soát: the same counts of a table and of what was written must be equal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// Dossiers.
    pub dossiers: u64,
    /// By the unit whose step is under way.
    pub by_unit: BTreeMap<String, u64>,
    /// By the person who has it.
    pub by_holder: BTreeMap<String, u64>,
    /// All promised instants, added up: a promise that moved by a millisecond shows.
    pub due_sum: i64,
}

impl Totals {
    fn add(&mut self, unit: &str, holder: &str, due_at: Millis) {
        self.dossiers += 1;
        *self.by_unit.entry(unit.to_owned()).or_default() += 1;
        *self.by_holder.entry(holder.to_owned()).or_default() += 1;
        // Modulo the width of the number: equal sums stay equal.
        self.due_sum = self.due_sum.wrapping_add(due_at);
    }

    /// Of what a table says.
    #[must_use]
    pub fn of(dossiers: &[OlderDossier]) -> Self {
        let mut totals = Self::default();
        dossiers.iter().for_each(|one| totals.add(&one.unit, &one.holder, one.dossier.due_at));
        totals
    }
}

/// What was handed in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Taken {
    /// Taken over now.
    pub taken_over: u64,
    /// Taken over before.
    pub already: u64,
}

impl App {
    /// Reads a table of open dossiers (CSV in UTF-8, with a heading). Nothing is written.
    #[must_use]
    pub fn read_older(&self, source: &str, text: &str) -> OlderTable {
        let mut table = OlderTable::default();
        let mut reader =
            csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
        let heading = match reader.headers() {
            Ok(heading) => heading.clone(),
            Err(error) => {
                table.problems.push(problem(1, "", "heading_unreadable", error.to_string()));
                return table;
            }
        };
        let names: Vec<&str> = heading.iter().map(|name| name.trim_start_matches('\u{feff}')).collect();
        for missing in COLUMNS.iter().filter(|column| !names.contains(column)) {
            let message =
                format!("expected a column of this name in the heading, which has: {}", names.join(", "));
            table.problems.push(problem(1, missing, "column_missing", message));
        }
        if !table.problems.is_empty() {
            return table;
        }
        let directory = self.directory();
        let mut codes = BTreeSet::new();
        for record in reader.records() {
            table.rows += 1;
            let record = match record {
                Ok(record) => record,
                Err(error) => {
                    let line = error.position().map_or(table.rows + 1, csv::Position::line);
                    table.problems.push(problem(line, "", "line_unreadable", error.to_string()));
                    continue;
                }
            };
            let line = record.position().map_or(table.rows + 1, csv::Position::line);
            let cells: BTreeMap<&str, &str> = names.iter().copied().zip(record.iter()).collect();
            let mut of_line =
                Line { line, cells: &cells, directory: &directory, now: self.now(), problems: Vec::new() };
            let read = if record.len() == names.len() {
                of_line.read(source)
            } else {
                let message =
                    format!("expected {} cells as in the heading, got {}", names.len(), record.len());
                of_line.wrong("", "cells", message);
                None
            };
            if let Some(read) = &read
                && !codes.insert(read.dossier.code.clone())
            {
                of_line.wrong(
                    "code",
                    "code_twice",
                    format!("{} stands on an earlier line too", read.dossier.code),
                );
            }
            if of_line.problems.is_empty() {
                table.dossiers.extend(read);
            }
            table.problems.append(&mut of_line.problems);
        }
        table
    }

    /// Turns dossiers whose code is here already, from elsewhere, into problems of their lines.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn compare_older(&self, table: OlderTable) -> Result<OlderTable> {
        let OlderTable { rows, dossiers, mut problems } = table;
        let mut new = Vec::with_capacity(dossiers.len());
        for one in dossiers {
            let known = match self.find_dossier_by_code(&one.dossier.code).await? {
                Some(stream) => self.dossier_state(stream).await?.1.source != one.dossier.source,
                None => false,
            };
            if known {
                let message = "a dossier of this code is here already, and not from that system".to_owned();
                problems.push(problem(one.line, "code", "code_taken", message));
            } else {
                new.push(one);
            }
        }
        problems.sort_by_key(|one| one.line);
        Ok(OlderTable { rows, dossiers: new, problems })
    }

    /// Takes the dossiers of a table over; `source` names the older system. What was taken over before is passed by.
    ///
    /// # Errors
    /// As [`App::execute_at`]; what was taken over before that stays, and the same table goes on where it stopped.
    pub async fn take_over_older(
        &self,
        source: &str,
        dossiers: &[OlderDossier],
        told: &(dyn Fn(i64, i64) + Send + Sync),
    ) -> Result<Taken> {
        let actor = Actor::Importer { source: source.to_owned() };
        let mut taken = Taken::default();
        let all = i64::try_from(dossiers.len()).unwrap_or(i64::MAX);
        for (number, one) in (1..).zip(dossiers) {
            let id = |what: &str| CommandId(format!("older:{source}:{}:{what}", one.dossier.code));
            let over = Command::TakeOverOpen(Box::new(one.dossier.clone()));
            let over = self.hand_in_older(&actor, &id("over"), over, one.received_at).await?;
            let dossier = over.dossier.ok_or(AppError::NotFound("dossier"))?;
            let up = Command::TakeUp { dossier, step: one.step, person: one.holder.clone() };
            let up = self.hand_in_older(&actor, &id("up"), up, one.since).await?;
            if over.already && up.already {
                taken.already += 1;
            } else {
                taken.taken_over += 1;
            }
            told(number, all);
        }
        Ok(taken)
    }

    async fn hand_in_older(
        &self,
        actor: &Actor,
        id: &CommandId,
        command: Command,
        at: Millis,
    ) -> Result<crate::Answer> {
        loop {
            match self.execute_at(actor, id, command.clone(), Some(at)).await {
                Err(AppError::Busy) => tokio::time::sleep(PAUSE).await,
                other => return other,
            }
        }
    }

    /// The totals of these dossiers as they were written: who was to have it first, and the first promise.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn totals_of_older(&self, dossiers: &[OlderDossier]) -> Result<Totals> {
        let mut totals = Totals::default();
        for one in dossiers {
            let Some(stream) = self.find_dossier_by_code(&one.dossier.code).await? else { continue };
            let (_, state) = self.dossier_state(stream).await?;
            if state.source != one.dossier.source {
                continue;
            }
            if let (Some(turn), Some(promise)) = (state.turns.first(), state.promises.first()) {
                totals.add(&turn.unit, &turn.person, promise.first_due_at);
            }
        }
        Ok(totals)
    }
}

fn problem(line: u64, field: &str, code: &str, message: String) -> LineProblem {
    LineProblem { line, field: field.to_owned(), code: code.to_owned(), message }
}

struct Line<'a> {
    line: u64,
    cells: &'a BTreeMap<&'a str, &'a str>,
    directory: &'a Directory,
    now: Millis,
    problems: Vec<LineProblem>,
}

impl Line<'_> {
    fn wrong(&mut self, field: &str, code: &str, message: String) {
        self.problems.push(problem(self.line, field, code, message));
    }

    fn cell(&self, name: &str) -> &str {
        self.cells.get(name).copied().unwrap_or_default()
    }

    fn needed(&mut self, name: &'static str) -> String {
        let cell = self.cell(name).to_owned();
        if cell.is_empty() {
            self.wrong(name, "missing", "expected something, the cell is empty".to_owned());
        }
        cell
    }

    fn instant(&mut self, name: &'static str) -> Option<Millis> {
        let cell = self.needed(name);
        if cell.is_empty() {
            return None;
        }
        let read = self.directory.calendar().instant(&cell);
        if read.is_err() {
            self.wrong(
                name,
                "not_a_time",
                format!("expected a local time like 2026-11-24T09:10, got {cell:?}"),
            );
        }
        read.ok()
    }

    fn read(&mut self, source: &str) -> Option<OlderDossier> {
        let (code, procedure) = (self.needed("code"), self.needed("procedure"));
        let (publisher, unit) = (self.needed("publisher"), self.needed("receiving_unit"));
        let channel = match self.cell("channel") {
            "in_person" => Some(FilingChannel::InPerson),
            "online" => Some(FilingChannel::Online),
            "post" => Some(FilingChannel::Post),
            other => {
                let message = format!("expected in_person, online or post, got {other:?}");
                self.wrong("channel", "not_a_channel", message);
                None
            }
        };
        let (received_at, due_at) = (self.instant("received_at"), self.instant("due_at"));
        let since = self.instant("step_since");
        self.in_order(received_at, since, due_at);
        let applicant = self.applicant();
        let plan = self.plan(&procedure, &publisher, &unit, received_at?);
        let (step, step_unit) = self.step(plan.as_ref()?)?;
        let holder = self.holder()?;
        Some(OlderDossier {
            line: self.line,
            dossier: OpenDossier {
                source: source.to_owned(),
                code,
                channel: channel?,
                procedure,
                publisher,
                receiving_unit: unit,
                officer: String::new(),
                applicant,
                due_at: due_at?,
            },
            received_at: received_at?,
            step,
            since: since?,
            holder,
            unit: step_unit,
        })
    }

    fn in_order(&mut self, received_at: Option<Millis>, since: Option<Millis>, due_at: Option<Millis>) {
        let Some(received_at) = received_at else { return };
        if received_at > self.now {
            self.wrong("received_at", "in_the_future", "expected a time that has passed".to_owned());
        }
        if since.is_some_and(|since| since < received_at || since > self.now) {
            let message = "expected a time between reception and now".to_owned();
            self.wrong("step_since", "out_of_order", message);
        }
        if due_at.is_some_and(|due_at| due_at < received_at) {
            self.wrong("due_at", "out_of_order", "expected a time after reception".to_owned());
        }
    }

    /// Who filed it. What is wrong is named without repeating it: it is somebody's data.
    fn applicant(&mut self) -> SubjectData {
        let kind = match self.cell("kind") {
            "organisation" => SubjectKind::Organisation,
            "person" => SubjectKind::Person,
            other => {
                let message = format!("expected person or organisation, got {other:?}");
                self.wrong("kind", "not_a_kind", message);
                SubjectKind::Person
            }
        };
        let data = SubjectData {
            kind,
            name: self.cell("name").to_owned(),
            id_number: digits(self.cell("id_number")),
            phone: digits(self.cell("phone")),
            email: self.cell("email").to_owned(),
            address: self.cell("address").to_owned(),
            language: "vi".to_owned(),
            ..SubjectData::default()
        };
        for violation in data.violations("") {
            let message =
                "this cannot be a true one; mend the cell, or leave it empty where it may be".to_owned();
            self.wrong(&violation.field, &violation.code, message);
        }
        data
    }

    fn plan(&mut self, procedure: &str, publisher: &str, unit: &str, received_at: Millis) -> Option<Plan> {
        if self.directory.unit(unit).is_none() {
            self.wrong("receiving_unit", "unit_unknown", format!("no unit has the code {unit:?}"));
            return None;
        }
        let said = Said { fee: Some(Vnd::ZERO), working_days: Some(0) };
        match self.directory.plan(procedure, publisher, unit, received_at, said) {
            Ok(plan) => Some(plan),
            Err(error) => {
                let code = match &error {
                    AppError::Refused(refusal) => refusal.code.clone(),
                    _ => "procedure_unknown".to_owned(),
                };
                let message = format!(
                    "{procedure} of {publisher} could not be received at {unit} on that day; import the procedure first, or correct the cell"
                );
                self.wrong("procedure", &code, message);
                None
            }
        }
    }

    /// The step by its number, and the unit that does it.
    fn step(&mut self, plan: &Plan) -> Option<(i64, String)> {
        let cell = self.needed("step");
        let possible: Vec<i64> = can_be_taken_up(plan).collect();
        let step = cell.parse().ok().filter(|step| possible.contains(step)).and_then(|step| plan.step(step));
        if step.is_none() {
            let steps: Vec<String> = plan
                .steps
                .iter()
                .filter(|step| possible.contains(&step.step))
                .map(|step| format!("{} {}", step.step, step.name))
                .collect();
            let message = format!(
                "expected the number of a step up to the drafting of the result ({}), got {cell:?}",
                steps.join(", ")
            );
            self.wrong("step", "step_unknown", message);
        }
        step.map(|step| (step.step, step.unit.clone()))
    }

    /// Who has it: a person who works here today.
    fn holder(&mut self) -> Option<String> {
        let holder = self.needed("holder");
        if holder.is_empty() {
            return None;
        }
        if self.directory.position_of(&holder, self.now).is_none() {
            self.wrong(
                "holder",
                "person_unknown",
                format!("nobody works here today under the code {holder:?}"),
            );
            return None;
        }
        Some(holder)
    }
}
