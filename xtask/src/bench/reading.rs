//! `motcua bench reading` among few dossiers and among many, told as one table.

use super::paper::{Paper, table};
use super::write::said;
use crate::{Done, Stop};
use serde_json::Value;
use std::path::Path;
use std::process::Command;

const FEW: u64 = 50_000;
const MANY: u64 = 5_000_000;
/// Bytes a loaded dossier takes, with what the database writes beside it meanwhile; measured, rounded up.
const BYTES: u64 = 16_000;
/// Wished for: so many times slower at most.
const GROWS: f64 = 2.0;

pub fn told(command: impl Fn() -> Command, engine: &str, folder: &Path, paper: &mut Paper) -> Done {
    let room = free(folder)? / 2 / BYTES;
    let many = MANY.min(room / 100_000 * 100_000);
    if many <= FEW {
        println!("reading, {engine}: skipped: no room on the disk");
        return Ok(());
    }
    let mut of = Vec::new();
    for dossiers in [FEW, many] {
        println!("reading among {dossiers}, {engine} ...");
        let mut command = command();
        command.args(["bench", "reading", "--json", "--dossiers", &dossiers.to_string()]);
        of.push(said(&mut command)?);
    }
    let [few, all] = &of[..] else { return Ok(()) };
    paper.part(&format!("Reading while others write, {engine}"), &text(few, all));
    Ok(())
}

fn text(few: &Value, many: &Value) -> String {
    let number = |value: &Value| value.as_f64().unwrap_or(f64::NAN);
    let pages = |said: &Value| said["pages"].as_array().cloned().unwrap_or_default();
    let row = |what: &str, few: &Value, many: &Value| {
        let ratio = number(&many["p99_ms"]) / number(&few["p99_ms"]);
        let ms = |value: &Value| format!("{:.1}", number(value));
        let mut row = vec![what.to_owned()];
        row.extend([&few["p50_ms"], &many["p50_ms"], &few["p99_ms"], &many["p99_ms"]].map(ms));
        row.push(format!("{ratio:.1}"));
        row
    };
    let mut rows: Vec<Vec<String>> = pages(few)
        .iter()
        .zip(pages(many))
        .map(|(few, many)| {
            let mut row = row(few["page"].as_str().unwrap_or_default(), few, &many);
            row.extend([format!("<= {GROWS:.0}"), format!("{} and {}", few["wrong"], many["wrong"])]);
            row
        })
        .collect();
    let (few_written, many_written) = (&few["writing"], &many["writing"]);
    let mut writing = row("a request of those who write", few_written, many_written);
    writing.extend([String::new(), format!("{} and {}", few_written["wrong"], many_written["wrong"])]);
    rows.push(writing);
    let heads =
        ["page", "p50 ms, few", "p50 ms, many", "p99 ms, few", "p99 ms, many", "p99 grows", "aim", "wrong"];
    format!(
        "{}\n\nFew: {} dossiers, {:.0} more a second meanwhile. Many: {}, loaded in {:.0} s, {:.0} more a second.",
        table(&heads, &rows),
        few["dossiers"],
        number(&few["rate_per_s"]),
        many["dossiers"],
        number(&many["loaded_s"]),
        number(&many["rate_per_s"])
    )
}

/// Bytes that are free where that folder is.
pub fn free(folder: &Path) -> Result<u64, Stop> {
    let failed = |why: String| Stop::failed(format!("df {}: {why}", folder.display()));
    let output = Command::new("df").args(["--output=avail", "-B1"]).arg(folder).output();
    let output = output.map_err(|error| failed(error.to_string()))?;
    let said = String::from_utf8_lossy(&output.stdout);
    let last = said.lines().last().unwrap_or_default().trim();
    last.parse().map_err(|_| failed(format!("{last:?} is no number")))
}

#[cfg(test)]
mod tests {
    use super::text;
    use serde_json::json;

    #[test]
    fn what_many_dossiers_cost_stands_beside_what_few_do() {
        let of = |dossiers: i64, ms: f64| {
            json!({"dossiers": dossiers, "loaded_s": 7.4, "rate_per_s": 100.0,
                "pages": [{"page": "tracking", "p50_ms": ms / 2.0, "p99_ms": ms, "wrong": 0}],
                "writing": {"p50_ms": 2.0, "p99_ms": ms, "wrong": 1}})
        };
        let text = text(&of(10, 4.0), &of(1000, 6.0));
        assert!(text.contains("| tracking | 2.0 | 3.0 | 4.0 | 6.0 | 1.5 | <= 2 | 0 and 0 |"), "{text}");
        assert!(text.contains("Many: 1000, loaded in 7 s, 100 more a second."), "{text}");
    }
}
