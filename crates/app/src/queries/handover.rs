//! Papers between the counter and the departments: what lies at the counter, and the lists.

use super::statements as sql;
use crate::App;
use crate::error::Result;
use domain::handover;
use domain::kernel::{Millis, StreamId, Value};
use store::Row;

/// Papers at a counter for one unit, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PapersFor {
    /// Unit they go to.
    pub to: String,
    /// Dossiers whose papers have to leave today or had to earlier.
    pub today: i64,
    /// Dossiers whose papers may wait for another day.
    pub later: i64,
    /// Dossiers whose papers should be on a list by now, or were struck off one.
    pub late: i64,
}

/// Papers of a dossier at a counter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PapersLine {
    /// The dossier.
    pub dossier: StreamId,
    /// Its code.
    pub code: String,
    /// Procedure code.
    pub procedure: String,
    /// Publishing body.
    pub publisher: String,
    /// Procedure version.
    pub version: String,
    /// Unit that received.
    pub from: String,
    /// Unit they go to.
    pub to: String,
    /// Who received the dossier.
    pub officer: String,
    /// Originals among them.
    pub originals: i64,
    /// All of them.
    pub papers: i64,
    /// Instant by which they have to leave.
    pub travel_by: Millis,
    /// Instant until which they are to be on a list.
    pub list_by: Millis,
    /// Why they were struck off the last one, of no length when they were not.
    pub missed: String,
}

impl PapersLine {
    /// Whether both sides have to look at it: it should be on a list by now, or was not there.
    #[must_use]
    pub const fn is_late(&self, now: Millis) -> bool {
        now > self.list_by || !self.missed.is_empty()
    }
}

/// A list before it is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandoverLine {
    /// Stream.
    pub list: StreamId,
    /// Hall that gives.
    pub hall: String,
    /// Unit that receives.
    pub to: String,
    /// Local date.
    pub day: i64,
    /// Number within the hall and the day.
    pub number: i64,
    /// Dossiers on it.
    pub lines: i64,
    /// Dossiers nobody has said anything about yet.
    pub waiting: i64,
    /// Dossiers that were not there.
    pub struck: i64,
    /// Who gives.
    pub drawn_by: String,
    /// Instant it was drawn up.
    pub drawn_at: Millis,
    /// Instant by which every line is to be decided.
    pub confirm_by: Millis,
}

impl HandoverLine {
    /// Whether a line waits that should have been decided.
    #[must_use]
    pub const fn is_late(&self, now: Millis) -> bool {
        self.waiting > 0 && now > self.confirm_by
    }
}

/// Lists shown that are done.
const DONE_SHOWN: i64 = 20;

impl App {
    /// What lies at a centre's counters, for each unit it goes to: at most two thousand dossiers are counted.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn papers_for_units(&self, centre: &str, now: Millis) -> Result<Vec<PapersFor>> {
        let values: [Value; 2] = [self.tenant().into(), centre.into()];
        let rows = self.store().query(self.tenant(), &sql::PAPERS_COUNTED, &values).await?;
        let directory = self.directory();
        let today = directory.day(now);
        let mut found: Vec<PapersFor> = Vec::new();
        for row in &rows {
            if found.last().is_none_or(|last| last.to != row.text(0)) {
                found.push(PapersFor { to: row.text(0).to_owned(), ..PapersFor::default() });
            }
            let counted = found.last_mut().expect("one was just put there");
            let (travel_by, missed, many) = (row.i64(1), row.i64(2) > 0, row.i64(3));
            if directory.day(travel_by) <= today {
                counted.today += many;
            } else {
                counted.later += many;
            }
            if missed || now > directory.list_by(centre, travel_by) {
                counted.late += many;
            }
        }
        Ok(found)
    }

    /// Papers at a centre's counters for one unit, those that have to leave first at the top, as many as a list has and one more.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn papers_at_counter(&self, centre: &str, to: &str) -> Result<Vec<PapersLine>> {
        let most = i64::try_from(handover::MOST_LINES + 1).expect("some fifty lines");
        let values: [Value; 4] = [self.tenant().into(), centre.into(), to.into(), most.into()];
        let rows = self.store().query(self.tenant(), &sql::PAPERS_AT_COUNTER, &values).await?;
        Ok(self.papers_lines(&rows))
    }

    /// Papers that a unit has not got though it should: on no list in time, or struck off one. The oldest fifty are looked at.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn papers_missing(&self, unit: &str, now: Millis) -> Result<Vec<PapersLine>> {
        let values: [Value; 2] = [self.tenant().into(), unit.into()];
        let rows = self.store().query(self.tenant(), &sql::PAPERS_FOR_UNIT, &values).await?;
        Ok(self.papers_lines(&rows).into_iter().filter(|line| line.is_late(now)).collect())
    }

    fn papers_lines(&self, rows: &[Row]) -> Vec<PapersLine> {
        let directory = self.directory();
        let line = |row: &Row| PapersLine {
            dossier: StreamId(row.i64(0)),
            code: row.text(1).to_owned(),
            procedure: row.text(2).to_owned(),
            publisher: row.text(3).to_owned(),
            version: row.text(4).to_owned(),
            from: row.text(5).to_owned(),
            to: row.text(6).to_owned(),
            officer: row.text(7).to_owned(),
            originals: row.i64(8),
            papers: row.i64(9),
            travel_by: row.i64(10),
            list_by: directory.list_by(row.text(5), row.i64(10)),
            missed: row.text(11).to_owned(),
        };
        rows.iter().map(line).collect()
    }

    /// Lists of a hall: those that wait, the longest waiting first, then those done last.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn handovers_of_hall(&self, hall: &str) -> Result<Vec<HandoverLine>> {
        self.handovers([&sql::HANDOVERS_OPEN_OF_HALL, &sql::HANDOVERS_DONE_OF_HALL], hall).await
    }

    /// Lists that go to a unit, in the same order.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn handovers_to(&self, unit: &str) -> Result<Vec<HandoverLine>> {
        self.handovers([&sql::HANDOVERS_OPEN_TO, &sql::HANDOVERS_DONE_TO], unit).await
    }

    async fn handovers(
        &self,
        [open, done]: [&'static store::Statement; 2],
        whose: &str,
    ) -> Result<Vec<HandoverLine>> {
        const OPEN_SHOWN: i64 = 200;
        let mut found = Vec::new();
        for (statement, most) in [(open, OPEN_SHOWN), (done, DONE_SHOWN)] {
            let values: [Value; 3] = [self.tenant().into(), whose.into(), most.into()];
            let rows = self.store().query(self.tenant(), statement, &values).await?;
            found.extend(rows.iter().map(handover_line));
        }
        Ok(found)
    }

    /// One list whole.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn handover(&self, list: StreamId) -> Result<Option<handover::State>> {
        let loaded = self.store().load(self.tenant(), &[list]).await?.pop().flatten();
        Ok(loaded.and_then(|loaded| match loaded.state {
            domain::State::Handover(state) => state.map(|state| *state),
            _ => None,
        }))
    }
}

fn handover_line(row: &Row) -> HandoverLine {
    HandoverLine {
        list: StreamId(row.i64(0)),
        to: row.text(1).to_owned(),
        day: row.i64(2),
        number: row.i64(3),
        lines: row.i64(4),
        waiting: row.i64(5),
        struck: row.i64(6),
        drawn_by: row.text(7).to_owned(),
        drawn_at: row.i64(8),
        confirm_by: row.i64(9),
        hall: row.text(10).to_owned(),
    }
}
