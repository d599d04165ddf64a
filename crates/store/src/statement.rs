//! Registered SQL and the rows it gives.

use crate::error::StoreError;
use domain::kernel::Value;
use std::sync::Arc;

/// What a statement may reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// One tenant, which is `$1`.
    Tenant,
    /// All tenants: listed by name in the registry test.
    National,
}

/// One text of SQL with `$1..$n`, the same on both engines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Its name, for measures and messages.
    pub name: &'static str,
    /// The text.
    pub sql: &'static str,
    /// What it may reach.
    pub scope: Scope,
}

impl Statement {
    /// A statement of one tenant; the tenant is `$1`.
    #[must_use]
    pub const fn tenant(name: &'static str, sql: &'static str) -> Self {
        Self { name, sql, scope: Scope::Tenant }
    }
}

/// A row of a result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row(pub(crate) Vec<Value>);

impl Row {
    /// The value of a column, counted from 0.
    ///
    /// # Panics
    /// When there is no such column: the statement and its reader do not fit.
    #[must_use]
    pub fn value(&self, column: usize) -> &Value {
        &self.0[column]
    }

    /// A whole number.
    ///
    /// # Panics
    /// When the column holds something else.
    #[must_use]
    pub fn i64(&self, column: usize) -> i64 {
        match &self.0[column] {
            Value::I64(number) => *number,
            other => panic!("column {column} holds {other:?}, a number was expected"),
        }
    }

    /// A whole number or nothing.
    ///
    /// # Panics
    /// When the column holds something else.
    #[must_use]
    pub fn i64_or_none(&self, column: usize) -> Option<i64> {
        match &self.0[column] {
            Value::Null => None,
            Value::I64(number) => Some(*number),
            other => panic!("column {column} holds {other:?}, a number or nothing was expected"),
        }
    }

    /// Text.
    ///
    /// # Panics
    /// When the column holds something else.
    #[must_use]
    pub fn text(&self, column: usize) -> &str {
        match &self.0[column] {
            Value::Text(text) => text,
            other => panic!("column {column} holds {other:?}, text was expected"),
        }
    }

    /// Bytes.
    ///
    /// # Panics
    /// When the column holds something else.
    #[must_use]
    pub fn blob(&self, column: usize) -> &[u8] {
        match &self.0[column] {
            Value::Blob(bytes) => bytes,
            other => panic!("column {column} holds {other:?}, bytes were expected"),
        }
    }

    /// A flag: 0 or 1.
    #[must_use]
    pub fn flag(&self, column: usize) -> bool {
        self.i64(column) != 0
    }

    /// A flag-like boolean over text: true when the column is not of no length.
    #[must_use]
    pub fn is_given(&self, column: usize) -> bool {
        !self.text(column).is_empty()
    }

    /// The columns.
    #[must_use]
    pub fn values(&self) -> &[Value] {
        &self.0
    }
}

/// Whoever can be asked within one transaction: a writer or a reader, of either engine. SQLite answers at once, PostgreSQL
/// when the server has.
pub(crate) trait Ask {
    fn query(
        &mut self,
        sql: &str,
        values: &[Value],
    ) -> impl Future<Output = Result<Vec<Row>, StoreError>> + Send;
}

/// One transaction in the writer, of either engine.
pub(crate) trait Tx: Ask {
    /// Rows worth putting into one text: for a server each text is a journey, a file is as far away as the next line.
    const ROWS_AT_ONCE: usize;
    /// An index is written again whenever its columns are named, whether or not their values have changed.
    const NAMED_IS_WRITTEN: bool;

    fn execute(
        &mut self,
        sql: &str,
        values: &[Value],
    ) -> impl Future<Output = Result<u64, StoreError>> + Send;

    /// Questions one after the other; a server that is far away has them all before it answers the first.
    fn query_all(&mut self, asked: &[Text])
    -> impl Future<Output = Result<Vec<Vec<Row>>, StoreError>> + Send;

    /// Changes one after the other; a server that is far away has them all before it answers the first.
    fn execute_all(&mut self, texts: &[Text]) -> impl Future<Output = Result<(), StoreError>> + Send;
}

/// A text with its values.
#[derive(Clone, Debug)]
pub(crate) struct Text {
    pub sql: Arc<str>,
    pub values: Vec<Value>,
}
