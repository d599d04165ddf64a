//! Máy quét: what scanners leave in their folder is filed by its cover sheet, or put where a person looks.
//!
//! A file is taken once its size has stood still, files of a hall one after the other by name. A power cut between filing and moving
//! aside hands the same file in again under the same id, which is answered as the first time.

use crate::runner::{Job, JobError};
use adapters::tray::Scanned;
use app::scanning::{Cover, ScanRoom, Sorted};
use app::{Actor, App, AppError};
use async_trait::async_trait;
use domain::kernel::Millis;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// How often it looks.
const EVERY_MS: Millis = 2_000;

/// How long a file's size must have stood still: a scanner writes page after page.
const STILL_MS: Millis = 2_000;

/// A cover sheet holds for the files after it as long as they come without such a pause: whoever scans later lays another cover on.
const COVER_HOLDS_MS: Millis = 90_000;

/// What was filed lies beside the scanner for so long, should somebody have to scan nothing again.
const FILED_STAYS_MS: Millis = 7 * 86_400_000;

/// What is known of a file that waits: how large it was, and since when.
type Seen = BTreeMap<(String, String), (u64, i64, Millis)>;

/// Watches the folder.
pub struct Scanning {
    app: App,
    actor: Actor,
    seen: Mutex<Seen>,
    covers: Mutex<BTreeMap<String, (Cover, Millis)>>,
    last: Mutex<Millis>,
}

/// What a round did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filed {
    /// Files whose pages are with their papers.
    pub files: usize,
    /// Pages of them.
    pub pages: usize,
    /// Files somebody has to look at.
    pub not_filed: usize,
    /// Files that lay long enough.
    pub removed: usize,
}

impl Scanning {
    /// For one province; without a folder to watch it has nothing to do.
    #[must_use]
    pub fn new(app: App) -> Self {
        let (seen, covers) = (Mutex::default(), Mutex::default());
        Self { app, actor: Actor::system("scanning"), seen, covers, last: Mutex::new(Millis::MIN) }
    }

    /// Files everything that has stood still by now.
    ///
    /// # Errors
    /// When something cannot be read or written; what is not moved aside yet is handed in again.
    pub async fn run_once(&self) -> Result<Filed, JobError> {
        let now = self.app.now();
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = now;
        let mut filed = Filed::default();
        if self.app.scan_room().and_then(ScanRoom::tray).is_none() {
            return Ok(filed);
        }
        let halls: Vec<String> = self.app.directory().halls_at(now).map(|hall| hall.code.clone()).collect();
        for hall in halls {
            self.hall(&hall, now, &mut filed).await?;
        }
        Ok(filed)
    }

    async fn hall(&self, hall: &str, now: Millis, filed: &mut Filed) -> Result<(), JobError> {
        let of = hall.to_owned();
        let (waiting, removed) = self
            .app
            .at_tray(move |tray| {
                tray.make_hall(&of)?;
                Ok((tray.waiting(&of)?, tray.forget_filed(&of, now - FILED_STAYS_MS)?))
            })
            .await?;
        filed.removed += removed;
        let ready = self.standing_still(hall, &waiting, now);
        for file in ready {
            match self.file(hall, &file, now).await {
                Ok(Sorted::Filed { pages, under }) => {
                    filed.files += 1;
                    filed.pages += pages;
                    self.keep_cover(hall, under, now);
                    let (of, name) = (hall.to_owned(), file.name);
                    self.app.at_tray(move |tray| tray.set_filed(&of, &name)).await?;
                }
                Ok(Sorted::NotFiled(reason)) => {
                    filed.not_filed += 1;
                    // What comes after a bundle nobody could file belongs to nobody known either.
                    self.keep_cover(hall, None, now);
                    let (of, name) = (hall.to_owned(), file.name);
                    self.app.at_tray(move |tray| tray.set_not_filed(&of, &name, &reason)).await?;
                }
                // The virus scanner does not answer: what comes after waits as well, so that the order holds.
                Err(AppError::Busy) => return Ok(()),
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// The files from the first on that stand still: one that is still being written holds up those behind it, which belong under it.
    fn standing_still(&self, hall: &str, waiting: &[Scanned], now: Millis) -> Vec<Scanned> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.retain(|(of, name), _| of != hall || waiting.iter().any(|file| file.name == *name));
        let mut ready = Vec::new();
        let mut held_up = false;
        for file in waiting {
            let key = (hall.to_owned(), file.name.clone());
            let looks = (file.bytes, file.written_ms);
            let since = match seen.get(&key) {
                Some((bytes, written, since)) if (*bytes, *written) == looks => *since,
                _ => now,
            };
            seen.insert(key, (file.bytes, file.written_ms, since));
            held_up |= now - since < STILL_MS || file.bytes == 0;
            if !held_up {
                ready.push(file.clone());
            }
        }
        ready
    }

    fn keep_cover(&self, hall: &str, cover: Option<Cover>, now: Millis) {
        let mut covers = self.covers.lock().unwrap_or_else(PoisonError::into_inner);
        match cover {
            Some(cover) => drop(covers.insert(hall.to_owned(), (cover, now))),
            None => drop(covers.remove(hall)),
        }
    }

    fn cover(&self, hall: &str, now: Millis) -> Option<Cover> {
        let covers = self.covers.lock().unwrap_or_else(PoisonError::into_inner);
        covers.get(hall).filter(|(_, since)| now - since <= COVER_HOLDS_MS).map(|(cover, _)| cover.clone())
    }

    async fn file(&self, hall: &str, file: &Scanned, now: Millis) -> Result<Sorted, AppError> {
        let (of, name, most) = (hall.to_owned(), file.name.clone(), self.app.scan_limits().bytes);
        let read = self.app.at_tray(move |tray| tray.read_waiting(&of, &name, most)).await;
        let bytes = match read {
            Ok(bytes) => bytes,
            Err(AppError::Refused(refusal)) => return Ok(Sorted::NotFiled(refusal.code)),
            Err(error) => return Err(error),
        };
        let id = id_of(hall, file, &bytes);
        self.app.sort_bundle(&self.actor, &id, hall, bytes, self.cover(hall, now)).await
    }
}

/// The same file is the same command, also after a power cut; another with the same name is another.
fn id_of(hall: &str, file: &Scanned, bytes: &[u8]) -> String {
    // FNV-1a: a name for our own command, no proof against anybody.
    let sum = bytes.iter().chain(file.name.as_bytes()).fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| {
        (sum ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("scanning:{hall}:{}:{sum:016x}", file.written_ms)
}

#[async_trait]
impl Job for Scanning {
    fn name(&self) -> &'static str {
        "scanning"
    }

    async fn round(&self) -> Result<bool, JobError> {
        let filed = self.run_once().await?;
        let any = filed != Filed::default();
        if any {
            let Filed { files, pages, not_filed, removed } = filed;
            tracing::info!(files, pages, not_filed, removed, "files of scanners");
        }
        Ok(any)
    }

    async fn next(&self) -> Result<Option<Millis>, JobError> {
        if self.app.scan_room().and_then(ScanRoom::tray).is_none() {
            return Ok(None);
        }
        Ok(Some(self.last.lock().unwrap_or_else(PoisonError::into_inner).saturating_add(EVERY_MS)))
    }
}
