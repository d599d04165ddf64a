//! The texts the writer and the readers use, fixed ones and those made for n rows.

use crate::statement::Statement;
use domain::kernel::Row as ViewRow;
use domain::tables::{TABLES, TableDef, table};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

pub(crate) const LOCK_HEAD: Statement = Statement::tenant(
    "lock_head",
    "UPDATE tenant_head SET seq = seq WHERE tenant = $1 RETURNING seq, digest, catalogue_version",
);
pub(crate) const FIRST_HEAD: Statement = Statement::tenant(
    "first_head",
    "INSERT INTO tenant_head (tenant, seq, digest, catalogue_version) VALUES ($1, 0, $2, 0) \
     ON CONFLICT (tenant) DO NOTHING",
);
pub(crate) const MOVE_HEAD: Statement = Statement::tenant(
    "move_head",
    "UPDATE tenant_head SET seq = $2, digest = $3, catalogue_version = $4 WHERE tenant = $1",
);
pub(crate) const BUMP_CATALOGUE: Statement = Statement::tenant(
    "bump_catalogue",
    "UPDATE tenant_head SET catalogue_version = catalogue_version + 1 WHERE tenant = $1",
);
pub(crate) const HEAD: Statement =
    Statement::tenant("head", "SELECT seq, digest, catalogue_version FROM tenant_head WHERE tenant = $1");
pub(crate) const LOAD_STREAM: Statement = Statement::tenant(
    "load_stream",
    "SELECT kind, version, state_format, state FROM stream WHERE tenant = $1 AND stream = $2",
);
pub(crate) const VERSION_OF_STREAM: Statement =
    Statement::tenant("version_of_stream", "SELECT version FROM stream WHERE tenant = $1 AND stream = $2");
pub(crate) const MOVED_STREAMS: Statement = Statement::tenant(
    "moved_streams",
    "SELECT stream, MAX(version) FROM journal WHERE tenant = $1 AND seq > $2 AND seq <= $3 GROUP BY stream",
);
pub(crate) const STREAM_EVENTS: Statement = Statement::tenant(
    "stream_events",
    "SELECT seq, stream, version, kind, name, event_schema, occurred_at, recorded_at, actor, position, \
     on_behalf_of, rule, command_id, ordinal, numbers, body, nonce, prev_hash, hash \
     FROM journal WHERE tenant = $1 AND stream = $2 ORDER BY version",
);
pub(crate) const STREAM_EVENTS_BACK: Statement = Statement::tenant(
    "stream_events_back",
    "SELECT seq, stream, version, kind, name, event_schema, occurred_at, recorded_at, actor, position, \
     on_behalf_of, rule, command_id, ordinal, numbers, body, nonce, prev_hash, hash \
     FROM journal WHERE tenant = $1 AND stream = $2 AND version < $3 ORDER BY version DESC LIMIT $4",
);
pub(crate) const FEED: Statement = Statement::tenant(
    "feed",
    "SELECT seq, stream, version, kind, name, event_schema, occurred_at, recorded_at, actor, position, \
     on_behalf_of, rule, command_id, ordinal, numbers, body, nonce, prev_hash, hash \
     FROM journal WHERE tenant = $1 AND seq > $2 ORDER BY seq LIMIT $3",
);
pub(crate) const ANSWER: Statement = Statement::tenant(
    "answer",
    "SELECT answer, first_seq FROM command WHERE tenant = $1 AND command_id = $2",
);
pub(crate) const PUT_CATALOGUE: Statement = Statement::tenant(
    "put_catalogue",
    "INSERT INTO catalogue (tenant, kind, code, version, valid_from, valid_to, body, changed_by, changed_at, decision) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (tenant, kind, code, version) DO UPDATE SET \
     valid_from = excluded.valid_from, valid_to = excluded.valid_to, body = excluded.body, \
     changed_by = excluded.changed_by, changed_at = excluded.changed_at, decision = excluded.decision",
);
pub(crate) const LIST_CATALOGUE: Statement = Statement::tenant(
    "list_catalogue",
    "SELECT kind, code, version, valid_from, valid_to, body FROM catalogue WHERE tenant = $1 \
     ORDER BY kind, code, version",
);
pub(crate) const SUBJECT: Statement = Statement::tenant(
    "subject",
    "SELECT version, body, digest, erased FROM subject WHERE tenant = $1 AND subject = $2 \
     ORDER BY version DESC LIMIT 1",
);
pub(crate) const SUBJECT_VERSION: Statement = Statement::tenant(
    "subject_version",
    "SELECT version, body, digest, erased FROM subject WHERE tenant = $1 AND subject = $2 AND version = $3",
);
pub(crate) const FIND_SUBJECT: Statement = Statement::tenant(
    "find_subject",
    "SELECT subject, MAX(version) FROM subject WHERE tenant = $1 AND erased = 0 \
     AND ((phone = $2 AND phone <> '') OR (id_number = $3 AND id_number <> '')) \
     GROUP BY subject ORDER BY subject DESC LIMIT 20",
);
pub(crate) const FIND_SUBJECT_BY_NAME: Statement = Statement::tenant(
    "find_subject_by_name",
    "SELECT subject, MAX(version) FROM subject WHERE tenant = $1 AND erased = 0 AND name_folded LIKE $2 \
     GROUP BY subject ORDER BY subject DESC LIMIT 20",
);
pub(crate) const ERASE_SUBJECT: Statement = Statement::tenant(
    "erase_subject",
    "UPDATE subject SET body = '', name_folded = '', phone = '', id_number = '', erased = 1 \
     WHERE tenant = $1 AND subject = $2",
);
pub(crate) const DECLARATION: Statement =
    Statement::tenant("declaration", "SELECT body FROM declaration WHERE tenant = $1 AND arrival = $2");
