//! What happens around every request: who asks and in which language, and on the way out the headers, the page of a fault,
//! the cookie, the measure and one line in the log, without addresses or names.

use crate::api;
use crate::fault::Fault;
use crate::page::{Page, User};
use crate::pages::fault_page;
use crate::session::{self, Cookies, clear_cookie, set_cookie};
use crate::web::Web;
use crate::words::{Lang, T};
use axum::extract::{ConnectInfo, FromRequestParts, MatchedPath, Request, State};
use axum::http::header::{
    ACCEPT_LANGUAGE, CACHE_CONTROL, CONTENT_TYPE, REFERRER_POLICY, SET_COOKIE, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::catalogue::Role;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

/// Cookie of the session.
pub(crate) const SESSION: &str = "motcua";
/// Cookie of a visitor's forms.
const VISITOR: &str = "motcua-form";
/// Cookie of the language.
const LANGUAGE: &str = "motcua-lang";
/// Cookie of what is said once on the next page.
pub(crate) const SAID: &str = "motcua-said";

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
    connect-src 'self'; media-src 'self' data:; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// The caller's address, for not too often. Never logged.
#[derive(Clone, Debug)]
pub(crate) struct Caller(pub(crate) String);

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Fault;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        parts.extensions.get::<Self>().cloned().ok_or(Fault::Failed)
    }
}

impl<S: Sync> FromRequestParts<S> for Page {
    type Rejection = Fault;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        parts.extensions.get::<Self>().cloned().ok_or(Fault::Failed)
    }
}

pub(crate) async fn surround(State(web): State<Web>, mut request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let path = request.uri().path().to_owned();
    let caller = Caller(address(&web, &request));
    request.extensions_mut().insert(caller);
    let mut answer = if api::owns(request.uri().path()) {
        api::surround(request, next).await
    } else if is_plain(request.uri().path()) {
        next.run(request).await
    } else {
        with_page(&web, request, next).await
    };
    if !is_for_finding(&path) {
        answer
            .headers_mut()
            .insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex, nofollow"));
    }
    if is_secret(&path) {
        answer.headers_mut().insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    }
    headers(answer.headers_mut(), web.options().secure);
    let (status, took) = (answer.status().as_u16(), began.elapsed());
    web.metrics().request(method.as_str(), &route, status, took);
    tracing::info!(%method, route, status, took_us = took.as_micros(), "answered");
    answer
}

/// Pages about no one, which a search engine may lead to. All others it must not keep.
fn is_for_finding(path: &str) -> bool {
    path == "/"
        || path == "/log"
        || path == "/track"
        || path.starts_with("/procedures/")
        || path.starts_with("/assets/")
}

/// Whoever has such an address sees what it is about, so it is told to nobody, not even as where a reader came from.
fn is_secret(path: &str) -> bool {
    path.starts_with("/d/") || path.starts_with("/t/")
}

/// Files and measures need nobody and no language.
fn is_plain(path: &str) -> bool {
    ["/assets/", "/health/", "/log/"].iter().any(|files| path.starts_with(files)) || path == "/metrics"
}

async fn with_page(web: &Web, mut request: Request, next: Next) -> Response {
    let cookies = Cookies::of(request.headers());
    let query = request.uri().query().unwrap_or_default().to_owned();
    let asked = query.split('&').find_map(|part| Lang::from_tag(part.strip_prefix("lang=")?));
    let lang =
        asked.or_else(|| Lang::from_tag(cookies.get(LANGUAGE))).unwrap_or_else(|| wished(request.headers()));
    let session = match session::find(web.app(), cookies.get(SESSION)).await {
        Ok(session) => session,
        Err(error) => return shown(Fault::from(error).into_response(), &bare(web, lang, &request)),
    };
    // Who may do what is taken as it is now, also when another server changed it: what was taken back opens nothing any more.
    if session.is_some()
        && let Err(error) = web.app().heed_others().await
    {
        return shown(Fault::from(error).into_response(), &bare(web, lang, &request));
    }
    let known = cookies.get(VISITOR);
    let visitor = if known.len() == 26 { known.to_owned() } else { session::token() };
    let new_visitor = (visitor != known && session.is_none()).then(|| visitor.clone());
    let fragment =
        request.headers().contains_key("hx-request") || request.headers().contains_key("x-fragment");
    let said = if fragment { "" } else { cookies.get(SAID) };
    let mut page = bare(web, lang, &request);
    page.fragment = fragment;
    page.said = said_words(page.t, said);
    page.said_no = said.starts_with("no.");
    page.user = session.as_ref().and_then(|session| user(web, &session.person, &session.position));
    page.csrf = match &session {
        Some(session) if page.user.is_some() => session.csrf.clone(),
        _ => session::visitor_proof(web.form_key(), &visitor),
    };
    let had_said = !page.said.is_empty();
    request.extensions_mut().insert(page.clone());
    let address = request.uri().path_and_query().map_or("/", |address| address.as_str());
    let answer = if crate::form::is_clean_address(address) {
        next.run(request).await
    } else {
        malformed().into_response()
    };
    let mut answer = shown(answer, &page);
    let is_page =
        answer.headers().get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let secure = web.options().secure;
    let shows_nobody = page.user.is_none() && !is_secret(&page.path);
    let headers = answer.headers_mut();
    if is_page && shows_nobody {
        // The way back keeps what was typed; pages about people are never kept.
        headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("private, no-cache"));
    }
    if is_page || answer_is_redirect(headers) {
        if let Some(visitor) = new_visitor {
            headers.append(SET_COOKIE, set_cookie(VISITOR, &visitor, None, secure));
        }
        if let Some(lang) = asked {
            headers.append(SET_COOKIE, set_cookie(LANGUAGE, lang.tag(), Some(365 * 86_400), secure));
        }
    }
    if is_page && had_said {
        headers.append(SET_COOKIE, clear_cookie(SAID, secure));
    }
    answer
}

