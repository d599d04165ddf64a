//! How far a long command is: a bar for whoever looks on, lines for a file, nothing for machines.

use super::history::five_tickets;
use super::{Place, Said, text};
use std::process::{Command, Stdio};

#[test]
fn without_a_terminal_lines_on_standard_error_say_how_far_it_is() {
    let place = five_tickets();
    let file = place.file("all.motcua");
    for (words, line) in [
        (&["verify"][..], "verifying: 5 of 5 events"),
        (&["rebuild"], "rebuilding: 5 of 5 events"),
        (&["backup", text(&file)], "backing up: "),
    ] {
        let said = place.run(words).ended(0);
        assert!(said.err.contains(line), "{words:?}: {}", said.err);
        assert_eq!(said.out.lines().count(), 1, "standard output is the answer alone: {}", said.out);
    }
    let said = Place::new().run(&["restore", text(&file)]).ended(0);
    let all = said.err.lines().find_map(|line| line.strip_prefix("restoring: ")?.split_once(" of "));
    assert!(all.is_some(), "{}", said.err);
    assert!(said.err.contains("verifying: 5 of 5 events"), "a backup is verified at once: {}", said.err);
}

#[test]
fn machines_hear_nothing_but_the_answer() {
    let place = five_tickets();
    let file = place.file("all.motcua");
    for words in [&["verify", "--json"][..], &["rebuild", "--json"], &["backup", text(&file), "--json"]] {
        let said = place.run(words).ended(0);
        said.json();
        assert_eq!(said.err, "", "{words:?}");
    }
    let said = Place::new().run(&["restore", text(&file), "--json"]).ended(0);
    assert!(said.json()["rows"].as_i64() > Some(0));
    assert_eq!(said.err, "");
}

#[test]
fn on_a_terminal_a_bar_is_drawn_and_taken_away() {
    let place = five_tickets();
    let file = place.file("all.motcua");
    for (words, bar, answer) in [
        ("rebuild".to_owned(), "5/5 events", "rebuilt: 5 streams from 5 events"),
        (format!("backup {}", text(&file)), " rows", "backed up: "),
    ] {
        // `script` runs a command on a terminal of its own and copies what is shown there.
        let shown = format!("{} --data {} {words}", env!("CARGO_BIN_EXE_motcua"), text(&place.data()));
        let mut command = Command::new("script");
        command.args(["-qec", &shown, "/dev/null"]).env("TERM", "xterm").env("MOTCUA_LOG", "warn");
        let said =
            Said::of(&command.stdin(Stdio::null()).output().expect("script, of every Debian")).ended(0);
        assert!(said.out.contains(bar) && said.out.contains('['), "{:?}", said.out);
        assert!(said.out.contains(answer) && !said.out.contains(" of 5 events"), "{:?}", said.out);
        assert!(said.out.contains("\u{1b}["), "the bar goes again: {:?}", said.out);
    }
}