pub(crate) const REMOVE_DECLARATIONS: Statement = Statement::tenant(
    "remove_declarations",
    "DELETE FROM declaration WHERE tenant = $1 AND keep_until <= $2",
);
/// Two claimants may choose the same rows; the second waits for the first, looks at `lease_until` again and leaves them.
pub(crate) const OUTBOX_CLAIM: Statement = Statement::tenant(
    "outbox_claim",
    "UPDATE outbox SET lease_until = $4, attempts = attempts + 1 \
     WHERE tenant = $1 AND lease_until <= $3 AND id IN (SELECT id FROM outbox WHERE tenant = $1 AND topic = $2 \
     AND due_at <= $3 AND lease_until <= $3 ORDER BY due_at, id LIMIT $5) RETURNING id, body, attempts, due_at",
);
pub(crate) const OUTBOX_DONE: Statement =
    Statement::tenant("outbox_done", "DELETE FROM outbox WHERE tenant = $1 AND id = $2");
pub(crate) const OUTBOX_LATER: Statement = Statement::tenant(
    "outbox_later",
    "UPDATE outbox SET lease_until = 0, due_at = $3 WHERE tenant = $1 AND id = $2",
);
pub(crate) const OUTBOX_SIZE: Statement =
    Statement::tenant("outbox_size", "SELECT COUNT(*) FROM outbox WHERE tenant = $1");
pub(crate) const PUT_SETTING: Statement = Statement::tenant(
    "put_setting",
    "INSERT INTO setting (tenant, name, value, changed_by, changed_at) VALUES ($1, $2, $3, $4, $5) \
     ON CONFLICT (tenant, name) DO UPDATE SET value = excluded.value, changed_by = excluded.changed_by, \
     changed_at = excluded.changed_at",
);
pub(crate) const SETTINGS: Statement =
    Statement::tenant("settings", "SELECT name, value FROM setting WHERE tenant = $1 ORDER BY name");

pub(crate) const LOG_TILE: Statement =
    Statement::tenant("log_tile", "SELECT hashes FROM log_tile WHERE tenant = $1 AND level = $2 AND n = $3");
