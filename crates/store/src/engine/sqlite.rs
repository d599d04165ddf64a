//! SQLite: one file for each store, one writer thread with group commit, a few readers.

use super::gathered::SOON;
use super::{Connection, Gathered};
use crate::after::After;
use crate::error::StoreError;
use crate::means::Means;
use crate::migrate;
use crate::queue::Job;
use crate::schema::Dialect;
use crate::statement::{Ask, Row, Text, Tx};
use domain::kernel::Value;
use rusqlite::types::{ToSqlOutput, ValueRef};
use std::fs::{File, TryLockError};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::time::{Duration, Instant};
use tokio::sync::{Semaphore, mpsc};

/// Commands in one transaction at most.
const BATCH: usize = 256;
/// How long readers are waited for when the log is large.
const PATIENCE: Duration = Duration::from_millis(200);
/// Nothing came for this long: the writer is idle.
const IDLE: Duration = Duration::from_secs(1);
/// What the writer keeps in memory: a large transaction that does not fit is written twice.
const WRITER_CACHE_KIB: i64 = 64 << 10;
/// Readers at once.
const READERS: usize = 4;
/// How long a lock of another connection is waited for.
const BUSY: Duration = Duration::from_secs(5);

/// The file, its lock and its readers.
pub(crate) struct Sqlite {
    pub path: PathBuf,
    readers: Mutex<Vec<rusqlite::Connection>>,
    places: Arc<Semaphore>,
    _lock: File,
}

impl Sqlite {
    /// Opens the file, locks it against a second process and brings the schema up.
    pub(crate) fn open(path: &Path) -> Result<(Self, Writer), StoreError> {
        // Personal data: for its owner alone. SQLite gives the log beside it the same mode.
        let private = |path: &Path| File::options().create(true).append(true).mode(0o600).open(path);
        let lock = private(&path.with_extension("lock"))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(StoreError::Locked(path.display().to_string())),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        drop(private(path)?);
        let connection = connect(path)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "cache_size", -WRITER_CACHE_KIB)?;
        connection.pragma_update(None, "journal_size_limit", crate::means::LARGE_LOG.to_string())?;
        let wal = PathBuf::from(format!("{}-wal", path.display()));
        let mut writer = Writer { connection, wal, tried_at: 0 };
        futures::executor::block_on(migrate::migrate(&mut writer, &migrate::migrations(Dialect::Sqlite)))?;
        expect(&mut writer.connection)?;
        let readers = Mutex::new(Vec::new());
        let sqlite =
            Self { path: path.to_owned(), readers, places: Arc::new(Semaphore::new(READERS)), _lock: lock };
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
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "secure_delete", "ON")?;
    connection.pragma_update(None, "foreign_keys", "ON")?;
    // A plan depends on the text alone; else texts are prepared again for other values.
    connection.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    // The writer folds the log back itself, when it is idle or the log is large.
    connection.pragma_update(None, "wal_autocheckpoint", 0)?;
    connection.set_prepared_statement_cache_capacity(256);
    Ok(connection)
}

