//! Steps handed over with unit, person, allowed time, giver and receiver; one step open, one person responsible.

use super::centre::*;
use domain::dossier::{Command, Event, Holder, Timeliness};

#[test]
fn a_step_is_early_on_time_or_late_as_its_receiver_sees_it() {
    // Assigned at once; the specialist has 8 working hours from 08:30.
    for (finished, verdict) in [
        ("2021-06-29T16:00", Timeliness::Early),
        ("2021-06-30T08:30", Timeliness::OnTime),
        ("2021-06-30T08:31", Timeliness::Late),
    ] {
        let mut centre = Centre::at("2021-06-29T08:30");
        centre.receives(suspension()).assigns("hoa", "binh").drafts("binh").it_is(finished).finishes("binh");
        let done = &centre.dossier().turns[2];
        assert_eq!((done.person.as_str(), done.timeliness), ("binh", Some(verdict)), "{finished}");
        let next = centre.dossier().open_turn().unwrap();
        assert_eq!((next.from_unit.as_str(), next.from_person.as_str()), ("business", "binh"));
    }
}

#[test]
fn only_the_person_responsible_finishes_a_step() {
    let mut centre = Centre::at("2021-06-29T08:30");
    centre.receives(suspension()).assigns("hoa", "binh");
    assert_eq!(
        centre.refuses(finish("cuong", "")),
        ("not_your_step".to_owned(), vec!["not_your_step".to_owned()])
    );
}

#[test]
fn a_head_names_somebody_when_several_could_do_it() {
    let mut centre = Centre::at("2021-06-29T08:30");
    centre.receives(suspension());
    assert_eq!(centre.refuses(finish("hoa", "")).0, "assignee_missing");
    centre.assigns("hoa", "cuong");
    assert_eq!(centre.dossier().open_turn().unwrap().person, "cuong");
    assert_eq!(centre.dossier().exchange_status(), 4);
}

#[test]
fn taking_a_step_from_somebody_needs_a_reason_and_giving_it_twice_changes_nothing() {
    let mut centre = Centre::at("2021-06-29T08:30");
    centre.receives(suspension()).assigns("hoa", "binh");
    let to = |person: &str, reason: &str| Command::Assign {
        by: by("hoa"),
        person: person.to_owned(),
        position: format!("business/{person}"),
        reason: reason.to_owned(),
    };
    assert_eq!(centre.refuses(to("", "")).1, ["assignee_missing", "reason_missing"], "all at once");
    assert_eq!(centre.refuses(to("cuong", "")).1, ["reason_missing"]);
    assert_eq!(centre.try_to(to("binh", "")), Ok(Vec::new()), "it is his already");
    centre.does(to("cuong", "Nghỉ ốm"));
    let open = centre.dossier().open_turn().unwrap();
    assert_eq!((open.person.as_str(), centre.dossier().turns.len()), ("cuong", 3), "the same step goes on");
}

#[test]
fn a_dossier_handed_back_goes_to_whoever_did_that_step_last() {
    let mut centre = Centre::at("2021-06-29T08:30");
    centre.receives(suspension()).assigns("hoa", "binh").drafts("binh").finishes("binh");
    let back =
        |to_step, reason: &str| Command::HandBack { by: by("giang"), to_step, reason: reason.to_owned() };
    assert_eq!(centre.refuses(back(5, "")).1, ["reason_missing", "hand_back_goes_backwards"]);
    assert_eq!(centre.refuses(back(1, "Sai")).0, "step_unknown", "intake is never begun again");
    centre.does(back(3, "Thiếu căn cứ"));
    let open = centre.dossier().open_turn().unwrap();
    assert_eq!((open.step, open.person.as_str(), open.turn), (3, "binh", 5));
    assert_eq!(centre.due(), "2021-07-01T08:30", "a hand-back moves no due date");
}

