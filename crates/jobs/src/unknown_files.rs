//! Tệp không ai nhắc tới: files no dossier speaks of are found, doubted and, days later, removed.
//!
//! Each round looks at one part of all dossiers, told by the hour alone: nothing is remembered, and no restart begins anew.

use crate::runner::{Job, JobError};
use app::scanning::Unknown;
use app::{App, Clock, SystemClock};
use async_trait::async_trait;
use domain::kernel::Millis;
use std::sync::atomic::{AtomicI64, Ordering};

/// How often it looks.
const EVERY_MS: Millis = 3_600_000;

/// Dossiers of a round: some seconds of reading, a few hundred thousand in a week.
const OF_A_ROUND: usize = 2_000;

/// Looks through the files.
pub struct UnknownFiles {
    app: App,
    last: AtomicI64,
}

impl UnknownFiles {
    /// For one province; where no scans are kept it has nothing to do.
    #[must_use]
    pub fn new(app: App) -> Self {
        Self { app, last: AtomicI64::new(i64::MIN) }
    }

    /// Looks at the part of this hour. `now` is the machine's clock: whoever moves the demo's removes nothing.
    ///
    /// # Errors
    /// When something cannot be read or removed.
    pub async fn run_once(&self, now: Millis) -> Result<Unknown, JobError> {
        self.last.store(self.app.now(), Ordering::SeqCst);
        let dossiers = self.app.dossiers_with_files().await?;
        let mut found = Unknown::default();
        for dossier in part_of(&dossiers, OF_A_ROUND, now.div_euclid(EVERY_MS)) {
            let Unknown { doubted, trusted, removed } =
                self.app.look_for_unknown_files(*dossier, now).await?;
            found.doubted += doubted;
            found.trusted += trusted;
            found.removed += removed;
        }
        Ok(found)
    }
}

/// The part of a list that is looked at in an hour; hour after hour, all of it.
fn part_of<T>(list: &[T], size: usize, hour: i64) -> &[T] {
    let parts = list.len().div_ceil(size);
    let Ok(parts @ 1..) = i64::try_from(parts) else { return &[] };
    let part = usize::try_from(hour.rem_euclid(parts)).expect("less than the parts there are");
    list.chunks(size).nth(part).expect("one of the parts")
}

#[async_trait]
impl Job for UnknownFiles {
    fn name(&self) -> &'static str {
        "unknown_files"
    }

    async fn round(&self) -> Result<bool, JobError> {
        let found = self.run_once(SystemClock.now()).await?;
        let any = found != Unknown::default();
        if any {
            let Unknown { doubted, trusted, removed } = found;
            tracing::warn!(doubted, trusted, removed, "files no dossier speaks of");
        }
        Ok(any)
    }

    async fn next(&self) -> Result<Option<Millis>, JobError> {
        if self.app.scan_room().is_none() {
            return Ok(None);
        }
        Ok(Some(self.last.load(Ordering::SeqCst).saturating_add(EVERY_MS)))
    }
}

#[cfg(test)]
mod tests {
    use super::part_of;

    #[test]
    fn hour_after_hour_every_dossier_is_looked_at() {
        let list: Vec<i64> = (0..7).collect();
        let seen: Vec<i64> = (100..103).flat_map(|hour| part_of(&list, 3, hour).to_vec()).collect();
        let mut sorted = seen.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, list);
        assert_eq!(part_of(&list, 3, 100), part_of(&list, 3, 103));
        assert!(part_of::<i64>(&[], 3, 100).is_empty());
    }
}
