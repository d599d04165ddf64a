//! The clock's own facts: a step turns red, a promise is missed, a late step is told to a head.
//!
//! Each fact carries the instant it was true, not the instant somebody noticed: after a restart or a clock that jumped the
//! journal says the same. The command ids are made from the fact, so that two servers that notice at once write it once.

use crate::abreast::Abreast;
use crate::runner::{Job, JobError};
use app::{Actor, App, AppError, Command};
use async_trait::async_trait;
use domain::kernel::{CommandId, Millis};

/// Facts in one round; the next round goes on.
const ROUND: i64 = 200;
/// Facts noted at once.
const ABREAST: usize = 8;

/// Notes what the clock says.
pub struct Deadlines {
    app: App,
    actor: Actor,
    abreast: Abreast,
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
        let abreast = Abreast::new(&app, ABREAST);
        Self { app, actor: Actor::system("deadlines"), abreast }
    }

    /// The same, noting facts in another way: in the rounds of a seeded run.
    #[must_use]
    pub fn abreast(mut self, abreast: Abreast) -> Self {
        self.abreast = abreast;
        self
    }

    /// Notes everything that is true by now and not noted yet.
    ///
    /// # Errors
    /// When something cannot be read or written. Everything else was noted: one dossier that cannot be told does not keep
    /// the others from being told.
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
        let app = self.abreast.app().unwrap_or(&self.app);
        let red = app.red_to_mark(ROUND).await?.into_iter().map(|late| {
            let id = format!("deadlines:red:{}:{}", late.dossier, late.turn);
            (id, Command::MarkRed { dossier: late.dossier, turn: late.turn })
        });
        let red = self.note_all(red.collect()).await;
        let late = app.late_to_mark(ROUND).await?.into_iter();
        let late = late.map(|dossier| (format!("deadlines:late:{dossier}"), Command::MarkLate(dossier)));
        let late = self.note_all(late.collect()).await;
        let escalated = app.red_to_escalate(ROUND).await?.into_iter().map(|late| {
            let id = format!("deadlines:escalate:{}:{}", late.dossier, late.turn);
            (id, Command::Escalate { dossier: late.dossier, turn: late.turn })
        });
        let escalated = self.note_all(escalated.collect()).await;
        Ok(Marked { red: red?, late: late?, escalated: escalated? })
    }

    /// How many were noted now; the first failure, once all others are noted.
    async fn note_all(&self, facts: Vec<(String, Command)>) -> Result<usize, JobError> {
        let noted = self.abreast.each(facts, |app, (id, command)| self.note(app, id, command)).await;
        noted.into_iter().try_fold(0, |all, noted| Ok(all + usize::from(noted?)))
    }

    /// True when it was noted now; not when somebody was faster, or it is no longer so.
    async fn note(&self, app: App, id: String, command: Command) -> Result<bool, JobError> {
        match app.execute(&self.actor, &CommandId(id.clone()), command).await {
            Ok(answer) => Ok(!answer.already),
            Err(AppError::Refused(refusal)) => {
                tracing::debug!(code = refusal.code, "no longer so");
                Ok(false)
            }
            Err(error) => {
                tracing::warn!(%error, fact = id, "a fact of the clock could not be noted");
                Err(error.into())
            }
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
