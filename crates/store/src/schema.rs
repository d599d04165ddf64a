//! The schema of both engines, made from the tables as data.
//!
//! Types are BIGINT, TEXT and bytes only; `{blob}` becomes BLOB or BYTEA, and SQLite tables are WITHOUT ROWID where
//! the key is short. One statement at a time, so that a distributed PostgreSQL takes them too.

use crate::statement::Statement;
use domain::tables::{ColumnType, TABLES, TableDef};

/// A table that no aggregate's views fill.
pub(crate) struct FixedTable {
    pub name: &'static str,
    /// Columns after the tenant, as SQL.
    pub columns: &'static str,
    /// Key columns after the tenant.
    pub key: &'static str,
    pub indexes: &'static [(&'static str, &'static str)],
}

/// Tables of the store's own.
pub(crate) const FIXED: &[FixedTable] = &[
    // One row a tenant: the last sequence number, the digest over all hashes so far, versions of edited things.
    FixedTable {
        name: "tenant_head",
        columns: "seq BIGINT NOT NULL, digest {blob} NOT NULL, catalogue_version BIGINT NOT NULL",
        key: "",
        indexes: &[],
    },
    // Every event, its envelope in columns, its body as the exact bytes that were hashed.
    FixedTable {
        name: "journal",
        columns: "seq BIGINT NOT NULL, stream BIGINT NOT NULL, version BIGINT NOT NULL, kind TEXT NOT NULL, \
                  name TEXT NOT NULL, event_schema BIGINT NOT NULL, occurred_at BIGINT NOT NULL, \
                  recorded_at BIGINT NOT NULL, actor TEXT NOT NULL, position TEXT NOT NULL, \
                  on_behalf_of TEXT NOT NULL, rule TEXT NOT NULL, command_id TEXT NOT NULL, ordinal BIGINT NOT NULL, \
                  body {blob} NOT NULL, nonce {blob} NOT NULL, prev_hash {blob} NOT NULL, hash {blob} NOT NULL",
        key: "seq",
        indexes: &[
            ("UNIQUE journal_stream", "stream, version"),
            ("UNIQUE journal_command", "command_id, ordinal"),
        ],
    },
    // One row a stream: its version, the hash of its last event, its state without personal data.
    FixedTable {
        name: "stream",
        columns: "stream BIGINT NOT NULL, kind TEXT NOT NULL, version BIGINT NOT NULL, head_hash {blob} NOT NULL, \
                  state_format BIGINT NOT NULL, state TEXT NOT NULL",
        key: "stream",
        indexes: &[],
    },
    // The last number given in a series.
    FixedTable {
        name: "series",
        columns: "series TEXT NOT NULL, last BIGINT NOT NULL",
        key: "series",
        indexes: &[],
    },
    // The answer to a repeated command.
    FixedTable {
        name: "command",
        columns: "command_id TEXT NOT NULL, first_seq BIGINT NOT NULL, answer TEXT NOT NULL, \
                  recorded_at BIGINT NOT NULL",
        key: "command_id",
        indexes: &[("command_recorded", "recorded_at")],
    },
    // Personal data, by subject and version; erasure empties the row, the chain stays whole.
    FixedTable {
        name: "subject",
        columns: "subject BIGINT NOT NULL, version BIGINT NOT NULL, body TEXT NOT NULL, name_folded TEXT NOT NULL, \
                  phone TEXT NOT NULL, id_number TEXT NOT NULL, digest TEXT NOT NULL, erased BIGINT NOT NULL",
        key: "subject, version",
        indexes: &[("subject_phone", "phone"), ("subject_id_number", "id_number"), ("subject_name", "name_folded")],
    },
    // To be sent after a commit; deleted once done.
    FixedTable {
        name: "outbox",
        columns: "id BIGINT NOT NULL, topic TEXT NOT NULL, due_at BIGINT NOT NULL, body TEXT NOT NULL, \
                  lease_until BIGINT NOT NULL, attempts BIGINT NOT NULL",
        key: "id",
        indexes: &[("outbox_due", "topic, due_at")],
    },
    // Everything that is merely edited.
    FixedTable {
        name: "catalogue",
        columns: "kind TEXT NOT NULL, code TEXT NOT NULL, version TEXT NOT NULL, valid_from TEXT NOT NULL, \
                  valid_to TEXT NOT NULL, body TEXT NOT NULL, changed_by TEXT NOT NULL, changed_at BIGINT NOT NULL, \
                  decision TEXT NOT NULL",
        key: "kind, code, version",
        indexes: &[],
    },
    // Who may sign in.
    FixedTable {
        name: "account",
        columns: "login TEXT NOT NULL, person TEXT NOT NULL, password_hash TEXT NOT NULL, disabled BIGINT NOT NULL, \
                  changed_at BIGINT NOT NULL",
        key: "login",
        indexes: &[],
    },
    // Who is signed in; only a hash of the cookie's token is kept.
    FixedTable {
        name: "session",
        columns: "token_hash TEXT NOT NULL, person TEXT NOT NULL, position TEXT NOT NULL, csrf TEXT NOT NULL, \
                  created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL",
        key: "token_hash",
        indexes: &[("session_expires", "expires_at")],
    },
    // What an officer typed and has not sent.
    FixedTable {
        name: "form_draft",
        columns: "person TEXT NOT NULL, form TEXT NOT NULL, body TEXT NOT NULL, saved_at BIGINT NOT NULL",
        key: "person, form",
        indexes: &[],
    },
    // Settings of the province.
    FixedTable {
        name: "setting",
        columns: "name TEXT NOT NULL, value TEXT NOT NULL, changed_by TEXT NOT NULL, changed_at BIGINT NOT NULL",
        key: "name",
        indexes: &[],
    },
];

