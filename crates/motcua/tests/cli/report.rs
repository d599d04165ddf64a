//! Reports on the command line: figures, files, the check of them all.

use super::older::{HEADING, line, takes_over};
use super::{Place, text};
use serde_json::Value;

/// Two dossiers that came in at the counter, one online, all of them in November 2026.
fn with_three_dossiers() -> Place {
    let place = Place::new();
    let table = HEADING.to_owned() + &line(1, &[]) + &line(2, &[("channel", "online")]) + &line(3, &[]);
    let file = place.write("open.csv", &table);
    takes_over(&place, &file, &[], 0);
    place
}

#[test]
fn a_report_says_what_came_in_and_what_is_open_and_that_it_balances() {
    let place = with_three_dossiers();
    for unit in ["H49", "H49.80", "H49.12", "H49.12.1"] {
        let words = ["report", "2026-11", "--unit", unit, "--by", "channel", "--json"];
        let report = place.run(&words).ended(0).json();
        let total = &report["total"];
        let told = ["carried_over", "received", "settled", "open"].map(|cell| total[cell].as_i64());
        assert_eq!(told, [Some(0), Some(3), Some(0), Some(3)], "{report}");
        assert_eq!(report["balances"], true);
        let rows: Vec<_> = report["rows"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| (&row["key"], row["received"].as_i64()))
            .collect();
        assert_eq!(rows, [(&Value::from("1"), Some(2)), (&Value::from("2"), Some(1))], "{report}");
    }
    let plain = place.run(&["report", "2026"]).ended(0).out;
    assert!(plain.contains("it balances") && plain.contains("carried_over"), "{plain}");
    let checked = place.run(&["report", "--check", "--json"]).ended(0).json();
    assert_eq!((&checked["ok"], &checked["dossiers"]), (&Value::Bool(true), &Value::from(3)), "{checked}");
    assert!(checked["reports"].as_i64() > Some(3), "{checked}");
}

#[test]
fn a_report_is_taken_away_as_a_workbook_and_as_csv() {
    let place = with_three_dossiers();
    let (xlsx, csv) = (place.file("november.xlsx"), place.file("november.csv"));
    let words = ["report", "2026-11", "--by", "unit", "--xlsx", text(&xlsx), "--csv", text(&csv)];
    place.run(&words).ended(0);
    assert!(std::fs::read(&xlsx).unwrap().starts_with(b"PK"), "a workbook is a zip");
    let csv = std::fs::read_to_string(&csv).unwrap();
    let lines: Vec<&str> = csv.trim_start_matches('\u{feff}').lines().collect();
    assert!(
        csv.starts_with('\u{feff}') && lines[0].starts_with("Theo đơn vị giải quyết,Tổng số hồ sơ,"),
        "{csv}"
    );
    assert!(lines[1].starts_with("Sở Nông nghiệp và Môi trường,3,0,3,0"), "{csv}");
    assert!(lines[2].starts_with("Tổng cộng,3,0,3,0"), "{csv}");
}

#[test]
fn what_cannot_be_reported_is_said_and_what_is_expected() {
    let place = with_three_dossiers();
    let said = place.run(&["report", "2026-13"]).ended(2).err;
    assert!(said.contains("expected a month (2026-11)"), "{said}");
    let said = place.run(&["report", "2026-11", "--unit", "H99"]).ended(1).err;
    assert!(said.contains("there is no unit H99"), "{said}");
    let said = place.run(&["report", "2026-11", "--issue", "1"]).ended(1).err;
    assert!(said.contains("no issue 1 of this report was handed in"), "{said}");
    place.run(&["report"]).ended(2);
}
