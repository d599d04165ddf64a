//! The rooms of people at work: one walk from the ticket to the result in hand, by forms alone, and what each form says when it is
//! refused.

use crate::visitor::{Answer, House, Visitor};
use axum::http::StatusCode;
use domain::catalogue::Role;
use domain::dossier::{Phase, StepKind};
use domain::kernel::StreamId;

const RECORD: &str = "2.000488@bo-tu-phap";
const LAND: &str = "1.115778@quang-ninh";

/// The officer of counter 5 with somebody called: the page she sees.
async fn at_the_counter(house: &House) -> (Visitor, Answer) {
    house.centre.takes_ticket("land").await;
    house.centre.takes_ticket("land").await;
    let mut officer = house.signed_in("ha.lt").await;
    let choose = officer.get("/desk").await;
    assert!(choose.says("Mở quầy nào?"), "{}", choose.body);
    let opened = officer.send(&choose, "/desk/open", &[("counter", "05")]).await;
    assert_eq!(opened.to(), "/desk", "{}", opened.body);
    let desk = officer.get("/desk").await;
    let called = officer.send(&desk, "/desk/call", &[]).await;
    assert_eq!(called.to(), "/desk");
    let desk = officer.get("/desk").await;
    assert!(desk.says("D-001"), "{}", desk.body);
    (officer, desk)
}

/// The applicant of these tests.
const APPLICANT: [(&str, &str); 6] = [
    ("applicant_kind", "person"),
    ("applicant_name", "Vũ Thị Minh Châu"),
    ("applicant_id_number", "022 188 004 217"),
    ("applicant_phone", "0912 345 678"),
    ("applicant_address", "Tổ 5, phường Cao Xanh"),
    ("request", "Cấp phiếu số 1"),
];

fn declared<'a>(procedure: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let papers = ["paper-1", "paper-2", "paper-3", "paper-4", "paper-5", "paper-6"].map(|name| (name, "1"));
    let mut fields = APPLICANT.to_vec();
    fields.push(("procedure", procedure));
    fields.extend(papers);
    fields.extend_from_slice(more);
    fields
}

