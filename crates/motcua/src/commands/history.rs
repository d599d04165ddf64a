//! The journal looked at and kept: verify, rebuild, backup, restore.

use crate::config::Config;
use crate::ended::Refused;
use crate::open::{self, PROVINCE};
use crate::wish::Wish;
use crate::{print, socket};
use anyhow::Context;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};
use std::path::Path;
use std::time::Duration;
use store::Options;

/// Hashes, folds and compares everything. Ends with 1 when something is not as it should be.
pub(crate) async fn verify(config: &Config, json: bool) -> anyhow::Result<()> {
    let bar = bar("verifying");
    let report = socket::through(&open::existing(config)?, Wish::Verify, &|done, all| {
        bar.set_length(u64::try_from(all).unwrap_or(0));
        bar.set_position(u64::try_from(done).unwrap_or(0));
    })
    .await;
    bar.finish_and_clear();
    let report = report?;
    let (ok, bad) = (report["ok"] == true, &report["first_bad"]);
    if json {
        print::json(&report);
    } else if ok {
        print::line(format!("whole: {} events of {} streams", report["events"], report["streams"]));
    } else {
        print::line(format!(
            "NOT whole: seq {}, stream {}, version {}: {}",
            bad["seq"],
            word(&bad["stream"]),
            bad["version"],
            word(&bad["what"])
        ));
    }
    if ok { Ok(()) } else { Err(Refused.into()) }
}

/// Makes everything pages see again from the journal.
pub(crate) async fn rebuild(config: &Config, json: bool) -> anyhow::Result<()> {
    let bar = ProgressBar::new_spinner()
        .with_style(ProgressStyle::with_template("{spinner} {msg} {elapsed}").expect("a fixed template"))
        .with_message("folding the journal and writing every table again");
    bar.enable_steady_tick(Duration::from_millis(120));
    let done = socket::through(&open::existing(config)?, Wish::Rebuild, &|_, _| {}).await;
    bar.finish_and_clear();
    let done = done?;
    say(json, &done, || format!("rebuilt: {} streams from {} events", done["streams"], done["events"]));
    Ok(())
}

/// Writes everything of one moment to a file.
pub(crate) async fn backup(config: &Config, file: &Path, json: bool) -> anyhow::Result<()> {
    // The server that may do it stands in another folder.
    let wish = Wish::Backup { file: std::path::absolute(file)? };
    let done = socket::through(&open::existing(config)?, wish, &|_, _| {}).await?;
    say(json, &done, || format!("backed up: {} rows to {}", done["rows"], file.display()));
    Ok(())
}

/// Reads a backup into an empty database, then checks it: a backup that does not verify is said so at once.
pub(crate) async fn restore(config: &Config, file: &Path, json: bool) -> anyhow::Result<()> {
    let store = open::store(&open::place(config), Options::default()).await?;
    let outcome = restored(&store, file).await;
    store.close().await;
    let done = json!({ "rows": outcome.with_context(|| file.display().to_string())? });
    say(json, &done, || {
        format!("restored: {} rows from {}, and the journal is whole", done["rows"], file.display())
    });
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

fn say(json: bool, done: &Value, words: impl FnOnce() -> String) {
    if json { print::json(done) } else { print::line(words()) }
}

fn word(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn bar(what: &'static str) -> ProgressBar {
    let style = ProgressStyle::with_template("{msg} [{wide_bar}] {pos}/{len}").expect("a fixed template");
    ProgressBar::new(0).with_style(style).with_message(what)
}
