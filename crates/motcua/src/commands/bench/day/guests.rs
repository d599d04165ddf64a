//! Who comes on the day, drawn beforehand: when, for what, for how long, and what goes otherwise than it should.

use super::hall::FIELDS;
use domain::ticket::Priority;
use plan::Dice;

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

/// Somebody.
#[derive(Clone, Debug)]
pub(super) struct Guest {
    /// Minute of the day's beginning at which the number is taken.
    pub(super) comes: i64,
    pub(super) field: String,
    pub(super) priority: Priority,
    /// Minutes at the counter.
    pub(super) stays: i64,
    pub(super) turn: Turn,
    /// Goes home after so many minutes of waiting.
    pub(super) patience: Option<i64>,
    /// Has booked a time on the phone at the beginning of the day.
    pub(super) booked: bool,
}

/// Everybody, in the order in which they come.
pub(super) fn drawn(people: usize, counters: usize, seed: u64) -> Vec<Guest> {
    let mut dice = Dice::new(seed);
    let minutes = DOORS.1 - DOORS.0;
    let room = i64::try_from(counters).unwrap_or(1) * minutes * BUSY / 100;
    let mean = (room / i64::try_from(people.max(1)).unwrap_or(1)).max(1);
    let hours: Vec<usize> = (0..HOURS.len()).collect();
    let mut guests: Vec<Guest> = (0..people).map(|_| guest(&mut dice, &hours, mean)).collect();
    guests.sort_by_key(|guest| guest.comes);
    guests
}

fn guest(dice: &mut Dice, hours: &[usize], mean: i64) -> Guest {
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
    Guest {
        comes: comes.clamp(DOORS.0, DOORS.1),
        field: field.to_owned(),
        priority,
        stays: dice.exponential(mean).clamp(1, mean * 6),
        turn,
        patience: dice.chance(6).then(|| dice.between(5, 40)),
        booked: dice.chance(3),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_draws_the_same_day_and_it_is_fullest_at_eight_and_at_fourteen() {
        let drawn_again = |seed| format!("{:?}", drawn(2_000, 40, seed));
        assert_eq!(drawn_again(7), drawn_again(7));
        assert_ne!(drawn_again(7), drawn_again(8));
        let guests = drawn(2_000, 40, 7);
        let in_hour = |hour: i64| guests.iter().filter(|guest| guest.comes / 60 + 7 == hour).count();
        assert!(in_hour(8) > in_hour(10) && in_hour(14) > in_hour(12), "{} {}", in_hour(8), in_hour(14));
        assert!(guests.is_sorted_by_key(|guest| guest.comes));
    }

    #[test]
    fn few_people_stay_longer_than_many_so_that_lines_form() {
        let mean = |people: usize| {
            drawn(people, 40, 1).iter().map(|guest| guest.stays).sum::<i64>()
                / i64::try_from(people).unwrap_or(1)
        };
        assert!(mean(500) > 5 * mean(5_000), "{} {}", mean(500), mean(5_000));
    }
}
