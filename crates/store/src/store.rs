//! The store: opened once, cloned cheaply, asked by everybody.

use crate::batch::Verdict;
use crate::cache::States;
use crate::chain::{Envelope, Nonces};
use crate::engine::{postgres, sqlite};
use crate::error::{CommitError, StoreError};
use crate::pending::{CatalogueRow, Committed, Loaded, Pending};
use crate::queue::{CatalogueChange, Job, Work};
use crate::statement::{Row, Statement};
use crate::writes;
use deadpool_postgres::{Object, Pool};
use domain::kernel::{Kind, Millis, StreamId, SubjectId, Tenant, Value};
use domain::{Event, State};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot, watch};

/// How a store behaves.
#[derive(Clone, Debug)]
pub struct Options {
    /// Jobs that may wait for a writer; one more is answered with "busy".
    pub queue: usize,
    /// States on hand.
    pub states: usize,
    /// How long a query may take.
    pub query_limit: Duration,
    /// Where nonces come from.
    pub nonces: Nonces,
    /// Connections to PostgreSQL.
    pub connections: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            queue: 2048,
            states: 20_000,
            query_limit: Duration::from_secs(2),
            nonces: Nonces::random(),
            connections: 12,
        }
    }
}

/// Writers on PostgreSQL.
const WRITERS: usize = 3;
/// How often another server's commits are looked for.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// Which database it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A file.
    Sqlite,
    /// A server.
    Postgres,
}

enum Behind {
    Sqlite(sqlite::Sqlite),
    Postgres(Pool),
}

struct Inner {
    behind: Behind,
    jobs: Mutex<Option<mpsc::Sender<Job>>>,
    states: Arc<States>,
    seq: watch::Sender<i64>,
    options: Options,
    writers: Mutex<Vec<WriterHandle>>,
}

enum WriterHandle {
    Thread(std::thread::JoinHandle<()>),
    Task(tokio::task::JoinHandle<()>),
}

/// The journal and what stands beside it.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

/// The head of a tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TenantHead {
    /// Sequence number of the last event.
    pub seq: i64,
    /// Digest over all hashes.
    pub digest: Vec<u8>,
    /// Version of edited things.
    pub catalogue_version: i64,
}

/// A subject's data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// Its version.
    pub version: i64,
    /// JSON, of no length once erased.
    pub body: String,
    /// Salted digest.
    pub digest: String,
    /// It was erased.
    pub erased: bool,
}

/// Something claimed from the outbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claimed {
    /// Its id.
    pub id: i64,
    /// What to send, as JSON.
    pub body: String,
    /// Earlier claims.
    pub attempts: i64,
}

impl Store {
    /// Opens a SQLite file, making it when it is not there.
    ///
    /// # Errors
    /// [`StoreError::Locked`] when another process has it, [`StoreError::Schema`] when another version made it.
    pub fn open_sqlite(path: &Path, options: Options) -> Result<Self, StoreError> {
        let (sqlite, connection) = sqlite::Sqlite::open(path)?;
        let (jobs, queue) = mpsc::channel(options.queue);
        let store = Self::new(Behind::Sqlite(sqlite), jobs, options);
        let (after, nonces, path) = (store.after_commit(), store.0.options.nonces.clone(), path.to_owned());
        let thread = std::thread::Builder::new()
            .name("motcua-writer".to_owned())
            .spawn(move || sqlite::write_until_closed(connection, &path, queue, &nonces, &*after))?;
        store.writers().push(WriterHandle::Thread(thread));
        Ok(store)
    }

    /// Opens a PostgreSQL database. Needs a tokio runtime.
    ///
    /// # Errors
    /// When it cannot be reached, or [`StoreError::Schema`] when another version made it.
    pub async fn open_postgres(dsn: &str, options: Options) -> Result<Self, StoreError> {
        let pool = postgres::open(dsn, options.connections + WRITERS).await?;
        let (jobs, queue) = mpsc::channel(options.queue);
        let store = Self::new(Behind::Postgres(pool.clone()), jobs, options);
        let queue = Arc::new(tokio::sync::Mutex::new(queue));
        for _ in 0..WRITERS {
            let (after, nonces) = (store.after_commit(), store.0.options.nonces.clone());
            let writer = postgres::write_until_closed(pool.clone(), Arc::clone(&queue), nonces, after);
            let task = tokio::spawn(writer);
            store.writers().push(WriterHandle::Task(task));
        }
        Ok(store)
    }

