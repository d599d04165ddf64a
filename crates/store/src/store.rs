//! The store: opened once, cloned cheaply, asked by everybody.

use crate::after::After;
use crate::batch;
use crate::cache::States;
use crate::chain::{Envelope, Nonces};
use crate::engine::{postgres, sqlite};
use crate::error::{CommitError, StoreError};
use crate::faults::Faults;
use crate::means::{LARGE_LOG, Means};
use crate::pending::{Committed, Loaded, Pending};
use crate::queue::{Beside, Job, Told, Work};
use crate::rounds::{Lane, Rounds};
use crate::statement::{Row, Statement};
use crate::verify::Progress;
use crate::wakes::Wakes;
use crate::writes;
use deadpool_postgres::Pool;
use domain::kernel::{Kind, StreamId, Tenant, Value};
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
    /// What goes wrong on purpose.
    pub faults: Faults,
    /// What the writers send is kept on it.
    #[cfg(feature = "bench")]
    pub tape: Option<crate::bench::Tape>,
    /// Bytes beyond which SQLite's write-ahead log is folded back while there is something to do.
    pub large_log: u64,
    /// Connections to PostgreSQL.
    pub connections: usize,
    /// Writers on PostgreSQL. A seeded run has one, so that the order of the queue is the order of the journal.
    pub writers: usize,
    /// What lanes of a seeded run write is gathered, up to so much, before it is committed; they are answered before. 0 where
    /// an answer is a promise: everywhere but in a run that would be begun anew.
    pub gathered: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            queue: 2048,
            states: 20_000,
            query_limit: Duration::from_secs(2),
            nonces: Nonces::random(),
            faults: Faults::none(),
            #[cfg(feature = "bench")]
            tape: None,
            large_log: LARGE_LOG,
            connections: 12,
            writers: WRITERS,
            gathered: 0,
        }
    }
}

/// Writers on PostgreSQL, unless told otherwise.
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

pub(crate) enum Behind {
    Sqlite(sqlite::Sqlite),
    Postgres(Pool),
}

struct Inner {
    behind: Behind,
    jobs: Mutex<Option<mpsc::Sender<Job>>>,
    states: Arc<States>,
    wakes: Arc<Wakes>,
    options: Options,
    writers: Mutex<Vec<WriterHandle>>,
}

enum WriterHandle {
    Thread(std::thread::JoinHandle<()>),
    Task(tokio::task::JoinHandle<()>),
}

/// The journal and what stands beside it.
#[derive(Clone)]
pub struct Store(Arc<Inner>, Option<Lane>);

/// A question that did not reach the writer.
pub(crate) fn not_asked(error: CommitError) -> StoreError {
    match error {
        CommitError::Failure(error) => error,
        _ => StoreError::Closed,
    }
}

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

impl Store {
    /// Opens a SQLite file, making it when it is not there.
    ///
    /// # Errors
    /// [`StoreError::Locked`] when another process has it, [`StoreError::Schema`] when another version made it.
    pub fn open_sqlite(path: &Path, options: Options) -> Result<Self, StoreError> {
        let (sqlite, writer) = sqlite::Sqlite::open(path)?;
        let (jobs, queue) = mpsc::channel(options.queue);
        let store = Self::new(Behind::Sqlite(sqlite), jobs, options);
        let (after, means) = (store.after_commit(), store.means());
        let thread = std::thread::Builder::new()
            .name("motcua-writer".to_owned())
            .spawn(move || sqlite::write_until_closed(writer, queue, &means, &after))?;
        store.writers().push(WriterHandle::Thread(thread));
        Ok(store)
    }

    /// Opens a PostgreSQL database. Needs a tokio runtime.
    ///
    /// # Errors
    /// When it cannot be reached, or [`StoreError::Schema`] when another version made it.
    pub async fn open_postgres(dsn: &str, options: Options) -> Result<Self, StoreError> {
        let pool = postgres::open(dsn, options.connections + options.writers).await?;
        let (jobs, queue) = mpsc::channel(options.queue);
        let writers = options.writers.max(1);
        let store = Self::new(Behind::Postgres(pool.clone()), jobs, options);
        let queue = Arc::new(tokio::sync::Mutex::new(queue));
        for _ in 0..writers {
            let (after, means) = (store.after_commit(), store.means());
            let writer = postgres::write_until_closed(pool.clone(), Arc::clone(&queue), means, after);
            let task = tokio::spawn(writer);
            store.writers().push(WriterHandle::Task(task));
        }
        Ok(store)
    }

