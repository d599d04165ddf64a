//! Who comes on the day, drawn beforehand: when, for what, for how long, and what goes otherwise than it should.

use super::hall::{FIELDS, Offer};
use domain::ticket::Priority;
use plan::Dice;
use std::collections::BTreeMap;

/// Minutes from the first to the last who come, counted from seven in the morning.
const DOORS: (i64, i64) = (10, 575);
/// Busy counters, in a hundred, if people came evenly.
const BUSY: i64 = 85;
/// Shares of people in each hour of the day from seven: some wait before the counters open, it is full at eight and at fourteen.
const HOURS: [i64; 10] = [16, 19, 12, 8, 4, 5, 7, 17, 9, 3];
/// A bus comes at noon: whoever comes in the hour after it was on it.
pub(super) const NOON: i64 = 300;

/// What becomes of somebody's first call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// Comes.
    Comes,
    /// Comes when called again.
    SecondCall,
    /// Does not come; is back after so many minutes, or never.
    Absent { back_after: Option<i64> },
    /// Has a matter for another field group; kept for one of its counters, or not.
    Elsewhere { field: String, kept: bool },
}

/// Of a hundred, who comes for one thing more.
const TWO_ERRANDS: i64 = 12;

/// One more thing somebody comes for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Besides {
    pub(super) field: String,
    /// Minutes at the counter.
    pub(super) stays: i64,
}

/// Somebody.
#[derive(Clone, Debug)]
pub(super) struct Guest {
    /// Minute of the day's beginning at which the number is taken.
    pub(super) comes: i64,
    pub(super) field: String,
    /// What the number is taken for, of no length for the field group alone.
    pub(super) procedure: String,
    /// What he comes for besides, none for most.
    pub(super) besides: Option<Besides>,
    pub(super) priority: Priority,
    /// Minutes at the counter.
    pub(super) stays: i64,
    pub(super) turn: Turn,
    /// Goes home after so many minutes of waiting.
    pub(super) patience: Option<i64>,
    /// Has booked a time on the phone at the beginning of the day.
    pub(super) booked: bool,
}

impl Guest {
    /// Where he goes on to from a counter that takes these: he is there for the next thing from then on. None when that was all.
    pub(super) fn goes_on(&mut self, fields: &[String]) -> bool {
        let next =
            self.besides.take().filter(|next| next.field != self.field && !fields.contains(&next.field));
        let Some(next) = next else { return false };
        (self.field, self.stays, self.turn) = (next.field, next.stays, Turn::Comes);
        true
    }
}

/// Everybody, in the order in which they come.
pub(super) fn drawn(
    people: usize,
    counters: usize,
    seed: u64,
    offers: &BTreeMap<String, Vec<Offer>>,
) -> Vec<Guest> {
    let mut dice = Dice::new(seed);
    let minutes = DOORS.1 - DOORS.0;
    let room = i64::try_from(counters).unwrap_or(1) * minutes * BUSY / (100 + TWO_ERRANDS);
    let mean = (room / i64::try_from(people.max(1)).unwrap_or(1)).max(1);
    let hours: Vec<usize> = (0..HOURS.len()).collect();
    let mut guests: Vec<Guest> = (0..people).map(|_| guest(&mut dice, &hours, mean, offers)).collect();
    guests.sort_by_key(|guest| guest.comes);
    guests
}

/// What somebody of a field group comes for, and how long it takes: one in ten takes a number for the field group alone.
fn matter(dice: &mut Dice, mean: i64, offers: &[Offer]) -> (String, i64) {
    let shares: i64 = offers.iter().map(|offer| offer.share).sum();
    let usual = offers.iter().map(|offer| offer.share * offer.length).sum::<i64>() / shares.max(1);
    let offer = dice.weighed(offers, |offer| offer.share);
    let mean = offer.map_or(mean, |offer| mean * offer.length / usual.max(1)).max(2);
    // Two parts of the same length in the mean: papers looked through, papers written.
    let stays = dice.exponential(mean / 2) + dice.exponential(mean - mean / 2);
    let named = offer.filter(|_| !dice.chance(10)).map(|offer| offer.key.clone());
    (named.unwrap_or_default(), stays.clamp(1, mean * 6))
}

