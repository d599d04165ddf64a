//! The floor.

use super::{LAND, at_the_counter, receives};
use crate::visitor::House;
use axum::http::StatusCode;

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
