use super::*;
use crate::kernel::{Millis, Refusal};
use proptest::prelude::*;

const MINUTE: Millis = 60_000;
const DAY: (&str, i64) = ("H1", 20_261_124);
const DAY_ENDS: Millis = 600 * MINUTE;

fn tell(text: &str, until: Option<Millis>) -> Command {
    Command::Tell(Tell { text: text.to_owned(), text_en: String::new(), until, day_ends: DAY_ENDS })
}

/// Announcements and their clock.
#[derive(Default)]
struct Hall {
    state: Option<State>,
    now: Millis,
}

impl Hall {
    fn asks(&mut self, command: Command) -> Result<usize, Refusal> {
        let events = decide(self.state.as_ref(), DAY, command, "anh", self.now)?;
        for event in &events {
            self.state = Some(apply(self.state.take(), event));
        }
        Ok(events.len())
    }

    fn holding(&self) -> Vec<&str> {
        let told = self.state.iter().flat_map(|state| &state.told);
        told.filter(|one| one.holds(self.now)).map(|one| one.text.as_str()).collect()
    }
}

fn codes(answer: Result<usize, Refusal>) -> Vec<String> {
    answer.unwrap_err().violations.into_iter().map(|one| one.code).collect()
}

#[test]
fn what_is_told_holds_until_its_time_or_until_it_is_taken_back() {
    let mut hall = Hall::default();
    assert_eq!(hall.asks(tell("Quầy 5\n đóng  lúc 10 giờ", Some(30 * MINUTE))), Ok(1));
    assert_eq!(hall.asks(tell("Mất điện thang máy", Some(60 * MINUTE))), Ok(1));
    assert_eq!(hall.holding(), ["Quầy 5 đóng lúc 10 giờ", "Mất điện thang máy"]);
    hall.now = 30 * MINUTE;
    assert_eq!(hall.holding(), ["Mất điện thang máy"]);
    assert_eq!(hall.asks(Command::Withdraw { number: 2 }), Ok(1));
    assert!(hall.holding().is_empty());
    assert_eq!(hall.asks(Command::Withdraw { number: 2 }), Ok(0), "it is so already");
    assert_eq!(hall.asks(Command::Withdraw { number: 1 }), Ok(0), "it ended by itself");
    assert_eq!(hall.asks(Command::Withdraw { number: 7 }).unwrap_err().code, "announcement_unknown");
    let withdrawn = hall.state.unwrap().told[1].withdrawn.clone();
    assert_eq!(withdrawn, Some(("anh".to_owned(), 30 * MINUTE)), "who took it back and when is kept");
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    let mut hall = Hall { now: 10 * MINUTE, ..Hall::default() };
    assert_eq!(codes(hall.asks(tell(" \n", None))), ["announcement_missing", "until_missing"]);
    assert_eq!(codes(hall.asks(tell("a", Some(10 * MINUTE)))), ["until_past"]);
    assert_eq!(codes(hall.asks(tell("a", Some(DAY_ENDS + 1)))), ["until_other_day"]);
    let longest = "ạ".repeat(LONGEST);
    assert_eq!(hall.asks(tell(&longest, Some(DAY_ENDS))), Ok(1), "letters are counted, not octets");
    assert_eq!(codes(hall.asks(tell(&format!("{longest}a"), Some(DAY_ENDS)))), ["announcement_too_long"]);
}

#[test]
fn the_same_again_is_told_once_and_no_more_hold_than_can_be_read() {
    let mut hall = Hall::default();
    assert_eq!(hall.asks(tell("một", Some(MINUTE))), Ok(1));
    assert_eq!(hall.asks(tell("một", Some(MINUTE))), Ok(0));
    assert_eq!(hall.asks(tell("hai", Some(2 * MINUTE))), Ok(1));
    assert_eq!(hall.asks(tell("ba", Some(2 * MINUTE))), Ok(1));
    assert_eq!(hall.asks(tell("bốn", Some(2 * MINUTE))).unwrap_err().code, "announcements_too_many");
    hall.now = MINUTE;
    assert_eq!(hall.asks(tell("bốn", Some(2 * MINUTE))), Ok(1), "the first is over");
}

proptest! {
    #[test]
    fn never_more_hold_than_can_be_read_and_numbers_follow_each_other(asked in proptest::collection::vec((0_i64..40, 0_i64..60, any::<bool>()), 0..40)) {
        let mut hall = Hall::default();
        for (place, (later, minutes, withdraws)) in asked.into_iter().enumerate() {
            hall.now += later * MINUTE;
            let command = if withdraws {
                Command::Withdraw { number: minutes }
            } else {
                tell(&format!("tin {place}"), Some(hall.now + minutes * MINUTE))
            };
            drop(hall.asks(command));
            prop_assert!(hall.holding().len() <= MOST);
        }
        let numbers: Vec<i64> = hall.state.iter().flat_map(|state| state.told.iter().map(|one| one.number)).collect();
        prop_assert_eq!(numbers.clone(), (1..).take(numbers.len()).collect::<Vec<i64>>());
    }
}
