//! The room for scans a server gets from its configuration.

use crate::config::Config;
use adapters::files::FileStore;
use adapters::tray::Tray;
use adapters::virus::{Clamd, VirusScanner};
use anyhow::Context;
use app::App;
use app::scanning::ScanRoom;
use std::sync::Arc;
use std::time::Duration;

/// Longest wait for the virus scanner: it looks through a bundle of some 60 MB in seconds.
const PATIENCE: Duration = Duration::from_secs(30);

/// Files are kept where the configuration says, else beside the SQLite file; on PostgreSQL without a folder nothing is scanned here.
///
/// # Errors
/// When a folder cannot be made or used.
pub(crate) fn equip(app: &App, config: &Config) -> anyhow::Result<()> {
    let folder =
        config.scans.files.clone().or_else(|| app.store().folder().map(|folder| folder.join("files")));
    let Some(folder) = folder else {
        tracing::warn!("no folder for scans (scans.files): papers are not scanned here");
        return Ok(());
    };
    let files = FileStore::folder(&folder).with_context(|| folder.display().to_string())?;
    let clamd = |address: &String| -> Arc<dyn VirusScanner> {
        Arc::new(Clamd { address: address.clone(), patience: PATIENCE })
    };
    let virus = config.scans.clamd.as_ref().map(clamd);
    if virus.is_none() {
        tracing::warn!(
            "no virus scanner is configured (scans.clamd): pages are drawn anew, and nobody looks at what they came in"
        );
    }
    let tray = match &config.scans.tray {
        Some(tray) => Some(Tray::open(tray).with_context(|| tray.display().to_string())?),
        None => None,
    };
    app.equip(ScanRoom::new(files, virus, tray));
    Ok(())
}
