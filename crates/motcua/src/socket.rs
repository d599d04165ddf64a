//! The way in beside a running server: a Unix socket next to the SQLite file, for its owner alone. One line of JSON asks;
//! lines say how far it is, the last one answers. Commands that find the file in use come here.

use crate::open;
use crate::wish::{Wish, carry_out};
use anyhow::Context;
use app::App;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::unix::OwnedWriteHalf;
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::watch;

/// The largest question believed: a whole published catalogue is some 30 MB.
const LARGEST: u64 = 256 << 20;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Reply {
    /// Done so far, of how many.
    Reached(i64, i64),
    Done(Value),
    Failed(String),
}

fn path_in(folder: &Path) -> PathBuf {
    folder.join("motcua.sock")
}

/// Listens for as long as it lives.
pub(crate) struct Socket {
    path: PathBuf,
    listening: tokio::task::JoinHandle<()>,
}

impl Socket {
    /// Opens the way in, where the data are a file of ours. Without it commands are refused while the server runs, which is
    /// no reason not to serve.
    pub(crate) fn open(app: &App) -> Option<Self> {
        let folder = app.store().folder()?;
        let path = path_in(&folder);
        match listen(&path) {
            Ok(listener) => Some(Self { path, listening: tokio::spawn(serve(listener, app.clone())) }),
            Err(error) => {
                tracing::warn!(%error, "commands cannot ask this server: its socket could not be made");
                None
            }
        }
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.listening.abort();
        // Whoever finds it gone is told that nobody serves; one left behind by a kill says the same.
        let _ = std::fs::remove_file(&self.path);
    }
}

fn listen(path: &Path) -> std::io::Result<UnixListener> {
    // The file's lock is ours: a socket that is there already belongs to a process that is gone.
    let _ = std::fs::remove_file(path);
    let listener = UnixListener::bind(path)?;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))?;
    Ok(listener)
}

async fn serve(listener: UnixListener, app: App) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => drop(tokio::spawn(answer(stream, app.clone()))),
            Err(error) => tracing::warn!(%error, "a command could not be let in"),
        }
    }
}

async fn answer(stream: UnixStream, app: App) {
    let (read, mut write) = stream.into_split();
    let mut line = String::new();
    if BufReader::new(read.take(LARGEST)).read_line(&mut line).await.is_err() {
        return;
    }
    let reply = match serde_json::from_str::<Wish>(&line) {
        Err(error) => Reply::Failed(format!("not understood: {error}")),
        Ok(wish) => match told_how_far(&app, wish, &mut write).await {
            Ok(value) => Reply::Done(value),
            Err(error) => Reply::Failed(format!("{error:#}")),
        },
    };
    if say(&mut write, &reply).await.is_err() {
        tracing::info!("whoever asked over the socket did not wait for the answer");
    }
}

/// Does what is asked, and says meanwhile how far it is; whoever asked may go away, it is done all the same.
async fn told_how_far(app: &App, wish: Wish, write: &mut OwnedWriteHalf) -> anyhow::Result<Value> {
    let (tell, mut told) = watch::channel((0, 0));
    let progress = |done, all| {
        tell.send_replace((done, all));
    };
    let work = carry_out(app.store(), Some(app), wish, &progress);
    tokio::pin!(work);
    loop {
        let outcome = tokio::select! {
            outcome = &mut work => Some(outcome),
            _ = told.changed() => None,
        };
        // What was reached last may come together with the end.
        let reached = Some(*told.borrow_and_update()).filter(|(_, all)| *all > 0);
        if let Some((done, all)) = reached {
            let _ = say(write, &Reply::Reached(done, all)).await;
        }
        if let Some(outcome) = outcome {
            return outcome;
        }
    }
}

async fn say(write: &mut OwnedWriteHalf, reply: &Reply) -> std::io::Result<()> {
    let text = serde_json::to_string(reply).expect("plain data becomes JSON") + "\n";
    write.write_all(text.as_bytes()).await
}

/// Asks the server that has the folder's file; none when none listens there.
///
/// # Errors
/// What the server says, or when it goes away meanwhile.
pub(crate) async fn ask(
    folder: &Path,
    wish: &Wish,
    progress: store::Progress<'_>,
) -> anyhow::Result<Option<Value>> {
    let Ok(mut stream) = UnixStream::connect(path_in(folder)).await else { return Ok(None) };
    let text = serde_json::to_string(wish)? + "\n";
    stream.write_all(text.as_bytes()).await.context("the running server")?;
    let mut lines = BufReader::new(stream).lines();
    loop {
        let line = lines.next_line().await.context("the running server")?;
        match serde_json::from_str(&line.unwrap_or_default()).context("the running server went away")? {
            Reply::Reached(done, all) => progress(done, all),
            Reply::Done(value) => return Ok(Some(value)),
            Reply::Failed(what) => return Err(anyhow::anyhow!(what)),
        }
    }
}

/// Does what is asked with the data of a place: by oneself, or by the server that has them.
///
/// # Errors
/// When it cannot be done.
pub(crate) async fn through(
    place: &crate::config::Place,
    wish: Wish,
    progress: store::Progress<'_>,
) -> anyhow::Result<Value> {
    let store = match open::store(place, store::Options::default()).await {
        Ok(store) => store,
        Err(error) => {
            let locked = matches!(error.downcast_ref(), Some(store::StoreError::Locked(_)));
            if let (true, crate::config::Place::Folder(folder)) = (locked, place)
                && let Some(value) = ask(folder, &wish, progress).await?
            {
                return Ok(value);
            }
            return Err(error);
        }
    };
    let outcome = carry_out(&store, None, wish, progress).await;
    store.close().await;
    outcome
}
