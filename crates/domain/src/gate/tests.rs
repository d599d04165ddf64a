use super::*;
use crate::kernel::{Millis, Refusal};
use proptest::prelude::*;

const MINUTE: Millis = 60_000;

const fn rules(capacity: i64) -> GateRules {
    GateRules { capacity: Some(capacity), called_ms: 5 * MINUTE, twice_ms: 10_000 }
}

const DAY: i64 = 20_261_129;

fn scan(arrival: i64, may_enter: bool) -> Command {
    Command::Scan { arrival: StreamId(arrival), pass: ("H1".to_owned(), DAY), may_enter }
}

/// A gate and its clock.
struct Gate {
    state: Option<State>,
    now: Millis,
    rules: GateRules,
}

impl Gate {
    const fn of(capacity: i64) -> Self {
        Self { state: None, now: 0, rules: rules(capacity) }
    }

    fn asked(&mut self, command: &Command) -> Result<Vec<&'static str>, Refusal> {
        let events = decide(self.state.as_ref(), ("H1", DAY), command, self.rules, self.now)?;
        for event in &events {
            self.state = Some(apply(self.state.take(), event));
        }
        Ok(events.iter().map(Event::name).filter(|name| *name != "GateOpened").collect())
    }

    /// A pass is scanned, a minute after what was before.
    fn scan(&mut self, arrival: i64) -> Vec<&'static str> {
        self.now += MINUTE;
        self.asked(&scan(arrival, true)).unwrap()
    }

    fn at(&self, place: Place) -> Vec<i64> {
        let visitors = self.state.iter().flat_map(|gate| &gate.visitors);
        visitors.filter(|visitor| visitor.place == place).map(|visitor| visitor.arrival.0).collect()
    }
}

#[test]
fn who_comes_to_a_full_hall_waits_in_order_and_is_called_when_somebody_leaves() {
    let mut gate = Gate::of(2);
    assert_eq!(gate.scan(1), ["GateEntered"]);
    assert_eq!(gate.scan(2), ["GateEntered"]);
    assert_eq!(gate.scan(3), ["GateHeld"]);
    assert_eq!(gate.scan(4), ["GateHeld"]);
    assert_eq!(gate.scan(3), Vec::<&str>::new(), "asking again changes nothing");
    assert_eq!(gate.scan(2), ["GateLeft", "GateCalled"]);
    assert_eq!((gate.at(Place::Called), gate.at(Place::Line)), (vec![3], vec![4]));
    assert_eq!(gate.scan(5), ["GateHeld"], "a kept place is nobody else's");
    assert_eq!(gate.scan(3), ["GateEntered"]);
    assert_eq!(gate.at(Place::Inside), [1, 3]);
}

#[test]
fn who_was_called_and_did_not_come_loses_the_place_and_keeps_the_head_of_the_line() {
    let mut gate = Gate::of(1);
    gate.scan(1);
    gate.scan(2);
    gate.scan(3);
    gate.scan(1);
    assert_eq!(gate.at(Place::Called), [2]);
    gate.now += 6 * MINUTE;
    assert_eq!(gate.asked(&Command::Look).unwrap(), ["GatePassedOver", "GateCalled"]);
    assert_eq!((gate.at(Place::Called), gate.at(Place::Away)), (vec![3], vec![2]));
    gate.scan(3);
    gate.scan(4);
    assert_eq!(gate.scan(2), ["GateReturned"], "full: in line again");
    assert_eq!(gate.scan(3), ["GateLeft", "GateCalled"]);
    assert_eq!(gate.at(Place::Called), [2], "before 4, who came later");
}

#[test]
fn a_pass_that_the_scanner_reads_twice_does_not_carry_its_holder_out() {
    let mut gate = Gate::of(9);
    gate.scan(1);
    gate.now += 2_000;
    assert_eq!(gate.asked(&scan(1, true)), Ok(Vec::new()));
    assert_eq!(gate.at(Place::Inside), [1]);
}

