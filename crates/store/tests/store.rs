//! The journal on both engines.

use domain::kernel::{Act, CommandId, Kind, StreamId, SubjectId, Tenant, Value};
use domain::ticket::{self, Priority, QueueRules};
use domain::{Event, State};
use std::collections::BTreeSet;
use std::time::Duration;
use store::testing::{TestStore, engines, engines_with, generated_statements, unprepared};
use store::{CommitError, Options, OutboxWrite, Pending, Store, StreamWrite, SubjectWrite};

const T: Tenant = Tenant(49);

fn act() -> Act {
    Act {
        actor: "kiosk:K1".to_owned(),
        position: String::new(),
        on_behalf_of: String::new(),
        rule: "kiosk-takes-tickets".to_owned(),
        occurred_at: 1_000,
    }
}

fn pending(id: &str, stream: StreamId, version: i64, before: State, events: Vec<Event>) -> Pending {
    Pending {
        command_id: CommandId(id.to_owned()),
        act: act(),
        recorded_at: 1_001,
        writes: vec![StreamWrite { stream, kind: Kind::Ticket, expected_version: version, before, events }],
        subjects: Vec::new(),
        outbox: Vec::new(),
        answer: format!("{{\"ticket\":\"{stream}\"}}"),
    }
}

fn take() -> Vec<Event> {
    let take = ticket::Take {
        hall: "H1".to_owned(),
        day: 20_261_123,
        field: "land".to_owned(),
        series: "D".to_owned(),
        priority: Priority::None,
        procedure: String::new(),
        token: "t".to_owned(),
    };
    decided(None, ticket::Command::Take(take))
}

fn decided(state: Option<&ticket::State>, command: ticket::Command) -> Vec<Event> {
    let events = ticket::decide(state, command, QueueRules::default(), 1_000).expect("accepted");
    events.into_iter().map(Event::from).collect()
}

fn new_ticket(id: &str, stream: i64) -> Pending {
    pending(id, StreamId(stream), 0, State::empty(Kind::Ticket), take())
}

async fn call(store: &Store, id: &str, stream: i64) -> Result<(), CommitError> {
    let loaded = store.load(T, &[StreamId(stream)]).await?.pop().flatten().expect("it is there");
    let State::Ticket(Some(ticket)) = &loaded.state else { panic!("a ticket") };
    let events = decided(Some(ticket), ticket::Command::Call { counter: "C5".to_owned() });
    let pending = pending(id, StreamId(stream), loaded.version, loaded.state.clone(), events);
    store.commit(T, pending).await.map(|_| ())
}

async fn clean(test: &TestStore) {
    let report = test.store.verify(T, &|_, _| {}).await.expect("it can be read");
    assert_eq!(report.first_bad, None, "{}", test.engine);
}

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
        let names: Vec<_> = store.events(T, StreamId(1)).await.unwrap().into_iter().map(|event| event.name).collect();
        assert_eq!(names, ["TicketTaken", "TicketCalled"]);
        assert_eq!(store.feed(T, 1, 10).await.unwrap().len(), 1);
        assert_eq!(store.head(T).await.unwrap().seq, 2);
        assert_eq!(store.head(Tenant(50)).await.unwrap().seq, 0, "another province sees nothing");
        clean(&test).await;
    }
}

