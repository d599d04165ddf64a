//! The two engines behind one shape.

pub(crate) mod postgres;
mod run;
pub(crate) mod sqlite;

use crate::batch::Verdict;
use crate::error::StoreError;
use crate::statement::Tx;
use domain::kernel::Tenant;
pub(crate) use run::carry_out;

/// A writer's connection: begins and ends transactions.
pub(crate) trait Connection: Tx {
    fn begin(&mut self) -> impl Future<Output = Result<(), StoreError>> + Send;
    fn commit(&mut self) -> impl Future<Output = Result<(), StoreError>> + Send;
    fn roll_back(&mut self) -> impl Future<Output = ()> + Send;

    /// Runs a text without values that is not worth remembering: a migration, VACUUM.
    fn run(&mut self, sql: &str) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Within a transaction: nobody else brings the schema up meanwhile.
    fn lock_schema(&mut self) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// After an erasure: what was overwritten or deleted leaves the files as well.
    fn scrub(&mut self) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Waits before a lost server is tried again.
    fn pause(&mut self, attempt: u32) -> impl Future<Output = ()> + Send;
}

/// Called with the tenant and the states written, after COMMIT and before anybody is answered.
pub(crate) type AfterCommit = dyn Fn(Tenant, &[Verdict]) + Send + Sync;
