//! The promise: one date in words one can say aloud, its reason, and the days that were counted.

use super::Chip;
use crate::look;
use crate::words::T;
use askama::Template;
use calendar::Millis;
use domain::dossier::PromiseDay;

/// A cell of the day row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayCell {
    /// `from`, `off`, `due` or of no length.
    pub class: &'static str,
    /// `T6`.
    pub weekday: &'static str,
    /// The number of a counted day, or why it is not counted.
    pub mark: String,
    /// `29/8`.
    pub date: String,
}

/// More days than this are not drawn one by one.
const MOST_CELLS: usize = 28;
/// More days than this are drawn in weeks.
const ONE_ROW: usize = 10;

/// The day row of a promise; empty when the days are too many to be looked at.
#[must_use]
pub fn counted_days(t: T, days: &[PromiseDay]) -> Vec<DayCell> {
    if days.len() > MOST_CELLS {
        return Vec::new();
    }
    let last = days.len().saturating_sub(1);
    let cell = |(place, day): (usize, &PromiseDay)| {
        let (class, mark) = match (place, day.kind.as_str()) {
            (place, _) if place == last && day.counted > 0 => ("due", day.counted.to_string()),
            (place, _) if place == last => ("due", "·".to_owned()),
            // Limits in calendar days count these too.
            (_, "holiday") if day.counted == 0 => ("off", t.t("days.holiday").to_owned()),
            (_, "weekend" | "swapped_off") if day.counted == 0 => ("off", t.t("days.off").to_owned()),
            _ if day.counted == 0 => ("from", "·".to_owned()),
            _ => ("", day.counted.to_string()),
        };
        let month = |day: &PromiseDay| day.day / 100;
        // The month stands where it is needed: narrow screens have room for little more than the day.
        let full = place == 0
            || place == last
            || days.get(place - 1).is_some_and(|before| month(before) != month(day));
        let date = if full { look::day_short(day.day) } else { format!("{:02}", day.day % 100) };
        DayCell { class, weekday: look::weekday_short(t.lang(), day.day), mark, date }
    };
    days.iter().enumerate().map(cell).collect()
}

/// Hẹn trả kết quả.
#[derive(Clone, Debug, PartialEq, Eq, Template)]
#[template(path = "parts/promise.html")]
pub struct PromiseCard {
    /// Texts.
    pub t: T,
    /// What is promised.
    pub title: String,
    /// How it stands.
    pub chip: Option<Chip>,
    /// The promised instant.
    pub due_at: Millis,
    /// Where, in words; of no length when it need not be said.
    pub place: String,
    /// Why this day.
    pub why: String,
    /// The counted days.
    pub days: Vec<DayCell>,
    /// Something to add: a provisional calendar, an earlier promise that is void.
    pub remark: String,
}

impl PromiseCard {
    fn day(&self) -> String {
        let text = look::weekday_date(self.t.lang(), self.due_at);
        let mut letters = text.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    }

    fn before(&self) -> String {
        let time = look::time_before(self.t.lang(), self.due_at);
        if self.place.is_empty() { time } else { format!("{time} · {}", self.place) }
    }

    fn iso(&self) -> String {
        look::iso(self.due_at)
    }

    fn row_class(&self) -> &'static str {
        if self.days.len() > ONE_ROW { "days weeks" } else { "days" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;

    fn day(day: i64, kind: &str, counted: i64) -> PromiseDay {
        PromiseDay { day, kind: kind.to_owned(), name: String::new(), counted }
    }

    #[test]
    fn counted_days_carry_their_number_and_days_off_say_why() {
        let days = [
            day(20_260_826, "working", 0),
            day(20_260_827, "working", 1),
            day(20_260_829, "weekend", 0),
            day(20_260_902, "holiday", 0),
            day(20_260_903, "working", 2),
        ];
        let cells = counted_days(T::new(Lang::Vi), &days);
        let drawn: Vec<_> = cells.iter().map(|cell| (cell.class, cell.mark.as_str())).collect();
        assert_eq!(drawn, [("from", "·"), ("", "1"), ("off", "nghỉ"), ("off", "lễ"), ("due", "2")]);
        assert_eq!((cells[4].weekday, cells[4].date.as_str()), ("T5", "03/9"));
    }

    #[test]
    fn half_a_year_of_days_is_not_drawn() {
        let days: Vec<_> = (0..29).map(|_| day(20_260_826, "working", 1)).collect();
        assert_eq!(counted_days(T::new(Lang::Vi), &days), []);
    }
}
