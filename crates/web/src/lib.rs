//! Pages: routes, forms, sessions, live parts; server-rendered, usable without JavaScript, strict about where code comes from.
//!
//! # Adding a page
//! 1. A file `src/pages/<room>.rs` (staff: `src/pages/staff/<room>.rs`): a struct that derives `askama::Template` and holds
//!    `page: Page` plus everything the page shows, already in words; a handler that asks `app`, fills the struct and answers
//!    `page::html(&it)`. No rule in a handler: parse, ask or execute, show.
//! 2. Its template in `templates/`, extending `base/citizen.html`, `base/staff.html` or `base/hall.html`. Components come from
//!    [`parts`] (`{{ chip }}`), texts from `page.t.t("home.title")`, numbers and dates from [`look`].
//! 3. A line in that file's `routes()`: method, path and [`Access`], without which a route cannot be declared; and the file's
//!    `routes()` in [`routes`]. The gate asks the policies before the handler runs.
//! 4. Texts in `translations/vi.json` and `en.json`; a test names what is missing.
//!
//! # Adding a form
//! `{{ page.hidden() }}` in the form (proof and command id), a POST route, a handler that takes [`Form`]: the gate has checked the
//! proof. Hand the command to [`Web::act`] under `form.command_id()`, then answer [`page::done`] (303), or show the form again
//! with the refusal's violations and what was typed.
//!
//! # Live parts
//! `<div data-live="hall:H1" data-src="/display/H1/now">`: `live.js` fetches the address again when the topic moves. Topics are
//! made in [`live`] from the journal's feed.

pub mod api;
pub mod assets;
mod fault;
mod form;
mod gate;
pub mod live;
pub mod look;
pub mod metrics;
mod multipart;
pub mod page;
pub mod pages;
pub mod parts;
mod route;
pub mod session;
mod surroundings;
mod throttle;
mod web;
pub mod words;

pub use fault::Fault;
pub use form::Form;
pub use page::{Page, User};
pub use route::{Access, Route};
pub use web::{Options, Web};

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::Uri;
use axum::middleware;
use axum::response::{IntoResponse, Response};
use tower_http::compression::CompressionLayer;

/// The largest form anybody may send, in bytes.
pub(crate) const LARGEST_FORM: usize = 256 * 1024;

/// The largest form with files, in bytes: a bundle of pages, and the form around it.
pub(crate) const LARGEST_UPLOAD: usize = 64 * 1024 * 1024 + LARGEST_FORM;

/// Statements of this crate, for the registry test.
pub const STATEMENTS: &[store::Statement] = session::STATEMENTS;

/// Every route there is, each with who may use it. The authorisation test walks over this.
#[must_use]
pub fn routes() -> Vec<Route> {
    [
        pages::home::routes(),
        pages::procedure::routes(),
        pages::track::routes(),
        pages::explain::routes(),
        pages::kiosk::routes(),
        pages::ticket::routes(),
        pages::told::routes(),
        pages::book::routes(),
        pages::door::routes(),
        pages::display::routes(),
        pages::rate::routes(),
        pages::sign_in::routes(),
        pages::staff::routes(),
        pages::styleguide::routes(),
        pages::health::routes(),
        pages::demo::routes(),
        pages::log::routes(),
        pages::apologies::routes(),
        api::routes(),
        live::routes(),
        assets::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A page says that nothing is there; a programme is told which methods there are.
async fn method_not_allowed(address: Uri) -> Response {
    if api::owns(address.path()) {
        api::method_not_allowed().await.into_response()
    } else {
        pages::not_found().await.into_response()
    }
}

/// All pages.
pub fn router(web: &Web) -> Router {
    let mut router = Router::new();
    // What only a demonstration has is not there at all on a server people use.
    for route in routes().into_iter().filter(|route| web.options().demo || !pages::demo::owns(route.path)) {
        router = router.route(route.path, route.guarded(web));
    }
    router
        .fallback(pages::not_found)
        .method_not_allowed_fallback(method_not_allowed)
        .layer(middleware::from_fn_with_state(web.clone(), surroundings::surround))
        .layer(DefaultBodyLimit::max(LARGEST_FORM))
        .layer(CompressionLayer::new().gzip(true))
        .with_state(web.clone())
}
