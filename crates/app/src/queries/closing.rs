//! Whether somebody who takes a number now can still be called today.

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
        let before = before.first().map_or(0, |row| row.i64(0));
        let wait_ms = match before {
            0 => None,
            many => self.hall_pace(hall).await?.estimate_ms(field, many),
        };
        Ok(directory.closing(now, wait_ms))
    }
}
