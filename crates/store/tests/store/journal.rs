//! What a commit promises.

use crate::words::{T, call, clean, new_grant, new_ticket, number};
use domain::kernel::{StreamId, Tenant};
use std::collections::BTreeSet;
use std::time::Duration;
use store::testing::{engines, engines_with};
use store::{CommitError, Options, Pending, Statement};

#[tokio::test]
async fn what_was_committed_is_read_back_on_both_engines() {
    for test in engines().await {
        let store = &test.store;
        let committed = store.commit(T, new_ticket("c1", 1)).await.expect("written");
        assert_eq!((committed.first_seq, committed.events.len()), (1, 1));
        call(store, "c2", 1).await.expect("called");
        let loaded = store.load(T, &[StreamId(1), StreamId(2)]).await.expect("loaded");
        assert_eq!(loaded[0].as_ref().map(|loaded| loaded.version), Some(2));
        assert!(loaded[1].is_none());
        let names: Vec<_> =
            store.events(T, StreamId(1)).await.unwrap().into_iter().map(|event| event.name).collect();
        assert_eq!(names, ["TicketTaken", "TicketCalled"]);
        let back = |before, most| store.events_before(T, StreamId(1), before, most);
        let versions =
            |events: Vec<store::Envelope>| events.iter().map(|event| event.version).collect::<Vec<_>>();
        assert_eq!(versions(back(i64::MAX, 10).await.unwrap()), [2, 1], "the newest first");
        assert_eq!(versions(back(i64::MAX, 1).await.unwrap()), [2]);
        assert_eq!(versions(back(2, 10).await.unwrap()), [1]);
        assert_eq!(store.feed(T, 1, 10).await.unwrap().len(), 1);
        assert_eq!(store.head(T).await.unwrap().seq, 2);
        assert_eq!(store.head(Tenant(50)).await.unwrap().seq, 0, "another province sees nothing");
        clean(&test).await;
    }
}

#[tokio::test]
async fn what_was_decided_under_edited_things_that_moved_since_is_not_written() {
    for test in engines().await {
        let store = &test.store;
        let version = async || store.head(T).await.expect("read").catalogue_version;
        let under =
            |id: &str, stream, version| Pending { decided_under: Some(version), ..new_ticket(id, stream) };
        let before = version().await;
        store.commit(T, under("c1", 1, before)).await.expect("as it was decided");
        store.commit(T, new_grant("c2", 2)).await.expect("granted");
        assert_eq!(version().await, before + 1, "whoever signs for whom is an edited thing");
        let late = store.commit(T, under("c3", 3, before)).await;
        assert!(matches!(late, Err(CommitError::EditedMeanwhile)), "{}: {late:?}", test.engine);
        assert_eq!(store.head(T).await.expect("read").seq, 2, "nothing of it is left");
        store.commit(T, new_ticket("c4", 3)).await.expect("rests on no such thing");
        store.commit(T, under("c5", 5, before + 1)).await.expect("decided anew");
        assert_eq!(version().await, before + 1, "a ticket moves nothing");
        clean(&test).await;
    }
}

#[tokio::test]
async fn a_command_decided_on_an_old_version_is_stale_and_leaves_nothing() {
    for test in engines().await {
        test.store.commit(T, new_ticket("c1", 1)).await.expect("written");
        let again = test.store.commit(T, new_ticket("c2", 1)).await;
        assert!(
            matches!(again, Err(CommitError::Stale(streams)) if streams == [StreamId(1)]),
            "{}",
            test.engine
        );
        assert_eq!(test.store.head(T).await.unwrap().seq, 1);
        clean(&test).await;
    }
}

