//! Receiving, asking for more, refusing: exactly one of three, all reasons at once.

use super::centre::*;
use domain::dossier::{Event, Holder, Outcome, PaperForm, day_of_code};
use domain::kernel::Verdict;

#[test]
fn a_complete_dossier_gets_its_code_and_a_promise_that_explains_itself() {
    let mut centre = Centre::at("2021-06-29T08:30");
    centre.receives(suspension());
    let dossier = centre.dossier();
    assert_eq!(dossier.code, "000.21.15.H49-210629-0001");
    assert_eq!(day_of_code(&dossier.code), Some(20_210_629));
    let promise = dossier.promise().unwrap();
    assert_eq!(centre.local(promise.due_at), "2021-07-01T08:30", "2 working days after, at the same hour");
    assert_eq!(centre.local(promise.statutory_due_at), "2021-07-02T08:30", "the law would allow 3");
    let counted: Vec<_> = promise.days.iter().map(|day| (day.day, day.counted)).collect();
    assert_eq!(counted, [(20_210_629, 0), (20_210_630, 1), (20_210_701, 2)]);
    assert!(promise.calendar.starts_with("vn-public@"));
}

#[test]
fn the_slip_leaves_the_step_of_the_counter_done_and_the_next_one_open() {
    let mut centre = Centre::at("2021-06-29T08:30");
    centre.receives(suspension());
    assert_eq!(
        centre.names(),
        ["DossierDrafted", "DossierReceived", "StepStarted", "StepFinished", "StepStarted"]
    );
    let open = centre.dossier().open_turn().unwrap();
    assert_eq!((open.step, open.person.as_str(), open.from_person.as_str()), (2, "hoa", "lan"));
    assert_eq!(centre.dossier().exchange_status(), 2, "received, and no head has given it to anybody");
}

#[test]
fn every_missing_paper_and_a_missing_authorisation_are_told_at_once() {
    let mut centre = Centre::at("2021-06-29T08:30");
    let papers = vec![
        paper(1, "Thông báo", PaperForm::Original, false),
        paper(2, "Nghị quyết", PaperForm::Copy, true),
        paper(3, "Giấy chứng nhận", PaperForm::Original, false),
    ];
    let command = intake_command(by_proxy(declared(papers), " "), suspension(), Outcome::Receive);
    let refusal = centre.try_to(command).unwrap_err();
    assert_eq!(refusal.code, "intake_incomplete");
    let fields: Vec<_> = refusal.violations.iter().map(|wrong| wrong.field.as_str()).collect();
    assert_eq!(fields, ["proxy_paper", "paper-1", "paper-3"]);
    assert_eq!(refusal.rule.unwrap().article, "Điều 17 khoản 2 điểm a");
    assert!(centre.state.is_none(), "nothing was taken down");
}

#[test]
fn a_dossier_is_refused_with_all_reasons_and_never_without_one() {
    let mut centre = Centre::at("2021-06-29T08:30");
    let refuse =
        |reasons: &[&str]| Outcome::Refuse { reasons: reasons.iter().map(|&one| one.to_owned()).collect() };
    let without = intake_command(declared(Vec::new()), suspension(), refuse(&[" "]));
    assert_eq!(centre.refuses(without), ("refusal_incomplete".to_owned(), vec!["reason_missing".to_owned()]));
    centre.takes(declared(Vec::new()), suspension(), refuse(&["Không thuộc thẩm quyền", "", "Thiếu chữ ký"]));
    let dossier = centre.dossier();
    assert_eq!((dossier.exchange_status(), dossier.code.as_str()), (3, ""), "no official code is spent");
    let Some(Event::IntakeRefused { reasons, findings, .. }) = centre.events.last() else {
        panic!("refused")
    };
    assert_eq!((reasons.len(), findings[0].verdict), (2, Verdict::Kept));
}

#[test]
fn a_supplement_before_reception_runs_no_clock_and_the_dossier_comes_back_under_the_same_draft() {
    let mut centre = Centre::at("2021-06-29T08:30");
    let papers = vec![paper(1, "Thông báo", PaperForm::Original, false)];
    let ask = Outcome::AskSupplement {
        items: vec![item("Thông báo", "Thiếu chữ ký"), item("Nghị quyết", "Chưa nộp")],
    };
    centre.takes(declared(papers), suspension(), ask);
    assert_eq!((centre.dossier().exchange_status(), centre.dossier().promise()), (5, None));
    let draft = centre.dossier().provisional.clone();
    centre.it_is("2021-07-05T09:00").receives(suspension());
    assert_eq!(centre.dossier().provisional, draft);
    assert_eq!(centre.dossier().code, "000.21.15.H49-210705-0001", "numbered on the day it was received");
    assert_eq!(centre.due(), "2021-07-07T09:00", "counted from the complete dossier");
}

