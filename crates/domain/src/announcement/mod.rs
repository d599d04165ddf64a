//! Thông báo trong sảnh: what whoever runs a hall tells everybody in it, and when it is taken back.
//!
//! One stream for a hall and a day, found by its name. What is told ends by itself at its instant; nothing is said of that, since
//! whoever shows it asks what holds now.
//!
//! Invariants: what is told ends on the day it was told; never more than [`MOST`] hold at once.

mod apply;
mod decide;
mod event;
mod state;
#[cfg(test)]
mod tests;
mod views;

pub use apply::apply;
pub use decide::{Command, LONGEST, MOST, Tell, decide};
pub use event::Event;
pub use state::{Announcement, State};
pub use views::views;

use crate::kernel::StreamId;

/// The stream of what is told in a hall on a day (`yyyymmdd`).
#[must_use]
pub fn stream_of(hall: &str, day: i64) -> StreamId {
    StreamId::named(&format!("announcement/{hall}/{day}"))
}
