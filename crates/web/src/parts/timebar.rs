//! Time used of time allowed, as one bar.

use crate::look::TimeState;
use askama::Template;

/// Thanh thời gian. Lengths are SVG attributes, so the strict content policy holds.
#[derive(Clone, Debug, PartialEq, Eq, Template)]
#[template(path = "parts/timebar.html")]
pub struct TimeBar {
    /// `ok`, `used`, `soon`: the class of the used part; `rest` when the time is not counted.
    pub class: &'static str,
    /// Used part, in tenths of a percent of the whole bar.
    used: i64,
    /// Part beyond the limit, in tenths of a percent; 0 when within.
    over: i64,
}

impl TimeBar {
    /// The bar of a step. `used_ms` and `allowed_ms` are working milliseconds.
    #[must_use]
    pub fn of(state: TimeState, finished: bool, used_ms: i64, allowed_ms: i64) -> Self {
        let (used_ms, allowed_ms) = (used_ms.max(0), allowed_ms.max(1));
        if state == TimeState::Paused {
            return Self { class: "rest", used: 1000, over: 0 };
        }
        if used_ms > allowed_ms {
            let limit = allowed_ms * 1000 / used_ms;
            // At least three percent, so that lateness of a few minutes is seen too.
            let over = (1000 - limit).max(30);
            return Self { class: "used", used: 1000 - over, over };
        }
        let class = match (state, finished) {
            (TimeState::Soon, _) => "soon",
            (_, true) => "ok",
            _ => "used",
        };
        Self { class, used: used_ms * 1000 / allowed_ms, over: 0 }
    }

    fn used_width(&self) -> String {
        Self::percent(self.used)
    }

    fn over_width(&self) -> String {
        Self::percent(self.over)
    }

    fn percent(tenths: i64) -> String {
        if tenths % 10 == 0 {
            format!("{}%", tenths / 10)
        } else {
            format!("{}.{}%", tenths / 10, tenths % 10)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3_600_000;

    #[test]
    fn within_the_limit_the_bar_is_as_long_as_the_share_used() {
        let bar = TimeBar::of(TimeState::OnTime, false, 3 * HOUR, 8 * HOUR);
        assert_eq!((bar.class, TimeBar::percent(bar.used).as_str(), bar.over), ("used", "37.5%", 0));
        assert_eq!(TimeBar::of(TimeState::OnTime, true, HOUR, 4 * HOUR).class, "ok");
    }

    #[test]
    fn beyond_the_limit_the_limit_is_marked_and_the_rest_hatched() {
        let bar = TimeBar::of(TimeState::Late, false, 10 * HOUR, 8 * HOUR);
        assert_eq!((bar.used, bar.over), (800, 200));
        let html = bar.render().unwrap();
        assert!(html.contains("hatch-w") && html.contains("x=\"80%\""), "{html}");
    }

    #[test]
    fn time_that_is_not_counted_is_hatched_all_along() {
        let html = TimeBar::of(TimeState::Paused, false, HOUR, 0).render().unwrap();
        assert!(html.contains("url(#hatch)") && !html.contains("track"), "{html}");
    }
}
