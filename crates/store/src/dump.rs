//! Backup and restore in a form of our own, the same for both engines, so that a province can also move from a file to a
//! server: gzip over JSON lines, a head line, then for each table its columns and its rows; bytes in hexadecimal.

use crate::error::{CommitError, StoreError};
use crate::schema::{self, Dialect, FIXED};
use crate::statement::Tx;
use crate::store::Store;
use domain::kernel::{Tenant, Value};
use domain::tables::TABLES;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;

const FORMAT: &str = "motcua-backup-1";
const PAGE: i64 = 2000;

#[derive(Debug, Serialize, Deserialize)]
struct Head {
    format: String,
    /// Of the schema's common text.
    schema: String,
    seq: i64,
}

/// A table in a dump.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DumpTable {
    table: String,
    columns: Vec<String>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum Cell {
    Number(i64),
    Text(String),
    Bytes { hex: String },
    Nothing(Option<()>),
}

fn tables() -> Vec<(DumpTable, Vec<String>)> {
    let name = |text: &str| text.split_whitespace().next().unwrap_or_default().to_owned();
    let fixed = FIXED.iter().map(|table| {
        let own = table.columns.split(',').map(name);
        let key = table.key.split(',').map(name).filter(|column| !column.is_empty()).collect();
        (table.name, own.collect::<Vec<_>>(), key)
    });
    let views = TABLES.iter().map(|table| {
        let columns = table.key.iter().chain(table.columns).map(|column| column.name.to_owned()).collect();
        (table.name, columns, table.key.iter().map(|column| column.name.to_owned()).collect())
    });
    fixed
        .chain(views)
        .map(|(table, mut columns, key): (&str, Vec<String>, Vec<String>)| {
            columns.insert(0, "tenant".to_owned());
            (DumpTable { table: table.to_owned(), columns }, key)
        })
        .collect()
}

fn schema_sum() -> String {
    crate::engine::postgres::checksum(&schema::create(Dialect::Postgres))
}

impl Store {
    /// Writes everything of a tenant, of one moment, to a file while the store goes on; gives the number of rows. The file
    /// appears under its name only when it is whole.
    ///
    /// # Errors
    /// When the database cannot be read or the file not written.
    pub async fn backup(&self, tenant: Tenant, to: &Path) -> Result<u64, StoreError> {
        let part = to.with_extension("part");
        let mut file = GzEncoder::new(BufWriter::new(File::create(&part)?), Compression::fast());
        let mut reader = self.read(tenant).await?.without_limit();
        let seq = reader.query(&crate::writes::HEAD, &[tenant.into()]).await?.first().map_or(0, |row| row.i64(0));
        line(&mut file, &Head { format: FORMAT.to_owned(), schema: schema_sum(), seq })?;
        let mut written = 0;
        for (table, key) in tables() {
            line(&mut file, &table)?;
            let order = if key.is_empty() { "tenant".to_owned() } else { key.join(", ") };
            let mut offset = 0;
            loop {
                let sql = format!(
                    "SELECT {} FROM {} WHERE tenant = $1 ORDER BY {order} LIMIT $2 OFFSET $3",
                    table.columns.join(", "),
                    table.table
                );
                let rows = reader.query_text(&sql, &[tenant.into(), PAGE.into(), offset.into()]).await?;
                for row in &rows {
                    line(&mut file, &row.values().iter().map(cell).collect::<Vec<_>>())?;
                }
                written += u64::try_from(rows.len()).expect("rows fit");
                if i64::try_from(rows.len()).expect("rows fit") < PAGE {
                    break;
                }
                offset += PAGE;
            }
        }
        reader.end().await?;
        file.finish()?.into_inner().map_err(|error| StoreError::Io(error.into_error()))?.sync_all()?;
        std::fs::rename(part, to)?;
        Ok(written)
    }

