//! The demo's build serves the gate: both build each dependency with the same features, so that nothing is built twice.

use crate::tree::{none, root};
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// Packages and the features they are built with, as this selection of `cargo tree` resolves them.
fn features(selection: &[&str]) -> BTreeMap<String, BTreeSet<String>> {
    let output = Command::new("cargo")
        .args(["tree", "--prefix", "none", "--format", "{p}|{f}|", "--locked", "--offline"])
        .args(selection)
        .current_dir(root())
        .output()
        .expect("cargo runs this test");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let mut cells = line.split('|');
        let (Some(package), Some(features)) = (cells.next(), cells.next()) else { continue };
        // Our own packages are named with their folder; their test features are meant to differ.
        if !package.contains('/') {
            let package = package.trim_end_matches(" (proc-macro)").to_owned();
            found.entry(package).or_default().insert(features.to_owned());
        }
    }
    found
}

#[test]
fn the_demo_and_the_gate_build_the_same_dependencies() {
    let demo = features(&["-p", "motcua", "-e", "normal,build"]);
    let gate = features(&["--workspace", "-e", "normal,build,dev"]);
    assert!(demo.len() > 100, "{} packages are not the demo", demo.len());
    let differ = demo
        .iter()
        .filter(|(package, features)| !gate.get(*package).is_some_and(|all| all.is_superset(features)));
    let findings: Vec<String> = differ
        .map(|(package, features)| {
            format!("{package}: the demo has {features:?}, the gate {:?}", gate.get(package))
        })
        .collect();
    none("built twice; give the demo's crate the missing feature", &findings);
}