#[test]
fn an_original_has_one_holder_at_every_moment_and_comes_back_with_the_result() {
    let mut centre = Centre::at("2021-06-29T08:30");
    centre.receives(suspension()).assigns("hoa", "binh");
    let to = |item, holder| Command::MoveOriginal { by: by("binh"), item, holder };
    let binh = Holder::Person("binh".to_owned());
    centre.does(to(1, binh.clone()));
    assert_eq!(centre.try_to(to(1, binh.clone())), Ok(Vec::new()), "scanned twice");
    assert_eq!(centre.refuses(to(2, binh)).0, "original_unknown", "a copy is nobody's to hold");
    centre.does(to(1, Holder::Unit("business".to_owned())));
    centre.drafts("binh").finishes("binh").approves("giang").numbers("khanh").hands_over();
    assert!(centre.dossier().originals.iter().all(|one| one.holder == Holder::Applicant));
}

#[test]
fn originals_of_a_dossier_that_was_withdrawn_are_given_back_and_not_before() {
    let mut centre = Centre::at("2021-06-29T08:30");
    centre.receives(suspension()).assigns("hoa", "binh");
    let give = || Command::GiveBackOriginals { by: by("lan") };
    assert_eq!(centre.refuses(give()).0, "originals_are_needed", "somebody works with them");
    centre.does(Command::Withdraw { by: by("lan"), reason: "Không còn nhu cầu".to_owned() }).does(give());
    assert!(centre.dossier().originals.iter().all(|one| one.holder == Holder::Applicant));
    assert_eq!(centre.try_to(give()), Ok(Vec::new()), "given back already");
}

#[test]
fn steps_with_their_own_command_are_not_finished_by_another() {
    let mut centre = Centre::at("2021-06-29T08:30");
    centre.receives(suspension()).assigns("hoa", "binh").drafts("binh").finishes("binh");
    assert_eq!(centre.refuses(finish("giang", "")).0, "step_needs_approval");
    centre.approves("giang");
    assert_eq!(centre.refuses(finish("khanh", "")).0, "step_needs_number");
    centre.numbers("khanh");
    assert_eq!(centre.refuses(finish("lan", "")).0, "dossier_in_other_phase", "it waits for its owner");
}

#[test]
fn land_has_two_appointments_with_the_tax_between_them() {
    let mut centre = Centre::at("2026-03-16T09:00");
    centre.receives(land_transfer());
    assert_eq!(centre.due(), "2026-03-23T09:00", "first: 5 working days");
    centre.it_is("2026-03-20T10:00").finishes("minh");
    assert!(centre.names().contains(&"AppointmentMet"));
    assert_eq!(centre.dossier().exchange_status(), 6, "the applicant's financial duty");
    centre.it_is("2026-04-20T10:00").does(Command::MarkLate);
    assert!(!centre.dossier().missed_promise, "a month at the tax office is not the land office's lateness");
    centre.finishes("oanh");
    assert_eq!(centre.due(), "2026-04-23T10:00", "second: 3 working days from the proof of payment");
    centre.it_is("2026-04-22T10:00").finishes("minh").approves("nga");
    let ready = centre.events.iter().find_map(|event| match event {
        Event::ResultReady { timeliness, .. } => Some(*timeliness),
        _ => None,
    });
    assert_eq!(ready, Some(Timeliness::Early));
}

#[test]
fn a_hand_back_over_the_border_of_two_appointments_makes_no_new_second_date() {
    let mut centre = Centre::at("2026-03-16T09:00");
    centre.receives(land_transfer()).finishes("minh").it_is("2026-03-30T09:00").finishes("oanh");
    let second = centre.due();
    centre.does(Command::HandBack { by: by("minh"), to_step: 2, reason: "Sai trích lục".to_owned() });
    centre.it_is("2026-04-01T09:00").finishes("minh").finishes("oanh");
    assert_eq!(centre.due(), second, "what was promised stays promised");
    assert_eq!(centre.names().iter().filter(|name| **name == "AppointmentMet").count(), 1);
}