    /// Reads a backup into this database, which must be empty; all of it or nothing.
    ///
    /// # Errors
    /// When the file is not a whole backup of this version, or the database is not empty.
    pub async fn restore(&self, tenant: Tenant, from: &Path) -> Result<u64, CommitError> {
        let head = self.head(tenant).await?;
        if head.seq > 0 || head.catalogue_version > 0 {
            return Err(StoreError::Schema("a backup is restored into an empty database only".to_owned()).into());
        }
        let tables = read(from)?;
        let rows = tables.iter().map(|(_, rows)| rows.len()).sum::<usize>();
        self.restore_rows(tables).await?;
        Ok(u64::try_from(rows).expect("rows fit"))
    }
}

type Rows = Vec<(DumpTable, Vec<Vec<Value>>)>;

fn read(from: &Path) -> Result<Rows, StoreError> {
    let broken = |what: String| StoreError::Corrupt(format!("the backup: {what}"));
    let mut lines = BufReader::new(GzDecoder::new(File::open(from)?)).lines();
    let first = lines.next().ok_or_else(|| broken("it is empty".to_owned()))??;
    let head: Head = serde_json::from_str(&first).map_err(|error| broken(error.to_string()))?;
    if head.format != FORMAT || head.schema != schema_sum() {
        return Err(StoreError::Schema(format!("backup {} of schema {}", head.format, head.schema)));
    }
    let mut tables: Rows = Vec::new();
    for (number, text) in lines.enumerate() {
        let text = text?;
        let at = |error: serde_json::Error| broken(format!("line {}: {error}", number + 2));
        if text.starts_with('{') {
            tables.push((serde_json::from_str(&text).map_err(at)?, Vec::new()));
            continue;
        }
        let cells: Vec<Cell> = serde_json::from_str(&text).map_err(at)?;
        let row = cells.into_iter().map(value).collect::<Result<_, _>>()?;
        let (_, rows) = tables.last_mut().ok_or_else(|| broken("rows before a table".to_owned()))?;
        rows.push(row);
    }
    if tables.len() != self::tables().len() {
        return Err(broken(format!("{} tables of {}", tables.len(), self::tables().len())));
    }
    Ok(tables)
}

/// Writes the rows of a dump.
pub(crate) async fn restore<T: Tx>(tx: &mut T, tables: Rows) -> Result<(), StoreError> {
    for (table, rows) in tables {
        let marks: Vec<String> = (1..=table.columns.len()).map(|at| format!("${at}")).collect();
        let sql = format!("INSERT INTO {} ({}) VALUES ({})", table.table, table.columns.join(", "), marks.join(", "));
        for row in rows {
            tx.execute(&sql, &row).await?;
        }
    }
    Ok(())
}

fn line(file: &mut impl Write, what: &impl Serialize) -> Result<(), StoreError> {
    serde_json::to_writer(&mut *file, what).map_err(|error| StoreError::Io(error.into()))?;
    file.write_all(b"\n")?;
    Ok(())
}

fn cell(value: &Value) -> Cell {
    match value {
        Value::Null => Cell::Nothing(None),
        Value::I64(number) => Cell::Number(*number),
        Value::Text(text) => Cell::Text(text.clone()),
        Value::Blob(bytes) => Cell::Bytes { hex: bytes.iter().map(|byte| format!("{byte:02x}")).collect() },
    }
}

fn value(cell: Cell) -> Result<Value, StoreError> {
    Ok(match cell {
        Cell::Nothing(_) => Value::Null,
        Cell::Number(number) => Value::I64(number),
        Cell::Text(text) => Value::Text(text),
        Cell::Bytes { hex } => {
            let byte = |at: usize| hex.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
            let bytes: Option<Vec<u8>> = (0..hex.len()).step_by(2).map(byte).collect();
            Value::Blob(bytes.ok_or_else(|| StoreError::Corrupt("the backup: bytes are not hexadecimal".to_owned()))?)
        }
    })
}