/// Receives a dossier at the counter by the page's own form.
async fn receives(officer: &mut Visitor, procedure: &str, more: &[(&str, &str)]) -> StreamId {
    let desk = officer.get("/desk").await;
    let fields = [declared(procedure, more), vec![("end", "receive")]].concat();
    let answer = officer.send(&desk, "/desk/intake", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let id = answer.to().strip_prefix("/desk?done=").expect("back to the counter with the dossier");
    StreamId(id.parse().expect("a stream"))
}

#[tokio::test]
async fn from_the_ticket_to_the_result_in_hand_by_forms_alone() {
    let house = House::open().await;
    let (mut officer, desk) = at_the_counter(&house).await;
    assert!(desk.says("/desk/absent") && desk.says("Chọn thủ tục để thấy ngày hẹn"), "{}", desk.body);
    let dossier = receives(&mut officer, RECORD, &[("pay", "later")]).await;
    let done = officer.get(&format!("/desk?done={dossier}")).await;
    assert!(
        done.says(&format!("/dossiers/{dossier}/slip.pdf")) && done.says("Đã tiếp nhận"),
        "{}",
        done.body
    );
    assert!(done.says("Còn phải nộp") && !done.says("value=\"Vũ Thị Minh Châu\""), "the form is empty again");
    walks_to(&house, dossier, StepKind::Approve).await;
    let signer = house.centre.whose_step(dossier).await.person().to_owned();
    let mut leader = house.signed_in(&signer).await;
    let signing = leader.get("/sign").await;
    assert!(signing.says("Vũ Thị Minh Châu"), "{}", signing.body);
    let signed = leader.send(&signing, &format!("/sign/{dossier}/approve"), &[]).await;
    assert_eq!(signed.to(), "/sign", "{}", signed.body);
    walks_on(&house, dossier).await;
    let mut returning = house.signed_in("ha.lt").await;
    let desk = returning.get(&format!("/desk/returns?open={dossier}")).await;
    assert!(desk.says("Vũ Thị Minh Châu") && desk.says("Thu tiền mặt"), "{}", desk.body);
    let path = format!("/desk/returns/{dossier}");
    let unpaid = returning.send(&desk, &format!("{path}/hand-over"), &[("to", "applicant")]).await;
    assert_eq!(unpaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        unpaid.says("chưa nộp") && unpaid.says("Cần kiểm tra giấy tờ"),
        "everything at once: {}",
        unpaid.body
    );
    let paid = returning.send(&desk, &format!("{path}/pay"), &[]).await;
    assert_eq!(paid.status, StatusCode::SEE_OTHER, "{}", paid.body);
    let desk = returning.get(&format!("/desk/returns?open={dossier}")).await;
    let fields = [("to", "applicant"), ("identified_by", "id_card")];
    let given = returning.send(&desk, &format!("{path}/hand-over"), &fields).await;
    assert_eq!(given.to(), "/desk/returns", "{}", given.body);
    assert!(matches!(house.centre.dossier(dossier).await.phase, Phase::Returned { .. }));
    house.centre.journal_is_clean().await;
}

/// Each step on the way is finished on the page of whoever has it.
async fn walks_to(house: &House, dossier: StreamId, kind: StepKind) {
    for _ in 0..12 {
        let state = house.centre.dossier(dossier).await;
        let turn = state.open_turn().expect("a step is under way").clone();
        if turn.kind == kind {
            return;
        }
        finishes_on_the_page(house, dossier).await;
    }
    panic!("the dossier never came to {}", kind.word());
}

/// On until the result is ready.
async fn walks_on(house: &House, dossier: StreamId) {
    for _ in 0..6 {
        if matches!(house.centre.dossier(dossier).await.phase, Phase::Ready { .. }) {
            return;
        }
        finishes_on_the_page(house, dossier).await;
    }
    panic!("the result was never ready");
}

async fn finishes_on_the_page(house: &House, dossier: StreamId) {
    let state = house.centre.dossier(dossier).await;
    let turn = state.open_turn().expect("a step is under way").clone();
    let actor = house.centre.whose_step(dossier).await;
    let mut person = house.signed_in(actor.person()).await;
    let page = person.get(&format!("/work?open={dossier}")).await;
    assert!(page.says(&state.code), "{} sees {}: {}", actor.person(), state.code, page.body);
    let path = format!("/work/{dossier}");
    let needs_draft = turn.kind == StepKind::Process
        && !state.plan.result_template.is_empty()
        && state.result.template.is_empty();
    if needs_draft {
        let drafted = person.send(&page, &format!("{path}/draft"), &[("text", "Không có án tích")]).await;
        assert_eq!(drafted.status, StatusCode::SEE_OTHER, "{}", drafted.body);
    }
    let page = person.get(&format!("/work?open={dossier}")).await;
    let next = state.plan.after(turn.step).map(|next| (next.unit.clone(), next.role.clone()));
    let next_person = match next {
        Some((unit, role)) if turn.kind == StepKind::Assign => {
            let role = Role::from_word(&role).expect("a role");
            house.centre.holder(&unit, role).person().to_owned()
        }
        _ => String::new(),
    };
    let answer = if turn.kind == StepKind::Number {
        person.send(&page, &format!("{path}/number"), &[]).await
    } else {
        person.send(&page, &format!("{path}/finish"), &[("next_person", &next_person)]).await
    };
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{:?} {}", turn.kind, answer.body);
}

#[tokio::test]
async fn a_refused_intake_comes_back_filled_in_with_everything_that_is_wrong() {
    let house = House::open().await;
    let (mut officer, desk) = at_the_counter(&house).await;
    let fields = [
        ("applicant_name", "Ngô Thị Bích"),
        ("applicant_phone", "0912 34"),
        ("procedure", LAND),
        ("paper-1", "1"),
        ("request", "Sang tên thửa 86"),
        ("end", "receive"),
    ];
    let answer = officer.send(&desk, "/desk/intake", &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for words in [
        "Ngô Thị Bích",
        "0912 34",
        "Sang tên thửa 86",
        "aria-invalid=\"true\"",
        "Cần số điện thoại 10 chữ số",
    ] {
        assert!(answer.says(words), "{words}: {}", answer.body);
    }
    let kept = officer.get("/desk").await;
    assert!(kept.says("Ngô Thị Bích"), "what was typed outlives the page: {}", kept.body);
    let without = officer.send(&kept, "/desk/intake", &[("end", "receive")]).await;
    assert!(without.says("Cần chọn thủ tục") && without.says("Cần ghi họ tên"), "{}", without.body);
    let missing = [declared(LAND, &[])[..7].to_vec(), vec![("end", "receive")]].concat();
    let missing = officer.send(&without, "/desk/intake", &missing).await;
    assert!(missing.says("id=\"paper-1-error\"") && missing.says("id=\"paper-3-error\""), "{}", missing.body);
}

#[tokio::test]
async fn the_due_date_is_shown_before_it_is_promised_and_is_the_one_that_is_promised() {
    let house = House::open().await;
    let (mut officer, desk) = at_the_counter(&house).await;
    let own = [("csrf", desk.hidden("csrf")), ("command_id", desk.hidden("command_id"))];
    let own: Vec<(&str, &str)> = own.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let fields = [own, declared(LAND, &[])].concat();
    let side = officer.post("/desk/form", &[("hx-request", "true")], &fields).await;
    assert_eq!(side.status, StatusCode::OK, "{}", side.body);
    assert!(side.says("promise-date") && side.says("Tự lưu") && !side.says("<html"), "{}", side.body);
    let card = "022188004217|101|Vũ Thị Minh Châu|01021988|Nữ|Tổ 5, Cao Xanh|01072021";
    let scanned = [("csrf", desk.hidden("csrf")), ("applicant_id_number", card.to_owned())];
    let scanned: Vec<(&str, &str)> = scanned.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let answer = officer.post("/desk/form", &[("hx-request", "true")], &scanned).await;
    assert_eq!(answer.header("hx-refresh"), "true", "a scanned card fills several fields");
    assert!(officer.get("/desk").await.says("value=\"Tổ 5, Cao Xanh\""));
    let dossier = receives(&mut officer, LAND, &[]).await;
    let promised = house.centre.dossier(dossier).await.promise().expect("a promise").due_at;
    assert!(side.says(&web::look::iso(promised)), "{} in {}", web::look::iso(promised), side.body);
    assert!(house.centre.dossier(dossier).await.fee_paid, "cash was taken in the same act");
}

#[tokio::test]
async fn somebody_known_is_found_by_number_phone_or_name_and_each_look_is_on_record() {
    let house = House::open().await;
    let (mut officer, _) = at_the_counter(&house).await;
    receives(&mut officer, RECORD, &[("pay", "later")]).await;
    let mut found = Vec::new();
    for field in [
        ("applicant_id_number", "022188004217"),
        ("applicant_phone", "0912.345.678"),
        ("applicant_name", "minh chau"),
    ] {
        let desk = officer.get("/desk").await;
        let answer = officer.send(&desk, "/desk/people", &[field]).await;
        assert!(answer.says("Vũ Thị Minh Châu"), "{field:?}: {}", answer.body);
        found.push(answer);
    }
    let subject = found[0].hidden("pick");
    let picked = officer.send(&found[0], "/desk/form", &[("pick", &subject)]).await;
    assert_eq!(picked.to(), "/desk");
    let desk = officer.get("/desk").await;
    assert!(
        desk.says("value=\"Vũ Thị Minh Châu\"") && desk.says(&format!("value=\"{subject}\"")),
        "{}",
        desk.body
    );
    let app = &house.centre.app;
    let looks = app.store().list_access_by(app.tenant(), "person:ha.lt", 50).await.unwrap();
    assert_eq!(looks.iter().filter(|look| look.opened.action == "applicant_looked_up").count(), 3);
    assert!(looks.iter().all(|look| look.completed_at.is_some()), "every entry was completed");
}

#[tokio::test]
async fn procedures_are_found_without_marks_and_another_one_has_other_papers() {
    let house = House::open().await;
    let (mut officer, desk) = at_the_counter(&house).await;
    let found = officer.get("/desk/procedures?q=sang+ten").await;
    assert!(found.says(LAND), "{}", found.body);
    let picked =
        officer.send(&desk, "/desk/form", &[("pick_procedure", LAND), ("applicant_name", "A")]).await;
    assert_eq!(picked.to(), "/desk");
    let desk = officer.get("/desk").await;
    assert!(desk.says("Giấy chứng nhận đã cấp") && desk.says("name=\"paper-3\""), "{}", desk.body);
    officer.send(&desk, "/desk/form", &[("procedure", LAND), ("all_papers", "1")]).await;
    let desk = officer.get("/desk").await;
    assert!(desk.body.matches(" checked").count() >= 6, "{}", desk.body);
    officer.send(&desk, "/desk/form", &[("procedure", LAND), ("no_procedure", "1")]).await;
    assert!(!officer.get("/desk").await.says("Giấy chứng nhận đã cấp"));
}

#[tokio::test]
async fn papers_are_asked_for_all_at_once_refusals_name_all_reasons_and_drafts_are_taken_up_again() {
    let house = House::open().await;
    let (mut officer, desk) = at_the_counter(&house).await;
    let start = [("applicant_name", "Cao Xuân Trường"), ("procedure", LAND), ("paper-1", "1")];
    let bare = [&start[..], &[("end", "supplement")]].concat();
    let refused = officer.send(&desk, "/desk/intake", &bare).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("Cần ghi vì sao phải bổ sung"), "{}", refused.body);
    let asked = [
        &start[..],
        &[("paper-2-reason", "Chưa mang theo"), ("paper-3-reason", "Thiếu trang 4"), ("end", "supplement")],
    ]
    .concat();
    let asked = officer.send(&refused, "/desk/intake", &asked).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.body);
    let to = asked.to().to_owned();
    let done = officer.get(&to).await;
    assert!(done.says("supplement-1.pdf") && done.says("Cao Xuân Trường"), "{}", done.body);
    let dossier = to.strip_prefix("/desk?done=").unwrap().to_owned();
    let again = officer.send(&done, "/desk/draft", &[("dossier", &dossier)]).await;
    assert_eq!(again.to(), "/desk");
    let desk = officer.get("/desk").await;
    assert!(desk.says("value=\"Cao Xuân Trường\"") && desk.hidden("draft") == dossier, "{}", desk.body);
    let fields = [&start[..], &[("draft", dossier.as_str()), ("reasons", ""), ("end", "refuse")]].concat();
    let empty = officer.send(&desk, "/desk/intake", &fields).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY, "a refusal names its reasons");
    let fields = [
        &start[..],
        &[
            ("draft", dossier.as_str()),
            ("reasons", "Không thuộc thẩm quyền\nĐất đang tranh chấp"),
            ("end", "refuse"),
        ],
    ]
    .concat();
    let refused = officer.send(&empty, "/desk/intake", &fields).await;
    assert_eq!(refused.status, StatusCode::SEE_OTHER, "{}", refused.body);
    assert!(officer.get(&to).await.says("refusal.pdf"));
    let desk = officer.get("/desk").await;
    let kept = officer.send(&desk, "/desk/intake", &[&start[..], &[("end", "keep")]].concat()).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
    assert!(officer.get("/desk").await.says("Đang làm dở"));
}

