//! Whatever is changed behind the store's back is found and named.

use crate::words::{T, call, clean, first_bad, new_ticket, somebody, takes};
use domain::kernel::Value;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use store::Store;
use store::testing::{TestStore, engines};

const BLOBS: [&str; 4] = ["body", "nonce", "prev_hash", "hash"];
const NUMBERS: [&str; 5] = ["event_schema", "occurred_at", "recorded_at", "ordinal", "version"];
const TEXTS: [&str; 8] =
    ["kind", "name", "actor", "position", "on_behalf_of", "rule", "command_id", "numbers"];

async fn damage(store: &Store, sql: &str, values: &[Value]) {
    assert!(store.raw_execute(sql, values).await.expect("damaged") > 0, "{sql} changed nothing");
}

/// Six events in five streams, a person in one of them.
async fn some_history(test: &TestStore) {
    let mut first = new_ticket("c1", 1);
    first.subjects.push(somebody(7));
    test.store.commit(T, first).await.expect("written");
    for at in 2..=5 {
        test.store.commit(T, new_ticket(&format!("c{at}"), at)).await.expect("written");
    }
    call(&test.store, "call", 3).await.expect("called");
}

#[tokio::test]
async fn a_flipped_byte_in_any_event_is_found_and_named_also_in_the_last_of_a_stream() {
    for test in engines().await {
        some_history(&test).await;
        let whole = test.store.feed(T, 0, 100).await.expect("read");
        for event in &whole {
            for column in BLOBS {
                let bytes = match column {
                    "body" => &event.body,
                    "nonce" => &event.nonce,
                    "prev_hash" => &event.prev_hash,
                    _ => &event.hash,
                };
                let sql = format!("UPDATE journal SET {column} = $3 WHERE tenant = $1 AND seq = $2");
                for at in [0, bytes.len() / 2, bytes.len() - 1] {
                    let mut flipped = bytes.clone();
                    flipped[at] ^= 1;
                    damage(&test.store, &sql, &[T.into(), event.seq.into(), flipped.into()]).await;
                    let bad = first_bad(&test.store).await;
                    let said = (bad.seq, bad.stream, bad.version);
                    let named = (event.seq, event.stream.to_string(), event.version);
                    assert_eq!(said, named, "{}: byte {at} of {column}", test.engine);
                }
                damage(&test.store, &sql, &[T.into(), event.seq.into(), bytes.clone().into()]).await;
            }
        }
        clean(&test).await;
    }
}

#[tokio::test]
async fn any_changed_column_of_an_envelope_is_found_and_named() {
    for test in engines().await {
        some_history(&test).await;
        let last = test.store.head(T).await.expect("read").seq;
        for seq in [1, last] {
            for column in NUMBERS {
                let change = |by| {
                    format!("UPDATE journal SET {column} = {column} {by} WHERE tenant = $1 AND seq = $2")
                };
                damage(&test.store, &change("+ 64"), &[T.into(), seq.into()]).await;
                assert_eq!(first_bad(&test.store).await.seq, seq, "{}: {column}", test.engine);
                damage(&test.store, &change("- 64"), &[T.into(), seq.into()]).await;
            }
            for column in TEXTS {
                let longer =
                    format!("UPDATE journal SET {column} = {column} || ' ' WHERE tenant = $1 AND seq = $2");
                let shorter = format!(
                    "UPDATE journal SET {column} = substr({column}, 1, length({column}) - 1) \
                     WHERE tenant = $1 AND seq = $2"
                );
                damage(&test.store, &longer, &[T.into(), seq.into()]).await;
                assert_eq!(first_bad(&test.store).await.seq, seq, "{}: {column}", test.engine);
                damage(&test.store, &shorter, &[T.into(), seq.into()]).await;
            }
        }
        let stream = "UPDATE journal SET stream = stream + $2 WHERE tenant = $1 AND seq = 2";
        damage(&test.store, stream, &[T.into(), 100.into()]).await;
        assert_eq!(first_bad(&test.store).await.seq, 2, "{}", test.engine);
        damage(&test.store, stream, &[T.into(), (-100).into()]).await;
        clean(&test).await;
    }
}

#[tokio::test]
async fn a_removed_tail_is_found_also_when_everything_of_it_is_removed() {
    for test in engines().await {
        takes(&test.store, 4).await;
        for (table, key) in [("journal", "stream"), ("stream", "stream"), ("ticket_row", "ticket")] {
            damage(&test.store, &format!("DELETE FROM {table} WHERE tenant = $1 AND {key} = 4"), &[T.into()])
                .await;
        }
        damage(&test.store, "UPDATE series SET last = 3 WHERE tenant = $1", &[T.into()]).await;
        damage(&test.store, "DELETE FROM command WHERE tenant = $1 AND command_id = 'c4'", &[T.into()]).await;
        assert_eq!(first_bad(&test.store).await.seq, 4, "{}", test.engine);
        // The head turned back as well: the digest is over all events.
        damage(&test.store, "UPDATE tenant_head SET seq = 3 WHERE tenant = $1", &[T.into()]).await;
        let bad = first_bad(&test.store).await;
        assert_eq!((bad.seq, bad.what.contains("digest")), (3, true), "{}: {bad:?}", test.engine);
    }
}

