//! Phòng quét: from bytes somebody uploaded, or a scanner left in its folder, to pages that are kept.
//!
//! Bytes are put away before the journal speaks of them: a power cut between the two leaves a file nobody knows, never a page nobody
//! has. Who may, and whether the paper is scanned at all, is asked before anything is looked at, and again when it is written down.

mod bundle;
mod left_over;
mod unknown;
pub use bundle::{Cover, Sorted};
pub use unknown::Unknown;

use crate::App;
use crate::actor::Actor;
use crate::error::{AppError, Result};
use adapters::files::{FileError, FileStore};
use adapters::tray::Tray;
use adapters::virus::{VirusError, VirusScanner, VirusVerdict};
use domain::dossier::{self, Counted, PageImage, Scan, State};
use domain::kernel::{Refusal, StreamId, Violation};
use policy::{Action, Resource};
use scans::{Kept, Leaf, Limits, ScanError, read_each};
use std::collections::BTreeSet;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Files unpacked at the same time: each may take 200 MB and a core.
const AT_ONCE: usize = 2;

/// What a server needs to take scans.
#[derive(Debug)]
pub struct ScanRoom {
    files: FileStore,
    virus: Option<Arc<dyn VirusScanner>>,
    tray: Option<Tray>,
    desks: Arc<Semaphore>,
}

impl ScanRoom {
    /// Pages are kept in `files`; looked at by `virus` and taken from `tray` where there are such.
    #[must_use]
    pub fn new(files: FileStore, virus: Option<Arc<dyn VirusScanner>>, tray: Option<Tray>) -> Self {
        Self { files, virus, tray, desks: Arc::new(Semaphore::new(AT_ONCE)) }
    }

    /// The folder scanners write into.
    #[must_use]
    pub const fn tray(&self) -> Option<&Tray> {
        self.tray.as_ref()
    }

    /// Nobody looked at it, or something was found: it does not come in.
    async fn look_for_viruses(&self, bytes: &[u8]) -> std::result::Result<(), Refusal> {
        let Some(virus) = &self.virus else { return Ok(()) };
        match virus.look(bytes).await {
            Ok(VirusVerdict::Clean) => Ok(()),
            Ok(VirusVerdict::Infected(name)) => {
                tracing::warn!(name, "an upload was refused: a virus was found in it");
                Err(Refusal::new("upload_infected"))
            }
            Err(VirusError::Retry) => Err(Refusal::new("virus_scanner_silent")),
            Err(VirusError::GiveUp) => Err(Refusal::new("virus_scanner_declines")),
        }
    }
}

/// A refusal of one of the files, by its place among those sent.
fn of_file(refusal: Refusal, place: usize) -> Refusal {
    let said = Violation::new("files", &refusal.code).with("file", place + 1);
    let values = refusal.violations.into_iter().flat_map(|known| known.values);
    let said = values.fold(said, |said, (name, value)| said.with(&name, value));
    Refusal::new(&refusal.code).with(said)
}

fn refusal_of(error: &ScanError) -> Refusal {
    let refused = |code: &str, values: &[(&str, String)]| {
        let said =
            values.iter().fold(Violation::new("files", code), |said, (name, value)| said.with(name, value));
        Refusal::new(code).with(said)
    };
    match error {
        ScanError::Kind => refused("scan_kind", &[]),
        ScanError::TooLarge { most } => refused("scan_too_large", &[("most", (most >> 20).to_string())]),
        ScanError::TooManyDots { most } => {
            refused("scan_too_many_dots", &[("most", (most / 1_000_000).to_string())])
        }
        ScanError::TooManyPages { most } => refused("scan_too_many_pages", &[("most", most.to_string())]),
        ScanError::TooCoarse { dpi, least } => {
            refused("scan_too_coarse", &[("dpi", dpi.to_string()), ("least", least.to_string())])
        }
        ScanError::Unreadable => refused("scan_unreadable", &[]),
    }
}

fn failed(error: FileError) -> AppError {
    match error {
        FileError::Missing => AppError::NotFound("scan"),
        error => AppError::Document(Box::new(error)),
    }
}

