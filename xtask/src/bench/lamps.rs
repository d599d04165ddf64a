//! `motcua bench lamps`: one server, and two on PostgreSQL, told as a table.

use super::paper::Paper;
use super::reading::free;
use super::write::said;
use crate::Done;
use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// Open steps.
const STEPS: u64 = 1_000_000;
/// Bytes a cast dossier takes on each engine, with what the database writes beside it meanwhile; measured, rounded up.
const BYTES: u64 = 20_000;

pub fn told(command: impl Fn() -> Command, engine: &str, folder: &Path, paper: &mut Paper) -> Done {
    let room = free(folder)? / BYTES * 9 / 10;
    let steps = STEPS.min(room / 100_000 * 100_000);
    if steps == 0 {
        println!("lamps, {engine}: skipped: no room on the disk");
        return Ok(());
    }
    let mut rows = Vec::new();
    for servers in if engine == "SQLite" { 1..=1 } else { 1..=2 } {
        println!("lamps among {steps}, {engine}, servers: {servers} ...");
        let mut command = command();
        command.args(["bench", "lamps", "--json", "--steps", &steps.to_string()]);
        command.args(["--servers", &servers.to_string()]);
        rows.push(row(&said(&mut command)?));
    }
    let heads = [
        "servers",
        "open steps",
        "due in 1 s",
        "p50 ms",
        "p99 ms",
        "most ms",
        "aim",
        "due at once",
        "facts/s",
        "aim",
        "servers, CPU ms a fact",
        "database, CPU ms a fact",
        "load before",
    ];
    paper.table(&format!("Red lamps, {engine}"), &heads, &rows);
    Ok(())
}

fn row(said: &Value) -> Vec<String> {
    let number = |value: &Value, digits: usize| format!("{:.digits$}", value.as_f64().unwrap_or(f64::NAN));
    let (due, excess) = (&said["due"], &said["excess"]);
    vec![
        said["servers"].to_string(),
        said["steps"].to_string(),
        due["facts"].to_string(),
        number(&due["p50_ms"], 0),
        number(&due["p99_ms"], 0),
        number(&due["most_ms"], 0),
        "most <= 2000".to_owned(),
        excess["facts"].to_string(),
        number(&excess["per_s"], 0),
        ">= 2000".to_owned(),
        number(&excess["server_cpu_ms"], 3),
        number(&excess["database_cpu_ms"], 3),
        number(&said["load_before"], 1),
    ]
}

#[cfg(test)]
mod tests {
    use super::row;
    use serde_json::json;

    #[test]
    fn a_run_is_a_row_with_its_aims() {
        let said = json!({"servers": 2, "steps": 300_000, "load_before": 3.27,
            "due": {"facts": 2000, "p50_ms": 210.4, "p99_ms": 480.0, "most_ms": 512.6},
            "excess": {"facts": 20_000, "per_s": 3456.7, "server_cpu_ms": 0.1234, "database_cpu_ms": 0.2}});
        let row = row(&said).join(" ");
        assert_eq!(row, "2 300000 2000 210 480 513 most <= 2000 20000 3457 >= 2000 0.123 0.200 3.3");
    }
}
