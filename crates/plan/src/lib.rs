//! Kế hoạch: a hall on paper, by the decisions of a real one. What would change with another counter is tried here before anybody
//! is asked to sit there.
//!
//! A [`Day`] is made of what the journal says of a day of a hall and lived through once more with a [`Change`], each time with the chance
//! of another seed. Nothing is written; chance is drawn from [`Dice`] only. [`Question`] is what people ask on the command line and on the
//! page `/plan`, answered from what is [`Known`] of the hall.

#![deny(missing_docs)]

mod day;
mod dice;
mod floor;
mod mmc;
mod question;
mod waits;

pub use day::{Change, Day};
pub use dice::Dice;
pub use floor::{Before, Ended, Guest, Layout, Window, run};
pub use mmc::{Mmc, MmcError, Steady};
pub use question::{Answer, Break, Known, Question, Unplanned, minutes_of_day};
pub use waits::{Band, Bands, FigureBands, Figures, Waits};
