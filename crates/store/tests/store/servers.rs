//! Several servers on one PostgreSQL database: versions decide, leases are a courtesy.

use crate::words::{T, call, clean_store, new_ticket, number, takes};
use std::collections::BTreeSet;
use std::time::Duration;
use store::testing::{engines, postgres_address};
use store::{CommitError, NODE_LEASE_MS, Options, Store};

async fn two_servers() -> (Store, Store) {
    let address = postgres_address().await;
    // Both make the schema at once: one does, the other waits.
    futures::join!(address.open(Options::default()), address.open(Options::default()))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_servers_write_at_once_and_no_number_is_given_twice() {
    let (one, two) = two_servers().await;
    let tasks: Vec<_> = (0..400_i64)
        .map(|at| {
            let store = if at % 2 == 0 { one.clone() } else { two.clone() };
            tokio::spawn(async move { store.commit(T, new_ticket(&format!("c{at}"), at + 1)).await })
        })
        .collect();
    let mut numbers = BTreeSet::new();
    for task in tasks {
        let committed = task.await.expect("nobody panicked").expect("written");
        assert!(numbers.insert(number(&committed.events[0].2)), "given twice");
    }
    assert_eq!((numbers.first(), numbers.last(), numbers.len()), (Some(&1), Some(&400), 400));
    clean_store(&one, "postgres").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_servers_that_call_the_same_ticket_one_is_told_it_was_too_late() {
    let (one, two) = two_servers().await;
    takes(&one, 40).await;
    // Both have the tickets on hand as they were taken.
    for stream in 1..=40 {
        for store in [&one, &two] {
            store.load(T, &[domain::kernel::StreamId(stream)]).await.expect("loaded");
        }
    }
    for stream in 1..=40 {
        let (first, second) = (format!("one-{stream}"), format!("two-{stream}"));
        let (of_one, of_two) = futures::join!(call(&one, &first, stream), call(&two, &second, stream));
        let written = [&of_one, &of_two].iter().filter(|done| done.is_ok()).count();
        let stale =
            [&of_one, &of_two].iter().filter(|done| matches!(done, Err(CommitError::Stale(_)))).count();
        assert_eq!((written, stale), (1, 1), "ticket {stream}: {of_one:?}, {of_two:?}");
    }
    // The one who was too late loads again and sees what the other did.
    let loaded = two.load(T, &[domain::kernel::StreamId(1)]).await.expect("loaded").remove(0).expect("there");
    assert_eq!(loaded.version, 2);
    clean_store(&two, "postgres").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_command_repeated_at_another_server_is_done_once() {
    let (one, two) = two_servers().await;
    let (first, second) =
        futures::join!(one.commit(T, new_ticket("same", 1)), two.commit(T, new_ticket("same", 2)));
    let done = [first.is_ok(), second.is_ok()];
    assert_eq!(done.iter().filter(|done| **done).count(), 1);
    assert!(matches!(first.and(second), Err(CommitError::AlreadyDone { .. })));
    assert_eq!(one.head(T).await.expect("read").seq, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_wakes_when_another_one_wrote() {
    let (one, two) = two_servers().await;
    let mut watch = two.watch();
    let looking = tokio::spawn({
        let two = two.clone();
        async move { two.look(T).await }
    });
    one.commit(T, new_ticket("c1", 1)).await.expect("written");
    tokio::time::timeout(Duration::from_secs(5), watch.changed()).await.expect("woken").expect("open");
    assert_eq!(two.feed(T, 0, 10).await.expect("read").len(), 1);
    looking.abort();
}

#[tokio::test]
async fn a_lease_is_one_holders_until_it_ends_and_its_token_grows() {
    for test in engines().await {
        let lease = |holder: &'static str, now| test.store.lease(T, "sms", holder, now, now + 100);
        assert_eq!(lease("a", 0).await.unwrap(), Some(1));
        assert_eq!(lease("b", 50).await.unwrap(), None, "somebody has it");
        assert_eq!(lease("a", 60).await.unwrap(), Some(1), "its holder keeps it");
        assert_eq!(lease("b", 160).await.unwrap(), Some(2), "it ended");
        assert!(!test.store.lease_holds(T, "sms", 1, 161).await.unwrap(), "whoever slept is too late");
        assert!(test.store.lease_holds(T, "sms", 2, 161).await.unwrap());
        test.store.free_lease(T, "sms", "a", 1).await.unwrap();
        assert!(test.store.lease_holds(T, "sms", 2, 161).await.unwrap(), "it was not a's to free");
        test.store.free_lease(T, "sms", "b", 2).await.unwrap();
        assert_eq!(lease("a", 170).await.unwrap(), Some(3));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_two_servers_have_the_same_node_number() {
    for test in engines().await {
        let store = &test.store;
        let names: Vec<String> = (0..20).map(|at| format!("server-{at}")).collect();
        let taken = futures::future::join_all(names.iter().map(|name| store.take_node(T, name, 0))).await;
        let nodes: BTreeSet<i64> =
            taken.into_iter().map(|node| node.expect("asked").expect("one is free")).collect();
        assert_eq!(nodes, (0..20).collect(), "{}", test.engine);
        assert!(!store.keep_node(T, 0, "somebody else", 1).await.unwrap(), "it is somebody's");
        let later = NODE_LEASE_MS + 1;
        let node = store
            .take_node(T, "server-20", later)
            .await
            .unwrap()
            .expect("those who did not keep theirs lost it");
        assert_eq!(node, 0);
    }
}
