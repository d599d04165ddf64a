//! Gia hạn, xin lỗi: the page of the late agency's head, what the applicant reads of it, and what everybody may count.

use super::{LAND, at_the_counter, receives};
use crate::visitor::House;
use axum::http::StatusCode;

const REASON: (&str, &str) = ("reason", "Phải xác minh ranh giới thửa đất tại thực địa");

#[tokio::test]
async fn the_head_of_the_late_agency_signs_and_the_applicant_reads_both_dates_and_the_letter() {
    let house = House::open().await;
    let (mut officer, _) = at_the_counter(&house).await;
    let dossier = receives(&mut officer, LAND, &[]).await;
    let token = house.centre.dossier(dossier).await.intake.token.clone();
    let mut leader = house.signed_in("tung.dt").await;
    let open = format!("/work?open={dossier}");
    let path = format!("/work/{dossier}/anew");
    assert!(leader.get(&format!("/dossiers/{dossier}")).await.says(&format!("{open}#anew")));
    let page = leader.get(&open).await;
    assert!(page.says("Gia hạn, xin lỗi") && page.says("Gia hạn được đến"), "{}", page.body);

    let blank = leader.send(&page, &path, &[("day", ""), ("reason", " ")]).await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(blank.says("Chọn ngày hẹn mới") && blank.says("#anew-day"), "{}", blank.body);
    let page = leader.get(&open).await;
    let sunday = leader.send(&page, &path, &[("day", "2026-12-13"), REASON]).await;
    assert_eq!(sunday.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(sunday.says("Cơ quan không làm việc vào ngày giờ đó"), "{}", sunday.body);
    assert!(sunday.says(REASON.1) && sunday.says("value=\"2026-12-13\""), "nothing typed is lost");

    let (page, stale) = (leader.get(&open).await, leader.get(&open).await);
    let done = leader.send(&page, &path, &[("day", "2026-12-11"), REASON]).await;
    assert_eq!(done.to(), open, "{}", done.body);
    let after = leader.get(&open).await;
    assert!(after.says("Đã ký thư xin lỗi và hẹn lại"), "{}", after.body);
    assert!(
        after.says("Không gia hạn được nữa") && !after.says(&format!("action=\"{path}\"")),
        "{}",
        after.body
    );
    let again = leader.send(&stale, &path, &[("day", "2026-12-18"), REASON]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        again.says("Mỗi hồ sơ chỉ được hẹn lại một lần") && again.says("118/2025/NĐ-CP"),
        "{}",
        again.body
    );

    let whole = leader.get(&format!("/dossiers/{dossier}")).await;
    for words in
        ["Gia hạn kèm xin lỗi", "Hẹn đầu:", "Hẹn lại trả kết quả", "apology.pdf", "Chỉ gia hạn một lần"]
    {
        assert!(whole.says(words), "{words}: {}", whole.body);
    }
    let letter = leader.get(&format!("/dossiers/{dossier}/apology.pdf")).await;
    assert!(letter.bytes.starts_with(b"%PDF"), "{}", letter.status);

    let mut citizen = house.visitor();
    let own = citizen.get(&format!("/d/{token}")).await;
    for words in [
        "Sở Nông nghiệp và Môi trường xin lỗi và hẹn lại",
        "Hẹn đầu:",
        REASON.1,
        "Dương Thanh Tùng, Giám đốc Sở",
    ] {
        assert!(own.says(words), "{words}: {}", own.body);
    }
    assert!(citizen.get(&format!("/d/{token}/apology.pdf")).await.bytes.starts_with(b"%PDF"));
    let public = citizen.get("/apologies").await;
    assert!(public.says("Sở Nông nghiệp và Môi trường") && public.says("1 lần"), "{}", public.body);
    assert!(citizen.get("/apologies?year=2025").await.says("Chưa cơ quan nào phải xin lỗi"));
    assert_eq!(citizen.get("/apologies?year=2030").await.status, StatusCode::NOT_FOUND);
    let floor = house.signed_in("anh.hh").await.get("/floor").await;
    assert!(
        floor.says("Thư xin lỗi năm nay:") && floor.says("Sở Nông nghiệp và Môi trường 1"),
        "{}",
        floor.body
    );
    let found = officer.get("/find").await;
    let found = officer.send(&found, "/find", &[("q", "vu thi minh chau")]).await;
    assert!(found.says("hẹn lại 11/12, hẹn đầu"), "{}", found.body);
}

#[tokio::test]
async fn nobody_else_sees_the_form_and_on_the_promised_day_its_place_says_why_not() {
    let house = House::open().await;
    let (mut officer, _) = at_the_counter(&house).await;
    let dossier = receives(&mut officer, LAND, &[]).await;
    let path = format!("/work/{dossier}/anew");
    for other in [house.centre.whose_step(dossier).await.person().to_owned(), "anh.hh".to_owned()] {
        let mut other = house.signed_in(&other).await;
        let page = other.get(&format!("/work?open={dossier}")).await;
        assert!(!page.says("Gia hạn, xin lỗi"), "{}", page.body);
        let sent = other.send(&page, &path, &[("day", "2026-12-11"), REASON]).await;
        assert_eq!(sent.status, StatusCode::FORBIDDEN, "{}", sent.body);
    }
    assert!(house.centre.dossier(dossier).await.extension().is_none());
    assert_eq!(officer.get(&format!("/dossiers/{dossier}/apology.pdf")).await.status, StatusCode::NOT_FOUND);
    let due = house.centre.dossier(dossier).await.promise().expect("promised").due_at;
    let day = house.centre.local(due)[..10].to_owned();
    house.centre.it_is(&format!("{day}T07:10"));
    let page = house.signed_in("tung.dt").await.get(&format!("/work?open={dossier}")).await;
    assert!(page.says("Không gia hạn được nữa") && page.says("Đã quá lúc xin gia hạn"), "{}", page.body);
    assert!(page.says("118/2025/NĐ-CP") && !page.says("last_moment"), "{}", page.body);
}
