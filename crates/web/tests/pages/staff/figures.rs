//! The figures of a hall, and what is behind each of them.

use crate::visitor::House;
use app::{Clock, Command};
use axum::http::StatusCode;

/// One served in time, one who waited too long, one who went home.
async fn lived(house: &House) {
    let officer = house.centre.staff("ha.lt");
    for minutes in [2, 30] {
        house.centre.takes_ticket("land").await;
        house.centre.clock.advance(minutes * 60_000);
        house.centre.calls_next(&officer, "05").await;
        let at = || ("H1".to_owned(), "05".to_owned());
        let (hall, counter) = at();
        house.centre.does(&officer, Command::StartVisit { hall, counter }).await;
        house.centre.clock.advance(4 * 60_000);
        let (hall, counter) = at();
        house.centre.does(&officer, Command::FinishVisit { hall, counter }).await;
    }
    let ticket = house.centre.takes_ticket("justice").await;
    let kiosk = app::Actor::Kiosk { hall: "H1".to_owned() };
    house.centre.does(&kiosk, Command::GiveUpTicket { ticket }).await;
}

#[tokio::test]
async fn a_number_of_the_day_opens_its_visits_and_names_nobody() {
    let house = House::open().await;
    lived(&house).await;
    let mut director = house.signed_in("anh.hh").await;
    let floor = director.get("/floor").await;
    assert!(floor.says("href=\"/floor/figures\""), "{}", floor.body);
    let page = director.get("/floor/figures?by=counter").await;
    assert!(page.says("1 trên 2 lượt"), "one of two was kept: {}", page.body);
    assert!(page.says("Quầy 5") && page.says("Chưa đến quầy nào"), "{}", page.body);
    let link = "/floor/figures/visits?period=day&#38;day=2026-11-25&#38;by=counter&#38;measure=lost_waiting&#38;row=05";
    assert!(page.says(link), "{}", page.body);
    let list = director.get(&link.replace("&#38;", "&")).await;
    assert!(list.says("D-002") && !list.says("D-001") && list.says("Lỡ khi chờ gọi"), "{}", list.body);
    let of_none = director.get("/floor/figures/visits?by=counter&measure=given_up&row=").await;
    assert!(of_none.says("Bỏ về") && !of_none.says("D-00"), "{}", of_none.body);
    for period in ["week", "month"] {
        let page = director.get(&format!("/floor/figures?period={period}&day=2026-11-25")).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.says("href=\"/floor/figures/visits?period="), "{period}: {}", page.body);
    }
}

#[tokio::test]
async fn figures_are_taken_away_as_excel_and_csv_with_the_same_numbers() {
    let house = House::open().await;
    lived(&house).await;
    let mut director = house.signed_in("anh.hh").await;
    let csv = director.get("/floor/figures.csv?by=department").await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    let total = csv.body.lines().find(|line| line.starts_with("Cả sảnh,")).unwrap_or_default();
    assert_eq!(total, "Cả sảnh,3,120,1800,240,240,1,1,0,0,0,1,0", "{}", csv.body);
    let book = director.get("/floor/figures.xlsx?by=department").await;
    assert!(book.bytes.starts_with(b"PK"));
    let name = book.header("content-disposition");
    assert!(name.contains("H1-day-2026-11-25-department.xlsx"), "{name}");
}

#[tokio::test]
async fn what_cannot_be_asked_is_refused_and_who_has_no_hall_sees_none() {
    let house = House::open().await;
    let mut director = house.signed_in("anh.hh").await;
    for nonsense in ["day=2026-11-31", "day=x", "day=1999-01-01"] {
        let answer = director.get(&format!("/floor/figures?{nonsense}")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{nonsense}");
    }
    let unknown = director.get("/floor/figures/visits?measure=none").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    let empty = director.get("/floor/figures").await;
    assert!(empty.says("Không ai lấy số"), "{}", empty.body);
    let officer = house.signed_in("ha.lt").await.get("/floor/figures").await;
    assert_eq!(officer.status, StatusCode::FORBIDDEN);
}
