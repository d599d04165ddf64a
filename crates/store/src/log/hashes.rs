//! Hashes of the tree, fetched by tile: the arithmetic of RFC 6962 asks for them one by one and at once.

use crate::error::StoreError;
use crate::statement::Ask;
use crate::writes;
use domain::kernel::Tenant;
use std::cell::RefCell;
use std::collections::BTreeMap;
use tlog_tiles::{Hash, HashReader, Tile, record_hash};

/// Levels of the tree in a tile, as C2SP tlog-tiles has it.
pub(super) const HEIGHT: u8 = 8;
/// Hashes in a full tile.
pub(super) const WIDTH: u64 = 1 << HEIGHT;
/// Bytes of a hash.
pub(super) const HASH: usize = 32;

type Failed = tlog_tiles::Error;

/// Learns which hashes a computation needs.
#[derive(Default)]
struct Wanted(RefCell<Vec<u64>>);

impl HashReader for Wanted {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, Failed> {
        self.0.borrow_mut().extend_from_slice(indexes);
        Ok(vec![Hash::default(); indexes.len()])
    }
}

/// Gives the hashes that were fetched.
struct Known(BTreeMap<u64, Hash>);

impl HashReader for Known {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, Failed> {
        indexes.iter().map(|index| self.0.get(index).copied().ok_or(Failed::IndexesNotInTree)).collect()
    }
}

/// A computation over hashes of the tree: run once to learn what it needs, and again with what was fetched.
pub(super) trait Computation {
    type Output;
    fn run<R: HashReader>(&self, hashes: &R) -> Result<Self::Output, Failed>;
}

/// The root of the tree of so many events.
pub(super) struct Root(pub u64);

impl Computation for Root {
    type Output = Hash;
    fn run<R: HashReader>(&self, hashes: &R) -> Result<Hash, Failed> {
        tlog_tiles::tree_hash(self.0, hashes)
    }
}

/// The path from a leaf to the root.
pub(super) struct Inclusion {
    pub size: u64,
    pub leaf: u64,
}

impl Computation for Inclusion {
    type Output = Vec<Hash>;
    fn run<R: HashReader>(&self, hashes: &R) -> Result<Vec<Hash>, Failed> {
        tlog_tiles::prove_record(self.size, self.leaf, hashes)
    }
}

/// The proof that a larger tree holds a smaller one as its beginning.
pub(super) struct Consistency {
    pub size: u64,
    pub before: u64,
}

impl Computation for Consistency {
    type Output = Vec<Hash>;
    fn run<R: HashReader>(&self, hashes: &R) -> Result<Vec<Hash>, Failed> {
        tlog_tiles::prove_tree(self.size, self.before, hashes)
    }
}

/// Computes with hashes from the database: O(log n) of them, from as many tiles at most.
pub(super) async fn compute<A: Ask, C: Computation>(
    ask: &mut A,
    tenant: Tenant,
    what: &C,
) -> Result<C::Output, StoreError> {
    let corrupt = |error: Failed| StoreError::Corrupt(format!("the transparency log: {error}"));
    let wanted = {
        let wanted = Wanted::default();
        // What comes out is of no use: the hashes were not there.
        drop(what.run(&wanted));
        wanted.0.into_inner()
    };
    let mut tiles: BTreeMap<(u8, u64), Vec<u8>> = BTreeMap::new();
    let mut known = BTreeMap::new();
    for index in wanted {
        let needed = Tile::from_index(HEIGHT, index);
        let place = (needed.level(), needed.level_index());
        let width = u64::from(needed.width());
        let enough = usize::try_from(width).expect("at most 256") * HASH;
        if tiles.get(&place).is_none_or(|tile| tile.len() < enough) {
            let bytes = tile(ask, tenant, place.0, place.1, width)
                .await?
                .ok_or_else(|| StoreError::Corrupt(format!("the transparency log has no tile {place:?}")))?;
            tiles.insert(place, bytes);
        }
        let bytes = &tiles[&place];
        known.insert(index, needed.hash_at_index(bytes, index).map_err(corrupt)?);
    }
    what.run(&Known(known)).map_err(corrupt)
}

/// The first hashes of a tile; none when it is not that wide yet. Level 0 comes from the journal where no full tile is kept.
pub(super) async fn tile<A: Ask>(
    ask: &mut A,
    tenant: Tenant,
    level: u8,
    n: u64,
    width: u64,
) -> Result<Option<Vec<u8>>, StoreError> {
    let Ok(number) = i64::try_from(n) else { return Ok(None) };
    let wanted = usize::try_from(width).expect("at most 256") * HASH;
    let kept =
        ask.query(writes::LOG_TILE.sql, &[tenant.into(), i64::from(level).into(), number.into()]).await?;
    if let Some(row) = kept.first() {
        return Ok(row.blob(0).get(..wanted).map(<[u8]>::to_vec));
    }
    if level > 0 {
        return Ok(None);
    }
    let leaves = leaves(ask, tenant, n * WIDTH, width).await?;
    let bytes: Vec<u8> = leaves.iter().flat_map(|leaf| record_hash(leaf).0).collect();
    Ok((bytes.len() == wanted).then_some(bytes))
}

/// The entries from one on: hashes of events, salted by their nonces.
pub(super) async fn leaves<A: Ask>(
    ask: &mut A,
    tenant: Tenant,
    first: u64,
    count: u64,
) -> Result<Vec<Vec<u8>>, StoreError> {
    let Ok(after) = i64::try_from(first) else { return Ok(Vec::new()) };
    let count = i64::try_from(count).expect("a few");
    let rows =
        ask.query(writes::LOG_LEAVES.sql, &[tenant.into(), after.into(), (after + count).into()]).await?;
    Ok(rows.iter().map(|row| row.blob(0).to_vec()).collect())
}
