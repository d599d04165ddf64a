//! Dossiers of another system: taken over under the code and the promise they have there, then told step by step.

use crate::error::Result;
use crate::forms::{OpenDossier, TakenOver};
use crate::subject::SubjectData;
use crate::work::{Work, refuse};
use domain::catalogue::Said;
use domain::dossier::{self, FilingChannel, Intake, Party, Plan, ProcedureRef, SupplementPolicy, Told};
use domain::kernel::{Kind, Refusal, StreamId, Violation, Vnd};
use policy::{Action, Resource};

/// Rule regime of what was done elsewhere, and publisher of the procedures there.
const IMPORTED: &str = "imported";

impl Work<'_> {
    pub(crate) async fn take_over(&mut self, taken: TakenOver) -> Result<()> {
        self.authorise(Action::TakeOverDossier, &Resource::dossier(&[]))?;
        // Nobody said who filed it: an event log names cases, not people.
        let applicant = self.write_subject(None, SubjectData::default()).await?;
        let stream = self.begin(Kind::Dossier);
        self.answer.dossier = Some(stream);
        let told = Told::Received {
            source: taken.source,
            code: taken.code,
            intake: Box::new(self.told_of(taken.channel, applicant, taken.officer)),
            plan: Box::new(Plan {
                procedure: ProcedureRef {
                    code: IMPORTED.to_owned(),
                    publisher: IMPORTED.to_owned(),
                    version: String::new(),
                    name: taken.procedure,
                    field: String::new(),
                },
                regime: IMPORTED.to_owned(),
                agency: String::new(),
                receiving_unit: taken.receiving_unit,
                handling_unit: taken.handling_unit,
                appointments: Vec::new(),
                steps: Vec::new(),
                fees: Vec::new(),
                supplement: SupplementPolicy::Pause,
                result_template: String::new(),
                on_the_spot: false,
                kept_off_scan: Vec::new(),
                silence: None,
                ask_within: None,
            }),
            due_at: taken.due_at,
        };
        self.decide_note(stream, told)
    }

    /// The fee was settled there, or will be: nothing is demanded here.
    pub(crate) async fn take_over_open(&mut self, taken: OpenDossier) -> Result<()> {
        self.authorise(Action::TakeOverDossier, &Resource::dossier(&[]))?;
        Refusal::unless_empty("intake_incomplete", taken.applicant.violations(""))?;
        if self.app.find_dossier_by_code(&taken.code).await?.is_some() {
            let known = Violation::new("code", "dossier_taken_over_before").with("code", &taken.code);
            return Err(Refusal::new("dossier_taken_over_before").with(known).into());
        }
        let said = Said { fee: Some(Vnd::ZERO), working_days: Some(0) };
        let plan =
            self.directory.plan(&taken.procedure, &taken.publisher, &taken.receiving_unit, self.now, said)?;
        let applicant = self.write_subject(None, taken.applicant).await?;
        let stream = self.begin(Kind::Dossier);
        self.answer.dossier = Some(stream);
        let told = Told::Received {
            source: taken.source,
            code: taken.code,
            intake: Box::new(self.told_of(taken.channel, applicant, taken.officer)),
            plan: Box::new(Plan { fees: Vec::new(), ..plan }),
            due_at: Some(taken.due_at),
        };
        self.decide_note(stream, told)
    }

    pub(crate) async fn take_up(&mut self, stream: StreamId, step: i64, person: String) -> Result<()> {
        self.authorise(Action::TakeOverDossier, &Resource::dossier(&[]))?;
        let dossier = self.need_dossier(stream).await?;
        let (plan, state) = (dossier.plan.clone(), dossier.clone());
        self.answer.dossier = Some(stream);
        // Who has it is asked as of today, when it comes here.
        let Some(position) = self.directory.position_of(&person, self.app.now()) else {
            return refuse("person_without_position");
        };
        let take_up =
            |facts: &dossier::Facts<'_>, now| dossier::take_up(&state, step, (person, position), facts, now);
        let decided = self.with_facts(&plan, state.ruled_by(self.now), take_up)?;
        self.ledger.decided(stream, decided)?;
        Ok(())
    }

    /// The little that another system tells of a declaration.
    fn told_of(&self, channel: FilingChannel, applicant: Party, officer: String) -> Intake {
        Intake {
            token: self.app.ids().token(),
            channel,
            applicant,
            owner: None,
            proxy: None,
            particulars: None,
            papers: Vec::new(),
            earlier: Vec::new(),
            officer,
            position: String::new(),
            visit: None,
        }
    }

    pub(crate) async fn note(&mut self, stream: StreamId, told: Told) -> Result<()> {
        self.authorise(Action::TakeOverDossier, &Resource::dossier(&[]))?;
        self.need(stream, Kind::Dossier).await?;
        self.answer.dossier = Some(stream);
        self.decide_note(stream, told)
    }

    fn decide_note(&mut self, stream: StreamId, told: Told) -> Result<()> {
        let decided = dossier::note(self.dossier(stream), told, self.now);
        self.ledger.decided(stream, decided)?;
        Ok(())
    }
}