#[tokio::test]
async fn a_form_that_was_cleared_can_be_brought_back() {
    let house = House::open().await;
    let (mut officer, desk) = at_the_counter(&house).await;
    let cleared = officer.send(&desk, "/desk/clear", &[("applicant_name", "Phan Thị Lụa")]).await;
    assert_eq!(cleared.to(), "/desk");
    assert!(!officer.get("/desk").await.says("Phan Thị Lụa"));
    let desk = officer.get("/desk").await;
    officer.send(&desk, "/desk/restore", &[]).await;
    assert!(officer.get("/desk").await.says("Phan Thị Lụa"));
}

#[tokio::test]
async fn every_act_of_the_queue_has_its_button_and_its_way_back() {
    let house = House::open().await;
    let (mut officer, desk) = at_the_counter(&house).await;
    assert!(desk.says("/desk/recall"), "{}", desk.body);
    for act in ["/desk/recall", "/desk/absent"] {
        let desk = officer.get("/desk").await;
        let answer = officer.send(&desk, act, &[]).await;
        assert_eq!(answer.to(), "/desk", "{act}: {}", answer.body);
    }
    let missed = officer.get("/desk").await;
    assert!(missed.says("Gọi chưa thấy") && missed.says("Đã ghi vắng mặt"), "{}", missed.body);
    let ticket = missed.hidden("ticket");
    officer.send(&missed, "/desk/back", &[("ticket", &ticket)]).await;
    let again = officer.get("/desk").await;
    assert!(!again.says("Gọi chưa thấy"), "{}", again.body);
    let desk = officer.get("/desk").await;
    officer.send(&desk, "/desk/call", &[]).await;
    let desk = officer.get("/desk").await;
    officer.send(&desk, "/desk/start", &[]).await;
    assert!(officer.get("/desk").await.says("data-since"));
    let desk = officer.get("/desk").await;
    officer.send(&desk, "/desk/finish", &[]).await;
    let desk = officer.get("/desk").await;
    officer.send(&desk, "/desk/call", &[]).await;
    let desk = officer.get("/desk").await;
    let moved = officer.send(&desk, "/desk/move", &[("field", "justice"), ("to_counter", "")]).await;
    assert_eq!(moved.to(), "/desk");
    let desk = officer.get("/desk").await;
    let nobody = officer.send(&desk, "/desk/call", &[]).await;
    assert_eq!(nobody.to(), "/desk");
    assert!(officer.get("/desk").await.says("Không có ai chờ"), "said once on the same page");
    for act in ["/desk/pause", "/desk/resume", "/desk/close"] {
        let desk = officer.get("/desk").await;
        let answer = officer.send(&desk, act, &[]).await;
        assert_eq!(answer.to(), "/desk", "{act}: {}", answer.body);
    }
    assert!(officer.get("/desk").await.says("Mở quầy nào?"));
    assert_eq!(officer.get("/desk/hall").await.status, StatusCode::NOT_FOUND, "no counter, no hall part");
}

