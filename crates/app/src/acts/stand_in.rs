//! Trực thay: an officer gives her counter to a colleague for a while, with whoever is at it, and gets it back.

use crate::command::stand_in::{Relief, StandIn};
use crate::error::{AppError, Result};
use crate::queries::drafts::{INTAKE_ASIDE, INTAKE_FORM};
use crate::work::Work;
use domain::counter::{self, Standing, Status};
use domain::kernel::{Kind, Millis, StreamId};
use domain::visit;
use policy::{Action, Resource};
use store::DraftMove;

const DAY_MS: Millis = 86_400_000;

impl Work<'_> {
    pub(crate) async fn stand_in(&mut self, asked: StandIn) -> Result<()> {
        let StandIn { hall, counter: code, ask } = asked;
        self.directory.counter(&hall, &code).ok_or(AppError::NotFound("counter"))?;
        let stream = counter::stream_of(&hall, &code);
        self.load(stream, Kind::Counter).await?;
        let unit = self.directory.hall(&hall).ok_or(AppError::NotFound("hall"))?.unit.clone();
        let whose = self.whose_it_is_to_say(stream, &ask);
        let resource = Resource::counter(&self.directory.unit_path(&unit), whose.as_deref());
        self.authorise(Action::StandIn, &resource)?;
        let by = self.answerable().person().to_owned();
        let standing = match ask {
            Relief::Offer { to, until, together } => {
                let calendar = self.directory.calendar();
                let day_ends = calendar.midnight(calendar.local_date(self.now)) + DAY_MS;
                let colleague = self.officer(&hall, &to, &code).await?;
                Standing::Offer { colleague, until, day_ends, together }
            }
            Relief::Accept => Standing::Accept { colleague: self.officer(&hall, &by, &code).await? },
            Relief::Withdraw => Standing::Withdraw { by },
            Relief::Return => {
                let lent = self.counter(stream).and_then(|counter| counter.stand_in.as_ref());
                let owner = lent.map_or_else(|| by.clone(), |one| one.instead_of.clone());
                Standing::Return { by, officer: self.officer(&hall, &owner, &code).await? }
            }
        };
        self.seat(stream, standing).await
    }

    /// The officer at the counter; for an answer whoever was asked; for a return whose counter it is, too.
    fn whose_it_is_to_say(&self, stream: StreamId, ask: &Relief) -> Option<String> {
        let counter = self.counter(stream).filter(|counter| counter.status != Status::Closed)?;
        let offered = counter.offer.as_ref().map(|offer| &offer.to);
        let owner = counter.stand_in.as_ref().map(|one| &one.instead_of);
        let me = |person: &&String| *person == self.actor.person();
        let other = match ask {
            Relief::Accept => offered,
            Relief::Withdraw => offered.filter(me),
            Relief::Return => owner.filter(me),
            Relief::Offer { .. } => None,
        };
        Some(other.unwrap_or(&counter.person).clone())
    }

    /// Somebody is to sit down now that whoever was at the counter has gone.
    pub(crate) async fn seat_heir(&mut self, stream: StreamId) -> Result<()> {
        let Some(counter) = self.counter(stream) else { return Ok(()) };
        let Some(heir) = counter.heir().cloned() else { return Ok(()) };
        let (hall, code) = (counter.hall.clone(), counter.code.clone());
        let officer = self.officer(&hall, &heir, &code).await?;
        self.seat(stream, Standing::Seat { officer }).await
    }

    /// Decides who sits there. Whoever is being served goes on with whoever sits there then, and so does what is typed for them.
    async fn seat(&mut self, stream: StreamId, standing: Standing) -> Result<()> {
        let before = self.counter(stream).map(|counter| counter.person.clone()).unwrap_or_default();
        self.decide_counter(stream, counter::Command::Stand(standing))?;
        let Some(counter) = self.counter(stream).filter(|counter| counter.person != before) else {
            return Ok(());
        };
        let (person, Some(current)) = (counter.person.clone(), counter.current.clone()) else {
            return Ok(());
        };
        if let Some(under_way) = current.visit {
            self.need(under_way, Kind::Visit).await?;
            self.decide_visit(under_way, visit::Command::PassOn { person: person.clone() })?;
        }
        let (form, aside) = (INTAKE_FORM.to_owned(), INTAKE_ASIDE.to_owned());
        self.ledger.draft(DraftMove { from: before, to: person, form, aside });
        Ok(())
    }
}