impl App {
    /// Gives this server its room for scans, once; a second one is not taken.
    pub fn equip(&self, room: ScanRoom) {
        if self.scans_once().set(room).is_err() {
            tracing::warn!("this server has a room for scans already");
        }
    }

    /// The room for scans, where this server has one.
    #[must_use]
    pub fn scan_room(&self) -> Option<&ScanRoom> {
        self.scans_once().get()
    }

    fn room(&self) -> Result<&ScanRoom> {
        self.scan_room().ok_or_else(|| Refusal::new("scans_not_kept").into())
    }

    /// How much of a file is looked at, and how fine it must be: a setting of the province.
    #[must_use]
    pub fn scan_limits(&self) -> Limits {
        let usual = Limits::default();
        let dpi = self.directory().setting("scan.min_dpi").and_then(|text| text.parse().ok());
        Limits { dpi: dpi.filter(|dpi| (50..=600).contains(dpi)).unwrap_or(usual.dpi), ..usual }
    }

    fn scan_place(&self, dossier: StreamId) -> String {
        format!("{}/{dossier}", self.tenant().0)
    }

    /// Whether somebody may put pages of this paper in: asked before any byte is looked at.
    ///
    /// # Errors
    /// [`AppError::Forbidden`], [`AppError::NotFound`], or the refusal that names why the paper is never scanned.
    pub async fn may_scan(&self, actor: &Actor, dossier: StreamId, item: i64) -> Result<()> {
        self.room()?;
        let (_, state) = self.dossier_state(dossier).await?;
        self.may_scan_at(actor, &state)?;
        Ok(dossier::may_scan(&state, item)?)
    }

    /// Whether somebody may scan papers of this dossier.
    ///
    /// # Errors
    /// [`AppError::Forbidden`].
    pub fn may_scan_at(&self, actor: &Actor, state: &State) -> Result<()> {
        let path = self.directory().unit_path(&state.plan.receiving_unit);
        self.permit(actor, Action::ScanPaper, &Resource::dossier(&path)).map(drop)
    }

    /// Looks through files in order, straightens their pages and puts them away. Up to the first file that cannot be taken: those
    /// before it are not lost, those behind it would stand in the wrong order.
    ///
    /// # Errors
    /// When pages cannot be put away. What is wrong with a file is the second answer.
    pub async fn take_pages(
        &self,
        dossier: StreamId,
        files: Vec<Vec<u8>>,
    ) -> Result<(Vec<PageImage>, Option<Refusal>)> {
        let room = self.room()?;
        let mut taken = Vec::new();
        for (place, bytes) in files.into_iter().enumerate() {
            let read = match room.look_for_viruses(&bytes).await {
                Ok(()) => self.straight_pages(bytes).await?,
                Err(refusal) => Err(refusal),
            };
            match read {
                Ok(pages) => taken.extend(self.put_pages(dossier, pages).await?),
                Err(refusal) => return Ok((taken, Some(of_file(refusal, place)))),
            }
        }
        Ok((taken, None))
    }

    async fn straight_pages(&self, bytes: Vec<u8>) -> Result<std::result::Result<Vec<Kept>, Refusal>> {
        let limits = self.scan_limits();
        self.unpack(move || {
            let mut pages = Vec::new();
            read_each(&bytes, &limits, |page| {
                pages.push(page.straightened().kept()?);
                Ok::<(), ScanError>(())
            })?;
            Ok(pages)
        })
        .await
    }

