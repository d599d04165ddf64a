//! What can go wrong, and what the caller may do about it.

use domain::kernel::StreamId;
use std::time::Duration;

/// The database could not do it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// SQLite said no.
    #[error("the database file could not be read or written")]
    Sqlite(#[from] rusqlite::Error),
    /// PostgreSQL said no.
    #[error("the database server could not be asked")]
    Postgres(#[from] tokio_postgres::Error),
    /// No connection.
    #[error("no connection to the database server")]
    Pool(#[from] deadpool_postgres::PoolError),
    /// The file or folder.
    #[error("the file could not be read or written")]
    Io(#[from] std::io::Error),
    /// Another process has the database file.
    #[error("another motcua process uses {0}; stop it first, or ask it over its own address")]
    Locked(String),
    /// A query took longer than allowed.
    #[error("the query took longer than {0:?} and was stopped")]
    TooSlow(Duration),
    /// Stored bytes are not what they should be.
    #[error("stored data cannot be understood: {0}")]
    Corrupt(String),
    /// The schema was made by another version.
    #[error("the database was made by another version: {0}")]
    Schema(String),
    /// A backup does not fit this database.
    #[error("the backup cannot be read in here: {0}")]
    Unfit(String),
    /// The key of the transparency log.
    #[error("the log's signing key cannot be used: {0}")]
    LogKey(String),
    /// A seeded run was answered before a COMMIT that then failed.
    #[error("what a seeded run had been answered could not be kept: begin it anew, on an empty database")]
    RunLost,
    /// The store is closing.
    #[error("the store is closing")]
    Closed,
}

impl StoreError {
    /// The server went away; the same again may well succeed.
    pub(crate) fn is_lost(&self) -> bool {
        match self {
            Self::Pool(_) => true,
            // 57P01..57P03: the server is being shut down, crashed, or is not up yet. No code: the connection broke.
            Self::Postgres(error) => {
                error.code().is_none_or(|code| matches!(code.code(), "57P01" | "57P02" | "57P03"))
            }
            _ => false,
        }
    }
}

/// Why a command was not written.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// Somebody else wrote to these streams meanwhile: load again, decide again.
    #[error("changed meanwhile: {0:?}")]
    Stale(Vec<StreamId>),
    /// Edited things were changed since the version it was decided under: take them anew, decide again.
    #[error("edited meanwhile")]
    EditedMeanwhile,
    /// This command id was written before: its answer.
    #[error("already done")]
    AlreadyDone {
        /// What was answered then.
        answer: String,
        /// Sequence number of its first event, 0 when it had none.
        first_seq: i64,
    },
    /// The queue is full.
    #[error("too many commands at once, try again in {retry_after:?}")]
    Busy {
        /// When to try again.
        retry_after: Duration,
    },
    /// The database could not do it.
    #[error(transparent)]
    Failure(#[from] StoreError),
}
