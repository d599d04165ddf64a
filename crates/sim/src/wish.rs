//! What to fill.

use domain::kernel::Millis;

/// Which days, and how busy.
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
    /// People who come for each counter and day.
    pub people_per_counter: i64,
}

impl Wish {
    /// The demo's: the provincial hall and a ward; before July 2025 the city centre of that time.
    #[must_use]
    pub fn demo(seed: u64, days: u32, until: Millis) -> Self {
        let halls = ["H1", "P-BC", "HL-2021"].map(str::to_owned).to_vec();
        Self { seed, days, until, halls, people_per_counter: 4 }
    }
}
