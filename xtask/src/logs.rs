//! Event logs of other systems, told and given out again, mined, held by a reader of other people against what they were and what it finds
//! in them itself.

use crate::bench::Demo;
use crate::place::Place;
use crate::stage::{Stages, quiet};
use crate::{Done, Stop, claim::Claim, programme};
use std::path::{Path, PathBuf};
use std::process::Command;

/// pm4py and what it needs, with the digests of their files. It is run, not shipped.
const REQUIREMENTS: &str = "xtask/log-requirements.txt";
/// Reads both logs and says what differs.
const COMPARES: &str = "xtask/log-equality.py";
/// Mines a log itself and says what differs from what we found.
const MINES: &str = "xtask/log-mining.py";
/// Reads an object-centric log and says what differs from what was said to be in it.
const OBJECTS: &str = "xtask/log-objects.py";
/// Published logs, where they lie beside the clone.
const LOGS: [&str; 2] = ["receipt", "bpic2020_domestic_declarations"];
const FOLDER: &str = "../shared/data/eventlogs";

/// `cargo xtask logs`.
pub fn run(place: &Place, words: &[String]) -> Done {
    if !words.is_empty() {
        return Err(Stop::usage("cargo xtask logs takes no words"));
    }
    let _claim = Claim::take(place)?;
    let mut stages = Stages::begin(place, "cargo xtask logs")?;
    let mut build = place.command("cargo");
    stages.run("demo build", build.args(["build", "--locked"]).env("CARGO_TERM_COLOR", "never"), quiet)?;
    let outcome = compared(place, &mut stages);
    stages.summary();
    outcome
}

/// Tells each log to the programme that was built, has it mine it and write the dossiers out, and compares; then a seeded run of our own.
pub fn compared(place: &Place, stages: &mut Stages) -> Done {
    let bin = programme::python_environment(place, "log-env", REQUIREMENTS)?;
    let folder = std::env::temp_dir().join(format!("motcua-logs-{}", std::process::id()));
    let outcome = all(place, stages, &bin, &folder);
    drop(std::fs::remove_dir_all(&folder));
    outcome
}

fn all(place: &Place, stages: &mut Stages, bin: &Path, folder: &Path) -> Done {
    std::fs::create_dir_all(folder)
        .map_err(|error| Stop::failed(format!("{}: {error}", folder.display())))?;
    seeded(place, stages, bin, folder)?;
    let logs = place.root.join(FOLDER);
    if !logs.is_dir() {
        println!("published logs: skipped: no ../shared");
        return Ok(());
    }
    LOGS.iter().try_for_each(|name| one(place, stages, bin, &logs, folder, name))
}

/// A command of the programme that was built, on data of its own.
fn motcua(place: &Place, folder: &Path, name: &str) -> Command {
    let mut command = Command::new(place.target.join("debug/motcua"));
    command.arg("--data").arg(folder.join(name));
    command
}

fn judged(place: &Place, folder: &Path, bin: &Path, judge: &str, files: &[&Path]) -> Command {
    let mut judges = Command::new(bin.join("python"));
    judges.arg(place.root.join(judge)).args(files).env("MPLCONFIGDIR", folder);
    judges
}

fn equal(line: &str) -> bool {
    line.starts_with("equal: ")
}

fn one(place: &Place, stages: &mut Stages, bin: &Path, logs: &Path, folder: &Path, name: &str) -> Done {
    let source = logs.join(format!("{name}.xes.gz"));
    let mined = folder.join(format!("{name}.mined.json"));
    let mut mine = motcua(place, folder, name);
    said_to(&mined, mine.args(["tool", "mine", "--json"]).arg(&source))?;
    stages.run(&format!("mine {name}"), &mut judged(place, folder, bin, MINES, &[&source, &mined]), equal)?;
    let mut replay = motcua(place, folder, name);
    stages.run(&format!("replay {name}"), replay.arg("replay").arg(&source), quiet)?;
    let written = exported(place, stages, bin, folder, name)?;
    stages.run(
        &format!("compare {name}"),
        &mut judged(place, folder, bin, COMPARES, &[&source, &written]),
        equal,
    )
}

/// Writes what is in a folder of data as both kinds of logs, and has the object-centric one read; the log of cases.
fn exported(
    place: &Place,
    stages: &mut Stages,
    bin: &Path,
    folder: &Path,
    name: &str,
) -> Result<PathBuf, Stop> {
    let (cases, objects, said) = (
        folder.join(format!("{name}.out.xes.gz")),
        folder.join(format!("{name}.out.json")),
        folder.join(format!("{name}.said.json")),
    );
    let mut export = motcua(place, folder, name);
    stages.run(&format!("export {name}"), export.args(["export", "xes"]).arg(&cases), quiet)?;
    said_to(&said, motcua(place, folder, name).args(["export", "ocel", "--json"]).arg(&objects))?;
    let mut reads = judged(place, folder, bin, OBJECTS, &[&objects, &said, &cases]);
    stages.run(&format!("objects {name}"), &mut reads, equal)?;
    Ok(cases)
}

/// Two days of a seeded province: its dossiers are mined and read as those of the published logs are.
fn seeded(place: &Place, stages: &mut Stages, bin: &Path, folder: &Path) -> Done {
    let name = "seeded";
    let mut demo = motcua(place, folder, name);
    demo.args(["demo", "--listen", "127.0.0.1:0", "--days", "2", "--quiet", "--at", "2026-11-25T16:30"]);
    let demo = Demo::start(&mut demo)?;
    demo.wait_until_filled()?;
    drop(demo);
    let cases = exported(place, stages, bin, folder, name)?;
    let mined = folder.join("seeded.mined.json");
    said_to(&mined, motcua(place, folder, name).args(["tool", "mine", "--json"]).arg(&cases))?;
    stages.run("mine seeded", &mut judged(place, folder, bin, MINES, &[&cases, &mined]), equal)
}

/// Runs a command and keeps what it says in a file.
fn said_to(file: &Path, command: &mut Command) -> Done {
    let said = programme::said(command)?;
    std::fs::write(file, said).map_err(|error| Stop::failed(format!("{}: {error}", file.display())))
}
