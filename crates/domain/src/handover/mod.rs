//! Danh sách bàn giao: the papers of dossiers that a counter hands to a department, with both sides on it.
//!
//! ```text
//! drawn up (giver) ---> each line: received (by the department) | struck out (with a reason: it was not there)
//!                                                                       `--> the papers are back at the counter
//! ```
//!
//! Invariants: the papers of a dossier wait on at most one list; a line is decided once and by somebody else than the giver; papers are
//! at every moment at the counter, on a list or with a department.

mod apply;
mod decide;
mod event;
mod state;
#[cfg(test)]
mod tests;
mod views;
mod when;

pub use apply::apply;
pub use decide::{Command, Draw, MOST_LINES, decide};
pub use event::Event;
pub use state::{Line, LineOutcome, Listed, State, label};
pub use views::views;
pub use when::{confirm_by, list_by};
