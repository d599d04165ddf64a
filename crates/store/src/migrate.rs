//! Numbered migrations, forward only: each is one purpose, kept with the checksum of its text, never edited once released.
//!
//! Until the first release the first migration is the tables as they are; the release freezes its text in a file, and what
//! changes after is a new number: expand first, contract in a later one.

use crate::engine::Connection;
use crate::error::StoreError;
use crate::schema::{self, Dialect};
use sha2::{Digest, Sha256};

/// One step of the schema.
#[derive(Clone, Debug)]
pub(crate) struct Migration {
    pub number: i64,
    pub purpose: &'static str,
    pub statements: Vec<String>,
}

impl Migration {
    /// What tells one text from another.
    pub(crate) fn checksum(&self) -> String {
        let digest = Sha256::digest(self.statements.join(";\n").as_bytes());
        digest[..8].iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// All of them, in order.
pub(crate) fn migrations(dialect: Dialect) -> Vec<Migration> {
    vec![Migration {
        number: 1,
        purpose: "the tables as first released",
        statements: schema::create(dialect),
    }]
}

const TABLE: &str = "CREATE TABLE IF NOT EXISTS schema_migration (number BIGINT NOT NULL PRIMARY KEY, \
                     purpose TEXT NOT NULL, checksum TEXT NOT NULL)";

/// Brings the schema up in one transaction: all that is missing or nothing. Servers that start at once wait for one another.
///
/// # Errors
/// [`StoreError::Schema`] when a migration was applied with another text, or one this programme does not know.
pub(crate) async fn migrate<C: Connection>(
    connection: &mut C,
    known: &[Migration],
) -> Result<(), StoreError> {
    connection.begin().await?;
    match bring_up(connection, known).await {
        Ok(()) => connection.commit().await,
        Err(error) => {
            connection.roll_back().await;
            Err(error)
        }
    }
}

async fn bring_up<C: Connection>(connection: &mut C, known: &[Migration]) -> Result<(), StoreError> {
    connection.lock_schema().await?;
    connection.run(TABLE).await?;
    let applied =
        connection.query("SELECT number, checksum FROM schema_migration ORDER BY number", &[]).await?;
    for row in &applied {
        let number = row.i64(0);
        let Some(migration) = known.iter().find(|migration| migration.number == number) else {
            return Err(StoreError::Schema(format!(
                "it has migration {number}, which this programme does not know"
            )));
        };
        if migration.checksum() != row.text(1) {
            let (has, knows) = (row.text(1), migration.checksum());
            return Err(StoreError::Schema(format!(
                "its migration {number} is {has}, this programme has {knows}"
            )));
        }
    }
    let last = applied.last().map_or(0, |row| row.i64(0));
    for migration in known.iter().filter(|migration| migration.number > last) {
        for statement in &migration.statements {
            connection.run(statement).await?;
        }
        let values = [migration.number.into(), migration.purpose.into(), migration.checksum().into()];
        let note = "INSERT INTO schema_migration (number, purpose, checksum) VALUES ($1, $2, $3)";
        connection.execute(note, &values).await?;
        tracing::info!(number = migration.number, purpose = migration.purpose, "the schema was brought up");
    }
    Ok(())
}
