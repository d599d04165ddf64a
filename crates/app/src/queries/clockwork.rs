//! What jobs ask: when there is something to do next, so that nobody looks every second.

use super::statements as sql;
use crate::App;
use crate::error::Result;
use domain::kernel::{Millis, StreamId, Value};

impl App {
    /// The next instant at which the clock has something to say: a step turns red, a promise passes, a late step is told to a
    /// head. None when nothing is under way. An instant in the past means: now.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn next_deadline(&self) -> Result<Option<Millis>> {
        let mut reader = self.store().read(self.tenant()).await?;
        let red = reader.query(&sql::NEXT_RED, &[self.tenant().into()]).await?;
        let late = reader.query(&sql::NEXT_LATE, &[self.tenant().into()]).await?;
        let told = reader.query(&sql::NEXT_ESCALATION, &[self.tenant().into()]).await?;
        reader.end().await?;
        let directory = self.directory();
        let escalations = told.iter().filter_map(|row| {
            let after = directory.escalate_after_ms(row.text(1));
            directory.calendar().add_working(row.i64(0), after).ok()
        });
        let first = |rows: &[store::Row]| rows.first().and_then(|row| row.i64_or_none(0));
        // Time is gone and a promise missed once the instant is over, not at it.
        let over = [first(&red), first(&late)].into_iter().flatten().map(|at| at + 1);
        Ok(over.chain(escalations).min())
    }

    /// The next instant at which something of a topic is to be sent, none when nothing waits.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn next_in_outbox(&self, topic: &str) -> Result<Option<Millis>> {
        let values: [Value; 2] = [self.tenant().into(), topic.into()];
        let rows = self.store().query(self.tenant(), &sql::NEXT_OUTBOX, &values).await?;
        Ok(rows.first().and_then(|row| row.i64_or_none(0)))
    }

    /// Gives back what a process that is gone had claimed from the outbox. Only where one process owns the database.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn free_outbox(&self) -> Result<u64> {
        let values: [Value; 1] = [self.tenant().into()];
        self.store().execute(self.tenant(), &sql::FREE_OUTBOX, &values).await.map_err(crate::execute::failure)
    }

    /// Dossiers whose result has been ready since before an instant, the longest waiting first, with that instant; a page of
    /// them after one already seen, from (0, 0).
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn unclaimed(
        &self,
        ready_before: Millis,
        after: (Millis, StreamId),
        most: i64,
    ) -> Result<Vec<(Millis, StreamId)>> {
        let values: [Value; 5] =
            [self.tenant().into(), ready_before.into(), after.0.into(), after.1.into(), most.into()];
        let rows = self.store().query(self.tenant(), &sql::UNCLAIMED, &values).await?;
        Ok(rows.iter().map(|row| (row.i64(1), StreamId(row.i64(0)))).collect())
    }

    /// Dossiers that wait for papers asked for before an instant, under a rule that ends the waiting; the longest waiting first, with the
    /// instant of asking; a page of them after one already seen, from (0, 0).
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn silent(
        &self,
        asked_before: Millis,
        after: (Millis, StreamId),
        most: i64,
    ) -> Result<Vec<(Millis, StreamId)>> {
        let values: [Value; 5] =
            [self.tenant().into(), asked_before.into(), after.0.into(), after.1.into(), most.into()];
        let rows = self.store().query(self.tenant(), &sql::silence::SILENT, &values).await?;
        Ok(rows.iter().map(|row| (row.i64(1), StreamId(row.i64(0)))).collect())
    }

    /// Drops sessions that are over at an instant of the server's own clock, by which they were given; gives how many.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn drop_old_sessions(&self, at: Millis) -> Result<u64> {
        let values: [Value; 2] = [self.tenant().into(), at.into()];
        self.store()
            .execute(self.tenant(), &sql::DROP_SESSIONS, &values)
            .await
            .map_err(crate::execute::failure)
    }

    /// Drops answers kept for a repetition, recorded before an instant; gives how many.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn drop_old_answers(&self, before: Millis) -> Result<u64> {
        let values: [Value; 2] = [self.tenant().into(), before.into()];
        self.store()
            .execute(self.tenant(), &sql::DROP_ANSWERS, &values)
            .await
            .map_err(crate::execute::failure)
    }
}
