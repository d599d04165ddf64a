//! What waits for a writer.

use crate::batch::Verdict;
use crate::error::StoreError;
use crate::pending::{CatalogueRow, Pending};
use domain::kernel::{Millis, Tenant, Value};
use tokio::sync::oneshot;

/// Work for a writer, of one tenant.
pub(crate) struct Job {
    pub tenant: Tenant,
    pub work: Work,
}

pub(crate) enum Work {
    /// A command.
    Commit(Box<Pending>, oneshot::Sender<Verdict>),
    /// A small change beside the journal: sessions, accounts, leases.
    Execute(String, Vec<Value>, oneshot::Sender<Result<u64, StoreError>>),
    /// A change of edited things.
    Catalogue(CatalogueChange, oneshot::Sender<Result<(), StoreError>>),
    /// Everything pages see, made again.
    Rebuild(oneshot::Sender<Result<u64, StoreError>>),
    /// Rows of a dump, into an empty database.
    Restore(Vec<(crate::dump::DumpTable, Vec<Vec<Value>>)>, oneshot::Sender<Result<(), StoreError>>),
}

pub(crate) struct CatalogueChange {
    pub rows: Vec<CatalogueRow>,
    pub by: String,
    pub decision: String,
    pub at: Millis,
}

/// Commands are answered only after COMMIT; a caller who went away is no error.
pub(crate) fn answer<T>(to: oneshot::Sender<T>, with: T) {
    drop(to.send(with));
}

/// Cuts a run of jobs into batches: neighbouring commands of one tenant together, everything else alone.
pub(crate) fn runs(jobs: Vec<Job>, most: usize) -> Vec<Vec<Job>> {
    let mut runs: Vec<Vec<Job>> = Vec::new();
    for job in jobs {
        let fits = runs.last().is_some_and(|run| {
            run.len() < most
                && matches!(job.work, Work::Commit(..))
                && run.last().is_some_and(|last| last.tenant == job.tenant && matches!(last.work, Work::Commit(..)))
        });
        match runs.last_mut().filter(|_| fits) {
            Some(run) => run.push(job),
            None => runs.push(vec![job]),
        }
    }
    runs
}
