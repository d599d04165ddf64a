//! The public log: every event's salted digest in an append-only Merkle tree (RFC 6962), published as C2SP tlog-tiles with a
//! signed checkpoint, so that nobody, not even the operator, can change the past quietly.
//!
//! Entry n of the log is the `hash` of event n + 1: 32 bytes over the event and its random nonce, so the log tells nothing
//! of what happened. The tree follows from the journal; full tiles are kept so that a root or a proof reads O(log n) rows.
//! The log trails the journal until [`Store::checkpoint`] brings it up and signs: a job's work, not a command's.

mod grow;
mod hashes;
mod key;
mod path;

use crate::error::{CommitError, StoreError};
use crate::queue::Work;
use crate::statement::Row;
use crate::store::Store;
use crate::writes;
use domain::kernel::{Millis, Tenant};
pub(crate) use grow::{Grown, grow};
use hashes::{Consistency, HASH, Inclusion, WIDTH};
pub use key::{LogKey, read_note};
pub use path::TilePath;
use std::path::PathBuf;
use std::sync::Arc;
use tlog_tiles::{Hash, check_record, check_tree, record_hash};

/// A signed statement how far the log reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogCheckpoint {
    /// Events in it.
    pub size: i64,
    /// Merkle tree hash over them.
    pub root: [u8; 32],
    /// The signed note, as it is published at `checkpoint`.
    pub note: String,
    /// The public key it was signed under: `name+id+key`.
    pub verifier: String,
    /// When it was signed.
    pub signed_at: Millis,
}

/// The proof that an event is in the log of a checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogProof {
    /// The event.
    pub seq: i64,
    /// Its hash, as the journal has it.
    pub entry: [u8; 32],
    /// Hashes beside the path from the leaf to the root, lowest first.
    pub path: Vec<[u8; 32]>,
    /// What it leads to.
    pub checkpoint: LogCheckpoint,
}

impl LogProof {
    /// The path leads from the entry to the root.
    #[must_use]
    pub fn holds(&self) -> bool {
        is_included(&self.entry, self.seq, &self.path, self.checkpoint.size, &self.checkpoint.root)
    }

    /// The leaf of the tree: `SHA-256(0 ‖ entry)`.
    #[must_use]
    pub fn leaf(&self) -> [u8; 32] {
        record_hash(&self.entry).0
    }

    /// For each hash of the path, lowest first, whether it stands to the left of what was computed so far, so that somebody
    /// with nothing but SHA-256 at hand can follow it: `SHA-256(1 ‖ left ‖ right)` at every step (RFC 9162, 2.1.3.2).
    #[must_use]
    pub fn stands_left(&self) -> Vec<bool> {
        let (mut node, mut last) = (self.seq - 1, self.checkpoint.size - 1);
        let mut sides = Vec::with_capacity(self.path.len());
        for _ in &self.path {
            let left = node % 2 == 1 || node == last;
            while left && node % 2 == 0 && node > 0 {
                (node, last) = (node / 2, last / 2);
            }
            sides.push(left);
            (node, last) = (node / 2, last / 2);
        }
        sides
    }
}

/// The event `seq` with that hash is in the log of `size` events with that root.
#[must_use]
pub fn is_included(entry: &[u8; 32], seq: i64, path: &[[u8; 32]], size: i64, root: &[u8; 32]) -> bool {
    let (Ok(leaf), Ok(size)) = (u64::try_from(seq - 1), u64::try_from(size)) else { return false };
    let path: Vec<Hash> = path.iter().map(|hash| Hash(*hash)).collect();
    leaf < size && check_record(&path, size, Hash(*root), leaf, record_hash(entry)).is_ok()
}

/// The log of `size` events begins with the log of `before` events.
#[must_use]
pub fn is_continued(proof: &[[u8; 32]], before: (i64, &[u8; 32]), now: (i64, &[u8; 32])) -> bool {
    let (Ok(smaller), Ok(size)) = (u64::try_from(before.0), u64::try_from(now.0)) else { return false };
    let proof: Vec<Hash> = proof.iter().map(|hash| Hash(*hash)).collect();
    (1..=size).contains(&smaller) && check_tree(&proof, size, Hash(*now.1), smaller, Hash(*before.1)).is_ok()
}

impl Store {
    /// Brings the log up to the journal and signs how far it came. Nothing new: the newest checkpoint again.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when the journal denies what was signed before; nothing is signed then.
    pub async fn checkpoint(
        &self,
        tenant: Tenant,
        key: &Arc<LogKey>,
        at: Millis,
    ) -> Result<LogCheckpoint, CommitError> {
        loop {
            let key = Arc::clone(key);
            let grown = self.send(tenant, |caller| Work::GrowLog(key, at, caller)).await??;
            if let Some(checkpoint) = grown.checkpoint {
                return Ok(checkpoint);
            }
        }
    }

