//! Papers on a scanner, for tests: pages small enough to be quick, fine enough for a province that asks for less.

use super::Centre;
use crate::papers::PaperKind;
use crate::scanning::ScanRoom;
use adapters::files::FileStore;
use adapters::tray::Tray;
use adapters::virus::VirusScanner;
use domain::kernel::StreamId;
use scans::{Leaf, Limits, Page, ScanError, read_each};
use std::path::Path;
use std::sync::Arc;

/// Dots an inch of these pages.
const DPI: u32 = 60;

/// A page as a scanner's JPEG: a dark band as far down as its number says.
#[must_use]
pub fn page_jpeg(number: u32) -> Vec<u8> {
    let page = Page::drawn(496, 702, Some(DPI), |_, y| {
        if (number * 60..number * 60 + 30).contains(&y) { [20, 20, 20] } else { [255; 3] }
    });
    page.kept().expect("a page has dots").jpeg
}

/// Numbers of the pages in a file, told by their bands.
#[must_use]
pub fn bands(bytes: &[u8]) -> Vec<u32> {
    let mut bands = Vec::new();
    let limits = Limits { dpi: DPI, ..Limits::default() };
    read_each(bytes, &limits, |page| {
        let dark = (0..page.height()).find(|y| page.light(page.width() / 2, *y) < 100).unwrap_or(0);
        bands.push((dark + 5) / 60);
        Ok::<(), ScanError>(())
    })
    .expect("a file of ours");
    bands
}

/// Files in order as one PDF, as a feeder writes them; each turned clockwise by quarters.
#[must_use]
pub fn bundle(files: &[Vec<u8>], quarters: u8) -> Vec<u8> {
    let mut jpegs = Vec::new();
    for file in files {
        let limits = Limits { dpi: DPI, ..Limits::default() };
        read_each(file, &limits, |page| {
            jpegs.push(page.turned(quarters).kept()?.jpeg);
            Ok::<(), ScanError>(())
        })
        .expect("a file of ours");
    }
    let leaves: Vec<Leaf<'_>> = jpegs.iter().map(|jpeg| Leaf { jpeg, quarters: 0, dpi: DPI }).collect();
    scans::join(&leaves).expect("pages of ours")
}

impl Centre {
    /// Gives the centre a room for scans in a folder, and asks for no more than these pages have.
    ///
    /// # Panics
    /// When the folder cannot be used.
    pub async fn equip(&self, folder: &Path, virus: Option<Arc<dyn VirusScanner>>) {
        let files = FileStore::folder(&folder.join("files")).expect("a folder for files");
        let tray = Tray::open(&folder.join("scanner")).expect("a folder for the scanner");
        self.app.equip(ScanRoom::new(files, virus, Some(tray)));
        let (app, dpi) = (&self.app, DPI.to_string());
        let put = app.store().put_setting(app.tenant(), "scan.min_dpi", &dpi, "test", app.now());
        put.await.expect("kept");
        app.reload().await.expect("read anew");
    }

    /// The sheet that lies before the pages of one paper, as the printer gives it.
    ///
    /// # Panics
    /// When the paper goes on no scanner.
    pub async fn scan_sheet(&self, dossier: StreamId, item: i64) -> Vec<u8> {
        let pdf = self.app.paper(dossier, PaperKind::ScanSheets).await.expect("sheets");
        let state = self.dossier(dossier).await;
        let wanted = domain::dossier::scan_mark(&state.code, item);
        let mut found = None;
        read_each(&pdf, &Limits { dpi: 100, ..Limits::default() }, |page| {
            if scans::mark_of(&page, &wanted).is_some() {
                found = Some(page.kept()?.jpeg);
            }
            Ok::<(), ScanError>(())
        })
        .expect("a PDF of ours");
        found.expect("a sheet for that paper")
    }
}
