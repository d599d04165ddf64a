//! Everything that follows from the journal, thrown away and made again.

use super::PAGE;
use super::events::Folded;
use crate::batch;
use crate::chain::Envelope;
use crate::error::{CommitError, StoreError};
use crate::queue::{Told, Work};
use crate::statement::Tx;
use crate::store::Store;
use crate::verify::Progress;
use crate::writes::{self, Bulk};
use domain::State;
use domain::kernel::{StreamId, Tenant};
use domain::tables::TABLES;
use std::collections::BTreeMap;

impl Store {
    /// Makes everything pages see again from the journal, states on hand too; gives the number of streams. Commands wait
    /// meanwhile.
    ///
    /// # Errors
    /// When the journal cannot be read or the tables not written; nothing is changed then.
    pub async fn rebuild(&self, tenant: Tenant) -> Result<u64, CommitError> {
        self.rebuild_with(tenant, &|_, _| {}).await
    }

    /// The same, telling how many events are folded and how many there are.
    ///
    /// # Errors
    /// As [`Store::rebuild`].
    pub async fn rebuild_with(&self, tenant: Tenant, progress: Progress<'_>) -> Result<u64, CommitError> {
        let streams = self.told(tenant, progress, Work::Rebuild).await?;
        self.states().clear();
        Ok(streams)
    }
}

/// Deletes everything pages see and writes it again from the journal, states on hand too. One transaction, in which nobody
/// else writes to the tenant.
pub(crate) async fn rebuild<T: Tx>(tx: &mut T, tenant: Tenant, told: &Told) -> Result<u64, StoreError> {
    let head = batch::lock_head(tx, tenant).await?;
    let mut folded: BTreeMap<StreamId, Folded> = BTreeMap::new();
    let mut after = 0;
    loop {
        let rows = tx.query(writes::FEED.sql, &[tenant.into(), after.into(), PAGE.into()]).await?;
        let Some(last) = rows.last() else { break };
        after = last.i64(0);
        for envelope in rows.iter().map(Envelope::from_row) {
            let before = folded.remove(&envelope.stream);
            folded.insert(envelope.stream, Folded::next(before, &envelope)?);
        }
        told.send_replace((after, head.seq));
    }
    tx.execute("DELETE FROM stream WHERE tenant = $1", &[tenant.into()]).await?;
    for table in TABLES {
        tx.execute(&format!("DELETE FROM {} WHERE tenant = $1", table.name), &[tenant.into()]).await?;
    }
    let streams: Vec<(StreamId, Folded)> = folded.into_iter().collect();
    for some in streams.chunks(500) {
        let rows = some
            .iter()
            .map(|(stream, now)| {
                batch::stream_row(tenant, *stream, now.kind, now.version, &now.hash, &now.state)
            })
            .collect();
        batch::insert(tx, &Bulk::stream(), rows).await?;
        let states: Vec<(StreamId, State)> =
            some.iter().map(|(stream, now)| (*stream, now.state.clone())).collect();
        batch::write_views(tx, tenant, &states).await?;
    }
    Ok(u64::try_from(streams.len()).expect("streams fit"))
}
