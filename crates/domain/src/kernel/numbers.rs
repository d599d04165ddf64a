//! Numbers that only the writer can give: dossier codes, tickets, receipts.

use serde::{Deserialize, Serialize};

/// A run of numbers 1, 2, 3... that restarts only when its name changes (a new day, a new year).
/// The writer takes the next one inside the transaction, so a rollback gives it back and none is used twice.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Series(pub String);

/// A number asked for by `decide` and filled in by the writer before the event is hashed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Number {
    /// Given by the writer.
    Given(i64),
    /// Still to be taken from this series.
    Next(Series),
}

impl Number {
    /// Asks for the next number of a series.
    #[must_use]
    pub fn next(series: impl Into<String>) -> Self {
        Self::Next(Series(series.into()))
    }

    /// Takes the next number of its series, unless it has one.
    pub fn fill(&mut self, next: &mut dyn FnMut(&Series) -> i64) {
        if let Self::Next(series) = self {
            *self = Self::Given(next(series));
        }
    }

    /// The number, once given.
    #[must_use]
    pub const fn given(&self) -> Option<i64> {
        match self {
            Self::Given(number) => Some(*number),
            Self::Next(_) => None,
        }
    }

    /// The number of a stored event.
    ///
    /// # Panics
    /// When the writer has not filled it: an event in the journal always has its numbers.
    #[must_use]
    pub fn number(&self) -> i64 {
        self.given().expect("the writer fills every number before an event is stored or applied")
    }
}
