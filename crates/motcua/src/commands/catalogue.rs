//! Procedures from a file and back.

use crate::config::Config;
use crate::ended::Refused;
use crate::wish::Wish;
use crate::{open, print, socket};
use anyhow::Context;
use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use serde_json::Value;
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
    write_lines(file, &lines).with_context(|| file.display().to_string())?;
    eprintln!("{} procedures written to {}", lines.len(), file.display());
    Ok(())
}

/// The file appears under its name only when it is whole.
fn write_lines(file: &Path, lines: &[&str]) -> std::io::Result<()> {
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
