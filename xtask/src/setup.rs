//! What must be on the machine besides the toolchain: looked for first, installed only when missing.

use crate::place::Place;
use crate::{Done, Stop, api, node, postgres, programme};
use std::process::Command;

struct Need {
    what: &'static str,
    packages: &'static [&'static str],
    there: fn() -> bool,
}

const NEEDS: &[Need] = &[
    Need {
        what: "PostgreSQL 15 or newer, the server",
        packages: &["postgresql"],
        there: || postgres::programmes().is_some(),
    },
    Need {
        what: "Chromium",
        packages: &["chromium", "fonts-liberation"],
        there: || programme::find("chromium").is_some(),
    },
    Need {
        what: "pdftotext and pdftoppm",
        packages: &["poppler-utils"],
        there: || programme::find("pdftotext").is_some(),
    },
    Need { what: "espeak-ng", packages: &["espeak-ng"], there: || programme::find("espeak-ng").is_some() },
    Need { what: "git", packages: &["git"], there: || programme::find("git").is_some() },
    Need {
        what: "a Python that can make environments",
        packages: &["python3", "python3-venv"],
        there: has_venv,
    },
];

fn has_venv() -> bool {
    programme::succeeds(Command::new("python3").args(["-c", "import venv, ensurepip"]))
}

/// `cargo xtask setup`.
pub fn run(place: &Place, words: &[String]) -> Done {
    if !words.is_empty() {
        return Err(Stop::usage("cargo xtask setup takes no words"));
    }
    ensure(place)?;
    for need in NEEDS {
        println!("ok: {}", need.what);
    }
    let runner = if programme::has_cargo_tool("nextest") {
        "cargo-nextest"
    } else {
        "cargo test (cargo-nextest would be quicker)"
    };
    println!("ok: tests run through {runner}");
    Ok(())
}

/// Installs what is missing, or stops with one line that does. Asks nothing of any registry when all is there.
pub fn ensure(place: &Place) -> Done {
    packages()?;
    node::ensure(place)?;
    api::ensure(place)
}

fn packages() -> Done {
    let missing: Vec<&str> =
        NEEDS.iter().filter(|need| !(need.there)()).flat_map(|need| need.packages).copied().collect();
    if missing.is_empty() {
        return Ok(());
    }
    let by_hand = format!(
        "missing: apt-get update && apt-get install -y --no-install-recommends {}",
        missing.join(" ")
    );
    let prefix: &[&str] = if programme::is_root() {
        &[]
    } else if programme::succeeds(Command::new("sudo").args(["-n", "true"])) {
        &["sudo", "-n"]
    } else {
        return Err(Stop::usage(by_hand));
    };
    if programme::find("apt-get").is_none() {
        return Err(Stop::usage(by_hand));
    }
    println!("installing {}", missing.join(" "));
    apt(prefix, &["update"])?;
    apt(prefix, &[&["install", "-y", "--no-install-recommends"], missing.as_slice()].concat())?;
    match NEEDS.iter().find(|need| !(need.there)()) {
        None => Ok(()),
        Some(need) => Err(Stop::usage(format!("{} is not there even now; {by_hand}", need.what))),
    }
}

fn apt(prefix: &[&str], words: &[&str]) -> Done {
    let line = [prefix, &["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"], words].concat();
    programme::said(Command::new(line[0]).args(&line[1..])).map(drop)
}
