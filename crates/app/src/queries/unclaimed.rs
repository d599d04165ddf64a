//! Results nobody came for: what was done about each, and those in the archive.

use super::desk::NamedDossier;
use super::leaf::{Leaf, Wanted};
use super::statements as sql;
use crate::App;
use crate::error::Result;
use domain::kernel::{Millis, StreamId, Value};

/// What was done about a result that waits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnclaimedSaid {
    /// Times the person was reminded.
    pub reminders: i64,
    /// Instant of the last time.
    pub reminded_at: Option<Millis>,
    /// Where in the archive it lies, of no length elsewhere.
    pub parked_place: String,
    /// `sms`, `mail`: how the last message that asked the person to come went; of no length when there was none.
    pub channel: String,
    /// What became of that message.
    pub status: String,
    /// Code of its failure.
    pub failure: String,
}

impl App {
    /// One page of the results in a centre's archive, those ready longest ago first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn named_parked(
        &self,
        unit: &str,
        wanted: Wanted<'_, NamedDossier>,
    ) -> Result<Leaf<NamedDossier>> {
        self.named_by_ready(&sql::NAMED_PARKED, unit, None, wanted).await
    }

    /// How many lie there, counted up to a hundred.
    ///
    /// # Errors
    /// When they cannot be counted.
    pub async fn parked_count(&self, unit: &str) -> Result<i64> {
        let values: [Value; 2] = [self.tenant().into(), unit.into()];
        let rows = self.store().query(self.tenant(), &sql::COUNT_PARKED, &values).await?;
        Ok(rows.first().map_or(0, |row| row.i64(0)))
    }

    /// What was done about these results, in their order, a page of them at most.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn unclaimed_said(&self, dossiers: &[StreamId]) -> Result<Vec<UnclaimedSaid>> {
        let mut reader = self.store().read(self.tenant()).await?;
        let mut said = Vec::with_capacity(dossiers.len());
        for dossier in dossiers {
            let rows = reader.query(&sql::UNCLAIMED_SAID, &[self.tenant().into(), (*dossier).into()]).await?;
            said.push(rows.first().map_or_else(UnclaimedSaid::default, |row| UnclaimedSaid {
                reminders: row.i64(0),
                reminded_at: row.i64_or_none(1),
                parked_place: row.text(2).to_owned(),
                channel: row.text(3).to_owned(),
                status: row.text(4).to_owned(),
                failure: row.text(5).to_owned(),
            }));
        }
        reader.end().await?;
        Ok(said)
    }
}
