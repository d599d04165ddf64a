//! Node.js and the few packages of the browser journeys and of the independent message centre.

use crate::place::Place;
use crate::{Done, Stop, programme};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What playwright-core asks for.
const OLDEST: u32 = 20;
/// Folders with a `package-lock.json`.
const FOLDERS: &[&str] = &["e2e", "crates/adapters/tests/npm-smsc"];
/// Node.js as a Python package, with the digests of its files: for machines whose own is too old.
const REQUIREMENTS: &str = "e2e/node-requirements.txt";

fn system_node_will_do() -> bool {
    let version = programme::said(Command::new("node").arg("--version")).ok();
    let major = version
        .as_deref()
        .and_then(|text| text.trim().trim_start_matches('v').split('.').next()?.parse::<u32>().ok());
    major.is_some_and(|major| major >= OLDEST) && programme::find("npm").is_some()
}

/// PATH on which `node` and `npm` are found.
pub fn path(place: &Place) -> Result<OsString, Stop> {
    let environment = environment(place)?;
    Ok(programme::path_with(environment.as_deref()))
}

/// The programmes of the Python environment, `None` when the machine's own Node.js will do.
fn environment(place: &Place) -> Result<Option<PathBuf>, Stop> {
    if system_node_will_do() {
        return Ok(None);
    }
    programme::python_environment(place, "node-env", REQUIREMENTS).map(Some)
}

/// Brings the packages that the lock files name, once for each state of a lock file.
pub fn ensure(place: &Place) -> Done {
    let path = path(place)?;
    for folder in FOLDERS.iter().map(|folder| place.root.join(folder)) {
        packages(&folder, &path)?;
    }
    Ok(())
}

fn packages(folder: &Path, path: &OsString) -> Done {
    let wanted = read(&folder.join("package-lock.json"))?;
    let stamp = folder.join("node_modules/.motcua-lock");
    if fs::read_to_string(&stamp).is_ok_and(|had| had == wanted) {
        return Ok(());
    }
    println!("npm ci in {}", folder.display());
    let mut npm = Command::new("npm");
    npm.args(["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline"])
        .current_dir(folder)
        .env("PATH", path);
    programme::said(&mut npm)?;
    write(&stamp, &wanted)
}

fn read(file: &Path) -> Result<String, Stop> {
    fs::read_to_string(file).map_err(|error| Stop::failed(format!("{}: {error}", file.display())))
}

fn write(file: &Path, text: &str) -> Done {
    fs::write(file, text).map_err(|error| Stop::failed(format!("{}: {error}", file.display())))
}
