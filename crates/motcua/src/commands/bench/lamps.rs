//! `motcua bench lamps`: steps turn red among many that are open, and a server as an operator starts it notes each in the journal. It is
//! told how soon the fact was committed, seen from outside: the head of the journal is asked for again and again, and a fact is there once
//! the head has reached it.

use super::cpu::Whose;
use super::drive::Took;
use super::ground::{Ground, word};
use super::http::Client;
use super::load::Waiting;
use super::province::{AGENCIES, Province};
use super::server::Server;
use super::visit::Producer;
use crate::cli::LampsArgs;
use crate::config::{Config, Place};
use crate::open::{self, PROVINCE};
use crate::print;
use anyhow::Context;
use app::{Clock, SystemClock};
use domain::dossier;
use domain::kernel::{Millis, StreamId};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};
use store::{Engine, Options};

/// From the last step of those that are due in one second to those that are due at one instant.
const APART: Millis = 10_000;
/// Servers start and have rested before the first is due.
const START: Millis = 25_000;
/// Steps a second that are cast at least, where nothing was cast before by which one could tell.
const CAST_AT_LEAST: f64 = 400.0;
/// How often the head of the journal is asked for: no time is told more exactly.
const LOOK: Duration = Duration::from_millis(25);
/// Nothing more is written for so long: whatever is missing will not come.
const GIVEN_UP: Duration = Duration::from_secs(60);
/// The same once there are as many events as steps that are due: some of them might be of another kind.
const NOTHING_MORE: Duration = Duration::from_secs(2);
/// Events read at once.
const PAGE: i64 = 5_000;

/// What is to turn red, and when.
#[derive(Clone, Copy, Debug)]
struct Due {
    /// Steps in one second.
    due: usize,
    /// Steps at one instant.
    excess: usize,
    /// When the second begins.
    from: Millis,
}

impl Due {
    fn all(self) -> usize {
        self.due + self.excess
    }

    /// When the time of the step with this number is gone, from 0.
    fn red_at(self, number: usize) -> Millis {
        let within = if number < self.due { number * 1000 / self.due } else { 0 };
        let within = Millis::try_from(within).unwrap_or(0);
        if number < self.due { self.from + within } else { self.at_once() }
    }

    /// The instant at which too many are due.
    fn at_once(self) -> Millis {
        self.from + 1000 + APART
    }
}

/// The head of the journal as it was seen.
struct Seen {
    at: Millis,
    seq: i64,
    /// Processor time of the servers and of the database, where it is counted.
    used: Option<[Duration; 2]>,
}

struct Measured {
    engine: Engine,
    steps: usize,
    servers: u16,
    loaded: Duration,
    load_before: f64,
    due: Took,
    excess: Took,
    /// Of one fact of the excess.
    cpu_ms: [f64; 2],
}

pub(super) async fn run(config: &Config, args: &LampsArgs) -> anyhow::Result<()> {
    let measured = Ground::lent(config, async |ground| measured(ground, args).await).await?;
    if args.json {
        print::json(&measured.json());
    } else {
        measured.lines().into_iter().for_each(print::line);
    }
    Ok(())
}

