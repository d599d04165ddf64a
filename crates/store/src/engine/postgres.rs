//! PostgreSQL: a pool, a few writers, batches of one tenant.

use super::gathered::SOON;
use super::{Connection, Gathered};
use crate::after::After;
use crate::error::StoreError;
use crate::means::Means;
use crate::migrate;
use crate::queue::Job;
use crate::schema::Dialect;
use crate::statement::{Ask, Row, Text, Tx};
use bytes::BytesMut;
use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, RecyclingMethod};
use domain::kernel::Value;
use futures::future::try_join_all;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, mpsc};
use tokio_postgres::NoTls;
use tokio_postgres::types::{IsNull, ToSql, Type};

/// Commands in one transaction at most.
const BATCH: usize = 64;

/// A writer finds everything by its keys. A plan is made once, maybe while a table is nearly empty, and kept until the server has
/// counted the table again: one that reads all of it is never what is wanted.
pub(crate) const BY_KEYS_ONLY: &str = "SET enable_seqscan = off; SET enable_hashjoin = off; \
    SET enable_mergejoin = off; SET enable_material = off";

/// Opens a pool and brings the schema up.
pub(crate) async fn open(dsn: &str, connections: usize) -> Result<Pool, StoreError> {
    let pool = pool(dsn, connections)?;
    fit_for_a_journal(&pool).await?;
    let mut writer = Writer { pool: pool.clone(), client: None };
    migrate::migrate(&mut writer, &migrate::migrations(Dialect::Postgres)).await?;
    Ok(pool)
}

fn pool(dsn: &str, connections: usize) -> Result<Pool, StoreError> {
    let config: tokio_postgres::Config = dsn.parse()?;
    let manager =
        Manager::from_config(config, NoTls, ManagerConfig { recycling_method: RecyclingMethod::Fast });
    Pool::builder(manager)
        .max_size(connections)
        .build()
        .map_err(|error| StoreError::Schema(format!("no pool: {error}")))
}

/// Migrations alone, for their test.
#[cfg(feature = "testing")]
pub(crate) async fn migrate(dsn: &str, known: &[migrate::Migration]) -> Result<(), StoreError> {
    let mut writer = Writer { pool: pool(dsn, 1)?, client: None };
    migrate::migrate(&mut writer, known).await
}

/// What a server must be for a journal, and what it had better be.
async fn fit_for_a_journal(pool: &Pool) -> Result<(), StoreError> {
    let client = pool.get().await?;
    let shows = async |name: &str| -> Result<String, StoreError> {
        Ok(client.query_one(&format!("SHOW {name}"), &[]).await?.try_get(0)?)
    };
    let encoding = shows("server_encoding").await?;
    if encoding != "UTF8" {
        return Err(StoreError::Schema(format!("the database is in {encoding}; make one in UTF8")));
    }
    for name in ["fsync", "synchronous_commit"] {
        if shows(name).await? == "off" {
            tracing::warn!(
                setting = name,
                "the server answers before it has written: a power cut loses commands"
            );
        }
    }
    Ok(())
}

/// A value of any of our types, whatever integer width the server expects.
#[derive(Debug)]
struct Bound<'a>(&'a Value);

impl ToSql for Bound<'_> {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self.0 {
            Value::Null => Ok(IsNull::Yes),
            Value::I64(number) if *kind == Type::INT4 => i32::try_from(*number)?.to_sql(kind, out),
            Value::I64(number) => number.to_sql(kind, out),
            Value::Text(text) => text.as_str().to_sql(kind, out),
            Value::Blob(bytes) => bytes.as_slice().to_sql(kind, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    tokio_postgres::types::to_sql_checked!();
}

pub(crate) async fn query(client: &Object, sql: &str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
    let statement = client.prepare_cached(sql).await?;
    let bound: Vec<Bound<'_>> = values.iter().map(Bound).collect();
    let refs: Vec<&(dyn ToSql + Sync)> = bound.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
    client.query(&statement, &refs).await?.iter().map(read_row).collect()
}

pub(crate) async fn execute(client: &Object, sql: &str, values: &[Value]) -> Result<u64, StoreError> {
    let statement = client.prepare_cached(sql).await?;
    let bound: Vec<Bound<'_>> = values.iter().map(Bound).collect();
    let refs: Vec<&(dyn ToSql + Sync)> = bound.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
    Ok(client.execute(&statement, &refs).await?)
}

