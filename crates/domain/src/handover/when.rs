use crate::kernel::Millis;
use calendar::{CalendarError, WorkCalendar};

/// The end of the working day a list is drawn up on; of the next one, when that is over.
///
/// # Errors
/// When the calendar does not reach that far.
pub fn confirm_by(calendar: &WorkCalendar, now: Millis) -> Result<Millis, CalendarError> {
    let opened = calendar.next_opening(now)?;
    calendar.closing_of_day(opened)
}

/// Instant until which papers at the counter are to be on a list. What has to leave the same day has until the cut, what may wait until
/// the next day has until that day's opening; both with a while to write the list.
///
/// `travel_by`: the closing of the day of reception, or the opening of the next working day. `cut_minute`: local minute of the day.
#[must_use]
pub fn list_by(calendar: &WorkCalendar, travel_by: Millis, cut_minute: i64, while_ms: Millis) -> Millis {
    let is_closing = calendar.closing_of_day(travel_by).is_ok_and(|closing| closing == travel_by);
    let from = if is_closing {
        calendar.midnight(calendar.local_date(travel_by)) + cut_minute * 60_000
    } else {
        travel_by
    };
    if is_closing { (from + while_ms).min(travel_by) } else { from + while_ms }
}
