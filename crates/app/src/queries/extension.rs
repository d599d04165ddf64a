//! Gia hạn kèm xin lỗi: whether a date may be set anew, and how often each unit had to.

use super::statements::extension as sql;
use crate::App;
use crate::error::{AppError, Result};
use domain::dossier::{self, State};
use domain::kernel::{Millis, Refusal, Value};

impl App {
    /// Until when a dossier's date may be set anew, or why it may not; for showing it, the command decides again.
    ///
    /// # Errors
    /// When the dossier's regime is not in the catalogue.
    pub fn may_extend(&self, dossier: &State) -> Result<std::result::Result<Millis, Refusal>> {
        let (directory, now) = (self.directory(), self.now());
        let setting = directory.dossier_setting(&dossier.plan, dossier.ruled_by(now))?;
        let facts = dossier::Facts {
            calendar: &setting.calendar,
            reading: &setting.reading,
            rules: &setting.rules,
            day: calendar::day_number(setting.calendar.local_date(now)),
            assignees: &directory.assignees(&dossier.plan, now),
        };
        Ok(dossier::may_extend(dossier, &facts, now))
    }

    /// Apologies of each unit in a year, the most first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn apologies(&self, year: i64) -> Result<Vec<(String, i64)>> {
        let values: [Value; 2] = [self.tenant().into(), year.into()];
        let rows = self
            .store()
            .query(self.tenant(), &sql::APOLOGIES_OF_YEAR, &values)
            .await
            .map_err(AppError::from)?;
        Ok(rows.iter().map(|row| (row.text(0).to_owned(), row.i64(1))).collect())
    }
}
