//! What pages read: plain rows that follow from an aggregate's state.
//!
//! An aggregate's views are a function of its state alone: the rows it owns, and what it adds to shared
//! counters. The writer compares the views before and after a command: rows that vanished are deleted,
//! changed ones upserted, counters moved by the difference. So a rebuild from the states on hand, a rebuild
//! from the journal and the live tables are equal by construction, and a test says so.

use serde::{Deserialize, Serialize};

/// A column's value. Booleans are 0 and 1, instants are UTC milliseconds, money is đồng.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Value {
    /// Nothing.
    Null,
    /// A whole number.
    I64(i64),
    /// Text.
    Text(String),
    /// Bytes.
    Blob(Vec<u8>),
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::I64(value)
    }
}
impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::I64(i64::from(value))
    }
}
impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}
impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}
impl From<Vec<u8>> for Value {
    fn from(value: Vec<u8>) -> Self {
        Self::Blob(value)
    }
}
impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}
impl From<super::StreamId> for Value {
    fn from(value: super::StreamId) -> Self {
        Self::I64(value.0)
    }
}
impl From<super::SubjectId> for Value {
    fn from(value: super::SubjectId) -> Self {
        Self::I64(value.0)
    }
}
impl From<super::Tenant> for Value {
    fn from(value: super::Tenant) -> Self {
        Self::I64(value.0)
    }
}
impl From<super::Vnd> for Value {
    fn from(value: super::Vnd) -> Self {
        Self::I64(value.amount())
    }
}

/// A row that one stream owns. The tenant column is added by the store and never stands here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The table's name.
    pub table: &'static str,
    /// Key columns after the tenant, in the order of the table's primary key.
    pub key: Vec<(&'static str, Value)>,
    /// All other columns, always the same set for a table.
    pub columns: Vec<(&'static str, Value)>,
}

/// What one stream adds to a row shared with others. Never negative itself; the writer subtracts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// The table's name.
    pub table: &'static str,
    /// Key columns after the tenant.
    pub key: Vec<(&'static str, Value)>,
    /// Columns added to, with the amounts.
    pub adds: Vec<(&'static str, i64)>,
}

/// Everything pages can see of one stream, as a function of its state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Views {
    /// Rows it owns: at most one for each table and key.
    pub rows: Vec<Row>,
    /// What it adds to shared counters.
    pub counts: Vec<Count>,
}
