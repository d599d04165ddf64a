//! People who come at their own hours over `/api/v1`: each with a dossier, from its reception to a look at it.

use super::drive::Took;
use super::http::{Answer, Client};
use super::layers::api;
use super::visit::{Act, Producer};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// Producers by which it is found how much the server takes, and for how long.
const CLOSED: usize = 64;
pub(super) const FOUND_IN: Duration = Duration::from_secs(4);
/// The server has recovered when so many go through in a row, each with its four requests within that time.
const IN_A_ROW: usize = 10;
const QUICK: Duration = Duration::from_secs(1);
const PROBE_EVERY: Duration = Duration::from_millis(50);
const GIVEN_UP: Duration = Duration::from_secs(60);

/// Everything that comes and how it was answered.
pub(super) struct Crowd {
    address: String,
    producers: Vec<Producer>,
    connections: Mutex<Vec<Client>>,
    came: AtomicUsize,
    seen: Mutex<Seen>,
}

#[derive(Default)]
pub(super) struct Seen {
    times: Vec<Duration>,
    /// 503 with the time to come back in.
    pub(super) busy: usize,
    /// 503 without it.
    pub(super) rude: usize,
    /// Anything else that is not what was asked for.
    pub(super) wrong: usize,
    pub(super) first_wrong: String,
}

/// What a burst was.
pub(super) struct Burst {
    name: String,
    pub(super) took: Took,
    pub(super) seen: Seen,
}

impl Crowd {
    /// Nobody yet, before a server.
    pub(super) fn at(address: &str, producers: Vec<Producer>) -> Arc<Self> {
        Arc::new(Self {
            address: address.to_owned(),
            producers,
            connections: Mutex::default(),
            came: AtomicUsize::new(0),
            seen: Mutex::default(),
        })
    }

    /// Dossiers at these rates one after the other; over when the last was answered, except where everybody is sent away.
    pub(super) async fn burst(
        self: &Arc<Self>,
        name: &str,
        rates: &[(f64, Duration)],
    ) -> anyhow::Result<Burst> {
        *self.seen() = Seen::default();
        let begun = Instant::now();
        let mut coming = JoinSet::new();
        let mut from = Duration::ZERO;
        for (rate, lasts) in rates {
            let many = (rate * lasts.as_secs_f64()) as u32;
            for number in 0..many {
                let at = begun + from + lasts.mul_f64(f64::from(number) / f64::from(many));
                tokio::time::sleep_until(at.into()).await;
                let crowd = Arc::clone(self);
                coming.spawn(async move { crowd.one(at).await });
                while coming.try_join_next().is_some() {}
            }
            from += *lasts;
        }
        // Whoever is still under way when twice as much was sent is no part of what comes after.
        drop(tokio::time::timeout(GIVEN_UP, async { while coming.join_next().await.is_some() {} }).await);
        let mut seen = std::mem::take(&mut *self.seen());
        let took = Took::new(begun.elapsed(), std::mem::take(&mut seen.times));
        anyhow::ensure!(!took.each.is_empty(), "nothing was answered: {}", seen.first_wrong);
        Ok(Burst { name: name.to_owned(), took, seen })
    }

    /// Dossiers a second when as many come as are answered.
    pub(super) async fn saturation(self: &Arc<Self>, found_in: Duration) -> anyhow::Result<f64> {
        let over = Arc::new(AtomicBool::new(false));
        let mut going = JoinSet::new();
        let begun = Instant::now();
        for _ in 0..CLOSED {
            let (crowd, over) = (Arc::clone(self), Arc::clone(&over));
            going.spawn(async move {
                let mut whole = 0_u32;
                while !over.load(Ordering::Relaxed) {
                    whole += u32::from(crowd.one(Instant::now()).await);
                }
                whole
            });
        }
        tokio::time::sleep(found_in).await;
        over.store(true, Ordering::Relaxed);
        let mut whole = 0;
        while let Some(one) = going.join_next().await {
            whole += one?;
        }
        anyhow::ensure!(whole > 0, "no dossier went through: {}", self.seen().first_wrong);
        Ok(f64::from(whole) / begun.elapsed().as_secs_f64())
    }

