//! Many producers at once, each handing in its next command as soon as the last one was answered.

use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Barrier;
use tokio::task::JoinSet;

/// How long each command of one producer took.
#[derive(Debug, Default)]
pub(super) struct Times(Vec<Duration>);

impl Times {
    /// Notes how long something takes that ends well.
    pub(super) async fn of<T>(&mut self, done: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
        let begun = Instant::now();
        let done = done.await?;
        self.0.push(begun.elapsed());
        Ok(done)
    }
}

/// What a run took.
#[derive(Clone, Debug, Default)]
pub(super) struct Took {
    /// From the first command to the last answer.
    pub(super) in_all: Duration,
    /// Of each command, shortest first.
    pub(super) each: Vec<Duration>,
}

impl Took {
    pub(super) fn new(in_all: Duration, mut each: Vec<Duration>) -> Self {
        each.sort_unstable();
        Self { in_all, each }
    }

    /// Commands a second.
    pub(super) fn rate(&self) -> f64 {
        self.each.len() as f64 / self.in_all.as_secs_f64().max(1e-9)
    }

    /// The time within which that share of the commands were answered, in milliseconds.
    pub(super) fn within_ms(&self, percent: usize) -> f64 {
        let last = self.each.len().saturating_sub(1);
        self.each.get(last * percent / 100).map_or(0.0, |time| time.as_secs_f64() * 1000.0)
    }
}

/// Runs producers that all begin at one instant; `begun` is called then.
///
/// # Errors
/// The first thing that went wrong with any of them.
pub(super) async fn at_once<P, F>(
    producers: Vec<P>,
    go: impl Fn(P) -> F,
    begun: impl FnOnce(),
) -> anyhow::Result<Took>
where
    F: Future<Output = anyhow::Result<Times>> + Send + 'static,
{
    let start = Arc::new(Barrier::new(producers.len() + 1));
    let mut running = JoinSet::new();
    for producer in producers {
        let (start, going) = (Arc::clone(&start), go(producer));
        running.spawn(async move {
            start.wait().await;
            going.await
        });
    }
    begun();
    let began = Instant::now();
    start.wait().await;
    let mut each = Vec::new();
    while let Some(done) = running.join_next().await {
        each.extend(done??.0);
    }
    Ok(Took::new(began.elapsed(), each))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_of_times_are_read_from_the_sorted_list() {
        let each = (1..=100).rev().map(Duration::from_millis).collect();
        let took = Took::new(Duration::from_secs(2), each);
        assert_eq!((took.within_ms(50), took.within_ms(99), took.within_ms(100)), (50.0, 99.0, 100.0));
        assert!((took.rate() - 50.0).abs() < 1e-9);
        assert_eq!(Took::default().within_ms(99), 0.0);
    }
}
