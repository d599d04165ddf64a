//! Kết thúc vì hết thời hạn bổ sung: dossiers whose applicant never brought what was asked for, where a rule ends the waiting.

use crate::runner::{Job, JobError};
use app::{Actor, App, AppError, Command};
use async_trait::async_trait;
use domain::kernel::{CommandId, Millis, StreamId};
use std::sync::atomic::{AtomicI64, Ordering};

/// Minute of the local day at which dossiers are closed: people are awake when they are told, and can ask the centre at once.
const MINUTE_OF_DAY: i64 = 9 * 60;

/// Dossiers looked at together.
const PAGE: i64 = 200;

const DAY_MS: Millis = 86_400_000;

/// Closes what nobody completed.
pub struct Silence {
    app: App,
    actor: Actor,
    last: AtomicI64,
}

impl Silence {
    /// For one province.
    #[must_use]
    pub fn new(app: App) -> Self {
        Self { app, actor: Actor::system("silence"), last: AtomicI64::new(i64::MIN) }
    }

    /// Closes every dossier whose days are over; gives how many. Whether they are over is decided by the command, so that a round that
    /// comes late, twice, or on two servers at once closes each dossier once.
    ///
    /// # Errors
    /// When something cannot be read or written. Everything else was closed: one dossier that cannot be closed does not keep the others.
    pub async fn run_once(&self) -> Result<usize, JobError> {
        let now = self.app.now();
        let (mut closed, mut after, mut failed) = (0, (0, StreamId(0)), None);
        loop {
            // No rule waits less than a day.
            let page = self.app.silent(now - DAY_MS, after, PAGE).await?;
            let Some(last) = page.last() else { return failed.map_or(Ok(closed), Err) };
            after = *last;
            for (asked_at, dossier) in page {
                match self.close(asked_at, dossier).await {
                    Ok(now_closed) => closed += usize::from(now_closed),
                    Err(error) => {
                        tracing::warn!(%error, %dossier, "a dossier nobody completed could not be closed");
                        failed = Some(error);
                    }
                }
            }
        }
    }

    async fn close(&self, asked_at: Millis, dossier: StreamId) -> Result<bool, JobError> {
        let (_, state) = self.app.dossier_state(dossier).await?;
        // An answer that was kept says no for ever: it is asked only once the days are over.
        if self.app.directory().waits_until(&state).is_none_or(|last| self.app.now() <= last) {
            return Ok(false);
        }
        let id = CommandId(format!("silence:{dossier}:{asked_at}"));
        match self.app.execute(&self.actor, &id, Command::CloseAfterSilence(dossier)).await {
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
impl Job for Silence {
    fn name(&self) -> &'static str {
        "silence"
    }

    async fn round(&self) -> Result<bool, JobError> {
        let now = self.app.now();
        let minute = self.app.directory().calendar().local_minute(now);
        if minute < MINUTE_OF_DAY || now.saturating_sub(self.last.load(Ordering::SeqCst)) < DAY_MS / 2 {
            return Ok(false);
        }
        let closed = self.run_once().await?;
        self.last.store(now, Ordering::SeqCst);
        if closed > 0 {
            tracing::info!(closed, "dossiers nobody completed were closed");
        }
        Ok(closed > 0)
    }

    async fn next(&self) -> Result<Option<Millis>, JobError> {
        let directory = self.app.directory();
        let (calendar, now) = (directory.calendar(), self.app.now());
        let today = calendar.midnight(calendar.local_date(now)) + MINUTE_OF_DAY * 60_000;
        Ok(Some(if now < today { today } else { today + DAY_MS }))
    }
}
