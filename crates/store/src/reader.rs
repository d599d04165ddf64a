//! Reads: one question, or several of one moment.

use crate::engine::postgres::Asking;
use crate::engine::sqlite::SqliteReader;
use crate::error::StoreError;
use crate::queue::Work;
use crate::statement::{Ask, Row, Scope, Statement, Text};
use crate::store::{Behind, Store, not_asked};
use domain::kernel::{Tenant, Value};
use std::time::Duration;

impl Store {
    /// Asks one thing.
    ///
    /// # Errors
    /// When it cannot be read, or takes too long.
    pub async fn query(
        &self,
        tenant: Tenant,
        statement: &Statement,
        values: &[Value],
    ) -> Result<Vec<Row>, StoreError> {
        debug_assert!(statement.scope == Scope::National || values.first() == Some(&tenant.into()));
        self.ask(tenant, Text { sql: statement.sql.into(), values: values.to_vec() }).await
    }

    pub(crate) async fn ask(&self, tenant: Tenant, text: Text) -> Result<Vec<Row>, StoreError> {
        if self.is_gathered() {
            let ask = |caller| Work::Ask(text, caller);
            return self.send(tenant, ask).await.map_err(not_asked)?;
        }
        let limit = Some(self.options().query_limit);
        match self.behind() {
            Behind::Sqlite(sqlite) => {
                let mut reader = sqlite.reader().await?;
                let rows = reader.query(text.sql.to_string(), text.values, limit).await;
                sqlite.give_back(reader);
                rows
            }
            Behind::Postgres(pool) => {
                let mut asking = Asking::new(pool.get().await?);
                let rows = asking.query(&text.sql, &text.values, limit).await;
                asking.give_back();
                rows
            }
        }
    }

    /// Reads several things of one moment.
    ///
    /// # Errors
    /// When there is no connection.
    pub async fn read(&self, tenant: Tenant) -> Result<Reader, StoreError> {
        if self.is_gathered() {
            self.commit_gathered(tenant).await?;
        }
        let behind = match self.behind() {
            Behind::Sqlite(sqlite) => {
                let mut reader = sqlite.reader().await?;
                reader.begin().await?;
                ReaderBehind::Sqlite(reader)
            }
            Behind::Postgres(pool) => {
                let asking = Asking::new(pool.get().await?);
                asking.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
                ReaderBehind::Postgres(asking)
            }
        };
        Ok(Reader { store: self.clone(), tenant, behind, limit: Some(self.options().query_limit) })
    }
}

enum ReaderBehind {
    Sqlite(SqliteReader),
    Postgres(Asking),
}

/// Reads of one moment. End it before rendering. One that is not ended (an error on the way) takes its connection with it:
/// nobody else meets its moment.
pub struct Reader {
    store: Store,
    tenant: Tenant,
    behind: ReaderBehind,
    limit: Option<Duration>,
}

impl Reader {
    /// For exports, checks and backups, which take as long as they take.
    #[must_use]
    pub const fn without_limit(mut self) -> Self {
        self.limit = None;
        self
    }

    /// Asks one thing.
    ///
    /// # Errors
    /// When it cannot be read, or takes too long.
    pub async fn query(&mut self, statement: &Statement, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        debug_assert!(statement.scope == Scope::National || values.first() == Some(&self.tenant.into()));
        self.query_text(statement.sql, values).await
    }

    pub(crate) async fn query_text(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        match &mut self.behind {
            ReaderBehind::Sqlite(reader) => reader.query(sql.to_owned(), values.to_vec(), self.limit).await,
            ReaderBehind::Postgres(asking) => asking.query(sql, values, self.limit).await,
        }
    }

    /// Ends the moment and gives the connection back.
    ///
    /// # Errors
    /// When the connection broke; it is not used again then.
    pub async fn end(self) -> Result<(), StoreError> {
        match self.behind {
            ReaderBehind::Sqlite(mut reader) => {
                reader.end().await?;
                if let Behind::Sqlite(sqlite) = self.store.behind() {
                    sqlite.give_back(reader);
                }
            }
            ReaderBehind::Postgres(asking) => {
                asking.run("ROLLBACK").await?;
                asking.give_back();
            }
        }
        Ok(())
    }
}

impl Ask for Reader {
    fn query(
        &mut self,
        sql: &str,
        values: &[Value],
    ) -> impl Future<Output = Result<Vec<Row>, StoreError>> + Send {
        self.query_text(sql, values)
    }
}
