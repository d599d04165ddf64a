use super::{
    Absence, Area, Assignment, Counter, DeclarationForm, Delegation, Field, Hall, Machine, Person, Position,
    Procedure, Publisher, Regime, Role, Unit, holds,
};
use crate::kernel::Millis;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A row as it is kept: kind, code, version, period, and the rest as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// `unit`, `person`, `position`...
    pub kind: String,
    /// Code.
    pub code: String,
    /// Version.
    pub version: String,
    /// Holds from this date.
    pub valid_from: String,
    /// Holds until before this date.
    pub valid_to: String,
    /// The rest.
    pub body: String,
}

/// A row in its own shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// Đơn vị.
    Unit(Unit),
    /// Nhóm lĩnh vực.
    Field(Field),
    /// Sảnh.
    Hall(Hall),
    /// Quầy.
    Counter(Counter),
    /// Khu vực.
    Area(Area),
    /// Người.
    Person(Person),
    /// Chức vụ.
    Position(Position),
    /// Phân công công tác.
    Assignment(Assignment),
    /// Uỷ quyền.
    Delegation(Delegation),
    /// Vắng mặt.
    Absence(Absence),
    /// Thủ tục.
    Procedure(Procedure),
    /// Chế độ quy định.
    Regime(Regime),
    /// Cơ quan công bố.
    Publisher(Publisher),
    /// Tài khoản máy.
    Machine(Machine),
    /// Mẫu tờ khai.
    Declaration(DeclarationForm),
}

impl Item {
    /// As it is kept.
    #[must_use]
    pub fn entry(&self) -> Entry {
        let (kind, code, version, from, to) = match self {
            Self::Unit(unit) => {
                ("unit", unit.code.clone(), unit.valid_from.clone(), &unit.valid_from, &unit.valid_to)
            }
            Self::Field(field) => return plain("field", &field.code, body(field)),
            Self::Hall(hall) => {
                ("hall", hall.code.clone(), hall.valid_from.clone(), &hall.valid_from, &hall.valid_to)
            }
            Self::Counter(counter) => {
                return plain("counter", &format!("{}/{}", counter.hall, counter.code), body(counter));
            }
            Self::Area(area) => return plain("area", &format!("{}/{}", area.hall, area.code), body(area)),
            Self::Person(person) => return plain("person", &person.code, body(person)),
            Self::Position(held) => {
                ("position", held.code.clone(), held.valid_from.clone(), &held.valid_from, &held.valid_to)
            }
            Self::Assignment(row) => {
                ("assignment", row.code.clone(), row.valid_from.clone(), &row.valid_from, &row.valid_to)
            }
            Self::Delegation(row) => {
                ("delegation", row.code.clone(), row.valid_from.clone(), &row.valid_from, &row.valid_to)
            }
            Self::Publisher(row) => return plain("publisher", &row.code, body(row)),
            Self::Machine(row) => return plain("machine", &row.code, body(row)),
            Self::Absence(row) => {
                return plain("absence", &format!("{}/{}", row.person, row.from), body(row));
            }
            Self::Procedure(row) => {
                ("procedure", row.key(), row.version.clone(), &row.valid_from, &row.valid_to)
            }
            Self::Declaration(row) => {
                ("declaration", row.code.clone(), row.version.clone(), &row.valid_from, &row.valid_to)
            }
            Self::Regime(row) => ("regime", row.code.clone(), "1".to_owned(), &row.valid_from, &row.valid_to),
        };
        let body = match self {
            Self::Unit(row) => body(row),
            Self::Hall(row) => body(row),
            Self::Position(row) => body(row),
            Self::Assignment(row) => body(row),
            Self::Delegation(row) => body(row),
            Self::Procedure(row) => body(row),
            Self::Regime(row) => body(row),
            Self::Field(row) => body(row),
            Self::Counter(row) => body(row),
            Self::Area(row) => body(row),
            Self::Person(row) => body(row),
            Self::Absence(row) => body(row),
            Self::Publisher(row) => body(row),
            Self::Machine(row) => body(row),
            Self::Declaration(row) => body(row),
        };
        Entry { kind: kind.to_owned(), code, version, valid_from: from.clone(), valid_to: to.clone(), body }
    }