    /// How long it takes until dossiers go through quickly again.
    pub(super) async fn recovers(self: &Arc<Self>) -> anyhow::Result<Duration> {
        let begun = Instant::now();
        let mut since = begun;
        let mut in_a_row = 0;
        while in_a_row < IN_A_ROW {
            anyhow::ensure!(begun.elapsed() < GIVEN_UP, "not recovered within {GIVEN_UP:?}");
            let at = Instant::now();
            if self.one(at).await && at.elapsed() < QUICK {
                if in_a_row == 0 {
                    since = at;
                }
                in_a_row += 1;
            } else {
                in_a_row = 0;
            }
            tokio::time::sleep(PROBE_EVERY).await;
        }
        Ok(since - begun)
    }

    /// A dossier from its reception to a look at it, begun at an instant that may have passed; true when all went well.
    async fn one(&self, at: Instant) -> bool {
        let number = self.came.fetch_add(1, Ordering::Relaxed);
        let Some(producer) = self.producers.get(number % self.producers.len()) else { return false };
        let mut producer = producer.turn(number);
        let idle = self.connections.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let client = match idle {
            Some(client) => Ok(client),
            None => Client::to(&self.address).await,
        };
        let mut client = match client {
            Ok(client) => client,
            Err(error) => {
                self.seen().is_wrong(format!("{error:#}"));
                return false;
            }
        };
        let whole = self.requests(&mut client, &mut producer, at).await;
        match whole {
            Ok(whole) => {
                self.connections.lock().unwrap_or_else(PoisonError::into_inner).push(client);
                whole
            }
            Err(error) => {
                self.seen().is_wrong(format!("{error:#}"));
                false
            }
        }
    }

    async fn requests(
        &self,
        client: &mut Client,
        producer: &mut Producer,
        mut at: Instant,
    ) -> anyhow::Result<bool> {
        let mut code = String::new();
        for act in [Act::Receive, Act::Assign, Act::Finish] {
            let (path, body) = api::asked(producer, act, &code);
            let headers = format!("Authorization: Bearer {}\r\n", producer.post(act).token);
            let answer = client.post(&path, &headers, "application/json", &body).await?;
            if !self.seen().notes(&answer, at) {
                return Ok(false);
            }
            at = Instant::now();
            if act == Act::Receive {
                let said: Value = serde_json::from_slice(&answer.body)?;
                said["code"].as_str().unwrap_or_default().clone_into(&mut code);
            }
        }
        let headers = format!("Authorization: Bearer {}\r\n", producer.seat.receiver.token);
        let looked_up = client.get(&format!("/api/v1/dossiers/{code}?personal=false"), &headers).await?;
        Ok(self.seen().notes(&looked_up, at))
    }

    fn seen(&self) -> std::sync::MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Seen {
    /// True when it was done.
    fn notes(&mut self, answer: &Answer, at: Instant) -> bool {
        match answer.status {
            200 | 201 => {
                self.times.push(at.elapsed());
                return true;
            }
            503 if answer.retry_after.is_some() => self.busy += 1,
            503 => self.rude += 1,
            other => self.is_wrong(format!("{other}: {}", answer.text())),
        }
        false
    }

    fn is_wrong(&mut self, said: String) {
        self.wrong += 1;
        if self.first_wrong.is_empty() {
            self.first_wrong = said;
        }
    }
}

impl Burst {
    pub(super) fn line(&self) -> String {
        let seen = &self.seen;
        let why = if seen.wrong > 0 { format!("  e.g. {}", seen.first_wrong) } else { String::new() };
        format!(
            "{:<34} {:>9} {:>8.1} {:>8.1} {:>6} {:>6}{why}",
            self.name,
            self.took.each.len(),
            self.took.within_ms(50),
            self.took.within_ms(99),
            seen.busy + seen.rude,
            seen.wrong
        )
    }

    pub(super) fn json(&self) -> Value {
        json!({
            "burst": self.name,
            "answered": self.took.each.len(),
            "p50_ms": self.took.within_ms(50),
            "p99_ms": self.took.within_ms(99),
            "busy": self.seen.busy,
            "busy_without_retry_after": self.seen.rude,
            "wrong": self.seen.wrong,
            "first_wrong": self.seen.first_wrong,
        })
    }
}