async fn measured(ground: &mut Ground, args: &LampsArgs) -> anyhow::Result<Measured> {
    let engine = ground.engine();
    anyhow::ensure!(
        args.servers == 1 || engine == Engine::Postgres,
        "a SQLite file belongs to one server; name a PostgreSQL server with --db"
    );
    let (steps, due) = (usize::try_from(args.steps)?, usize::try_from(args.due)?);
    let excess = usize::try_from(args.excess)?;
    anyhow::ensure!(steps >= due + excess, "--steps must be at least --due and --excess together");
    let load_before = load();
    let place = ground.prepared().await?;
    let store = open::store(&place, Options::default()).await?;
    let app = open::app_for_a_moment(store.clone()).await?;
    let province = Province::with_seats(&app, AGENCIES)?;
    province.found(&app).await?;
    drop(app);
    open::close(store).await;
    let waiting = Waiting::led(&place, &Producer::all(&province)).await?;
    let early = steps - due - excess;
    let loaded = waiting.cast(&place, 0..early, |_| None, args.json).await?;
    ground.counted().await?;
    let rate = match loaded.dossiers {
        0 => CAST_AT_LEAST,
        many => (many as f64 / loaded.took.as_secs_f64()).min(10.0 * CAST_AT_LEAST),
    };
    // Twice as long as it will take.
    let cast_in = Duration::from_secs_f64(2.0 * (due + excess) as f64 / rate);
    let from = SystemClock.now() + Millis::try_from(cast_in.as_millis())? + START;
    let what = Due { due, excess, from };
    let red_at = move |number: usize| Some(what.red_at(number - early));
    waiting.cast(&place, early..steps, red_at, args.json).await?;
    let store = open::store(&place, Options::default()).await?;
    let before = store.head(PROVINCE).await?.seq;
    open::close(store).await;
    let patch = ground.itself()?;
    let mut servers = Vec::new();
    for _ in 0..args.servers {
        servers.push(Server::start(ground, &patch).await?);
    }
    anyhow::ensure!(
        SystemClock.now() < what.from,
        "the steps were due before the servers ran: other work slowed this down; run it again"
    );
    let seen = watched(ground, &servers, what, before).await?;
    for server in servers {
        server.end().await?;
    }
    let (due, excess) = facts(&patch.place, what, before, &seen).await?;
    let used = |at: Millis| seen.iter().filter(|seen| seen.at >= at).find_map(|seen| seen.used);
    let began = used(what.at_once() - APART / 2).unwrap_or_default();
    let ended = seen.iter().rev().find_map(|seen| seen.used).unwrap_or_default();
    let each = |at: usize| {
        let used = ended[at].saturating_sub(began[at]);
        used.as_secs_f64() * 1000.0 / what.excess as f64
    };
    let cpu_ms = [each(0), each(1)];
    patch.clear().await?;
    Ok(Measured {
        engine,
        steps,
        servers: args.servers,
        loaded: loaded.took,
        load_before,
        due,
        excess,
        cpu_ms,
    })
}

/// Looks at the head of the journal until all facts can be there.
async fn watched(ground: &Ground, servers: &[Server], what: Due, before: i64) -> anyhow::Result<Vec<Seen>> {
    let first = servers.first().context("a server runs")?;
    let expected = before + i64::try_from(what.all())?;
    let used = || {
        let servers = servers.iter().map(|server| server.whose().used()).sum();
        [servers, ground.database().map_or(Duration::ZERO, Whose::used)]
    };
    let mut client = Client::to(&first.address).await?;
    let (mut seen, mut moved): (Vec<Seen>, Instant) = (Vec::new(), Instant::now());
    let mut counted = 0;
    loop {
        let seq = head(&mut client).await?;
        let at = SystemClock.now();
        if seen.last().is_none_or(|last| last.seq != seq) || at < what.at_once() {
            moved = Instant::now();
        }
        // Counted twice: before the many are due, and when all can be noted.
        let all = seq >= expected && at > what.at_once();
        let wanted = if counted == 0 { at >= what.at_once() - APART / 2 } else { counted == 1 && all };
        counted += usize::from(wanted);
        seen.push(Seen { at, seq, used: wanted.then(used) });
        if moved.elapsed() > if all { NOTHING_MORE } else { GIVEN_UP } {
            return Ok(seen);
        }
        tokio::time::sleep(LOOK).await;
    }
}

async fn head(client: &mut Client) -> anyhow::Result<i64> {
    let shown = client.get("/metrics", "").await?;
    let text = shown.text();
    let line = text.lines().find_map(|line| line.strip_prefix("motcua_journal_seq "));
    Ok(line.context("the server tells the head of its journal")?.parse()?)
}

