//! What a writer works with.

use crate::chain::Nonces;
use crate::faults::Faults;

/// SQLite's write-ahead log is folded back beyond this size, and when the writer has nothing to do.
pub(crate) const LARGE_LOG: u64 = 64 << 20;

/// Where nonces come from, what goes wrong, which log is large, and how much is gathered before a COMMIT.
#[derive(Clone, Debug)]
pub(crate) struct Means {
    pub nonces: Nonces,
    pub faults: Faults,
    pub large_log: u64,
    pub gathered: usize,
    #[cfg(feature = "bench")]
    pub tape: Option<crate::bench::Tape>,
}
