//! Procedures from a file and back.

use crate::config::Config;
use crate::ended::Refused;
use crate::files;
use crate::wish::Wish;
use crate::{open, print, socket};
use anyhow::Context;
use serde_json::Value;
use std::path::Path;

/// What to do with what was read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct How {
    /// JSON for machines.
    pub json: bool,
    /// Nothing is written.
    pub dry_run: bool,
    /// Nothing is written when a row is broken.
    pub all_or_nothing: bool,
}

/// Takes over procedures.
pub(crate) async fn import_procedures(config: &Config, file: &Path, how: How) -> anyhow::Result<()> {
    let text = files::read_text(file).with_context(|| file.display().to_string())?;
    let name = file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let wish =
        Wish::ImportProcedures { text, name, dry_run: how.dry_run, all_or_nothing: how.all_or_nothing };
    let done = socket::through(&open::place(config), wish, &|_, _| {}).await?;
    let broken = done["broken"].as_u64().unwrap_or(0);
    if how.json {
        print::json(&done["report"]);
    } else {
        say(&done["report"], broken, done["kept"] == true);
    }
    if how.all_or_nothing && broken > 0 { Err(Refused.into()) } else { Ok(()) }
}

fn say(report: &Value, broken: u64, kept: bool) {
    let problems = report["problems"].as_array().map(Vec::as_slice).unwrap_or_default();
    for problem in problems {
        let word = |name: &str| problem[name].as_str().unwrap_or_default();
        let field = if word("field").is_empty() { "row" } else { word("field") };
        print::line(format!("line {}: {field}: {} ({})", problem["line"], word("message"), word("code")));
    }
    let what = if kept { "kept" } else { "nothing kept" };
    print::line(format!(
        "{} rows: {} new, {} changed, {} unchanged, {broken} not taken; {} remarks; {what}",
        report["rows"],
        report["imported"],
        report["changed"],
        report["unchanged"],
        problems.len()
    ));
}

/// Gives the newest version of every procedure back, in the order of codes.
pub(crate) async fn export_procedures(config: &Config, file: Option<&Path>) -> anyhow::Result<()> {
    let done = socket::through(&open::existing(config)?, Wish::ExportProcedures, &|_, _| {}).await?;
    let lines: Vec<&str> = done.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let Some(file) = file else {
        lines.iter().for_each(print::line);
        return Ok(());
    };
    let written = files::write_whole(file, |out| lines.iter().try_for_each(|line| writeln!(out, "{line}")));
    written.with_context(|| file.display().to_string())?;
    eprintln!("{} procedures written to {}", lines.len(), file.display());
    Ok(())
}
