//! One command on its way: what it reads, who it is allowed to, what it decides.

use crate::act::Ledger;
use crate::actor::Actor;
use crate::directory::Directory;
use crate::error::{AppError, Result};
use crate::subject::SubjectData;
use crate::{Answer, App};
use domain::dossier::Party;
use domain::kernel::{Kind, Millis, Refusal, StreamId, SubjectId};
use domain::{
    State, announcement, appointment, arrival, counter, delegation, dossier, gate, handover, message, pad,
    payment, petition, post, report, ticket, visit,
};
use policy::{Action, Resource};
use std::sync::Arc;

/// Everything one command works with.
pub(crate) struct Work<'a> {
    pub app: &'a App,
    pub actor: &'a Actor,
    /// The person a machine acts for: whoever of its post has the step or the counter.
    pub stood_for: Option<Actor>,
    pub directory: Arc<Directory>,
    pub now: Millis,
    /// Local date of `now` as `yyyymmdd`.
    pub day: i64,
    pub ledger: Ledger,
    /// The policy that allowed it.
    pub rule: String,
    /// Position it was allowed in: not always the one acted in.
    pub position: String,
    /// Position on whose behalf, of no length in one's own.
    pub on_behalf_of: String,
    /// Code of the assignment, delegation or order that lets it be done there.
    pub authority: Option<String>,
    pub answer: Answer,
    /// Edited rows that follow from it, kept once it is decided: who is away is catalogue, not history.
    pub edits: Vec<store::CatalogueRow>,
    /// Why they are edited.
    pub edited_because: String,
}

macro_rules! aggregate_access {
    ($get:ident, $module:ident, $variant:ident) => {
        /// The state on the table, none before its first event.
        pub(crate) fn $get(&self, stream: StreamId) -> Option<&$module::State> {
            match self.ledger.state(stream) {
                State::$variant(state) => state.as_deref(),
                _ => None,
            }
        }
    };
}

