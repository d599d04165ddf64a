use super::*;
use crate::kernel::{Refusal, StreamId};

fn open(person: &str) -> Command {
    Command::Open {
        hall: "H1".to_owned(),
        code: "C5".to_owned(),
        number: 5,
        person: person.to_owned(),
        position: "P".to_owned(),
    }
}

fn call(ticket: i64) -> Command {
    Command::Call { ticket: StreamId(ticket), label: format!("A{ticket:03}") }
}

fn run(commands: Vec<Command>) -> (Option<State>, Result<usize, Refusal>) {
    let mut state = None;
    let mut last = Ok(0);
    for command in commands {
        last = decide(state.as_ref(), command, 0).map(|events| {
            let count = events.len();
            for event in &events {
                state = Some(apply(state.take(), event));
            }
            count
        });
    }
    (state, last)
}

#[test]
fn a_counter_calls_one_ticket_at_a_time() {
    let (state, last) = run(vec![open("lan"), call(1), call(2)]);
    assert_eq!(last.unwrap_err().code, "counter_busy");
    let (_, last) = run(vec![open("lan"), call(1), Command::Free, call(2)]);
    assert_eq!(last, Ok(1));
    assert_eq!(state.unwrap().current.unwrap().label, "A001");
}

#[test]
fn two_officers_do_not_sit_at_one_counter() {
    assert_eq!(run(vec![open("lan"), open("hoa")]).1.unwrap_err().code, "counter_held_by_other");
    assert_eq!(run(vec![open("lan"), Command::Close, open("hoa")]).1, Ok(1));
}

#[test]
fn a_counter_is_not_left_while_somebody_sits_there() {
    let sits = vec![open("lan"), call(1), Command::Serve { visit: StreamId(9) }];
    for leave in [Command::Pause, Command::Close] {
        let mut commands = sits.clone();
        commands.push(leave);
        assert_eq!(run(commands).1.unwrap_err().code, "counter_busy");
    }
}

#[test]
fn a_closed_counter_calls_nobody() {
    assert_eq!(run(vec![call(1)]).1.unwrap_err().code, "counter_not_open");
    assert_eq!(run(vec![open("lan"), Command::Pause, call(1)]).1.unwrap_err().code, "counter_not_open");
}

#[test]
fn a_counter_has_the_same_stream_on_every_server() {
    assert_eq!(stream_of("H1", "C5"), stream_of("H1", "C5"));
    assert_ne!(stream_of("H1", "C5"), stream_of("H1", "C6"));
    assert!(stream_of("H1", "C5").0 < 0, "never meets an id made from time");
}