/// Which engine a text is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

/// All statements that make the schema, in order.
pub(crate) fn create(dialect: Dialect) -> Vec<String> {
    let blob = if dialect == Dialect::Sqlite { "BLOB" } else { "BYTEA" };
    let tail = if dialect == Dialect::Sqlite { " WITHOUT ROWID" } else { "" };
    let mut made = vec![
        "CREATE TABLE IF NOT EXISTS schema_migration (number BIGINT NOT NULL PRIMARY KEY, checksum TEXT NOT NULL)"
            .to_owned(),
    ];
    for table in FIXED {
        let key = if table.key.is_empty() { "tenant".to_owned() } else { format!("tenant, {}", table.key) };
        // The journal's rows are wide: on SQLite they live in a table with a row id, its key is an index.
        let tail = if table.name == "journal" { "" } else { tail };
        made.push(format!(
            "CREATE TABLE {} (tenant BIGINT NOT NULL, {}, PRIMARY KEY ({key})){tail}",
            table.name,
            table.columns.replace("{blob}", blob)
        ));
        for (name, columns) in table.indexes {
            let (unique, name) = name.strip_prefix("UNIQUE ").map_or(("", *name), |name| ("UNIQUE ", name));
            made.push(format!("CREATE {unique}INDEX {name} ON {} (tenant, {columns})", table.name));
        }
    }
    for table in TABLES {
        made.push(create_view_table(table, tail));
        for index in table.indexes {
            let columns = index.columns.join(", ");
            made.push(format!("CREATE INDEX {} ON {} (tenant, {columns})", index.name, table.name));
        }
    }
    made
}

fn create_view_table(table: &TableDef, tail: &str) -> String {
    let columns: Vec<String> = table
        .key
        .iter()
        .chain(table.columns)
        .map(|column| {
            let kind = match column.kind {
                ColumnType::I64 => "BIGINT NOT NULL",
                ColumnType::I64Null => "BIGINT",
                ColumnType::Text => "TEXT NOT NULL",
                ColumnType::TextNull => "TEXT",
            };
            format!("{} {kind}", column.name)
        })
        .collect();
    let key: Vec<&str> = table.key.iter().map(|column| column.name).collect();
    format!(
        "CREATE TABLE {} (tenant BIGINT NOT NULL, {}, PRIMARY KEY (tenant, {})){tail}",
        table.name,
        columns.join(", "),
        key.join(", ")
    )
}

/// The schema as a person reads it: kept in the repository, made again by a test.
#[must_use]
pub fn schema_dump() -> String {
    let mut text = String::from("-- Made from the tables as data; a test makes it again and compares.\n\n");
    for statement in create(Dialect::Postgres) {
        text.push_str(&statement.replace(", ", ",\n    ").replacen(" (tenant", " (\n    tenant", 1));
        text.push_str(";\n\n");
    }
    text
}

/// Every statement of this crate, for the registry test.
#[must_use]
pub fn statements() -> Vec<Statement> {
    crate::writes::STATEMENTS.to_vec()
}