impl Work<'_> {
    aggregate_access!(ticket, ticket, Ticket);
    aggregate_access!(visit, visit, Visit);
    aggregate_access!(dossier, dossier, Dossier);
    aggregate_access!(payment, payment, Payment);
    aggregate_access!(message, message, Message);
    aggregate_access!(counter, counter, Counter);
    aggregate_access!(report, report, Report);
    aggregate_access!(petition, petition, Petition);
    aggregate_access!(appointment, appointment, Appointment);
    aggregate_access!(arrival, arrival, Arrival);
    aggregate_access!(gate, gate, Gate);
    aggregate_access!(pad, pad, Pad);
    aggregate_access!(announcement, announcement, Announcement);
    aggregate_access!(handover_list, handover, Handover);
    aggregate_access!(post_on_day, post, Post);
    aggregate_access!(delegation, delegation, Delegation);

    /// Puts a stream on the table as it is now; one that does not exist yet is empty.
    pub(crate) async fn load(&mut self, stream: StreamId, kind: Kind) -> Result<()> {
        if self.ledger.has(stream) {
            return Ok(());
        }
        let loaded = self.app.store().load(self.app.tenant(), &[stream]).await?.pop().flatten();
        match loaded {
            Some(found) if found.kind == kind => self.ledger.put(stream, found.version, found.state),
            Some(_) => return Err(AppError::NotFound(kind.word())),
            None => self.ledger.put(stream, 0, State::empty(kind)),
        }
        Ok(())
    }

    /// Puts a stream on the table that must exist.
    pub(crate) async fn need(&mut self, stream: StreamId, kind: Kind) -> Result<()> {
        self.load(stream, kind).await?;
        match self.ledger.state(stream) {
            state if *state == State::empty(kind) => Err(AppError::NotFound(kind.word())),
            _ => Ok(()),
        }
    }

    /// A dossier that must exist, put on the table.
    pub(crate) async fn need_dossier(&mut self, stream: StreamId) -> Result<&dossier::State> {
        self.need(stream, Kind::Dossier).await?;
        Ok(self.dossier(stream).expect("it was needed and is there"))
    }

    /// A new stream of that kind, on the table.
    pub(crate) fn begin(&mut self, kind: Kind) -> StreamId {
        let stream = self.app.ids().stream();
        self.ledger.put(stream, 0, State::empty(kind));
        stream
    }

    /// One policy decision for the command; its answer goes into every event's envelope.
    pub(crate) fn authorise(&mut self, action: Action, resource: &Resource) -> Result<()> {
        let stood_for = self.directory.stood_for(self.actor, resource.holder(), self.now);
        let asker = stood_for.as_ref().unwrap_or(self.actor);
        let decision = self.app.decide_policy(asker, action, resource, self.now);
        if !decision.allowed {
            return Err(AppError::Forbidden { why: decision.why, rule: decision.rule });
        }
        self.rule = decision.rule;
        self.position =
            if decision.position.is_empty() { asker.position().to_owned() } else { decision.position };
        self.on_behalf_of = decision.on_behalf_of.unwrap_or_default();
        self.authority = decision.authority;
        self.stood_for = stood_for;
        Ok(())
    }

    /// Who answers for it: the one who asks, or the person a machine acts for.
    pub(crate) fn answerable(&self) -> &Actor {
        self.stood_for.as_ref().unwrap_or(self.actor)
    }

    /// Who acts, as the domain sees it.
    pub(crate) fn by(&self) -> dossier::By {
        dossier::By {
            person: self.answerable().person().to_owned(),
            position: self.position.clone(),
            unit: self
                .directory
                .unit_of_position(&self.position)
                .unwrap_or_else(|| self.actor.unit().to_owned()),
        }
    }

    /// Writes personal data as a new version of a subject; events get only the id, the version and the digest.
    pub(crate) async fn write_subject(
        &mut self,
        subject: Option<SubjectId>,
        mut data: SubjectData,
    ) -> Result<Party> {
        let (id, version) = match subject {
            Some(id) => (id, self.app.subject_version(id).await? + 1),
            None => (self.app.ids().subject(), 1),
        };
        data.salt = self.app.ids().token();
        let party = data.party(id, version);
        self.ledger.subject(data.write(id, version, &party.digest));
        Ok(party)
    }

    /// Decides for a dossier with the facts of its own plan.
    pub(crate) fn decide_dossier(&mut self, stream: StreamId, command: dossier::Command) -> Result<usize> {
        let plan = match &command {
            dossier::Command::Intake { plan, .. } => (**plan).clone(),
            dossier::Command::Correct { correct: dossier::Correct::Procedure(plan), .. } => (**plan).clone(),
            _ => self.dossier(stream).ok_or(AppError::NotFound("dossier"))?.plan.clone(),
        };
        let ruled_by = dossier::ruled_by(self.dossier(stream), &command, self.now);
        let decide =
            |facts: &dossier::Facts<'_>, now| dossier::decide(self.dossier(stream), command, facts, now);
        let decided = self.with_facts(&plan, ruled_by, decide)?;
        Ok(self.ledger.decided(stream, decided)?)
    }

    /// What a dossier of this plan is decided with, at the instant of this command, by the rules of the instant it was received.
    pub(crate) fn with_facts<T>(
        &self,
        plan: &dossier::Plan,
        received: Millis,
        decide: impl FnOnce(&dossier::Facts<'_>, Millis) -> T,
    ) -> Result<T> {
        let setting = self.directory.dossier_setting(plan, received)?;
        let assignees = self.directory.assignees(plan, self.now);
        let facts = dossier::Facts {
            calendar: &setting.calendar,
            reading: &setting.reading,
            rules: &setting.rules,
            day: self.day,
            assignees: &assignees,
        };
        Ok(decide(&facts, self.now))
    }

    /// Decides for a counter on the table.
    pub(crate) fn decide_counter(&mut self, stream: StreamId, command: counter::Command) -> Result<usize> {
        let decided = counter::decide(self.counter(stream), command, self.now);
        Ok(self.ledger.decided(stream, decided)?)
    }

    /// Decides for a ticket on the table.
    pub(crate) fn decide_ticket(&mut self, stream: StreamId, command: ticket::Command) -> Result<usize> {
        let rules = self.directory.queue_rules();
        let decided = ticket::decide(self.ticket(stream), command, rules, self.now);
        Ok(self.ledger.decided(stream, decided)?)
    }

    /// Decides for a visit on the table.
    pub(crate) fn decide_visit(&mut self, stream: StreamId, command: visit::Command) -> Result<usize> {
        let decided = visit::decide(self.visit(stream), command, self.now);
        Ok(self.ledger.decided(stream, decided)?)
    }

    /// Decides for a payment on the table.
    pub(crate) fn decide_payment(&mut self, stream: StreamId, command: payment::Command) -> Result<usize> {
        let decided = payment::decide(self.payment(stream), command, self.now);
        Ok(self.ledger.decided(stream, decided)?)
    }

    /// Decides for a message on the table.
    pub(crate) fn decide_message(&mut self, stream: StreamId, command: message::Command) -> Result<usize> {
        let decided = message::decide(self.message(stream), command, self.now);
        Ok(self.ledger.decided(stream, decided)?)
    }
}

/// A refusal of one code.
pub(crate) fn refuse<T>(code: &str) -> Result<T> {
    Err(AppError::Refused(Refusal::new(code)))
}
