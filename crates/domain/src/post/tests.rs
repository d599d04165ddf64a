use super::*;
use crate::kernel::{Millis, Refusal, StreamId};

const HOUR: Millis = 3_600_000;

fn scan(code: &str) -> Command {
    let code = code.to_owned();
    Command::Scan(Scan { code, waits_from_earlier: false, yellow_at: 6 * HOUR, enter_by: 8 * HOUR })
}

fn enter(item: i64, dossier: i64) -> Command {
    Command::Enter { item, dossier: StreamId(dossier), end: PostEnd::Received }
}

fn strike(item: i64, reason: &str) -> Command {
    Command::Strike { item, reason: reason.to_owned() }
}

/// What came after these commands, and what the last one answered: how many events, or the refusal.
fn post(commands: Vec<(Millis, Command)>) -> (Option<State>, Result<usize, Refusal>) {
    let (mut state, mut last) = (None, Ok(0));
    for (now, command) in commands {
        last = decide(state.as_ref(), ("H1", 20_261_125), command, "ha.lt", now).map(|events| {
            for event in &events {
                state = Some(apply(state.take(), event));
            }
            events.len()
        });
    }
    (state, last)
}

fn refused(commands: Vec<(Millis, Command)>) -> String {
    post(commands).1.unwrap_err().code
}

/// What is wrong with a code.
fn wrong(typed: &str) -> String {
    let refusal = read_code(typed).expect_err(typed);
    assert_eq!((refusal.code.as_str(), refusal.violations.len()), ("post_code_unreadable", 1));
    refusal.violations[0].code.clone()
}

#[test]
fn envelopes_of_a_sack_are_scanned_in_and_each_is_entered_struck_or_waits() {
    let (state, last) = post(vec![
        (0, scan("EA123456785VN")),
        (1, scan("ee123456785vn")),
        (2, scan("GHN-88 77 66")),
        (3, enter(1, 77)),
        (4, strike(2, "Quét nhầm")),
    ]);
    assert_eq!(last, Ok(1));
    let state = state.unwrap();
    let words: Vec<(&str, &str)> =
        state.items.iter().map(|item| (item.code.as_str(), item.status.word())).collect();
    assert_eq!(words, [("EA123456785VN", "entered"), ("EE123456785VN", "struck"), ("GHN887766", "waiting")]);
}

#[test]
fn the_same_code_twice_is_refused_unless_the_first_was_struck() {
    let begun = vec![(0, scan("EA123456785VN"))];
    let again =
        |more: Vec<(Millis, Command)>| [begun.clone(), more, vec![(9, scan("ea123456785vn"))]].concat();
    assert_eq!(refused(again(vec![])), "post_item_twice", "it waits");
    assert_eq!(refused(again(vec![(1, enter(1, 77))])), "post_item_twice", "it was entered today");
    assert_eq!(post(again(vec![(1, strike(1, "Quét nhầm"))])).1, Ok(1), "it was struck");
    let earlier = Command::Scan(Scan {
        code: "EE123456785VN".to_owned(),
        waits_from_earlier: true,
        yellow_at: 0,
        enter_by: 0,
    });
    assert_eq!(refused(vec![(0, earlier)]), "post_item_twice", "it lies here since another day");
}

#[test]
fn the_check_digit_of_the_post_must_be_right() {
    // UPU S10: eleven minus the rest of the weighted sum by eleven, where 10 is written 0 and 11 is written 5.
    for right in ["EA123456785VN", "RR473124829VN", "EE000000005VN", "CP000000080VN"] {
        assert_eq!(read_code(right).as_deref(), Ok(right));
    }
    for digit in (b'0'..=b'9').map(char::from).filter(|digit| *digit != '5') {
        assert_eq!(wrong(&format!("EA12345678{digit}VN")), "post_code_check_digit", "{digit}");
    }
    assert_eq!(wrong("EA213456785VN"), "post_code_check_digit", "two digits changed places");
}

#[test]
fn couriers_have_codes_of_their_own_and_nothing_else_is_one() {
    for (typed, code) in [
        ("ghtk123", "GHTK123"),
        ("VTP 0012 3456 789", "VTP00123456789"),
        ("123456", "123456"),
        ("EA12345678VN", "EA12345678VN"),
        ("S1.2345.6789\r\n", "S123456789"),
    ] {
        assert_eq!(read_code(typed).as_deref(), Ok(code), "{typed}");
    }
    for typed in ["12345", &"A".repeat(31), "AB/123456", "<b>123456", "mã 123456", "１２３４５６"] {
        assert_eq!(wrong(typed), "post_code_malformed", "{typed}");
    }
    assert_eq!(wrong("  - "), "post_code_missing");
}

#[test]
fn letters_an_input_method_made_are_taken_apart_where_the_check_digit_proves_it() {
    for (came, code) in [
        ("Ê123456785VN", "EE123456785VN"),
        ("Đ123456785VN", "DD123456785VN"),
        ("Á123456785VN", "AS123456785VN"),
        ("EÁ23456785VN", "EA123456785VN"),
        ("Á1234567855VN", ""),
        ("Ê123456784VN", ""),
    ] {
        match read_code(came) {
            Ok(read) => assert_eq!(read, code, "{came}"),
            Err(refusal) => {
                assert_eq!((code, refusal.violations[0].code.as_str()), ("", "post_code_malformed"));
            }
        }
    }
}

