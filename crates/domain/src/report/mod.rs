//! Báo cáo tình hình giải quyết hồ sơ: what a unit reports of a month, a quarter, a year.
//!
//! Carried over + received = settled early, on time, late + open in time, open late; by field, unit and channel, and by
//! three measures of lateness. A report is live until it is submitted; from then on the figures of that issue stand in the
//! journal, and what is different later makes a new issue with its reason.
//!
//! Its stream is found by its name, so that two people who submit the same report meet at the same version.
//!
//! Invariants: every issue balances, line by line; issues are numbered without gaps; the first is never changed.

mod apply;
mod decide;
mod event;
mod figures;
mod period;
mod state;
#[cfg(test)]
mod tests;
mod views;

pub use apply::apply;
pub use decide::{Command, Submit, decide};
pub use event::Event;
pub use figures::{Basis, Figures, Line, Outcome};
pub use period::{NoPeriod, Period};
pub use state::{Issue, State};
pub use views::views;

use crate::kernel::StreamId;

/// The stream of a unit's report of a period.
#[must_use]
pub fn stream_of(unit: &str, period: Period) -> StreamId {
    StreamId::named(&format!("report/{unit}/{period}"))
}
