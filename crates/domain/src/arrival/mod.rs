//! Lượt đến: somebody comes to a centre that asks people at its door how they are.
//!
//! ```text
//!             enter             a person of the centre lets them in
//! declared ----------> may come in <------------------------------- to be tested, to wait outside
//! ```
//!
//! Invariants: the answers are in a table of their own and never here; what follows from them is said by the form's rules, and changed by people only.

mod apply;
mod decide;
mod event;
mod state;
#[cfg(test)]
mod tests;
mod views;

pub use apply::apply;
pub use decide::{Command, Declare, Facts, decide};
pub use event::Event;
pub use state::{Advice, State};
pub use views::views;

/// How an arrival is named on passes and screens: `Y` for y tế, and three digits.
#[must_use]
pub fn label(number: i64) -> String {
    format!("Y{number:03}")
}
