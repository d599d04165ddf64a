//! Facts shipped with the program: the catalogue, calendars, message texts. Embedded, so that a binary alone is enough.

use domain::catalogue::{Catalogue, LoadError};
use rust_embed::Embed;
use std::borrow::Cow;

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