/// How long each fact took: of those due in one second, and of those due at once.
async fn facts(place: &Place, what: Due, before: i64, seen: &[Seen]) -> anyhow::Result<(Took, Took)> {
    let store = open::store(place, Options::default()).await?;
    let (mut due, mut excess) = (Vec::new(), Vec::new());
    let mut told: BTreeSet<(StreamId, i64)> = BTreeSet::new();
    let mut after = before;
    loop {
        let events = store.feed(PROVINCE, after, PAGE).await?;
        let Some(last) = events.last() else { break };
        after = last.seq;
        for envelope in events.iter().filter(|envelope| envelope.name == "StepTurnedRed") {
            let domain::Event::Dossier(dossier::Event::StepTurnedRed { turn, at, .. }) = envelope.event()?
            else {
                continue;
            };
            anyhow::ensure!(told.insert((envelope.stream, turn)), "{} was told twice", envelope.stream);
            let there = seen.partition_point(|seen| seen.seq < envelope.seq);
            let there = seen.get(there).context("the head was not seen to reach a fact")?.at;
            let late = Duration::from_millis(u64::try_from(there - at).unwrap_or(0));
            if at == what.at_once() { excess.push(late) } else { due.push(late) }
        }
    }
    open::close(store).await;
    anyhow::ensure!(
        (due.len(), excess.len()) == (what.due, what.excess),
        "expected {} and {} facts, found {} and {}",
        what.due,
        what.excess,
        due.len(),
        excess.len()
    );
    let longest = |times: &[Duration]| times.iter().max().copied().unwrap_or_default();
    let (all_due, all_excess) = (longest(&due), longest(&excess));
    Ok((Took::new(all_due, due), Took::new(all_excess, excess)))
}

/// Work that waits for a processor, averaged over a minute: other people's.
fn load() -> f64 {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().and_then(|word| word.parse().ok()).unwrap_or(f64::NAN)
}

impl Measured {
    fn lines(&self) -> Vec<String> {
        let [server, database] = self.cpu_ms;
        vec![
            format!(
                "{}, {} open steps (most loaded in {:.0} s), servers: {}; load before: {:.1}",
                word(self.engine),
                self.steps,
                self.loaded.as_secs_f64(),
                self.servers,
                self.load_before
            ),
            format!(
                "{} due in one second: p50 {:.0} ms, p99 {:.0} ms, most {:.0} ms until the fact was committed",
                self.due.each.len(),
                self.due.within_ms(50),
                self.due.within_ms(99),
                self.due.within_ms(100)
            ),
            format!(
                "{} due at one instant: {:.0} facts a second; {server:.3} ms of processor each by servers, {database:.3} ms by the \
                 database",
                self.excess.each.len(),
                self.excess.rate()
            ),
        ]
    }

    fn json(&self) -> Value {
        json!({
            "engine": word(self.engine),
            "steps": self.steps,
            "servers": self.servers,
            "loaded_s": self.loaded.as_secs_f64(),
            "load_before": self.load_before,
            "due": {
                "facts": self.due.each.len(),
                "p50_ms": self.due.within_ms(50),
                "p99_ms": self.due.within_ms(99),
                "most_ms": self.due.within_ms(100),
            },
            "excess": {
                "facts": self.excess.each.len(),
                "per_s": self.excess.rate(),
                "server_cpu_ms": self.cpu_ms[0],
                "database_cpu_ms": self.cpu_ms[1],
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{APART, Due};

    #[test]
    fn steps_are_due_one_after_the_other_within_a_second_and_then_many_at_once() {
        let due = Due { due: 4, excess: 3, from: 1_000_000 };
        let at: Vec<i64> = (0..due.all()).map(|number| due.red_at(number) - due.from).collect();
        let at_once = 1000 + APART;
        assert_eq!(at, [0, 250, 500, 750, at_once, at_once, at_once]);
    }
}
