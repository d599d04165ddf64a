//! Làn: one part of the crowd with a clock, a random source and ids of its own.
//!
//! Counters that share people are one lane, and dossiers behind the counters are dealt out to a few. Within an hour lanes are worked
//! out side by side; what one has for another (a dossier received, a result to be collected) changes hands when the hour ends.

use crate::crowd::{Errand, Filled, SimError, What};
use crate::ways::Ways;
use app::{Actor, App, AppError, Command, ManualClock};
use domain::kernel::{CommandId, Millis, StreamId};
use plan::Dice;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};
use std::sync::Arc;

/// How often a command that failed is handed in again.
const TRIES: u32 = 6;

/// A counter with its officer.
#[derive(Clone, Debug)]
pub(crate) struct Desk {
    pub code: String,
    pub fields: Vec<String>,
    pub officer: Actor,
    /// Percent of the ordinary time.
    pub skill: i64,
    /// Why the one who was called came.
    pub errand: Option<Errand>,
    /// Somebody was served here, and the visit goes on until the next call.
    pub visited: bool,
    /// The visit that goes on here, until its person has said how it was or has gone.
    pub asked: Option<StreamId>,
    pub open: bool,
}

/// Counters of a hall that serve the same people.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub hall: String,
    pub unit: String,
    /// `province`, `district` or `commune`: which procedures are received here.
    pub level: &'static str,
    /// Who takes the money, where the receiving officer does not.
    pub cashier: Option<Actor>,
    pub desks: Vec<Desk>,
    /// For each waiting ticket the field group it waits for and why its holder came.
    pub errands: BTreeMap<StreamId, (String, Errand)>,
    /// Nobody is called to a counter any more on that day.
    pub last_call_at: Millis,
}

impl Place {
    pub fn serves(&self, field: &str) -> bool {
        self.desks.iter().any(|desk| desk.fields.iter().any(|served| served == field))
    }
}

/// Whom something is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum To {
    /// The counters of a hall that take this field.
    Counters { unit: String, field: String },
    /// Whoever works on this dossier.
    Work(StreamId),
}

/// What one lane has for another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Passed {
    pub to: To,
    pub at: Millis,
    pub what: What,
}

/// One part of the crowd.
pub(crate) struct Lane {
    pub app: App,
    pub clock: Arc<ManualClock>,
    pub dice: Dice,
    pub ways: Arc<Ways>,
    /// Where it is at work; none for those behind the counters.
    pub place: Option<Place>,
    /// What it has for others.
    pub passed: Vec<Passed>,
    pub filled: Filled,
    /// The instant at which the history ends.
    pub until: Millis,
    /// Things go wrong: see [`crate::Wish::faults`].
    pub faults: bool,
    /// People whom visitors play: they are left alone.
    pub played: Arc<BTreeSet<String>>,
    pub name: String,
    queue: BinaryHeap<Reverse<(Millis, u64, What)>>,
    queued: u64,
    commands: u64,
}

impl Lane {
    pub fn new(
        app: App,
        clock: Arc<ManualClock>,
        name: String,
        dice: Dice,
        ways: Arc<Ways>,
        until: Millis,
    ) -> Self {
        Self {
            app,
            clock,
            dice,
            ways,
            place: None,
            passed: Vec::new(),
            filled: Filled::default(),
            until,
            faults: false,
            played: Arc::default(),
            name,
            queue: BinaryHeap::new(),
            queued: 0,
            commands: 0,
        }
    }

    /// Lives through everything that happens up to an instant.
    pub async fn live_until(&mut self, until: Millis) -> Result<(), SimError> {
        while let Some(Reverse((at, ..))) = self.queue.peek()
            && *at <= until
        {
            if let Some(Reverse((at, _, what))) = self.queue.pop() {
                let wrong_by = self.jump();
                self.clock.set(at + wrong_by);
                self.happen(what).await?;
            }
        }
        self.clock.set(until);
        Ok(())
    }

    /// How far the clock is wrong: now and then by hours, in either direction.
    fn jump(&mut self) -> Millis {
        if self.faults && self.dice.chance(1) { self.dice.between(-180, 180) * 60_000 } else { 0 }
    }

