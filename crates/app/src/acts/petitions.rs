//! Petitions: what an applicant says is wrong, and what whoever leads the unit answers.

use crate::error::{AppError, Result};
use crate::subject::{SubjectData, SubjectKind};
use crate::work::Work;
use domain::dossier::Party;
use domain::kernel::{Kind, Refusal, StreamId, Violation};
use domain::petition::{self, Lodge, Matter, Reply};
use policy::{Action, Resource};

impl Work<'_> {
    /// The applicant says what is wrong. How somebody was treated is for the centre to answer, all else for the unit that
    /// handles the dossier: nobody has to know the office to be heard.
    pub(crate) async fn lodge_petition(
        &mut self,
        dossier: StreamId,
        matter: Option<Matter>,
        text: String,
    ) -> Result<()> {
        let state = self.need_dossier(dossier).await?.clone();
        let plan = &state.plan;
        let resource = Resource::dossier(&self.directory.unit_path(&plan.receiving_unit));
        self.authorise(Action::LodgePetition, &resource)?;
        if state.received_at.is_none() {
            return Err(Refusal::new("petition_before_reception").into());
        }
        let Some(matter) = matter.filter(|_| !text.trim().is_empty()) else {
            return Err(incomplete("petition_incomplete", ("matter", matter.is_some()), &text).into());
        };
        let unit = match matter {
            Matter::Conduct => plan.receiving_unit.clone(),
            Matter::Delay | Matter::Papers | Matter::Fee | Matter::Other => plan.handling_unit.clone(),
        };
        let stream = petition::stream_of(dossier);
        self.load(stream, Kind::Petition).await?;
        let words = self.written(text).await?;
        let lodge = Lodge { dossier, code: state.code.clone(), matter, unit, words };
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
        let Some(upheld) = upheld.filter(|_| !text.trim().is_empty()) else {
            return Err(incomplete("answer_incomplete", ("upheld", upheld.is_some()), &text).into());
        };
        let words = self.written(text).await?;
        let by = self.by();
        let reply = Reply { number, upheld, words, by: by.person, position: by.position };
        self.decide_petition(dossier, petition::Command::Answer(reply))
    }

    /// Text of somebody's own goes to the side table.
    async fn written(&mut self, text: String) -> Result<Party> {
        let data = SubjectData { kind: SubjectKind::Text, text, ..SubjectData::default() };
        self.write_subject(None, data).await
    }

    fn decide_petition(&mut self, dossier: StreamId, command: petition::Command) -> Result<()> {
        let stream = petition::stream_of(dossier);
        let plan = &self.dossier(dossier).ok_or(AppError::NotFound("dossier"))?.plan;
        let setting = self.directory.dossier_setting(plan, self.now)?;
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

/// Everything that is missing, at once.
fn incomplete(code: &str, (choice, chosen): (&str, bool), text: &str) -> Refusal {
    let mut refusal = Refusal::new(code);
    if !chosen {
        refusal = refusal.with(Violation::new(choice, "choose_one"));
    }
    if text.trim().is_empty() {
        refusal = refusal.with(Violation::new("text", "words_missing"));
    }
    refusal
}
