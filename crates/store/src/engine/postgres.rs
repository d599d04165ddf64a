//! PostgreSQL: a pool, a few writers, batches of one tenant.

use super::{AfterCommit, Connection, carry_out};
use crate::chain::Nonces;
use crate::error::StoreError;
use crate::queue::{Job, runs};
use crate::schema::{self, Dialect};
use crate::statement::{Row, Tx};
use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, RecyclingMethod};
use domain::kernel::Value;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use tokio::sync::{Mutex, mpsc};
use bytes::BytesMut;
use tokio_postgres::NoTls;
use tokio_postgres::types::{IsNull, ToSql, Type};

/// Commands in one transaction at most.
const BATCH: usize = 64;

/// Opens a pool and brings the schema up.
pub(crate) async fn open(dsn: &str, connections: usize) -> Result<Pool, StoreError> {
    let config: tokio_postgres::Config = dsn.parse()?;
    let manager = Manager::from_config(config, NoTls, ManagerConfig { recycling_method: RecyclingMethod::Fast });
    let pool = Pool::builder(manager)
        .max_size(connections)
        .build()
        .map_err(|error| StoreError::Schema(format!("no pool: {error}")))?;
    migrate(&pool).await?;
    Ok(pool)
}

/// What tells one schema from another.
pub(crate) fn checksum(statements: &[String]) -> String {
    let digest = Sha256::digest(statements.join(";\n").as_bytes());
    digest[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Several servers may start at once: an advisory lock lets one make the schema.
async fn migrate(pool: &Pool) -> Result<(), StoreError> {
    let statements = schema::create(Dialect::Postgres);
    let checksum = checksum(&statements);
    let mut client = pool.get().await?;
    let tx = client.transaction().await?;
    tx.execute("SELECT pg_advisory_xact_lock(7415926535)", &[]).await?;
    tx.batch_execute(&statements[0]).await?;
    let made = tx.query_opt("SELECT checksum FROM schema_migration WHERE number = 1", &[]).await?;
    match made.map(|row| row.get::<_, String>(0)) {
        Some(made) if made == checksum => {}
        Some(made) => return Err(StoreError::Schema(format!("schema {made}, this programme has {checksum}"))),
        None => {
            for statement in &statements[1..] {
                tx.batch_execute(statement).await?;
            }
            tx.execute("INSERT INTO schema_migration (number, checksum) VALUES (1, $1)", &[&checksum]).await?;
        }
    }
    tx.commit().await?;
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

fn read_row(row: &tokio_postgres::Row) -> Result<Row, StoreError> {
    let read = |at: usize| -> Result<Value, StoreError> {
        Ok(match *row.columns()[at].type_() {
            Type::INT8 => row.try_get::<_, Option<i64>>(at)?.into(),
            Type::INT4 => row.try_get::<_, Option<i32>>(at)?.map(i64::from).into(),
            Type::TEXT | Type::VARCHAR | Type::NAME => row.try_get::<_, Option<String>>(at)?.into(),
            Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(at)?.into(),
            ref other => return Err(StoreError::Corrupt(format!("a column of type {other}; cast it to bigint or text"))),
        })
    };
    Ok(Row((0..row.len()).map(read).collect::<Result<_, _>>()?))
}

/// A writer's connection; replaced when it breaks.
struct Writer {
    pool: Pool,
    client: Option<Object>,
}

impl Writer {
    async fn client(&mut self) -> Result<&Object, StoreError> {
        if self.client.as_ref().is_none_or(|client| client.is_closed()) {
            self.client = Some(self.pool.get().await?);
        }
        Ok(self.client.as_ref().expect("it was just made"))
    }
}

impl Tx for Writer {
    async fn query(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        query(self.client().await?, sql, values).await
    }

    async fn execute(&mut self, sql: &str, values: &[Value]) -> Result<u64, StoreError> {
        execute(self.client().await?, sql, values).await
    }
}

impl Connection for Writer {
    async fn begin(&mut self) -> Result<(), StoreError> {
        Ok(self.client().await?.batch_execute("BEGIN").await?)
    }

    async fn commit(&mut self) -> Result<(), StoreError> {
        Ok(self.client().await?.batch_execute("COMMIT").await?)
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
}

/// A writer's task. Several share the queue: while one waits for the disk another prepares the next batch; the tenant's
/// head row keeps them in order.
pub(crate) async fn write_until_closed(
    pool: Pool,
    jobs: Arc<Mutex<mpsc::Receiver<Job>>>,
    nonces: Nonces,
    after: Arc<dyn Fn(domain::kernel::Tenant, &[crate::batch::Verdict]) + Send + Sync>,
) {
    let mut writer = Writer { pool, client: None };
    loop {
        let waiting = {
            let mut queue = jobs.lock().await;
            let Some(first) = queue.recv().await else { return };
            let mut waiting = vec![first];
            while waiting.len() < BATCH
                && let Ok(next) = queue.try_recv()
            {
                waiting.push(next);
            }
            waiting
        };
        for run in runs(waiting, BATCH) {
            let after: AfterCommit<'_> = &*after;
            carry_out(&mut writer, run, &nonces, after).await;
        }
    }
}
