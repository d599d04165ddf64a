use super::*;
use crate::dossier::Party;
use crate::kernel::{Millis, Refusal, StreamId, SubjectId};
use proptest::prelude::*;

const MINUTE: Millis = 60_000;
const HOUR: Millis = 60 * MINUTE;

/// Three quarters of an hour from eight, with so many places each.
fn slots(places: [i64; 3]) -> Vec<Slot> {
    let slot = |(at, places): (i64, i64)| {
        let from = 8 * HOUR + at * 15 * MINUTE;
        Slot { from, until: from + 15 * MINUTE, places }
    };
    (0..).zip(places).map(slot).collect()
}

/// A book in which commands are carried out as the writer would.
struct Book1 {
    slots: Vec<Slot>,
    state: Option<State>,
    given: i64,
}

impl Book1 {
    fn with(places: [i64; 3]) -> Self {
        Self { slots: slots(places), state: None, given: 0 }
    }

    fn try_to(&mut self, command: Command, now: Millis) -> Result<usize, Refusal> {
        let offer = Offer { slots: &self.slots, closes_before_ms: HOUR };
        let events = decide(self.state.as_ref(), command, offer, now)?;
        for mut event in events.iter().cloned() {
            event.fill(&mut |_| {
                self.given += 1;
                self.given
            });
            self.state = Some(apply(self.state.take(), &event));
        }
        Ok(events.len())
    }

    fn books(&mut self, slot: usize, now: Millis) -> Result<i64, Refusal> {
        let from = self.slots[slot].from;
        self.try_to(wish(Some(from)), now).map(|_| self.given)
    }
}

fn wish(from: Option<Millis>) -> Command {
    Command::Book(Book {
        hall: "H1".to_owned(),
        field: "land".to_owned(),
        series: "D".to_owned(),
        day: 20_261_202,
        from,
        procedure: String::new(),
        token: "t".to_owned(),
        person: Some(Party { subject: SubjectId(1), version: 1, digest: String::new() }),
    })
}

fn come(number: i64, ticket: StreamId) -> Command {
    Command::Honour { number, hall: "H1".to_owned(), day: 20_261_202, ticket }
}

fn next_of(refusal: &Refusal) -> Option<String> {
    let values = &refusal.violations.first()?.values;
    values.iter().find(|(name, _)| name == "next").map(|(_, next)| next.clone())
}

#[test]
fn as_many_get_a_place_as_there_are_and_the_others_are_offered_the_next() {
    let mut book = Book1::with([2, 0, 1]);
    assert_eq!(book.books(0, 0), Ok(1));
    assert_eq!(book.books(0, 0), Ok(2));
    let full = book.books(0, 0).expect_err("two places");
    assert_eq!(
        (full.code.as_str(), next_of(&full)),
        ("slot_full", Some((8 * HOUR + 30 * MINUTE).to_string()))
    );
    assert_eq!(book.books(2, 0), Ok(3));
    let full = book.books(2, 0).expect_err("one place");
    assert_eq!(next_of(&full), None, "nothing is free on that day any more");
}

#[test]
fn a_place_that_was_given_back_can_be_booked_again_and_one_that_was_used_cannot_be_given_back() {
    let mut book = Book1::with([1, 1, 1]);
    book.books(0, 0).expect("free");
    assert_eq!(book.try_to(Command::Cancel { number: 1, moved: false }, MINUTE), Ok(1));
    assert_eq!(book.try_to(Command::Cancel { number: 1, moved: false }, MINUTE), Ok(0), "so already");
    assert_eq!(book.books(0, 2 * MINUTE), Ok(2));
    let (ticket, other) = (StreamId(7), StreamId(8));
    assert_eq!(book.try_to(come(2, ticket), 8 * HOUR), Ok(1));
    assert_eq!(book.try_to(come(2, ticket), 8 * HOUR), Ok(0), "so already");
    let refused = |book: &mut Book1, command| book.try_to(command, 8 * HOUR).expect_err("refused").code;
    assert_eq!(refused(&mut book, come(2, other)), "appointment_used");
    assert_eq!(refused(&mut book, Command::Cancel { number: 2, moved: false }), "appointment_used");
    assert_eq!(refused(&mut book, come(1, ticket)), "appointment_cancelled");
    assert_eq!(refused(&mut book, come(9, ticket)), "appointment_unknown");
}