#[tokio::test]
async fn a_command_decided_on_an_old_version_is_stale_and_leaves_nothing() {
    for test in engines().await {
        test.store.commit(T, new_ticket("c1", 1)).await.expect("written");
        let again = test.store.commit(T, new_ticket("c2", 1)).await;
        assert!(matches!(again, Err(CommitError::Stale(streams)) if streams == [StreamId(1)]), "{}", test.engine);
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
                tokio::spawn(async move { store.commit(T, new_ticket(&format!("c{at}"), at)).await.expect("written") })
            })
            .collect();
        let mut numbers = BTreeSet::new();
        for task in tasks {
            let committed = task.await.unwrap();
            let Event::Ticket(ticket::Event::TicketTaken { number, .. }) = &committed.events[0].2 else { panic!() };
            assert!(numbers.insert(number.number()), "given twice: {number:?}");
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
async fn a_flipped_byte_in_any_event_is_found_and_named_also_in_the_last() {
    for test in engines().await {
        for at in 1..=6 {
            test.store.commit(T, new_ticket(&format!("c{at}"), at)).await.expect("written");
        }
        for seq in 1..=6_i64 {
            let whole = test.store.feed(T, seq - 1, 1).await.unwrap().remove(0);
            let mut body = whole.body.clone();
            body[10] ^= 1;
            let flip = "UPDATE journal SET body = $3 WHERE tenant = $1 AND seq = $2";
            test.store.raw_execute(flip, &[T.into(), seq.into(), body.into()]).await.expect("damaged");
            let report = test.store.verify(T, &|_, _| {}).await.unwrap();
            let bad = report.first_bad.expect("found");
            assert_eq!((report.ok, bad.seq, bad.stream), (false, seq, seq.to_string()), "{}", test.engine);
            test.store.raw_execute(flip, &[T.into(), seq.into(), whole.body.into()]).await.expect("mended");
        }
        clean(&test).await;
    }
}

#[tokio::test]
async fn any_changed_column_of_an_envelope_is_found() {
    let columns = [
        "occurred_at = 5", "recorded_at = 5", "actor = 'x'", "position = 'x'", "on_behalf_of = 'x'", "rule = 'x'",
        "command_id = 'x'", "name = 'x'", "ordinal = 9", "event_schema = 9",
    ];
    for test in engines().await {
        test.store.commit(T, new_ticket("c1", 1)).await.expect("written");
        let whole = test.store.feed(T, 0, 1).await.unwrap().remove(0);
        for column in columns {
            let sql = format!("UPDATE journal SET {column} WHERE tenant = $1");
            test.store.raw_execute(&sql, &[T.into()]).await.expect("damaged");
            assert!(!test.store.verify(T, &|_, _| {}).await.unwrap().ok, "{}: {column}", test.engine);
            let mend = "UPDATE journal SET occurred_at = $2, recorded_at = $3, actor = $4, position = '', \
                        on_behalf_of = '', rule = $5, command_id = 'c1', name = 'TicketTaken', ordinal = 0, \
                        event_schema = 1 WHERE tenant = $1";
            let values: [Value; 5] = [
                T.into(),
                whole.occurred_at.into(),
                whole.recorded_at.into(),
                whole.actor.as_str().into(),
                whole.rule.as_str().into(),
            ];
            test.store.raw_execute(mend, &values).await.expect("mended");
        }
        clean(&test).await;
    }
}

#[tokio::test]
async fn a_removed_tail_is_found_also_when_the_stream_row_is_removed_with_it() {
    for test in engines().await {
        for at in 1..=4 {
            test.store.commit(T, new_ticket(&format!("c{at}"), at)).await.expect("written");
        }
        for table in ["journal", "stream", "ticket_row"] {
            let key = if table == "ticket_row" { "ticket" } else { "stream" };
            let sql = format!("DELETE FROM {table} WHERE tenant = $1 AND {key} = 4");
            test.store.raw_execute(&sql, &[T.into()]).await.expect("removed");
        }
        let report = test.store.verify(T, &|_, _| {}).await.unwrap();
        assert_eq!(report.first_bad.expect("found").seq, 4, "{}", test.engine);
    }
}

#[tokio::test]
async fn an_edited_row_that_pages_read_is_found_and_a_rebuild_mends_it() {
    for test in engines().await {
        test.store.commit(T, new_ticket("c1", 1)).await.expect("written");
        for damage in [
            "UPDATE ticket_row SET label = 'X999' WHERE tenant = $1",
            "DELETE FROM ticket_row WHERE tenant = $1",
            "UPDATE daily_count SET n = 7 WHERE tenant = $1",
            "UPDATE stream SET state = '{\"ticket\":null}' WHERE tenant = $1",
        ] {
            test.store.raw_execute(damage, &[T.into()]).await.expect("damaged");
            assert!(!test.store.verify(T, &|_, _| {}).await.unwrap().ok, "{}: {damage}", test.engine);
            assert_eq!(test.store.rebuild(T).await.expect("rebuilt"), 1);
            clean(&test).await;
        }
    }
}

#[tokio::test]
async fn personal_data_can_be_erased_and_the_chain_stays_whole() {
    for test in engines().await {
        let mut pending = new_ticket("c1", 1);
        pending.subjects.push(SubjectWrite {
            id: SubjectId(7),
            version: 1,
            body: "{\"name\":\"Nguyễn Thị Mẫu\"}".to_owned(),
            name_folded: "nguyen thi mau".to_owned(),
            phone: "0912345678".to_owned(),
            id_number: "022188004217".to_owned(),
            digest: "d".to_owned(),
        });
        test.store.commit(T, pending).await.expect("written");
        assert_eq!(test.store.find_subjects(T, "0912345678", "").await.unwrap(), [SubjectId(7)]);
        assert_eq!(test.store.find_subjects_by_name(T, "thi mau").await.unwrap(), [SubjectId(7)]);
        assert!(test.store.find_subjects(T, "", "").await.unwrap().is_empty(), "nothing asked, nobody found");
        test.store.erase_subject(T, SubjectId(7)).await.expect("erased");
        let left = test.store.subject(T, SubjectId(7), None).await.unwrap().expect("the row stays");
        assert_eq!((left.body.as_str(), left.erased), ("", true));
        assert!(test.store.find_subjects(T, "0912345678", "").await.unwrap().is_empty());
        clean(&test).await;
    }
}

#[tokio::test]
async fn what_is_to_be_sent_is_claimed_by_one_and_comes_back_when_the_lease_ends() {
    for test in engines().await {
        let mut pending = new_ticket("c1", 1);
        pending.outbox.push(OutboxWrite { id: 9, topic: "sms".to_owned(), due_at: 100, body: "{}".to_owned() });
        test.store.commit(T, pending).await.expect("written");
        let claim = |now| test.store.claim(T, "sms", now, 1_000, 10);
        assert!(claim(99).await.unwrap().is_empty(), "not before it is due");
        assert_eq!(claim(100).await.unwrap().len(), 1);
        assert!(claim(101).await.unwrap().is_empty(), "somebody has it");
        let again = claim(1_200).await.unwrap();
        assert_eq!(again[0].attempts, 1, "the lease ended");
        test.store.settle(T, 9).await.expect("settled");
        assert_eq!(test.store.outbox_size(T).await.unwrap(), 0);
    }
}

#[tokio::test]
async fn a_backup_of_one_engine_restores_into_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let mut tests = engines().await;
    let (postgres, sqlite) = (tests.pop().unwrap(), tests.pop().unwrap());
    for at in 1..=30 {
        sqlite.store.commit(T, new_ticket(&format!("c{at}"), at)).await.expect("written");
    }
    call(&sqlite.store, "call", 3).await.expect("called");
    let file = folder.path().join("backup.motcua");
    sqlite.store.backup(T, &file).await.expect("backed up");
    postgres.store.restore(T, &file).await.expect("restored");
    clean(&postgres).await;
    assert_eq!(postgres.store.feed(T, 0, 100).await.unwrap(), sqlite.store.feed(T, 0, 100).await.unwrap());
    let again = postgres.store.restore(T, &file).await;
    assert!(matches!(again, Err(CommitError::Failure(store::StoreError::Schema(_)))), "never over data");
    // And back, after more work on the server.
    postgres.store.commit(T, new_ticket("c31", 31)).await.expect("numbers go on");
    postgres.store.backup(T, &file).await.expect("backed up");
    let third = engines().await.remove(0);
    third.store.restore(T, &file).await.expect("restored");
    clean(&third).await;
}