#[tokio::test]
async fn the_same_form_sent_twice_makes_one_dossier() {
    let house = House::open().await;
    let (mut officer, _) = at_the_counter(&house).await;
    let desk = officer.get("/desk").await;
    let fields = [declared(RECORD, &[("pay", "later")]), vec![("end", "receive")]].concat();
    let first = officer.send(&desk, "/desk/intake", &fields).await;
    let second = officer.send(&desk, "/desk/intake", &fields).await;
    assert_eq!(first.to(), second.to());
    let since = house.centre.app.now() - 3_600_000;
    assert_eq!(house.centre.app.received_since("H49.80", since, 9).await.unwrap().len(), 1);
}

#[tokio::test]
async fn heads_see_their_people_and_give_several_dossiers_away_with_a_reason() {
    let house = House::open().await;
    let (mut officer, _) = at_the_counter(&house).await;
    let one = receives(&mut officer, LAND, &[]).await;
    let two = receives(&mut officer, LAND, &[]).await;
    let turn = house.centre.dossier(one).await.open_turn().expect("a step").clone();
    let head = house.centre.holder(&turn.unit, Role::Head).person().to_owned();
    let to = house.centre.holder(&turn.unit, Role::Specialist).person().to_owned();
    let mut head = house.signed_in(&head).await;
    let page = head.get("/work?tab=unit").await;
    assert!(page.says("Người trong đơn vị") && page.says(&format!("value=\"{two}\"")), "{}", page.body);
    let (one_text, two_text) = (one.to_string(), two.to_string());
    let nobody = head.send(&page, "/work/assign", &[("dossier", &one_text), ("tab", "unit")]).await;
    assert_eq!(nobody.to(), "/work?tab=unit");
    assert!(head.get("/work?tab=unit").await.says("chưa chọn người"));
    let fields = [
        ("dossier", one_text.as_str()),
        ("dossier", &two_text),
        ("person", &to),
        ("reason", "Chia việc"),
        ("tab", "unit"),
    ];
    let given = head.send(&page, "/work/assign", &fields).await;
    assert_eq!(given.to(), "/work?tab=unit");
    assert!(head.get("/work?tab=unit").await.says("Đã giao 2 hồ sơ"));
    for dossier in [one, two] {
        assert_eq!(house.centre.dossier(dossier).await.open_turn().expect("a step").person, to);
    }
    let mut specialist = house.signed_in(&to).await;
    let mine = specialist.get("/work?q=minh+chau&sort=received").await;
    assert!(mine.says("Vũ Thị Minh Châu"), "{}", mine.body);
    assert!(!specialist.get("/work?q=khong+co").await.says("Vũ Thị Minh Châu</small>"));
}

