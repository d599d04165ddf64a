//! The schema of both engines, made from the tables as data.
//!
//! Types are BIGINT, TEXT and bytes only; bytes are BLOB or BYTEA, and SQLite tables are WITHOUT ROWID where the key is
//! short. One statement at a time, so that a distributed PostgreSQL takes them too.

use crate::statement::Statement;
use crate::tables::{Column, FIXED, FixedTable, Holds};
use domain::kernel::{Tenant, Value};
use domain::tables::{ColumnType, TABLES, TableDef};

/// Which engine a text is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

/// A table of either sort, as the schema is made from it.
pub(crate) struct Shape {
    pub name: &'static str,
    pub about: &'static str,
    pub columns: Vec<Column>,
    pub key: Vec<&'static str>,
    /// Name, unique, columns.
    pub indexes: Vec<(&'static str, bool, &'static [&'static str])>,
}

impl From<&FixedTable> for Shape {
    fn from(table: &FixedTable) -> Self {
        Self {
            name: table.name,
            about: table.about,
            columns: table.columns.to_vec(),
            key: table.key.to_vec(),
            indexes: table.indexes.iter().map(|index| (index.name, index.unique, index.columns)).collect(),
        }
    }
}

impl From<&TableDef> for Shape {
    fn from(table: &TableDef) -> Self {
        let column = |column: &domain::tables::Column| Column {
            name: column.name,
            holds: match column.kind {
                ColumnType::I64 => Holds::I64,
                ColumnType::I64Null => Holds::I64Null,
                ColumnType::Text => Holds::Text,
                ColumnType::TextNull => Holds::TextNull,
            },
            about: column.about,
        };
        Self {
            name: table.name,
            about: table.about,
            columns: table.key.iter().chain(table.columns).map(column).collect(),
            key: table.key.iter().map(|column| column.name).collect(),
            indexes: table.indexes.iter().map(|index| (index.name, false, index.columns)).collect(),
        }
    }
}

impl Shape {
    /// One page of a tenant's rows in the order of their keys, after a key. Never by OFFSET: the last page of a large table
    /// would read all of it.
    pub(crate) fn page(&self, tenant: Tenant, after: Option<&[Value]>, most: i64) -> (String, Vec<Value>) {
        let columns: Vec<&str> = self.columns.iter().map(|column| column.name).collect();
        let mut values: Vec<Value> = vec![tenant.into(), most.into()];
        let mut beyond = String::new();
        if let Some(after) = after.filter(|after| !after.is_empty()) {
            let marks: Vec<String> = (0..after.len()).map(|at| format!("${}", at + 3)).collect();
            beyond = format!(" AND ({}) > ({})", self.key.join(", "), marks.join(", "));
            values.extend_from_slice(after);
        }
        let order = if self.key.is_empty() { "tenant".to_owned() } else { self.key.join(", ") };
        let sql = format!(
            "SELECT {} FROM {} WHERE tenant = $1{beyond} ORDER BY {order} LIMIT $2",
            columns.join(", "),
            self.name
        );
        (sql, values)
    }

    /// The key of a row of [`Shape::page`].
    pub(crate) fn key_of(&self, row: &[Value]) -> Vec<Value> {
        let place = |key: &&str| self.columns.iter().position(|column| column.name == *key);
        self.key.iter().filter_map(place).map(|at| row[at].clone()).collect()
    }
}

/// Every table, in the order of creation.
pub(crate) fn shapes() -> Vec<Shape> {
    FIXED.iter().map(Shape::from).chain(TABLES.iter().map(Shape::from)).collect()
}

/// All statements that make the tables, in order.
pub(crate) fn create(dialect: Dialect) -> Vec<String> {
    shapes().iter().flat_map(|shape| table_and_indexes(shape, dialect)).collect()
}

/// The journal's rows are wide: on SQLite they live in a table with a row id, its key is an index.
fn has_row_id(shape: &Shape) -> bool {
    shape.name == "journal"
}

fn table_and_indexes(shape: &Shape, dialect: Dialect) -> Vec<String> {
    let columns: Vec<String> = shape
        .columns
        .iter()
        .map(|column| format!("{} {}", column.name, sql_type(column.holds, dialect)))
        .collect();
    let tail = if dialect == Dialect::Sqlite && !has_row_id(shape) { " WITHOUT ROWID" } else { "" };
    let table = format!(
        "CREATE TABLE {} (tenant BIGINT NOT NULL, {}, PRIMARY KEY ({})){tail}",
        shape.name,
        columns.join(", "),
        with_tenant(&shape.key)
    );
    let indexes = shape.indexes.iter().map(|(name, unique, columns)| {
        let unique = if *unique { "UNIQUE " } else { "" };
        format!("CREATE {unique}INDEX {name} ON {} ({})", shape.name, with_tenant(columns))
    });
    std::iter::once(table).chain(indexes).collect()
}

/// What SQLite is told to expect of each key and index: table, index, and rows behind none, one, two... of its columns. Nobody
/// counts them: without a word it takes the tenant alone to be as good as found, and reads a whole table where an index would
/// do; and a count would make the plan of today another than yesterday's. The more columns are known, the fewer rows are left.
pub(crate) fn expected() -> Vec<[String; 3]> {
    let mut expected = Vec::new();
    for shape in shapes() {
        let key = if has_row_id(&shape) {
            format!("sqlite_autoindex_{}_1", shape.name)
        } else {
            shape.name.to_owned()
        };
        expected.push([shape.name.to_owned(), key, rows_behind(shape.key.len(), true)]);
        for (name, unique, columns) in &shape.indexes {
            expected.push([shape.name.to_owned(), (*name).to_owned(), rows_behind(columns.len(), *unique)]);
        }
    }
    expected
}

/// Rows of a large province's table, those behind its tenant, and those left with each column after it.
fn rows_behind(columns: usize, unique: bool) -> String {
    const ROWS: i64 = 1_000_000;
    const LEFT: i64 = 30;
    let mut rows = vec![ROWS, ROWS];
    rows.extend((0..columns).scan(ROWS, |left, _| {
        *left = (*left / LEFT).max(1);
        Some(*left)
    }));
    if let Some(last) = rows.last_mut().filter(|_| unique) {
        *last = 1;
    }
    rows.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

fn with_tenant(columns: &[&str]) -> String {
    std::iter::once("tenant").chain(columns.iter().copied()).collect::<Vec<_>>().join(", ")
}

const fn sql_type(holds: Holds, dialect: Dialect) -> &'static str {
    match (holds, dialect) {
        (Holds::I64, _) => "BIGINT NOT NULL",
        (Holds::I64Null, _) => "BIGINT",
        (Holds::Text, Dialect::Sqlite) => "TEXT NOT NULL",
        (Holds::TextNull, Dialect::Sqlite) => "TEXT",
        // Byte by byte, as SQLite compares: lists and pages are in one order whatever the database was made with.
        (Holds::Text, Dialect::Postgres) => "TEXT COLLATE \"C\" NOT NULL",
        (Holds::TextNull, Dialect::Postgres) => "TEXT COLLATE \"C\"",
        (Holds::Blob, Dialect::Sqlite) => "BLOB NOT NULL",
        (Holds::Blob, Dialect::Postgres) => "BYTEA NOT NULL",
    }
}

/// The schema as a person reads it: kept in the repository, made again by a test.
#[must_use]
pub fn schema_dump() -> String {
    let mut text = String::from(
        "-- Made from the tables as data, as PostgreSQL has it; a test makes it again and compares.\n\
         -- Instants are UTC milliseconds, days are local dates as yyyymmdd, money is đồng, flags are 0 and 1.\n",
    );
    for shape in shapes() {
        text.push_str(&format!("\n-- {}\nCREATE TABLE {} (\n", shape.about, shape.name));
        text.push_str("    tenant BIGINT NOT NULL, -- the province\n");
        for column in &shape.columns {
            let kind = sql_type(column.holds, Dialect::Postgres);
            text.push_str(&format!("    {} {kind}, -- {}\n", column.name, column.about));
        }
        text.push_str(&format!("    PRIMARY KEY ({}));\n", with_tenant(&shape.key)));
        for index in table_and_indexes(&shape, Dialect::Postgres).iter().skip(1) {
            text.push_str(&format!("{index};\n"));
        }
    }
    text
}

/// Every statement of this crate, for the registry test.
#[must_use]
pub fn statements() -> Vec<Statement> {
    crate::writes::STATEMENTS.to_vec()
}
