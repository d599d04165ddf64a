//! Chờ: how long people waited on a day, and a figure over several seeds.

use domain::kernel::Millis;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// People and their waits: of a whole day, of a field group, of those who came within an hour. A wait is the time the office was open meanwhile: who
/// takes a number just before lunch does not wait for two hours.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Figures {
    /// People who sat down.
    pub served: usize,
    /// People who had a number and did not sit down: gone home, not there when called, or left over when the last counter closed.
    pub not_served: usize,
    /// Mean wait from the number to the chair, in seconds.
    pub mean_s: i64,
    /// Half of them waited no longer.
    pub median_s: i64,
    /// Nine in ten waited no longer.
    pub p90_s: i64,
    /// Percent of those who sat down that were done within the promised time, counted from the number.
    pub kept_percent: i64,
}

/// How long people waited, and who did not get their turn.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Waits {
    /// Of everybody.
    #[serde(flatten)]
    pub all: Figures,
    /// Percent of the counters' open time in which somebody sat there.
    pub busy_percent: i64,
    /// The same for each field group.
    pub by_field: BTreeMap<String, Figures>,
    /// And for each hour of the clock in which somebody took a number.
    pub by_hour: BTreeMap<i64, Figures>,
}

/// Somebody who took a number, and what came of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen<'a> {
    pub(crate) field: &'a str,
    /// Hour of the clock in which the number was taken.
    pub(crate) hour: i64,
    /// The wait, and the time until the visit was over; none for who did not sit down.
    pub(crate) sat: Option<(Millis, Millis)>,
}

impl Waits {
    /// Of everybody who took a number. `sat` is how long people sat at counters, `open` how long these were open.
    pub(crate) fn of(seen: &[Seen<'_>], promised_ms: Millis, sat: Millis, open: Millis) -> Self {
        let mut by_field: BTreeMap<&str, Vec<&Seen<'_>>> = BTreeMap::new();
        let mut by_hour: BTreeMap<i64, Vec<&Seen<'_>>> = BTreeMap::new();
        for one in seen {
            by_field.entry(one.field).or_default().push(one);
            by_hour.entry(one.hour).or_default().push(one);
        }
        let figures = |seen: &[&Seen<'_>]| Figures::of(seen, promised_ms);
        Self {
            all: figures(&seen.iter().collect::<Vec<_>>()),
            busy_percent: (sat * 100).checked_div(open).unwrap_or(0),
            by_field: by_field.iter().map(|(field, seen)| ((*field).to_owned(), figures(seen))).collect(),
            by_hour: by_hour.iter().map(|(hour, seen)| (*hour, figures(seen))).collect(),
        }
    }
}

impl Figures {
    fn of(seen: &[&Seen<'_>], promised_ms: Millis) -> Self {
        let sat = || seen.iter().filter_map(|one| one.sat);
        let mut waits: Vec<Millis> = sat().map(|(waited, _)| waited).collect();
        waits.sort_unstable();
        let many = count(waits.len());
        let kept = count(sat().filter(|(_, whole)| *whole <= promised_ms).count());
        // What so many tenths of them did not exceed.
        let tenth_s = |tenths: usize| waits.get(waits.len() * tenths / 10).map_or(0, |wait| wait / 1000);
        Self {
            served: waits.len(),
            not_served: seen.len() - waits.len(),
            mean_s: waits.iter().sum::<i64>().checked_div(many).unwrap_or(0) / 1000,
            median_s: tenth_s(5),
            p90_s: tenth_s(9),
            kept_percent: (kept * 100).checked_div(many).unwrap_or(0),
        }
    }
}

fn count(people: usize) -> i64 {
    i64::try_from(people).unwrap_or(i64::MAX)
}

/// A figure over several seeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Band {
    /// Of ten seeds one shows less.
    pub low: i64,
    /// The middle one.
    pub median: i64,
    /// Of ten seeds one shows more.
    pub high: i64,
}

impl Band {
    /// Of one figure of each seed.
    #[must_use]
    pub fn of(mut figures: Vec<i64>) -> Self {
        figures.sort_unstable();
        let at =
            |tenth: usize| figures.get(figures.len().saturating_sub(1) * tenth / 10).copied().unwrap_or(0);
        Self { low: at(1), median: at(5), high: at(9) }
    }
}

/// [`Figures`] over seeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct FigureBands {
    /// As [`Figures::served`].
    pub served: Band,
    /// As [`Figures::not_served`].
    pub not_served: Band,
    /// As [`Figures::mean_s`].
    pub mean_s: Band,
    /// As [`Figures::median_s`].
    pub median_s: Band,
    /// As [`Figures::p90_s`].
    pub p90_s: Band,
    /// As [`Figures::kept_percent`].
    pub kept_percent: Band,
}

impl FigureBands {
    fn of(seen: &[&Figures]) -> Self {
        let band = |figure: fn(&Figures) -> i64| Band::of(seen.iter().map(|one| figure(one)).collect());
        Self {
            served: band(|one| count(one.served)),
            not_served: band(|one| count(one.not_served)),
            mean_s: band(|one| one.mean_s),
            median_s: band(|one| one.median_s),
            p90_s: band(|one| one.p90_s),
            kept_percent: band(|one| one.kept_percent),
        }
    }
}

/// [`Waits`] over seeds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Bands {
    /// Of everybody.
    #[serde(flatten)]
    pub all: FigureBands,
    /// As [`Waits::busy_percent`].
    pub busy_percent: Band,
    /// For each field group.
    pub by_field: BTreeMap<String, FigureBands>,
    /// For each hour of the clock in which somebody took a number.
    pub by_hour: BTreeMap<i64, FigureBands>,
}

