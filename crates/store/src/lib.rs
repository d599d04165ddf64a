//! The journal and everything that stands beside it, on SQLite and on PostgreSQL.
//!
//! One way in: [`Store::commit`] takes what a command decided and writes it together with others in one transaction
//! (numbers filled, hashed, projected), then answers. One way out: rows read by registered [`Statement`]s, the feed
//! by `seq`, the outbox.
//!
//! To add a query: declare a [`Statement`] with `$1..$n`, the tenant first, in the crate that asks it, and list it in
//! that crate's registry; a test prepares every one on both engines and refuses one without the tenant. To add a column to
//! a table pages read: `domain::tables`.

mod batch;
mod cache;
mod chain;
mod dump;
mod engine;
mod error;
mod pending;
mod queue;
mod schema;
mod statement;
mod store;
#[cfg(feature = "testing")]
pub mod testing;
mod verify;
mod writes;

pub use chain::{Envelope, Nonces};
pub use error::{CommitError, StoreError};
pub use pending::{CatalogueRow, Committed, Loaded, OutboxWrite, Pending, StreamWrite, SubjectWrite};
pub use schema::{schema_dump, statements};
pub use statement::{Row, Scope, Statement};
pub use store::{Claimed, Engine, Options, Reader, Store, Subject, TenantHead};
pub use verify::{BadRow, Progress, VerifyReport};