    /// From a kept row.
    ///
    /// # Errors
    /// When the body is not of that kind.
    pub fn read(entry: &Entry) -> Result<Self, serde_json::Error> {
        let text = entry.body.as_str();
        Ok(match entry.kind.as_str() {
            "unit" => Self::Unit(serde_json::from_str(text)?),
            "field" => Self::Field(serde_json::from_str(text)?),
            "hall" => Self::Hall(serde_json::from_str(text)?),
            "counter" => Self::Counter(serde_json::from_str(text)?),
            "area" => Self::Area(serde_json::from_str(text)?),
            "person" => Self::Person(serde_json::from_str(text)?),
            "position" => Self::Position(serde_json::from_str(text)?),
            "assignment" => Self::Assignment(serde_json::from_str(text)?),
            "delegation" => Self::Delegation(serde_json::from_str(text)?),
            "absence" => Self::Absence(serde_json::from_str(text)?),
            "procedure" => Self::Procedure(serde_json::from_str(text)?),
            "publisher" => Self::Publisher(serde_json::from_str(text)?),
            "regime" => Self::Regime(serde_json::from_str(text)?),
            "machine" => Self::Machine(serde_json::from_str(text)?),
            "declaration" => Self::Declaration(serde_json::from_str(text)?),
            other => return Err(serde::de::Error::custom(format!("unknown kind of row: {other}"))),
        })
    }
}

fn body<T: Serialize>(row: &T) -> String {
    serde_json::to_string(row).expect("rows hold only text, numbers and lists")
}

fn plain(kind: &str, code: &str, body: String) -> Entry {
    Entry {
        kind: kind.to_owned(),
        code: code.to_owned(),
        version: "1".to_owned(),
        valid_from: String::new(),
        valid_to: String::new(),
        body,
    }
}

/// All rows at once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalogue {
    /// By code, then by beginning.
    pub units: BTreeMap<String, Vec<Unit>>,
    /// By code.
    pub fields: BTreeMap<String, Field>,
    /// By code.
    pub halls: BTreeMap<String, Hall>,
    /// By hall and code.
    pub counters: BTreeMap<(String, String), Counter>,
    /// By hall and code.
    pub areas: BTreeMap<(String, String), Area>,
    /// By code.
    pub people: BTreeMap<String, Person>,
    /// By code, then by beginning.
    pub positions: BTreeMap<String, Vec<Position>>,
    /// Assignments of work.
    pub assignments: Vec<Assignment>,
    /// Delegations.
    pub delegations: Vec<Delegation>,
    /// Absences.
    pub absences: Vec<Absence>,
    /// By key, then by beginning.
    pub procedures: BTreeMap<String, Vec<Procedure>>,
    /// By id.
    pub regimes: BTreeMap<String, Regime>,
    /// By code.
    pub publishers: BTreeMap<String, Publisher>,
    /// By code.
    pub machines: BTreeMap<String, Machine>,
    /// Forms filled in at the door, by code, then by beginning.
    pub declarations: BTreeMap<String, Vec<DeclarationForm>>,
    posts: Posts,
}

/// Codes of positions by whoever held them ever and by their unit: every command asks for a person's and a unit's positions, and a
/// province has some ten thousand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Posts {
    by_person: BTreeMap<String, BTreeSet<String>>,
    by_unit: BTreeMap<String, BTreeSet<String>>,
}

impl Posts {
    fn note(&mut self, row: &Position) {
        self.by_person.entry(row.person.clone()).or_default().insert(row.code.clone());
        self.by_unit.entry(row.unit.clone()).or_default().insert(row.code.clone());
    }
}

