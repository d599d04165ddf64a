//! Accounts of the people who work here, for whoever keeps them. Hashes of passwords are not part of it.

use super::statements as sql;
use crate::App;
use crate::error::Result;
use domain::kernel::Millis;
use serde::Serialize;
use std::collections::BTreeSet;

/// An account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AccountLine {
    /// Name to sign in with.
    pub login: String,
    /// Person code.
    pub person: String,
    /// It is closed.
    pub disabled: bool,
    /// Instant of the last change.
    pub changed_at: Millis,
}

impl App {
    /// All accounts, in the order of names.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn list_accounts(&self) -> Result<Vec<AccountLine>> {
        let rows = self.store().query(self.tenant(), &sql::ACCOUNTS, &[self.tenant().into()]).await?;
        let line = |row: &store::Row| AccountLine {
            login: row.text(0).to_owned(),
            person: row.text(1).to_owned(),
            disabled: row.flag(2),
            changed_at: row.i64(3),
        };
        Ok(rows.iter().map(line).collect())
    }

    /// Whoever is signed in now.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn signed_in(&self) -> Result<BTreeSet<String>> {
        let values = [self.tenant().into(), self.now().into()];
        let rows = self.store().query(self.tenant(), &sql::SIGNED_IN, &values).await?;
        Ok(rows.iter().map(|row| row.text(0).to_owned()).collect())
    }
}
