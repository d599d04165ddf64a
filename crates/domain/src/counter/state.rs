use crate::kernel::{Millis, StreamId};
use serde::{Deserialize, Serialize};

/// Whether the counter serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Mở quầy.
    Open,
    /// Tạm nghỉ.
    Paused,
    /// Đóng quầy.
    Closed,
}

impl Status {
    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Paused => "paused",
            Self::Closed => "closed",
        }
    }
}

/// The ticket a counter is busy with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Current {
    /// Stream of the ticket, none for a person served without one.
    pub ticket: Option<StreamId>,
    /// Its label.
    pub label: String,
    /// The visit, once the person sat down.
    pub visit: Option<StreamId>,
}

/// One counter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Hall code.
    pub hall: String,
    /// Counter code.
    pub code: String,
    /// Number over the counter.
    pub number: i64,
    /// Whether it serves.
    pub status: Status,
    /// Officer, of no length while closed.
    pub person: String,
    /// The officer's position.
    pub position: String,
    /// Instant of the last change of status.
    pub since: Millis,
    /// What it is busy with.
    pub current: Option<Current>,
}
