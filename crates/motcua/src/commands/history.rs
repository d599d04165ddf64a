//! The journal looked at and kept: verify, rebuild, backup, restore.

use crate::config::Config;
use crate::ended::Refused;
use crate::open::{self, PROVINCE};
use crate::print;
use anyhow::Context;
use indicatif::{ProgressBar, ProgressStyle};
use std::path::Path;
use std::time::Duration;
use store::Options;

/// Hashes, folds and compares everything. Ends with 1 when something is not as it should be.
pub(crate) async fn verify(config: &Config, json: bool) -> anyhow::Result<()> {
    let store = open::existing_store(config).await?;
    let bar = bar("verifying");
    let report = store
        .verify(PROVINCE, &|done, all| {
            bar.set_length(u64::try_from(all).unwrap_or(0));
            bar.set_position(u64::try_from(done).unwrap_or(0));
        })
        .await;
    bar.finish_and_clear();
    store.close().await;
    let report = report?;
    if json {
        print::json(&report);
    } else if let Some(bad) = &report.first_bad {
        print::line(format!(
            "NOT whole: seq {}, stream {}, version {}: {}",
            bad.seq, bad.stream, bad.version, bad.what
        ));
    } else {
        print::line(format!("whole: {} events of {} streams", report.events, report.streams));
    }
    if report.ok { Ok(()) } else { Err(Refused.into()) }
}

/// Makes everything pages see again from the journal.
pub(crate) async fn rebuild(config: &Config) -> anyhow::Result<()> {
    let store = open::existing_store(config).await?;
    let events = store.head(PROVINCE).await?.seq;
    let bar = ProgressBar::new_spinner()
        .with_style(ProgressStyle::with_template("{spinner} {msg} {elapsed}").expect("a fixed template"))
        .with_message(format!("folding {events} events and writing every table again"));
    bar.enable_steady_tick(Duration::from_millis(120));
    let streams = store.rebuild(PROVINCE).await;
    bar.finish_and_clear();
    store.close().await;
    print::line(format!("rebuilt: {} streams from {events} events", streams?));
    Ok(())
}

/// Writes everything of one moment to a file.
pub(crate) async fn backup(config: &Config, file: &Path) -> anyhow::Result<()> {
    let store = open::existing_store(config).await?;
    let written = store.backup(PROVINCE, file).await;
    store.close().await;
    let rows = written.with_context(|| file.display().to_string())?;
    print::line(format!("backed up: {rows} rows to {}", file.display()));
    Ok(())
}

/// Reads a backup into an empty database, then checks it: a backup that does not verify is said so at once.
pub(crate) async fn restore(config: &Config, file: &Path) -> anyhow::Result<()> {
    let store = open::store(&open::place(config), Options::default()).await?;
    let outcome = restored(&store, file).await;
    store.close().await;
    let rows = outcome.with_context(|| file.display().to_string())?;
    print::line(format!("restored: {rows} rows from {}, and the journal is whole", file.display()));
    Ok(())
}

async fn restored(store: &store::Store, file: &Path) -> anyhow::Result<u64> {
    let rows = store.restore(PROVINCE, file).await?;
    let report = store.verify(PROVINCE, &|_, _| {}).await?;
    if let Some(bad) = report.first_bad {
        anyhow::bail!("restored, but not whole: seq {}, stream {}: {}", bad.seq, bad.stream, bad.what);
    }
    Ok(rows)
}

fn bar(what: &'static str) -> ProgressBar {
    let style = ProgressStyle::with_template("{msg} [{wide_bar}] {pos}/{len}").expect("a fixed template");
    ProgressBar::new(0).with_style(style).with_message(what)
}