impl Catalogue {
    /// Puts a row in, in place of the same version of the same thing.
    pub fn put(&mut self, item: Item) {
        match item {
            Item::Unit(row) => {
                replace(self.units.entry(row.code.clone()).or_default(), row, |row| row.valid_from.clone());
            }
            Item::Field(row) => drop(self.fields.insert(row.code.clone(), row)),
            Item::Hall(row) => drop(self.halls.insert(row.code.clone(), row)),
            Item::Counter(row) => drop(self.counters.insert((row.hall.clone(), row.code.clone()), row)),
            Item::Area(row) => drop(self.areas.insert((row.hall.clone(), row.code.clone()), row)),
            Item::Person(row) => drop(self.people.insert(row.code.clone(), row)),
            Item::Position(row) => {
                self.posts.note(&row);
                replace(self.positions.entry(row.code.clone()).or_default(), row, |row| {
                    row.valid_from.clone()
                });
            }
            Item::Assignment(row) => replace(&mut self.assignments, row, |row| row.code.clone()),
            Item::Delegation(row) => replace(&mut self.delegations, row, |row| row.code.clone()),
            Item::Absence(row) => replace(&mut self.absences, row, |row| (row.person.clone(), row.from)),
            Item::Procedure(row) => {
                let versions = self.procedures.entry(row.key()).or_default();
                replace(versions, row, |row| row.version.clone());
                versions.sort_by(|one, other| order(one).cmp(&order(other)));
            }
            Item::Regime(row) => drop(self.regimes.insert(row.code.clone(), row)),
            Item::Publisher(row) => drop(self.publishers.insert(row.code.clone(), row)),
            Item::Machine(row) => drop(self.machines.insert(row.code.clone(), row)),
            Item::Declaration(row) => {
                let versions = self.declarations.entry(row.code.clone()).or_default();
                replace(versions, row, |row| row.version.clone());
                versions.sort_by(|one, other| {
                    (&one.valid_from, &one.version).cmp(&(&other.valid_from, &other.version))
                });
            }
        }
    }

    /// A unit on a date.
    #[must_use]
    pub fn unit(&self, code: &str, on: &str) -> Option<&Unit> {
        self.units.get(code)?.iter().rev().find(|unit| holds(&unit.valid_from, &unit.valid_to, on))
    }

    /// A unit, whenever it existed: for names in old histories.
    #[must_use]
    pub fn unit_ever(&self, code: &str) -> Option<&Unit> {
        self.units.get(code)?.last()
    }

    /// A unit and everything above it, itself first.
    #[must_use]
    pub fn unit_path(&self, code: &str) -> Vec<String> {
        let mut path = Vec::new();
        let mut next = code.to_owned();
        while let Some(unit) = self.unit_ever(&next) {
            path.push(unit.code.clone());
            // A tree that was edited into a ring must not hang the server.
            if unit.parent.is_empty() || path.len() > 16 {
                break;
            }
            next.clone_from(&unit.parent);
        }
        path
    }

