//! Time states: what a step or a promise looks like at an instant.

use super::span;
use crate::words::T;
use calendar::Millis;

/// Trạng thái thời gian. Always shown as colour, icon and words together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeState {
    /// Đúng hạn.
    OnTime,
    /// Sắp đến hạn.
    Soon,
    /// Quá hạn.
    Late,
    /// Tạm dừng: no clock runs.
    Paused,
    /// Hẹn: not begun.
    Ahead,
}

impl TimeState {
    /// The class of chips, bars and step lines.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::OnTime => "ok",
            Self::Soon => "soon",
            Self::Late => "late",
            Self::Paused => "rest",
            Self::Ahead => "next",
        }
    }

    /// The icon that goes with it.
    #[must_use]
    pub const fn icon(self) -> &'static str {
        match self {
            Self::OnTime => "tick",
            Self::Soon | Self::Ahead => "clock",
            Self::Late => "bang",
            Self::Paused => "pause",
        }
    }
}

/// The times of a step or a promise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Timing {
    /// Instant it is over, none while no clock runs.
    pub due_at: Option<Millis>,
    /// Instant it turns yellow, none when it never does.
    pub yellow_at: Option<Millis>,
    /// Instant it was finished, none while open.
    pub finished_at: Option<Millis>,
    /// Working milliseconds left at `now` (or at the finish), negative when over.
    pub left_ms: i64,
    /// False when the clock stands: waiting for papers, or outside the limit.
    pub counted: bool,
}

impl Timing {
    /// How it looks at an instant.
    #[must_use]
    pub fn state(&self, now: Millis) -> TimeState {
        if !self.counted {
            return TimeState::Paused;
        }
        let at = self.finished_at.unwrap_or(now);
        match (self.due_at, self.yellow_at) {
            (Some(due), _) if at > due => TimeState::Late,
            (_, Some(yellow)) if self.finished_at.is_none() && at >= yellow => TimeState::Soon,
            _ => TimeState::OnTime,
        }
    }

    /// The words of its chip.
    #[must_use]
    pub fn words(&self, t: T, now: Millis) -> String {
        let state = self.state(now);
        match (state, self.finished_at) {
            (TimeState::Paused, _) => t.t("time.paused").to_owned(),
            (TimeState::Late, Some(_)) => {
                t.with("time.late_by", &[("time", &span::exact(t.lang(), -self.left_ms))])
            }
            (TimeState::Late, None) => {
                t.with("time.late_by", &[("time", &span::rough(t.lang(), self.left_ms))])
            }
            (TimeState::Soon, _) => t.with("time.soon", &[("time", &span::rough(t.lang(), self.left_ms))]),
            (TimeState::OnTime, Some(_)) if self.due_at.is_some() && self.left_ms >= 60_000 => {
                t.with("time.early_by", &[("time", &span::exact(t.lang(), self.left_ms))])
            }
            _ => t.t("time.on_time").to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;

    const HOUR: i64 = 3_600_000;

    fn open() -> Timing {
        Timing {
            due_at: Some(10 * HOUR),
            yellow_at: Some(8 * HOUR),
            left_ms: 0,
            counted: true,
            finished_at: None,
        }
    }

    fn words(timing: Timing, now: Millis) -> (TimeState, String) {
        (timing.state(now), timing.words(T::new(Lang::Vi), now))
    }

    #[test]
    fn an_open_step_is_green_then_yellow_then_red() {
        let at = |now, left_ms| words(Timing { left_ms, ..open() }, now);
        assert_eq!(at(HOUR, 9 * HOUR), (TimeState::OnTime, "Đúng hạn".to_owned()));
        assert_eq!(at(8 * HOUR, 2 * HOUR), (TimeState::Soon, "Sắp đến hạn 2 giờ".to_owned()));
        assert_eq!(
            at(10 * HOUR, 0),
            (TimeState::Soon, "Sắp đến hạn 1 phút".to_owned()),
            "the last moment is on time"
        );
        assert_eq!(at(10 * HOUR + 1, -8 * HOUR), (TimeState::Late, "Quá hạn 1 ngày".to_owned()));
    }

    #[test]
    fn a_finished_step_says_how_early_or_late_it_was() {
        let at =
            |finished, left_ms| words(Timing { finished_at: Some(finished), left_ms, ..open() }, 100 * HOUR);
        assert_eq!(at(9 * HOUR, HOUR), (TimeState::OnTime, "Sớm 1 giờ".to_owned()));
        assert_eq!(at(10 * HOUR, 0), (TimeState::OnTime, "Đúng hạn".to_owned()));
        assert_eq!(at(11 * HOUR, -HOUR - 300_000), (TimeState::Late, "Quá hạn 1 giờ 05 phút".to_owned()));
    }

    #[test]
    fn while_the_clock_stands_nothing_is_late() {
        let paused = Timing { counted: false, ..open() };
        assert_eq!(words(paused, 99 * HOUR), (TimeState::Paused, "Tạm dừng".to_owned()));
    }
}
