//! Giờ yên tĩnh: nobody is woken by a message about papers.

/// Minutes of a day.
const DAY_MINUTES: u32 = 24 * 60;

/// Giờ không nhắn tin: from when until when messages wait, in minutes of the local day (UTC+7).
///
/// `from > to` spans midnight; `from == to` means no quiet hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuietHours {
    /// First quiet minute of the day, 0 to 1439.
    pub from_minute: u32,
    /// First minute at which messages go again, 0 to 1439.
    pub to_minute: u32,
}

impl Default for QuietHours {
    /// 21:00 to 07:00.
    fn default() -> Self {
        Self { from_minute: 21 * 60, to_minute: 7 * 60 }
    }
}

/// When a message wished for now may go: `None` at once, else the minute, counted like `now_local_minutes` and 1440 or
/// more when that is tomorrow.
///
/// ```
/// use adapters::sms::{QuietHours, quiet_until};
/// let night = QuietHours { from_minute: 21 * 60, to_minute: 7 * 60 };
/// assert_eq!(quiet_until(22 * 60, night), Some(24 * 60 + 7 * 60));
/// assert_eq!(quiet_until(8 * 60, night), None);
/// ```
#[must_use]
pub fn quiet_until(now_local_minutes: u32, settings: QuietHours) -> Option<u32> {
    let day = now_local_minutes / DAY_MINUTES * DAY_MINUTES;
    let minute = now_local_minutes % DAY_MINUTES;
    let (from, to) = (settings.from_minute % DAY_MINUTES, settings.to_minute % DAY_MINUTES);
    if from < to {
        (from..to).contains(&minute).then_some(day + to)
    } else if from > to && minute >= from {
        Some(day + DAY_MINUTES + to)
    } else if from > to && minute < to {
        Some(day + to)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NIGHT: QuietHours = QuietHours { from_minute: 1260, to_minute: 420 };

    #[test]
    fn a_message_wished_for_at_night_waits_for_the_morning() {
        assert_eq!(quiet_until(1259, NIGHT), None, "20:59");
        assert_eq!(quiet_until(1260, NIGHT), Some(1440 + 420), "21:00 waits for tomorrow 07:00");
        assert_eq!(quiet_until(60, NIGHT), Some(420), "01:00 waits for today 07:00");
        assert_eq!(quiet_until(420, NIGHT), None, "07:00");
    }

    #[test]
    fn a_midday_rest_does_not_span_midnight() {
        let midday = QuietHours { from_minute: 690, to_minute: 810 };
        assert_eq!(quiet_until(700, midday), Some(810));
        assert_eq!(quiet_until(810, midday), None);
        assert_eq!(quiet_until(0, midday), None);
    }

    #[test]
    fn equal_ends_mean_no_quiet_hours() {
        let none = QuietHours { from_minute: 420, to_minute: 420 };
        assert!((0..1440).all(|minute| quiet_until(minute, none).is_none()));
    }

    proptest! {
        #[test]
        fn the_wait_ends_after_now_within_a_day_and_outside_the_quiet_hours(
            now in 0u32..4320, from in 0u32..1440, to in 0u32..1440
        ) {
            let hours = QuietHours { from_minute: from, to_minute: to };
            if let Some(until) = quiet_until(now, hours) {
                prop_assert!(until > now && until - now <= DAY_MINUTES);
                prop_assert_eq!(quiet_until(until, hours), None);
            }
        }
    }
}
