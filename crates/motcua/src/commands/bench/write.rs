//! `motcua bench write`: the same visits at five doors, each run in a fresh copy of one prepared database.

use super::drive::Times;
use super::ground::Ground;
use super::layers::{Run, api, bare, execute, pages, store as stored};
use super::province::Province;
use super::visit::{Act, BEFORE, Producer};
use crate::cli::{Layer, WriteArgs};
use crate::config::Config;
use crate::open;
use crate::print;
use app::{App, Command};
use domain::kernel::CommandId;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::bench::{Tape, TapedBatch};
use store::{Engine, Options, Pending};
use tokio::task::JoinSet;

mod table;

/// What was measured.
struct Measured {
    engine: Engine,
    producers: usize,
    visits: u16,
    runs: u16,
    /// Rows and bytes of each command of the mix, alone.
    mix: Vec<(Act, u64, usize)>,
    /// Commands in one transaction, on average.
    together: f64,
    layers: BTreeMap<Layer, Vec<Run>>,
}

pub(super) async fn run(config: &Config, args: &WriteArgs) -> anyhow::Result<()> {
    let measured = Ground::lent(config, async |ground| measured(ground, args).await).await?;
    if args.json {
        print::json(&table::json(&measured));
    } else {
        table::lines(&measured).iter().for_each(print::line);
    }
    Ok(())
}

/// What all runs begin with.
struct Prepared {
    producers: Vec<Producer>,
    sessions: pages::Sessions,
    /// What each producer decides, for (b).
    decided: Vec<Vec<Pending>>,
    /// What (b) sent, for (a).
    batches: Arc<Vec<TapedBatch>>,
    /// What making commands costs, in all.
    idle: Duration,
    /// Events there were before.
    events: i64,
}

async fn measured(ground: &mut Ground, args: &WriteArgs) -> anyhow::Result<Measured> {
    let say = |what: String| {
        if !args.json {
            eprintln!("{what}");
        }
    };
    let begun = Instant::now();
    let (prepared, mix) = prepare(ground, args).await?;
    say(format!("prepared in {:.1} s", begun.elapsed().as_secs_f64()));
    let mut layers: BTreeMap<Layer, Vec<Run>> = BTreeMap::new();
    for turn in 1..=args.runs {
        for layer in &args.layers {
            let patch = ground.patch("run").await?;
            let run = one(ground, &patch, *layer, &prepared, args.visits).await?;
            patch.clear().await?;
            say(format!(
                "run {turn} of {}, {}: {:.0} commands/s",
                args.runs,
                table::word(*layer),
                run.took.rate()
            ));
            layers.entry(*layer).or_default().push(run);
        }
    }
    let commands: usize = prepared.batches.iter().map(|batch| batch.commands.len()).sum();
    let batches = prepared.batches.iter().filter(|batch| !batch.commands.is_empty()).count();
    Ok(Measured {
        engine: ground.engine(),
        producers: prepared.producers.len(),
        visits: args.visits,
        runs: args.runs,
        mix,
        together: commands as f64 / batches.max(1) as f64,
        layers,
    })
}

async fn one(
    ground: &Ground,
    patch: &super::ground::Patch,
    layer: Layer,
    prepared: &Prepared,
    visits: u16,
) -> anyhow::Result<Run> {
    let mut run = match layer {
        Layer::A => bare::run(ground, patch, &prepared.batches).await?,
        Layer::B => stored::run(ground, patch, &prepared.decided, None).await?,
        Layer::C => execute::run(ground, patch, &prepared.producers, visits, None).await?,
        Layer::D1 => api::run(ground, patch, &prepared.producers, visits).await?,
        Layer::D2 => pages::run(ground, patch, &prepared.producers, visits, &prepared.sessions).await?,
    };
    let acts: usize = prepared.producers.iter().map(|producer| producer.acts.len()).sum();
    let commands = usize::from(visits) * acts;
    anyhow::ensure!(
        run.took.each.len() == commands,
        "{} commands were answered, {commands} were handed in",
        run.took.each.len()
    );
    // Of the run alone; a bare loop does not count them.
    run.events = (run.events - prepared.events).max(0);
    if layer == Layer::C {
        run.server = run.server.saturating_sub(prepared.idle);
    }
    Ok(run)
}

