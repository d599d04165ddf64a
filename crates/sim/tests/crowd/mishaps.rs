//! Days on which things go wrong: power is cut before or after a commit, the disk is full, commands come twice, clocks jump, the
//! telecom is down for hours and says twice what became of a message. At the end everything is whole, and everybody who was told
//! "done" finds it done once.
//!
//! On each engine five days for each of 2 seeds in the gate, a hundred days for each of 20 with `MOTCUA_LONG=1`, two of them at a time;
//! `MOTCUA_SIM_SEEDS="3 17"` runs those.

use crate::PROVINCE;
use adapters::sms::{DeliveryReceipt, DeliveryState};
use app::{App, MessageText, SubjectData};
use async_trait::async_trait;
use domain::message::Channel;
use futures::{StreamExt as _, stream};
use jobs::{Abreast, ReceiptTaker, Sender, Transport, Verdict};
use plan::Dice;
use sim::{Crowd, Watcher, Wish};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use store::testing::{TestStore, engines_with};
use store::{Faults, Nonces, Options};

/// A line to a telecom that is down for hours and now and then does not say what became of a message. What is spoken on
/// such a line is tested where the protocols are; here it matters what becomes of the journal.
struct Line {
    channel: Channel,
    app: App,
    /// Accepted, and nothing said of it yet.
    accepted: Arc<Mutex<BTreeSet<String>>>,
}

#[async_trait]
impl Transport for Line {
    fn channel(&self) -> Channel {
        self.channel
    }

    fn window(&self) -> usize {
        8
    }

    fn quiet(&self) -> Option<adapters::sms::QuietHours> {
        None
    }

    async fn send(&self, reference: &str, _: &SubjectData, _: &MessageText) -> Verdict {
        let hour = self.app.now() / 3_600_000;
        if Dice::of(&format!("down:{hour}")).chance(12) {
            return Verdict::Later("sms.no_link".to_owned());
        }
        // By the message, not by its turn: attempts side by side have no order.
        match Dice::of(reference).between(1, 100) {
            1..=3 => Verdict::InDoubt("sms.no_answer".to_owned()),
            4..=6 => Verdict::Failed("sms.refused".to_owned()),
            _ => {
                let id = format!("t{reference}");
                self.accepted.lock().expect("nobody panics while holding it").insert(id.clone());
                Verdict::Sent(vec![id])
            }
        }
    }
}

struct Telecom {
    sender: Sender,
    receipts: ReceiptTaker,
    app: App,
    accepted: Arc<Mutex<BTreeSet<String>>>,
}

impl Telecom {
    /// What became of each message, said twice: a callback whose answer was lost comes again.
    async fn call_back(&self) {
        let accepted = std::mem::take(&mut *self.accepted.lock().expect("nobody panics while holding it"));
        for provider_id in accepted {
            let state = match Dice::of(&format!("receipt:{provider_id}")).between(1, 100) {
                1..=8 => DeliveryState::Undeliverable,
                _ => DeliveryState::Delivered,
            };
            let receipt = DeliveryReceipt { provider_id, state, received_at_ms: self.app.now() };
            for _ in 0..2 {
                // One that meets a fault comes again; of a message whose sending could not be noted nobody knows the id.
                for _ in 0..TRIES {
                    if self.receipts.take(&receipt).await.is_ok() {
                        break;
                    }
                }
            }
        }
    }
}

/// How often the telecom calls back after a fault; each command meets its fault twice.
const TRIES: u32 = 4;

#[async_trait]
impl Watcher for Telecom {
    async fn hour_passed(&self, _: i64) {
        // A round that meets a fault goes on in the next hour; what it claimed comes back when its lease ends.
        drop(self.sender.run_once().await);
        self.call_back().await;
    }
}

/// `MOTCUA_LONG=1`.
fn is_long() -> bool {
    std::env::var("MOTCUA_LONG").is_ok_and(|long| long == "1")
}

/// Working days of each seed.
fn days() -> u32 {
    if is_long() { 100 } else { 5 }
}

fn seeds() -> Vec<u64> {
    if let Ok(named) = std::env::var("MOTCUA_SIM_SEEDS") {
        return named.split_whitespace().map(|seed| seed.parse().expect("numbers")).collect();
    }
    (1..=if is_long() { 20 } else { 2 }).collect()
}

