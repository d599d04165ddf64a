//! Whether somebody who takes a number now can still be called today.

use super::hall::ahead;
use super::statements as sql;
use crate::App;
use crate::error::Result;
use domain::kernel::Value;
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
        let values: [Value; 6] = [
            self.tenant().into(),
            hall.into(),
            directory.day(now).into(),
            field.into(),
            order_at.into(),
            i64::MAX.into(),
        ];
        let before = self.store().query(self.tenant(), &sql::BEFORE_TICKET, &values).await?;
        let ahead = ahead(&before);
        let wait_ms =
            if ahead.is_empty() { None } else { self.hall_pace(hall).await?.estimate_ms(field, &ahead) };
        Ok(directory.closing(now, wait_ms))
    }
}
