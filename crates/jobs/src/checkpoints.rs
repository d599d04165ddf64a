//! The transparency log's signed checkpoints: whoever keeps one can prove later that nothing before it was changed.

use crate::runner::{Job, JobError};
use app::App;
use async_trait::async_trait;
use domain::kernel::Millis;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use store::LogKey;

/// A promise is in a signed checkpoint about a minute after it was made; signing each commit would buy nothing.
const EVERY_MS: Millis = 60_000;

/// Signs how far the journal came.
pub struct Checkpoints {
    app: App,
    key: Arc<LogKey>,
    /// Sequence number the newest checkpoint covers, and when it was signed.
    covered: AtomicI64,
    signed_at: AtomicI64,
}

impl Checkpoints {
    /// The signer of one province.
    #[must_use]
    pub fn new(app: App, key: Arc<LogKey>) -> Self {
        Self { app, key, covered: AtomicI64::new(0), signed_at: AtomicI64::new(0) }
    }

    /// Signs a checkpoint when the journal grew; false when it did not.
    ///
    /// # Errors
    /// When the journal denies what was signed before, or cannot be read.
    pub async fn run_once(&self) -> Result<bool, JobError> {
        let (head, now) = (
            self.app.store().head(self.app.tenant()).await.map_err(app::AppError::from)?.seq,
            self.app.now(),
        );
        if head == 0 || head <= self.covered.load(Ordering::SeqCst) {
            return Ok(false);
        }
        self.app.store().checkpoint(self.app.tenant(), &self.key, now).await?;
        self.covered.store(head, Ordering::SeqCst);
        self.signed_at.store(now, Ordering::SeqCst);
        Ok(true)
    }
}

#[async_trait]
impl Job for Checkpoints {
    fn name(&self) -> &'static str {
        "checkpoints"
    }

    async fn round(&self) -> Result<bool, JobError> {
        if self.app.now() - self.signed_at.load(Ordering::SeqCst) < EVERY_MS {
            return Ok(false);
        }
        self.run_once().await
    }

    async fn next(&self) -> Result<Option<Millis>, JobError> {
        let head = self.app.store().head(self.app.tenant()).await.map_err(app::AppError::from)?.seq;
        let grown = head > self.covered.load(Ordering::SeqCst);
        Ok(grown.then(|| self.signed_at.load(Ordering::SeqCst) + EVERY_MS))
    }
}