#[test]
fn a_pass_is_for_its_hall_and_its_day() {
    let mut gate = Gate::of(9);
    let pass = |hall: &str, day| Command::Scan {
        arrival: StreamId(1),
        pass: (hall.to_owned(), day),
        may_enter: true,
    };
    assert_eq!(gate.asked(&pass("P-BC", DAY)).unwrap_err().code, "pass_other_hall");
    assert_eq!(gate.asked(&pass("H1", DAY - 1)).unwrap_err().code, "pass_other_day");
    assert_eq!(gate.state, None);
}

#[test]
fn who_is_to_be_tested_is_not_let_in_by_a_scan_but_may_leave() {
    let mut gate = Gate::of(9);
    let held_back = scan(1, false);
    assert_eq!(gate.asked(&held_back).unwrap_err().code, "arrival_not_cleared");
    gate.scan(1);
    gate.now += MINUTE;
    assert_eq!(gate.asked(&held_back), Ok(vec!["GateLeft"]));
}

#[test]
fn a_person_who_counts_sets_the_number_and_calls_in_whom_it_makes_room_for() {
    let mut gate = Gate::of(3);
    for arrival in 1..=5 {
        gate.scan(arrival);
    }
    assert_eq!(
        gate.asked(&Command::Count { inside: 1 }).unwrap(),
        ["GateCounted", "GateCalled", "GateCalled"]
    );
    assert_eq!(gate.state.as_ref().unwrap().inside(), 1);
    assert_eq!(gate.asked(&Command::Count { inside: -1 }).unwrap_err().code, "gate_count_malformed");
}

#[test]
fn without_a_capacity_nobody_waits() {
    let mut gate = Gate::of(0);
    gate.rules.capacity = None;
    assert_eq!(gate.scan(1), ["GateEntered"]);
}

#[test]
fn that_declarations_were_removed_is_said_once() {
    let mut gate = Gate::of(1);
    assert_eq!(gate.asked(&Command::NoteRemoved { count: 3 }).unwrap(), ["DeclarationsRemoved"]);
    assert_eq!(gate.asked(&Command::NoteRemoved { count: 0 }), Ok(Vec::new()));
    assert_eq!(gate.state.unwrap().removed, Some((3, 0)));
}

fn acts() -> impl Strategy<Value = Vec<(u8, i64, i64)>> {
    prop::collection::vec((0_u8..10, 0_i64..12, 0_i64..400), 1..80)
}

proptest! {
    /// Whatever is scanned in whatever order: never more inside than fit, nobody overtaken, nobody forgotten.
    #[test]
    fn a_gate_never_lets_in_more_than_fit_and_calls_in_the_order_of_the_line(acts in acts(), capacity in 1_i64..4) {
        let mut gate = Gate::of(capacity);
        for (act, arrival, seconds) in acts {
            gate.now += seconds * 1_000;
            let before = gate.state.clone();
            let arrival = StreamId(arrival);
            let command = match act {
                0 => Command::Look,
                1 => Command::GiveUp { arrival },
                _ => scan(arrival.0, true),
            };
            let events = decide(before.as_ref(), ("H1", DAY), &command, gate.rules, gate.now).unwrap();
            for event in &events {
                let waiting = gate.state.iter().flat_map(|gate| &gate.visitors);
                let first = waiting.filter(|one| one.place == Place::Line).map(|one| (one.joined, one.arrival)).min();
                if let Event::GateCalled { arrival, .. } = event {
                    prop_assert_eq!(first.map(|(_, first)| first), Some(*arrival), "the first in line");
                }
                gate.state = Some(apply(gate.state.take(), event));
            }
            let Some(now) = &gate.state else { continue };
            prop_assert!(now.inside() + now.count(Place::Called) <= capacity);
            let free = now.inside() + now.count(Place::Called) < capacity;
            prop_assert!(!free || now.count(Place::Line) == 0, "a free place and somebody who waits");
            // Who waited and neither came in nor went is still there.
            for visitor in before.iter().flat_map(|gate| &gate.visitors) {
                let gone = events.iter().any(|event| matches!(
                    event,
                    Event::GateLeft { arrival, .. } | Event::GateGivenUp { arrival, .. } if *arrival == visitor.arrival
                ));
                prop_assert!(gone || now.visitor(visitor.arrival).is_some());
            }
        }
    }
}
