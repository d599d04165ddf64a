use serde::{Deserialize, Serialize};

/// Which lateness is meant; the three are never mixed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Theo lời hẹn thứ nhất.
    #[default]
    First,
    /// Theo lời hẹn hiện tại.
    Current,
    /// Theo thời hạn quy định.
    Statutory,
}

impl Basis {
    /// All, the one that screens show first.
    pub const ALL: [Self; 3] = [Self::First, Self::Current, Self::Statutory];

    /// The stable word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Current => "current",
            Self::Statutory => "statutory",
        }
    }

    /// The basis behind a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|basis| basis.word() == word)
    }
}

/// What became of the dossiers of a period, by one measure of lateness. Counts of dossiers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Giải quyết trước hạn.
    pub early: i64,
    /// Giải quyết đúng hạn.
    pub on_time: i64,
    /// Giải quyết quá hạn.
    pub late: i64,
    /// Đang giải quyết, trong hạn.
    pub open_in_time: i64,
    /// Đang giải quyết, quá hạn.
    pub open_late: i64,
}

impl Outcome {
    /// Settled within the period.
    #[must_use]
    pub const fn settled(&self) -> i64 {
        self.early + self.on_time + self.late
    }

    /// Open when the period ended.
    #[must_use]
    pub const fn open(&self) -> i64 {
        self.open_in_time + self.open_late
    }

    const fn add(&mut self, other: &Self) {
        self.early += other.early;
        self.on_time += other.on_time;
        self.late += other.late;
        self.open_in_time += other.open_in_time;
        self.open_late += other.open_late;
    }
}

/// The figures of a line, or of several added up. Counts of dossiers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// Từ kỳ trước chuyển qua.
    pub carried_over: i64,
    /// Tiếp nhận trong kỳ.
    pub received: i64,
    /// By the first promise.
    pub first: Outcome,
    /// By the promise in force.
    pub current: Outcome,
    /// By law.
    pub statutory: Outcome,
    /// Of the settled ones: withdrawn or stopped, without a result.
    pub without_result: i64,
    /// Of the open ones: papers are waited for.
    pub waiting: i64,
}

impl Figures {
    /// The outcome by one measure.
    #[must_use]
    pub const fn by(&self, basis: Basis) -> &Outcome {
        match basis {
            Basis::First => &self.first,
            Basis::Current => &self.current,
            Basis::Statutory => &self.statutory,
        }
    }

    /// All dossiers of the period.
    #[must_use]
    pub const fn all(&self) -> i64 {
        self.carried_over + self.received
    }

    /// What came in is what went out and what is still there, by every measure, and what is said of which is a part of it.
    #[must_use]
    pub fn balances(&self) -> bool {
        Basis::ALL.into_iter().all(|basis| {
            let outcome = self.by(basis);
            self.all() == outcome.settled() + outcome.open()
                && self.without_result <= outcome.settled()
                && self.waiting <= outcome.open()
        })
    }

    /// Adds another line's.
    pub const fn add(&mut self, other: &Self) {
        self.carried_over += other.carried_over;
        self.received += other.received;
        self.first.add(&other.first);
        self.current.add(&other.current);
        self.statutory.add(&other.statutory);
        self.without_result += other.without_result;
        self.waiting += other.waiting;
    }

    /// Several lines added up.
    #[must_use]
    pub fn sum<'a>(lines: impl IntoIterator<Item = &'a Self>) -> Self {
        lines.into_iter().fold(Self::default(), |mut sum, line| {
            sum.add(line);
            sum
        })
    }
}

/// The dossiers of one field, one leading unit, one receiving unit and one channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Field group.
    pub field: String,
    /// Unit that leads.
    pub handling_unit: String,
    /// Unit that received them.
    pub receiving_unit: String,
    /// 1 in person, 2 online, 3 post or proxy service.
    pub channel: i64,
    /// Its figures.
    pub figures: Figures,
}
