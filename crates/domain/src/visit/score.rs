use serde::{Deserialize, Serialize};

/// Mức độ hài lòng: one tap after the visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Score {
    /// Rất hài lòng.
    VerySatisfied,
    /// Hài lòng.
    Satisfied,
    /// Bình thường.
    Neutral,
    /// Không hài lòng.
    Dissatisfied,
}

impl Score {
    /// All scores, the best first, as the tablet offers them.
    pub const ALL: [Self; 4] = [Self::VerySatisfied, Self::Satisfied, Self::Neutral, Self::Dissatisfied];

    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::VerySatisfied => "very_satisfied",
            Self::Satisfied => "satisfied",
            Self::Neutral => "neutral",
            Self::Dissatisfied => "dissatisfied",
        }
    }

    /// The score behind a stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|score| score.word() == word)
    }
}

/// How many tapped which score.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scores([i64; 4]);

impl Scores {
    /// Totals are shown from so many ratings on.
    pub const SHOWN_FROM: i64 = 10;

    /// So many more of a score.
    pub fn add(&mut self, score: Score, many: i64) {
        self.0[score as usize] += many;
    }

    /// How many tapped this one.
    #[must_use]
    pub const fn of(&self, score: Score) -> i64 {
        self.0[score as usize]
    }

    /// How many tapped at all.
    #[must_use]
    pub fn all(&self) -> i64 {
        self.0.iter().sum()
    }

    /// What may be shown of the ratings of days that are over, the oldest first: none below ten. Whoever looks every day must
    /// not learn from the difference what the one visitor of yesterday tapped: days are let out together, as soon as they hold
    /// ten ratings, so that two looks differ by nothing or by at least ten.
    #[must_use]
    pub fn shown(days: impl IntoIterator<Item = Self>) -> Option<Self> {
        let (mut shown, mut kept_back) = (Self::default(), Self::default());
        for day in days {
            kept_back.take(&day);
            if kept_back.all() >= Self::SHOWN_FROM {
                shown.take(&kept_back);
                kept_back = Self::default();
            }
        }
        (shown.all() > 0).then_some(shown)
    }

    fn take(&mut self, others: &Self) {
        for (mine, more) in self.0.iter_mut().zip(others.0) {
            *mine += more;
        }
    }
}
