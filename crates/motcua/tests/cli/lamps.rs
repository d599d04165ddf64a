//! Red lamps of servers as processes: each fact is in the journal once, on however many servers, also when one of them is killed.

use super::motcua;
use super::server::{SERVE, Server};
use app::testing::Centre;
use domain::kernel::{StreamId, Tenant};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};
use store::testing::{Address, engines};
use store::{Options, Store};

const PROVINCE: Tenant = Tenant(49);
/// Dossiers whose first step has been late for weeks.
const LATE: usize = 240;
/// Land transfer with tax: its first step has time of its own.
const LAND: (&str, &str) = ("1.115778", "quang-ninh");
/// How long nobody can write, while servers start.
const HELD_S: u32 = 8;

/// How often each of these facts is in the journal, by dossier.
async fn facts(store: &Store, name: &str) -> BTreeMap<StreamId, usize> {
    let (mut told, mut after) = (BTreeMap::new(), 0);
    loop {
        let events = store.feed(PROVINCE, after, 2_000).await.expect("readable");
        let Some(last) = events.last() else { return told };
        after = last.seq;
        for event in events.iter().filter(|event| event.name == name) {
            *told.entry(event.stream).or_default() += 1;
        }
    }
}

/// A province on PostgreSQL in which so many steps have been late for weeks, and nobody has said so.
async fn late_for_weeks() -> (Centre, Vec<StreamId>) {
    let test = engines().await.pop().expect("PostgreSQL is the last");
    let centre = Centre::on(test, "H1", "2026-11-25T08:00").await;
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970");
    let weeks_ago = i64::try_from(now.as_millis()).expect("in time") - 40 * 86_400_000;
    let directory = centre.app.directory();
    centre.clock.set(directory.calendar().next_opening(weeks_ago).expect("covered"));
    let officer = centre.staff("ha.lt");
    centre.opens_counter(&officer, "05").await;
    let mut dossiers = Vec::new();
    for _ in 0..LATE {
        dossiers.push(centre.receives(&officer, "05", centre.form(LAND.0, LAND.1), Some(50_000)).await);
    }
    (centre, dossiers)
}

fn server(address: &Address) -> Server {
    let Address::Postgres(dsn) = address else { panic!("an address on PostgreSQL") };
    let mut command = motcua();
    command.arg("--db").arg(dsn).args(SERVE);
    Server::of(command, "listening on http://")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_servers_tell_each_late_step_once_also_when_one_is_killed() {
    let (centre, dossiers) = late_for_weeks().await;
    let watching = centre.test.address.open(Options::default()).await;
    // Both begin at once: until then nobody gets at the head of the journal.
    let holding = centre.test.store.clone();
    let held = tokio::spawn(async move {
        let hold =
            format!("DO $$ BEGIN PERFORM 1 FROM tenant_head FOR UPDATE; PERFORM pg_sleep({HELD_S}); END $$");
        holding.raw_execute(&hold, &[]).await
    });
    tokio::time::sleep(Duration::from_millis(300)).await;
    let address = centre.test.address.clone();
    let starting = tokio::task::spawn_blocking(move || (server(&address), server(&address)));
    let (killed, left) = starting.await.expect("both start");
    held.await.expect("it was held").expect("it was held");
    let began = Instant::now();
    let told_when_killed = loop {
        let told = facts(&watching, "StepTurnedRed").await.len();
        if told >= LATE / 8 {
            killed.killed();
            break told;
        }
        assert!(began.elapsed() < Duration::from_secs(60), "nothing was told");
    };
    assert!(told_when_killed < LATE, "it was killed in the middle");
    let began = Instant::now();
    for name in ["StepTurnedRed", "StepEscalated", "PromiseMissed"] {
        while facts(&watching, name).await.len() < LATE {
            assert!(began.elapsed() < Duration::from_secs(60), "{name}: the one that is left tells the rest");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
    // What would be told twice is told by now.
    tokio::time::sleep(Duration::from_secs(2)).await;
    drop(left);
    for name in ["StepTurnedRed", "StepEscalated", "PromiseMissed"] {
        let told = facts(&watching, name).await;
        assert!(dossiers.iter().all(|dossier| told.get(dossier) == Some(&1)), "{name}: {told:?}");
        assert_eq!(told.len(), LATE, "{name}");
    }
    watching.close().await;
    centre.journal_is_clean().await;
}
