use crate::visitor::House;
use app::Clock;
use axum::http::StatusCode;

#[tokio::test]
async fn a_ticket_takes_two_taps_and_sending_the_form_again_takes_no_second_one() {
    let house = House::open().await;
    let mut kiosk = house.visitor();
    let first = kiosk.get("/kiosk/H1").await;
    assert!(first.says("/kiosk/H1/field/land"), "{}", first.body);
    let second = kiosk.get("/kiosk/H1/field/land").await;
    let fields = [("field", "land"), ("procedure", ""), ("priority", "elder")];
    let taken = kiosk.send(&second, "/kiosk/H1/take", &fields).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.body);
    let shown = kiosk.get(taken.to()).await;
    assert!(
        shown.says("D-001") && shown.says("Người cao tuổi") && shown.says("class=\"qr\""),
        "{}",
        shown.body
    );
    let again = kiosk.send(&second, "/kiosk/H1/take", &fields).await;
    assert_eq!(again.to(), taken.to(), "a double tap is one ticket");
    assert_eq!(house.centre.app.waiting("H1").await.unwrap().len(), 1);
    let token = taken.to().rsplit('/').next().unwrap();
    let pdf = kiosk.get(&format!("/t/{token}/ticket.pdf")).await;
    assert_eq!(pdf.header("content-type"), "application/pdf");
    assert!(pdf.bytes.starts_with(b"%PDF-"));
}

