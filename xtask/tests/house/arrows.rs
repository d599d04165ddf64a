//! Who may use whom. An arrow that points up is how a house of rooms becomes one room.

use crate::tree::{none, root};
use serde_json::Value;
use std::process::Command;

/// Each of our packages and those of ours it may use.
const ARROWS: &[(&str, &[&str])] = &[
    ("calendar", &[]),
    ("domain", &["calendar"]),
    ("indices", &["calendar", "domain"]),
    ("store", &["domain"]),
    ("policy", &[]),
    ("documents", &[]),
    ("search", &["domain"]),
    ("formulas", &[]),
    ("adapters", &[]),
    ("scans", &[]),
    ("standin", &[]),
    (
        "app",
        &[
            "store",
            "policy",
            "documents",
            "formulas",
            "search",
            "scans",
            "adapters",
            "domain",
            "indices",
            "calendar",
        ],
    ),
    ("jobs", BELOW),
    // The planner reads what the queries of `app` answer, and asks no store itself.
    ("plan", &["app", "domain", "calendar"]),
    (
        "web",
        &[
            "plan",
            "app",
            "store",
            "policy",
            "documents",
            "search",
            "adapters",
            "domain",
            "indices",
            "calendar",
        ],
    ),
    // A simulated day lets the very jobs run that a real one does.
    (
        "sim",
        &[
            "jobs",
            "plan",
            "app",
            "store",
            "policy",
            "documents",
            "search",
            "adapters",
            "domain",
            "indices",
            "calendar",
        ],
    ),
    (
        "motcua",
        &[
            "web",
            "jobs",
            "plan",
            "sim",
            "standin",
            "app",
            "store",
            "policy",
            "documents",
            "search",
            "adapters",
            "domain",
            "indices",
            "calendar",
        ],
    ),
    ("xtask", &[]),
];

/// What lies below jobs.
const BELOW: &[&str] =
    &["app", "store", "policy", "documents", "search", "adapters", "domain", "indices", "calendar"];

/// Packages that know neither clock nor chance nor the outside.
const PURE: &[&str] = &["calendar", "domain", "indices"];

/// What a pure package must not reach, not even through something else.
const OUTSIDE: &[&str] = &[
    "tokio",
    "async-std",
    "axum",
    "hyper",
    "reqwest",
    "rusqlite",
    "libsqlite3-sys",
    "tokio-postgres",
    "deadpool-postgres",
    "rand",
    "rand_core",
    "getrandom",
    "fastrand",
    "uuid",
    "chrono",
    "time",
    "socket2",
    "mio",
    "tracing",
    "log",
];

fn metadata() -> Value {
    let output = Command::new("cargo")
        .args(["metadata", "--format-version", "1", "--locked", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo runs this test");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("cargo metadata is JSON")
}

fn list<'a>(value: &'a Value, what: &str) -> &'a [Value] {
    value[what].as_array().map_or(&[], Vec::as_slice)
}

fn word<'a>(value: &'a Value, what: &str) -> &'a str {
    value[what].as_str().unwrap_or_default()
}

fn ours(facts: &Value) -> Vec<&Value> {
    list(facts, "packages").iter().filter(|package| package["source"].is_null()).collect()
}

/// Names a package uses when it is built, not when it is tested: a test of `adapters` may start a stand-in.
fn uses(package: &Value) -> impl Iterator<Item = &str> {
    list(package, "dependencies")
        .iter()
        .filter(|used| word(used, "kind") != "dev")
        .map(|used| word(used, "name"))
}

#[test]
fn arrows_point_down() {
    let facts = metadata();
    let ours = ours(&facts);
    let names: Vec<&str> = ours.iter().map(|package| word(package, "name")).collect();
    let mut findings = Vec::new();
    for package in &ours {
        let name = word(package, "name");
        let Some((_, may)) = ARROWS.iter().find(|(room, _)| *room == name) else {
            findings.push(format!("{name} is a new room: say in ARROWS whom it may use"));
            continue;
        };
        findings.extend(
            uses(package)
                .filter(|used| names.contains(used) && !may.contains(used))
                .map(|used| format!("{name} -> {used}")),
        );
    }
    none("an arrow points where it must not", &findings);
}

#[test]
fn the_permitted_arrows_have_no_circle() {
    let level = |name: &str| ARROWS.iter().position(|(room, _)| *room == name).expect("a room");
    for (room, may) in ARROWS {
        for used in *may {
            assert!(level(used) < level(room), "{room} -> {used} points up");
        }
    }
}

#[test]
fn pure_packages_reach_nothing_outside() {
    let facts = metadata();
    let mut findings = Vec::new();
    for package in ours(&facts).into_iter().filter(|package| PURE.contains(&word(package, "name"))) {
        let name = word(package, "name");
        findings.extend(
            reached(name)
                .iter()
                .filter(|reached| OUTSIDE.contains(&reached.as_str()))
                .map(|found| format!("{name} reaches {found}")),
        );
    }
    none("a pure package reaches the outside", &findings);
}

/// What a package alone is built with; in the whole workspace's tree others switch on more of its dependencies' features.
fn reached(package: &str) -> Vec<String> {
    let output = Command::new("cargo")
        .args([
            "tree",
            "-p",
            package,
            "-e",
            "normal",
            "--prefix",
            "none",
            "--format",
            "{p}",
            "--locked",
            "--offline",
        ])
        .current_dir(root())
        .output()
        .expect("cargo runs this test");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8_lossy(&output.stdout);
    said.lines().filter_map(|line| line.split(' ').next().map(str::to_owned)).collect()
}

#[test]
fn only_the_programme_links_the_stand_ins() {
    let facts = metadata();
    let users: Vec<&str> = ours(&facts)
        .into_iter()
        .filter(|package| uses(package).any(|used| used == "standin"))
        .map(|package| word(package, "name"))
        .collect();
    assert!(users.is_empty() || users == ["motcua"], "{users:?}");
}
