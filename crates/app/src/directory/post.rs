use super::Directory;
use crate::error::{AppError, Result};
use calendar::Lamps;
use domain::kernel::Millis;

impl Directory {
    /// Until when an envelope that is scanned in at an instant is to be entered, and from when soon: in working time.
    ///
    /// # Errors
    /// When the calendar does not reach that far.
    pub fn post_lamps(&self, scanned_at: Millis) -> Result<Lamps> {
        // A working day has 480 minutes, as everywhere.
        const USUAL_MINUTES: i64 = 480;
        const USUAL_PERCENT: i64 = 25;
        let allowed =
            self.minutes_setting("post.enter_within_minutes", USUAL_MINUTES).clamp(1, 4800) * 60_000;
        let percent = self.minutes_setting("post.yellow_percent", USUAL_PERCENT);
        calendar::lamps(self.calendar(), scanned_at, allowed, percent)
            .map_err(|error| AppError::Setup(Box::new(error)))
    }
}
