//! The intake form: what it finds, what it promises, how it is refused and taken up again.

use super::{LAND, RECORD, at_the_counter, declared, receives};
use crate::visitor::House;
use axum::http::StatusCode;

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
    let card = "022188004217||Vũ Thị Minh Châu|01021988|Nữ|Tổ 5, Cao Xanh|01072021";
    let scanned = [("csrf", desk.hidden("csrf")), ("applicant_id_number", card.to_owned())];
    let scanned: Vec<(&str, &str)> = scanned.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let answer = officer.post("/desk/form", &[("hx-request", "true")], &scanned).await;
    assert_eq!(answer.header("hx-redirect"), "/desk?card=applicant_", "a scanned card fills several fields");
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
    let picked = found[0].hidden("pick");
    let subject = picked.strip_prefix("applicant_").expect("for the applicant").to_owned();
    let picked = officer.send(&found[0], "/desk/form", &[("pick", &picked)]).await;
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
async fn a_card_under_the_scanner_fills_the_person_and_offers_who_is_known_by_its_number() {
    let house = House::open().await;
    let (mut officer, _) = at_the_counter(&house).await;
    receives(&mut officer, RECORD, &[("pay", "later")]).await;
    let desk = officer.get("/desk").await;
    let line = "022188004217||Vũ Thị Minh Châu|01021988|Nữ|Tổ 9, Cao Xanh, Quảng Ninh|01072021";
    let garbled: String = line.bytes().map(char::from).collect();
    let scanned =
        officer.send(&desk, "/desk/form", &[("applicant_phone", &garbled), ("procedure", RECORD)]).await;
    assert_eq!(scanned.to(), "/desk?card=applicant_", "the address names nobody");
    let desk = officer.get(scanned.to()).await;
    assert!(desk.says("value=\"022188004217\"") && desk.says("Tổ 9, Cao Xanh, Quảng Ninh"), "{}", desk.body);
    assert!(desk.hidden("pick").starts_with("applicant_"), "who was here before is offered: {}", desk.body);
}

#[tokio::test]
async fn the_enter_of_a_scanner_receives_nothing_and_a_card_that_cannot_be_read_says_what_to_do() {
    let house = House::open().await;
    let (mut officer, desk) = at_the_counter(&house).await;
    let line = "022188004217||Vũ Thị Minh Châu|01021988|Nữ|Tổ 5, Cao Xanh, Quảng Ninh|01072021";
    let fields = [declared(LAND, &[]), vec![("applicant_id_number", line), ("end", "receive")]].concat();
    let fields: Vec<_> = fields.into_iter().rev().collect();
    let sent = officer.send(&desk, "/desk/intake", &fields).await;
    assert_eq!(sent.to(), "/desk?card=applicant_", "{}", sent.body);
    let unread = line.replace("Châu", "Ch?u");
    let desk = officer.get("/desk").await;
    let fields =
        [vec![("applicant_name", unread.as_str()), ("end", "receive")], declared(LAND, &[])].concat();
    let refused = officer.send(&desk, "/desk/intake", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("Không chắc họ tên trên thẻ: đọc được “Vũ Thị Minh Ch?u”"), "{}", refused.body);
}

