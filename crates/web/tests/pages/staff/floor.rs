//! The floor.

use super::{LAND, at_the_counter, receives};
use crate::visitor::House;
use app::{Clock, Command};
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

#[tokio::test]
async fn the_director_opens_moves_and_closes_and_the_officer_reads_it_at_her_own_page() {
    let house = House::open().await;
    let mut director = house.signed_in("anh.hh").await;
    let mut officer = house.signed_in("ha.lt").await;
    let floor = director.get("/floor").await;
    assert!(floor.says("href=\"/floor/counters/05\""), "{}", floor.body);
    let counter = director.get("/floor/counters/05").await;
    assert!(counter.says("value=\"ha.lt\"") && !counter.says("/floor/counters/05/close"), "{}", counter.body);
    let opened = director.send(&counter, "/floor/counters/05/open", &[("officer", "ha.lt")]).await;
    assert_eq!(opened.to(), "/floor/counters/05", "{}", opened.body);
    let counter = director.get(opened.to()).await;
    assert!(counter.says("Đã mở quầy 5.") && counter.says("cho mở quầy cho"), "{}", counter.body);
    assert_eq!(officer.get("/desk/choose").await.status, StatusCode::NOT_FOUND, "her page loads itself anew");
    let desk = officer.get("/desk").await;
    assert!(desk.says("mở quầy này cho bạn lúc 08:00"), "{}", desk.body);

    let moved = director.send(&counter, "/floor/counters/05/move", &[("to", "06")]).await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.body);
    assert_eq!(officer.get("/desk/hall?counter=5").await.status, StatusCode::NOT_FOUND);
    assert!(officer.get("/desk").await.says("chuyển bạn từ quầy 5 sang đây"));
    let five = director.get("/floor/counters/05").await;
    assert!(
        five.says("action=\"/floor/counters/06/move\"") && five.says("về quầy 5"),
        "undone in one step: {}",
        five.body
    );

    let six = director.get("/floor/counters/06").await;
    let closed = director.send(&six, "/floor/counters/06/close", &[]).await;
    assert_eq!(closed.status, StatusCode::SEE_OTHER, "{}", closed.body);
    let choose = officer.get("/desk").await;
    assert!(
        choose.says("cho đóng quầy 6 của bạn lúc 08:00") && choose.says("Mở quầy nào?"),
        "{}",
        choose.body
    );
    let six = director.get("/floor/counters/06").await;
    assert!(six.says("Mở lại cho"), "{}", six.body);
}

#[tokio::test]
async fn who_is_at_a_counter_is_not_sent_away_and_what_can_be_done_instead_is_offered() {
    let house = House::open().await;
    let mut director = house.signed_in("anh.hh").await;
    let officer = house.centre.staff("ha.lt");
    house.centre.opens_counter(&officer, "05").await;
    let free = director.get("/floor/counters/05").await;
    assert!(free.says("Đóng quầy<") && !free.says("Đóng sau lượt này"), "{}", free.body);
    house.centre.takes_ticket("land").await;
    house.centre.takes_ticket("land").await;
    house.centre.calls_next(&officer, "05").await;
    let late = director.send(&free, "/floor/counters/05/close", &[]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.says("Quầy đang tiếp số") && late.says("Đóng sau lượt này"), "{}", late.body);
    assert!(
        late.says("Có người đang chờ mà không quầy mở nào khác nhận"),
        "who would be left is said: {}",
        late.body
    );
    let after = director.send(&late, "/floor/counters/05/close", &[("after", "1")]).await;
    assert_eq!(after.status, StatusCode::SEE_OTHER, "{}", after.body);
    let mut at_desk = house.signed_in("ha.lt").await;
    assert!(at_desk.get("/desk").await.says("Tiếp xong người này thì quầy đóng"));
    assert!(director.get("/floor/now").await.says("sắp đóng"));
    let five = director.get("/floor/counters/05").await;
    let back = director.send(&five, "/floor/counters/05/withdraw", &[]).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.body);
    assert!(!at_desk.get("/desk").await.says("Tiếp xong người này thì quầy đóng"));
}

#[tokio::test]
async fn who_only_looks_at_the_floor_orders_nothing() {
    let house = House::open().await;
    for person in ["tuan.ld", "thuong.vt", "truong.tm"] {
        let mut looks = house.signed_in(person).await;
        let floor = looks.get("/floor").await;
        assert_eq!(floor.status, StatusCode::OK);
        assert!(!floor.says("/floor/counters/"), "{person}: {}", floor.body);
        assert_eq!(looks.get("/floor/counters/05").await.status, StatusCode::FORBIDDEN, "{person}");
    }
}

