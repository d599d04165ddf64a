use super::Score;
use crate::kernel::{Millis, StreamId};
use crate::ticket::Errand;
use serde::{Deserialize, Serialize};

/// A dossier touched in a visit. What was done stands in the dossier's own history as well.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Touch {
    /// Stream of the dossier.
    pub dossier: StreamId,
    /// `received`, `supplement_asked`, `refused`, `supplement_answered`, `corrected`, `returned`, `paid`.
    pub act: String,
    /// Instant.
    pub at: Millis,
}

/// What the person who was served tapped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    /// How satisfied.
    pub score: Score,
    /// Instant.
    pub at: Millis,
}

/// One visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Hall code.
    pub hall: String,
    /// Local date as `yyyymmdd`.
    pub day: i64,
    /// Counter code.
    pub counter: String,
    /// Officer; after it was passed on, whoever went on with it.
    pub person: String,
    /// Stream of the ticket, none for a person served without one.
    pub ticket: Option<StreamId>,
    /// Its label.
    pub ticket_label: String,
    /// What for, as far as the number says.
    #[serde(default)]
    pub errand: Errand,
    /// Instant of the call, none for a person served without a number.
    #[serde(default)]
    pub called_at: Option<Millis>,
    /// From taking the ticket to sitting down.
    pub waited_ms: Millis,
    /// Instant.
    pub started_at: Millis,
    /// Instant, none while under way.
    pub finished_at: Option<Millis>,
    /// Dossiers touched, in order.
    pub touches: Vec<Touch>,
    /// What was tapped, none until then. It goes into counts and never into a row beside the visit.
    pub rating: Option<Rating>,
}

impl State {
    /// Until when it can be rated, none while it is under way.
    #[must_use]
    pub fn rated_until(&self, within_ms: Millis) -> Option<Millis> {
        self.finished_at.map(|finished| finished + within_ms)
    }
}
