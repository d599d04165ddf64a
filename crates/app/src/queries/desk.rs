//! What the counter asks: what would be promised, who is to come back, how the day goes.

use super::dossiers::{DossierLine, dossier_line};
use super::leaf::{Filling, Leaf, Place, Wanted};
use super::money::PaymentLine;
use super::statements as sql;
use crate::App;
use crate::error::Result;
use crate::subject::SubjectData;
use domain::catalogue::Said;
use domain::dossier::{Facts, Plan, Promise};
use domain::kernel::{Millis, StreamId, Value, Vnd};
use store::Statement;

/// Hẹn trả, trước khi chốt: what the slip would say if the dossier were received now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// What it would go through.
    pub plan: Plan,
    /// The first promise.
    pub promise: Promise,
}

/// A dossier in a list, with the name of its applicant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedDossier {
    /// The dossier.
    pub line: DossierLine,
    /// Newest data of the applicant; empty once erased.
    pub applicant: SubjectData,
}

/// A visit that has not ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitNow {
    /// Stream.
    pub visit: StreamId,
    /// Counter code.
    pub counter: String,
    /// Officer.
    pub person: String,
    /// Label of the ticket.
    pub label: String,
    /// Milliseconds waited before.
    pub waited_ms: Millis,
    /// Instant it began.
    pub started_at: Millis,
}

/// A dossier that was touched in the visit under way, with its money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitMatter {
    /// The dossier.
    pub dossier: StreamId,
    /// The last act on it: `received`, `supplement_asked`, …
    pub act: String,
    /// Instant of it.
    pub at: Millis,
    /// Code, or the number of a draft.
    pub code: String,
    /// Procedure code.
    pub procedure: String,
    /// Publishing body.
    pub publisher: String,
    /// Procedure version.
    pub version: String,
    /// Whether there is an appointment slip.
    pub is_received: bool,
    /// What is to be paid and was paid for it, none that is void.
    pub payments: Vec<PaymentLine>,
}

/// A counter's day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CounterDay {
    /// Visits.
    pub visits: i64,
    /// Dossiers touched in them.
    pub dossiers: i64,
    /// Visits that have ended.
    pub ended: i64,
    /// Mean length of those.
    pub mean_visit_ms: Millis,
}

/// A wait that ended at a counter today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// Instant the person sat down.
    pub started_at: Millis,
    /// Milliseconds waited.
    pub waited_ms: Millis,
}

impl App {
    /// What would be promised if this were received now at a centre: the same plan and the same promise that reception makes.
    ///
    /// # Errors
    /// `procedure_unknown`, or `procedure_not_understood` with `limit_unknown` and `fee_unknown` where the officer has yet to say.
    pub fn preview_promise(
        &self,
        procedure: &str,
        publisher: &str,
        receiving_unit: &str,
        fee: Option<Vnd>,
        working_days: Option<i64>,
        now: Millis,
    ) -> Result<Preview> {
        let directory = self.directory();
        let plan = directory.plan(procedure, publisher, receiving_unit, now, Said { fee, working_days })?;
        let setting = directory.dossier_setting(&plan, now)?;
        let assignees = directory.assignees(&plan, now);
        let facts = Facts {
            calendar: &setting.calendar,
            reading: &setting.reading,
            rules: &setting.rules,
            day: directory.day(now),
            assignees: &assignees,
        };
        let promise = domain::dossier::promise_at(&plan, &facts, now)?;
        Ok(Preview { plan, promise })
    }

