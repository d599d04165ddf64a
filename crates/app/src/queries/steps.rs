//! Steps under way: whose, how long still, and what is late.

use super::statements as sql;
use crate::App;
use crate::error::Result;
use domain::kernel::{Millis, StreamId, Value};
use store::Row;

/// An open step in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepLine {
    /// The dossier.
    pub dossier: StreamId,
    /// Number of the turn.
    pub turn: i64,
    /// Number of the step in the procedure.
    pub step: i64,
    /// What is done.
    pub name: String,
    /// Word of the step's kind.
    pub kind: String,
    /// Unit.
    pub unit: String,
    /// Role that does it.
    pub role: String,
    /// Person, of no length when unassigned.
    pub person: String,
    /// Dossier code.
    pub code: String,
    /// Procedure code.
    pub procedure: String,
    /// Instant it was handed over.
    pub started_at: Millis,
    /// Working milliseconds allowed.
    pub allowed_ms: i64,
    /// False when the time of others is outside the limit.
    pub counted: bool,
    /// Instant the time is gone.
    pub due_at: Option<Millis>,
    /// Instant it turns yellow.
    pub yellow_at: Option<Millis>,
    /// Instant it turns red.
    pub red_at: Option<Millis>,
    /// Position the lateness was told to.
    pub escalated_to: String,
}

/// Open steps counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitCount {
    /// Unit or person.
    pub code: String,
    /// Open.
    pub open: i64,
    /// Of these, near the end of their time.
    pub yellow: i64,
    /// Of these, late.
    pub red: i64,
}

/// A late step the clock has something to say about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RedStep {
    /// The dossier.
    pub dossier: StreamId,
    /// Number of the turn.
    pub turn: i64,
}

impl App {
    /// Late open steps of some units, the longest late on top.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn red_steps(&self, units: &[String], most: i64) -> Result<Vec<StepLine>> {
        let mut lines = Vec::new();
        for unit in units {
            let values: [Value; 4] =
                [self.tenant().into(), unit.as_str().into(), self.now().into(), most.into()];
            lines.extend(self.step_lines(&sql::RED_OF_UNIT, &values).await?);
        }
        lines.sort_by_key(|line| (line.red_at, line.dossier));
        lines.truncate(usize::try_from(most).unwrap_or(0));
        Ok(lines)
    }

    /// Open, yellow and red steps by unit.
    ///
    /// # Errors
    /// When they cannot be counted.
    pub async fn step_counts(&self) -> Result<Vec<UnitCount>> {
        self.counts(&sql::STEP_COUNTS, &[self.tenant().into(), self.now().into()]).await
    }

    /// Open, yellow and red steps by person of a unit.
    ///
    /// # Errors
    /// When they cannot be counted.
    pub async fn load_of_unit(&self, unit: &str) -> Result<Vec<UnitCount>> {
        self.counts(&sql::LOAD_OF_UNIT, &[self.tenant().into(), unit.into(), self.now().into()]).await
    }

    /// Steps whose red fact is not in the journal yet, earliest first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn red_to_mark(&self, most: i64) -> Result<Vec<RedStep>> {
        let values: [Value; 3] = [self.tenant().into(), self.now().into(), most.into()];
        let rows = self.store().query(self.tenant(), &sql::RED_TO_MARK, &values).await?;
        Ok(rows.iter().map(|row| RedStep { dossier: StreamId(row.i64(0)), turn: row.i64(1) }).collect())
    }

    /// Red steps whose time to be told to the next head has come: working time counts, nights do not.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn red_to_escalate(&self, most: i64) -> Result<Vec<RedStep>> {
        let (directory, now) = (self.directory(), self.now());
        let values: [Value; 3] = [self.tenant().into(), now.into(), most.into()];
        let rows = self.store().query(self.tenant(), &sql::RED_TO_ESCALATE, &values).await?;
        let due = |row: &&Row| {
            let since = row.i64_or_none(2).unwrap_or(now);
            let late = directory.calendar().working_ms_between(since, now).unwrap_or(0);
            late >= directory.escalate_after_ms(row.text(3))
        };
        Ok(rows
            .iter()
            .filter(due)
            .map(|row| RedStep { dossier: StreamId(row.i64(0)), turn: row.i64(1) })
            .collect())
    }

    /// Dossiers whose first promise has passed and nobody has said so yet.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn late_to_mark(&self, most: i64) -> Result<Vec<StreamId>> {
        let values: [Value; 3] = [self.tenant().into(), self.now().into(), most.into()];
        let rows = self.store().query(self.tenant(), &sql::LATE_TO_MARK, &values).await?;
        Ok(rows.iter().map(|row| StreamId(row.i64(0))).collect())
    }

    async fn step_lines(&self, statement: &store::Statement, values: &[Value]) -> Result<Vec<StepLine>> {
        Ok(self.store().query(self.tenant(), statement, values).await?.iter().map(step_line).collect())
    }

    async fn counts(&self, statement: &store::Statement, values: &[Value]) -> Result<Vec<UnitCount>> {
        let rows = self.store().query(self.tenant(), statement, values).await?;
        let count = |row: &Row| UnitCount {
            code: row.text(0).to_owned(),
            open: row.i64(1),
            yellow: row.i64(2),
            red: row.i64(3),
        };
        Ok(rows.iter().map(count).collect())
    }
}

pub(super) fn step_line(row: &Row) -> StepLine {
    StepLine {
        dossier: StreamId(row.i64(0)),
        turn: row.i64(1),
        step: row.i64(2),
        name: row.text(3).to_owned(),
        kind: row.text(4).to_owned(),
        unit: row.text(5).to_owned(),
        role: row.text(6).to_owned(),
        person: row.text(7).to_owned(),
        code: row.text(8).to_owned(),
        procedure: row.text(9).to_owned(),
        started_at: row.i64(10),
        allowed_ms: row.i64(11),
        counted: row.flag(12),
        due_at: row.i64_or_none(13),
        yellow_at: row.i64_or_none(14),
        red_at: row.i64_or_none(15),
        escalated_to: row.text(17).to_owned(),
    }
}
