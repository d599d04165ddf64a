//! A bare loop: the same rows in the same transactions with nothing around them. One connection with the writer's own settings
//! takes one transaction after the other and sends the texts of the tape, each prepared once; nothing is read, decided,
//! hashed or answered, and nobody waits in a queue.

use super::{Sent, TapedBatch};
use crate::engine::{postgres, sqlite};
use crate::error::StoreError;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long a transaction of the loop took.
#[derive(Clone, Copy, Debug)]
pub struct BareBatch {
    /// Commands in it.
    pub commands: usize,
    /// From BEGIN to the end of COMMIT.
    pub took: Duration,
}

/// Sends a tape into a store of either engine that nobody has open: a SQLite file, else a data source name.
///
/// # Errors
/// When the database cannot be opened, or refuses something.
pub async fn bare_loop(
    file: Option<&Path>,
    dsn: &str,
    batches: &Arc<Vec<TapedBatch>>,
) -> Result<Vec<BareBatch>, StoreError> {
    match file {
        Some(file) => {
            let (file, batches) = (file.to_owned(), Arc::clone(batches));
            let sent = tokio::task::spawn_blocking(move || sqlite::bare(&file, &batches));
            sent.await.map_err(|_| StoreError::Closed)?
        }
        None => postgres::bare(dsn, batches).await,
    }
}

/// A stop watch over one batch.
pub(crate) struct Watch<'a>(&'a TapedBatch, Instant);

impl<'a> Watch<'a> {
    pub(crate) fn over(batch: &'a TapedBatch) -> Self {
        Self(batch, Instant::now())
    }

    pub(crate) fn sent(&self) -> &'a [Sent] {
        &self.0.sent
    }

    pub(crate) fn stop(self) -> BareBatch {
        BareBatch { commands: self.0.commands.len(), took: self.1.elapsed() }
    }
}
