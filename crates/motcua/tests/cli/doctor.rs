//! `motcua doctor`: each thing that can be wrong is found, and what to do about it is said.

use super::history::five_tickets;
use super::server::Server;
use super::{Place, Said, motcua, text, words};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use store::testing::{Address, postgres_address};

/// How a thing is, what was found, and the advice.
#[track_caller]
fn finding(said: &Said, what: &str) -> (String, String, String) {
    let all = said.json();
    let all = all.as_array().expect("findings");
    for one in all {
        assert!(one["health"] == "well" || one["advice"] != "", "it says what to do: {one}");
    }
    let ill = all.iter().any(|one| one["health"] == "ill");
    assert_eq!(said.code, i32::from(ill), "it ends with 1 when something is ill: {}", said.out);
    let one = all.iter().find(|one| one["what"] == what).unwrap_or_else(|| panic!("{what}: {}", said.out));
    let word = |name: &str| one[name].as_str().expect("text").to_owned();
    (word("health"), word("found"), word("advice"))
}

#[track_caller]
fn finds(said: &Said, what: &str, health: &str, found: &str, advice: &str) {
    let (is, says, advises) = finding(said, what);
    assert_eq!(is, health, "{what}: {says}");
    assert!(says.contains(found), "{what}: {says}");
    assert!(advises.contains(advice), "{what}: {advises}");
}

/// With lines of a configuration file.
fn with(lines: &str) -> Said {
    let place = Place::new();
    let file = place.write("motcua.toml", lines);
    place.run(&["--config", text(&file), "doctor", "--json"])
}

/// A programme of that name, found before the machine's own.
fn with_programme(name: &str, script: &str) -> Said {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    let path = place.write(name, &format!("#!/bin/sh\n{script}\n"));
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("made executable");
    let mut command = place.command(&["doctor", "--json"]);
    let usual = std::env::var("PATH").unwrap_or_default();
    command.env("PATH", format!("{}:{usual}", path.parent().expect("a folder").display()));
    Said::of(&command.output().expect("the programme starts"))
}

#[test]
fn a_province_that_is_well_says_so_for_people_and_for_machines() {
    let place = five_tickets();
    let said = place.run(&["doctor", "--json"]);
    finds(&said, "database", "well", "5 events", "");
    finds(&said, "fonts", "well", "all Vietnamese letters", "");
    finds(&said, "speech", "well", "the voice pack is whole", "");
    let people = place.run(&["doctor"]);
    assert!(people.out.contains("ok   database") && people.out.contains("look telecom"), "{}", people.out);
    assert!(people.out.contains("-> set sms.address"), "{}", people.out);
}

#[test]
fn a_folder_without_data_is_no_illness_and_is_not_made() {
    let place = Place::new();
    finds(&place.run(&["doctor", "--json"]), "database", "look", "holds no data yet", "motcua serve");
    assert!(!place.data().exists());
}

#[test]
fn a_file_in_use_one_of_another_version_and_one_that_is_none_are_told_apart() {
    let place = five_tickets();
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let _inside = runtime.enter();
    let file = place.data().join("motcua.db");
    let store = store::Store::open_sqlite(&file, store::Options::default()).expect("ours");
    finds(&place.run(&["doctor", "--json"]), "database", "look", "another motcua process", "/health/ready");
    let older = store.raw_execute("UPDATE schema_migration SET checksum = 'older'", &[]);
    runtime.block_on(older).expect("changed");
    runtime.block_on(store.close());
    drop(store);
    finds(&place.run(&["doctor", "--json"]), "database", "ill", "another version", "back it up");
    std::fs::write(&file, "this is no database, but long enough to be looked at closely".repeat(100))
        .expect("overwritten");
    finds(&place.run(&["doctor", "--json"]), "database", "ill", "cannot be opened", "the folder's rights");
}

#[test]
fn a_database_server_is_asked_and_the_key_of_its_log_wanted() {
    let away = words(&["--db", "postgres://motcua@127.0.0.1:1/motcua", "doctor", "--json"]);
    finds(&away, "database", "ill", "cannot be opened", "the address in --db");
    finds(&away, "disk", "well", "looks after its own", "");

    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let Address::Postgres(dsn) = runtime.block_on(postgres_address()) else { panic!("a server") };
    let ask = |key: Option<&str>| {
        let mut command = motcua();
        command.args(["--db", &dsn, "doctor", "--json"]);
        key.map(|key| command.env("MOTCUA_LOG_KEY", key));
        Said::of(&command.output().expect("the programme starts"))
    };
    finds(&ask(None), "database", "look", "nobody signs", "motcua tool log-key");
    finds(&ask(Some("PRIVATE+KEY+half")), "database", "ill", "log_key", "motcua tool log-key");
    let key = words(&["tool", "log-key", "dvc.example.vn/log"]).ended(0);
    finds(&ask(Some(key.out.trim())), "database", "well", "0 events", "");
    words(&["tool", "log-key", "dvc example"]).ended(2);
}

#[test]
fn a_disk_that_fills_up_is_seen_before_it_is_full() {
    let free = |kibibytes: u64| {
        let lines =
            format!("Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/x 9 9 {kibibytes} 9% /");
        with_programme("df", &format!("printf '%s\\n' '{lines}'"))
    };
    finds(&free(900_000), "disk", "ill", "0.9 GiB free", "free some space");
    finds(&free(5_000_000), "disk", "look", "4.8 GiB free", "below 10 GiB");
    finds(&free(50_000_000), "disk", "well", "47.7 GiB free", "");
    finds(&with_programme("df", "exit 1"), "disk", "look", "not known", "df");
}

