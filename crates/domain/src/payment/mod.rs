//! Khoản thu: the fee of a dossier, due and then paid, with its numbered receipt.
//!
//! ```text
//! due ---> paid ---> voided (the amount was wrong; the money is given back or a new one is made)
//!   `-----------------^
//! ```
//!
//! Invariants: one payment has one receipt; a receipt's number is never used again; lines add up to the total;
//! a dossier without a fee has no payment at all. Several payments may be taken as one sum, and each keeps its own receipt.

mod apply;
mod decide;
mod event;
mod state;
#[cfg(test)]
mod tests;
mod together;
mod views;

pub use apply::apply;
pub use decide::{Collect, Command, Demand, decide};
pub use event::Event;
pub use state::{FeeKind, FeeLine, Method, Receipt, State, Status};
pub use together::due_together;
pub use views::views;
