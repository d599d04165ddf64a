//! The journal and everything that stands beside it, on SQLite and on PostgreSQL.
//!
//! One way in: [`Store::commit`] takes what a command decided and writes it together with others in one transaction
//! (numbers filled, hashed, projected), then answers. One way out: rows read by registered [`Statement`]s, the feed
//! by `seq`, the outbox.
//!
//! To add a query: declare a [`Statement`] with `$1..$n`, the tenant first, in the crate that asks it, and list it in
//! that crate's registry; a test prepares every one on both engines and refuses one without the tenant. To add a column to
//! a table pages read: `domain::tables`.

mod access;
mod after;
mod batch;
#[cfg(feature = "bench")]
pub mod bench;
mod cache;
mod catalogue;
mod chain;
mod declarations;
mod dump;
mod engine;
mod error;
mod faults;
mod lease;
mod log;
mod means;
mod migrate;
mod numbers;
mod outbox;
mod pending;
mod queue;
mod reader;
mod rounds;
mod schema;
mod statement;
mod store;
mod subjects;
mod tables;
#[cfg(feature = "testing")]
pub mod testing;
mod verify;
mod wakes;
mod writes;

pub use access::{Access, AccessAbout, AccessOutcome, AccessWrite};
pub use chain::{Envelope, Nonces};
pub use error::{CommitError, StoreError};
pub use faults::Faults;
pub use lease::{NODE_LEASE_MS, NODES};
pub use log::{LogCheckpoint, LogKey, LogProof, TilePath, is_continued, is_included, read_note};
pub use outbox::Claimed;
pub use pending::{
    CatalogueRow, Committed, DeclarationWrite, DraftMove, Loaded, OutboxWrite, Pending, StreamWrite,
    SubjectWrite,
};
pub use reader::Reader;
pub use rounds::Rounds;
pub use schema::{schema_dump, statements};
pub use statement::{Row, Scope, Statement};
pub use store::{Engine, Options, Store, TenantHead};
pub use subjects::Subject;
pub use verify::{BadRow, Progress, VerifyReport};
