//! Every public type of the domain and of working time is in the glossary, so that one word stays one thing.

use crate::tree::{files_ending, none, text};

/// Words every aggregate has; the glossary explains them once.
const OF_EVERY_AGGREGATE: &[&str] = &["State", "Phase", "Event", "Command", "Facts", "Refusal"];

/// Types that have no entry yet. Only ever fewer.
const NOT_YET: &[&str] = &[];

/// `Name` of `pub struct Name`, `pub enum Name`, `pub trait Name`, `pub type Name`.
fn public_type(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("pub ")?;
    let (kind, rest) = rest.split_once(' ')?;
    if !["struct", "enum", "trait", "type"].contains(&kind) {
        return None;
    }
    rest.split(|letter: char| !letter.is_alphanumeric() && letter != '_').next()
}

/// Names handed to the `id!` macro, each on a line of its own before the closing brace.
fn made_by_macro(text: &str) -> impl Iterator<Item = &str> {
    text.split("\nid! {").skip(1).filter_map(|rest| rest.split_once("\n}")?.0.lines().last().map(str::trim))
}

fn public_types() -> Vec<(String, String)> {
    let pure = ["crates/calendar/src/", "crates/domain/src/", "crates/indices/src/"];
    let sources =
        files_ending(&[".rs"]).into_iter().filter(|path| pure.iter().any(|folder| path.starts_with(folder)));
    let mut found = Vec::new();
    for path in sources {
        let text = text(&path);
        let named = text.lines().filter_map(public_type).chain(made_by_macro(&text));
        found.extend(named.map(|name| (name.to_owned(), path.clone())));
    }
    found
}

#[test]
fn the_glossary_lists_every_public_type_of_the_domain() {
    let glossary = text("GLOSSARY.md");
    let listed = |name: &str| glossary.contains(&format!("`{name}`"));
    let missing: Vec<String> = public_types()
        .into_iter()
        .filter(|(name, _)| {
            !listed(name) && !OF_EVERY_AGGREGATE.contains(&name.as_str()) && !NOT_YET.contains(&name.as_str())
        })
        .map(|(name, path)| format!("{name} ({path})"))
        .collect();
    none("not in GLOSSARY.md", &missing);
}

#[test]
fn the_glossary_lists_no_type_that_is_gone() {
    let types = public_types();
    let glossary = text("GLOSSARY.md");
    let rows = glossary.lines().filter(|line| line.starts_with("| "));
    let words =
        rows.filter_map(|line| line.split(" | ").nth(2)).flat_map(|cell| cell.split('`').skip(1).step_by(2));
    let names = words.filter(|word| word.starts_with(|letter: char| letter.is_ascii_uppercase()));
    let gone: Vec<String> =
        names.filter(|name| !types.iter().any(|(known, _)| known == name)).map(str::to_owned).collect();
    none("in GLOSSARY.md, but in no pure crate", &gone);
}

#[test]
fn the_list_of_types_without_entry_only_shrinks() {
    let glossary = text("GLOSSARY.md");
    for name in NOT_YET {
        assert!(!glossary.contains(&format!("`{name}`")), "{name} has its entry: strike it from the list");
    }
}
