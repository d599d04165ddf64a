//! Báo cáo: what became of the dossiers of a period, line by line, and the dossiers behind each figure; the shares of a day.

mod cells;
mod check;
mod days;
mod evaluation;
mod groups;

pub use cells::{Cell, CountedDossier};
pub use check::ReportCheck;
pub use days::{DayShares, Share};
pub use evaluation::{Evaluated, EvaluatedDossier, Marks, Points};
pub use groups::{By, Group};

use super::leaf::{Filling, Leaf, Place, Wanted};
use super::statements as sql;
use crate::App;
use crate::error::{AppError, Result};
use cells::counted;
use domain::catalogue::UnitKind;
use domain::kernel::{Kind, Millis, Value};
use domain::report::{self, Basis, Figures, Line, Outcome, Period};
use store::{Reader, Row};

/// Whose dossiers a unit reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReportScope {
    /// Everything: the province.
    All,
    /// What a centre received, wherever it is handled.
    ReceivedBy(String),
    /// What a unit and those below it lead.
    HandledBy(Vec<String>),
}

impl ReportScope {
    /// Whether a line is one of those reported.
    fn holds(&self, line: &Line) -> bool {
        match self {
            Self::All => true,
            Self::ReceivedBy(unit) => line.receiving_unit == *unit,
            Self::HandledBy(units) => units.contains(&line.handling_unit),
        }
    }

    /// The two lists of units as the statements take them: who received, who leads; narrowed to those asked for.
    fn lists(&self, within: &Within) -> [Value; 2] {
        let (received, handled) = match self {
            Self::All => (None, None),
            Self::ReceivedBy(unit) => (Some(vec![unit.clone()]), None),
            Self::HandledBy(units) => (None, Some(units.clone())),
        };
        let narrowed = |scope: Option<Vec<String>>, asked: &[String]| match scope {
            _ if asked.is_empty() => scope,
            None => Some(asked.to_vec()),
            Some(mut scope) => {
                scope.retain(|unit| asked.contains(unit));
                Some(scope)
            }
        };
        let text = |units: Option<Vec<String>>| -> Value {
            units.map_or_else(String::new, |units| format!(",{},", units.join(","))).into()
        };
        [text(narrowed(received, &within.received_by)), text(narrowed(handled, &within.handled_by))]
    }
}

/// Which lines of a report are asked for; an empty part asks for all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Within {
    /// Field group.
    pub field: String,
    /// Units that received.
    pub received_by: Vec<String>,
    /// Units that lead.
    pub handled_by: Vec<String>,
    /// 1 in person, 2 online, 3 post; 0 for all.
    pub channel: i64,
}

/// A report as it is counted: its lines, and how far the journal had come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Its lines, in the order of field, leading unit, receiving unit and channel.
    pub lines: Vec<Line>,
    /// Place in the journal up to which was counted.
    pub known: i64,
}

/// Which report: a unit and its period, with the period's instants under the rules of that unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportOf {
    /// Unit that reports.
    pub unit: String,
    /// Of which period.
    pub period: Period,
    /// Instant it begins.
    pub begins_at: Millis,
    /// Instant it is over.
    pub ends_at: Millis,
    /// Whose dossiers.
    pub scope: ReportScope,
}

/// An issue of a report in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssueLine {
    /// The period, as it is written.
    pub period: String,
    /// 1 for the first.
    pub issue: i64,
    /// Instant the period was over.
    pub ends_at: Millis,
    /// Place in the journal up to which was counted.
    pub known: i64,
    /// Who submitted it.
    pub person: String,
    /// In which position.
    pub position: String,
    /// Why it was issued anew.
    pub reason: String,
    /// Instant.
    pub submitted_at: Millis,
    /// Carried over and received.
    pub dossiers: i64,
    /// Settled.
    pub settled: i64,
    /// Settled late or open late.
    pub late: i64,
}

impl App {
    /// A unit's report of a period, as yet without figures.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when there is no such unit.
    pub fn report_of(&self, unit: &str, period: Period) -> Result<ReportOf> {
        let directory = self.directory();
        let known = directory.unit(unit).ok_or(AppError::NotFound("unit"))?;
        let scope = match known.kind {
            UnitKind::Province => ReportScope::All,
            UnitKind::Centre => ReportScope::ReceivedBy(unit.to_owned()),
            _ => ReportScope::HandledBy(directory.units_below(unit)),
        };
        let first_day = directory.report_rules(unit, period.bounds(1).1 - 1).first_day;
        let (begins_at, ends_at) = period.bounds(first_day);
        Ok(ReportOf { unit: unit.to_owned(), period, begins_at, ends_at, scope })
    }

