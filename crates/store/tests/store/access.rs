//! Who looked at whose data.

use crate::words::{T, clean, new_ticket};
use domain::kernel::{StreamId, SubjectId, Tenant};
use store::testing::engines;
use store::{AccessAbout, AccessOutcome, AccessWrite, Store};

async fn opens(store: &Store, id: i64, actor: &str, about: AccessAbout, at: i64) {
    let access = AccessWrite {
        id,
        actor: actor.to_owned(),
        position: "clerk".to_owned(),
        about,
        action: "dossier_opened".to_owned(),
        opened_at: at,
    };
    store.open_access(T, access).await.expect("opened");
}

#[tokio::test]
async fn a_reading_is_written_before_and_completed_after_and_listed_by_completion() {
    for test in engines().await {
        let store = &test.store;
        let (dossier, person) = (AccessAbout::Dossier(StreamId(3)), AccessAbout::Subject(SubjectId(7)));
        opens(store, 1, "P1", dossier, 10).await;
        opens(store, 2, "P2", dossier, 11).await;
        opens(store, 3, "P1", person, 12).await;
        assert!(store.list_access(T, (0, 0), 10).await.unwrap().is_empty(), "nothing is completed");
        assert_eq!(store.list_access_open(T, 11, 10).await.unwrap().len(), 2);
        // The second is done first: whoever follows the list misses neither.
        assert!(store.complete_access(T, 2, AccessOutcome::Shown, 20).await.unwrap());
        let first = store.list_access(T, (0, 0), 10).await.unwrap();
        assert_eq!(first.iter().map(|entry| entry.opened.id).collect::<Vec<_>>(), [2]);
        assert!(store.complete_access(T, 1, AccessOutcome::Nothing, 30).await.unwrap());
        assert!(!store.complete_access(T, 1, AccessOutcome::Failed, 40).await.unwrap(), "once");
        let next = store.list_access(T, (20, 2), 10).await.unwrap();
        assert_eq!(next.len(), 1);
        assert_eq!(
            (next[0].opened.id, next[0].completed_at, next[0].outcome.as_str()),
            (1, Some(30), "nothing")
        );
        let about = store.list_access_about(T, dossier, 10).await.unwrap();
        assert_eq!(about.iter().map(|entry| entry.opened.actor.as_str()).collect::<Vec<_>>(), ["P1", "P2"]);
        assert_eq!(store.list_access_by(T, "P1", 10).await.unwrap().len(), 1);
        assert_eq!(store.list_access_open(T, 100, 10).await.unwrap()[0].opened.about, person);
        assert!(store.list_access_about(Tenant(50), dossier, 10).await.unwrap().is_empty());
        clean(&test).await;
    }
}

#[tokio::test]
async fn an_entry_that_cannot_be_written_spoils_no_command_beside_it() {
    for test in engines().await {
        let store = &test.store;
        opens(store, 1, "P1", AccessAbout::Search, 10).await;
        let twice = AccessWrite {
            id: 1,
            actor: "P1".to_owned(),
            position: String::new(),
            about: AccessAbout::Search,
            action: "search".to_owned(),
            opened_at: 11,
        };
        // In the queue together: one transaction, in which the second entry has an id that is taken.
        let (ticket, entry, another) = futures::join!(
            store.commit(T, new_ticket("c1", 1)),
            store.open_access(T, twice),
            store.commit(T, new_ticket("c2", 2)),
        );
        ticket.expect("written");
        another.expect("written");
        entry.expect_err("refused");
        clean(&test).await;
    }
}
