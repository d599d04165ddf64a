//! Backup and restore in a form of our own, the same for both engines, so that a province can also move from a file to a
//! server: gzip over JSON lines. A head line; for each table a line with its columns, then its rows, bytes in hexadecimal;
//! an end line with the number of rows and the digest of all lines before. A file without its end line is no backup.
//!
//! Left out: sessions (nobody is signed in after a restore), leases, and the log's signing key, which is kept apart.

use crate::batch;
use crate::error::{CommitError, StoreError};
use crate::migrate::migrations;
use crate::queue::{Told, Work};
use crate::reader::Reader;
use crate::schema::{Dialect, Shape, shapes};
use crate::statement::Tx;
use crate::store::Store;
use crate::verify::{PAGE, Progress};
use crate::writes::{self, Bulk, Conflict};
use domain::kernel::{Tenant, Value};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

const FORMAT: &str = "motcua-backup-1";
const LEFT_OUT: &[&str] = &["session", "lease"];

#[derive(Debug, Serialize, Deserialize)]
struct Head {
    format: String,
    /// Of the schema's migrations.
    schema: String,
    tenant: i64,
    seq: i64,
    rows: i64,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Table {
    table: String,
    columns: Vec<String>,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct End {
    end: i64,
    digest: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum Cell {
    Number(i64),
    Text(String),
    Bytes { hex: String },
    Nothing(Option<()>),
}

fn tables() -> Vec<Shape> {
    shapes().into_iter().filter(|shape| !LEFT_OUT.contains(&shape.name)).collect()
}

/// The columns of a table's lines: the tenant is in the head.
fn table_line(shape: &Shape) -> Table {
    Table {
        table: shape.name.to_owned(),
        columns: shape.columns.iter().map(|column| column.name.to_owned()).collect(),
    }
}

fn schema_sum() -> String {
    migrations(Dialect::Postgres)
        .last()
        .map_or_else(String::new, |last| format!("{}-{}", last.number, last.checksum()))
}

impl Store {
    /// Writes everything of a tenant, of one moment, to a file while the store goes on; gives the number of rows. The file
    /// holds personal data: it is made for its owner alone, and appears under its name only when it is whole.
    ///
    /// # Errors
    /// When the database cannot be read or the file not written.
    pub async fn backup(&self, tenant: Tenant, to: &Path) -> Result<u64, StoreError> {
        self.backup_with(tenant, to, &|_, _| {}).await
    }

    /// The same, telling how many rows are written and how many there are.
    ///
    /// # Errors
    /// As [`Store::backup`].
    pub async fn backup_with(
        &self,
        tenant: Tenant,
        to: &Path,
        progress: Progress<'_>,
    ) -> Result<u64, StoreError> {
        let part = to.with_extension("part");
        let mut reader = self.read(tenant).await?.without_limit();
        let written = write_file(&mut reader, tenant, &part, progress).await;
        reader.end().await?;
        match written {
            Ok(rows) => {
                std::fs::rename(part, to)?;
                if let Some(folder) = to.parent().filter(|folder| !folder.as_os_str().is_empty()) {
                    File::open(folder)?.sync_all()?;
                }
                Ok(u64::try_from(rows).expect("a count of rows"))
            }
            Err(error) => {
                drop(std::fs::remove_file(part));
                Err(error)
            }
        }
    }

    /// Reads a backup of this tenant into this database, where the tenant must have nothing; all of it or nothing.
    ///
    /// # Errors
    /// When the file is not a whole backup of this version and tenant, or something is there already.
    pub async fn restore(&self, tenant: Tenant, from: &Path) -> Result<u64, CommitError> {
        self.restore_with(tenant, from, &|_, _| {}).await
    }

    /// The same, telling how many rows are read and how many there are.
    ///
    /// # Errors
    /// As [`Store::restore`].
    pub async fn restore_with(
        &self,
        tenant: Tenant,
        from: &Path,
        progress: Progress<'_>,
    ) -> Result<u64, CommitError> {
        let from = from.to_owned();
        let rows = self.told(tenant, progress, |told, caller| Work::Restore(from, told, caller)).await?;
        self.states().clear();
        Ok(rows)
    }
}

async fn write_file(
    reader: &mut Reader,
    tenant: Tenant,
    to: &Path,
    progress: Progress<'_>,
) -> Result<i64, StoreError> {
    let tables = tables();
    let mut all = 0;
    for shape in &tables {
        let sql = format!("SELECT COUNT(*) FROM {} WHERE tenant = $1", shape.name);
        all += reader.query_text(&sql, &[tenant.into()]).await?[0].i64(0);
    }
    let seq = reader.query(&writes::HEAD, &[tenant.into()]).await?.first().map_or(0, |row| row.i64(0));
    let mut lines = Lines::create(to)?;
    let head = Head { format: FORMAT.to_owned(), schema: schema_sum(), tenant: tenant.0, seq, rows: all };
    lines.put(&head)?;
    let mut written = 0;
    for shape in &tables {
        lines.put(&table_line(shape))?;
        let mut after: Option<Vec<Value>> = None;
        loop {
            let (sql, values) = shape.page(tenant, after.as_deref(), PAGE);
            let rows = reader.query_text(&sql, &values).await?;
            for row in &rows {
                lines.put(&row.values().iter().map(cell).collect::<Vec<_>>())?;
            }
            let count = i64::try_from(rows.len()).expect("a page");
            written += count;
            progress(written, all);
            match rows.last() {
                Some(last) if count == PAGE => after = Some(shape.key_of(last.values())),
                _ => break,
            }
        }
    }
    lines.end(written)?;
    Ok(written)
}

/// Lines on their way into a file.
struct Lines {
    file: GzEncoder<BufWriter<File>>,
    digest: Sha256,
}

impl Lines {
    fn create(path: &Path) -> Result<Self, StoreError> {
        let file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
        Ok(Self { file: GzEncoder::new(BufWriter::new(file), Compression::fast()), digest: Sha256::new() })
    }

    fn put(&mut self, what: &impl Serialize) -> Result<(), StoreError> {
        let mut line = serde_json::to_vec(what).map_err(|error| StoreError::Io(error.into()))?;
        line.push(b'\n');
        self.digest.update(&line);
        Ok(self.file.write_all(&line)?)
    }

    fn end(mut self, rows: i64) -> Result<(), StoreError> {
        let digest = hex(&self.digest.clone().finalize());
        self.put(&End { end: rows, digest })?;
        let file = self.file.finish()?.into_inner().map_err(|error| StoreError::Io(error.into_error()))?;
        Ok(file.sync_all()?)
    }
}

fn broken(what: impl std::fmt::Display) -> StoreError {
    StoreError::Corrupt(format!("the backup: {what}"))
}

/// Lines of a file, with the digest of those before.
struct Source {
    lines: BufReader<GzDecoder<BufReader<File>>>,
    digest: Sha256,
    number: u64,
}

impl Source {
    fn open(path: &Path) -> Result<Self, StoreError> {
        let lines = BufReader::new(GzDecoder::new(BufReader::new(File::open(path)?)));
        Ok(Self { lines, digest: Sha256::new(), number: 0 })
    }

    /// The next line, and the digest of all before it.
    fn next(&mut self) -> Result<(String, String), StoreError> {
        let mut line = String::new();
        let read =
            self.lines.read_line(&mut line).map_err(|error| broken(format!("it is cut off: {error}")))?;
        if read == 0 || !line.ends_with('\n') {
            return Err(broken("it is cut off"));
        }
        let before = hex(&self.digest.clone().finalize());
        self.digest.update(line.as_bytes());
        self.number += 1;
        Ok((line, before))
    }

    /// Nothing follows, and the packing's own checksum is there and right.
    fn ends(&mut self) -> Result<(), StoreError> {
        let mut rest = String::new();
        match self.lines.read_line(&mut rest) {
            Ok(0) => Ok(()),
            Ok(_) => Err(broken("something follows its end")),
            Err(error) => Err(broken(format!("it is cut off: {error}"))),
        }
    }

    fn read<T: for<'de> Deserialize<'de>>(&self, line: &str) -> Result<T, StoreError> {
        serde_json::from_str(line).map_err(|error| broken(format!("line {}: {error}", self.number)))
    }
}

/// Writes the rows of a file into a tenant that has none. The caller rolls back when this fails.
pub(crate) async fn restore<T: Tx>(
    tx: &mut T,
    tenant: Tenant,
    from: &Path,
    told: &Told,
) -> Result<u64, StoreError> {
    let mut source = Source::open(from)?;
    let (line, _) = source.next()?;
    let head: Head = source.read(&line)?;
    if head.format != FORMAT || head.schema != schema_sum() {
        return Err(StoreError::Unfit(format!(
            "{} of schema {} was written by another version; read it in with that one",
            head.format, head.schema
        )));
    }
    if head.tenant != tenant.0 {
        return Err(StoreError::Unfit(format!("it is of province {}, not of {}", head.tenant, tenant.0)));
    }
    empty_head(tx, tenant).await?;
    let mut rows = 0;
    let (mut line, mut before) = source.next()?;
    for shape in tables() {
        if source.read::<Table>(&line)? != table_line(&shape) {
            return Err(broken(format!("line {} is not table {}", source.number, shape.name)));
        }
        let bulk = bulk(&shape);
        let mut waiting = Vec::new();
        loop {
            (line, before) = source.next()?;
            if line.starts_with('{') {
                break;
            }
            let cells: Vec<Cell> = source.read(&line)?;
            if cells.len() != shape.columns.len() {
                return Err(broken(format!("line {} has {} columns", source.number, cells.len())));
            }
            let values = std::iter::once(Ok(tenant.into())).chain(cells.into_iter().map(value));
            waiting.push(values.collect::<Result<Vec<Value>, StoreError>>()?);
            rows += 1;
            if waiting.len() == 64 {
                batch::insert(tx, &bulk, std::mem::take(&mut waiting)).await?;
                told.send_replace((rows, head.rows));
            }
        }
        batch::insert(tx, &bulk, waiting).await?;
        told.send_replace((rows, head.rows));
    }
    if source.read::<End>(&line)? != (End { end: rows, digest: before }) || rows != head.rows {
        return Err(broken("its end does not fit what is before"));
    }
    source.ends()?;
    Ok(u64::try_from(rows).expect("a count of rows"))
}

/// Takes the tenant for this transaction and refuses when anything is there.
async fn empty_head<T: Tx>(tx: &mut T, tenant: Tenant) -> Result<(), StoreError> {
    let head = batch::lock_head(tx, tenant).await?;
    let occupied =
        || StoreError::Unfit("only an empty database takes one, and something is there".to_owned());
    if head.seq > 0 || head.catalogue_version > 0 {
        return Err(occupied());
    }
    for shape in tables().iter().filter(|shape| shape.name != "tenant_head") {
        let sql = format!("SELECT tenant FROM {} WHERE tenant = $1 LIMIT 1", shape.name);
        if !tx.query(&sql, &[tenant.into()]).await?.is_empty() {
            return Err(occupied());
        }
    }
    tx.execute("DELETE FROM tenant_head WHERE tenant = $1", &[tenant.into()]).await.map(|_| ())
}

fn bulk(shape: &Shape) -> Bulk {
    let columns = std::iter::once("tenant").chain(shape.columns.iter().map(|column| column.name)).collect();
    Bulk { table: shape.name, columns, conflict: Conflict::Impossible, kept: Vec::new() }
}

fn cell(value: &Value) -> Cell {
    match value {
        Value::Null => Cell::Nothing(None),
        Value::I64(number) => Cell::Number(*number),
        Value::Text(text) => Cell::Text(text.clone()),
        Value::Blob(bytes) => Cell::Bytes { hex: hex(bytes) },
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
            Value::Blob(bytes.ok_or_else(|| broken("bytes are not hexadecimal"))?)
        }
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
