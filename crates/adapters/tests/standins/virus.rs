//! Looking for viruses, against the stand-in scanner.

use adapters::virus::{Clamd, VirusError, VirusScanner, VirusVerdict};
use standin::clamd::{ClamdSettings, KeptLook};
use standin::{Place, Running};
use std::time::Duration;
use tokio::io::AsyncWriteExt;

async fn scanner(change: impl FnOnce(&mut ClamdSettings)) -> (Running<KeptLook>, Clamd) {
    let mut settings = ClamdSettings::at(Place::anywhere());
    change(&mut settings);
    let running = standin::clamd::start(settings).await.expect("a free port");
    let address = running.address().to_string();
    (running, Clamd { address, patience: Duration::from_millis(700) })
}

/// The harmless text every scanner calls a virus, put together here.
fn eicar() -> Vec<u8> {
    ["X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-", "STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].concat().into_bytes()
}

#[tokio::test]
async fn what_is_clean_is_called_clean_also_in_many_chunks() {
    let (running, clamd) = scanner(|_| {}).await;
    for bytes in [Vec::new(), b"a page".to_vec(), vec![7; 300_000]] {
        assert_eq!(clamd.look(&bytes).await, Ok(VirusVerdict::Clean));
    }
    let looked: Vec<usize> = running.kept().all().iter().map(|look| look.bytes).collect();
    assert_eq!(looked, [0, 6, 300_000], "every byte was looked at");
}

#[tokio::test]
async fn what_is_found_is_named_wherever_it_stands() {
    let (_running, clamd) = scanner(|_| {}).await;
    let hidden = [vec![0; 65_500], eicar(), vec![0; 1_000]].concat();
    for bytes in [eicar(), hidden] {
        let found = VirusVerdict::Infected("Eicar-Test-Signature".to_owned());
        assert_eq!(clamd.look(&bytes).await, Ok(found));
    }
}

#[tokio::test]
async fn what_nobody_looked_at_is_never_clean() {
    let (_small, clamd) = scanner(|settings| settings.most = 1_000).await;
    assert_eq!(clamd.look(&vec![0; 5_000_000]).await, Err(VirusError::GiveUp));
    let (_silent, clamd) = scanner(|settings| settings.silent = true).await;
    assert_eq!(clamd.look(b"a page").await, Err(VirusError::Retry));
    let (gone, clamd) = scanner(|_| {}).await;
    drop(gone);
    assert_eq!(clamd.look(b"a page").await, Err(VirusError::Retry), "nobody is there");
}

#[tokio::test]
async fn a_line_cut_before_the_answer_and_an_answer_nobody_knows_are_not_clean() {
    for says in [&b""[..], b"stream: ", b"stream: OK, perhaps\0", b"UNKNOWN COMMAND\0"] {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address").to_string();
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.expect("somebody");
            let _ = stream.write_all(says).await;
        });
        let clamd = Clamd { address, patience: Duration::from_millis(700) };
        assert_eq!(clamd.look(b"a page").await, Err(VirusError::Retry), "{}", String::from_utf8_lossy(says));
    }
}
