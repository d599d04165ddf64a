use super::*;
use crate::kernel::StreamId;

fn start() -> Command {
    Command::Start(Start {
        hall: "H1".to_owned(),
        day: 20_261_123,
        counter: "C5".to_owned(),
        person: "lan".to_owned(),
        ticket: Some(StreamId(3)),
        ticket_label: "D003".to_owned(),
        taken_at: Some(1_000),
    })
}

#[test]
fn a_visit_keeps_which_dossiers_it_touched_and_is_closed_for_good() {
    let mut state = None;
    for command in [start(), Command::Touch { dossier: StreamId(8), act: "received" }, Command::Finish] {
        for event in decide(state.as_ref(), command, 61_000).unwrap() {
            state = Some(apply(state.take(), &event));
        }
    }
    let visit = state.unwrap();
    assert_eq!((visit.waited_ms, visit.finished_at), (60_000, Some(61_000)));
    assert_eq!(views(&visit, StreamId(1)).rows.len(), 2);
    let touch = decide(Some(&visit), Command::Touch { dossier: StreamId(9), act: "received" }, 70_000);
    assert_eq!(touch.unwrap_err().code, "visit_finished");
    assert_eq!(decide(Some(&visit), Command::Finish, 70_000), Ok(Vec::new()));
}