#[test]
fn what_was_said_of_an_item_stays_said() {
    let begun = || vec![(0, scan("EA123456785VN")), (0, scan("GHN887766"))];
    let then = |more: Vec<(Millis, Command)>| [begun(), more].concat();
    let draft = |item, dossier| Command::Draft { item, dossier: StreamId(dossier) };
    assert_eq!(post(then(vec![(1, draft(1, 7)), (2, draft(1, 7))])).1, Ok(0), "it is kept already");
    let (state, last) = post(then(vec![(1, draft(1, 7)), (2, enter(1, 7)), (3, enter(1, 7))]));
    assert_eq!(last, Ok(0), "it is entered already");
    assert_eq!(
        state.unwrap().item(1).unwrap().status,
        PostStatus::Entered { dossier: StreamId(7), end: PostEnd::Received, by: "ha.lt".to_owned(), at: 2 }
    );
    for after in [enter(1, 8), draft(1, 8), strike(1, "Nhầm")] {
        assert_eq!(refused(then(vec![(1, enter(1, 7)), (2, after)])), "post_item_decided");
    }
    for after in [enter(1, 8), draft(1, 8)] {
        assert_eq!(refused(then(vec![(1, strike(1, "Nhầm")), (2, after)])), "post_item_decided");
    }
    assert_eq!(post(then(vec![(1, strike(1, "Nhầm")), (2, strike(1, ""))])).1, Ok(0));
    assert_eq!(refused(then(vec![(1, strike(1, "  "))])), "reason_missing");
    assert_eq!(refused(then(vec![(1, enter(3, 7))])), "post_item_unknown");
    assert_eq!(refused(vec![(1, strike(1, "Nhầm"))]), "post_item_unknown");
}

#[test]
fn a_sack_is_closed_once_and_what_comes_after_is_in_the_next() {
    let close = |sack| Command::CloseSack { sack };
    assert_eq!(refused(vec![(0, close(1))]), "post_sack_empty");
    let (state, last) =
        post(vec![(0, scan("EA123456785VN")), (1, close(1)), (2, scan("GHN887766")), (3, close(1))]);
    assert_eq!(last, Ok(0), "it is closed already");
    let state = state.unwrap();
    assert_eq!((state.of_sack(1).count(), state.of_sack(2).count(), state.sack_now()), (1, 1, 2));
    let closed = |more: Vec<Command>| {
        let all = [vec![scan("EA123456785VN"), close(1)], more].concat();
        refused(all.into_iter().map(|command| (0, command)).collect())
    };
    assert_eq!(closed(vec![close(2)]), "post_sack_empty");
    assert_eq!(closed(vec![close(3)]), "post_sack_unknown");
    assert_eq!(closed(vec![close(0)]), "post_sack_unknown");
}

#[test]
fn a_day_holds_so_many_and_says_so() {
    let mut all: Vec<(Millis, Command)> =
        (0..MOST_ITEMS).map(|at| (0, scan(&format!("GHN{at:06}")))).collect();
    assert_eq!(post(all.clone()).1, Ok(1));
    all.push((1, scan("GHN999999")));
    assert_eq!(refused(all), "post_day_full");
}

proptest::proptest! {
    #[test]
    fn whatever_is_asked_an_item_is_decided_once_and_no_code_waits_twice(
        asked in proptest::collection::vec((0_usize..6, 1_i64..5, 0_i64..3), 0..60)
    ) {
        let codes = ["EA123456785VN", "EE000000005VN", "GHN887766", "VTP123456"];
        let mut state: Option<State> = None;
        let mut decided = std::collections::BTreeSet::new();
        for (now, (what, item, dossier)) in (1_i64..).zip(asked) {
            let place = usize::try_from(item - 1).expect("from one");
            let command = match what {
                0 | 1 => scan(codes[place]),
                2 => Command::Draft { item, dossier: StreamId(dossier) },
                3 => enter(item, dossier),
                4 => strike(item, "Nhầm"),
                _ => Command::CloseSack { sack: state.as_ref().map_or(1, State::sack_now) },
            };
            for event in decide(state.as_ref(), ("H1", 20_261_125), command, "ha.lt", now).unwrap_or_default() {
                match &event {
                    Event::PostItemEntered { item, .. } | Event::PostItemStruck { item, .. } => {
                        proptest::prop_assert!(decided.insert(*item), "item {item} decided twice");
                    }
                    _ => {}
                }
                state = Some(apply(state.take(), &event));
            }
            let items = state.as_ref().map_or(&[][..], |post| &post.items);
            let there = |item: &&PostItem| !matches!(item.status, PostStatus::Struck { .. });
            let kept: Vec<&str> = items.iter().filter(there).map(|item| item.code.as_str()).collect();
            let once: std::collections::BTreeSet<&str> = kept.iter().copied().collect();
            proptest::prop_assert_eq!(once.len(), kept.len());
            proptest::prop_assert!(items.is_sorted_by_key(|item| (item.sack, item.number)));
        }
    }
}
