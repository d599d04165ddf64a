//! The number this process makes its ids with: no two servers on one database have the same at one time.

use crate::open::PROVINCE;
use app::{Clock, SystemClock};
use std::time::Duration;
use store::{NODE_LEASE_MS, Store};

/// A node number, kept while this lives; afterwards it runs out by itself.
pub(crate) struct Node {
    number: i64,
    keeping: tokio::task::JoinHandle<()>,
}

impl Node {
    /// Takes a free number.
    ///
    /// # Errors
    /// When the store cannot be asked, or all numbers are taken.
    pub(crate) async fn take(store: &Store) -> anyhow::Result<Self> {
        let holder = format!("{}-{}", std::process::id(), app::token());
        let taken = store.take_node(PROVINCE, &holder, SystemClock.now()).await?;
        let number = taken
            .ok_or_else(|| anyhow::anyhow!("too many servers on this database: no node number is free"))?;
        Ok(Self { number, keeping: tokio::spawn(keep(store.clone(), number, holder)) })
    }

    /// The number.
    pub(crate) const fn number(&self) -> i64 {
        self.number
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.keeping.abort();
    }
}

async fn keep(store: Store, number: i64, holder: String) {
    let every = Duration::from_millis(u64::try_from(NODE_LEASE_MS / 3).expect("a positive time"));
    loop {
        tokio::time::sleep(every).await;
        match store.keep_node(PROVINCE, number, &holder, SystemClock.now()).await {
            Ok(true) => {}
            // Whoever has it now makes ids of other milliseconds: this process was asleep for longer than the lease.
            Ok(false) => tracing::error!(node = number, "the node number was lost; restart this server"),
            Err(error) => tracing::warn!(%error, "the node number could not be kept"),
        }
    }
}