/// Tells the planner what to expect, unless it knows already.
fn expect(connection: &mut rusqlite::Connection) -> Result<(), StoreError> {
    const KNOWN: &str = "SELECT tbl, idx, stat FROM sqlite_stat1";
    let mut expected = crate::schema::expected();
    expected.sort_unstable();
    if connection.table_exists(None, "sqlite_stat1")? {
        let mut known = connection.prepare(KNOWN)?;
        let row = |row: &rusqlite::Row<'_>| Ok([row.get(0)?, row.get(1)?, row.get(2)?]);
        let mut known = known.query_map([], row)?.collect::<Result<Vec<[String; 3]>, _>>()?;
        known.sort_unstable();
        if known == expected {
            return Ok(());
        }
    }
    // The only way to make the table; it looks at a row or two.
    connection.execute_batch("PRAGMA analysis_limit = 1; ANALYZE")?;
    let told = connection.transaction()?;
    told.execute("DELETE FROM sqlite_stat1", [])?;
    for row in &expected {
        told.execute("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?1, ?2, ?3)", row.each_ref())?;
    }
    told.commit()?;
    connection.execute_batch("ANALYZE sqlite_schema")?;
    Ok(())
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
pub(crate) struct Writer {
    connection: rusqlite::Connection,
    wal: PathBuf,
    /// Size of the write-ahead log when it was last folded back while busy.
    tried_at: u64,
}

impl Ask for Writer {
    fn query(
        &mut self,
        sql: &str,
        values: &[Value],
    ) -> impl Future<Output = Result<Vec<Row>, StoreError>> + Send {
        std::future::ready(query(&self.connection, sql, values))
    }
}

impl Tx for Writer {
    const ROWS_AT_ONCE: usize = 1;
    const NAMED_IS_WRITTEN: bool = true;

    fn execute(
        &mut self,
        sql: &str,
        values: &[Value],
    ) -> impl Future<Output = Result<u64, StoreError>> + Send {
        std::future::ready(execute(&self.connection, sql, values))
    }

    fn query_all(
        &mut self,
        asked: &[Text],
    ) -> impl Future<Output = Result<Vec<Vec<Row>>, StoreError>> + Send {
        let answered = asked.iter().map(|text| query(&self.connection, &text.sql, &text.values));
        std::future::ready(answered.collect())
    }

    fn execute_all(&mut self, texts: &[Text]) -> impl Future<Output = Result<(), StoreError>> + Send {
        std::future::ready(execute_all(&self.connection, texts))
    }
}

impl Connection for Writer {
    fn begin(&mut self) -> impl Future<Output = Result<(), StoreError>> + Send {
        self.run("BEGIN IMMEDIATE")
    }

    fn commit(&mut self) -> impl Future<Output = Result<(), StoreError>> + Send {
        self.run("COMMIT")
    }

    fn roll_back(&mut self) -> impl Future<Output = ()> + Send {
        // A full disk may have ended the transaction already.
        if !self.connection.is_autocommit()
            && let Err(error) = self.connection.execute_batch("ROLLBACK")
        {
            tracing::warn!(%error, "a transaction could not be rolled back");
        }
        std::future::ready(())
    }

    fn run(&mut self, sql: &str) -> impl Future<Output = Result<(), StoreError>> + Send {
        std::future::ready(self.connection.execute_batch(sql).map_err(StoreError::from))
    }

    /// BEGIN IMMEDIATE and the lock beside the file have done it.
    fn lock_schema(&mut self) -> impl Future<Output = Result<(), StoreError>> + Send {
        std::future::ready(Ok(()))
    }

    /// `secure_delete` overwrote the rows in the newest pages; older copies are in the log and in free pages.
    fn scrub(&mut self) -> impl Future<Output = Result<(), StoreError>> + Send {
        let scrubbed = self.connection.execute_batch("VACUUM").map_err(StoreError::from).and_then(|()| {
            if self.fold_back("TRUNCATE", BUSY)? {
                Ok(())
            } else {
                Err(StoreError::Io(std::io::Error::other("a reader holds the write-ahead log")))
            }
        });
        std::future::ready(scrubbed)
    }

    /// A file does not go away.
    fn pause(&mut self, _attempt: u32) -> impl Future<Output = ()> + Send {
        std::future::ready(())
    }
}

impl Writer {
    fn wal_bytes(&self) -> u64 {
        std::fs::metadata(&self.wal).map_or(0, |wal| wal.len())
    }

    /// Folds the write-ahead log back into the file; gives whether all of it was.
    fn fold_back(&self, how: &str, patience: Duration) -> Result<bool, StoreError> {
        self.connection.busy_timeout(patience)?;
        let folded = self.connection.query_row(&format!("PRAGMA wal_checkpoint({how})"), [], |row| {
            let (busy, frames, folded): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok(busy == 0 && frames == folded)
        });
        self.connection.busy_timeout(BUSY)?;
        Ok(folded?)
    }

    /// A large log is folded back and begun anew. Readers of pages are waited for: where they come and go without a pause the log
    /// would else never begin anew, and every read would search all of it. A backup reads for minutes: it is not waited for, and
    /// the log is tried again only when it has grown as much again.
    fn fold_back_when_large(&mut self, large: u64) {
        let bytes = self.wal_bytes();
        if bytes < large {
            self.tried_at = 0;
        } else if bytes >= self.tried_at + large {
            self.tried_at = bytes;
            if let Err(error) = self.fold_back("TRUNCATE", PATIENCE) {
                tracing::warn!(%error, "the write-ahead log could not be folded back");
            }
        }
    }

    fn fold_back_when_idle(&mut self) {
        if self.wal_bytes() > 0
            && let Err(error) = self.fold_back("TRUNCATE", Duration::ZERO)
        {
            tracing::warn!(%error, "the write-ahead log could not be folded back");
        }
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
                ValueRef::Real(number) => {
                    return Err(StoreError::Corrupt(format!("a real number: {number}")));
                }
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

/// The same text again is looked up once.
fn execute_all(connection: &rusqlite::Connection, texts: &[Text]) -> Result<(), StoreError> {
    for same in texts.chunk_by(|one, next| one.sql == next.sql) {
        let Some(first) = same.first() else { continue };
        let mut statement = connection.prepare_cached(&numbered(&first.sql))?;
        for text in same {
            statement.execute(rusqlite::params_from_iter(text.values.iter().map(Bound)))?;
        }
    }
    Ok(())
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

enum Next {
    Job(Box<Job>),
    Idle,
    Closed,
}

struct Unpark(std::thread::Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Waits for a job, but not for ever: with nothing to do there is still the log to fold back.
fn next_job(jobs: &mut mpsc::Receiver<Job>, idle: Option<Duration>) -> Next {
    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    let mut context = Context::from_waker(&waker);
    let until = idle.map(|idle| Instant::now() + idle);
    loop {
        match jobs.poll_recv(&mut context) {
            Poll::Ready(Some(job)) => return Next::Job(Box::new(job)),
            Poll::Ready(None) => return Next::Closed,
            Poll::Pending => {}
        }
        match until.map(|until| until.saturating_duration_since(Instant::now())) {
            None => std::thread::park(),
            Some(Duration::ZERO) => return Next::Idle,
            Some(left) => std::thread::park_timeout(left),
        }
    }
}

/// The writer's thread: takes what waits, up to a batch, and commits it together.
pub(crate) fn write_until_closed(
    mut writer: Writer,
    mut jobs: mpsc::Receiver<Job>,
    means: &Means,
    after: &After,
) {
    let mut rested = false;
    let mut gathered = Gathered::default();
    loop {
        let patience = if gathered.is_open() { Some(SOON) } else { (!rested).then_some(IDLE) };
        let first = match next_job(&mut jobs, patience) {
            Next::Job(job) => *job,
            Next::Idle if gathered.is_open() => {
                drop(futures::executor::block_on(gathered.commit(&mut writer, after)));
                continue;
            }
            Next::Idle => {
                writer.fold_back_when_idle();
                rested = true;
                continue;
            }
            Next::Closed => break,
        };
        rested = false;
        let mut waiting = vec![first];
        while waiting.len() < BATCH
            && let Ok(next) = jobs.try_recv()
        {
            waiting.push(next);
        }
        futures::executor::block_on(gathered.carry_out(&mut writer, waiting, BATCH, means, after));
        if !gathered.is_open() {
            writer.fold_back_when_large(means.large_log);
        }
    }
    drop(futures::executor::block_on(gathered.commit(&mut writer, after)));
    writer.fold_back_when_idle();
}

/// Transactions as they were taped, on a connection such as the writer's.
#[cfg(feature = "bench")]
pub(crate) fn bare(
    path: &Path,
    batches: &[crate::bench::TapedBatch],
) -> Result<Vec<crate::bench::BareBatch>, StoreError> {
    let wal = PathBuf::from(format!("{}-wal", path.display()));
    let mut writer = Writer { connection: connect(path)?, wal, tried_at: 0 };
    let texts: Vec<Vec<String>> = batches
        .iter()
        .map(|batch| batch.sent.iter().map(|sent| numbered(&sent.text.sql)).collect())
        .collect();
    let mut done = Vec::with_capacity(batches.len());
    for (batch, texts) in batches.iter().zip(&texts) {
        let watch = crate::bench::Watch::over(batch);
        writer.connection.execute_batch("BEGIN IMMEDIATE")?;
        for (sent, text) in watch.sent().iter().zip(texts) {
            let mut statement = writer.connection.prepare_cached(text)?;
            statement.execute(rusqlite::params_from_iter(sent.text.values.iter().map(Bound)))?;
        }
        writer.connection.execute_batch("COMMIT")?;
        done.push(watch.stop());
        writer.fold_back_when_large(crate::means::LARGE_LOG);
    }
    Ok(done)
}

/// Migrations alone, for their test.
#[cfg(feature = "testing")]
pub(crate) fn migrate(path: &Path, known: &[migrate::Migration]) -> Result<(), StoreError> {
    let mut writer = Writer { connection: connect(path)?, wal: PathBuf::new(), tried_at: 0 };
    futures::executor::block_on(migrate::migrate(&mut writer, known))
}

/// Every text that reads a whole table of the tenant, and where it does; in a file that is opened as a store opens it.
#[cfg(feature = "testing")]
pub(crate) fn whole_reads(file: &Path, texts: &[&str]) -> Vec<(String, Vec<String>)> {
    drop(Sqlite::open(file).expect("opened"));
    let connection = rusqlite::Connection::open(file).expect("opened");
    let of = |sql: &&str| {
        let text = format!("EXPLAIN QUERY PLAN {}", numbered(sql));
        let mut plan = connection.prepare(&text).expect("it is understood");
        let nothing = vec![rusqlite::types::Null; plan.parameter_count()];
        let lines = plan.query_map(rusqlite::params_from_iter(nothing), |row| row.get(3)).expect("a plan");
        let lines: Vec<String> = lines.collect::<Result<_, _>>().expect("readable");
        // What a text reads first and hands on.
        let handed_on: Vec<&str> = lines.iter().filter_map(|line| line.strip_prefix("CO-ROUTINE ")).collect();
        let whole = |line: &&String| {
            let scanned = line.strip_prefix("SCAN ").is_some_and(|what| !handed_on.contains(&what));
            scanned || line.ends_with("(tenant=?)")
        };
        ((*sql).to_owned(), lines.iter().filter(whole).cloned().collect())
    };
    texts.iter().map(of).filter(|(_, whole): &(String, Vec<String>)| !whole.is_empty()).collect()
}

/// A text prepared on an empty database, for the registry test.
#[cfg(feature = "testing")]
pub(crate) fn prepare_all(texts: &[String]) -> Vec<(String, String)> {
    let connection = rusqlite::Connection::open_in_memory().expect("memory");
    for statement in crate::schema::create(Dialect::Sqlite) {
        connection.execute_batch(&statement).expect("the schema can be made");
    }
    texts
        .iter()
        .filter_map(|sql| {
            connection.prepare(&numbered(sql)).err().map(|error| (sql.clone(), error.to_string()))
        })
        .collect()
}
