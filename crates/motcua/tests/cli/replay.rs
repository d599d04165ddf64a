//! Event logs of other systems, in and out.

use super::{Place, text};
use serde_json::Value;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// A log whose outcome is known: every third case late, every fifth open, something noted after each close.
fn log(cases: usize) -> String {
    let mut log = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<log xes.version=\"1.0\">\n\
         <string key=\"concept:name\" value=\"Cấp phép & kiểm tra\"/>\n"
        .replace('&', "&amp;");
    for number in 0..cases {
        let (due, end) = (10, if number % 3 == 0 { 11 } else { 9 });
        let _ = write!(
            log,
            "<trace>\n<string key=\"concept:name\" value=\"case-{number}\"/>\n\
             <date key=\"startdate\" value=\"2011-10-03T08:00:00.000+02:00\"/>\n\
             <date key=\"deadline\" value=\"2011-10-{due:02}T12:00:00.000+02:00\"/>\n\
             <string key=\"department\" value=\"Unit {}\"/>\n<string key=\"responsible\" value=\"Resource{number}\"/>\n",
            number % 2,
        );
        if number % 5 != 0 {
            let _ = writeln!(log, "<date key=\"enddate\" value=\"2011-10-{end:02}T12:00:00.000+02:00\"/>");
        }
        for (step, (day, hour)) in [(4, 9), (6, 15), (12, 8)].into_iter().enumerate() {
            let _ = write!(
                log,
                "<event>\n<string key=\"concept:name\" value=\"Bước {step}\"/>\n\
                 <date key=\"time:timestamp\" value=\"2011-10-{day:02}T{hour:02}:00:00.{number:03}+02:00\"/>\n\
                 <string key=\"org:resource\" value=\"Resource{step}\"/>\n<string key=\"org:group\" value=\"Group {step}\"/>\n</event>\n",
            );
        }
        log.push_str("</trace>\n");
    }
    log.push_str("</log>\n");
    log
}

/// Cases, events, on time, late, open, after the close.
fn figures(said: &Value) -> [i64; 6] {
    ["cases", "events", "on_time", "late", "open", "after_close"]
        .map(|name| said[name].as_i64().expect("a count"))
}

fn replays(place: &Place, file: &Path) -> Value {
    place.run(&["replay", text(file), "--json"]).ended(0).json()
}

#[test]
fn a_log_is_told_as_dossiers_and_a_second_time_changes_nothing() {
    let place = Place::new();
    let file = place.write("thirty.xes", &log(30));
    let said = replays(&place, &file);
    // 6 of 30 are open, 8 of the others late; three things each, one of them after each close.
    assert_eq!(figures(&said), [30, 90, 16, 8, 6, 24], "{said}");
    assert_eq!(said["source"], "Cấp phép & kiểm tra");
    assert_eq!(said["read_as"]["deadline"], "deadline");
    let units: Vec<_> =
        said["by_unit"].as_array().expect("units").iter().map(|unit| unit["cases"].as_i64()).collect();
    assert_eq!(units, [Some(15), Some(15)]);
    let again = replays(&place, &file);
    assert_eq!((figures(&again), &again["done"]), (figures(&said), &Value::from(0)), "{again}");
    assert_eq!(again["digest"], said["digest"]);
    assert_eq!(place.run(&["verify", "--json"]).ended(0).json()["ok"], true);
    let people = place.run(&["replay", text(&file)]).ended(0);
    assert!(people.out.contains("Unit 0") && people.out.contains("were there already"), "{}", people.out);
}

#[test]
fn what_is_exported_and_told_again_tells_the_same() {
    let (place, other) = (Place::new(), Place::new());
    let said = replays(&place, &place.write("thirty.xes", &log(30)));
    let file: PathBuf = place.file("out.xes.gz");
    let exported = place.run(&["export", "xes", text(&file), "--json"]).ended(0).json();
    assert_eq!((exported["cases"].as_i64(), exported["events"].as_i64()), (Some(30), Some(90)));
    let told = replays(&other, &file);
    assert_eq!(told["digest"], said["digest"]);
    assert_eq!(figures(&told), figures(&said));
    let none = place.run(&["export", "xes", text(&file), "--from", "2012-01-01", "--json"]).ended(0).json();
    assert_eq!(none["cases"], 0);
    let some = place.run(&["export", "xes", text(&file), "--to", "2011-10-04", "--json"]).ended(0).json();
    assert_eq!(some["cases"], 30);
    place.run(&["export", "xes", text(&file), "--from", "next week"]).ended(2);
}