#[tokio::test]
async fn a_leave_is_recorded_and_shown_beside_the_persons_load() {
    let house = House::open().await;
    let (mut officer, _) = at_the_counter(&house).await;
    let dossier = receives(&mut officer, LAND, &[]).await;
    let unit = house.centre.dossier(dossier).await.open_turn().expect("a step").unit.clone();
    let head = house.centre.holder(&unit, Role::Head).person().to_owned();
    let away = house.centre.holder(&unit, Role::Specialist).person().to_owned();
    let mut head_page = house.signed_in(&head).await;
    let page = head_page.get("/work?tab=unit").await;
    let days = |from, until| {
        [
            ("person", away.as_str()),
            ("from", from),
            ("until", until),
            ("substitute", &head),
            ("reason", "Nghỉ phép"),
            ("tab", "unit"),
        ]
    };
    let wrong = head_page.send(&page, "/work/absence", &days("", "2026-11-27")).await;
    assert_eq!(wrong.to(), "/work?tab=unit");
    assert!(head_page.get("/work?tab=unit").await.says("Cần ngày bắt đầu"));
    head_page.send(&page, "/work/absence", &days("2026-11-25", "2026-11-27")).await;
    assert!(head_page.get("/work?tab=unit").await.says("nghỉ đến 27/11/2026"));
}

