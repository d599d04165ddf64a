//! What follows when commands were written: states go to hand, and everybody who watches is told.

use crate::batch::Verdict;
use crate::cache::States;
use crate::error::CommitError;
use crate::wakes::Wakes;
use domain::kernel::Tenant;
use std::sync::Arc;

pub(crate) struct After {
    pub states: Arc<States>,
    pub wakes: Arc<Wakes>,
}

impl After {
    /// Fresh states go to hand before the callers are answered: whoever was answered finds what was written. Gives the sequence
    /// number of the last event, 0 for none.
    pub(crate) fn written(&self, tenant: Tenant, verdicts: &[Verdict]) -> i64 {
        let mut last = 0;
        for verdict in verdicts {
            match verdict {
                Ok(written) => {
                    for (stream, loaded) in &written.states {
                        self.states.put(tenant, *stream, Arc::clone(loaded));
                    }
                    let count = i64::try_from(written.committed.events.len()).expect("few events a command");
                    last = last.max(written.committed.first_seq + count - 1);
                }
                Err(CommitError::Stale(streams)) => {
                    streams.iter().for_each(|stream| self.states.forget(tenant, *stream));
                }
                Err(_) => {}
            }
        }
        last
    }

    /// Others can read up to there now.
    pub(crate) fn committed(&self, tenant: Tenant, last: i64) {
        self.wakes.reached(tenant, last);
    }

    /// What is on hand was never kept.
    pub(crate) fn lost(&self) {
        self.states.clear();
    }
}
