//! A day of a large hall lived through over HTTP, with the server killed at noon: `motcua bench day`, which ends with 1 when a
//! ticket was lost or called twice, somebody was overtaken beyond the bound, or a page said something else than the journal.

use crate::journeys::{ENGINES, Engine};
use crate::place::Place;
use crate::stage::{Stages, quiet};
use crate::{Done, Stop, claim::Claim, postgres::Server, setup};
use std::process::Command;

/// Who comes, and to how many counters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    people: u32,
    counters: u32,
    seed: u64,
    /// By the release build; else by what `cargo run -- demo` built.
    release: bool,
}

/// For the gate: about a minute on SQLite, longer on PostgreSQL.
pub const SHORT: Day = Day { people: 500, counters: 40, seed: 1, release: false };
/// As many as the largest centre has on its fullest day.
pub const LONG: Day = Day { people: 5_000, release: true, ..SHORT };

const USAGE: &str =
    "cargo xtask crowd [--people N] [--counters N] [--seed N] [--engine sqlite|postgres] [--release]";

/// `cargo xtask crowd`.
pub fn run(place: &Place, words: &[String]) -> Done {
    let (day, engines) = asked(words)?;
    if engines.contains(&Engine::Postgres) {
        setup::ensure(place)?;
    }
    let _claim = Claim::take(place)?;
    let mut stages = Stages::begin(place, &format!("cargo xtask crowd {}", words.join(" ")))?;
    build(place, &mut stages, day)?;
    let server = if engines.contains(&Engine::Postgres) { Some(Server::start()?) } else { None };
    for engine in engines {
        let mut command = command(place, engine, server.as_ref(), day);
        stages.run(&name(engine), &mut command, closing)?;
    }
    stages.summary();
    Ok(())
}

fn asked(words: &[String]) -> Result<(Day, Vec<Engine>), Stop> {
    let (mut day, mut engines) = (SHORT, ENGINES.to_vec());
    let mut words = words.iter().map(String::as_str);
    while let Some(flag) = words.next() {
        if flag == "--release" {
            day.release = true;
            continue;
        }
        let value = words.next().ok_or_else(|| Stop::usage(USAGE))?;
        let number = || value.parse().map_err(|_| Stop::usage(USAGE));
        match flag {
            "--people" => day.people = number()?,
            "--counters" => day.counters = number()?,
            "--seed" => day.seed = value.parse().map_err(|_| Stop::usage(USAGE))?,
            "--engine" => engines.retain(|engine| engine.name() == value),
            _ => return Err(Stop::usage(USAGE)),
        }
    }
    if engines.is_empty() { Err(Stop::usage(USAGE)) } else { Ok((day, engines)) }
}

/// The programme that serves the day.
pub fn build(place: &Place, stages: &mut Stages, day: Day) -> Done {
    let mut build = place.command("cargo");
    build.args(["build", "--locked"]).env("CARGO_TERM_COLOR", "never");
    if day.release {
        return stages.run("release build", build.arg("--release"), quiet);
    }
    stages.run("demo build", &mut build, quiet)
}

/// The day on one engine; on PostgreSQL in databases of its own on that server.
pub fn command(place: &Place, engine: Engine, server: Option<&Server>, day: Day) -> Command {
    let profile = if day.release { "release" } else { "debug" };
    let mut command = place.command(&place.target.join(profile).join("motcua").to_string_lossy());
    if let Some(server) = server.filter(|_| engine == Engine::Postgres) {
        command.arg("--db").arg(server.address());
    }
    let (people, counters, seed) = (day.people.to_string(), day.counters.to_string(), day.seed.to_string());
    command.args(["bench", "day", "--people", &people, "--counters", &counters, "--seed", &seed]);
    command.env("MOTCUA_LOG", "error").env_remove("MOTCUA_DB").env_remove("MOTCUA_DATA");
    command
}

/// The stage's name.
pub fn name(engine: Engine) -> String {
    format!("crowd {}", engine.name())
}

/// What came of the line, of noon, of all, and how long answers took.
pub fn closing(line: &str) -> bool {
    ["line: ", "noon: ", "all pages", "all forms", "SQLite: ", "PostgreSQL: "]
        .iter()
        .any(|beginning| line.starts_with(beginning))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn a_day_is_the_gates_unless_asked_otherwise() {
        let (day, engines) = asked(&[]).expect("nothing asked");
        assert_eq!((day, engines.as_slice()), (SHORT, ENGINES));
        let (day, engines) =
            asked(&words("--people 5000 --engine postgres --seed 7 --release")).expect("asked");
        assert_eq!((day, engines.as_slice()), (Day { seed: 7, ..LONG }, &[Engine::Postgres][..]));
    }

    #[test]
    fn a_word_that_is_not_known_is_said() {
        for wrong in ["--people", "--people many", "--engine mysql", "now --people 5"] {
            assert!(asked(&words(wrong)).is_err(), "{wrong}");
        }
    }
}
