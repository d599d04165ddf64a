use crate::dossier::Party;
use crate::kernel::{Millis, StreamId};
use serde::{Deserialize, Serialize};

/// Ưu tiên: why a person goes ahead.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// Không ưu tiên.
    #[default]
    None,
    /// Người cao tuổi.
    Elder,
    /// Phụ nữ mang thai.
    Pregnant,
    /// Người khuyết tật.
    Disabled,
    /// Người có công với cách mạng.
    Merit,
    /// Người đi cùng trẻ nhỏ.
    Child,
}

impl Priority {
    /// All reasons, in the order in which they are offered.
    pub const ALL: [Self; 6] =
        [Self::None, Self::Elder, Self::Pregnant, Self::Disabled, Self::Merit, Self::Child];

    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Elder => "elder",
            Self::Pregnant => "pregnant",
            Self::Disabled => "disabled",
            Self::Merit => "merit",
            Self::Child => "child",
        }
    }

    /// The reason behind a stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|priority| priority.word() == word)
    }
}

/// Where the ticket stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "phase")]
pub enum Phase {
    /// Waits to be called.
    Waiting,
    /// Called to a counter.
    Called {
        /// Counter code.
        counter: String,
        /// Instant of the last call.
        at: Millis,
    },
    /// Sits at the counter.
    Serving {
        /// Counter code.
        counter: String,
        /// The visit under way.
        visit: StreamId,
    },
    /// Called and not there.
    NoShow {
        /// Counter code that called.
        counter: String,
        /// Instant.
        at: Millis,
    },
    /// Done.
    Served {
        /// Counter code.
        counter: String,
        /// The visit.
        visit: StreamId,
        /// Instant.
        at: Millis,
    },
    /// The person left.
    GivenUp {
        /// Instant.
        at: Millis,
    },
}

/// Sự cố in: why no paper came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PrintProblem {
    /// Hết giấy.
    NoPaper,
    /// Nắp máy in mở.
    CoverOpen,
    /// The printer says that it is off line: somebody holds its feed key, or it was switched so.
    Offline,
    /// The printer says that something is wrong with it: a jammed cutter, a head too hot.
    Fault,
    /// No answer: switched off, unplugged, or the network is down.
    Unreachable,
    /// The line broke while the picture was under way: perhaps it came out, perhaps half of it.
    Interrupted,
    /// Nobody printed it in time; whoever took the number has left the kiosk.
    TooLate,
}

impl PrintProblem {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::NoPaper,
        Self::CoverOpen,
        Self::Offline,
        Self::Fault,
        Self::Unreachable,
        Self::Interrupted,
        Self::TooLate,
    ];

    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NoPaper => "no_paper",
            Self::CoverOpen => "cover_open",
            Self::Offline => "offline",
            Self::Fault => "fault",
            Self::Unreachable => "unreachable",
            Self::Interrupted => "interrupted",
            Self::TooLate => "too_late",
        }
    }

    /// The problem behind a stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|problem| problem.word() == word)
    }
}

/// Phiếu in: what became of the ticket's paper. The number holds whatever became of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "paper")]
pub enum Printout {
    /// No printer was asked.
    #[default]
    None,
    /// A printer is to print it.
    Asked,
    /// It came out.
    Printed {
        /// Instant.
        at: Millis,
        /// The roll is near its end.
        low_paper: bool,
    },
    /// It did not come out, as far as is known.
    Missing {
        /// Why.
        problem: PrintProblem,
        /// Instant.
        at: Millis,
    },
}

/// Nhắn khi gần đến lượt: whether the person is told by a message.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "notice")]
pub enum Notice {
    /// Nobody asked.
    #[default]
    None,
    /// To be told once few are before them.
    Asked {
        /// Whom to tell.
        person: Party,
    },
    /// Thought better of it.
    Dropped {
        /// Who was to be told.
        person: Party,
    },
    /// Told: once, whatever becomes of the place afterwards.
    Given {
        /// Who was told.
        person: Party,
        /// Instant.
        at: Millis,
    },
}

impl Notice {
    /// The stored word, of no length when nobody asked.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::None => "",
            Self::Asked { .. } => "asked",
            Self::Dropped { .. } => "dropped",
            Self::Given { .. } => "given",
        }
    }

    /// Who is, was or was to be told.
    #[must_use]
    pub const fn person(&self) -> Option<&Party> {
        match self {
            Self::None => None,
            Self::Asked { person } | Self::Dropped { person } | Self::Given { person, .. } => Some(person),
        }
    }
}

/// Việc: what a person comes for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Errand {
    /// Field group.
    pub field: String,
    /// Procedure key chosen at the kiosk, may be of no length.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub procedure: String,
}

/// One ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Hall code.
    pub hall: String,
    /// Local date as `yyyymmdd`.
    pub day: i64,
    /// Field group it waits for.
    pub field: String,
    /// Series letter.
    pub series: String,
    /// Number within series, hall and day.
    pub number: i64,
    /// Why it goes ahead.
    pub priority: Priority,
    /// Procedure key chosen at the kiosk, may be of no length.
    pub procedure: String,
    /// What the person comes for besides, in the order in which it is dealt with.
    #[serde(default)]
    pub others: Vec<Errand>,
    /// Random token of its own page.
    pub token: String,
    /// The instant agreed on, none without an appointment.
    pub appointment: Option<Millis>,
    /// The dossier whose result the person comes for.
    #[serde(default)]
    pub dossier: Option<StreamId>,
    /// Instant it was taken.
    pub taken_at: Millis,
    /// Instant it is ordered by.
    pub order_at: Millis,
    /// Counter it is kept for after a move, of no length for any.
    pub only_counter: String,
    /// Instant before which it is not called, none for whoever asked for no more time.
    #[serde(default)]
    pub not_before: Option<Millis>,
    /// How often more time was asked for.
    #[serde(default)]
    pub defers: i64,
    /// Times called.
    pub calls: i64,
    /// Its paper.
    #[serde(default)]
    pub printout: Printout,
    /// Whether the person is told by a message.
    #[serde(default)]
    pub notice: Notice,
    /// Instant of the first call.
    pub first_called_at: Option<Millis>,
    /// Instant since which it waits for the next of several errands.
    #[serde(default)]
    pub passed_on_at: Option<Millis>,
    /// Instant of sitting down, the first time.
    pub seated_at: Option<Millis>,
    /// Where it stands.
    pub phase: Phase,
}
