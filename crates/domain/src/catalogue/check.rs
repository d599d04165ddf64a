//! What shipped rows must be: letters that are Vietnamese, codes anybody can type, and names of each other that lead
//! somewhere.

use super::{Area, Catalogue, LoadError};
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::is_nfc;

/// Letters of a file: NFC, and Đ where an eth (Ð) looks the same but sorts and searches as another letter.
pub(super) fn letters(text: &str) -> Vec<String> {
    let mut problems = Vec::new();
    for (at, line) in text.lines().enumerate() {
        if !is_nfc(line) {
            problems.push(format!("line {}: its letters are not composed (NFC)", at + 1));
        }
        if line.contains(['\u{00D0}', '\u{00F0}']) {
            problems.push(format!(
                "line {}: a letter eth (U+00D0, U+00F0) stands for Đ (U+0110, U+0111)",
                at + 1
            ));
        }
    }
    problems
}

/// A code that is typed at sign-in and stands in addresses.
fn is_plain(code: &str) -> bool {
    !code.is_empty()
        && code.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'.')
}

fn is_unknown(catalogue: &Catalogue, unit: &str) -> bool {
    !unit.is_empty() && unit != "parent" && !catalogue.units.contains_key(unit)
}

/// What rows say of each other.
pub(super) fn rows(catalogue: &Catalogue) -> Vec<LoadError> {
    let mut errors = Vec::new();
    let mut wrong = |file: &str, what: String| errors.push(LoadError { file: file.to_owned(), what });
    for unit in catalogue.units.values().flatten() {
        if !unit.parent.is_empty() && !catalogue.units.contains_key(&unit.parent) {
            wrong("units", format!("{}: there is no unit {}", unit.code, unit.parent));
        }
    }
    for person in catalogue.people.values().filter(|person| !is_plain(&person.code)) {
        wrong("people", format!("{}: a code has only a-z, 0-9 and dots", person.code));
    }
    for position in catalogue.positions.values().flatten() {
        if !position.code.is_ascii() {
            wrong("people", format!("{}: a position's code is plain ASCII", position.code));
        }
        if !catalogue.units.contains_key(&position.unit) {
            wrong("people", format!("{}: there is no unit {}", position.code, position.unit));
        }
    }
    let posts =
        catalogue.assignments.iter().flat_map(|row| [(&row.code, &row.deputy), (&row.code, &row.leader)]);
    let given = catalogue.delegations.iter().flat_map(|row| [(&row.code, &row.from), (&row.code, &row.to)]);
    for (code, position) in
        posts.chain(given).filter(|(_, position)| !catalogue.positions.contains_key(*position))
    {
        wrong("people", format!("{code}: there is no position {position}"));
    }
    for regime in catalogue.regimes.values() {
        for what in regime.problems() {
            wrong("regimes", format!("{}: {what}", regime.code));
        }
    }
    for hall in catalogue.halls.values() {
        if !catalogue.units.contains_key(&hall.unit) || !catalogue.regimes.contains_key(&hall.regime) {
            wrong("halls", format!("{}: its unit or regime is not there", hall.code));
        }
    }
    for counter in catalogue.counters.values() {
        if !catalogue.halls.contains_key(&counter.hall) {
            wrong("halls", format!("counter {}: there is no hall {}", counter.code, counter.hall));
        }
        for field in counter.fields.iter().filter(|field| !catalogue.fields.contains_key(*field)) {
            wrong("halls", format!("counter {}: there is no field group {field}", counter.code));
        }
    }
    for procedure in catalogue.procedures.values().flatten() {
        for (field, what) in procedure.problems() {
            wrong("procedures", format!("{} {field}: {what}", procedure.key()));
        }
        if !catalogue.fields.contains_key(&procedure.field) {
            wrong("procedures", format!("{}: there is no field group {}", procedure.key(), procedure.field));
        }
        if !catalogue.publishers.contains_key(&procedure.publisher) {
            wrong(
                "procedures",
                format!("{}: there is no publisher {}", procedure.key(), procedure.publisher),
            );
        }
        if !procedure.reading.is_empty() && calendar::Reading::named(&procedure.reading).is_none() {
            wrong("procedures", format!("{}: there is no reading {}", procedure.key(), procedure.reading));
        }
        let units =
            procedure.steps.iter().map(|step| &step.unit).chain([&procedure.handling, &procedure.agency]);
        for unit in units.filter(|unit| is_unknown(catalogue, unit)) {
            wrong("procedures", format!("{}: there is no unit {unit}", procedure.key()));
        }
    }
    for form in catalogue.declarations.values().flatten() {
        for what in form.problems() {
            wrong("declarations", format!("{} {}: {what}", form.code, form.version));
        }
    }
    for body in catalogue.publishers.values() {
        for unit in [&body.handling, &body.agency].into_iter().filter(|unit| is_unknown(catalogue, unit)) {
            wrong("publishers", format!("{}: there is no unit {unit}", body.code));
        }
    }
    errors
}

/// Words that follow the hall in the address of a display.
const TAKEN: [&str; 2] = ["call", "now"];

/// What areas say of halls and counters: file, line and area as they were written.
pub(super) fn areas(catalogue: &Catalogue, written: &[(&str, usize, Area)]) -> Vec<LoadError> {
    let mut errors = Vec::new();
    let (mut codes, mut seats) = (BTreeSet::new(), BTreeMap::new());
    for (file, line, area) in written {
        let mut wrong = |what: String| {
            let what = format!("line {line}: area {}: {what}", area.code);
            errors.push(LoadError { file: (*file).to_owned(), what });
        };
        if !catalogue.halls.contains_key(&area.hall) {
            wrong(format!("there is no hall {}", area.hall));
            continue;
        }
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if area.code.is_empty() || !area.code.bytes().all(plain) || TAKEN.contains(&area.code.as_str()) {
            wrong("a code has only a-z, 0-9 and hyphens, and is neither call nor now".to_owned());
        }
        if !codes.insert((&area.hall, &area.code)) {
            wrong(format!("hall {} has it twice", area.hall));
        }
        if area.name.trim().is_empty() || area.name_en.trim().is_empty() {
            wrong("it wants a name in both languages".to_owned());
        }
        if area.counters.is_empty() {
            wrong("it has no counter".to_owned());
        }
        for counter in &area.counters {
            if !catalogue.counters.contains_key(&(area.hall.clone(), counter.clone())) {
                wrong(format!("hall {} has no counter {counter}", area.hall));
            } else if let Some(other) = seats.insert((&area.hall, counter), &area.code) {
                wrong(format!("counter {counter} stands in area {other} already"));
            }
        }
    }
    errors
}