    fn new(behind: Behind, jobs: mpsc::Sender<Job>, options: Options) -> Self {
        Self(Arc::new(Inner {
            behind,
            jobs: Mutex::new(Some(jobs)),
            states: Arc::new(States::new(options.states)),
            seq: watch::Sender::new(0),
            writers: Mutex::new(Vec::new()),
            options,
        }))
    }

    /// Which database it is.
    #[must_use]
    pub fn engine(&self) -> Engine {
        match self.0.behind {
            Behind::Sqlite(_) => Engine::Sqlite,
            Behind::Postgres(_) => Engine::Postgres,
        }
    }

    fn writers(&self) -> std::sync::MutexGuard<'_, Vec<WriterHandle>> {
        self.0.writers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Fresh states go to hand and everybody who watches is told, before the callers are answered: whoever was answered
    /// finds what was written.
    fn after_commit(&self) -> Arc<dyn Fn(Tenant, &[Verdict]) + Send + Sync> {
        let (states, seq) = (Arc::clone(&self.0.states), self.0.seq.clone());
        Arc::new(move |tenant, verdicts: &[Verdict]| {
            let mut last = 0;
            for verdict in verdicts {
                match verdict {
                    Ok(written) => {
                        for (stream, loaded) in &written.states {
                            states.put(tenant, *stream, Arc::clone(loaded));
                        }
                        let count = i64::try_from(written.committed.events.len()).expect("few events a command");
                        last = last.max(written.committed.first_seq + count - 1);
                    }
                    Err(CommitError::Stale(streams)) => {
                        streams.iter().for_each(|stream| states.forget(tenant, *stream));
                    }
                    Err(_) => {}
                }
            }
            seq.send_if_modified(|seen| {
                let newer = last > *seen;
                *seen = last.max(*seen);
                newer
            });
        })
    }