    /// One page of the results that wait at a centre since before an instant, those ready longest first.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn named_ready(
        &self,
        unit: &str,
        before: Millis,
        wanted: Wanted<'_, NamedDossier>,
    ) -> Result<Leaf<NamedDossier>> {
        self.named_by_ready(&sql::NAMED_READY, unit, Some(before.into()), wanted).await
    }

    pub(super) async fn named_by_ready(
        &self,
        statement: &'static Statement,
        unit: &str,
        before: Option<Value>,
        wanted: Wanted<'_, NamedDossier>,
    ) -> Result<Leaf<NamedDossier>> {
        let place = |one: &NamedDossier| Place::new(one.line.ready_at.unwrap_or(0), one.line.dossier.0);
        self.named(statement, unit, before, place, wanted).await
    }

    /// How many results wait at a centre since before an instant, counted up to a hundred.
    ///
    /// # Errors
    /// When they cannot be counted.
    pub async fn ready_count(&self, unit: &str, before: Millis) -> Result<i64> {
        let values: [Value; 3] = [self.tenant().into(), unit.into(), before.into()];
        let rows = self.store().query(self.tenant(), &sql::COUNT_READY, &values).await?;
        Ok(rows.first().map_or(0, |row| row.i64(0)))
    }

    /// One page of the dossiers a centre waits for papers for, those begun longest ago first.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn named_supplements(
        &self,
        unit: &str,
        wanted: Wanted<'_, NamedDossier>,
    ) -> Result<Leaf<NamedDossier>> {
        let place = |one: &NamedDossier| Place::new(one.line.created_at, one.line.dossier.0);
        self.named(&sql::NAMED_SUPPLEMENT, unit, None, place, wanted).await
    }

    async fn named(
        &self,
        statement: &'static Statement,
        unit: &str,
        more: Option<Value>,
        place: impl Fn(&NamedDossier) -> Place,
        wanted: Wanted<'_, NamedDossier>,
    ) -> Result<Leaf<NamedDossier>> {
        let mut filling = Filling::new(wanted, Place::BEGIN);
        while let Some((after, most)) = filling.next_batch() {
            let [at, id] = after.values();
            let mut values: Vec<Value> = vec![self.tenant().into(), unit.into(), most.into(), at, id];
            values.extend(more.clone());
            let rows = self.store().query(self.tenant(), statement, &values).await?;
            filling.take(rows.iter().map(named_dossier).collect(), &place);
        }
        Ok(filling.leaf())
    }

    /// Drafts of a centre, and declarations sent home for papers, begun since an instant, newest first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn named_drafts(&self, unit: &str, since: Millis, most: i64) -> Result<Vec<NamedDossier>> {
        let values: [Value; 4] = [self.tenant().into(), unit.into(), since.into(), most.into()];
        let rows = self.store().query(self.tenant(), &sql::DRAFTS_NAMED, &values).await?;
        Ok(rows.iter().map(named_dossier).collect())
    }

    /// Visits of today that have not ended, in a hall.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn visits_now(&self, hall: &str) -> Result<Vec<VisitNow>> {
        let values: [Value; 3] = [self.tenant().into(), hall.into(), self.directory().day(self.now()).into()];
        let rows = self.store().query(self.tenant(), &sql::VISITS_NOW, &values).await?;
        Ok(rows
            .iter()
            .map(|row| VisitNow {
                visit: StreamId(row.i64(0)),
                counter: row.text(1).to_owned(),
                person: row.text(2).to_owned(),
                label: row.text(3).to_owned(),
                waited_ms: row.i64(4),
                started_at: row.i64(5),
            })
            .collect())
    }

    /// What a visit touched, in that order, with what is to be paid and was paid.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn visit_matters(&self, visit: StreamId) -> Result<Vec<VisitMatter>> {
        let values: [Value; 2] = [self.tenant().into(), visit.into()];
        let mut matters = Vec::new();
        for row in self.store().query(self.tenant(), &sql::VISIT_DOSSIERS, &values).await? {
            let dossier = StreamId(row.i64(0));
            let payments = self.payment_lines(dossier).await?;
            matters.push(VisitMatter {
                dossier,
                act: row.text(1).to_owned(),
                at: row.i64(2),
                code: row.text(if row.text(3).is_empty() { 4 } else { 3 }).to_owned(),
                procedure: row.text(5).to_owned(),
                publisher: row.text(6).to_owned(),
                version: row.text(7).to_owned(),
                is_received: row.i64_or_none(8).is_some(),
                payments: payments.into_iter().filter(|payment| payment.status != "voided").collect(),
            });
        }
        Ok(matters)
    }

    /// What a counter has done today.
    ///
    /// # Errors
    /// When it cannot be counted.
    pub async fn counter_day(&self, hall: &str, counter: &str) -> Result<CounterDay> {
        let day = self.directory().day(self.now());
        let values: [Value; 4] = [self.tenant().into(), hall.into(), day.into(), counter.into()];
        let rows = self.store().query(self.tenant(), &sql::COUNTER_DAY, &values).await?;
        Ok(rows.first().map_or_else(CounterDay::default, |row| CounterDay {
            visits: row.i64(0),
            dossiers: row.i64(1),
            ended: row.i64(2),
            mean_visit_ms: row.i64(3).checked_div(row.i64(2)).unwrap_or(0),
        }))
    }

    /// How long everybody waited who was called today in a hall, in the order of sitting down.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn waits_today(&self, hall: &str) -> Result<Vec<Wait>> {
        let values: [Value; 3] = [self.tenant().into(), hall.into(), self.directory().day(self.now()).into()];
        let rows = self.store().query(self.tenant(), &sql::WAITS_TODAY, &values).await?;
        Ok(rows.iter().map(|row| Wait { started_at: row.i64(0), waited_ms: row.i64(1) }).collect())
    }
}

fn named_dossier(row: &store::Row) -> NamedDossier {
    NamedDossier {
        line: dossier_line(row),
        // Nothing is left of somebody who was erased.
        applicant: serde_json::from_str(row.text(25)).unwrap_or_default(),
    }
}
