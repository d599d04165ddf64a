//! Shipped facts: text that every tool reads alike, and a note beside each folder that says where the facts are from.

use crate::tree::{files, files_ending, none, root};
use std::collections::BTreeSet;
use unicode_normalization::is_nfc;

#[test]
fn data_is_utf_8_in_nfc_with_plain_line_ends() {
    let mut findings = Vec::new();
    for path in files_ending(&[".csv", ".toml", ".json", ".jsonl", ".md"]) {
        let bytes = std::fs::read(root().join(&path)).expect("a file of the list");
        match std::str::from_utf8(&bytes) {
            Err(error) => findings.push(format!("{path}: {error}")),
            Ok(text) => findings.extend(
                text.lines()
                    .enumerate()
                    .filter(|(_, line)| !is_nfc(line) || line.ends_with('\r'))
                    .map(|(at, _)| format!("{path}:{}", at + 1)),
            ),
        }
    }
    none("not UTF-8, not NFC, or a CR", &findings);
}

#[test]
fn every_data_folder_says_where_its_facts_are_from() {
    let all = files();
    let folders: BTreeSet<&str> = all
        .iter()
        .filter_map(|path| path.strip_prefix("data/")?.split_once('/').map(|(folder, _)| folder))
        .collect();
    assert!(!folders.is_empty());
    let silent: Vec<String> = folders
        .into_iter()
        .map(|folder| format!("data/{folder}/README.md"))
        .filter(|paper| !all.contains(paper))
        .collect();
    none("missing", &silent);
}

#[test]
fn every_table_has_rows_as_wide_as_its_header() {
    let mut findings = Vec::new();
    for path in files_ending(&[".csv"]) {
        let text = crate::tree::text(&path);
        let mut lines = text.lines().enumerate().filter(|(_, line)| !line.starts_with('#'));
        let Some((_, header)) = lines.next() else {
            findings.push(format!("{path}: empty"));
            continue;
        };
        let wide = width(header);
        findings.extend(
            lines.filter(|(_, line)| width(line) != wide).map(|(at, _)| format!("{path}:{}", at + 1)),
        );
    }
    none("not as wide as the header", &findings);
}

/// Commas outside quotation marks, and one.
fn width(line: &str) -> usize {
    let outside = line.split('"').step_by(2);
    outside.map(|part| part.matches(',').count()).sum::<usize>() + 1
}
