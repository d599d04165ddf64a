//! A seeded run's rounds, many of them in one transaction.

use crate::words::{T, call, clean, new_ticket};
use domain::kernel::StreamId;
use std::sync::Arc;
use store::testing::engines_with;
use store::{CommitError, Faults, Nonces, Options, Rounds, Statement, Store, StoreError};

const TICKETS: Statement = Statement::tenant(
    "tickets",
    "SELECT ticket, called_at FROM ticket_row WHERE tenant = $1 ORDER BY ticket",
);

fn gathering() -> Options {
    Options { nonces: Nonces::seeded(1), writers: 1, gathered: 1000, ..Options::default() }
}

/// A store that is a row of one lane.
fn lane(store: &Store) -> Store {
    let rounds = Arc::new(Rounds::default());
    rounds.begin([1, 0]);
    store.in_rounds(&rounds, 0, 0)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lane_reads_what_it_wrote_at_once_and_others_once_it_is_committed() {
    for test in engines_with(&gathering()).await {
        let (lane, seen) = (lane(&test.store), test.store.watch());
        for ticket in 1..=40 {
            lane.commit(T, new_ticket(&format!("c{ticket}"), ticket)).await.expect("written");
            assert_eq!(
                lane.query(T, &TICKETS, &[T.into()]).await.unwrap().len(),
                usize::try_from(ticket).unwrap()
            );
        }
        test.store.commit_gathered(T).await.expect("kept");
        assert_eq!(test.store.query(T, &TICKETS, &[T.into()]).await.unwrap().len(), 40, "{}", test.engine);
        assert!(*seen.borrow() < 20, "{}: told of {} commits", test.engine, *seen.borrow());
        clean(&test).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_else_writes_finds_all_of_it_kept_before() {
    for test in engines_with(&gathering()).await {
        let lane = lane(&test.store);
        lane.commit(T, new_ticket("c1", 1)).await.expect("written");
        call(&test.store, "c2", 1).await.expect("of another one, on what the lane left");
        let rows = test.store.query(T, &TICKETS, &[T.into()]).await.unwrap();
        assert!(rows[0].i64_or_none(1).is_some(), "called");
        lane.commit(T, new_ticket("c3", 3)).await.expect("written");
        let mut read = lane.read(T).await.expect("a moment of a lane");
        assert_eq!(read.query(&TICKETS, &[T.into()]).await.unwrap().len(), 2, "{}", test.engine);
        read.end().await.unwrap();
        clean(&test).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_that_could_not_be_kept_is_over_and_nobody_else_is_hurt() {
    let options = Options { faults: Faults::seeded(1, 4), ..gathering() };
    for test in engines_with(&options).await {
        let lane = lane(&test.store);
        let mut answered = 0;
        let over = loop {
            answered += 1;
            match lane.commit(T, new_ticket(&format!("c{answered}"), answered)).await {
                Ok(_) => {}
                Err(error) => break error,
            }
        };
        assert!(matches!(over, CommitError::Failure(StoreError::RunLost)), "{over:?}");
        assert!(answered > 1, "something was answered before");
        let told = lane.commit(T, new_ticket("after", 900)).await;
        assert!(matches!(told, Err(CommitError::Failure(StoreError::RunLost))), "{told:?}");
        assert!(matches!(test.store.commit_gathered(T).await, Err(StoreError::RunLost)));
        let left = test.store.load(T, &[StreamId(answered - 1)]).await.expect("read");
        assert!(left[0].is_none() || test.store.head(T).await.unwrap().seq >= answered - 1, "not half of it");
        test.store.commit(T, new_ticket("somebody", 901)).await.expect("written");
        clean(&test).await;
    }
}
