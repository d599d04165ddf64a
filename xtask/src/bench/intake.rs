//! `motcua bench intake`: what the server takes for an intake at forty busy counters, stroke by stroke.

use super::paper::{Paper, table};
use super::write::said;
use crate::Done;
use serde_json::Value;
use std::process::Command;

pub fn told(mut command: Command, engine: &str, paper: &mut Paper) -> Done {
    println!("receiving at forty counters, {engine} ...");
    command.args(["bench", "intake", "--json"]);
    let told = said(&mut command)?;
    paper.part(&format!("Intake at busy counters, {engine}"), &text(&told));
    Ok(())
}

fn text(told: &Value) -> String {
    let row = |what: &str, took: &Value, wished: String| {
        let ms = |name: &str| format!("{:.1}", took[name].as_f64().unwrap_or(f64::NAN));
        vec![what.to_owned(), took["many"].to_string(), ms("p50_ms"), ms("p95_ms"), ms("most_ms"), wished]
    };
    let kinds = told["kinds"].as_array().cloned().unwrap_or_default();
    let mut rows: Vec<Vec<String>> = kinds
        .iter()
        .map(|kind| row(kind["kind"].as_str().unwrap_or_default(), &kind["took"], String::new()))
        .collect();
    let wished = |name: &str| told["wished"][name].as_f64().unwrap_or(f64::NAN);
    rows.push(row("all answers", &told["answers"], format!("p95 <= {:.0}", wished("answer_p95_ms"))));
    rows.push(row("all answers of one intake", &told["intakes"], format!("<= {:.0}", wished("intake_ms"))));
    let heads = ["answer", "many", "p50 ms", "p95 ms", "most ms", "aim"];
    let pause = told["pause_ms"].as_f64().unwrap_or(f64::NAN) / 1000.0;
    format!(
        "{}\n\n{} counters, each with a stroke every {pause:.1} s, eight for an intake.",
        table(&heads, &rows),
        told["counters"]
    )
}

#[cfg(test)]
mod tests {
    use super::text;
    use serde_json::json;

    #[test]
    fn each_answer_stands_above_what_all_of_an_intake_take() {
        let took =
            |many: i64, ms: f64| json!({"many": many, "p50_ms": ms, "p95_ms": 2.0 * ms, "most_ms": 3.0 * ms});
        let told = json!({"counters": 40, "pause_ms": 3000,
            "kinds": [{"kind": "received", "took": took(200, 4.0)}],
            "answers": took(4000, 2.0), "intakes": took(200, 70.0),
            "wished": {"answer_p95_ms": 50.0, "intake_ms": 1000.0}});
        let text = text(&told);
        assert!(text.contains("| received | 200 | 4.0 | 8.0 | 12.0 |  |"), "{text}");
        assert!(
            text.contains("| all answers of one intake | 200 | 70.0 | 140.0 | 210.0 | <= 1000 |"),
            "{text}"
        );
        assert!(text.contains("40 counters, each with a stroke every 3.0 s"), "{text}");
    }
}
