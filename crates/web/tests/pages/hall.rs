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
