use crate::kernel::{Millis, StreamId};
use serde::{Deserialize, Serialize};

/// Vị trí: where somebody with a pass is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// Bên trong.
    Inside,
    /// Được mời vào: a place is kept.
    Called,
    /// Trong hàng.
    Line,
    /// Was called and did not come in time: the place went to the next, the head of the line is kept.
    Away,
}

impl Place {
    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Inside => "inside",
            Self::Called => "called",
            Self::Line => "line",
            Self::Away => "away",
        }
    }
}

/// Somebody with a pass who is inside or waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visitor {
    /// The arrival.
    pub arrival: StreamId,
    /// Where.
    pub place: Place,
    /// Instant of coming to that place.
    pub since: Millis,
    /// Instant of joining the line, by which it is ordered; of the first scan when there was none.
    pub joined: Millis,
}

/// The gate of a hall on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Hall code.
    pub hall: String,
    /// Local date as `yyyymmdd`.
    pub day: i64,
    /// Everybody who is inside or waits, in the order they came.
    pub visitors: Vec<Visitor>,
    /// People inside that no pass tells of, as counted by a person; below zero when fewer were counted than scanned.
    pub uncounted: i64,
    /// Times somebody came in.
    pub entered: i64,
    /// Declarations of that day that were removed, and when.
    pub removed: Option<(i64, Millis)>,
}

impl State {
    /// Where the holder of a pass is, none when neither inside nor waiting.
    #[must_use]
    pub fn visitor(&self, arrival: StreamId) -> Option<&Visitor> {
        self.visitors.iter().find(|visitor| visitor.arrival == arrival)
    }

    /// How many are in a place.
    #[must_use]
    pub fn count(&self, place: Place) -> i64 {
        let there = self.visitors.iter().filter(|visitor| visitor.place == place).count();
        i64::try_from(there).unwrap_or(i64::MAX)
    }

    /// People inside, as counted.
    #[must_use]
    pub fn inside(&self) -> i64 {
        (self.count(Place::Inside) + self.uncounted).max(0)
    }
}
