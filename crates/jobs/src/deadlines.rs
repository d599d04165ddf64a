//! The clock's own facts: a step turns red, a promise is missed, a late step is told to a head.
//!
//! Each fact carries the instant it was true, not the instant somebody noticed: after a restart or a clock that jumped the
//! journal says the same. The command ids are made from the fact, so that two servers that notice at once write it once.

use crate::runner::{Job, JobError};
use app::{Actor, App, AppError, Command};
use async_trait::async_trait;
use domain::kernel::{CommandId, Millis};

/// Facts in one round; the next round goes on.
const ROUND: i64 = 200;

/// Notes what the clock says.
pub struct Deadlines {
    app: App,
    actor: Actor,
}

/// What was noted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marked {
    /// Steps that turned red.
    pub red: usize,
    /// Promises that were missed.
    pub late: usize,
    /// Late steps told to a head.
    pub escalated: usize,
}

impl Marked {
    /// Anything at all.
    #[must_use]
    pub fn any(self) -> bool {
        self != Self::default()
    }
}

impl Deadlines {
    /// The watcher of one province.
    #[must_use]
    pub fn new(app: App) -> Self {
        Self { app, actor: Actor::system("deadlines") }
    }

    /// Notes everything that is true by now and not noted yet.
    ///
    /// # Errors
    /// When something cannot be read or written; what was noted stays.
    pub async fn run_once(&self) -> Result<Marked, JobError> {
        let mut marked = Marked::default();
        loop {
            let some = self.round_of_facts().await?;
            marked.red += some.red;
            marked.late += some.late;
            marked.escalated += some.escalated;
            if !some.any() {
                return Ok(marked);
            }
        }
    }

    async fn round_of_facts(&self) -> Result<Marked, JobError> {
        let mut marked = Marked::default();
        for late in self.app.red_to_mark(ROUND).await? {
            let id = format!("deadlines:red:{}:{}", late.dossier, late.turn);
            let command = Command::MarkRed { dossier: late.dossier, turn: late.turn };
            marked.red += usize::from(self.note(id, command).await?);
        }
        for dossier in self.app.late_to_mark(ROUND).await? {
            let command = Command::MarkLate { dossier };
            marked.late += usize::from(self.note(format!("deadlines:late:{dossier}"), command).await?);
        }
        for late in self.app.red_to_escalate(ROUND).await? {
            let id = format!("deadlines:escalate:{}:{}", late.dossier, late.turn);
            let command = Command::Escalate { dossier: late.dossier, turn: late.turn };
            marked.escalated += usize::from(self.note(id, command).await?);
        }
        Ok(marked)
    }

    /// True when it was noted now; not when somebody was faster, or it is no longer so.
    async fn note(&self, id: String, command: Command) -> Result<bool, JobError> {
        match self.app.execute(&self.actor, &CommandId(id), command).await {
            Ok(answer) => Ok(!answer.already),
            Err(AppError::Refused(refusal)) => {
                tracing::debug!(code = refusal.code, "no longer so");
                Ok(false)
            }
            Err(error) => Err(error.into()),
        }
    }
}

#[async_trait]
impl Job for Deadlines {
    fn name(&self) -> &'static str {
        "deadlines"
    }

    async fn round(&self) -> Result<bool, JobError> {
        let marked = self.run_once().await?;
        if marked.any() {
            tracing::info!(
                red = marked.red,
                late = marked.late,
                escalated = marked.escalated,
                "the clock noted"
            );
        }
        Ok(marked.any())
    }

    async fn next(&self) -> Result<Option<Millis>, JobError> {
        Ok(self.app.next_deadline().await?)
    }
}
