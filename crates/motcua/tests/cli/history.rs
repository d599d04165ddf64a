//! The journal looked at from outside: damage is found and named, a backup is the same province again.

use super::{Place, text};
use app::{Actor, App, Command, IdSource, ManualClock, Parts};
use domain::kernel::{CommandId, Tenant};
use domain::ticket::Priority;
use std::sync::Arc;
use store::testing::{Address, postgres_address};
use store::{Options, Store};

const PROVINCE: Tenant = Tenant(49);

fn in_runtime<T>(what: impl Future<Output = T>) -> T {
    tokio::runtime::Runtime::new().expect("a runtime").block_on(what)
}

async fn open(place: &Place) -> Store {
    std::fs::create_dir_all(place.data()).expect("a folder");
    Store::open_sqlite(&place.data().join("motcua.db"), Options::default()).expect("opened")
}

/// Five people take tickets on a Tuesday morning.
pub(super) fn five_tickets() -> Place {
    let place = Place::new();
    in_runtime(async {
        let store = open(&place).await;
        let parts = Parts {
            store: store.clone(),
            tenant: PROVINCE,
            clock: Arc::new(ManualClock::at(1_795_572_000_000)),
            ids: IdSource::counting(1),
            public_address: String::new(),
            forms: None,
            history_may_be_written: false,
        };
        let app = App::open(parts).await.expect("the shipped province");
        for number in 0..5 {
            let command = Command::TakeTicket {
                hall: "H1".to_owned(),
                field: "land".to_owned(),
                procedure: String::new(),
                priority: Priority::None,
            };
            let kiosk = Actor::Kiosk { hall: "H1".to_owned() };
            app.execute(&kiosk, &CommandId(format!("t{number}")), command).await.expect("a ticket");
        }
        store.close().await;
    });
    place
}

fn damage(place: &Place, sql: &str) {
    in_runtime(async {
        let store = open(place).await;
        assert!(store.raw_execute(sql, &[]).await.expect("damaged") > 0, "{sql}");
        store.close().await;
    });
}

#[test]
fn a_whole_journal_says_so_with_its_counts() {
    let place = five_tickets();
    let report = place.run(&["verify", "--json"]).ended(0).json();
    assert_eq!((&report["ok"], &report["events"], &report["streams"]), (&true.into(), &5.into(), &5.into()));
    assert!(report["first_bad"].is_null());
}

#[test]
fn a_flipped_byte_is_found_and_named_also_in_the_last_event() {
    for seq in [3, 5] {
        let place = five_tickets();
        damage(
            &place,
            &format!(
                "UPDATE journal SET body = CAST(replace(CAST(body AS TEXT), 'land', 'lane') AS BLOB) WHERE seq = {seq}"
            ),
        );
        let said = place.run(&["verify", "--json"]).ended(1);
        assert_eq!(said.json()["first_bad"]["seq"], seq);
        let people = place.run(&["verify"]).ended(1);
        assert!(people.out.contains(&format!("NOT whole: seq {seq}")), "{}", people.out);
    }
}

#[test]
fn a_removed_tail_is_found() {
    let place = five_tickets();
    damage(&place, "DELETE FROM journal WHERE seq = 5");
    let report = place.run(&["verify", "--json"]).ended(1).json();
    assert_eq!(report["first_bad"]["seq"], 5);
}

#[test]
fn a_row_pages_see_that_was_changed_by_hand_is_found_and_a_rebuild_mends_it() {
    let place = five_tickets();
    damage(&place, "UPDATE ticket_row SET phase = 'served' WHERE tenant = 49");
    place.run(&["verify"]).ended(1);
    let said = place.run(&["rebuild"]).ended(0);
    assert!(said.out.contains("5 streams from 5 events"), "{}", said.out);
    place.run(&["verify"]).ended(0);
}

#[test]
fn a_backup_is_the_same_province_again_also_on_the_other_engine() {
    let place = five_tickets();
    let file = place.file("monday.motcua");
    place.run(&["backup", text(&file)]).ended(0);

    let other = Place::new();
    other.run(&["restore", text(&file)]).ended(0);
    assert_eq!(other.run(&["verify", "--json"]).ended(0).json()["events"], 5);
    let again = other.run(&["restore", text(&file)]).ended(1);
    assert!(again.err.contains("only an empty database takes one"), "{}", again.err);
    assert!(!again.err.contains("another version"), "{}", again.err);

    let Address::Postgres(dsn) = in_runtime(postgres_address()) else { panic!("a server") };
    let on_server = |words: &[&str]| super::words(&[&["--db", dsn.as_str()][..], words].concat());
    on_server(&["restore", text(&file)]).ended(0);
    assert_eq!(on_server(&["verify", "--json"]).ended(0).json()["events"], 5);
    on_server(&["rebuild"]).ended(0);
    let back = place.file("tuesday.motcua");
    on_server(&["backup", text(&back)]).ended(0);
    let third = Place::new();
    third.run(&["restore", text(&back)]).ended(0);
    third.run(&["verify"]).ended(0);
}

#[test]
fn a_broken_backup_leaves_the_database_empty() {
    let place = five_tickets();
    let file = place.file("cut.motcua");
    place.run(&["backup", text(&file)]).ended(0);
    let whole = std::fs::read(&file).expect("read");
    std::fs::write(&file, &whole[..whole.len() / 2]).expect("cut");
    let other = Place::new();
    other.run(&["restore", text(&file)]).ended(1);
    std::fs::write(&file, &whole).expect("whole again");
    other.run(&["restore", text(&file)]).ended(0);
}
