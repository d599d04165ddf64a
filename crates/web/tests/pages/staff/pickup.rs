//! Who comes for a result takes a number with the slip, and whoever calls it has the dossier before her.

use super::{RECORD, at_the_counter, receives, walks_on, walks_to};
use crate::visitor::{House, Visitor};
use axum::http::StatusCode;
use domain::dossier::StepKind;
use domain::kernel::StreamId;

/// The code is typed, or scanned, at the kiosk.
async fn types(kiosk: &mut Visitor, code: &str) -> crate::visitor::Answer {
    let page = kiosk.get("/kiosk/H1/pickup").await;
    kiosk.send(&page, "/kiosk/H1/pickup", &[("code", code)]).await
}

async fn is_ready(house: &House, dossier: StreamId) {
    walks_to(house, dossier, StepKind::Approve).await;
    let signer = house.centre.whose_step(dossier).await.person().to_owned();
    let mut leader = house.signed_in(&signer).await;
    let signing = leader.get("/sign").await;
    leader.send(&signing, &format!("/sign/{dossier}/approve"), &[]).await;
    walks_on(house, dossier).await;
}

#[tokio::test]
async fn a_slip_gives_a_number_once_the_result_is_there_and_the_counter_opens_its_dossier() {
    let house = House::open().await;
    let (mut officer, _) = at_the_counter(&house).await;
    let dossier = receives(&mut officer, RECORD, &[("pay", "later")]).await;
    let state = house.centre.dossier(dossier).await;
    let digits: String = state.code.chars().filter(char::is_ascii_digit).collect();
    let end = &digits[digits.len() - 10..];
    let mut kiosk = house.visitor();
    assert!(kiosk.get("/kiosk/H1").await.says("/kiosk/H1/pickup"));
    let early = types(&mut kiosk, end).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(early.says("Chưa có kết quả") && !early.says("Vũ Thị Minh Châu"), "{}", early.body);
    let unknown = types(&mut kiosk, "2611259999").await;
    assert!(unknown.says("Không có hồ sơ nào mang mã này"), "{}", unknown.body);
    assert!(unknown.says("value=\"2611259999\""), "what was typed stays: {}", unknown.body);
    let scanned = types(&mut kiosk, "http://x/d/nobodys").await;
    assert!(!scanned.says("nobodys"), "a token does not: {}", scanned.body);
    is_ready(&house, dossier).await;
    for typed in [end.to_owned(), state.code.to_lowercase(), format!("http://x/d/{}", state.intake.token)] {
        let taken = types(&mut kiosk, &typed).await;
        assert_eq!(taken.status, StatusCode::SEE_OTHER, "{typed}: {}", taken.body);
        let ticket = taken.to().rsplit('/').next().expect("a token").to_owned();
        let ticket = house.centre.app.ticket_by_token(&ticket).await.unwrap().unwrap();
        assert_eq!((ticket.field.as_str(), ticket.dossier), ("return", Some(dossier)));
    }
    let card = "022188004217||Vũ Thị Minh Châu|01021988|Nữ|Tổ 5, Cao Xanh, Quảng Ninh|01072021";
    let taken = types(&mut kiosk, card).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "the card does as well as the slip: {}", taken.body);
    let other = types(&mut kiosk, &card.replace("Minh Châu", "Minh Trâm")).await;
    assert!(other.says("Chưa có kết quả nào ở đây cho Vũ Thị Minh Trâm"), "{}", other.body);
    let mut giver = house.signed_in("thuy.tc").await;
    let choose = giver.get("/desk").await;
    giver.send(&choose, "/desk/open", &[("counter", "09")]).await;
    let room = giver.get("/desk/returns").await;
    assert!(!room.says(&format!("/desk/returns/{dossier}/hand-over")), "nobody was called: {}", room.body);
    giver.send(&room, "/desk/call", &[("room", "returns")]).await;
    let room = giver.get("/desk/returns").await;
    assert!(room.says(&format!("/desk/returns/{dossier}/hand-over")), "{}", room.body);
}

#[tokio::test]
async fn a_result_of_another_centre_is_fetched_there() {
    let house = House::open().await;
    let (mut officer, _) = at_the_counter(&house).await;
    let dossier = receives(&mut officer, RECORD, &[("pay", "later")]).await;
    is_ready(&house, dossier).await;
    let code = house.centre.dossier(dossier).await.code;
    let mut kiosk = house.visitor();
    let page = kiosk.get("/kiosk/P-BC/pickup").await;
    let elsewhere = kiosk.send(&page, "/kiosk/P-BC/pickup", &[("code", &code)]).await;
    assert_eq!(elsewhere.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(elsewhere.says("Kết quả ở Trung tâm Phục vụ hành chính công tỉnh"), "{}", elsewhere.body);
}
