//! Working time of a public office: days off, worked Saturdays, opening hours with a lunch break, and what
//! "n working days, hours or calendar days after an instant" means under a named reading.
//!
//! ```
//! use calendar::{CalendarFile, Reading, Span, WorkCalendar};
//!
//! let file = CalendarFile::parse(r#"
//!     name = "example"
//!     version = "1"
//!     years = [2026]
//!     [[hours]]
//!     from = "07:00"
//!     to = "11:30"
//!     [[hours]]
//!     from = "13:30"
//!     to = "17:00"
//! "#).unwrap();
//! let calendar = WorkCalendar::build(&file, &[]).unwrap();
//! let friday = calendar.instant("2026-03-13T15:20").unwrap();
//! let due = calendar.due(friday, Span::WorkingDays(1), &Reading::default()).unwrap();
//! assert_eq!(calendar.local(due.at).to_string(), "2026-03-16T15:20:00");
//! ```
//!
//! Instants are UTC milliseconds; everything civil is the office's own clock, at a fixed offset (Vietnam has had
//! no daylight saving time since 1975). Working time is exact to the millisecond. Every look-up is a binary search over prefix
//! sums. Outside the years a calendar covers there is an error, never a guess.

mod due;
mod file;
mod hours;
mod stopwatch;

pub use due::{DayKind, DayLine, Due, DueDay, DueReport, Policy, Reading, Span, StartRule};
pub use file::{CalendarError, CalendarFile, DayOff, FileError, Interval, Status, WorkedDay};
pub use hours::{WorkCalendar, days_since_1970};
pub use stopwatch::{Lamps, Stopwatch, lamps};

/// An instant: milliseconds since 1970-01-01T00:00:00Z.
pub type Millis = i64;

/// Vietnam's clock against UTC: seven hours, the same all year round.
pub const VIETNAM_OFFSET_MS: Millis = 7 * 3_600_000;

/// A local date as `yyyymmdd`.
///
/// ```
/// assert_eq!(calendar::day_number(jiff::civil::date(2021, 6, 29)), 20_210_629);
/// ```
#[must_use]
pub fn day_number(date: jiff::civil::Date) -> i64 {
    i64::from(date.year()) * 10_000 + i64::from(date.month()) * 100 + i64::from(date.day())
}

/// The date behind `yyyymmdd`, when there is one.
#[must_use]
pub fn date_of(day: i64) -> Option<jiff::civil::Date> {
    let year = i16::try_from(day / 10_000).ok()?;
    let month = i8::try_from(day / 100 % 100).ok()?;
    jiff::civil::Date::new(year, month, i8::try_from(day % 100).ok()?).ok()
}
