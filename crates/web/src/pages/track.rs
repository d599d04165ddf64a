//! `/track` by code, `/d/{token}` by the slip's QR: where a dossier is.
//!
//! Codes can be guessed, so a code alone shows only that it was received, how much is done, and whether a result is ready.
//! The token of the slip opens everything its applicant may know.

use crate::fault::Fault;
use crate::form::Form;
use crate::look;
use crate::page::{self, Page};
use crate::parts::Field;
use crate::route::{Access, Route};
use crate::surroundings::Caller;
use crate::web::Web;
use app::Actor;
use app::papers::PaperKind;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::dossier;
use domain::kernel::{Refusal, StreamId, Violation};
use policy::{Action, Resource};
use serde::Deserialize;

mod ended;
mod own;
mod petitions;
mod proof;
pub(crate) use own::step_name;
pub use own::{Own, OwnApology, OwnLine, OwnPage, own_page, step_facts};
pub use petitions::{PetitionCard, Petitions};
pub(crate) use petitions::{kept, verdict};
pub use proof::{Beside, Logged, Proof};

pub(crate) fn routes() -> Vec<Route> {
    let token = Access::Token(Action::SeeOwnDossier);
    vec![
        Route::get("/track", Access::Public, track),
        Route::get("/d/{token}", token, show),
        Route::get("/d/{token}/now", token, now),
        Route::get("/d/{token}/proof.json", token, proof::file),
        Route::get("/d/{token}/slip.pdf", token, slip),
        Route::get("/d/{token}/refusal.pdf", token, refusal),
        Route::get("/d/{token}/apology.pdf", token, apology),
        Route::get("/d/{token}/scans/{item}", token, scan),
        Route::get("/d/{token}/supplement/{which}", token, supplement),
        Route::post("/d/{token}/petitions", Access::Token(Action::LodgePetition), petitions::lodge),
    ]
}

/// What a code alone shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    /// The code, as kept.
    pub code: String,
    /// Local date of reception.
    pub received: String,
    /// Steps done of all steps, in percent.
    pub percent: i64,
    /// In words.
    pub words: String,
    /// A result waits, or was handed over.
    pub ready: bool,
}

/// Tra cứu hồ sơ.
#[derive(Template)]
#[template(path = "citizen/track.html")]
pub struct TrackPage {
    /// Surroundings.
    pub page: Page,
    /// Where the code is typed.
    pub field: Field,
    /// What was found.
    pub outline: Option<Outline>,
}

#[derive(Deserialize, Default)]
struct Asked {
    #[serde(default)]
    code: String,
}

async fn track(
    State(web): State<Web>,
    page: Page,
    Caller(address): Caller,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let code = asked.code.trim().to_uppercase();
    let t = page.t;
    let field = Field::text("code", t.t("track.code")).hint(t.t("track.code_hint")).value(&code);
    if code.is_empty() {
        return Ok(page::html(&TrackPage { page, field, outline: None }));
    }
    web.lookups().lets(&address)?;
    let found = match web.app().find_dossier_by_code(&code).await? {
        Some(dossier) => Some(web.app().dossier_state(dossier).await?.1),
        None => None,
    };
    let Some(state) = found else {
        let wrong = [Violation::new("code", "code_unknown").with("code", &code)];
        let page = TrackPage { field: field.wrong(t, &wrong), page, outline: None };
        return Ok((StatusCode::NOT_FOUND, page::html(&page)).into_response());
    };
    let outline = outline(&page, &state);
    Ok(page::html(&TrackPage { page, field, outline: Some(outline) }))
}

fn outline(page: &Page, state: &dossier::State) -> Outline {
    let t = page.t;
    let all = i64::try_from(state.plan.steps.len()).unwrap_or(1).max(1);
    let done = state
        .open_turn()
        .map_or_else(|| state.turns.last().map_or(0, |turn| turn.step), |turn| turn.step - 1);
    let percent = if state.ready_at().is_some() { 100 } else { (done * 100 / all).min(99) };
    Outline {
        code: state.code.clone(),
        received: state.received_at.map(look::date).unwrap_or_default(),
        percent,
        words: t.code("phase", state.phase_word()),
        ready: state.ready_at().is_some(),
    }
}

/// The dossier of a token, when the policies let its holder see it.
pub(crate) async fn opened(web: &Web, token: &str) -> Result<StreamId, Fault> {
    let dossier = web.app().find_dossier_by_token(token).await?.ok_or(Fault::NotFound)?;
    let (_, state) = web.app().dossier_state(dossier).await?;
    let path = web.app().directory().unit_path(&state.plan.receiving_unit);
    web.app().permit(&Actor::Citizen, Action::SeeOwnDossier, &Resource::dossier(&path))?;
    Ok(dossier)
}

async fn show(State(web): State<Web>, page: Page, Path(token): Path<String>) -> Result<Response, Fault> {
    let dossier = opened(&web, &token).await?;
    Ok(page::html(&read(&web, page, token, dossier, None).await?))
}

/// The whole page; what was sent and refused stands in its form.
async fn read(
    web: &Web,
    page: Page,
    token: String,
    dossier: StreamId,
    refused: Option<(&Form, &Refusal)>,
) -> Result<OwnPage, Fault> {
    let own = moving(web, &page, dossier).await?;
    let history = web.app().history(dossier).await?;
    let proof = proof::proof(web, &page, &token, &history).await?;
    let petitions = petitions::petitions(web, &page, &token, dossier, refused).await?;
    Ok(OwnPage { page, token, own, petitions, proof })
}

async fn now(State(web): State<Web>, page: Page, Path(token): Path<String>) -> Result<Response, Fault> {
    let dossier = opened(&web, &token).await?;
    Ok(page::html(&moving(&web, &page, dossier).await?))
}

/// What moves on it.
async fn moving(web: &Web, page: &Page, dossier: StreamId) -> Result<Own, Fault> {
    let view = web.app().dossier(dossier).await?;
    let payments = web.app().payment_lines(dossier).await?;
    let history = web.app().history(dossier).await?;
    Ok(own_page(page, &web.app().directory(), &view, &payments, &history))
}

async fn slip(State(web): State<Web>, Path(token): Path<String>) -> Result<Response, Fault> {
    paper(&web, &token, PaperKind::Receipt, "slip.pdf").await
}

/// The applicant's own paper, as it was scanned.
async fn scan(State(web): State<Web>, Path((token, item)): Path<(String, i64)>) -> Result<Response, Fault> {
    let dossier = opened(&web, &token).await?;
    let bytes = web.app().scan_file(dossier, item).await?;
    Ok(super::staff::scans::pdf(bytes, item))
}

async fn refusal(State(web): State<Web>, Path(token): Path<String>) -> Result<Response, Fault> {
    paper(&web, &token, PaperKind::Refusal, "refusal.pdf").await
}

async fn apology(State(web): State<Web>, Path(token): Path<String>) -> Result<Response, Fault> {
    paper(&web, &token, PaperKind::Apology, "apology.pdf").await
}

async fn supplement(
    State(web): State<Web>,
    Path((token, which)): Path<(String, usize)>,
) -> Result<Response, Fault> {
    paper(&web, &token, PaperKind::Supplement(which), "supplement.pdf").await
}

async fn paper(web: &Web, token: &str, kind: PaperKind, name: &str) -> Result<Response, Fault> {
    let dossier = opened(web, token).await?;
    let bytes = web.app().paper(dossier, kind).await?;
    Ok(super::pdf(bytes, name).into_response())
}
