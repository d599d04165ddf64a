//! People keep coming: the crowd lives on at the pace of a clock that runs by itself.

use crate::crowd::{Crowd, SimError, What};
use app::App;
use calendar::CalendarError;
use domain::kernel::Millis;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

/// How often the clock is looked at: a visitor may move it.
const LOOK: Duration = Duration::from_millis(200);
/// How often papers are carried.
const HOUR_MS: Millis = 3_600_000;
/// How often it is asked whom visitors play.
const ASK_EVERY: u32 = 10;

impl Crowd {
    /// Lives on through this application, which visitors use at the same time, until it is dropped: whoever is signed in is left to
    /// the visitor. A crowd that has filled nothing begins with who comes today.
    ///
    /// # Errors
    /// When a command fails, as opposed to being refused.
    pub async fn go_on(mut self, app: App) -> Result<(), SimError> {
        let head = app.store().head(app.tenant()).await.map_err(app::AppError::from)?.seq;
        if self.lanes.is_empty() {
            self.begin();
            self.begin_now(&app)?;
        }
        for lane in &mut self.lanes {
            lane.app = app.clone();
            lane.until = Millis::MAX;
            // Other ids of commands than those of an earlier run.
            lane.name = format!("{}:live:{head}", lane.name);
        }
        let mut morning = next_morning(&app, app.now())?;
        let (mut played, mut carried_at) = (Arc::new(BTreeSet::new()), app.now());
        for look in 0_u32.. {
            let now = app.now();
            while morning <= now {
                self.lanes.iter_mut().take(self.fronts).for_each(|lane| lane.at(morning, What::Morning));
                morning = next_morning(&app, morning)?;
            }
            if look.is_multiple_of(ASK_EVERY) {
                played = Arc::new(app.signed_in().await?);
                self.lanes.iter_mut().for_each(|lane| lane.played = Arc::clone(&played));
            }
            for lane in &mut self.lanes {
                lane.live_until(now).await?;
            }
            self.deal(now);
            if now - carried_at >= HOUR_MS {
                carried_at = now;
                self.carry_papers(&app, now, &played).await?;
            }
            tokio::time::sleep(LOOK).await;
        }
        Ok(())
    }

    /// A demo continued: counters that were open are opened again, and the rest of the day's people come.
    fn begin_now(&mut self, app: &App) -> Result<(), SimError> {
        let directory = app.directory();
        let calendar = directory.calendar();
        let now = app.now();
        if calendar.is_open(now) {
            let opening = calendar.next_opening(calendar.midnight(calendar.local_date(now)))?;
            self.lanes.iter_mut().take(self.fronts).for_each(|lane| lane.at(opening, What::Morning));
        }
        Ok(())
    }
}

fn next_morning(app: &App, after: Millis) -> Result<Millis, CalendarError> {
    let directory = app.directory();
    let calendar = directory.calendar();
    let tomorrow = calendar.local_date(after).tomorrow();
    let tomorrow = tomorrow.map_err(|_| CalendarError::NotATime(after.to_string()))?;
    calendar.next_opening(calendar.midnight(tomorrow))
}
