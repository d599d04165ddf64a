//! Dossiers received, looked up and passed on by programmes.

use super::{CENTRE, declared, events, received};
use crate::visitor::House;
use app::Command;
use axum::http::StatusCode;
use domain::catalogue::Role;
use serde_json::{Value, json};
use store::AccessAbout;

const DOSSIERS: &str = "/api/v1/dossiers";

#[tokio::test]
async fn a_dossier_is_received_with_its_promise_and_why_that_day() {
    let house = House::open().await;
    let (token, machine) = house.token_for(Role::Receiver, CENTRE, 30).await;
    let body = declared(&house, "a-land-transfer");
    let answer = house.machine(&token, DOSSIERS, Some(&body)).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
    let said = answer.json();
    let code = said["code"].as_str().expect("a code");
    assert_eq!(answer.to(), format!("{DOSSIERS}/{code}"));
    assert!(!answer.says("Minh Châu") && !answer.says("0912345678"), "nobody's data come back: {said}");
    let app = &house.centre.app;
    let id = app.find_dossier_by_code(code).await.unwrap().expect("it is there");
    let state = house.centre.dossier(id).await;
    let promise = state.promise().expect("a promise");
    assert_eq!(said["due"]["committed"], web::look::rfc3339(promise.due_at));
    assert_eq!(said["due"]["statutory"], web::look::rfc3339(promise.statutory_due_at));
    assert!(said["due"]["explanation"].as_str().is_some_and(|why| why.contains("working")), "{said}");
    assert_eq!(said["due"]["days"].as_array().map(Vec::len), Some(promise.days.len()));
    assert_eq!(said["tracking_token"], state.intake.token.as_str());
    assert_eq!(
        (said["fee"]["paid"].as_bool(), said["fee"]["amount_vnd"].as_i64()),
        (Some(false), Some(state.plan.fee().amount()))
    );
    assert_eq!((state.intake.officer.as_str(), state.intake.visit), (machine.as_str(), None));
    let own = house.visitor().get(&format!("/d/{}", state.intake.token)).await;
    assert!(own.says("Minh Châu"), "the applicant follows it: {}", own.status);
    let history = app.history(id).await.unwrap();
    assert!(history.iter().all(|event| event.actor == format!("machine:{machine}")));
    assert!(history.iter().all(|event| event.rule == "receiver-keeps-counter"));
    let mut inspector = house.signed_in("thuong.vt").await;
    assert!(inspector.get(&format!("/dossiers/{id}")).await.says("Phần mềm thử"), "the history names it");
    house.centre.journal_is_clean().await;
}

#[tokio::test]
async fn the_same_request_again_is_answered_as_the_first_time_whatever_happened_since() {
    let house = House::open().await;
    let token = house.token(Role::Receiver, CENTRE).await;
    let body = declared(&house, "sent-three-times");
    let first = house.machine(&token, DOSSIERS, Some(&body)).await;
    let before = events(&house).await;
    let second = house.machine(&token, DOSSIERS, Some(&body)).await;
    assert_eq!((second.status, second.json()), (first.status, first.json()));
    assert_eq!(events(&house).await, before, "nothing happened twice");

    let code = first.json()["code"].as_str().expect("a code").to_owned();
    let step = first.json()["step"].clone();
    let (role, unit) = (step["role"].as_str().unwrap(), step["unit"].as_str().unwrap());
    let handler = house.token(Role::from_word(role).expect("a role"), unit).await;
    let path = format!("{DOSSIERS}/{code}/finish-step");
    let finish = finishing(&house, &code, "finish-it-once").await;
    let finished = house.machine(&handler, &path, Some(&finish)).await;
    assert_eq!(finished.status, StatusCode::OK, "{}", finished.body);
    let moved = events(&house).await;
    let again = house.machine(&handler, &path, Some(&finish)).await;
    assert_eq!((again.status, again.json()), (finished.status, finished.json()));
    let third = house.machine(&token, DOSSIERS, Some(&body)).await;
    assert_eq!((third.status, third.json()), (first.status, first.json()), "as it was received");
    assert_eq!(events(&house).await, moved);
    // The order of names and spaces make no other request.
    let text = serde_json::to_string_pretty(&body).unwrap();
    let request = axum::http::Request::post(DOSSIERS)
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/json")
        .header("accept-language", "en")
        .body(text.into())
        .unwrap();
    assert_eq!(house.ask(request).await.json(), first.json());
}

