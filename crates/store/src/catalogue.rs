//! What is merely edited: catalogue rows and settings, each with who changed it, when and by which decision.

use crate::error::{CommitError, StoreError};
use crate::pending::CatalogueRow;
use crate::queue::{CatalogueChange, Work};
use crate::statement::Row;
use crate::store::Store;
use crate::writes;
use domain::kernel::{Millis, Tenant};

impl Store {
    /// Changes edited things; each row with who, when and which decision.
    ///
    /// # Errors
    /// When the queue is full or the database refuses.
    pub async fn put_catalogue(
        &self,
        tenant: Tenant,
        rows: Vec<CatalogueRow>,
        by: &str,
        decision: &str,
        at: Millis,
    ) -> Result<(), CommitError> {
        let change = CatalogueChange { rows, by: by.to_owned(), decision: decision.to_owned(), at };
        Ok(self.send(tenant, |caller| Work::Catalogue(change, caller)).await??)
    }

    /// All edited things.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn list_catalogue(&self, tenant: Tenant) -> Result<Vec<CatalogueRow>, StoreError> {
        let mut reader = self.read(tenant).await?.without_limit();
        let rows = reader.query(&writes::LIST_CATALOGUE, &[tenant.into()]).await;
        reader.end().await?;
        let read = |row: &Row| CatalogueRow {
            kind: row.text(0).to_owned(),
            code: row.text(1).to_owned(),
            version: row.text(2).to_owned(),
            valid_from: row.text(3).to_owned(),
            valid_to: row.text(4).to_owned(),
            body: row.text(5).to_owned(),
        };
        Ok(rows?.iter().map(read).collect())
    }

    /// Settings of the province.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn settings(&self, tenant: Tenant) -> Result<Vec<(String, String)>, StoreError> {
        let rows = self.query(tenant, &writes::SETTINGS, &[tenant.into()]).await?;
        Ok(rows.iter().map(|row| (row.text(0).to_owned(), row.text(1).to_owned())).collect())
    }

    /// Changes a setting.
    ///
    /// # Errors
    /// When the queue is full or the database refuses.
    pub async fn put_setting(
        &self,
        tenant: Tenant,
        name: &str,
        value: &str,
        by: &str,
        at: Millis,
    ) -> Result<(), CommitError> {
        let values = [tenant.into(), name.into(), value.into(), by.into(), at.into()];
        self.execute(tenant, &writes::PUT_SETTING, &values).await.map(|_| ())
    }
}
