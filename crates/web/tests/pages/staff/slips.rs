//! Slips on paper: printed, entered, confirmed by somebody else.

use super::{LAND, at_the_counter, declared};
use crate::visitor::{Answer, House, Visitor};
use app::Clock;
use axum::http::StatusCode;

async fn enters(officer: &mut Visitor, slip: &str, time: &str) -> Answer {
    let desk = officer.get("/desk").await;
    let more = [("slip", slip), ("received_on", "2026-11-25"), ("received_at", time), ("end", "slip")];
    officer.send(&desk, "/desk/intake", &[declared(LAND, &[]), more.to_vec()].concat()).await
}

#[tokio::test]
async fn a_slip_is_entered_with_what_stands_on_it_and_comes_back_filled_in_when_that_cannot_be() {
    let house = House::open().await;
    let (mut officer, _) = at_the_counter(&house).await;
    let page = officer.get("/desk/slips").await;
    assert!(page.says("Quầy chưa có tập phiếu nào"), "{}", page.body);
    let wrong = officer.send(&page, "/desk/slips/print", &[("slips", "mười")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.says("value=\"mười\"") && wrong.says("từ 1 đến 50"), "{}", wrong.body);
    officer.send(&page, "/desk/slips/print", &[("slips", "20")]).await;
    let page = officer.get("/desk/slips").await;
    assert!(page.says("G001") && page.says("20 / 20"), "{}", page.body);
    house.centre.clock.advance(90 * 60_000);
    for (slip, time, words) in [
        ("G002-01", "8:20", "Không có phiếu số này"),
        ("G001-01", "", "Cần ngày và giờ như ghi trên phiếu"),
        ("G001-01", "8h60", "Cần ngày và giờ như ghi trên phiếu"),
        ("G001-01", "23:59", "Giờ nhận sau giờ hiện tại"),
        ("G001-01", "6:00", "Giờ nhận trước lúc tập phiếu được in"),
    ] {
        let refused = enters(&mut officer, slip, time).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{slip} {time}: {}", refused.body);
        assert!(refused.says(words) && refused.says("Vũ Thị Minh Châu"), "{slip} {time}: {}", refused.body);
    }
    let entered = enters(&mut officer, "g1-1", "8h20").await;
    let done = officer.get(entered.to()).await;
    assert!(done.says("Đã nhập phiếu G001-01, chờ xác nhận"), "{}", done.body);
    assert!(!done.says("slip.pdf"), "there is no appointment yet");
}

#[tokio::test]
async fn the_director_sees_what_the_system_wrote_then_confirms_or_sends_back() {
    let house = House::open().await;
    let (mut officer, _) = at_the_counter(&house).await;
    let page = officer.get("/desk/slips").await;
    officer.send(&page, "/desk/slips/print", &[("slips", "20")]).await;
    let desk = officer.get("/desk").await;
    house.centre.clock.advance(40 * 60_000);
    officer.send(&desk, "/desk/start", &[]).await;
    house.centre.clock.advance(50 * 60_000);
    enters(&mut officer, "G001-01", "8:10").await;
    enters(&mut officer, "G001-02", "8:40").await;
    let mut director = house.signed_in("anh.hh").await;
    let floor = director.get("/floor").await;
    assert!(floor.says("2 phiếu giấy chờ xác nhận") && floor.says("/floor/slips"), "{}", floor.body);
    let page = director.get("/floor/slips").await;
    assert!(page.says("G001-01") && page.says("Vũ Thị Minh Châu") && page.says("đã thu"), "{}", page.body);
    assert!(page.says("không ghi lượt nào") && page.says("quầy này có 1 lượt"), "{}", page.body);
    let slips = house.centre.app.slips("H1", "entered").await.unwrap();
    let keys: Vec<String> = slips.iter().map(|slip| format!("{}.{}", slip.pad, slip.slip)).collect();
    let silent = director.send(&page, "/floor/slips/send-back", &[("slip", &keys[1])]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(silent.says("Cần ghi lý do"), "{}", silent.body);
    let back = [("slip", keys[1].as_str()), ("reason", "Lúc đó quầy có điện")];
    director.send(&silent, "/floor/slips/send-back", &back).await;
    let page = director.get("/floor/slips").await;
    assert!(page.says("Lúc đó quầy có điện"), "{}", page.body);
    let none = director.send(&page, "/floor/slips/confirm", &[]).await;
    assert!(director.get(none.to()).await.says("Chưa chọn phiếu nào"));
    let confirmed = director.send(&page, "/floor/slips/confirm", &[("slip", &keys[0])]).await;
    let after = director.get(confirmed.to()).await;
    assert!(
        after.says("Đã xác nhận 1 phiếu") && after.says("Không có phiếu nào chờ xác nhận"),
        "{}",
        after.body
    );
    let mine = officer.get("/desk/slips").await;
    assert!(mine.says("Lúc đó quầy có điện") && mine.says("18 / 20"), "{}", mine.body);
    let looked = officer.get("/floor/slips").await;
    assert_eq!(looked.status, StatusCode::FORBIDDEN, "who enters does not confirm");
}
