//! What waits for a writer.

use crate::batch::Verdict;
use crate::error::StoreError;
use crate::log::{Grown, LogKey};
use crate::pending::{CatalogueRow, Pending};
use crate::statement::{Row, Text};
use domain::kernel::{Millis, SubjectId, Tenant, Value};
use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::{oneshot, watch};

/// Work for a writer, of one tenant.
pub(crate) struct Job {
    pub tenant: Tenant,
    pub work: Work,
}

/// Whom to answer.
pub(crate) type Caller<T> = oneshot::Sender<Result<T, StoreError>>;

pub(crate) enum Work {
    /// A command.
    Commit(Box<Pending>, oneshot::Sender<Verdict>),
    /// Commands that share a transaction with each other and with nothing else: those of a seeded run.
    Together(Vec<Job>),
    /// What a lane of a seeded run asks, of what it wrote itself as well.
    Ask(Text, Caller<Vec<Row>>),
    /// What lanes were answered before COMMIT is committed.
    CommitGathered(Caller<()>),
    /// A small change beside the journal: sessions, accounts, leases, the access journal.
    Beside(Beside, Caller<Changed>),
    /// A change of edited things.
    Catalogue(CatalogueChange, Caller<()>),
    /// Everything pages see, made again.
    Rebuild(Told, Caller<u64>),
    /// A backup, into an empty tenant.
    Restore(PathBuf, Told, Caller<u64>),
    /// The transparency log, brought up to the journal; signed once it is.
    GrowLog(Arc<LogKey>, Millis, Caller<Grown>),
    /// Personal data goes, and its traces are scrubbed.
    Erase(Erased, Caller<u64>),
}

/// What is erased.
pub(crate) enum Erased {
    /// All versions of these subjects.
    Subjects(Vec<SubjectId>),
    /// Declarations that were to be kept until then.
    Declarations(Millis),
}

/// How far long work is: done, of how many.
pub(crate) type Told = watch::Sender<(i64, i64)>;

/// One text with its values.
#[derive(Clone, Debug)]
pub(crate) struct Beside {
    pub sql: Cow<'static, str>,
    pub values: Vec<Value>,
    /// It gives rows back.
    pub returning: bool,
}

/// What a small change did.
#[derive(Clone, Debug, Default)]
pub(crate) struct Changed {
    pub rows: Vec<Row>,
    pub count: u64,
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

const fn goes_together(work: &Work) -> bool {
    matches!(work, Work::Commit(..) | Work::Beside(..))
}

/// Jobs that are carried out together.
pub(crate) struct Run {
    pub jobs: Vec<Job>,
    /// Of a seeded run's lanes.
    pub of_lanes: bool,
}

impl Run {
    /// Questions of lanes, which change nothing: they go to a server together.
    fn is_asked_by(&self, tenant: Tenant) -> bool {
        self.jobs.iter().all(|job| job.tenant == tenant && matches!(job.work, Work::Ask(..)))
    }
}

/// Cuts a run of jobs into batches: neighbouring commands and small changes of one tenant together, everything else alone.
/// Within a batch the order of commands is kept; small changes come after them, which nobody can tell: whoever waits for
/// one answer before asking the next has it in another batch.
pub(crate) fn runs(jobs: Vec<Job>, most: usize) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for job in jobs {
        match job.work {
            Work::Together(jobs) => runs.push(Run { jobs, of_lanes: true }),
            Work::Ask(..) => match runs.last_mut().filter(|run| run.is_asked_by(job.tenant)) {
                Some(run) => run.jobs.push(job),
                None => runs.push(Run { jobs: vec![job], of_lanes: true }),
            },
            _ => {
                let fits = |run: &&mut Run| {
                    !run.of_lanes
                        && run.jobs.len() < most
                        && goes_together(&job.work)
                        && run
                            .jobs
                            .last()
                            .is_some_and(|last| last.tenant == job.tenant && goes_together(&last.work))
                };
                match runs.last_mut().filter(fits) {
                    Some(run) => run.jobs.push(job),
                    None => runs.push(Run { jobs: vec![job], of_lanes: false }),
                }
            }
        }
    }
    runs
}
