//! Small questions to other programmes.

use crate::Stop;
use crate::place::Place;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What a programme writes to its standard output; its own words when it fails.
pub fn said(command: &mut Command) -> Result<String, Stop> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| Stop::failed(format!("{name} cannot be started: {error}")))?;
    if !output.status.success() {
        let why = String::from_utf8_lossy(&output.stderr);
        return Err(Stop::failed(format!("{command:?} failed\n{}", why.trim_end())));
    }
    String::from_utf8(output.stdout).map_err(|_| Stop::failed(format!("{name} did not answer in UTF-8")))
}

/// Whether this command ends well; it says nothing here.
pub fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// A programme of this name in PATH.
pub fn find(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// A cargo sub-command that is there, such as `nextest`.
pub fn has_cargo_tool(name: &str) -> bool {
    find(&format!("cargo-{name}")).is_some() || succeeds(Command::new("cargo").args([name, "--version"]))
}

/// Whether we are root.
pub fn is_root() -> bool {
    said(Command::new("id").arg("-u")).is_ok_and(|answer| answer.trim() == "0")
}

/// PATH with this folder in front.
pub fn path_with(folder: Option<&Path>) -> std::ffi::OsString {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = folder.map(Path::to_owned).into_iter().chain(std::env::split_paths(&path));
    std::env::join_paths(folders).unwrap_or(path)
}

/// The programmes of a Python environment in the cache, made anew when what it is to hold changed: only what the file names, each
/// by its digest.
pub fn python_environment(place: &Place, name: &str, requirements: &str) -> Result<PathBuf, Stop> {
    let folder = place.cache.join(name);
    let bin = folder.join("bin");
    let file = place.root.join(requirements);
    let failed = |file: &Path, error: std::io::Error| Stop::failed(format!("{}: {error}", file.display()));
    let wanted = fs::read_to_string(&file).map_err(|error| failed(&file, error))?;
    let stamp = bin.join("requirements.txt");
    if fs::read_to_string(&stamp).is_ok_and(|had| had == wanted) {
        return Ok(bin);
    }
    println!("bringing what {requirements} names into {}", folder.display());
    fs::create_dir_all(&place.cache).map_err(|error| failed(&place.cache, error))?;
    said(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
    let mut pip = Command::new(bin.join("pip"));
    pip.args([
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--only-binary=:all:",
        "--require-hashes",
        "-r",
    ]);
    said(pip.arg(&file))?;
    fs::write(&stamp, wanted).map_err(|error| failed(&stamp, error))?;
    Ok(bin)
}
