//! A message when few are before somebody: asked for on the ticket's page, given by the clock.

use crate::error::{AppError, Result};
use crate::subject::SubjectData;
use crate::work::Work;
use domain::kernel::{Kind, Refusal, StreamId};
use domain::ticket;
use policy::{Action, Resource};

impl Work<'_> {
    /// A phone belongs to one ticket and to nothing else; another one takes its place.
    pub(crate) async fn ask_notice(&mut self, stream: StreamId, phone: &str, language: &str) -> Result<()> {
        self.need(stream, Kind::Ticket).await?;
        let known = self.ticket(stream).ok_or(AppError::NotFound("ticket"))?;
        let before = known.notice.person().map(|person| person.subject);
        let unit = self.directory.hall(&known.hall).ok_or(AppError::NotFound("hall"))?.unit.clone();
        self.authorise(Action::ReturnTicket, &Resource::ticket(&self.directory.unit_path(&unit)))?;
        let (data, violations) = SubjectData::on_the_phone(phone, language);
        if !violations.is_empty() {
            let mut refusal = Refusal::new("notice_incomplete");
            refusal.violations = violations;
            return Err(AppError::Refused(refusal));
        }
        self.answer.ticket = Some(stream);
        let person = self.write_subject(before, data).await?;
        self.decide_ticket(stream, ticket::Command::AskNotice { person })?;
        Ok(())
    }

    /// Few are before it now.
    pub(crate) async fn give_notice(&mut self, stream: StreamId) -> Result<()> {
        self.authorise(Action::NoteMessage, &Resource::message(&[]))?;
        self.need(stream, Kind::Ticket).await?;
        self.answer.ticket = Some(stream);
        self.decide_ticket(stream, ticket::Command::GiveNotice)?;
        Ok(())
    }
}
