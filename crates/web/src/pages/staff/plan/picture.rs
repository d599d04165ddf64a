//! Waits by the hour: two bars side by side.

use super::view::minutes;
use ::plan::FigureBands;
use std::collections::{BTreeMap, BTreeSet};

/// An hour of the clock, and what nine in ten did not exceed in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hour {
    pub(super) label: String,
    /// The middle of its bars.
    pub(super) x: i64,
    pub(super) bars: Vec<Bar>,
}

/// A bar of one of the two lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bar {
    pub(super) class: &'static str,
    pub(super) x: i64,
    pub(super) y: i64,
    pub(super) height: i64,
    pub(super) minutes: i64,
}

/// Width of the picture, and where its bars stand and end.
const WIDTH: i64 = 420;
const FOOT: i64 = 130;
const TALLEST: i64 = 104;
/// Width of a bar.
pub(super) const BAR: i64 = 15;

/// Of one or two lines, the one to be compared with first.
pub(super) fn hours(lines: &[&BTreeMap<i64, FigureBands>]) -> Vec<Hour> {
    let shown: BTreeSet<i64> = lines.iter().flat_map(|line| line.keys().copied()).collect();
    let waited = |line: &BTreeMap<i64, FigureBands>, hour: i64| {
        line.get(&hour).map_or(0, |figures| minutes(figures.p90_s.median))
    };
    let all = lines.iter().flat_map(|line| shown.iter().map(|hour| waited(line, *hour)));
    let most = all.max().unwrap_or(0).max(1);
    let each = WIDTH / i64::try_from(shown.len().max(1)).unwrap_or(1);
    let many = i64::try_from(lines.len()).unwrap_or(1);
    (0..)
        .zip(&shown)
        .map(|(place, hour)| {
            let x = place * each + each / 2;
            let bars = (0..)
                .zip(lines)
                .map(|(nth, line)| {
                    let minutes = waited(line, *hour);
                    let height = minutes * TALLEST / most;
                    Bar {
                        class: if nth + 1 == many { "barr" } else { "barr before" },
                        x: x - many * (BAR + 2) / 2 + nth * (BAR + 2) + 1,
                        y: FOOT - height,
                        height,
                        minutes,
                    }
                })
                .collect();
            Hour { label: format!("{hour}:00"), x, bars }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::plan::Band;

    #[test]
    fn the_longest_wait_is_the_tallest_bar_and_bars_begin_at_zero() {
        let line = |waits: &[(i64, i64)]| {
            let band = |figure| Band { low: figure, median: figure, high: figure };
            let figures = |p90: i64| FigureBands {
                served: band(1),
                not_served: band(0),
                mean_s: band(0),
                median_s: band(0),
                p90_s: band(p90 * 60),
                kept_percent: band(0),
            };
            waits.iter().map(|(hour, p90)| (*hour, figures(*p90))).collect::<BTreeMap<_, _>>()
        };
        let (same, plan) = (line(&[(7, 10), (8, 20)]), line(&[(8, 5), (13, 0)]));
        let hours = hours(&[&same, &plan]);
        let heights: Vec<(String, Vec<i64>)> = hours
            .iter()
            .map(|hour| (hour.label.clone(), hour.bars.iter().map(|bar| bar.height).collect()))
            .collect();
        let hour = |label: &str, heights: [i64; 2]| (label.to_owned(), heights.to_vec());
        assert_eq!(heights, [hour("7:00", [52, 0]), hour("8:00", [104, 26]), hour("13:00", [0, 0])]);
        assert!(hours.iter().flat_map(|hour| &hour.bars).all(|bar| bar.y + bar.height == FOOT));
    }
}
