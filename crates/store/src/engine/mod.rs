//! The two engines behind one shape.

pub(crate) mod postgres;
pub(crate) mod sqlite;

use crate::batch;
use crate::chain::Nonces;
use crate::dump;
use crate::error::{CommitError, StoreError};
use crate::pending::Pending;
use crate::queue::{CatalogueChange, Job, Work, answer};
use crate::statement::Tx;
use crate::verify;
use crate::writes;
use domain::kernel::Tenant;

/// A writer's connection: begins and ends transactions.
pub(crate) trait Connection: Tx {
    fn begin(&mut self) -> impl Future<Output = Result<(), StoreError>> + Send;
    fn commit(&mut self) -> impl Future<Output = Result<(), StoreError>> + Send;
    fn roll_back(&mut self) -> impl Future<Output = ()> + Send;
}

/// Called with the tenant and the states written, after COMMIT and before anybody is answered.
pub(crate) type AfterCommit<'a> = &'a (dyn Fn(Tenant, &[batch::Verdict]) + Send + Sync);

/// Carries out one run: commands of one tenant in one transaction, or one other job.
pub(crate) async fn carry_out<C: Connection>(
    connection: &mut C,
    mut run: Vec<Job>,
    nonces: &Nonces,
    after: AfterCommit<'_>,
) {
    let Some(first) = run.first() else { return };
    let tenant = first.tenant;
    if !matches!(first.work, Work::Commit(..)) {
        if let Some(job) = run.pop() {
            single(connection, tenant, job.work).await;
        }
        return;
    }
    let (mut commands, mut callers) = (Vec::new(), Vec::new());
    for job in run {
        if let Work::Commit(pending, caller) = job.work {
            commands.push(*pending);
            callers.push(caller);
        }
    }
    let verdicts = match transaction(connection, tenant, &commands, nonces).await {
        Ok(verdicts) => verdicts,
        Err(error) => {
            tracing::warn!(commands = commands.len(), %error, "a batch failed, its commands are tried one by one");
            one_by_one(connection, tenant, &commands, nonces).await
        }
    };
    after(tenant, &verdicts);
    callers.into_iter().zip(verdicts).for_each(|(caller, verdict)| answer(caller, verdict));
}

async fn transaction<C: Connection>(
    connection: &mut C,
    tenant: Tenant,
    commands: &[Pending],
    nonces: &Nonces,
) -> Result<Vec<batch::Verdict>, StoreError> {
    connection.begin().await?;
    let written = batch::write(connection, tenant, commands, nonces).await;
    match written {
        Ok(verdicts) => match connection.commit().await {
            Ok(()) => Ok(verdicts),
            Err(error) => {
                connection.roll_back().await;
                Err(error)
            }
        },
        Err(error) => {
            connection.roll_back().await;
            Err(error)
        }
    }
}

/// One bad command must not take others with it. A command whose COMMIT went through although the answer was lost is
/// found by its id and answered as done.
async fn one_by_one<C: Connection>(
    connection: &mut C,
    tenant: Tenant,
    commands: &[Pending],
    nonces: &Nonces,
) -> Vec<batch::Verdict> {
    let mut verdicts = Vec::with_capacity(commands.len());
    for command in commands {
        let verdict = match transaction(connection, tenant, std::slice::from_ref(command), nonces).await {
            Ok(mut one) => one.pop().unwrap_or(Err(CommitError::Failure(StoreError::Closed))),
            Err(error) => Err(CommitError::Failure(error)),
        };
        verdicts.push(verdict);
    }
    verdicts
}

async fn single<C: Connection>(connection: &mut C, tenant: Tenant, work: Work) {
    match work {
        Work::Commit(..) => {}
        Work::Execute(sql, values, caller) => {
            let done = in_transaction!(connection, connection.execute(&sql, &values).await);
            answer(caller, done);
        }
        Work::Catalogue(change, caller) => {
            let done = in_transaction!(connection, catalogue(connection, tenant, &change).await);
            answer(caller, done);
        }
        Work::Rebuild(caller) => {
            let done = in_transaction!(connection, verify::rebuild(connection, tenant).await);
            answer(caller, done);
        }
        Work::Restore(tables, caller) => {
            let done = in_transaction!(connection, dump::restore(connection, tables).await);
            answer(caller, done);
        }
    }
}

/// Begins, does, and commits or rolls back.
macro_rules! in_transaction {
    ($connection:ident, $act:expr) => {
        match $connection.begin().await {
            Err(error) => Err(error),
            Ok(()) => match $act {
                Ok(done) => $connection.commit().await.map(|()| done),
                Err(error) => {
                    $connection.roll_back().await;
                    Err(error)
                }
            },
        }
    };
}
use in_transaction;

async fn catalogue<C: Connection>(
    connection: &mut C,
    tenant: Tenant,
    change: &CatalogueChange,
) -> Result<(), StoreError> {
    let none = crate::chain::NO_HASH.to_vec();
    connection.execute(writes::FIRST_HEAD.sql, &[tenant.into(), none.into()]).await?;
    for row in &change.rows {
        let values = [
            tenant.into(),
            row.kind.as_str().into(),
            row.code.as_str().into(),
            row.version.as_str().into(),
            row.valid_from.as_str().into(),
            row.valid_to.as_str().into(),
            row.body.as_str().into(),
            change.by.as_str().into(),
            change.at.into(),
            change.decision.as_str().into(),
        ];
        connection.execute(writes::PUT_CATALOGUE.sql, &values).await?;
    }
    connection.execute(writes::BUMP_CATALOGUE.sql, &[tenant.into()]).await.map(|_| ())
}
