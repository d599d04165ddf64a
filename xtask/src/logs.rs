//! Event logs of other systems, told and given out again, held by a reader of other people against what they were.

use crate::place::Place;
use crate::stage::{Stages, quiet};
use crate::{Done, Stop, claim::Claim, programme};
use std::path::{Path, PathBuf};
use std::process::Command;

/// pm4py and what it needs, with the digests of their files. It is run, not shipped.
const REQUIREMENTS: &str = "xtask/log-requirements.txt";
/// Reads both logs and says what differs.
const COMPARES: &str = "xtask/log-equality.py";
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

/// Tells each log to the programme that was built, has it write the dossiers out, and compares.
pub fn compared(place: &Place, stages: &mut Stages) -> Done {
    let logs = place.root.join(FOLDER);
    if !logs.is_dir() {
        println!("logs: skipped: no ../shared");
        return Ok(());
    }
    let bin = programme::python_environment(place, "log-env", REQUIREMENTS)?;
    let folder = std::env::temp_dir().join(format!("motcua-logs-{}", std::process::id()));
    let outcome = LOGS.iter().try_for_each(|name| one(place, stages, &bin, &logs, &folder, name));
    drop(std::fs::remove_dir_all(&folder));
    outcome
}

fn one(place: &Place, stages: &mut Stages, bin: &Path, logs: &Path, folder: &Path, name: &str) -> Done {
    let source = logs.join(format!("{name}.xes.gz"));
    let written: PathBuf = folder.join(format!("{name}.out.xes.gz"));
    let motcua = |words: &[&str], file: &Path| {
        let mut command = Command::new(place.target.join("debug/motcua"));
        command.arg("--data").arg(folder.join(name)).args(words).arg(file);
        command
    };
    stages.run(&format!("replay {name}"), &mut motcua(&["replay"], &source), quiet)?;
    stages.run(&format!("export {name}"), &mut motcua(&["export", "xes"], &written), quiet)?;
    let mut compares = Command::new(bin.join("python"));
    compares.arg(place.root.join(COMPARES)).args([&source, &written]).env("MPLCONFIGDIR", folder);
    stages.run(&format!("compare {name}"), &mut compares, |line| line.starts_with("equal: "))
}
