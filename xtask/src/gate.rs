//! The gate: what must hold before anything is submitted, cheapest first.
//!
//! Everything is built in the one profile of `cargo run -- demo`. clippy and rustdoc stand side by side because they
//! share what they need of the dependencies; the tests and the journeys share the programmes.

use crate::place::Place;
use crate::stage::{Closing, Stages, quiet};
use crate::{
    Done, Stop, api, claim::Claim, crowd, journeys, licences, node, postgres::Server, programme, setup,
};
use std::process::Command;

type Step = fn(&mut Gate<'_>) -> Done;

/// The stages by name, in their order.
const STAGES: &[(&str, Step)] = &[
    ("format", format),
    ("licences", licences),
    ("clippy", clippy),
    ("rustdoc", rustdoc),
    ("tests", tests),
    ("doctests", doctests),
    ("journeys", journeys),
    ("crowd", crowd),
    ("interface", interface),
    ("nothing left over", nothing_left_over),
];

struct Gate<'a> {
    place: &'a Place,
    stages: Stages,
    server: Option<Server>,
}

/// `cargo xtask test [--only STAGE]`.
pub fn run(place: &Place, words: &[String]) -> Done {
    let only = match words {
        [] => None,
        [flag, name] if flag == "--only" && STAGES.iter().any(|(stage, _)| stage == name) => {
            Some(name.as_str())
        }
        _ => {
            let names: Vec<&str> = STAGES.iter().map(|(name, _)| *name).collect();
            return Err(Stop::usage(format!(
                "cargo xtask test [--only STAGE], a stage being one of: {}",
                names.join(", ")
            )));
        }
    };
    setup::ensure(place)?;
    let _claim = Claim::take(place)?;
    println!("builds go to {}", place.target.display());
    let mut gate = Gate { place, stages: Stages::begin(place, "cargo xtask test")?, server: None };
    let mut outcome = Ok(());
    for (name, step) in STAGES.iter().filter(|(name, _)| only.is_none_or(|only| only == *name)) {
        gate.stages.repeated_by(format!("cargo xtask test --only '{name}'"));
        outcome = step(&mut gate);
        if outcome.is_err() {
            break;
        }
    }
    gate.stages.summary();
    outcome
}

impl Gate<'_> {
    /// The private server, started when first asked for.
    fn server(&mut self) -> Result<&Server, Stop> {
        if self.server.is_none() {
            self.server = Some(Server::start()?);
        }
        Ok(self.server.as_ref().expect("started above"))
    }

    fn cargo(&self, words: &[&str]) -> Command {
        let mut command = self.place.command("cargo");
        command.args(words).env("CARGO_TERM_COLOR", "never");
        command
    }
}

fn format(gate: &mut Gate<'_>) -> Done {
    let mut command = gate.cargo(&["fmt", "--all", "--check", "--", "-l", "--color", "never"]);
    gate.stages.run("format", &mut command, quiet)
}

fn licences(gate: &mut Gate<'_>) -> Done {
    if programme::has_cargo_tool("deny") {
        let mut command = gate.cargo(&["deny", "--offline", "check", "licenses", "bans", "sources"]);
        return gate.stages.run("licences", &mut command, |line| line.contains(" ok"));
    }
    let place = gate.place;
    gate.stages.check("licences", || licences::check(place))
}

fn clippy(gate: &mut Gate<'_>) -> Done {
    let mut command =
        gate.cargo(&["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"]);
    gate.stages.run("clippy", &mut command, quiet)
}

fn rustdoc(gate: &mut Gate<'_>) -> Done {
    let mut command = gate.cargo(&["doc", "--workspace", "--no-deps", "--locked"]);
    gate.stages.run("rustdoc", command.env("RUSTDOCFLAGS", "-D warnings"), quiet)
}

fn tests(gate: &mut Gate<'_>) -> Done {
    let dsn = gate.server()?.dsn();
    let (mut command, closing) = test_command(gate.place, "gate", &[]);
    command.env("MOTCUA_TEST_PG_DSN", dsn).env("PATH", node::path(gate.place)?);
    gate.stages.run("tests", &mut command, closing)
}

/// The workspace's tests through nextest where it is installed, else through cargo, and which lines close them.
pub fn test_command(place: &Place, profile: &str, more: &[&str]) -> (Command, Closing) {
    let mut command = place.command("cargo");
    // A sentence and its line are what a reader of the log needs; who wants the frames runs the one test again.
    command.env("CARGO_TERM_COLOR", "never").env("RUST_BACKTRACE", "0");
    let all = ["--workspace", "--all-targets", "--locked", "--no-fail-fast"];
    if programme::has_cargo_tool("nextest") {
        command.args(["nextest", "run"]).args(all).args(["--profile", profile]).args(more);
        return (command, |line| line.trim_start().starts_with("Summary ["));
    }
    command.arg("test").args(all);
    (command, |line| line.starts_with("test result:"))
}

fn doctests(gate: &mut Gate<'_>) -> Done {
    let mut command = gate.cargo(&["test", "--doc", "--locked", "-p", "calendar", "-p", "domain"]);
    gate.stages.run("doctests", &mut command, |line| line.starts_with("test result:"))
}

fn journeys(gate: &mut Gate<'_>) -> Done {
    if !journeys::exist(gate.place) {
        return Ok(());
    }
    // The very command of the demo, so that whichever runs second finds its programme built.
    let mut build = gate.cargo(&["build", "--locked"]);
    gate.stages.run("demo build", &mut build, quiet)?;
    let place = gate.place;
    for engine in journeys::ENGINES {
        gate.stages.repeated_by(format!("cargo xtask e2e --engine {}", engine.name()));
        let server = match engine {
            journeys::Engine::Sqlite => None,
            journeys::Engine::Postgres => Some(gate.server()?),
        };
        let mut command = journeys::command(place, *engine, server)?;
        gate.stages.run(&format!("journeys {}", engine.name()), &mut command, journeys::closing)?;
    }
    Ok(())
}

/// A day of a large hall with a restart at noon, on the demo's own programme.
fn crowd(gate: &mut Gate<'_>) -> Done {
    let place = gate.place;
    crowd::build(place, &mut gate.stages, crowd::SHORT)?;
    for engine in journeys::ENGINES {
        gate.stages.repeated_by(format!("cargo xtask crowd --engine {}", engine.name()));
        let server = match engine {
            journeys::Engine::Sqlite => None,
            journeys::Engine::Postgres => Some(gate.server()?),
        };
        let mut command = crowd::command(place, *engine, server, crowd::SHORT);
        gate.stages.run(&crowd::name(*engine), &mut command, crowd::closing)?;
    }
    Ok(())
}

/// The interface for other programmes against its description, on the demo's own programme.
fn interface(gate: &mut Gate<'_>) -> Done {
    let mut build = gate.cargo(&["build", "--locked"]);
    gate.stages.run("demo build", &mut build, quiet)?;
    api::tried(gate.place, &mut gate.stages, api::SHORT)
}

/// Tests that write (snapshots, schemas, reference pictures) must have written what is committed.
fn nothing_left_over(gate: &mut Gate<'_>) -> Done {
    if !gate.place.ci {
        return Ok(());
    }
    let root = &gate.place.root;
    gate.stages.check("nothing left over", || {
        let mut git = Command::new("git");
        git.args(["status", "--porcelain"]).current_dir(root);
        let said = programme::said(&mut git).map_err(|stop| vec![stop.said])?;
        if said.is_empty() {
            Ok("the clone is as it was".to_owned())
        } else {
            Err(said.lines().map(str::to_owned).collect())
        }
    })
}
