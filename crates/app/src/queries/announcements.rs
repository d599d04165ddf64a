//! What is told in a hall now, and what was told on this day.

use super::statements as sql;
use crate::App;
use crate::error::Result;
use domain::announcement::Announcement;
use domain::kernel::Value;
use store::Row;

impl App {
    /// What is told in a hall now, in the order it was told.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn told_now(&self, hall: &str) -> Result<Vec<Announcement>> {
        let now = self.now();
        let day = self.directory().day(now);
        let values: [Value; 4] = [self.tenant().into(), hall.into(), day.into(), now.into()];
        let rows = self.store().query(self.tenant(), &sql::TOLD_NOW, &values).await?;
        Ok(rows.iter().map(line).collect())
    }

    /// What was told in a hall today, the last first, also what is over.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn told_today(&self, hall: &str) -> Result<Vec<Announcement>> {
        let day = self.directory().day(self.now());
        let values: [Value; 3] = [self.tenant().into(), hall.into(), day.into()];
        let rows = self.store().query(self.tenant(), &sql::TOLD_ON_DAY, &values).await?;
        Ok(rows.iter().map(line).collect())
    }
}

fn line(row: &Row) -> Announcement {
    Announcement {
        number: row.i64(0),
        text: row.text(1).to_owned(),
        text_en: row.text(2).to_owned(),
        by: row.text(3).to_owned(),
        at: row.i64(4),
        until: row.i64(5),
        withdrawn: row.i64_or_none(7).map(|at| (row.text(6).to_owned(), at)),
    }
}
