//! Papers asked for later, and brought.

use super::{LAND, at_the_counter, receives};
use crate::visitor::House;
use axum::http::StatusCode;
use domain::dossier::Phase;

#[tokio::test]
async fn papers_asked_for_later_stop_the_clock_and_bringing_them_starts_it_anew() {
    let house = House::open().await;
    let (mut officer, _) = at_the_counter(&house).await;
    let dossier = receives(&mut officer, LAND, &[]).await;
    let specialist = house.centre.whose_step(dossier).await.person().to_owned();
    let mut specialist = house.signed_in(&specialist).await;
    let page = specialist.get(&format!("/work?open={dossier}")).await;
    let path = format!("/work/{dossier}/supplement");
    let refused = specialist.send(&page, &path, &[("item-0", "Hợp đồng"), ("item-0-reason", "")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("value=\"Hợp đồng\"") && refused.says("Cần ghi vì sao"), "{}", refused.body);
    let fields = [("item-0", "Hợp đồng"), ("item-0-reason", "Thiếu trang 4")];
    let asked = specialist.send(&page, &path, &fields).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.body);
    assert!(specialist.get("/work?tab=papers").await.says("Vũ Thị Minh Châu"));
    let desk = officer.get(&format!("/desk/supplements?open={dossier}")).await;
    assert!(desk.says("Thiếu trang 4"), "{}", desk.body);
    let path = format!("/desk/supplements/{dossier}");
    let none = officer.send(&desk, &path, &[]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    let before = house.centre.dossier(dossier).await.promises.len();
    let brought = officer.send(&desk, &path, &[("item-0", "1"), ("item-0-form", "certified")]).await;
    assert_eq!(brought.status, StatusCode::SEE_OTHER, "{}", brought.body);
    let state = house.centre.dossier(dossier).await;
    assert_eq!((state.phase.clone(), state.promises.len()), (Phase::Processing, before + 1));
}

#[tokio::test]
async fn whoever_withdraws_gets_the_originals_back_and_the_history_says_so() {
    let house = House::open().await;
    let (mut officer, _) = at_the_counter(&house).await;
    let dossier = receives(&mut officer, LAND, &[]).await;
    let held = |state: &domain::dossier::State| {
        state.originals.iter().filter(|one| one.holder != domain::dossier::Holder::Applicant).count()
    };
    assert!(held(&house.centre.dossier(dossier).await) > 0, "land comes with originals");
    let (page, give) = (format!("/dossiers/{dossier}"), format!("/dossiers/{dossier}/originals"));
    let open = officer.get(&page).await;
    assert!(!open.says(&give), "not while somebody works with them");
    officer.send(&open, &give, &[]).await;
    assert!(held(&house.centre.dossier(dossier).await) > 0);
    let withdraw = format!("/desk/supplements/{dossier}/withdraw");
    let gone = officer.send(&open, &withdraw, &[("reason", "Không còn nhu cầu")]).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER, "{}", gone.body);
    let over = officer.get(&page).await;
    assert!(over.says(&give) && over.says("Trả bản chính"), "{}", over.body);
    officer.send(&over, &give, &[]).await;
    assert_eq!(held(&house.centre.dossier(dossier).await), 0);
    assert!(!officer.get(&page).await.says(&give), "once");
}