    fn new(behind: Behind, jobs: mpsc::Sender<Job>, options: Options) -> Self {
        let inner = Inner {
            behind,
            jobs: Mutex::new(Some(jobs)),
            states: Arc::new(States::new(options.states)),
            wakes: Arc::new(Wakes::default()),
            writers: Mutex::new(Vec::new()),
            options,
        };
        Self(Arc::new(inner), None)
    }

    fn means(&self) -> Means {
        let options = &self.0.options;
        Means {
            nonces: options.nonces.clone(),
            faults: options.faults.clone(),
            large_log: options.large_log,
            gathered: self.gathered(),
            #[cfg(feature = "bench")]
            tape: options.tape.clone(),
        }
    }

    /// The same store for one writer of a seeded run: its commands wait for those of the other lanes.
    #[must_use]
    pub fn in_rounds(&self, rounds: &Arc<Rounds>, row: usize, place: usize) -> Self {
        Self(Arc::clone(&self.0), Some(Lane { rounds: Arc::clone(rounds), row, place }))
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

    pub(crate) fn behind(&self) -> &Behind {
        &self.0.behind
    }

    pub(crate) fn options(&self) -> &Options {
        &self.0.options
    }

    pub(crate) fn states(&self) -> &States {
        &self.0.states
    }

    /// Several writers would wait for one that gathers.
    fn gathered(&self) -> usize {
        let one = self.engine() == Engine::Sqlite || self.0.options.writers <= 1;
        if one { self.0.options.gathered } else { 0 }
    }

    /// True for a lane whose writes may not be committed yet: it asks the writer.
    pub(crate) fn is_gathered(&self) -> bool {
        self.1.is_some() && self.gathered() > 0
    }

    /// Commits what lanes of a seeded run were answered before it was committed: others read it from now on.
    ///
    /// # Errors
    /// When it could not be kept: the run is over.
    pub async fn commit_gathered(&self, tenant: Tenant) -> Result<(), StoreError> {
        if self.gathered() == 0 {
            return Ok(());
        }
        self.send(tenant, Work::CommitGathered).await.map_err(not_asked)?
    }

    fn after_commit(&self) -> Arc<After> {
        Arc::new(After { states: Arc::clone(&self.0.states), wakes: Arc::clone(&self.0.wakes) })
    }

    pub(crate) async fn send<T>(
        &self,
        tenant: Tenant,
        work: impl FnOnce(oneshot::Sender<T>) -> Work,
    ) -> Result<T, CommitError> {
        let (caller, answer) = oneshot::channel();
        let jobs = self.0.jobs.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let jobs = jobs.ok_or(StoreError::Closed)?;
        let mut job = Job { tenant, work: work(caller) };
        if self.is_gathered() && matches!(job.work, Work::Beside(..)) {
            job = Job { tenant, work: Work::Together(vec![job]) };
        }
        match self.1.as_ref().filter(|_| matches!(job.work, Work::Commit(..))) {
            Some(lane) => lane.rounds.hand_in(lane, job, jobs),
            None => jobs.try_send(job).map_err(|error| match error {
                mpsc::error::TrySendError::Full(_) => {
                    CommitError::Busy { retry_after: Duration::from_secs(1) }
                }
                mpsc::error::TrySendError::Closed(_) => CommitError::Failure(StoreError::Closed),
            })?,
        }
        answer.await.map_err(|_| CommitError::Failure(StoreError::Closed))
    }

    /// Long work in the writer that tells how far it is.
    pub(crate) async fn told<T>(
        &self,
        tenant: Tenant,
        progress: Progress<'_>,
        work: impl FnOnce(Told, oneshot::Sender<Result<T, StoreError>>) -> Work,
    ) -> Result<T, CommitError> {
        let (told, mut telling) = watch::channel((0, 0));
        let done = self.send(tenant, |caller| work(told, caller));
        tokio::pin!(done);
        loop {
            tokio::select! {
                done = &mut done => {
                    let done = done??;
                    // What it said last may have come together with its end.
                    let last = telling.borrow();
                    if last.has_changed() {
                        progress(last.0, last.1);
                    }
                    return Ok(done);
                }
                Ok(()) = telling.changed() => {
                    let (so_far, of) = *telling.borrow_and_update();
                    progress(so_far, of);
                }
            }
        }
    }

    /// Writes one command with others in one transaction, and answers after COMMIT.
    ///
    /// # Errors
    /// [`CommitError`]: stale, already done, busy, or a failure after which nothing of it was kept.
    pub async fn commit(&self, tenant: Tenant, pending: Pending) -> Result<Committed, CommitError> {
        let streams: Vec<StreamId> = pending.writes.iter().map(|write| write.stream).collect();
        let verdict = self.send(tenant, |caller| Work::Commit(Box::new(pending), caller)).await?;
        if let Err(CommitError::AlreadyDone { .. } | CommitError::Failure(_)) = &verdict {
            // It may have been written without this server having seen the states it left.
            streams.iter().for_each(|stream| self.0.states.forget(tenant, *stream));
        }
        verdict.map(|written| written.committed)
    }

    /// True when these streams are still in these versions, 0 for one without events. What has moved on is forgotten: whoever
    /// would refuse something decides again first. Behind SQLite there is no other server, and nothing to ask.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn are_current(&self, tenant: Tenant, streams: &[(StreamId, i64)]) -> Result<bool, StoreError> {
        if self.engine() == Engine::Sqlite {
            return Ok(true);
        }
        let mut current = true;
        for (stream, version) in streams {
            let values = [tenant.into(), (*stream).into()];
            let rows = self.query(tenant, &writes::VERSION_OF_STREAM, &values).await?;
            if rows.first().map_or(0, |row| row.i64(0)) != *version {
                self.0.states.forget(tenant, *stream);
                current = false;
            }
        }
        Ok(current)
    }

