//! The journal looked at and kept: verify, rebuild, backup, restore.

use crate::bar::Bar;
use crate::config::Config;
use crate::ended::Refused;
use crate::open::{self, PROVINCE};
use crate::wish::Wish;
use crate::{print, socket};
use anyhow::Context;
use serde_json::{Value, json};
use std::path::Path;
use store::Options;

/// Hashes, folds and compares everything. Ends with 1 when something is not as it should be.
pub(crate) async fn verify(config: &Config, json: bool) -> anyhow::Result<()> {
    let report = asked(config, Wish::Verify, Bar::begin("verifying", "events", json)).await?;
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
    let done = asked(config, Wish::Rebuild, Bar::begin("rebuilding", "events", json)).await?;
    say(json, &done, || format!("rebuilt: {} streams from {} events", done["streams"], done["events"]));
    Ok(())
}

/// Writes everything of one moment to a file.
pub(crate) async fn backup(config: &Config, file: &Path, json: bool) -> anyhow::Result<()> {
    // The server that may do it stands in another folder.
    let wish = Wish::Backup { file: std::path::absolute(file)? };
    let done = asked(config, wish, Bar::begin("backing up", "rows", json)).await?;
    say(json, &done, || format!("backed up: {} rows to {}", done["rows"], file.display()));
    Ok(())
}

/// Asks where there is data, and shows how far it is.
async fn asked(config: &Config, wish: Wish, bar: Bar) -> anyhow::Result<Value> {
    let done = socket::through(&open::existing(config)?, wish, &|done, all| bar.reached(done, all)).await;
    bar.end();
    done
}

/// Reads a backup into an empty database, then checks it: a backup that does not verify is said so at once.
pub(crate) async fn restore(config: &Config, file: &Path, json: bool) -> anyhow::Result<()> {
    let store = open::store(&open::place(config), Options::default()).await?;
    let outcome = restored(&store, file, json).await;
    store.close().await;
    let done = json!({ "rows": outcome.with_context(|| file.display().to_string())? });
    say(json, &done, || {
        format!("restored: {} rows from {}, and the journal is whole", done["rows"], file.display())
    });
    Ok(())
}

async fn restored(store: &store::Store, file: &Path, json: bool) -> anyhow::Result<u64> {
    let bar = Bar::begin("restoring", "rows", json);
    let rows = store.restore_with(PROVINCE, file, &|done, all| bar.reached(done, all)).await;
    bar.end();
    let rows = rows?;
    let bar = Bar::begin("verifying", "events", json);
    let report = store.verify(PROVINCE, &|done, all| bar.reached(done, all)).await;
    bar.end();
    if let Some(bad) = report?.first_bad {
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
