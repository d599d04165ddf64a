use crate::kernel::Millis;
use serde::{Deserialize, Serialize};

/// Cách ký thay: in which way somebody signs in another's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignAs {
    /// Phân công công tác: a deputy, in the place of the head (KT.).
    Assignment,
    /// Ủy quyền: somebody below, by a writing with a last day (TUQ.).
    Delegation,
    /// Thừa lệnh: the head of a division, by the rules of work (TL.).
    Order,
}

impl SignAs {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Assignment, Self::Delegation, Self::Order];

    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Assignment => "assignment",
            Self::Delegation => "delegation",
            Self::Order => "order",
        }
    }

    /// The way behind a stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }

    /// What stands before the post of the one in whose place it is signed.
    #[must_use]
    pub const fn mark(self) -> &'static str {
        match self {
            Self::Assignment => "KT.",
            Self::Delegation => "TUQ.",
            Self::Order => "TL.",
        }
    }

    /// What its document is called, on papers.
    const fn document(self) -> &'static str {
        match self {
            Self::Assignment => "Quyết định phân công công tác số",
            Self::Delegation => "Văn bản ủy quyền số",
            Self::Order => "Văn bản giao ký thừa lệnh số",
        }
    }
}

/// Phạm vi: what it is for. An empty list of procedures or fields is all of them; an empty list of actions is every signing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    /// Procedure codes.
    pub procedures: Vec<String>,
    /// Field groups.
    pub fields: Vec<String>,
    /// Words of actions.
    pub actions: Vec<String>,
}

impl Scope {
    /// True when something is in both.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        let meet = |one: &[String], other: &[String]| {
            one.is_empty() || other.is_empty() || one.iter().any(|it| other.contains(it))
        };
        meet(&self.procedures, &other.procedures)
            && meet(&self.fields, &other.fields)
            && meet(&self.actions, &other.actions)
    }
}

/// Văn bản: what it rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Writing {
    /// Number and sign, as typed: `12/UQ-STC`. Of a row that came with the catalogue, the whole name of the document.
    pub number: String,
    /// Its local date as `yyyymmdd`, 0 when unknown.
    pub dated: i64,
    /// Hexadecimal SHA-256 of the file, of no length without one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub file: String,
}

/// Giao ký thay: one post gives another what it may sign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// In which way it is signed.
    pub sign_as: SignAs,
    /// Position that gives.
    pub from: String,
    /// Position that receives.
    pub to: String,
    /// What it is for.
    pub scope: Scope,
    /// What it rests on.
    pub writing: Writing,
    /// Holds from this instant.
    pub from_at: Millis,
    /// Holds until before this instant; none for "until taken back".
    pub until_at: Option<Millis>,
}

impl Grant {
    /// The document in words, as papers name it: `Văn bản ủy quyền số 12/UQ-STC ngày 03/11/2026`.
    #[must_use]
    pub fn document(&self) -> String {
        let Writing { number, dated, .. } = &self.writing;
        if *dated == 0 {
            return number.clone();
        }
        let (year, month, day) = (dated / 10_000, dated / 100 % 100, dated % 100);
        format!("{} {number} ngày {day:02}/{month:02}/{year}", self.sign_as.document())
    }

    /// True when both hold at some instant.
    #[must_use]
    pub fn meets_in_time(&self, other: &Self) -> bool {
        let before = |end: Option<Millis>, begin: Millis| end.is_none_or(|end| begin < end);
        before(self.until_at, other.from_at) && before(other.until_at, self.from_at)
    }
}

/// Thu hồi: it was taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenBack {
    /// Who.
    pub by: String,
    /// Why.
    pub reason: String,
    /// Instant from which it does not hold.
    pub at: Millis,
}

/// How it stands at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// It begins later.
    Ahead,
    /// It holds.
    Holds,
    /// Its last instant has passed.
    Over,
    /// It was taken back.
    TakenBack,
}

impl Standing {
    /// The word, for texts.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Ahead => "ahead",
            Self::Holds => "holds",
            Self::Over => "over",
            Self::TakenBack => "taken_back",
        }
    }
}

/// A grant and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// What was granted.
    pub grant: Grant,
    /// Code of the catalogue row it came with, of no length for one granted here.
    pub row: String,
    /// Who granted it, of no length when it came with the catalogue.
    pub by: String,
    /// Instant it was granted, or taken over from the catalogue.
    pub at: Millis,
    /// Who took it back, when and why.
    pub taken_back: Option<TakenBack>,
}

impl State {
    /// How it stands at an instant.
    #[must_use]
    pub fn standing(&self, at: Millis) -> Standing {
        if self.taken_back.is_some() {
            Standing::TakenBack
        } else if at < self.grant.from_at {
            Standing::Ahead
        } else if self.grant.until_at.is_some_and(|until| until <= at) {
            Standing::Over
        } else {
            Standing::Holds
        }
    }
}
