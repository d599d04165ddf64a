//! What is particular to a file: one process, a log to fold back, traces to scrub. And reads that take too long, on both.

use crate::words::{T, new_ticket, somebody, takes_at_once};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use store::testing::{Address, TestStore, engines, engines_with};
use store::{Options, Statement, Store, StoreError};

async fn file_store() -> (TestStore, PathBuf) {
    let test = engines().await.remove(0);
    let Address::Sqlite(path) = &test.address else { panic!("a file") };
    let path = path.clone();
    (test, path)
}

fn wal(path: &Path) -> PathBuf {
    PathBuf::from(format!("{}-wal", path.display()))
}

#[tokio::test]
async fn a_second_process_is_told_what_to_do() {
    let (_test, path) = file_store().await;
    let Err(error) = Store::open_sqlite(&path, Options::default()) else { panic!("two writers on one file") };
    assert!(error.to_string().contains("stop it first"), "{error}");
}

#[tokio::test]
async fn the_files_are_for_their_owner_alone() {
    let (test, path) = file_store().await;
    test.store.commit(T, new_ticket("c1", 1)).await.expect("written");
    for file in [path.clone(), wal(&path)] {
        let mode = std::fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{}", file.display());
    }
}

#[tokio::test]
async fn the_file_can_be_opened_again_once_it_is_closed() {
    let (test, path) = file_store().await;
    test.store.commit(T, new_ticket("c1", 1)).await.expect("written");
    test.store.close().await;
    let TestStore { store, .. } = &test;
    assert!(matches!(
        store.commit(T, new_ticket("c2", 2)).await,
        Err(store::CommitError::Failure(StoreError::Closed))
    ));
    assert_eq!(std::fs::metadata(wal(&path)).map_or(0, |wal| wal.len()), 0, "folded back");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_write_ahead_log_is_folded_back_when_nothing_is_to_do() {
    let (test, path) = file_store().await;
    takes_at_once(&test.store, 1, 200).await;
    assert!(std::fs::metadata(wal(&path)).expect("it is there").len() > 0);
    let until = Instant::now() + Duration::from_secs(20);
    while std::fs::metadata(wal(&path)).map_or(0, |wal| wal.len()) > 0 {
        assert!(Instant::now() < until, "it was not folded back");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Readers that overlap without a pause: at no moment is nobody reading.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_write_ahead_log_begins_anew_while_pages_are_read_without_a_pause() {
    let large_log = 1 << 20;
    let test = TestStore::sqlite(Options { large_log, ..Options::default() }).await;
    let Address::Sqlite(path) = &test.address else { panic!("a file") };
    let store = test.store.clone();
    let reading = tokio::spawn(async move {
        let mut one = store.read(T).await.expect("a reader");
        loop {
            one.query(&LENGTH, &[T.into()]).await.expect("read");
            let next = store.read(T).await.expect("a reader");
            let mut next = next;
            next.query(&LENGTH, &[T.into()]).await.expect("read");
            std::mem::replace(&mut one, next).end().await.expect("ended");
        }
    });
    for first in (1..800).step_by(8) {
        takes_at_once(&test.store, first, 8).await;
    }
    reading.abort();
    let length = std::fs::metadata(wal(path)).expect("it is there").len();
    assert!(length < 6 * large_log, "it grew to {length} bytes");
}

const LENGTH: Statement = Statement::tenant("length", "SELECT COUNT(*) FROM journal WHERE tenant = $1");

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_erased_is_in_no_file_any_more() {
    let (test, path) = file_store().await;
    let mut pending = new_ticket("c1", 1);
    pending.subjects.push(somebody(7));
    test.store.commit(T, pending).await.expect("written");
    takes_at_once(&test.store, 2, 50).await;
    let files = || [path.clone(), wal(&path)].map(|file| std::fs::read(file).unwrap_or_default()).concat();
    let traces = |word: &str| files().windows(word.len()).filter(|bytes| *bytes == word.as_bytes()).count();
    assert!(traces("Nguyễn Thị Mẫu") > 0 && traces("022188004217") > 0);
    assert_eq!(test.store.erase_subjects(T, &[domain::kernel::SubjectId(7)]).await.expect("erased"), 1);
    for word in ["Nguyễn Thị Mẫu", "022188004217", "0912345678", "nguyen thi mau"] {
        assert_eq!(traces(word), 0, "{word}");
    }
}

const SLOW: Statement = Statement::tenant(
    "slow",
    "WITH RECURSIVE n(i) AS (SELECT CAST($1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000) \
     SELECT COUNT(*) FROM n WHERE i > 0",
);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_read_that_takes_too_long_is_stopped_and_the_next_one_is_not_held_up() {
    let options = Options { query_limit: Duration::from_millis(300), connections: 1, ..Options::default() };
    for test in engines_with(&options).await {
        for _ in 0..3 {
            let began = Instant::now();
            let slow = test.store.query(T, &SLOW, &[T.into()]).await;
            assert!(matches!(slow, Err(StoreError::TooSlow(_))), "{}: {slow:?}", test.engine);
            assert!(began.elapsed() < Duration::from_secs(10), "{}", test.engine);
            assert_eq!(test.store.head(T).await.expect("read").seq, 0, "{}", test.engine);
        }
        let mut reader = test.store.read(T).await.expect("a reader");
        let slow = reader.query(&SLOW, &[T.into()]).await;
        assert!(matches!(slow, Err(StoreError::TooSlow(_))), "{}: {slow:?}", test.engine);
        drop(reader);
        // Whoever asked goes away: the connection does not stay behind with the question.
        let given_up =
            tokio::time::timeout(Duration::from_millis(50), test.store.query(T, &SLOW, &[T.into()])).await;
        assert!(given_up.is_err());
        assert_eq!(test.store.head(T).await.expect("read").seq, 0, "{}", test.engine);
    }
}
