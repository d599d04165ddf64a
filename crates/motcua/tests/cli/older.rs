//! Open dossiers of an older system, taken over mid-step.

use super::{Place, text};
use serde_json::Value;
use std::path::Path;

pub(crate) const HEADING: &str = "code,procedure,publisher,receiving_unit,channel,received_at,due_at,step,step_since,holder,kind,name,\
                       id_number,phone,email,address\n";

/// People who never lived; the procedure and the units are of the demo's province.
pub(crate) fn line(number: u32, cells: &[(&str, &str)]) -> String {
    let code = format!("OLD-{number:04}");
    let phone = format!("0590000{number:03}");
    let mut row = vec![
        ("code", code.as_str()),
        ("procedure", "1.012783"),
        ("publisher", "quang-ninh"),
        ("receiving_unit", "H49.80"),
        ("channel", "in_person"),
        ("received_at", "2026-11-16T08:15"),
        ("due_at", "2026-12-07T08:15"),
        ("step", "3"),
        ("step_since", "2026-11-18T09:00"),
        ("holder", "hoang.lt"),
        ("kind", "person"),
        ("name", "\"Nguyễn Văn Mẫu, con\""),
        ("id_number", ""),
        ("phone", phone.as_str()),
        ("email", ""),
        ("address", "Số 1 phố Mới"),
    ];
    for (name, cell) in cells {
        row.iter_mut().filter(|one| one.0 == *name).for_each(|one| one.1 = cell);
    }
    row.iter().map(|(_, cell)| *cell).collect::<Vec<_>>().join(",") + "\n"
}

pub(crate) fn takes_over(place: &Place, file: &Path, more: &[&str], code: i32) -> Value {
    let mut words = vec!["import", "dossiers", text(file), "--source", "egov", "--json"];
    words.extend(more);
    place.run(&words).ended(code).json()
}

fn counts(said: &Value) -> [i64; 4] {
    ["rows", "taken_over", "already", "not_taken"].map(|name| said[name].as_i64().expect("a count"))
}

#[test]
fn open_dossiers_go_on_under_their_code_promise_and_holder_and_a_second_time_changes_nothing() {
    let place = Place::new();
    let late = [("due_at", "2026-11-17T08:15"), ("step_since", "2026-11-16T10:00")];
    let table = HEADING.to_owned() + &line(1, &[]) + &line(2, &[("holder", "thi.lp")]) + &line(3, &late);
    let file = place.write("open.csv", &table);
    let dry = takes_over(&place, &file, &["--dry-run"], 0);
    assert_eq!(counts(&dry), [3, 0, 0, 0], "{dry}");
    let said = takes_over(&place, &file, &[], 0);
    assert_eq!(counts(&said), [3, 3, 0, 0], "{said}");
    assert_eq!(said["file"], said["journal"]);
    assert_eq!(said["journal"]["by_holder"]["hoang.lt"], 2, "{said}");
    assert_eq!(said["journal"]["by_unit"]["H49.12.1"], 3, "{said}");
    let again = takes_over(&place, &file, &[], 0);
    assert_eq!(counts(&again), [3, 0, 3, 0], "{again}");
    assert_eq!(again["journal"], said["journal"]);
    let verified = place.run(&["verify", "--json"]).ended(0).json();
    assert_eq!((&verified["ok"], &verified["events"]), (&Value::Bool(true), &Value::from(6)), "{verified}");
}

#[test]
fn what_is_wrong_is_named_by_line_and_column_and_the_rest_goes_on_or_nothing_does() {
    let place = Place::new();
    let wrong = [
        line(2, &[("procedure", "9.999999")]),
        line(3, &[("step", "11"), ("holder", "nobody.here")]),
        line(4, &[("received_at", "16/11/2026"), ("channel", "pigeon")]),
        line(5, &[("step_since", "2026-11-01T08:00"), ("name", "")]),
        line(1, &[]),
        "OLD-0006,1.012783\n".to_owned(),
    ];
    let file = place.write("open.csv", &(HEADING.to_owned() + &line(1, &[]) + &wrong.concat()));
    let refused = takes_over(&place, &file, &["--all-or-nothing"], 1);
    assert_eq!(counts(&refused), [7, 0, 0, 6], "{refused}");
    let said = takes_over(&place, &file, &[], 0);
    assert_eq!(counts(&said), [7, 1, 0, 6], "{said}");
    let problems = said["problems"].as_array().expect("problems");
    let named: Vec<String> = problems
        .iter()
        .map(|one| {
            format!("{} {} {}", one["line"], one["field"].as_str().unwrap(), one["code"].as_str().unwrap())
        })
        .collect();
    for expected in [
        "3 procedure procedure_unknown",
        "4 step step_unknown",
        "5 channel not_a_channel",
        "5 received_at not_a_time",
        "6 step_since out_of_order",
        "6 name name_missing",
        "7 code code_twice",
        "8  cells",
    ] {
        assert!(named.iter().any(|one| one == expected), "{expected} is not among {named:#?}");
    }
    assert!(!said.to_string().contains("0590000"), "somebody's phone was told: {said}");
}

#[test]
fn a_code_that_is_here_from_elsewhere_is_a_problem_of_its_line_and_the_rest_goes_on() {
    let place = Place::new();
    let first = place.write("first.csv", &(HEADING.to_owned() + &line(1, &[])));
    takes_over(&place, &first, &[], 0);
    let both = place.write("both.csv", &(HEADING.to_owned() + &line(1, &[]) + &line(2, &[])));
    let words = ["import", "dossiers", text(&both), "--source", "another", "--json"];
    let said = place.run(&words).ended(0).json();
    assert_eq!(counts(&said), [2, 1, 0, 1], "{said}");
    assert_eq!(
        (&said["problems"][0]["line"], &said["problems"][0]["code"]),
        (&2.into(), &"code_taken".into())
    );
}

#[test]
fn a_table_without_the_columns_says_which_are_missing() {
    let place = Place::new();
    let file = place.write("open.csv", "code;procedure\nA;B\n");
    let said = takes_over(&place, &file, &[], 1);
    assert_eq!(said["problems"].as_array().expect("problems").len(), 16, "{said}");
}