#[tokio::test]
async fn a_greeter_takes_a_number_for_somebody_and_minds_the_line() {
    let house = House::open().await;
    let mut greeter = house.signed_in("thuan.cc").await;
    let hall = greeter.get("/hall").await;
    let taken = greeter.send(&hall, "/hall/take", &[("field", "land"), ("priority", "elder")]).await;
    assert_eq!(taken.to(), "/hall", "{}", taken.body);
    let hall = greeter.get("/hall").await;
    assert!(hall.says("D-001") && hall.says("Người cao tuổi"), "{}", hall.body);
    let ticket = hall.hidden("ticket");
    greeter.send(&hall, "/hall/give-up", &[("ticket", &ticket)]).await;
    assert!(!greeter.get("/hall").await.says("<b>D-001</b>"));
}

#[tokio::test]
async fn papers_asked_for_later_stop_the_clock_and_bringing_them_starts_it_anew() {
    let house = House::open().await;
    let (mut officer, _) = at_the_counter(&house).await;
    let dossier = receives(&mut officer, LAND, &[]).await;
    let specialist = house.centre.whose_step(dossier).await.person().to_owned();
    let mut specialist = house.signed_in(&specialist).await;
    let page = specialist.get(&format!("/work?open={dossier}")).await;
    let path = format!("/work/{dossier}/supplement");
    let refused = specialist.send(&page, &path, &[("item-0", "Hợp đồng"), ("item-0-reason", "")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("value=\"Hợp đồng\"") && refused.says("Cần ghi vì sao"), "{}", refused.body);
    let fields = [("item-0", "Hợp đồng"), ("item-0-reason", "Thiếu trang 4")];
    let asked = specialist.send(&page, &path, &fields).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.body);
    assert!(specialist.get("/work?tab=papers").await.says("Vũ Thị Minh Châu"));
    let desk = officer.get(&format!("/desk/supplements?open={dossier}")).await;
    assert!(desk.says("Thiếu trang 4"), "{}", desk.body);
    let path = format!("/desk/supplements/{dossier}");
    let none = officer.send(&desk, &path, &[]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    let before = house.centre.dossier(dossier).await.promises.len();
    let brought = officer.send(&desk, &path, &[("item-0", "1"), ("item-0-form", "certified")]).await;
    assert_eq!(brought.status, StatusCode::SEE_OTHER, "{}", brought.body);
    let state = house.centre.dossier(dossier).await;
    assert_eq!((state.phase.clone(), state.promises.len()), (Phase::Processing, before + 1));
}

#[tokio::test]
async fn an_issued_slip_is_mended_with_a_reason_and_a_dossier_is_withdrawn() {
    let house = House::open().await;
    let (mut officer, _) = at_the_counter(&house).await;
    let dossier = receives(&mut officer, LAND, &[]).await;
    let path = format!("/desk/correct/{dossier}");
    let page = officer.get(&path).await;
    assert!(page.says("value=\"Vũ Thị Minh Châu\""), "{}", page.body);
    let wrong = [
        ("what", "applicant"),
        ("applicant_name", "Vũ Thị Minh Châu"),
        ("applicant_phone", "12"),
        ("reason", "Gõ sai"),
    ];
    let refused = officer.send(&page, &path, &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("value=\"12\"") && refused.says("value=\"Gõ sai\""), "{}", refused.body);
    let right = [
        ("what", "applicant"),
        ("applicant_name", "Vũ Minh Châu"),
        ("applicant_phone", "0987 654 321"),
        ("reason", "Gõ sai"),
    ];
    let mended = officer.send(&page, &path, &right).await;
    assert_eq!(mended.status, StatusCode::SEE_OTHER, "{}", mended.body);
    assert_eq!(house.centre.app.dossier(dossier).await.unwrap().applicant.phone, "0987654321");
    let page = officer.get(&path).await;
    let fee =
        officer.send(&page, &path, &[("what", "fee"), ("fee", "30.000"), ("reason", "Miễn giảm")]).await;
    assert_eq!(fee.status, StatusCode::SEE_OTHER, "{}", fee.body);
    let history = officer.get(&format!("/dossiers/{dossier}")).await;
    assert!(
        history.says("Đính chính") && history.says("Gõ sai") && history.says("receiver-serves-dossier"),
        "{}",
        history.body
    );
    assert!(history.says("Ai đã xem hồ sơ") && history.says("Lê Thu Hà"));
    let path = format!("/desk/supplements/{dossier}/withdraw");
    let page = officer.get("/desk/supplements").await;
    let gone = officer.send(&page, &path, &[("reason", "Người nộp đổi ý")]).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER, "{}", gone.body);
    assert!(matches!(house.centre.dossier(dossier).await.phase, Phase::Withdrawn { .. }));
}

