//! Results nobody came for: the list, the reminder, the archive.

use super::{RECORD, at_the_counter, receives, walks_on, walks_to};
use crate::visitor::House;
use app::{Clock, Command};
use axum::http::StatusCode;
use domain::dossier::StepKind;

const DAY: i64 = 86_400_000;

#[tokio::test]
async fn a_result_is_reminded_of_once_a_day_and_put_on_its_shelf_after_its_days() {
    let house = House::open().await;
    let (mut officer, _) = at_the_counter(&house).await;
    let dossier = receives(&mut officer, RECORD, &[]).await;
    walks_to(&house, dossier, StepKind::Approve).await;
    let leader = house.centre.whose_step(dossier).await;
    house.centre.does(&leader, Command::Approve { dossier }).await;
    walks_on(&house, dossier).await;
    let code = house.centre.dossier(dossier).await.code;
    let page = officer.get("/desk/unclaimed").await;
    assert!(page.says(&code) && page.says("Vũ Thị Minh Châu") && page.says("Chờ gửi"), "{}", page.body);
    assert!(!page.says("/park"), "not before its days");
    let path = format!("/desk/unclaimed/{dossier}");
    let reminded = officer.send(&page, &format!("{path}/remind"), &[]).await;
    let page = officer.get(reminded.to()).await;
    assert!(page.says("Nhắc 1 lần"), "{}", page.body);
    let again = officer.send(&page, &format!("{path}/remind"), &[]).await;
    let page = officer.get(again.to()).await;
    assert!(page.says("Hôm nay đã nhắc rồi") && page.says("Nhắc 1 lần"), "{}", page.body);
    let early = officer.send(&page, &format!("{path}/park"), &[("place", "Kệ 3")]).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(early.says("chờ đủ 90 ngày"), "{}", early.body);

    house.centre.clock.advance(91 * DAY);
    let mut officer = house.signed_in("ha.lt").await;
    let page = officer.get("/desk/unclaimed").await;
    assert!(page.says("91 ngày") && page.says("/park"), "{}", page.body);
    let long = "x".repeat(81);
    let wrong = officer.send(&page, &format!("{path}/park"), &[("place", &long)]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.says(&long), "what was typed is still there");
    officer.send(&wrong, &format!("{path}/park"), &[("place", "Kệ 3, hộp 12")]).await;
    let page = officer.get("/desk/unclaimed").await;
    assert!(!page.says(&code), "{}", page.body);
    let archive = officer.get("/desk/unclaimed?parked=1").await;
    assert!(archive.says(&code) && archive.says("Kệ 3, hộp 12"), "{}", archive.body);
    let returns = officer.get(&format!("/desk/returns?open={dossier}")).await;
    assert!(returns.says("Kết quả lưu kho: Kệ 3, hộp 12"), "{}", returns.body);
}