/// The database all runs are copies of, and the tapes.
async fn prepare(
    ground: &mut Ground,
    args: &WriteArgs,
) -> anyhow::Result<(Prepared, Vec<(Act, u64, usize)>)> {
    let place = ground.prepared().await?;
    let store = open::store(&place, Options::default()).await?;
    let app = open::app_for_a_moment(store.clone()).await?;
    let province = Province::with_seats(&app, usize::from(args.producers))?;
    province.found(&app).await?;
    let producers = lived_in(&app, Producer::all(&province), args).await?;
    let sessions = match args.layers.contains(&Layer::D2) {
        true => pages::sign_in(&app, &province).await?,
        false => pages::Sessions::new(),
    };
    let events = store.head(app.tenant()).await?.seq;
    store.close().await;
    drop(app);
    ground.counted().await?;
    let patch = ground.patch("tape").await?;
    let first = producers.first().ok_or_else(|| anyhow::anyhow!("nobody produces"))?;
    let mix = execute::alone(&patch, first).await?;
    patch.clear().await?;
    let (mut decided, mut batches) = (Vec::new(), Vec::new());
    if args.layers.iter().any(|layer| matches!(layer, Layer::A | Layer::B)) {
        let tape = Tape::default();
        let patch = ground.patch("tape").await?;
        execute::run(ground, &patch, &producers, args.visits, Some(tape.clone())).await?;
        patch.clear().await?;
        decided = stored::by_producer(&tape.take());
        let patch = ground.patch("tape").await?;
        stored::run(ground, &patch, &decided, Some(tape.clone())).await?;
        patch.clear().await?;
        batches = tape.take();
    }
    let idle = execute::nothing(&producers, args.visits).await?;
    Ok((Prepared { producers, sessions, decided, batches: Arc::new(batches), idle, events }, mix))
}

/// Visits of each seat before anything is measured: a province has a history.
const LIVED: usize = 4;

/// Counters open, people come and go, and each producer gets what its mix begins with.
async fn lived_in(app: &App, producers: Vec<Producer>, args: &WriteArgs) -> anyhow::Result<Vec<Producer>> {
    let mut living = JoinSet::new();
    for (at, mut producer) in producers.into_iter().enumerate() {
        // Two are written alone, to see how large each command is.
        let (app, mix, times) = (app.clone(), args.mix, usize::from(args.visits).max(2));
        living.spawn(async move {
            open_counter(&app, &producer).await?;
            let mut before = producer.turn(BEFORE);
            for _ in 0..LIVED {
                execute::visit(&app, &mut before, &mut Times::default()).await?;
            }
            // Whoever was called last did not come: the counter is free.
            let (hall, counter) = (before.seat.hall.clone(), before.seat.counter.clone());
            let id = CommandId(before.next_id());
            app.execute(&before.seat.receiver.actor(), &id, Command::MarkNoShow { hall, counter }).await?;
            producer.prepare(&app, mix, times).await?;
            anyhow::Ok((at, producer))
        });
    }
    let mut lived = BTreeMap::new();
    while let Some(done) = living.join_next().await {
        let (at, producer) = done??;
        lived.insert(at, producer);
    }
    Ok(lived.into_values().collect())
}

async fn open_counter(app: &App, producer: &Producer) -> anyhow::Result<()> {
    let seat = &producer.seat;
    let command = Command::OpenCounter { hall: seat.hall.clone(), counter: seat.counter.clone() };
    let id = CommandId(format!("open-{}", seat.number));
    app.execute(&seat.receiver.actor(), &id, command).await?;
    Ok(())
}
