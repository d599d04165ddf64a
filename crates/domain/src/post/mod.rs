//! Bưu gửi đến: envelopes that the postal service brings to a centre in sacks, scanned in one after the other.
//!
//! ```text
//! scanned in ---> waits ---> entered: a dossier was received from it, papers were asked for, or it was refused
//!                   |  ^ `-- a draft is kept of it, it waits on
//!                   |
//!                   `--> struck (with a reason: scanned by mistake, sent back as it is)
//! ```
//!
//! One stream for a hall and a day, found by its name. A sack is closed when whoever brought it signs for it; what is scanned afterwards
//! is in the next one.
//!
//! Invariants: a code is scanned in once a day, unless it was struck, and never while it waits from an earlier day; an item is entered or
//! struck once; nothing is added to a sack that was closed.

mod apply;
mod code;
mod decide;
mod event;
mod state;
#[cfg(test)]
mod tests;
mod views;

pub use apply::apply;
pub use code::read_code;
pub use decide::{Command, MOST_ITEMS, Scan, decide};
pub use event::Event;
pub use state::{PostEnd, PostItem, PostStatus, Sack, State};
pub use views::views;

use crate::kernel::StreamId;

/// The stream of what came by post to a hall on a day (`yyyymmdd`).
#[must_use]
pub fn stream_of(hall: &str, day: i64) -> StreamId {
    StreamId::named(&format!("post/{hall}/{day}"))
}
