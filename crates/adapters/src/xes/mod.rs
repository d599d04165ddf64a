//! Nhật ký sự kiện theo XES (IEEE 1849): what process mining reads and what other systems give away.
//!
//! A log is a list of cases, a case has attributes and a list of events, an event has attributes. Attributes inside
//! attributes, lists and what is said of the log as a whole carry statistics and are not kept.

mod read;
mod write;

pub use read::{XesError, read};
pub use write::Writer;

/// What an attribute says.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A string or an id.
    Text(String),
    /// A date: UTC milliseconds.
    Instant(i64),
    /// An int.
    Int(i64),
    /// A float.
    Float(f64),
    /// A boolean.
    Bool(bool),
}

impl Value {
    /// As text: what a string says, and numbers as they are written.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Instant(at) | Self::Int(at) => at.to_string(),
            Self::Float(number) => number.to_string(),
            Self::Bool(yes) => yes.to_string(),
        }
    }

    /// The instant of a date.
    #[must_use]
    pub const fn instant(&self) -> Option<i64> {
        match self {
            Self::Instant(at) => Some(*at),
            _ => None,
        }
    }
}

/// Attributes in the order of the file. A handful, so they are looked through.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Attributes(pub Vec<(String, Value)>);

impl Attributes {
    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.0.iter().find(|(known, _)| known == key).map(|(_, value)| value)
    }

    /// The text of a key; of no length when it is not there.
    #[must_use]
    pub fn text(&self, key: &str) -> String {
        self.get(key).map(Value::text).unwrap_or_default()
    }

    /// The instant of a key, when it is a date.
    #[must_use]
    pub fn instant(&self, key: &str) -> Option<i64> {
        self.get(key).and_then(Value::instant)
    }
}

/// Something that happened in a case.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Event {
    /// Line of the file at which it begins.
    pub line: usize,
    /// What is said of it.
    pub attributes: Attributes,
}

/// A case: a dossier of the other system.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Case {
    /// Line of the file at which it begins.
    pub line: usize,
    /// What is said of it.
    pub attributes: Attributes,
    /// What happened, in the order of the file.
    pub events: Vec<Event>,
}

/// A log.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Log {
    /// Its own name, of no length when it has none.
    pub name: String,
    /// Its cases.
    pub cases: Vec<Case>,
}

/// Names XES gives to what every log has.
pub mod keys {
    /// Name of a case, of what was done.
    pub const NAME: &str = "concept:name";
    /// When it was done.
    pub const AT: &str = "time:timestamp";
    /// Who did it.
    pub const RESOURCE: &str = "org:resource";
    /// The unit that did it.
    pub const GROUP: &str = "org:group";
    /// What became of it: `complete` for what is done.
    pub const TRANSITION: &str = "lifecycle:transition";
}

#[cfg(test)]
mod tests;
