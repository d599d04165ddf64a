//! One run of jobs on a writer's connection: commands of one tenant in one transaction, or one other job.

use super::Connection;
use crate::after::After;
use crate::batch::{self, Verdict};
use crate::error::{CommitError, StoreError};
use crate::means::Means;
use crate::pending::Pending;
use crate::queue::{Beside, Caller, CatalogueChange, Changed, Erased, Job, Work, answer};
use crate::statement::Tx;
use crate::{dump, log, verify, writes};
use domain::kernel::Tenant;
use tokio::sync::oneshot;

/// How often a lost server is tried again before the caller is told.
const RETRIES: u32 = 4;

/// Carries out one run and answers everybody in it.
pub(crate) async fn carry_out<C: Connection>(
    connection: &mut C,
    mut run: Vec<Job>,
    means: &Means,
    after: &After,
) {
    let Some(first) = run.first() else { return };
    let tenant = first.tenant;
    if !matches!(first.work, Work::Commit(..) | Work::Beside(..)) {
        if let Some(job) = run.pop() {
            single(connection, tenant, job.work).await;
        }
        return;
    }
    let mut batch = Batch::default();
    run.into_iter().for_each(|job| batch.add(job.work));
    let (verdicts, changes) =
        match transaction(connection, tenant, &batch.commands, &batch.besides, means).await {
            Ok((verdicts, changes)) => (verdicts, changes.into_iter().map(Ok).collect()),
            Err(error) => {
                tracing::warn!(jobs = batch.len(), %error, "a batch failed, its jobs are tried one by one");
                one_by_one(connection, tenant, &batch, means).await
            }
        };
    let last = after.written(tenant, &verdicts);
    after.committed(tenant, last);
    batch.answer(verdicts, changes);
}

#[derive(Default)]
pub(super) struct Batch {
    pub commands: Vec<Pending>,
    callers: Vec<oneshot::Sender<Verdict>>,
    pub besides: Vec<Beside>,
    beside_callers: Vec<Caller<Changed>>,
}

impl Batch {
    pub fn add(&mut self, work: Work) {
        match work {
            Work::Commit(pending, caller) => {
                self.commands.push(*pending);
                self.callers.push(caller);
            }
            Work::Beside(beside, caller) => {
                self.besides.push(beside);
                self.beside_callers.push(caller);
            }
            _ => unreachable!("only commands and small changes go together"),
        }
    }

    pub const fn len(&self) -> usize {
        self.commands.len() + self.besides.len()
    }

    pub fn answer(self, verdicts: Vec<Verdict>, changes: Vec<Result<Changed, StoreError>>) {
        self.callers.into_iter().zip(verdicts).for_each(|(caller, verdict)| answer(caller, verdict));
        self.beside_callers.into_iter().zip(changes).for_each(|(caller, changed)| answer(caller, changed));
    }
}

async fn transaction<C: Connection>(
    connection: &mut C,
    tenant: Tenant,
    commands: &[Pending],
    besides: &[Beside],
    means: &Means,
) -> Result<(Vec<Verdict>, Vec<Changed>), StoreError> {
    connection.begin().await?;
    #[cfg(feature = "bench")]
    if let Some(tape) = &means.tape {
        let mut taped = crate::bench::Taped::on(connection);
        let written = write(&mut taped, tenant, commands, besides, means).await;
        let sent = taped.sent;
        let ended = end(connection, written).await?;
        tape.keep(commands, &ended.0, sent);
        return Ok(ended);
    }
    let written = write(connection, tenant, commands, besides, means).await;
    let written = written.and_then(|written| means.faults.before_commit(commands).map(|()| written));
    let ended = end(connection, written).await?;
    means.faults.after_commit(commands).map(|()| ended)
}

pub(super) async fn write<C: Tx>(
    connection: &mut C,
    tenant: Tenant,
    commands: &[Pending],
    besides: &[Beside],
    means: &Means,
) -> Result<(Vec<Verdict>, Vec<Changed>), StoreError> {
    let verdicts = match commands {
        [] => Vec::new(),
        commands => batch::write(connection, tenant, commands, &means.nonces).await?,
    };
    let mut changes = Vec::with_capacity(besides.len());
    for beside in besides {
        changes.push(if beside.returning {
            let rows = connection.query(&beside.sql, &beside.values).await?;
            Changed { count: u64::try_from(rows.len()).expect("rows fit"), rows }
        } else {
            Changed { rows: Vec::new(), count: connection.execute(&beside.sql, &beside.values).await? }
        });
    }
    Ok((verdicts, changes))
}

