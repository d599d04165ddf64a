use super::*;

fn to(object: &str, qualifier: &'static str) -> Relation {
    Relation { object: object.to_owned(), qualifier }
}

fn small() -> Log {
    let received = Event {
        id: "e1".to_owned(),
        kind: "DossierReceived",
        at: 1_764_000_000_007,
        attributes: vec![("due_at", Value::Instant(1_764_100_000_000)), ("broken", Value::Int(0))],
        objects: vec![to("dossier:H49.80-251124-0001", "of"), to("unit:H49.80", "at")],
    };
    let started = Event {
        id: "e2".to_owned(),
        kind: "StepStarted",
        attributes: vec![
            ("step", Value::Text("Thẩm định \"kỹ\"".to_owned())),
            ("counted", Value::Bool(true)),
        ],
        objects: vec![to("dossier:H49.80-251124-0001", "of")],
        ..received.clone()
    };
    let dossier = Object {
        id: "dossier:H49.80-251124-0001".to_owned(),
        kind: "dossier",
        attributes: vec![
            ("due_at", Value::Instant(1_764_100_000_000), 0),
            ("due_at", Value::Instant(1_764_200_000_000), 1_764_050_000_000),
        ],
        objects: vec![to("unit:H49.80", "received by")],
    };
    let unit =
        Object { id: "unit:H49.80".to_owned(), kind: "unit", attributes: Vec::new(), objects: Vec::new() };
    Log { events: vec![received, started], objects: vec![dossier, unit] }
}

#[test]
fn a_log_is_written_as_the_standard_has_it_and_counted() {
    let mut out = Vec::new();
    let written = write(&mut out, &small()).unwrap();
    assert_eq!((written.events.values().sum::<u64>(), written.objects.values().sum::<u64>()), (2, 2));
    assert_eq!((written.of_events, written.of_objects), (3, 1));
    let read: serde_json::Value = serde_json::from_slice(&out).unwrap();
    assert_eq!(
        read["eventTypes"][1],
        serde_json::json!({"name": "StepStarted", "attributes": [
            {"name": "counted", "type": "boolean"}, {"name": "step", "type": "string"}]})
    );
    assert_eq!(read["events"][0]["time"], "2025-11-24T16:00:00.007Z");
    assert_eq!(read["events"][1]["attributes"][0]["value"], "Thẩm định \"kỹ\"");
    assert_eq!(
        read["events"][0]["relationships"][1],
        serde_json::json!({"objectId": "unit:H49.80", "qualifier": "at"})
    );
    assert_eq!(read["objects"][0]["attributes"][0]["time"], "1970-01-01T00:00:00.000Z");
    assert_eq!(read["objects"][0]["relationships"][0]["qualifier"], "received by");
    assert_eq!(std::str::from_utf8(&out).unwrap().lines().count(), 8, "a line for each");
}

#[test]
fn a_log_of_nothing_is_a_log() {
    let mut out = Vec::new();
    assert_eq!(write(&mut out, &Log::default()).unwrap(), Written::default());
    let read: serde_json::Value = serde_json::from_slice(&out).unwrap();
    assert_eq!(read["events"], serde_json::json!([]));
}
