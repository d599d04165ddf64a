//! Why a page was not shown: a page of its own that says what to do.

use app::AppError;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::kernel::Refusal;
use std::sync::Arc;

/// What went wrong with a request. Rendered by the surroundings, in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// There is no such page, or not for this person.
    NotFound,
    /// The rules say no.
    Forbidden {
        /// Stable code of the reason.
        why: String,
        /// The deciding policy.
        rule: String,
    },
    /// The rules do not allow what was asked.
    Refused(Refusal),
    /// The request itself is not right: a stable code.
    BadRequest(&'static str),
    /// Too often.
    TooOften {
        /// Seconds until it may be tried again.
        retry_after: u64,
    },
    /// Too much at once.
    Busy,
    /// The world misbehaved; what, is in the log.
    Failed,
}

impl Fault {
    /// The status it is answered with.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forbidden { .. } => StatusCode::FORBIDDEN,
            Self::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::TooOften { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Failed => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Seconds after which it may be tried again.
    #[must_use]
    pub const fn retry_after(&self) -> Option<u64> {
        match self {
            Self::TooOften { retry_after } => Some(*retry_after),
            Self::Busy => Some(2),
            _ => None,
        }
    }

    /// The refusal, when it is one.
    #[must_use]
    pub const fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }
}

impl From<AppError> for Fault {
    fn from(error: AppError) -> Self {
        match error {
            AppError::Refused(refusal) => Self::Refused(refusal),
            AppError::Forbidden { why, rule } => Self::Forbidden { why, rule },
            AppError::NotFound(_) => Self::NotFound,
            AppError::Busy => Self::Busy,
            AppError::IdUsed => Self::BadRequest("command_id_used"),
            AppError::Store(store::StoreError::TooSlow(_)) => Self::Busy,
            failure => {
                let source = std::error::Error::source(&failure).map(ToString::to_string).unwrap_or_default();
                tracing::error!(%failure, source, "a page could not be made");
                Self::Failed
            }
        }
    }
}

impl From<store::StoreError> for Fault {
    fn from(error: store::StoreError) -> Self {
        AppError::from(error).into()
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut answer = self.status().into_response();
        if let Some(seconds) = self.retry_after() {
            answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        answer.extensions_mut().insert(Arc::new(self));
        answer
    }
}
