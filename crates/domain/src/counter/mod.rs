//! Quầy: a counter of a hall and who sits at it.
//!
//! Closed, open, paused; while open it calls one ticket at a time. Its stream is found by its name
//! (`StreamId::named`), so two servers that open the same counter meet at the same version.
//!
//! Whoever runs the hall orders a counter opened for an officer, paused, closed, or the officer moved to another one. Somebody who was called or is
//! served is never left standing: the order waits until they have gone, or is refused, as the one who orders wishes.
//!
//! The officer gives the counter to a colleague for a while. It stays the same counter, with whoever is at it: the line, the number that was called, the
//! screen and the announcements know nothing of it. Who sat there when is in the history, and each act bears the name of who did it.
//!
//! Invariants: a counter has at most one ticket called or served, and one officer; it never closes or pauses while somebody is there; an order waits only
//! while somebody is there; whoever stands in stands in for one other person.

mod apply;
mod decide;
mod event;
mod order;
mod stand_in;
mod state;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_stand_in;
mod views;

pub use apply::apply;
pub use decide::{Command, decide, held_by_other};
pub use event::Event;
pub use order::{Directed, Officer, When};
pub use stand_in::Standing;
pub use state::{Current, Offer, Order, Ordered, Progress, StandIn, State, Status};
pub use views::views;

use crate::kernel::StreamId;

/// The stream of a counter.
#[must_use]
pub fn stream_of(hall: &str, code: &str) -> StreamId {
    StreamId::named(&format!("counter/{hall}/{code}"))
}
