//! SQLite: one file for each store, one writer thread with group commit, a few readers.

use super::{AfterCommit, Connection, carry_out};
use crate::chain::Nonces;
use crate::error::StoreError;
use crate::queue::{Job, runs};
use crate::schema::{self, Dialect};
use crate::statement::{Row, Tx};
use domain::kernel::Value;
use rusqlite::types::{ToSqlOutput, ValueRef};
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::{Semaphore, mpsc};

/// Commands in one transaction at most.
const BATCH: usize = 256;
/// The write-ahead log is folded back beyond this size, and when the writer has nothing to do.
const WAL_BYTES: u64 = 64 << 20;

/// The file, its lock and its readers.
pub(crate) struct Sqlite {
    pub path: PathBuf,
    readers: Mutex<Vec<rusqlite::Connection>>,
    places: Arc<Semaphore>,
    _lock: File,
}

impl Sqlite {
    /// Opens the file, locks it against a second process and brings the schema up.
    pub(crate) fn open(path: &Path) -> Result<(Self, rusqlite::Connection), StoreError> {
        let lock = File::options().create(true).append(true).open(path.with_extension("lock"))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(StoreError::Locked(path.display().to_string())),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        let writer = connect(path)?;
        writer.pragma_update(None, "journal_mode", "WAL")?;
        migrate(&writer)?;
        let readers = Mutex::new(Vec::new());
        let sqlite = Self { path: path.to_owned(), readers, places: Arc::new(Semaphore::new(4)), _lock: lock };
        Ok((sqlite, writer))
    }

    /// A reader's connection; given back when the reader ends.
    pub(crate) async fn reader(&self) -> Result<SqliteReader, StoreError> {
        let place = Arc::clone(&self.places).acquire_owned().await.map_err(|_| StoreError::Closed)?;
        let idle = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => connect(&self.path)?,
        };
        Ok(SqliteReader { connection: Some(connection), _place: place })
    }

    pub(crate) fn give_back(&self, reader: SqliteReader) {
        if let Some(connection) = reader.connection {
            self.readers.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        }
    }
}

fn connect(path: &Path) -> Result<rusqlite::Connection, StoreError> {
    let connection = rusqlite::Connection::open(path)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "secure_delete", "ON")?;
    connection.pragma_update(None, "foreign_keys", "ON")?;
    // The writer folds the log back itself, when it is idle or the log is large.
    connection.pragma_update(None, "wal_autocheckpoint", 0)?;
    connection.set_prepared_statement_cache_capacity(256);
    Ok(connection)
}

fn migrate(connection: &rusqlite::Connection) -> Result<(), StoreError> {
    let statements = schema::create(Dialect::Sqlite);
    connection.execute_batch(&statements[0])?;
    let made: Option<String> = connection
        .query_row("SELECT checksum FROM schema_migration WHERE number = 1", [], |row| row.get(0))
        .map(Some)
        .or_else(|error| if error == rusqlite::Error::QueryReturnedNoRows { Ok(None) } else { Err(error) })?;
    let checksum = super::postgres::checksum(&statements);
    match made {
        Some(made) if made == checksum => Ok(()),
        Some(made) => Err(StoreError::Schema(format!("schema {made}, this programme has {checksum}"))),
        None => {
            connection.execute_batch("BEGIN IMMEDIATE")?;
            for statement in &statements[1..] {
                connection.execute_batch(statement)?;
            }
            connection.execute("INSERT INTO schema_migration (number, checksum) VALUES (1, ?1)", [&checksum])?;
            connection.execute_batch("COMMIT")?;
            Ok(())
        }
    }
}

/// A connection that reads within one snapshot.
pub(crate) struct SqliteReader {
    connection: Option<rusqlite::Connection>,
    _place: tokio::sync::OwnedSemaphorePermit,
}

impl SqliteReader {
    pub(crate) async fn begin(&mut self) -> Result<(), StoreError> {
        self.with(|connection| Ok(connection.execute_batch("BEGIN")?)).await
    }

    pub(crate) async fn end(&mut self) -> Result<(), StoreError> {
        self.with(|connection| Ok(connection.execute_batch("ROLLBACK")?)).await
    }

    pub(crate) async fn query(
        &mut self,
        sql: String,
        values: Vec<Value>,
        limit: Option<Duration>,
    ) -> Result<Vec<Row>, StoreError> {
        self.with(move |connection| {
            let deadline = limit.map(|limit| (Instant::now() + limit, limit));
            if let Some((until, _)) = deadline {
                connection.progress_handler(10_000, Some(move || Instant::now() > until))?;
            }
            let rows = query(connection, &sql, &values);
            connection.progress_handler(0, None::<fn() -> bool>)?;
            match (rows, deadline) {
                (Err(StoreError::Sqlite(error)), Some((_, limit)))
                    if error.sqlite_error_code() == Some(rusqlite::ErrorCode::OperationInterrupted) =>
                {
                    Err(StoreError::TooSlow(limit))
                }
                (rows, _) => rows,
            }
        })
        .await
    }

