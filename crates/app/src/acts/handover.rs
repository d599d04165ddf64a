//! Papers from the counter to the department: a list, and what became of each of its lines. List and dossiers move together or not at all.

use crate::command::Handover;
use crate::error::{AppError, Result};
use crate::work::Work;
use domain::dossier;
use domain::handover::{self, Draw, LineOutcome, Listed};
use domain::kernel::{Kind, StreamId};
use policy::{Action, Resource};

impl Work<'_> {
    pub(crate) async fn handover(&mut self, command: Handover) -> Result<()> {
        match command {
            Handover::Draw { hall, to, dossiers } => self.draw_handover(hall, to, dossiers).await,
            Handover::Receive { list, dossiers } => self.receive_handover(list, dossiers).await,
            Handover::Strike { list, dossier, reason } => {
                self.strike_from_handover(list, dossier, reason).await
            }
        }
    }

    async fn draw_handover(&mut self, hall: String, to: String, dossiers: Vec<StreamId>) -> Result<()> {
        let from = self.directory.hall(&hall).ok_or(AppError::NotFound("hall"))?.unit.clone();
        self.authorise(Action::GivePapers, &Resource::dossier(&self.directory.unit_path(&from)))?;
        let mut lines = Vec::with_capacity(dossiers.len());
        for dossier in &dossiers {
            let state = self.need_dossier(*dossier).await?;
            if state.plan.receiving_unit != from {
                return Err(AppError::NotFound("dossier"));
            }
            lines.push(listed(*dossier, state));
        }
        let list = self.begin(Kind::Handover);
        self.answer.handover = Some(list);
        let confirm_by = handover::confirm_by(self.directory.calendar(), self.now)
            .map_err(|error| AppError::Setup(Box::new(error)))?;
        let draw = Draw { hall, from, to: to.clone(), day: self.day, lines, confirm_by };
        self.decide_handover(list, handover::Command::Draw(draw))?;
        for dossier in dossiers {
            let by = self.by();
            self.decide_dossier(dossier, dossier::Command::ListPapers { by, list, to: to.clone() })?;
        }
        Ok(())
    }

    async fn receive_handover(&mut self, list: StreamId, dossiers: Vec<StreamId>) -> Result<()> {
        let to = self.other_side(list).await?;
        let state = self.list(list);
        let waits = |dossier: &StreamId| {
            state.line(*dossier).is_some_and(|line| line.outcome == LineOutcome::Waiting)
        };
        let mut waiting: Vec<StreamId> = dossiers.iter().copied().filter(waits).collect();
        waiting.sort_unstable();
        waiting.dedup();
        self.decide_handover(list, handover::Command::Receive { dossiers })?;
        for dossier in waiting {
            self.need_dossier(dossier).await?;
            let by = self.by();
            self.decide_dossier(dossier, dossier::Command::ReceivePapers { by, list, to: to.clone() })?;
        }
        Ok(())
    }

    async fn strike_from_handover(
        &mut self,
        list: StreamId,
        dossier: StreamId,
        reason: String,
    ) -> Result<()> {
        self.other_side(list).await?;
        if self.decide_handover(list, handover::Command::Strike { dossier, reason: reason.clone() })? == 0 {
            return Ok(());
        }
        self.need_dossier(dossier).await?;
        self.answer.dossier = Some(dossier);
        let by = self.by();
        self.decide_dossier(dossier, dossier::Command::MissPapers { by, list, reason })?;
        Ok(())
    }

    /// Asks whether this one may receive for the unit a list goes to; that unit.
    async fn other_side(&mut self, list: StreamId) -> Result<String> {
        self.need(list, Kind::Handover).await?;
        self.answer.handover = Some(list);
        let to = self.list(list).to.clone();
        self.authorise(Action::TakePapers, &Resource::dossier(&self.directory.unit_path(&to)))?;
        Ok(to)
    }

    fn list(&self, stream: StreamId) -> &handover::State {
        self.handover_list(stream).expect("it was needed and is there")
    }

    fn decide_handover(&mut self, list: StreamId, command: handover::Command) -> Result<usize> {
        let by = self.answerable().person().to_owned();
        let decided = handover::decide(self.handover_list(list), command, &by, self.now);
        Ok(self.ledger.decided(list, decided)?)
    }
}

fn listed(dossier: StreamId, state: &dossier::State) -> Listed {
    let batch = state.papers.as_ref().map(|way| &way.batch);
    Listed {
        dossier,
        code: state.code.clone(),
        matter: state.plan.procedure.name.clone(),
        originals: batch.map_or(0, |batch| batch.originals),
        papers: batch.map_or(0, |batch| batch.papers),
        travel_by: batch.map_or(NO_PAPERS, |batch| batch.travel_by),
    }
}

/// A dossier without papers is refused before anything of it is written.
const NO_PAPERS: i64 = 0;
