//! The door by itself: who was called in and does not come loses the place to the next.

use crate::runner::{Job, JobError};
use app::{Actor, App, Command};
use async_trait::async_trait;
use domain::kernel::{CommandId, Millis};

/// Watches the gates of a province.
pub struct Gates {
    app: App,
    actor: Actor,
}

impl Gates {
    /// For one province.
    #[must_use]
    pub fn new(app: App) -> Self {
        Self { app, actor: Actor::system("gates") }
    }
}

#[async_trait]
impl Job for Gates {
    fn name(&self) -> &'static str {
        "gates"
    }

    async fn round(&self) -> Result<bool, JobError> {
        let (due, _) = self.app.gates_to_look_at().await?;
        for hall in &due {
            let id = CommandId(format!("gates:{hall}:{}", self.app.now()));
            self.app.execute(&self.actor, &id, Command::LookAtGate(hall.clone())).await?;
        }
        Ok(!due.is_empty())
    }

    async fn next(&self) -> Result<Option<Millis>, JobError> {
        Ok(self.app.gates_to_look_at().await?.1)
    }
}
