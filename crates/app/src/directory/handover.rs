use super::Directory;
use domain::handover;
use domain::kernel::Millis;

impl Directory {
    /// Local minute of the day at which papers received so far have to leave a centre the same day.
    #[must_use]
    pub fn transfer_cut_minute(&self, centre: &str, at: Millis) -> i64 {
        const FIFTEEN: i64 = 15 * 60;
        self.regime_at(centre, at).map_or(FIFTEEN, |regime| regime.transfer_cut_minute)
    }

    /// Instant until which papers of a centre are to be on a list.
    #[must_use]
    pub fn list_by(&self, centre: &str, travel_by: Millis) -> Millis {
        const USUAL_MINUTES: i64 = 30;
        let while_ms = self.minutes_setting("handover.list_within_minutes", USUAL_MINUTES) * 60_000;
        handover::list_by(self.calendar(), travel_by, self.transfer_cut_minute(centre, travel_by), while_ms)
    }
}
