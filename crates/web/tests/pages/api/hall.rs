//! Tickets that programmes issue and call.

use super::{CENTRE, codes, events};
use crate::visitor::House;
use axum::http::StatusCode;
use domain::catalogue::Role;
use serde_json::{Value, json};

const TICKETS: &str = "/api/v1/tickets";
const CALL: &str = "/api/v1/counters/05/call";

async fn takes(house: &House, token: &str, id: &str, priority: &str) -> Value {
    let body = json!({"command_id": id, "field": "land", "priority": priority});
    let answer = house.machine(token, TICKETS, Some(&body)).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
    answer.json()
}

#[tokio::test]
async fn tickets_are_issued_and_called_in_the_order_of_the_hall() {
    let house = House::open().await;
    let token = house.token(Role::Receiver, CENTRE).await;
    let first = takes(&house, &token, "ticket-number-1", "none").await;
    let second = takes(&house, &token, "ticket-number-2", "none").await;
    assert_eq!((first["hall"].as_str(), first["calls"].as_i64()), (Some("H1"), Some(0)));
    assert_ne!(first["label"], second["label"]);
    let own = house.visitor().get(&format!("/t/{}", first["token"].as_str().expect("a token"))).await;
    assert_eq!(own.status, StatusCode::OK, "its own page");
    assert_eq!(takes(&house, &token, "ticket-number-1", "none").await, first, "again changes nothing");

    let call = json!({"command_id": "the-first-call"});
    let answer = house.machine(&token, CALL, Some(&call)).await;
    assert_eq!(answer.status, StatusCode::OK, "a closed counter is opened: {}", answer.body);
    let called = answer.json();
    assert_eq!((&called["label"], &called["counter"]), (&first["label"], &"05".into()));
    assert_eq!(called["token"], Value::Null);
    let shown = house.centre.app.called("H1").await.unwrap();
    assert_eq!(shown[0].label, called["label"].as_str().expect("a label"), "the hall sees it");
    let before = events(&house).await;
    assert_eq!(house.machine(&token, CALL, Some(&call)).await.json(), called);
    assert_eq!(events(&house).await, before);

    let busy = house.machine(&token, CALL, Some(&json!({"command_id": "the-second-call"}))).await;
    assert_eq!((busy.status.as_u16(), &busy.json()["code"]), (409, &"counter_busy".into()), "{}", busy.body);
    let next = json!({"command_id": "the-second-call", "before": "absent"});
    let answer = house.machine(&token, CALL, Some(&next)).await.json();
    assert_eq!(answer["label"], second["label"]);
    let third = takes(&house, &token, "ticket-number-3", "elder").await;
    let next = json!({"command_id": "the-third-call", "before": "served"});
    assert_eq!(house.machine(&token, CALL, Some(&next)).await.json()["label"], third["label"]);
    assert_eq!(house.machine(&token, CALL, Some(&call)).await.json(), called, "as it was then");
    let nobody = json!({"command_id": "the-fourth-call", "before": "served"});
    let answer = house.machine(&token, CALL, Some(&nobody)).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["code"]), (409, &"nobody_waiting".into()));
    house.centre.journal_is_clean().await;
}

#[tokio::test]
async fn a_machine_calls_for_the_receiver_who_has_the_counter_open() {
    let house = House::open().await;
    let officer = house.centre.staff("ha.lt");
    house.centre.opens_counter(&officer, "05").await;
    house.centre.takes_ticket("land").await;
    let token = house.token(Role::Receiver, CENTRE).await;
    let answer = house.machine(&token, CALL, Some(&json!({"command_id": "for-her-counter"}))).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    assert_eq!(house.centre.app.counter_of("ha.lt").await.unwrap(), Some(("H1".to_owned(), "05".to_owned())));
    let greeter = house.token(Role::Greeter, CENTRE).await;
    let answer = house.machine(&greeter, CALL, Some(&json!({"command_id": "by-the-greeter"}))).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["code"]), (403, &"role_missing".into()));
}

#[tokio::test]
async fn a_hall_a_field_or_a_procedure_that_is_not_there_is_answered_with_those_that_are() {
    let house = House::open().await;
    let token = house.token(Role::Greeter, CENTRE).await;
    for (wrong, code) in [
        (json!({"hall": "H9", "field": "land"}), "hall_unknown"),
        (json!({"field": "moon"}), "field_not_here"),
        (json!({"field": "land", "procedure": "Vũ Thị Minh Châu"}), "procedure_unknown"),
    ] {
        let mut body = wrong;
        body["command_id"] = json!("never-done-at-all");
        let answer = house.machine(&token, TICKETS, Some(&body)).await;
        assert_eq!(
            (answer.status.as_u16(), codes(&answer.json())[0].1.as_str()),
            (409, code),
            "{}",
            answer.body
        );
    }
    let elsewhere = json!({"command_id": "in-another-hall", "hall": "P-BC", "field": "land"});
    let answer = house.machine(&token, TICKETS, Some(&elsewhere)).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN, "{}", answer.body);
}
