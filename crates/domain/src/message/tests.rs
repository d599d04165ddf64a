use super::*;
use crate::kernel::{Refusal, StreamId, SubjectId};

fn request() -> Command {
    Command::Request(Request {
        about: About::Dossier(StreamId(1)),
        subject: SubjectId(2),
        template: "received".to_owned(),
        channel: Channel::Sms,
    })
}

fn sent(ids: &[&str]) -> Command {
    Command::NoteSent { provider_ids: ids.iter().map(|&id| id.to_owned()).collect() }
}

fn delivered(id: &str) -> Command {
    Command::NoteDelivered { provider_id: id.to_owned() }
}

fn run(commands: Vec<Command>) -> (State, Result<usize, Refusal>) {
    let (mut state, mut last) = (None, Ok(0));
    for command in commands {
        last = decide(state.as_ref(), command, 5).map(|events| {
            for event in &events {
                state = Some(apply(state.take(), event));
            }
            events.len()
        });
    }
    (state.unwrap(), last)
}

#[test]
fn a_message_of_three_parts_is_delivered_when_the_last_part_is() {
    let (message, last) = run(vec![
        request(),
        Command::BeginSending,
        sent(&["a", "b", "c"]),
        delivered("b"),
        delivered("b"),
        delivered("a"),
    ]);
    assert_eq!((message.status, last), (Status::Sent, Ok(1)), "a receipt that comes twice counts once");
    let (message, _) = run(vec![request(), Command::BeginSending, sent(&["a"]), delivered("a")]);
    assert_eq!(message.status, Status::Delivered);
}

#[test]
fn a_message_in_doubt_is_not_sent_again_on_its_own() {
    let doubt = Command::NoteInDoubt { failure: "no_answer".to_owned() };
    let (message, last) = run(vec![request(), Command::BeginSending, doubt, Command::BeginSending]);
    assert_eq!(message.status, Status::InDoubt);
    assert_eq!(last.unwrap_err().code, "message_not_waiting");
}

#[test]
fn a_message_the_centre_put_off_may_be_tried_again() {
    let later = Command::Postpone { failure: "throttled".to_owned() };
    let (message, last) = run(vec![request(), Command::BeginSending, later, Command::BeginSending]);
    assert_eq!((message.attempts, last), (2, Ok(1)));
}

#[test]
fn two_senders_cannot_both_begin_the_same_message() {
    assert_eq!(
        run(vec![request(), Command::BeginSending, Command::BeginSending]).1.unwrap_err().code,
        "message_not_waiting"
    );
}

#[test]
fn the_receipt_of_every_part_is_found_by_the_id_the_centre_gave_it() {
    let (message, _) = run(vec![request(), Command::BeginSending, sent(&["a", "b", "c"]), delivered("b")]);
    let ids: Vec<_> = views(&message, crate::kernel::StreamId(9))
        .rows
        .into_iter()
        .filter(|row| row.table == "message_part_row")
        .map(|row| row.columns[0].1.clone())
        .collect();
    assert_eq!(ids, ["a".into(), "b".into(), "c".into()]);
}
