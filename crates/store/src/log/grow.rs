//! The log catches up with the journal: full tiles are kept, and once all is in, the root is signed.

use super::hashes::{self, HASH, Root, WIDTH};
use super::{LogCheckpoint, LogKey, read_checkpoint};
use crate::batch;
use crate::error::StoreError;
use crate::statement::Tx;
use crate::writes;
use domain::kernel::{Millis, Tenant};
use std::collections::BTreeMap;
use tlog_tiles::{Hash, Tile, record_hash};

/// Tiles made in one transaction: commands wait meanwhile, so a log that is far behind catches up in several.
const AT_ONCE: u64 = 64;

/// How far the log came.
pub(crate) struct Grown {
    /// Signed, once nothing is left to do.
    pub checkpoint: Option<LogCheckpoint>,
}

/// Makes tiles for what the journal has and the log has not; signs once it has caught up. Nothing is signed that would deny
/// what was signed before.
pub(crate) async fn grow<T: Tx>(
    tx: &mut T,
    tenant: Tenant,
    key: &LogKey,
    at: Millis,
) -> Result<Grown, StoreError> {
    let head = batch::lock_head(tx, tenant).await?;
    let size = u64::try_from(head.seq).expect("a count of events");
    let made = tx.query(writes::LOG_TILES_MADE.sql, &[tenant.into()]).await?;
    let made = made.first().map_or(0, |row| u64::try_from(row.i64(0)).expect("a count of tiles"));
    let full = size / WIDTH;
    let until = full.min(made + AT_ONCE);
    let mut growth = Growth::default();
    for n in made..until {
        growth.add_tile(tx, tenant, n).await?;
    }
    growth.write(tx, tenant).await?;
    if until < full {
        return Ok(Grown { checkpoint: None });
    }
    let rows = tx.query(writes::LOG_NEWEST.sql, &[tenant.into()]).await?;
    let newest = rows.first().map(read_checkpoint).transpose()?;
    if let Some(newest) = newest {
        stays_true(tx, tenant, size, &newest).await?;
        if newest.size == head.seq && newest.verifier == key.verifier() {
            return Ok(Grown { checkpoint: Some(newest) });
        }
    }
    let root = hashes::compute(tx, tenant, &Root(size)).await?;
    let signed = LogCheckpoint {
        size: head.seq,
        root: root.0,
        note: key.sign(size, root)?,
        verifier: key.verifier().to_owned(),
        signed_at: at,
    };
    let values = [
        tenant.into(),
        signed.size.into(),
        signed.root.to_vec().into(),
        signed.note.as_str().into(),
        signed.verifier.as_str().into(),
        at.into(),
    ];
    tx.execute(writes::LOG_SIGNED.sql, &values).await?;
    Ok(Grown { checkpoint: Some(signed) })
}

async fn stays_true<T: Tx>(
    tx: &mut T,
    tenant: Tenant,
    size: u64,
    newest: &LogCheckpoint,
) -> Result<(), StoreError> {
    let before = u64::try_from(newest.size).expect("a count of events");
    let denied =
        |what: &str| Err(StoreError::Corrupt(format!("the log of {before} events was signed, {what}")));
    if before > size {
        return denied("the journal has fewer now");
    }
    if hashes::compute(tx, tenant, &Root(before)).await?.0 != newest.root {
        return denied("the journal tells of others now");
    }
    Ok(())
}

/// Tiles made in this transaction and not yet written.
#[derive(Default)]
struct Growth(BTreeMap<(u8, u64), Vec<u8>>);

impl Growth {
    async fn add_tile<T: Tx>(&mut self, tx: &mut T, tenant: Tenant, n: u64) -> Result<(), StoreError> {
        let leaves = hashes::leaves(tx, tenant, n * WIDTH, WIDTH).await?;
        let tile: Vec<u8> = leaves.iter().flat_map(|leaf| record_hash(leaf).0).collect();
        if tile.len() != HASH * 256 {
            return Err(StoreError::Corrupt(format!(
                "the journal has {} of 256 events for tile {n}",
                leaves.len()
            )));
        }
        let mut carried = Tile::subtree_hash(&tile);
        self.0.insert((0, n), tile);
        let (mut level, mut place) = (1, n);
        while let Some(full) = self.append(tx, tenant, level, place, carried).await? {
            carried = full;
            place /= WIDTH;
            level += 1;
        }
        Ok(())
    }

    /// Puts a hash at its place in a level; gives the tile's own hash when that filled it.
    async fn append<T: Tx>(
        &mut self,
        tx: &mut T,
        tenant: Tenant,
        level: u8,
        place: u64,
        hash: Hash,
    ) -> Result<Option<Hash>, StoreError> {
        let (n, within) = (place / WIDTH, place % WIDTH);
        let mut tile = match self.0.remove(&(level, n)) {
            Some(tile) => tile,
            None if within == 0 => Vec::new(),
            None => hashes::tile(tx, tenant, level, n, within).await?.ok_or_else(|| {
                StoreError::Corrupt(format!("the transparency log has no tile {n} of level {level}"))
            })?,
        };
        tile.truncate(usize::try_from(within).expect("below 256") * HASH);
        tile.extend_from_slice(&hash.0);
        let full = (tile.len() == HASH * 256).then(|| Tile::subtree_hash(&tile));
        self.0.insert((level, n), tile);
        Ok(full)
    }

    async fn write<T: Tx>(self, tx: &mut T, tenant: Tenant) -> Result<(), StoreError> {
        for ((level, n), tile) in self.0 {
            let number = i64::try_from(n).expect("numbers of tiles fit");
            let values = [tenant.into(), i64::from(level).into(), number.into(), tile.into()];
            tx.execute(writes::LOG_PUT_TILE.sql, &values).await?;
        }
        Ok(())
    }
}
