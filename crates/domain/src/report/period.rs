use crate::kernel::Millis;
use calendar::VIETNAM_OFFSET_MS;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

const DAY_MS: i64 = 86_400_000;

/// Kỳ báo cáo. Written `2026-11`, `2026-Q4`, `2026`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Period {
    /// A month.
    Month {
        /// Year.
        year: i16,
        /// 1 to 12.
        month: i8,
    },
    /// A quarter.
    Quarter {
        /// Year.
        year: i16,
        /// 1 to 4.
        quarter: i8,
    },
    /// A year.
    Year {
        /// Year.
        year: i16,
    },
}

/// A period that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a month (2026-11), a quarter (2026-Q4) or a year (2026), from 2000 to 2099; got `{0}`")]
pub struct NoPeriod(pub String);

impl Period {
    /// The month of a local day (`yyyymmdd`), when months close on that day of the month (1: with the calendar month).
    #[must_use]
    pub fn month_of(day: i64, first_day: i64) -> Self {
        let (year, month) = (day / 10_000, day / 100 % 100);
        let before = Self::month(year, month);
        if first_day > 1 && day % 100 >= first_day { before.next() } else { before }
    }

    fn month(year: i64, month: i64) -> Self {
        Self::Month { year: i16::try_from(year).unwrap_or(2000), month: i8::try_from(month).unwrap_or(1) }
    }

    /// Year.
    #[must_use]
    pub const fn year(self) -> i16 {
        match self {
            Self::Month { year, .. } | Self::Quarter { year, .. } | Self::Year { year } => year,
        }
    }

    /// The quarter or the year it lies in, of a month; of a quarter the year.
    #[must_use]
    pub const fn quarter(self) -> Self {
        match self {
            Self::Month { year, month } => Self::Quarter { year, quarter: (month + 2) / 3 },
            Self::Quarter { .. } => self,
            Self::Year { year } => Self::Quarter { year, quarter: 4 },
        }
    }

    /// Its last month.
    #[must_use]
    pub const fn last_month(self) -> Self {
        match self {
            Self::Month { .. } => self,
            Self::Quarter { year, quarter } => Self::Month { year, month: quarter * 3 },
            Self::Year { year } => Self::Month { year, month: 12 },
        }
    }

    /// Months before January of year 0 and how many months it has.
    const fn months(self) -> (i64, i64) {
        let year = self.year() as i64 * 12;
        match self {
            Self::Month { month, .. } => (year + month as i64 - 1, 1),
            Self::Quarter { quarter, .. } => (year + (quarter as i64 - 1) * 3, 3),
            Self::Year { .. } => (year, 12),
        }
    }

    fn at_month(self, months: i64) -> Self {
        let year = i16::try_from(months.div_euclid(12)).unwrap_or(2000);
        let month = i8::try_from(months.rem_euclid(12)).unwrap_or(0);
        match self {
            Self::Month { .. } => Self::Month { year, month: month + 1 },
            Self::Quarter { .. } => Self::Quarter { year, quarter: month / 3 + 1 },
            Self::Year { .. } => Self::Year { year },
        }
    }

    /// The period of the same length behind it.
    #[must_use]
    pub fn next(self) -> Self {
        let (first, many) = self.months();
        self.at_month(first + many)
    }

    /// The period of the same length before it.
    #[must_use]
    pub fn previous(self) -> Self {
        let (first, many) = self.months();
        self.at_month(first - many)
    }

    /// Instants at which it begins and at which it is over: local midnights. Where periods close on another day than the last
    /// of a month (`first_day` 15: November is from 15 October to 14 November), they are that much earlier.
    ///
    /// # Panics
    /// When it was made for a year that is not of four digits; none that was read is.
    #[must_use]
    pub fn bounds(self, first_day: i64) -> (Millis, Millis) {
        let (first, many) = self.months();
        let shift = i64::from(first_day > 1);
        let at = |months: i64| {
            let months = months - shift;
            let (year, month) = (months.div_euclid(12), months.rem_euclid(12) + 1);
            let first = calendar::date_of(year * 10_000 + month * 100 + first_day.clamp(1, 28));
            let first = first.expect("every month of a year in four digits has 28 days");
            calendar::days_since_1970(first) * DAY_MS - VIETNAM_OFFSET_MS
        };
        (at(first), at(first + many))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Month { year, month } => write!(f, "{year}-{month:02}"),
            Self::Quarter { year, quarter } => write!(f, "{year}-Q{quarter}"),
            Self::Year { year } => write!(f, "{year}"),
        }
    }
}

impl FromStr for Period {
    type Err = NoPeriod;

    fn from_str(text: &str) -> Result<Self, NoPeriod> {
        let wrong = || NoPeriod(text.to_owned());
        let (year, rest) = text.split_once('-').map_or((text, None), |(year, rest)| (year, Some(rest)));
        let digits = |text: &str, long: usize| {
            (text.len() == long && text.bytes().all(|byte| byte.is_ascii_digit()))
                .then(|| text.parse::<i16>().ok())
                .flatten()
        };
        let year = digits(year, 4).filter(|year| (2000..2100).contains(year)).ok_or_else(wrong)?;
        let small = |found: Option<i16>, most: i16| {
            found.filter(|found| (1..=most).contains(found)).and_then(|found| i8::try_from(found).ok())
        };
        match rest {
            None => Ok(Self::Year { year }),
            Some(rest) => match rest.strip_prefix('Q') {
                Some(quarter) => {
                    let quarter = small(digits(quarter, 1), 4).ok_or_else(wrong)?;
                    Ok(Self::Quarter { year, quarter })
                }
                None => {
                    let month = small(digits(rest, 2), 12).ok_or_else(wrong)?;
                    Ok(Self::Month { year, month })
                }
            },
        }
    }
}

impl TryFrom<String> for Period {
    type Error = NoPeriod;
    fn try_from(text: String) -> Result<Self, NoPeriod> {
        text.parse()
    }
}

impl From<Period> for String {
    fn from(period: Period) -> Self {
        period.to_string()
    }
}
