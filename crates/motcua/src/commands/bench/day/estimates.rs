//! `motcua bench estimates`: days of a hall by the application's own commands, without pages, and how far off the waits were that its
//! tickets told when they were taken; beside them what simpler ways would have told the same people at the same instant.
//!
//! A day a seed, one after the other in one database. People and officers are those of `bench day`; here things happen to the
//! second, and an officer who has nobody looks up when somebody comes.

use super::estimates_told::{Measured, WAYS};
use super::guests::{self, Guest, Turn};
use super::hall::{self, Desk, HALL};
use super::journal::Journal;
use super::{FOUNDED_MINUTE, Ground, PROVINCE, Prepared, open, prepared};
use crate::cli::EstimatesArgs;
use crate::config::Config;
use crate::ended::Refused;
use crate::print;
use anyhow::{Context, bail, ensure};
use app::{Actor, Answer, App, AppError, Command, Errands, IdSource, ManualClock, Parts};
use domain::hall::{Told, look_back};
use domain::kernel::{CommandId, Millis, StreamId};
use domain::ticket::Errand;
use plan::Dice;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};
use std::sync::Arc;
use std::time::Instant;
use store::{NODES, Options};

const SECOND: Millis = 1_000;
const MINUTE: Millis = 60 * SECOND;
/// Minute of the day in which the counters open.
const OPENING: i64 = 30;

pub(in crate::commands::bench) async fn run(config: &Config, args: &EstimatesArgs) -> anyhow::Result<()> {
    let measured = Ground::lent(config, async |ground| measured(ground, args).await).await?;
    if args.json {
        print::json(&measured.json());
    } else {
        measured.lines().iter().for_each(print::line);
    }
    if measured.found.is_empty() { Ok(()) } else { Err(Refused.into()) }
}

async fn measured(ground: &mut Ground, args: &EstimatesArgs) -> anyhow::Result<Measured> {
    let desks = hall::desks(usize::from(args.counters));
    let Prepared { rules, morning, offers } = prepared(ground, &desks).await?;
    let patch = ground.itself()?;
    let store = open::store(&patch.place, Options::default()).await?;
    let clock = Arc::new(ManualClock::at(morning - FOUNDED_MINUTE * MINUTE));
    let app = App::open(Parts {
        store: store.clone(),
        tenant: PROVINCE,
        clock: clock.clone(),
        ids: IdSource::new(NODES - 2),
        public_address: String::new(),
        forms: None,
        history_may_be_written: false,
    })
    .await?;
    let mut measured = Measured::new(ground.engine(), args);
    let mut begins = morning;
    for seed in args.seed..args.seed + u64::from(args.days) {
        let guests = guests::drawn(usize::try_from(args.people)?, desks.len(), seed, &offers);
        let mut floor = Floor::of(&app, &clock, &desks, guests, seed, begins);
        floor.lives().await.with_context(|| format!("seed {seed}"))?;
        let day = app.directory().day(begins);
        let begun = Instant::now();
        let then = app.day_then(HALL, day).await?;
        let backward: Vec<Told> = domain::hall::told_on(&then);
        measured.looked_back.push(begun.elapsed());
        let pages = floor.told;
        let differ = look_back(&then, |asked| pages.get(&asked.ticket).copied().flatten());
        for (number, (page, then)) in differ.iter().zip(&backward).enumerate() {
            if page != then {
                measured.found.push(format!(
                    "seed {seed}, ticket {number}: the page said {page:?}, looked back on it is {then:?}"
                ));
            }
        }
        for ((_, tells), all) in WAYS.iter().zip(&mut measured.told) {
            all.extend(look_back(&then, |asked| tells(asked, &then.hours)));
        }
        measured.days += 1;
        // The next morning on which the hall opens, at seven.
        let calendar = app.directory();
        let calendar = calendar.calendar();
        let opens =
            calendar.next_opening(calendar.midnight(calendar.local_date(begins)) + 24 * 60 * MINUTE)?;
        begins = calendar.midnight(calendar.local_date(opens)) + 7 * 60 * MINUTE;
    }
    drop(app);
    let (read, found) = Journal::read(&store, PROVINCE).await?.of_the_line(&desks, rules, 0);
    measured.found.extend(found);
    measured.read = read;
    open::close(store).await;
    patch.clear().await?;
    Ok(measured)
}

