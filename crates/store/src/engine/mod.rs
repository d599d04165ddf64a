//! The two engines behind one shape.

mod gathered;
pub(crate) mod postgres;
mod run;
pub(crate) mod sqlite;

use crate::error::StoreError;
use crate::statement::Tx;
pub(crate) use gathered::Gathered;

/// A writer's connection: begins and ends transactions.
pub(crate) trait Connection: Tx + Send {
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
