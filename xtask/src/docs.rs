//! The reference of our crates, and the check of the papers.

use crate::place::Place;
use crate::stage::{Stages, quiet};
use crate::{Done, Stop, claim::Claim};

/// `cargo xtask docs`.
pub fn run(place: &Place, words: &[String]) -> Done {
    if !words.is_empty() {
        return Err(Stop::usage("cargo xtask docs takes no words"));
    }
    let _claim = Claim::take(place)?;
    let mut stages = Stages::begin(place, "cargo xtask docs")?;
    let mut doc = place.command("cargo");
    doc.args(["doc", "--workspace", "--no-deps"])
        .env("RUSTDOCFLAGS", "-D warnings")
        .env("CARGO_TERM_COLOR", "never");
    stages.run("rustdoc", &mut doc, quiet)?;
    let mut papers = place.command("cargo");
    papers.args(["test", "-p", "xtask", "--test", "house", "papers"]).env("CARGO_TERM_COLOR", "never");
    stages.run("papers", &mut papers, |line| line.starts_with("test result:"))?;
    println!("read {}", place.target.join("doc/domain/index.html").display());
    Ok(())
}
