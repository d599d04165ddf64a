//! Whoever runs a hall orders its counters about: opened for an officer, paused, closed, an officer moved to another one.

use crate::actor::Actor;
use crate::error::{AppError, Result};
use crate::work::Work;
use domain::counter::{self, Directed, Officer, Order, When};
use domain::kernel::{Kind, StreamId};
use policy::{Action, Resource};

impl Work<'_> {
    /// Opens a counter for an officer.
    pub(crate) async fn open_counter_for(&mut self, hall: String, code: String, person: &str) -> Result<()> {
        let stream = self.at_counter(&hall, &code, Action::DirectCounter).await?;
        let officer = self.officer(&hall, person, &code).await?;
        self.open_for(stream, (hall, code), officer, String::new())
    }

    /// Orders a counter paused, resumed, closed, or its officer moved to another one.
    pub(crate) async fn direct_counter(
        &mut self,
        hall: &str,
        code: &str,
        order: Order,
        when: When,
    ) -> Result<()> {
        let stream = self.at_counter(hall, code, Action::DirectCounter).await?;
        let before = self.counter(stream).cloned();
        let target = match &order {
            Order::Move { to } => {
                self.directory.counter(hall, to).ok_or(AppError::NotFound("counter"))?;
                Some(to.clone())
            }
            _ => None,
        };
        let by = self.actor.person().to_owned();
        let directed = Directed::Order { order, when };
        let decided = self.decide_counter(stream, counter::Command::Direct { directed, by })?;
        let (Some(to), Some(before)) = (target, before) else { return Ok(()) };
        if decided == 0 {
            return Ok(());
        }
        let goes_now = self.counter(stream).is_some_and(|counter| counter.pending().is_none());
        let other = counter::stream_of(hall, &to);
        self.load(other, Kind::Counter).await?;
        if goes_now {
            return self.seat_at(other, &before, to);
        }
        match self.taken_by_other(other, &before.person) {
            Some(refusal) => Err(AppError::Refused(refusal)),
            None => Ok(()),
        }
    }

    /// Takes an order back that waits for the person to go.
    pub(crate) async fn withdraw_order(&mut self, hall: &str, code: &str) -> Result<()> {
        let stream = self.at_counter(hall, code, Action::DirectCounter).await?;
        let by = self.actor.person().to_owned();
        self.decide_counter(stream, counter::Command::Direct { directed: Directed::Withdraw, by })?;
        Ok(())
    }

    /// Frees a counter; what was ordered or agreed for then happens with it.
    pub(crate) async fn free_counter(&mut self, stream: StreamId) -> Result<()> {
        let Some(before) = self.counter(stream).cloned() else { return Ok(()) };
        let to = match before.pending() {
            Some(Order::Move { to }) => Some(to.clone()),
            _ => None,
        };
        let Some(to) = to else {
            self.decide_counter(stream, counter::Command::Free)?;
            return self.seat_heir(stream).await;
        };
        let other = counter::stream_of(&before.hall, &to);
        self.load(other, Kind::Counter).await?;
        let is_taken = self.taken_by_other(other, &before.person).is_some();
        if is_taken {
            self.decide_counter(stream, counter::Command::Lapse)?;
        }
        self.decide_counter(stream, counter::Command::Free)?;
        if is_taken { self.seat_heir(stream).await } else { self.seat_at(other, &before, to) }
    }

    /// Opens the other counter for whoever sat at this one. The order was given before, and whether it may be is not asked again.
    fn seat_at(&mut self, other: StreamId, before: &counter::State, to: String) -> Result<()> {
        let ordered = before.ordered.as_ref().filter(|_| before.pending().is_some());
        let by = ordered.map_or_else(|| self.actor.person().to_owned(), |ordered| ordered.by.clone());
        let officer = Officer {
            person: before.person.clone(),
            position: before.position.clone(),
            may_serve: true,
            away: false,
            elsewhere: None,
        };
        self.opened_by(other, (before.hall.clone(), to), officer, before.code.clone(), by)
    }

    fn open_for(
        &mut self,
        stream: StreamId,
        at: (String, String),
        officer: Officer,
        from: String,
    ) -> Result<()> {
        let by = self.actor.person().to_owned();
        self.opened_by(stream, at, officer, from, by)
    }

    fn opened_by(
        &mut self,
        stream: StreamId,
        (hall, code): (String, String),
        officer: Officer,
        from: String,
        by: String,
    ) -> Result<()> {
        let number = self.directory.counter(&hall, &code).ok_or(AppError::NotFound("counter"))?.number;
        let directed = Directed::Open { hall, code, number, officer, from };
        self.decide_counter(stream, counter::Command::Direct { directed, by })?;
        Ok(())
    }

    /// The refusal that somebody else sits there.
    fn taken_by_other(&self, stream: StreamId, person: &str) -> Option<domain::kernel::Refusal> {
        let there = self.counter(stream)?;
        let is_taken = there.status != counter::Status::Closed && there.person != person;
        is_taken.then(|| counter::held_by_other(there))
    }

    /// Facts about somebody a counter is to be opened for.
    pub(super) async fn officer(&self, hall: &str, person: &str, code: &str) -> Result<Officer> {
        let position = self.directory.position_of(person, self.now).unwrap_or_default();
        let unit = self.directory.unit_of(person, self.now).unwrap_or_default();
        let hall_unit = self.directory.hall(hall).ok_or(AppError::NotFound("hall"))?.unit.clone();
        let actor = Actor::Staff { person: person.to_owned(), position: position.clone(), unit };
        let closed = Resource::counter(&self.directory.unit_path(&hall_unit), None);
        let may_serve = self.app.decide_policy(&actor, Action::OpenCounter, &closed, self.now).allowed;
        let sits_at = self.app.counter_of(person).await?;
        let elsewhere = sits_at
            .filter(|at| *at != (hall.to_owned(), code.to_owned()))
            .and_then(|(hall, code)| Some(self.directory.counter(&hall, &code)?.number));
        let away = self.directory.catalogue().substitute(person, self.now).is_some();
        Ok(Officer { person: person.to_owned(), position, may_serve, away, elsewhere })
    }
}
