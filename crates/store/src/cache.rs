//! States on hand, used optimistically: a command decided on a stale one is decided again, since the writer checks versions;
//! and whoever refuses asks first whether the state was current ([`crate::Store::are_current`]).

use crate::pending::Loaded;
use domain::kernel::{StreamId, Tenant};
use lru::LruCache;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};

pub(crate) struct States(Mutex<LruCache<(Tenant, StreamId), Arc<Loaded>>>);

impl States {
    pub(crate) fn new(size: usize) -> Self {
        Self(Mutex::new(LruCache::new(NonZeroUsize::new(size.max(1)).expect("at least one"))))
    }

    fn with<T>(&self, act: impl FnOnce(&mut LruCache<(Tenant, StreamId), Arc<Loaded>>) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn get(&self, tenant: Tenant, stream: StreamId) -> Option<Arc<Loaded>> {
        self.with(|states| states.get(&(tenant, stream)).cloned())
    }

    /// Keeps a state unless a newer one is kept already: a slow reader must not undo a writer.
    pub(crate) fn put(&self, tenant: Tenant, stream: StreamId, loaded: Arc<Loaded>) {
        self.with(|states| match states.peek(&(tenant, stream)) {
            Some(kept) if kept.version > loaded.version => {}
            _ => {
                states.put((tenant, stream), loaded);
            }
        });
    }

    pub(crate) fn forget(&self, tenant: Tenant, stream: StreamId) {
        self.with(|states| states.pop(&(tenant, stream)));
    }

    /// Forgets a state that is older than this version.
    pub(crate) fn forget_older(&self, tenant: Tenant, stream: StreamId, version: i64) {
        self.with(|states| {
            if states.peek(&(tenant, stream)).is_some_and(|kept| kept.version < version) {
                states.pop(&(tenant, stream));
            }
        });
    }

    pub(crate) fn clear(&self) {
        self.with(LruCache::clear);
    }
}
