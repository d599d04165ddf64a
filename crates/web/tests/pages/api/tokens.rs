//! Who comes with a token.

use super::CENTRE;
use crate::visitor::House;
use axum::http::StatusCode;
use domain::catalogue::Role;

const WORK: &str = "/api/v1/units/H49.80/work";

#[tokio::test]
async fn a_token_opens_until_it_is_over_or_taken_back_and_no_other_word_does() {
    let house = House::open().await;
    let (token, code) = house.token_for(Role::CentreDirector, CENTRE, 1).await;
    assert_eq!(house.machine(&token, WORK, None).await.status, StatusCode::OK);
    let (over, _) = house.token_for(Role::CentreDirector, CENTRE, 0).await;
    let cut = &token[..token.len() - 1];
    for (wrong, code) in [
        ("", "token_missing"),
        (over.as_str(), "token_not_valid"),
        (cut, "token_not_valid"),
        ("x", "token_not_valid"),
    ] {
        let answer = house.machine(wrong, WORK, None).await;
        assert_eq!(
            (answer.status, &answer.json()["code"]),
            (StatusCode::UNAUTHORIZED, &code.into()),
            "{wrong}"
        );
        assert!(answer.header("www-authenticate").starts_with("Bearer realm="));
        assert_eq!(answer.header("content-type"), "application/problem+json");
    }
    house.centre.app.take_machine_back(&code).await.expect("it is known");
    let answer = house.machine(&token, WORK, None).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "from the next request on");
    assert_eq!(answer.header("www-authenticate"), "Bearer realm=\"motcua\", error=\"invalid_token\"");
}

#[tokio::test]
async fn of_a_token_only_its_digest_is_kept() {
    let house = House::open().await;
    let (token, code) = house.token_for(Role::Receiver, CENTRE, 30).await;
    let app = &house.centre.app;
    let rows = app.store().list_catalogue(app.tenant()).await.expect("readable");
    let row = rows.iter().find(|row| row.code == code).expect("it is kept");
    assert!(row.body.contains(&app::token_digest(&token)) && !row.body.contains(&token));
    assert!(rows.iter().all(|row| !row.body.contains(&token)));
}

#[tokio::test]
async fn a_session_of_a_person_opens_no_interface_and_a_token_no_page() {
    let house = House::open().await;
    let mut person = house.signed_in("anh.hh").await;
    assert_eq!(person.get(WORK).await.status, StatusCode::UNAUTHORIZED);
    let token = house.token(Role::CentreDirector, CENTRE).await;
    let answer = house.machine(&token, "/floor", None).await;
    assert!(answer.to().starts_with("/sign-in"), "{}", answer.status);
}
