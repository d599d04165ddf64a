//! What scans need, as far as it is configured: the virus scanner, and folders that can be written.

use super::Finding;
use crate::config::Config;
use adapters::virus::{Clamd, VirusScanner, VirusVerdict};
use std::path::Path;
use std::time::Duration;

/// Longest wait for the virus scanner.
const PATIENCE: Duration = Duration::from_secs(6);

pub(super) async fn all(config: &Config) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(address) = &config.scans.clamd {
        findings.push(virus_scanner(address).await);
    }
    let folders = [("scans", &config.scans.files), ("scanner", &config.scans.tray)];
    let given = folders.into_iter().filter_map(|(what, folder)| Some((what, folder.as_deref()?)));
    findings.extend(given.map(|(what, folder)| folder_of(what, folder)));
    findings
}

async fn virus_scanner(address: &str) -> Finding {
    let clamd = Clamd { address: address.to_owned(), patience: PATIENCE };
    match clamd.look(b"a page without harm").await {
        Ok(VirusVerdict::Clean) => Finding::well("virus scanner", format!("{address} looks")),
        Ok(VirusVerdict::Infected(name)) => Finding::ill(
            "virus scanner",
            format!("{address} finds {name} in a text without harm"),
            "look at its signatures: nothing can be uploaded",
        ),
        Err(_) => Finding::ill(
            "virus scanner",
            format!("{address} does not answer"),
            "check scans.clamd, and that clamd listens on TCP (TCPSocket, TCPAddr): nothing can be uploaded meanwhile",
        ),
    }
}

fn folder_of(what: &'static str, folder: &Path) -> Finding {
    let shown = folder.display();
    match tempfile::tempfile_in(folder) {
        Ok(_) => Finding::well(what, format!("{shown} can be written")),
        Err(error) => {
            Finding::look(what, format!("{shown}: {error}"), "make the folder, or let this user write there")
        }
    }
}
