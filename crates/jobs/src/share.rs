//! Which facts are whose to note first, where several servers watch one database.
//!
//! A courtesy: without it every server would note everything, and all but one in vain. What nobody has noted after [`GRACE_MS`] is
//! everybody's, so a server that was killed, or whose clock is wrong, keeps no fact waiting.

use app::App;
use domain::kernel::{Millis, StreamId};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::watch;

/// How long a fact is left to the server whose it is.
pub(crate) const GRACE_MS: Millis = 1_000;
/// How often a server says that it is there.
const EVERY: Duration = Duration::from_secs(10);
/// For how long that holds.
const HOLDS_MS: Millis = 30_000;
/// How leases of watchers begin.
const BEGINNING: &str = "deadlines/";

/// Phần của máy chủ: the part of all dossiers whose facts this server notes first.
#[derive(Debug)]
pub struct Share {
    name: String,
    /// The how-manieth of how many.
    place: Mutex<(u64, u64)>,
}

impl Share {
    /// Everything, until it is known who else watches. `node` is this server's number among those on the database.
    #[must_use]
    pub fn of_node(node: i64) -> Self {
        Self { name: format!("{BEGINNING}{node}"), place: Mutex::new((0, 1)) }
    }

    fn place(&self) -> (u64, u64) {
        *self.place.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// True where others watch too.
    pub(crate) fn is_part(&self) -> bool {
        self.place().1 > 1
    }

    /// True for a dossier whose facts are this server's.
    pub(crate) fn has(&self, dossier: StreamId) -> bool {
        let (place, of) = self.place();
        // Ids made by one server within a second differ in their last bits only; all bits have a say.
        let mixed = dossier.0.cast_unsigned().wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
        mixed % of == place
    }

    /// Says that this server is there, and looks who else is. Who cannot be asked about is taken to be gone.
    pub async fn look(&self, app: &App) {
        let (store, tenant, now) = (app.store(), app.tenant(), app.now());
        let kept = store.lease(tenant, &self.name, &self.name, now, now + HOLDS_MS).await;
        if let Err(error) = kept {
            tracing::warn!(%error, "other servers do not hear that this one watches too");
        }
        let place = match store.leases_taken(tenant, BEGINNING, now).await {
            Ok(there) => {
                let before = there.iter().filter(|name| **name < self.name).count();
                let others = there.iter().filter(|name| **name != self.name).count();
                (u64::try_from(before).unwrap_or(0), u64::try_from(others).unwrap_or(0) + 1)
            }
            Err(error) => {
                tracing::warn!(%error, "which servers watch too is not known");
                (0, 1)
            }
        };
        *self.place.lock().unwrap_or_else(PoisonError::into_inner) = place;
    }

    /// Looks again and again until `stop` says so, and leaves then.
    pub async fn keep(&self, app: &App, mut stop: watch::Receiver<bool>) {
        while !crate::runner::pause(EVERY, &mut stop).await {
            self.look(app).await;
        }
        let now = app.now();
        if let Err(error) = app.store().lease(app.tenant(), &self.name, &self.name, now, now).await {
            tracing::debug!(%error, "others will hear a little later that this server ended");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Share;
    use domain::kernel::StreamId;
    use std::sync::Mutex;

    #[test]
    fn each_dossier_is_one_servers_and_the_parts_are_nearly_equal() {
        let of = |place, of| Share { name: String::new(), place: Mutex::new((place, of)) };
        for many in 1..=5_u64 {
            let shares: Vec<Share> = (0..many).map(|place| of(place, many)).collect();
            let mut parts = vec![0_u64; shares.len()];
            for id in 0..10_000 {
                // As one server makes them, within a few milliseconds.
                let dossier = StreamId((1_234_567 << 22) | (3 << 12) | (id % 4096) | (id >> 12 << 22));
                let whose: Vec<usize> = (0..shares.len()).filter(|at| shares[*at].has(dossier)).collect();
                assert_eq!(whose.len(), 1);
                parts[whose[0]] += 1;
            }
            let least = parts.iter().min().copied().unwrap_or(0);
            assert!(least * many > 9_000, "{parts:?}");
        }
    }
}
