//! What only a demonstration has.

use crate::visitor::House;
use axum::http::StatusCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

#[tokio::test]
async fn the_clock_of_a_demonstration_is_moved_forward_by_anybody_and_the_page_says_the_time() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    let page = visitor.get("/demo").await;
    assert!(page.says("08:00 thứ Tư 25/11/2026"), "{}", page.body);
    for (by, then) in [
        ("minute", "08:01 thứ Tư 25/11/2026"),
        ("hour", "09:01 thứ Tư 25/11/2026"),
        ("opening", "07:00 thứ Năm 26/11/2026"),
    ] {
        let answer = visitor.send(&page, "/demo/clock", &[("by", by)]).await;
        assert_eq!((answer.status, answer.to()), (StatusCode::SEE_OTHER, "/demo"));
        let page = visitor.get("/demo").await;
        assert!(page.says(then), "{by}: {}", page.body);
    }
    assert_eq!(visitor.send(&page, "/demo/clock", &[("by", "back")]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_server_people_use_has_no_such_page() {
    let house = House::with(web::Options::default()).await;
    assert_eq!(house.visitor().get("/demo").await.status, StatusCode::NOT_FOUND);
    assert!(!house.visitor().get("/").await.says("/demo"));
    let posted = house.visitor().post("/demo/clock", &[], &[("by", "week")]).await;
    assert_eq!(posted.status, StatusCode::NOT_FOUND);
    assert_eq!(house.centre.local(house.centre.app.now()), "2026-11-25T08:00:00");
}

#[tokio::test]
async fn a_demonstration_that_is_still_filled_says_so_until_it_is() {
    let filling = Arc::new(AtomicBool::new(true));
    let options = web::Options { demo: true, filling: Arc::clone(&filling), ..web::Options::default() };
    let house = House::with(options).await;
    assert!(house.visitor().get("/").await.says("các danh sách còn dài thêm"));
    filling.store(false, Ordering::Relaxed);
    assert!(!house.visitor().get("/").await.says("các danh sách còn dài thêm"));
}
