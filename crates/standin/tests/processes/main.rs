//! The stand-ins in processes of their own: they come up, serve, and go when told.
//!
//! The process is this very test programme, started again to run the one ignored test that is a stand-in.

use standin::{OwnProcess, run_from_args};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;
use std::time::Duration;

/// The words of the command line, handed over in the environment because the test harness reads the real ones.
const WORDS: &str = "MOTCUA_STANDIN_WORDS";

fn start(words: &str) -> OwnProcess {
    let mut command = Command::new(std::env::current_exe().expect("a programme"));
    command.args(["--exact", "standin_process", "--ignored", "--nocapture"]).env(WORDS, words);
    OwnProcess::start(&mut command).expect("it comes up")
}

#[tokio::test]
#[ignore = "a stand-in in its own process, started by the other tests"]
async fn standin_process() {
    if let Ok(words) = std::env::var(WORDS) {
        run_from_args(words.split(' ').map(str::to_owned)).await.expect("it serves until told");
    }
}

fn get(page: &str, path: &str) -> String {
    let address = page.trim_start_matches("http://").split('/').next().expect("an address");
    let mut stream = TcpStream::connect(address).expect("the page listens");
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\n\r\n").expect("taken");
    let mut said = String::new();
    stream.read_to_string(&mut said).expect("text");
    said
}

#[test]
fn both_end_within_a_second_of_sigterm_even_with_a_connection_open() {
    for name in ["smsc", "smtp"] {
        let mut process = start(&format!("{name} --listen 127.0.0.1:0 --with-parent"));
        let _open = TcpStream::connect(process.address()).expect("it listens");
        let killed = Command::new("kill").args(["-TERM", &process.id().to_string()]).status();
        assert!(killed.expect("there is a kill").success());
        let took = process.wait().expect("watched").expect("it ends");
        assert!(took < Duration::from_secs(1), "{name} took {took:?}");
    }
}

#[test]
fn a_standin_does_not_outlive_whoever_started_it() {
    let process = start("smsc --listen 127.0.0.1:0 --with-parent");
    assert!(process.stop(), "it goes when its standard input ends");
}

#[test]
fn a_letter_sent_to_a_mail_server_is_seen_on_its_page_and_after_a_kill_in_its_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = folder.path().join("mail.jsonl");
    let words =
        format!("smtp --listen 127.0.0.1:0 --page 127.0.0.1:0 --with-parent --store {}", store.display());
    let process = start(&words);
    let mut stream = TcpStream::connect(process.address()).expect("it listens");
    let talk = "HELO a\r\nMAIL FROM:<a@b.vn>\r\nRCPT TO:<lan@nha.vn>\r\nDATA\r\nSubject: x\r\n\r\nHồ sơ đã xong\r\n.\r\nQUIT\r\n";
    stream.write_all(talk.as_bytes()).expect("taken");
    let mut said = String::new();
    stream.read_to_string(&mut said).expect("text");
    assert!(said.contains("250 2.0.0 OK"), "{said}");
    let page = process.page().expect("asked for").to_owned();
    assert!(get(&page, "/messages").contains("Hồ sơ đã xong"));
    assert!(get(&page, "/messages.json").contains("lan@nha.vn"));
    drop(process);
    let again = start(&words);
    assert!(get(again.page().expect("asked for"), "/messages").contains("Hồ sơ đã xong"));
}

#[tokio::test]
async fn a_standin_listens_on_this_machine_only() {
    for words in ["smsc --listen 0.0.0.0:0", "smtp --listen 127.0.0.1:0 --page 0.0.0.0:0"] {
        let error = run_from_args(words.split(' ').map(str::to_owned)).await.expect_err(words);
        assert!(error.to_string().contains("listens on loopback only"), "{error}");
    }
}
