//! Quầy: a counter of a hall and who sits at it.
//!
//! Closed, open, paused; while open it calls one ticket at a time. Its stream is found by its name
//! (`StreamId::named`), so two servers that open the same counter meet at the same version.
//!
//! Invariant: a counter has at most one ticket called or served, and one officer.

mod apply;
mod decide;
mod event;
mod state;
#[cfg(test)]
mod tests;
mod views;

pub use apply::apply;
pub use decide::{Command, decide};
pub use event::Event;
pub use state::{Current, State, Status};
pub use views::views;

use crate::kernel::StreamId;

/// The stream of a counter.
#[must_use]
pub fn stream_of(hall: &str, code: &str) -> StreamId {
    StreamId::named(&format!("counter/{hall}/{code}"))
}
