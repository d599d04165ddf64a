//! Petitions: what an applicant says is wrong, and what whoever leads the unit answers.

use crate::error::{AppError, Result};
use crate::subject::{SubjectData, SubjectKind};
use crate::work::Work;
use domain::dossier::Party;
use domain::kernel::{Kind, StreamId};
use domain::petition::{self, Lodge, Matter, Reply};
use policy::{Action, Resource};

impl Work<'_> {
    /// The applicant says what is wrong.
    pub(crate) async fn lodge_petition(
        &mut self,
        dossier: StreamId,
        matter: Option<Matter>,
        text: String,
    ) -> Result<()> {
        let state = self.need_dossier(dossier).await?.clone();
        let resource = Resource::dossier(&self.directory.unit_path(&state.plan.receiving_unit));
        self.authorise(Action::LodgePetition, &resource)?;
        self.load(petition::stream_of(dossier), Kind::Petition).await?;
        let lodge = Lodge {
            dossier,
            received: state.received_at.is_some(),
            code: state.code,
            receiving_unit: state.plan.receiving_unit,
            handling_unit: state.plan.handling_unit,
            matter,
            words: self.written(text).await?,
        };
        self.decide_petition(dossier, petition::Command::Lodge(lodge))
    }

    /// Whoever leads the unit answers.
    pub(crate) async fn answer_petition(
        &mut self,
        dossier: StreamId,
        number: i64,
        upheld: Option<bool>,
        text: String,
    ) -> Result<()> {
        let stream = petition::stream_of(dossier);
        self.need(stream, Kind::Petition).await?;
        self.need_dossier(dossier).await?;
        let asked = self.petition(stream).and_then(|state| state.numbered(number));
        let unit = asked.ok_or(AppError::NotFound("petition"))?.unit.clone();
        let resource = Resource::petition(&self.directory.unit_path(&unit));
        self.authorise(Action::AnswerPetition, &resource)?;
        let words = self.written(text).await?;
        let by = self.by();
        let reply = Reply { number, upheld, words, by: by.person, position: by.position };
        self.decide_petition(dossier, petition::Command::Answer(reply))
    }

    /// Text of somebody's own goes to the side table; none when nothing was written.
    async fn written(&mut self, text: String) -> Result<Option<Party>> {
        if text.trim().is_empty() {
            return Ok(None);
        }
        let data = SubjectData { kind: SubjectKind::Text, text, ..SubjectData::default() };
        self.write_subject(None, data).await.map(Some)
    }

    fn decide_petition(&mut self, dossier: StreamId, command: petition::Command) -> Result<()> {
        let stream = petition::stream_of(dossier);
        let about = self.dossier(dossier).ok_or(AppError::NotFound("dossier"))?;
        let setting = self.directory.dossier_setting(&about.plan, about.ruled_by(self.now))?;
        let facts = petition::Facts {
            calendar: &setting.calendar,
            reading: &setting.reading,
            rules: &setting.petitions,
        };
        let decided = petition::decide(self.petition(stream), command, &facts, self.now);
        self.ledger.decided(stream, decided)?;
        Ok(())
    }
}
