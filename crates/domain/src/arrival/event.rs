use super::Advice;
use crate::kernel::{Millis, Number, Series};
use serde::{Deserialize, Serialize};

/// What happened to an arrival.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// Khai báo.
    ArrivalDeclared {
        /// Hall code.
        hall: String,
        /// Local date as `yyyymmdd`.
        day: i64,
        /// Number within hall and day.
        number: Number,
        /// Code of the form.
        form: String,
        /// Its version.
        version: String,
        /// What its rules said.
        advice: Advice,
        /// The rule that said it, counted from 1; 0 when none did.
        rule: i64,
        /// Token of the pass.
        token: String,
        /// Salted digest of the declaration.
        digest: String,
        /// Instant from which the declaration is removed.
        keep_until: Millis,
        /// Instant.
        at: Millis,
    },
    /// Cho vào: a person of the centre decided.
    ArrivalCleared {
        /// Instant.
        at: Millis,
    },
}

impl Event {
    /// Its name in the journal.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::ArrivalDeclared { .. } => "ArrivalDeclared",
            Self::ArrivalCleared { .. } => "ArrivalCleared",
        }
    }

    /// Writes the number of an arrival.
    pub fn fill(&mut self, next: &mut dyn FnMut(&Series) -> i64) {
        if let Self::ArrivalDeclared { number, .. } = self {
            number.fill(next);
        }
    }
}
