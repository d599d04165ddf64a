//! Whether somebody who takes a number now can still be called today.

use crate::App;
use crate::error::Result;
use domain::kernel::StreamId;
use domain::ticket::{Closing, Priority};

impl App {
    /// Facts about the end of the day for whoever takes a number now; none where numbers are given whatever the hour.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn closing(&self, hall: &str, field: &str, priority: Priority) -> Result<Option<Closing>> {
        let (directory, now) = (self.directory(), self.now());
        let rules = directory.queue_rules();
        let order_at = if priority == Priority::None { now } else { now - rules.head_start_ms };
        let pace = self.hall_pace(hall).await?;
        let place = (order_at, StreamId(i64::MAX));
        let anybody = pace.people_before(field, place) > 0;
        let wait_ms = if anybody { pace.estimate_ms(field, place) } else { None };
        Ok(directory.closing(now, wait_ms))
    }
}
