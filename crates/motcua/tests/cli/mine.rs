//! An event log mined, and what leaves as objects. That the numbers are pm4py's is held by `cargo xtask logs` on published logs.

use super::{Place, text};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// A log of cases: what was done, by whom, at which minute of an hour.
fn log(cases: &[&[(&str, &str, u32)]]) -> String {
    let mut log = "<?xml version=\"1.0\"?>\n<log>\n".to_owned();
    for (number, case) in cases.iter().enumerate() {
        let _ = writeln!(log, "<trace><string key=\"concept:name\" value=\"case-{number}\"/>");
        for (what, who, minute) in *case {
            let _ = writeln!(
                log,
                "<event><string key=\"concept:name\" value=\"{what}\"/><string key=\"org:resource\" value=\"{who}\"/>\
                 <date key=\"time:timestamp\" value=\"2011-10-03T08:{minute:02}:00.000+02:00\"/></event>"
            );
        }
        log.push_str("</trace>\n");
    }
    log.push_str("</log>\n");
    log
}

/// Two the same way, one that goes back and ends elsewhere. What follows was worked out by hand.
fn three() -> String {
    log(&[
        &[("a", "x", 0), ("b", "y", 10), ("c", "z", 30)],
        &[("a", "x", 5), ("b", "y", 25), ("c", "z", 30)],
        // In the file after each other, in time not.
        &[("b", "y", 40), ("a", "x", 7), ("a", "x", 41)],
    ])
}

const MINUTE: i64 = 60_000;

#[test]
fn what_is_found_in_a_log_is_what_was_worked_out_by_hand() {
    let place = Place::new();
    let file = place.write("three.xes", &three());
    let said = place.run(&["tool", "mine", text(&file), "--json"]).ended(0).json();
    assert_eq!((said["cases"].as_i64(), said["events"].as_i64()), (Some(3), Some(9)));
    assert_eq!(
        said["variants"],
        json!([{"activities": ["a", "b", "c"], "cases": 2}, {"activities": ["a", "b", "a"], "cases": 1}])
    );
    assert_eq!(said["durations_ms"], json!([25 * MINUTE, 30 * MINUTE, 34 * MINUTE]));
    assert_eq!(said["starts"], json!([{"activity": "a", "times": 3}]));
    assert_eq!(said["ends"], json!([{"activity": "a", "times": 1}, {"activity": "c", "times": 2}]));
    let follows = |from: &str, to: &str| {
        let pairs = said["follows"].as_array().expect("pairs");
        pairs.iter().find(|pair| pair["from"] == from && pair["to"] == to).expect("it follows").clone()
    };
    let ab = follows("a", "b");
    assert_eq!((ab["times"].as_i64(), ab["sum_ms"].as_i64()), (Some(3), Some((10 + 20 + 33) * MINUTE)));
    assert_eq!((&ab["min_ms"], &ab["max_ms"]), (&json!(10 * MINUTE), &json!(33 * MINUTE)));
    assert_eq!(ab["middle_ms"], json!([20 * MINUTE, 20 * MINUTE]));
    assert_eq!(follows("b", "c")["middle_ms"], json!([5 * MINUTE, 20 * MINUTE]));
    assert_eq!(follows("b", "a")["cases"], 1);
    let a = said["activities"].as_array().and_then(|all| all.first()).expect("a").clone();
    assert_eq!(
        (&a["times"], &a["cases"], &a["cases_again"], &a["repeats"]),
        (&json!(4), &json!(3), &json!(1), &json!(1))
    );
    assert_eq!(said["handovers"], 6);
    let people = place.run(&["tool", "mine", text(&file), "--limit", "1"]).ended(0);
    assert!(people.out.contains("3 cases, 9 things done, 2 variants, 6 hand-overs"), "{}", people.out);
    assert!(people.out.contains("a > b > c") && !people.out.contains("a > b > a"), "{}", people.out);
}

#[test]
fn a_log_that_does_not_say_what_was_done_or_when_is_named_with_its_line() {
    let place = Place::new();
    let broken = three().replacen("<string key=\"concept:name\" value=\"b\"/>", "", 1);
    let said =
        place.run(&["tool", "mine", text(&place.write("nameless.xes", &broken)), "--json"]).ended(1).json();
    assert_eq!((&said["cases"], &said["problems"][0]["line"]), (&json!(0), &json!(5)), "{said}");
    let broken = three().replacen("date key", "string key", 1);
    let told = place.run(&["tool", "mine", text(&place.write("timeless.xes", &broken))]).ended(1);
    assert!(told.out.starts_with("line 4: a without a date time:timestamp"), "{}", told.out);
    let empty = place.run(&["tool", "mine", text(&place.write("empty.xes", "<log></log>"))]).ended(2);
    assert!(empty.err.contains("nothing is done in any case"), "{}", empty.err);
    place.run(&["tool", "mine", text(&place.file("nowhere.xes"))]).ended(1);
}

#[test]
fn dossiers_leave_as_objects_with_what_the_log_said_was_done() {
    let place = Place::new();
    let file = place.write("three.xes", &three());
    place.run(&["replay", text(&file), "--json"]).ended(0);
    let out = place.file("objects.json");
    let said = place.run(&["export", "ocel", text(&out), "--json"]).ended(0).json();
    assert_eq!(said["by_object_type"]["dossier"], 3, "{said}");
    assert_eq!(
        (&said["by_object_type"]["person"], &said["by_event_type"]["StepNoted"]),
        (&json!(3), &json!(9)),
        "{said}"
    );
    let written: Value =
        serde_json::from_str(&std::fs::read_to_string(&out).expect("it was written")).expect("JSON");
    assert_eq!(
        written["events"].as_array().map(Vec::len),
        said["events"].as_u64().and_then(|n| usize::try_from(n).ok())
    );
    let names: Vec<&str> =
        written["objects"].as_array().expect("a list").iter().filter_map(|one| one["id"].as_str()).collect();
    assert!(names.contains(&"person:1") && !names.contains(&"person:x"), "officers are numbers: {names:?}");
    let none = place.run(&["export", "ocel", text(&out), "--from", "2012-01-01", "--json"]).ended(0).json();
    assert_eq!((&none["events"], &none["objects"]), (&json!(0), &json!(0)));
    place.run(&["export", "ocel", text(&out), "--from", "soon"]).ended(2);
}
