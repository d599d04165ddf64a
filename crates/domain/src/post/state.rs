use crate::kernel::{Millis, StreamId};
use serde::{Deserialize, Serialize};

/// How what was in an envelope was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PostEnd {
    /// Tiếp nhận.
    Received,
    /// Yêu cầu bổ sung.
    SupplementAsked,
    /// Từ chối.
    Refused,
}

impl PostEnd {
    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::SupplementAsked => "supplement_asked",
            Self::Refused => "refused",
        }
    }
}

/// What became of an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "status")]
pub enum PostStatus {
    /// Chờ nhập.
    Waiting {
        /// The draft that is kept of it, none before anybody began.
        draft: Option<StreamId>,
    },
    /// Đã nhập.
    Entered {
        /// The dossier.
        dossier: StreamId,
        /// How it was answered.
        end: PostEnd,
        /// Who.
        by: String,
        /// Instant.
        at: Millis,
    },
    /// Gạch: scanned by mistake, or sent back as it is.
    Struck {
        /// Who.
        by: String,
        /// Why.
        reason: String,
        /// Instant.
        at: Millis,
    },
}

impl PostStatus {
    /// The stored word.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Waiting { .. } => "waiting",
            Self::Entered { .. } => "entered",
            Self::Struck { .. } => "struck",
        }
    }
}

/// One envelope.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostItem {
    /// Number within the hall and the day, from 1.
    pub number: i64,
    /// Number of the sack it came in, within the hall and the day.
    pub sack: i64,
    /// Its code: capital letters and digits.
    pub code: String,
    /// Who scanned it in.
    pub scanned_by: String,
    /// Instant it was scanned in.
    pub scanned_at: Millis,
    /// Instant from which it is to be entered soon, in working time.
    pub yellow_at: Millis,
    /// Instant by which it is to be entered, in working time.
    pub enter_by: Millis,
    /// What became of it.
    pub status: PostStatus,
}

/// A sack that was closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sack {
    /// Number within the hall and the day, from 1.
    pub number: i64,
    /// Who closed it.
    pub by: String,
    /// Instant.
    pub at: Millis,
}

/// What came by post to a hall on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Hall code.
    pub hall: String,
    /// Local date as `yyyymmdd`.
    pub day: i64,
    /// Every item, in the order scanned.
    pub items: Vec<PostItem>,
    /// Sacks that were closed, in order.
    pub closed: Vec<Sack>,
}

impl State {
    /// An item by its number.
    #[must_use]
    pub fn item(&self, number: i64) -> Option<&PostItem> {
        self.items.iter().find(|item| item.number == number)
    }

    /// The sack that is scanned in now: the one after the last that was closed.
    #[must_use]
    pub fn sack_now(&self) -> i64 {
        self.closed.last().map_or(1, |last| last.number + 1)
    }

    /// Items of a sack, in the order scanned.
    pub fn of_sack(&self, sack: i64) -> impl Iterator<Item = &PostItem> {
        self.items.iter().filter(move |item| item.sack == sack)
    }
}
