//! What the writer sent, transaction by transaction.

use crate::batch::Verdict;
use crate::error::StoreError;
use crate::pending::Pending;
use crate::statement::{Ask, Row, Text, Tx};
use domain::kernel::Value;
use std::sync::{Arc, Mutex, PoisonError};

/// One text with its values, as it was sent.
#[derive(Clone, Debug)]
pub struct Sent {
    pub(crate) text: Text,
    /// Rows it wrote.
    pub rows: u64,
}

impl Sent {
    /// Bytes of its values, 8 for a number.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.text
            .values
            .iter()
            .map(|value| match value {
                Value::Null => 0,
                Value::I64(_) => 8,
                Value::Text(text) => text.len(),
                Value::Blob(bytes) => bytes.len(),
            })
            .sum()
    }
}

/// One transaction: the commands that were written in it, and what was sent for them. What it only read is not on the tape.
#[derive(Clone, Debug, Default)]
pub struct TapedBatch {
    /// Commands that were written, as they were handed in.
    pub commands: Vec<Pending>,
    /// Changes, in order.
    pub sent: Vec<Sent>,
}

/// A tape that runs along a store's writers. Cloned, it is the same tape.
#[derive(Clone, Debug, Default)]
pub struct Tape(Arc<Mutex<Vec<TapedBatch>>>);

impl Tape {
    /// What was written since the tape began or was taken last.
    #[must_use]
    pub fn take(&self) -> Vec<TapedBatch> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn keep(&self, commands: &[Pending], verdicts: &[Verdict], sent: Vec<Sent>) {
        let written = commands.iter().zip(verdicts).filter(|(_, verdict)| verdict.is_ok());
        let commands = written.map(|(command, _)| command.clone()).collect();
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(TapedBatch { commands, sent });
    }
}

/// A transaction that notes what it is told to write.
pub(crate) struct Taped<'a, T> {
    tx: &'a mut T,
    pub(crate) sent: Vec<Sent>,
}

impl<'a, T> Taped<'a, T> {
    pub(crate) const fn on(tx: &'a mut T) -> Self {
        Self { tx, sent: Vec::new() }
    }
}

impl<T: Tx + Send> Ask for Taped<'_, T> {
    async fn query(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        self.tx.query(sql, values).await
    }
}

impl<T: Tx + Send> Tx for Taped<'_, T> {
    const ROWS_AT_ONCE: usize = T::ROWS_AT_ONCE;
    const NAMED_IS_WRITTEN: bool = T::NAMED_IS_WRITTEN;

    async fn execute(&mut self, sql: &str, values: &[Value]) -> Result<u64, StoreError> {
        let rows = self.tx.execute(sql, values).await?;
        self.sent.push(Sent { text: Text { sql: sql.into(), values: values.to_vec() }, rows });
        Ok(rows)
    }

    async fn query_all(&mut self, asked: &[Text]) -> Result<Vec<Vec<Row>>, StoreError> {
        self.tx.query_all(asked).await
    }

    async fn execute_all(&mut self, texts: &[Text]) -> Result<(), StoreError> {
        self.tx.execute_all(texts).await?;
        self.sent.extend(texts.iter().map(|text| {
            // A text inserts as many rows as it has brackets of values, and changes one where it has none.
            let rows = u64::try_from(text.sql.matches("($").count().max(1)).unwrap_or(u64::MAX);
            Sent { text: text.clone(), rows }
        }));
        Ok(())
    }
}
