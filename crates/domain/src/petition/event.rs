use super::state::{Answer, Petition};
use crate::kernel::{Series, StreamId};
use serde::{Deserialize, Serialize};

/// What happened to the petitions about a dossier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// Gửi phản ánh, kiến nghị.
    PetitionLodged {
        /// Stream of the dossier.
        dossier: StreamId,
        /// Its code.
        code: String,
        /// The petition, not answered yet.
        petition: Petition,
    },
    /// Trả lời phản ánh, kiến nghị.
    PetitionAnswered {
        /// Number of the petition.
        number: i64,
        /// The answer.
        answer: Answer,
    },
}

impl Event {
    /// Its name in the journal.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::PetitionLodged { .. } => "PetitionLodged",
            Self::PetitionAnswered { .. } => "PetitionAnswered",
        }
    }

    /// Petitions are numbered by their own stream.
    pub fn fill(&mut self, _next: &mut dyn FnMut(&Series) -> i64) {}
}
