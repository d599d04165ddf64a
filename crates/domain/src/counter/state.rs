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

/// Lệnh điều hành: what whoever runs the hall wants of a counter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Mở quầy for an officer.
    Open {
        /// Counter the officer comes from, of no length when from none.
        from: String,
    },
    /// Tạm nghỉ.
    Pause,
    /// Mở lại.
    Resume,
    /// Đóng quầy.
    Close,
    /// Chuyển cán bộ sang quầy khác: this one closes, the other opens.
    Move {
        /// Counter the officer goes to.
        to: String,
    },
}

impl Order {
    /// The stored word.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Open { .. } => "open",
            Self::Pause => "pause",
            Self::Resume => "resume",
            Self::Close => "close",
            Self::Move { .. } => "move",
        }
    }

    /// The other counter it speaks of, of no length for none.
    #[must_use]
    pub fn other(&self) -> &str {
        match self {
            Self::Open { from } => from,
            Self::Move { to } => to,
            Self::Pause | Self::Resume | Self::Close => "",
        }
    }
}

/// How far an order is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Progress {
    /// Waits for the person at the counter to go.
    Pending,
    /// Has happened.
    Done,
    /// Could not happen.
    Lapsed,
}

impl Progress {
    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Done => "done",
            Self::Lapsed => "lapsed",
        }
    }
}

/// The last order, until the officer goes on by herself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ordered {
    /// What.
    pub order: Order,
    /// The officer it is about.
    pub person: String,
    /// Who ordered it.
    pub by: String,
    /// Instant of the order.
    pub at: Millis,
    /// How far it is.
    pub progress: Progress,
}

/// Lời nhờ trực thay: the officer asks a colleague to sit at the counter for a while.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// Whom.
    pub to: String,
    /// Instant until which.
    pub until: Millis,
    /// Whoever is at the counter goes on with the colleague; else the colleague sits down once they have gone.
    pub together: bool,
    /// The colleague said yes, and waits for the person at the counter to go.
    pub agreed: bool,
    /// Instant of the question.
    pub at: Millis,
}

impl Offer {
    /// The stored word: `waits` for an answer, `together` the same with whoever is at the counter, `agreed`.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match (self.agreed, self.together) {
            (true, _) => "agreed",
            (false, true) => "together",
            (false, false) => "waits",
        }
    }
}

/// Trực thay: the officer at the counter sits there in somebody's place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandIn {
    /// Whose counter it is.
    pub instead_of: String,
    /// Instant until which it was agreed. Nothing happens by itself then.
    pub until: Millis,
    /// Instant of sitting down.
    pub since: Millis,
    /// It goes back once the person at the counter has gone.
    pub returning: bool,
}

impl StandIn {
    /// The stored word: `sits`, or `returns` once the person at the counter has gone.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        if self.returning { "returns" } else { "sits" }
    }
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
    /// What whoever runs the hall ordered last.
    pub ordered: Option<Ordered>,
    /// A colleague who was asked to stand in and does not sit there yet.
    pub offer: Option<Offer>,
    /// In whose place the officer sits there, none at the own counter.
    pub stand_in: Option<StandIn>,
}

impl State {
    /// The order that waits for the person at the counter to go.
    #[must_use]
    pub fn pending(&self) -> Option<&Order> {
        let ordered = self.ordered.as_ref()?;
        (ordered.progress == Progress::Pending).then_some(&ordered.order)
    }

    /// Who sits down once the person at the counter has gone, none when nobody does.
    #[must_use]
    pub fn heir(&self) -> Option<&String> {
        let agreed = self.offer.as_ref().filter(|offer| offer.agreed).map(|offer| &offer.to);
        agreed.or_else(|| {
            self.stand_in.as_ref().filter(|stand_in| stand_in.returning).map(|one| &one.instead_of)
        })
    }
}
