use super::*;
use crate::kernel::{Millis, Refusal, StreamId};

const MINUTE: Millis = 60_000;
const HOUR: Millis = 60 * MINUTE;

fn issue(slips: i64) -> Command {
    Command::Issue { hall: "H1".to_owned(), counter: "05".to_owned(), slips }
}

fn enter(slip: i64, received_at: Millis) -> Enter {
    Enter {
        slip,
        dossier: StreamId(100 + slip),
        received_at,
        cash_vnd: None,
        counter: "05".to_owned(),
        was_open: true,
        within_ms: 72 * HOUR,
    }
}

/// The pad after these commands, each of somebody at an instant, and what the last one answered.
fn pad(commands: Vec<(&str, Millis, Command)>) -> (Option<State>, Result<usize, Refusal>) {
    let (mut state, mut last) = (None, Ok(0));
    for (by, now, command) in commands {
        last = decide(state.as_ref(), command, by, now).map(|events| {
            for mut event in events.iter().cloned() {
                event.fill(&mut |_| 12);
                state = Some(apply(state.take(), &event));
            }
            events.len()
        });
    }
    (state, last)
}

fn violations(answer: Result<usize, Refusal>) -> Vec<String> {
    let refusal = answer.unwrap_err();
    assert_eq!(refusal.code, "slip_not_believed");
    refusal.violations.into_iter().map(|violation| violation.code).collect()
}

#[test]
fn a_slip_filled_in_without_power_is_entered_and_confirmed_by_somebody_else() {
    let (state, last) = pad(vec![
        ("lan", 0, issue(20)),
        ("lan", 3 * HOUR, Command::Enter(enter(1, 2 * HOUR))),
        ("anh", 4 * HOUR, Command::Confirm { slip: 1 }),
        ("anh", 5 * HOUR, Command::Confirm { slip: 1 }),
    ]);
    assert_eq!(last, Ok(0), "it is confirmed already");
    let state = state.unwrap();
    let slip = state.slip(1).unwrap();
    assert_eq!((slip.received_at, slip.entered_at), (Some(2 * HOUR), 3 * HOUR));
    assert_eq!(slip.outcome, SlipStatus::Confirmed { by: "anh".to_owned(), at: 4 * HOUR });
    assert_eq!((state.blank(), label(state.number, 1).as_str()), (19, "G012-01"));
}

#[test]
fn nobody_confirms_what_they_entered() {
    let (_, last) = pad(vec![
        ("lan", 0, issue(20)),
        ("lan", 3 * HOUR, Command::Enter(enter(1, 2 * HOUR))),
        ("lan", 4 * HOUR, Command::Confirm { slip: 1 }),
    ]);
    assert_eq!(last.unwrap_err().code, "slip_confirmed_by_oneself");
}

#[test]
fn a_time_that_cannot_be_true_is_refused_and_says_why() {
    let asked = |enter: Enter, now: Millis| {
        violations(pad(vec![("lan", HOUR, issue(5)), ("lan", now, Command::Enter(enter))]).1)
    };
    assert_eq!(asked(enter(1, 3 * HOUR + 1), 3 * HOUR), ["slip_ahead_of_the_clock"]);
    assert_eq!(asked(enter(1, HOUR - 1), 3 * HOUR), ["slip_before_its_pad"]);
    assert_eq!(asked(enter(1, HOUR), HOUR + 72 * HOUR + 1), ["slip_too_late"]);
    let closed = Enter { was_open: false, counter: "06".to_owned(), ..enter(1, 2 * HOUR) };
    assert_eq!(asked(closed, 3 * HOUR), ["slip_of_another_counter", "slip_outside_hours"]);
    let (_, just) = pad(vec![("lan", HOUR, issue(5)), ("lan", 73 * HOUR, Command::Enter(enter(1, HOUR)))]);
    assert_eq!(just, Ok(1), "the first and the last instant are right");
}

#[test]
fn a_slip_has_one_dossier_and_one_that_was_sent_back_is_entered_again() {
    let first = Command::Enter(enter(2, 2 * HOUR));
    let another = Command::Enter(Enter { dossier: StreamId(999), ..enter(2, 2 * HOUR) });
    let back = Command::SendBack { slip: 2, reason: "Giờ trên phiếu là 9:15".to_owned() };
    let begun = vec![("lan", 0, issue(5)), ("lan", 3 * HOUR, first.clone())];
    let twice = [begun.clone(), vec![("lan", 3 * HOUR, first.clone())]].concat();
    assert_eq!(pad(twice).1.unwrap_err().code, "slip_used");
    let returned = [begun, vec![("anh", 4 * HOUR, back)]].concat();
    let by_another = [returned.clone(), vec![("lan", 5 * HOUR, another)]].concat();
    assert_eq!(pad(by_another).1.unwrap_err().code, "slip_used");
    let again = Command::Enter(enter(2, 2 * HOUR + 15 * MINUTE));
    let (state, last) = pad([returned, vec![("lan", 5 * HOUR, again)]].concat());
    assert_eq!(last, Ok(1));
    let slip = state.unwrap().slip(2).cloned().unwrap();
    assert_eq!((slip.outcome, slip.received_at), (SlipStatus::Entered, Some(2 * HOUR + 15 * MINUTE)));
}

