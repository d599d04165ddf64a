use std::fmt;
use std::iter::Sum;
use std::ops::Add;

/// Phần mười: a number with one decimal, as points of an evaluation are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tenths(pub i64);

impl Tenths {
    /// A whole number.
    #[must_use]
    pub const fn whole(number: i64) -> Self {
        Self(number * 10)
    }

    /// `sum / count`, rounded to one decimal, half of it away from zero; nothing for nothing.
    ///
    /// ```
    /// use indices::Tenths;
    ///
    /// assert_eq!(Tenths::average(5, 3), Some(Tenths(17)));
    /// assert_eq!(Tenths::average(5, 4), Some(Tenths(13)));
    /// assert_eq!(Tenths::average(0, 0), None);
    /// ```
    #[must_use]
    pub const fn average(sum: i64, count: i64) -> Option<Self> {
        if count <= 0 {
            return None;
        }
        Some(Self((sum * 20 + count).div_euclid(count * 2)))
    }
}

impl Add for Tenths {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sum for Tenths {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), Add::add)
    }
}

/// With a point; pages write it with the mark of their language.
impl fmt::Display for Tenths {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}.{}", self.0.div_euclid(10), self.0.rem_euclid(10))
    }
}
