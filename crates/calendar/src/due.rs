//! Limits: what "n working days after" means, and why.

use crate::file::CalendarError;
use crate::hours::WorkCalendar;
use crate::{Millis, day_number};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Thời hạn: how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// n ngày làm việc.
    WorkingDays(i64),
    /// Working minutes: hours and parts of days (a quarter of a day is 120).
    WorkingMinutes(i64),
    /// n ngày, every day counted; the end is pushed off days without work and is always the closing of its day
    /// (Civil Code 2015 art. 148), whatever the reading of working days.
    CalendarDays(i64),
    /// Trong ngày: until the office closes.
    SameDay,
}

/// When the n-th day ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Policy {
    /// At the same hour on the n-th working day after: the usual practice, printed on slips.
    #[default]
    SameHour,
    /// When the office closes on the n-th working day: the strict reading of Civil Code 2015 art. 147-148.
    EndOfDay,
}

impl Policy {
    /// The name on the command line.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::SameHour => "same-hour",
            Self::EndOfDay => "end-of-day",
        }
    }
}

/// From when a limit counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StartRule {
    /// At once when open, else at the next opening.
    #[default]
    NextOpening,
    /// Filed in the last hour before closing, or outside hours: from the opening of the next working day (Decree
    /// 297/2025/NĐ-CP on interlinked household business).
    LastHourNextDay,
    /// Received after 15:00, or outside hours: from the opening of the next working day, for what is done the same day
    /// (Civil Status Law 2014 arts 5, 15; certification). Not the 15:00 rule for moving papers, which moves no due date.
    AfterFifteenNextDay,
}

/// A reading of limits: a named choice where the sources leave room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// When the n-th day ends.
    pub policy: Policy,
    /// From when it counts.
    pub start: StartRule,
}

impl Reading {
    /// All names, in the order in which they are offered.
    pub const NAMES: [&'static str; 4] =
        ["same-hour", "end-of-day", "last-hour-next-day", "after-15-next-day"];

    /// A reading by the name of the command line: `same-hour`, `end-of-day`, `last-hour-next-day`, `after-15-next-day`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "same-hour" => Some(Self::default()),
            "end-of-day" => Some(Self { policy: Policy::EndOfDay, ..Self::default() }),
            "last-hour-next-day" => Some(Self { start: StartRule::LastHourNextDay, ..Self::default() }),
            "after-15-next-day" => Some(Self { start: StartRule::AfterFifteenNextDay, ..Self::default() }),
            _ => None,
        }
    }

    /// The name of the command line.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match (self.start, self.policy) {
            (StartRule::LastHourNextDay, _) => "last-hour-next-day",
            (StartRule::AfterFifteenNextDay, _) => "after-15-next-day",
            (StartRule::NextOpening, policy) => policy.word(),
        }
    }
}

/// What a day is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum DayKind {
    /// An ordinary working day.
    Working,
    /// Saturday or Sunday.
    Weekend,
    /// A public holiday.
    Holiday {
        /// Its name.
        name: String,
    },
    /// A working day given free against a worked Saturday.
    SwappedOff {
        /// Its name.
        name: String,
    },
    /// A rest day that is worked.
    WorkedRestDay,
}

impl DayKind {
    /// True on days the public service works.
    #[must_use]
    pub const fn is_working(&self) -> bool {
        matches!(self, Self::Working | Self::WorkedRestDay)
    }

    /// The stable word.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Working => "working",
            Self::Weekend => "weekend",
            Self::Holiday { .. } => "holiday",
            Self::SwappedOff { .. } => "swapped_off",
            Self::WorkedRestDay => "worked_rest_day",
        }
    }

    /// The name of the holiday, of no length for other days.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Holiday { name } | Self::SwappedOff { name } => name,
            Self::Working | Self::Weekend | Self::WorkedRestDay => "",
        }
    }
}

/// One day of an explanation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayLine {
    /// The date.
    pub date: Date,
    /// What it is.
    pub kind: DayKind,
    /// Its number in the count, 0 when it does not count. For working minutes: the minutes worked on it.
    pub counted: i64,
}

/// A due instant and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// The last moment still on time.
    pub at: Millis,
    /// From when it counts, after moving to an opening.
    pub counted_from: Millis,
    /// True when it rests on days not decided yet.
    pub provisional: bool,
    /// Every day from the start to the end.
    pub explanation: Vec<DayLine>,
}

const HOUR_MS: i64 = 3_600_000;

