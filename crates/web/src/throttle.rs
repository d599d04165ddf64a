//! Not too often: a bucket of tries for each key, kept in memory, forgotten when full again.

use crate::fault::Fault;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Keys kept at once; when there are more, those that are full again are forgotten.
const MOST_KEYS: usize = 20_000;

struct Bucket {
    /// Tries left, in thousandths.
    left: u64,
    at: Instant,
}

/// Tries for each key: `burst` at once, one more every `every`.
pub(crate) struct Throttle {
    burst: u64,
    every: Duration,
    buckets: Mutex<HashMap<String, Bucket>>,
}

impl Throttle {
    pub(crate) fn new(burst: u64, every: Duration) -> Self {
        Self { burst, every, buckets: Mutex::new(HashMap::new()) }
    }

    /// Takes a try, or says after how many seconds there is one.
    pub(crate) fn take(&self, key: &str, now: Instant) -> Result<(), u64> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MOST_KEYS {
            let full_after = self.every * u32::try_from(self.burst).unwrap_or(u32::MAX);
            buckets.retain(|_, bucket| now.duration_since(bucket.at) < full_after);
        }
        let full = self.burst * 1000;
        let bucket = buckets.entry(key.to_owned()).or_insert(Bucket { left: full, at: now });
        let every_ms = self.every.as_millis().max(1);
        let gained = now.duration_since(bucket.at).as_millis() * 1000 / every_ms;
        bucket.left = full.min(bucket.left.saturating_add(u64::try_from(gained).unwrap_or(u64::MAX)));
        bucket.at = now;
        if bucket.left >= 1000 {
            bucket.left -= 1000;
            return Ok(());
        }
        let missing = u128::from(1000 - bucket.left) * every_ms / 1000;
        Err(u64::try_from(missing.div_ceil(1000)).unwrap_or(1).max(1))
    }

    /// Takes a try now, or answers that it was tried too often.
    pub(crate) fn lets(&self, key: &str) -> Result<(), Fault> {
        self.take(key, Instant::now()).map_err(|retry_after| Fault::TooOften { retry_after })
    }

    /// Gives the tries of a key back: it was the right one.
    pub(crate) fn forget(&self, key: &str) {
        self.buckets.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_a_burst_one_waits_and_others_do_not() {
        let throttle = Throttle::new(3, Duration::from_secs(10));
        let start = Instant::now();
        for _ in 0..3 {
            assert_eq!(throttle.take("a", start), Ok(()));
        }
        assert_eq!(throttle.take("a", start), Err(10));
        assert_eq!(throttle.take("b", start), Ok(()));
        assert_eq!(throttle.take("a", start + Duration::from_secs(4)), Err(6));
        assert_eq!(throttle.take("a", start + Duration::from_secs(11)), Ok(()));
        throttle.forget("a");
        assert_eq!(throttle.take("a", start + Duration::from_secs(11)), Ok(()));
    }
}
