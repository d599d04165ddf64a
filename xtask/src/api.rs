//! The interface for other programmes, tried by a programme that knows nothing but its description: whatever the description allows
//! is sent, and what it forbids, and every answer is held against it.

use crate::bench::Demo;
use crate::place::Place;
use crate::stage::{Stages, quiet};
use crate::{Done, Stop, claim::Claim, programme};
use std::path::Path;
use std::process::Command;

/// schemathesis and what it needs, with the digests of their files.
const REQUIREMENTS: &str = "xtask/api-requirements.txt";
/// The posts it works in, so that each endpoint is let do something.
const POSTS: &[(&str, &str)] = &[("receiver", "H49.80"), ("specialist", "H49.12.1"), ("greeter", "H49.80")];
/// Requests of the random part, for each endpoint.
const EXAMPLES: &str = "60";

/// `cargo xtask api`.
pub fn run(place: &Place, words: &[String]) -> Done {
    if !words.is_empty() {
        return Err(Stop::usage("cargo xtask api takes no words"));
    }
    let _claim = Claim::take(place)?;
    let mut stages = Stages::begin(place, "cargo xtask api")?;
    let outcome = tried(place, &mut stages);
    stages.summary();
    outcome
}

/// Builds the demo, starts it, and has it tried in each post.
pub fn tried(place: &Place, stages: &mut Stages) -> Done {
    let bin = programme::python_environment(place, "api-env", REQUIREMENTS)?;
    let mut build = place.command("cargo");
    stages.run("demo build", build.args(["build", "--locked"]).env("CARGO_TERM_COLOR", "never"), quiet)?;
    let folder = std::env::temp_dir().join(format!("motcua-api-{}", std::process::id()));
    let outcome = in_each_post(place, stages, &bin, &folder);
    drop(std::fs::remove_dir_all(&folder));
    outcome
}

fn in_each_post(place: &Place, stages: &mut Stages, bin: &Path, folder: &Path) -> Done {
    let motcua = place.target.join("debug/motcua");
    let data = folder.join("data");
    let mut demo = Command::new(&motcua);
    demo.arg("--data").arg(&data).args(["demo", "--listen", "127.0.0.1:0", "--days", "1"]);
    let demo = Demo::start(demo.args(["--at", "2026-11-25T09:00"]))?;
    let address = format!("http://{}/api/v1/openapi.json", demo.address);
    for (role, unit) in POSTS {
        let mut issue = Command::new(&motcua);
        issue.arg("--data").arg(&data).args(["token", "--role", role, "--unit", unit]);
        let token = programme::said(&mut issue)?;
        let mut schemathesis = Command::new(bin.join("schemathesis"));
        schemathesis
            .current_dir(folder)
            .args(["run", &address, "--checks", "all", "--seed", "1", "--max-examples", EXAMPLES])
            .args(["--header", &format!("Authorization: Bearer {}", token.trim())])
            .env("NO_COLOR", "1");
        stages.run(&format!("schemathesis {role}"), &mut schemathesis, closing)?;
    }
    Ok(())
}

/// How many requests there were.
fn closing(line: &str) -> bool {
    line.contains(" generated") || line.trim_start().starts_with("Tested:")
}
