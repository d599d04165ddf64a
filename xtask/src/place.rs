//! Where we are: the clone, the folder builds go to, and the cache outside the clone.

use crate::{Stop, programme};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The clone and its folders.
#[derive(Debug)]
pub struct Place {
    /// The top of the clone.
    pub root: PathBuf,
    /// Caches that outlive a clone: builds of CI, the Python environment.
    pub cache: PathBuf,
    /// Where cargo puts what it builds.
    pub target: PathBuf,
    /// `CI=true`: nothing may be skipped, nothing may be left dirty.
    pub ci: bool,
    /// Names of our own packages.
    pub members: Vec<String>,
}

impl Place {
    /// Reads the environment and `cargo metadata`.
    ///
    /// A person's clone lives long, and `cargo run -- demo` builds into its `target/`: so does the gate, whichever of
    /// the two came first. A clone made by CI lives for one run: its builds go to the cache, so that the next clone
    /// finds the dependencies built. `CARGO_TARGET_DIR` outranks both.
    pub fn find() -> Result<Self, Stop> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .expect("xtask is a folder of the clone")
            .to_owned();
        let ci = std::env::var("CI").is_ok_and(|value| value == "true");
        let cache = cache_folder()?;
        let mut metadata = Command::new("cargo");
        metadata.args(["metadata", "--format-version", "1", "--no-deps"]).current_dir(&root);
        let facts: Value = serde_json::from_str(&programme::said(&mut metadata)?)
            .map_err(|error| Stop::failed(format!("cargo metadata: {error}")))?;
        let given = std::env::var_os("CARGO_TARGET_DIR").is_some();
        let target = if ci && !given {
            cache.join("target")
        } else {
            PathBuf::from(facts["target_directory"].as_str().expect("cargo metadata names it"))
        };
        let members = facts["packages"].as_array().expect("a list").iter().map(name_of).collect();
        Ok(Self { root, cache, target, ci, members })
    }

    /// A command at the top of the clone, with the target folder settled.
    ///
    /// `cargo xtask` is itself started by cargo, which tells it about the package `xtask`. Handed on, that would make every
    /// build script that looks at these variables stale, and all that rests on it: `cargo run -- demo` after the gate, and
    /// the gate after it, would build half of the tree again.
    pub fn command(&self, programme: &str) -> Command {
        let mut command = Command::new(programme);
        command.current_dir(&self.root).env("CARGO_TARGET_DIR", &self.target);
        for (name, _) in std::env::vars_os().filter(|(name, _)| tells_of_a_package(&name.to_string_lossy())) {
            command.env_remove(name);
        }
        command
    }

    /// Whether builds go to a folder that other clones may use too.
    pub fn target_is_shared(&self) -> bool {
        !self.target.starts_with(&self.root)
    }
}

/// Set by `cargo run` for what it runs.
fn tells_of_a_package(variable: &str) -> bool {
    ["CARGO_PKG_", "CARGO_MANIFEST_"].iter().any(|beginning| variable.starts_with(beginning))
}

fn name_of(package: &Value) -> String {
    package["name"].as_str().expect("a package has a name").to_owned()
}

fn cache_folder() -> Result<PathBuf, Stop> {
    let base = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    let base = base.or_else(|| std::env::home_dir().map(|home| home.join(".cache")));
    base.map(|base| base.join("motcua"))
        .ok_or_else(|| Stop::usage("neither XDG_CACHE_HOME nor HOME is set: where may caches go?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_build_is_not_told_about_the_package_that_starts_it() {
        let nowhere = PathBuf::new();
        let place = Place {
            root: nowhere.clone(),
            cache: nowhere.clone(),
            target: nowhere,
            ci: false,
            members: vec![],
        };
        let command = place.command("cargo");
        // Cargo sets this one for tests as it does for `cargo xtask`.
        let told = command.get_envs().find(|(name, _)| *name == "CARGO_MANIFEST_DIR");
        assert_eq!(told.map(|(_, value)| value), Some(None), "it is taken away");
    }
}
