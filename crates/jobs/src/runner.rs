//! One loop for all jobs: wait until there is something to do, do it, ask when the next time will be.

use app::{App, AppError};
use async_trait::async_trait;
use domain::kernel::Millis;
use std::time::Duration;
use store::CommitError;
use tokio::sync::watch;

/// How often the clock is looked at: reading it costs nothing, and a clock that was moved (the demo's, or a server that
/// slept) is noticed at once. The database is asked only when something was written or the instant has come.
const LOOK: Duration = Duration::from_millis(250);

/// After a round that failed.
const REST: Duration = Duration::from_secs(5);

/// Longest wait without asking the database: another server may have written what this one has not seen.
const LONGEST: Duration = Duration::from_secs(60);

/// A job could not do its work; it will try again.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// The application said no or failed.
    #[error("the application could not be asked")]
    App(#[from] AppError),
    /// The store could not write.
    #[error("the store could not write")]
    Commit(#[from] CommitError),
}

/// Something that is done when its time has come.
#[async_trait]
pub trait Job: Send + Sync {
    /// For logs.
    fn name(&self) -> &'static str;

    /// Does everything that is due; true when anything changed.
    ///
    /// # Errors
    /// When something could not be asked or written; what was done before stays done.
    async fn round(&self) -> Result<bool, JobError>;

    /// The next instant at which something will be due, by the application's clock; none for "when something is written".
    ///
    /// # Errors
    /// When it cannot be read.
    async fn next(&self) -> Result<Option<Millis>, JobError>;

    /// Milliseconds after which it looks again when something was due and nothing changed (nobody to tell, a row another server holds); none
    /// to wait until something is written.
    fn looks_again_after(&self) -> Option<Millis> {
        None
    }
}

/// Runs a job until `stop` says so. A round under way is finished first: it is short, and what it notes must be noted.
pub async fn run(job: impl Job, app: App, mut stop: watch::Receiver<bool>) {
    let mut written = app.store().watch();
    while !*stop.borrow_and_update() {
        let looked_at = app.now();
        let changed = match job.round().await {
            Ok(changed) => changed,
            Err(error) => {
                tracing::warn!(job = job.name(), error = %chain(&error), "a round failed and will be tried again");
                if pause(REST, &mut stop).await {
                    return;
                }
                continue;
            }
        };
        let seen = *written.borrow_and_update();
        let next = match job.next().await {
            Ok(next) => next,
            Err(error) => {
                tracing::warn!(job = job.name(), error = %chain(&error), "when to go on is not known");
                None
            }
        };
        // Due when it looked, and yet nothing changed: wait. What fell due since has not been looked at.
        let next = match next {
            Some(next) if !changed && next <= looked_at => {
                job.looks_again_after().map(|after| looked_at.saturating_add(after))
            }
            next => next,
        };
        if wait(&app, next, &mut written, seen, &mut stop).await {
            return;
        }
    }
}

/// Waits for the instant, for something written, or for the stop: true then.
async fn wait(
    app: &App,
    next: Option<Millis>,
    written: &mut watch::Receiver<i64>,
    seen: i64,
    stop: &mut watch::Receiver<bool>,
) -> bool {
    let began = tokio::time::Instant::now();
    loop {
        if *stop.borrow() {
            return true;
        }
        let due = next.is_some_and(|next| next <= app.now());
        if due || *written.borrow_and_update() != seen || began.elapsed() >= LONGEST {
            return false;
        }
        if pause(LOOK, stop).await {
            return true;
        }
    }
}

/// Sleeps; true when it was told to stop meanwhile.
pub(crate) async fn pause(time: Duration, stop: &mut watch::Receiver<bool>) -> bool {
    // An answer means: told, or whoever could have told us is gone; nobody waits for this job any more.
    tokio::time::timeout(time, stop.wait_for(|stop| *stop)).await.is_ok()
}

/// An error with its sources in one line.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let mut said = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        said = format!("{said}: {cause}");
        source = cause.source();
    }
    said
}
