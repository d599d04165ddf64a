use crate::visitor::{Answer, House, Visitor};
use axum::http::StatusCode;

const PLACE: &str = "/book/H1/land";

async fn slot(house: &House, local: &str) -> String {
    house.centre.app.directory().calendar().instant(local).expect("a local time").to_string()
}

/// Books 09:30 tomorrow, and gives the appointment's page.
async fn booked(house: &House, phone: &mut Visitor) -> Answer {
    let page = phone.get(&format!("{PLACE}?day=20261126")).await;
    let slot = slot(house, "2026-11-26T09:30").await;
    let fields = [("slot", slot.as_str()), ("name", "Nguyễn Thị Mẫu"), ("phone", "+84 590 000 123")];
    let answer = phone.send(&page, PLACE, &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    answer
}

#[tokio::test]
async fn a_time_is_booked_and_its_page_names_nobody_and_has_the_code_for_the_kiosk() {
    let house = House::open().await;
    let mut phone = house.visitor();
    let places = phone.get("/book").await;
    assert!(places.says("href=\"/book/H1/land\"") && !places.says("/book/H1/return"), "{}", places.body);
    let to = booked(&house, &mut phone).await.to().to_owned();
    let page = phone.get(&to).await;
    assert!(page.says("thứ Năm 26/11/2026, 09:30") && page.says("001 123"), "{}", page.body);
    assert!(!page.says("Nguyễn Thị Mẫu") && !page.says("0590000123"), "{}", page.body);
    let gone = phone.send(&page, &format!("{to}/cancel"), &[]).await;
    let after = phone.get(gone.to()).await;
    assert!(after.says("Lịch hẹn này đã hủy") && !after.says("/cancel"), "{}", after.body);
    assert_eq!(house.visitor().get("/a/nonsense").await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.visitor().get("/book/H1/return").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_time_that_was_just_taken_comes_back_with_the_next_one_chosen_and_all_that_was_typed() {
    let house = House::open().await;
    booked(&house, &mut house.visitor()).await;
    let mut other = house.visitor();
    let page = other.get(&format!("{PLACE}?day=20261126")).await;
    let (taken, next) = (slot(&house, "2026-11-26T09:30").await, slot(&house, "2026-11-26T09:45").await);
    let fields = [("slot", taken.as_str()), ("name", "Trần Văn Mẫu"), ("phone", "0590000456")];
    let refused = other.send(&page, PLACE, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("Giờ trống tiếp theo đã được chọn: thứ Năm 26/11/2026, 09:45."), "{}", refused.body);
    assert!(refused.says(&format!("value=\"{next}\" required checked")), "{}", refused.body);
    assert!(
        refused.says("value=\"Trần Văn Mẫu\"") && refused.says("value=\"0590000456\""),
        "{}",
        refused.body
    );
    let nothing = other.send(&refused, PLACE, &[("slot", ""), ("name", ""), ("phone", "12")]).await;
    for said in ["chưa chọn giờ nào", "Cần ghi họ tên", "đã nhập 2 chữ số"] {
        assert!(nothing.says(said), "{said}: {}", nothing.body);
    }
}

#[tokio::test]
async fn the_kiosk_takes_the_code_or_the_scanned_page_and_says_what_is_wrong_with_others() {
    let house = House::open().await;
    let mut phone = house.visitor();
    let to = booked(&house, &mut phone).await.to().to_owned();
    let mut kiosk = house.visitor();
    let asked = kiosk.get("/kiosk/H1/appointment").await;
    let scanned = format!("https://mau.example.vn{to}");
    for (code, said) in
        [("001 124", "không có lịch hẹn"), ("1", "không có lịch hẹn"), (&scanned, "vào ngày khác")]
    {
        let refused = kiosk.send(&asked, "/kiosk/H1/appointment", &[("code", code)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{code}");
        assert!(refused.says(said), "{code}: {}", refused.body);
    }
    house.centre.it_is("2026-11-26T09:25");
    let taken = kiosk.send(&asked, "/kiosk/H1/appointment", &[("code", "001 123")]).await;
    let number = kiosk.get(taken.to()).await;
    assert!(number.says("D-001") && number.says("hẹn lúc 09:30"), "{}", number.body);
    let again = kiosk.send(&asked, "/kiosk/H1/appointment", &[("code", &scanned)]).await;
    assert_eq!(again.to(), taken.to(), "who scans once more sees the same number");
}

#[tokio::test]
async fn who_has_a_card_and_no_code_gives_the_end_of_the_phone_number() {
    let house = House::open().await;
    booked(&house, &mut house.visitor()).await;
    house.centre.it_is("2026-11-26T09:25");
    let (mut kiosk, at) = (house.visitor(), "/kiosk/H1/appointment");
    let line = "022188004217||NGUYỄN THỊ MẪU|01021988|Nữ|Tổ 5, Cao Xanh, Quảng Ninh|01072021";
    let page = kiosk.get(at).await;
    let read = kiosk.send(&page, at, &[("code", line)]).await;
    assert_eq!(read.status, StatusCode::OK, "{}", read.body);
    assert!(read.says("bấm 3 số cuối của điện thoại") && !read.says("022188004217"), "{}", read.body);
    let holder = read.hidden("holder");
    let wrong = kiosk.send(&read, at, &[("holder", &holder), ("code", "124")]).await;
    assert!(wrong.says("không có lịch hẹn nào của NGUYỄN THỊ MẪU"), "{}", wrong.body);
    let taken = kiosk.send(&wrong, at, &[("holder", &wrong.hidden("holder")), ("code", "123")]).await;
    assert!(kiosk.get(taken.to()).await.says("hẹn lúc 09:30"), "{}", taken.body);
}

#[tokio::test]
async fn a_form_that_is_sent_twice_books_and_moves_once() {
    let house = House::open().await;
    let mut phone = house.visitor();
    let page = phone.get(&format!("{PLACE}?day=20261126")).await;
    let (nine, ten) = (slot(&house, "2026-11-26T09:30").await, slot(&house, "2026-11-26T10:00").await);
    let fields = [("slot", nine.as_str()), ("name", "Nguyễn Thị Mẫu"), ("phone", "0590000123")];
    let first = phone.send(&page, PLACE, &fields).await.to().to_owned();
    assert_eq!(phone.send(&page, PLACE, &fields).await.to(), first);
    let instead = first.trim_start_matches("/a/").to_owned();
    let change = phone.get(&format!("{PLACE}?instead={instead}&day=nonsense")).await;
    assert!(change.says("Giờ đang hẹn: thứ Năm 26/11/2026, 09:30"), "{}", change.body);
    let fields = [("slot", ten.as_str()), ("instead", instead.as_str()), ("procedure", "không có")];
    let moved = phone.send(&change, PLACE, &fields).await.to().to_owned();
    assert!(moved.starts_with("/a/") && moved != first, "{moved}");
    assert_eq!(phone.send(&change, PLACE, &fields).await.to(), moved, "a double click");
    let late = phone.get(&format!("{PLACE}?instead={instead}")).await;
    let refused = phone.send(&late, PLACE, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "what was moved is not moved again");
    let token = moved.trim_start_matches("/a/");
    let kept = house.centre.app.appointment_by_token(token).await.unwrap().unwrap();
    assert_eq!(kept.procedure, "", "what no procedure is does not get into the journal");
}
