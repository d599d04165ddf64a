//! Yellow, red, late, escalated: facts of the instant the time was gone, told once.

use super::centre::*;
use domain::dossier::{Command, Event, StepKind};

#[test]
fn a_step_turns_yellow_with_a_fifth_of_its_time_left_and_red_when_it_is_gone() {
    let mut centre = Centre::at("2021-06-29T08:30");
    centre.receives(suspension()).assigns("hoa", "binh");
    let open = centre.dossier().open_turn().unwrap();
    let lamps = (centre.local(open.yellow_at.unwrap()), centre.local(open.red_at.unwrap()));
    assert_eq!(
        lamps,
        ("2021-06-29T16:54".to_owned(), "2021-06-30T08:30".to_owned()),
        "96 of 480 minutes are left"
    );
}

#[test]
fn red_is_told_once_with_the_instant_the_time_was_gone_and_who_is_late() {
    let mut centre = Centre::at("2021-06-29T08:30");
    centre.receives(suspension()).assigns("hoa", "binh");
    let red = Command::MarkRed { turn: 3 };
    assert_eq!(
        centre.it_is("2021-06-30T08:30").try_to(red.clone()),
        Ok(Vec::new()),
        "the last minute is still on time"
    );
    let told = centre.it_is("2021-07-05T11:00").try_to(red.clone()).unwrap();
    let [Event::StepTurnedRed { unit, person, at, .. }] = told.as_slice() else { panic!("red") };
    assert_eq!(
        (unit.as_str(), person.as_str(), centre.local(*at).as_str()),
        ("business", "binh", "2021-06-30T08:30")
    );
    assert_eq!(centre.try_to(red), Ok(Vec::new()));
}

#[test]
fn a_step_finished_late_before_the_clock_noticed_still_turns_red() {
    let mut centre = Centre::at("2021-06-29T08:30");
    centre
        .receives(suspension())
        .assigns("hoa", "binh")
        .drafts("binh")
        .it_is("2021-06-30T09:00")
        .finishes("binh");
    assert_eq!(centre.try_to(Command::MarkRed { turn: 3 }).unwrap().len(), 1);
}

#[test]
fn a_result_that_waits_for_its_person_is_nobodys_delay() {
    let mut centre = Centre::at("2021-06-29T08:30");
    let mut plan = suspension();
    let last = plan.steps.last_mut().expect("a step of handing over");
    (last.minutes, last.counted) = (120, true);
    centre
        .receives(plan)
        .assigns("hoa", "binh")
        .drafts("binh")
        .finishes("binh")
        .approves("giang")
        .numbers("khanh");
    let open = centre.dossier().open_turn().expect("it waits for the person");
    assert_eq!((open.kind, open.red_at, open.allowed_ms), (StepKind::Return, None, 120 * 60_000));
    let turn = open.turn;
    assert_eq!(centre.it_is("2021-08-29T08:30").try_to(Command::MarkRed { turn }), Ok(Vec::new()));
}

#[test]
fn a_late_step_is_escalated_once_to_each_position_and_only_when_red() {
    let mut centre = Centre::at("2021-06-29T08:30");
    centre.receives(suspension()).assigns("hoa", "binh").it_is("2021-07-05T11:00");
    let to = |position: &str| Command::Escalate { turn: 3, to: position.to_owned() };
    assert_eq!(centre.try_to(to("business/hoa")), Ok(Vec::new()), "not red yet");
    centre.does(Command::MarkRed { turn: 3 });
    assert_eq!(centre.try_to(to("business/hoa")).unwrap().len(), 1);
    assert_eq!(centre.try_to(to("business/hoa")), Ok(Vec::new()));
    assert_eq!(centre.try_to(to("finance/giang")).unwrap().len(), 1);
}

#[test]
fn a_missed_promise_is_said_once_with_the_promised_instant_and_cannot_be_unsaid() {
    let mut centre = Centre::at("2021-06-29T08:30");
    centre.receives(suspension()).assigns("hoa", "binh").it_is("2021-07-01T08:30");
    assert_eq!(centre.try_to(Command::MarkLate), Ok(Vec::new()), "the promised minute is on time");
    let told = centre.it_is("2021-07-08T09:00").try_to(Command::MarkLate).unwrap();
    let [Event::PromiseMissed { at, .. }] = told.as_slice() else { panic!("missed") };
    assert_eq!(centre.local(*at), "2021-07-01T08:30");
    assert_eq!(centre.try_to(Command::MarkLate), Ok(Vec::new()));
    centre.asks_for("binh", vec![item("Đơn", "Mờ")]).gets_papers();
    assert!(centre.dossier().was_late(), "a new promise does not wash the old lateness away");
}
