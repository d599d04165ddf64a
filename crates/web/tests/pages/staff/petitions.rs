//! What applicants say is wrong: written on their own page, answered by whoever leads the unit.

use super::{LAND, at_the_counter, receives};
use crate::visitor::House;
use axum::http::StatusCode;
use domain::kernel::StreamId;

const SAID: &str = "Đã gọi hai lần, chưa ai trả lời";

/// A dossier that was received, and the address of its applicant's page.
async fn received() -> (House, StreamId, String) {
    let house = House::open().await;
    let (mut officer, _) = at_the_counter(&house).await;
    let dossier = receives(&mut officer, LAND, &[]).await;
    let own = format!("/d/{}", house.centre.dossier(dossier).await.intake.token);
    (house, dossier, own)
}

#[tokio::test]
async fn what_two_people_typed_at_once_is_lost_for_neither() {
    let (house, dossier, own) = received().await;
    let mut applicant = house.visitor();
    let (first, second) = (applicant.get(&own).await, applicant.get(&own).await);
    let path = format!("{own}/petitions");
    applicant.send(&first, &path, &[("matter", "delay"), ("text", SAID)]).await;
    let refused = applicant.send(&second, &path, &[("matter", "fee"), ("text", "Thu sai phí")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("Thu sai phí") && refused.says("đang chờ trả lời"), "{}", refused.body);
    let mut head = house.signed_in("duyen.vb").await;
    let open = format!("/petitions?open={dossier}");
    let (first, second) = (head.get(&open).await, head.get(&open).await);
    let path = format!("/petitions/{dossier}");
    let answer = |text| [("number", "1"), ("upheld", "yes"), ("text", text)];
    assert_eq!(head.send(&first, &path, &answer("Xin lỗi bà")).await.status, StatusCode::SEE_OTHER);
    let refused = head.send(&second, &path, &answer("Sẽ trả ngay")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("Sẽ trả ngay") && refused.says("đã được trả lời"), "{}", refused.body);
}

#[tokio::test]
async fn an_applicant_writes_the_head_answers_and_the_applicant_reads_it() {
    let (house, dossier, own) = received().await;
    let mut applicant = house.visitor();
    let page = applicant.get(&own).await;
    let path = format!("{own}/petitions");
    let refused = applicant.send(&page, &path, &[("matter", ""), ("text", SAID)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.says(SAID) && refused.says("href=\"#matter\"") && refused.says("<details open>"),
        "filled in"
    );
    let sent = applicant.send(&page, &path, &[("matter", "delay"), ("text", SAID)]).await;
    assert_eq!((sent.status, sent.to()), (StatusCode::SEE_OTHER, format!("{own}#petitions").as_str()));
    let waits = applicant.get(&own).await;
    assert!(waits.says(SAID) && waits.says("trả lời trước"), "{}", waits.body);
    assert!(!waits.says("name=\"matter\""), "one at a time");

    let mut head = house.signed_in("duyen.vb").await;
    let list = head.get("/petitions").await;
    assert!(list.says("Chậm giải quyết") && !list.says(SAID), "the list names no words: {}", list.body);
    let open = head.get(&format!("/petitions?open={dossier}")).await;
    assert!(open.says(SAID), "{}", open.body);
    let path = format!("/petitions/{dossier}");
    let refused = head.send(&open, &path, &[("number", "1"), ("text", "Xin lỗi bà")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("Xin lỗi bà") && refused.says("href=\"#upheld\""), "{}", refused.body);
    let fields = [("number", "1"), ("upheld", "yes"), ("text", "Xin lỗi bà, mai có kết quả")];
    assert_eq!(head.send(&open, &path, &fields).await.status, StatusCode::SEE_OTHER);
    assert!(head.get("/petitions").await.says("Không có phản ánh nào chờ trả lời"));
    assert!(head.get("/petitions?list=answered").await.says("Trả lời đúng hạn"));
    let answered = applicant.get(&own).await;
    for words in ["Phản ánh đúng", "Xin lỗi bà, mai có kết quả", "Võ Bích Duyên"] {
        assert!(answered.says(words), "{words}: {}", answered.body);
    }
}

#[tokio::test]
async fn an_answer_that_is_late_is_said_to_the_applicant_and_turns_red_for_the_head() {
    let (house, dossier, own) = received().await;
    let mut applicant = house.visitor();
    let page = applicant.get(&own).await;
    applicant.send(&page, &format!("{own}/petitions"), &[("matter", "fee"), ("text", SAID)]).await;
    house.centre.it_is("2026-12-18T08:00");
    assert!(applicant.get(&own).await.says("Trả lời chậm"));
    let mut head = house.signed_in("duyen.vb").await;
    assert!(head.get("/petitions").await.says("Quá hạn"));
    let mut stranger = house.signed_in("anh.hh").await;
    assert!(!stranger.get("/petitions").await.says("Phí, lệ phí"), "the fee is for the unit that handles it");
    let opened = stranger.get(&format!("/petitions?open={dossier}")).await;
    assert_eq!(opened.status, StatusCode::NOT_FOUND, "the centre may see the dossier, not these words");
}
