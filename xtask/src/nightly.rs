//! Everything long: once for a closing note, not for a commit.

use crate::place::Place;
use crate::stage::{Closing, Stages, clock, quiet};
use crate::{
    Done, Stop, api, bench, claim::Claim, crowd, gate, journeys, logs, node, postgres::Server, programme,
    setup,
};
use std::path::Path;
use std::process::Command;
use std::time::Instant;

/// `cargo xtask nightly`: the newcomer's walk from nothing built (its second command is the gate), the tests at their full
/// length, published event logs there and back, a hall's fullest day, the figures of the release build, which are kept.
pub fn run(place: &Place, words: &[String]) -> Done {
    if !words.is_empty() {
        return Err(Stop::usage("cargo xtask nightly takes no words"));
    }
    setup::ensure(place)?;
    let mut stages = Stages::begin(place, "cargo xtask nightly")?;
    newcomer(place, &mut stages)?;
    {
        let _claim = Claim::take(place)?;
        let server = Server::start()?;
        for (name, (mut command, closing)) in [("long tests", long_tests(place)), ("mishaps", mishaps(place))]
        {
            command.env("MOTCUA_LONG", "1").env("MOTCUA_TEST_PG_DSN", server.dsn());
            stages.run(name, command.env("PATH", node::path(place)?), closing)?;
        }
        api::tried(place, &mut stages, api::LONG)?;
        logs::compared(place, &mut stages)?;
        crowd::build(place, &mut stages, crowd::LONG)?;
        for engine in journeys::ENGINES {
            let mut command = crowd::command(place, *engine, Some(&server), crowd::LONG);
            stages.run(&crowd::name(*engine), &mut command, crowd::closing)?;
        }
    }
    stages.summary();
    bench::run(place, &["--keep".to_owned()])
}

/// The tests that have a short form for the gate and a long one: kills, storms, random acts.
fn long_tests(place: &Place) -> (Command, Closing) {
    if !programme::has_cargo_tool("nextest") {
        return gate::test_command(place, "long", &["--", "--skip", MISHAPS]);
    }
    let filter = format!("(package(store) + package(app) + package(plan) + package(sim)) - test({MISHAPS})");
    gate::test_command(place, "long", &["-E", &filter])
}

/// The test of days on which things go wrong.
const MISHAPS: &str = "whatever_goes_wrong";

/// A hundred days for each of twenty seeds, on both engines: four thousand days, so in the release build.
fn mishaps(place: &Place) -> (Command, Closing) {
    let mut command = place.command("cargo");
    command.env("CARGO_TERM_COLOR", "never").env("RUST_BACKTRACE", "0");
    let of = ["--locked", "-p", "sim", "--test", "crowd"];
    if programme::has_cargo_tool("nextest") {
        command.args(["nextest", "run"]).args(of).args(["--cargo-profile", "release", "--profile", "long"]);
        command.args(["-E", &format!("test({MISHAPS})")]);
        return (command, |line| line.trim_start().starts_with("Summary ["));
    }
    command.arg("test").args(of).args(["--release", MISHAPS]);
    (command, |line| line.starts_with("test result:"))
}

/// A fresh clone in a fresh home: the two commands of the README as a newcomer meets them, from nothing built.
fn newcomer(place: &Place, stages: &mut Stages) -> Done {
    let home = std::env::temp_dir().join(format!("motcua-newcomer-{}", std::process::id()));
    std::fs::create_dir_all(&home).map_err(|error| Stop::failed(format!("{}: {error}", home.display())))?;
    let walked = walk(place, stages, &home);
    drop(std::fs::remove_dir_all(&home));
    walked
}

fn walk(place: &Place, stages: &mut Stages, home: &Path) -> Done {
    let begun = Instant::now();
    let clone = home.join("motcua");
    let mut git = Command::new("git");
    git.args(["clone", "--quiet", "--no-local"]).arg(&place.root).arg(&clone);
    stages.run("newcomer clones", &mut git, quiet)?;
    lay_shared_beside(place, home)?;
    let as_newcomer = |words: &[&str]| {
        let mut command = place.command("cargo");
        // A fresh home, yet the machine's toolchain and the crates it has fetched.
        command.args(words).current_dir(&clone).env("HOME", home).env("XDG_CACHE_HOME", home.join("cache"));
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
    let mut first_page = Command::new(clone.join("target/debug/motcua"));
    first_page.arg("--data").arg(home.join("data")).args(["demo", "--listen", "127.0.0.1:0"]);
    drop(bench::Demo::start(&mut first_page)?);
    println!("from the clone to the demo's address: {}", clock(begun.elapsed()));
    stages.run("newcomer's gate", &mut as_newcomer(&["xtask", "test"]), |line| {
        line.contains(" stages in ") || line.trim_start().starts_with("Summary [")
    })
}

/// The published data that some tests use lies beside a clone; a newcomer who has it is the harder case.
fn lay_shared_beside(place: &Place, home: &Path) -> Done {
    let shared = place.root.join("../shared");
    match shared.canonicalize() {
        Ok(shared) => std::os::unix::fs::symlink(shared, home.join("shared"))
            .map_err(|error| Stop::failed(format!("../shared: {error}"))),
        Err(_) => Ok(()),
    }
}