#[test]
fn an_appointment_is_for_its_hall_and_its_day_and_one_given_back_is_not_moved() {
    let mut book = Book1::with([1, 1, 1]);
    book.books(0, 0).expect("free");
    let elsewhere =
        |hall: &str, day| Command::Honour { number: 1, hall: hall.to_owned(), day, ticket: StreamId(7) };
    let code = |refused: Result<usize, Refusal>| refused.expect_err("refused").code;
    assert_eq!(code(book.try_to(elsewhere("P-BC", 20_261_202), 8 * HOUR)), "appointment_other_hall");
    assert_eq!(code(book.try_to(elsewhere("H1", 20_261_203), 8 * HOUR)), "appointment_other_day");
    assert_eq!(book.try_to(Command::Cancel { number: 1, moved: true }, 0), Ok(1));
    assert_eq!(code(book.try_to(Command::Cancel { number: 1, moved: true }, 0)), "appointment_cancelled");
}

#[test]
fn a_slot_closes_an_hour_before_it_begins_and_what_is_missing_is_said_at_once() {
    let mut book = Book1::with([1, 1, 1]);
    let late = book.books(0, 7 * HOUR + MINUTE).expect_err("too late for eight");
    assert_eq!(
        (late.code.as_str(), next_of(&late)),
        ("slot_closed", Some((8 * HOUR + 15 * MINUTE).to_string()))
    );
    assert_eq!(book.books(0, 7 * HOUR), Ok(1));
    let codes = |refusal: Refusal| refusal.violations.into_iter().map(|one| one.code).collect::<Vec<_>>();
    let unknown = book.try_to(wish(Some(9 * HOUR)), 0).expect_err("no such slot");
    assert_eq!(codes(unknown), ["slot_unknown"]);
    let Command::Book(nobody) = wish(None) else { panic!("a booking") };
    let nothing = book.try_to(Command::Book(Book { person: None, ..nobody }), 0).expect_err("nothing chosen");
    assert_eq!(codes(nothing), ["slot_missing", "person_missing"]);
}

proptest! {
    #[test]
    fn no_slot_ever_has_more_bookings_than_places(acts in prop::collection::vec((0..5_usize, 0..3_usize), 1..80)) {
        let mut book = Book1::with([1, 3, 2]);
        for (act, slot) in acts {
            let number = i64::try_from(slot).expect("few") + 1;
            let done = match act {
                0..=2 => book.books(slot, 0).map(|_| 1),
                3 => book.try_to(Command::Cancel { number, moved: act == slot }, 0),
                _ => book.try_to(come(number, StreamId(number)), 8 * HOUR),
            };
            if let (Err(refusal), Some(state)) = (done, &book.state)
                && refusal.code == "slot_full"
            {
                let asked = book.slots[slot];
                prop_assert_eq!(i64::try_from(state.taken(asked.from)).expect("few"), asked.places);
            }
            for slot in &book.slots {
                let taken = book.state.as_ref().map_or(0, |state| state.taken(slot.from));
                prop_assert!(i64::try_from(taken).expect("few") <= slot.places);
            }
        }
    }
}

#[test]
fn who_has_booked_is_reminded_once_and_who_gave_it_back_or_came_is_not() {
    let mut book = Book1::with([3, 1, 1]);
    for _ in 0..3 {
        book.books(0, 0).expect("free");
    }
    let remind = |number| Command::Remind { number };
    assert_eq!(book.try_to(remind(1), HOUR), Ok(1));
    assert_eq!(book.try_to(remind(1), 2 * HOUR), Ok(0), "the clock asks often");
    book.try_to(Command::Cancel { number: 2, moved: false }, HOUR).expect("given back");
    assert_eq!(book.try_to(remind(2), 2 * HOUR), Ok(0));
    assert_eq!(book.try_to(remind(3), 8 * HOUR), Ok(0), "the time has come, and gone");
    assert_eq!(book.try_to(remind(9), HOUR).expect_err("refused").code, "appointment_unknown");
}
