//! Đường đi của hồ sơ: the dossiers of a procedure received in a period, with their steps, for mining.
//!
//! Bounded: of the newest [`MOST_DOSSIERS`] of them, found through an index and their steps by key; how many there are in all is counted up to
//! [`COUNTED_TO`]. Nothing is kept: what was finished a minute ago is in it.

use super::reports::{ReportOf, Within};
use super::statements::{self, flow as sql};
use crate::App;
use crate::error::Result;
use domain::kernel::{Millis, StreamId, Value};
use domain::mining::{Case, Done, Mined, mine};

/// So many dossiers are mined at once. With some ten steps each it is about a tenth of a second's reading.
pub const MOST_DOSSIERS: usize = 2_000;
/// So far it is counted how many there are.
pub const COUNTED_TO: i64 = 50_000;

/// A step that was done, or is under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlowStep {
    /// What.
    pub name: String,
    /// What it is for: word of the kind.
    pub kind: String,
    /// Unit.
    pub unit: String,
    /// Person, of no length when nobody had it.
    pub person: String,
    /// Instant it was handed over.
    pub started_at: Millis,
    /// Instant it was finished, none while under way.
    pub finished_at: Option<Millis>,
    /// Its time counts.
    pub counted: bool,
    /// Instant that person had finished the step before, in whichever dossier.
    pub free_from: Option<Millis>,
}

/// A dossier with its steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlowDossier {
    /// Stream.
    pub dossier: StreamId,
    /// Official code.
    pub code: String,
    /// Instant of reception.
    pub received_at: Millis,
    /// Instant the result was ready.
    pub ready_at: Option<Millis>,
    /// It is under way, or its result was not fetched yet.
    pub is_open: bool,
    /// Its steps in the order they began.
    pub steps: Vec<FlowStep>,
}

/// Dossiers to be mined.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flow {
    /// The newest first.
    pub dossiers: Vec<FlowDossier>,
    /// How many there are in all, [`COUNTED_TO`] when there are more.
    pub all: i64,
}

impl Flow {
    /// The names and times of finished steps, as mining takes them. A dossier whose result was not fetched yet goes on.
    #[must_use]
    pub fn cases(&self) -> Vec<Case<'_>> {
        self.dossiers
            .iter()
            .map(|dossier| Case {
                open: dossier.is_open,
                done: dossier.steps.iter().filter_map(FlowStep::done).collect(),
            })
            .collect()
    }
}

impl FlowStep {
    fn done(&self) -> Option<Done<'_>> {
        Some(Done {
            activity: &self.name,
            unit: &self.unit,
            person: &self.person,
            handed_at: Some(self.started_at),
            free_from: self.free_from,
            at: self.finished_at?,
            outside: !self.counted,
        })
    }
}

impl App {
    /// The dossiers of a procedure that a unit's report of a period counts as received.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn flow_of(&self, report: &ReportOf, procedure: &str, publisher: &str) -> Result<Flow> {
        let mut values = self.asked(report, &Within::default());
        values.extend([procedure.into(), publisher.into()]);
        let most = |most: i64| -> Vec<Value> { values.iter().cloned().chain([most.into()]).collect() };
        let mut reader = self.store().read(self.tenant()).await?;
        let rows =
            reader.query(&sql::FLOW_STEPS, &most(i64::try_from(MOST_DOSSIERS).unwrap_or(i64::MAX))).await?;
        let counted = reader.query(&sql::FLOW_COUNT, &most(COUNTED_TO)).await?;
        reader.end().await?;
        let mut flow = Flow { all: counted.first().map_or(0, |row| row.i64(0)), ..Flow::default() };
        for row in &rows {
            let stream = StreamId(row.i64(0));
            if flow.dossiers.last().is_none_or(|last| last.dossier != stream) {
                flow.dossiers.push(FlowDossier {
                    dossier: stream,
                    code: row.text(1).to_owned(),
                    received_at: row.i64(2),
                    ready_at: row.i64_or_none(3),
                    is_open: row.i64(4) == 1,
                    steps: Vec::new(),
                });
            }
            let Some(dossier) = flow.dossiers.last_mut() else { continue };
            dossier.steps.push(FlowStep {
                name: row.text(6).to_owned(),
                kind: row.text(7).to_owned(),
                unit: row.text(8).to_owned(),
                person: row.text(9).to_owned(),
                started_at: row.i64(10),
                finished_at: row.i64_or_none(11),
                counted: row.i64(12) == 1,
                free_from: row.i64_or_none(13),
            });
        }
        Ok(flow)
    }

    /// Keys (`code@publisher`) of the procedures dossiers were ever received for, the most used first, up to 200.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn procedures_used(&self) -> Result<Vec<String>> {
        let rows =
            self.store().query(self.tenant(), &statements::PROCEDURE_USE, &[self.tenant().into()]).await?;
        Ok(rows.iter().take(200).map(|row| row.text(0).to_owned()).collect())
    }

    /// What is found in them. Waiting and working are counted in the office's hours.
    #[must_use]
    pub fn mine_flow(&self, flow: &Flow) -> Mined {
        let directory = self.directory();
        mine(&flow.cases(), &|from, to| directory.calendar().working_ms_between(from, to).unwrap_or(0))
    }
}