pub(crate) const LOG_TILES_MADE: Statement = Statement::tenant(
    "log_tiles_made",
    "SELECT COALESCE(MAX(n) + 1, 0) FROM log_tile WHERE tenant = $1 AND level = 0",
);
pub(crate) const LOG_TILES: Statement = Statement::tenant(
    "log_tiles",
    "SELECT level, n, hashes FROM log_tile WHERE tenant = $1 AND (level, n) > ($2, $3) ORDER BY level, n LIMIT $4",
);
pub(crate) const LOG_PUT_TILE: Statement = Statement::tenant(
    "log_put_tile",
    "INSERT INTO log_tile (tenant, level, n, hashes) VALUES ($1, $2, $3, $4) \
     ON CONFLICT (tenant, level, n) DO UPDATE SET hashes = excluded.hashes",
);
pub(crate) const LOG_LEAVES: Statement = Statement::tenant(
    "log_leaves",
    "SELECT hash FROM journal WHERE tenant = $1 AND seq > $2 AND seq <= $3 ORDER BY seq",
);
pub(crate) const LOG_NEWEST: Statement = Statement::tenant(
    "log_newest",
    "SELECT size, root, note, verifier, signed_at FROM log_checkpoint WHERE tenant = $1 ORDER BY size DESC LIMIT 1",
);
pub(crate) const LOG_CHECKPOINTS: Statement = Statement::tenant(
    "log_checkpoints",
    "SELECT size, root, note, verifier, signed_at FROM log_checkpoint WHERE tenant = $1 ORDER BY size",
);
/// Of the same size again only when the key is a new one.
pub(crate) const LOG_SIGNED: Statement = Statement::tenant(
    "log_signed",
    "INSERT INTO log_checkpoint (tenant, size, root, note, verifier, signed_at) VALUES ($1, $2, $3, $4, $5, $6) \
     ON CONFLICT (tenant, size) DO UPDATE SET note = excluded.note, verifier = excluded.verifier, \
     signed_at = excluded.signed_at",
);
pub(crate) const OPEN_ACCESS: Statement = Statement::tenant(
    "open_access",
    "INSERT INTO access (tenant, id, actor, position, about_kind, about, action, opened_at, completed_at, outcome) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, '')",
);
pub(crate) const COMPLETE_ACCESS: Statement = Statement::tenant(
    "complete_access",
    "UPDATE access SET completed_at = $3, outcome = $4 WHERE tenant = $1 AND id = $2 AND completed_at IS NULL",
);
pub(crate) const LIST_ACCESS: Statement = Statement::tenant(
    "list_access",
    "SELECT id, actor, position, about_kind, about, action, opened_at, completed_at, outcome FROM access \
     WHERE tenant = $1 AND (completed_at, id) > ($2, $3) ORDER BY completed_at, id LIMIT $4",
);
pub(crate) const LIST_ACCESS_ABOUT: Statement = Statement::tenant(
    "list_access_about",
    "SELECT id, actor, position, about_kind, about, action, opened_at, completed_at, outcome FROM access \
     WHERE tenant = $1 AND about_kind = $2 AND about = $3 AND completed_at IS NOT NULL \
     ORDER BY completed_at DESC, id DESC LIMIT $4",
);
pub(crate) const LIST_ACCESS_BY: Statement = Statement::tenant(
    "list_access_by",
    "SELECT id, actor, position, about_kind, about, action, opened_at, completed_at, outcome FROM access \
     WHERE tenant = $1 AND actor = $2 AND completed_at IS NOT NULL ORDER BY completed_at DESC, id DESC LIMIT $3",
);
pub(crate) const LIST_ACCESS_OPEN: Statement = Statement::tenant(
    "list_access_open",
    "SELECT id, actor, position, about_kind, about, action, opened_at, completed_at, outcome FROM access \
     WHERE tenant = $1 AND completed_at IS NULL AND opened_at <= $2 ORDER BY id LIMIT $3",
);
/// The token grows when the holder changes, and when a holder comes back after losing it.
pub(crate) const TAKE_LEASE: Statement = Statement::tenant(
    "take_lease",
    "INSERT INTO lease (tenant, name, holder, until, token) VALUES ($1, $2, $3, $5, 1) \
     ON CONFLICT (tenant, name) DO UPDATE SET holder = excluded.holder, until = excluded.until, \
     token = lease.token + CASE WHEN lease.holder = excluded.holder THEN 0 ELSE 1 END \
     WHERE lease.holder = excluded.holder OR lease.until <= $4 RETURNING token",
);
pub(crate) const FREE_LEASE: Statement = Statement::tenant(
    "free_lease",
    "UPDATE lease SET until = 0 WHERE tenant = $1 AND name = $2 AND holder = $3 AND token = $4",
);
pub(crate) const LEASE_TOKEN: Statement =
    Statement::tenant("lease_token", "SELECT token, until FROM lease WHERE tenant = $1 AND name = $2");