fn guest(dice: &mut Dice, hours: &[usize], mean: i64, offers: &BTreeMap<String, Vec<Offer>>) -> Guest {
    let hour = dice.weighed(hours, |hour| HOURS[*hour]).copied().unwrap_or(1);
    let comes = i64::try_from(hour).unwrap_or(1) * 60 + dice.between(0, 59);
    let comes = if (NOON..NOON + 60).contains(&comes) { NOON } else { comes };
    let field = *dice.pick(&FIELDS).unwrap_or(&"land");
    let priority = if dice.chance(12) {
        Priority::ALL[usize::try_from(dice.between(1, 5)).unwrap_or(1)]
    } else {
        Priority::None
    };
    let turn = match dice.between(1, 100) {
        1..=5 => Turn::SecondCall,
        6..=8 => Turn::Absent { back_after: None },
        9..=12 => Turn::Absent { back_after: Some(dice.between(1, 20)) },
        13..=17 => {
            let others: Vec<&&str> = FIELDS.iter().filter(|other| **other != field).collect();
            let other = dice.pick(&others).map_or("general", |other| **other);
            Turn::Elsewhere { field: other.to_owned(), kept: dice.chance(40) }
        }
        _ => Turn::Comes,
    };
    let of_field = |field: &str| offers.get(field).map_or(&[][..], Vec::as_slice);
    let (procedure, stays) = matter(dice, mean, of_field(field));
    let besides = dice.chance(TWO_ERRANDS).then(|| {
        let others: Vec<&&str> = FIELDS.iter().filter(|other| **other != field).collect();
        let other = dice.pick(&others).map_or("general", |other| **other);
        // At the kiosk it is named by its field group.
        let (_, stays) = matter(dice, mean, of_field(other));
        Besides { field: other.to_owned(), stays }
    });
    let booked = besides.is_none() && dice.chance(3);
    Guest {
        comes: comes.clamp(DOORS.0, DOORS.1),
        field: field.to_owned(),
        procedure,
        besides,
        priority,
        stays,
        turn,
        patience: dice.chance(6).then(|| dice.between(5, 40)),
        booked,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(people: usize, seed: u64) -> Vec<Guest> {
        let offer = |key: &str, length| Offer { key: key.to_owned(), share: 10, length };
        let all = |field: &&str| ((*field).to_owned(), vec![offer("copy", 50), offer("transfer", 150)]);
        drawn(people, 40, seed, &FIELDS.iter().map(all).collect())
    }

    #[test]
    fn the_same_seed_draws_the_same_day_and_it_is_fullest_at_eight_and_at_fourteen() {
        let drawn_again = |seed| format!("{:?}", day(2_000, seed));
        assert_eq!(drawn_again(7), drawn_again(7));
        assert_ne!(drawn_again(7), drawn_again(8));
        let guests = day(2_000, 7);
        let in_hour = |hour: i64| guests.iter().filter(|guest| guest.comes / 60 + 7 == hour).count();
        assert!(in_hour(8) > in_hour(10) && in_hour(14) > in_hour(12), "{} {}", in_hour(8), in_hour(14));
        assert!(guests.is_sorted_by_key(|guest| guest.comes));
    }

    #[test]
    fn few_people_stay_longer_than_many_so_that_lines_form() {
        let mean = |people: usize| {
            day(people, 1).iter().map(|guest| guest.stays).sum::<i64>() / i64::try_from(people).unwrap_or(1)
        };
        assert!(mean(500) > 5 * mean(5_000), "{} {}", mean(500), mean(5_000));
    }

    #[test]
    fn long_matters_take_longer_and_some_come_for_two() {
        let guests = day(2_000, 3);
        let mean = |key: &str| {
            let of: Vec<i64> =
                guests.iter().filter(|one| one.procedure == key).map(|one| one.stays).collect();
            of.iter().sum::<i64>() / i64::try_from(of.len()).unwrap_or(1)
        };
        assert!(mean("transfer") > 2 * mean("copy"), "{} {}", mean("transfer"), mean("copy"));
        let two = guests.iter().filter(|guest| guest.besides.is_some()).count();
        assert!((150..350).contains(&two), "{two}");
        assert!(
            guests.iter().all(|one| one.besides.as_ref().is_none_or(|besides| besides.field != one.field))
        );
    }

    #[test]
    fn who_came_for_two_goes_on_once_and_not_from_a_counter_that_takes_both() {
        let here = ["land".to_owned()];
        let two = || {
            let mut guests = day(500, 5).into_iter();
            let mut guest = guests.find(|guest| guest.besides.is_some()).expect("one in eight");
            guest.field = "land".to_owned();
            guest.besides = Some(Besides { field: "tax".to_owned(), stays: 4 });
            guest
        };
        let mut guest = two();
        assert!(guest.goes_on(&here));
        assert_eq!((guest.field.as_str(), guest.stays), ("tax", 4));
        assert!(!guest.goes_on(&here), "that was the last");
        assert!(!two().goes_on(&["land".to_owned(), "tax".to_owned()]), "both were dealt with");
    }
}