    /// Counts a report: as of now, or as it was known when the journal had come to `known`.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn count(&self, report: &ReportOf, known: Option<i64>) -> Result<Counted> {
        let mut reader = self.store().read(self.tenant()).await?.without_limit();
        let counted = self.count_with(&mut reader, report, known).await?;
        reader.end().await?;
        Ok(counted)
    }

    async fn count_with(
        &self,
        reader: &mut Reader,
        report: &ReportOf,
        known: Option<i64>,
    ) -> Result<Counted> {
        let head = reader.query(&sql::JOURNAL_HEAD, &[self.tenant().into()]).await?;
        let head = head.first().map_or(0, |row| row.i64(0));
        let mut values = self.asked(report, &Within::default());
        let rows = match known {
            None => reader.query(&sql::TALLY, &values).await?,
            Some(known) => {
                values.push(known.into());
                reader.query(&sql::TALLY_KNOWN, &values).await?
            }
        };
        Ok(Counted { lines: rows.iter().map(line).collect(), known: known.unwrap_or(head) })
    }

    /// The period and the scope as all statements of reports take them.
    pub(super) fn asked(&self, report: &ReportOf, within: &Within) -> Vec<Value> {
        let [received_by, handled_by] = report.scope.lists(within);
        let until = self.counted_until(report);
        vec![self.tenant().into(), report.begins_at.into(), until.into(), received_by, handled_by]
    }

    /// A period that is not over is counted up to now: nobody is late by a promise that has not passed.
    fn counted_until(&self, report: &ReportOf) -> Millis {
        report.ends_at.min(self.now() + 1)
    }

    /// One page of the dossiers behind a figure, in the order received.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn counted_dossiers(
        &self,
        report: &ReportOf,
        known: Option<i64>,
        within: &Within,
        (cell, basis): (Cell, Basis),
        (from, most): (Option<Place>, usize),
    ) -> Result<Leaf<CountedDossier>> {
        let fits = |dossier: &CountedDossier| {
            (within.field.is_empty() || dossier.field == within.field)
                && (within.channel == 0 || dossier.channel == within.channel)
                && cell.holds(dossier, report.begins_at, basis)
        };
        let until = self.counted_until(report);
        let mut filling = Filling::new(Wanted { from, most, fits: Some(&fits) }, Place::BEGIN);
        let mut reader = self.store().read(self.tenant()).await?.without_limit();
        while let Some((after, most)) = filling.next_batch() {
            let mut values = self.asked(report, within);
            values.extend(known.map(Value::from));
            values.extend(after.values());
            values.push(most.into());
            let statement = if known.is_some() { &sql::COUNTED_KNOWN } else { &sql::COUNTED };
            let rows = reader.query(statement, &values).await?;
            let found = rows.iter().map(|row| counted(row, until)).collect();
            filling.take(found, |dossier| Place::new(dossier.received_at, dossier.dossier.0));
        }
        reader.end().await?;
        Ok(filling.leaf())
    }

    /// Issues of a unit's reports, the newest period and the newest issue first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn reports_of(&self, unit: &str, most: i64) -> Result<Vec<IssueLine>> {
        let values: [Value; 3] = [self.tenant().into(), unit.into(), most.into()];
        let rows = self.store().query(self.tenant(), &sql::REPORTS_OF, &values).await?;
        let issue = |row: &Row| IssueLine {
            period: row.text(0).to_owned(),
            issue: row.i64(1),
            ends_at: row.i64(2),
            known: row.i64(3),
            person: row.text(4).to_owned(),
            position: row.text(5).to_owned(),
            reason: row.text(6).to_owned(),
            submitted_at: row.i64(7),
            dossiers: row.i64(8),
            settled: row.i64(9),
            late: row.i64(10),
        };
        Ok(rows.iter().map(issue).collect())
    }

    /// A report that was submitted, with all its issues; nothing when it was not.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn submitted(&self, unit: &str, period: Period) -> Result<Option<report::State>> {
        let stream = report::stream_of(unit, period);
        let loaded = self.store().load(self.tenant(), &[stream]).await?.pop().flatten();
        Ok(loaded.filter(|loaded| loaded.kind == Kind::Report).and_then(|loaded| match loaded.state {
            domain::State::Report(state) => state.map(|state| *state),
            _ => None,
        }))
    }
}

fn line(row: &Row) -> Line {
    let outcome = |at: usize| Outcome {
        early: row.i64(at),
        on_time: row.i64(at + 1),
        late: row.i64(at + 2),
        open_in_time: row.i64(at + 3),
        open_late: row.i64(at + 4),
    };
    Line {
        field: row.text(0).to_owned(),
        handling_unit: row.text(1).to_owned(),
        receiving_unit: row.text(2).to_owned(),
        channel: row.i64(3),
        figures: Figures {
            carried_over: row.i64(4),
            received: row.i64(5),
            first: outcome(6),
            current: outcome(11),
            statutory: outcome(16),
            without_result: row.i64(21),
            waiting: row.i64(22),
        },
    }
}
