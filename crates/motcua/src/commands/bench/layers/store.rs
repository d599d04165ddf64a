//! (b) What the application decided, handed to the store by as many producers.

use super::super::cpu::Whose;
use super::super::drive::Times;
use super::super::ground::{Ground, Patch};
use super::super::visit::Producer;
use super::{Meter, Run, measured};
use crate::open::{self, PROVINCE};
use domain::kernel::StreamId;
use std::collections::BTreeMap;
use store::bench::{Tape, TapedBatch};
use store::{Options, Pending, Store};

/// What each producer decided, in its order.
pub(crate) fn by_producer(batches: &[TapedBatch]) -> Vec<Vec<Pending>> {
    let mut of: BTreeMap<usize, Vec<Pending>> = BTreeMap::new();
    for command in batches.iter().flat_map(|batch| &batch.commands) {
        if let Some(producer) = Producer::of_id(&command.command_id) {
            of.entry(producer).or_default().push(command.clone());
        }
    }
    of.into_values().collect()
}

pub(crate) async fn run(
    ground: &Ground,
    patch: &Patch,
    decided: &[Vec<Pending>],
    tape: Option<Tape>,
) -> anyhow::Result<Run> {
    let store = open::store(&patch.place, Options { tape, ..Options::default() }).await?;
    let hand_in = |commands: Vec<Pending>| {
        let store = store.clone();
        async move {
            let mut times = Times::default();
            for command in commands {
                times.of(commit(&store, command)).await?;
            }
            Ok(times)
        }
    };
    let run = measured(Meter::new(Whose::Own, ground), decided.to_vec(), hand_in).await?;
    let events = store.head(PROVINCE).await?.seq;
    store.close().await;
    Ok(Run { events, ..run })
}

/// Numbers are given anew here, so the states decided on are those of this store, from hand.
async fn commit(store: &Store, mut command: Pending) -> anyhow::Result<()> {
    let streams: Vec<StreamId> = command.writes.iter().map(|write| write.stream).collect();
    let found = store.load(PROVINCE, &streams).await?;
    for (write, loaded) in command.writes.iter_mut().zip(found) {
        if let Some(loaded) = loaded {
            write.expected_version = loaded.version;
            write.before = loaded.state;
        }
    }
    store.commit(PROVINCE, command).await?;
    Ok(())
}
