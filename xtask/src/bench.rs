//! Figures of the release build, in one run: what commands cost at five doors on both engines, and what a person waits for, seen
//! from outside.

mod bursts;
mod estimates;
mod intake;
mod lamps;
mod machine;
mod paper;
mod people;
mod reading;
mod write;

pub use people::Demo;

use crate::place::Place;
use crate::postgres::Server;
use crate::stage::{Stages, clock, quiet};
use crate::{Done, Stop, claim::Claim};
use paper::Paper;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

/// `cargo xtask bench [--keep] [WORD ...]`: words name parts to measure and engines to measure them on, all of them when none is
/// given. Kept are those that were measured, each with its day and as soon as it was: what fails later takes none of them away.
pub fn run(place: &Place, words: &[String]) -> Done {
    let keep = words.iter().any(|word| word == "--keep");
    let wanted: Vec<&str> = words.iter().map(String::as_str).filter(|word| *word != "--keep").collect();
    if let Some(unknown) = wanted.iter().find(|word| !PARTS.contains(word) && !ENGINES.contains(word)) {
        return Err(Stop::usage(format!(
            "cargo xtask bench has no part {unknown:?}; there are {}, on {}",
            PARTS.join(", "),
            ENGINES.join(" and ")
        )));
    }
    let claim = Claim::take(place)?;
    let mut stages = Stages::begin(place, "cargo xtask bench")?;
    let mut build = place.command("cargo");
    build.args(["build", "--release", "--locked"]).env("CARGO_TERM_COLOR", "never");
    stages.run("release build", &mut build, quiet)?;
    drop(claim);
    let programme = place.target.join("release/motcua");
    let folder = std::env::temp_dir().join(format!("motcua-figures-{}", std::process::id()));
    let begun = Instant::now();
    std::fs::create_dir_all(&folder)
        .map_err(|error| Stop::failed(format!("{}: {error}", folder.display())))?;
    let keep = |paper: &Paper| if keep { paper.keep(place) } else { Ok(()) };
    let measured = measured(place, &programme, &folder, &wanted, keep);
    drop(std::fs::remove_dir_all(&folder));
    let paper = measured?;
    println!("\n{}", paper.text());
    println!("measured in {}", clock(begun.elapsed()));
    Ok(())
}

const PARTS: [&str; 9] =
    ["write", "bursts", "reading", "intake", "lamps", "estimates", "people", "import", "search"];
/// Of these each engine has figures of its own.
const OF_ENGINES: [&str; 5] = ["write", "bursts", "reading", "intake", "lamps"];
const ENGINES: [&str; 2] = ["sqlite", "postgres"];

fn measured(
    place: &Place,
    programme: &Path,
    folder: &Path,
    wanted: &[&str],
    keep: impl Fn(&Paper) -> Done,
) -> Result<Paper, Stop> {
    let named = |word: &str, all: &[&str]| {
        let of_these: Vec<&&str> = wanted.iter().filter(|word| all.contains(word)).collect();
        of_these.is_empty() || of_these.contains(&&word)
    };
    let is_wanted = |part: &str| named(part, &PARTS);
    let mut paper = Paper::new(machine::named(folder)?);
    let with_engines = OF_ENGINES.into_iter().any(is_wanted);
    let server = if with_engines && named("postgres", &ENGINES) { Some(Server::durable()?) } else { None };
    let on_sqlite = || {
        let mut command = Command::new(programme);
        command.arg("--data").arg(folder);
        command
    };
    let on_postgres = |server: &Server| {
        let mut command = Command::new(programme);
        command.arg("--db").arg(server.address());
        command
    };
    type Asked<'a> = Box<dyn Fn() -> Command + 'a>;
    let mut engines: Vec<(&str, Asked<'_>)> = Vec::new();
    if named("sqlite", &ENGINES) {
        engines.push(("SQLite", Box::new(on_sqlite)));
    }
    if let Some(server) = &server {
        engines.push(("PostgreSQL", Box::new(|| on_postgres(server))));
    }
    for part in OF_ENGINES.into_iter().filter(|part| is_wanted(part)) {
        for (engine, command) in &engines {
            match part {
                "write" => write::told(command, &mut paper)?,
                "bursts" => bursts::told(command(), engine, &mut paper)?,
                "intake" => intake::told(command(), engine, &mut paper)?,
                "lamps" => lamps::told(command, engine, folder, &mut paper)?,
                _ => reading::told(command, engine, folder, &mut paper)?,
            }
            keep(&paper)?;
        }
    }
    drop(engines);
    drop(server);
    if is_wanted("estimates") {
        estimates::told(on_sqlite, &mut paper)?;
        keep(&paper)?;
    }
    if is_wanted("people") {
        people::measure(programme, folder, &mut paper)?;
        keep(&paper)?;
    }
    if is_wanted("import") {
        imports(place, programme, folder, &mut paper)?;
    }
    if is_wanted("search") {
        searches(place, &mut paper)?;
    }
    keep(&paper)?;
    Ok(paper)
}

/// Questions among ten thousand procedures, without pages around them.
fn searches(place: &Place, paper: &mut Paper) -> Done {
    println!("searching ...");
    let mut command = place.command("cargo");
    command.args(["run", "--release", "--locked", "-p", "search", "--example", "speed"]);
    let output =
        command.stderr(Stdio::null()).output().map_err(|error| Stop::failed(format!("search: {error}")))?;
    if !output.status.success() {
        return Err(Stop::failed("search: its example ended with an error"));
    }
    let said = String::from_utf8_lossy(&output.stdout).trim_end().to_owned();
    paper.part("Search", &format!("```\n{said}\n```"));
    Ok(())
}

/// The published procedures, first into an empty province, then once more; only where that set lies beside the clone.
fn imports(place: &Place, programme: &Path, folder: &Path, paper: &mut Paper) -> Done {
    let file = place.root.join("../shared/data/procedures/procedures.jsonl.gz");
    if !file.exists() {
        println!("import: skipped: no ../shared");
        return Ok(());
    }
    println!("importing ...");
    let mut rows = Vec::new();
    for time in ["first", "again"] {
        let mut command = Command::new(programme);
        command.arg("--data").arg(folder.join("import")).args(["import", "procedures"]);
        command.arg(&file).arg("--json");
        let begun = Instant::now();
        let output = command.output().map_err(|error| Stop::failed(format!("import: {error}")))?;
        let took = begun.elapsed();
        let said: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
        if !output.status.success() {
            return Err(Stop::failed(format!("import: {}", String::from_utf8_lossy(&output.stderr))));
        }
        let cells = [&said["rows"], &said["imported"], &said["changed"], &said["unchanged"]];
        let mut row = vec![time.to_owned(), format!("{:.2}", took.as_secs_f64())];
        row.extend(cells.map(ToString::to_string));
        rows.push(row);
    }
    let heads = ["published procedures", "seconds", "rows", "imported", "changed", "unchanged"];
    paper.table("Import", &heads, &rows);
    Ok(())
}
