//! Procedures from a file and back.

use crate::config::Config;
use crate::ended::Refused;
use crate::open;
use crate::print;
use anyhow::Context;
use app::{App, Catalogued};
use domain::catalogue::{ImportReport, export_line};
use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use std::fs::File;
use std::io::{BufWriter, Read, Write};
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
    let text = read_text(file).with_context(|| file.display().to_string())?;
    let store = open::store(&open::place(config), store::Options::default()).await?;
    let name = file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let outcome = imported(&store, &text, &name, how).await;
    store.close().await;
    let (report, kept) = outcome?;
    say(&report, kept, how);
    let refused = how.all_or_nothing && report.broken > 0;
    if refused { Err(Refused.into()) } else { Ok(()) }
}

async fn imported(
    store: &store::Store,
    text: &str,
    name: &str,
    how: How,
) -> anyhow::Result<(ImportReport, bool)> {
    let app = open::app_for_a_moment(store.clone()).await?;
    let report = app.read_procedures(text);
    let keep = !how.dry_run && !(how.all_or_nothing && report.broken > 0);
    if keep && !report.procedures.is_empty() {
        app.put_procedures(&report.procedures, Catalogued { by: "system:import", decision: name }).await?;
    }
    Ok((report, keep))
}

fn say(report: &ImportReport, kept: bool, how: How) {
    if how.json {
        print::json(report);
        return;
    }
    for problem in &report.problems {
        let field = if problem.field.is_empty() { "row" } else { problem.field.as_str() };
        print::line(format!("line {}: {field}: {} ({})", problem.line, problem.message, problem.code));
    }
    let what = if kept { "kept" } else { "nothing kept" };
    print::line(format!(
        "{} rows: {} new, {} changed, {} unchanged, {} not taken; {} remarks; {what}",
        report.rows,
        report.imported,
        report.changed,
        report.unchanged,
        report.broken,
        report.problems.len()
    ));
}

/// Gives the newest version of every procedure back, in the order of codes.
pub(crate) async fn export_procedures(config: &Config, file: Option<&Path>) -> anyhow::Result<()> {
    let store = open::existing_store(config).await?;
    let app = open::app_for_a_moment(store.clone()).await;
    store.close().await;
    let lines = lines(&app?);
    let Some(file) = file else {
        lines.iter().for_each(print::line);
        return Ok(());
    };
    write_lines(file, &lines).with_context(|| file.display().to_string())?;
    eprintln!("{} procedures written to {}", lines.len(), file.display());
    Ok(())
}

fn lines(app: &App) -> Vec<String> {
    let directory = app.directory();
    directory
        .catalogue()
        .procedures
        .values()
        .filter_map(|versions| versions.last())
        .map(export_line)
        .collect()
}

/// The file appears under its name only when it is whole.
fn write_lines(file: &Path, lines: &[String]) -> std::io::Result<()> {
    let part = file.with_extension("part");
    let plain = BufWriter::new(File::create(&part)?);
    let packed = file.extension().is_some_and(|ending| ending == "gz");
    let mut out: Box<dyn Write> =
        if packed { Box::new(GzEncoder::new(plain, Compression::default())) } else { Box::new(plain) };
    for line in lines {
        writeln!(out, "{line}")?;
    }
    out.flush()?;
    drop(out);
    std::fs::rename(part, file)
}

/// Text of a file, unpacked when it begins like gzip whatever its name says.
fn read_text(file: &Path) -> std::io::Result<String> {
    let mut bytes = Vec::new();
    if file == Path::new("-") {
        std::io::stdin().read_to_end(&mut bytes)?;
    } else {
        File::open(file)?.read_to_end(&mut bytes)?;
    }
    let mut text = String::new();
    if bytes.starts_with(&[0x1f, 0x8b]) {
        MultiGzDecoder::new(bytes.as_slice()).read_to_string(&mut text)?;
    } else {
        text = String::from_utf8(bytes)
            .map_err(|error| std::io::Error::new(std::io::ErrorKind::InvalidData, error))?;
    }
    Ok(text)
}
