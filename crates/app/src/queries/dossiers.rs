//! Dossiers: one whole, with the personal data it quotes, and lists of them.

use super::leaf::Place;
use super::statements as sql;
use crate::App;
use crate::error::{AppError, Result};
use crate::subject::SubjectData;
use domain::dossier::{Party, State};
use domain::kernel::{CommandId, Kind, Millis, StreamId, SubjectId, Value};
use store::{Envelope, Row};

/// A dossier in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DossierLine {
    /// Stream.
    pub dossier: StreamId,
    /// Official code, of no length before reception.
    pub code: String,
    /// Number of the draft.
    pub provisional: String,
    /// Procedure code.
    pub procedure: String,
    /// Publishing body.
    pub publisher: String,
    /// Procedure version.
    pub version: String,
    /// Word of the phase.
    pub phase: String,
    /// Exchange status, 1 to 10.
    pub status: i64,
    /// Unit that received it.
    pub receiving_unit: String,
    /// Unit that leads.
    pub handling_unit: String,
    /// Person who received it.
    pub officer: String,
    /// Applicant.
    pub applicant: SubjectId,
    /// Instant of reception.
    pub received_at: Option<Millis>,
    /// First promise.
    pub first_due_at: Option<Millis>,
    /// Promise in force.
    pub due_at: Option<Millis>,
    /// Instant the result was ready.
    pub ready_at: Option<Millis>,
    /// Instant the result was handed over.
    pub returned_at: Option<Millis>,
    /// Number of the current step.
    pub step: i64,
    /// Steps in all.
    pub steps: i64,
    /// Unit of the current step.
    pub step_unit: String,
    /// Person of the current step.
    pub step_person: String,
    /// Fee in đồng.
    pub fee_vnd: i64,
    /// Nothing is left to pay.
    pub fee_paid: bool,
    /// Late against the first promise.
    pub is_late: bool,
    /// Instant the declaration was begun.
    pub created_at: Millis,
}

/// A dossier whole: its state and the personal data it quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DossierView {
    /// Stream.
    pub dossier: StreamId,
    /// Version of the stream.
    pub version: i64,
    /// Its state.
    pub state: State,
    /// Who files; empty once erased.
    pub applicant: SubjectData,
    /// Whose matter it is, when somebody else's.
    pub owner: Option<SubjectData>,
    /// Who acts for the applicant.
    pub proxy: Option<SubjectData>,
    /// Content of the request and manner of return.
    pub particulars: SubjectData,
    /// Text of the result document.
    pub result: Option<SubjectData>,
}

