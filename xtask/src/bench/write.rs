//! `motcua bench write`, told as tables.

use super::paper::{Paper, table};
use crate::{Done, Stop};
use serde_json::Value;
use std::process::{Command, Stdio};

/// Wished for: (b) of (a), in percent.
const SHARE: f64 = 60.0;
/// Rows of the commands the costs are wished for.
const ROWS: f64 = 8.0;
/// Wished for: milliseconds of processor that a command of at most so many rows costs at a door, on SQLite and PostgreSQL.
const COSTS: [(&str, f64, f64); 2] = [("c", 0.30, 0.45), ("d1", 0.60, 0.75)];

/// The mixes by their words, how often each producer goes through one, and what the part is called.
const MIXES: [(&str, &str, &str); 2] =
    [("small", "20", "Writing small commands"), ("visit", "12", "Writing")];

pub fn told(command: &dyn Fn() -> Command, paper: &mut Paper) -> Done {
    for (mix, times, called) in MIXES {
        println!("writing, {mix} ...");
        let said = said(command().args(["bench", "write", "--json", "--mix", mix, "--visits", times]))?;
        let engine = said["engine"].as_str().unwrap_or_default();
        paper.part(&format!("{called}, {engine}"), &text(&said, engine == "SQLite"));
    }
    Ok(())
}

/// What a command of the programme says in JSON.
pub fn said(command: &mut Command) -> Result<Value, Stop> {
    let name = "motcua bench";
    let output = command
        .env("MOTCUA_LOG", "warn")
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| Stop::failed(format!("{name}: {error}")))?;
    if !output.status.success() {
        return Err(Stop::failed(format!("{name} ended with {}", output.status)));
    }
    serde_json::from_slice(&output.stdout)
        .map_err(|error| Stop::failed(format!("{name} did not answer in JSON: {error}")))
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or(0.0)
}

fn text(said: &Value, sqlite: bool) -> String {
    let layers = said["layers"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut aims = vec![{
        let share = number(&said["ratios"]["b_of_a"]) * 100.0;
        vec!["(b) of (a)".to_owned(), format!("{share:.0} %"), format!(">= {SHARE:.0} %")]
    }];
    for (door, on_sqlite, on_postgres) in COSTS {
        let layer = layers.iter().find(|layer| layer["layer"] == door);
        let cost = layer.map_or(0.0, |layer| number(&layer["cpu_ms"]["sum"]));
        let most = if sqlite { on_sqlite } else { on_postgres };
        let small = number(&said["mix"]["rows"]) <= ROWS;
        let aim = if small { format!("<= {most:.2}") } else { String::new() };
        aims.push(vec![format!("({door}), ms of processor a command"), format!("{cost:.2}"), aim]);
    }
    let rows: Vec<Vec<String>> = layers.iter().map(row).collect();
    let heads = ["door", "commands/s", "p50 ms", "p99 ms", "server, CPU ms", "database, CPU ms", "together"];
    let mix = said["mix"]["commands"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mix: Vec<String> = mix
        .iter()
        .map(|one| {
            let (what, rows) = (one["command"].as_str().unwrap_or_default(), &one["rows"]);
            format!("{what} ({rows} rows, {:.1} kB)", number(&one["bytes"]) / 1000.0)
        })
        .collect();
    format!(
        "{}\n\n{}\n\n{} producers, {} commands in each of {} runs, {:.0} of them in a transaction of (b). The mix, each written alone: {}; \
         {:.1} rows and {:.1} kB on average.",
        table(&["", "measured", "aim"], &aims),
        table(&heads, &rows),
        said["producers"],
        said["commands"],
        said["runs"],
        number(&said["commands_in_a_transaction"]),
        mix.join(", "),
        number(&said["mix"]["rows"]),
        number(&said["mix"]["bytes"]) / 1000.0
    )
}

fn row(layer: &Value) -> Vec<String> {
    let cost = &layer["cpu_ms"];
    vec![
        format!("({})", layer["layer"].as_str().unwrap_or_default()),
        format!("{:.0}", number(&layer["commands_per_s"])),
        format!("{:.1}", number(&layer["p50_ms"])),
        format!("{:.1}", number(&layer["p99_ms"])),
        format!("{:.3}", number(&cost["server"])),
        format!("{:.3}", number(&cost["database"])),
        format!("{:.3}", number(&cost["sum"])),
    ]
}

#[cfg(test)]
mod tests {
    use super::text;
    use serde_json::json;

    #[test]
    fn ratios_stand_first_and_beside_their_aims() {
        let layer = json!({"layer": "c", "commands_per_s": 2500.0, "p50_ms": 90.0, "p99_ms": 200.0,
            "cpu_ms": {"server": 0.2, "database": 0.1, "sum": 0.3}});
        let said = json!({"engine": "PostgreSQL", "producers": 4, "commands": 24, "runs": 3,
            "commands_in_a_transaction": 2.0, "ratios": {"b_of_a": 0.715}, "layers": [layer],
            "mix": {"commands": [{"command": "take", "rows": 6, "bytes": 900}], "rows": 6.0, "bytes": 900.0}});
        let text = text(&said, false);
        assert!(
            text.starts_with("|  | measured | aim |\n| --- | ---: | ---: |\n| (b) of (a) | 72 % | >= 60 % |"),
            "{text}"
        );
        assert!(text.contains("| (c), ms of processor a command | 0.30 | <= 0.45 |"), "{text}");
        assert!(text.contains("| (c) | 2500 | 90.0 | 200.0 | 0.200 | 0.100 | 0.300 |"), "{text}");
        assert!(text.contains("take (6 rows, 0.9 kB)"), "{text}");
    }
}
