//! The transparency log: what a stranger with the published files alone can check.

use crate::words::{T, clean, first_bad, new_ticket, takes, takes_at_once};
use sha2::{Digest, Sha256};
use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;
use store::testing::{TestStore, engines};
use store::{CommitError, LogKey, StoreError, TilePath, is_continued, is_included, read_note};

type Hash = [u8; 32];

fn key() -> (Arc<LogKey>, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let key = LogKey::load_or_make(folder.path(), T, "motcua.test/log").expect("a key");
    (Arc::new(key), folder)
}

// RFC 6962, section 2.1, word by word and slowly: nothing here is shared with what is tested.

fn leaf_hash(entry: &[u8]) -> Hash {
    Sha256::digest([&[0], entry].concat()).into()
}

fn node(left: &Hash, right: &Hash) -> Hash {
    Sha256::digest([&[1][..], left, right].concat()).into()
}

fn split(n: usize) -> usize {
    let mut k = 1;
    while k * 2 < n {
        k *= 2;
    }
    k
}

fn tree_hash(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => Sha256::digest([]).into(),
        [one] => *one,
        many => {
            let (left, right) = many.split_at(split(many.len()));
            node(&tree_hash(left), &tree_hash(right))
        }
    }
}

fn path(at: usize, leaves: &[Hash]) -> Vec<Hash> {
    if leaves.len() < 2 {
        return Vec::new();
    }
    let (left, right) = leaves.split_at(split(leaves.len()));
    let (mut below, beside) = if at < left.len() {
        (path(at, left), tree_hash(right))
    } else {
        (path(at - left.len(), right), tree_hash(left))
    };
    below.push(beside);
    below
}

async fn journal_leaves(test: &TestStore) -> Vec<Hash> {
    let (mut leaves, mut after) = (Vec::new(), 0);
    loop {
        let events = test.store.feed(T, after, 1_000).await.expect("read");
        let Some(last) = events.last() else { return leaves };
        after = last.seq;
        leaves.extend(events.iter().map(|event| leaf_hash(&event.hash)));
    }
}

