//! The crowd: lanes that live through the same hours side by side, and what changes hands between them.

use crate::counter::received_here;
use crate::lane::{Desk, Lane, Passed, Place, To};
use crate::ways::Ways;
use crate::wish::Wish;
use app::{Actor, App, AppError, IdSource, ManualClock};
use async_trait::async_trait;
use calendar::CalendarError;
use domain::catalogue::{Position, Role, UnitKind};
use domain::kernel::{Millis, StreamId};
use jobs::{Abreast, Deadlines, JobError};
use plan::Dice;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use store::Rounds;
use tokio::task::JoinSet;

/// Told when an hour of the crowd's time has passed: the demo sends what waits in the outbox then.
#[async_trait]
pub trait Watcher: Send + Sync {
    /// The application's clock shows that hour; so much of the history is filled, in thousandths.
    async fn hour_passed(&self, filled: i64);
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
    /// What was handed in twice was done twice, or differently.
    #[error("{0} was handed in twice and answered differently: {1}")]
    Twice(&'static str, String),
    /// A lane ended before its time.
    #[error("a part of the crowd ended before its time")]
    Lane(#[from] tokio::task::JoinError),
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

impl std::ops::AddAssign for Filled {
    fn add_assign(&mut self, other: Self) {
        self.done += other.done;
        self.refused += other.refused;
        self.received += other.received;
        self.returned += other.returned;
    }
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
    /// A working day begins at a place: who will come is decided.
    Morning,
    /// A place opens for the day.
    Open,
    /// Somebody files from home: a procedure's code and publisher. It is received when an officer looks.
    Online(String, String),
    /// Somebody arrives.
    Arrive(Errand),
    /// A counter is free.
    Free(usize),
    /// Somebody sits down at a counter and is served.
    Serve(usize),
    /// It is decided when a dossier's step will be done.
    Plan(StreamId),
    /// Whoever has a dossier's step does it.
    Work(StreamId),
    /// An applicant says what is wrong.
    Complain {
        /// The dossier.
        dossier: StreamId,
        /// Only should it be late.
        late: bool,
    },
    /// Whoever leads the unit answers what was said about a dossier.
    Answer(StreamId),
    /// A place closes for the day.
    Close,
}

/// Dossiers behind the counters are dealt out to so many lanes.
const BEHIND: usize = 24;
/// Facts of the clock noted at once.
const ABREAST: usize = 32;
/// How often what the clock says is noted again where things go wrong: each fact may fail twice.
const DEADLINE_TRIES: usize = 40;
/// Ids of lanes: none of a server's.
const FIRST_NODE: i64 = 900;

/// Which row of the store's rounds.
const FRONT: usize = 0;
const BACK: usize = 1;

/// A crowd under way.
pub struct Crowd {
    app: App,
    clock: Arc<ManualClock>,
    pub(crate) wish: Wish,
    rounds: Arc<Rounds>,
    /// Those at counters first, then those behind them.
    pub(crate) lanes: Vec<Lane>,
    pub(crate) fronts: usize,
    deadlines: Deadlines,
}

impl Crowd {
    /// A crowd over an application that tells its time by this clock, and with ids from a counter.
    #[must_use]
    pub fn new(app: App, clock: Arc<ManualClock>, wish: Wish) -> Self {
        let rounds = Arc::new(Rounds::default());
        let abreast = Abreast::in_rounds(&app, &rounds, ABREAST, FIRST_NODE + 60);
        Self {
            deadlines: Deadlines::new(app.clone()).abreast(abreast),
            lanes: Vec::new(),
            fronts: 0,
            rounds,
            app,
            clock,
            wish,
        }
    }

    /// Fills the days asked for. `watcher` hears every hour.
    ///
    /// # Errors
    /// When a command fails, as opposed to being refused.
    pub async fn fill(&mut self, watcher: Option<&dyn Watcher>) -> Result<Filled, SimError> {
        let days = self.days()?;
        let directory = self.app.directory();
        let calendar = directory.calendar();
        if let Some(first) = days.first() {
            // Who works here is asked as of the first morning.
            self.clock.set(calendar.next_opening(calendar.midnight(*first))?);
        }
        self.begin();
        let all = i64::try_from(days.len()).expect("a few days");
        for (number, day) in (0..).zip(days) {
            let opening = calendar.next_opening(calendar.midnight(day))?;
            let closing = calendar.closing_of_day(opening)?;
            for lane in self.lanes.iter_mut().take(self.fronts) {
                lane.at(opening, What::Morning);
            }
            if closing >= self.wish.until {
                self.late_comers();
            }
            let hours = (closing - opening) / 3_600_000;
            let (ends, until) =
                ((0..=hours + 1).map(|hour| opening + hour * 3_600_000 + 60_000), self.wish.until);
            for hour in ends.take_while(|hour| *hour < until) {
                self.hour(hour).await?;
                if let Some(watcher) = watcher {
                    watcher.hour_passed(number * 1000 / all).await;
                }
            }
        }
        self.hour(self.wish.until).await?;
        Ok(self.filled())
    }

    /// What was done so far.
    #[must_use]
    pub fn filled(&self) -> Filled {
        let mut all = Filled::default();
        self.lanes.iter().for_each(|lane| all += lane.filled);
        all
    }

    /// Everybody lives through an hour; then papers change hands and the clock's own facts are noted.
    async fn hour(&mut self, until: Millis) -> Result<(), SimError> {
        self.rounds.begin([self.fronts, self.lanes.len() - self.fronts]);
        let mut living = JoinSet::new();
        for (number, mut lane) in self.lanes.drain(..).enumerate() {
            let (rounds, row) = (Arc::clone(&self.rounds), if number < self.fronts { FRONT } else { BACK });
            living.spawn(async move {
                let lived = lane.live_until(until).await;
                rounds.rest(row);
                lived.map(|()| (number, lane))
            });
        }
        let mut lanes = BTreeMap::new();
        while let Some(lived) = living.join_next().await {
            let (number, lane) = lived??;
            lanes.insert(number, lane);
        }
        self.lanes.extend(lanes.into_values());
        self.deal(until);
        self.clock.set(until);
        let mut tries = 0;
        while let Err(error) = self.deadlines.run_once().await {
            if !self.wish.faults || tries == DEADLINE_TRIES {
                return Err(error.into());
            }
            tries += 1;
        }
        self.kept().await?;
        let app = self.app.clone();
        self.carry_papers(&app, until, &BTreeSet::new()).await?;
        self.kept().await
    }

    /// Whatever lanes wrote can be read by others, and stays.
    async fn kept(&self) -> Result<(), SimError> {
        let kept = self.app.store().commit_gathered(self.app.tenant()).await;
        Ok(kept.map_err(AppError::from)?)
    }

    /// What lanes have for each other changes hands.
    pub(crate) fn deal(&mut self, now: Millis) {
        let passed: Vec<Passed> =
            self.lanes.iter_mut().flat_map(|lane| std::mem::take(&mut lane.passed)).collect();
        for Passed { to, at, what } in passed {
            let lane = match &to {
                To::Work(dossier) => self.behind(*dossier),
                To::Counters { unit, field } => self.counters(unit, field, &what),
            };
            if let Some(lane) = lane {
                lane.at(at.max(now + 1000), what);
            }
        }
    }

    fn behind(&mut self, dossier: StreamId) -> Option<&mut Lane> {
        let back = self.lanes.get_mut(self.fronts..)?;
        let place = usize::try_from(dossier.0).ok()?.checked_rem(back.len())?;
        back.get_mut(place)
    }

    /// Counters that take that field; where none does, any other will do.
    fn counters(&mut self, unit: &str, field: &str, what: &What) -> Option<&mut Lane> {
        let at = |lane: &Lane, serves: bool| {
            lane.place.as_ref().is_some_and(|place| place.unit == unit && (!serves || place.serves(field)))
        };
        let lanes = self.lanes.get_mut(..self.fronts)?;
        let all = |serves: bool| {
            let fits = |number: &usize| lanes.get(*number).is_some_and(|lane| at(lane, serves));
            (0..lanes.len()).filter(fits).collect::<Vec<usize>>()
        };
        let mut found = all(true);
        if found.is_empty() {
            found = all(false);
        }
        let share = match what {
            What::Arrive(Errand::Collect(dossier) | Errand::Supplement(dossier)) => dossier.0,
            _ => 0,
        };
        let chosen = usize::try_from(share).ok()?.checked_rem(found.len())?;
        lanes.get_mut(*found.get(chosen)?)
    }

    /// The working days that end with the wish.
    fn days(&self) -> Result<Vec<jiff::civil::Date>, SimError> {
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
        Ok(days)
    }

    /// Everybody takes their place.
    pub(crate) fn begin(&mut self) {
        let halls = self.wish.halls.clone();
        let places: Vec<Place> = halls.iter().flat_map(|hall| self.places(hall)).collect();
        self.fronts = places.len();
        let ways = Arc::new(self.wish.ways.clone());
        let behind = if places.is_empty() { 0 } else { BEHIND };
        let places = places.into_iter().map(Some).chain((0..behind).map(|_| None));
        for (number, place) in places.enumerate() {
            let (row, seat) =
                if number < self.fronts { (FRONT, number) } else { (BACK, number - self.fronts) };
            let clock = Arc::new(ManualClock::at(self.app.now()));
            let node = FIRST_NODE + i64::try_from(number).expect("a few lanes");
            let store = self.app.store().in_rounds(&self.rounds, row, seat);
            let app = self.app.lane(clock.clone(), IdSource::counting(node), store);
            let name = format!("sim:{}:{number}", self.wish.seed);
            let dice = Dice::of(&name);
            let mut lane = Lane::new(app, clock, name, dice, Arc::clone(&ways), self.wish.until);
            lane.place = place;
            lane.faults = self.wish.faults;
            self.lanes.push(lane);
        }
    }

    /// A hall's counters with their officers, those together that serve the same people.
    fn places(&self, code: &str) -> Vec<Place> {
        let Some(hall) = self.hall(code) else { return Vec::new() };
        let mut places: Vec<Place> = Vec::new();
        for desk in hall.desks.clone() {
            let (mut together, apart): (Vec<Place>, Vec<Place>) =
                places.into_iter().partition(|place| desk.fields.iter().any(|field| place.serves(field)));
            let mut place = Place { desks: Vec::new(), ..hall.clone() };
            together.iter_mut().for_each(|other| place.desks.append(&mut other.desks));
            place.desks.push(desk);
            places = apart;
            places.push(place);
        }
        places
    }

    fn hall(&self, code: &str) -> Option<Place> {
        let directory = self.app.directory();
        let hall = directory.halls_at(self.app.now()).find(|hall| hall.code == code)?;
        let on = directory.date(self.app.now());
        let actor = |held: &Position| Actor::Staff {
            person: held.person.clone(),
            position: held.code.clone(),
            unit: held.unit.clone(),
        };
        let officers = directory.catalogue().holders(&hall.unit, Role::Receiver, &on);
        let counters = directory.catalogue().counters_of(code);
        let of_kind = |returns: bool| {
            let mut some: Vec<_> = counters
                .iter()
                .filter(|counter| counter.kind != "cashier" && (counter.kind == "return") == returns)
                .collect();
            some.sort_by_key(|counter| counter.number);
            some
        };
        // Where there are enough officers some give results out, the last of them; elsewhere whoever is free does.
        let mut returns = of_kind(true);
        returns.truncate(officers.len() / 3);
        let mut counters = of_kind(false);
        counters.truncate(officers.len() - returns.len());
        counters.extend(returns);
        let [best, worst] = self.wish.ways.officers.skill;
        let desks: Vec<Desk> = counters
            .into_iter()
            .zip(&officers)
            .map(|(counter, held)| Desk {
                code: counter.code.clone(),
                fields: counter.fields.clone(),
                officer: actor(held),
                skill: Dice::of(&format!("{}:{}", self.wish.seed, held.person)).between(best, worst),
                errand: None,
                visited: false,
                asked: None,
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
        let until = self.wish.until;
        for lane in &mut self.lanes {
            let Some(place) = lane.place.clone() else { continue };
            let directory = lane.app.directory();
            for desk in &place.desks {
                let offered = |field: &&String| !received_here(&directory, &place, field, until).is_empty();
                let Some(field) = desk.fields.iter().find(offered) else { continue };
                for _ in 0..lane.dice.between(1, 3) {
                    let at = until - lane.dice.between(20_000, 8 * 60_000);
                    lane.at(at, What::Arrive(Errand::File(field.clone())));
                }
            }
        }
    }
}

/// How busy a day is, in percent of an ordinary one: the weekday, rain, and holidays nearby. The same for every lane.
pub(crate) fn busy(app: &App, ways: &Ways, seed_name: &str, day: jiff::civil::Date) -> i64 {
    let directory = app.directory();
    let calendar = directory.calendar();
    let weekday = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or(0);
    let mut percent = ways.weekdays.get(weekday).copied().unwrap_or(50);
    if Dice::of(&format!("rain:{seed_name}:{day}")).chance(ways.rain.chance) {
        percent = percent * ways.rain.comes / 100;
    }
    let beside = |step: fn(jiff::civil::Date) -> Result<jiff::civil::Date, jiff::Error>, within: usize| {
        let (mut working, mut off, mut date) = (0, 0, day);
        while let Ok(next) = step(date) {
            date = next;
            if calendar.is_working_day(date) {
                (working, off) = (working + 1, 0);
                if working > within {
                    return false;
                }
            } else {
                off += 1;
                // An ordinary weekend has two days.
                if off >= 4 {
                    return true;
                }
            }
        }
        false
    };
    if beside(jiff::civil::Date::tomorrow, ways.before_holiday.days) {
        percent = percent * ways.before_holiday.comes / 100;
    }
    if beside(jiff::civil::Date::yesterday, ways.after_holiday.days) {
        percent = percent * ways.after_holiday.comes / 100;
    }
    percent
}
