//! (c) Commands handed to `App::execute`.

use super::super::cpu::Whose;
use super::super::drive::{Times, at_once};
use super::super::ground::{Ground, Patch};
use super::super::visit::{Act, Producer};
use super::{Meter, Run, measured};
use crate::open;
use app::App;
use domain::kernel::CommandId;
use store::Options;
use store::bench::Tape;

/// The node ids are made by: no server runs on a throw-away database.
const NODE: i64 = 1;

pub(crate) async fn run(
    ground: &Ground,
    patch: &Patch,
    producers: &[Producer],
    visits: u16,
    tape: Option<Tape>,
) -> anyhow::Result<Run> {
    let store = open::store(&patch.place, Options { tape, ..Options::default() }).await?;
    let app = open::app(store.clone(), NODE, "", None).await?;
    let hand_in = |mut producer: Producer| {
        let app = app.clone();
        async move {
            let mut times = Times::default();
            for _ in 0..visits {
                visit(&app, &mut producer, &mut times).await?;
            }
            Ok(times)
        }
    };
    let run = measured(Meter::new(Whose::Own, ground), producers.to_vec(), hand_in).await?;
    let events = store.head(app.tenant()).await?.seq;
    store.close().await;
    Ok(Run { events, ..run })
}

pub(crate) async fn visit(app: &App, producer: &mut Producer, times: &mut Times) -> anyhow::Result<()> {
    let mut dossier = producer.waiting().map(|received| received.dossier);
    for &act in producer.acts {
        let id = CommandId(producer.next_id());
        let (actor, command) = producer.command(act, dossier)?;
        let asked = async { Ok(app.execute(&actor, &id, command).await?) };
        let answer = times.of(asked).await?;
        dossier = if act == Act::Receive { answer.dossier } else { dossier };
    }
    Ok(())
}

/// One visit, each command alone: what each of them writes.
pub(crate) async fn alone(patch: &Patch, producer: &Producer) -> anyhow::Result<Vec<(Act, u64, usize)>> {
    let tape = Tape::default();
    let options = Options { tape: Some(tape.clone()), ..Options::default() };
    let store = open::store(&patch.place, options).await?;
    let app = open::app(store.clone(), NODE, "", None).await?;
    // The second of two: the first call has nobody's visit to end.
    let mut producer = producer.clone();
    visit(&app, &mut producer, &mut Times::default()).await?;
    drop(tape.take());
    visit(&app, &mut producer, &mut Times::default()).await?;
    store.close().await;
    let batches = tape.take();
    anyhow::ensure!(batches.len() == producer.acts.len(), "each command was to be written alone");
    let wrote = producer.acts.iter().zip(&batches).map(|(&act, batch)| {
        let rows = batch.sent.iter().map(|sent| sent.rows).sum();
        (act, rows, batch.sent.iter().map(store::bench::Sent::bytes).sum())
    });
    Ok(wrote.collect())
}

/// The producers without an application behind them: what making commands and counting time costs, to be taken off.
pub(crate) async fn nothing(producers: &[Producer], visits: u16) -> anyhow::Result<std::time::Duration> {
    let before = Whose::Own.used();
    let make = |mut producer: Producer| async move {
        let mut times = Times::default();
        for _ in 0..visits {
            for &act in producer.acts {
                let id = CommandId(producer.next_id());
                let made = producer.command(act, Some(domain::kernel::StreamId(1)))?;
                let handed_in = async {
                    std::hint::black_box((&id, &made));
                    tokio::task::yield_now().await;
                    Ok(())
                };
                times.of(handed_in).await?;
            }
        }
        Ok(times)
    };
    at_once(producers.to_vec(), make, || ()).await?;
    Ok(Whose::Own.used() - before)
}
