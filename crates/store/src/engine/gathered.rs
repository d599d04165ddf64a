//! A seeded run's rounds, many of them in one transaction.
//!
//! Whoever works at a counter is answered after COMMIT. The lanes of a seeded run are nobody: they are answered once their round is
//! written, read through the writer what is written so far, and COMMIT comes once for many rounds, when somebody else wants
//! something written, or when they ask for it. If that COMMIT fails, what lanes were told is not so, and their run is over.

use super::Connection;
use super::run::{self, Batch};
use crate::after::After;
use crate::error::{CommitError, StoreError};
use crate::means::Means;
use crate::queue::{Caller, Changed, Job, Work, answer, runs};
use crate::statement::{Row, Text};
use domain::kernel::Tenant;
use std::time::Duration;

/// Nothing came for this long: what is gathered is committed, so that pages show it.
pub(crate) const SOON: Duration = Duration::from_millis(100);

/// What is written and not committed.
#[derive(Default)]
pub(crate) struct Gathered {
    tenant: Option<Tenant>,
    jobs: usize,
    last: i64,
    lost: bool,
}

impl Gathered {
    pub(crate) const fn is_open(&self) -> bool {
        self.tenant.is_some()
    }

    /// Carries out everything that waits, and answers everybody in it.
    pub(crate) async fn carry_out<C: Connection>(
        &mut self,
        connection: &mut C,
        waiting: Vec<Job>,
        most: usize,
        means: &Means,
        after: &After,
    ) {
        for run in runs(waiting, most) {
            if run.of_lanes && means.gathered > 0 {
                self.gather(connection, run.jobs, means, after).await;
                continue;
            }
            let committed = self.commit(connection, after).await;
            match (committed, run.jobs) {
                (Err(error), mut jobs) if matches!(jobs[..], [Job { work: Work::CommitGathered(_), .. }]) => {
                    if let Some(Job { work: Work::CommitGathered(caller), .. }) = jobs.pop() {
                        answer(caller, Err(error));
                    }
                }
                (_, jobs) => run::carry_out(connection, jobs, means, after).await,
            }
        }
    }

    /// Commits what is gathered; an error also when an earlier COMMIT failed.
    pub(crate) async fn commit<C: Connection>(
        &mut self,
        connection: &mut C,
        after: &After,
    ) -> Result<(), StoreError> {
        let Some(tenant) = self.tenant.take() else {
            return if self.lost { Err(StoreError::RunLost) } else { Ok(()) };
        };
        self.jobs = 0;
        match run::end(connection, Ok(())).await {
            Ok(()) => {
                after.committed(tenant, self.last);
                Ok(())
            }
            Err(error) => {
                self.lose(after, &error);
                Err(error)
            }
        }
    }

    fn lose(&mut self, after: &After, error: &StoreError) {
        tracing::error!(%error, "what a seeded run was answered could not be kept");
        after.lost();
        self.tenant = None;
        self.lost = true;
    }

    async fn gather<C: Connection>(
        &mut self,
        connection: &mut C,
        jobs: Vec<Job>,
        means: &Means,
        after: &After,
    ) {
        let Some(tenant) = jobs.first().map(|job| job.tenant) else { return };
        if self.tenant.is_some_and(|other| other != tenant) && self.commit(connection, after).await.is_err() {
            self.lost = true;
        }
        let mut batch = Batch::default();
        let (mut asked, mut askers) = (Vec::new(), Vec::new());
        for job in jobs {
            match job.work {
                Work::Ask(text, caller) => {
                    asked.push(text);
                    askers.push(caller);
                }
                work => batch.add(work),
            }
        }
        if !asked.is_empty() {
            self.ask(connection, tenant, &asked, askers).await;
        }
        if batch.len() > 0 {
            self.write(connection, tenant, batch, means, after).await;
        }
        if self.jobs >= means.gathered {
            // Whoever is answered next hears of it.
            drop(self.commit(connection, after).await);
        }
    }

    /// In the same transaction as what is written, also where nothing is yet.
    async fn ask<C: Connection>(
        &mut self,
        connection: &mut C,
        tenant: Tenant,
        asked: &[Text],
        askers: Vec<Caller<Vec<Row>>>,
    ) {
        let answers = match self.begun(connection, tenant).await {
            Ok(()) => connection.query_all(asked).await,
            Err(error) => Err(error),
        };
        match answers {
            Ok(answers) => askers.into_iter().zip(answers).for_each(|(asker, rows)| answer(asker, Ok(rows))),
            // Each asks for itself; a server that refused one may refuse all until the end, so what it said first is kept here.
            Err(error) => {
                tracing::warn!(questions = askers.len(), %error, "questions of a seeded run were refused");
                for (asker, text) in askers.into_iter().zip(asked) {
                    let rows = match self.begun(connection, tenant).await {
                        Ok(()) => connection.query(&text.sql, &text.values).await,
                        Err(error) => Err(error),
                    };
                    answer(asker, rows);
                }
            }
        }
    }

    async fn write<C: Connection>(
        &mut self,
        connection: &mut C,
        tenant: Tenant,
        batch: Batch,
        means: &Means,
        after: &After,
    ) {
        let written = match self.begun(connection, tenant).await {
            Ok(()) => run::write(connection, tenant, &batch.commands, &batch.besides, means).await,
            Err(error) => Err(error),
        };
        let written =
            written.and_then(|written| means.faults.before_commit(&batch.commands).map(|()| written));
        match written {
            Ok((verdicts, changes)) => {
                self.last = self.last.max(after.written(tenant, &verdicts));
                self.jobs += batch.len();
                batch.answer(verdicts, changes.into_iter().map(Ok).collect());
            }
            Err(error) => {
                connection.roll_back().await;
                self.lose(after, &error);
                let lost = batch.commands.iter().map(|_| Err(CommitError::Failure(StoreError::RunLost)));
                let (verdicts, changes) = (
                    lost.collect(),
                    batch.besides.iter().map(|_| Err::<Changed, _>(StoreError::RunLost)).collect(),
                );
                batch.answer(verdicts, changes);
            }
        }
    }

    async fn begun<C: Connection>(&mut self, connection: &mut C, tenant: Tenant) -> Result<(), StoreError> {
        if self.lost {
            return Err(StoreError::RunLost);
        }
        if self.tenant.is_none() {
            connection.begin().await?;
            self.tenant = Some(tenant);
        }
        Ok(())
    }
}
