//! What was declared at the door goes after its days: removed, scrubbed from the files, and said in the journal how many it were.

use crate::runner::{Job, JobError};
use app::{Actor, App, Command};
use async_trait::async_trait;
use domain::kernel::{CommandId, Millis};

/// Removes declarations that are over.
pub struct Declarations {
    app: App,
    actor: Actor,
}

impl Declarations {
    /// For one province.
    #[must_use]
    pub fn new(app: App) -> Self {
        Self { app, actor: Actor::system("declarations") }
    }

    /// Removes what is over by now; gives how many days of halls were removed. What was removed and could not be said is said the next time.
    ///
    /// # Errors
    /// When the store refuses, or a trace is left in its files: then nothing is said to be removed.
    pub async fn run_once(&self) -> Result<usize, JobError> {
        let due = self.app.removals_due().await?;
        if due.is_empty() && !self.app.is_declaration_over().await? {
            return Ok(0);
        }
        let removed = self.app.remove_declarations().await?;
        tracing::info!(removed, days = due.len(), "declarations are over and removed");
        for day in &due {
            let id = CommandId(format!("declarations:removed:{}:{}", day.hall, day.day));
            let note =
                Command::NoteDeclarationsRemoved { hall: day.hall.clone(), day: day.day, count: day.count };
            self.app.execute(&self.actor, &id, note).await?;
        }
        Ok(due.len())
    }
}

#[async_trait]
impl Job for Declarations {
    fn name(&self) -> &'static str {
        "declarations"
    }

    async fn round(&self) -> Result<bool, JobError> {
        Ok(self.run_once().await? > 0)
    }

    async fn next(&self) -> Result<Option<Millis>, JobError> {
        Ok(self.app.next_removal().await?)
    }
}
