//! What is kept only for a while goes: sessions that are over, answers to commands that nobody will repeat, forms begun
//! and never sent, name and phone of appointments long past, phones of yesterday's tickets.

use crate::runner::{Job, JobError};
use app::{App, Clock, SystemClock};
use async_trait::async_trait;
use domain::kernel::Millis;
use std::sync::atomic::{AtomicI64, Ordering};

/// A repetition comes within seconds, from a queue that was offline within days. The journal itself knows every command id
/// for ever: a later repetition is refused there, only its answer is gone.
const ANSWERS_MS: Millis = 30 * 86_400_000;

/// A form that was begun is sent within days, or never; it holds what a citizen told an officer.
const FORM_DRAFTS_MS: Millis = 7 * 86_400_000;

/// How often it looks.
const EVERY_MS: Millis = 3_600_000;

/// Tidies.
pub struct Retention {
    app: App,
    last: AtomicI64,
}

impl Retention {
    /// For one province.
    #[must_use]
    pub fn new(app: App) -> Self {
        Self { app, last: AtomicI64::new(i64::MIN) }
    }

    /// Drops what is over; gives how many rows.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn run_once(&self) -> Result<u64, JobError> {
        let now = self.app.now();
        // Sessions go by the server's clock: whoever moves the demo's signs nobody out.
        let dropped = self.app.drop_old_sessions(SystemClock.now()).await?
            + self.app.drop_old_answers(now - ANSWERS_MS).await?
            + self.app.drop_old_form_drafts(now - FORM_DRAFTS_MS).await?
            + self.app.erase_old_bookers().await?
            + self.app.erase_old_phones().await?;
        self.last.store(now, Ordering::SeqCst);
        Ok(dropped)
    }
}

#[async_trait]
impl Job for Retention {
    fn name(&self) -> &'static str {
        "retention"
    }

    async fn round(&self) -> Result<bool, JobError> {
        let dropped = self.run_once().await?;
        if dropped > 0 {
            tracing::info!(dropped, "rows kept for a while are over");
        }
        Ok(dropped > 0)
    }

    async fn next(&self) -> Result<Option<Millis>, JobError> {
        Ok(Some(self.last.load(Ordering::SeqCst).saturating_add(EVERY_MS)))
    }
}
