//! Dates and times.

use crate::words::Lang;
use calendar::{Millis, VIETNAM_OFFSET_MS};
use jiff::civil::{Date, DateTime, Weekday};

/// Vietnam's date and time of an instant.
#[must_use]
pub fn local(at: Millis) -> DateTime {
    let shifted = jiff::Timestamp::from_millisecond(at.saturating_add(VIETNAM_OFFSET_MS))
        .unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    shifted.to_zoned(jiff::tz::TimeZone::UTC).datetime()
}

/// `29/06/2021`.
#[must_use]
pub fn date(at: Millis) -> String {
    written(local(at).date())
}

/// `29/06/2021` for 20210629; of no length for a number that is no date.
#[must_use]
pub fn day_date(day: i64) -> String {
    calendar::date_of(day).map(written).unwrap_or_default()
}

/// `29/6` for 20210629: under a cell of the day row.
#[must_use]
pub fn day_short(day: i64) -> String {
    calendar::date_of(day).map(|date| format!("{:02}/{}", date.day(), date.month())).unwrap_or_default()
}

/// `2021-06-29T08:30:15+07:00`, for other programmes.
#[must_use]
pub fn rfc3339(at: Millis) -> String {
    let at = local(at);
    let (date, time) = (at.date(), at.time());
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}+07:00",
        date.year(),
        date.month(),
        date.day(),
        time.hour(),
        time.minute(),
        time.second()
    )
}

/// `29/06/2021 08:30`.
#[must_use]
pub fn date_time(at: Millis) -> String {
    format!("{} {}", date(at), clock(at))
}

/// `29/06`.
#[must_use]
pub fn day_month(at: Millis) -> String {
    let date = local(at).date();
    format!("{:02}/{:02}", date.day(), date.month())
}

/// `29/06 08:30`.
#[must_use]
pub fn day_month_time(at: Millis) -> String {
    format!("{} {}", day_month(at), clock(at))
}

/// `08:30`.
#[must_use]
pub fn clock(at: Millis) -> String {
    let time = local(at).time();
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// `2021-06-29T08:30+07:00`: for machines, in the `datetime` attribute.
#[must_use]
pub fn iso(at: Millis) -> String {
    let at = local(at);
    let (date, time) = (at.date(), at.time());
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}+07:00",
        date.year(),
        date.month(),
        date.day(),
        time.hour(),
        time.minute()
    )
}

/// `thứ Sáu 02/07/2021`, `Friday 2 July 2021`.
#[must_use]
pub fn weekday_date(lang: Lang, at: Millis) -> String {
    let day = local(at).date();
    match lang {
        Lang::Vi => format!("{} {}", weekday(lang, day.weekday()), written(day)),
        Lang::En => {
            format!("{} {} {} {}", weekday(lang, day.weekday()), day.day(), month(day.month()), day.year())
        }
    }
}

/// `trước 17:00`, `before 17:00`.
#[must_use]
pub fn time_before(lang: Lang, at: Millis) -> String {
    match lang {
        Lang::Vi => format!("trước {}", clock(at)),
        Lang::En => format!("before {}", clock(at)),
    }
}

/// `thứ Sáu 02/07/2021, trước 17:00`: a promise, as one says it aloud.
#[must_use]
pub fn promise(lang: Lang, at: Millis) -> String {
    format!("{}, {}", weekday_date(lang, at), time_before(lang, at))
}

/// `T6`, `CN`; `Fri`, `Sun`: above a cell of the day row.
#[must_use]
pub fn weekday_short(lang: Lang, day: i64) -> &'static str {
    let Some(date) = calendar::date_of(day) else { return "" };
    let place = usize::from(date.weekday().to_monday_zero_offset().unsigned_abs());
    match lang {
        Lang::Vi => ["T2", "T3", "T4", "T5", "T6", "T7", "CN"][place],
        Lang::En => ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][place],
    }
}

/// `thứ Sáu`, `Friday`, of a day as `yyyymmdd`.
#[must_use]
pub fn weekday_name(lang: Lang, day: i64) -> &'static str {
    calendar::date_of(day).map_or("", |date| weekday(lang, date.weekday()))
}

fn weekday(lang: Lang, day: Weekday) -> &'static str {
    let place = usize::from(day.to_monday_zero_offset().unsigned_abs());
    match lang {
        Lang::Vi => ["thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"][place],
        Lang::En => ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][place],
    }
}

fn month(month: i8) -> &'static str {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    NAMES[usize::from((month - 1).unsigned_abs()) % 12]
}

fn written(date: Date) -> String {
    format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 29/06/2021 08:30 in Vietnam.
    const THAT_TUESDAY: Millis = 1_624_930_200_000;
    /// 02/07/2021 17:00 in Vietnam.
    const THAT_FRIDAY: Millis = 1_625_220_000_000;

    #[test]
    fn dates_and_times_are_written_as_forms_write_them() {
        assert_eq!(date_time(THAT_TUESDAY), "29/06/2021 08:30");
        assert_eq!(day_month_time(THAT_TUESDAY), "29/06 08:30");
        assert_eq!(iso(THAT_TUESDAY), "2021-06-29T08:30+07:00");
        assert_eq!(rfc3339(THAT_TUESDAY + 15_999), "2021-06-29T08:30:15+07:00");
        assert_eq!(day_date(20_210_629), "29/06/2021");
        assert_eq!(day_short(20_260_902), "02/9");
        assert_eq!(day_date(20_211_399), "");
    }

    #[test]
    fn a_promise_names_the_weekday_and_the_hour() {
        assert_eq!(promise(Lang::Vi, THAT_FRIDAY), "thứ Sáu 02/07/2021, trước 17:00");
        assert_eq!(promise(Lang::En, THAT_FRIDAY), "Friday 2 July 2021, before 17:00");
    }

    #[test]
    fn the_day_changes_at_vietnams_midnight_not_at_greenwichs() {
        // 23:59 and 00:00 in Vietnam are 16:59 and 17:00 in Greenwich.
        let midnight = THAT_FRIDAY + 7 * 3_600_000;
        assert_eq!(date_time(midnight - 60_000), "02/07/2021 23:59");
        assert_eq!(date_time(midnight), "03/07/2021 00:00");
    }

    #[test]
    fn weekdays_of_the_day_row_are_short() {
        assert_eq!((weekday_short(Lang::Vi, 20_260_830), weekday_short(Lang::En, 20_260_830)), ("CN", "Sun"));
        assert_eq!((weekday_short(Lang::Vi, 20_260_827), weekday_short(Lang::En, 20_260_827)), ("T5", "Thu"));
    }
}
