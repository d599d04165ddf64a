//! A working-time stopwatch: stop, go on, start again; and the lamps of a step.

use crate::Millis;
use crate::file::CalendarError;
use crate::hours::WorkCalendar;
use serde::{Deserialize, Serialize};

/// Working time allowed, running or stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stopwatch {
    /// Working milliseconds allowed.
    pub allowed_ms: i64,
    /// Working milliseconds used before the present run.
    pub used_before_ms: i64,
    /// Since when it runs, none while stopped.
    pub running_since: Option<Millis>,
}

impl Stopwatch {
    /// Starts at `at`.
    #[must_use]
    pub const fn start(at: Millis, allowed_ms: i64) -> Self {
        Self { allowed_ms, used_before_ms: 0, running_since: Some(at) }
    }

    /// Stops; what was used stays used.
    ///
    /// # Errors
    /// [`CalendarError::NotCovered`].
    pub fn stop(self, calendar: &WorkCalendar, at: Millis) -> Result<Self, CalendarError> {
        Ok(Self { used_before_ms: self.used(calendar, at)?, running_since: None, ..self })
    }

    /// Goes on where it stopped. A running one keeps running.
    #[must_use]
    pub fn resume(self, at: Millis) -> Self {
        Self { running_since: self.running_since.or(Some(at)), ..self }
    }

    /// Starts again from nothing.
    #[must_use]
    pub const fn restart(self, at: Millis) -> Self {
        Self::start(at, self.allowed_ms)
    }

    /// Working milliseconds used at an instant.
    ///
    /// # Errors
    /// [`CalendarError::NotCovered`].
    pub fn used(&self, calendar: &WorkCalendar, at: Millis) -> Result<i64, CalendarError> {
        let running = match self.running_since {
            Some(since) => calendar.working_ms_between(since, at)?.max(0),
            None => 0,
        };
        Ok(self.used_before_ms + running)
    }

    /// Working milliseconds left at an instant, negative once it is over.
    ///
    /// # Errors
    /// [`CalendarError::NotCovered`].
    pub fn left(&self, calendar: &WorkCalendar, at: Millis) -> Result<i64, CalendarError> {
        Ok(self.allowed_ms - self.used(calendar, at)?)
    }

    /// When it will be over, none while stopped.
    ///
    /// # Errors
    /// [`CalendarError::NotCovered`].
    pub fn due(&self, calendar: &WorkCalendar) -> Result<Option<Millis>, CalendarError> {
        match self.running_since {
            Some(since) => calendar.add_working(since, self.allowed_ms - self.used_before_ms).map(Some),
            None => Ok(None),
        }
    }
}

/// When a step turns yellow and red.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lamps {
    /// The last share of its time begins.
    pub yellow_at: Millis,
    /// Its time is gone.
    pub red_at: Millis,
}

/// The lamps of a step that begins at `start`: yellow when at most `yellow_percent` of its time is left.
///
/// # Errors
/// [`CalendarError::NotCovered`].
pub fn lamps(
    calendar: &WorkCalendar,
    start: Millis,
    allowed_ms: i64,
    yellow_percent: i64,
) -> Result<Lamps, CalendarError> {
    let red_at = calendar.add_working(start, allowed_ms)?;
    let before_yellow = allowed_ms - allowed_ms * yellow_percent.clamp(0, 100) / 100;
    Ok(Lamps { yellow_at: calendar.add_working(start, before_yellow)?.min(red_at), red_at })
}