    async fn happen(&mut self, what: What) -> Result<(), SimError> {
        match what {
            What::Morning => self.morning(),
            What::Open => self.open().await,
            What::Online(code, publisher) => self.online(code, publisher).await,
            What::Arrive(errand) => self.arrive(errand).await,
            What::Free(desk) => self.call_next(desk).await,
            What::Serve(desk) => self.serve(desk).await,
            What::Plan(dossier) => {
                self.expect_petition(dossier).await?;
                self.plan_step(dossier).await
            }
            What::Complain { dossier, late } => self.complain(dossier, late).await,
            What::Answer(dossier) => self.answer(dossier).await,
            What::Work(dossier) => self.work(dossier).await,
            What::Close => self.close().await,
        }
    }

    /// Puts something on the list of what happens here.
    pub fn at(&mut self, at: Millis, what: What) {
        self.queued += 1;
        self.queue.push(Reverse((at, self.queued, what)));
    }

    /// The same after so many minutes of working time: lunch and nights are not worked through.
    pub fn after_minutes(&mut self, minutes: i64, what: What) -> Result<(), SimError> {
        let at = self.in_minutes(minutes)?;
        self.at(at, what);
        Ok(())
    }

    /// The instant after so many minutes of working time.
    pub fn in_minutes(&self, minutes: i64) -> Result<Millis, SimError> {
        Ok(self.app.directory().calendar().add_working(self.app.now(), minutes * 60_000)?)
    }

    /// Minutes drawn between two.
    pub fn minutes(&mut self, [least, most]: [i64; 2]) -> i64 {
        self.dice.between(least, most)
    }

    /// Has something for another lane, or for itself should it be the one.
    pub fn pass(&mut self, to: To, at: Millis, what: What) {
        self.passed.push(Passed { to, at, what });
    }

    /// True for people whom a visitor plays.
    pub fn is_played(&self, actor: &Actor) -> bool {
        self.played.contains(actor.person())
    }

    /// The name all lanes of the crowd share: what happens to everybody on a day is drawn with it.
    pub fn seed_name(&self) -> String {
        self.name.split(':').take(2).collect::<Vec<_>>().join(":")
    }

    /// Hands a command in. A refusal is life and counted; a failure ends the run.
    pub async fn ask(&mut self, actor: &Actor, command: Command) -> Result<Option<app::Answer>, SimError> {
        self.commands += 1;
        let id = CommandId(format!("{}:{}", self.name, self.commands));
        let name = command.name();
        match self.handed_in(actor, &id, command).await? {
            Ok(answer) => {
                self.filled.done += 1;
                Ok(Some(answer))
            }
            Err(AppError::Refused(refusal)) => {
                tracing::debug!(command = name, code = refusal.code, violations = ?refusal.violations, "refused");
                self.filled.refused += 1;
                Ok(None)
            }
            Err(AppError::Forbidden { why, rule }) => {
                tracing::debug!(command = name, why, rule, actor = actor.word(), "forbidden");
                self.filled.refused += 1;
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Once; where things go wrong, again after a failure, and now and then again although it was done.
    async fn handed_in(
        &mut self,
        actor: &Actor,
        id: &CommandId,
        command: Command,
    ) -> Result<app::Result<app::Answer>, SimError> {
        if !self.faults {
            return Ok(self.app.execute(actor, id, command).await);
        }
        let mut tries = 0;
        let answer = loop {
            match self.app.execute(actor, id, command.clone()).await {
                Err(AppError::Store(error)) if tries < TRIES => {
                    tracing::debug!(%error, command = command.name(), "failed, handed in again");
                    tries += 1;
                }
                Err(error) => return Ok(Err(error)),
                Ok(answer) => break answer,
            }
        };
        if self.dice.chance(2) {
            let again = self.app.execute(actor, id, command.clone()).await;
            let same = again.as_ref().is_ok_and(|again| {
                let as_before = app::Answer { already: answer.already, seq: answer.seq, ..again.clone() };
                again.already && as_before == answer
            });
            if !same {
                return Err(SimError::Twice(command.name(), format!("{answer:?}, then {again:?}")));
            }
        }
        Ok(Ok(answer))
    }
}