impl WorkCalendar {
    /// The last moment still on time, `span` after `start`, under a reading.
    ///
    /// Working days: the start's own day is never counted (Civil Code 2015 art. 147). Calendar days: every day
    /// counts, and an end on a day off moves to the next working day (art. 148).
    ///
    /// # Errors
    /// [`CalendarError::NotCovered`] when it reaches outside the years covered.
    pub fn due(&self, start: Millis, span: Span, reading: &Reading) -> Result<Due, CalendarError> {
        let counted_from = self.counting_start(start, reading.start)?;
        let (index, ms) = self.locate(counted_from)?;
        let at = match span {
            Span::WorkingMinutes(minutes) => self.add_working(counted_from, minutes.max(0) * 60_000)?,
            Span::SameDay => self.at(index, self.closing_ms(index).unwrap_or(ms)),
            Span::WorkingDays(n) => self.on_day(self.nth_working_after(index, n.max(0))?, ms, reading.policy),
            Span::CalendarDays(n) => {
                let last = index + usize::try_from(n.max(0)).expect("days fit");
                let end = (last..).find(|&day| day >= self.length() || self.works(day)).unwrap_or(last);
                if end >= self.length() {
                    return Err(self.not_covered(&format!("{n} days later")));
                }
                // Same hour would make a later start end earlier when only one of two ends is pushed off a Sunday;
                // and the code says: at the end of the last day.
                self.on_day(end, ms, Policy::EndOfDay)
            }
        };
        Ok(Due {
            at,
            counted_from,
            provisional: self.is_provisional(counted_from, at),
            explanation: self.explain(counted_from, at, span)?,
        })
    }

    fn counting_start(&self, start: Millis, rule: StartRule) -> Result<Millis, CalendarError> {
        let opened = self.next_opening(start)?;
        let (index, ms) = self.locate(start)?;
        let too_late = match rule {
            StartRule::NextOpening => false,
            StartRule::LastHourNextDay => {
                self.closing_ms(index).is_some_and(|closing| ms >= closing - HOUR_MS)
            }
            StartRule::AfterFifteenNextDay => self.closing_ms(index).is_some() && ms > 15 * HOUR_MS,
        };
        if too_late { self.working_index_after(index).map(|next| self.opening(next)) } else { Ok(opened) }
    }

    fn opening(&self, index: usize) -> Millis {
        self.at(index, self.clamp_to_hours(index, 0))
    }

    fn on_day(&self, index: usize, ms: i64, policy: Policy) -> Millis {
        match policy {
            Policy::SameHour => self.at(index, self.clamp_to_hours(index, ms)),
            Policy::EndOfDay => self.at(index, self.closing_ms(index).unwrap_or(ms)),
        }
    }

    fn explain(&self, from: Millis, to: Millis, span: Span) -> Result<Vec<DayLine>, CalendarError> {
        let ((first, _), (last, _)) = (self.locate(from)?, self.locate(to)?);
        let mut number = 0;
        (first..=last)
            .map(|index| {
                let counted = match span {
                    Span::WorkingMinutes(_) => self.minutes_on(index, from, to)?,
                    Span::SameDay => i64::from(index == first),
                    _ if index == first => 0,
                    Span::WorkingDays(_) if !self.works(index) => 0,
                    Span::CalendarDays(n) if number >= n => 0,
                    Span::WorkingDays(_) | Span::CalendarDays(_) => {
                        number += 1;
                        number
                    }
                };
                Ok(DayLine { date: self.date_at(index), kind: self.kind_at(index).clone(), counted })
            })
            .collect()
    }

    fn minutes_on(&self, index: usize, from: Millis, to: Millis) -> Result<i64, CalendarError> {
        let (begin, end) = (self.at(index, 0), self.at(index, crate::hours::DAY_MS - 1));
        Ok(self.working_ms_between(from.max(begin), to.min(end))? / 60_000)
    }
}

/// A due instant as the command line prints it for machines: local times, and the days one by one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DueReport {
    /// Local time.
    pub due: String,
    /// Name of the reading.
    pub policy: &'static str,
    /// True when it rests on days not decided yet.
    pub provisional: bool,
    /// Every day.
    pub explanation: Vec<DueDay>,
}

/// One day of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DueDay {
    /// Local date.
    pub date: Date,
    /// Stable word.
    pub kind: &'static str,
    /// Number in the count, or minutes.
    pub counted: i64,
    /// Name of the holiday, of no length for other days.
    pub name: String,
}

impl Due {
    /// The report of the command line.
    #[must_use]
    pub fn report(&self, calendar: &WorkCalendar, reading: &Reading) -> DueReport {
        DueReport {
            due: calendar.local(self.at).strftime("%Y-%m-%dT%H:%M").to_string(),
            policy: reading.name(),
            provisional: self.provisional,
            explanation: self
                .explanation
                .iter()
                .map(|line| DueDay {
                    date: line.date,
                    kind: line.kind.word(),
                    counted: line.counted,
                    name: line.kind.name().to_owned(),
                })
                .collect(),
        }
    }

    /// The due day as `yyyymmdd`.
    #[must_use]
    pub fn day(&self, calendar: &WorkCalendar) -> i64 {
        day_number(calendar.local_date(self.at))
    }
}
