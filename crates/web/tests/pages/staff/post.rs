//! Envelopes at the desk: scanned, doubled, unreadable; entered through the form of the counter; what the director sees.

use super::{APPLICANT, LAND, at_the_counter, declared};
use crate::visitor::{Answer, House, Visitor};
use axum::http::StatusCode;

const ENVELOPE: &str = "EA123456785VN";

async fn scans(officer: &mut Visitor, code: &str) -> Answer {
    let page = officer.get("/desk/post").await;
    let answer = officer.send(&page, "/desk/post", &[("code", code)]).await;
    if answer.status == StatusCode::SEE_OTHER { officer.get(answer.to()).await } else { answer }
}

/// The key of the only item that waits.
async fn key(house: &House) -> String {
    let waiting = house.centre.app.post_waiting("H1").await.expect("it can be read");
    format!("{}-{}", waiting[0].post, waiting[0].item)
}

#[tokio::test]
async fn each_scan_is_answered_at_once_good_doubled_or_bad() {
    let house = House::open().await;
    let mut officer = house.signed_in("ha.lt").await;
    let empty = officer.get("/desk/post").await;
    assert!(empty.says("Không có bưu gửi chờ nhập") && empty.says("autofocus"), "{}", empty.body);

    let good = scans(&mut officer, "ea 123456785 vn").await;
    assert!(good.says("Đã ghi nhận") && good.says(ENVELOPE), "{}", good.body);
    assert!(good.says("Bưu gửi thứ 1 hôm nay, túi 1") && good.says("Hôm nay đã quét 1 bưu gửi"));

    house.centre.it_is("2026-11-25T08:12");
    let doubled = scans(&mut officer, ENVELOPE).await;
    assert!(doubled.says("Đã quét lúc 08:00, Lê Thu Hà"), "{}", doubled.body);
    assert!(doubled.says("Hôm nay đã quét 1 bưu gửi"), "it counts once");

    let bad = scans(&mut officer, "EA123456784VN").await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bad.says("sai chữ số kiểm tra") && bad.says("value=\"EA123456784VN\""), "{}", bad.body);
    let garbled = scans(&mut officer, "mã?").await;
    assert!(garbled.says("tắt bộ gõ tiếng Việt"), "{}", garbled.body);
}

