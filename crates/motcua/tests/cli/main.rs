//! The command line as people and machines use it: the built programme, run as a process.

mod bench;
mod catalogue;
mod doctor;
mod due;
mod history;
mod lamps;
mod mine;
mod older;
mod plan;
mod progress;
mod replay;
mod report;
mod search;
mod server;
mod token;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// A folder of data and the programme beside it.
struct Place {
    folder: TempDir,
}

/// What a command said.
struct Said {
    code: i32,
    out: String,
    err: String,
}

impl Said {
    fn of(output: &Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {} {}", self.out, self.err))
    }

    /// The same, which must have ended with that code.
    #[track_caller]
    fn ended(self, code: i32) -> Self {
        assert_eq!(self.code, code, "out: {}\nerr: {}", self.out, self.err);
        self
    }
}

impl Place {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.file(name);
        std::fs::write(&path, text).expect("written");
        path
    }

    /// `motcua --data <folder>/data words…`
    fn command(&self, words: &[&str]) -> Command {
        let mut command = motcua();
        command.arg("--data").arg(self.data()).args(words).current_dir(self.folder.path());
        command
    }

    fn run(&self, words: &[&str]) -> Said {
        Said::of(&self.command(words).output().expect("the programme starts"))
    }
}

fn motcua() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_motcua"));
    // Whatever the developer's own environment says is not part of a test.
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("MOTCUA_")) {
        command.env_remove(name);
    }
    command.env("MOTCUA_LOG", "warn").stdin(Stdio::null());
    command
}

fn words(words: &[&str]) -> Said {
    Said::of(&motcua().args(words).output().expect("the programme starts"))
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path of plain letters")
}

#[test]
fn a_command_nobody_wrote_is_a_mistake_of_the_command_line() {
    words(&["fly"]).ended(2);
    words(&["--data", "here", "--db", "postgres://there", "verify"]).ended(2);
    words(&["standin", "fax", "--listen", "127.0.0.1:0"]).ended(2);
}

#[test]
fn a_stand_in_listens_on_this_machine_only() {
    let said = words(&["standin", "sms", "--listen", "0.0.0.0:0"]).ended(1);
    assert!(said.err.contains("loopback"), "{}", said.err);
}