#[tokio::test]
async fn an_event_taken_out_of_the_middle_is_found() {
    for test in engines().await {
        takes(&test.store, 4).await;
        damage(&test.store, "DELETE FROM journal WHERE tenant = $1 AND seq = 2", &[T.into()]).await;
        assert_eq!(first_bad(&test.store).await.seq, 2, "{}", test.engine);
    }
}

#[tokio::test]
async fn an_edited_row_that_pages_read_is_found_and_a_rebuild_mends_it() {
    for test in engines().await {
        takes(&test.store, 2).await;
        for damaged in [
            "UPDATE ticket_row SET label = 'X999' WHERE tenant = $1",
            "DELETE FROM ticket_row WHERE tenant = $1 AND ticket = 2",
            "UPDATE ticket_row SET ticket = 9 WHERE tenant = $1 AND ticket = 2",
            "UPDATE daily_count SET n = 7 WHERE tenant = $1",
            "UPDATE stream SET state = '{\"ticket\":null}' WHERE tenant = $1",
            "UPDATE stream SET version = 5 WHERE tenant = $1",
            "DELETE FROM stream WHERE tenant = $1 AND stream = 2",
            "UPDATE stream SET stream = 9 WHERE tenant = $1 AND stream = 2",
        ] {
            damage(&test.store, damaged, &[T.into()]).await;
            let bad = first_bad(&test.store).await;
            assert!(bad.seq == 0 && bad.stream != "0", "{}: {damaged}: {bad:?}", test.engine);
            let told = Arc::new(Mutex::new(BTreeSet::new()));
            let listen = Arc::clone(&told);
            let progress = move |done, of| {
                listen.lock().expect("nobody panicked").insert((done, of));
            };
            assert_eq!(test.store.rebuild_with(T, &progress).await.expect("rebuilt"), 2);
            assert!(told.lock().expect("nobody panicked").iter().all(|(done, of)| done <= of));
            clean(&test).await;
        }
    }
}

#[tokio::test]
async fn a_counter_turned_back_is_found_before_it_gives_a_number_twice() {
    for test in engines().await {
        takes(&test.store, 3).await;
        damage(&test.store, "UPDATE series SET last = 2 WHERE tenant = $1", &[T.into()]).await;
        assert!(first_bad(&test.store).await.what.contains("counter"), "{}", test.engine);
        damage(&test.store, "DELETE FROM series WHERE tenant = $1", &[T.into()]).await;
        assert!(first_bad(&test.store).await.what.contains("missing"), "{}", test.engine);
    }
}

#[tokio::test]
async fn a_command_row_that_points_elsewhere_is_found() {
    for test in engines().await {
        takes(&test.store, 3).await;
        damage(
            &test.store,
            "UPDATE command SET first_seq = 1 WHERE tenant = $1 AND command_id = 'c3'",
            &[T.into()],
        )
        .await;
        assert_eq!(first_bad(&test.store).await.stream, "c3", "{}", test.engine);
        damage(&test.store, "DELETE FROM command WHERE tenant = $1 AND command_id = 'c3'", &[T.into()]).await;
        assert!(first_bad(&test.store).await.what.contains("missing"), "{}", test.engine);
    }
}

#[tokio::test]
async fn a_changed_name_in_somebodys_data_is_found() {
    for test in engines().await {
        some_history(&test).await;
        clean(&test).await;
        let rename = "UPDATE subject SET body = replace(body, 'Nguyễn', 'Nguyen') WHERE tenant = $1";
        damage(&test.store, rename, &[T.into()]).await;
        let bad = first_bad(&test.store).await;
        assert_eq!((bad.stream.as_str(), bad.version), ("7", 1), "{}: {bad:?}", test.engine);
    }
}

#[tokio::test]
async fn an_event_forged_with_a_right_hash_is_found_all_the_same() {
    for test in engines().await {
        takes(&test.store, 2).await;
        call(&test.store, "call", 1).await.expect("called");
        // The call, made the first event of a stream of its own and hashed as the store would.
        let mut forged = test.store.feed(T, 2, 1).await.expect("read").remove(0);
        forged.stream = domain::kernel::StreamId(77);
        forged.version = 1;
        forged.prev_hash = vec![0; 32];
        forged.hash = forged.computed_hash(T);
        let sql = "UPDATE journal SET stream = 77, version = 1, prev_hash = $2, hash = $3 WHERE tenant = $1 AND seq = 3";
        damage(&test.store, sql, &[T.into(), forged.prev_hash.into(), forged.hash.into()]).await;
        let bad = first_bad(&test.store).await;
        assert_eq!((bad.seq, bad.what.contains("does not fit")), (3, true), "{}: {bad:?}", test.engine);
    }
}

#[tokio::test]
async fn answers_dropped_because_they_are_old_are_not_damage() {
    for test in engines().await {
        for (at, recorded_at) in [(1, 100), (2, 200), (3, 300)] {
            let mut ticket = new_ticket(&format!("c{at}"), at);
            ticket.recorded_at = recorded_at;
            test.store.commit(T, ticket).await.expect("written");
        }
        damage(&test.store, "DELETE FROM command WHERE tenant = $1 AND recorded_at < 250", &[T.into()]).await;
        clean(&test).await;
        // An old answer that stays shows that a newer one did not go by age.
        damage(&test.store, "UPDATE command SET recorded_at = 50 WHERE tenant = $1", &[T.into()]).await;
        assert_eq!(first_bad(&test.store).await.stream, "c1", "{}", test.engine);
    }
}
