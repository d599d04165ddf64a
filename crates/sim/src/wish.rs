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
    /// Halls that are open.
    pub halls: Vec<String>,
    /// People who come for each counter and day.
    pub people_per_counter: i64,
}

impl Wish {
    /// The demo's: the provincial hall and one ward.
    #[must_use]
    pub fn demo(seed: u64, days: u32, until: Millis) -> Self {
        Self { seed, days, until, halls: vec!["H1".to_owned(), "P-BC".to_owned()], people_per_counter: 4 }
    }
}