pub(super) async fn end<C: Connection, T>(
    connection: &mut C,
    done: Result<T, StoreError>,
) -> Result<T, StoreError> {
    let ended = match done {
        Ok(done) => connection.commit().await.map(|()| done),
        Err(error) => Err(error),
    };
    if ended.is_err() {
        connection.roll_back().await;
    }
    ended
}

/// One bad command must not take others with it, and a server that restarts is waited for. A command whose COMMIT went
/// through although the answer was lost is found by its id and answered as done.
async fn one_by_one<C: Connection>(
    connection: &mut C,
    tenant: Tenant,
    batch: &Batch,
    means: &Means,
) -> (Vec<Verdict>, Vec<Result<Changed, StoreError>>) {
    // Waited for once a batch: when the server stays away nobody waits for it again and again.
    let mut attempts = 0;
    let mut verdicts = Vec::with_capacity(batch.commands.len());
    for command in &batch.commands {
        let command = std::slice::from_ref(command);
        let verdict = loop {
            match transaction(connection, tenant, command, &[], means).await {
                Ok((mut one, _)) => break one.pop().unwrap_or(Err(CommitError::Failure(StoreError::Closed))),
                Err(error) if error.is_lost() && attempts < RETRIES => {
                    attempts += 1;
                    connection.pause(attempts).await;
                }
                Err(error) => break Err(CommitError::Failure(error)),
            }
        };
        verdicts.push(verdict);
    }
    let mut changes = Vec::with_capacity(batch.besides.len());
    for beside in &batch.besides {
        let done = transaction(connection, tenant, &[], std::slice::from_ref(beside), means).await;
        changes.push(done.map(|(_, mut one)| one.pop().unwrap_or_default()));
    }
    (verdicts, changes)
}

async fn single<C: Connection>(connection: &mut C, tenant: Tenant, work: Work) {
    match work {
        Work::Commit(..) | Work::Beside(..) | Work::Together(..) | Work::Ask(..) => {
            unreachable!("these go in batches")
        }
        // Whatever was gathered was committed before this came to its turn.
        Work::CommitGathered(caller) => answer(caller, Ok(())),
        Work::Catalogue(change, caller) => {
            let done = in_transaction!(connection, catalogue(connection, tenant, &change).await);
            answer(caller, done);
        }
        Work::Rebuild(told, caller) => {
            let done = in_transaction!(connection, verify::rebuild(connection, tenant, &told).await);
            answer(caller, done);
        }
        Work::Restore(from, told, caller) => {
            let done = in_transaction!(connection, dump::restore(connection, tenant, &from, &told).await);
            answer(caller, done);
        }
        Work::GrowLog(key, at, caller) => {
            let done = in_transaction!(connection, log::grow(connection, tenant, &key, at).await);
            answer(caller, done);
        }
        Work::Erase(erased, caller) => {
            let done = in_transaction!(connection, erase(connection, tenant, &erased).await);
            let done = match (done, &erased) {
                (Ok(rows), Erased::Subjects(_)) => {
                    if let Err(error) = connection.scrub().await {
                        tracing::warn!(%error, "erased, but traces may be left in the files until the next erasure");
                    }
                    Ok(rows)
                }
                // Whoever removes declarations says so in the journal: not while a trace may be left.
                (Ok(rows), Erased::Declarations(_)) => connection.scrub().await.map(|()| rows),
                (Err(error), _) => Err(error),
            };
            answer(caller, done);
        }
    }
}

/// Begins, does, and commits or rolls back.
macro_rules! in_transaction {
    ($connection:ident, $act:expr) => {
        match $connection.begin().await {
            Err(error) => Err(error),
            Ok(()) => {
                let done = $act;
                end($connection, done).await
            }
        }
    };
}
use in_transaction;

async fn catalogue<C: Connection>(
    connection: &mut C,
    tenant: Tenant,
    change: &CatalogueChange,
) -> Result<(), StoreError> {
    batch::lock_head(connection, tenant).await?;
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

async fn erase<C: Connection>(
    connection: &mut C,
    tenant: Tenant,
    erased: &Erased,
) -> Result<u64, StoreError> {
    let mut rows = 0;
    match erased {
        Erased::Subjects(subjects) => {
            for subject in subjects {
                rows += connection
                    .execute(writes::ERASE_SUBJECT.sql, &[tenant.into(), (*subject).into()])
                    .await?;
            }
        }
        Erased::Declarations(until) => {
            rows += connection
                .execute(writes::REMOVE_DECLARATIONS.sql, &[tenant.into(), (*until).into()])
                .await?;
        }
    }
    Ok(rows)
}
