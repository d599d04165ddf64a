//! The work room: lists, loads, leaves.

use super::{LAND, at_the_counter, receives};
use crate::visitor::House;
use domain::catalogue::Role;

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
