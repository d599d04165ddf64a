//! The shipped files: read, checked, all problems at once, each with its file.

use super::check;
use super::{
    Absence, Area, Assignment, Catalogue, Counter, DeclarationForm, Delegation, Field, Hall, Item, Person,
    Position, Procedure, Publisher, Regime, Role, Unit, UnitKind,
};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use toml::Spanned;

/// Something wrong in a shipped file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {what}")]
pub struct LoadError {
    /// The file.
    pub file: String,
    /// What.
    pub what: String,
}

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct TomlFile {
    field: Vec<Field>,
    hall: Vec<Hall>,
    counter: Vec<Counter>,
    area: Vec<Spanned<Area>>,
    assignment: Vec<Assignment>,
    delegation: Vec<Delegation>,
    absence: Vec<Absence>,
    procedure: Vec<Procedure>,
    regime: Vec<Regime>,
    publisher: Vec<Publisher>,
    declaration: Vec<DeclarationForm>,
}

/// Folders that hold facts of other kinds.
const NOT_CATALOGUE: [&str; 5] = ["calendars/", "crowd/", "forms/", "messages/", "search/"];

/// Reads files given as path and text: `*.csv` for units, people and positions, `*.toml` for the rest. Other files are
/// passed over.
///
/// # Errors
/// Everything that is wrong, each with its file.
pub fn load<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Catalogue, Vec<LoadError>> {
    let mut catalogue = Catalogue::default();
    let (mut errors, mut areas) = (Vec::new(), Vec::new());
    for (path, text) in files {
        let mut read_text = |problems: Vec<String>| {
            errors.extend(problems.into_iter().map(|what| LoadError { file: path.to_owned(), what }));
        };
        let read = if path.ends_with("units.csv") {
            units(text).map(|items| (items, Vec::new()))
        } else if path.ends_with("people.csv") {
            people(text).map(|items| (items, Vec::new()))
        } else if path.ends_with(".toml") && !NOT_CATALOGUE.iter().any(|folder| path.starts_with(folder)) {
            toml_file(text)
        } else {
            continue;
        };
        read_text(check::letters(text));
        match read {
            Ok((items, written)) => {
                items.into_iter().for_each(|item| catalogue.put(item));
                areas.extend(written.into_iter().map(|(line, area)| (path, line, area)));
            }
            Err(problems) => read_text(problems),
        }
    }
    errors.extend(check::rows(&catalogue));
    errors.extend(check::areas(&catalogue, &areas));
    if errors.is_empty() { Ok(catalogue) } else { Err(errors) }
}

type Read = Result<Vec<Item>, Vec<String>>;

/// Areas with the lines they begin on: what is wrong with one is wrong with what it says of other rows.
type Written = Vec<(usize, Area)>;

fn toml_file(text: &str) -> Result<(Vec<Item>, Written), Vec<String>> {
    let file: TomlFile = toml::from_str(text).map_err(|error| vec![error.to_string()])?;
    let line = |at: usize| text.get(..at).map_or(0, |before| before.matches('\n').count()) + 1;
    let areas: Written =
        file.area.into_iter().map(|area| (line(area.span().start), area.into_inner())).collect();
    let mut items: Vec<Item> = Vec::new();
    items.extend(file.field.into_iter().map(Item::Field));
    items.extend(file.hall.into_iter().map(Item::Hall));
    items.extend(file.counter.into_iter().map(Item::Counter));
    items.extend(areas.iter().map(|(_, area)| Item::Area(area.clone())));
    items.extend(file.assignment.into_iter().map(Item::Assignment));
    items.extend(file.delegation.into_iter().map(Item::Delegation));
    items.extend(file.absence.into_iter().map(Item::Absence));
    items.extend(file.procedure.into_iter().map(Item::Procedure));
    items.extend(file.regime.into_iter().map(Item::Regime));
    items.extend(file.publisher.into_iter().map(Item::Publisher));
    items.extend(file.declaration.into_iter().map(Item::Declaration));
    Ok((items, areas))
}

/// Lines without the head line, cut at commas, with their numbers. No value of these files holds a comma; a line of
/// another width is a problem of that line.
fn lines(text: &str, width: usize) -> (Vec<(usize, Vec<String>)>, Vec<String>) {
    let (mut rows, mut problems) = (Vec::new(), Vec::new());
    for (at, line) in
        text.lines().enumerate().skip(1).filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
    {
        let cells: Vec<String> = line.split(',').map(|cell| cell.trim().to_owned()).collect();
        if cells.len() == width {
            rows.push((at + 1, cells));
        } else {
            problems.push(format!("line {}: {} columns, expected {width}", at + 1, cells.len()));
        }
    }
    (rows, problems)
}

/// `code,parent,kind,name,name_en,abbreviation,agency,phone,address,status,valid_from,valid_to`
fn units(text: &str) -> Read {
    let (rows, mut problems) = lines(text, 12);
    let mut items = Vec::new();
    for (line, row) in rows {
        let [code, parent, kind, name, name_en, abbreviation, agency, phone, address, status, from, to] =
            row.try_into().expect("twelve columns");
        let Some(kind) = unit_kind(&kind) else {
            problems.push(format!("line {line}: unknown kind {kind}"));
            continue;
        };
        items.push(Item::Unit(Unit {
            code,
            parent,
            kind,
            name,
            name_en,
            abbreviation,
            agency,
            phone,
            address,
            status,
            valid_from: from,
            valid_to: to,
        }));
    }
    if problems.is_empty() { Ok(items) } else { Err(problems) }
}

fn unit_kind(word: &str) -> Option<UnitKind> {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).ok()
}

/// `person,address,name,position,unit,role,title,title_en,valid_from,valid_to`: one line for each position.
fn people(text: &str) -> Read {
    let (rows, mut problems) = lines(text, 10);
    let mut items = Vec::new();
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    let mut held: BTreeSet<(String, String)> = BTreeSet::new();
    for (line, row) in rows {
        let [person, address, name, position, unit, role, title, title_en, from, to] =
            row.try_into().expect("ten columns");
        let Some(role) = Role::from_word(&role) else {
            problems.push(format!("line {line}: unknown role {role}"));
            continue;
        };
        if names.insert(person.clone(), name.clone()).is_some_and(|other| other != name) {
            problems.push(format!("line {line}: {person} is somebody else's code already"));
        }
        if !held.insert((position.clone(), from.clone())) {
            problems.push(format!("line {line}: position {position} begins twice on {from}"));
        }
        items.push(Item::Person(Person { code: person.clone(), name, address }));
        items.push(Item::Position(Position {
            code: position,
            person,
            unit,
            role,
            title,
            title_en,
            valid_from: from,
            valid_to: to,
        }));
    }
    if problems.is_empty() { Ok(items) } else { Err(problems) }
}
