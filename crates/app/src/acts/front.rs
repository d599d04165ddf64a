//! The hall: tickets, counters, visits.

use crate::actor::Actor;
use crate::command::{Command, Errands};
use crate::error::{AppError, Result};
use crate::queries::statements;
use crate::work::{Work, refuse};
use domain::kernel::{Kind, StreamId, Value};
use domain::ticket::{Errand, Priority};
use domain::{counter, ticket, visit};
use policy::{Action, Resource};

/// Field group of the counters that give results out.
const RESULTS: &str = "return";

impl Work<'_> {
    pub(crate) async fn take_ticket(
        &mut self,
        hall: String,
        field: String,
        procedure: String,
        priority: Priority,
    ) -> Result<()> {
        self.take_ticket_for(hall, vec![Errand { field, procedure }], priority, None).await
    }

    /// For whoever comes for a result: the series of those who give results out.
    pub(crate) async fn take_ticket_for_result(&mut self, hall: String, dossier: StreamId) -> Result<()> {
        let unit = self.directory.hall(&hall).ok_or(AppError::NotFound("hall"))?.unit.clone();
        self.need_dossier(dossier).await?.may_be_fetched(&unit)?;
        let errand = Errand { field: RESULTS.to_owned(), procedure: String::new() };
        self.take_ticket_for(hall, vec![errand], Priority::None, Some(dossier)).await
    }

    async fn take_ticket_for(
        &mut self,
        hall: String,
        errands: Vec<Errand>,
        priority: Priority,
        dossier: Option<StreamId>,
    ) -> Result<()> {
        let mut known_errands = Vec::new();
        for errand in errands {
            self.directory.series(&hall, &errand.field).ok_or(AppError::NotFound("field"))?;
            let procedure = self.known_procedure(errand.procedure);
            known_errands.push(Errand { field: errand.field, procedure });
        }
        let mut errands = known_errands.into_iter();
        let Errand { field, procedure } = errands.next().ok_or(AppError::NotFound("field"))?;
        let others: Vec<Errand> = errands.collect();
        let directory = std::sync::Arc::clone(&self.directory);
        let known = directory.hall(&hall).ok_or(AppError::NotFound("hall"))?;
        self.authorise(Action::TakeTicket, &Resource::ticket(&directory.unit_path(&known.unit)))?;
        let series = directory.series(&hall, &field).ok_or(AppError::NotFound("field"))?.to_owned();
        let stream = self.begin(Kind::Ticket);
        self.answer.ticket = Some(stream);
        let token = self.app.ids().token();
        let paper = self.has_paper(&hall);
        // A person who works here, or the queue machine of a hall, answers for the numbers they give.
        let closing = match &self.actor {
            Actor::Kiosk { .. } => self.app.closing(&hall, &field, priority).await?,
            _ => None,
        };
        let take = ticket::Take {
            hall,
            day: self.day,
            field,
            series,
            priority,
            procedure,
            others,
            token,
            appointment: None,
            dossier,
            paper,
        };
        let command = match closing {
            Some(closing) => ticket::Command::TakeBefore(take, closing),
            None => ticket::Command::Take(take),
        };
        self.take_number(stream, command, paper)
    }

    /// What a person asks of a number for several errands.
    pub(crate) async fn errands(&mut self, asked: Errands) -> Result<()> {
        match asked {
            Errands::Take { hall, errands, priority } => {
                self.take_ticket_for(hall, errands, priority, None).await
            }
            Errands::Add { ticket, errand } => {
                self.need(ticket, Kind::Ticket).await?;
                let hall = self.ticket(ticket).map(|known| known.hall.clone()).unwrap_or_default();
                self.directory.series(&hall, &errand.field).ok_or(AppError::NotFound("field"))?;
                let errand = Errand { procedure: self.known_procedure(errand.procedure), ..errand };
                self.about_errands(ticket, ticket::Command::AddErrand { errand }).await
            }
            Errands::Drop { ticket, field } => {
                self.about_errands(ticket, ticket::Command::DropErrand { field }).await
            }
        }
    }

    /// It stays where it is, also at the counter that called it.
    async fn about_errands(&mut self, stream: StreamId, command: ticket::Command) -> Result<()> {
        self.need(stream, Kind::Ticket).await?;
        let hall = self.ticket(stream).map(|known| known.hall.clone()).unwrap_or_default();
        let unit = self.directory.hall(&hall).ok_or(AppError::NotFound("hall"))?.unit.clone();
        self.authorise(Action::ReturnTicket, &Resource::ticket(&self.directory.unit_path(&unit)))?;
        self.answer.ticket = Some(stream);
        self.decide_ticket(stream, command)?;
        Ok(())
    }

    /// Puts a counter on the table and asks whether this actor may work there.
    pub(crate) async fn at_counter(&mut self, hall: &str, code: &str, action: Action) -> Result<StreamId> {
        let stream = counter::stream_of(hall, code);
        self.load(stream, Kind::Counter).await?;
        let unit = self.directory.hall(hall).ok_or(AppError::NotFound("hall"))?.unit.clone();
        let holder = self
            .counter(stream)
            .filter(|counter| counter.status != counter::Status::Closed)
            .map(|counter| counter.person.clone());
        let resource = Resource::counter(&self.directory.unit_path(&unit), holder.as_deref());
        self.authorise(action, &resource)?;
        Ok(stream)
    }

    pub(crate) async fn open_counter(&mut self, hall: String, code: String) -> Result<()> {
        let stream = self.at_counter(&hall, &code, Action::OpenCounter).await?;
        let number = self.directory.counter(&hall, &code).ok_or(AppError::NotFound("counter"))?.number;
        let person = self.actor.person().to_owned();
        let position = self.actor.position().to_owned();
        self.decide_counter(stream, counter::Command::Open { hall, code, number, person, position })?;
        Ok(())
    }

    /// A machine has no key for opening: the counter it calls to is open.
    async fn ensure_open(&mut self, hall: &str, code: &str) -> Result<()> {
        let stream = counter::stream_of(hall, code);
        self.load(stream, Kind::Counter).await?;
        match self.counter(stream) {
            Some(counter) if counter.status != counter::Status::Closed => Ok(()),
            _ => self.open_counter(hall.to_owned(), code.to_owned()).await,
        }
    }

    pub(crate) async fn counter_command(
        &mut self,
        hall: &str,
        code: &str,
        command: counter::Command,
    ) -> Result<()> {
        let action =
            if command == counter::Command::Close { Action::CloseCounter } else { Action::CallTicket };
        let stream = self.at_counter(hall, code, action).await?;
        self.decide_counter(stream, command)?;
        Ok(())
    }

    /// Calls the next person: ends the visit under way when there is one, so that one key does it. `came` says what became of
    /// somebody who was called and has not sat down.
    pub(crate) async fn call_next(&mut self, hall: &str, code: &str, came: Option<bool>) -> Result<()> {
        if matches!(self.actor, Actor::Machine { .. }) {
            self.ensure_open(hall, code).await?;
        }
        let stream = self.at_counter(hall, code, Action::CallTicket).await?;
        let officer = self.counter(stream).map(|counter| counter.person.clone());
        let current = self.counter(stream).and_then(|counter| counter.current.clone());
        match (current, came) {
            (Some(current), _) if current.visit.is_some() => self.end_visit(stream).await?,
            (Some(_), Some(true)) => {
                self.start_visit(hall, code).await?;
                self.finish_visit(hall, code).await?;
            }
            (Some(_), Some(false)) => self.mark_no_show(hall, code).await?,
            _ => {}
        }
        let handed_on = self.counter(stream).map(|counter| &counter.person) != officer.as_ref();
        if handed_on || self.left_as_ordered(stream) {
            return Ok(());
        }
        let Some(next) = self.next_waiting(hall, code).await? else { return refuse("nobody_waiting") };
        self.need(next, Kind::Ticket).await?;
        self.answer.ticket = Some(next);
        let waiting = self.ticket(next).expect("it was needed and is there");
        let label = ticket::label(&waiting.series, waiting.number);
        self.decide_ticket(next, ticket::Command::Call { counter: code.to_owned() })?;
        self.decide_counter(stream, counter::Command::Call { ticket: next, label })?;
        Ok(())
    }

    /// What was ordered for when the person has gone happened in this very act: nobody else is called.
    fn left_as_ordered(&self, stream: StreamId) -> bool {
        let Some(counter) = self.counter(stream) else { return false };
        let ordered = counter.ordered.as_ref().filter(|ordered| ordered.progress == counter::Progress::Done);
        ordered.is_some() && counter.status != counter::Status::Open && counter.since == self.now
    }

    /// The first in line among the field groups this counter takes.
    async fn next_waiting(&self, hall: &str, code: &str) -> Result<Option<StreamId>> {
        let fields = self.directory.counter(hall, code).ok_or(AppError::NotFound("counter"))?.fields.clone();
        let mut first: Option<(i64, i64)> = None;
        for field in fields {
            let values: [Value; 6] = [
                self.app.tenant().into(),
                hall.into(),
                self.day.into(),
                field.as_str().into(),
                code.into(),
                self.now.into(),
            ];
            for row in self.app.store().query(self.app.tenant(), &statements::NEXT_WAITING, &values).await? {
                let candidate = (row.i64(1), row.i64(0));
                first = Some(first.map_or(candidate, |best| best.min(candidate)));
            }
        }
        Ok(first.map(|(_, stream)| StreamId(stream)))
    }

    /// The ticket a counter has called, or is serving.
    fn current_ticket(&self, stream: StreamId) -> Result<StreamId> {
        self.counter(stream)
            .and_then(|counter| counter.current.as_ref())
            .and_then(|current| current.ticket)
            .ok_or_else(|| domain::kernel::Refusal::new("counter_nobody_called").into())
    }

    pub(crate) async fn recall(&mut self, hall: &str, code: &str) -> Result<()> {
        let stream = self.at_counter(hall, code, Action::CallTicket).await?;
        let called = self.current_ticket(stream)?;
        self.need(called, Kind::Ticket).await?;
        self.answer.ticket = Some(called);
        self.decide_ticket(called, ticket::Command::Recall { counter: code.to_owned() })?;
        Ok(())
    }

    pub(crate) async fn mark_no_show(&mut self, hall: &str, code: &str) -> Result<()> {
        let stream = self.at_counter(hall, code, Action::CallTicket).await?;
        let called = self.current_ticket(stream)?;
        self.need(called, Kind::Ticket).await?;
        self.answer.ticket = Some(called);
        self.decide_ticket(called, ticket::Command::MarkNoShow { counter: code.to_owned() })?;
        self.free_counter(stream).await?;
        Ok(())
    }

    pub(crate) async fn move_ticket(
        &mut self,
        hall: &str,
        code: &str,
        field: String,
        to_counter: String,
    ) -> Result<()> {
        let stream = self.at_counter(hall, code, Action::MoveTicket).await?;
        let called = self.current_ticket(stream)?;
        if self.directory.series(hall, &field).is_none() {
            return Err(AppError::NotFound("field"));
        }
        self.need(called, Kind::Ticket).await?;
        self.answer.ticket = Some(called);
        self.decide_ticket(called, ticket::Command::Move { field, counter: to_counter })?;
        self.free_counter(stream).await?;
        Ok(())
    }

    /// Puts a ticket back into the line, or ends it. The counter that had called it is free again: nobody is on the way to it any more.
    pub(crate) async fn ticket_command(&mut self, stream: StreamId, command: ticket::Command) -> Result<()> {
        self.need(stream, Kind::Ticket).await?;
        let known = self.ticket(stream).expect("it was needed and is there").clone();
        let unit = self.directory.hall(&known.hall).ok_or(AppError::NotFound("hall"))?.unit.clone();
        self.authorise(Action::ReturnTicket, &Resource::ticket(&self.directory.unit_path(&unit)))?;
        self.answer.ticket = Some(stream);
        self.decide_ticket(stream, command)?;
        if let ticket::Phase::Called { counter, .. } = &known.phase {
            let at = counter::stream_of(&known.hall, counter);
            self.load(at, Kind::Counter).await?;
            let current = self.counter(at).and_then(|counter| counter.current.as_ref());
            if current.is_some_and(|current| current.ticket == Some(stream)) {
                self.free_counter(at).await?;
            }
        }
        Ok(())
    }

    pub(crate) async fn start_visit(&mut self, hall: &str, code: &str) -> Result<()> {
        let stream = self.at_counter(hall, code, Action::FinishVisit).await?;
        self.ensure_visit(stream).await?;
        Ok(())
    }

    /// The visit under way at a counter, begun when there is none: the officer who starts to type has somebody
    /// sitting before her.
    pub(crate) async fn ensure_visit(&mut self, stream: StreamId) -> Result<StreamId> {
        let counter =
            self.counter(stream).cloned().ok_or_else(|| domain::kernel::Refusal::new("counter_not_open"))?;
        if let Some(under_way) = counter.current.as_ref().and_then(|current| current.visit) {
            self.load(under_way, Kind::Visit).await?;
            self.answer.visit = Some(under_way);
            return Ok(under_way);
        }
        let begun = self.begin(Kind::Visit);
        self.answer.visit = Some(begun);
        let (mut taken_at, mut called_at, mut errand) = (None, None, Errand::default());
        let called = counter.current.as_ref().and_then(|current| current.ticket);
        if let Some(called) = called {
            self.need(called, Kind::Ticket).await?;
            // At the next of several counters one has waited since the last.
            if let Some(known) = self.ticket(called) {
                taken_at = Some(known.passed_on_at.unwrap_or(known.taken_at));
                errand = Errand { field: known.field.clone(), procedure: known.procedure.clone() };
                called_at = match known.phase {
                    ticket::Phase::Called { at, .. } => Some(at),
                    _ => None,
                };
            }
            let serve = ticket::Command::Serve { counter: counter.code.clone(), visit: begun };
            self.decide_ticket(called, serve)?;
        }
        let start = visit::Start {
            hall: counter.hall.clone(),
            day: self.day,
            counter: counter.code.clone(),
            person: counter.person.clone(),
            ticket: called,
            ticket_label: counter.current.map(|current| current.label).unwrap_or_default(),
            errand,
            called_at,
            taken_at,
        };
        self.decide_visit(begun, visit::Command::Start(start))?;
        self.decide_counter(stream, counter::Command::Serve { visit: begun })?;
        Ok(begun)
    }

    pub(crate) async fn finish_visit(&mut self, hall: &str, code: &str) -> Result<()> {
        let stream = self.at_counter(hall, code, Action::FinishVisit).await?;
        self.end_visit(stream).await
    }

    /// Ends the visit under way and frees the counter.
    async fn end_visit(&mut self, stream: StreamId) -> Result<()> {
        let current = self.counter(stream).and_then(|counter| counter.current.clone());
        let Some(current) = current else { return Ok(()) };
        if let Some(under_way) = current.visit {
            self.need(under_way, Kind::Visit).await?;
            self.decide_visit(under_way, visit::Command::Finish)?;
            if let Some(served) = current.ticket {
                self.need(served, Kind::Ticket).await?;
                let counter =
                    self.counter(stream).map(|counter| (counter.hall.clone(), counter.code.clone()));
                let known = counter.and_then(|(hall, code)| self.directory.counter(&hall, &code).cloned());
                let fields = known.map(|counter| counter.fields).unwrap_or_default();
                self.decide_ticket(served, ticket::Command::Finish { fields })?;
            }
        }
        self.free_counter(stream).await?;
        Ok(())
    }

    /// Somebody tapped on the tablet of a counter. Which visit it was about is what the tablet showed; whether that is still the
    /// last one is looked up.
    pub(crate) async fn rate_visit(
        &mut self,
        hall: &str,
        code: &str,
        rated: StreamId,
        score: visit::Score,
    ) -> Result<()> {
        let unit = self.directory.hall(hall).ok_or(AppError::NotFound("hall"))?.unit.clone();
        self.authorise(Action::RateVisit, &Resource::counter(&self.directory.unit_path(&unit), None))?;
        self.need(rated, Kind::Visit).await?;
        if self.visit(rated).is_none_or(|visit| visit.hall != hall || visit.counter != code) {
            return Err(AppError::NotFound("visit"));
        }
        let is_latest = self.app.latest_visit(hall, code, self.day).await? == Some(rated);
        let within_ms = self.directory.rating_ms();
        self.decide_visit(rated, visit::Command::Rate(visit::Rate { score, is_latest, within_ms }))?;
        Ok(())
    }

    /// Notes in the visit under way what was done with a dossier.
    pub(crate) async fn touch(
        &mut self,
        at_counter: Option<&(String, String)>,
        dossier: StreamId,
        act: &'static str,
    ) -> Result<Option<StreamId>> {
        let Some((hall, code)) = at_counter else { return Ok(None) };
        let stream = counter::stream_of(hall, code);
        self.load(stream, Kind::Counter).await?;
        if self.counter(stream).is_some_and(|counter| counter.person != self.answerable().person()) {
            return refuse("not_your_counter");
        }
        let under_way = self.ensure_visit(stream).await?;
        self.decide_visit(under_way, visit::Command::Touch { dossier, act })?;
        Ok(Some(under_way))
    }
}

impl Command {
    /// The hall whose calls and bookings must not run at once with this one: an in-process courtesy that saves
    /// retries; correctness rests on versions.
    pub(crate) fn hall_lock(&self) -> Option<&str> {
        match self {
            Self::CallNext { hall, .. }
            | Self::CallNextAfter { hall, .. }
            | Self::BookAppointment { hall, .. } => Some(hall),
            // Nobody agrees to sit at two counters at once.
            Self::StandIn(asked) => Some(&asked.hall),
            _ => None,
        }
    }
}
