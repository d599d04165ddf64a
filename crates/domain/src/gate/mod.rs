//! Cổng: how many are inside a hall on a day, and who waits outside in which order.
//!
//! One stream for a hall and a day, found by its name, so that two gates of a hall count into one number.
//!
//! ```text
//!          free place              scan                       scan
//! (scan) -------------> inside <---------- called        inside ------> left
//!    \  full                                  ^ |
//!     `------> in line -- a place is free ----' | did not come in time
//!                 ^ <-------- scan ----- away <-'  (keeps the head of the line)
//! ```
//!
//! Invariants: who is inside or called in is never more than the capacity, unless the capacity was lowered or people were counted; nobody is called
//! before somebody who waits longer and is there; nobody in line is forgotten.

mod apply;
mod decide;
mod event;
mod state;
#[cfg(test)]
mod tests;
mod views;

pub use apply::apply;
pub use decide::{Command, GateRules, decide};
pub use event::Event;
pub use state::{Place, State, Visitor};
pub use views::views;

use crate::kernel::StreamId;

/// The stream of the gate of a hall on a day (`yyyymmdd`).
#[must_use]
pub fn stream_of(hall: &str, day: i64) -> StreamId {
    StreamId::named(&format!("gate/{hall}/{day}"))
}
