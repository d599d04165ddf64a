//! Who does a job when several servers share a database, and which node number each has for making ids.
//!
//! A lease is a courtesy: it keeps two servers from doing the same work, not from doing harm. Correctness rests on versions
//! and on command ids. Its token grows with every change of holder, so that what lies outside the database (a message
//! centre, a folder) can turn away a holder that fell asleep and woke up late.

use crate::error::{CommitError, StoreError};
use crate::store::Store;
use crate::writes;
use domain::kernel::{Millis, Tenant};

/// Node numbers are ten bits of an id.
pub const NODES: i64 = 1024;

/// A node number is taken again by its holder before this is over.
pub const NODE_LEASE_MS: Millis = 60_000;

impl Store {
    /// Takes or keeps a lease until an instant; gives its fencing token, or nothing while somebody else has it.
    ///
    /// `holder` names one start of one process: a restarted server is another holder.
    ///
    /// # Errors
    /// When the queue is full or the database refuses.
    pub async fn lease(
        &self,
        tenant: Tenant,
        name: &str,
        holder: &str,
        now: Millis,
        until: Millis,
    ) -> Result<Option<i64>, CommitError> {
        let values = [tenant.into(), name.into(), holder.into(), now.into(), until.into()];
        let rows = self.change(tenant, &writes::TAKE_LEASE, &values).await?;
        Ok(rows.first().map(|row| row.i64(0)))
    }

    /// Gives a lease up before its end; nothing happens when it is somebody else's by now.
    ///
    /// # Errors
    /// When the queue is full or the database refuses.
    pub async fn free_lease(
        &self,
        tenant: Tenant,
        name: &str,
        holder: &str,
        token: i64,
    ) -> Result<(), CommitError> {
        let values = [tenant.into(), name.into(), holder.into(), token.into()];
        self.execute(tenant, &writes::FREE_LEASE, &values).await.map(|_| ())
    }

    /// Names of the leases that begin so and are not over, in order.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn leases_taken(
        &self,
        tenant: Tenant,
        beginning: &str,
        now: Millis,
    ) -> Result<Vec<String>, StoreError> {
        let values = [tenant.into(), now.into(), format!("{beginning}%").into()];
        let rows = self.query(tenant, &writes::LEASES_TAKEN, &values).await?;
        Ok(rows.iter().map(|row| row.text(0).to_owned()).collect())
    }

    /// That token is still the newest of its lease and not over.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn lease_holds(
        &self,
        tenant: Tenant,
        name: &str,
        token: i64,
        now: Millis,
    ) -> Result<bool, StoreError> {
        let rows = self.query(tenant, &writes::LEASE_TOKEN, &[tenant.into(), name.into()]).await?;
        Ok(rows.first().is_some_and(|row| row.i64(0) == token && row.i64(1) > now))
    }

    /// Takes a node number nobody has, for [`NODE_LEASE_MS`]; nothing when all are taken. Keep it with
    /// [`Store::keep_node`]; whoever could not must stop making ids.
    ///
    /// # Errors
    /// When the queue is full or the database refuses.
    pub async fn take_node(
        &self,
        tenant: Tenant,
        holder: &str,
        now: Millis,
    ) -> Result<Option<i64>, CommitError> {
        loop {
            let taken = self.leases_taken(tenant, "node/", now).await?;
            let free = (0..NODES).find(|node| !taken.contains(&node_name(*node)));
            let Some(node) = free else { return Ok(None) };
            if self.keep_node(tenant, node, holder, now).await? {
                return Ok(Some(node));
            }
            // Another server that started at the same moment was faster: the next number.
        }
    }

    /// Keeps a node number for another [`NODE_LEASE_MS`]; false when it was lost.
    ///
    /// # Errors
    /// When the queue is full or the database refuses.
    pub async fn keep_node(
        &self,
        tenant: Tenant,
        node: i64,
        holder: &str,
        now: Millis,
    ) -> Result<bool, CommitError> {
        let kept = self.lease(tenant, &node_name(node), holder, now, now + NODE_LEASE_MS).await?;
        Ok(kept.is_some())
    }
}

fn node_name(node: i64) -> String {
    format!("node/{node}")
}
