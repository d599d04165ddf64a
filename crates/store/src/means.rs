//! What a writer works with.

use crate::chain::Nonces;
use crate::faults::Faults;

/// Where nonces come from, and what goes wrong.
#[derive(Clone, Debug)]
pub(crate) struct Means {
    pub nonces: Nonces,
    pub faults: Faults,
}
