//! `/api/v1` as programmes of other systems meet it.

mod description;
mod dossiers;
mod errors;
mod hall;
mod tokens;

use crate::visitor::House;
use axum::http::StatusCode;
use domain::catalogue::Role;
use serde_json::{Value, json};

const CENTRE: &str = "H49.80";
/// A land transfer: a fee, papers, several steps.
const LAND: &str = "1.115778";

/// A dossier whole enough to be received.
fn declared(house: &House, id: &str) -> Value {
    let directory = house.centre.app.directory();
    let on = directory.date(house.centre.app.now());
    let offered = directory.catalogue().offered_under(LAND, CENTRE, &on);
    let papers: Vec<Value> = (1..=offered[0].papers.len()).map(|item| json!({ "item": item })).collect();
    json!({
        "command_id": id,
        "procedure": LAND,
        "applicant": {"name": "Vũ Thị Minh Châu", "id_number": "022188004217", "phone": "0912345678"},
        "papers": papers,
        "request": "Sang tên thửa 86",
        "delivery": "post",
    })
}

/// A dossier that a machine at the counters received: its code.
async fn received(house: &House) -> String {
    let token = house.token(Role::Receiver, CENTRE).await;
    let answer = house.machine(&token, "/api/v1/dossiers", Some(&declared(house, "first-dossier"))).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
    answer.json()["code"].as_str().expect("a code").to_owned()
}

/// Events in the journal.
async fn events(house: &House) -> i64 {
    let app = &house.centre.app;
    app.store().head(app.tenant()).await.expect("readable").seq
}

fn codes(answer: &Value) -> Vec<(String, String)> {
    let word = |wrong: &Value, name: &str| wrong[name].as_str().unwrap_or_default().to_owned();
    let wrong = answer["violations"].as_array().expect("a list");
    wrong.iter().map(|wrong| (word(wrong, "field"), word(wrong, "code"))).collect()
}
