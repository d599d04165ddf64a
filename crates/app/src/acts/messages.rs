//! Messages: asked for in the same commit as the fact they tell, sent afterwards by a job that reports back here.

use crate::error::{AppError, Result};
use crate::forms::MessageNote;
use crate::subject::SubjectData;
use crate::work::{Work, refuse};
use domain::dossier::Party;
use domain::kernel::{Kind, StreamId, SubjectId};
use domain::message::{self, About, Channel, Request};
use domain::{Event, appointment, dossier, ticket};
use policy::{Action, Resource};
use store::OutboxWrite;

impl Work<'_> {
    /// Asks for the messages that follow from what was decided.
    pub(crate) async fn tell(&mut self) -> Result<()> {
        let facts: Vec<(About, &'static str)> =
            self.ledger.events().filter_map(|(stream, event)| told_with(stream, event)).collect();
        for (about, template) in facts {
            let Some(person) = self.concerned(about) else { continue };
            let data = self.party_data(&person).await?;
            let ways = [(!data.phone.is_empty(), Channel::Sms), (!data.email.is_empty(), Channel::Mail)];
            for (_, channel) in ways.into_iter().filter(|(possible, _)| *possible) {
                self.request_message(about, person.subject, template, channel)?;
            }
        }
        Ok(())
    }

    /// Whom something concerns.
    fn concerned(&self, about: About) -> Option<Party> {
        match about {
            About::Dossier(stream) => self.dossier(stream).map(|state| state.intake.applicant.clone()),
            About::Ticket(stream) => self.ticket(stream)?.notice.person().cloned(),
            About::Appointment { book, number } => {
                self.appointment(book)?.numbered(number).map(|booking| booking.person.clone())
            }
        }
    }

    /// A subject's data: as this command writes it, else as it is kept.
    async fn party_data(&self, party: &Party) -> Result<SubjectData> {
        match self.ledger.written_subject(party.subject) {
            Some(data) => Ok(data),
            None => Ok(self.app.subject_data(party.subject).await?.unwrap_or_default()),
        }
    }

    fn request_message(
        &mut self,
        about: About,
        subject: SubjectId,
        template: &str,
        channel: Channel,
    ) -> Result<StreamId> {
        let stream = self.begin(Kind::Message);
        let request = Request { about, subject, template: template.to_owned(), channel };
        self.decide_message(stream, message::Command::Request(request))?;
        self.ledger.send(OutboxWrite {
            id: stream.0,
            topic: channel.word().to_owned(),
            due_at: self.now,
            body: "{}".to_owned(),
        });
        Ok(stream)
    }

    /// What the sending job says.
    pub(crate) async fn note_message(&mut self, stream: StreamId, note: MessageNote) -> Result<()> {
        self.authorise(Action::NoteMessage, &Resource::message(&[]))?;
        self.need(stream, Kind::Message).await?;
        self.answer.message = Some(stream);
        let command = match note {
            MessageNote::Begin => message::Command::BeginSending,
            MessageNote::Sent(provider_ids) => message::Command::NoteSent { provider_ids },
            MessageNote::Later(failure) => message::Command::Postpone { failure },
            MessageNote::Failed(failure) => message::Command::NoteFailed { failure },
            MessageNote::InDoubt(failure) => message::Command::NoteInDoubt { failure },
            MessageNote::Delivered(provider_id) => message::Command::NoteDelivered { provider_id },
        };
        self.decide_message(stream, command)?;
        Ok(())
    }

    /// A person looked at a message that failed or is in doubt, and wants a new one.
    pub(crate) async fn send_again(&mut self, stream: StreamId, channel: Channel) -> Result<()> {
        self.need(stream, Kind::Message).await?;
        let old = self.message(stream).ok_or(AppError::NotFound("message"))?.clone();
        // What a ticket or an appointment was to tell is over before anybody could look at it.
        let About::Dossier(dossier) = old.about else { return Err(AppError::NotFound("dossier")) };
        let unit = self.need_dossier(dossier).await?.plan.receiving_unit.clone();
        self.authorise(Action::SendMessageAgain, &Resource::message(&self.directory.unit_path(&unit)))?;
        if !matches!(old.status, message::Status::Failed | message::Status::InDoubt) {
            return refuse("message_not_settled");
        }
        let again = self.request_message(old.about, old.subject, &old.template, channel)?;
        self.answer.message = Some(again);
        Ok(())
    }
}

/// What a fact is about, and the message it is told with.
fn told_with(stream: StreamId, event: &Event) -> Option<(About, &'static str)> {
    match event {
        Event::Dossier(event) => template_of(event).map(|template| (About::Dossier(stream), template)),
        Event::Ticket(ticket::Event::TicketNoticeGiven { .. }) => Some((About::Ticket(stream), "near")),
        Event::Appointment(appointment::Event::AppointmentReminded { number, .. }) => {
            Some((About::Appointment { book: stream, number: *number }, "appointment"))
        }
        _ => None,
    }
}

/// Which message a fact of a dossier is told with.
const fn template_of(event: &dossier::Event) -> Option<&'static str> {
    match event {
        dossier::Event::DossierReceived { .. } => Some("received"),
        dossier::Event::SupplementRequested { .. } => Some("supplement"),
        dossier::Event::SupplementAnswered { .. } => Some("resumed"),
        dossier::Event::PromiseMissed { .. } => Some("late"),
        dossier::Event::DossierExtended { .. } => Some("extended"),
        dossier::Event::ResultReady { .. } => Some("ready"),
        dossier::Event::PickupReminded { .. } => Some("reminder"),
        dossier::Event::DossierCorrected { .. } => Some("corrected"),
        dossier::Event::SlipReplaced { .. } => Some("slip_replaced"),
        dossier::Event::DossierStopped { .. } => Some("stopped"),
        dossier::Event::ResolutionRefused { .. } => Some("refused"),
        dossier::Event::SilenceClosed { .. } => Some("silence"),
        _ => None,
    }
}
