//! Dates as the file writes them: `T3 10/11/2026 08:30`, with the weekday, so that a slip of the pen shows.

use std::cmp::Ordering;

/// A civil date, kept apart from the calendar crate on purpose: weekdays are worked out here, by Zeller's congruence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    pub year: i64,
    pub month: i64,
    pub day: i64,
}

/// A date and a minute of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct When {
    pub day: Day,
    pub minute: i64,
}

const WEEKDAYS: [&str; 7] = ["T7", "CN", "T2", "T3", "T4", "T5", "T6"];

impl Day {
    pub fn weekday(self) -> &'static str {
        let (year, month) =
            if self.month < 3 { (self.year - 1, self.month + 12) } else { (self.year, self.month) };
        let (century, rest) = (year / 100, year % 100);
        let h = self.day + 13 * (month + 1) / 5 + rest + rest / 4 + century / 4 + 5 * century;
        WEEKDAYS[usize::try_from(h % 7).unwrap()]
    }

    pub fn is_weekend(self) -> bool {
        matches!(self.weekday(), "T7" | "CN")
    }

    fn length_of_month(self) -> i64 {
        match self.month {
            2 if self.year % 4 == 0 && (self.year % 100 != 0 || self.year % 400 == 0) => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }

    pub fn next(self) -> Self {
        match (self.day.cmp(&self.length_of_month()), self.month) {
            (Ordering::Less, _) => Self { day: self.day + 1, ..self },
            (_, 12) => Self { year: self.year + 1, month: 1, day: 1 },
            _ => Self { month: self.month + 1, day: 1, ..self },
        }
    }

    /// `yyyymmdd`.
    pub fn number(self) -> i64 {
        self.year * 10_000 + self.month * 100 + self.day
    }

    pub fn of_number(number: i64) -> Self {
        Self { year: number / 10_000, month: number / 100 % 100, day: number % 100 }
    }

    /// `yyyy-mm-dd`.
    pub fn iso(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }

    fn read(text: &str, year: Option<i64>) -> Option<Self> {
        let parts: Vec<i64> = text.split('/').map(str::parse).collect::<Result<_, _>>().ok()?;
        let day = match (parts.as_slice(), year) {
            (&[day, month, year], _) | (&[day, month], Some(year)) => Self { year, month, day },
            _ => return None,
        };
        ((1..=12).contains(&day.month) && (1..=day.length_of_month()).contains(&day.day)).then_some(day)
    }

    fn with_weekday(weekday: &str, text: &str, year: Option<i64>) -> Result<Self, String> {
        let day =
            Self::read(text, year).ok_or_else(|| format!("`{text}` is no date, expected dd/mm/yyyy"))?;
        if day.weekday() == weekday {
            Ok(day)
        } else {
            Err(format!("{} is {}, not {weekday}", day.plain(), day.weekday()))
        }
    }

    pub fn plain(self) -> String {
        format!("{:02}/{:02}/{}", self.day, self.month, self.year)
    }

    pub fn said(self) -> String {
        format!("{} {}", self.weekday(), self.plain())
    }

    /// `T3 10/11`, of the year that leads to `end`: the year before when the month lies behind it.
    pub fn read_before(text: &str, end: Self) -> Result<Self, String> {
        let (weekday, date) =
            text.split_once(' ').ok_or_else(|| format!("`{text}`: expected a weekday and dd/mm"))?;
        let month = date.split('/').nth(1).and_then(|month| month.parse::<i64>().ok()).unwrap_or(0);
        let year = if month > end.month { end.year - 1 } else { end.year };
        Self::with_weekday(weekday, date, Some(year))
    }
}

/// `08:30` in minutes.
pub fn minute(text: &str) -> Option<i64> {
    let (hours, minutes) = text.split_once(':')?;
    let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
    ((0..24).contains(&hours) && (0..60).contains(&minutes) && text.len() == 5)
        .then_some(hours * 60 + minutes)
}

impl When {
    /// `T3 10/11/2026 08:30` and what follows it.
    pub fn read(text: &str) -> Result<(Self, &str), String> {
        let mut words = text.splitn(4, ' ');
        let (weekday, date, time) = (words.next(), words.next(), words.next());
        let (Some(weekday), Some(date), Some(time)) = (weekday, date, time) else {
            return Err(format!("`{text}`: expected a weekday, dd/mm/yyyy and hh:mm"));
        };
        let day = Day::with_weekday(weekday, date, None)?;
        let minute = minute(time).ok_or_else(|| format!("`{time}` is no time, expected hh:mm"))?;
        Ok((Self { day, minute }, words.next().unwrap_or("").trim()))
    }

    /// `yyyy-mm-ddThh:mm`, as the calendar reads it.
    pub fn iso(self) -> String {
        format!("{}T{:02}:{:02}", self.day.iso(), self.minute / 60, self.minute % 60)
    }

    pub fn of_iso(text: &str) -> Self {
        let number = |from: usize, to: usize| text[from..to].parse::<i64>().unwrap();
        let day = Day { year: number(0, 4), month: number(5, 7), day: number(8, 10) };
        Self { day, minute: number(11, 13) * 60 + number(14, 16) }
    }

    pub fn said(self) -> String {
        format!("{} {:02}:{:02}", self.day.said(), self.minute / 60, self.minute % 60)
    }
}
