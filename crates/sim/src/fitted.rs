//! Step times of a real office, in the form the crowd's file has them.

/// A step that was done: the time it might have taken and the time it took, in the same unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepTime {
    /// Allowed; nothing is learnt from a step without.
    pub allowed: i64,
    /// Taken.
    pub took: i64,
}

/// Fewer say nothing about an office.
const FEWEST: usize = 100;
/// Of a hundred steps the slowest is left out: one forgotten case is not the pace of an office.
const SLOWEST: usize = 99;

/// Percent of the allowed time at each tenth of all steps, from the quickest to the slowest: what `officers.steps` of the crowd's
/// file takes.
///
/// # Errors
/// How many there were, when they are too few.
pub fn tenths(steps: impl IntoIterator<Item = StepTime>) -> Result<[i64; 11], usize> {
    let percent = |step: StepTime| (step.allowed > 0).then(|| (step.took.max(0) * 100 / step.allowed).max(1));
    let mut percents: Vec<i64> = steps.into_iter().filter_map(percent).collect();
    if percents.len() < FEWEST {
        return Err(percents.len());
    }
    percents.sort_unstable();
    let last = percents.len() - 1;
    let at = |hundredth: usize| percents.get(last * hundredth / 100).copied().unwrap_or(1);
    Ok(std::array::from_fn(|tenth| at((tenth * 10).min(SLOWEST))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Ways;

    fn steps(percents: impl Iterator<Item = i64>) -> Vec<StepTime> {
        percents.map(|percent| StepTime { allowed: 1000, took: percent * 10 }).collect()
    }

    #[test]
    fn tenths_are_what_so_many_of_a_hundred_steps_took_at_most() {
        let even = tenths(steps(0..=1000)).expect("enough");
        assert_eq!(even, [1, 100, 200, 300, 400, 500, 600, 700, 800, 900, 990]);
        assert_eq!(tenths(steps(0..50)), Err(50));
        let without_limit = vec![StepTime { allowed: 0, took: 5 }; 200];
        assert_eq!(tenths(without_limit), Err(0));
    }

    #[test]
    fn what_was_fitted_can_be_put_into_the_crowds_file() {
        let fitted = tenths(steps((0..500).map(|at| at * at % 251))).expect("enough");
        let shipped = app::shipped_file("crowd/crowd.toml").expect("shipped");
        let line = shipped.lines().find(|line| line.starts_with("steps = ")).expect("a line of steps");
        let ways = Ways::parse(&shipped.replace(line, &format!("steps = {fitted:?}"))).expect("it fits");
        assert_ne!(ways, Ways::shipped());
    }
}
