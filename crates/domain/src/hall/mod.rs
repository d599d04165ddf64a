//! Sảnh: what is counted of a hall's days. No thing with a life of its own: arithmetic over what happened to tickets.

mod days;
mod estimate;
mod look_back;
mod next_hour;
mod promise;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_next_hour;

pub use days::{Days, Reach};
pub use estimate::{Busy, LATELY, Open, Pace, Served, Standing};
pub use look_back::{Accuracy, Asked, CLOSE_MS, CounterThen, DayThen, Told, look_back, told_on};
pub use next_hour::{
    AHEAD_MS, Before, Demand, FEWEST_ALIKE, LeftBehind, MOST_TO_OPEN, Outlook, Station, left_behind, outlook,
};
pub use promise::{End, Journey, Lengths, Measure, Outcome, Stage, Tally};

use crate::kernel::Millis;

/// The promised time of a hall, when the province set no other.
pub const USUAL_PROMISE_MS: Millis = 10 * 60_000;