#[tokio::test]
async fn a_checkpoint_is_signed_over_the_root_of_all_events() {
    let (key, _folder) = key();
    for test in engines().await {
        assert_eq!(test.store.log_checkpoint(T).await.unwrap(), None);
        let empty = test.store.checkpoint(T, &key, 5).await.expect("signed");
        assert_eq!((empty.size, empty.root), (0, tree_hash(&[])));
        for (many, from) in [(1, 1), (2, 2), (4, 4)] {
            takes_at_once(&test.store, from, many).await;
            let signed = test.store.checkpoint(T, &key, 6).await.expect("signed");
            let leaves = journal_leaves(&test).await;
            assert_eq!(signed.root, tree_hash(&leaves), "{}", test.engine);
            let said = read_note(&signed.note, key.verifier()).expect("signed by the key");
            assert_eq!(said, ("motcua.test/log".to_owned(), signed.size, signed.root));
            assert_eq!(test.store.log_checkpoint(T).await.unwrap(), Some(signed.clone()));
            let again = test.store.checkpoint(T, &key, 99).await.expect("nothing new");
            assert_eq!(again, signed, "nothing new is not signed again");
        }
        clean(&test).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn anybody_can_rebuild_the_root_from_the_published_files_alone() {
    let (key, _folder) = key();
    for test in engines().await {
        // Two full tiles and a bit, grown in uneven bites.
        for (from, many) in [(1, 100), (101, 156), (257, 1), (258, 260)] {
            takes_at_once(&test.store, from, many).await;
            test.store.checkpoint(T, &key, 6).await.expect("signed");
        }
        let newest = test.store.log_checkpoint(T).await.unwrap().expect("signed");
        assert_eq!(newest.size, 517);
        let mut leaves = Vec::new();
        for (name, width) in [("000", 256), ("001", 256), ("002.p/5", 5)] {
            let bundle =
                test.store.log_file(T, &format!("entries/{name}")).await.unwrap().expect("published");
            let tile = test.store.log_file(T, &format!("0/{name}")).await.unwrap().expect("published");
            let entries: Vec<&[u8]> = bundle.chunks(34).collect();
            assert_eq!((entries.len(), tile.len()), (width, width * 32));
            for (entry, hash) in entries.iter().zip(tile.chunks(32)) {
                assert_eq!(entry[..2], [0, 32]);
                assert_eq!(leaf_hash(&entry[2..]), hash, "an entry and its hash");
                leaves.push(leaf_hash(&entry[2..]));
            }
        }
        assert_eq!(tree_hash(&leaves), newest.root, "{}", test.engine);
        let upper = test.store.log_file(T, "1/000.p/2").await.unwrap().expect("published");
        assert_eq!(upper[..32], tree_hash(&leaves[..256]));
        assert_eq!(upper[32..], tree_hash(&leaves[256..512]));
        for beyond in
            ["0/002", "0/002.p/6", "0/003.p/1", "1/000", "1/000.p/3", "2/000.p/1", "entries/002", "0/002.p/0"]
        {
            assert_eq!(test.store.log_file(T, beyond).await.unwrap(), None, "{beyond}");
        }
        let earlier = test.store.log_tile(T, 0, 0, 100).await.unwrap().expect("an older, narrower tile");
        assert_eq!(earlier.len(), 3200);
        clean(&test).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_event_has_a_proof_and_no_other_event_fits_it() {
    let (key, _folder) = key();
    for test in engines().await {
        takes_at_once(&test.store, 1, 300).await;
        test.store.checkpoint(T, &key, 6).await.expect("signed");
        let leaves = journal_leaves(&test).await;
        let root = tree_hash(&leaves);
        for seq in [1, 2, 3, 128, 255, 256, 257, 299, 300_i64] {
            let proof = test.store.inclusion(T, seq).await.unwrap().expect("in the log");
            assert!(proof.holds(), "{}: {seq}", test.engine);
            assert_eq!(proof.checkpoint.root, root);
            assert_eq!(
                proof.path,
                path(usize::try_from(seq - 1).unwrap(), &leaves),
                "{}: {seq}",
                test.engine
            );
            let by_hand =
                proof.path.iter().zip(proof.stands_left()).fold(proof.leaf(), |so_far, (beside, left)| {
                    if left { node(beside, &so_far) } else { node(&so_far, beside) }
                });
            assert_eq!(by_hand, root, "{}: {seq}: step by step, as a page tells it", test.engine);
            let mut other = proof.entry;
            other[0] ^= 1;
            assert!(!is_included(&other, seq, &proof.path, 300, &root));
            assert!(!is_included(&proof.entry, seq + 1, &proof.path, 300, &root));
            assert!(!is_included(&proof.entry, seq, &proof.path, 300, &other));
        }
        takes_at_once(&test.store, 301, 1).await;
        assert_eq!(test.store.inclusion(T, 301).await.unwrap(), None, "not signed yet");
        assert_eq!(test.store.inclusion_proof(T, 1, 301).await.unwrap(), None);
        assert_eq!(test.store.inclusion_proof(T, 0, 300).await.unwrap(), None);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_monitor_sees_that_the_log_only_grew() {
    let (key, _folder) = key();
    for test in engines().await {
        let mut signed = Vec::new();
        for (from, many) in [(1, 3), (4, 253), (257, 44)] {
            takes_at_once(&test.store, from, many).await;
            signed.push(test.store.checkpoint(T, &key, 6).await.expect("signed"));
        }
        let newest = signed.last().expect("three").clone();
        for before in &signed {
            let proof = test
                .store
                .consistency_proof(T, before.size, newest.size)
                .await
                .unwrap()
                .expect("both signed");
            let (small, large) = ((before.size, &before.root), (newest.size, &newest.root));
            assert!(is_continued(&proof, small, large), "{}: {}", test.engine, before.size);
            let mut other = before.root;
            other[5] ^= 1;
            assert!(!is_continued(&proof, (before.size, &other), large), "{}", test.engine);
        }
    }
}

#[tokio::test]
async fn a_past_rewritten_with_right_hashes_is_neither_verified_nor_signed_again() {
    let (key, _folder) = key();
    for test in engines().await {
        takes(&test.store, 3).await;
        test.store.checkpoint(T, &key, 6).await.expect("signed");
        // The operator moves the time of the last event, hashes it again and mends every row that follows from it.
        let mut event = test.store.feed(T, 2, 1).await.unwrap().remove(0);
        event.occurred_at += 60_000;
        let hash = event.computed_hash(T);
        let digest_before = {
            let events = test.store.feed(T, 0, 2).await.unwrap();
            events.iter().fold(vec![0; 32], |digest, event| {
                Sha256::digest([digest.as_slice(), &event.hash].concat()).to_vec()
            })
        };
        let digest = Sha256::digest([digest_before.as_slice(), &hash].concat()).to_vec();
        for (sql, bytes) in [
            (
                "UPDATE journal SET occurred_at = occurred_at + 60000, hash = $2 WHERE tenant = $1 AND seq = 3",
                &hash,
            ),
            ("UPDATE stream SET head_hash = $2 WHERE tenant = $1 AND stream = 3", &hash),
            ("UPDATE tenant_head SET digest = $2 WHERE tenant = $1", &digest),
        ] {
            test.store.raw_execute(sql, &[T.into(), bytes.clone().into()]).await.expect("rewritten");
        }
        let bad = first_bad(&test.store).await;
        assert_eq!((bad.seq, bad.what.contains("root")), (3, true), "{}: {bad:?}", test.engine);
        test.store.commit(T, new_ticket("c4", 4)).await.expect("written");
        let refused = test.store.checkpoint(T, &key, 7).await;
        assert!(matches!(refused, Err(CommitError::Failure(StoreError::Corrupt(_)))), "{refused:?}");
        assert_eq!(test.store.log_checkpoint(T).await.unwrap().expect("the old one").size, 3);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn damaged_tiles_and_checkpoints_are_found() {
    let (key, _folder) = key();
    for test in engines().await {
        takes_at_once(&test.store, 1, 260).await;
        let signed = test.store.checkpoint(T, &key, 6).await.expect("signed");
        let tile = test.store.log_tile(T, 0, 0, 256).await.unwrap().expect("kept");
        let mut flipped = tile.clone();
        flipped[4000] ^= 1;
        let put = "UPDATE log_tile SET hashes = $2 WHERE tenant = $1 AND level = 0";
        test.store.raw_execute(put, &[T.into(), flipped.into()]).await.expect("damaged");
        assert_eq!(first_bad(&test.store).await.stream, "0/0", "{}", test.engine);
        test.store.raw_execute(put, &[T.into(), tile.into()]).await.expect("mended");
        clean(&test).await;
        let note = signed.note.replace("\n260\n", "\n261\n");
        let put = "UPDATE log_checkpoint SET note = $2 WHERE tenant = $1 AND size = 260";
        test.store.raw_execute(put, &[T.into(), note.into()]).await.expect("damaged");
        assert_eq!(first_bad(&test.store).await.seq, 260, "{}", test.engine);
        test.store.raw_execute(put, &[T.into(), signed.note.into()]).await.expect("mended");
        let longer = "UPDATE log_checkpoint SET size = 270 WHERE tenant = $1 AND size = 260";
        test.store.raw_execute(longer, &[T.into()]).await.expect("damaged");
        assert!(first_bad(&test.store).await.what.contains("ends before"), "{}", test.engine);
    }
}

#[test]
fn the_key_is_made_once_for_its_owner_alone() {
    let (key, folder) = key();
    let again = LogKey::load_or_make(folder.path(), T, "another.name/log").expect("the same");
    assert_eq!((again.verifier(), again.origin()), (key.verifier(), "motcua.test/log"));
    let file = folder.path().join("log-49.key");
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let text = std::fs::read_to_string(&file).unwrap();
    assert_eq!(LogKey::from_text(&text).unwrap().verifier(), key.verifier());
    assert!(!format!("{key:?}").contains(text.trim()), "the secret is not shown");
    assert!(matches!(LogKey::from_text("PRIVATE+KEY+x"), Err(StoreError::LogKey(_))));
    assert!(matches!(
        LogKey::load_or_make(folder.path(), domain::kernel::Tenant(1), "a b"),
        Err(StoreError::LogKey(_))
    ));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left lying about");
}

#[test]
fn every_key_can_be_read_back() {
    // Base64 has plus signs of its own.
    for _ in 0..50 {
        let (key, folder) = key();
        let again = LogKey::load_or_make(folder.path(), T, "motcua.test/log").expect("the same");
        assert_eq!(again.verifier(), key.verifier());
    }
}

#[test]
fn a_note_by_another_key_says_nothing() {
    let (one, _folder) = key();
    let (other, _folder) = key();
    let note = "motcua.test/log\n1\nAAAA\n\n";
    assert_eq!(read_note(note, one.verifier()), None);
    assert_ne!(one.verifier(), other.verifier());
    assert_eq!(TilePath::parse("0/000"), Some(TilePath::Hashes(0, 0, 256)));
}