#[tokio::test]
async fn procedures_are_found_without_marks_and_another_one_has_other_papers() {
    let house = House::open().await;
    let (mut officer, desk) = at_the_counter(&house).await;
    let found = officer.get("/desk/procedures?q=sang+ten").await;
    assert!(found.says(LAND), "{}", found.body);
    let none = officer.get("/desk/procedures?q=zzzz").await;
    assert!(none.says("name=\"procedure_field\" value=\"Đất đai\""), "{}", none.body);
    officer.send(&desk, "/desk/form", &[("procedure_field", "Đất đai")]).await;
    assert!(officer.get("/desk").await.says(LAND), "a field lists what belongs to it");
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
async fn what_was_typed_before_a_click_does_not_undo_it_by_arriving_later() {
    let house = House::open().await;
    let (mut officer, desk) = at_the_counter(&house).await;
    let old: Vec<(String, String)> = ["csrf", "command_id", "edition"]
        .map(|name| (name.to_owned(), desk.hidden(name)))
        .into_iter()
        .chain([("applicant_name".to_owned(), "Ngô Thị Bích".to_owned())])
        .collect();
    let old: Vec<(&str, &str)> = old.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    officer.send(&desk, "/desk/form", &[("pick_procedure", LAND), ("applicant_name", "Ngô Thị Bích")]).await;
    let late = officer.post("/desk/form", &[("hx-request", "true")], &old).await;
    assert_eq!(late.header("hx-refresh"), "true", "the older page is told to look again");
    assert!(officer.get("/desk").await.says("name=\"paper-3\""), "the procedure is still there");

    receives(&mut officer, RECORD, &[("pay", "later")]).await;
    officer.post("/desk/form", &[("hx-request", "true")], &old).await;
    assert!(!officer.get("/desk").await.says("Ngô Thị Bích"), "nobody's data comes back into the next form");
}

#[tokio::test]
async fn somebody_known_is_offered_for_whom_the_applicant_acts_and_each_look_is_on_record() {
    let house = House::open().await;
    let (mut officer, _) = at_the_counter(&house).await;
    receives(&mut officer, RECORD, &[("pay", "later")]).await;
    let desk = officer.get("/desk").await;
    let both = [("owner", "1"), ("proxy", "1"), ("applicant_name", "Ngô Thị Bích")];
    officer.send(&desk, "/desk/form", &both).await;
    let desk = officer.get("/desk").await;
    assert!(desk.says("id=\"known-owner_\"") && desk.says("id=\"known-proxy_\""), "{}", desk.body);
    let typed =
        |number| [("csrf", desk.hidden("csrf")), ("party", "proxy_".to_owned()), ("proxy_id_number", number)];
    let mut offers = Vec::new();
    for number in ["022 188 004 217", "022 188 004 218", "022 188"] {
        let fields = typed(number.to_owned());
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        offers.push(officer.post("/desk/known", &[("hx-request", "true")], &fields).await);
    }
    assert!(offers[0].says("Vũ Thị Minh Châu") && !offers[0].says("<html"), "{}", offers[0].body);
    assert!(offers[1].body.is_empty() && offers[2].body.is_empty(), "nobody has it; it is not whole yet");
    let picked = offers[0].hidden("pick");
    officer.send(&desk, "/desk/form", &[&both[..], &[("pick", &picked)]].concat()).await;
    let desk = officer.get("/desk").await;
    assert!(desk.says("name=\"proxy_name\" type=\"text\" value=\"Vũ Thị Minh Châu\""), "{}", desk.body);
    assert!(desk.says("name=\"applicant_name\" type=\"text\" value=\"Ngô Thị Bích\""), "{}", desk.body);
    let by_hand = [&both[..], &[("owner_id_number", "022188004217"), ("party", "owner_")]].concat();
    let found = officer.send(&desk, "/desk/people", &by_hand).await;
    assert!(found.hidden("pick").starts_with("owner_"), "without scripts by a button: {}", found.body);
    let app = &house.centre.app;
    let looks = app.store().list_access_by(app.tenant(), "person:ha.lt", 50).await.unwrap();
    let count = |action| looks.iter().filter(|look| look.opened.action == action).count();
    assert_eq!(
        (count("party_looked_up"), count("party_picked")),
        (3, 1),
        "a number that is not whole is no look"
    );
}

#[tokio::test]
async fn what_an_earlier_dossier_has_is_offered_and_need_not_be_handed_in_again() {
    let house = House::open().await;
    let (mut officer, _) = at_the_counter(&house).await;
    let earlier = receives(&mut officer, LAND, &[("paper-2-form", "certified")]).await;
    let code = house.centre.dossier(earlier).await.code;
    let subject = house.centre.dossier(earlier).await.intake.applicant.subject;
    let desk = officer.get("/desk").await;
    let pick = format!("applicant_{subject}");
    officer.send(&desk, "/desk/form", &[("pick", &pick)]).await;
    let picked = officer.get("/desk").await;
    let known = [("applicant_subject", subject.to_string()), ("pick_procedure", LAND.to_owned())];
    let known: Vec<(&str, &str)> = known.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let fields = [super::APPLICANT.to_vec(), known].concat();
    officer.send(&picked, "/desk/form", &fields).await;
    let offered = officer.get("/desk").await;
    let words = format!("Đã nộp ở hồ sơ {code}, Bản sao chứng thực");
    assert!(offered.says(&words), "{words}: {}", offered.body);
    assert!(!offered.says(&format!("\"1:{earlier}\"")), "an application is written anew: {}", offered.body);
    let choice = format!("2:{earlier}");
    let taken =
        [("applicant_subject", subject.to_string()), ("procedure", LAND.to_owned()), ("earlier", choice)];
    let taken: Vec<(&str, &str)> = taken.iter().map(|(name, value)| (*name, value.as_str())).collect();
    officer.send(&offered, "/desk/form", &[super::APPLICANT.to_vec(), taken].concat()).await;
    let page = officer.get("/desk").await;
    assert!(page.says(&format!("có ở hồ sơ {code}")) && !page.says(&words), "{}", page.body);
    assert_eq!(page.hidden("paper-2-earlier"), earlier.to_string());
    let next = receives(
        &mut officer,
        LAND,
        &[
            ("applicant_subject", &subject.to_string()),
            ("paper-2-form", "looked_up"),
            ("paper-2-earlier", &earlier.to_string()),
        ],
    )
    .await;
    assert_eq!(house.centre.dossier(next).await.intake.earlier[0].dossier, earlier);
    let sheet = officer.get(&format!("/dossiers/{next}")).await;
    assert!(sheet.says(&format!("href=\"/dossiers/{earlier}\">có ở hồ sơ {code}")), "{}", sheet.body);
}
