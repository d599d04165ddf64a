//! What the commands about event logs take.

use clap::Args;
use std::path::PathBuf;

pub(super) const EXAMPLES_OF_XES: &str = "\
Examples:
  motcua export xes dossiers.xes.gz
  motcua export xes november.xes --from 2026-11-01 --to 2026-12-01";

pub(super) const EXAMPLES_OF_OCEL: &str = "\
Examples:
  motcua export ocel dossiers.json
  motcua export ocel november.json.gz --from 2026-11-01 --to 2026-12-01 --json";

pub(super) const EXAMPLES_OF_MINING: &str = "\
Examples:
  motcua tool mine receipt.xes.gz
  motcua tool mine receipt.xes.gz --json
Times are those of the clock on the wall: a log knows no opening hours.";

/// What `export xes` takes.
#[derive(Debug, Args)]
pub(crate) struct XesArgs {
    /// The file; packed when its name ends in `.gz`.
    pub file: PathBuf,
    /// Dossiers received from this local date or time on.
    #[arg(long, value_name = "TIME")]
    pub from: Option<String>,
    /// Dossiers received before this local date or time.
    #[arg(long, value_name = "TIME")]
    pub to: Option<String>,
    /// Only what was replayed under this name; our own dossiers too when not given.
    #[arg(long, value_name = "NAME")]
    pub source: Option<String>,
    /// One line of JSON: `{cases, events, file}`.
    #[arg(long)]
    pub json: bool,
}

/// What `export ocel` takes.
#[derive(Debug, Args)]
pub(crate) struct OcelArgs {
    /// The file; packed when its name ends in `.gz`.
    pub file: PathBuf,
    /// Dossiers received from this local date or time on.
    #[arg(long, value_name = "TIME")]
    pub from: Option<String>,
    /// Dossiers received before this local date or time.
    #[arg(long, value_name = "TIME")]
    pub to: Option<String>,
    /// One line of JSON: `{events, objects, relations, by_event_type, by_object_type, file}`.
    #[arg(long)]
    pub json: bool,
}

/// What `tool mine` takes.
#[derive(Debug, Args)]
pub(crate) struct MineArgs {
    /// The log, packed or not; - for standard input.
    pub file: PathBuf,
    /// One line of JSON: `{cases, events, variants, durations_ms, starts, ends, follows, activities, persons, units, handovers}`.
    #[arg(long)]
    pub json: bool,
    /// Most variants and pairs listed for people; JSON has all.
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=100_000))]
    pub limit: u64,
}
