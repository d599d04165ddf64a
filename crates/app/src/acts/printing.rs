//! The paper of a ticket: asked for in the same commit as the number, printed afterwards by a job that reports back here.

use crate::actor::Actor;
use crate::error::{AppError, Result};
use crate::forms::PrintNote;
use crate::work::Work;
use domain::kernel::{Kind, StreamId};
use domain::ticket;
use policy::{Action, Resource};
use store::OutboxWrite;

/// Papers in the outbox.
pub(crate) const TOPIC: &str = "print";

impl Work<'_> {
    /// Whether a number taken now comes with paper: it is taken at the kiosk, and a printer stands beside it.
    pub(crate) fn has_paper(&self, hall: &str) -> bool {
        matches!(self.actor, Actor::Kiosk { .. }) && self.directory.printer(hall).is_some()
    }

    /// Takes a number, and asks for its paper in the same commit.
    pub(crate) fn take_number(&mut self, stream: StreamId, take: ticket::Command, paper: bool) -> Result<()> {
        self.decide_ticket(stream, take)?;
        if paper {
            self.ask_paper(stream);
        }
        Ok(())
    }

    /// Asks for the paper of a ticket or a pass.
    pub(crate) fn ask_paper(&mut self, stream: StreamId) {
        let body = "{}".to_owned();
        self.ledger.send(OutboxWrite { id: stream.0, topic: TOPIC.to_owned(), due_at: self.now, body });
    }

    /// What the printing job says.
    pub(crate) async fn note_printed(&mut self, stream: StreamId, note: PrintNote) -> Result<()> {
        self.need(stream, Kind::Ticket).await?;
        let hall = self.ticket(stream).ok_or(AppError::NotFound("ticket"))?.hall.clone();
        let unit = self.directory.hall(&hall).ok_or(AppError::NotFound("hall"))?.unit.clone();
        self.authorise(Action::NotePrinted, &Resource::ticket(&self.directory.unit_path(&unit)))?;
        self.answer.ticket = Some(stream);
        let command = match note {
            PrintNote::Begin => ticket::Command::BeginPrinting,
            PrintNote::Printed { low_paper } => ticket::Command::NotePrinted { low_paper },
            PrintNote::NotPrinted(problem) => ticket::Command::NoteNotPrinted { problem },
        };
        self.decide_ticket(stream, command)?;
        Ok(())
    }
}