impl App {
    /// A dossier by its official code, as typed: spaces around it and the case of letters do not matter.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn find_dossier_by_code(&self, code: &str) -> Result<Option<StreamId>> {
        let code = code.trim().to_uppercase();
        let rows = self
            .store()
            .query(self.tenant(), &sql::DOSSIER_BY_CODE, &[self.tenant().into(), code.into()])
            .await?;
        Ok(rows.first().map(|row| StreamId(row.i64(0))))
    }

    /// A dossier by the token on its slip.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn find_dossier_by_token(&self, token: &str) -> Result<Option<StreamId>> {
        let values: [Value; 2] = [self.tenant().into(), token.into()];
        let rows = self.store().query(self.tenant(), &sql::DOSSIER_BY_TOKEN, &values).await?;
        Ok(rows.first().map(|row| StreamId(row.i64(0))))
    }

    /// The state of a dossier without any personal data.
    ///
    /// # Errors
    /// [`AppError::NotFound`], or when it cannot be read.
    pub async fn dossier_state(&self, dossier: StreamId) -> Result<(i64, State)> {
        let loaded = self.store().load(self.tenant(), &[dossier]).await?.pop().flatten();
        match loaded.map(|loaded| (loaded.version, loaded.state)) {
            Some((version, domain::State::Dossier(Some(state)))) => Ok((version, *state)),
            _ => Err(AppError::NotFound("dossier")),
        }
    }

    /// A dossier whole, with personal data. The caller has asked the policies and journals the read.
    ///
    /// # Errors
    /// [`AppError::NotFound`], or when it cannot be read.
    pub async fn dossier(&self, dossier: StreamId) -> Result<DossierView> {
        let (version, state) = self.dossier_state(dossier).await?;
        let applicant = self.party_data(Some(&state.intake.applicant)).await?.unwrap_or_default();
        let owner = self.party_data(state.intake.owner.as_ref()).await?;
        let proxy = self.party_data(state.intake.proxy.as_ref().map(|proxy| &proxy.party)).await?;
        let particulars = self.party_data(state.intake.particulars.as_ref()).await?.unwrap_or_default();
        let result = self.party_data(state.result.text.as_ref()).await?;
        Ok(DossierView { dossier, version, state, applicant, owner, proxy, particulars, result })
    }

    /// The data a dossier quotes, in the version it quotes.
    pub(super) async fn party_data(&self, party: Option<&Party>) -> Result<Option<SubjectData>> {
        let Some(party) = party else { return Ok(None) };
        let kept = self.store().subject(self.tenant(), party.subject, Some(party.version)).await?;
        Ok(kept.and_then(|kept| serde_json::from_str(&kept.body).ok()))
    }

    /// What a command made of a thing: as it is now, or for a repetition as the command left it then.
    ///
    /// # Errors
    /// [`AppError::NotFound`], or when it cannot be read.
    pub async fn outcome(
        &self,
        stream: StreamId,
        command_id: &CommandId,
        answer: &crate::Answer,
    ) -> Result<domain::State> {
        if answer.already {
            return self.state_after(stream, command_id).await?.ok_or(AppError::NotFound("stream"));
        }
        let loaded = self.store().load(self.tenant(), &[stream]).await?.pop().flatten();
        loaded.map(|loaded| loaded.state).ok_or(AppError::NotFound("stream"))
    }

    /// A thing as a command left it, whatever became of it since: the answer to a repetition. None when that command did nothing to it.
    ///
    /// # Errors
    /// When it cannot be read.
    async fn state_after(&self, stream: StreamId, command_id: &CommandId) -> Result<Option<domain::State>> {
        let events = self.store().events(self.tenant(), stream).await?;
        let last = events.iter().rposition(|event| event.command_id == command_id.0);
        let kind = events.first().and_then(|event| Kind::from_word(&event.kind));
        let Some((kind, last)) = kind.zip(last) else { return Ok(None) };
        let mut state = domain::State::empty(kind);
        for envelope in &events[..=last] {
            state = state.apply(&envelope.event()?);
        }
        Ok(Some(state))
    }

    /// The events of a dossier, in order: its history.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn history(&self, dossier: StreamId) -> Result<Vec<Envelope>> {
        Ok(self.store().events(self.tenant(), dossier).await?)
    }

    /// Dossiers of an applicant behind a place, newest first.
    pub(super) async fn dossiers_of(
        &self,
        applicant: SubjectId,
        after: &Place,
        most: i64,
    ) -> Result<Vec<DossierLine>> {
        let [at, id] = after.values();
        let values: [Value; 5] = [self.tenant().into(), applicant.into(), most.into(), at, id];
        self.dossier_lines(&sql::DOSSIERS_OF_APPLICANT, &values).await
    }

    /// Dossiers received at a centre since an instant, newest first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn received_since(&self, unit: &str, since: Millis, most: i64) -> Result<Vec<DossierLine>> {
        let values: [Value; 4] = [self.tenant().into(), unit.into(), since.into(), most.into()];
        self.dossier_lines(&sql::RECEIVED_AT, &values).await
    }

    async fn dossier_lines(
        &self,
        statement: &store::Statement,
        values: &[Value],
    ) -> Result<Vec<DossierLine>> {
        Ok(self.store().query(self.tenant(), statement, values).await?.iter().map(dossier_line).collect())
    }
}

pub(super) fn dossier_line(row: &Row) -> DossierLine {
    DossierLine {
        dossier: StreamId(row.i64(0)),
        code: row.text(1).to_owned(),
        provisional: row.text(2).to_owned(),
        procedure: row.text(3).to_owned(),
        publisher: row.text(4).to_owned(),
        version: row.text(5).to_owned(),
        phase: row.text(6).to_owned(),
        status: row.i64(7),
        receiving_unit: row.text(8).to_owned(),
        handling_unit: row.text(9).to_owned(),
        officer: row.text(10).to_owned(),
        applicant: SubjectId(row.i64(11)),
        received_at: row.i64_or_none(12),
        first_due_at: row.i64_or_none(13),
        due_at: row.i64_or_none(14),
        ready_at: row.i64_or_none(15),
        returned_at: row.i64_or_none(16),
        step: row.i64(17),
        steps: row.i64(18),
        step_unit: row.text(19).to_owned(),
        step_person: row.text(20).to_owned(),
        fee_vnd: row.i64(21),
        fee_paid: row.flag(22),
        is_late: row.flag(23),
        created_at: row.i64(24),
    }
}
