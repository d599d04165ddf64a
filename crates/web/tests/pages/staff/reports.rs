//! The room of reports.

use super::{LAND, at_the_counter, receives};
use crate::visitor::{Answer, House, Visitor};
use axum::http::StatusCode;

/// What the page has in its hidden field, as a browser would send it.
fn seen(page: &Answer) -> String {
    page.hidden("seen").replace("&#34;", "\"")
}

/// Hands a report in as the page has it.
async fn hands_in(director: &mut Visitor, page: &Answer, seen: &str, reason: &str) -> Answer {
    let fields = [
        ("unit", "H49.80"),
        ("period", "2026-11"),
        ("by", "field"),
        ("basis", "first"),
        ("seen", seen),
        ("reason", reason),
    ];
    director.send(page, "/reports/submit", &fields).await
}

#[tokio::test]
async fn a_report_is_read_by_whoever_answers_for_the_unit_and_by_nobody_beside() {
    let house = House::open().await;
    let pages = [
        "/reports?period=2026-11&unit=",
        "/reports/dossiers?period=2026-11&cell=all&unit=",
        "/reports/days?period=2026-11&unit=",
        "/reports/report.xlsx?period=2026-11&unit=",
        "/reports/report.csv?period=2026-11&unit=",
    ];
    for (who, own, others) in [
        ("anh.hh", "H49.80", &["H49.12", "H49", "H49.102"][..]),
        ("duyen.vb", "H49.12.1", &["H49.12", "H49.80", "H49.13"]),
        ("thuong.vt", "H49.12.1", &[]),
    ] {
        let mut reader = house.signed_in(who).await;
        for page in pages {
            let answer = reader.get(&format!("{page}{own}")).await;
            assert_eq!(answer.status, StatusCode::OK, "{who} at {page}{own}");
            for other in others {
                let answer = reader.get(&format!("{page}{other}")).await;
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{who} at {page}{other}");
            }
            let nowhere = reader.get(&format!("{page}H99")).await;
            assert_eq!(nowhere.status, StatusCode::NOT_FOUND, "{who} at {page}H99");
        }
    }
}

#[tokio::test]
async fn a_figure_leads_to_its_dossiers_and_what_cannot_be_read_is_said() {
    let house = House::open().await;
    let (mut officer, _) = at_the_counter(&house).await;
    let dossier = receives(&mut officer, LAND, &[]).await;
    let code = house.centre.dossier(dossier).await.code;
    let mut director = house.signed_in("anh.hh").await;
    let report = director.get("/reports?period=2026-11").await;
    assert!(report.says("0 kỳ trước + 1 tiếp nhận = 0 đã giải quyết + 1 đang giải quyết"), "{}", report.body);
    assert!(report.says("gửi được từ 01/12/2026") && !report.says("name=\"seen\""), "{}", report.body);
    let listed = director.get("/reports/dossiers?period=2026-11&cell=received&row=land").await;
    assert!(listed.says(&code) && listed.says(&format!("/dossiers/{dossier}")), "{}", listed.body);
    let none = director.get("/reports/dossiers?period=2026-11&cell=late").await;
    assert!(none.says("Không có hồ sơ nào") && !none.says(&code), "{}", none.body);
    for (address, status) in [
        ("/reports?period=2026-13", StatusCode::BAD_REQUEST),
        ("/reports?period=2026-11&issue=1", StatusCode::NOT_FOUND),
        ("/reports/dossiers?period=2026-11&cell=nothing", StatusCode::NOT_FOUND),
        ("/reports/dossiers?period=2026-11&cell=all&row=nothing", StatusCode::NOT_FOUND),
    ] {
        assert_eq!(director.get(address).await.status, status, "{address}");
    }
    let unread = director.get("/reports?period=2026-13").await;
    assert!(unread.says("Viết tháng (2026-11), quý (2026-Q4) hoặc năm (2026)"), "{}", unread.body);
}

#[tokio::test]
async fn what_was_seen_is_what_is_handed_in_once_however_often_it_is_pressed() {
    let house = House::open().await;
    let (mut officer, _) = at_the_counter(&house).await;
    receives(&mut officer, LAND, &[]).await;
    house.centre.it_is("2026-12-01T08:00");
    let mut director = house.signed_in("anh.hh").await;
    let page = director.get("/reports?period=2026-11").await;
    let figures = seen(&page);
    let stale = figures.replacen("\"received\":1", "\"received\":2", 1);
    assert_ne!(stale, figures);
    let refused = hands_in(&mut director, &page, &stale, "").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("số liệu đã thay đổi") && seen(&refused) == figures, "{}", refused.body);
    let broken = hands_in(&mut director, &page, "{", "").await;
    assert_eq!(broken.status, StatusCode::BAD_REQUEST);

    let page = director.get("/reports?period=2026-11").await;
    for _ in 0..2 {
        let done = hands_in(&mut director, &page, &figures, "").await;
        assert!(done.to().starts_with("/reports?"), "a second press of the same button: {}", done.body);
    }
    let after = director.get("/reports?period=2026-11").await;
    assert!(after.says("Bản số 1") && !after.says("Bản số 2"), "{}", after.body);
    assert!(!after.says("name=\"seen\""), "there is nothing to hand in anew");
    let again = hands_in(&mut director, &refused, &figures, "vì sao không").await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "another window: {}", again.body);
    assert!(again.says("Số liệu không khác bản đã gửi"), "{}", again.body);
    let mut inspector = house.signed_in("thuong.vt").await;
    let page = inspector.get("/reports?period=2026-11&unit=H49.80").await;
    assert!(page.says("Bản số 1"), "{}", page.body);
    let account = inspector.get("/account").await;
    let forbidden = hands_in(&mut inspector, &account, &figures, "").await;
    assert_eq!(forbidden.status, StatusCode::FORBIDDEN, "who inspects hands in nothing");
}
