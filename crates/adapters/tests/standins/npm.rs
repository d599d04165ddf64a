//! An independent message centre: the npm package `smpp`, in a Node process.
//!
//! `npm ci` in `crates/adapters/tests/npm-smsc` brings it. Without it the tests say so and count as skipped, except where
//! CI=true.

use crate::support::{LONG, noted, quick, sms};
use adapters::sms::{
    Accents, DeliveryState, Encoding, Receipts, Retry, SmppSender, Sms, SmsError, SmsSender, unaccented,
};
use serde_json::Value;
use standin::OwnProcess;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// The centre, unless the package is not there.
fn centre(file: &Path) -> Option<OwnProcess> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/npm-smsc");
    if !folder.join("node_modules/smpp").exists() {
        assert!(std::env::var("CI").as_deref() != Ok("true"), "run `npm ci` in {}", folder.display());
        println!("skipped: no npm smpp");
        return None;
    }
    let mut command = Command::new("node");
    command.arg(folder.join("server.js")).arg(file);
    Some(OwnProcess::start(&mut command).expect("it comes up"))
}

fn sender(centre: &OwnProcess) -> (SmppSender, Receipts) {
    let settings =
        adapters::sms::SmppSettings { answer_timeout: Duration::from_secs(5), ..quick(centre.address()) };
    SmppSender::try_start(settings).expect("good settings")
}

/// The submissions the centre saw, as it decoded them.
fn seen(file: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(file).expect("the centre's file");
    text.lines().map(|line| serde_json::from_str(line).expect("json")).collect()
}

#[tokio::test]
async fn an_independent_centre_reads_our_log_in_our_parts_and_our_letters() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("seen.jsonl");
    let Some(centre) = centre(&file) else { return };
    let (sender, mut receipts) = sender(&centre);

    let accepted = sender.send(&sms("m1", LONG)).await.expect("accepted");
    assert_eq!((accepted.encoding, accepted.parts), (Encoding::Ucs2, 3));
    for _ in 0..3 {
        let receipt = noted(&mut receipts).await;
        assert!(accepted.provider_ids.contains(&receipt.provider_id));
        assert_eq!(receipt.state, DeliveryState::Delivered);
    }
    let plain = Sms { accents: Accents::Drop, ..sms("m2", LONG) };
    assert_eq!(sender.send(&plain).await.expect("accepted").parts, 2);

    let seen = seen(&file);
    assert_eq!(seen[0]["interface_version"], 0x34);
    let parts = |range: std::ops::Range<usize>| -> String {
        seen[range].iter().map(|part| part["text"].as_str().expect("text")).collect()
    };
    assert_eq!(parts(1..4), LONG);
    assert_eq!(parts(4..6), unaccented(LONG));
    for (at, part) in seen[1..4].iter().enumerate() {
        let udh: Vec<u64> =
            part["udh"].as_array().expect("a header").iter().filter_map(Value::as_u64).collect();
        assert_eq!((&udh[..2], udh[3], udh[4]), (&[0, 3][..], 3, at as u64 + 1), "{part}");
        assert_eq!((part["data_coding"].as_u64(), part["esm_class"].as_u64()), (Some(8), Some(0x40)));
        assert_eq!(part["registered_delivery"], 1);
        assert_eq!(part["destination_addr"], "84912345678");
        assert_eq!((part["dest_addr_ton"].as_u64(), part["dest_addr_npi"].as_u64()), (Some(1), Some(1)));
        assert_eq!(part["source_addr_ton"], 5, "a brandname");
    }
    sender.shut_down().await;
}

#[tokio::test]
async fn an_independent_centre_that_slows_us_down_or_refuses_is_understood() {
    let folder = tempfile::tempdir().expect("a folder");
    let Some(centre) = centre(&folder.path().join("seen.jsonl")) else { return };
    let (sender, _receipts) = sender(&centre);
    assert_eq!(sender.send(&sms("m1", "THROTTLE")).await, Err(SmsError::Retry(Retry::Throttled)));
    let refused = sender.send(&sms("m2", "BADDEST")).await.expect_err("refused");
    assert_eq!(refused.code(), "sms.bad_destination");
    assert!(sender.send(&sms("m3", "Hồ sơ")).await.is_ok(), "the line is still good");
}
