//! What people declared at the door: kept apart, read one by one, and gone after its days.

use crate::error::{CommitError, StoreError};
use crate::queue::{Erased, Work};
use crate::store::Store;
use crate::writes;
use domain::kernel::{Millis, StreamId, Tenant};

impl Store {
    /// What was declared by an arrival, as JSON; none once it was removed.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn declaration(&self, tenant: Tenant, arrival: StreamId) -> Result<Option<String>, StoreError> {
        let rows = self.query(tenant, &writes::DECLARATION, &[tenant.into(), arrival.into()]).await?;
        Ok(rows.first().map(|row| row.text(0).to_owned()))
    }

    /// Removes every declaration that was to be kept until that instant or before, and scrubs its traces from the files; gives how many.
    ///
    /// # Errors
    /// When the queue is full or the database refuses.
    pub async fn remove_declarations(&self, tenant: Tenant, until: Millis) -> Result<u64, CommitError> {
        Ok(self.send(tenant, |caller| Work::Erase(Erased::Declarations(until), caller)).await??)
    }
}
