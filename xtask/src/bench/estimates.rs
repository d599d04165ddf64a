//! `motcua bench estimates`: how far off the waits are that tickets tell, in a hall of twelve counters and in one of forty.

use super::paper::{Paper, table};
use super::write::said;
use crate::Done;
use serde_json::Value;
use std::process::Command;

/// People a day, counters, days.
const HALLS: [[&str; 3]; 3] = [["240", "12", "6"], ["600", "40", "3"], ["2000", "40", "2"]];

pub fn told(command: impl Fn() -> Command, paper: &mut Paper) -> Done {
    let mut parts = Vec::new();
    for [people, counters, days] in HALLS {
        println!("estimates of waits, {people} people at {counters} counters ...");
        let mut command = command();
        command.args([
            "bench",
            "estimates",
            "--people",
            people,
            "--counters",
            counters,
            "--days",
            days,
            "--json",
        ]);
        parts.push(text(&said(&mut command)?));
    }
    paper.part("Estimates of waits", &parts.join("\n\n"));
    Ok(())
}

fn text(told: &Value) -> String {
    let ways = told["ways"].as_array().cloned().unwrap_or_default();
    let rows: Vec<Vec<String>> = ways
        .iter()
        .map(|way| {
            let figure = |name: &str| way[name].as_f64().unwrap_or(f64::NAN);
            vec![
                way["way"].as_str().unwrap_or_default().to_owned(),
                format!("{:.0}", figure("median_off_min")),
                format!("{:.1} %", figure("close_percent")),
            ]
        })
        .collect();
    let first = ways.first().cloned().unwrap_or_default();
    let most =
        told["looked_back_ms"].as_array().into_iter().flatten().filter_map(Value::as_f64).fold(0.0, f64::max);
    format!(
        "{}\n\n{} people a day at {} counters, {} days from seed {}: {} of {} who were called were told a time; {} of {} served went on to a second \
         counter. A day was looked back on in {most:.0} ms at most.",
        table(&["way", "median off, min", "not more than 5 min off"], &rows),
        told["people"],
        told["counters"],
        told["days"],
        told["seed"],
        first["told"],
        first["called"],
        told["went_on"],
        told["served"]
    )
}

#[cfg(test)]
mod tests {
    use super::text;
    use serde_json::json;

    #[test]
    fn each_way_stands_with_how_far_off_it_was_and_how_often_it_was_close() {
        let way = |name: &str, off: f64, close: f64| json!({"way": name, "called": 200, "told": 180, "median_off_min": off, "close_percent": close});
        let told = json!({"people": 240, "counters": 12, "days": 6, "seed": 1, "served": 190, "went_on": 21,
            "looked_back_ms": [12.0, 30.4], "ways": [way("people before", 12.0, 33.3), way("as told", 6.0, 48.2)]});
        let text = text(&told);
        assert!(text.contains("| people before | 12 | 33.3 % |"), "{text}");
        assert!(text.contains("| as told | 6 | 48.2 % |"), "{text}");
        assert!(text.contains("180 of 200 who were called"), "{text}");
        assert!(text.contains("21 of 190 served went on"), "{text}");
        assert!(text.contains("in 30 ms at most"), "{text}");
    }
}
