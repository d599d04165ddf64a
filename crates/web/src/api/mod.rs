//! `/api/v1`: the same commands and questions as the pages, for programmes of other systems. JSON in, JSON out; who comes is
//! known by a bearer token that stands for a post (see `motcua token`), and the policies decide as for a person in that post.
//!
//! To add an endpoint: a handler in the file of its subject, its line in `routes`, its description in `openapi.json`; a test
//! compares the two.

mod dossiers;
mod fields;
mod hall;
mod problem;
mod sent;
mod shown;
mod work;

pub(crate) use problem::Problem;

use crate::form::is_clean_address;
use crate::route::{Access, Route};
use crate::surroundings::wished;
use crate::web::Web;
use crate::words::T;
use app::Actor;
use axum::extract::{FromRequestParts, Request};
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use policy::{Action, Resource};

/// The description of the interface, OpenAPI 3.1.
pub const OPENAPI: &str = include_str!("openapi.json");

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/openapi.json", Access::Public, openapi),
        Route::post("/api/v1/dossiers", Access::Machine(Action::IntakeDossier), dossiers::create),
        Route::get("/api/v1/dossiers/{code}", Access::Machine(Action::SeeDossier), dossiers::show),
        Route::post(
            "/api/v1/dossiers/{code}/finish-step",
            Access::Machine(Action::FinishStep),
            dossiers::finish_step,
        ),
        Route::get("/api/v1/units/{unit}/work", Access::Machine(Action::SeeWork), work::list),
        Route::post("/api/v1/tickets", Access::Machine(Action::TakeTicket), hall::take_ticket),
        Route::post("/api/v1/counters/{counter}/call", Access::Machine(Action::CallTicket), hall::call),
    ]
}

/// Whether an address belongs to programmes: no page, no session, no cookie there.
pub(crate) fn owns(path: &str) -> bool {
    path.starts_with("/api/") || path == "/api"
}

async fn openapi() -> impl IntoResponse {
    ([(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "public, max-age=300")], OPENAPI)
}

/// The programme that asks.
#[derive(Clone, Debug)]
pub(crate) struct Client {
    pub(crate) actor: Actor,
    pub(crate) t: T,
}

impl<S: Sync> FromRequestParts<S> for Client {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let nobody = || Problem::new(StatusCode::UNAUTHORIZED, "token_missing");
        parts.extensions.get::<Self>().cloned().ok_or_else(nobody)
    }
}

/// Around every request of a programme: its language, and faults as JSON.
pub(crate) async fn surround(mut request: Request, next: Next) -> Response {
    let t = T::new(wished(request.headers()));
    let address = request.uri().path_and_query().map_or("/", |address| address.as_str());
    let answer = if is_clean_address(address) {
        request.extensions_mut().insert(t);
        next.run(request).await
    } else {
        StatusCode::BAD_REQUEST.into_response()
    };
    problem::shown(answer, t)
}

/// Lets a programme in: its token is good, and its post is one that may do this at best.
pub(crate) async fn admitted(web: &Web, action: Action, mut request: Request) -> Result<Request, Problem> {
    let token = bearer(request.headers());
    let token = token.ok_or_else(|| Problem::new(StatusCode::UNAUTHORIZED, "token_missing"))?;
    let actor = web.app().machine(token).await?;
    let actor = actor.ok_or_else(|| Problem::new(StatusCode::UNAUTHORIZED, "token_not_valid"))?;
    web.app().permit(&actor, action, &Resource::page(&[]))?;
    let t = request.extensions().get::<T>().copied().unwrap_or(T::new(crate::words::Lang::Vi));
    request.extensions_mut().insert(Client { actor, t });
    Ok(request)
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// No such method there.
pub(crate) async fn method_not_allowed() -> StatusCode {
    StatusCode::METHOD_NOT_ALLOWED
}