pub(crate) const LEASES_TAKEN: Statement = Statement::tenant(
    "leases_taken",
    "SELECT name FROM lease WHERE tenant = $1 AND name LIKE $3 AND until > $2 ORDER BY name",
);

/// What somebody typed into a form, under another name; nothing typed changes nothing.
pub(crate) const COPY_FORM_DRAFT: Statement = Statement::tenant(
    "copy_form_draft",
    "INSERT INTO form_draft (tenant, person, form, body, saved_at, edition) \
     SELECT tenant, CAST($4 AS TEXT), CAST($5 AS TEXT), body, saved_at, 1 FROM form_draft \
     WHERE tenant = $1 AND person = $2 AND form = $3 AND body <> '[]' \
     ON CONFLICT (tenant, person, form) DO UPDATE SET body = excluded.body, saved_at = excluded.saved_at, \
     edition = form_draft.edition + 1",
);
/// Nothing is typed any more, and what an older page still sends is not kept.
pub(crate) const EMPTY_FORM_DRAFT: Statement = Statement::tenant(
    "empty_form_draft",
    "UPDATE form_draft SET body = '[]', edition = edition + 1 WHERE tenant = $1 AND person = $2 AND form = $3",
);

/// Every fixed statement of this crate.
pub(crate) const STATEMENTS: &[Statement] = &[
    VERSION_OF_STREAM,
    MOVED_STREAMS,
    LOCK_HEAD,
    FIRST_HEAD,
    MOVE_HEAD,
    BUMP_CATALOGUE,
    HEAD,
    LOAD_STREAM,
    STREAM_EVENTS,
    STREAM_EVENTS_BACK,
    FEED,
    ANSWER,
    PUT_CATALOGUE,
    LIST_CATALOGUE,
    SUBJECT,
    SUBJECT_VERSION,
    FIND_SUBJECT,
    FIND_SUBJECT_BY_NAME,
    ERASE_SUBJECT,
    DECLARATION,
    REMOVE_DECLARATIONS,
    OUTBOX_CLAIM,
    OUTBOX_DONE,
    OUTBOX_LATER,
    OUTBOX_SIZE,
    PUT_SETTING,
    SETTINGS,
    LOG_TILE,
    LOG_TILES_MADE,
    LOG_TILES,
    LOG_PUT_TILE,
    LOG_LEAVES,
    LOG_NEWEST,
    LOG_CHECKPOINTS,
    LOG_SIGNED,
    OPEN_ACCESS,
    COMPLETE_ACCESS,
    LIST_ACCESS,
    LIST_ACCESS_ABOUT,
    LIST_ACCESS_BY,
    LIST_ACCESS_OPEN,
    TAKE_LEASE,
    FREE_LEASE,
    LEASE_TOKEN,
    LEASES_TAKEN,
    COPY_FORM_DRAFT,
    EMPTY_FORM_DRAFT,
];

/// A table the writer fills with many rows at once.
#[derive(Clone, Debug)]
pub(crate) struct Bulk {
    pub table: &'static str,
    pub columns: Vec<&'static str>,
    pub conflict: Conflict,
    /// Columns left as they are in a row that is there.
    pub kept: Vec<&'static str>,
}

