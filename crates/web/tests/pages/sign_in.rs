use crate::visitor::House;
use axum::http::StatusCode;

async fn house_with_an_account() -> House {
    let house = House::with(web::Options::default()).await;
    let hash = web::session::hash_password("một hai ba");
    web::session::put_account(&house.centre.app, "ha.lt", "ha.lt", &hash)
        .await
        .expect("an account can be kept");
    house
}

#[tokio::test]
async fn the_right_password_opens_ones_room_and_signing_out_closes_it() {
    let house = house_with_an_account().await;
    let mut officer = house.visitor();
    let page = officer.get("/sign-in?next=/account").await;
    let fields = [("login", "Ha.LT "), ("password", "một hai ba"), ("next", "/account")];
    let signed_in = officer.send(&page, "/sign-in", &fields).await;
    assert_eq!((signed_in.status, signed_in.to()), (StatusCode::SEE_OTHER, "/account"), "{}", signed_in.body);
    let cookie =
        signed_in.headers.get_all("set-cookie").iter().map(|one| one.to_str().unwrap()).collect::<String>();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
    let token = officer.cookies["motcua"].clone();
    let account = officer.get("/account").await;
    assert!(account.says("Lê Thu Hà") && account.says("Cán bộ tiếp nhận"), "{}", account.body);
    let out = officer.send(&account, "/sign-out", &[]).await;
    assert_eq!(out.status, StatusCode::SEE_OTHER, "{}", out.body);
    assert!(officer.get("/account").await.to().starts_with("/sign-in"));
    officer.cookies.insert("motcua".to_owned(), token);
    assert!(officer.get("/account").await.to().starts_with("/sign-in"), "an old token opens nothing");
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_name_get_the_same_answer_and_then_a_pause() {
    let house = house_with_an_account().await;
    let mut stranger = house.visitor();
    let page = stranger.get("/sign-in").await;
    let mut bodies = Vec::new();
    for login in ["ha.lt", "nobody"] {
        let answer = stranger.send(&page, "/sign-in", &[("login", login), ("password", "wrong")]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.says("Tên đăng nhập hoặc mật khẩu không đúng"), "{}", answer.body);
        bodies.push(answer.body.replace("ha.lt", "?").replace("nobody", "?").len());
    }
    assert_eq!(bodies[0], bodies[1]);
    let mut last = StatusCode::OK;
    for _ in 0..8 {
        last = stranger.send(&page, "/sign-in", &[("login", "ha.lt"), ("password", "wrong")]).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn one_click_sign_in_exists_only_in_a_demonstration() {
    let house = House::with(web::Options::default()).await;
    let mut visitor = house.visitor();
    let page = visitor.get("/sign-in").await;
    assert!(!page.says("/sign-in/demo"));
    let answer = visitor.send(&page, "/sign-in/demo", &[("position", "H49.80/receiver/ha.lt")]).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_form_without_our_proof_or_from_another_site_does_nothing() {
    let house = House::open().await;
    let mut kiosk = house.visitor();
    let page = kiosk.get("/kiosk/H1/field/land").await;
    let fields = [("field", "land"), ("priority", "none")];
    let missing = kiosk.post("/kiosk/H1/take", &[], &fields).await;
    assert_eq!(missing.status, StatusCode::BAD_REQUEST);
    let csrf = page.hidden("csrf");
    let with_proof = [("field", "land"), ("priority", "none"), ("csrf", csrf.as_str())];
    let elsewhere = kiosk.post("/kiosk/H1/take", &[("sec-fetch-site", "cross-site")], &with_proof).await;
    assert_eq!(elsewhere.status, StatusCode::BAD_REQUEST);
    let other_browser = house.visitor().post("/kiosk/H1/take", &[], &with_proof).await;
    assert_eq!(other_browser.status, StatusCode::BAD_REQUEST, "another browser's proof");
    assert!(house.centre.app.waiting("H1").await.unwrap().is_empty());
    let json = kiosk.post("/kiosk/H1/take", &[("content-type", "text/plain")], &with_proof).await;
    assert_ne!(json.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn nobody_is_led_to_another_server_after_signing_in() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    let page = visitor.get("/sign-in?next=https://evil.example").await;
    assert_eq!(page.hidden("next"), "");
    let fields = [("position", "H49.80/receiver/ha.lt"), ("next", "//evil.example")];
    assert_eq!(visitor.send(&page, "/sign-in/demo", &fields).await.to(), "/desk");
}
