//! What a programme is told when it is wrong.

use super::{CENTRE, LAND, codes, declared, events, received};
use crate::visitor::House;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use domain::catalogue::Role;
use serde_json::{Value, json};

const DOSSIERS: &str = "/api/v1/dossiers";

async fn sends(house: &House, token: &str, kind: &str, body: impl Into<Body>) -> (StatusCode, Value) {
    let request = Request::post(DOSSIERS)
        .header("authorization", format!("bearer {token}"))
        .header("content-type", kind)
        .body(body.into())
        .expect("a request");
    let answer = house.ask(request).await;
    assert_eq!(answer.header("content-type"), "application/problem+json", "{}", answer.body);
    (answer.status, answer.json())
}

#[tokio::test]
async fn a_body_that_cannot_be_read_is_refused_before_anything_is_done() {
    let house = House::open().await;
    let token = house.token(Role::Receiver, CENTRE).await;
    let before = events(&house).await;
    for (kind, body, status, code) in [
        ("text/plain", "{}", 415, "body_not_json"),
        ("application/x-www-form-urlencoded", "a=1", 415, "body_not_json"),
        ("application/json", "{", 400, "body_not_json"),
        ("application/json", "[]", 400, "body_not_json"),
        ("application/json; charset=utf-8", "{}", 400, "request_malformed"),
    ] {
        let (got, answer) = sends(&house, &token, kind, body).await;
        assert_eq!((got.as_u16(), &answer["code"]), (status, &code.into()), "{kind} {body}");
        assert_eq!(answer["status"], status);
    }
    let large = format!("{{\"request\": \"{}\"}}", "a".repeat(300_000));
    let (got, answer) = sends(&house, &token, "application/json", large).await;
    assert_eq!((got, &answer["code"]), (StatusCode::PAYLOAD_TOO_LARGE, &"body_too_large".into()));
    assert_eq!(events(&house).await, before);
}

#[tokio::test]
async fn fields_that_are_wrong_are_named_all_at_once_with_words_in_the_language_asked_for() {
    let house = House::open().await;
    let token = house.token(Role::Receiver, CENTRE).await;
    let mut body = declared(&house, "short");
    body["colour"] = json!("red");
    body["applicant"]["id_number"] = json!("12");
    body["applicant"]["nickname"] = json!("Châu");
    body["papers"][0]["item"] = json!("one");
    body["delivery"] = json!("pigeon");
    body["cash_vnd"] = json!(-1);
    let answer = house.machine(&token, DOSSIERS, Some(&body)).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    let said = answer.json();
    assert_eq!(said["code"], "request_malformed");
    for (field, code) in [
        ("command_id", "command_id_malformed"),
        ("colour", "name_unknown"),
        ("applicant.id_number", "id_number_malformed"),
        ("applicant.nickname", "name_unknown"),
        ("papers[0].item", "of_another_kind"),
        ("delivery", "not_one_of"),
        ("cash_vnd", "out_of_bounds"),
    ] {
        assert!(codes(&said).contains(&(field.to_owned(), code.to_owned())), "{field} {code}: {said}");
    }
    assert!(answer.says("Needed is one of: counter, post, online."), "{}", answer.body);
    let asked = format!("{DOSSIERS}?colour=red");
    let answer = house.machine(&token, &asked, Some(&declared(&house, "long-enough"))).await;
    assert_eq!(
        (answer.status, codes(&answer.json())[0].1.as_str()),
        (StatusCode::BAD_REQUEST, "name_unknown")
    );
}

#[tokio::test]
async fn what_the_rules_refuse_names_the_rule_and_everything_that_is_missing() {
    let house = House::open().await;
    let token = house.token(Role::Receiver, CENTRE).await;
    let before = events(&house).await;
    let mut body = declared(&house, "without-papers");
    body["papers"] = json!([]);
    let answer = house.machine(&token, DOSSIERS, Some(&body)).await;
    assert_eq!(answer.status, StatusCode::CONFLICT, "{}", answer.body);
    let said = answer.json();
    assert_eq!(said["code"], "intake_incomplete");
    assert!(said["rule"].as_str().is_some_and(|rule| rule.contains("Điều")), "{said}");
    let missing = codes(&said).iter().filter(|(_, code)| code == "paper_missing").count();
    assert!(missing > 1, "all of them: {said}");

    let mut body = declared(&house, "unknown-procedure");
    body["procedure"] = json!("9.999999");
    body["applicant"] = json!({"name": "  ", "email": "nobody"});
    let said = house.machine(&token, DOSSIERS, Some(&body)).await.json();
    for (field, code) in [
        ("procedure", "procedure_unknown"),
        ("applicant.name", "name_missing"),
        ("applicant.email", "email_malformed"),
    ] {
        assert!(codes(&said).contains(&(field.to_owned(), code.to_owned())), "{code}: {said}");
    }

    let mut body = declared(&house, "papers-that-are-none");
    let papers = body["papers"].as_array_mut().expect("papers");
    papers.push(json!({"item": 1}));
    papers.push(json!({"item": 900}));
    let said = house.machine(&token, DOSSIERS, Some(&body)).await.json();
    let wrong = [("papers.1", "paper_twice"), ("papers.900", "paper_unknown")];
    assert_eq!(codes(&said), wrong.map(|(field, code)| (field.to_owned(), code.to_owned())));
    assert_eq!(events(&house).await, before, "nothing of it was kept");
}

