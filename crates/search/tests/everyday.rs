//! Everyday questions, typed as people type: how far down the list the right procedure stands. The answers were written
//! down by reading names, before anything was searched.

use domain::catalogue::{Catalogue, Item, import_lines, load};
use search::{Everyday, Scope, Search, Uses};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

const TODAY: &str = "2026-11-24";
const QUESTIONS: &str = include_str!("../testdata/everyday.csv");
/// Written after everything was set up, and never mended for: how questions fare that nobody prepared for.
const HELD_OUT: &str = include_str!("../testdata/held-out.csv");
/// The same for rarer matters in longer sentences.
const RARER: &str = include_str!("../testdata/rarer.csv");
/// Places looked at: further down nobody looks.
const LOOKED_AT: usize = 10;

fn root() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn shipped() -> Catalogue {
    let mut files = Vec::new();
    for folder in ["fields", "procedures", "publishers", "units", "regimes", "people", "halls"] {
        for file in std::fs::read_dir(root().join("data").join(folder)).expect("a data folder") {
            let path = file.expect("an entry").path();
            let name = format!(
                "{folder}/{}",
                path.file_name().and_then(|name| name.to_str()).expect("a plain name")
            );
            if name.ends_with(".toml") || name.ends_with(".csv") {
                files.push((name, std::fs::read_to_string(path).expect("text")));
            }
        }
    }
    load(files.iter().map(|(name, text)| (name.as_str(), text.as_str())))
        .expect("the shipped files are whole")
}

/// The shipped catalogue with everything the national portal published in it; none without the files beside the checkout.
fn published() -> Option<Catalogue> {
    let shared = root().join("../shared");
    if !shared.exists() {
        assert!(std::env::var("CI").is_err(), "../shared must be beside the checkout in CI");
        println!("skipped: no ../shared");
        return None;
    }
    let file = shared.join("data/procedures/procedures.jsonl.gz");
    let unpacked =
        std::process::Command::new("gzip").arg("-dc").arg(file).output().expect("gzip is installed");
    let text = String::from_utf8(unpacked.stdout).expect("UTF-8");
    let mut catalogue = shipped();
    let report = import_lines(text.lines(), &catalogue, &BTreeMap::new(), TODAY);
    assert_eq!(report.rows, 1848);
    report.procedures.into_iter().for_each(|one| catalogue.put(Item::Procedure(one)));
    Some(catalogue)
}

fn everyday() -> Everyday {
    let file = root().join("data/search/synonyms.toml");
    Everyday::parse("search/synonyms.toml", &std::fs::read_to_string(file).expect("text"))
        .expect("the words are whole")
}

/// `question,codes of the shipped catalogue,codes with the published procedures`; a question without codes is not asked there.
fn questions(file: &str, column: usize) -> Vec<(String, Vec<String>)> {
    let cut = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        assert_eq!(cells.len(), 3, "{line}");
        let codes: Vec<String> =
            cells[column].split(' ').filter(|code| !code.is_empty()).map(str::to_owned).collect();
        (cells[0].to_owned(), codes)
    };
    file.lines().skip(1).map(cut).filter(|(_, codes)| !codes.is_empty()).collect()
}

/// Mean reciprocal rank: 1 when every right answer is first, a half when it is second.
fn mean_reciprocal_rank(catalogue: &Catalogue, questions: &[(String, Vec<String>)]) -> f64 {
    let search = Search::build(catalogue, &Arc::new(everyday()), TODAY).expect("an index");
    let mut sum = 0.0;
    for (question, right) in questions {
        let hits =
            search.find(catalogue, &Uses::new(), Scope::Province, question, LOOKED_AT).expect("an answer");
        let place = hits.iter().position(|hit| right.contains(&hit.procedure.code));
        sum += place.map_or(0.0, |place| 1.0 / (place + 1) as f64);
        if place != Some(0) {
            let first: Vec<String> = hits
                .iter()
                .take(3)
                .map(|hit| {
                    format!("{} {} {:.40}", hit.score, hit.procedure.code, hit.procedure.listed_name())
                })
                .collect();
            println!(
                "{:>4} {question} -> {right:?}: {first:?}",
                place.map_or("-".to_owned(), |at| (at + 1).to_string())
            );
        }
    }
    let mean = sum / questions.len() as f64;
    println!("{} questions, mean reciprocal rank {mean:.3}", questions.len());
    mean
}

#[test]
fn everyday_questions_find_the_right_procedure_of_the_shipped_catalogue() {
    let questions = questions(QUESTIONS, 1);
    assert!(questions.len() >= 150, "{} questions", questions.len());
    assert!(mean_reciprocal_rank(&shipped(), &questions) >= 0.85);
}

#[test]
fn everyday_questions_find_the_right_procedure_among_all_published_ones() {
    let Some(catalogue) = published() else { return };
    let questions = questions(QUESTIONS, 2);
    assert!(questions.len() >= 150, "{} questions", questions.len());
    assert!(mean_reciprocal_rank(&catalogue, &questions) >= 0.85);
}

/// The floors lie a little below what was measured when the questions were written: `docs/performance.md`.
#[test]
fn questions_nobody_prepared_for_fare_as_they_did_when_first_asked() {
    let Some(catalogue) = published() else { return };
    for (file, floor) in [(HELD_OUT, 0.7), (RARER, 0.5)] {
        let questions = questions(file, 2);
        assert!(questions.len() >= 30, "{} questions", questions.len());
        assert!(mean_reciprocal_rank(&catalogue, &questions) >= floor);
    }
}
