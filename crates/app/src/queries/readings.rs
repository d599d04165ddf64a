//! Readings of personal data: an entry is opened before anything is read and completed after it was shown.

use crate::App;
use crate::actor::Actor;
use crate::error::Result;
use crate::execute::failure;
use store::{AccessAbout, AccessOutcome, AccessWrite};

/// An entry that was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "an entry that is never completed counts as a crash"]
pub struct Reading(i64);

impl App {
    /// Opens an entry: who looks at what, and what for. Read only after this has answered.
    ///
    /// # Errors
    /// When the store refuses: then nothing may be shown.
    pub async fn open_reading(&self, actor: &Actor, about: AccessAbout, action: &str) -> Result<Reading> {
        let id = self.ids().stream().0;
        let entry = AccessWrite {
            id,
            actor: actor.word(),
            position: actor.position().to_owned(),
            about,
            action: action.to_owned(),
            opened_at: self.now(),
        };
        self.store().open_access(self.tenant(), entry).await.map_err(failure)?;
        Ok(Reading(id))
    }

    /// Completes it. An entry that stays open counts as seen, so a failure here hides nothing.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn complete_reading(&self, reading: Reading, outcome: AccessOutcome) -> Result<()> {
        self.store().complete_access(self.tenant(), reading.0, outcome, self.now()).await.map_err(failure)?;
        Ok(())
    }
}
