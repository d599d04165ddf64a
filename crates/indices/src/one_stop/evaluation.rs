//! Points added up.

use super::points::Index;
use crate::Tenths;

/// How often an index was given 0, 1 and 2 points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct IndexPoints {
    /// Times 0, 1 and 2 points were given.
    pub given: [i64; 3],
}

impl IndexPoints {
    /// How often points were given.
    #[must_use]
    pub const fn count(self) -> i64 {
        self.given[0] + self.given[1] + self.given[2]
    }

    /// All points.
    #[must_use]
    pub const fn sum(self) -> i64 {
        self.given[1] + 2 * self.given[2]
    }

    /// The index: the average with one decimal; nothing without data.
    #[must_use]
    pub const fn average(self) -> Option<Tenths> {
        Tenths::average(self.sum(), self.count())
    }
}

/// Points of an officer or a unit in a period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally([IndexPoints; 9]);

impl Tally {
    /// So many times so many points (0, 1 or 2) for an index. Other numbers of points do not exist and count as the nearest.
    pub fn add(&mut self, index: Index, points: i64, times: i64) {
        let at = match points {
            ..=0 => 0,
            1 => 1,
            _ => 2,
        };
        self.0[index as usize].given[at] += times;
    }

    /// The points of an index.
    #[must_use]
    pub const fn of(&self, index: Index) -> IndexPoints {
        self.0[index as usize]
    }

    /// What two have together: the parts of a unit make the unit.
    #[must_use]
    pub fn and(mut self, other: &Self) -> Self {
        for index in Index::ALL {
            for (at, times) in other.of(index).given.into_iter().enumerate() {
                self.0[index as usize].given[at] += times;
            }
        }
        self
    }
}

/// Kết quả đánh giá.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Đơn vị: xuất sắc, from 15 points.
    Excellent,
    /// Đơn vị: tốt, from 12.
    Good,
    /// Đơn vị: khá, from 9.
    Fair,
    /// Đơn vị: trung bình, from 6.
    Average,
    /// Đơn vị: yếu.
    Weak,
    /// Công chức: hoàn thành 100 % nhiệm vụ, from 5 points.
    Wholly,
    /// Công chức: from 70 to below 100 %, from 3.5.
    Partly,
    /// Công chức: below 70 %.
    Poorly,
}

impl Standing {
    /// The stable word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Excellent => "excellent",
            Self::Good => "good",
            Self::Fair => "fair",
            Self::Average => "average",
            Self::Weak => "weak",
            Self::Wholly => "wholly",
            Self::Partly => "partly",
            Self::Poorly => "poorly",
        }
    }
}

/// Who is evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whom {
    Officer,
    Unit,
}

/// Indices, their total and what it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evaluation {
    /// Each index in the order of their numbers; nothing for one without data.
    pub indices: Vec<(Index, Option<Tenths>)>,
    /// Sum of the indices that have data.
    pub total: Tenths,
    /// What it could have been at most: 2 for each index that has data.
    pub most: Tenths,
    whom: Whom,
}

impl Evaluation {
    /// Of an officer: indices 1, 2, 3, 4, 7.
    #[must_use]
    pub fn of_officer(tally: &Tally) -> Self {
        Self::of(tally, &Index::OF_OFFICERS, Whom::Officer)
    }

    /// Of a unit: all nine.
    #[must_use]
    pub fn of_unit(tally: &Tally) -> Self {
        Self::of(tally, &Index::ALL, Whom::Unit)
    }

    fn of(tally: &Tally, of: &[Index], whom: Whom) -> Self {
        let indices: Vec<_> = of.iter().map(|index| (*index, tally.of(*index).average())).collect();
        let known = || indices.iter().filter_map(|(_, average)| *average);
        let most = known().map(|_| Tenths::whole(2)).sum();
        Self { total: known().sum(), most, indices, whom }
    }

    /// What the total stands for; nothing while so few indices have data that the best standing is out of reach: whoever lacks
    /// data is not called weak. The bounds are the circular's and are not scaled down where an index is left out; [`Self::most`]
    /// says what was within reach.
    #[must_use]
    pub fn standing(&self) -> Option<Standing> {
        let best = match self.whom {
            Whom::Unit => 150,
            Whom::Officer => 50,
        };
        if self.most.0 < best {
            return None;
        }
        Some(match (self.whom, self.total.0) {
            (Whom::Unit, 150..) => Standing::Excellent,
            (Whom::Unit, 120..) => Standing::Good,
            (Whom::Unit, 90..) => Standing::Fair,
            (Whom::Unit, 60..) => Standing::Average,
            (Whom::Unit, _) => Standing::Weak,
            (Whom::Officer, 50..) => Standing::Wholly,
            (Whom::Officer, 35..) => Standing::Partly,
            (Whom::Officer, _) => Standing::Poorly,
        })
    }
}
