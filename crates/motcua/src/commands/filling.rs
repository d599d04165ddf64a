//! A demo's past is filled to its end or begun anew. The crowd is answered before its rounds are committed (see
//! `store::Options::gathered`), so what a stopped filling leaves is half of something and nobody's work.

use crate::config::Place;
use crate::open::{self, PROVINCE};
use crate::{ended, print};
use anyhow::Context;
use app::{Clock, SystemClock};
use std::path::Path;
use store::{Options, Store};

/// The setting that says a filling has begun, and whether it has ended.
const NAME: &str = "demo.filling";
const BEGUN: &str = "begun";
const WHOLE: &str = "whole";
/// What a demo leaves in its folder. What its stand-ins have kept goes too: they would give other ids than the first time.
const LEFT: [&str; 6] = [
    "motcua.db",
    "motcua.db-wal",
    "motcua.db-shm",
    "motcua.lock",
    super::demo::SMS_KEPT,
    super::demo::MAIL_KEPT,
];

/// Opens a demo's store; one whose filling was stopped is begun anew.
pub(super) async fn open(place: &Place, options: &Options) -> anyhow::Result<Store> {
    let fresh = || Options { nonces: options.nonces.again(), ..options.clone() };
    let store = open::store(place, fresh()).await?;
    if !is_half(&store).await? {
        return Ok(store);
    }
    store.close().await;
    drop(store);
    let Place::Folder(folder) = place else {
        return Err(ended::usage(
            "the filling of this demo was stopped half-way; give it a new, empty database with --db",
        ));
    };
    print::line("the filling of this demo was stopped half-way; it begins anew");
    throw_away(folder)?;
    open::store(place, fresh()).await
}

/// A server is not built on half a demo: the demo would throw it away.
pub(super) async fn must_be_whole(store: &Store) -> anyhow::Result<()> {
    anyhow::ensure!(
        !is_half(store).await?,
        "this is a demo whose filling was stopped half-way; motcua demo begins it anew"
    );
    Ok(())
}

pub(super) async fn begins(store: &Store) -> anyhow::Result<()> {
    Ok(store.put_setting(PROVINCE, NAME, BEGUN, "system:demo", SystemClock.now()).await?)
}

pub(super) async fn ended(store: &Store) -> anyhow::Result<()> {
    Ok(store.put_setting(PROVINCE, NAME, WHOLE, "system:demo", SystemClock.now()).await?)
}

async fn is_half(store: &Store) -> anyhow::Result<bool> {
    Ok(store.settings(PROVINCE).await?.iter().any(|(name, value)| name == NAME && value == BEGUN))
}

fn throw_away(folder: &Path) -> anyhow::Result<()> {
    for name in LEFT {
        let file = folder.join(name);
        match std::fs::remove_file(&file) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(error).with_context(|| file.display().to_string());
            }
            _ => {}
        }
    }
    Ok(())
}