    /// A change beside the journal: sessions, accounts, drafts. Neighbours in the queue share a transaction.
    ///
    /// # Errors
    /// When the queue is full or the database refuses.
    pub async fn execute(
        &self,
        tenant: Tenant,
        statement: &Statement,
        values: &[Value],
    ) -> Result<u64, CommitError> {
        debug_assert!(values.first() == Some(&tenant.into()));
        let beside = Beside { sql: statement.sql.into(), values: values.to_vec(), returning: false };
        Ok(self.send(tenant, |caller| Work::Beside(beside, caller)).await??.count)
    }

    /// A change beside the journal that gives rows back (RETURNING).
    ///
    /// # Errors
    /// When the queue is full or the database refuses.
    pub async fn change(
        &self,
        tenant: Tenant,
        statement: &Statement,
        values: &[Value],
    ) -> Result<Vec<Row>, CommitError> {
        debug_assert!(values.first() == Some(&tenant.into()));
        let beside = Beside { sql: statement.sql.into(), values: values.to_vec(), returning: true };
        Ok(self.send(tenant, |caller| Work::Beside(beside, caller)).await??.rows)
    }

    /// Streams as they are; nothing for one without events.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn load(
        &self,
        tenant: Tenant,
        streams: &[StreamId],
    ) -> Result<Vec<Option<Loaded>>, StoreError> {
        let mut found = Vec::with_capacity(streams.len());
        for stream in streams {
            found.push(match self.0.states.get(tenant, *stream) {
                Some(loaded) => Some((*loaded).clone()),
                None => self.load_cold(tenant, *stream).await?,
            });
        }
        Ok(found)
    }

    /// Puts streams on hand that soon will be asked for one by one, those that are not: so many of them by one question. One that cannot
    /// be read is left out, and whoever asks for it is told why.
    ///
    /// # Errors
    /// When none can be read.
    pub async fn put_on_hand(&self, tenant: Tenant, streams: &[StreamId]) -> Result<(), StoreError> {
        let cold: Vec<Value> = streams
            .iter()
            .filter(|stream| self.0.states.get(tenant, **stream).is_none())
            .map(|stream| (*stream).into())
            .collect();
        let columns = "kind, version, state_format, state, stream";
        for text in batch::by_keys(tenant, ("stream", "stream", "bigint"), columns, &cold) {
            for row in self.ask(tenant, text).await?.iter().filter(|row| *row.value(4) != Value::Null) {
                let stream = StreamId(row.i64(4));
                if let Err(error) = self.loaded(tenant, stream, row).await {
                    tracing::debug!(%stream, %error, "a state could not be put on hand");
                }
            }
        }
        Ok(())
    }

    async fn load_cold(&self, tenant: Tenant, stream: StreamId) -> Result<Option<Loaded>, StoreError> {
        let rows = self.query(tenant, &writes::LOAD_STREAM, &[tenant.into(), stream.into()]).await?;
        match rows.first() {
            Some(row) => Ok(Some(self.loaded(tenant, stream, row).await?)),
            None => Ok(None),
        }
    }

    /// The state of a row, put on hand.
    async fn loaded(&self, tenant: Tenant, stream: StreamId, row: &Row) -> Result<Loaded, StoreError> {
        let kind = Kind::from_word(row.text(0))
            .ok_or_else(|| StoreError::Corrupt(format!("stream {stream}: unknown kind {}", row.text(0))))?;
        let state = if row.i64(2) == State::FORMAT {
            serde_json::from_str(row.text(3))
                .map_err(|error| StoreError::Corrupt(format!("stream {stream}: {error}")))?
        } else {
            self.fold(tenant, stream, kind, row.i64(1)).await?
        };
        let loaded = Loaded { kind, version: row.i64(1), state };
        self.0.states.put(tenant, stream, Arc::new(loaded.clone()));
        Ok(loaded)
    }

    /// The state behind a stream's events up to a version, for a state format that has changed.
    async fn fold(
        &self,
        tenant: Tenant,
        stream: StreamId,
        kind: Kind,
        version: i64,
    ) -> Result<State, StoreError> {
        let mut state = State::empty(kind);
        let events = self.events(tenant, stream).await?;
        for envelope in events.iter().take_while(|envelope| envelope.version <= version) {
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

    /// The events of one stream, in order.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn events(&self, tenant: Tenant, stream: StreamId) -> Result<Vec<Envelope>, StoreError> {
        let rows = self.query(tenant, &writes::STREAM_EVENTS, &[tenant.into(), stream.into()]).await?;
        Ok(rows.iter().map(Envelope::from_row).collect())
    }

    /// The last events of one stream before a version, the newest first: for streams that go on for years, of which a day is wanted.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn events_before(
        &self,
        tenant: Tenant,
        stream: StreamId,
        version: i64,
        most: i64,
    ) -> Result<Vec<Envelope>, StoreError> {
        let values = [tenant.into(), stream.into(), version.into(), most.into()];
        let rows = self.query(tenant, &writes::STREAM_EVENTS_BACK, &values).await?;
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

    /// Wakes at every commit of this server, and of other servers within half a second (see [`Store::look`]). The number only
    /// tells that something was written, of whichever tenant; what it was is in [`Store::feed`].
    #[must_use]
    pub fn watch(&self) -> watch::Receiver<i64> {
        self.0.wakes.count.subscribe()
    }

    /// Looks for other servers' commits until the store closes. One task a server and tenant.
    pub async fn look(&self, tenant: Tenant) {
        let mut every = tokio::time::interval(LOOK_EVERY);
        let mut seen = None;
        loop {
            every.tick().await;
            if self.0.jobs.lock().unwrap_or_else(PoisonError::into_inner).is_none() {
                return;
            }
            match self.head(tenant).await {
                Ok(head) => {
                    if let Err(error) = self.forget_moved(tenant, seen.unwrap_or(head.seq), head.seq).await {
                        tracing::warn!(%error, "which states are old is not known: all are read again");
                        self.0.states.clear();
                    }
                    seen = Some(head.seq);
                    self.0.wakes.reached(tenant, head.seq);
                }
                Err(error) => {
                    tracing::warn!(%error, "the head could not be read; pages may be half a second older");
                }
            }
        }
    }

    /// States on hand that another server has moved on are read again.
    async fn forget_moved(&self, tenant: Tenant, after: i64, to: i64) -> Result<(), StoreError> {
        if to <= after {
            return Ok(());
        }
        let values = [tenant.into(), after.into(), to.into()];
        for row in self.query(tenant, &writes::MOVED_STREAMS, &values).await? {
            self.0.states.forget_older(tenant, StreamId(row.i64(0)), row.i64(1));
        }
        Ok(())
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

    /// Any text at all, for tests that damage what is stored.
    ///
    /// # Errors
    /// When the database refuses.
    #[cfg(feature = "testing")]
    pub async fn raw_execute(&self, sql: &str, values: &[Value]) -> Result<u64, CommitError> {
        let beside = Beside { sql: sql.to_owned().into(), values: values.to_vec(), returning: false };
        let done = self.send(Tenant(1), |caller| Work::Beside(beside, caller)).await??;
        self.0.states.clear();
        Ok(done.count)
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

/// The events of a commit that belong to one stream.
impl Committed {
    /// The first event that satisfies a question.
    pub fn find<T>(&self, question: impl Fn(&Event) -> Option<T>) -> Option<T> {
        self.events.iter().find_map(|(_, _, event)| question(event))
    }
}
