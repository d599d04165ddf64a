//! `/log`: the public log of promises, as C2SP tlog-tiles has it, and a page that says in plain words what it proves.
//!
//! Its files hold salted hashes only, so anybody may read them; monitors fetch them, and keep what they fetched.

use crate::fault::Fault;
use crate::look;
use crate::page::{self, Page};
use crate::route::{Access, Route};
use crate::web::Web;
use crate::words::T;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use store::{LogCheckpoint, TilePath};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/log", Access::Public, show),
        Route::get("/log/checkpoint", Access::Public, checkpoint),
        Route::get("/log/key", Access::Public, key),
        Route::get("/log/tile/{*path}", Access::Public, tile),
    ]
}

const TEXT: &str = "text/plain; charset=utf-8";
/// A full tile never changes.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// Nor does a partial one, but it is of no use once its tile is full.
const FOR_A_DAY: &str = "public, max-age=86400";
/// Asked for again each time: it grows every minute.
const ASK_AGAIN: &str = "no-cache";

/// The newest checkpoint, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// Events in it.
    pub size: String,
    /// When it was signed.
    pub at: String,
    /// The root, in hexadecimal digits.
    pub root: String,
    /// The signed note.
    pub note: String,
    /// The public key.
    pub verifier: String,
}

impl Signed {
    /// A checkpoint in words.
    #[must_use]
    pub fn of(t: T, checkpoint: &LogCheckpoint) -> Self {
        Self {
            size: look::thousands(t, checkpoint.size),
            at: look::date_time(checkpoint.signed_at),
            root: look::hex(&checkpoint.root),
            note: checkpoint.note.clone(),
            verifier: checkpoint.verifier.clone(),
        }
    }
}

/// Sổ công khai.
#[derive(Template)]
#[template(path = "citizen/log.html")]
pub struct LogPage {
    /// Surroundings.
    pub page: Page,
    /// The newest checkpoint; none in the first minute of a new journal.
    pub signed: Option<Signed>,
}

async fn newest(web: &Web) -> Result<Option<LogCheckpoint>, Fault> {
    Ok(web.app().store().log_checkpoint(web.app().tenant()).await?)
}

async fn show(State(web): State<Web>, page: Page) -> Result<Response, Fault> {
    let signed = newest(&web).await?.as_ref().map(|newest| Signed::of(page.t, newest));
    Ok(page::html(&LogPage { page, signed }))
}

async fn checkpoint(State(web): State<Web>) -> Result<Response, Fault> {
    Ok(newest(&web).await?.map_or_else(not_yet, |newest| text(newest.note)))
}

async fn key(State(web): State<Web>) -> Result<Response, Fault> {
    Ok(newest(&web).await?.map_or_else(not_yet, |newest| text(format!("{}\n", newest.verifier))))
}

async fn tile(State(web): State<Web>, Path(path): Path<String>) -> Result<Response, Fault> {
    let full = match TilePath::parse(&path) {
        Some(TilePath::Hashes(_, _, width) | TilePath::Entries(_, width)) => width == 256,
        None => return Ok(not_yet()),
    };
    let Some(bytes) = web.app().store().log_file(web.app().tenant(), &path).await? else {
        return Ok(not_yet());
    };
    let kept = if full { FOR_EVER } else { FOR_A_DAY };
    Ok(([(CONTENT_TYPE, "application/octet-stream"), (CACHE_CONTROL, kept)], bytes).into_response())
}

fn text(text: String) -> Response {
    ([(CONTENT_TYPE, TEXT), (CACHE_CONTROL, ASK_AGAIN)], text).into_response()
}

/// The log may reach it later, so the answer is not kept.
fn not_yet() -> Response {
    (StatusCode::NOT_FOUND, [(CONTENT_TYPE, TEXT)], "the log has not reached this\n").into_response()
}
