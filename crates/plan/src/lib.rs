//! Kế hoạch: a hall on paper, by the decisions of a real one. What would change with another counter is tried here before anybody
//! is asked to sit there.
//!
//! A [`Day`] is made of what the journal says of a day of a hall and lived through once more with a [`Change`], each time with the chance
//! of another seed. Nothing is written and nothing is asked of a store; chance is drawn from [`Dice`] only.

#![deny(missing_docs)]

mod day;
mod dice;
mod floor;
mod mmc;

pub use day::{Band, Change, Day, FieldWaits, Waits};
pub use dice::Dice;
pub use floor::{Before, Ended, Guest, Layout, Window, run};
pub use mmc::{Mmc, MmcError, Steady};
