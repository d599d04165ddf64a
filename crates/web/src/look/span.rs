//! Working time in words. A working day is eight hours, as the internal procedures count it.

use crate::words::{Lang, T};

/// Milliseconds of one working day.
pub const WORKING_DAY_MS: i64 = 8 * 3_600_000;
const MINUTES_A_DAY: i64 = 480;

/// Days, hours and minutes of working time, rounded down to the minute.
fn split(ms: i64) -> (i64, i64, i64) {
    let minutes = ms.max(0) / 60_000;
    (minutes / MINUTES_A_DAY, minutes % MINUTES_A_DAY / 60, minutes % 60)
}

/// `1 ngày 2 giờ 15 phút`, `1 day 2 hours 15 minutes`: every part, in full.
#[must_use]
pub fn exact(lang: Lang, ms: i64) -> String {
    let (days, hours, minutes) = split(ms);
    let mut parts = Vec::new();
    if days > 0 {
        parts.push(unit(lang, days, Unit::Day));
    }
    if hours > 0 {
        parts.push(unit(lang, hours, Unit::Hour));
    }
    if minutes > 0 || parts.is_empty() {
        let padded = hours > 0 && lang == Lang::Vi;
        parts.push(if padded { format!("{minutes:02} phút") } else { unit(lang, minutes, Unit::Minute) });
    }
    parts.join(" ")
}

/// `1 ngày 2 giờ 15`, `1 day 2 h 15`: for columns of figures.
#[must_use]
pub fn figure(lang: Lang, ms: i64) -> String {
    let (days, hours, minutes) = split(ms);
    let hour = if lang == Lang::Vi { "giờ" } else { "h" };
    let mut parts = Vec::new();
    if days > 0 {
        parts.push(unit(lang, days, Unit::Day));
    }
    match (hours, minutes) {
        (0, 0) if days > 0 => {}
        (0, minutes) => parts.push(format!("{minutes} {}", if lang == Lang::Vi { "phút" } else { "min" })),
        (hours, 0) => parts.push(format!("{hours} {hour}")),
        (hours, minutes) => parts.push(format!("{hours} {hour} {minutes:02}")),
    }
    parts.join(" ")
}

/// `4,5 ngày`, `4 giờ`, `30 phút`: a limit, as procedures give it. Whole and quarter days stay days.
#[must_use]
pub fn allowed(lang: Lang, ms: i64) -> String {
    let minutes = ms.max(0) / 60_000;
    if minutes < MINUTES_A_DAY || minutes % (MINUTES_A_DAY / 4) != 0 {
        return exact(lang, ms);
    }
    let (days, quarters) = (minutes / MINUTES_A_DAY, minutes % MINUTES_A_DAY / (MINUTES_A_DAY / 4));
    let point = if lang == Lang::Vi { "," } else { "." };
    match (quarters, lang) {
        (0, _) => unit(lang, days, Unit::Day),
        (quarters, Lang::Vi) => format!("{days}{point}{} ngày", fraction(quarters)),
        (quarters, Lang::En) => format!("{days}{point}{} days", fraction(quarters)),
    }
}

/// `2 giờ`, `1 ngày`, `25 phút`: the largest unit only, never zero; for chips, which are read at a glance.
#[must_use]
pub fn rough(lang: Lang, ms: i64) -> String {
    match split(ms.abs()) {
        (0, 0, minutes) => unit(lang, minutes.max(1), Unit::Minute),
        (0, hours, _) => unit(lang, hours, Unit::Hour),
        (days, _, _) => unit(lang, days, Unit::Day),
    }
}

/// Minutes somebody waits, as an honest estimate: to the minute below ten, then in steps of five upwards.
#[must_use]
pub const fn wait_minutes(ms: i64) -> i64 {
    let minutes = (ms + 59_999) / 60_000;
    if minutes <= 10 { minutes } else { (minutes + 4) / 5 * 5 }
}