    /// SQLite blocks, so its work is done beside the threads that serve.
    async fn with<T: Send + 'static>(
        &mut self,
        act: impl FnOnce(&mut rusqlite::Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let mut connection = self.connection.take().ok_or(StoreError::Closed)?;
        let (connection, done) = tokio::task::spawn_blocking(move || {
            let done = act(&mut connection);
            (connection, done)
        })
        .await
        .map_err(|_| StoreError::Closed)?;
        self.connection = Some(connection);
        done
    }
}

/// The writer's connection.
pub(crate) struct Writer(pub rusqlite::Connection);

impl Tx for Writer {
    fn query(&mut self, sql: &str, values: &[Value]) -> impl Future<Output = Result<Vec<Row>, StoreError>> + Send {
        std::future::ready(query(&self.0, sql, values))
    }

    fn execute(&mut self, sql: &str, values: &[Value]) -> impl Future<Output = Result<u64, StoreError>> + Send {
        std::future::ready(execute(&self.0, sql, values))
    }
}

impl Connection for Writer {
    fn begin(&mut self) -> impl Future<Output = Result<(), StoreError>> + Send {
        std::future::ready(self.0.execute_batch("BEGIN IMMEDIATE").map_err(StoreError::from))
    }

    fn commit(&mut self) -> impl Future<Output = Result<(), StoreError>> + Send {
        std::future::ready(self.0.execute_batch("COMMIT").map_err(StoreError::from))
    }

    fn roll_back(&mut self) -> impl Future<Output = ()> + Send {
        if let Err(error) = self.0.execute_batch("ROLLBACK") {
            tracing::warn!(%error, "a transaction could not be rolled back");
        }
        std::future::ready(())
    }
}

/// `$1` is a named parameter to SQLite; `?1` is what is meant.
fn numbered(sql: &str) -> String {
    sql.replace('$', "?")
}

fn query(connection: &rusqlite::Connection, sql: &str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
    let mut statement = connection.prepare_cached(&numbered(sql))?;
    let width = statement.column_count();
    let mut rows = statement.query(rusqlite::params_from_iter(values.iter().map(Bound)))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let read = |column| -> Result<Value, StoreError> {
            Ok(match row.get_ref(column)? {
                ValueRef::Null => Value::Null,
                ValueRef::Integer(number) => Value::I64(number),
                ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
                ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
                ValueRef::Real(number) => return Err(StoreError::Corrupt(format!("a real number: {number}"))),
            })
        };
        found.push(Row((0..width).map(read).collect::<Result<_, _>>()?));
    }
    Ok(found)
}

fn execute(connection: &rusqlite::Connection, sql: &str, values: &[Value]) -> Result<u64, StoreError> {
    let mut statement = connection.prepare_cached(&numbered(sql))?;
    let changed = statement.execute(rusqlite::params_from_iter(values.iter().map(Bound)))?;
    Ok(u64::try_from(changed).expect("a count of rows fits"))
}

struct Bound<'a>(&'a Value);

impl rusqlite::ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self.0 {
            Value::Null => ValueRef::Null,
            Value::I64(number) => ValueRef::Integer(*number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Blob(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

/// The writer's thread: takes what waits, up to a batch, and commits it together.
pub(crate) fn write_until_closed(
    connection: rusqlite::Connection,
    path: &Path,
    mut jobs: mpsc::Receiver<Job>,
    nonces: &Nonces,
    after: AfterCommit<'_>,
) {
    let wal = PathBuf::from(format!("{}-wal", path.display()));
    let mut writer = Writer(connection);
    while let Some(first) = jobs.blocking_recv() {
        let mut waiting = vec![first];
        while waiting.len() < BATCH
            && let Ok(next) = jobs.try_recv()
        {
            waiting.push(next);
        }
        for run in runs(waiting, BATCH) {
            futures::executor::block_on(carry_out(&mut writer, run, nonces, after));
        }
        let large = std::fs::metadata(&wal).is_ok_and(|wal| wal.len() > WAL_BYTES);
        if large {
            checkpoint(&writer.0);
        }
    }
    checkpoint(&writer.0);
}

fn checkpoint(connection: &rusqlite::Connection) {
    let folded = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0));
    if let Err(error) = folded {
        tracing::warn!(%error, "the write-ahead log could not be folded back");
    }
}

/// A text prepared on an empty database, for the registry test.
#[cfg(feature = "testing")]
pub(crate) fn prepare_all(texts: &[String]) -> Vec<(String, String)> {
    let connection = rusqlite::Connection::open_in_memory().expect("memory");
    migrate(&connection).expect("the schema can be made");
    texts
        .iter()
        .filter_map(|sql| connection.prepare(&numbered(sql)).err().map(|error| (sql.clone(), error.to_string())))
        .collect()
}