fn answer_is_redirect(headers: &HeaderMap) -> bool {
    headers.contains_key(header::LOCATION)
}

pub(crate) fn wished(headers: &HeaderMap) -> Lang {
    headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).map_or(Lang::Vi, Lang::accepted)
}

/// Where the reader stands: for a form that was sent, the page it was sent from, since nothing is shown at its own address.
fn standing(request: &Request) -> Uri {
    let here = || request.uri().clone();
    if request.method() != Method::POST {
        return here();
    }
    let from =
        request.headers().get(header::REFERER).and_then(|from| from.to_str().ok()?.parse::<Uri>().ok());
    from.filter(|from| !from.path().starts_with("//")).unwrap_or_else(here)
}

fn bare(web: &Web, lang: Lang, request: &Request) -> Page {
    let standing = standing(request);
    let query = standing.query().unwrap_or_default();
    let kept: Vec<&str> =
        query.split('&').filter(|part| !part.is_empty() && !part.starts_with("lang=")).collect();
    Page {
        t: T::new(lang),
        path: standing.path().to_owned(),
        query: kept.join("&"),
        now: web.app().now(),
        seq: web.hub().seq(),
        fragment: false,
        user: None,
        csrf: String::new(),
        demo: web.options().demo,
        filling: web.options().filling.load(std::sync::atomic::Ordering::Relaxed),
        said: String::new(),
        said_no: false,
        centre: web.centre(),
    }
}

/// What was said by `page::done`: a key, and a value behind a tilde. Why something was not done (`no.CODE`) has words of its own
/// where it is common, else those of the refusal.
fn said_words(t: T, said: &str) -> String {
    let (key, value) = said.split_once('~').unwrap_or((said, ""));
    let refusal = || key.strip_prefix("no.").and_then(|code| t.find(&format!("refusal.{code}")));
    let words = t.find(&format!("said.{key}")).or_else(refusal);
    words.map(|text| text.replace("{value}", value)).unwrap_or_default()
}

/// Somebody in a position they hold today; a position that ended ends its sessions.
fn user(web: &Web, person: &str, position: &str) -> Option<User> {
    let directory = web.app().directory();
    let on = directory.date(web.app().now());
    let catalogue = directory.catalogue();
    let held = catalogue.positions_of(person, &on).find(|held| held.code == position)?;
    let unit = directory.unit(&held.unit);
    let known = catalogue.people.get(person);
    Some(User {
        person: person.to_owned(),
        name: known.map_or(person, |person| person.name.as_str()).to_owned(),
        address: known.map_or("", |person| person.address.as_str()).to_owned(),
        position: held.code.clone(),
        unit: held.unit.clone(),
        unit_name: unit.map_or_else(|| held.unit.clone(), |unit| unit.name.clone()),
        unit_name_en: unit.map_or_else(String::new, |unit| unit.name_en.clone()),
        role: held.role,
        title: held.title.clone(),
        title_en: held.title_en.clone(),
    })
}

/// Nobody follows such an address from a page of ours.
const fn malformed() -> Fault {
    Fault::BadRequest("address_malformed")
}

/// A fault becomes its page, in the reader's language. What the router itself could not read of an address has one too.
fn shown(mut answer: Response, page: &Page) -> Response {
    let fault = answer.extensions_mut().remove::<Arc<Fault>>();
    let unread = answer.status() == StatusCode::BAD_REQUEST;
    let Some(fault) = fault.or_else(|| unread.then(|| Arc::new(malformed()))) else { return answer };
    let mut shown = fault_page(page, &fault);
    *shown.status_mut() = answer.status();
    for (name, value) in answer.headers() {
        if *name == header::RETRY_AFTER {
            shown.headers_mut().insert(name, value.clone());
        }
    }
    shown
}

fn headers(headers: &mut HeaderMap, secure: bool) {
    let mut say = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    say(header::CONTENT_SECURITY_POLICY, POLICY);
    say(X_CONTENT_TYPE_OPTIONS, "nosniff");
    say(REFERRER_POLICY, "same-origin");
    say(header::X_FRAME_OPTIONS, "DENY");
    say(
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=(), payment=()",
    );
    say(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    say(CACHE_CONTROL, "no-store");
    if secure {
        say(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
}

fn address(web: &Web, request: &Request) -> String {
    if web.options().behind_proxy {
        let forwarded = request.headers().get("x-forwarded-for").and_then(|value| value.to_str().ok());
        if let Some(last) = forwarded.and_then(|list| list.rsplit(',').next()) {
            return last.trim().to_owned();
        }
    }
    request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map_or_else(String::new, |info| info.0.ip().to_string())
}

/// Rooms somebody is led to after signing in.
pub(crate) const fn home_of(role: Role) -> &'static str {
    match role {
        Role::Receiver => "/desk",
        Role::Cashier => "/cashier",
        Role::Specialist | Role::Head | Role::DeputyHead | Role::Clerk => "/work",
        Role::Leader | Role::DeputyLeader => "/sign",
        Role::CentreDirector | Role::Inspector => "/floor",
        Role::Greeter => "/hall",
        Role::Admin => "/account",
    }
}