    async fn send<T>(
        &self,
        tenant: Tenant,
        work: impl FnOnce(oneshot::Sender<T>) -> Work,
    ) -> Result<T, CommitError> {
        let (caller, answer) = oneshot::channel();
        let jobs = self.0.jobs.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let jobs = jobs.ok_or(StoreError::Closed)?;
        jobs.try_send(Job { tenant, work: work(caller) }).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => CommitError::Busy { retry_after: Duration::from_secs(1) },
            mpsc::error::TrySendError::Closed(_) => CommitError::Failure(StoreError::Closed),
        })?;
        drop(jobs);
        answer.await.map_err(|_| CommitError::Failure(StoreError::Closed))
    }

    /// Writes one command with others in one transaction, and answers after COMMIT.
    ///
    /// # Errors
    /// [`CommitError`]: stale, already done, busy, or a failure after which nothing of it was kept.
    pub async fn commit(&self, tenant: Tenant, pending: Pending) -> Result<Committed, CommitError> {
        let verdict = self.send(tenant, |caller| Work::Commit(Box::new(pending), caller)).await?;
        verdict.map(|written| written.committed)
    }

    /// A change beside the journal: sessions, accounts, drafts, leases.
    ///
    /// # Errors
    /// When the queue is full or the database refuses.
    pub async fn execute(
        &self,
        tenant: Tenant,
        statement: &Statement,
        values: &[Value],
    ) -> Result<u64, CommitError> {
        let (sql, values) = (statement.sql.to_owned(), values.to_vec());
        Ok(self.send(tenant, |caller| Work::Execute(sql, values, caller)).await??)
    }

    /// Streams as they are; nothing for one without events.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn load(&self, tenant: Tenant, streams: &[StreamId]) -> Result<Vec<Option<Loaded>>, StoreError> {
        let mut found = Vec::with_capacity(streams.len());
        for stream in streams {
            found.push(match self.0.states.get(tenant, *stream) {
                Some(loaded) => Some((*loaded).clone()),
                None => self.load_cold(tenant, *stream).await?,
            });
        }
        Ok(found)
    }

    async fn load_cold(&self, tenant: Tenant, stream: StreamId) -> Result<Option<Loaded>, StoreError> {
        let rows = self.query(tenant, &writes::LOAD_STREAM, &[tenant.into(), stream.into()]).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let kind = Kind::from_word(row.text(0))
            .ok_or_else(|| StoreError::Corrupt(format!("stream {stream}: unknown kind {}", row.text(0))))?;
        let state = if row.i64(2) == State::FORMAT {
            serde_json::from_str(row.text(3))
                .map_err(|error| StoreError::Corrupt(format!("stream {stream}: {error}")))?
        } else {
            self.fold(tenant, stream, kind).await?
        };
        let loaded = Loaded { kind, version: row.i64(1), state };
        self.0.states.put(tenant, stream, Arc::new(loaded.clone()));
        Ok(Some(loaded))
    }

    /// The state behind a stream's events, for a state format that has changed.
    async fn fold(&self, tenant: Tenant, stream: StreamId, kind: Kind) -> Result<State, StoreError> {
        let mut state = State::empty(kind);
        for envelope in self.events(tenant, stream).await? {
            state = state.apply(&envelope.event()?);
        }
        Ok(state)
    }

    /// The answer to a command that was written before.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn answered(&self, tenant: Tenant, command_id: &str) -> Result<Option<String>, StoreError> {
        let rows = self.query(tenant, &writes::ANSWER, &[tenant.into(), command_id.into()]).await?;
        Ok(rows.first().map(|row| row.text(0).to_owned()))
    }

    /// Asks one thing.
    ///
    /// # Errors
    /// When it cannot be read, or takes too long.
    pub async fn query(
        &self,
        tenant: Tenant,
        statement: &Statement,
        values: &[Value],
    ) -> Result<Vec<Row>, StoreError> {
        debug_assert!(statement.scope == crate::Scope::National || values.first() == Some(&tenant.into()));
        match &self.0.behind {
            Behind::Sqlite(sqlite) => {
                let mut reader = sqlite.reader().await?;
                let limit = Some(self.0.options.query_limit);
                let rows = reader.query(statement.sql.to_owned(), values.to_vec(), limit).await;
                sqlite.give_back(reader);
                rows
            }
            Behind::Postgres(pool) => {
                let client = pool.get().await?;
                let asked = postgres::query(&client, statement.sql, values);
                tokio::time::timeout(self.0.options.query_limit, asked)
                    .await
                    .unwrap_or_else(|_| Err(StoreError::TooSlow(self.0.options.query_limit)))
            }
        }
    }

    /// Reads several things of one moment.
    ///
    /// # Errors
    /// When there is no connection.
    pub async fn read(&self, tenant: Tenant) -> Result<Reader, StoreError> {
        let behind = match &self.0.behind {
            Behind::Sqlite(sqlite) => {
                let mut reader = sqlite.reader().await?;
                reader.begin().await?;
                ReaderBehind::Sqlite(reader)
            }
            Behind::Postgres(pool) => {
                let client = pool.get().await?;
                client.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
                ReaderBehind::Postgres(client)
            }
        };
        Ok(Reader { store: self.clone(), tenant, behind: Some(behind), limit: Some(self.0.options.query_limit) })
    }

    /// The events of one stream, in order.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn events(&self, tenant: Tenant, stream: StreamId) -> Result<Vec<Envelope>, StoreError> {
        let rows = self.query(tenant, &writes::STREAM_EVENTS, &[tenant.into(), stream.into()]).await?;
        Ok(rows.iter().map(Envelope::from_row).collect())
    }

    /// Events after a sequence number, in commit order.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn feed(&self, tenant: Tenant, after: i64, most: i64) -> Result<Vec<Envelope>, StoreError> {
        let rows = self.query(tenant, &writes::FEED, &[tenant.into(), after.into(), most.into()]).await?;
        Ok(rows.iter().map(Envelope::from_row).collect())
    }

    /// The head of a tenant; zero and no digest before its first event.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn head(&self, tenant: Tenant) -> Result<TenantHead, StoreError> {
        let rows = self.query(tenant, &writes::HEAD, &[tenant.into()]).await?;
        Ok(rows.first().map_or_else(
            || TenantHead { seq: 0, digest: crate::chain::NO_HASH.to_vec(), catalogue_version: 0 },
            |row| TenantHead { seq: row.i64(0), digest: row.blob(1).to_vec(), catalogue_version: row.i64(2) },
        ))
    }

    /// Sees every commit of this server at once, and of other servers within half a second (see [`Store::look`]).
    #[must_use]
    pub fn watch(&self) -> watch::Receiver<i64> {
        self.0.seq.subscribe()
    }

    /// Looks for other servers' commits until the store closes. One task a server and tenant.
    pub async fn look(&self, tenant: Tenant) {
        let mut every = tokio::time::interval(LOOK_EVERY);
        loop {
            every.tick().await;
            if self.0.jobs.lock().unwrap_or_else(PoisonError::into_inner).is_none() {
                return;
            }
            match self.head(tenant).await {
                Ok(head) => {
                    self.0.seq.send_if_modified(|seen| {
                        let newer = head.seq > *seen;
                        *seen = head.seq.max(*seen);
                        newer
                    });
                }
                Err(error) => tracing::warn!(%error, "the head could not be read; pages may be half a second older"),
            }
        }
    }

    /// Changes edited things; each row with who, when and which decision.
    ///
    /// # Errors
    /// When the queue is full or the database refuses.
    pub async fn put_catalogue(
        &self,
        tenant: Tenant,
        rows: Vec<CatalogueRow>,
        by: &str,
        decision: &str,
        at: Millis,
    ) -> Result<(), CommitError> {
        let change = CatalogueChange { rows, by: by.to_owned(), decision: decision.to_owned(), at };
        Ok(self.send(tenant, |caller| Work::Catalogue(change, caller)).await??)
    }

    /// All edited things.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn list_catalogue(&self, tenant: Tenant) -> Result<Vec<CatalogueRow>, StoreError> {
        let mut reader = self.read(tenant).await?.without_limit();
        let rows = reader.query(&writes::LIST_CATALOGUE, &[tenant.into()]).await;
        reader.end().await?;
        let read = |row: &Row| CatalogueRow {
            kind: row.text(0).to_owned(),
            code: row.text(1).to_owned(),
            version: row.text(2).to_owned(),
            valid_from: row.text(3).to_owned(),
            valid_to: row.text(4).to_owned(),
            body: row.text(5).to_owned(),
        };
        Ok(rows?.iter().map(read).collect())
    }

    /// A subject's newest data, or of one version.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn subject(
        &self,
        tenant: Tenant,
        subject: SubjectId,
        version: Option<i64>,
    ) -> Result<Option<Subject>, StoreError> {
        let rows = match version {
            Some(version) => {
                let values = [tenant.into(), subject.into(), version.into()];
                self.query(tenant, &writes::SUBJECT_VERSION, &values).await?
            }
            None => self.query(tenant, &writes::SUBJECT, &[tenant.into(), subject.into()]).await?,
        };
        Ok(rows.first().map(|row| Subject {
            version: row.i64(0),
            body: row.text(1).to_owned(),
            digest: row.text(2).to_owned(),
            erased: row.flag(3),
        }))
    }

    /// Subjects with that phone or identity number (digits, of no length for neither), newest first, at most 20.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn find_subjects(
        &self,
        tenant: Tenant,
        phone: &str,
        id_number: &str,
    ) -> Result<Vec<SubjectId>, StoreError> {
        let values = [tenant.into(), phone.into(), id_number.into()];
        let rows = self.query(tenant, &writes::FIND_SUBJECT, &values).await?;
        Ok(rows.iter().map(|row| SubjectId(row.i64(0))).collect())
    }

    /// Subjects whose folded name contains those folded words, at most 20.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn find_subjects_by_name(&self, tenant: Tenant, folded: &str) -> Result<Vec<SubjectId>, StoreError> {
        let pattern = format!("%{}%", folded.replace(['%', '_'], " "));
        let rows = self.query(tenant, &writes::FIND_SUBJECT_BY_NAME, &[tenant.into(), pattern.into()]).await?;
        Ok(rows.iter().map(|row| SubjectId(row.i64(0))).collect())
    }

    /// Empties every version of a subject. Events keep the id and the salted digest: the chain stays whole.
    ///
    /// # Errors
    /// When the queue is full or the database refuses.
    pub async fn erase_subject(&self, tenant: Tenant, subject: SubjectId) -> Result<u64, CommitError> {
        self.execute(tenant, &writes::ERASE_SUBJECT, &[tenant.into(), subject.into()]).await
    }

    /// Claims what is due of a topic: each row for one claimant until the lease ends.
    ///
    /// # Errors
    /// When the queue is full or the database refuses.
    pub async fn claim(
        &self,
        tenant: Tenant,
        topic: &str,
        now: Millis,
        lease_ms: Millis,
        most: i64,
    ) -> Result<Vec<Claimed>, CommitError> {
        let values = [tenant.into(), topic.into(), now.into(), most.into()];
        let due = self.query(tenant, &writes::OUTBOX_DUE, &values).await?;
        let mut claimed = Vec::new();
        for row in due {
            let values = [tenant.into(), row.i64(0).into(), (now + lease_ms).into(), now.into()];
            if self.execute(tenant, &writes::OUTBOX_LEASE, &values).await? == 1 {
                claimed.push(Claimed { id: row.i64(0), body: row.text(2).to_owned(), attempts: row.i64(3) });
            }
        }
        Ok(claimed)
    }

    /// A claimed row is settled.
    ///
    /// # Errors
    /// When the queue is full or the database refuses.
    pub async fn settle(&self, tenant: Tenant, id: i64) -> Result<(), CommitError> {
        self.execute(tenant, &writes::OUTBOX_DONE, &[tenant.into(), id.into()]).await.map(|_| ())
    }

    /// A claimed row is to be tried again later.
    ///
    /// # Errors
    /// When the queue is full or the database refuses.
    pub async fn postpone(&self, tenant: Tenant, id: i64, until: Millis) -> Result<(), CommitError> {
        self.execute(tenant, &writes::OUTBOX_LATER, &[tenant.into(), id.into(), until.into()]).await.map(|_| ())
    }

    /// Rows that wait in the outbox.
    ///
    /// # Errors
    /// When they cannot be counted.
    pub async fn outbox_size(&self, tenant: Tenant) -> Result<i64, StoreError> {
        let rows = self.query(tenant, &writes::OUTBOX_SIZE, &[tenant.into()]).await?;
        Ok(rows.first().map_or(0, |row| row.i64(0)))
    }

    /// Settings of the province.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn settings(&self, tenant: Tenant) -> Result<Vec<(String, String)>, StoreError> {
        let rows = self.query(tenant, &writes::SETTINGS, &[tenant.into()]).await?;
        Ok(rows.iter().map(|row| (row.text(0).to_owned(), row.text(1).to_owned())).collect())
    }

    /// Changes a setting.
    ///
    /// # Errors
    /// When the queue is full or the database refuses.
    pub async fn put_setting(
        &self,
        tenant: Tenant,
        name: &str,
        value: &str,
        by: &str,
        at: Millis,
    ) -> Result<(), CommitError> {
        let values = [tenant.into(), name.into(), value.into(), by.into(), at.into()];
        self.execute(tenant, &writes::PUT_SETTING, &values).await.map(|_| ())
    }

    /// Makes everything pages see again from the journal; gives the number of streams.
    ///
    /// # Errors
    /// When the journal cannot be read or the tables not written; nothing is changed then.
    pub async fn rebuild(&self, tenant: Tenant) -> Result<u64, CommitError> {
        let streams = self.send(tenant, Work::Rebuild).await??;
        self.0.states.clear();
        Ok(streams)
    }

    pub(crate) async fn restore_rows(
        &self,
        tables: Vec<(crate::dump::DumpTable, Vec<Vec<Value>>)>,
    ) -> Result<(), CommitError> {
        let done = self.send(Tenant(0), |caller| Work::Restore(tables, caller)).await??;
        self.0.states.clear();
        Ok(done)
    }

    /// Lets waiting commands finish and closes. Commands that come later are refused.
    pub async fn close(&self) {
        drop(self.0.jobs.lock().unwrap_or_else(PoisonError::into_inner).take());
        let writers: Vec<WriterHandle> = self.writers().drain(..).collect();
        for writer in writers {
            let ended = match writer {
                WriterHandle::Task(task) => task.await.is_ok(),
                WriterHandle::Thread(thread) => {
                    tokio::task::spawn_blocking(move || thread.join().is_ok()).await.unwrap_or(false)
                }
            };
            if !ended {
                tracing::error!("a writer ended badly; the journal holds every command that was answered");
            }
        }
    }

    /// An event of the journal, for tests that damage it.
    #[cfg(feature = "testing")]
    pub async fn raw_execute(&self, sql: &str, values: &[Value]) -> Result<u64, CommitError> {
        let (sql, values) = (sql.to_owned(), values.to_vec());
        let done = self.send(Tenant(1), |caller| Work::Execute(sql, values, caller)).await??;
        self.0.states.clear();
        Ok(done)
    }

    pub(crate) fn path(&self) -> Option<&Path> {
        match &self.0.behind {
            Behind::Sqlite(sqlite) => Some(&sqlite.path),
            Behind::Postgres(_) => None,
        }
    }

    /// Where the data is, without a password: for people.
    #[must_use]
    pub fn place(&self) -> String {
        self.path().map_or_else(|| "PostgreSQL".to_owned(), |path| path.display().to_string())
    }
}

