//! The gate before every handler: signed in where needed, allowed by the policies, and for forms the proof that it is ours.

use crate::fault::Fault;
use crate::form::Form;
use crate::multipart::{self, Files};
use crate::page::Page;
use crate::route::Access;
use crate::web::Web;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use policy::Resource;
use std::sync::Arc;

pub(crate) async fn pass(
    State((web, access, uploads)): State<(Web, Access, bool)>,
    request: Request,
    next: Next,
) -> Response {
    match admitted(&web, access, uploads, request).await {
        Ok(request) => next.run(request).await,
        Err(answer) => answer,
    }
}

async fn admitted(web: &Web, access: Access, uploads: bool, request: Request) -> Result<Request, Response> {
    if let Access::Machine(action) = access {
        return crate::api::admitted(web, action, request).await.map_err(IntoResponse::into_response);
    }
    let page = request.extensions().get::<Page>();
    if access.needs_sign_in() {
        let Some(user) = page.and_then(|page| page.user.as_ref()) else {
            return Err(to_sign_in(&request));
        };
        if let Access::Staff(action) = access {
            web.app()
                .permit(&user.actor(), action, &Resource::page(&[]))
                .map_err(|no| Fault::from(no).into_response())?;
        }
    }
    if request.method() == Method::POST {
        let csrf = page.map(|page| page.csrf.clone()).unwrap_or_default();
        return with_form(&csrf, uploads, request).await.map_err(IntoResponse::into_response);
    }
    Ok(request)
}

fn to_sign_in(request: &Request) -> Response {
    let wanted = request.uri().path_and_query().map_or("/", |path| path.as_str());
    let next = if request.method() == Method::GET { wanted } else { "/" };
    Redirect::to(&format!("/sign-in?next={}", crate::form::encoded(next))).into_response()
}

/// Reads the form, checks its proof and where it was sent from, and hands it on.
async fn with_form(csrf: &str, uploads: bool, request: Request) -> Result<Request, Fault> {
    let (mut parts, body) = request.into_parts();
    let boundary = if uploads { multipart::boundary(&parts.headers) } else { None };
    if !sent_from_here(&parts.headers) || (boundary.is_none() && !is_form(&parts.headers)) {
        return Err(Fault::BadRequest("form_not_from_here"));
    }
    let (most, too_large) = match boundary {
        Some(_) => (crate::LARGEST_UPLOAD, "upload_too_large"),
        None => (crate::LARGEST_FORM, "form_too_large"),
    };
    let bytes = to_bytes(body, most).await.map_err(|_| Fault::BadRequest(too_large))?;
    let (form, files) = match boundary {
        Some(boundary) => {
            multipart::read(&bytes, &boundary).ok_or(Fault::BadRequest("form_not_from_here"))?
        }
        None => (Form::parse(&bytes), Vec::new()),
    };
    let given = form.get("csrf");
    if csrf.is_empty() || !crate::session::same(given, csrf) {
        return Err(Fault::BadRequest("form_expired"));
    }
    form.check_lengths().map_err(Fault::Refused)?;
    parts.extensions.insert(Arc::new(form));
    parts.extensions.insert(Files(Arc::new(files)));
    Ok(Request::from_parts(parts, Body::empty()))
}

fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.starts_with("application/x-www-form-urlencoded")
}

/// Browsers say where a request comes from; those that do not are too old to say.
fn sent_from_here(headers: &HeaderMap) -> bool {
    let site = headers.get("sec-fetch-site").and_then(|value| value.to_str().ok());
    matches!(site, None | Some("same-origin" | "none"))
}