#[test]
fn a_supplement_request_names_what_and_why_for_every_item() {
    let mut centre = Centre::at("2021-06-29T08:30");
    let ask = Outcome::AskSupplement { items: vec![item("", "Thiếu"), item("Nghị quyết", " ")] };
    let (code, wrong) = centre.refuses(intake_command(declared(Vec::new()), suspension(), ask));
    assert_eq!(
        (code.as_str(), wrong),
        ("supplement_incomplete", vec!["item_without_name".to_owned(), "item_without_reason".to_owned()])
    );
    let nothing = Outcome::AskSupplement { items: Vec::new() };
    let (_, wrong) = centre.refuses(intake_command(declared(Vec::new()), suspension(), nothing));
    assert_eq!(wrong, ["supplement_without_items"]);
}

#[test]
fn after_fifteen_hours_papers_travel_at_the_next_opening_and_no_due_date_moves() {
    for (received, travel_by, due) in [
        ("2021-06-29T14:59", "2021-06-29T17:00", "2021-07-01T14:59"),
        ("2021-06-29T15:20", "2021-06-30T07:00", "2021-07-01T15:20"),
        ("2021-07-02T15:00", "2021-07-05T07:00", "2021-07-06T15:00"),
    ] {
        let mut centre = Centre::at(received);
        centre.receives(suspension());
        let Some(Event::DossierReceived { papers_travel_by, .. }) = centre.events.get(1) else {
            panic!("received")
        };
        assert_eq!(
            (centre.local(*papers_travel_by).as_str(), centre.due().as_str()),
            (travel_by, due),
            "{received}"
        );
    }
}

#[test]
fn received_outside_opening_hours_counts_from_the_next_opening_and_says_so() {
    let mut centre = Centre::at("2026-03-14T09:00");
    centre.receives(suspension());
    assert_eq!(centre.due(), "2026-03-18T07:00", "a Saturday counts from Monday 07:00");
    let Some(Event::DossierReceived { findings, .. }) = centre.events.get(1) else { panic!("received") };
    assert!(findings.iter().any(|finding| finding.code == "start_moved_to_opening"));
}

#[test]
fn originals_handed_in_are_held_by_the_officer_who_took_them_and_copies_are_not() {
    let mut centre = Centre::at("2021-06-29T08:30");
    centre.receives(suspension());
    let held: Vec<_> = centre.dossier().originals.iter().map(|one| (one.item, one.holder.clone())).collect();
    assert_eq!(held, [(1, Holder::Person("lan".to_owned())), (3, Holder::Person("lan".to_owned()))]);
    assert_eq!(domain::dossier::barcode(&centre.dossier().code, 3), "000.21.15.H49-210629-0001/03");
}

#[test]
fn a_received_dossier_is_not_received_again() {
    let mut centre = Centre::at("2021-06-29T08:30");
    centre.receives(suspension());
    let again = intake_command(declared(complete_papers()), suspension(), Outcome::Receive);
    assert_eq!(centre.refuses(again).0, "dossier_in_other_phase");
}

#[test]
fn numbers_of_a_day_have_four_digits_and_five_from_ten_thousand() {
    assert_eq!(domain::dossier::code("H49.21", 20_261_124, 9_999), "H49.21-261124-9999");
    assert_eq!(domain::dossier::code("H49.21", 20_261_124, 10_000), "H49.21-261124-10000");
    assert_eq!(day_of_code("H49.21-261124-10000"), Some(20_261_124));
    assert_eq!(day_of_code("H49.21-261124"), None);
}

#[test]
fn what_was_received_on_a_slip_counts_from_the_slip_and_its_steps_from_when_they_can_be_seen() {
    let mut on_time = Centre::at("2021-06-29T08:30");
    on_time.receives(suspension());
    let slip_at = on_time.now;
    let mut centre = Centre::at("2021-06-29T10:45");
    let kept = intake_command(declared(complete_papers()), suspension(), Outcome::Keep);
    centre.does(kept);
    let by_slip = Outcome::ReceiveBySlip { slip: "G012-07".to_owned(), received_at: slip_at };
    centre.takes(declared(complete_papers()), suspension(), by_slip);
    assert_eq!(centre.due(), on_time.due(), "the person does not pay for the power cut");
    let dossier = centre.dossier();
    assert_eq!(dossier.received_at, Some(slip_at));
    assert!(dossier.turns.iter().all(|turn| turn.started_at == centre.now), "nobody could know before");
    let finding = centre.events.iter().find_map(|event| match event {
        Event::DossierReceived { findings, .. } => {
            findings.iter().find(|finding| finding.code == "received_by_slip")
        }
        _ => None,
    });
    let inputs = &finding.expect("the history says so").inputs;
    assert_eq!(inputs[0], ("slip".to_owned(), "G012-07".to_owned()));
    assert_eq!(
        (&inputs[1].1, &inputs[2].1),
        (&slip_at.to_string(), &centre.now.to_string()),
        "both instants stand there"
    );
}

#[test]
fn a_slip_ahead_of_the_clock_receives_nothing() {
    let mut centre = Centre::at("2021-06-29T08:30");
    let by_slip = Outcome::ReceiveBySlip { slip: "G012-07".to_owned(), received_at: centre.now + 1 };
    let command = intake_command(declared(complete_papers()), suspension(), by_slip);
    assert_eq!(centre.refuses(command).0, "received_ahead_of_the_clock");
}