    /// Work for one core, on hostile bytes: not more than a few at a time, where blocking is allowed, and a reader that stumbles
    /// stumbles alone.
    async fn unpack<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> std::result::Result<T, ScanError> + Send + 'static,
    ) -> Result<std::result::Result<T, Refusal>> {
        let desks = Arc::clone(&self.room()?.desks);
        let _desk = desks.acquire_owned().await.map_err(|_| AppError::Busy)?;
        let done = tokio::task::spawn_blocking(work).await.unwrap_or(Err(ScanError::Unreadable));
        Ok(done.map_err(|error| refusal_of(&error)))
    }

    async fn put_pages(&self, dossier: StreamId, pages: Vec<Kept>) -> Result<Vec<PageImage>> {
        let (room, place) = (self.room()?, self.scan_place(dossier));
        let mut put = Vec::with_capacity(pages.len());
        for page in pages {
            let file = room.files.put(&place, page.jpeg).await.map_err(failed)?;
            room.files.put_beside(&place, &file, page.small).await.map_err(failed)?;
            put.push(PageImage { file, dpi: i64::from(page.dpi), quarters: 0 });
        }
        Ok(put)
    }

    /// Joins the pages that wait into one file and puts it away; what is to be written down about it.
    ///
    /// # Errors
    /// The refusal that says how many images are missing or too many; or when the file cannot be made.
    pub async fn bind_scan(&self, dossier: StreamId, item: i64, counted: Counted) -> Result<Scan> {
        let (_, state) = self.dossier_state(dossier).await?;
        dossier::may_scan(&state, item)?;
        let made_of = state.scan(item).map(|scan| scan.waiting.clone()).unwrap_or_default();
        dossier::images_equal_pages(made_of.len(), &counted)?;
        let (room, place) = (self.room()?, self.scan_place(dossier));
        let mut jpegs = Vec::with_capacity(made_of.len());
        for page in &made_of {
            jpegs.push(room.files.get(&place, &page.file).await.map_err(failed)?);
        }
        let ways: Vec<(u8, u32)> = made_of
            .iter()
            .map(|page| (u8::try_from(page.quarters).unwrap_or(0), u32::try_from(page.dpi).unwrap_or(200)))
            .collect();
        let joined = self.unpack(move || {
            let leaves = jpegs.iter().zip(ways).map(|(jpeg, (quarters, dpi))| Leaf { jpeg, quarters, dpi });
            scans::join(&leaves.collect::<Vec<_>>())
        });
        let file = room.files.put(&place, joined.await??).await.map_err(failed)?;
        Ok(Scan::File { counted, file, made_of })
    }

    /// Removes what the scans of a dossier held before and hold no more.
    ///
    /// # Errors
    /// When it cannot be read or removed.
    pub async fn forget_scan_files(&self, dossier: StreamId, before: &BTreeSet<String>) -> Result<()> {
        let (_, state) = self.dossier_state(dossier).await?;
        let held = state.scan_files();
        for file in before.iter().filter(|file| !held.contains(file.as_str())) {
            self.room()?.files.remove(&self.scan_place(dossier), file).await.map_err(failed)?;
        }
        Ok(())
    }

    /// The file of a paper's scan. The caller has asked the policies and journals the reading.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when it was not scanned, or is kept off the scanner by now; or when it is damaged.
    pub async fn scan_file(&self, dossier: StreamId, item: i64) -> Result<Vec<u8>> {
        let (_, state) = self.dossier_state(dossier).await?;
        let filed =
            state.scan(item).and_then(|scan| scan.filed.as_ref()).ok_or(AppError::NotFound("scan"))?;
        self.room()?.files.get(&self.scan_place(dossier), &filed.file).await.map_err(failed)
    }

    /// A page that waits, small or as it was captured, as JPEG. The caller has asked the policies.
    ///
    /// # Errors
    /// As [`App::scan_file`].
    pub async fn scan_page(&self, dossier: StreamId, item: i64, page: usize, small: bool) -> Result<Vec<u8>> {
        let (_, state) = self.dossier_state(dossier).await?;
        let waiting = state.scan(item).map_or(&[][..], |scan| &scan.waiting);
        let place = page.checked_sub(1).ok_or(AppError::NotFound("page"))?;
        let known = waiting.get(place).ok_or(AppError::NotFound("page"))?;
        let (room, at) = (self.room()?, self.scan_place(dossier));
        if small && let Ok(bytes) = room.files.get_beside(&at, &known.file).await {
            return Ok(bytes);
        }
        room.files.get(&at, &known.file).await.map_err(failed)
    }
}
