//! A whole dossier in one line: widths are the allowed times.

use crate::look::TimeState;
use askama::Template;

/// One part of the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StripFacts {
    /// Working milliseconds allowed; a step without time, or outside the limit, gets a tenth of the line.
    pub allowed_ms: i64,
    /// False when outside the limit.
    pub counted: bool,
    /// Done.
    pub done: bool,
    /// How it looks, for the step under way.
    pub now: Option<TimeState>,
}

/// A drawn part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// `done`, `now`, `todo`, `rest`, `soon`, `over`.
    pub class: &'static str,
    /// Left edge, e.g. `5.6%`.
    pub x: String,
    /// Width.
    pub width: String,
}

/// Dải thời gian, always with its meaning in words.
#[derive(Clone, Debug, PartialEq, Eq, Template)]
#[template(path = "parts/strip.html")]
pub struct Strip {
    /// In words, for those who do not see it.
    pub label: String,
    /// Parts from left to right.
    pub segments: Vec<Segment>,
}

impl Strip {
    /// The line of a dossier.
    #[must_use]
    pub fn of(label: String, facts: &[StripFacts]) -> Self {
        const GAP: i64 = 6;
        let counted: i64 = facts.iter().filter(|part| part.counted).map(|part| part.allowed_ms).sum();
        let outside = i64::try_from(facts.iter().filter(|part| !part.counted).count()).unwrap_or(0);
        let parts = i64::try_from(facts.len()).unwrap_or(1).max(1);
        let room = 1000 - GAP * (parts - 1) - 160 * outside;
        let mut x = 0;
        let mut segments = Vec::new();
        for part in facts {
            let width = if part.counted { part.allowed_ms * room.max(100) / counted.max(1) } else { 160 };
            let width = width.max(12);
            let class = match (part.counted, part.now) {
                (false, _) => "rest",
                (_, Some(TimeState::Late)) => "over",
                (_, Some(TimeState::Soon)) => "soon",
                (_, Some(_)) => "now",
                (_, None) if part.done => "done",
                _ => "todo",
            };
            segments.push(Segment { class, x: percent(x), width: percent(width.min(1000 - x.min(1000))) });
            x += width + GAP;
        }
        Self { label, segments }
    }
}

fn percent(tenths: i64) -> String {
    format!("{}.{}%", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_the_allowed_times_and_what_is_outside_the_limit_is_hatched() {
        let part = |allowed_ms, counted| StripFacts { allowed_ms, counted, done: true, now: None };
        let strip = Strip::of("x".into(), &[part(4, true), part(36, true), part(0, false), part(24, true)]);
        let classes: Vec<_> = strip.segments.iter().map(|segment| segment.class).collect();
        assert_eq!(classes, ["done", "done", "rest", "done"]);
        assert_eq!(strip.segments[2].width, "16.0%");
    }
}
