//! A server as a process: it says where it is, keeps its file to itself, and ends when told.

use super::{Place, text};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

pub(super) struct Server {
    child: Child,
    pub(super) address: String,
    /// Lines after the one that says where it listens.
    said: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub(super) fn start(place: &Place, words: &[&str]) -> Self {
        Self::of(place.command(words), "listening on http://")
    }

    /// A programme that says on a line where it listens.
    pub(super) fn of(mut command: Command, says: &str) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("it starts");
        let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
        let address = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| line.strip_prefix(says).map(str::to_owned))
            .expect("it says where it listens");
        // The pipe is emptied, or a talkative server would stop.
        let said = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&said);
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                heard.lock().expect("nobody panicked").push(line);
            }
        });
        Self { child, address, said }
    }

    /// Waits until it says a line that begins so.
    fn says(&self, beginning: &str) {
        let said =
            || self.said.lock().expect("nobody panicked").iter().any(|line| line.starts_with(beginning));
        wait_until(&format!("it says {beginning:?}"), said);
    }

    fn get(&self, path: &str) -> String {
        self.asked(path, "")
    }

    /// The same with a token.
    pub(super) fn get_with(&self, path: &str, token: &str) -> String {
        self.asked(path, &format!("Authorization: Bearer {token}\r\n"))
    }

    fn asked(&self, path: &str, headers: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a time limit");
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\n{headers}Connection: close\r\n\r\n", self.address)
            .expect("asked");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("answered");
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// As a power cut ends it.
    pub(super) fn killed(self) {
        assert_eq!(self.told("-KILL").0, None);
    }

    /// Sends a signal and gives the exit code and how long it took.
    fn told(mut self, signal: &str) -> (Option<i32>, Duration) {
        let began = Instant::now();
        let sent = Command::new("kill").arg(signal).arg(self.child.id().to_string()).status().expect("kill");
        assert!(sent.success());
        let status = self.child.wait().expect("it ends");
        (status.code(), began.elapsed())
    }
}