#[tokio::test]
async fn a_second_process_is_told_what_to_do() {
    let test = engines().await.remove(0);
    let store::testing::Address::Sqlite(path) = &test.address else { panic!("a file") };
    let Err(error) = Store::open_sqlite(path, Options::default()) else { panic!("two writers on one file") };
    assert!(error.to_string().contains("stop it first"), "{error}");
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
        let count = store::Statement::tenant("count", "SELECT COUNT(*) FROM journal WHERE tenant = $1");
        let mut reader = test.store.read(T).await.unwrap();
        let before = reader.query(&count, &[T.into()]).await.unwrap()[0].i64(0);
        test.store.commit(T, new_ticket("c2", 2)).await.expect("written");
        assert_eq!(reader.query(&count, &[T.into()]).await.unwrap()[0].i64(0), before, "{}", test.engine);
        reader.end().await.unwrap();
        assert_eq!(test.store.query(T, &count, &[T.into()]).await.unwrap()[0].i64(0), 2);
    }
}

#[tokio::test]
async fn every_statement_can_be_prepared_on_both_engines_and_names_the_tenant() {
    let mut texts: Vec<String> = Vec::new();
    for statement in store::statements() {
        let first = statement.sql.contains("tenant = $1") || statement.sql.contains("(tenant,");
        assert!(first, "{} does not keep to its tenant: {}", statement.name, statement.sql);
        texts.push(statement.sql.to_owned());
    }
    texts.extend(generated_statements());
    assert_eq!(unprepared(&texts).await, Vec::new());
}

#[test]
fn the_schema_kept_in_the_repository_is_the_one_that_is_made() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("schema.sql");
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    if kept != store::schema_dump() {
        assert!(std::env::var("CI").is_err(), "schema.sql is not what the tables say; run this test to make it again");
        std::fs::write(&path, store::schema_dump()).unwrap();
        panic!("schema.sql was made again: look at it and commit it");
    }
}
