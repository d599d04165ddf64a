//! The crowd: what happens next, and whose turn it is.

use crate::dice::Dice;
use crate::wish::Wish;
use app::{Actor, App, AppError, Command, ManualClock};
use async_trait::async_trait;
use calendar::CalendarError;
use domain::catalogue::{Position, Role, UnitKind};
use domain::kernel::{CommandId, Millis, StreamId};
use jobs::{Deadlines, JobError};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::sync::Arc;

/// Told when an hour of the crowd's time has passed: the demo sends what waits in the outbox then.
#[async_trait]
pub trait Watcher: Send + Sync {
    /// The application's clock shows that hour.
    async fn hour_passed(&self);
}

/// The crowd could not go on.
#[derive(Debug, thiserror::Error)]
pub enum SimError {
    /// A command failed: not a refusal, those are part of life.
    #[error("a command of the crowd failed")]
    App(#[from] AppError),
    /// The clock's own facts could not be noted.
    #[error("what the clock says could not be noted")]
    Job(#[from] JobError),
    /// The calendar does not reach that far.
    #[error("the calendar does not reach that far")]
    Calendar(#[from] CalendarError),
}

/// What was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filled {
    /// Commands that were done.
    pub done: usize,
    /// Commands that were refused: people ask for what the rules do not allow.
    pub refused: usize,
    /// Dossiers received.
    pub received: usize,
    /// Results handed over.
    pub returned: usize,
}

/// Why somebody comes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Errand {
    /// To file something of this field group.
    File(String),
    /// To bring papers of a draft that was not complete.
    Complete(StreamId),
    /// To bring papers a dossier waits for.
    Supplement(StreamId),
    /// To collect a result.
    Collect(StreamId),
}

/// What happens at an instant.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum What {
    /// A hall opens for the day.
    Open(usize),
    /// Somebody arrives at a hall.
    Arrive(usize, Errand),
    /// A counter is free: hall, counter.
    Free(usize, usize),
    /// Somebody sits down at a counter and is served.
    Serve(usize, usize),
    /// Whoever has a dossier's step does it.
    Work(StreamId),
    /// An hour has passed.
    Hour,
    /// A hall closes for the day.
    Close(usize),
}

/// A counter with its officer.
#[derive(Clone, Debug)]
pub(crate) struct Desk {
    pub code: String,
    pub fields: Vec<String>,
    pub officer: Actor,
    /// Why the one who was called came.
    pub errand: Option<Errand>,
    /// Somebody was served here, and the visit goes on until the next call.
    pub visited: bool,
    pub open: bool,
}

/// A hall with its counters.
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

/// A crowd under way.
pub struct Crowd {
    pub(crate) app: App,
    clock: Arc<ManualClock>,
    pub(crate) dice: Dice,
    pub(crate) wish: Wish,
    pub(crate) places: Vec<Place>,
    queue: BinaryHeap<Reverse<(Millis, u64, What)>>,
    queued: u64,
    commands: u64,
    pub(crate) filled: Filled,
    deadlines: Deadlines,
}

impl Crowd {
    /// A crowd over an application that tells its time by this clock, and with ids from a counter.
    #[must_use]
    pub fn new(app: App, clock: Arc<ManualClock>, wish: Wish) -> Self {
        Self {
            deadlines: Deadlines::new(app.clone()),
            dice: Dice::new(wish.seed),
            places: Vec::new(),
            queue: BinaryHeap::new(),
            queued: 0,
            commands: 0,
            filled: Filled::default(),
            app,
            clock,
            wish,
        }
    }

    /// Fills the days asked for. `watcher` hears every hour.
    ///
    /// # Errors
    /// When a command fails, as opposed to being refused.
    pub async fn fill(mut self, watcher: Option<&dyn Watcher>) -> Result<Filled, SimError> {
        self.plan_days()?;
        while let Some(Reverse((at, _, what))) = self.queue.pop() {
            if at > self.wish.until {
                break;
            }
            self.clock.set(at);
            self.happen(what, watcher).await?;
        }
        self.clock.set(self.wish.until);
        self.deadlines.run_once().await?;
        Ok(self.filled)
    }

    async fn happen(&mut self, what: What, watcher: Option<&dyn Watcher>) -> Result<(), SimError> {
        match what {
            What::Open(place) => self.open(place).await,
            What::Arrive(place, errand) => self.arrive(place, errand).await,
            What::Free(place, desk) => self.call_next(place, desk).await,
            What::Serve(place, desk) => self.serve(place, desk).await,
            What::Work(dossier) => self.work(dossier).await,
            What::Close(place) => self.close(place).await,
            What::Hour => {
                self.deadlines.run_once().await?;
                if let Some(watcher) = watcher {
                    watcher.hour_passed().await;
                }
                Ok(())
            }
        }
    }