#[track_caller]
fn wait_until(what: &str, is_so: impl Fn() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < Duration::from_secs(60), "waited in vain until {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(super) const SERVE: [&str; 3] = ["serve", "--listen", "127.0.0.1:0"];

#[test]
fn a_server_answers_and_ends_within_five_seconds_of_a_signal() {
    for signal in ["-TERM", "-INT"] {
        let place = Place::new();
        let server = Server::start(&place, &SERVE);
        assert!(server.get("/health/ready").starts_with("HTTP/1.1 200"));
        // A live page holds its connection for as long as somebody looks at it.
        let mut looking = TcpStream::connect(&server.address).expect("it listens");
        write!(looking, "GET /live?topics=hall:H1 HTTP/1.1\r\nHost: {}\r\n\r\n", server.address)
            .expect("asked");
        let (code, took) = server.told(signal);
        assert_eq!(code, Some(0), "{signal}");
        assert!(took < Duration::from_secs(5), "{signal}: {took:?}");
    }
}

#[test]
fn commands_go_through_the_server_that_has_the_file_and_a_second_server_is_refused() {
    let place = Place::new();
    let server = Server::start(&place, &SERVE);
    assert_eq!(place.run(&["verify", "--json"]).ended(0).json()["ok"], true);
    let row = r#"{"code": "9.000001", "publisher": "bo-tu-phap", "ten_thu_tuc": "Thủ tục thử qua ổ cắm"}"#;
    let file = place.write("one.jsonl", row);
    let report = place.run(&["import", "procedures", text(&file), "--json"]).ended(0).json();
    assert_eq!(report["imported"], 1);
    assert!(
        server.get("/procedures/9.000001@bo-tu-phap").contains("Thủ tục thử qua ổ cắm"),
        "the server knows it at once"
    );
    assert!(place.run(&["export", "procedures"]).ended(0).out.contains("qua ổ cắm"));
    let copy = place.file("copy.motcua");
    let said = place.run(&["backup", text(&copy)]).ended(0);
    assert!(said.err.contains("backing up: "), "the server says how far it is: {}", said.err);
    assert!(place.run(&["rebuild"]).ended(0).out.starts_with("rebuilt"));

    for words in [&SERVE[..], &["restore", text(&copy)]] {
        let said = place.run(words).ended(1);
        assert!(
            said.err.contains("another motcua process") && said.err.contains("Stop the one"),
            "{}",
            said.err
        );
    }
    let (code, _) = server.told("-TERM");
    assert_eq!(code, Some(0));
    assert!(!place.data().join("motcua.sock").exists(), "the way in went with the server");
    place.run(&["verify"]).ended(0);
}

#[test]
fn while_a_command_without_a_way_in_has_the_file_others_are_told_what_to_do() {
    let place = Place::new();
    std::fs::create_dir_all(place.data()).expect("a folder");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let _inside = runtime.enter();
    let store =
        store::Store::open_sqlite(&place.data().join("motcua.db"), store::Options::default()).expect("ours");
    let said = place.run(&["verify"]).ended(1);
    assert!(said.err.contains("another motcua process") && said.err.contains("Stop the one"), "{}", said.err);
    runtime.block_on(store.close());
}

#[test]
fn the_way_in_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    let _server = Server::start(&place, &SERVE);
    let socket = std::fs::metadata(place.data().join("motcua.sock")).expect("a socket");
    assert_eq!(socket.permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_server_that_was_killed_starts_again_from_its_journal() {
    let place = Place::new();
    let server = Server::start(&place, &SERVE);
    let (code, _) = server.told("-KILL");
    assert_eq!(code, None);
    let again = Server::start(&place, &SERVE);
    assert!(again.get("/health/ready").starts_with("HTTP/1.1 200"));
}

#[test]
fn a_port_that_is_taken_is_named() {
    let place = Place::new();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("an address").to_string();
    let said = place.run(&["serve", "--listen", &address]).ended(1);
    assert!(said.err.contains(&address), "{}", said.err);
}

#[test]
fn configuration_comes_from_the_file_and_a_secret_is_never_said() {
    let place = Place::new();
    let file = place.write("broken.toml", "[sms]\naddress = \"127.0.0.1:1\"\npassword = \"s3cret\" x\n");
    let said = place.run(&["--config", text(&file), "doctor"]).ended(2);
    assert!(said.err.contains("line 3") && !said.err.contains("s3cret"), "{}", said.err);
    let file = place.write("fits.toml", "[sms]\naddress = \"127.0.0.1:1\"\npassword = \"s3cret\"\n");
    let said = place.run(&["--config", text(&file), "doctor"]).ended(1);
    assert!(said.out.contains("127.0.0.1:1 does not answer"), "{}", said.out);
    assert!(!said.out.contains("s3cret") && !said.err.contains("s3cret"));
}

#[test]
fn accounts_are_opened_for_people_of_the_catalogue_with_a_password_from_standard_input() {
    let place = Place::new();
    drop(Server::start(&place, &SERVE));
    let with_password = |words: &[&str], password: &str| {
        let mut child = place
            .command(words)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        child.stdin.take().expect("piped").write_all(password.as_bytes()).expect("written");
        super::Said::of(&child.wait_with_output().expect("it ends"))
    };
    let add = ["account", "add", "lan", "--person", "ha.lt"];
    with_password(&add, "ngan\n").ended(1);
    with_password(&["account", "add", "lan", "--person", "nobody"], "mat khau dai\n").ended(1);
    let said = with_password(&add, "mat khau dai\n").ended(0);
    assert!(!said.out.contains("mat khau"));
    with_password(&add, "mat khau dai\n").ended(1);
    with_password(&["account", "password", "lan"], "mat khau khac\n").ended(0);
    let accounts = place.run(&["account", "list", "--json"]).ended(0).json();
    assert_eq!((&accounts[0]["login"], &accounts[0]["person"]), (&"lan".into(), &"ha.lt".into()));
    assert!(!accounts.to_string().contains("argon2"));
}

#[test]
fn the_demo_shows_its_first_page_at_once_and_takes_its_stand_ins_with_it() {
    let place = Place::new();
    let began = Instant::now();
    let server = Server::start(
        &place,
        &["demo", "--quiet", "--listen", "127.0.0.1:0", "--days", "1", "--at", "2026-11-24T09:10"],
    );
    assert!(server.get("/").starts_with("HTTP/1.1 "));
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
    let id = server.child.id();
    let children = || {
        let said = Command::new("ps").args(["--ppid", &id.to_string(), "-o", "pid="]).output().expect("ps");
        String::from_utf8_lossy(&said.stdout).split_whitespace().map(str::to_owned).collect::<Vec<_>>()
    };
    let standins = children();
    assert_eq!(standins.len(), 3, "telecom, mail and printer");
    let (code, took) = server.told("-TERM");
    assert_eq!(code, Some(0));
    assert!(took < Duration::from_secs(5), "{took:?}");
    for standin in standins {
        assert!(!std::path::Path::new(&format!("/proc/{standin}")).exists(), "a stand-in outlived the demo");
    }
}

#[test]
fn people_keep_coming_to_a_live_demo_once_it_is_filled() {
    let place = Place::new();
    let words =
        ["demo", "--listen", "127.0.0.1:0", "--days", "1", "--at", "2026-11-24T09:10", "--live", "600"];
    let server = Server::start(&place, &words);
    server.says("filled: ");
    let called = || {
        let shown = server.get("/display/H1/now");
        assert!(shown.starts_with("HTTP/1.1 200"), "{shown}");
        let (_, recent) = shown.split_once("<ol>").expect("a list of calls");
        recent.to_owned()
    };
    // Ten minutes of the demo's in a second of ours: somebody is called, and somebody else after them.
    for _ in 0..3 {
        let before = called();
        wait_until("somebody else is called", || called() != before);
    }
    let (code, _) = server.told("-TERM");
    assert_eq!(code, Some(0));
    let verified = place.run(&["verify", "--json"]).ended(0).json();
    assert_eq!(verified["ok"], true, "{verified}");
}

#[test]
fn a_demo_stopped_while_it_fills_is_begun_anew_and_serves_nobody_meanwhile() {
    let place = Place::new();
    let demo = ["demo", "--quiet", "--listen", "127.0.0.1:0", "--at", "2026-11-24T09:10", "--days"];
    let half = Server::start(&place, &[&demo[..], &["30"]].concat());
    // The first messages are sent when the first hour is kept.
    let sent = place.data().join("standin-sms.jsonl");
    wait_until("somebody is told something", || std::fs::metadata(&sent).is_ok_and(|sent| sent.len() > 0));
    // Killed, not told.
    drop(half);
    let said = place.run(&SERVE).ended(1).err;
    assert!(said.contains("motcua demo begins it anew"), "{said}");
    let events = |begun_anew: bool| {
        let mut child = place.command(&[&demo[..], &["1"]].concat());
        let mut child = child.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("it starts");
        let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines().map_while(Result::ok);
        let last = if begun_anew { "filled: " } else { "listening on " };
        let said: Vec<String> = lines.by_ref().take_while(|line| !line.starts_with(last)).collect();
        let told = Command::new("kill").arg("-TERM").arg(child.id().to_string()).status().expect("kill");
        lines.for_each(drop);
        assert!(told.success() && child.wait().expect("it ends").success());
        assert_eq!(said.iter().any(|line| line.contains("it begins anew")), begun_anew, "{said:?}");
        place.run(&["verify", "--json"]).ended(0).json()["events"].as_i64().expect("counted")
    };
    let one_day = events(true);
    assert!((100..5000).contains(&one_day), "of one day, not of thirty: {one_day}");
    assert!(events(false) >= one_day, "a whole one is kept");
}
