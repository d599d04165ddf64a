//! Nhắn khi gần đến lượt, nhắc lịch hẹn: a message before somebody's turn comes, where they asked for one.

use crate::runner::{Job, JobError};
use app::{Actor, App, AppError, Command};
use async_trait::async_trait;
use domain::kernel::{CommandId, Millis};
use std::sync::atomic::{AtomicI64, Ordering};

/// Appointments come nearer with the clock alone: they are looked at so often.
const EVERY_MS: Millis = 5 * 60_000;

/// Tells people that their turn is near.
pub struct Notices {
    app: App,
    actor: Actor,
    looked: AtomicI64,
}

impl Notices {
    /// For one province.
    #[must_use]
    pub fn new(app: App) -> Self {
        Self { app, actor: Actor::system("notices"), looked: AtomicI64::new(i64::MIN) }
    }

    /// Everybody with few before them who asked to be told; gives how many.
    ///
    /// # Errors
    /// When something cannot be read or written.
    pub async fn tell_tickets(&self) -> Result<usize, JobError> {
        let mut told = 0;
        for ticket in self.app.notices_due().await? {
            let id = format!("notices:{ticket}");
            told += usize::from(self.tell(id, Command::GiveNotice { ticket }).await?);
        }
        Ok(told)
    }

    /// Everybody whose appointment is near; gives how many.
    ///
    /// # Errors
    /// When something cannot be read or written.
    pub async fn remind_appointments(&self) -> Result<usize, JobError> {
        let mut told = 0;
        for (book, number) in self.app.reminders_due().await? {
            let id = format!("notices:{book}:{number}");
            told += usize::from(self.tell(id, Command::RemindAppointment { book, number }).await?);
        }
        Ok(told)
    }

    async fn tell(&self, id: String, command: Command) -> Result<bool, JobError> {
        match self.app.execute(&self.actor, &CommandId(id), command).await {
            Ok(answer) => Ok(!answer.already),
            // Called, or given back, while it was looked at.
            Err(AppError::Refused(_)) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }
}

#[async_trait]
impl Job for Notices {
    fn name(&self) -> &'static str {
        "notices"
    }

    async fn round(&self) -> Result<bool, JobError> {
        let mut told = self.tell_tickets().await?;
        let now = self.app.now();
        if now.saturating_sub(self.looked.load(Ordering::SeqCst)) >= EVERY_MS {
            told += self.remind_appointments().await?;
            self.looked.store(now, Ordering::SeqCst);
        }
        Ok(told > 0)
    }

    async fn next(&self) -> Result<Option<Millis>, JobError> {
        Ok(Some(self.looked.load(Ordering::SeqCst).saturating_add(EVERY_MS)))
    }
}
