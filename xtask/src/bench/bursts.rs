//! `motcua bench bursts`, told as a table.

use super::paper::{Paper, table};
use super::write::said;
use crate::Done;
use serde_json::Value;
use std::process::Command;

/// Dossiers the province has when they begin.
const DOSSIERS: u32 = 1_000_000;
/// Wished for, burst by burst: 99 in a hundred answered within so many milliseconds, and nobody wrongly.
const AIMS: [&str; 3] = ["p99 <= 50 ms", "p99 <= 250 ms, no errors", "503 with Retry-After"];

pub fn told(mut command: Command, engine: &str, paper: &mut Paper) -> Done {
    println!("bursts, {engine} ...");
    command.args(["bench", "bursts", "--json", "--dossiers", &DOSSIERS.to_string()]);
    let said = said(&mut command)?;
    let mut rows: Vec<Vec<String>> = said["bursts"]
        .as_array()
        .into_iter()
        .flatten()
        .zip(AIMS)
        .map(|(burst, aim)| row(burst, aim))
        .collect();
    let mut recovered = vec!["recovered after".to_owned()];
    recovered.extend((0..5).map(|_| String::new()));
    recovered[1] = format!("{:.1} s", said["recovered_s"].as_f64().unwrap_or(f64::NAN));
    recovered.push("<= 5 s".to_owned());
    rows.push(recovered);
    let heads = ["dossiers", "requests answered", "p50 ms", "p99 ms", "503", "wrong", "aim"];
    let (many, took) = (&said["dossiers"], said["loaded_s"].as_f64().unwrap_or(f64::NAN));
    let text = format!("{}\n\n{many} dossiers were loaded before, in {took:.0} s.", table(&heads, &rows));
    paper.part(&format!("Bursts over /api/v1, {engine}"), &text);
    Ok(())
}

fn row(burst: &Value, aim: &str) -> Vec<String> {
    let times = ["p50_ms", "p99_ms"].map(|name| format!("{:.1}", burst[name].as_f64().unwrap_or(f64::NAN)));
    let mut row = vec![burst["burst"].as_str().unwrap_or_default().to_owned(), burst["answered"].to_string()];
    row.extend(times);
    let without = burst["busy_without_retry_after"].as_i64().unwrap_or(0);
    let busy = burst["busy"].as_i64().unwrap_or(0);
    row.push(if without > 0 {
        format!("{busy}, and {without} without Retry-After")
    } else {
        busy.to_string()
    });
    row.extend([burst["wrong"].to_string(), aim.to_owned()]);
    row
}
