//! Nhật ký hướng đối tượng theo OCEL 2.0: events that belong to several things at once, as JSON.
//!
//! What a log of cases (see [`xes`](crate::xes)) cannot say: that one visit received two dossiers, that a step went from one unit to
//! another, who was at it. An attribute of an object may change; each value has the instant from which it holds.

mod write;

pub use write::{Written, write};

/// What an attribute says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A word or a name.
    Text(String),
    /// A whole number.
    Int(i64),
    /// Yes or no.
    Bool(bool),
    /// UTC milliseconds.
    Instant(i64),
}

impl Value {
    /// The word OCEL has for what it is.
    const fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "string",
            Self::Int(_) => "integer",
            Self::Bool(_) => "boolean",
            Self::Instant(_) => "time",
        }
    }
}

/// To an object, and as what.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Relation {
    /// Id of the object.
    pub object: String,
    /// As what: a few words.
    pub qualifier: &'static str,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its id, unlike every other's.
    pub id: String,
    /// What happened.
    pub kind: &'static str,
    /// When, in UTC milliseconds.
    pub at: i64,
    /// What is said of it; the same name says the same sort of thing in all events of a kind.
    pub attributes: Vec<(&'static str, Value)>,
    /// The objects it belongs to.
    pub objects: Vec<Relation>,
}

/// A thing events belong to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    /// Its id, unlike every other's of any kind.
    pub id: String,
    /// What it is.
    pub kind: &'static str,
    /// What is said of it, and from which instant on; 0 for always. Values of one name ascend by it.
    pub attributes: Vec<(&'static str, Value, i64)>,
    /// The objects it belongs to.
    pub objects: Vec<Relation>,
}

/// A log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Log {
    /// What happened, by instant.
    pub events: Vec<Event>,
    /// To what.
    pub objects: Vec<Object>,
}

#[cfg(test)]
mod tests;