#[tokio::test]
async fn a_repeated_command_is_answered_as_the_first_time_and_written_once() {
    for test in engines().await {
        let first = test.store.commit(T, new_ticket("same", 1)).await.expect("written");
        for stream in [1, 2] {
            let again = test.store.commit(T, new_ticket("same", stream)).await;
            let Err(CommitError::AlreadyDone { answer, first_seq }) = again else { panic!("{again:?}") };
            assert_eq!((answer, first_seq), (first.answer.clone(), first.first_seq));
        }
        assert_eq!(test.store.answered(T, "same").await.unwrap(), Some(first.answer));
        assert_eq!(test.store.head(T).await.unwrap().seq, 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn numbers_given_to_many_at_once_have_no_gap_and_no_double() {
    for test in engines().await {
        let tasks: Vec<_> = (1..=200)
            .map(|at| {
                let store = test.store.clone();
                tokio::spawn(async move {
                    store.commit(T, new_ticket(&format!("c{at}"), at)).await.expect("written")
                })
            })
            .collect();
        let mut numbers = BTreeSet::new();
        for task in tasks {
            let committed = task.await.unwrap();
            let number = number(&committed.events[0].2);
            assert!(numbers.insert(number), "given twice: {number}");
        }
        assert_eq!((numbers.first(), numbers.last()), (Some(&1), Some(&200)));
        clean(&test).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bad_command_in_a_batch_fails_alone() {
    for test in engines().await {
        test.store.commit(T, new_ticket("first", 1)).await.expect("written");
        let mut tasks = Vec::new();
        for at in 2..=40_i64 {
            let store = test.store.clone();
            // Every third one is decided on a version that is gone.
            let stream = if at % 3 == 0 { 1 } else { at };
            tasks.push(tokio::spawn(async move {
                (stream, store.commit(T, new_ticket(&format!("c{at}"), stream)).await.is_ok())
            }));
        }
        for task in tasks {
            let (stream, written) = task.await.unwrap();
            assert_eq!(written, stream != 1, "{}: stream {stream}", test.engine);
        }
        clean(&test).await;
    }
}

#[tokio::test]
async fn a_full_queue_says_busy_at_once() {
    let options = Options { queue: 1, ..Options::default() };
    for test in engines_with(&options).await {
        let tries = (1..=300).map(|at| test.store.commit(T, new_ticket(&format!("c{at}"), at)));
        let results = futures::future::join_all(tries).await;
        let busy = results.iter().filter(|result| matches!(result, Err(CommitError::Busy { .. }))).count();
        let written = results.iter().filter(|result| result.is_ok()).count();
        assert!(busy > 0 && busy + written == 300, "{}: {busy} busy, {written} written", test.engine);
        clean(&test).await;
    }
}

#[tokio::test]
async fn commits_wake_whoever_watches() {
    for test in engines().await {
        let mut watch = test.store.watch();
        test.store.commit(T, new_ticket("c1", 1)).await.expect("written");
        tokio::time::timeout(Duration::from_secs(2), watch.changed()).await.expect("woken").unwrap();
        assert_eq!(*watch.borrow(), 1);
    }
}

#[tokio::test]
async fn a_reader_sees_one_moment() {
    for test in engines().await {
        test.store.commit(T, new_ticket("c1", 1)).await.expect("written");
        let count = Statement::tenant("count", "SELECT COUNT(*) FROM journal WHERE tenant = $1");
        let mut reader = test.store.read(T).await.unwrap();
        let before = reader.query(&count, &[T.into()]).await.unwrap()[0].i64(0);
        test.store.commit(T, new_ticket("c2", 2)).await.expect("written");
        assert_eq!(reader.query(&count, &[T.into()]).await.unwrap()[0].i64(0), before, "{}", test.engine);
        reader.end().await.unwrap();
        assert_eq!(test.store.query(T, &count, &[T.into()]).await.unwrap()[0].i64(0), 2);
    }
}

#[tokio::test]
async fn streams_put_on_hand_by_one_question_are_read_no_more() {
    for test in engines().await {
        // More than are asked for by one question, and some that are not there.
        crate::words::takes(&test.store, 300).await;
        call(&test.store, "called", 7).await.expect("called");
        test.store.close().await;
        drop(test.store);
        let store = test.address.open(Options { states: 1_000, ..Options::default() }).await;
        let streams: Vec<StreamId> = (1..=310).map(StreamId).collect();
        store.put_on_hand(T, &streams).await.expect("read");
        if test.engine == "postgres" {
            // Somebody else's damage would be met by whoever reads.
            let other = test.address.open(Options::default()).await;
            other.raw_execute("UPDATE stream SET state = 'torn'", &[]).await.expect("damaged");
            assert!(other.load(T, &streams[..1]).await.is_err());
        }
        let on_hand: Vec<StreamId> = streams.into_iter().take(300).collect();
        let loaded = store.load(T, &on_hand).await.expect("on hand");
        let versions: Vec<i64> = loaded.iter().flatten().map(|loaded| loaded.version).collect();
        assert_eq!((versions.len(), versions[5], versions[6]), (300, 1, 2), "{}", test.engine);
    }
}