async fn days_of_mishaps(test: &TestStore, seed: u64, faults: &Faults) -> Result<(App, sim::Filled), String> {
    let (app, clock) = crate::province(test).await;
    let until = app.directory().calendar().instant("2026-11-24T16:10").expect("a local time");
    let wish = Wish { faults: true, ..Wish::quiet(seed, days(), until) };
    let accepted = Arc::new(Mutex::new(BTreeSet::new()));
    let line = |channel| -> Arc<dyn Transport> {
        Arc::new(Line { channel, app: app.clone(), accepted: Arc::clone(&accepted) })
    };
    let abreast = Abreast::in_rounds(&app, &Arc::default(), 16, 800);
    let lines = vec![line(Channel::Sms), line(Channel::Mail)];
    let telecom = Telecom {
        sender: Sender::try_new(app.clone(), lines).expect("texts").in_rounds(abreast),
        receipts: ReceiptTaker::new(app.clone()),
        app: app.clone(),
        accepted,
    };
    let filled = Crowd::new(app.clone(), clock, wish).fill(Some(&telecom)).await;
    let filled = filled.map_err(|error| format!("{}: it does not go on: {error:?}", test.engine))?;
    if faults.met() <= 20 {
        return Err(format!("{}: so few mishaps: {}", test.engine, faults.met()));
    }
    Ok((app, filled))
}

/// Every message is told of once, and many are.
async fn told_once(app: &App) -> Result<(), String> {
    let (mut after, mut told) = (0, BTreeMap::new());
    loop {
        let events = app.store().feed(PROVINCE, after, 1000).await.map_err(|error| error.to_string())?;
        let Some(last) = events.last() else { break };
        after = last.seq;
        for event in events.iter().filter(|event| event.name == "MessageDelivered") {
            *told.entry(event.stream).or_insert(0) += 1;
        }
    }
    if told.len() < 40 {
        return Err(format!("hardly any message arrived: {}", told.len()));
    }
    match told.into_iter().find(|(_, times)| *times > 1) {
        Some((message, times)) => Err(format!("message {message} arrived {times} times")),
        None => Ok(()),
    }
}

async fn is_whole(seed: u64) -> Result<(), String> {
    let faults = [Faults::seeded(seed, 25), Faults::seeded(seed, 25)];
    let mut told = Vec::new();
    for (number, faults) in faults.iter().enumerate() {
        let options = Options {
            nonces: Nonces::seeded(seed),
            faults: faults.clone(),
            writers: 1,
            ..Options::default()
        };
        let test = engines_with(&options).await.swap_remove(number);
        let (app, filled) = days_of_mishaps(&test, seed, faults).await?;
        told_once(&app).await.map_err(|what| format!("{}: {what}", test.engine))?;
        let report = app.store().verify(PROVINCE, &|_, _| {}).await.map_err(|error| error.to_string())?;
        if let Some(bad) = report.first_bad {
            return Err(format!("{}: {bad:?}", test.engine));
        }
        if filled.received < 40 {
            return Err(format!("{}: hardly anybody was served: {filled:?}", test.engine));
        }
        if filled.refused * 100 > filled.done * 15 {
            return Err(format!("{}: refused what the rules allow: {filled:?}", test.engine));
        }
        let head = app.store().head(PROVINCE).await.map_err(|error| error.to_string())?;
        told.push((filled, head.seq, head.digest));
    }
    if told[0] == told[1] { Ok(()) } else { Err(format!("the engines differ: {told:?}")) }
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_goes_wrong_the_history_is_whole_and_the_same_on_both_engines() {
    let long = if is_long() { "MOTCUA_LONG=1 " } else { "" };
    let mut running = stream::iter(seeds())
        .map(|seed| async move { (seed, tokio::spawn(is_whole(seed)).await.expect("no panic")) })
        .buffer_unordered(if is_long() { 2 } else { 1 });
    while let Some((seed, whole)) = running.next().await {
        if let Err(what) = whole {
            panic!(
                "seed {seed}: {what}\nagain: {long}MOTCUA_SIM_SEEDS={seed} cargo nextest run --workspace -E 'package(sim) & test(whatever_goes_wrong)'"
            );
        }
    }
}
