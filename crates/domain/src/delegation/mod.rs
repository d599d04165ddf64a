//! Phân công, ủy quyền, thừa lệnh: who signs in whose place, for what, from when until when, and under which document.
//!
//! One stream for each document. It holds from its first instant until before its last, or until it is taken back; that it is
//! over is never written, whoever asks looks at the clock. It is not changed: whoever wants it longer or wider grants another.
//!
//! Invariants: nobody grants to themselves, nor what they do not hold in their own post, so that nothing is passed on; two grants
//! of the same post to the same post never hold the same at the same time; a written delegation has a last day.

mod apply;
mod decide;
mod event;
mod signature;
mod state;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_signature;
mod views;

pub use apply::apply;
pub use decide::{Asked, Command, Facts, MOST_LETTERS, Post, SIGNING, decide};
pub use event::Event;
pub use signature::{Signer, signature};
pub use state::{Grant, Scope, SignAs, Standing, State, TakenBack, Writing};
pub use views::views;

use crate::kernel::StreamId;

/// The stream of a grant that came with the catalogue, by the code of its row.
#[must_use]
pub fn stream_of_row(code: &str) -> StreamId {
    StreamId::named(&format!("delegation/{code}"))
}
