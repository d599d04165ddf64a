//! Searching, and the inspector's room.

use super::{LAND, at_the_counter, receives};
use crate::visitor::House;

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
