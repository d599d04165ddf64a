//! How long setting one document takes, warm: p50 and p95 per kind, each time with every text another, so that nothing of
//! the document itself is remembered. `cargo run -p documents --example paper_timing [-- FOLDER [LAYOUTS]]` also writes one
//! file of each form into FOLDER; LAYOUTS is a folder of layouts to try in place of the shipped ones.

#[path = "../tests/it/samples.rs"]
mod samples;

use documents::{Document, Documents};
use serde_json::Value;
use std::error::Error;
use std::path::PathBuf;
use std::time::{Duration, Instant};

const ROUNDS: usize = 30;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args_os().nth(1).map(PathBuf::from);
    let layouts = std::env::args_os().nth(2).map(PathBuf::from);
    let started = Instant::now();
    let documents = Documents::new(layouts.as_deref())?;
    documents.pdf("03/2025/TT-VPCP", &samples::of(samples::KINDS[0]))?;
    print(&format!("first document after {:.0} ms", millis(started.elapsed())));
    print(&format!("{:<18}{:<14}{:>9}{:>9}{:>9}", "issuing", "kind", "p50 ms", "p95 ms", "bytes"));
    for form in documents.forms() {
        let mut times = Vec::new();
        let mut bytes = Vec::new();
        for round in 0..ROUNDS {
            let document = changed(&samples::of(form.kind), round)?;
            let started = Instant::now();
            bytes = documents.pdf(&form.issuing, &document)?;
            times.push(started.elapsed());
        }
        times.sort_unstable();
        let (p50, p95) = (times[ROUNDS / 2], times[ROUNDS * 95 / 100]);
        print(&format!(
            "{:<18}{:<14}{:>9.1}{:>9.1}{:>9}",
            form.issuing,
            form.kind.word(),
            millis(p50),
            millis(p95),
            bytes.len()
        ));
        if let Some(folder) = &folder {
            let name = format!("{}-{}.pdf", form.issuing.replace('/', "-"), form.kind.word());
            std::fs::write(folder.join(name), documents.pdf(&form.issuing, &samples::of(form.kind))?)?;
        }
    }
    Ok(())
}

/// The same document with every text of more than one word, and every address, made another.
fn changed(document: &Document, round: usize) -> Result<Document, Box<dyn Error>> {
    let mut data = serde_json::to_value(document)?;
    mark(&mut data, round);
    Ok(serde_json::from_value(data)?)
}

fn mark(value: &mut Value, round: usize) {
    match value {
        Value::String(text) if text.contains(' ') => text.insert_str(0, &format!("{round} ")),
        Value::String(text) if text.starts_with("https:") => text.push_str(&round.to_string()),
        Value::Array(items) => items.iter_mut().for_each(|item| mark(item, round)),
        Value::Object(fields) => fields.values_mut().for_each(|field| mark(field, round)),
        _ => {}
    }
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn print(line: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stdout(), "{line}");
}
