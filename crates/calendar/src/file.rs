//! A calendar as data: parsed and checked before it is used.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How sure an entry is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Read in the deciding document.
    #[default]
    Confirmed,
    /// Remembered or computed.
    Recalled,
    /// May still change: a promise that reaches it says so.
    Provisional,
}

/// An opening interval of a day, local time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interval {
    /// `07:00`
    pub from: String,
    /// `11:30`
    pub to: String,
}

/// A day on which the office is closed although its weekday is a working one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayOff {
    /// The date.
    pub date: Date,
    /// Name of the holiday.
    pub name: String,
    /// True when it was swapped against a worked Saturday.
    #[serde(default)]
    pub swapped: bool,
    /// How sure it is.
    #[serde(default)]
    pub status: Status,
    /// False switches an uncertain entry off.
    #[serde(default = "yes")]
    pub on: bool,
    /// Name by which an administrator switches it, of no length when it is certain.
    #[serde(default)]
    pub switch: String,
    /// Where it is decided.
    #[serde(default)]
    pub source: String,
}

/// A rest day on which the office works.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkedDay {
    /// The date.
    pub date: Date,
    /// How sure it is.
    #[serde(default)]
    pub status: Status,
    /// Where it is decided.
    #[serde(default)]
    pub source: String,
}

fn yes() -> bool {
    true
}

fn vietnam() -> i32 {
    7 * 3600
}

/// A calendar file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarFile {
    /// Name.
    pub name: String,
    /// Version, quoted by every promise counted by it.
    pub version: String,
    /// Seconds east of Greenwich.
    #[serde(default = "vietnam")]
    pub offset_seconds: i32,
    /// Years it covers, in order and without gaps.
    pub years: Vec<i16>,
    /// Years not decided yet.
    #[serde(default)]
    pub provisional_years: Vec<i16>,
    /// Opening hours of every working day.
    pub hours: Vec<Interval>,
    /// Opening hours on Saturdays, for offices that open then by local decision.
    #[serde(default)]
    pub saturday_hours: Vec<Interval>,
    /// Days off.
    #[serde(default)]
    pub off: Vec<DayOff>,
    /// Rest days that are worked.
    #[serde(default)]
    pub worked: Vec<WorkedDay>,
}

/// A calendar file that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// Not TOML of this shape.
    #[error("the calendar file cannot be read: {0}")]
    Malformed(String),
    /// An opening interval is not `HH:MM` to a later `HH:MM`, or overlaps the one before.
    #[error("opening hours {from} to {to}: expected HH:MM to a later HH:MM, one after another")]
    Hours {
        /// As written.
        from: String,
        /// As written.
        to: String,
    },
    /// There are no opening hours.
    #[error("a calendar needs at least one opening interval")]
    NoHours,
    /// Years are missing or not one after another.
    #[error("years must be given one after another, got {0:?}")]
    Years(Vec<i16>),
    /// A date outside the years.
    #[error("{0} lies outside the years of the calendar")]
    Outside(Date),
    /// A date given twice, or both off and worked.
    #[error("{0} is given twice")]
    Twice(Date),
    /// A worked day that is a working day anyway.
    #[error("{0} is no rest day, it cannot be a worked one")]
    WorkedAnyway(Date),
}

/// A question the calendar cannot answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// Outside the years covered.
    #[error("the calendar {name} covers {first} to {last} and does not reach {asked}")]
    NotCovered {
        /// Name of the calendar.
        name: String,
        /// First year.
        first: i16,
        /// Last year.
        last: i16,
        /// What was asked, as local time or a count of days.
        asked: String,
    },
    /// Not a local time.
    #[error("expected a local time like 2026-02-13T15:20, got {0}")]
    NotATime(String),
}

impl CalendarFile {
    /// Reads a calendar from TOML.
    ///
    /// # Errors
    /// [`FileError::Malformed`] when it is not of this shape.
    pub fn parse(text: &str) -> Result<Self, FileError> {
        toml::from_str(text).map_err(|error| FileError::Malformed(error.to_string()))
    }

    /// The same calendar with an uncertain entry switched on or off.
    #[must_use]
    pub fn switched(mut self, switch: &str, on: bool) -> Self {
        for day in self.off.iter_mut().filter(|day| !day.switch.is_empty() && day.switch == switch) {
            day.on = on;
        }
        self
    }
}