    /// Opening, arrivals over the day, closing, and the hours: for every working day that ends with the wish.
    fn plan_days(&mut self) -> Result<(), SimError> {
        let directory = self.app.directory();
        let calendar = directory.calendar();
        let mut day = calendar.local_date(self.wish.until);
        let mut days = Vec::new();
        while days.len() < usize::try_from(self.wish.days).expect("a few days") {
            if calendar.is_working_day(day) {
                days.push(day);
            }
            day = day.yesterday().map_err(|_| CalendarError::NotATime(day.to_string()))?;
        }
        days.reverse();
        if let Some(first) = days.first() {
            // Who works here is asked as of the first morning.
            self.clock.set(calendar.next_opening(calendar.midnight(*first))?);
        }
        self.places = self.wish.halls.iter().filter_map(|hall| self.place(hall)).collect();
        for day in days {
            let opening = calendar.next_opening(calendar.midnight(day))?;
            let closing = calendar.closing_of_day(opening)?;
            let hours = (closing - opening) / 3_600_000;
            (0..=hours).for_each(|hour| self.at(opening + hour * 3_600_000 + 60_000, What::Hour));
            for place in 0..self.places.len() {
                self.at(opening, What::Open(place));
                self.at(closing, What::Close(place));
                self.arrivals(place, opening, closing)?;
            }
        }
        self.late_comers();
        Ok(())
    }

    fn place(&self, code: &str) -> Option<Place> {
        let directory = self.app.directory();
        let hall = directory.halls_at(self.app.now()).find(|hall| hall.code == code)?;
        let on = directory.date(self.app.now());
        let actor = |held: &Position| Actor::Staff {
            person: held.person.clone(),
            position: held.code.clone(),
            unit: held.unit.clone(),
        };
        let officers = directory.catalogue().holders(&hall.unit, Role::Receiver, &on);
        let mut counters: Vec<_> = directory
            .catalogue()
            .counters_of(code)
            .into_iter()
            .filter(|counter| counter.kind != "cashier")
            .collect();
        // Where there are enough officers one gives results out; elsewhere whoever is free does.
        let returns = officers.len() >= 4;
        counters.retain(|counter| returns || counter.kind != "return");
        counters.sort_by_key(|counter| (counter.kind != "return", counter.number));
        let desks: Vec<Desk> = counters
            .into_iter()
            .zip(&officers)
            .map(|(counter, held)| Desk {
                code: counter.code.clone(),
                fields: counter.fields.clone(),
                officer: actor(held),
                errand: None,
                visited: false,
                open: false,
            })
            .collect();
        let cashiers = directory.catalogue().holders(&hall.unit, Role::Cashier, &on);
        let cashier = cashiers.first().filter(|_| hall.cashier_desk).map(|held| actor(held));
        let above = directory.unit(&hall.unit).and_then(|centre| directory.unit(&centre.parent));
        let level = match above.map(|above| above.kind) {
            Some(UnitKind::Commune) => "commune",
            Some(UnitKind::District) => "district",
            _ => "province",
        };
        (!desks.is_empty()).then(|| Place {
            hall: code.to_owned(),
            unit: hall.unit.clone(),
            level,
            cashier,
            desks,
            errands: BTreeMap::new(),
            last_call_at: 0,
        })
    }

    /// The last minutes bring more people than counters: whoever looks at the hall then sees a queue.
    fn late_comers(&mut self) {
        for place in 0..self.places.len() {
            let desks = self.places[place].desks.clone();
            for desk in desks {
                let Some(field) = desk.fields.iter().find(|field| *field != "return") else { continue };
                for _ in 0..self.dice.between(1, 3) {
                    let at = self.wish.until - self.dice.between(20_000, 8 * 60_000);
                    self.at(at, What::Arrive(place, Errand::File(field.clone())));
                }
            }
        }
    }

    /// More people in the morning than in the afternoon; nobody arrives in the last half hour.
    fn arrivals(&mut self, place: usize, opening: Millis, closing: Millis) -> Result<(), SimError> {
        let directory = self.app.directory();
        let desks = i64::try_from(self.places[place].desks.len()).expect("a few counters");
        let fields: Vec<String> = self.places[place]
            .desks
            .iter()
            .flat_map(|desk| desk.fields.iter().filter(|field| *field != "return").cloned())
            .collect();
        let worked = directory.calendar().working_ms_between(opening, closing)? - 1_800_000;
        for _ in 0..desks * self.wish.people_per_counter {
            let (one, other) = (self.dice.between(0, worked), self.dice.between(0, worked));
            let at = directory.calendar().add_working(opening, one.min(other).max(60_000))?;
            if let Some(field) = self.dice.pick(&fields).cloned() {
                self.at(at, What::Arrive(place, Errand::File(field)));
            }
        }
        Ok(())
    }

    /// Puts something on the list of what happens.
    pub(crate) fn at(&mut self, at: Millis, what: What) {
        self.queued += 1;
        self.queue.push(Reverse((at, self.queued, what)));
    }

    /// The same after so many minutes of working time: lunch and nights are not worked through.
    pub(crate) fn after_minutes(&mut self, minutes: i64, what: What) -> Result<(), SimError> {
        let at = self.app.directory().calendar().add_working(self.app.now(), minutes * 60_000)?;
        self.at(at, what);
        Ok(())
    }

    /// Hands a command in. A refusal is life and counted; a failure ends the run.
    pub(crate) async fn ask(
        &mut self,
        actor: &Actor,
        command: Command,
    ) -> Result<Option<app::Answer>, SimError> {
        self.commands += 1;
        let id = CommandId(format!("sim:{}:{}", self.wish.seed, self.commands));
        let name = command.name();
        match self.app.execute(actor, &id, command).await {
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
}