#[test]
fn a_spoiled_slip_is_never_used_and_a_used_one_not_spoiled() {
    let spoil = |slip| Command::Spoil { slip, reason: "Viết hỏng".to_owned() };
    let spoiled = vec![("lan", 0, issue(5)), ("lan", HOUR, spoil(3))];
    let used = [spoiled.clone(), vec![("lan", 3 * HOUR, Command::Enter(enter(3, 2 * HOUR)))]].concat();
    assert_eq!(pad(used).1.unwrap_err().code, "slip_used");
    let confirmed = [spoiled.clone(), vec![("anh", 3 * HOUR, Command::Confirm { slip: 3 })]].concat();
    assert_eq!(pad(confirmed).1.unwrap_err().code, "slip_not_entered");
    let late = vec![
        ("lan", 0, issue(5)),
        ("lan", 3 * HOUR, Command::Enter(enter(1, HOUR))),
        ("lan", 4 * HOUR, spoil(1)),
    ];
    assert_eq!(pad(late).1.unwrap_err().code, "slip_used");
    let silent = Command::Spoil { slip: 4, reason: " ".to_owned() };
    assert_eq!(pad(vec![("lan", 0, issue(5)), ("lan", HOUR, silent)]).1.unwrap_err().code, "reason_missing");
}

#[test]
fn a_pad_has_as_many_slips_as_were_printed_and_no_more_than_a_day_needs() {
    assert_eq!(pad(vec![("lan", 0, issue(0))]).1.unwrap_err().code, "pad_size");
    assert_eq!(pad(vec![("lan", 0, issue(51))]).1.unwrap_err().code, "pad_size");
    for slip in [0, 6] {
        let (_, last) = pad(vec![("lan", 0, issue(5)), ("lan", HOUR, Command::Enter(enter(slip, 0)))]);
        assert_eq!(last.unwrap_err().code, "slip_unknown");
    }
    assert_eq!(pad(vec![("lan", 0, Command::Confirm { slip: 1 })]).1.unwrap_err().code, "pad_unknown");
}

#[test]
fn a_number_is_read_as_people_type_it() {
    for typed in ["G012-07", " g12-7", "G012 07", "g012/7", "G12.07"] {
        assert_eq!(read_label(typed), Some((12, 7)), "{typed}");
    }
    for typed in ["", "G", "G012", "012-07", "G-7", "G12-", "G0-1", "Gx-1", "G1234567-1", "G12-+7"] {
        assert_eq!(read_label(typed), None, "{typed}");
    }
}

proptest::proptest! {
    #[test]
    fn whatever_is_asked_a_slip_is_confirmed_at_most_once_and_never_by_whoever_entered_it(
        asked in proptest::collection::vec((0_usize..4, 1_i64..4, 0_usize..2, 0_i64..3), 0..60)
    ) {
        let people = ["lan", "anh"];
        let mut state = None;
        let mut confirmed = std::collections::BTreeSet::new();
        let first = [(2, 1, 0, 0)];
        for (now, (what, slip, who, dossier)) in (1_i64..).zip(first.into_iter().chain(asked)) {
            let command = match (state.is_none(), what) {
                (true, _) => issue(3),
                (_, 0) => Command::Enter(Enter { dossier: StreamId(dossier), ..enter(slip, now) }),
                (_, 1) => Command::Confirm { slip },
                (_, 2) => Command::SendBack { slip, reason: "Sai giờ".to_owned() },
                _ => Command::Spoil { slip, reason: "Hỏng".to_owned() },
            };
            for mut event in decide(state.as_ref(), command, people[who], now).unwrap_or_default() {
                event.fill(&mut |_| 1);
                if let Event::SlipConfirmed { slip, by, .. } = &event {
                    proptest::prop_assert!(confirmed.insert(*slip), "slip {slip} confirmed twice");
                    let entered = state.as_ref().and_then(|pad: &State| pad.slip(*slip)).expect("entered");
                    proptest::prop_assert_ne!(by, &entered.entered_by);
                }
                state = Some(apply(state.take(), &event));
            }
            let pad = state.as_ref().expect("the first one issues it");
            proptest::prop_assert!(pad.used.is_sorted_by_key(|slip| slip.number) && pad.blank() >= 0);
        }
    }
}