/// What happens at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Opens,
    Arrives(usize),
    LosesPatience(usize),
    /// An officer presses the key for the next one.
    Calls(usize),
    /// Whoever was called is there, or is seen not to be.
    SitsDown(usize),
    Ends(usize),
}

struct Floor<'a> {
    app: &'a App,
    clock: &'a ManualClock,
    desks: &'a [Desk],
    guests: Vec<Guest>,
    dice: Dice,
    /// Percent of the ordinary time each officer takes.
    skill: Vec<i64>,
    ahead: BinaryHeap<Reverse<(Millis, u64, What)>>,
    turn: u64,
    tickets: BTreeMap<StreamId, usize>,
    /// Who waits.
    waiting: BTreeMap<usize, StreamId>,
    /// Who is called to or sits at each counter.
    there: Vec<Option<(StreamId, usize)>>,
    /// Counters whose officers look up when somebody comes.
    idle: BTreeSet<usize>,
    /// What each ticket said of its wait when it was taken.
    told: BTreeMap<StreamId, Option<Millis>>,
    seed: u64,
}

impl<'a> Floor<'a> {
    fn of(
        app: &'a App,
        clock: &'a ManualClock,
        desks: &'a [Desk],
        guests: Vec<Guest>,
        seed: u64,
        begins: Millis,
    ) -> Self {
        let mut dice = Dice::new(seed ^ 0x5eed);
        let [quick, slow] = sim::Ways::shipped().skill();
        let skill = desks.iter().map(|_| dice.between(quick, slow)).collect();
        let mut floor = Self {
            app,
            clock,
            desks,
            guests: Vec::new(),
            dice,
            skill,
            ahead: BinaryHeap::new(),
            turn: 0,
            tickets: BTreeMap::new(),
            waiting: BTreeMap::new(),
            there: vec![None; desks.len()],
            idle: BTreeSet::new(),
            told: BTreeMap::new(),
            seed,
        };
        floor.later(begins + OPENING * MINUTE, What::Opens);
        for (who, guest) in guests.iter().enumerate() {
            let comes = begins + guest.comes * MINUTE + floor.dice.between(0, 59) * SECOND;
            floor.later(comes, What::Arrives(who));
            if let Some(patience) = guest.patience {
                floor.later(comes + patience * MINUTE, What::LosesPatience(who));
            }
        }
        floor.guests = guests;
        floor
    }

    fn later(&mut self, at: Millis, what: What) {
        self.turn += 1;
        self.ahead.push(Reverse((at, self.turn, what)));
    }

    async fn lives(&mut self) -> anyhow::Result<()> {
        while let Some(Reverse((at, _, what))) = self.ahead.pop() {
            self.clock.set(at);
            self.happens(at, what).await.with_context(|| format!("{what:?}"))?;
        }
        ensure!(self.waiting.is_empty(), "{} still wait and nobody calls", self.waiting.len());
        for at in 0..self.desks.len() {
            let (hall, counter) = self.place(at);
            self.does(at, Command::CloseCounter { hall, counter }).await?;
        }
        Ok(())
    }

    async fn happens(&mut self, now: Millis, what: What) -> anyhow::Result<()> {
        match what {
            What::Opens => {
                for at in 0..self.desks.len() {
                    let (hall, counter) = self.place(at);
                    self.does(at, Command::OpenCounter { hall, counter }).await?;
                    let moment = self.dice.between(1, 60) * SECOND;
                    self.later(now + moment, What::Calls(at));
                }
                Ok(())
            }
            What::Arrives(who) => self.arrives(now, who).await,
            What::LosesPatience(who) => {
                if let Some(ticket) = self.waiting.remove(&who) {
                    self.acts(&kiosk(), Command::GiveUpTicket { ticket }).await?;
                }
                Ok(())
            }
            What::Calls(at) => self.calls(now, at).await,
            What::SitsDown(at) => self.sits_down(now, at).await,
            What::Ends(at) => self.ends(now, at).await,
        }
    }