#[tokio::test]
async fn the_kiosk_finds_a_service_typed_without_marks() {
    let house = House::open().await;
    let page = house.visitor().get("/kiosk/H1/search?q=sang%20ten").await;
    assert!(page.says("/kiosk/H1/field/land?procedure=1.115778%40quang-ninh"), "{}", page.body);
    let page = house.visitor().get("/kiosk/H1/search?q=zzzz").await;
    assert!(
        page.says("Không có việc nào như thế") && page.says("href=\"/kiosk/H1/field/land\""),
        "{}",
        page.body
    );
    assert_eq!(house.visitor().get("/kiosk/NOWHERE").await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.visitor().get("/kiosk/H1/field/nothing").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_card_under_the_kiosk_s_reader_is_never_in_an_address_nor_on_the_screen_of_whoever_comes_next() {
    let house = House::open().await;
    let mut kiosk = house.visitor();
    let line = "022188004217||Vũ Thị Minh Châu|01021988|Nữ|Tổ 5, Cao Xanh, Quảng Ninh|01072021";
    let page = kiosk.get("/kiosk/H1/search").await;
    let searched = kiosk.send(&page, "/kiosk/H1/search", &[("q", line)]).await;
    assert_eq!(searched.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(searched.says("không đọc thẻ căn cước") && !searched.says("022188004217"), "{}", searched.body);
    let words = kiosk.send(&page, "/kiosk/H1/search", &[("q", "sang tên")]).await;
    assert_eq!(words.to(), "/kiosk/H1/search?q=sang%20t%C3%AAn");
    for room in ["pickup", "appointment"] {
        let to = format!("/kiosk/H1/{room}");
        let page = kiosk.get(&to).await;
        assert!(page.says("data-card"), "{}", page.body);
        let cut = kiosk.send(&page, &to, &[("code", &line.replace("|01072021", ""))]).await;
        assert!(cut.says("mới đọc được 6 trong 7 phần") && !cut.says("Cao Xanh"), "{}", cut.body);
    }
    let page = kiosk.get("/kiosk/H1/pickup").await;
    let none = kiosk.send(&page, "/kiosk/H1/pickup", &[("code", line)]).await;
    assert!(none.says("Chưa có kết quả nào ở đây cho Vũ Thị Minh Châu"), "{}", none.body);
    assert!(!none.says("022188004217"), "{}", none.body);
}

#[tokio::test]
async fn a_call_is_on_the_display_and_is_spoken() {
    let house = House::open().await;
    let quiet = house.visitor().get("/display/H1").await;
    assert!(quiet.says("Quầy chưa mở"), "{}", quiet.body);
    house.centre.takes_ticket("land").await;
    let officer = house.centre.staff("ha.lt");
    house.centre.calls_next(&officer, "05").await;
    let shown = house.visitor().get("/display/H1/now").await;
    assert!(shown.says("D-001") && shown.says("call.wav?ticket=D001&#38;counter=5"), "{}", shown.body);
    assert!(!shown.says("<html"), "a fragment alone");
    let wav = house.visitor().get("/display/H1/call.wav?ticket=D001&counter=5&lang=vi").await;
    assert_eq!((wav.status, wav.header("content-type")), (StatusCode::OK, "audio/wav"));
    assert!(wav.bytes.starts_with(b"RIFF"));
    let nonsense = house.visitor().get("/display/H1/call.wav?ticket=%3Cx%3E&counter=5").await;
    assert_eq!(nonsense.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_display_of_an_area_shows_and_says_its_own_calls_and_the_hall_guides_to_it() {
    let house = House::open().await;
    for field in ["land", "business"] {
        house.centre.takes_ticket(field).await;
    }
    house.centre.calls_next(&house.centre.staff("ha.lt"), "05").await;
    house.centre.it_is("2026-11-25T08:01");
    house.centre.calls_next(&house.centre.staff("thuy.tc"), "03").await;
    let mut visitor = house.visitor();
    let whole = visitor.get("/display/H1/land").await;
    assert!(
        whole.says("Khu Đất đai - Xây dựng") && whole.says("data-src=\"/display/H1/land/now\""),
        "{}",
        whole.body
    );
    let land = visitor.get("/display/H1/land/now").await;
    assert!(land.says("D-001") && !land.says("B-001") && !land.says("khu Đất đai"), "{}", land.body);
    assert_eq!(land.body.matches("data-call=").count(), 1, "{}", land.body);
    let business = visitor.get("/display/H1/business/now").await;
    assert!(business.says("B-001") && !business.says("D-001"), "{}", business.body);
    let empty = visitor.get("/display/H1/return/now").await;
    assert!(empty.says("Quầy chưa mở") && !empty.says("data-call="), "{}", empty.body);
    let hall = visitor.get("/display/H1/now").await;
    for told in ["B-001", "khu Doanh nghiệp", "D-001", "khu Đất đai - Xây dựng"] {
        assert!(hall.says(told), "{told}: {}", hall.body);
    }
    let english = visitor.get("/display/H1/now?lang=en").await;
    assert!(english.says("Land and construction area"), "{}", english.body);
    for unknown in ["/display/H1/sea", "/display/H1/sea/now", "/display/P-BC/land", "/display/none/land"] {
        assert_eq!(visitor.get(unknown).await.status, StatusCode::NOT_FOUND, "{unknown}");
    }
}

#[tokio::test]
async fn the_hall_says_the_area_of_a_call_and_a_hall_without_areas_says_none() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    let said = "/display/H1/call.wav?ticket=D001&counter=5&lang=vi";
    let (plain, long) = (visitor.get(said).await, visitor.get(&format!("{said}&area=land")).await);
    assert_eq!((plain.status, long.status), (StatusCode::OK, StatusCode::OK));
    let (plain, long) = (plain.bytes.len(), long.bytes.len());
    assert!(long > plain + 16_000, "half a second more: {plain} and {long}");
    assert_eq!(visitor.get(&format!("{said}&area=sea")).await.status, StatusCode::NOT_FOUND);
    house.centre.takes_ticket("land").await;
    house.centre.calls_next(&house.centre.staff("ha.lt"), "05").await;
    let hall = visitor.get("/display/H1/now").await;
    assert!(hall.says("call.wav?ticket=D001&#38;counter=5&#38;area=land"), "{}", hall.body);
    let area = visitor.get("/display/H1/land/now").await;
    assert!(area.says("call.wav?ticket=D001&#38;counter=5&#38;lang=vi"), "{}", area.body);
    let ward = visitor.get("/display/P-BC").await;
    assert!(!ward.says("class=\"area\"") && !ward.says("khu "), "{}", ward.body);
}

#[tokio::test]
async fn a_ticket_says_on_the_phone_and_at_the_kiosk_in_which_area_to_wait() {
    let house = House::open().await;
    let land = house.centre.takes_ticket("land").await;
    let general = house.centre.takes_ticket("general").await;
    let mut phone = house.visitor();
    let token = async |ticket| house.centre.app.ticket(ticket).await.unwrap().unwrap().token;
    let (land, general) = (token(land).await, token(general).await);
    for place in ["/t/{}", "/kiosk/H1/ticket/{}"] {
        let page = phone.get(&place.replace("{}", &land)).await;
        assert!(page.says("Xin chờ ở khu Đất đai - Xây dựng"), "{}", page.body);
        let page = phone.get(&place.replace("{}", &general)).await;
        assert!(
            page.says("Gọi đến khu Doanh nghiệp hoặc khu Tư pháp - Xã hội: xin chờ nơi thấy màn hình chung"),
            "{}",
            page.body
        );
    }
    house.centre.calls_next(&house.centre.staff("ha.lt"), "05").await;
    let called = phone.get(&format!("/t/{land}")).await;
    assert!(called.says("khu Đất đai - Xây dựng") && !called.says("Xin chờ ở"), "{}", called.body);
}

#[tokio::test]
async fn whoever_needs_more_time_asks_for_it_on_the_phone_and_the_next_is_called() {
    let house = House::open().await;
    let first = house.centre.takes_ticket("land").await;
    house.centre.takes_ticket("land").await;
    let token = house.centre.app.ticket(first).await.unwrap().unwrap().token;
    let mut phone = house.visitor();
    let page = phone.get(&format!("/t/{token}")).await;
    assert!(page.says("Thêm 15 phút"), "{}", page.body);
    let asked = phone.send(&page, &format!("/t/{token}/defer"), &[]).await;
    let deferred = phone.get(asked.to()).await;
    assert!(deferred.says("Không gọi trước 08:15"), "{}", deferred.body);
    assert!(!deferred.says("Thêm 15 phút"), "while that time runs there is nothing more to ask");
    let mut officer = house.signed_in("ha.lt").await;
    let choose = officer.get("/desk").await;
    officer.send(&choose, "/desk/open", &[("counter", "05")]).await;
    let desk = officer.get("/desk").await;
    assert!(desk.says("lùi đến 08:15"), "{}", desk.body);
    officer.send(&desk, "/desk/call", &[]).await;
    assert!(house.visitor().get("/display/H1/now").await.says("D-002"));
    house.centre.clock.advance(15 * 60_000);
    for _ in 0..2 {
        let page = phone.get(&format!("/t/{token}")).await;
        phone.send(&page, &format!("/t/{token}/defer"), &[]).await;
        house.centre.clock.advance(15 * 60_000);
    }
    let spent = phone.get(&format!("/t/{token}")).await;
    assert!(!spent.says("Thêm 15 phút"), "twice and no oftener: {}", spent.body);
    let pressed = phone.send(&spent, &format!("/t/{token}/defer"), &[]).await;
    assert!(phone.get(pressed.to()).await.says("Đã xin thêm giờ đủ số lần"));
    let calls = officer.get("/desk").await;
    officer.send(&calls, "/desk/absent", &[]).await;
    let calls = officer.get("/desk").await;
    officer.send(&calls, "/desk/call", &[]).await;
    assert!(house.visitor().get("/display/H1/now").await.says("D-001"), "the place was kept");
}

#[tokio::test]
async fn a_phone_is_left_on_the_page_of_a_ticket_and_can_be_taken_back() {
    let house = House::open().await;
    let mut last = house.centre.takes_ticket("land").await;
    let near = house.centre.app.ticket(last).await.unwrap().unwrap().token;
    assert!(!house.visitor().get(&format!("/t/{near}")).await.says("Nhắn tôi"), "it is nearly called");
    for _ in 0..4 {
        last = house.centre.takes_ticket("land").await;
    }
    let token = house.centre.app.ticket(last).await.unwrap().unwrap().token;
    let (own, ask) = (format!("/t/{token}"), format!("/t/{token}/notice"));
    let mut phone = house.visitor();
    let page = phone.get(&own).await;
    assert!(page.says("khi còn 3 người") && page.says("Nhắn tôi"), "{}", page.body);
    let wrong = phone.send(&page, &ask, &[("phone", "0912 34")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.says("value=\"0912 34\"") && wrong.says("aria-invalid"), "{}", wrong.body);
    let page = phone.get(&own).await;
    let asked = phone.send(&page, &ask, &[("phone", "0590 000 123")]).await;
    let page = phone.get(asked.to()).await;
    assert!(page.says("0590 ••• 123") && !page.says("0590000123"), "{}", page.body);
    let dropped = phone.send(&page, &format!("{ask}/drop"), &[]).await;
    let page = phone.get(dropped.to()).await;
    assert!(page.says("Sẽ không nhắn nữa") && page.says("Nhắn tôi"), "{}", page.body);
}

#[tokio::test]
async fn where_no_message_centre_is_connected_no_message_is_offered() {
    let house = House::with(web::Options { demo: true, ..web::Options::default() }).await;
    let mut last = house.centre.takes_ticket("land").await;
    for _ in 0..4 {
        last = house.centre.takes_ticket("land").await;
    }
    let token = house.centre.app.ticket(last).await.unwrap().unwrap().token;
    let mut phone = house.visitor();
    let page = phone.get(&format!("/t/{token}")).await;
    assert!(!page.says("Nhắn tôi"), "{}", page.body);
    let asked = phone.send(&page, &format!("/t/{token}/notice"), &[("phone", "0590000123")]).await;
    assert_eq!(asked.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn whoever_comes_too_late_reads_when_to_come_back_and_a_person_who_works_there_may_still_give_a_number()
{
    let house = House::open().await;
    house.centre.it_is("2026-11-25T16:29");
    let mut kiosk = house.visitor();
    let field = kiosk.get("/kiosk/H1/field/land").await;
    assert!(field.says("Lấy số"), "nothing is known against it: {}", field.body);
    house.centre.it_is("2026-11-25T17:01");
    let fields = [("field", "land"), ("procedure", ""), ("priority", "none")];
    let refused = kiosk.send(&field, "/kiosk/H1/take", &fields).await;
    let shown = kiosk.get(refused.to()).await;
    assert!(shown.says("đã hết giờ phát số") && !shown.says("action=\"/kiosk/H1/take\""), "{}", shown.body);
    assert!(shown.says("Mời trở lại lúc 07:00 thứ Năm 26/11/2026"), "{}", shown.body);
    assert!(kiosk.get("/kiosk/H1").await.says("hết số hôm nay"));
    assert_eq!(house.centre.app.waiting("H1").await.unwrap().len(), 0);
    let greeter = house.centre.staff("thuan.cc");
    let command = app::Command::TakeTicket {
        hall: "H1".to_owned(),
        field: "land".to_owned(),
        procedure: String::new(),
        priority: domain::ticket::Priority::None,
    };
    assert!(house.centre.does(&greeter, command).await.ticket.is_some());
}

#[tokio::test]
async fn nobody_is_given_a_number_who_cannot_be_called_before_closing() {
    let house = House::open().await;
    house.centre.it_is("2026-11-25T16:00");
    let officer = house.centre.staff("ha.lt");
    house.centre.takes_ticket("land").await;
    house.centre.calls_next(&officer, "05").await;
    let seated = app::Command::StartVisit { hall: "H1".to_owned(), counter: "05".to_owned() };
    house.centre.does(&officer, seated).await;
    house.centre.clock.advance(20 * 60_000);
    let ended = app::Command::FinishVisit { hall: "H1".to_owned(), counter: "05".to_owned() };
    house.centre.does(&officer, ended).await;
    // Twenty minutes each: the second of them would be called at five, the third not any more.
    let mut kiosk = house.visitor();
    for waiting in 0..3 {
        let page = kiosk.get("/kiosk/H1/field/land").await;
        assert!(page.says("action=\"/kiosk/H1/take\""), "{waiting}: {}", page.body);
        house.centre.takes_ticket("land").await;
    }
    let page = kiosk.get("/kiosk/H1/field/land").await;
    assert!(page.says("không còn kịp gọi thêm số") && page.says("Đặt lịch hẹn"), "{}", page.body);
    house.set("queue.closing", "off").await;
    assert!(kiosk.get("/kiosk/H1/field/land").await.says("Lấy số"));
}

#[tokio::test]
async fn the_phone_shows_the_way_to_the_counter_and_a_ticket_can_be_given_up() {
    let house = House::open().await;
    let first = house.centre.takes_ticket("land").await;
    let second = house.centre.takes_ticket("land").await;
    let token = |ticket| {
        let app = house.centre.app.clone();
        async move { app.ticket(ticket).await.unwrap().unwrap().token }
    };
    let (first, second) = (token(first).await, token(second).await);
    let mut phone = house.visitor();
    let page = phone.get(&format!("/t/{second}")).await;
    assert!(page.says("D-002") && page.says("1 người") && page.says("chưa ước lượng được"), "{}", page.body);
    let officer = house.centre.staff("ha.lt");
    house.centre.calls_next(&officer, "05").await;
    assert!(phone.get(&format!("/t/{first}")).await.says("Mời đến quầy số 5."));
    let gone = phone.send(&page, &format!("/t/{second}/give-up"), &[]).await;
    assert_eq!(gone.to(), format!("/t/{second}"), "{}", gone.body);
    let after = phone.get(gone.to()).await;
    assert!(after.says("Đã hủy số D002.") && !after.says("give-up"), "{}", after.body);
    assert!(!phone.get(&format!("/t/{second}")).await.says("Đã hủy số D002."), "it is said once");
}

#[tokio::test]
async fn each_screen_of_the_kiosk_is_read_aloud_in_its_language() {
    let house = House::open().await;
    let mut kiosk = house.visitor();
    let read = |body: &str| -> String {
        let rest = body.split("class=\"button\" href=\"").find(|rest| rest.contains("data-read>"));
        rest.and_then(|rest| rest.split('"').next()).unwrap_or_default().replace("&#38;", "&")
    };
    let second = kiosk.get("/kiosk/H1/field/land").await;
    let fields = [("field", "land"), ("procedure", ""), ("priority", "none")];
    let taken = kiosk.send(&second, "/kiosk/H1/take", &fields).await;
    let mut heard = Vec::new();
    for path in
        ["/kiosk/H1", "/kiosk/H1?lang=en", "/kiosk/H1/search?lang=vi", "/kiosk/H1/field/land", taken.to()]
    {
        let page = kiosk.get(path).await;
        let address = read(&page.body);
        let wav = kiosk.get(&address).await;
        assert_eq!(
            (wav.status, wav.header("content-type")),
            (StatusCode::OK, "audio/wav"),
            "{path} {address}"
        );
        assert!(wav.bytes.starts_with(b"RIFF") && wav.bytes.len() > 50_000, "{path}: {}", wav.bytes.len());
        heard.push(wav.bytes);
    }
    heard.sort();
    heard.dedup();
    assert_eq!(heard.len(), 5, "each says something of its own");
    for nonsense in
        ["screen=x", "screen=number", "screen=number&ticket=%3Cx%3E", "screen=number&ticket=A00000000012"]
    {
        let answer = kiosk.get(&format!("/kiosk/H1/read.wav?{nonsense}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{nonsense}");
    }
}

#[tokio::test]
async fn what_a_kiosk_cannot_do_it_says_on_a_screen_that_goes_back_by_itself() {
    let house = House::open().await;
    let mut kiosk = house.visitor();
    let screen = |answer: &crate::visitor::Answer| {
        answer.says("data-home=\"/kiosk/H1?lang=vi\"")
            && answer.says("data-idle=\"20\"")
            && !answer.says("/sign-in")
    };
    let nothing = kiosk.get("/kiosk/H1/field/nothing").await;
    assert_eq!(nothing.status, StatusCode::NOT_FOUND);
    assert!(screen(&nothing), "{}", nothing.body);
    let second = kiosk.get("/kiosk/H1/field/land").await;
    let refused = kiosk.send(&second, "/kiosk/H1/take", &[("field", "nothing"), ("priority", "none")]).await;
    assert!(refused.status.is_client_error() && screen(&refused), "{} {}", refused.status, refused.body);
    let elsewhere = kiosk.get("/kiosk/%22%3E/field").await;
    assert!(elsewhere.status.is_client_error() && !elsewhere.says("data-home"), "{}", elsewhere.body);
}
