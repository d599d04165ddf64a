//! The promise in the public log: where it stands there, and everything one needs to check that without this server.

use super::opened;
use crate::fault::Fault;
use crate::look;
use crate::page::Page;
use crate::web::Web;
use crate::words::T;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::dossier::Event;
use serde_json::{Value, json};
use store::{Envelope, LogProof, read_note};

/// One step from the leaf to the root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beside {
    /// It stands to the left of what was computed so far.
    pub left: bool,
    /// The hash, in hexadecimal digits.
    pub hash: String,
}

/// The promise in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logged {
    /// Number of the event.
    pub seq: String,
    /// Hash of the leaf.
    pub leaf: String,
    /// Events in the checkpoint.
    pub size: String,
    /// Its root.
    pub root: String,
    /// When it was signed.
    pub at: String,
    /// The event has this hash, the path leads to this root, and the signature is right.
    pub verified: bool,
    /// The path.
    pub path: Vec<Beside>,
}

/// The promise, and what the log says of it.
#[derive(Clone, Debug, PartialEq, Eq, Template)]
#[template(path = "citizen/own-proof.html")]
pub struct Proof {
    /// Texts.
    pub t: T,
    /// Token of the address, for the file.
    pub token: String,
    /// The promise that was made.
    pub due: String,
    /// None while the log has not reached it.
    pub logged: Option<Logged>,
}
impl askama::filters::HtmlSafe for Proof {}

/// The event that made the newest promise, and what it promised.
fn promised(history: &[Envelope]) -> Option<(&Envelope, i64)> {
    history.iter().rev().find_map(|envelope| match envelope.event() {
        Ok(domain::Event::Dossier(
            Event::DossierReceived { promise, .. } | Event::PromiseMade { promise, .. },
        )) => Some((envelope, promise.due_at)),
        _ => None,
    })
}

/// What the log says of the newest promise; none when nothing is promised yet.
pub(super) async fn proof(
    web: &Web,
    page: &Page,
    token: &str,
    history: &[Envelope],
) -> Result<Option<Proof>, Fault> {
    let Some((envelope, due_at)) = promised(history) else { return Ok(None) };
    let found = web.app().store().inclusion(web.app().tenant(), envelope.seq).await?;
    let logged = found.map(|found| logged(web, page.t, envelope, &found));
    let due = look::promise(page.lang(), due_at);
    Ok(Some(Proof { t: page.t, token: token.to_owned(), due, logged }))
}

fn logged(web: &Web, t: T, envelope: &Envelope, found: &LogProof) -> Logged {
    let path = found.path.iter().zip(found.stands_left());
    Logged {
        seq: look::thousands(t, found.seq),
        leaf: look::hex(&found.leaf()),
        size: look::thousands(t, found.checkpoint.size),
        root: look::hex(&found.checkpoint.root),
        at: look::date_time(found.checkpoint.signed_at),
        verified: is_verified(web, envelope, found),
        path: path.map(|(hash, left)| Beside { left, hash: look::hex(hash) }).collect(),
    }
}

/// Everything a stranger would check: the event hashes to the entry, the entry leads to the root, the root is signed.
fn is_verified(web: &Web, envelope: &Envelope, found: &LogProof) -> bool {
    let newest = &found.checkpoint;
    let signed = read_note(&newest.note, &newest.verifier);
    envelope.computed_hash(web.app().tenant()) == found.entry
        && found.holds()
        && signed.is_some_and(|(_, size, root)| size == newest.size && root == newest.root)
}

/// The proof as a file to keep: the event as it was hashed, its nonce, the path and the signed checkpoint.
pub(super) async fn file(State(web): State<Web>, Path(token): Path<String>) -> Result<Response, Fault> {
    let dossier = opened(&web, &token).await?;
    let history = web.app().history(dossier).await?;
    let (envelope, _) = promised(&history).ok_or(Fault::NotFound)?;
    let found = web.app().store().inclusion(web.app().tenant(), envelope.seq).await?;
    let found = found.ok_or(Fault::NotFound)?;
    let headers = [
        (CONTENT_TYPE, "application/json; charset=utf-8".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"promise-{}.json\"", envelope.seq)),
    ];
    let text = serde_json::to_string_pretty(&kept(&web, envelope, &found)).expect("plain values");
    Ok((headers, text).into_response())
}

fn kept(web: &Web, envelope: &Envelope, found: &LogProof) -> Value {
    let path = found.path.iter().zip(found.stands_left());
    json!({
        "hashing": "hash = SHA-256(prev_hash, then each of: nonce; tenant, seq, stream, version, schema, occurred_at, \
            recorded_at, ordinal (8 bytes each); kind, name, actor, position, on_behalf_of, rule, command_id, numbers, body; \
            each behind its length); lengths and numbers are 8 bytes, big end first. leaf = SHA-256(00, hash). \
            Step by step: SHA-256(01, left, right).",
        "event": {
            "prev_hash": look::hex(&envelope.prev_hash),
            "nonce": look::hex(&envelope.nonce),
            "tenant": web.app().tenant().0.to_string(),
            "seq": envelope.seq.to_string(),
            "stream": envelope.stream.0.to_string(),
            "version": envelope.version.to_string(),
            "schema": envelope.schema.to_string(),
            "occurred_at": envelope.occurred_at.to_string(),
            "recorded_at": envelope.recorded_at.to_string(),
            "ordinal": envelope.ordinal.to_string(),
            "kind": envelope.kind,
            "name": envelope.name,
            "actor": envelope.actor,
            "position": envelope.position,
            "on_behalf_of": envelope.on_behalf_of,
            "rule": envelope.rule,
            "command_id": envelope.command_id,
            "numbers": envelope.numbers,
            "body": String::from_utf8_lossy(&envelope.body),
        },
        "hash": look::hex(&found.entry),
        "leaf": look::hex(&found.leaf()),
        "path": path.map(|(hash, left)| json!({
            "side": if left { "left" } else { "right" },
            "hash": look::hex(hash),
        })).collect::<Vec<_>>(),
        "size": found.checkpoint.size.to_string(),
        "root": look::hex(&found.checkpoint.root),
        "checkpoint": found.checkpoint.note,
        "key": found.checkpoint.verifier,
    })
}
