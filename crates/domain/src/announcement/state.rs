use crate::kernel::Millis;
use serde::{Deserialize, Serialize};

/// Something told in a hall.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announcement {
    /// Number within the hall and the day, from 1.
    pub number: i64,
    /// What is told, in Vietnamese.
    pub text: String,
    /// The same in English, may be of no length.
    pub text_en: String,
    /// Who told it.
    pub by: String,
    /// Instant.
    pub at: Millis,
    /// Instant it ends by itself.
    pub until: Millis,
    /// Who took it back and when, none when nobody did.
    pub withdrawn: Option<(String, Millis)>,
}

impl Announcement {
    /// It is to be shown at that instant.
    #[must_use]
    pub const fn holds(&self, now: Millis) -> bool {
        self.withdrawn.is_none() && now < self.until
    }
}

/// What is told in a hall on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Hall code.
    pub hall: String,
    /// Local date as `yyyymmdd`.
    pub day: i64,
    /// Everything told, in order.
    pub told: Vec<Announcement>,
}
