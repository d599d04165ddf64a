//! The store's own tables as data: what no aggregate's views fill. Schema, comments and backups are made from these.
//!
//! The tenant is the first column of every table, key and index and is added by the schema.

mod beside;
mod history;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holds {
    /// A whole number.
    I64,
    /// A whole number or nothing.
    I64Null,
    /// Text.
    Text,
    /// Text or nothing.
    TextNull,
    /// Bytes.
    Blob,
}

/// One column, with its unit and meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Column {
    pub name: &'static str,
    pub holds: Holds,
    pub about: &'static str,
}

/// An index over columns after the tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Index {
    pub name: &'static str,
    pub unique: bool,
    pub columns: &'static [&'static str],
}

/// A table of the store's own.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FixedTable {
    pub name: &'static str,
    /// One sentence: what a row is.
    pub about: &'static str,
    /// All columns after the tenant, in order.
    pub columns: &'static [Column],
    /// Key columns after the tenant.
    pub key: &'static [&'static str],
    pub indexes: &'static [Index],
}

/// Every table of the store's own, in the order in which they are created and backed up.
pub(crate) const FIXED: &[FixedTable] = &[
    history::TENANT_HEAD,
    history::JOURNAL,
    history::STREAM,
    history::SERIES,
    history::COMMAND,
    history::LOG_TILE,
    history::LOG_CHECKPOINT,
    history::ACCESS,
    beside::SUBJECT,
    beside::DECLARATION,
    beside::OUTBOX,
    beside::CATALOGUE,
    beside::ACCOUNT,
    beside::SESSION,
    beside::FORM_DRAFT,
    beside::SETTING,
    beside::LEASE,
];

const fn int(name: &'static str, about: &'static str) -> Column {
    Column { name, holds: Holds::I64, about }
}
const fn int_null(name: &'static str, about: &'static str) -> Column {
    Column { name, holds: Holds::I64Null, about }
}
const fn text(name: &'static str, about: &'static str) -> Column {
    Column { name, holds: Holds::Text, about }
}
const fn blob(name: &'static str, about: &'static str) -> Column {
    Column { name, holds: Holds::Blob, about }
}
const fn index(name: &'static str, columns: &'static [&'static str]) -> Index {
    Index { name, unique: false, columns }
}
const fn unique(name: &'static str, columns: &'static [&'static str]) -> Index {
    Index { name, unique: true, columns }
}