/// The body that ends the step under way: who assigns names somebody.
async fn finishing(house: &House, code: &str, id: &str) -> Value {
    let found = house.centre.app.find_dossier_by_code(code).await.expect("readable");
    let dossier = found.expect("it is there");
    let state = house.centre.dossier(dossier).await;
    let turn = state.open_turn().expect("a step").clone();
    let next = state.plan.after(turn.step).expect("another step");
    let role = Role::from_word(&next.role).expect("a role");
    let next_person = house.centre.holder(&next.unit, role);
    if turn.kind == domain::dossier::StepKind::Assign {
        json!({"command_id": id, "next_person": next_person.person(), "note": "Đủ thành phần"})
    } else {
        json!({"command_id": id})
    }
}

#[tokio::test]
async fn a_machine_finishes_the_step_of_whoever_holds_its_post_and_the_history_says_both() {
    let house = House::open().await;
    let code = received(&house).await;
    let app = &house.centre.app;
    let id = app.find_dossier_by_code(&code).await.unwrap().expect("it is there");
    let unit = house.centre.dossier(id).await.open_turn().expect("a step").unit.clone();
    let boss = house.centre.holder(&unit, Role::Head);
    let assign = Command::Assign { dossier: id, person: "thi.lp".to_owned(), reason: String::new() };
    house.centre.does(&boss, assign).await;
    let turn = house.centre.dossier(id).await.open_turn().expect("a step").clone();
    assert_eq!((turn.person.as_str(), turn.role.as_str()), ("thi.lp", "specialist"));
    let path = format!("{DOSSIERS}/{code}/finish-step");
    let head = house.token(Role::Head, &unit).await;
    let answer = house.machine(&head, &path, Some(&json!({"command_id": "by-another-post"}))).await;
    let said = answer.json();
    assert_eq!((answer.status, &said["code"]), (StatusCode::FORBIDDEN, &"not_your_step".into()), "{said}");
    assert_eq!(said["rule"], "officer-does-own-step");

    let nobody = json!({"command_id": "to-nobody-at-all", "next_person": "nobody"});
    let (specialist, machine) = house.token_for(Role::Specialist, &unit, 30).await;
    let answer = house.machine(&specialist, &path, Some(&nobody)).await;
    assert_eq!(answer.status, StatusCode::CONFLICT, "{}", answer.body);
    assert_eq!(answer.json()["code"], "person_without_position");

    let body = json!({"command_id": "by-this-very-post", "note": "Đủ thành phần"});
    let answer = house.machine(&specialist, &path, Some(&body)).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let said = answer.json();
    assert_eq!(
        (&said["finished"]["turn"], &said["finished"]["person"]),
        (&turn.turn.into(), &"thi.lp".into())
    );
    assert_eq!(said["step"]["turn"], turn.turn + 1);
    let history = app.history(id).await.unwrap();
    let last = history.last().expect("an event");
    assert_eq!(last.actor, format!("machine:{machine}"));
    assert_eq!(
        (last.position.as_str(), last.on_behalf_of.as_str()),
        (machine.as_str(), turn.position.as_str())
    );
    assert_eq!(last.rule, "officer-does-own-step");
}

