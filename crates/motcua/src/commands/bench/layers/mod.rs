//! The five doors a visit is handed in at.

pub(super) mod api;
pub(super) mod bare;
pub(super) mod execute;
pub(super) mod pages;
pub(super) mod store;

use super::drive::Took;
use super::ground::Patch;
use crate::open::{self, PROVINCE};
use ::store::Options;
use std::time::Duration;

/// What one run at one door took, and what it cost in all.
#[derive(Clone, Debug, Default)]
pub(super) struct Run {
    pub(super) took: Took,
    /// Processor time of the process that takes commands, SQLite's work included.
    pub(super) server: Duration,
    /// Processor time of PostgreSQL's processes.
    pub(super) database: Duration,
    /// Events in the journal when it was over.
    pub(super) events: i64,
}

/// Events a server left.
async fn events(patch: &Patch) -> anyhow::Result<i64> {
    let store = open::store(&patch.place, Options::default()).await?;
    let head = store.head(PROVINCE).await?;
    store.close().await;
    Ok(head.seq)
}
