//! Papers name paths that exist.

use crate::tree::{files, files_ending, none, root, text};

/// First parts of a path by which a word in code marks is known to be one.
const TOPS: &[&str] = &["crates/", "xtask/", "data/", "docs/", "e2e/", ".ci/", ".config/", ".cargo/"];

/// Words between backquotes that look like a path inside the clone, without a pattern's letters.
fn paths_in(paper: &str) -> Vec<String> {
    let marked = paper.split('`').skip(1).step_by(2);
    let path = |word: &&str| {
        TOPS.iter().any(|top| word.starts_with(top))
            && !word.contains(['<', '{', '*', ' ', '$', '\n'])
            && !word.contains("NNNN")
    };
    let mut found: Vec<String> =
        marked.filter(path).map(|word| word.split(':').next().unwrap_or(word).to_owned()).collect();
    found.extend(links_in(paper));
    found
}

/// Targets of `[text](target)` that are files.
fn links_in(paper: &str) -> Vec<String> {
    let targets = paper.split("](").skip(1).filter_map(|rest| rest.split_once(')').map(|(target, _)| target));
    let files = targets.filter(|target| !target.contains("://") && !target.starts_with('#'));
    files.map(|target| target.split('#').next().unwrap_or(target).to_owned()).collect()
}

fn exists(paper: &str, path: &str) -> bool {
    let beside = root().join(paper).parent().expect("a paper lies in a folder").join(path);
    beside.exists() || root().join(path).exists()
}

#[test]
fn papers_name_paths_that_exist() {
    let mut findings = Vec::new();
    for paper in files_ending(&[".md"]) {
        let missing = paths_in(&text(&paper)).into_iter().filter(|path| !exists(&paper, path));
        findings.extend(missing.map(|path| format!("{paper} names {path}")));
    }
    none("a paper names what is not there", &findings);
}

#[test]
fn papers_a_newcomer_looks_for_are_there() {
    let all = files();
    for paper in ["README.md", "ARCHITECTURE.md", "GLOSSARY.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE"]
    {
        assert!(all.iter().any(|file| file == paper), "{paper}");
    }
}

#[test]
fn papers_that_decide_are_numbered_without_gap() {
    let decisions: Vec<String> = files_ending(&[".md"])
        .iter()
        .filter_map(|path| path.strip_prefix("docs/adr/")?.get(..4).map(str::to_owned))
        .filter(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
        .collect();
    let expected: Vec<String> = (1..=decisions.len()).map(|number| format!("{number:04}")).collect();
    assert_eq!(decisions, expected);
}

#[test]
fn the_words_of_a_paper_are_told_apart() {
    let paper = "see `crates/domain/src/lib.rs:12`, `cargo run`, `crates/*/x`, [here](docs/a.md#b) and [there](https://x.org)";
    assert_eq!(paths_in(paper), ["crates/domain/src/lib.rs", "docs/a.md"]);
}