/// What happens to a row that is there already.
#[derive(Clone, Debug)]
pub(crate) enum Conflict {
    /// It cannot be: an error.
    Impossible,
    /// The new row replaces it; these are the key columns.
    Replace(Vec<&'static str>),
    /// The new amounts are added.
    Add(Vec<&'static str>),
}

impl Bulk {
    pub(crate) fn journal() -> Self {
        Self {
            table: "journal",
            columns: vec![
                "tenant",
                "seq",
                "stream",
                "version",
                "kind",
                "name",
                "event_schema",
                "occurred_at",
                "recorded_at",
                "actor",
                "position",
                "on_behalf_of",
                "rule",
                "command_id",
                "ordinal",
                "numbers",
                "body",
                "nonce",
                "prev_hash",
                "hash",
            ],
            conflict: Conflict::Impossible,
            kept: Vec::new(),
        }
    }

    pub(crate) fn stream() -> Self {
        Self {
            table: "stream",
            columns: vec!["tenant", "stream", "kind", "version", "head_hash", "state_format", "state"],
            conflict: Conflict::Replace(vec!["tenant", "stream"]),
            kept: Vec::new(),
        }
    }

    pub(crate) fn series() -> Self {
        Self {
            table: "series",
            columns: vec!["tenant", "series", "last"],
            conflict: Conflict::Replace(vec!["tenant", "series"]),
            kept: Vec::new(),
        }
    }

    pub(crate) fn command() -> Self {
        Self {
            table: "command",
            columns: vec!["tenant", "command_id", "first_seq", "answer", "recorded_at"],
            conflict: Conflict::Impossible,
            kept: Vec::new(),
        }
    }

    pub(crate) fn subject() -> Self {
        Self {
            table: "subject",
            columns: vec![
                "tenant",
                "subject",
                "version",
                "body",
                "name_folded",
                "phone",
                "id_number",
                "digest",
                "erased",
            ],
            conflict: Conflict::Impossible,
            kept: Vec::new(),
        }
    }

    pub(crate) fn declaration() -> Self {
        Self {
            table: "declaration",
            columns: vec!["tenant", "arrival", "body", "digest", "keep_until"],
            conflict: Conflict::Impossible,
            kept: Vec::new(),
        }
    }

    pub(crate) fn outbox() -> Self {
        Self {
            table: "outbox",
            columns: vec!["tenant", "id", "topic", "due_at", "body", "lease_until", "attempts"],
            conflict: Conflict::Impossible,
            kept: Vec::new(),
        }
    }

    /// Rows of a table pages read.
    pub(crate) fn view(table: &'static TableDef) -> Self {
        let key = key_columns(table);
        let columns = key.iter().copied().chain(table.columns.iter().map(|column| column.name)).collect();
        let conflict = if table.is_counter() { Conflict::Add(key) } else { Conflict::Replace(key) };
        Self { table: table.name, columns, conflict, kept: Vec::new() }
    }

    /// The same for rows that are there with the same values in every column an index holds; none where that is every column.
    pub(crate) fn view_in_place(table: &'static TableDef) -> Option<Self> {
        let kept: Vec<&str> = indexed(table).collect();
        let moves = table.columns.iter().any(|column| !kept.contains(&column.name));
        (moves && !table.is_counter()).then(|| Self { kept, ..Self::view(table) })
    }

    /// The text for so many rows, made once: one of 64 rows has a thousand places, and every batch sends some ten of them.
    pub(crate) fn text(&self, rows: usize) -> Arc<str> {
        /// Table, whether it only appends, how many columns are left as they are, rows: what tells two texts apart.
        type Told = (&'static str, bool, usize, usize);
        static MADE: Mutex<BTreeMap<Told, Arc<str>>> = Mutex::new(BTreeMap::new());
        let appends = matches!(self.conflict, Conflict::Impossible);
        let told = (self.table, appends, self.kept.len(), rows);
        let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(made.entry(told).or_insert_with(|| self.sql(rows).into()))
    }

    /// The text for so many rows.
    pub(crate) fn sql(&self, rows: usize) -> String {
        let width = self.columns.len();
        let mut text = format!("INSERT INTO {} ({}) VALUES ", self.table, self.columns.join(", "));
        for row in 0..rows {
            text.push_str(if row == 0 { "(" } else { ", (" });
            for column in 0..width {
                text.push_str(if column == 0 { "$" } else { ", $" });
                text.push_str(&(row * width + column + 1).to_string());
            }
            text.push(')');
        }
        let replaced = |key: &[&str], value: &dyn Fn(&str) -> String| {
            let columns: Vec<String> = self
                .columns
                .iter()
                .filter(|column| !key.contains(column) && !self.kept.contains(column))
                .map(|column| value(column))
                .collect();
            format!(" ON CONFLICT ({}) DO UPDATE SET {}", key.join(", "), columns.join(", "))
        };
        match &self.conflict {
            Conflict::Impossible => {}
            Conflict::Replace(key) => {
                text.push_str(&replaced(key, &|column| format!("{column} = excluded.{column}")));
            }
            Conflict::Add(key) => {
                let table = self.table;
                text.push_str(&replaced(key, &|column| {
                    format!("{column} = {table}.{column} + excluded.{column}")
                }));
            }
        }
        text
    }
}

/// Columns an index other than the key's holds.
fn indexed(table: &'static TableDef) -> impl Iterator<Item = &'static str> {
    table.indexes.iter().flat_map(|index| index.columns.iter().copied())
}

/// True when no index has to find the row elsewhere.
pub(crate) fn stays_in_place(table: &'static TableDef, old: &ViewRow, new: &ViewRow) -> bool {
    indexed(table).all(|name| {
        let value = |row: &ViewRow| row.columns.iter().position(|(column, _)| *column == name);
        match (value(old), value(new)) {
            (Some(before), Some(after)) => old.columns.get(before) == new.columns.get(after),
            // Of the key, which is the same.
            _ => true,
        }
    })
}

fn key_columns(table: &TableDef) -> Vec<&'static str> {
    std::iter::once("tenant").chain(table.key.iter().map(|column| column.name)).collect()
}

/// The text that deletes one row of a table pages read.
pub(crate) fn delete_sql(table: &TableDef) -> String {
    let conditions: Vec<String> =
        key_columns(table).iter().enumerate().map(|(at, column)| format!("{column} = ${}", at + 1)).collect();
    format!("DELETE FROM {} WHERE {}", table.name, conditions.join(" AND "))
}

/// Sizes in which many rows are cut, so that few texts are ever prepared. What is left is less than the smallest, and one text.
const SIZES: [usize; 3] = [64, 32, 16];

/// In which sizes so many rows are cut, and how often each.
pub(crate) fn chunks(mut rows: usize, most: usize) -> Vec<(usize, usize)> {
    let mut sizes = Vec::new();
    for size in SIZES.into_iter().filter(|size| *size <= most) {
        sizes.push((size, rows / size));
        rows %= size;
    }
    sizes.push(if most > 1 { (rows, 1) } else { (1, rows) });
    sizes.retain(|(size, times)| size * times > 0);
    sizes
}

/// A table pages read.
pub(crate) fn view_table(name: &str) -> &'static TableDef {
    table(name).unwrap_or_else(|| {
        panic!("views name a table that is not declared: {name}; there are {}", TABLES.len())
    })
}

/// Every table that many rows are written to at once, in each way.
#[cfg(any(test, feature = "testing"))]
fn all() -> impl Iterator<Item = Bulk> {
    let fixed =
        [Bulk::journal(), Bulk::stream(), Bulk::series(), Bulk::command(), Bulk::subject(), Bulk::outbox()];
    let views = TABLES.iter().map(Bulk::view).chain(TABLES.iter().filter_map(Bulk::view_in_place));
    fixed.into_iter().chain(views)
}

/// Every text made for n rows, for the registry test.
#[cfg(feature = "testing")]
pub(crate) fn generated() -> Vec<String> {
    let sizes: Vec<usize> = SIZES.into_iter().chain(1..16).collect();
    let mut texts: Vec<String> =
        all().flat_map(|bulk| sizes.iter().map(move |rows| bulk.sql(*rows)).collect::<Vec<_>>()).collect();
    texts.extend(TABLES.iter().map(delete_sql));
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_row_is_left_over_and_none_is_written_twice() {
        for rows in 0..300 {
            for most in [1, 64] {
                let sum: usize = chunks(rows, most).iter().map(|(size, times)| size * times).sum();
                assert_eq!(sum, rows);
            }
        }
        assert_eq!(chunks(109, 64), [(64, 1), (32, 1), (13, 1)]);
        assert_eq!(chunks(109, 1), [(1, 109)]);
    }

    #[test]
    fn a_text_that_was_kept_is_never_that_of_another_way_to_write_the_same_table() {
        let restored = |bulk: Bulk| Bulk { conflict: Conflict::Impossible, kept: Vec::new(), ..bulk };
        for _ in 0..2 {
            for bulk in all().chain(all().map(restored)) {
                for rows in [1, 2, 64] {
                    assert_eq!(*bulk.text(rows), *bulk.sql(rows), "{}", bulk.table);
                }
            }
        }
    }
}
