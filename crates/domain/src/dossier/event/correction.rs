//! What a correction changed.

use crate::dossier::facts::{Party, Plan, Promise};
use crate::payment::FeeLine;
use serde::{Deserialize, Serialize};

/// What a correction changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum Correction {
    /// The applicant's name, phone, address...
    Applicant {
        /// The data in force from now on.
        party: Party,
    },
    /// The content of the request or the manner of return.
    Particulars {
        /// The data in force from now on.
        party: Party,
    },
    /// What is to be paid.
    Fee {
        /// The lines in force from now on.
        lines: Vec<FeeLine>,
    },
    /// The procedure: the clock goes on from the same reception under the right procedure's limit.
    Procedure {
        /// The plan in force from now on.
        plan: Box<Plan>,
        /// The promise under it.
        promise: Box<Promise>,
    },
}

impl Correction {
    /// The stored word.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Applicant { .. } => "applicant",
            Self::Particulars { .. } => "particulars",
            Self::Fee { .. } => "fee",
            Self::Procedure { .. } => "procedure",
        }
    }
}
