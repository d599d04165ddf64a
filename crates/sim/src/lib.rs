//! Một trung tâm và người dân của nó: a small, seeded crowd that fills days of a province by the same commands as everybody.
//!
//! A [`Crowd`] is made of lanes, each with a clock, a random source and ids of its own: counters that serve the same people, and
//! a few who work on the dossiers behind them. They live through an hour side by side and meet when it ends. Each
//! lane sets its clock to the instant of each act, so that whatever is decided (due dates, lamps, numbers) is what would have been
//! decided then. The same seed from the same morning makes the same journal, byte for byte: the store's rounds put the commands
//! of the lanes in an order that does not depend on who is faster.
//!
//! # Adding behaviour
//! Numbers are in `data/crowd/crowd.toml`. What people at the counters do is in `counter.rs`, what happens behind them in
//! `back.rs`; chances are drawn from [`plan::Dice`] only, in an order that does not depend on anything but the journal so far.
//! Within an hour a lane touches only what is its own: what another has to do with goes through `pass`. `people.rs` makes
//! synthetic people.

#![deny(missing_docs)]

mod back;
mod counter;
mod crowd;
mod fitted;
mod lane;
pub mod line_law;
mod live;
mod papers;
mod people;
mod petitions;
mod ways;
mod wish;

pub use crowd::{Crowd, Filled, SimError, Watcher};
pub use fitted::{StepTime, tenths};
pub use ways::Ways;
pub use wish::Wish;
