//! Planning with the simulator.

use super::Place;
use super::older::{HEADING, line, takes_over};

#[test]
fn the_textbooks_line_waits_as_the_formula_says() {
    let place = Place::new();
    let said = place.run(&["plan", "--mmc", "9,12,1", "--seed", "3", "--json"]).ended(0).json();
    // Erlang C with one counter: 0.75 of the time somebody sits there, 0.75 / (12 - 9) hours of waiting.
    let mean = said["mean_wait_s"].as_f64().expect("a number");
    assert!((mean - 900.0).abs() <= 27.0, "{said}");
    let p90 = said["p90_wait_s"].as_f64().expect("a number");
    assert!((p90 - 2417.9).abs() <= 73.0, "{said}");
    assert!((said["utilisation"].as_f64().expect("a number") - 0.75).abs() <= 0.0225, "{said}");
    assert!(said["customers"].as_u64().expect("a number") >= 200_000, "{said}");
}

#[test]
fn what_cannot_be_planned_is_said_with_what_was_expected() {
    let place = Place::new();
    for (line, expected) in [
        ("60,6,10", "expected fewer people or at least 11 counters"),
        ("60,6", "expected three numbers such as 50,6,10, got 2"),
        ("sixty,6,10", "\"sixty\": expected a number above 0 such as 50 or 7.5"),
        ("60,6,0", "expected a whole number of counters, 1 or more"),
    ] {
        let said = place.run(&["plan", "--mmc", line]).ended(2);
        assert!(said.err.contains(expected), "{line}: {}", said.err);
    }
}

#[test]
fn a_hall_without_people_and_one_that_does_not_exist_are_said() {
    let place = Place::new();
    let file = place.write("open.csv", &(HEADING.to_owned() + &line(1, &[])));
    takes_over(&place, &file, &[], 0);
    for (words, code, expected) in [
        (vec!["--hall", "H1", "--day", "2026-11-20"], 1, "nobody took a number in H1 on 2026-11-20"),
        (vec!["--hall", "H9", "--day", "2026-11-20"], 1, "there is no hall H9; there are H1"),
        (vec!["--hall", "H1", "--day", "20/11/2026"], 1, "20/11/2026: expected a date such as 2026-11-20"),
        (vec!["--hall", "H1"], 2, "--day"),
        (vec!["--hall", "H1", "--day", "2026-11-20", "--break", "06@10:00-09:00"], 2, "ends after it begins"),
        (vec!["--hall", "H1", "--day", "2026-11-20", "--break", "06@10"], 2, "such as 06@09:30-10:00"),
    ] {
        let all: Vec<&str> = ["plan"].into_iter().chain(words.clone()).collect();
        let said = place.run(&all).ended(code);
        assert!(said.err.contains(expected), "{words:?}: {}", said.err);
    }
}