#[test]
fn a_broken_log_is_named_by_line_and_nothing_is_kept() {
    let place = Place::new();
    let whole = log(3);
    let undated = whole.replacen("2011-10-04T09:00:00.001+02:00", "yesterday", 1);
    let line = undated.lines().position(|line| line.contains("yesterday")).expect("it is there") + 1;
    let twice = whole.replacen("case-2", "case-1", 1);
    let nameless = whole.replacen("<string key=\"concept:name\" value=\"Bước 1\"/>\n", "", 1);
    let cut = whole.split("</log>").next().expect("a beginning").to_owned();
    for (broken, said) in [
        (undated, format!("line {line}: the value of time:timestamp is \"yesterday\"")),
        (twice, "stands at line".to_owned()),
        (nameless, "an event without concept:name".to_owned()),
        (cut, "the file ends before </log>".to_owned()),
    ] {
        let file = place.write("broken.xes", &broken);
        let refused = place.run(&["replay", text(&file)]).ended(1);
        assert!(refused.out.contains(&said) && refused.out.contains("nothing kept"), "{}", refused.out);
        let refused = place.run(&["replay", text(&file), "--json"]).ended(1);
        assert!(refused.json()["problems"][0]["line"].as_i64() > Some(1), "{}", refused.out);
        assert!(!place.data().exists(), "not even the folder");
    }
}

#[test]
fn another_meaning_of_the_attributes_can_be_said() {
    let place = Place::new();
    let file = place.write("thirty.xes", &log(30));
    let said = place
        .run(&["replay", text(&file), "--json", "--end", "", "--unit", "responsible", "--name", "other"])
        .ended(0)
        .json();
    assert_eq!(figures(&said), [30, 90, 0, 0, 30, 0], "{said}");
    assert_eq!(
        (said["by_unit"].as_array().map(Vec::len), &said["source"]),
        (Some(30), &Value::from("other"))
    );
}

/// Beside the clone there may be real logs nobody here wrote.
fn real_log(name: &str) -> Option<PathBuf> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/eventlogs").join(name);
    file.exists().then_some(file)
}

#[test]
fn a_real_log_of_municipalities_comes_out_as_it_was() {
    let Some(file) = real_log("receipt.xes.gz") else { return };
    let (place, other) = (Place::new(), Place::new());
    let said = replays(&place, &file);
    // Counted straight from the file by another programme: 1,329 of 1,434 cases have an end, 377 of those after the deadline.
    assert_eq!(figures(&said), [1434, 8577, 952, 377, 105, 180], "{said}");
    let out = place.file("out.xes");
    place.run(&["export", "xes", text(&out)]).ended(0);
    assert_eq!(replays(&other, &out)["digest"], said["digest"]);
    assert_eq!(place.run(&["verify", "--json"]).ended(0).json()["ok"], true);
}

#[test]
fn the_pace_of_a_log_is_a_line_of_the_crowds_file() {
    let place = Place::new();
    let file = place.write("hundred.xes", &log(100));
    let said = place.run(&["tool", "fit-times", text(&file)]).ended(0).out;
    let line = said.lines().find_map(|line| line.strip_prefix("steps = ")).expect("the line");
    let tenths: Vec<i64> = serde_json::from_str(line).expect("numbers");
    // Started on the 3rd at 8, due on the 10th at 12: a third of 172 hours each; done after 25, 54 and 137 hours.
    assert_eq!(tenths.len(), 11);
    assert_eq!((tenths[0], tenths[5], tenths[10]), (43, 94, 238), "{said}");
    let few = place.write("few.xes", &log(5));
    assert!(place.run(&["tool", "fit-times", text(&few)]).ended(2).err.contains("15 steps"));
}