#[tokio::test]
async fn a_post_that_may_not_is_told_the_rule() {
    let house = House::open().await;
    let code = received(&house).await;
    let clerk = house.token(Role::Clerk, "H49.12").await;
    let answer = house.machine(&clerk, DOSSIERS, Some(&declared(&house, "by-a-clerk"))).await;
    let said = answer.json();
    assert_eq!((answer.status, &said["code"]), (StatusCode::FORBIDDEN, &"role_missing".into()), "{said}");

    let stranger = house.token(Role::Receiver, "H49.104.1").await;
    let answer = house.machine(&stranger, &format!("{DOSSIERS}/{code}"), None).await;
    let said = answer.json();
    assert_eq!((answer.status, &said["code"]), (StatusCode::FORBIDDEN, &"other_unit".into()), "{said}");
    assert_eq!(said["rule"], "staff-see-dossiers");
    assert!(!answer.says("Minh Châu"));
    let body = json!({"command_id": "not-mine-at-all"});
    let answer = house.machine(&stranger, &format!("{DOSSIERS}/{code}/finish-step"), Some(&body)).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN, "{}", answer.body);
}

#[tokio::test]
async fn what_is_not_there_and_what_cannot_be_done_there_is_said_in_json() {
    let house = House::open().await;
    let token = house.token(Role::Receiver, CENTRE).await;
    for (path, code) in [
        ("/api/v1/dossiers/000.00.00.H49-000000-0001", "dossier_not_found"),
        ("/api/v1/units/H00/work", "unit_not_found"),
        ("/api/v1/nothing", "address_unknown"),
        ("/api", "address_unknown"),
    ] {
        let answer = house.machine(&token, path, None).await;
        assert_eq!((answer.status, &answer.json()["code"]), (StatusCode::NOT_FOUND, &code.into()), "{path}");
    }
    let body = json!({"command_id": "nobody-is-there"});
    for (path, code) in [
        ("/api/v1/dossiers/000.00.00.H49-000000-0001/finish-step", "dossier_not_found"),
        ("/api/v1/counters/99/call", "counter_not_found"),
    ] {
        let answer = house.machine(&token, path, Some(&body)).await;
        assert_eq!((answer.status, &answer.json()["code"]), (StatusCode::NOT_FOUND, &code.into()), "{path}");
    }
    for (method, path, allowed) in [
        ("DELETE", "/api/v1/dossiers", "POST"),
        ("PUT", "/api/v1/tickets", "POST"),
        ("POST", "/api/v1/dossiers/x", "GET,HEAD"),
    ] {
        let request = Request::builder().method(method).uri(path).body(Body::empty()).expect("a request");
        let answer = house.ask(request).await;
        assert_eq!(
            (answer.status, answer.header("allow")),
            (StatusCode::METHOD_NOT_ALLOWED, allowed),
            "{path}"
        );
        assert_eq!(answer.json()["code"], "method_not_allowed");
    }
    for path in ["/api/v1/dossiers/%00", "/api/v1/units/%ff/work"] {
        let answer = house.machine(&token, path, None).await;
        assert_eq!(
            (answer.status, &answer.json()["code"]),
            (StatusCode::BAD_REQUEST, &"address_malformed".into())
        );
    }
}

#[tokio::test]
async fn the_same_id_with_another_body_or_at_another_address_is_a_conflict() {
    let house = House::open().await;
    let token = house.token(Role::Receiver, CENTRE).await;
    let body = declared(&house, "used-once-only");
    let answer = house.machine(&token, DOSSIERS, Some(&body)).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
    let before = events(&house).await;
    let mut other = body.clone();
    other["applicant"]["name"] = json!("Ngô Thị Bích");
    let ticket = json!({"command_id": "used-once-only", "field": "land"});
    for (path, body) in [(DOSSIERS, &other), ("/api/v1/tickets", &ticket)] {
        let answer = house.machine(&token, path, Some(body)).await;
        let said = answer.json();
        assert_eq!(
            (answer.status, &said["code"]),
            (StatusCode::CONFLICT, &"command_id_used".into()),
            "{said}"
        );
        assert!(!answer.says(LAND));
    }
    assert_eq!(events(&house).await, before);
    // Another machine counts for itself.
    let another = house.token(Role::Receiver, CENTRE).await;
    let answer = house.machine(&another, DOSSIERS, Some(&other)).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
}
