//! Papers asked for after reception: the limit restarts, or pauses where a local rule says so.

use super::centre::*;
use domain::dossier::{Command, Event, Holder, Item, PaperForm, Phase, SupplementPolicy};
use domain::kernel::Verdict;

fn findings(centre: &Centre) -> Vec<(String, Verdict)> {
    let asked = centre.events.iter().rev().find_map(|event| match event {
        Event::SupplementRequested { findings, .. } => Some(findings.clone()),
        _ => None,
    });
    asked.unwrap().into_iter().map(|finding| (finding.code, finding.verdict)).collect()
}

#[test]
fn the_limit_restarts_with_the_complete_dossier_and_the_void_promise_stays_in_the_history() {
    let mut centre = Centre::at("2021-06-29T08:30");
    centre.receives(suspension()).assigns("hoa", "binh").it_is("2021-06-30T10:00");
    centre.asks_for("binh", vec![item("Nghị quyết", "Thiếu chữ ký")]);
    assert_eq!((centre.dossier().exchange_status(), centre.dossier().open_turn()), (5, None));
    assert!(centre.names().contains(&"PromiseVoided"));
    centre.it_is("2021-07-12T14:00").does(Command::MarkLate);
    assert!(!centre.dossier().missed_promise, "who waits for the applicant is not late");
    centre.gets_papers();
    assert_eq!(centre.due(), "2021-07-14T14:00", "2 working days anew: ND61 art. 19(4)");
    assert_eq!(centre.dossier().promises.len(), 2);
    let open = centre.dossier().open_turn().unwrap();
    assert_eq!((open.step, open.person.as_str()), (3, "binh"), "back to who asked");
}

#[test]
fn where_a_local_rule_pauses_the_limit_the_pause_adds_exactly_the_pause() {
    let mut centre = Centre::at("2021-06-29T08:30");
    let plan = domain::dossier::Plan { supplement: SupplementPolicy::Pause, ..suspension() };
    centre.receives(plan).assigns("hoa", "binh").it_is("2021-06-29T15:10");
    let before = centre.dossier().promise().unwrap().due_at;
    centre.asks_for("binh", vec![item("Nghị quyết", "Thiếu chữ ký")]);
    let asked = centre.now;
    centre.it_is("2021-07-05T10:40").gets_papers();
    let pause = centre.calendar.working_ms_between(asked, centre.now).unwrap();
    let promise = centre.dossier().promise().unwrap();
    assert_eq!(centre.calendar.working_ms_between(before, promise.due_at).unwrap(), pause);
    let slack = centre.calendar.working_ms_between(promise.due_at, promise.statutory_due_at).unwrap();
    assert_eq!(slack, 8 * 3_600_000, "the law's day more stays a day more");
    assert!(!centre.names().contains(&"PromiseVoided"));
}

#[test]
fn asked_within_three_working_days_is_kept_and_later_is_recorded_against_the_office() {
    for (asked, verdict) in [("2021-07-02T08:30", Verdict::Kept), ("2021-07-02T08:31", Verdict::Broken)] {
        let mut centre = Centre::at("2021-06-29T08:30");
        centre.receives(suspension()).assigns("hoa", "binh").it_is(asked);
        centre.asks_for("binh", vec![item("Đơn", "Mờ")]);
        assert_eq!(findings(&centre)[0], ("supplement_within_days".to_owned(), verdict), "{asked}");
    }
}

#[test]
fn a_second_request_is_recorded_against_the_office_and_the_applicant_may_come_without_limit() {
    let mut centre = Centre::at("2021-06-29T08:30");
    centre.receives(suspension()).assigns("hoa", "binh").asks_for("binh", vec![item("Đơn", "Mờ")]);
    assert_eq!(findings(&centre)[1], ("all_reasons_at_once".to_owned(), Verdict::Kept));
    for _ in 0..3 {
        centre.gets_papers().asks_for("binh", vec![item("Đơn", "Vẫn mờ")]);
        assert_eq!(findings(&centre)[1].1, Verdict::Broken);
    }
    assert_eq!(centre.dossier().supplements.len(), 4);
}

#[test]
fn a_request_without_items_or_at_a_signing_step_is_refused() {
    let mut centre = Centre::at("2021-06-29T08:30");
    centre.receives(suspension()).assigns("hoa", "binh");
    let ask = |person: &str, items| Command::RequestSupplement { by: by(person), items };
    assert_eq!(centre.refuses(ask("binh", Vec::new())).1, ["supplement_without_items"]);
    centre.drafts("binh").finishes("binh");
    assert_eq!(centre.refuses(ask("giang", vec![item("Đơn", "Mờ")])).0, "supplement_not_at_this_step");
}

#[test]
fn papers_brought_take_their_place_in_the_list_and_new_originals_get_a_holder() {
    let mut centre = Centre::at("2021-06-29T08:30");
    centre.receives(suspension()).assigns("hoa", "binh").asks_for("binh", vec![item("Đơn", "Mờ")]);
    let brought = vec![
        paper(1, "Thông báo (sửa)", PaperForm::Original, true),
        paper(4, "Giấy ủy quyền", PaperForm::Original, true),
    ];
    centre.does(Command::AnswerSupplement { by: by("lan"), papers: brought, visit: None });
    let names: Vec<_> = centre.dossier().intake.papers.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["Thông báo (sửa)", "Nghị quyết", "Giấy chứng nhận", "Giấy ủy quyền"]);
    let held: Vec<_> = centre.dossier().originals.iter().map(|one| one.item).collect();
    assert_eq!(held, [1, 3, 4]);
    assert!(centre.dossier().originals.iter().all(|one| one.holder == Holder::Person("lan".to_owned())));
}

#[test]
fn the_clock_does_not_start_again_before_everything_asked_for_is_there() {
    let mut centre = Centre::at("2021-06-29T08:30");
    let else_asked = Item { paper: 0, name: "Ảnh chụp".to_owned(), reason: "Thiếu".to_owned() };
    centre.receives(suspension()).assigns("hoa", "binh");
    centre.asks_for("binh", vec![item("Thông báo", "Mờ"), else_asked]);
    let answer = |papers| Command::AnswerSupplement { by: by("lan"), papers, visit: None };
    let (notice, picture) =
        (paper(1, "Thông báo", PaperForm::Original, true), paper(4, "Ảnh chụp", PaperForm::Copy, true));
    let nothing = centre.refuses(answer(Vec::new()));
    assert_eq!(nothing.0, "supplement_not_complete");
    assert_eq!(nothing.1, ["paper_not_brought", "paper_not_brought"], "all of it at once");
    assert_eq!(centre.refuses(answer(vec![notice.clone()])).1.len(), 1);
    let blurred = domain::dossier::Paper { ok: false, ..picture.clone() };
    assert_eq!(centre.refuses(answer(vec![notice.clone(), blurred])).1.len(), 1, "there but not right");
    centre.does(answer(vec![notice, picture]));
    assert_eq!(centre.dossier().phase, Phase::Processing);
}

#[test]
fn nobody_answers_what_was_not_asked() {
    let mut centre = Centre::at("2021-06-29T08:30");
    centre.receives(suspension());
    let answer = Command::AnswerSupplement { by: by("lan"), papers: Vec::new(), visit: None };
    assert_eq!(centre.refuses(answer).0, "dossier_in_other_phase");
}