enum ReaderBehind {
    Sqlite(sqlite::SqliteReader),
    Postgres(Object),
}

/// Reads of one moment. End it before rendering.
pub struct Reader {
    store: Store,
    tenant: Tenant,
    behind: Option<ReaderBehind>,
    limit: Option<Duration>,
}

impl Reader {
    /// For exports, checks and backups, which take as long as they take.
    #[must_use]
    pub const fn without_limit(mut self) -> Self {
        self.limit = None;
        self
    }

    /// Asks one thing.
    ///
    /// # Errors
    /// When it cannot be read, or takes too long.
    pub async fn query(&mut self, statement: &Statement, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        debug_assert!(statement.scope == crate::Scope::National || values.first() == Some(&self.tenant.into()));
        self.query_text(statement.sql, values).await
    }

    pub(crate) async fn query_text(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        match self.behind.as_mut().ok_or(StoreError::Closed)? {
            ReaderBehind::Sqlite(reader) => reader.query(sql.to_owned(), values.to_vec(), self.limit).await,
            ReaderBehind::Postgres(client) => match self.limit {
                None => postgres::query(client, sql, values).await,
                Some(limit) => tokio::time::timeout(limit, postgres::query(client, sql, values))
                    .await
                    .unwrap_or_else(|_| Err(StoreError::TooSlow(limit))),
            },
        }
    }

    /// Ends the moment and gives the connection back.
    ///
    /// # Errors
    /// When the connection broke; it is not used again then.
    pub async fn end(mut self) -> Result<(), StoreError> {
        match self.behind.take() {
            Some(ReaderBehind::Sqlite(mut reader)) => {
                reader.end().await?;
                if let Behind::Sqlite(sqlite) = &self.store.0.behind {
                    sqlite.give_back(reader);
                }
                Ok(())
            }
            Some(ReaderBehind::Postgres(client)) => Ok(client.batch_execute("ROLLBACK").await?),
            None => Ok(()),
        }
    }
}

impl Drop for Reader {
    /// A reader that was not ended (an error on the way) takes its connection with it: nobody else meets its moment.
    fn drop(&mut self) {
        if let Some(ReaderBehind::Postgres(client)) = self.behind.take() {
            drop(Object::take(client));
        }
    }
}

/// The events of a commit that belong to one stream.
impl Committed {
    /// The first event that satisfies a question.
    pub fn find<T>(&self, question: impl Fn(&Event) -> Option<T>) -> Option<T> {
        self.events.iter().find_map(|(_, _, event)| question(event))
    }
}
