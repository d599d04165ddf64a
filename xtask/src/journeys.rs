//! Browser journeys: the demo's own programme, walked through by Chromium, on both engines.

use crate::place::Place;
use crate::stage::{Stages, quiet};
use crate::{Done, Stop, claim::Claim, node, postgres::Server, setup};
use std::fs;
use std::process::Command;

/// Where a journey's events are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A file in a temporary folder.
    Sqlite,
    /// A database of its own on a private server.
    Postgres,
}

/// Both.
pub const ENGINES: &[Engine] = &[Engine::Sqlite, Engine::Postgres];

impl Engine {
    /// As the command line says it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }
}

/// Whether there are journeys to walk.
pub fn exist(place: &Place) -> bool {
    let journeys = fs::read_dir(place.root.join("e2e/journeys")).into_iter().flatten().flatten();
    journeys.into_iter().any(|entry| entry.file_name().to_string_lossy().ends_with(".mjs"))
}

/// How many demos a run starts: one that journeys share, and one for each journey that asks for its own.
fn demos(place: &Place) -> usize {
    let journeys = fs::read_dir(place.root.join("e2e/journeys")).into_iter().flatten().flatten();
    let texts = journeys.filter_map(|entry| fs::read_to_string(entry.path()).ok());
    1 + texts.filter(|text| text.contains("export const ownDemo")).count()
}

/// The runner on one engine; on PostgreSQL each demo gets an empty database of its own.
pub fn command(place: &Place, engine: Engine, server: Option<&Server>) -> Result<Command, Stop> {
    let mut command = place.command("node");
    command.arg("e2e/run.mjs").arg("--binary").arg(place.target.join("debug/motcua"));
    command.args(["--engine", engine.name()]).env("PATH", node::path(place)?);
    if let Some(server) = server {
        for number in 1..=demos(place) {
            command.args(["--db", &server.fresh_database(&format!("journeys{number}"))?]);
        }
    }
    Ok(command)
}

/// The runner's closing line, and each journey's name.
pub fn closing(line: &str) -> bool {
    line.starts_with("ok ") || line.contains(" passed, ")
}

/// `cargo xtask e2e [--engine NAME] [WORD ...]`.
pub fn run(place: &Place, words: &[String]) -> Done {
    let (engines, words) = match words {
        [flag, name, rest @ ..] if flag == "--engine" => {
            let engine = ENGINES.iter().find(|engine| engine.name() == name);
            (vec![*engine.ok_or_else(|| Stop::usage("--engine is sqlite or postgres"))?], rest)
        }
        _ => (ENGINES.to_vec(), words),
    };
    if !exist(place) {
        return Err(Stop::usage("there is no journey in e2e/journeys"));
    }
    setup::ensure(place)?;
    let _claim = Claim::take(place)?;
    let mut stages = Stages::begin(place, "cargo xtask e2e")?;
    let mut build = place.command("cargo");
    stages.run("demo build", build.args(["build", "--locked"]).env("CARGO_TERM_COLOR", "never"), quiet)?;
    let server = if engines.contains(&Engine::Postgres) { Some(Server::start()?) } else { None };
    let mut outcome = Ok(());
    for engine in engines {
        let server = server.as_ref().filter(|_| engine == Engine::Postgres);
        stages.repeated_by(format!("cargo xtask e2e --engine {}", engine.name()));
        let mut command = command(place, engine, server)?;
        outcome =
            outcome.and(stages.run(&format!("journeys {}", engine.name()), command.args(words), closing));
    }
    outcome
}
