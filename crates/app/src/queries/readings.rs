//! Readings of personal data: who read about whom, when, and which rule allowed it.

use super::statements as sql;
use crate::App;
use crate::actor::Actor;
use crate::error::Result;
use crate::execute::failure;
use domain::kernel::{Millis, Value};

/// One reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadingLine {
    /// Instant.
    pub at: Millis,
    /// Who read.
    pub person: String,
    /// In which position.
    pub position: String,
    /// `dossier`, `search`, `list`...
    pub what: String,
    /// Stream or subject it was about, 0 for a list or a search.
    pub about: i64,
    /// The policy that allowed it.
    pub rule: String,
}

impl App {
    /// Notes that personal data were read, before they are shown.
    ///
    /// # Errors
    /// When the store refuses: then nothing may be shown.
    pub async fn note_reading(&self, actor: &Actor, what: &str, about: i64, rule: &str) -> Result<()> {
        let values: [Value; 7] = [
            self.tenant().into(),
            self.now().into(),
            actor.person().into(),
            actor.position().into(),
            what.into(),
            about.into(),
            rule.into(),
        ];
        self.store().execute(self.tenant(), &sql::NOTE_READING, &values).await.map_err(failure)?;
        Ok(())
    }

    /// Readings about a stream or a subject, newest first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn readings_about(&self, about: i64, most: i64) -> Result<Vec<ReadingLine>> {
        let values: [Value; 3] = [self.tenant().into(), about.into(), most.into()];
        let rows = self.store().query(self.tenant(), &sql::READINGS_ABOUT, &values).await?;
        Ok(rows
            .iter()
            .map(|row| ReadingLine {
                at: row.i64(0),
                person: row.text(1).to_owned(),
                position: row.text(2).to_owned(),
                what: row.text(3).to_owned(),
                about: row.i64(4),
                rule: row.text(5).to_owned(),
            })
            .collect())
    }
}
