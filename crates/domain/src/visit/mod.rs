//! Lượt giao dịch: what happened at a counter between calling a ticket and finishing, and which dossiers it
//! touched. Its two instants are the anchor for recordings; its links make trips per dossier a counted fact.
//!
//! Started, then finished; a finished visit is not touched again.

mod apply;
mod decide;
mod event;
mod state;
#[cfg(test)]
mod tests;
mod views;

pub use apply::apply;
pub use decide::{Command, Start, decide};
pub use event::Event;
pub use state::{State, Touch};
pub use views::views;
