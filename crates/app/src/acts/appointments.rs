//! Appointments: booked and given back from home, honoured at the kiosk.

use crate::error::{AppError, Result};
use crate::subject::SubjectData;
use crate::work::Work;
use domain::appointment::{self, Book, Offer};
use domain::kernel::{Kind, Millis, StreamId};
use domain::ticket::{self, Priority};
use policy::{Action, Resource};

/// What a person asks for.
pub(crate) struct Wish {
    pub hall: String,
    pub field: String,
    pub procedure: String,
    pub from: Option<Millis>,
    pub name: String,
    pub phone: String,
    pub language: String,
}

impl Work<'_> {
    /// Books a place; the one it takes the place of is given back in the same act, or both stay as they are.
    pub(crate) async fn book_appointment(
        &mut self,
        wish: Wish,
        instead_of: Option<(StreamId, i64)>,
    ) -> Result<()> {
        self.authorise_booking(&wish.hall)?;
        let series =
            self.directory.series(&wish.hall, &wish.field).ok_or(AppError::NotFound("field"))?.to_owned();
        if let Some((book, number)) = instead_of {
            self.need(book, Kind::Appointment).await?;
            self.decide_appointment(book, appointment::Command::Cancel { number, moved: true }, &[])?;
        }
        let at = wish.from.unwrap_or(self.now);
        let (day, slots) =
            (self.directory.day(at), self.directory.slots(&wish.hall, &wish.field, at, self.now));
        let book = appointment::stream_of(&wish.hall, &wish.field, day);
        self.load(book, Kind::Appointment).await?;
        let (mut data, violations) = SubjectData::reachable(&wish.name, &wish.phone);
        data.language = wish.language;
        let person = if violations.is_empty() { Some(self.write_subject(None, data).await?) } else { None };
        let token = self.app.ids().token();
        self.answer.appointment.clone_from(&token);
        let wanted = Book {
            hall: wish.hall,
            field: wish.field,
            series,
            day,
            from: wish.from,
            procedure: self.known_procedure(wish.procedure),
            token,
            person,
        };
        match self.decide_appointment(book, appointment::Command::Book(wanted), &slots) {
            Err(AppError::Refused(mut refusal)) if !violations.is_empty() => {
                // What exactly is wrong with the person is known here.
                refusal.violations.retain(|one| one.code != "person_missing");
                refusal.violations.extend(violations);
                Err(AppError::Refused(refusal))
            }
            decided => decided,
        }
    }

    /// Gives a place back.
    pub(crate) async fn cancel_appointment(&mut self, book: StreamId, number: i64) -> Result<()> {
        self.need(book, Kind::Appointment).await?;
        let hall = self.appointment(book).ok_or(AppError::NotFound("appointment"))?.hall.clone();
        self.authorise_booking(&hall)?;
        self.decide_appointment(book, appointment::Command::Cancel { number, moved: false }, &[])
    }

    /// The agreed time is near: the person is told.
    pub(crate) async fn remind_appointment(&mut self, book: StreamId, number: i64) -> Result<()> {
        self.authorise(Action::NoteMessage, &Resource::message(&[]))?;
        self.need(book, Kind::Appointment).await?;
        self.decide_appointment(book, appointment::Command::Remind { number }, &[])
    }

    /// The person is here: a ticket that is ordered by what was agreed.
    pub(crate) async fn take_ticket_by_appointment(
        &mut self,
        hall: String,
        book: StreamId,
        number: i64,
        priority: Priority,
    ) -> Result<()> {
        self.need(book, Kind::Appointment).await?;
        let known = self.directory.hall(&hall).ok_or(AppError::NotFound("hall"))?.unit.clone();
        self.authorise(Action::TakeTicket, &Resource::ticket(&self.directory.unit_path(&known)))?;
        let state = self.appointment(book).ok_or(AppError::NotFound("appointment"))?;
        let booking = state.numbered(number).ok_or(AppError::NotFound("appointment"))?;
        let (agreed, procedure, series) = (booking.from, booking.procedure.clone(), booking.series.clone());
        let field = state.field.clone();
        let ticket = self.begin(Kind::Ticket);
        self.answer.ticket = Some(ticket);
        self.decide_appointment(
            book,
            appointment::Command::Honour { number, hall: hall.clone(), day: self.day, ticket },
            &[],
        )?;
        let token = self.app.ids().token();
        let appointment = Some(agreed);
        let (day, dossier, paper) = (self.day, None, self.has_paper(&hall));
        let take = ticket::Take {
            hall,
            day,
            field,
            series,
            priority,
            procedure,
            others: Vec::new(),
            token,
            appointment,
            dossier,
            paper,
        };
        self.take_number(ticket, ticket::Command::Take(take), paper)
    }

    /// The key of a procedure there is; what else was sent does not get into the journal.
    pub(crate) fn known_procedure(&self, key: String) -> String {
        let on = self.directory.date(self.now);
        let known = key.split_once('@').is_some_and(|(code, publisher)| {
            self.directory.catalogue().procedure(code, publisher, &on).is_some()
        });
        if known { key } else { String::new() }
    }

    fn authorise_booking(&mut self, hall: &str) -> Result<()> {
        let unit = self.directory.hall(hall).ok_or(AppError::NotFound("hall"))?.unit.clone();
        self.authorise(Action::BookAppointment, &Resource::ticket(&self.directory.unit_path(&unit)))
    }

    fn decide_appointment(
        &mut self,
        book: StreamId,
        command: appointment::Command,
        slots: &[appointment::Slot],
    ) -> Result<()> {
        let offer = Offer { slots, closes_before_ms: self.directory.appointment_rules().closes_before_ms };
        let decided = appointment::decide(self.appointment(book), command, offer, self.now);
        self.ledger.decided(book, decided)?;
        Ok(())
    }
}