#[tokio::test]
async fn drafts_are_returned_with_a_reason_and_several_are_approved_at_once() {
    let house = House::open().await;
    let (mut officer, _) = at_the_counter(&house).await;
    let one = receives(&mut officer, RECORD, &[("pay", "later")]).await;
    let two = receives(&mut officer, RECORD, &[("pay", "later")]).await;
    for dossier in [one, two] {
        walks_to(&house, dossier, StepKind::Approve).await;
    }
    let leader = house.centre.whose_step(one).await.person().to_owned();
    let mut leader = house.signed_in(&leader).await;
    let page = leader.get(&format!("/sign?open={one}")).await;
    assert!(page.says("Không có án tích"), "the draft is read before it is signed: {}", page.body);
    let path = format!("/sign/{one}/return");
    let refused = leader.send(&page, &path, &[("reason", "")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let returned = leader.send(&page, &path, &[("reason", "Sửa tên")]).await;
    assert_eq!(returned.to(), "/sign", "{}", returned.body);
    assert_eq!(house.centre.dossier(one).await.open_turn().expect("a step").kind, StepKind::Process);
    walks_to(&house, one, StepKind::Approve).await;
    let page = leader.get("/sign").await;
    let (one, two) = (one.to_string(), two.to_string());
    let none = leader.send(&page, "/sign/approve", &[]).await;
    assert_eq!(none.to(), "/sign");
    leader.send(&page, "/sign/approve", &[("dossier", &one), ("dossier", &two)]).await;
    assert!(leader.get("/sign").await.says("Đã ký 2 văn bản"));
}

#[tokio::test]
async fn a_deputy_signs_in_the_leaders_place_and_the_page_says_so() {
    let house = House::open().await;
    let (mut officer, _) = at_the_counter(&house).await;
    let dossier = receives(&mut officer, RECORD, &[("pay", "later")]).await;
    walks_to(&house, dossier, StepKind::Approve).await;
    let turn = house.centre.dossier(dossier).await.open_turn().expect("a step").clone();
    let deputy = house.centre.holder(&turn.unit, Role::DeputyLeader).person().to_owned();
    let mut deputy = house.signed_in(&deputy).await;
    let page = deputy.get("/sign").await;
    assert!(page.says("KT. ") && page.says("Quyết định phân công"), "{}", page.body);
    deputy.send(&page, &format!("/sign/{dossier}/approve"), &[]).await;
    let state = house.centre.dossier(dossier).await;
    assert_eq!(state.result.block, "KT.");
}

#[tokio::test]
async fn the_cash_desk_takes_what_is_due_and_prints_a_receipt() {
    let house = House::open().await;
    let (mut officer, _) = at_the_counter(&house).await;
    receives(&mut officer, LAND, &[("pay", "later")]).await;
    let mut cashier = house.signed_in("phuong.dm").await;
    let page = cashier.get("/cashier").await;
    assert!(page.says("Vũ Thị Minh Châu") && page.says("50.000"), "{}", page.body);
    let found = cashier.send(&page, "/cashier/find", &[("code", "khong thay")]).await;
    assert!(!found.says("Vũ Thị Minh Châu"));
    let payment = house.centre.app.payments_due("H49.80", 5).await.unwrap()[0].payment;
    let taken = cashier.send(&page, &format!("/cashier/{payment}/take"), &[]).await;
    assert_eq!(taken.to(), format!("/cashier?done={payment}"));
    let after = cashier.get(taken.to()).await;
    assert!(
        after.says(&format!("/payments/{payment}/receipt.pdf")) && after.says("Đã thu hôm nay"),
        "{}",
        after.body
    );
}

#[tokio::test]
async fn the_floor_shows_red_first_and_every_number_leads_to_what_it_counts() {
    let house = House::open().await;
    let (mut officer, _) = at_the_counter(&house).await;
    let dossier = receives(&mut officer, LAND, &[]).await;
    let unit = house.centre.dossier(dossier).await.open_turn().expect("a step").unit.clone();
    let mut director = house.signed_in("anh.hh").await;
    let calm = director.get("/floor").await;
    assert!(calm.says("Đất đai") && !calm.says("bước quá hạn ·"), "{}", calm.body);
    house.centre.it_is("2026-12-07T09:00");
    let red = director.get("/floor/now").await;
    assert!(
        red.says("bước quá hạn") && red.says(&format!("/floor/steps?unit={unit}&#38;state=red"))
            || red.says("state=red"),
        "{}",
        red.body
    );
    let steps = director.get(&format!("/floor/steps?unit={unit}&state=red")).await;
    assert!(steps.says(&format!("/dossiers/{dossier}")) && steps.says("Quá hạn"), "{}", steps.body);
    assert_eq!(director.get("/floor/steps?unit=C49.1").await.status, StatusCode::NOT_FOUND, "another's unit");
}

#[tokio::test]
async fn a_search_leads_to_codes_people_procedures_and_rooms_and_inspectors_only_read() {
    let house = House::open().await;
    let (mut officer, _) = at_the_counter(&house).await;
    let dossier = receives(&mut officer, LAND, &[]).await;
    let code = house.centre.dossier(dossier).await.code;
    let page = officer.get("/find").await;
    let straight = officer.send(&page, "/find", &[("q", &code.to_lowercase())]).await;
    assert_eq!(straight.to(), format!("/dossiers/{dossier}"));
    let found = officer.send(&page, "/find", &[("q", "vu thi minh chau")]).await;
    assert!(found.says(&code) && found.says("Vũ Thị Minh Châu"), "{}", found.body);
    let room = officer.send(&page, "/find", &[("q", "tra ket qua")]).await;
    assert!(room.says("/desk/returns"), "{}", room.body);
    let mut inspector = house.signed_in("thuong.vt").await;
    let page = inspector.get("/inspect").await;
    let found = inspector.send(&page, "/inspect", &[("q", "0912345678")]).await;
    assert!(found.says(&code), "{}", found.body);
    let whole = inspector.get(&format!("/dossiers/{dossier}")).await;
    assert!(whole.says("Lịch sử") && !whole.says("/desk/correct/"), "{}", whole.body);
    let mut admin = house.signed_in("trung.dd").await;
    let page = admin.get("/find").await;
    let blind = admin.send(&page, "/find", &[("q", "vu thi minh chau")]).await;
    assert!(!blind.says("Vũ Thị Minh Châu") && blind.says("không đọc hồ sơ"), "{}", blind.body);
}

#[tokio::test]
async fn the_administrator_sees_people_and_switches_a_day_of_the_calendar() {
    let house = House::open().await;
    let mut admin = house.signed_in("trung.dd").await;
    let page = admin.get("/admin?q=le+thu+ha").await;
    assert!(page.says("ha.lt") && page.says("culture-day-2026"), "{}", page.body);
    let before = house.centre.app.calendar_switches().unwrap()[0].clone();
    let to = if before.on { "off" } else { "on" };
    let switched = admin.send(&page, "/admin/calendar", &[("switch", &before.name), ("to", to)]).await;
    assert_eq!(switched.to(), "/admin", "{}", switched.body);
    assert_ne!(house.centre.app.calendar_switches().unwrap()[0].on, before.on);
    let unknown = admin.send(&page, "/admin/calendar", &[("switch", "no-such"), ("to", "on")]).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_message_that_failed_is_shown_and_sent_again() {
    use app::{Actor, Command, MessageNote};
    let house = House::open().await;
    let (mut officer, _) = at_the_counter(&house).await;
    let dossier = receives(&mut officer, LAND, &[]).await;
    let message = house.centre.app.messages_of(dossier).await.unwrap()[0].message;
    let sender = Actor::system("sender");
    for note in [MessageNote::Begin, MessageNote::Failed("absent_subscriber".to_owned())] {
        house.centre.does(&sender, Command::NoteMessage { message, note }).await;
    }
    let page = officer.get("/messages").await;
    assert!(page.says("absent_subscriber"), "{}", page.body);
    let again = officer.send(&page, &format!("/messages/{message}/again"), &[("channel", "sms")]).await;
    assert_eq!(again.to(), "/messages", "{}", again.body);
    assert!(house.centre.app.messages_of(dossier).await.unwrap().len() > 1);
}

#[tokio::test]
async fn every_room_speaks_english_too() {
    let house = House::open().await;
    let (mut officer, _) = at_the_counter(&house).await;
    let dossier = receives(&mut officer, LAND, &[]).await;
    for path in [
        "/desk".to_owned(),
        "/desk/returns".to_owned(),
        "/desk/supplements".to_owned(),
        format!("/desk/correct/{dossier}"),
        format!("/dossiers/{dossier}"),
        "/find".to_owned(),
        "/messages".to_owned(),
    ] {
        let page = officer.get(&format!("{path}?lang=en")).await;
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.body);
        assert!(page.says("lang=\"en\""), "{path}");
    }
}
