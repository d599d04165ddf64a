//! Who waits for something to be written.

use domain::kernel::Tenant;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use tokio::sync::watch;

/// Who waits for something to be written, and how far each tenant's journal was seen to reach.
#[derive(Default)]
pub(crate) struct Wakes {
    reached: Mutex<BTreeMap<Tenant, i64>>,
    pub count: watch::Sender<i64>,
}

impl Wakes {
    pub(crate) fn reached(&self, tenant: Tenant, seq: i64) {
        let newer = {
            let mut reached = self.reached.lock().unwrap_or_else(PoisonError::into_inner);
            let seen = reached.entry(tenant).or_default();
            let newer = seq > *seen;
            *seen = seq.max(*seen);
            newer
        };
        if newer {
            self.count.send_modify(|count| *count += 1);
        }
    }
}
