use std::collections::BTreeMap;

/// Durations seen, in milliseconds: how many, together, the least, the middle, the most. Each is kept with how often it came, so that the
/// middle is exact.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spread {
    /// How many.
    pub times: i64,
    /// All together.
    pub sum: i64,
    seen: BTreeMap<i64, i64>,
}

impl Spread {
    /// One more.
    pub fn add(&mut self, ms: i64) {
        self.times += 1;
        self.sum += ms;
        *self.seen.entry(ms).or_insert(0) += 1;
    }

    /// The least, none when nothing was seen.
    #[must_use]
    pub fn least(&self) -> Option<i64> {
        self.seen.first_key_value().map(|(ms, _)| *ms)
    }

    /// The most, none when nothing was seen.
    #[must_use]
    pub fn most(&self) -> Option<i64> {
        self.seen.last_key_value().map(|(ms, _)| *ms)
    }

    /// The two in the middle: the same one when an odd number was seen. The median of others is half their sum.
    #[must_use]
    pub fn middle(&self) -> Option<(i64, i64)> {
        Some((self.at((self.times - 1).max(0) / 2)?, self.at(self.times / 2)?))
    }

    /// The middle in one number: the lower of the two.
    #[must_use]
    pub fn median(&self) -> Option<i64> {
        self.middle().map(|(lower, _)| lower)
    }

    /// The one at a place, from 0, when all stand in order.
    fn at(&self, place: i64) -> Option<i64> {
        let mut passed = 0;
        self.seen.iter().find_map(|(ms, times)| {
            passed += times;
            (place < passed).then_some(*ms)
        })
    }
}
