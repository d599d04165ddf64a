//! Worked cases: a text a lawyer can read and check by hand (`testdata/cases/worked-cases.txt`), taken through the pure
//! `decide` and `apply` with the shipped calendar, regimes and procedures. The dates of the file were worked out on paper; nothing
//! of it may ever be written by a programme.

mod read;
mod run;
mod say;
mod time;
mod working;

use read::File;
use std::collections::BTreeSet;

fn text() -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/cases/worked-cases.txt");
    std::fs::read_to_string(path).unwrap()
}

fn file() -> File {
    File::read(&text()).unwrap_or_else(|errors| panic!("the file cannot be read:\n{}", errors.join("\n")))
}

#[test]
fn every_worked_case_comes_out_as_it_was_worked_by_hand() {
    let file = file();
    let world = run::World::shipped();
    let wrong: Vec<String> = file.cases.iter().flat_map(|case| run::run(&file, case, &world)).collect();
    assert!(wrong.is_empty(), "{} of it differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn there_are_at_least_sixty_cases_and_one_for_every_rule_of_the_index() {
    let file = file();
    assert!(file.cases.len() >= 60, "{} cases", file.cases.len());
    let shown: BTreeSet<&str> =
        file.cases.iter().flat_map(|case| case.rules.iter().map(String::as_str)).collect();
    let without: Vec<&str> =
        file.rules.iter().map(|rule| rule.id.as_str()).filter(|id| !shown.contains(id)).collect();
    assert!(without.is_empty(), "rules without a case: {}", without.join(" "));
    for section in ["1.", "2.", "4.", "8."] {
        let count = file.rules.iter().filter(|rule| rule.id.starts_with(section)).count();
        assert!(count >= 4, "{count} rules of section {section}");
    }
}

#[test]
fn the_days_off_copied_by_hand_are_those_the_calendar_ships() {
    let file = file();
    let world = run::World::shipped();
    let wrong = run::calendar_differs(&file, &world);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The head of a file with one case, to see what the reader and the runner say about a wrong one.
fn with(case: &str) -> String {
    let text = text();
    let (head, _) = text.split_once("== TRƯỜNG HỢP ==").unwrap();
    format!("{head}== TRƯỜNG HỢP ==\n{case}")
}

const SMALL: &str = "
Trường hợp 1: Thử
Quy tắc: 4.1-1
Căn cứ: Bộ luật Dân sự 2015, Điều 147
Chế độ: 2025
Thủ tục: 2.002029 của quang-ninh, bản 2025-1
Nơi nhận: H49.80
Thời hạn: 2 ngày làm việc; luật 3 ngày làm việc
Hình thức: trực tiếp

T3 10/11/2026 08:30 Hà tiếp nhận
  hạn trả: T5 12/11/2026 08:30
    T3 10/11: ngày đầu không tính
    T4 11/11: 1
    T5 12/11: 2
";

fn said_of(case: &str) -> String {
    match File::read(&with(case)) {
        Err(errors) => errors.join("\n"),
        Ok(file) => run::run(&file, &file.cases[0], &run::World::shipped()).join("\n"),
    }
}

#[test]
fn a_case_that_is_right_says_nothing() {
    assert_eq!(said_of(SMALL), "");
}

#[test]
fn a_wrong_date_is_told_with_its_case_its_line_and_both_dates() {
    let late =
        SMALL.replace("T5 12/11", "T6 13/11").replace("    T6 13/11: 2", "    T5 12/11: 2\n    T6 13/11: 3");
    let said = said_of(&late);
    assert!(said.contains("case 1, line "), "{said}");
    assert!(said.contains("expected T6 13/11/2026 08:30, got T5 12/11/2026 08:30"), "{said}");
    assert!(
        said.contains("counts to 3, the limit is 2"),
        "the working is held against the limit too: {said}"
    );
}

#[test]
fn a_working_that_contradicts_itself_is_told_by_line() {
    for (right, wrong, expected) in [
        ("    T4 11/11: 1", "    T5 11/11: 1", "11/11/2026 is T4, not T5"),
        ("    T4 11/11: 1\n", "", "T4 11/11/2026 is passed over"),
        ("    T4 11/11: 1", "    T4 11/11: nghỉ cuối tuần", "T4 11/11/2026 is a working day"),
        ("    T5 12/11: 2", "    T5 12/11: 3", "3 follows 1"),
        ("    T3 10/11: ngày đầu không tính", "    T3 10/11: 1", "the first day is not counted"),
        ("    T3 10/11: ngày đầu không tính\n    T4 11/11: 1\n    T5 12/11: 2\n", "", "no working by hand"),
    ] {
        let said = said_of(&SMALL.replace(right, wrong));
        assert!(said.contains(expected), "{wrong:?}: {said}");
    }
}

#[test]
fn what_cannot_be_read_is_told_by_line_with_what_was_expected() {
    for (right, wrong, expected) in [
        ("Hà tiếp nhận", "Hà tiếp đón", "unknown act `tiếp đón`"),
        ("  hạn trả:", "  hẹn trả:", "unknown expectation `hẹn trả`"),
        ("Hà tiếp", "Hằng tiếp", "nobody is called `Hằng`"),
        ("T3 10/11/2026 08:30 Hà", "T2 10/11/2026 08:30 Hà", "10/11/2026 is T3, not T2"),
        ("Chế độ: 2025\n", "", "`Chế độ` is missing"),
        ("Quy tắc: 4.1-1", "Quy tắc: 9.9-9", "rule 9.9-9 is not in the index"),
        ("2 ngày làm việc; luật", "4 ngày làm việc; luật", "expected 4 ngày làm việc, got 2 ngày làm việc"),
        (
            "  hạn trả: T5 12/11/2026 08:30\n    T3 10/11: ngày đầu không tính\n    T4 11/11: 1\n    T5 12/11: 2\n",
            "",
            "the last act expects nothing",
        ),
    ] {
        let said = said_of(&SMALL.replace(right, wrong));
        assert!(said.contains(expected) && said.contains("line "), "{wrong:?}: {said}");
    }
}

/// On the first and on the last day of each reading of a regime: the forms it names are in force.
#[test]
fn the_forms_a_regime_names_are_in_force_whenever_it_receives_by_them() {
    let world = run::World::shipped();
    let text = |form: &toml::Value, key: &str| {
        form.get(key).and_then(toml::Value::as_str).map(str::to_owned).unwrap_or_default()
    };
    let forms = world.forms["form"].as_array().unwrap();
    let day_before = |day: &str| {
        let day = number(day);
        calendar::day_number(calendar::date_of(day).unwrap().yesterday().unwrap())
    };
    let mut asked = 0;
    for regime in world.catalogue.regimes.values().filter(|regime| regime.code != "imported") {
        // The forms of the circular of 2018 came half a year after its decree.
        let first = regime.valid_from.as_str().max("2019-01-06").to_owned();
        let ends = regime.amendments.iter().map(|amendment| &amendment.from).chain([&regime.valid_to]);
        let ends = ends.filter(|day| !day.is_empty());
        let before: Vec<String> = ends.map(|day| domain::catalogue::iso(day_before(day))).collect();
        let from = regime.amendments.iter().map(|amendment| amendment.from.clone());
        for day in from.chain(before).chain([first]) {
            let read = regime.on(&day);
            for kind in ["receipt", "supplement", "refusal", "apology", "control_slip"] {
                let named = forms
                    .iter()
                    .find(|form| text(form, "issuing") == read.forms && text(form, "kind") == kind);
                let named = named.unwrap_or_else(|| panic!("{}: {} has no {kind}", regime.code, read.forms));
                let (from, to) = (text(named, "valid_from"), text(named, "valid_to"));
                assert!(
                    domain::catalogue::holds(&from, &to, &day),
                    "{} on {day}: {kind} of {}",
                    regime.code,
                    read.forms
                );
                asked += 1;
            }
        }
    }
    assert!(asked >= 40, "{asked}");
}

fn number(day: &str) -> i64 {
    day.replace('-', "").parse().unwrap()
}
