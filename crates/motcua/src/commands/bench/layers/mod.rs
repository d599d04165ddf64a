//! The five doors a visit is handed in at.

pub(super) mod api;
pub(super) mod bare;
pub(super) mod execute;
pub(super) mod pages;
pub(super) mod store;

use super::cpu::Whose;
use super::drive::{Times, Took, at_once};
use super::ground::{Ground, Patch};
use crate::open::{self, PROVINCE};
use ::store::Options;
use std::future::Future;
use std::time::Duration;

/// What one run at one door took, and what it cost in all.
#[derive(Clone, Debug, Default)]
pub(super) struct Run {
    pub(super) took: Took,
    /// Processor time of the process that takes commands, SQLite's work included.
    pub(super) server: Duration,
    /// Processor time of PostgreSQL's processes.
    pub(super) database: Duration,
    /// Events in the journal when it was over, later those of the run alone.
    pub(super) events: i64,
}

/// Processor time of whoever takes commands and of the database beside it, from an instant on.
struct Meter {
    server: Whose,
    database: Option<Whose>,
    from: (Duration, Duration),
}

impl Meter {
    fn new(server: Whose, ground: &Ground) -> Self {
        let mut meter = Self { server, database: ground.database(), from: Default::default() };
        meter.begin();
        meter
    }

    fn now(&self) -> (Duration, Duration) {
        (self.server.used(), self.database.map(Whose::used).unwrap_or_default())
    }

    fn begin(&mut self) {
        self.from = self.now();
    }

    /// What was used since it began, as a run without events.
    fn run(&self, took: Took) -> Run {
        let (server, database) = self.now();
        // A server process that ended while it was counted is counted twice or not at all.
        let (server, database) = (server.saturating_sub(self.from.0), database.saturating_sub(self.from.1));
        Run { took, server, database, events: 0 }
    }
}

/// All producers at one door at once, with what it cost.
async fn measured<P, F>(mut meter: Meter, producers: Vec<P>, hand_in: impl Fn(P) -> F) -> anyhow::Result<Run>
where
    F: Future<Output = anyhow::Result<Times>> + Send + 'static,
{
    let took = at_once(producers, hand_in, || meter.begin()).await?;
    Ok(meter.run(took))
}

/// Events a server left.
async fn events(patch: &Patch) -> anyhow::Result<i64> {
    let store = open::store(&patch.place, Options::default()).await?;
    let head = store.head(PROVINCE).await?;
    store.close().await;
    Ok(head.seq)
}
