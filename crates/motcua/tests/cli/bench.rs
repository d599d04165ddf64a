//! Figures: few producers for a moment, on both engines; what was answered is in the journal, at every door the same.

use super::{Place, Said, motcua};
use serde_json::Value;

const FEW: [&str; 9] = ["bench", "write", "--producers", "3", "--visits", "2", "--runs", "1", "--json"];

/// A ticket taken and called, a dossier received with its first steps, two steps passed on.
const EVENTS_OF_A_VISIT: i64 = 13;
/// The next call ends the visit before: begun and finished, with its ticket and its counter.
const EVENTS_OF_AN_END: i64 = 6;

fn layer<'a>(said: &'a Value, letter: &str) -> &'a Value {
    let layers = said["layers"].as_array().expect("a list");
    layers.iter().find(|layer| layer["layer"] == letter).unwrap_or_else(|| panic!("{letter}: {said}"))
}

#[track_caller]
fn every_door_leaves_the_same(said: &Value) {
    assert_eq!(said["commands"], 3 * 2 * 5, "{said}");
    let events = |letter: &str| layer(said, letter)["events"].as_i64().expect("a number");
    assert_eq!(events("c"), 3 * (2 * EVENTS_OF_A_VISIT + EVENTS_OF_AN_END), "{said}");
    assert_eq!((events("b"), events("d1")), (events("c"), events("c")), "{said}");
    assert!(events("d2") > events("c"), "at the counter a visit notes what was done: {said}");
    for letter in ["a", "b", "c", "d1", "d2"] {
        assert!(layer(said, letter)["commands_per_s"].as_f64().expect("a number") > 0.0, "{said}");
    }
    let (rows, bytes) = (said["mix"]["rows"].as_f64(), said["mix"]["bytes"].as_f64());
    assert!(rows.is_some_and(|rows| rows > 4.0) && bytes.is_some_and(|bytes| bytes > 500.0), "{said}");
}

#[test]
fn commands_are_written_at_five_doors_of_a_file() {
    let place = Place::new();
    std::fs::create_dir_all(place.data()).expect("a folder");
    let said = place.run(&FEW).ended(0);
    every_door_leaves_the_same(&said.json());
    let left: Vec<_> = std::fs::read_dir(place.data()).expect("readable").flatten().collect();
    assert!(left.is_empty(), "nothing is left: {left:?}");
}

#[test]
fn small_commands_go_on_with_dossiers_that_were_received_before() {
    let place = Place::new();
    std::fs::create_dir_all(place.data()).expect("a folder");
    let said = place.run(&[&FEW[..], &["--mix", "small"]].concat()).ended(0).json();
    assert_eq!(said["commands"], 3 * 2 * 3, "{said}");
    let commands = said["mix"]["commands"].as_array().expect("a list");
    assert!(commands.iter().all(|one| one["rows"].as_i64().is_some_and(|rows| rows <= 8)), "{said}");
    let events = |letter: &str| layer(&said, letter)["events"].as_i64().expect("a number");
    assert!(events("c") >= 18, "each command is told: {said}");
    assert_eq!([events("b"), events("d1"), events("d2")], [events("c"); 3], "{said}");
}

#[tokio::test]
async fn commands_are_written_at_five_doors_of_a_server() {
    let store::testing::Address::Postgres(dsn) = store::testing::postgres_address().await else {
        panic!("an address on PostgreSQL")
    };
    let dsn_of_the_command = dsn.clone();
    let ran = tokio::task::spawn_blocking(move || {
        let mut command = motcua();
        command.arg("--db").arg(dsn_of_the_command).args(FEW);
        Said::of(&command.output().expect("the programme starts"))
    });
    let said = ran.await.expect("it ends").ended(0);
    every_door_leaves_the_same(&said.json());
    // The database that was named is as it was: nobody has made tables in it.
    let store = store::Store::open_postgres(&dsn, store::Options::default()).await.expect("reached");
    assert_eq!(store.head(domain::kernel::Tenant(49)).await.expect("readable").seq, 0);
    store.close().await;
}

#[test]
fn dossiers_come_in_bursts_and_a_server_that_was_sent_too_many_recovers() {
    let place = Place::new();
    std::fs::create_dir_all(place.data()).expect("a folder");
    let said = place.run(&["bench", "bursts", "--seconds", "1", "--rush", "4", "--json"]).ended(0).json();
    let bursts = said["bursts"].as_array().expect("a list");
    let of = |burst: &Value, name: &str| burst[name].as_i64().unwrap_or_else(|| panic!("{name}: {said}"));
    // A day of a second: three, six and eight dossiers, and nobody in the valleys; each with four requests.
    assert_eq!(
        bursts.iter().map(|burst| of(burst, "answered")).take(2).collect::<Vec<_>>(),
        [17 * 4, 4 * 4],
        "{said}"
    );
    assert!(bursts.iter().all(|burst| of(burst, "wrong") == 0), "{said}");
    assert!(bursts.iter().all(|burst| of(burst, "busy_without_retry_after") == 0), "{said}");
    assert!(said["recovered_s"].as_f64().is_some_and(|seconds| seconds < 60.0), "{said}");
}

#[test]
fn steps_turn_red_among_others_and_it_is_told_how_soon_each_was_noted() {
    let place = Place::new();
    std::fs::create_dir_all(place.data()).expect("a folder");
    let words = ["bench", "lamps", "--steps", "400", "--due", "100", "--excess", "200", "--json"];
    let said = place.run(&words).ended(0).json();
    assert_eq!((&said["steps"], &said["engine"]), (&400.into(), &"SQLite".into()), "{said}");
    assert_eq!((&said["due"]["facts"], &said["excess"]["facts"]), (&100.into(), &200.into()), "{said}");
    let most = said["due"]["most_ms"].as_f64().expect("a time");
    assert!(said["due"]["p50_ms"].as_f64().is_some_and(|half| half > 0.0 && half <= most), "{said}");
    assert!(said["excess"]["per_s"].as_f64().is_some_and(|rate| rate > 0.0), "{said}");
    let said = place.run(&["bench", "lamps", "--servers", "2"]).ended(1);
    assert!(said.err.contains("belongs to one server"), "{}", said.err);
    let left: Vec<_> = std::fs::read_dir(place.data()).expect("readable").flatten().collect();
    assert!(left.is_empty(), "nothing is left: {left:?}");
}

#[test]
fn pages_are_looked_at_among_many_dossiers_while_others_write() {
    let place = Place::new();
    std::fs::create_dir_all(place.data()).expect("a folder");
    let said =
        place.run(&["bench", "reading", "--dossiers", "300", "--seconds", "1", "--json"]).ended(0).json();
    assert_eq!((&said["dossiers"], &said["engine"]), (&300.into(), &"SQLite".into()), "{said}");
    let pages = said["pages"].as_array().expect("a list");
    let of = |page: &Value| (page["answered"].as_i64(), page["wrong"].as_i64());
    assert_eq!(
        pages.iter().map(of).collect::<Vec<_>>(),
        [(Some(20), Some(0)), (Some(10), Some(0)), (Some(5), Some(0))],
        "{said}"
    );
    assert_eq!(said["writing"]["wrong"], 0, "{said}");
    let left: Vec<_> = std::fs::read_dir(place.data()).expect("readable").flatten().collect();
    assert!(left.is_empty(), "nothing is left: {left:?}");
}