#[tokio::test]
async fn the_same_form_sent_twice_is_one_scan_and_two_codes_from_one_page_are_two() {
    let house = House::open().await;
    let mut officer = house.signed_in("ha.lt").await;
    let page = officer.get("/desk/post").await;
    for (code, many) in [(ENVELOPE, 1), (ENVELOPE, 1), ("GHN887766", 2)] {
        let answer = officer.send(&page, "/desk/post", &[("code", code)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let shown = officer.get(answer.to()).await;
        assert!(shown.says("Đã ghi nhận"), "{}", shown.body);
        assert_eq!(house.centre.app.post_waiting("H1").await.unwrap().len(), many);
    }
}

#[tokio::test]
async fn many_codes_are_taken_line_by_line_and_the_bad_ones_come_back_in_the_field() {
    let house = House::open().await;
    let mut officer = house.signed_in("ha.lt").await;
    let page = officer.get("/desk/post").await;
    let codes = format!("{ENVELOPE}\r\n\r\nGHN887766\r\nEA123456784VN\r\n{ENVELOPE}\r\n<x>");
    let answer = officer.send(&page, "/desk/post/many", &[("codes", &codes)]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.says("Đã ghi nhận 2 mã."), "{}", answer.body);
    for line in ["Dòng 4:", "Dòng 5:", "Dòng 6:"] {
        assert!(answer.says(line), "{line} {}", answer.body);
    }
    assert!(
        !answer.says("Dòng 1:") && answer.says("sai chữ số kiểm tra") && answer.says("Đã quét lúc 08:00")
    );
    let field = answer.body.split("<textarea").nth(1).and_then(|rest| rest.split("</textarea>").next());
    let left = field.and_then(|field| field.split_once('>')).expect("the field").1;
    assert_eq!(left, "EA123456784VN\nEA123456785VN\n&#60;x&#62;");
    assert_eq!(house.centre.app.post_waiting("H1").await.unwrap().len(), 2);

    let page = officer.get("/desk/post").await;
    let good = officer.send(&page, "/desk/post/many", &[("codes", "VTP123456, S123456789")]).await;
    assert_eq!(good.to(), "/desk/post", "{}", good.body);
    let nothing = officer.send(&page, "/desk/post/many", &[("codes", " \n ")]).await;
    assert_eq!(nothing.to(), "/desk/post");
    assert!(officer.get("/desk/post").await.says("Trong ô chưa có mã nào."));
}

#[tokio::test]
async fn an_envelope_leads_to_the_form_of_the_counter_and_is_entered_when_it_is_received() {
    let house = House::open().await;
    let mut officer = house.signed_in("ha.lt").await;
    let choose = officer.get("/desk").await;
    officer.send(&choose, "/desk/open", &[("counter", "05")]).await;
    scans(&mut officer, ENVELOPE).await;
    // What stood in the form stays for a change of mind.
    let desk = officer.get("/desk").await;
    officer.send(&desk, "/desk/form", &APPLICANT).await;
    let page = officer.get("/desk/post").await;
    let item = key(&house).await;
    let answer = officer.send(&page, "/desk/post/enter", &[("item", &item)]).await;
    assert_eq!(answer.to(), "/desk", "{}", answer.body);
    let desk = officer.get("/desk").await;
    assert!(desk.says("Hồ sơ của bưu gửi") && desk.says(ENVELOPE), "{}", desk.body);
    assert!(!desk.says("Vũ Thị Minh Châu") && !desk.says("name=\"end\" value=\"slip\""));
    let post = desk.hidden("post");
    assert_eq!(post, item);

    // Refused: the form comes back with the envelope in it.
    let wrong = [APPLICANT.to_vec(), vec![("post", post.as_str()), ("end", "receive")]].concat();
    let again = officer.send(&desk, "/desk/intake", &wrong).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(again.hidden("post"), item, "nothing is lost");

    let fields = [declared(LAND, &[("post", &post), ("pay", "later")]), vec![("end", "receive")]].concat();
    let received = officer.send(&again, "/desk/intake", &fields).await;
    assert_eq!(received.status, StatusCode::SEE_OTHER, "{}", received.body);
    let done = officer.get(received.to()).await;
    assert!(done.says("Bưu gửi tiếp theo"), "{}", done.body);
    assert!(house.centre.app.visits_now("H1").await.unwrap().is_empty(), "nobody sat there");
    let entered = house.centre.app.post_decided("H1", "entered", 0).await.unwrap();
    let list = officer.get("/desk/post").await;
    assert!(list.says(&entered[0].dossier_code) && list.says("Không có bưu gửi chờ nhập"), "{}", list.body);
    let restored = {
        let desk = officer.get("/desk").await;
        officer.send(&desk, "/desk/restore", &[]).await;
        officer.get("/desk").await
    };
    assert!(restored.says("Vũ Thị Minh Châu"), "the form before is back: {}", restored.body);
    let late = officer.send(&list, "/desk/post/enter", &[("item", &item)]).await;
    assert_eq!(late.to(), "/desk/post", "it was entered already");
}

#[tokio::test]
async fn a_draft_of_an_envelope_is_gone_on_with_from_either_list() {
    let house = House::open().await;
    let (mut officer, _) = at_the_counter(&house).await;
    scans(&mut officer, ENVELOPE).await;
    let item = key(&house).await;
    let page = officer.get("/desk/post").await;
    officer.send(&page, "/desk/post/enter", &[("item", &item)]).await;
    let desk = officer.get("/desk").await;
    let fields = [declared(LAND, &[("post", &item)]), vec![("end", "keep")]].concat();
    let kept = officer.send(&desk, "/desk/intake", &fields).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
    let list = officer.get("/desk/post").await;
    assert!(list.says("có bản nháp"), "{}", list.body);
    officer.send(&list, "/desk/post/enter", &[("item", &item)]).await;
    let desk = officer.get("/desk").await;
    assert!(desk.says("Vũ Thị Minh Châu") && desk.hidden("post") == item, "{}", desk.body);
    let draft = desk.hidden("draft");
    officer.send(&desk, "/desk/clear", &[]).await;
    let desk = officer.get("/desk").await;
    officer.send(&desk, "/desk/draft", &[("dossier", &draft)]).await;
    assert_eq!(officer.get("/desk").await.hidden("post"), item, "from the list of drafts as well");
}

#[tokio::test]
async fn a_sack_is_closed_and_printed_and_an_item_struck_with_its_reason() {
    let house = House::open().await;
    let mut officer = house.signed_in("ha.lt").await;
    scans(&mut officer, ENVELOPE).await;
    let page = scans(&mut officer, "GHN887766").await;
    let waiting = house.centre.app.post_waiting("H1").await.unwrap();
    let item = format!("{}-2", waiting[0].post);
    let silent = officer.send(&page, "/desk/post/strike", &[("item", &item), ("reason", "")]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let reason = [("item", item.as_str()), ("reason", "Chuyển hoàn người gửi")];
    assert_eq!(officer.send(&page, "/desk/post/strike", &reason).await.to(), "/desk/post");
    let post = waiting[0].post.to_string();
    let close = officer.send(&page, "/desk/post/close", &[("post", &post), ("sack", "1")]).await;
    assert_eq!(close.to(), "/desk/post");
    let page = officer.get("/desk/post").await;
    assert!(page.says("Chuyển hoàn người gửi") && page.says("Đã chốt túi."), "{}", page.body);
    let paper = format!("/desk/post/{post}/1/list.pdf");
    assert_eq!(officer.get(&paper).await.status, StatusCode::OK);
    assert_eq!(officer.get(&format!("/desk/post/{post}/7/list.pdf")).await.status, StatusCode::NOT_FOUND);
    let mut stranger = house.signed_in("anh.hh").await;
    assert_eq!(stranger.get(&paper).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_director_reads_how_many_lie_too_long() {
    let house = House::open().await;
    let mut officer = house.signed_in("ha.lt").await;
    scans(&mut officer, ENVELOPE).await;
    let mut director = house.signed_in("anh.hh").await;
    assert!(!director.get("/floor").await.says("bưu gửi quá giờ"));
    house.centre.it_is("2026-11-26T09:30");
    let mut director = house.signed_in("anh.hh").await;
    let floor = director.get("/floor").await;
    assert!(floor.says("1 bưu gửi quá giờ chưa nhập") && floor.says("/floor/post"), "{}", floor.body);
    let list = director.get("/floor/post").await;
    assert!(list.says(ENVELOPE) && list.says("Quá hạn"), "{}", list.body);
    let mut officer = house.signed_in("ha.lt").await;
    let desk = officer.get("/desk/post").await;
    assert!(desk.says("1 quá giờ"), "{}", desk.body);
}
