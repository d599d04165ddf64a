//! The interface for other programmes, tried by a programme that knows nothing but its description: whatever the description allows
//! is sent, and what it forbids, and every answer is held against it.

use crate::bench::Demo;
use crate::place::Place;
use crate::stage::{Stages, quiet};
use crate::{Done, Stop, claim::Claim, programme};
use std::path::{Path, PathBuf};
use std::process::Command;

/// schemathesis and what it needs, with the digests of their files.
const REQUIREMENTS: &str = "xtask/api-requirements.txt";
/// The posts it works in, so that each endpoint is let do something. The gate takes the first.
const POSTS: &[(&str, &str)] = &[("receiver", "H49.80"), ("specialist", "H49.12.1"), ("greeter", "H49.80")];

/// How long it tries.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    posts: usize,
    /// Requests of the random part, for each endpoint.
    examples: &'static str,
}

/// Seconds, for the gate.
pub const SHORT: Effort = Effort { posts: 1, examples: "20" };
/// A minute or two.
pub const LONG: Effort = Effort { posts: POSTS.len(), examples: "80" };

/// `cargo xtask api`.
pub fn run(place: &Place, words: &[String]) -> Done {
    if !words.is_empty() {
        return Err(Stop::usage("cargo xtask api takes no words"));
    }
    ensure(place)?;
    let _claim = Claim::take(place)?;
    let mut stages = Stages::begin(place, "cargo xtask api")?;
    let mut build = place.command("cargo");
    stages.run("demo build", build.args(["build", "--locked"]).env("CARGO_TERM_COLOR", "never"), quiet)?;
    let outcome = tried(place, &mut stages, LONG);
    stages.summary();
    outcome
}

/// Brings schemathesis, once for each state of its list.
pub fn ensure(place: &Place) -> Done {
    environment(place).map(drop)
}

fn environment(place: &Place) -> Result<PathBuf, Stop> {
    programme::python_environment(place, "api-env", REQUIREMENTS)
}

/// Starts the demo that was built, and has it tried in each post.
pub fn tried(place: &Place, stages: &mut Stages, effort: Effort) -> Done {
    let folder = std::env::temp_dir().join(format!("motcua-api-{}", std::process::id()));
    let outcome = in_each_post(place, stages, &folder, effort);
    drop(std::fs::remove_dir_all(&folder));
    outcome
}

fn in_each_post(place: &Place, stages: &mut Stages, folder: &Path, effort: Effort) -> Done {
    let bin = environment(place)?;
    let motcua = place.target.join("debug/motcua");
    let data = folder.join("data");
    let mut demo = Command::new(&motcua);
    demo.arg("--data").arg(&data).args(["demo", "--listen", "127.0.0.1:0", "--days", "1"]);
    let demo = Demo::start(demo.args(["--at", "2026-11-25T09:00"]))?;
    let address = format!("http://{}/api/v1/openapi.json", demo.address);
    for (role, unit) in &POSTS[..effort.posts] {
        let mut issue = Command::new(&motcua);
        issue.arg("--data").arg(&data).args(["token", "--role", role, "--unit", unit]);
        let token = programme::said(&mut issue)?;
        let mut schemathesis = Command::new(bin.join("schemathesis"));
        schemathesis
            .current_dir(folder)
            .args(["run", &address, "--checks", "all", "--seed", "1", "--max-examples", effort.examples])
            .args(["--header", &format!("Authorization: Bearer {}", token.trim())])
            .env("NO_COLOR", "1");
        stages.run(&format!("schemathesis {role}"), &mut schemathesis, closing)?;
    }
    Ok(())
}

/// How many requests there were.
fn closing(line: &str) -> bool {
    line.contains(" generated")
}
