//! Work lists: steps with the matter and the name they belong to; what waits for a signature.

use super::statements as sql;
use super::steps::{StepLine, step_line};
use crate::App;
use crate::actor::Actor;
use crate::error::Result;
use crate::subject::SubjectData;
use domain::dossier::{State, StepKind};
use domain::kernel::{Millis, SubjectId, Value};
use policy::{Action, Authority, Decision, Resource};
use store::Row;

/// A step in a work list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkLine {
    /// The step.
    pub step: StepLine,
    /// Instant it was finished.
    pub finished_at: Option<Millis>,
    /// How it came out.
    pub verdict: String,
    /// Publishing body of the procedure.
    pub publisher: String,
    /// Version of the procedure.
    pub version: String,
    /// Word of the dossier's phase.
    pub phase: String,
    /// Unit that received the dossier.
    pub receiving_unit: String,
    /// Applicant.
    pub applicant: SubjectId,
    /// Name of the applicant, of no length once erased.
    pub applicant_name: String,
    /// Promise of the dossier.
    pub promised_at: Option<Millis>,
}

/// What waits for a signature, and in whose place it would be signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToSign {
    /// The step.
    pub line: WorkLine,
    /// `KT.`, `TUQ.`, of no length in one's own post.
    pub block: &'static str,
    /// Position in whose place, of no length in one's own post.
    pub on_behalf_of: String,
    /// Document it rests on.
    pub document: String,
}

impl App {
    /// Open steps of a person, the one that ends first on top.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn work_of_person(&self, person: &str, most: i64) -> Result<Vec<WorkLine>> {
        self.work_lines(&sql::WORK_OF_PERSON, &[self.tenant().into(), person.into(), most.into()]).await
    }

    /// Open steps of a unit, the one that ends first on top.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn work_of_unit(&self, unit: &str, most: i64) -> Result<Vec<WorkLine>> {
        self.work_lines(&sql::WORK_OF_UNIT, &[self.tenant().into(), unit.into(), most.into()]).await
    }

    /// Steps a person finished since an instant, the last first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn work_done(&self, person: &str, since: Millis, most: i64) -> Result<Vec<WorkLine>> {
        let values: [Value; 4] = [self.tenant().into(), person.into(), since.into(), most.into()];
        self.work_rows(&sql::WORK_DONE, &values).await
    }

    /// Dossiers that wait for papers a person asked for.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn work_awaiting_papers(&self, person: &str, most: i64) -> Result<Vec<WorkLine>> {
        self.work_rows(&sql::WORK_AWAITING_PAPERS, &[self.tenant().into(), person.into(), most.into()]).await
    }

    /// What waits for this one's signature: own approvals, those of the unit nobody has yet, and those of a leader in whose
    /// place this one signs, under an assignment of work or a written delegation. Each was asked of the policies.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn to_sign(&self, actor: &Actor, most: i64) -> Result<Vec<ToSign>> {
        let now = self.now();
        let directory = self.directory();
        let mut units = vec![actor.unit().to_owned()];
        let authorities: Vec<Authority> = directory
            .authorities(actor, now)
            .into_iter()
            .filter(|given| !given.revoked && given.valid_from_ms <= now)
            .filter(|given| given.valid_to_ms.is_none_or(|end| now < end))
            .collect();
        units.extend(authorities.iter().filter_map(|given| given.from_unit_path.first().cloned()));
        units.sort();
        units.dedup();
        let mut lines = self.work_of_person(actor.person(), most).await?;
        for unit in &units {
            lines.extend(self.work_of_unit(unit, most).await?);
        }
        lines.retain(|line| line.step.kind == StepKind::Approve.word());
        lines.sort_by_key(|line| (line.step.due_at.unwrap_or(Millis::MAX), line.step.dossier));
        lines.dedup_by_key(|line| line.step.dossier);
        let mut waiting = Vec::new();
        for line in lines {
            let (_, state) = self.dossier_state(line.step.dossier).await?;
            let decision = self.may(actor, Action::ApproveResult, &state);
            if decision.allowed {
                let on_behalf_of = decision.on_behalf_of.unwrap_or_default();
                let authority = authorities.iter().find(|given| given.from_position == on_behalf_of);
                waiting.push(ToSign {
                    line,
                    block: signature_block(&on_behalf_of, &decision.rule),
                    document: authority.map(|given| given.document.clone()).unwrap_or_default(),
                    on_behalf_of,
                });
            }
        }
        Ok(waiting)
    }

    /// May this one do that to the step under way of a dossier? For showing what may be done next; the command asks again.
    #[must_use]
    pub fn may(&self, actor: &Actor, action: Action, dossier: &State) -> Decision {
        self.decide_policy(actor, action, &self.directory().step_of(dossier), self.now())
    }

    /// A dossier as the policies see it: received here, handled there, with every unit its steps belong to.
    #[must_use]
    pub fn dossier_resource(&self, dossier: &State) -> Resource {
        let directory = self.directory();
        let path = |unit: &str| directory.unit_path(unit);
        let plan = &dossier.plan;
        let mut resource =
            Resource::dossier(&path(&plan.receiving_unit)).handled_in(&path(&plan.handling_unit));
        for step in &plan.steps {
            resource = resource.handled_in(&path(&step.unit));
        }
        resource.of_procedure(&plan.procedure.code)
    }

    async fn work_lines(&self, statement: &store::Statement, values: &[Value]) -> Result<Vec<WorkLine>> {
        let mut lines = self.work_rows(statement, values).await?;
        // Engines put "no limit" at different ends.
        lines.sort_by_key(|line| (line.step.due_at.unwrap_or(Millis::MAX), line.step.dossier));
        Ok(lines)
    }

    async fn work_rows(&self, statement: &store::Statement, values: &[Value]) -> Result<Vec<WorkLine>> {
        Ok(self.store().query(self.tenant(), statement, values).await?.iter().map(work_line).collect())
    }
}

/// `KT.` under an assignment of work, `TUQ.` under a delegation, nothing in one's own post.
pub(crate) fn signature_block(on_behalf_of: &str, rule: &str) -> &'static str {
    match (on_behalf_of.is_empty(), rule.contains("delegation")) {
        (true, _) => "",
        (false, true) => "TUQ.",
        (false, false) => "KT.",
    }
}

fn work_line(row: &Row) -> WorkLine {
    let applicant: SubjectData = serde_json::from_str(row.text(26)).unwrap_or_default();
    WorkLine {
        step: step_line(row),
        finished_at: row.i64_or_none(18),
        verdict: row.text(19).to_owned(),
        publisher: row.text(20).to_owned(),
        version: row.text(21).to_owned(),
        phase: row.text(22).to_owned(),
        receiving_unit: row.text(23).to_owned(),
        applicant: SubjectId(row.i64(24)),
        applicant_name: applicant.name,
        promised_at: row.i64_or_none(25),
    }
}
