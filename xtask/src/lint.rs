//! What to run before a commit.

use crate::place::Place;
use crate::stage::{Stages, quiet};
use crate::{Done, Stop, claim::Claim};

/// `cargo xtask lint`: format, clippy, and the house rules (the tests of this package).
pub fn run(place: &Place, words: &[String]) -> Done {
    if !words.is_empty() {
        return Err(Stop::usage("cargo xtask lint takes no words"));
    }
    let _claim = Claim::take(place)?;
    let mut stages = Stages::begin(place, "cargo xtask lint")?;
    let cargo = |words: &[&str]| {
        let mut command = place.command("cargo");
        command.args(words).env("CARGO_TERM_COLOR", "never");
        command
    };
    stages.run("format", &mut cargo(&["fmt", "--all", "--check", "--", "-l", "--color", "never"]), quiet)?;
    stages.run(
        "clippy",
        &mut cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]),
        quiet,
    )?;
    stages.run("house rules", &mut cargo(&["test", "-p", "xtask"]), |line| line.starts_with("test result:"))
}
