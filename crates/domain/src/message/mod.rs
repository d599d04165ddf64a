//! Tin nhắn: a message to a person, from the wish to send it to what the message centre said.
//!
//! ```text
//! requested --> sending --> sent --> delivered
//!                 |  ^        `----> failed
//!                 |  `-- again (the centre said: later)
//!                 |----> failed (never accepted)
//!                 `----> in_doubt (no answer, or the power went between sending and noting)
//! ```
//!
//! Invariant: a message is never sent a second time on its own; a message in doubt is shown to a person, who
//! may ask for a new one. The address and the text are made at sending and never stored here.

mod apply;
mod decide;
mod event;
mod state;
#[cfg(test)]
mod tests;
mod views;

pub use apply::apply;
pub use decide::{Command, Request, decide};
pub use event::Event;
pub use state::{About, Channel, State, Status};
pub use views::views;
