//! Danh mục: everything that is merely edited: units, people, halls, procedures, rule regimes.
//!
//! Rows hold from one local date to another and have a version that events quote; a [`Catalogue`] is all rows at
//! once, in memory, asked by date. Shipped as files (see [`load`]), kept as [`Entry`] rows in one table, changed by
//! command.

mod area;
mod check;
mod declaration;
mod entry;
mod fold;
mod import;
mod load;
mod offer;
mod place;
mod plan;
mod procedure;
mod published_papers;
mod published_row;
mod publisher;
mod raw_row;
mod regime;
mod staff;

pub use area::Area;
pub use declaration::{AdviceRule, Answers, Choice, DeclarationForm, Question, QuestionKind};
pub use entry::{Catalogue, Entry, Item};
pub use fold::fold;
pub use import::{ImportProblem, ImportReport, export_line, import_lines};
pub use load::{LoadError, load};
pub use place::{Counter, Field, Hall, ReceiptBook, Unit, UnitKind};
pub use plan::Said;
pub use procedure::{
    AppointmentDef, ChannelDef, FeeDef, FeeDue, Limit, LimitUnit, PaperDef, PaperNature, PaperNeed,
    Procedure, StepAt, StepDef,
};
pub use publisher::{Publisher, PublisherKind};
pub use raw_row::RawRow;
pub use regime::{Amendment, ComplaintRule, FiledOnlineOf, PaidOnlineOf, Regime, ReportRules};
pub use staff::{Absence, Assignment, Delegation, Machine, Person, Position, Role};

/// A local date as `yyyy-mm-dd`, or of no length for "still": compared as text.
pub type Day = String;

/// True when a row that holds from `from` until before `to` holds on that date.
#[must_use]
pub fn holds(from: &str, to: &str, on: &str) -> bool {
    from <= on && (to.is_empty() || on < to)
}

/// `2021-06-29` for 20210629.
///
/// ```
/// assert_eq!(domain::catalogue::iso(20_210_629), "2021-06-29");
/// ```
#[must_use]
pub fn iso(day: i64) -> Day {
    format!("{:04}-{:02}-{:02}", day / 10_000, day / 100 % 100, day % 100)
}

#[cfg(test)]
mod data_tests;
#[cfg(test)]
mod plan_tests;
#[cfg(test)]
mod real_rows_tests;
#[cfg(test)]
mod regime_tests;
#[cfg(test)]
mod tests;
