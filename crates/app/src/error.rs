//! Why something was not done.

use domain::kernel::{Refusal, Violation};

/// The three kinds are never mixed: a refusal is the rules' answer to a person, a failure is the world's.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The rules do not allow it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// This actor may not do it.
    #[error("not allowed: {why}")]
    Forbidden {
        /// Stable code.
        why: String,
        /// The deciding policy, of no length when none allowed it.
        rule: String,
    },
    /// There is no such thing, or not for this actor.
    #[error("no such {0}")]
    NotFound(&'static str),
    /// The id of this command was used for something else.
    #[error("this command id was used for something else")]
    IdUsed,
    /// Too much at once: try again.
    #[error("too many requests at once")]
    Busy,
    /// The world misbehaved.
    #[error("the data could not be read or written")]
    Store(#[from] store::StoreError),
    /// The program's own parts do not fit: policies, shipped files.
    #[error("the application could not be set up")]
    Setup(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A document could not be made.
    #[error("the document could not be made")]
    Document(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl AppError {
    /// Several problems of the set-up in one text.
    pub(crate) fn setup(problems: &[impl std::fmt::Display]) -> Self {
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        Self::Setup(lines.join("; ").into())
    }

    /// The refusal, when it is one.
    #[must_use]
    pub const fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }

    /// Everything that is wrong with a form.
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        self.refusal().map_or(&[], |refusal| refusal.violations.as_slice())
    }
}

/// The usual result of this crate.
pub type Result<T> = std::result::Result<T, AppError>;
