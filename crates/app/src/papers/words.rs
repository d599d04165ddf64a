//! How papers word dates, limits and names.

use calendar::{Span, WorkCalendar};
use domain::dossier::FilingChannel;
use domain::kernel::Millis;
use jiff::civil::Date;

/// `15:21 ngày 24/11/2026`.
pub(super) fn moment(calendar: &WorkCalendar, at: Millis) -> String {
    let local = calendar.local(at);
    let (time, date) = (local.time(), local.date());
    format!("{:02}:{:02} ngày {}", time.hour(), time.minute(), written(date))
}

/// `24/11/2026`.
pub(super) fn written(date: Date) -> String {
    format!("{:02}/{:02}/{}", date.day(), date.month(), date.year())
}

/// `05 ngày làm việc`, `0,5 ngày làm việc`, `168 giờ làm việc`.
pub(super) fn limit(span: Span) -> String {
    match span {
        Span::WorkingDays(days) => format!("{days:02} ngày làm việc"),
        Span::WorkingMinutes(minutes) if minutes % 60 == 0 => format!("{} giờ làm việc", minutes / 60),
        Span::WorkingMinutes(minutes) => format!("{minutes} phút làm việc"),
        Span::CalendarDays(days) => format!("{days:02} ngày"),
        Span::SameDay => "Trong ngày làm việc".to_owned(),
    }
}

pub(super) const fn channel(channel: FilingChannel) -> &'static str {
    match channel {
        FilingChannel::InPerson => "Trực tiếp",
        FilingChannel::Online => "Trực tuyến",
        FilingChannel::Post => "Dịch vụ bưu chính công ích",
    }
}

/// None for a text of no length.
pub(super) fn given(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_worded_as_forms_do() {
        assert_eq!(limit(Span::WorkingDays(5)), "05 ngày làm việc");
        assert_eq!(limit(Span::WorkingMinutes(240)), "4 giờ làm việc");
        assert_eq!(limit(Span::CalendarDays(21)), "21 ngày");
    }
}