impl Bands {
    /// Of the waits each seed showed. Where a seed lived through a day on which nobody came for a field group, or within an hour, it shows zeros.
    #[must_use]
    pub fn of(seen: &[Waits]) -> Self {
        Self {
            all: FigureBands::of(&seen.iter().map(|one| &one.all).collect::<Vec<_>>()),
            busy_percent: Band::of(seen.iter().map(|one| one.busy_percent).collect()),
            by_field: parts(seen, |one| &one.by_field),
            by_hour: parts(seen, |one| &one.by_hour),
        }
    }
}

fn parts<K: Ord + Clone>(
    seen: &[Waits],
    part: impl Fn(&Waits) -> &BTreeMap<K, Figures>,
) -> BTreeMap<K, FigureBands> {
    let nobody = Figures::default();
    let keys: BTreeSet<&K> = seen.iter().flat_map(|one| part(one).keys()).collect();
    let bands = |key: &K| {
        FigureBands::of(&seen.iter().map(|one| part(one).get(key).unwrap_or(&nobody)).collect::<Vec<_>>())
    };
    keys.into_iter().map(|key| (key.clone(), bands(key))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_are_told_of_everybody_of_each_field_and_of_each_hour() {
        let seen = |field, hour, sat| Seen { field, hour, sat };
        let minutes = |waited: i64, whole: i64| Some((waited * 60_000, whole * 60_000));
        let waits = Waits::of(
            &[
                seen("land", 8, minutes(2, 10)),
                seen("land", 8, minutes(4, 11)),
                seen("land", 9, None),
                seen("justice", 9, minutes(12, 14)),
            ],
            10 * 60_000,
            30,
            120,
        );
        assert_eq!((waits.all.served, waits.all.not_served, waits.busy_percent), (3, 1, 25));
        assert_eq!((waits.all.mean_s, waits.all.median_s, waits.all.p90_s), (360, 240, 720));
        assert_eq!(waits.all.kept_percent, 33, "ten minutes are still ten minutes");
        let land = &waits.by_field["land"];
        assert_eq!((land.served, land.not_served, land.kept_percent), (2, 1, 50));
        let nine = &waits.by_hour[&9];
        assert_eq!((nine.served, nine.not_served, nine.median_s), (1, 1, 720));
    }

    #[test]
    fn a_band_leaves_out_one_seed_in_ten_at_either_end() {
        let of_ten = Band::of((0..11).rev().collect());
        assert_eq!(of_ten, Band { low: 1, median: 5, high: 9 });
        assert_eq!(Band::of(Vec::new()), Band { low: 0, median: 0, high: 0 });
        let land = |served| Waits {
            by_field: BTreeMap::from([("land".to_owned(), Figures { served, ..Figures::default() })]),
            ..Waits::default()
        };
        let bands = Bands::of(&[land(3), Waits::default(), land(5)]);
        assert_eq!(bands.by_field["land"].served, Band { low: 0, median: 3, high: 3 });
    }
}
