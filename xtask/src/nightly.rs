//! Everything long: once for a closing note, not for a commit.

use crate::place::Place;
use crate::stage::{Stages, quiet};
use crate::{Done, Stop, bench, claim::Claim, gate, node, postgres::Server, programme, setup};
use std::path::Path;
use std::process::Command;

/// `cargo xtask nightly`: the gate, the tests marked `#[ignore]` because they are long, the newcomer's walk, the figures.
pub fn run(place: &Place, words: &[String]) -> Done {
    if !words.is_empty() {
        return Err(Stop::usage("cargo xtask nightly takes no words"));
    }
    gate::run(place, &[])?;
    setup::ensure(place)?;
    let mut stages = Stages::begin(place, "cargo xtask nightly")?;
    {
        let _claim = Claim::take(place)?;
        let server = Server::start()?;
        let (mut command, closing) = long_tests(place);
        command.env("MOTCUA_TEST_PG_DSN", server.dsn()).env("PATH", node::path(place)?);
        stages.run("long tests", &mut command, closing)?;
    }
    newcomer(place, &mut stages)?;
    stages.summary();
    bench::run(place, &[])
}

fn long_tests(place: &Place) -> (Command, crate::stage::Closing) {
    if programme::has_cargo_tool("nextest") {
        // The gate's profile ends a test after twenty minutes; a long one may take an hour.
        return gate::test_command(
            place,
            &["--run-ignored", "only", "--config", "profile.gate.slow-timeout.terminate-after=60"],
        );
    }
    let (mut command, closing) = gate::test_command(place, &[]);
    command.args(["--", "--ignored"]);
    (command, closing)
}

/// A fresh clone in a fresh home: the two commands of the README as a newcomer meets them, from nothing built.
fn newcomer(place: &Place, stages: &mut Stages) -> Done {
    let home = std::env::temp_dir().join(format!("motcua-newcomer-{}", std::process::id()));
    std::fs::create_dir_all(&home).map_err(|error| Stop::failed(format!("{}: {error}", home.display())))?;
    let clone = home.join("motcua");
    let walked = walk(place, stages, &home, &clone);
    drop(std::fs::remove_dir_all(&home));
    walked
}

fn walk(place: &Place, stages: &mut Stages, home: &Path, clone: &Path) -> Done {
    let mut git = Command::new("git");
    git.args(["clone", "--quiet", "--no-local"]).arg(&place.root).arg(clone);
    stages.run("newcomer clones", &mut git, quiet)?;
    let as_newcomer = |words: &[&str]| {
        let mut command = Command::new("cargo");
        // A fresh home, yet the machine's toolchain and the crates it has fetched.
        command.args(words).current_dir(clone).env("HOME", home).env("XDG_CACHE_HOME", home.join("cache"));
        for (variable, folder) in [("CARGO_HOME", ".cargo"), ("RUSTUP_HOME", ".rustup")] {
            if std::env::var_os(variable).is_none()
                && let Some(old) = std::env::home_dir()
            {
                command.env(variable, old.join(folder));
            }
        }
        command.env_remove("CARGO_TARGET_DIR").env_remove("CI");
        command
    };
    stages.run("newcomer builds demo", &mut as_newcomer(&["build", "--locked"]), quiet)?;
    stages.run("newcomer's gate", &mut as_newcomer(&["xtask", "test"]), |line| line.contains(" stages in "))
}
