//! `motcua bench day`: people in a simulated day before a real server, over its pages. They take numbers, wait, are called, come or do
//! not, are sent on, go home; officers work at their counters, displays listen; at noon the server is killed and started again.
//!
//! The day goes minute by minute: all that is due in a minute is done at one time, then the demo's clock is moved on. What was seen
//! on the pages between two minutes is kept, and held against the journal when the day is over.
//!
//! `guests` draws the day, `hall` makes the place, `officer`, `citizen` and `display` are those who act, `browser` is their way to the
//! server, `reading` reads pages; `moment` and `journal` compare. `intake` has the same hall and measures what a counter waits for,
//! `estimates` what people are told of their wait.

mod browser;
mod citizen;
mod crowd;
mod display;
mod estimates;
mod estimates_told;
mod guests;
mod hall;
mod intake;
mod journal;
mod moment;
mod officer;
mod reading;
mod told;

use super::ground::{Ground, Patch};
use super::server::Server;
use crate::cli::DayArgs;
use crate::config::Config;
use crate::ended::Refused;
use crate::open::{self, PROVINCE};
use crate::print;
use anyhow::Context;
use app::{App, IdSource, ManualClock, Parts};
use browser::Line;
use crowd::Lived;
use domain::ticket::QueueRules;
pub(super) use estimates::run as estimates;
use hall::{Desk, Offer};
pub(super) use intake::run as intake;
use journal::{Day, Journal};
use sim::line_law::Read;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;
use store::{NODES, Options};
use told::Closing;

/// A working Tuesday; the hall is founded before, so that the demo begins at the minute named.
const BEGINS: &str = "2026-11-24T07:00";
const FOUNDED: &str = "2026-11-24T06:50";
/// So many minutes before the day.
const FOUNDED_MINUTE: i64 = 10;

pub(super) async fn run(config: &Config, args: &DayArgs) -> anyhow::Result<()> {
    let closing = Ground::lent(config, async |ground| day(ground, args).await).await?;
    if args.json {
        print::json(&closing.json());
    } else {
        closing.lines().iter().for_each(print::line);
    }
    if closing.found.is_empty() { Ok(()) } else { Err(Refused.into()) }
}

async fn day(ground: &mut Ground, args: &DayArgs) -> anyhow::Result<Closing> {
    let begun = Instant::now();
    let desks = hall::desks(usize::from(args.counters));
    let Prepared { rules, morning, offers } = prepared(ground, &desks).await?;
    let patch = ground.itself()?;
    let guests = guests::drawn(usize::try_from(args.people)?, desks.len(), args.seed, &offers);
    let house = House { ground, patch: &patch };
    let server = house.open(None).await?;
    let line = Line::to(&server.address);
    let lived = crowd::live(&house, server, &line, &desks, guests, morning).await?;
    let (read, found, events) = held(&patch, &desks, rules, &line, &lived).await?;
    let (engine, took) = (ground.engine(), begun.elapsed());
    let (counters, seed) = (args.counters, args.seed);
    let kept = if found.is_empty() {
        patch.clear().await?;
        None
    } else {
        Some(ground.keep(patch))
    };
    Ok(Closing { engine, counters, seed, line, lived, read, events, found, kept, took })
}

/// A hall in a database.
struct Prepared {
    rules: QueueRules,
    /// The instant the day begins.
    morning: i64,
    offers: BTreeMap<String, Vec<Offer>>,
}

/// The hall in a database, nobody in it.
async fn prepared(ground: &mut Ground, desks: &[Desk]) -> anyhow::Result<Prepared> {
    let place = ground.prepared().await?;
    let store = open::store(&place, Options::default()).await?;
    let clock = Arc::new(ManualClock::at(0));
    let app = App::open(Parts {
        store: store.clone(),
        tenant: PROVINCE,
        clock: clock.clone(),
        ids: IdSource::new(NODES - 1),
        public_address: String::new(),
        forms: None,
        history_may_be_written: false,
    })
    .await?;
    let instant = |local: &str| app.directory().calendar().instant(local);
    clock.set(instant(FOUNDED)?);
    hall::found(&app, desks).await?;
    let directory = app.directory();
    let offers = hall::offers(&app, &directory.date(app.now()));
    let prepared = Prepared { rules: directory.queue_rules(), morning: instant(BEGINS)?, offers };
    drop(directory);
    drop(app);
    open::close(store).await;
    ground.counted().await?;
    Ok(prepared)
}

/// Where the server is started, and started again.
pub(super) struct House<'a> {
    ground: &'a Ground,
    patch: &'a Patch,
}

impl House<'_> {
    /// A server on the day's data, where the one before listened.
    ///
    /// # Errors
    /// When it does not begin.
    pub(super) async fn open(&self, address: Option<&str>) -> anyhow::Result<Server> {
        let listen = address.unwrap_or("127.0.0.1:0");
        let words = ["demo", "--quiet", "--days", "1", "--at", BEGINS, "--listen", listen];
        Server::started(self.ground, self.patch, &words).await.context("the demo")
    }
}

/// What was seen, held against the journal; and whether the journal is whole.
async fn held(
    patch: &Patch,
    desks: &[Desk],
    rules: QueueRules,
    line: &Line,
    lived: &Lived,
) -> anyhow::Result<(Read, Vec<String>, i64)> {
    let store = open::store(&patch.place, Options::default()).await?;
    let journal = Journal::read(&store, PROVINCE).await?;
    let acts = line.acts();
    let day = Day {
        desks,
        rules,
        acts: &acts,
        moments: &lived.moments,
        tickets: &lived.tickets,
        displays: &lived.displays,
    };
    let (read, mut found) = journal.against(&day);
    let whole = store.verify(PROVINCE, &|_, _| {}).await?;
    if let Some(bad) = &whole.first_bad {
        found.push(format!("the journal is not whole: seq {}: {}", bad.seq, bad.what));
    }
    let events = whole.events;
    open::close(store).await;
    Ok((read, found, events))
}
