//! Nhật ký thật: an event log of another authority told through the same commands as everything else, at its own instants.
//!
//! A log becomes [`OldCase`]s by [`Roles`] (which attribute means what), and those become dossiers of an imported regime. What
//! comes of it is read back from the journal as [`Trace`]s: the figures of a replay and an exported log both come from there.

mod figures;
mod objects;
mod old_case;
mod roles;
mod run;
mod traces;

pub use figures::{Figures, Outcome, UnitFigures};
pub use old_case::{LogProblem, OldCase, OldStep, old_cases};
pub use roles::Roles;
pub use run::{Progress, Replayed};
pub use traces::{Trace, TraceStep, Traces, digest};
