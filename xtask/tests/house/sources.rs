//! What a source file looks like.

use crate::tree::{files, files_ending, none, text};

/// Lines a file may have; past this it usually hides a second noun.
const LINES_MAX: usize = 600;

/// Marks of unfinished work, and of a look inside that was forgotten. In pieces, so that this file passes.
const UNFINISHED: &[&str] = &[
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("todo", "!("),
    concat!("unimplemented", "!("),
    concat!("dbg", "!("),
];

/// Folders that only one machine has, and hosts of package registries.
const OF_ONE_MACHINE: &[&str] = &[
    concat!("/wo", "rk/main"),
    concat!("/wo", "rk/shared"),
    concat!("/wo", "rk/."),
    concat!("/ro", "ot/"),
    concat!("/ho", "me/"),
    concat!("/U", "sers/"),
    concat!("registry.", "npmjs.org"),
    concat!("index.", "crates.io"),
    concat!("static.", "crates.io"),
    concat!("files.", "pythonhosted.org"),
    concat!("deb.", "debian.org"),
];

/// What our own people write; not the lock file, which names the registry it was resolved against.
fn written() -> Vec<String> {
    let binary =
        [".wav", ".png", ".webp", ".woff2", ".ttf", ".otf", ".gz", ".pdf", ".ico", ".jpg", ".mp4", ".db"];
    let mut all = files();
    all.retain(|path| {
        !binary.iter().any(|end| path.ends_with(end)) && path != "Cargo.lock" && path != "LICENSE"
    });
    all
}

fn occurrences(words: &[&str], paths: &[String]) -> Vec<String> {
    let mut findings = Vec::new();
    for path in paths {
        for (number, line) in text(path).lines().enumerate() {
            findings.extend(
                words
                    .iter()
                    .filter(|word| line.contains(*word))
                    .map(|word| format!("{path}:{}: {word}", number + 1)),
            );
        }
    }
    findings
}

#[test]
fn nothing_is_left_unfinished() {
    none(
        "unfinished",
        &occurrences(
            UNFINISHED,
            &files_ending(&[".rs", ".mjs", ".js", ".css", ".html", ".toml", ".sql", ".typ"]),
        ),
    );
}

#[test]
fn nothing_names_one_machine_or_a_registry() {
    none("of one machine only", &occurrences(OF_ONE_MACHINE, &written()));
}

#[test]
fn what_a_package_manager_brings_is_not_committed() {
    let brought: Vec<String> = files()
        .into_iter()
        .filter(|path| path.contains("node_modules/") || path.starts_with("target/"))
        .collect();
    none("brought, not written", &brought);
}

#[test]
fn a_file_holds_one_noun() {
    let mut findings = Vec::new();
    for path in files_ending(&[".rs"]) {
        let lines = text(&path).lines().count();
        if lines > LINES_MAX {
            findings.push(format!("{path}: {lines} lines, at most {LINES_MAX}"));
        }
    }
    none("too long", &findings);
}

#[test]
fn text_ends_its_lines_in_one_way() {
    let bad: Vec<String> = written()
        .into_iter()
        .filter(|path| {
            let text = text(path);
            text.contains('\r') || text.contains('\u{feff}') || (!text.is_empty() && !text.ends_with('\n'))
        })
        .filter(|path| ![".svg", ".snap", ".min.js"].iter().any(|end| path.ends_with(end)))
        .collect();
    none("no final LF, a CR or a byte order mark", &bad);
}

/// clippy.toml of the pure crates says the same of calls and types; this catches what it cannot: a number with a point.
#[test]
fn pure_crates_know_no_floating_point() {
    let pure: Vec<String> = files_ending(&[".rs"])
        .into_iter()
        .filter(|path| {
            ["crates/calendar/src/", "crates/domain/src/", "crates/indices/src/"]
                .iter()
                .any(|room| path.starts_with(room))
        })
        .collect();
    none("in a pure crate", &occurrences(&["f64", "f32"], &pure));
}