#[test]
fn a_clock_nobody_sets_right_is_to_be_looked_at() {
    finds(&with_programme("timedatectl", "echo no"), "clock", "look", "not synchronised", "set-ntp true");
    let (health, ..) = finding(&with_programme("timedatectl", "echo yes"), "clock");
    assert_eq!(health, "well");
}

#[test]
fn forms_of_ones_own_that_cannot_be_used_are_named() {
    let place = Place::new();
    let broken = place.write("forms.toml", "[[form]]\nissuing = \n");
    let forms = broken.parent().expect("a folder");
    let said = with(&format!("forms = {:?}\n", text(forms)));
    finds(&said, "fonts", "ill", "cannot be used", "the layouts built in serve");
    let said = with(&format!("forms = {:?}\n", text(&forms.join("nowhere"))));
    finds(&said, "fonts", "ill", "nowhere", "mend what is named");
}

#[test]
fn recordings_that_cannot_be_played_are_named() {
    let place = Place::new();
    let recordings = |folder: &Path| with(&format!("recordings = {:?}\n", text(folder)));
    std::fs::create_dir_all(place.file("voice/vi")).expect("a folder");
    place.write("voice/vi/so-1.wav", "no sound");
    finds(&recordings(&place.file("voice")), "speech", "look", "so-1.wav is not used", "record it again");
    finds(&recordings(&place.file("nowhere")), "speech", "look", "there is no folder", "make the folder");
}

#[test]
fn a_message_centre_is_away_does_not_know_us_or_lets_us_in() {
    finds(&with(""), "telecom", "look", "no message centre", "sms.address");
    finds(&with("[sms]\naddress = \"127.0.0.1:1\"\n"), "telecom", "ill", "does not answer", "line or tunnel");
    let long = "[sms]\naddress = \"127.0.0.1:1\"\nsystem_id = \"muoi-sau-chu-cai-la-qua-dai\"\n";
    finds(&with(long), "telecom", "ill", "at most 15", "[sms]");

    let mut standin = motcua();
    standin.args(["standin", "sms", "--listen", "127.0.0.1:0", "--password", "geheim"]);
    let centre = Server::of(standin, "listening on ");
    let ask = |password: &str| {
        with(&format!("[sms]\naddress = \"{}\"\npassword = \"{password}\"\n", centre.address))
    };
    finds(&ask("geheim"), "telecom", "well", "lets us in as motcua", "");
    let wrong = ask("falsch");
    finds(&wrong, "telecom", "ill", "does not let us in", "sms.password");
    assert!(!wrong.out.contains("falsch") && !wrong.err.contains("falsch"));
}

fn mail(port: u16, more: &str) -> Said {
    with(&format!(
        "[mail]\nhost = \"127.0.0.1\"\nport = {port}\nsecurity = \"none\"\nfrom = \"motcua@example.vn\"\n{more}"
    ))
}

/// A server that answers a line with what is said to it.
fn answering(greeting: &'static str, answer: fn(&str) -> &'static str) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            talk(stream, greeting, answer);
        }
    });
    port
}

/// Until the other side goes away.
fn talk(mut stream: TcpStream, greeting: &str, answer: fn(&str) -> &'static str) {
    let lines = BufReader::new(stream.try_clone().expect("both ways")).lines();
    if stream.write_all(greeting.as_bytes()).is_err() {
        return;
    }
    for line in lines.map_while(Result::ok) {
        if stream.write_all(answer(&line).as_bytes()).is_err() {
            return;
        }
    }
}

#[test]
fn a_mail_server_is_away_is_none_turns_us_away_does_not_know_us_or_lets_us_in() {
    finds(&with(""), "mail", "look", "no mail server", "mail.host");
    finds(&mail(1, ""), "mail", "ill", "does not answer", "mail.port");
    let other = answering("HTTP/1.1 400 Bad Request\r\n\r\n", |_| "");
    finds(&mail(other, ""), "mail", "ill", "no letter could be handed in", "mail.security");
    let busy = answering("554 not from there\r\n", |_| "");
    finds(&mail(busy, ""), "mail", "ill", "turns us away", "ask whoever runs the mail server");

    let front = answering("220 front\r\n", |line| match line.split(' ').next() {
        Some("EHLO") => "250-front\r\n250 AUTH PLAIN\r\n",
        Some("AUTH") => "535 unknown\r\n",
        _ => "221 good-bye\r\n",
    });
    let account = "login = \"motcua\"\npassword = \"falsch\"\n";
    let said = mail(front, account);
    finds(&said, "mail", "ill", "does not take our account", "mail.password");
    assert!(!said.out.contains("falsch") && !said.err.contains("falsch"));

    let mut standin = motcua();
    standin.args(["standin", "mail", "--listen", "127.0.0.1:0"]);
    let server = Server::of(standin, "listening on ");
    let port = server.address.rsplit(':').next().expect("a port").trim().parse().expect("a number");
    finds(&mail(port, ""), "mail", "well", "lets us in", "");
}
