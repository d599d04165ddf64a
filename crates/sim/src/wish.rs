//! What to fill.

use crate::ways::Ways;
use domain::kernel::Millis;

/// Which days, where, and with whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// The same seed makes the same journal.
    pub seed: u64,
    /// Working days of history, the last one included.
    pub days: u32,
    /// The instant at which the history ends: the demo's "now".
    pub until: Millis,
    /// Halls that are open, as far as they existed then and somebody works there.
    pub halls: Vec<String>,
    /// How people come and behave.
    pub ways: Ways,
    /// Commands are handed in twice, clocks jump, and what fails is handed in again.
    pub faults: bool,
}

impl Wish {
    /// A province with everybody in it: the provincial hall and three wards; before July 2025 the city centre of that time.
    #[must_use]
    pub fn province(seed: u64, days: u32, until: Millis) -> Self {
        let halls = ["H1", "P-BC", "P-CX", "P-HG", "HL-2021"].map(str::to_owned).to_vec();
        Self { seed, days, until, halls, ways: Ways::shipped(), faults: false }
    }

    /// Quiet days in two halls: for tests and for walking through without waiting one's turn.
    #[must_use]
    pub fn quiet(seed: u64, days: u32, until: Millis) -> Self {
        let halls = ["H1", "P-BC", "HL-2021"].map(str::to_owned).to_vec();
        let ways = Ways { people_per_counter: 4, ..Ways::shipped() };
        Self { seed, days, until, halls, ways, faults: false }
    }
}
