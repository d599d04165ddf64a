//! Số thứ tự: the queue ticket of a person who waits in a hall.
//!
//! ```text
//!             call               sit down            finish
//! waiting ----------> called ----------------> serving -------> served
//!   ^  \                |  \ not there
//!   |   give up         |   `-------> no_show
//!   |    `-> given_up   |               |
//!   `-------------------+---------------'  put back, moved
//! ```
//!
//! Invariants: a number is given once for hall, series and day; a ticket is called to one counter at a time;
//! an ordinary ticket is overtaken only by priority tickets taken within the head start after it, and by those who had an appointment within the head
//! start of appointments.
//! A person is told by a message once at most that few are before them.
//! The paper of a ticket is a thing beside it: whatever becomes of it, the number holds and is called.

mod apply;
mod closing;
mod command;
mod decide;
mod event;
mod line;
mod rest;
mod state;
#[cfg(test)]
mod tests;
mod views;

pub use apply::apply;
pub use closing::Closing;
pub use command::{Command, QueueRules, Take};
pub use decide::{PAPER_WITHIN_MS, decide};
pub use event::Event;
pub use line::Line;
pub use rest::{WaitOverRest, over_rest};
pub use state::{Errand, Notice, Phase, PrintProblem, Printout, Priority, State};
pub use views::views;

/// What is printed and spoken: the series letter and at least three digits.
#[must_use]
pub fn label(series: &str, number: i64) -> String {
    format!("{series}{number:03}")
}
