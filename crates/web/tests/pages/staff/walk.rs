//! The whole walk, by forms alone, in both languages.

use super::{LAND, RECORD, at_the_counter, receives, walks_on, walks_to};
use crate::visitor::House;
use axum::http::StatusCode;
use domain::dossier::{Phase, StepKind};

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
        assert!(!page.says("Tiếp nhận, chuyển hồ sơ"), "{path}: steps have English names");
    }
    let whole = officer.get(&format!("/dossiers/{dossier}?lang=en")).await;
    assert!(whole.says("Reception and handing on"), "{}", whole.body);
}
