//! What people send that no page of ours asked for: signs nobody sees, texts without end, addresses cut or bent on the way.

use crate::visitor::House;
use axum::http::StatusCode;

#[tokio::test]
async fn an_address_that_cannot_be_read_is_answered_with_a_page_that_leads_on() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    for address in [
        "/track?code=H49%00",
        "/d/%00",
        "/?q=%1b",
        "/kiosk/H1/search?q=%7F",
        "/d/%ff",
        "/kiosk/H1/read.wav",
        "/?q=a&q=b",
    ] {
        let answer = visitor.get(address).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{address}");
        let onward = if address.starts_with("/kiosk/") { "href=\"/kiosk/H1\"" } else { "href=\"/\"" };
        assert!(answer.says("Địa chỉ này có chữ không đọc được"), "{address}: {}", answer.body);
        assert!(answer.says(onward), "{address}: {}", answer.body);
    }
    let pasted = visitor.get("/track?code=H49.80-261125-0001%0A").await;
    assert_eq!(pasted.status, StatusCode::NOT_FOUND, "a new line behind a pasted code is cut off");
}

#[tokio::test]
async fn a_name_without_end_is_refused_in_words_and_the_way_back_is_the_page_it_was_typed_on() {
    let house = House::open().await;
    let mut officer = house.signed_in("ha.lt").await;
    let page = officer.get("/desk").await;
    let name = "Ấ".repeat(5_000);
    let (csrf, command) = (page.hidden("csrf"), page.hidden("command_id"));
    let fields =
        [("csrf", csrf.as_str()), ("command_id", &command), ("applicant_name", &name), ("end", "receive")];
    let from = [("referer", "https://motcua.example/desk?tab=hall")];
    let answer = officer.post("/desk/intake", &from, &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.says("Một ô có 5000 chữ; nhiều nhất được 250 chữ."), "{}", answer.body);
    assert!(answer.says("href=\"/desk?tab=hall\""), "{}", answer.body);
    let elsewhere = [("referer", "https://motcua.example//elsewhere.example/")];
    let answer = officer.post("/desk/intake", &elsewhere, &fields).await;
    assert!(!answer.says("href=\"//elsewhere"), "{}", answer.body);
}

#[tokio::test]
async fn pages_behind_a_token_are_kept_by_no_cache_and_found_by_no_search() {
    let house = House::open().await;
    let officer = house.centre.staff("ha.lt");
    house.centre.opens_counter(&officer, "05").await;
    let form = house.centre.form("1.115778", "quang-ninh");
    let dossier = house.centre.receives(&officer, "05", form, Some(50_000)).await;
    let token = house.centre.dossier(dossier).await.intake.token;
    let ticket = house.centre.takes_ticket("land").await;
    let ticket = house.centre.app.ticket(ticket).await.unwrap().unwrap().token;
    let mut visitor = house.visitor();
    for path in [
        format!("/d/{token}"),
        format!("/d/{token}/now"),
        format!("/d/{token}/slip.pdf"),
        format!("/d/{token}/proof.json"),
        format!("/t/{ticket}"),
        format!("/t/{ticket}/now"),
        format!("/t/{ticket}/ticket.pdf"),
        "/d/nobody".to_owned(),
    ] {
        let answer = visitor.get(&path).await;
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(answer.header("x-robots-tag"), "noindex, nofollow", "{path}");
    }
    for path in ["/", "/track", "/log", "/procedures/2.000488@bo-tu-phap"] {
        let answer = visitor.get(path).await;
        assert_eq!((answer.status, answer.header("x-robots-tag")), (StatusCode::OK, ""), "{path}");
    }
    for path in ["/kiosk/H1", "/display/H1", "/sign-in"] {
        assert_eq!(visitor.get(path).await.header("x-robots-tag"), "noindex, nofollow", "{path}");
    }
}