/// Not waiting for one before the next is sent: the server carries them out in this order.
async fn execute_all(client: &Object, texts: &[Text]) -> Result<(), StoreError> {
    known(client, texts).await?;
    try_join_all(texts.iter().map(|text| execute(client, &text.sql, &text.values))).await.map(drop)
}

/// The server knows these texts: one that had to be told first would be overtaken by those behind it.
async fn known(client: &Object, texts: &[Text]) -> Result<(), StoreError> {
    for same in texts.chunk_by(|one, next| one.sql == next.sql) {
        if let Some(first) = same.first() {
            client.prepare_cached(&first.sql).await?;
        }
    }
    Ok(())
}

fn read_row(row: &tokio_postgres::Row) -> Result<Row, StoreError> {
    let read = |at: usize| -> Result<Value, StoreError> {
        Ok(match *row.columns()[at].type_() {
            Type::INT8 => row.try_get::<_, Option<i64>>(at)?.into(),
            Type::INT4 => row.try_get::<_, Option<i32>>(at)?.map(i64::from).into(),
            Type::TEXT | Type::VARCHAR | Type::NAME => row.try_get::<_, Option<String>>(at)?.into(),
            Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(at)?.into(),
            ref other => {
                return Err(StoreError::Corrupt(format!(
                    "a column of type {other}; cast it to bigint or text"
                )));
            }
        })
    };
    Ok(Row((0..row.len()).map(read).collect::<Result<_, _>>()?))
}

/// A writer's connection; replaced when it breaks, but only between transactions: the rest of a batch on a fresh connection
/// would be written outside any transaction.
struct Writer {
    pool: Pool,
    client: Option<Object>,
}

impl Writer {
    async fn fresh(&mut self) -> Result<&Object, StoreError> {
        if self.client.as_ref().is_none_or(|client| client.is_closed()) {
            self.client = None;
            let client = self.pool.get().await?;
            client.batch_execute(BY_KEYS_ONLY).await?;
            self.client = Some(client);
        }
        self.current()
    }

    fn current(&self) -> Result<&Object, StoreError> {
        self.client.as_ref().ok_or(StoreError::Closed)
    }
}

impl Ask for Writer {
    async fn query(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        query(self.current()?, sql, values).await
    }
}

impl Tx for Writer {
    const ROWS_AT_ONCE: usize = 64;
    const NAMED_IS_WRITTEN: bool = false;

    async fn execute(&mut self, sql: &str, values: &[Value]) -> Result<u64, StoreError> {
        execute(self.current()?, sql, values).await
    }

    async fn query_all(&mut self, asked: &[Text]) -> Result<Vec<Vec<Row>>, StoreError> {
        let client = self.current()?;
        known(client, asked).await?;
        try_join_all(asked.iter().map(|text| query(client, &text.sql, &text.values))).await
    }

    async fn execute_all(&mut self, texts: &[Text]) -> Result<(), StoreError> {
        execute_all(self.current()?, texts).await
    }
}

impl Connection for Writer {
    async fn begin(&mut self) -> Result<(), StoreError> {
        // Said aloud: what a batch reads after it has waited for the head must be what the one before it wrote.
        Ok(self.fresh().await?.batch_execute("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE").await?)
    }

    async fn commit(&mut self) -> Result<(), StoreError> {
        self.run("COMMIT").await
    }

    async fn roll_back(&mut self) {
        let rolled_back = match self.client.as_ref() {
            Some(client) => client.batch_execute("ROLLBACK").await.is_ok(),
            None => true,
        };
        if !rolled_back {
            // A connection in an unknown state is not used again.
            self.client = None;
        }
    }

    async fn run(&mut self, sql: &str) -> Result<(), StoreError> {
        Ok(self.current()?.batch_execute(sql).await?)
    }

    /// Several servers may start at once: an advisory lock lets one make the schema.
    async fn lock_schema(&mut self) -> Result<(), StoreError> {
        self.run("SELECT pg_advisory_xact_lock(7415926535)").await
    }