#[tokio::test]
async fn a_dossier_is_looked_up_with_its_people_only_when_asked_and_each_reading_is_journalled() {
    let house = House::open().await;
    let code = received(&house).await;
    let app = &house.centre.app;
    let id = app.find_dossier_by_code(&code).await.unwrap().expect("it is there");
    let (token, machine) = house.token_for(Role::Receiver, CENTRE, 30).await;
    let readings = async || {
        let about = app.store().list_access_about(app.tenant(), AccessAbout::Dossier(id), 50).await.unwrap();
        about.iter().filter(|entry| entry.opened.actor == format!("machine:{machine}")).count()
    };
    let path = format!("{DOSSIERS}/{code}");
    let bare = house.machine(&token, &format!("{path}?personal=false"), None).await;
    assert_eq!(bare.status, StatusCode::OK, "{}", bare.body);
    assert!(!bare.says("Minh Châu") && bare.json()["personal"].is_null());
    assert_eq!(readings().await, 0);
    let whole = house.machine(&token, &path, None).await.json();
    assert_eq!(whole["personal"]["applicant"]["name"], "Vũ Thị Minh Châu");
    assert_eq!((whole["code"].as_str(), whole["phase"].as_str()), (Some(code.as_str()), Some("processing")));
    assert_eq!(whole["tracking_token"], Value::Null);
    assert_eq!(readings().await, 1);
    let lower = house.machine(&token, &path.to_lowercase(), None).await;
    assert_eq!(lower.status, StatusCode::OK, "a code as typed");
    let odd = house.machine(&token, &format!("{path}?personal=maybe"), None).await;
    assert_eq!(odd.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn open_work_comes_by_due_time_page_by_page_and_to_those_who_may_see_it() {
    let house = House::open().await;
    let token = house.token(Role::Receiver, CENTRE).await;
    let mut codes = Vec::new();
    for number in 0..5 {
        let body = declared(&house, &format!("dossier-number-{number}"));
        let answer = house.machine(&token, DOSSIERS, Some(&body)).await.json();
        codes.push(answer["code"].as_str().expect("a code").to_owned());
        house.centre.it_is(&format!("2026-11-25T08:{:02}", 10 + number));
    }
    let id = house.centre.app.find_dossier_by_code(&codes[0]).await.unwrap().expect("it is there");
    let turn = house.centre.dossier(id).await.open_turn().expect("a step").clone();
    let head = house.token(Role::Head, &turn.unit).await;
    let work = format!("/api/v1/units/{}/work", turn.unit);
    let mut seen = Vec::new();
    let mut next = String::new();
    loop {
        let page = house.machine(&head, &format!("{work}?limit=2{next}"), None).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        assert!(!page.says("Minh Châu"), "nobody is named");
        let page = page.json();
        let steps = page["steps"].as_array().expect("steps");
        assert!(steps.len() <= 2);
        seen.extend(steps.iter().map(|step| step["code"].as_str().expect("a code").to_owned()));
        match page["next"].as_str() {
            Some(place) => next = format!("&after={place}"),
            None => break,
        }
    }
    assert_eq!(seen, codes, "what was received first ends first");
    for (role, sees) in [(Role::Specialist, 5), (Role::Clerk, 0)] {
        let Some(unit) = [turn.unit.as_str(), "H49.12"].into_iter().find(|unit| {
            let directory = house.centre.app.directory();
            !directory.catalogue().holders(unit, role, "2026-11-25").is_empty()
        }) else {
            panic!("nobody is {}", role.word());
        };
        let token = house.token(role, unit).await;
        let own = house.machine(&token, &format!("/api/v1/units/{unit}/work"), None).await.json();
        assert_eq!(own["steps"].as_array().map(Vec::len), Some(sees), "what its post does: {own}");
    }
    let elsewhere = house.machine(&token, &work, None).await;
    assert_eq!((elsewhere.status, &elsewhere.json()["code"]), (StatusCode::FORBIDDEN, &"other_unit".into()));
    for wrong in ["limit=0", "limit=201", "limit=x", "limit=", "after=x", "after=", "offset=3"] {
        let answer = house.machine(&head, &format!("{work}?{wrong}"), None).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{wrong}");
    }
}

#[tokio::test]
async fn cash_is_the_whole_fee_and_settles_it_in_the_same_act() {
    let house = House::open().await;
    let token = house.token(Role::Receiver, CENTRE).await;
    let mut body = declared(&house, "too-little-cash");
    body["cash_vnd"] = json!(1);
    let answer = house.machine(&token, DOSSIERS, Some(&body)).await;
    assert_eq!(answer.json()["code"], "payment_amount_differs", "{}", answer.body);
    body["cash_vnd"] = json!(50_000);
    let answer = house.machine(&token, DOSSIERS, Some(&body)).await;
    assert_eq!(answer.status, StatusCode::CREATED, "a refused id may be used again: {}", answer.body);
    assert_eq!(answer.json()["fee"], json!({"amount_vnd": 50_000, "paid": true}));
}
