use crate::kernel::Millis;
use serde::{Deserialize, Serialize};

/// Hướng dẫn: what follows from a declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Advice {
    /// Mời vào.
    Enter,
    /// Cần xét nghiệm.
    Test,
    /// Chờ bên ngoài: somebody of the centre comes out.
    Outside,
}

impl Advice {
    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Enter => "enter",
            Self::Test => "test",
            Self::Outside => "outside",
        }
    }
}

/// One arrival.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Hall code.
    pub hall: String,
    /// Local date as `yyyymmdd`: the pass holds for that day.
    pub day: i64,
    /// Number within hall and day.
    pub number: i64,
    /// Code of the form.
    pub form: String,
    /// Its version.
    pub version: String,
    /// What its rules said.
    pub advice: Advice,
    /// The rule that said it, counted from 1; 0 when none did.
    pub rule: i64,
    /// Random token of the pass.
    pub token: String,
    /// Salted digest of the declaration.
    pub digest: String,
    /// Instant.
    pub declared_at: Millis,
    /// Instant from which the declaration is removed.
    pub keep_until: Millis,
    /// Instant at which a person of the centre let them in all the same.
    pub cleared_at: Option<Millis>,
}

impl State {
    /// Whether the gate lets this person in.
    #[must_use]
    pub const fn may_enter(&self) -> bool {
        matches!(self.advice, Advice::Enter) || self.cleared_at.is_some()
    }
}
