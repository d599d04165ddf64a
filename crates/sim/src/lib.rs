//! Một trung tâm và người dân của nó: a small, seeded crowd that fills days of a province by the same commands as everybody.
//!
//! A [`Crowd`] owns the clock: it sets it to the instant of each act, so that whatever is decided (due dates, lamps, numbers)
//! is what would have been decided then. The same seed from the same morning makes the same journal, byte for byte.
//!
//! # Adding behaviour
//! What people at the counters do is in `counter.rs`, what happens behind them in `back.rs`; chances are drawn from [`Dice`]
//! only, in an order that does not depend on anything but the journal so far. `people.rs` makes synthetic people.

#![deny(missing_docs)]

mod back;
mod counter;
mod crowd;
mod dice;
mod people;
mod wish;

pub use crowd::{Crowd, Filled, SimError, Watcher};
pub use dice::Dice;
pub use wish::Wish;
