//! Giờ ngừng phát số: nobody is given a number who cannot be called any more on that day; they are told when to come back.

use crate::kernel::{Millis, Refusal, Violation};

/// Facts: when the hall closes for the day, and when whoever takes a number now is likely to be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closing {
    /// Instant of closing; on a day off, the instant with which it began.
    pub closes_at: Millis,
    /// Instant it opens again after that.
    pub opens_at: Millis,
    /// Instant of the call as it is estimated; none when nothing is known.
    pub expected_at: Option<Millis>,
}

impl Closing {
    /// Why no number is given; none when one is. What nobody can know is not held against anybody: until the hall closes.
    #[must_use]
    pub fn refusal(self, now: Millis) -> Option<Refusal> {
        let code = if now >= self.closes_at {
            "hall_closed"
        } else if self.expected_at.is_some_and(|at| at > self.closes_at) {
            "hall_closing"
        } else {
            return None;
        };
        Some(Refusal::new(code).with(Violation::new("", code).with("opens", self.opens_at)))
    }
}
