//! `cargo xtask`: what a developer and the gate do with this repository. Without arguments it lists its commands.
//!
//! Each command is one file here. They share three nouns: the [`place::Place`] (which clone, which caches), a
//! [`stage::Stages`] (one programme run with its log), and what must be on the machine ([`setup`]).

mod api;
mod bench;
mod claim;
mod crowd;
mod docs;
mod gate;
mod journeys;
mod licences;
mod lint;
mod logs;
mod nightly;
mod node;
mod place;
mod postgres;
mod programme;
mod setup;
mod spdx;
mod stage;
mod visitor;

use place::Place;
use std::process::ExitCode;

/// What went wrong, as a sentence for the person at the terminal, and how the process ends.
#[derive(Debug)]
pub struct Stop {
    said: String,
    code: u8,
}

impl Stop {
    /// Something failed: exit 1.
    fn failed(said: impl Into<String>) -> Self {
        Self { said: said.into(), code: 1 }
    }

    /// Something is missing or was asked for wrongly: exit 2.
    fn usage(said: impl Into<String>) -> Self {
        Self { said: said.into(), code: 2 }
    }
}

type Done = Result<(), Stop>;

struct Task {
    name: &'static str,
    does: &'static str,
    run: fn(&Place, &[String]) -> Done,
}

const TASKS: &[Task] = &[
    Task {
        name: "setup",
        does: "install what the gate needs, or say in one line what is missing",
        run: setup::run,
    },
    Task { name: "test", does: "the gate: everything that must hold [--only STAGE]", run: gate::run },
    Task {
        name: "lint",
        does: "format, clippy and the house rules: what to run before a commit",
        run: lint::run,
    },
    Task { name: "docs", does: "the reference of all crates, and the check of the papers", run: docs::run },
    Task {
        name: "e2e",
        does: "browser journeys [--engine sqlite|postgres] [WORD in the name ...]",
        run: journeys::run,
    },
    Task {
        name: "bench",
        does: "figures of the release build, one table [--keep] [write bursts people import search]",
        run: bench::run,
    },
    Task {
        name: "api",
        does: "the interface for other programmes, tried by schemathesis against its description",
        run: api::run,
    },
    Task {
        name: "crowd",
        does: "a day of a hall over HTTP, the server killed at noon [--people N] [--engine sqlite|postgres] ...",
        run: crowd::run,
    },
    Task {
        name: "logs",
        does: "published event logs, replayed, exported, and held by pm4py against what they were",
        run: logs::run,
    },
    Task { name: "nightly", does: "everything long, once for a closing note", run: nightly::run },
];

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let Some((name, rest)) = words.split_first() else {
        list();
        return ExitCode::SUCCESS;
    };
    let Some(task) = TASKS.iter().find(|task| task.name == name) else {
        list();
        eprintln!("\nthere is no `cargo xtask {name}`");
        return ExitCode::from(2);
    };
    match Place::find().and_then(|place| (task.run)(&place, rest)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => {
            eprintln!("{}", stop.said);
            ExitCode::from(stop.code)
        }
    }
}

fn list() {
    println!("cargo xtask COMMAND\n");
    for task in TASKS {
        println!("  {:<8} {}", task.name, task.does);
    }
}