    /// Positions of a person on a date.
    pub fn positions_of<'a>(&'a self, person: &'a str, on: &'a str) -> impl Iterator<Item = &'a Position> {
        let codes = self.posts.by_person.get(person).into_iter().flatten();
        codes.filter_map(|code| self.position_on(code, on)).filter(move |position| position.person == person)
    }

    /// A position as it is held on a date.
    fn position_on(&self, code: &str, on: &str) -> Option<&Position> {
        self.positions.get(code)?.iter().rev().find(|row| holds(&row.valid_from, &row.valid_to, on))
    }

    /// All positions held on a date.
    pub fn positions_on<'a>(&'a self, on: &'a str) -> impl Iterator<Item = &'a Position> {
        self.positions
            .values()
            .filter_map(move |held| held.iter().rev().find(|row| holds(&row.valid_from, &row.valid_to, on)))
    }

    /// Who has a role in a unit on a date, in the order of codes.
    #[must_use]
    pub fn holders<'a>(&'a self, unit: &str, role: Role, on: &str) -> Vec<&'a Position> {
        let codes = self.posts.by_unit.get(unit).into_iter().flatten();
        codes
            .filter_map(|code| self.position_on(code, on))
            .filter(|held| held.unit == unit && held.role == role)
            .collect()
    }

    /// The one who stands in for a person at an instant, followed once: a substitute's substitute is the head's matter.
    #[must_use]
    pub fn substitute(&self, person: &str, at: Millis) -> Option<&str> {
        let away = |row: &&Absence| row.person == person && row.from <= at && at < row.until;
        self.absences.iter().rev().find(away).map(|row| row.substitute.as_str())
    }

    /// The version of a procedure on a date.
    #[must_use]
    pub fn procedure(&self, code: &str, publisher: &str, on: &str) -> Option<&Procedure> {
        let versions = self.procedures.get(&format!("{code}@{publisher}"))?;
        versions.iter().rev().find(|row| holds(&row.valid_from, &row.valid_to, on))
    }

    /// One version of a procedure, for an old dossier.
    #[must_use]
    pub fn procedure_version(&self, code: &str, publisher: &str, version: &str) -> Option<&Procedure> {
        self.procedures.get(&format!("{code}@{publisher}"))?.iter().find(|row| row.version == version)
    }

    /// All procedures in force on a date, in the order of keys.
    pub fn procedures_on<'a>(&'a self, on: &str) -> impl Iterator<Item = &'a Procedure> {
        self.procedures
            .values()
            .filter_map(move |rows| rows.iter().rev().find(|row| holds(&row.valid_from, &row.valid_to, on)))
    }

    /// The version of a form filled in at the door on a date.
    #[must_use]
    pub fn declaration(&self, code: &str, on: &str) -> Option<&DeclarationForm> {
        let versions = self.declarations.get(code)?;
        versions.iter().rev().find(|form| holds(&form.valid_from, &form.valid_to, on))
    }

    /// One version of such a form, for an arrival of an earlier day.
    #[must_use]
    pub fn declaration_version(&self, code: &str, version: &str) -> Option<&DeclarationForm> {
        self.declarations.get(code)?.iter().find(|form| form.version == version)
    }

    /// Counters of a hall by number.
    #[must_use]
    pub fn counters_of(&self, hall: &str) -> Vec<&Counter> {
        let mut counters: Vec<&Counter> =
            self.counters.values().filter(|counter| counter.hall == hall).collect();
        counters.sort_by_key(|counter| counter.number);
        counters
    }

    /// Field groups that some counter of a hall takes, in their order.
    #[must_use]
    pub fn fields_of(&self, hall: &str) -> Vec<&Field> {
        let taken = |field: &&Field| {
            self.counters_of(hall).iter().any(|counter| counter.fields.contains(&field.code))
        };
        let mut fields: Vec<&Field> = self.fields.values().filter(taken).collect();
        fields.sort_by_key(|field| field.order);
        fields
    }

    /// Every row as it is kept.
    #[must_use]
    pub fn entries(&self) -> Vec<Entry> {
        let mut items: Vec<Item> = Vec::new();
        items.extend(self.units.values().flatten().cloned().map(Item::Unit));
        items.extend(self.fields.values().cloned().map(Item::Field));
        items.extend(self.halls.values().cloned().map(Item::Hall));
        items.extend(self.counters.values().cloned().map(Item::Counter));
        items.extend(self.areas.values().cloned().map(Item::Area));
        items.extend(self.people.values().cloned().map(Item::Person));
        items.extend(self.positions.values().flatten().cloned().map(Item::Position));
        items.extend(self.assignments.iter().cloned().map(Item::Assignment));
        items.extend(self.delegations.iter().cloned().map(Item::Delegation));
        items.extend(self.absences.iter().cloned().map(Item::Absence));
        items.extend(self.procedures.values().flatten().cloned().map(Item::Procedure));
        items.extend(self.regimes.values().cloned().map(Item::Regime));
        items.extend(self.publishers.values().cloned().map(Item::Publisher));
        items.extend(self.machines.values().cloned().map(Item::Machine));
        items.extend(self.declarations.values().flatten().cloned().map(Item::Declaration));
        items.iter().map(Item::entry).collect()
    }
}

fn replace<T, K: PartialEq>(rows: &mut Vec<T>, row: T, key: impl Fn(&T) -> K) {
    let new = key(&row);
    match rows.iter_mut().find(|old| key(old) == new) {
        Some(old) => *old = row,
        None => rows.push(row),
    }
}

/// Versions in the order they came: by date, then by number (10 after 9), then by name.
fn order(row: &Procedure) -> (&str, i64, &str) {
    (&row.valid_from, row.version.parse().unwrap_or(0), &row.version)
}
