//! Where "now" comes from. Handed in everywhere, so that tests, the simulator and the demo can move it.

use domain::kernel::Millis;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// Tells the time.
pub trait Clock: Send + Sync {
    /// UTC milliseconds.
    fn now(&self) -> Millis;

    /// Moves the clock forward; false when this clock cannot be moved.
    fn advance(&self, _by: Millis) -> bool {
        false
    }
}

/// The server's clock.
#[derive(Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Millis {
        system_now()
    }
}

/// The demo's clock: moved forward by hand, so that a visitor can see a step turn red today, and, if asked for, faster than the
/// server's, so that a day passes while one looks on.
#[derive(Debug)]
pub struct MovableClock {
    /// What it showed when the server's clock showed `since`.
    shown: AtomicI64,
    since: Millis,
    speed: i64,
}

impl MovableClock {
    /// A clock that shows this instant now and then goes on at so many times the server's pace.
    #[must_use]
    pub fn at(now: Millis, speed: u32) -> Self {
        Self { shown: AtomicI64::new(now), since: system_now(), speed: i64::from(speed.max(1)) }
    }
}

impl Clock for MovableClock {
    fn now(&self) -> Millis {
        self.shown.load(Ordering::SeqCst) + (system_now() - self.since).max(0) * self.speed
    }

    fn advance(&self, by: Millis) -> bool {
        // Never backwards: a journal's time does not run back.
        self.shown.fetch_add(by.max(0), Ordering::SeqCst);
        true
    }
}

/// A clock that stands still until it is moved: for tests and for filling the demo's past.
#[derive(Debug)]
pub struct ManualClock {
    now: AtomicI64,
}

impl ManualClock {
    /// A clock that shows this instant.
    #[must_use]
    pub const fn at(now: Millis) -> Self {
        Self { now: AtomicI64::new(now) }
    }

    /// Shows another instant, also an earlier one.
    pub fn set(&self, now: Millis) {
        self.now.store(now, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Millis {
        self.now.load(Ordering::SeqCst)
    }

    fn advance(&self, by: Millis) -> bool {
        self.now.fetch_add(by, Ordering::SeqCst);
        true
    }
}

fn system_now() -> Millis {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("the server's clock is after 1970");
    i64::try_from(since.as_millis()).expect("milliseconds fit until the year 292 million")
}
