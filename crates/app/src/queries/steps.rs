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

/// Something the clock has to say about a dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockFact {
    /// The dossier.
    pub dossier: StreamId,
    /// Number of the turn, 0 where the dossier itself is meant.
    pub turn: i64,
    /// Instant it came true: the step's time was gone, or the promise passed.
    pub since: Millis,
}

/// Which facts of the clock are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FactPage {
    /// True before this instant.
    pub until: Millis,
    /// Behind the fact that came true then about that dossier.
    pub after: (Millis, StreamId),
    /// So many at most.
    pub most: i64,
}

impl FactPage {
    /// The first so many that were true before an instant.
    #[must_use]
    pub const fn first(until: Millis, most: i64) -> Self {
        Self { until, after: (Millis::MIN, StreamId(0)), most }
    }

    /// The page behind a fact.
    #[must_use]
    pub const fn behind(self, fact: ClockFact) -> Self {
        Self { after: (fact.since, fact.dossier), ..self }
    }
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
    pub async fn red_to_mark(&self, page: FactPage) -> Result<Vec<ClockFact>> {
        self.facts(&sql::RED_TO_MARK, page, |row| (row.i64(1), row.i64(2))).await
    }

    /// Red steps that were told to nobody and whose time to be told to the next head has come: working time counts, nights do not. With
    /// the page that goes on where this one ends, none when nothing behind it can be due.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn red_to_escalate(&self, page: FactPage) -> Result<(Vec<ClockFact>, Option<FactPage>)> {
        let directory = self.directory();
        let rows = self.store().query(self.tenant(), &sql::RED_TO_ESCALATE, &self.page_values(page)).await?;
        let late = |row: &Row| directory.calendar().working_ms_between(row.i64(2), page.until).unwrap_or(0);
        let fact =
            |row: &Row| ClockFact { dossier: StreamId(row.i64(0)), turn: row.i64(1), since: row.i64(2) };
        let due = rows.iter().filter(|row| late(row) >= directory.escalate_after_ms(row.text(3)));
        let due: Vec<ClockFact> = due.map(fact).collect();
        // Whatever turned red later is late by less.
        let last = rows.last().filter(|row| late(row) >= directory.escalate_after_ms_at_least());
        Ok((due, last.map(|row| page.behind(fact(row)))))
    }

    /// Dossiers whose first promise has passed and nobody has said so yet, earliest first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn late_to_mark(&self, page: FactPage) -> Result<Vec<ClockFact>> {
        self.facts(&sql::LATE_TO_MARK, page, |row| (0, row.i64(1))).await
    }

    async fn facts(
        &self,
        statement: &store::Statement,
        page: FactPage,
        turn_and_since: impl Fn(&Row) -> (i64, Millis),
    ) -> Result<Vec<ClockFact>> {
        let rows = self.store().query(self.tenant(), statement, &self.page_values(page)).await?;
        let fact = |row: &Row| {
            let (turn, since) = turn_and_since(row);
            ClockFact { dossier: StreamId(row.i64(0)), turn, since }
        };
        Ok(rows.iter().map(fact).collect())
    }

    fn page_values(&self, page: FactPage) -> [Value; 5] {
        let (since, dossier) = page.after;
        [self.tenant().into(), page.until.into(), since.into(), dossier.into(), page.most.into()]
    }

    /// Puts dossiers on hand that will be asked for one by one.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn put_on_hand(&self, dossiers: &[StreamId]) -> Result<()> {
        Ok(self.store().put_on_hand(self.tenant(), dossiers).await?)
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
