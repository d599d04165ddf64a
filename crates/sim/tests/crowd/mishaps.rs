//! Days on which things go wrong: power is cut before or after a commit, the disk is full, commands come twice, clocks jump, the
//! telecom is down for hours. At the end everything is whole, and everybody who was told "done" finds it done once.
//!
//! 2 seeds in the gate, 20 with `MOTCUA_LONG=1`; `MOTCUA_SIM_SEEDS="3 17"` runs those.

use crate::PROVINCE;
use app::{App, MessageText, SubjectData};
use async_trait::async_trait;
use domain::message::Channel;
use jobs::{Abreast, Sender, Transport, Verdict};
use sim::{Crowd, Dice, Watcher, Wish};
use std::sync::Arc;
use store::testing::{TestStore, engines_with};
use store::{Faults, Nonces, Options};

/// A line to a telecom that is down for hours and now and then does not say what became of a message. What is spoken on
/// such a line is tested where the protocols are; here it matters what becomes of the journal.
struct Line {
    channel: Channel,
    app: App,
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
            _ => Verdict::Sent(vec![format!("t{reference}")]),
        }
    }
}

struct Telecom(Sender);

#[async_trait]
impl Watcher for Telecom {
    async fn hour_passed(&self, _: i64) {
        // A round that meets a fault goes on in the next hour; what it claimed comes back when its lease ends.
        drop(self.0.run_once().await);
    }
}

fn seeds() -> Vec<u64> {
    if let Ok(named) = std::env::var("MOTCUA_SIM_SEEDS") {
        return named.split_whitespace().map(|seed| seed.parse().expect("numbers")).collect();
    }
    let long = std::env::var("MOTCUA_LONG").is_ok_and(|long| long == "1");
    (1..=if long { 20 } else { 2 }).collect()
}

async fn days_of_mishaps(test: &TestStore, seed: u64, faults: &Faults) -> (App, sim::Filled) {
    let (app, clock) = crate::province(test).await;
    let until = app.directory().calendar().instant("2026-11-24T16:10").expect("a local time");
    let wish = Wish { faults: true, ..Wish::quiet(seed, 5, until) };
    let line = |channel| -> Arc<dyn Transport> { Arc::new(Line { channel, app: app.clone() }) };
    let abreast = Abreast::in_rounds(&app, &Arc::default(), 16, 800);
    let lines = vec![line(Channel::Sms), line(Channel::Mail)];
    let telecom = Telecom(Sender::try_new(app.clone(), lines).expect("texts").in_rounds(abreast));
    let filled = Crowd::new(app.clone(), clock, wish).fill(Some(&telecom)).await.expect("it goes on");
    assert!(faults.met() > 20, "so few mishaps: {}", faults.met());
    (app, filled)
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
        let (app, filled) = days_of_mishaps(&test, seed, faults).await;
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
    for seed in seeds() {
        if let Err(what) = is_whole(seed).await {
            panic!(
                "seed {seed}: {what}\nagain: MOTCUA_SIM_SEEDS={seed} cargo nextest run --workspace -E 'package(sim) & test(whatever_goes_wrong)'"
            );
        }
    }
}
