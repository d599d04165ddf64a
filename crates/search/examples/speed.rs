//! How long a question takes among 10,000 procedures: `cargo run --release -p search --example speed`, also part of
//! `cargo xtask bench`. The procedures are the published ones (the shipped ones, where `../shared` is not beside the
//! checkout), repeated with other names; the questions are the everyday ones of the tests.

use domain::catalogue::{Catalogue, Item, Procedure, import_lines, load};
use search::{Everyday, Scope, Search, Uses};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

const TODAY: &str = "2026-11-24";
const PROCEDURES: usize = 10_000;
const ROUNDS: usize = 5;
/// Put into repeated names, so that they differ as those of provinces do.
const PLACES: &[&str] =
    &["vùng biển", "vùng núi", "đô thị", "nông thôn", "biên giới", "hải đảo", "khu kinh tế", "khu phố cổ"];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let catalogue = many(&root)?;
    let text = std::fs::read_to_string(root.join("data/search/synonyms.toml"))?;
    let everyday = Everyday::parse("search/synonyms.toml", &text).map_err(|errors| format!("{errors:?}"))?;
    let begun = Instant::now();
    let search = Search::build(&catalogue, &Arc::new(everyday), TODAY)?;
    println!("index of {} procedures made in {:.0} ms", catalogue.procedures.len(), ms(begun));
    let questions = std::fs::read_to_string(root.join("crates/search/testdata/everyday.csv"))?;
    let questions: Vec<&str> = questions.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    let mut times = Vec::new();
    let mut found = 0;
    for round in 0..=ROUNDS {
        for question in &questions {
            let begun = Instant::now();
            found += search.find(&catalogue, &Uses::new(), Scope::Province, question, 10)?.len();
            // The first round warms up.
            if round > 0 {
                times.push(ms(begun));
            }
        }
    }
    times.sort_by(f64::total_cmp);
    let at = |percent: usize| times[(times.len() - 1) * percent / 100];
    println!(
        "{} questions, {found} hits: p50 {:.2} ms, p95 {:.2} ms, p99 {:.2} ms, longest {:.2} ms",
        times.len(),
        at(50),
        at(95),
        at(99),
        at(100)
    );
    Ok(())
}

fn ms(begun: Instant) -> f64 {
    begun.elapsed().as_secs_f64() * 1000.0
}

/// Ten thousand procedures.
fn many(root: &Path) -> Result<Catalogue, Box<dyn std::error::Error>> {
    let mut catalogue = shipped(root)?;
    let shared = root.join("../shared/data/procedures/procedures.jsonl.gz");
    if shared.exists() {
        let unpacked = std::process::Command::new("gzip").arg("-dc").arg(&shared).output()?;
        let text = String::from_utf8(unpacked.stdout)?;
        let report = import_lines(text.lines(), &catalogue, &BTreeMap::new(), TODAY);
        report.procedures.into_iter().for_each(|one| catalogue.put(Item::Procedure(one)));
    } else {
        println!("no ../shared: the shipped procedures are repeated");
    }
    let originals: Vec<Procedure> = catalogue.procedures_on(TODAY).cloned().collect();
    for turn in 1.. {
        for original in &originals {
            if catalogue.procedures.len() >= PROCEDURES {
                return Ok(catalogue);
            }
            let place = PLACES.iter().cycle().nth(turn - 1).unwrap_or(&"");
            let mut copy = original.clone();
            copy.code = format!("{}.{turn}", original.code);
            copy.name = format!("{} ({place} {turn})", original.name);
            copy.short_name = String::new();
            copy.raw = None;
            catalogue.put(Item::Procedure(copy));
        }
    }
    Ok(catalogue)
}

fn shipped(root: &Path) -> Result<Catalogue, Box<dyn std::error::Error>> {
    let mut files: Vec<(String, String)> = Vec::new();
    for folder in ["fields", "procedures", "publishers", "units", "regimes", "people", "halls"] {
        let mut paths: Vec<PathBuf> = Vec::new();
        for file in std::fs::read_dir(root.join("data").join(folder))? {
            paths.push(file?.path());
        }
        paths.sort();
        for path in paths {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            if name.ends_with(".toml") || name.ends_with(".csv") {
                files.push((format!("{folder}/{name}"), std::fs::read_to_string(&path)?));
            }
        }
    }
    let read = load(files.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    read.map_err(|errors| format!("{errors:?}").into())
}
