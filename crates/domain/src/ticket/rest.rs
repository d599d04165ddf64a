//! Nghỉ trưa: who waits over a break keeps the place, and is told when the calling goes on.

use crate::kernel::Millis;

/// A wait as it is on the clock on the wall: the breaks that fall into it count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaitOverRest {
    /// From now to the call.
    pub wait_ms: Millis,
    /// Instant at which calling goes on after the last break before the call; none without a break.
    pub resumes_at: Option<Millis>,
}

/// How long a wait of so much working time takes from `now` on. `hours`: from when until when the hall is open today, in order. `serving`: a counter
/// serves also now that the hall rests, so that nobody is told to come back later who may be called at once. What goes beyond today's hours stays
/// as it is: whether a number is given then is the rule of the closing hour.
#[must_use]
pub fn over_rest(now: Millis, wait_ms: Millis, hours: &[(Millis, Millis)], serving: bool) -> WaitOverRest {
    let as_it_is = WaitOverRest { wait_ms, resumes_at: None };
    let is_open = hours.iter().any(|(from, to)| (*from..*to).contains(&now));
    if serving && !is_open {
        return as_it_is;
    }
    let (mut at, mut left, mut resumes_at) = (now, wait_ms, None);
    for (from, to) in hours.iter().filter(|(_, to)| *to > now) {
        if at < *from {
            (at, resumes_at) = (*from, Some(*from));
        }
        if left <= to - at {
            return WaitOverRest { wait_ms: at + left - now, resumes_at };
        }
        left -= to - at;
        at = *to;
    }
    as_it_is
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Millis = 60_000;
    const HOURS: [(i64, i64); 2] = [(420 * MINUTE, 690 * MINUTE), (810 * MINUTE, 1020 * MINUTE)];

    fn told(hour: i64, minute: i64, wait: i64, serving: bool) -> (i64, Option<i64>) {
        let over = over_rest((hour * 60 + minute) * MINUTE, wait * MINUTE, &HOURS, serving);
        (over.wait_ms / MINUTE, over.resumes_at.map(|at| at / MINUTE))
    }

    #[test]
    fn a_wait_that_ends_before_the_break_is_what_it_is() {
        assert_eq!(told(11, 0, 30, true), (30, None));
        assert_eq!(told(14, 0, 30, true), (30, None));
    }

    #[test]
    fn a_wait_over_the_break_is_longer_by_the_break_and_calling_goes_on_after_it() {
        assert_eq!(told(11, 20, 30, true), (150, Some(810)));
        assert_eq!(told(12, 0, 20, false), (110, Some(810)));
        assert_eq!(told(6, 30, 0, false), (30, Some(420)), "before the hall opens");
    }

    #[test]
    fn where_a_counter_serves_through_the_break_nobody_is_told_to_come_back_later() {
        assert_eq!(told(12, 0, 20, true), (20, None));
    }

    #[test]
    fn what_goes_beyond_the_day_is_left_to_the_closing_hour() {
        assert_eq!(told(16, 50, 30, true), (30, None));
        assert_eq!(told(18, 0, 30, false), (30, None));
    }
}