#[tokio::test]
async fn the_hour_ahead_says_which_counter_to_open_and_from_how_many_days_it_knows() {
    let house = House::open().await;
    house.centre.it_is("2026-11-24T08:00");
    let mut director = house.signed_in("anh.hh").await;
    assert!(director.get("/floor").await.says("Chưa có ngày nào trước đây để so"));
    let officer = house.centre.staff("ha.lt");
    let at = || ("H1".to_owned(), "05".to_owned());
    for _ in 0..2 {
        house.centre.takes_ticket("land").await;
        house.centre.calls_next(&officer, "05").await;
        let (hall, counter) = at();
        house.centre.does(&officer, Command::StartVisit { hall, counter }).await;
        house.centre.clock.advance(20 * 60_000);
        let (hall, counter) = at();
        house.centre.does(&officer, Command::FinishVisit { hall, counter }).await;
    }
    house.centre.it_is("2026-11-25T08:00");
    for _ in 0..4 {
        house.centre.takes_ticket("land").await;
    }
    let mut director = house.signed_in("anh.hh").await;
    let floor = director.get("/floor").await;
    assert!(
        floor.says("Khoảng 2 người sẽ đến, 4 người đang chờ. 1 quầy đang mở tiếp được khoảng 3 người."),
        "{}",
        floor.body
    );
    assert!(floor.says("như ngày làm việc gần đây nhất"), "{}", floor.body);
    assert!(floor.says("Nên mở thêm quầy") && floor.says("Sẽ không kịp"), "{}", floor.body);
    let mut looks = house.signed_in("truong.tm").await;
    let floor = looks.get("/floor").await;
    assert!(
        floor.says("href=\"#ahead\"") && !floor.says("/floor/counters/"),
        "who orders nothing is led to the table: {}",
        floor.body
    );
}

#[tokio::test]
async fn what_the_director_tells_is_read_on_every_screen_of_the_hall_and_taken_back_everywhere() {
    const TEXT: &str = "Quầy 5 đóng lúc 10 giờ";
    let house = House::open().await;
    let ticket = house.centre.takes_ticket("land").await;
    let token = house.centre.app.ticket(ticket).await.expect("read").expect("a ticket").token;
    let mut officer = house.signed_in("ha.lt").await;
    let mut director = house.signed_in("anh.hh").await;
    let floor = director.get("/floor").await;
    assert!(floor.says("href=\"/floor/announcements\""), "{}", floor.body);
    let form = director.get("/floor/announcements").await;
    let fields = [("text", TEXT), ("text_en", "Counter 5 closes at 10"), ("minutes", "30"), ("until", "")];
    let sent = director.send(&form, "/floor/announcements", &fields).await;
    assert_eq!(sent.to(), "/floor/announcements", "{}", sent.body);
    let phone = format!("/t/{token}");
    let paths = ["/display/H1/now", "/kiosk/H1", "/kiosk/H1/field/land", "/told/H1", phone.as_str()];
    for path in paths {
        let page = house.visitor().get(path).await;
        assert!(page.says(TEXT) && page.says("đến 08:30"), "{path}: {}", page.body);
        assert!(page.says("data-turns=\"1800000\""), "it goes by itself when it is over: {}", page.body);
    }
    assert!(officer.get("/desk").await.says(TEXT), "the officer who has no counter yet");
    house.centre.opens_counter(&house.centre.staff("ha.lt"), "05").await;
    assert!(officer.get("/desk/hall").await.says(TEXT));
    assert!(director.get("/floor").await.says(TEXT));
    let english = house.visitor().get("/kiosk/H1?lang=en").await;
    assert!(english.says("Counter 5 closes at 10") && !english.says(TEXT), "{}", english.body);
    let display = house.visitor().get("/display/H1/now").await;
    assert!(display.says("/told/H1/told.wav?number=1&#38;lang=vi"), "{}", display.body);
    let sound = house.visitor().get("/told/H1/told.wav?number=1&lang=vi").await;
    assert_eq!((sound.status, sound.header("content-type")), (StatusCode::OK, "audio/wav"));
    assert!(sound.bytes.starts_with(b"RIFF") && sound.bytes.len() > 30_000);
    assert!(!house.visitor().get("/kiosk/P-BC").await.says(TEXT), "another hall reads nothing");

    let form = director.get("/floor/announcements").await;
    assert!(form.says("Đang báo đến 08:30"), "{}", form.body);
    let back = director.send(&form, "/floor/announcements/1/withdraw", &[]).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.body);
    for path in paths {
        assert!(!house.visitor().get(path).await.says(TEXT), "{path}");
    }
    let gone = house.visitor().get("/told/H1/told.wav?number=1&lang=vi").await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND, "what was taken back is not said any more");
    assert!(director.get("/floor/announcements").await.says("rút lúc 08:00"), "it stays known");
}

#[tokio::test]
async fn a_refused_announcement_comes_back_as_it_was_typed() {
    let house = House::open().await;
    let mut director = house.signed_in("anh.hh").await;
    let form = director.get("/floor/announcements").await;
    let fields = [("text", "Sảnh <b>hai</b>"), ("text_en", ""), ("minutes", "60"), ("until", "07:30")];
    let refused = director.send(&form, "/floor/announcements", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.says("Giờ kết thúc phải sau lúc này") && refused.says("value=\"07:30\""),
        "{}",
        refused.body
    );
    assert!(refused.says("Sảnh &#60;b&#62;hai") && !refused.says("<b>hai"), "{}", refused.body);
    let fields = [("text", "Sảnh hai"), ("text_en", ""), ("minutes", "closing"), ("until", "")];
    let told = director.send(&form, "/floor/announcements", &fields).await;
    assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.body);
    assert!(director.get("/floor/announcements").await.says("Đang báo đến 17:00"));
    for person in ["ha.lt", "tuan.ld"] {
        let mut other = house.signed_in(person).await;
        assert_eq!(other.get("/floor/announcements").await.status, StatusCode::FORBIDDEN, "{person}");
    }
}
