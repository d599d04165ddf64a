//! A message centre in a process of its own that is killed and comes back.

use crate::support::{noted, sender, sms, until};
use adapters::sms::{Retry, SmsError, SmsSender};
use standin::{OwnProcess, run_from_args};
use std::process::Command;

/// The words of the command line, handed over in the environment because the test harness reads the real ones.
const WORDS: &str = "MOTCUA_STANDIN_WORDS";

#[tokio::test]
#[ignore = "a stand-in in its own process, started by the other tests"]
async fn standin_process() {
    if let Ok(words) = std::env::var(WORDS) {
        run_from_args(words.split(' ').map(str::to_owned)).await.expect("it serves until told");
    }
}

fn start(words: &str) -> OwnProcess {
    let mut command = Command::new(std::env::current_exe().expect("a programme"));
    command.args(["--exact", "sms_process::standin_process", "--ignored", "--nocapture"]).env(WORDS, words);
    OwnProcess::start(&mut command).expect("it comes up")
}

#[tokio::test]
async fn after_the_centre_was_killed_and_came_back_messages_go_again_and_none_is_lost() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = folder.path().join("sms.jsonl");
    let words = |listen: &str| format!("smsc --listen {listen} --with-parent --store {}", store.display());
    let first = start(&words("127.0.0.1:0"));
    let address = first.address();
    let (sender, mut receipts) = sender(address);
    let accepted = sender.send(&sms("m1", "trước khi mất điện")).await.expect("accepted");
    assert_eq!(vec![noted(&mut receipts).await.provider_id], accepted.provider_ids);

    drop(first);
    until("the sender notices", || !sender.is_bound()).await;
    assert_eq!(sender.send(&sms("m2", "khi đang mất điện")).await, Err(SmsError::Retry(Retry::NoLink)));

    let _second = start(&words(&address.to_string()));
    until("the sender binds again", || sender.is_bound()).await;
    let again = sender.send(&sms("m2", "sau khi có điện")).await.expect("accepted");
    assert_ne!(again.provider_ids, accepted.provider_ids, "ids go on, they do not begin again");
    noted(&mut receipts).await;
    let lines = std::fs::read_to_string(&store).expect("the centre's file");
    let texts: Vec<String> = lines
        .lines()
        .map(|line| serde_json::from_str::<standin::smsc::KeptSms>(line).expect("a message").text)
        .collect();
    assert_eq!(texts, ["trước khi mất điện", "sau khi có điện"]);
}
