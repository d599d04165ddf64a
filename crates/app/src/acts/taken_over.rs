//! Dossiers of another system: taken over under the code and the promise they have there, then told step by step.

use crate::command::TakenOver;
use crate::error::Result;
use crate::subject::SubjectData;
use crate::work::Work;
use domain::dossier::{self, Intake, Plan, ProcedureRef, SupplementPolicy, Told};
use domain::kernel::{Kind, StreamId};
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
            intake: Box::new(Intake {
                token: self.app.ids().token(),
                channel: taken.channel,
                applicant,
                owner: None,
                proxy: None,
                particulars: None,
                papers: Vec::new(),
                officer: taken.officer,
                position: String::new(),
                visit: None,
            }),
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
            }),
            due_at: taken.due_at,
        };
        self.decide_note(stream, told)
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
