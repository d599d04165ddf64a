//! Nhắc nhận kết quả: results nobody came for.

use crate::runner::{Job, JobError};
use app::{Actor, App, AppError, Command};
use async_trait::async_trait;
use domain::kernel::{CommandId, Millis, StreamId};
use std::sync::atomic::{AtomicI64, Ordering};

/// Days after the result was ready at which a person is reminded, unless the setting `reminders.days` says others.
const DAYS: [i64; 3] = [5, 15, 30];

/// Minute of the local day at which reminders are made: people are awake and the centre is open.
const MINUTE_OF_DAY: i64 = 9 * 60;

/// Dossiers looked at together.
const PAGE: i64 = 200;

const DAY_MS: Millis = 86_400_000;

/// Reminds people of results.
pub struct Reminders {
    app: App,
    actor: Actor,
    last: AtomicI64,
}

impl Reminders {
    /// For one province.
    #[must_use]
    pub fn new(app: App) -> Self {
        Self { app, actor: Actor::system("reminders"), last: AtomicI64::new(i64::MIN) }
    }

    fn days(&self) -> Vec<i64> {
        let directory = self.app.directory();
        let set = directory.setting("reminders.days").map(|text| {
            text.split(',')
                .filter_map(|days| days.trim().parse().ok())
                .filter(|days| *days > 0)
                .collect::<Vec<i64>>()
        });
        set.unwrap_or_else(|| DAYS.to_vec())
    }

    /// Reminds everybody whose turn it is; gives how many. A person is reminded once for each day of the list, also when
    /// the job did not run for a while.
    ///
    /// # Errors
    /// When something cannot be read or written.
    pub async fn run_once(&self) -> Result<usize, JobError> {
        let (days, now) = (self.days(), self.app.now());
        let Some(first) = days.iter().min() else { return Ok(0) };
        let (mut reminded, mut after) = (0, (0, StreamId(0)));
        loop {
            let page = self.app.unclaimed(now - first * DAY_MS, after, PAGE).await?;
            let Some(last) = page.last() else { return Ok(reminded) };
            after = *last;
            for (ready_at, dossier) in page {
                reminded += usize::from(self.remind(dossier, (now - ready_at) / DAY_MS, &days).await?);
            }
        }
    }

    /// One reminder at a time: whoever missed two is not written to twice on one day.
    async fn remind(&self, dossier: StreamId, waited: i64, days: &[i64]) -> Result<bool, JobError> {
        let (_, state) = self.app.dossier_state(dossier).await?;
        let due = days.iter().filter(|day| waited >= **day).count();
        if state.reminders >= i64::try_from(due).expect("a short list") {
            return Ok(false);
        }
        let id = CommandId(format!("reminders:{dossier}:{}", state.reminders + 1));
        match self.app.execute(&self.actor, &id, Command::RemindPickup { dossier }).await {
            Ok(answer) => Ok(!answer.already),
            Err(AppError::Refused(_)) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }
}

#[async_trait]
impl Job for Reminders {
    fn name(&self) -> &'static str {
        "reminders"
    }

    async fn round(&self) -> Result<bool, JobError> {
        let now = self.app.now();
        let minute = self.app.directory().calendar().local_minute(now);
        if minute < MINUTE_OF_DAY || now.saturating_sub(self.last.load(Ordering::SeqCst)) < DAY_MS / 2 {
            return Ok(false);
        }
        let reminded = self.run_once().await?;
        self.last.store(now, Ordering::SeqCst);
        if reminded > 0 {
            tracing::info!(reminded, "people were reminded of results");
        }
        Ok(reminded > 0)
    }

    async fn next(&self) -> Result<Option<Millis>, JobError> {
        let directory = self.app.directory();
        let (calendar, now) = (directory.calendar(), self.app.now());
        let today = calendar.midnight(calendar.local_date(now)) + MINUTE_OF_DAY * 60_000;
        Ok(Some(if now < today { today } else { today + DAY_MS }))
    }
}
