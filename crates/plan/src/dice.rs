//! Chance, seeded: the same seed draws the same numbers on every machine.

/// A small generator (SplitMix64): plenty for a crowd, nothing for secrets.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// Dice of that seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Dice of that name: everybody who asks with the same name gets the same.
    #[must_use]
    pub fn of(name: &str) -> Self {
        // FNV-1a.
        Self(name.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
        }))
    }

    const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from `low` to `high`, both possible.
    ///
    /// # Panics
    /// When `high` is below `low`.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = u64::try_from(high - low).expect("high is not below low") + 1;
        low + i64::try_from(self.next() % width).expect("below the width")
    }

    /// True `percent` times of a hundred.
    pub fn chance(&mut self, percent: i64) -> bool {
        self.between(1, 100) <= percent
    }

    /// How long until something that happens by chance, once in `mean` on average: exactly exponential, in whole numbers (von
    /// Neumann's way), so that it is the same on every machine.
    ///
    /// # Panics
    /// Never: what is drawn stays far below the end of the numbers.
    pub fn exponential(&mut self, mean: i64) -> i64 {
        let mut whole: u64 = 0;
        loop {
            let first = self.next();
            let (mut last, mut falls) = (first, 1_u32);
            loop {
                let drawn = self.next();
                if drawn >= last {
                    break;
                }
                last = drawn;
                falls += 1;
            }
            if falls % 2 == 1 {
                let part = (i128::from(first) * i128::from(mean)) >> 64;
                return i64::try_from(part + i128::from(whole) * i128::from(mean))
                    .expect("a few times the mean");
            }
            whole += 1;
        }
    }

    /// One of several, by their shares; none when no share is above 0.
    pub fn weighed<'a, T>(&mut self, several: &'a [T], share: impl Fn(&T) -> i64) -> Option<&'a T> {
        let all: i64 = several.iter().map(&share).sum();
        let mut drawn = if all > 0 { self.between(1, all) } else { return None };
        several.iter().find(|one| {
            drawn -= share(one);
            drawn <= 0
        })
    }

    /// One of several; none of none.
    pub fn pick<'a, T>(&mut self, several: &'a [T]) -> Option<&'a T> {
        let last = i64::try_from(several.len()).ok()?.checked_sub(1).filter(|last| *last >= 0)?;
        several.get(usize::try_from(self.between(0, last)).ok()?)
    }
}

#[cfg(test)]
mod tests {
    use super::Dice;

    #[test]
    fn the_same_seed_draws_the_same_numbers_and_another_seed_others() {
        let draw = |seed| {
            let mut dice = Dice::new(seed);
            (0..8).map(|_| dice.between(0, 1_000_000)).collect::<Vec<_>>()
        };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
    }

    #[test]
    fn every_number_of_a_range_comes_up_and_none_outside() {
        let mut dice = Dice::new(1);
        let mut seen = [0; 6];
        for _ in 0..600 {
            seen[usize::try_from(dice.between(1, 6) - 1).expect("1 to 6")] += 1;
        }
        assert!(seen.iter().all(|&times| times > 50), "{seen:?}");
        assert_eq!(dice.pick::<i64>(&[]), None);
    }

    #[test]
    fn what_happens_by_chance_is_late_as_often_as_the_exponential_says() {
        let mut dice = Dice::of("late");
        let drawn: Vec<i64> = (0..200_000).map(|_| dice.exponential(1000)).collect();
        let mean = drawn.iter().sum::<i64>() / 200_000;
        assert!((990..=1010).contains(&mean), "{mean}");
        // e^-1, e^-2, e^-4 of all are later than once, twice, four times the mean.
        for (times, share) in [(1, 0.3679), (2, 0.1353), (4, 0.0183)] {
            let later = drawn.iter().filter(|drawn| **drawn > times * 1000).count() as f64 / 200_000.0;
            assert!((later - share).abs() < 0.004, "{times}: {later} for {share}");
        }
    }

    #[test]
    fn who_has_the_larger_share_is_drawn_more_often_and_who_has_none_never() {
        let (mut dice, shares) = (Dice::of("shares"), [0, 1, 3]);
        let mut seen = [0; 4];
        for _ in 0..4000 {
            seen[usize::try_from(*dice.weighed(&shares, |share| *share).expect("one")).expect("0 to 3")] += 1;
        }
        assert_eq!(seen[0], 0);
        assert!((2800..3200).contains(&seen[3]), "{seen:?}");
        assert_eq!(dice.weighed(&[0, 0], |share| *share), None);
    }
}