    async fn arrives(&mut self, now: Millis, who: usize) -> anyhow::Result<()> {
        let guest = &self.guests[who];
        let (hall, priority) = (HALL.to_owned(), guest.priority);
        let first = Errand { field: guest.field.clone(), procedure: guest.procedure.clone() };
        let besides = guest.besides.iter();
        let besides = besides.map(|one| Errand { field: one.field.clone(), procedure: String::new() });
        let errands: Vec<Errand> = [first].into_iter().chain(besides).collect();
        let answer = self.acts(&kiosk(), Command::Errands(Errands::Take { hall, errands, priority })).await?;
        let ticket = answer.ticket.context("a number")?;
        let view = self.app.ticket(ticket).await?.context("the page of the number")?;
        self.told.insert(ticket, view.estimate_ms);
        self.tickets.insert(ticket, who);
        self.waits(now, who, ticket);
        Ok(())
    }

    /// Somebody stands in a line: an officer with nobody before her looks up.
    fn waits(&mut self, now: Millis, who: usize, ticket: StreamId) {
        self.waiting.insert(who, ticket);
        let field = &self.guests[who].field;
        let free = self.idle.iter().copied().find(|at| self.desks[*at].fields.contains(field));
        if let Some(at) = free {
            self.idle.remove(&at);
            let moment = self.dice.between(2, 30) * SECOND;
            self.later(now + moment, What::Calls(at));
        }
    }

    async fn calls(&mut self, now: Millis, at: usize) -> anyhow::Result<()> {
        let (hall, counter) = self.place(at);
        match self.tried(&self.desks[at].officer(), Command::CallNext { hall, counter }).await {
            Ok(answer) => {
                let ticket = answer.ticket.context("somebody was called")?;
                let who = *self.tickets.get(&ticket).context("the ticket is somebody's")?;
                self.waiting.remove(&who);
                self.there[at] = Some((ticket, who));
                let walk = match self.guests[who].turn {
                    Turn::Absent { .. } => self.dice.between(120, 180),
                    Turn::SecondCall => self.dice.between(90, 180),
                    Turn::Comes | Turn::Elsewhere { .. } => self.dice.between(20, 90),
                };
                self.later(now + walk * SECOND, What::SitsDown(at));
                Ok(())
            }
            Err(AppError::Refused(refusal)) if refusal.code == "nobody_waiting" => {
                self.idle.insert(at);
                Ok(())
            }
            Err(error) => Err(error.into()),
        }
    }

    async fn sits_down(&mut self, now: Millis, at: usize) -> anyhow::Result<()> {
        let (hall, counter) = self.place(at);
        let (_, who) = self.there[at].context("somebody was called")?;
        if let Turn::Absent { .. } = self.guests[who].turn {
            self.there[at] = None;
            self.does(at, Command::MarkNoShow { hall, counter }).await?;
            self.next(now, at);
            return Ok(());
        }
        self.does(at, Command::StartVisit { hall, counter }).await?;
        let stays = self.guests[who].stays * MINUTE * self.skill[at] / 100;
        let moment = self.dice.between(0, 59) * SECOND;
        self.later(now + stays + moment, What::Ends(at));
        Ok(())
    }

    async fn ends(&mut self, now: Millis, at: usize) -> anyhow::Result<()> {
        let (hall, counter) = self.place(at);
        self.does(at, Command::FinishVisit { hall, counter }).await?;
        let Some((ticket, who)) = self.there[at].take() else { bail!("nobody sat there") };
        let desk = &self.desks[at];
        if self.guests[who].goes_on(&desk.fields) {
            self.waits(now, who, ticket);
        }
        self.next(now, at);
        Ok(())
    }

    fn next(&mut self, now: Millis, at: usize) {
        let moment = self.dice.between(2, 45) * SECOND;
        self.later(now + moment, What::Calls(at));
    }

    fn place(&self, at: usize) -> (String, String) {
        (HALL.to_owned(), self.desks[at].code.clone())
    }

    async fn does(&mut self, at: usize, command: Command) -> anyhow::Result<Answer> {
        let officer = self.desks[at].officer();
        self.acts(&officer, command).await
    }

    async fn acts(&mut self, actor: &Actor, command: Command) -> anyhow::Result<Answer> {
        Ok(self.tried(actor, command).await?)
    }

    async fn tried(&mut self, actor: &Actor, command: Command) -> Result<Answer, AppError> {
        self.turn += 1;
        let id = CommandId(format!("estimates-{}-{}", self.seed, self.turn));
        self.app.execute(actor, &id, command).await
    }
}

fn kiosk() -> Actor {
    Actor::Kiosk { hall: HALL.to_owned() }
}
