//! Killed at any moment: every acknowledged command is there, none twice, and the journal is whole.
//!
//! The process that is killed is this test binary itself, told by an environment variable where to write. It says
//! `ack ID` on a pipe after each commit has answered. Ten rounds an engine, fifty with `MOTCUA_LONG=1`.

use crate::words::{T, call, clean_store, new_ticket};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use store::testing::{Address, PgServer, postgres_address, sqlite_address};
use store::{CommitError, Options, Store};

const ADDRESS: &str = "MOTCUA_KILL_ADDRESS";
const ROUND: &str = "MOTCUA_KILL_ROUND";
const WRITERS: i64 = 16;

fn rounds() -> i64 {
    if std::env::var("MOTCUA_LONG").is_ok_and(|long| long == "1") { 50 } else { 10 }
}

/// Between nothing and 250 milliseconds, never the same: where in a transaction the blow falls is not ours to choose.
fn a_while() -> Duration {
    let mut bytes = [0; 4];
    getrandom::fill(&mut bytes).expect("random bytes");
    Duration::from_micros(u64::from(u32::from_le_bytes(bytes) % 250_000))
}

/// Writes until it is killed: takes a ticket, calls it, says so.
async fn write_until_killed(store: &Store, round: i64) {
    let writers = (1..=WRITERS).map(|writer| async move {
        for at in 0_i64.. {
            let stream = (round * WRITERS + writer) * 1_000_000 + at;
            let id = format!("{round}-{writer}-{at}");
            store.commit(T, new_ticket(&format!("take-{id}"), stream)).await.expect("taken");
            say(&format!("take-{id}"));
            call(store, &format!("call-{id}"), stream).await.expect("called");
            say(&format!("call-{id}"));
        }
    });
    futures::future::join_all(writers).await;
}

/// One write a line: a line that was cut off by the blow was not said.
fn say(id: &str) {
    let mut out = std::io::stdout().lock();
    out.write_all(format!("\nack {id}\n").as_bytes()).expect("the pipe is open");
    out.flush().expect("the pipe is open");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "the process that the other tests here kill; by itself it has nowhere to write"]
async fn the_process_that_is_killed() {
    let (Ok(address), Ok(round)) = (std::env::var(ADDRESS), std::env::var(ROUND)) else { return };
    let address = match address.strip_prefix("file:") {
        Some(path) => Address::Sqlite(PathBuf::from(path)),
        None => Address::Postgres(address),
    };
    let store = address.open(Options::default()).await;
    write_until_killed(&store, round.parse().expect("a number")).await;
}

fn start(address: &Address, round: i64) -> Child {
    let address = match address {
        Address::Sqlite(path) => format!("file:{}", path.display()),
        Address::Postgres(dsn) => dsn.clone(),
    };
    Command::new(std::env::current_exe().expect("this binary"))
        .args(["--ignored", "--exact", "kill::the_process_that_is_killed", "--nocapture", "--test-threads=1"])
        .env(ADDRESS, address)
        .env(ROUND, round.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .expect("started")
}

/// Starts, waits for the first acknowledgement and a while more, kills with SIGKILL; gives all that was said.
fn run_and_kill(address: &Address, round: i64) -> Vec<String> {
    let mut child = start(address, round);
    let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
    let mut said = Vec::new();
    let mut acknowledged =
        |line: String| line.strip_prefix("ack ").map(|id| said.push(id.to_owned())).is_some();
    while !acknowledged(lines.next().expect("it ended before it wrote").expect("text")) {}
    let id = child.id();
    let killer = std::thread::spawn(move || {
        std::thread::sleep(a_while());
        child.kill().expect("killed");
        child.wait().expect("it ended");
    });
    // Read on while it runs: a full pipe would stop it.
    for line in lines {
        match line {
            Ok(line) => drop(acknowledged(line)),
            Err(error) => panic!("process {id}: {error}"),
        }
    }
    killer.join().expect("killed");
    said
}

/// Every acknowledged command is in the journal once and is answered as done; nothing is there twice.
async fn all_is_there(store: &Store, acknowledged: &BTreeSet<String>, engine: &str) {
    let mut events: BTreeMap<String, i64> = BTreeMap::new();
    let mut after = 0;
    loop {
        let page = store.feed(T, after, 2_000).await.expect("read");
        let Some(last) = page.last() else { break };
        after = last.seq;
        for event in page {
            *events.entry(event.command_id).or_default() += 1;
        }
    }
    for id in acknowledged {
        assert_eq!(events.get(id), Some(&1), "{engine}: {id} was acknowledged");
    }
    assert!(events.values().all(|count| *count == 1), "{engine}: a command is there twice");
    clean_store(store, engine).await;
}

async fn killed_again_and_again(address: &Address, engine: &str) {
    let mut acknowledged = BTreeSet::new();
    for round in 1..=rounds() {
        let said = run_and_kill(address, round);
        let store = address.open(Options::default()).await;
        // Whoever did not hear repeats; whoever heard is told so.
        for id in said.iter().filter(|id| id.starts_with("take-")).take(5) {
            let again = store.commit(T, new_ticket(id, -1)).await;
            assert!(matches!(again, Err(CommitError::AlreadyDone { .. })), "{engine}: {again:?}");
        }
        acknowledged.extend(said);
        all_is_there(&store, &acknowledged, engine).await;
        store.close().await;
    }
    assert!(acknowledged.len() > 100, "{engine}: only {} commands were tried", acknowledged.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_under_load_sqlite_keeps_every_acknowledged_command_once() {
    let (address, _folder) = sqlite_address();
    killed_again_and_again(&address, "sqlite").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_under_load_the_client_of_postgresql_keeps_every_acknowledged_command_once() {
    let address = postgres_address().await;
    killed_again_and_again(&address, "postgres").await;
}

/// The server itself stops as in a power cut, under load, and comes back: callers are told or answered, none is lost.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_the_postgresql_server_crashes_every_acknowledged_command_is_kept_and_work_goes_on() {
    let server = PgServer::start();
    let address = Address::Postgres(server.dsn().to_owned());
    let store = address.open(Options::default()).await;
    let writers: Vec<_> = (1..=WRITERS)
        .map(|writer| {
            let store = store.clone();
            tokio::spawn(async move {
                let mut acknowledged = BTreeSet::new();
                let mut failed = 0;
                for at in 0..100 {
                    let (id, stream) = (format!("{writer}-{at}"), writer * 1_000_000 + at);
                    match store.commit(T, new_ticket(&id, stream)).await {
                        Ok(_) | Err(CommitError::AlreadyDone { .. }) => drop(acknowledged.insert(id)),
                        Err(_) => failed += 1,
                    }
                }
                (acknowledged, failed)
            })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(150) + a_while()).await;
    tokio::task::block_in_place(|| {
        server.crash();
        server.start_again();
    });
    let mut acknowledged = BTreeSet::new();
    for writer in writers {
        let (of_one, _failed) = writer.await.expect("nobody panicked");
        acknowledged.extend(of_one);
    }
    all_is_there(&store, &acknowledged, "postgres").await;
    store.commit(T, new_ticket("after", 7)).await.expect("work goes on");
}
