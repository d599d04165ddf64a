//! What is to be sent after a commit: claimed by one sender until a lease ends, then settled or put off.

use crate::error::{CommitError, StoreError};
use crate::statement::Row;
use crate::store::Store;
use crate::writes;
use domain::kernel::{Millis, Tenant};

/// Something claimed from the outbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claimed {
    /// Its id.
    pub id: i64,
    /// What to send, as JSON.
    pub body: String,
    /// Earlier claims.
    pub attempts: i64,
}

impl Store {
    /// Claims what is due of a topic: each row for one claimant until the lease ends.
    ///
    /// # Errors
    /// When the queue is full or the database refuses.
    pub async fn claim(
        &self,
        tenant: Tenant,
        topic: &str,
        now: Millis,
        lease_ms: Millis,
        most: i64,
    ) -> Result<Vec<Claimed>, CommitError> {
        let values = [tenant.into(), topic.into(), now.into(), (now + lease_ms).into(), most.into()];
        let mut rows = self.change(tenant, &writes::OUTBOX_CLAIM, &values).await?;
        rows.sort_by_key(|row| (row.i64(3), row.i64(0)));
        let claimed =
            |row: &Row| Claimed { id: row.i64(0), body: row.text(1).to_owned(), attempts: row.i64(2) - 1 };
        Ok(rows.iter().map(claimed).collect())
    }

    /// A claimed row is settled.
    ///
    /// # Errors
    /// When the queue is full or the database refuses.
    pub async fn settle(&self, tenant: Tenant, id: i64) -> Result<(), CommitError> {
        self.execute(tenant, &writes::OUTBOX_DONE, &[tenant.into(), id.into()]).await.map(|_| ())
    }

    /// A claimed row is to be tried again later.
    ///
    /// # Errors
    /// When the queue is full or the database refuses.
    pub async fn postpone(&self, tenant: Tenant, id: i64, until: Millis) -> Result<(), CommitError> {
        self.execute(tenant, &writes::OUTBOX_LATER, &[tenant.into(), id.into(), until.into()])
            .await
            .map(|_| ())
    }

    /// Rows that wait in the outbox.
    ///
    /// # Errors
    /// When they cannot be counted.
    pub async fn outbox_size(&self, tenant: Tenant) -> Result<i64, StoreError> {
        let rows = self.query(tenant, &writes::OUTBOX_SIZE, &[tenant.into()]).await?;
        Ok(rows.first().map_or(0, |row| row.i64(0)))
    }
}
