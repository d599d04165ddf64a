//! Signing, in one's own post and in another's place.

use super::{RECORD, at_the_counter, receives, walks_to};
use crate::visitor::House;
use axum::http::StatusCode;
use domain::catalogue::Role;
use domain::dossier::StepKind;

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
