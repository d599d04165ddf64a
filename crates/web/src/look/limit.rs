//! Limits as procedures publish them, and spans as promises keep them.

use super::span;
use crate::words::T;
use calendar::Span;
use domain::catalogue::{Limit, LimitUnit};

/// `8 ngày làm việc`, `168 giờ làm việc`, `15 ngày`, `trong ngày`.
#[must_use]
pub fn limit(t: T, limit: Limit) -> String {
    let count = hundredths(t, limit.hundredths);
    let one = limit.hundredths == 100;
    match limit.unit {
        LimitUnit::WorkingDays if one => t.with("limit.working_day", &[("n", &count)]),
        LimitUnit::WorkingDays => t.with("limit.working_days", &[("n", &count)]),
        LimitUnit::WorkingHours => t.with("limit.working_hours", &[("n", &count)]),
        LimitUnit::Days if one => t.with("limit.day", &[("n", &count)]),
        LimitUnit::Days => t.with("limit.days", &[("n", &count)]),
        LimitUnit::SameDay => t.t("limit.same_day").to_owned(),
    }
}

/// A promised span in the same words.
#[must_use]
pub fn span(t: T, promised: Span) -> String {
    let of = |hundredths, unit| limit(t, Limit { hundredths, unit });
    match promised {
        Span::WorkingDays(days) => of(days * 100, LimitUnit::WorkingDays),
        Span::WorkingMinutes(minutes) => {
            t.with("limit.working_time", &[("time", &span::allowed(t.lang(), minutes * 60_000))])
        }
        Span::CalendarDays(days) => of(days * 100, LimitUnit::Days),
        Span::SameDay => of(0, LimitUnit::SameDay),
    }
}

/// `4,5` for 450 in Vietnamese, `4.5` in English.
fn hundredths(t: T, hundredths: i64) -> String {
    let (whole, part) = (hundredths / 100, hundredths % 100);
    if part == 0 {
        return whole.to_string();
    }
    let point = if t.vi() { ',' } else { '.' };
    format!("{whole}{point}{part:02}").trim_end_matches('0').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;

    #[test]
    fn a_limit_is_told_in_the_unit_it_was_published_in() {
        let vi = T::new(Lang::Vi);
        let told = |hundredths, unit| limit(vi, Limit { hundredths, unit });
        assert_eq!(told(800, LimitUnit::WorkingDays), "8 ngày làm việc");
        assert_eq!(told(450, LimitUnit::WorkingDays), "4,5 ngày làm việc");
        assert_eq!(told(16_800, LimitUnit::WorkingHours), "168 giờ làm việc");
        assert_eq!(told(0, LimitUnit::SameDay), "trong ngày");
        assert_eq!(
            limit(T::new(Lang::En), Limit { hundredths: 100, unit: LimitUnit::WorkingDays }),
            "1 working day"
        );
    }

    #[test]
    fn a_promise_is_told_in_the_same_words() {
        let vi = T::new(Lang::Vi);
        assert_eq!(span(vi, Span::WorkingDays(3)), "3 ngày làm việc");
        assert_eq!(span(vi, Span::WorkingMinutes(2160)), "4,5 ngày làm việc");
        assert_eq!(span(vi, Span::CalendarDays(15)), "15 ngày");
    }
}