    /// The newest checkpoint; none before the first.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn log_checkpoint(&self, tenant: Tenant) -> Result<Option<LogCheckpoint>, StoreError> {
        let rows = self.query(tenant, &writes::LOG_NEWEST, &[tenant.into()]).await?;
        rows.first().map(read_checkpoint).transpose()
    }

    /// A tile or bundle of entries below `tile/`, as it is published; nothing when the newest checkpoint does not reach it.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn log_file(&self, tenant: Tenant, path: &str) -> Result<Option<Vec<u8>>, StoreError> {
        match TilePath::parse(path) {
            Some(TilePath::Hashes(level, n, width)) => self.log_tile(tenant, level, n, width).await,
            Some(TilePath::Entries(n, width)) => self.log_entries(tenant, n, width).await,
            None => Ok(None),
        }
    }

    /// The first `width` hashes of tile `n` of a level; nothing when the newest checkpoint does not reach them.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn log_tile(
        &self,
        tenant: Tenant,
        level: u8,
        n: u64,
        width: u64,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        if !self.log_reaches(tenant, level, n, width).await? {
            return Ok(None);
        }
        let mut reader = self.read(tenant).await?;
        let tile = hashes::tile(&mut reader, tenant, level, n, width).await?;
        reader.end().await?;
        Ok(tile)
    }

    /// The first `width` entries of bundle `n`, each behind its length as two bytes, big end first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn log_entries(
        &self,
        tenant: Tenant,
        n: u64,
        width: u64,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        if !self.log_reaches(tenant, 0, n, width).await? {
            return Ok(None);
        }
        let mut reader = self.read(tenant).await?;
        let leaves = hashes::leaves(&mut reader, tenant, n * WIDTH, width).await?;
        reader.end().await?;
        let mut bytes = Vec::with_capacity(leaves.len() * (HASH + 2));
        for leaf in leaves {
            bytes.extend_from_slice(&u16::try_from(leaf.len()).expect("32 bytes").to_be_bytes());
            bytes.extend_from_slice(&leaf);
        }
        Ok(Some(bytes))
    }

    async fn log_reaches(&self, tenant: Tenant, level: u8, n: u64, width: u64) -> Result<bool, StoreError> {
        let Some(newest) = self.log_checkpoint(tenant).await? else { return Ok(false) };
        let size = u64::try_from(newest.size).expect("a count of events");
        // A hash of level l covers 256^l events.
        let hashes = size.checked_shr(8 * u32::from(level)).unwrap_or(0);
        Ok(n.checked_mul(WIDTH).and_then(|first| first.checked_add(width)).is_some_and(|end| end <= hashes))
    }

    /// Hashes beside the path from an event to the root of the log of `size` events; nothing when it is not in there or the
    /// log was never that long.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn inclusion_proof(
        &self,
        tenant: Tenant,
        seq: i64,
        size: i64,
    ) -> Result<Option<Vec<[u8; 32]>>, StoreError> {
        let newest = self.log_checkpoint(tenant).await?;
        if seq < 1 || seq > size || newest.is_none_or(|newest| newest.size < size) {
            return Ok(None);
        }
        let (size, leaf) =
            (u64::try_from(size).expect("positive"), u64::try_from(seq - 1).expect("positive"));
        let mut reader = self.read(tenant).await?;
        let path = hashes::compute(&mut reader, tenant, &Inclusion { size, leaf }).await?;
        reader.end().await?;
        Ok(Some(path.into_iter().map(|hash| hash.0).collect()))
    }

    /// The proof that the log of `size` events begins with the log of `before` events, for monitors.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn consistency_proof(
        &self,
        tenant: Tenant,
        before: i64,
        size: i64,
    ) -> Result<Option<Vec<[u8; 32]>>, StoreError> {
        let newest = self.log_checkpoint(tenant).await?;
        if before < 1 || before > size || newest.is_none_or(|newest| newest.size < size) {
            return Ok(None);
        }
        let (size, before) =
            (u64::try_from(size).expect("positive"), u64::try_from(before).expect("positive"));
        let mut reader = self.read(tenant).await?;
        let proof = hashes::compute(&mut reader, tenant, &Consistency { size, before }).await?;
        reader.end().await?;
        Ok(Some(proof.into_iter().map(|hash| hash.0).collect()))
    }

    /// An event with its path to the newest checkpoint, as a dossier's page shows it; nothing while the log has not reached
    /// it.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn inclusion(&self, tenant: Tenant, seq: i64) -> Result<Option<LogProof>, StoreError> {
        let Some(checkpoint) = self.log_checkpoint(tenant).await? else { return Ok(None) };
        let Some(path) = self.inclusion_proof(tenant, seq, checkpoint.size).await? else { return Ok(None) };
        let rows =
            self.query(tenant, &writes::LOG_LEAVES, &[tenant.into(), (seq - 1).into(), seq.into()]).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        Ok(Some(LogProof { seq, entry: hash_of(row, 0)?, path, checkpoint }))
    }

    /// The folder a file database lies in: where its log's key belongs. None for a server.
    #[must_use]
    pub fn folder(&self) -> Option<PathBuf> {
        self.path().and_then(|path| path.parent()).map(std::path::Path::to_path_buf)
    }
}

fn hash_of(row: &Row, column: usize) -> Result<[u8; 32], StoreError> {
    row.blob(column)
        .try_into()
        .map_err(|_| StoreError::Corrupt("a hash of another length than 32 bytes".to_owned()))
}

pub(crate) fn read_checkpoint(row: &Row) -> Result<LogCheckpoint, StoreError> {
    Ok(LogCheckpoint {
        size: row.i64(0),
        root: hash_of(row, 1)?,
        note: row.text(2).to_owned(),
        verifier: row.text(3).to_owned(),
        signed_at: row.i64(4),
    })
}
