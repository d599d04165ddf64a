//! Why something was not done, for a programme: a stable code, the rule, and everything that is wrong at once.

use crate::fault::Fault;
use crate::words::T;
use app::AppError;
use axum::http::header::{ALLOW, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::kernel::{Refusal, Violation};
use serde::Serialize;
use std::sync::Arc;

/// What is answered instead of what was asked for (RFC 9457).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    status: StatusCode,
    code: String,
    /// Family of its words.
    family: &'static str,
    rule: String,
    violations: Vec<Violation>,
    retry_after: Option<u64>,
}

impl Problem {
    pub(crate) fn new(status: StatusCode, code: &str) -> Self {
        Self {
            status,
            code: code.to_owned(),
            family: "refusal",
            rule: String::new(),
            violations: Vec::new(),
            retry_after: None,
        }
    }

    /// There is no such thing, or not for this one.
    pub(crate) fn not_found(what: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, &format!("{what}_not_found"))
    }

    /// The request is not as the description has it.
    pub(crate) fn malformed(violations: Vec<Violation>) -> Self {
        Self { violations, ..Self::new(StatusCode::BAD_REQUEST, "request_malformed") }
    }

    /// By its status alone: what the router itself answered.
    fn of_status(status: StatusCode) -> Self {
        let code = match status {
            StatusCode::NOT_FOUND => "address_unknown",
            StatusCode::METHOD_NOT_ALLOWED => "method_not_allowed",
            StatusCode::PAYLOAD_TOO_LARGE => "body_too_large",
            status if status.is_client_error() => "address_malformed",
            _ => "failed",
        };
        Self::new(status, code)
    }
}

/// A refusal is a conflict with the rules or with how things stand: the request itself is as it was described.
impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let rule = refusal.rule.map(|rule| format!("{}, {}", rule.document, rule.article));
        Self {
            rule: rule.unwrap_or_default(),
            violations: refusal.violations,
            ..Self::new(StatusCode::CONFLICT, &refusal.code)
        }
    }
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        let (status, retry_after) = (fault.status(), fault.retry_after());
        match fault {
            Fault::Refused(refusal) => refusal.into(),
            Fault::Forbidden { why, rule } => Self { family: "forbidden", rule, ..Self::new(status, &why) },
            Fault::BadRequest(code) => Self::new(status, code),
            Fault::TooOften { .. } => Self { retry_after, ..Self::new(status, "too_often") },
            Fault::Busy => Self { retry_after, ..Self::new(status, "busy") },
            Fault::NotFound | Fault::Failed => Self::of_status(status),
        }
    }
}

impl From<AppError> for Problem {
    fn from(error: AppError) -> Self {
        match error {
            AppError::NotFound(what) => Self::not_found(what),
            AppError::IdUsed => Self::new(StatusCode::CONFLICT, "command_id_used"),
            error => Fault::from(error).into(),
        }
    }
}

/// Rendered by [`shown`], in the language of the one who asks.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut answer = self.status.into_response();
        answer.extensions_mut().insert(Arc::new(self));
        answer
    }
}

#[derive(Serialize)]
struct ProblemShown<'a> {
    status: u16,
    code: &'a str,
    message: String,
    rule: Option<&'a str>,
    violations: Vec<ViolationShown>,
}

#[derive(Serialize)]
struct ViolationShown {
    code: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    field: String,
    message: String,
}

/// Forms name their fields in one word, bodies are nested: `applicant_name` is `applicant.name`, `paper-3` is `papers.3`.
fn field(form: &str) -> String {
    for party in ["applicant", "owner", "proxy"] {
        if let Some(rest) = form.strip_prefix(party).and_then(|rest| rest.strip_prefix('_')) {
            return format!("{party}.{rest}");
        }
    }
    match form.strip_prefix("paper-") {
        Some(item) => format!("papers.{item}"),
        None => form.to_owned(),
    }
}

fn body(problem: &Problem, t: T) -> Vec<u8> {
    let code = problem.code.as_str();
    let message = t.find(&format!("{}.{code}", problem.family)).unwrap_or_else(|| {
        t.t(if problem.status.is_server_error() { "fault.failed.text" } else { "fault.not_found.text" })
    });
    let violations = problem.violations.iter().map(|wrong| ViolationShown {
        code: wrong.code.clone(),
        field: field(&wrong.field),
        message: t.code_with("violation", &wrong.code, &wrong.values),
    });
    let shown = ProblemShown {
        status: problem.status.as_u16(),
        code,
        message: message.to_owned(),
        rule: Some(problem.rule.as_str()).filter(|rule| !rule.is_empty()),
        violations: violations.collect(),
    };
    serde_json::to_vec(&shown).expect("text and numbers become JSON")
}

/// The answer as it goes out: every fault, of ours or of the router, is a problem in JSON.
pub(crate) fn shown(mut answer: Response, t: T) -> Response {
    let own = answer.extensions_mut().remove::<Arc<Problem>>();
    let fault = answer.extensions_mut().remove::<Arc<Fault>>();
    let status = answer.status();
    let problem = match (own, fault) {
        (Some(problem), _) => problem,
        (None, Some(fault)) => Arc::new((*fault).clone().into()),
        (None, None) if status.is_client_error() || status.is_server_error() => {
            Arc::new(Problem::of_status(status))
        }
        _ => return answer,
    };
    let mut shown = (problem.status, body(&problem, t)).into_response();
    let headers = shown.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    if let Some(seconds) = problem.retry_after {
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    if problem.status == StatusCode::UNAUTHORIZED {
        let challenge = match problem.code.as_str() {
            "token_missing" => "Bearer realm=\"motcua\"",
            _ => "Bearer realm=\"motcua\", error=\"invalid_token\"",
        };
        headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
    }
    if let Some(allowed) = answer.headers_mut().remove(ALLOW) {
        headers.insert(ALLOW, allowed);
    }
    shown
}