    /// Dead rows leave the table; what is left in the server's own log and in its backups goes with their retention. A page that was tidied
    /// still holds the bytes of what left it, and rewriting by `VACUUM (FULL)` carries over whatever an older snapshot might still read, so
    /// the small table of declarations is emptied and filled anew with those that are kept.
    async fn scrub(&mut self) -> Result<(), StoreError> {
        self.run("VACUUM subject").await?;
        // Sent as one: a transaction of its own, in which nobody reads the table half filled.
        self.run(
            "LOCK TABLE declaration IN ACCESS EXCLUSIVE MODE;
             CREATE TEMPORARY TABLE declaration_kept ON COMMIT DROP AS SELECT * FROM declaration;
             TRUNCATE declaration;
             INSERT INTO declaration SELECT * FROM declaration_kept",
        )
        .await
    }

    async fn pause(&mut self, attempt: u32) {
        tokio::time::sleep(Duration::from_millis(100 << attempt.min(5))).await;
    }
}

/// Transactions as they were taped, on one connection.
#[cfg(feature = "bench")]
pub(crate) async fn bare(
    dsn: &str,
    batches: &[crate::bench::TapedBatch],
) -> Result<Vec<crate::bench::BareBatch>, StoreError> {
    let pool = pool(dsn, 1)?;
    let client = pool.get().await?;
    let mut done = Vec::with_capacity(batches.len());
    for batch in batches {
        let watch = crate::bench::Watch::over(batch);
        client.batch_execute("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE").await?;
        // As the writer does.
        let texts: Vec<Text> = watch.sent().iter().map(|sent| sent.text.clone()).collect();
        execute_all(&client, &texts).await?;
        client.batch_execute("COMMIT").await?;
        done.push(watch.stop());
    }
    Ok(done)
}

/// A reader's connection. When its question is given up (too slow, or whoever asked went away) the server is told to stop,
/// and the connection is not used again: the next one would wait behind the old question.
pub(crate) struct Asking(Option<Object>);

impl Asking {
    pub(crate) const fn new(client: Object) -> Self {
        Self(Some(client))
    }

    fn client(&self) -> Result<&Object, StoreError> {
        self.0.as_ref().ok_or(StoreError::Closed)
    }

    pub(crate) async fn query(
        &mut self,
        sql: &str,
        values: &[Value],
        limit: Option<Duration>,
    ) -> Result<Vec<Row>, StoreError> {
        let Some(limit) = limit else { return query(self.client()?, sql, values).await };
        match tokio::time::timeout(limit, query(self.client()?, sql, values)).await {
            Ok(rows) => rows,
            Err(_) => {
                self.give_up();
                Err(StoreError::TooSlow(limit))
            }
        }
    }

    pub(crate) async fn run(&self, sql: &str) -> Result<(), StoreError> {
        Ok(self.client()?.batch_execute(sql).await?)
    }

    /// Nothing is under way: the connection goes back to the pool.
    pub(crate) fn give_back(mut self) {
        drop(self.0.take());
    }

    fn give_up(&mut self) {
        let Some(client) = self.0.take() else { return };
        let token = client.cancel_token();
        drop(Object::take(client));
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                if let Err(error) = token.cancel_query(NoTls).await {
                    tracing::debug!(%error, "a slow query could not be stopped; the server ends it when it is done");
                }
            });
        }
    }
}

impl Drop for Asking {
    fn drop(&mut self) {
        self.give_up();
    }
}

/// A writer's task. Several share the queue: while one waits for the disk another prepares the next batch; the tenant's
/// head row keeps them in order.
pub(crate) async fn write_until_closed(
    pool: Pool,
    jobs: Arc<Mutex<mpsc::Receiver<Job>>>,
    means: Means,
    after: Arc<After>,
) {
    let mut writer = Writer { pool, client: None };
    let mut gathered = Gathered::default();
    loop {
        let waiting = {
            let mut queue = jobs.lock().await;
            let first = if gathered.is_open() {
                tokio::time::timeout(SOON, queue.recv()).await
            } else {
                Ok(queue.recv().await)
            };
            let Ok(Some(first)) = first else {
                drop(gathered.commit(&mut writer, &after).await);
                if first.is_ok() {
                    return;
                }
                continue;
            };
            let mut waiting = vec![first];
            while waiting.len() < BATCH
                && let Ok(next) = queue.try_recv()
            {
                waiting.push(next);
            }
            waiting
        };
        gathered.carry_out(&mut writer, waiting, BATCH, &means, &after).await;
    }
}
