use super::*;
use crate::kernel::{Millis, Refusal, StreamId};
use calendar::{CalendarFile, WorkCalendar};

const CALENDAR: &str = include_str!("../../../../data/calendars/vn-public.toml");

fn listed(dossier: i64) -> Listed {
    Listed {
        dossier: StreamId(dossier),
        code: format!("H49-260316-{dossier:04}"),
        matter: "Sang tên quyền sử dụng đất".to_owned(),
        originals: 2,
        papers: 3,
        travel_by: 100,
    }
}

fn draw(dossiers: &[i64]) -> Command {
    Command::Draw(Draw {
        hall: "H1".to_owned(),
        from: "hall".to_owned(),
        to: "land".to_owned(),
        day: 20_260_316,
        lines: dossiers.iter().copied().map(listed).collect(),
        confirm_by: 1_000,
    })
}

fn receive(dossiers: &[i64]) -> Command {
    Command::Receive { dossiers: dossiers.iter().copied().map(StreamId).collect() }
}

fn strike(dossier: i64, reason: &str) -> Command {
    Command::Strike { dossier: StreamId(dossier), reason: reason.to_owned() }
}

/// The list after these commands, and what the last one answered: how many events, or the code of the refusal.
fn list(commands: Vec<(&str, Millis, Command)>) -> (Option<State>, Result<usize, String>) {
    let (mut state, mut last) = (None, Ok(0));
    for (by, now, command) in commands {
        last = decide(state.as_ref(), command, by, now)
            .map(|events| {
                for mut event in events.iter().cloned() {
                    event.fill(&mut |_| 3);
                    state = Some(apply(state.take(), &event));
                }
                events.len()
            })
            .map_err(|refusal: Refusal| refusal.code);
    }
    (state, last)
}

#[test]
fn a_list_is_closed_once_every_line_is_received_or_struck_out() {
    let (state, last) = list(vec![
        ("lan", 0, draw(&[1, 2, 3])),
        ("minh", 10, receive(&[1, 2, 2])),
        ("minh", 20, strike(3, "Không có trong túi")),
    ]);
    assert_eq!(last, Ok(1));
    let state = state.unwrap();
    assert_eq!((state.waiting(), state.struck(), state.closed_at), (0, 1, Some(20)));
    assert_eq!(label(state.day, state.number), "03/160326");
    let outcome = &state.line(StreamId(3)).unwrap().outcome;
    assert!(matches!(outcome, LineOutcome::Struck { reason, .. } if reason == "Không có trong túi"));
}

#[test]
fn who_gives_does_not_also_receive() {
    for command in [receive(&[1]), strike(1, "Thiếu")] {
        let (_, last) = list(vec![("lan", 0, draw(&[1])), ("lan", 10, command)]);
        assert_eq!(last, Err("handover_received_by_its_giver".to_owned()));
    }
}

#[test]
fn what_was_said_of_a_line_stays_said() {
    let begun =
        || vec![("lan", 0, draw(&[1, 2])), ("minh", 10, receive(&[1])), ("minh", 11, strike(2, "Thiếu"))];
    let then = |command| {
        let mut all = begun();
        all.push(("minh", 20, command));
        list(all).1
    };
    assert_eq!(then(receive(&[1])), Ok(0), "it is so already");
    assert_eq!(then(strike(2, "")), Ok(0), "it is so already");
    assert_eq!(then(strike(1, "Thiếu")), Err("handover_line_decided".to_owned()));
    assert_eq!(then(receive(&[2])), Err("handover_line_decided".to_owned()));
    assert_eq!(then(receive(&[9])), Err("handover_line_unknown".to_owned()));
    assert_eq!(then(receive(&[])), Err("handover_none_chosen".to_owned()));
}

#[test]
fn a_list_has_lines_not_too_many_and_each_dossier_once() {
    assert_eq!(list(vec![("lan", 0, draw(&[]))]).1, Err("handover_empty".to_owned()));
    assert_eq!(list(vec![("lan", 0, draw(&[1, 1]))]).1, Err("handover_line_twice".to_owned()));
    let many: Vec<i64> = (0..=50).collect();
    assert_eq!(list(vec![("lan", 0, draw(&many))]).1, Err("handover_too_long".to_owned()));
    assert_eq!(list(vec![("lan", 0, draw(&many[1..]))]).1, Ok(1));
    let silent = list(vec![("lan", 0, draw(&[1])), ("minh", 10, strike(1, "  "))]).1;
    assert_eq!(silent, Err("reason_missing".to_owned()));
    assert_eq!(list(vec![("minh", 0, receive(&[1]))]).1, Err("handover_unknown".to_owned()));
}

#[test]
fn papers_are_to_be_listed_soon_after_the_cut_or_the_opening() {
    let calendar = WorkCalendar::build(&CalendarFile::parse(CALENDAR).unwrap(), &[]).unwrap();
    let at = |local: &str| calendar.instant(local).unwrap();
    let half_an_hour = 30 * 60_000;
    let by = |travel_by: &str| list_by(&calendar, at(travel_by), 900, half_an_hour);
    assert_eq!(by("2026-11-25T17:00"), at("2026-11-25T15:30"), "the same day: at the cut");
    assert_eq!(by("2026-11-26T07:00"), at("2026-11-26T07:30"), "the next day: at the opening");
    let long = list_by(&calendar, at("2026-11-25T17:00"), 900, 10 * half_an_hour);
    assert_eq!(long, at("2026-11-25T17:00"), "never later than the law has it");
}

#[test]
fn a_list_is_confirmed_the_same_working_day() {
    let calendar = WorkCalendar::build(&CalendarFile::parse(CALENDAR).unwrap(), &[]).unwrap();
    let at = |local: &str| calendar.instant(local).unwrap();
    for (drawn, by) in [
        ("2026-11-25T08:00", "2026-11-25T17:00"),
        ("2026-11-25T12:00", "2026-11-25T17:00"),
        ("2026-11-25T18:00", "2026-11-26T17:00"),
        ("2026-11-27T17:30", "2026-11-30T17:00"),
    ] {
        assert_eq!(confirm_by(&calendar, at(drawn)), Ok(at(by)), "{drawn}");
    }
}
