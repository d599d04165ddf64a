//! Backups move between engines, whole or not at all.

use crate::words::{T, call, clean, new_ticket, somebody, takes};
use domain::kernel::Tenant;
use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use store::testing::{TestStore, engines};
use store::{AccessAbout, AccessOutcome, AccessWrite, CatalogueRow, CommitError, LogKey, StoreError};

/// Something in every table of the store's own that a backup holds.
async fn a_province(test: &TestStore, folder: &Path) {
    let store = &test.store;
    takes(store, 30).await;
    call(store, "call", 3).await.expect("called");
    let mut with_person = new_ticket("p", 31);
    with_person.subjects.push(somebody(7));
    store.commit(T, with_person).await.expect("written");
    let row = CatalogueRow {
        kind: "unit".to_owned(),
        code: "H49".to_owned(),
        version: "1".to_owned(),
        valid_from: "2025-07-01".to_owned(),
        valid_to: String::new(),
        body: "{\"name\":\"Quảng Ninh\"}".to_owned(),
    };
    store.put_catalogue(T, vec![row], "P1", "QĐ 1", 5).await.expect("written");
    store.put_setting(T, "late_grace", "0", "P1", 5).await.expect("written");
    let key = Arc::new(LogKey::load_or_make(folder, T, "motcua.test/log").expect("a key"));
    store.checkpoint(T, &key, 9).await.expect("signed");
    let access = AccessWrite {
        id: 1,
        actor: "P1".to_owned(),
        position: String::new(),
        about: AccessAbout::Dossier(domain::kernel::StreamId(3)),
        action: "dossier_opened".to_owned(),
        opened_at: 3,
    };
    store.open_access(T, access).await.expect("opened");
    store.complete_access(T, 1, AccessOutcome::Shown, 4).await.expect("completed");
}

async fn same(one: &TestStore, two: &TestStore) {
    clean(two).await;
    assert_eq!(one.store.head(T).await.expect("read"), two.store.head(T).await.expect("read"));
    assert_eq!(
        one.store.feed(T, 0, 100).await.expect("read"),
        two.store.feed(T, 0, 100).await.expect("read")
    );
    assert_eq!(
        one.store.list_catalogue(T).await.expect("read"),
        two.store.list_catalogue(T).await.expect("read")
    );
    assert_eq!(one.store.settings(T).await.expect("read"), two.store.settings(T).await.expect("read"));
    assert_eq!(
        one.store.log_checkpoint(T).await.expect("read"),
        two.store.log_checkpoint(T).await.expect("read")
    );
    assert_eq!(
        one.store.list_access(T, (0, 0), 9).await.expect("read"),
        two.store.list_access(T, (0, 0), 9).await.expect("read")
    );
    let subject = domain::kernel::SubjectId(7);
    assert_eq!(
        one.store.subject(T, subject, None).await.expect("read"),
        two.store.subject(T, subject, None).await.expect("read")
    );
}

#[tokio::test]
async fn a_backup_of_one_engine_restores_into_the_other_and_back() {
    let folder = tempfile::tempdir().unwrap();
    let (mut from, mut to) = (engines().await, engines().await);
    let file = folder.path().join("backup.motcua");
    for _ in 0..2 {
        let (from, to) = (from.remove(0), to.pop().unwrap());
        a_province(&from, folder.path()).await;
        let told = AtomicI64::new(0);
        let progress = |done, of| {
            assert!(done <= of);
            told.store(done, Ordering::SeqCst);
        };
        let rows = from.store.backup_with(T, &file, &progress).await.expect("backed up");
        assert_eq!(told.load(Ordering::SeqCst), i64::try_from(rows).unwrap());
        let mode = std::fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "it holds personal data");
        assert_eq!(to.store.restore(T, &file).await.expect("restored"), rows);
        same(&from, &to).await;
        // And the work goes on: numbers, chains and the log where they stopped.
        to.store.commit(T, new_ticket("after", 99)).await.expect("numbers go on");
        let key = Arc::new(LogKey::load_or_make(folder.path(), T, "motcua.test/log").expect("the key"));
        to.store.checkpoint(T, &key, 10).await.expect("signed");
        clean(&to).await;
    }
}

#[tokio::test]
async fn a_backup_is_never_restored_over_anything() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("backup.motcua");
    for test in engines().await {
        takes(&test.store, 3).await;
        test.store.backup(T, &file).await.expect("backed up");
        let refused = test.store.restore(T, &file).await;
        assert!(matches!(refused, Err(CommitError::Failure(StoreError::Unfit(_)))), "{refused:?}");
        clean(&test).await;
        let other = test.store.restore(Tenant(50), &file).await;
        assert!(
            matches!(other, Err(CommitError::Failure(StoreError::Unfit(_)))),
            "another province's: {other:?}"
        );
    }
    for test in engines().await {
        test.store.put_setting(T, "late_grace", "0", "P1", 5).await.expect("written");
        let refused = test.store.restore(T, &file).await;
        assert!(matches!(refused, Err(CommitError::Failure(StoreError::Unfit(_)))), "one setting is enough");
    }
}

fn unzipped(file: &Path) -> Vec<u8> {
    let mut lines = Vec::new();
    flate2::read::GzDecoder::new(std::fs::File::open(file).expect("a file"))
        .read_to_end(&mut lines)
        .expect("a file");
    lines
}

fn zipped(lines: &[u8], file: &Path) {
    let mut out = flate2::write::GzEncoder::new(
        std::fs::File::create(file).expect("a file"),
        flate2::Compression::fast(),
    );
    out.write_all(lines).expect("a file");
    out.finish().expect("a file");
}

#[tokio::test]
async fn a_backup_that_was_cut_off_or_changed_is_refused_whole() {
    let folder = tempfile::tempdir().unwrap();
    let (file, damaged) = (folder.path().join("backup.motcua"), folder.path().join("damaged.motcua"));
    let made = engines().await.remove(0);
    a_province(&made, folder.path()).await;
    made.store.backup(T, &file).await.expect("backed up");
    let (packed, lines) = (std::fs::read(&file).unwrap(), unzipped(&file));
    for test in engines().await {
        for length in [0, 10, packed.len() / 2, packed.len() - 9, packed.len() - 1] {
            std::fs::write(&damaged, &packed[..length]).unwrap();
            test.store.restore(T, &damaged).await.expect_err("cut off in its packing");
        }
        let ends: Vec<usize> =
            lines.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1).collect();
        for end in [ends[0], ends[5], ends[ends.len() / 2], ends[ends.len() - 2], lines.len() - 1] {
            zipped(&lines[..end], &damaged);
            test.store.restore(T, &damaged).await.expect_err("cut off at a line");
        }
        let changed = String::from_utf8(lines.clone()).unwrap().replace("late_grace", "late_graze");
        zipped(changed.as_bytes(), &damaged);
        test.store.restore(T, &damaged).await.expect_err("changed");
        assert_eq!(test.store.head(T).await.unwrap().seq, 0, "{}: nothing of it was kept", test.engine);
        assert!(test.store.settings(T).await.unwrap().is_empty());
        test.store.restore(T, &file).await.expect("the whole one is taken");
        clean(&test).await;
    }
}