/// `khoảng 25 phút`, `about 2 hours 50 minutes`: how long somebody waits; from an hour on nobody counts in minutes.
#[must_use]
pub fn waiting(t: T, ms: i64) -> String {
    match wait_minutes(ms) {
        minutes @ ..60 => t.count("queue.minutes", minutes),
        minutes => t.one("queue.about", "time", exact(t.lang(), minutes * 60_000)),
    }
}

fn fraction(quarters: i64) -> &'static str {
    match quarters {
        1 => "25",
        2 => "5",
        _ => "75",
    }
}

#[derive(Clone, Copy)]
enum Unit {
    Day,
    Hour,
    Minute,
}

fn unit(lang: Lang, count: i64, unit: Unit) -> String {
    let word = match (lang, unit, count == 1) {
        (Lang::Vi, Unit::Day, _) => "ngày",
        (Lang::Vi, Unit::Hour, _) => "giờ",
        (Lang::Vi, Unit::Minute, _) => "phút",
        (Lang::En, Unit::Day, true) => "day",
        (Lang::En, Unit::Day, false) => "days",
        (Lang::En, Unit::Hour, true) => "hour",
        (Lang::En, Unit::Hour, false) => "hours",
        (Lang::En, Unit::Minute, true) => "minute",
        (Lang::En, Unit::Minute, false) => "minutes",
    };
    format!("{count} {word}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: i64 = 60_000;
    const HOUR: i64 = 60 * MINUTE;

    #[test]
    fn working_time_is_told_in_days_of_eight_hours() {
        let ms = WORKING_DAY_MS + 2 * HOUR + 15 * MINUTE;
        assert_eq!(exact(Lang::Vi, ms), "1 ngày 2 giờ 15 phút");
        assert_eq!(exact(Lang::En, ms), "1 day 2 hours 15 minutes");
        assert_eq!(figure(Lang::Vi, ms), "1 ngày 2 giờ 15");
        assert_eq!(figure(Lang::Vi, HOUR + 5 * MINUTE), "1 giờ 05");
        assert_eq!(figure(Lang::En, 25 * MINUTE), "25 min");
        assert_eq!(figure(Lang::Vi, 2 * WORKING_DAY_MS), "2 ngày");
        assert_eq!(exact(Lang::Vi, 3 * HOUR + 5 * MINUTE), "3 giờ 05 phút");
        assert_eq!(exact(Lang::Vi, 0), "0 phút");
    }

    #[test]
    fn a_limit_keeps_the_unit_it_was_given_in() {
        assert_eq!(allowed(Lang::Vi, 9 * WORKING_DAY_MS / 2), "4,5 ngày");
        assert_eq!(allowed(Lang::En, 9 * WORKING_DAY_MS / 2), "4.5 days");
        assert_eq!(allowed(Lang::Vi, 5 * WORKING_DAY_MS / 4), "1,25 ngày");
        assert_eq!(allowed(Lang::Vi, 4 * HOUR), "4 giờ");
        assert_eq!(allowed(Lang::Vi, 3 * WORKING_DAY_MS), "3 ngày");
    }

    #[test]
    fn a_chip_tells_the_largest_unit_and_never_nothing() {
        assert_eq!(rough(Lang::Vi, 2 * HOUR + 50 * MINUTE), "2 giờ");
        assert_eq!(rough(Lang::Vi, -WORKING_DAY_MS), "1 ngày");
        assert_eq!(rough(Lang::En, 12_000), "1 minute");
    }

    #[test]
    fn an_estimate_is_not_more_exact_than_it_can_be() {
        assert_eq!([0, 1, 61_000, 600_000, 660_000, 1_260_000].map(wait_minutes), [0, 1, 2, 10, 15, 25]);
    }

    #[test]
    fn a_wait_from_an_hour_on_is_told_in_hours() {
        let told = |lang, minutes: i64| waiting(T::new(lang), minutes * 60_000);
        assert_eq!(told(Lang::Vi, 25), "khoảng 25 phút");
        assert_eq!(told(Lang::Vi, 58), "khoảng 1 giờ");
        assert_eq!(told(Lang::Vi, 168), "khoảng 2 giờ 50 phút");
        assert_eq!(told(Lang::En, 168), "about 2 hours 50 minutes");
    }
}
