//! The transparency log against the journal: every tile kept and every checkpoint ever signed.

use super::{BadRow, PAGE};
use crate::error::StoreError;
use crate::log::{LogCheckpoint, read_checkpoint, read_note};
use crate::reader::Reader;
use crate::writes;
use domain::kernel::Tenant;
use std::collections::BTreeMap;
use tlog_tiles::{EMPTY_HASH, Hash, node_hash, record_hash};

/// Hashes in a full tile.
const WIDTH: usize = 256;
/// Bytes of a full tile.
const FULL: usize = WIDTH * 32;

/// The tree of the journal, grown event by event without the kept tiles: only its right edge and the tiles to compare.
pub(super) struct LogCheck {
    tenant: Tenant,
    checkpoints: BTreeMap<i64, LogCheckpoint>,
    /// Roots of the full subtrees so far, largest first, with their heights.
    edge: Vec<(u32, Hash)>,
    tiles: BTreeMap<(i64, i64), Vec<u8>>,
    size: i64,
}

impl LogCheck {
    pub(super) async fn read(reader: &mut Reader, tenant: Tenant) -> Result<Self, StoreError> {
        let rows = reader.query(&writes::LOG_CHECKPOINTS, &[tenant.into()]).await?;
        let mut checkpoints = BTreeMap::new();
        for row in &rows {
            let checkpoint = read_checkpoint(row)?;
            checkpoints.insert(checkpoint.size, checkpoint);
        }
        Ok(Self { tenant, checkpoints, edge: Vec::new(), tiles: BTreeMap::new(), size: 0 })
    }

    /// The checkpoint of an empty log.
    pub(super) fn at_start(&mut self) -> Option<BadRow> {
        self.checkpoint().err()
    }

    /// One more event.
    pub(super) fn add(&mut self, seq: i64, hash: &[u8]) -> Result<(), BadRow> {
        let leaf = record_hash(hash);
        self.put_in_tile(0, seq - 1, leaf);
        let (mut height, mut node) = (0, leaf);
        while let Some((_, left)) = self.edge.pop_if(|(of, _)| *of == height) {
            node = node_hash(left, node);
            height += 1;
            if height % 8 == 0 {
                self.put_in_tile(i64::from(height / 8), (seq - 1) >> height, node);
            }
        }
        self.edge.push((height, node));
        self.size = seq;
        self.checkpoint()
    }

    fn put_in_tile(&mut self, level: i64, place: i64, hash: Hash) {
        self.tiles.entry((level, place >> 8)).or_default().extend_from_slice(&hash.0);
    }

    fn root(&self) -> Hash {
        let nodes = self.edge.iter().rev().map(|(_, node)| *node);
        nodes.reduce(|right, left| node_hash(left, right)).unwrap_or(EMPTY_HASH)
    }

    fn checkpoint(&mut self) -> Result<(), BadRow> {
        let Some(checkpoint) = self.checkpoints.remove(&self.size) else { return Ok(()) };
        if checkpoint.root != self.root().0 {
            return Err(BadRow::at(self.size, "the log's root signed at this size is not the journal's"));
        }
        match read_note(&checkpoint.note, &checkpoint.verifier) {
            Some((_, size, root)) if size == checkpoint.size && root == checkpoint.root => Ok(()),
            _ => Err(BadRow::at(self.size, "the log's checkpoint of this size is not what was signed")),
        }
    }

    /// Checkpoints beyond the journal's end, and the tiles kept.
    pub(super) async fn tail(&self, reader: &mut Reader) -> Result<Option<BadRow>, StoreError> {
        if let Some(size) = self.checkpoints.keys().next() {
            let what = format!("a log of {size} events was signed, the journal ends before");
            return Ok(Some(BadRow::at(self.size + 1, what)));
        }
        let (mut after, mut next_full) = ((-1_i64, -1_i64), 0);
        loop {
            let values = [self.tenant.into(), after.0.into(), after.1.into(), PAGE.into()];
            let rows = reader.query(&writes::LOG_TILES, &values).await?;
            let Some(last) = rows.last() else { break };
            after = (last.i64(0), last.i64(1));
            for row in &rows {
                let (place, kept) = ((row.i64(0), row.i64(1)), row.blob(2));
                let made = self.tiles.get(&place).is_some_and(|tile| tile.starts_with(kept));
                let whole = place.0 > 0 || (kept.len() == FULL && place.1 == next_full);
                next_full += i64::from(place.0 == 0);
                if !made || !whole || kept.is_empty() {
                    let key = format!("{}/{}", place.0, place.1);
                    return Ok(Some(BadRow::row(key, "the log's tile is not the journal's")));
                }
            }
        }
        Ok(None)
    }
}
