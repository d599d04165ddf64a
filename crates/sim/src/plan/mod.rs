//! Kế hoạch: a hall on paper, by the decisions of a real one. What would change with another counter is tried here before anybody
//! is asked to sit there.

mod day;
mod floor;
mod mmc;

pub use day::{Band, Change, Day, FieldWaits, Waits};
pub use floor::{Before, Ended, Guest, Layout, Window, run};
pub use mmc::{Mmc, MmcError, Steady};
