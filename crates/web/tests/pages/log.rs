//! The public log as a stranger uses it: with what is published, and SHA-256.

use crate::visitor::House;
use axum::http::StatusCode;
use domain::kernel::StreamId;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use store::{LogKey, read_note};

async fn a_promise(house: &House) -> (StreamId, String) {
    let officer = house.centre.staff("ha.lt");
    house.centre.opens_counter(&officer, "05").await;
    let form = house.centre.form("1.115778", "quang-ninh");
    let dossier = house.centre.receives(&officer, "05", form, Some(50_000)).await;
    (dossier, house.centre.dossier(dossier).await.intake.token)
}

async fn signs(house: &House) -> LogKey {
    let folder = tempfile::tempdir().expect("a folder");
    let key = Arc::new(
        LogKey::load_or_make(folder.path(), app::testing::QUANG_NINH, "mau.example.vn/log").expect("a key"),
    );
    let app = &house.centre.app;
    app.store().checkpoint(app.tenant(), &key, app.now()).await.expect("signed");
    LogKey::load_or_make(folder.path(), app.tenant(), "mau.example.vn/log").expect("the same key")
}

fn unhex(text: &Value) -> Vec<u8> {
    let text = text.as_str().expect("digits");
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).expect("digits")).collect()
}

/// The hash of an event as the file says it is made, from nothing but the file.
fn hash_of(event: &Value) -> Vec<u8> {
    let framed =
        |bytes: &[u8]| [&u64::try_from(bytes.len()).expect("lengths fit").to_be_bytes(), bytes].concat();
    let mut all = unhex(&event["prev_hash"]);
    all.extend(framed(&unhex(&event["nonce"])));
    for name in ["tenant", "seq", "stream", "version", "schema", "occurred_at", "recorded_at", "ordinal"] {
        let number: i64 = event[name].as_str().expect("a number as text").parse().expect("a number");
        all.extend(framed(&number.to_be_bytes()));
    }
    for name in ["kind", "name", "actor", "position", "on_behalf_of", "rule", "command_id", "numbers", "body"]
    {
        all.extend(framed(event[name].as_str().expect("text").as_bytes()));
    }
    Sha256::digest(all).to_vec()
}

#[tokio::test]
async fn the_applicant_can_check_the_promise_with_the_file_alone() {
    let house = House::open().await;
    let (_, token) = a_promise(&house).await;
    let page = house.visitor().get(&format!("/d/{token}")).await;
    assert!(page.says("Lời hẹn sẽ có trong sổ công khai"), "{}", page.body);
    let file = format!("/d/{token}/proof.json");
    assert_eq!(house.visitor().get(&file).await.status, StatusCode::NOT_FOUND, "nothing is signed yet");

    let key = signs(&house).await;
    let kept: Value = serde_json::from_slice(&house.visitor().get(&file).await.bytes).expect("a file");
    let body: Value = serde_json::from_str(kept["event"]["body"].as_str().unwrap()).expect("the event");
    assert!(kept["event"]["name"] == "DossierReceived", "{body}");
    let entry = hash_of(&kept["event"]);
    let mut node = Sha256::digest([&[0][..], &entry].concat()).to_vec();
    for beside in kept["path"].as_array().expect("a path") {
        let hash = unhex(&beside["hash"]);
        let pair = if beside["side"] == "left" { [hash, node] } else { [node, hash] };
        node = Sha256::digest([&[1][..], &pair.concat()].concat()).to_vec();
    }
    let note = kept["checkpoint"].as_str().unwrap();
    let (origin, size, root) = read_note(note, key.verifier()).expect("signed by the key that is published");
    assert_eq!((origin.as_str(), root.to_vec()), ("mau.example.vn/log", node));
    assert!(size >= kept["event"]["seq"].as_str().unwrap().parse().unwrap());

    let page = house.visitor().get(&format!("/d/{token}?lang=en")).await;
    for words in [kept["leaf"].as_str().unwrap(), kept["root"].as_str().unwrap(), "<dd>fits</dd>"] {
        assert!(page.says(words), "{words}: {}", page.body);
    }
    assert_eq!(house.visitor().get("/d/0/proof.json").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_promise_that_was_moved_in_the_database_does_not_fit_the_log() {
    let house = House::open().await;
    let (dossier, token) = a_promise(&house).await;
    signs(&house).await;
    let moved = store::Statement::tenant(
        "moved",
        "UPDATE journal SET occurred_at = occurred_at + 1 WHERE tenant = $1 AND stream = $2",
    );
    let app = &house.centre.app;
    app.store().execute(app.tenant(), &moved, &[app.tenant().into(), dossier.into()]).await.expect("moved");
    let page = house.visitor().get(&format!("/d/{token}")).await;
    assert!(page.says("không khớp với sổ công khai"), "{}", page.body);
}

#[tokio::test]
async fn the_log_is_published_as_monitors_expect_it() {
    let house = House::open().await;
    for path in ["/log/checkpoint", "/log/key", "/log/tile/0/000.p/1"] {
        assert_eq!(house.visitor().get(path).await.status, StatusCode::NOT_FOUND, "{path} is too early");
    }
    let page = house.visitor().get("/log").await;
    assert!(page.status == StatusCode::OK && page.says("Chưa có mốc nào được ký"), "{}", page.body);

    a_promise(&house).await;
    for _ in 0..260 {
        house.centre.takes_ticket("land").await;
    }
    let key = signs(&house).await;
    let checkpoint = house.visitor().get("/log/checkpoint").await;
    assert_eq!(checkpoint.header("content-type"), "text/plain; charset=utf-8");
    assert_eq!(checkpoint.header("cache-control"), "no-cache");
    let (_, size, root) = read_note(&checkpoint.body, key.verifier()).expect("signed");
    assert_eq!(house.visitor().get("/log/key").await.body.trim(), key.verifier());
    let width = size % 256;
    let full = size / 256;
    assert!(full >= 1 && width > 0, "{size}: a full tile and a partial one");

    let whole = house.visitor().get("/log/tile/0/000").await;
    assert_eq!((whole.status, whole.bytes.len()), (StatusCode::OK, 256 * 32));
    assert_eq!(whole.header("cache-control"), "public, max-age=31536000, immutable");
    let part = house.visitor().get(&format!("/log/tile/0/{full:03}.p/{width}")).await;
    assert_eq!(part.bytes.len(), usize::try_from(width).unwrap() * 32);
    assert!(!part.header("cache-control").contains("immutable"));
    let entries = house.visitor().get("/log/tile/entries/000").await;
    let first = Sha256::digest([&[0][..], &entries.bytes[2..34]].concat());
    assert_eq!(whole.bytes[..32], first[..], "an entry and its hash");
    for wrong in ["0/00", "0/999", "9/000", "0/000.p/0", "0/000/..", "entries/"] {
        let answer = house.visitor().get(&format!("/log/tile/{wrong}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{wrong}");
    }
    let page = house.visitor().get("/log?lang=en").await;
    let digits: String = root.iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(page.says(&digits) && page.says(&size.to_string()), "{}", page.body);
}
