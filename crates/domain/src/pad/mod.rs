//! Tập phiếu giấy: slips numbered beforehand, for a counter that goes on while power or network is out.
//!
//! ```text
//!            entered afterwards            by another person
//! blank ---------------------------> entered ----------------> confirmed: the dossier is received as of the slip's time
//!   |  `--> spoiled                    ^ |
//!   |       (torn, miswritten)         | v
//!   `                                  sent back (with a reason; entered again)
//! ```
//!
//! Invariants: a slip has one dossier and is confirmed once; nobody confirms what they entered; the time on a slip is neither ahead of
//! the clock nor before the pad was issued; a slip that was spoiled or confirmed is never used again.

mod apply;
mod decide;
mod event;
mod state;
#[cfg(test)]
mod tests;
mod views;

pub use apply::apply;
pub use decide::{Command, Enter, MOST_SLIPS, decide};
pub use event::Event;
pub use state::{Slip, SlipStatus, State, label, read_label};
pub use views::views;
