//! Ngày, tuần, tháng: the days that figures of a hall are about.

/// How many days are looked at together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// One day.
    #[default]
    Day,
    /// Monday to Sunday.
    Week,
    /// A month of the calendar.
    Month,
}

impl Reach {
    /// All of them, the shortest first.
    pub const ALL: [Self; 3] = [Self::Day, Self::Week, Self::Month];

    /// The stable word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
        }
    }

    /// The reach behind a stable word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reach| reach.word() == word)
    }
}

/// The days from one to another, both among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// How they were put together.
    pub reach: Reach,
    /// First local date as `yyyymmdd`.
    pub first: i64,
    /// Last local date as `yyyymmdd`.
    pub last: i64,
}

impl Days {
    /// The days of that reach around a local date; none for what is no date of the years 2000 to 2099.
    #[must_use]
    pub fn around(reach: Reach, day: i64) -> Option<Self> {
        if !(20_000_101..=20_991_231).contains(&day) {
            return None;
        }
        let date = calendar::date_of(day)?;
        let (first, last) = match reach {
            Reach::Day => (date, date),
            Reach::Week => {
                let back = date.weekday().to_monday_zero_offset();
                let monday = (0..back).try_fold(date, |day, _| day.yesterday().ok())?;
                (monday, (0..6).try_fold(monday, |day, _| day.tomorrow().ok())?)
            }
            Reach::Month => (date.first_of_month(), date.last_of_month()),
        };
        Some(Self { reach, first: calendar::day_number(first), last: calendar::day_number(last) })
    }

    /// As many days before, none at the edge of the years.
    #[must_use]
    pub fn before(self) -> Option<Self> {
        let day = calendar::date_of(self.first)?.yesterday().ok()?;
        Self::around(self.reach, calendar::day_number(day))
    }

    /// As many days after, none at the edge of the years.
    #[must_use]
    pub fn after(self) -> Option<Self> {
        Self::around(self.reach, next(self.last)?)
    }

    /// Each day, in order.
    pub fn each(self) -> impl Iterator<Item = i64> {
        std::iter::successors(Some(self.first), |day| next(*day)).take_while(move |day| *day <= self.last)
    }
}

fn next(day: i64) -> Option<i64> {
    Some(calendar::day_number(calendar::date_of(day)?.tomorrow().ok()?))
}
