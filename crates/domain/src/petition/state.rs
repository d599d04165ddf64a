use crate::dossier::Party;
use crate::kernel::{Millis, RuleRef, StreamId};
use serde::{Deserialize, Serialize};

/// Nội dung phản ánh: what it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Matter {
    /// Chậm giải quyết: it takes too long.
    Delay,
    /// Thái độ phục vụ: how somebody was treated at the centre.
    Conduct,
    /// Giấy tờ ngoài quy định: papers nobody may ask for, or asked for one after the other.
    Papers,
    /// Phí, lệ phí.
    Fee,
    /// Nội dung khác.
    Other,
}

impl Matter {
    /// All of them, as a form offers them.
    pub const ALL: [Self; 5] = [Self::Delay, Self::Conduct, Self::Papers, Self::Fee, Self::Other];

    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Delay => "delay",
            Self::Conduct => "conduct",
            Self::Papers => "papers",
            Self::Fee => "fee",
            Self::Other => "other",
        }
    }

    /// The matter behind a stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|matter| matter.word() == word)
    }
}

/// Trả lời: what was found, and by whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The applicant is right.
    pub upheld: bool,
    /// What was answered, in the side table.
    pub words: Party,
    /// Who answered.
    pub by: String,
    /// In which position.
    pub position: String,
    /// Instant.
    pub at: Millis,
}

/// One petition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Petition {
    /// 1, 2, 3 in the order they were lodged.
    pub number: i64,
    /// What it is about.
    pub matter: Matter,
    /// Unit that has to answer.
    pub unit: String,
    /// What was written, in the side table.
    pub words: Party,
    /// Instant.
    pub lodged_at: Millis,
    /// Instant by which it is to be answered.
    pub due_at: Millis,
    /// Where that is written.
    pub rule: RuleRef,
    /// None while it waits.
    pub answer: Option<Answer>,
}

/// The petitions about one dossier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Stream of the dossier.
    pub dossier: StreamId,
    /// Its code, for lists.
    pub code: String,
    /// In the order they were lodged.
    pub petitions: Vec<Petition>,
}

impl State {
    /// The petition with that number.
    #[must_use]
    pub fn numbered(&self, number: i64) -> Option<&Petition> {
        self.petitions.iter().find(|petition| petition.number == number)
    }

    /// The one that waits for an answer.
    #[must_use]
    pub fn waiting(&self) -> Option<&Petition> {
        self.petitions.last().filter(|petition| petition.answer.is_none())
    }
}
