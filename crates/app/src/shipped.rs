//! Facts shipped with the program: the catalogue, calendars, message texts. Embedded, so that a binary alone is enough.

use domain::catalogue::{Catalogue, LoadError};
use rust_embed::Embed;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

#[derive(Embed)]
#[folder = "../../data"]
#[include = "*.toml"]
#[include = "*.csv"]
#[exclude = "voice/*"]
#[exclude = "forms/*"]
struct Data;

fn text(file: &str) -> Option<String> {
    match Data::get(file)?.data {
        Cow::Borrowed(bytes) => std::str::from_utf8(bytes).ok().map(str::to_owned),
        Cow::Owned(bytes) => String::from_utf8(bytes).ok(),
    }
}

/// Names of all shipped files, in order.
pub fn shipped_files() -> impl Iterator<Item = String> {
    let mut names: Vec<String> = Data::iter().map(Cow::into_owned).collect();
    names.sort();
    names.into_iter()
}

/// The text of a shipped file.
#[must_use]
pub fn shipped_file(name: &str) -> Option<String> {
    text(name)
}

/// English names of steps. The catalogue and the journal have them in Vietnamese: the language a step was decided in; another
/// language is how it is shown.
static STEPS_EN: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let file = text("procedures/steps_en.csv").unwrap_or_default();
    // A Vietnamese name may hold commas, an English one does not.
    let pairs = file.lines().skip(1).filter_map(|line| line.rsplit_once(','));
    pairs.map(|(name, name_en)| (name.trim_matches('"').to_owned(), name_en.to_owned())).collect()
});

/// The English name of a step, when somebody translated it.
#[must_use]
pub fn step_name_en(name: &str) -> Option<&'static str> {
    STEPS_EN.get(name).map(String::as_str)
}

/// The shipped calendar of that name.
#[must_use]
pub fn shipped_calendar(name: &str) -> Option<String> {
    text(&format!("calendars/{name}.toml"))
}

/// The shipped catalogue.
///
/// # Errors
/// Everything that is wrong in the files; a test keeps them whole.
pub fn shipped() -> Result<Catalogue, Vec<LoadError>> {
    let files: Vec<(String, String)> =
        shipped_files().filter_map(|name| text(&name).map(|text| (name, text))).collect();
    domain::catalogue::load(files.iter().map(|(name, text)| (name.as_str(), text.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_that_is_shipped_has_an_english_name() {
        let catalogue = shipped().expect("the shipped files are whole");
        let procedures = catalogue.procedures.values().flatten();
        let mut names: Vec<String> =
            procedures.flat_map(domain::catalogue::Procedure::chain).map(|step| step.name).collect();
        names.sort();
        names.dedup();
        let missing: Vec<&String> = names.iter().filter(|name| step_name_en(name).is_none()).collect();
        assert!(missing.is_empty(), "data/procedures/steps_en.csv lacks {missing:?}");
        let unused: Vec<&String> = STEPS_EN.keys().filter(|name| !names.contains(name)).collect();
        assert!(unused.is_empty(), "no step is called {unused:?}");
    }
}
