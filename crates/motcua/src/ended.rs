//! How a command ends: 0 done, 1 refused or failed with nothing kept, 2 the command line or the configuration is wrong.

use std::process::ExitCode;

/// The command line or the configuration asks for something that cannot be.
#[derive(Debug)]
pub(crate) struct Usage(pub String);

impl std::fmt::Display for Usage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Usage {}

/// Refused: what was wrong has been printed already.
#[derive(Debug)]
pub(crate) struct Refused;

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("refused, nothing was kept")
    }
}

impl std::error::Error for Refused {}

/// An error of the command line.
pub(crate) fn usage(what: impl Into<String>) -> anyhow::Error {
    anyhow::Error::new(Usage(what.into()))
}

/// Prints why it ended and gives the exit code.
pub(crate) fn exit_code(outcome: anyhow::Result<()>) -> ExitCode {
    let Err(error) = outcome else { return ExitCode::SUCCESS };
    if error.is::<Refused>() {
        return ExitCode::from(1);
    }
    // The chain in one sentence; sources that repeat what was said are left out.
    let mut said = String::new();
    for part in error.chain().map(ToString::to_string) {
        if !said.contains(&part) {
            if !said.is_empty() {
                said.push_str(": ");
            }
            said.push_str(&part);
        }
    }
    eprintln!("motcua: {said}");
    if let Some(advice) = advice(&error) {
        eprintln!("{advice}");
    }
    ExitCode::from(if error.is::<Usage>() { 2 } else { 1 })
}

/// What to do about it, where we know.
fn advice(error: &anyhow::Error) -> Option<&'static str> {
    error.chain().find_map(|part| match part.downcast_ref::<store::StoreError>()? {
        store::StoreError::Locked(_) => Some(
            "One process at a time may use the file. Stop the one that runs (SIGTERM ends it within 5 seconds) and try \
             again, or give this command a folder of its own with --data.",
        ),
        store::StoreError::Schema(_) => {
            Some("Make a backup with the programme that made the database and restore it into an empty one.")
        }
        store::StoreError::Unfit(_) => {
            Some("Name another place: --data FOLDER for a file, --db for an empty database. Nothing was changed.")
        }
        store::StoreError::Postgres(_) | store::StoreError::Pool(_) => {
            Some("Check the address in --db or MOTCUA_DB, and that the server is up: motcua doctor looks closer.")
        }
        _ => None,
    })
}
