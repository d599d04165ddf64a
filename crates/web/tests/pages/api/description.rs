//! The description and the routes say the same.

use crate::visitor::House;
use axum::http::StatusCode;
use serde_json::Value;
use std::collections::BTreeSet;
use web::Access;

fn document() -> Value {
    serde_json::from_str(web::api::OPENAPI).expect("the description is JSON")
}

#[test]
fn every_route_is_described_and_every_description_has_a_route() {
    let document = document();
    let described: BTreeSet<(String, String)> = document["paths"]
        .as_object()
        .expect("paths")
        .iter()
        .flat_map(|(path, methods)| {
            let methods = methods.as_object().expect("methods").keys();
            methods.map(move |method| (method.to_uppercase(), path.clone()))
        })
        .collect();
    let routes: BTreeSet<(String, String)> = web::routes()
        .iter()
        .filter(|route| route.path.starts_with("/api/"))
        .map(|route| (route.method.to_string(), route.path.to_owned()))
        .collect();
    assert_eq!(described, routes);
}

#[test]
fn what_needs_a_token_says_so_and_lists_what_it_may_answer() {
    let document = document();
    for route in web::routes().iter().filter(|route| route.path.starts_with("/api/")) {
        let operation = &document["paths"][route.path][route.method.as_str().to_lowercase()];
        let open = operation["security"].as_array().is_some_and(Vec::is_empty);
        assert_eq!(open, route.access == Access::Public, "{route:?}");
        let named: BTreeSet<&str> =
            operation["responses"].as_object().expect("answers").keys().map(String::as_str).collect();
        if open {
            continue;
        }
        let always = ["400", "401", "403", "404", "500", "503"];
        assert!(always.iter().all(|code| named.contains(code)), "{route:?} {named:?}");
        if route.method == axum::http::Method::POST {
            assert!(["409", "413", "415"].iter().all(|code| named.contains(code)), "{route:?} {named:?}");
            let schema = &operation["requestBody"]["content"]["application/json"]["schema"]["$ref"];
            let name = schema.as_str().and_then(|name| name.rsplit('/').next()).expect("a schema by name");
            let schema = &document["components"]["schemas"][name];
            assert_eq!(schema["additionalProperties"], false, "{name} names all its fields");
            let needed = schema["required"].as_array().expect("what is needed");
            assert!(needed.iter().any(|one| one == "command_id"), "{name} has an id");
        }
    }
}

#[test]
fn every_reference_leads_somewhere() {
    fn references<'a>(value: &'a Value, found: &mut BTreeSet<&'a str>) {
        match value {
            Value::Object(fields) => {
                found.extend(fields.get("$ref").and_then(Value::as_str));
                fields.values().for_each(|value| references(value, found));
            }
            Value::Array(items) => items.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }
    let document = document();
    let mut found = BTreeSet::new();
    references(&document, &mut found);
    assert!(found.len() > 15, "{found:?}");
    for reference in found {
        let at = reference.strip_prefix('#').expect("within the document");
        assert!(document.pointer(at).is_some(), "{reference}");
    }
}

#[tokio::test]
async fn it_is_served_to_anybody() {
    let house = House::open().await;
    let answer = house.machine("", "/api/v1/openapi.json", None).await;
    assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, "application/json"));
    assert_eq!(answer.json()["openapi"], "3.1.0");
}
