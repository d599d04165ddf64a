//! `tool due`, with examples worked by hand.

use super::{Place, text, words};

fn due(span: &[&str]) -> serde_json::Value {
    let mut all = vec!["tool", "due", "--json", "--from"];
    all.extend(span);
    words(&all).ended(0).json()
}

/// Tết 2026: Monday 16/02 to Friday 20/02 are off, and so are both week-ends around them.
#[test]
fn three_working_days_over_tet_end_at_the_same_hour_of_the_third() {
    let report = due(&["2026-02-13T15:20", "--working-days", "3"]);
    assert_eq!(report["due"], "2026-02-25T15:20");
    assert_eq!(report["policy"], "same-hour");
    let days = report["explanation"].as_array().expect("days");
    assert_eq!((days.len(), &days[0]["date"], &days[0]["counted"]), (13, &"2026-02-13".into(), &0.into()));
    assert_eq!((&days[3]["kind"], &days[12]["counted"]), (&"holiday".into(), &3.into()));
}

/// 100 minutes are left on Friday, 140 are worked on Monday after Tết.
#[test]
fn four_working_hours_are_minutes_of_open_doors() {
    assert_eq!(due(&["2026-02-13T15:20", "--working-hours", "4"])["due"], "2026-02-23T09:20");
}

/// Civil Code 2015 art. 148(5): a last day that is off moves to the end of the next working day.
#[test]
fn calendar_days_end_with_the_day_and_move_off_a_holiday() {
    assert_eq!(due(&["2026-02-13T15:20", "--days", "3"])["due"], "2026-02-23T17:00");
    assert_eq!(due(&["2026-03-02T09:00", "--days", "3"])["due"], "2026-03-05T17:00");
}

#[test]
fn another_reading_is_named_and_said() {
    let report = due(&["2026-03-02T09:00", "--working-days", "2", "--policy", "end-of-day"]);
    assert_eq!((&report["due"], &report["policy"]), (&"2026-03-04T17:00".into(), &"end-of-day".into()));
    let late = due(&["2026-03-02T16:30", "--working-days", "1", "--policy", "last-hour-next-day"]);
    assert_eq!(late["due"], "2026-03-04T07:00");
}

#[test]
fn people_read_the_answer_first_and_then_day_by_day() {
    let said = words(&["tool", "due", "--from", "2026-02-13T15:20", "--working-days", "3"]).ended(0);
    let lines: Vec<&str> = said.out.lines().collect();
    assert_eq!(lines[0], "due Wed 2026-02-25 15:20");
    assert!(lines.iter().any(|line| line.contains("Tết Nguyên đán")), "{}", said.out);
}

#[test]
fn a_calendar_of_ones_own_counts() {
    let place = Place::new();
    let file = place.write(
        "ours.toml",
        "name = \"ours\"\nversion = \"1\"\nyears = [2026]\n[[hours]]\nfrom = \"08:00\"\nto = \"12:00\"\n",
    );
    let report = due(&["2026-02-13T11:00", "--working-hours", "2", "--calendar", text(&file)]);
    assert_eq!(report["due"], "2026-02-16T09:00", "this calendar knows no Tết");
}

#[test]
fn what_cannot_be_counted_is_said_with_the_right_code() {
    let from = ["tool", "due", "--from", "2026-02-13T15:20"];
    let with = |more: &[&str]| words(&[&from[..], more].concat());
    with(&[]).ended(2);
    with(&["--days", "1", "--working-days", "1"]).ended(2);
    with(&["--days", "-1"]).ended(2);
    with(&["--days", "1", "--policy", "generous"]).ended(2);
    words(&["tool", "due", "--from", "yesterday", "--days", "1"]).ended(2);
    let outside = words(&["tool", "due", "--from", "2019-12-31T10:00", "--days", "1"]).ended(1);
    assert!(outside.err.contains("covers 2020 to 2027"), "{}", outside.err);
}
