//! The tracked files, and files about to be.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The top of the clone.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask is a folder of the clone").to_owned()
}

/// Paths of all files that git tracks or would track, with `/` between folders.
pub fn files() -> Vec<String> {
    let output = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .expect("git is installed");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let all = String::from_utf8(output.stdout).expect("paths are UTF-8");
    let mut files: Vec<String> = all.split('\0').filter(|path| !path.is_empty()).map(str::to_owned).collect();
    files.retain(|path| root().join(path).is_file());
    files.sort();
    files
}

/// Files whose names end so.
pub fn files_ending(ends: &[&str]) -> Vec<String> {
    files().into_iter().filter(|path| ends.iter().any(|end| path.ends_with(end))).collect()
}

/// A file as text; a file that is not UTF-8 is a finding elsewhere.
pub fn text(path: &str) -> String {
    String::from_utf8_lossy(&fs::read(root().join(path)).expect("a file of the list")).into_owned()
}

/// Fails with one finding a line.
pub fn none(rule: &str, findings: &[String]) {
    assert!(findings.is_empty(), "{rule}:\n  {}\n", findings.join("\n  "));
}
