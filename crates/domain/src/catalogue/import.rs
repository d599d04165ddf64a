//! Procedures as the national portal publishes them, one JSON object a line.
//!
//! The text was flattened from tables, so cells run together. What is certain is understood; everything else is
//! reported by line and field, kept as it came, and never guessed: a procedure whose limit is not certain asks the officer
//! at the counter.

use super::published_row::RowReader;
use super::{Catalogue, Procedure};
use serde::Serialize;
use std::collections::BTreeMap;

/// Something that could not be understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ImportProblem {
    /// Line, from 1.
    pub line: usize,
    /// Field of the row, of no length for the whole.
    pub field: String,
    /// Stable code.
    pub code: String,
    /// For people.
    pub message: String,
}

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ImportReport {
    /// Lines that are not empty.
    pub rows: usize,
    /// New procedures.
    pub imported: usize,
    /// New versions of known ones.
    pub changed: usize,
    /// Rows that are as they were.
    pub unchanged: usize,
    /// What could not be understood.
    pub problems: Vec<ImportProblem>,
    /// Rows that were not taken at all.
    #[serde(skip)]
    pub broken: usize,
    /// What is to be written.
    #[serde(skip)]
    pub procedures: Vec<Procedure>,
}

/// Reads lines against what is there already; nothing is written. `today` becomes the first day of new versions.
pub fn import_lines<'a>(
    lines: impl Iterator<Item = &'a str>,
    catalogue: &Catalogue,
    publishers: &BTreeMap<String, String>,
    today: &str,
) -> ImportReport {
    let mut report = ImportReport::default();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (at, text) in lines.enumerate().filter(|(_, text)| !text.trim().is_empty()) {
        report.rows += 1;
        let mut row = RowReader { line: at + 1, problems: Vec::new() };
        match row.procedure(text, catalogue, publishers, today) {
            Some(procedure) if seen.contains_key(&procedure.key()) => {
                let first = seen[&procedure.key()];
                row.problem("code", "code_twice", &format!("{} stands in line {first} too", procedure.code));
                report.broken += 1;
            }
            Some(procedure) => {
                seen.insert(procedure.key(), at + 1);
                report.take(procedure, catalogue, &mut row);
            }
            None => report.broken += 1,
        }
        report.problems.append(&mut row.problems);
    }
    report
}

/// The row as it came, for giving it back; one built from what is known when it was not imported.
#[must_use]
pub fn export_line(procedure: &Procedure) -> String {
    if let Some(row) = &procedure.raw {
        return row.text().to_owned();
    }
    serde_json::json!({
        "code": procedure.code,
        "publisher": procedure.publisher,
        "ten_thu_tuc": procedure.name,
        "linh_vuc": procedure.published_field,
        "can_cu_phap_ly": procedure.legal_basis.join("\n"),
        "ket_qua_xu_ly": procedure.result,
    })
    .to_string()
}

impl ImportReport {
    fn take(&mut self, mut procedure: Procedure, catalogue: &Catalogue, row: &mut RowReader) {
        let Some(known) = catalogue.procedures.get(&procedure.key()).and_then(|versions| versions.last())
        else {
            self.imported += 1;
            self.procedures.push(procedure);
            return;
        };
        if known.raw == procedure.raw {
            self.unchanged += 1;
            return;
        }
        // A shipped row that was never imported is new to the import, whatever was known of it before.
        if known.raw.is_some() {
            self.changed += 1;
        } else {
            self.imported += 1;
        }
        if is_completed_by_hand(known) {
            row.problem(
                "",
                "completed_by_hand",
                "steps, limits, fees and papers completed by hand stay as they are",
            );
            procedure = Procedure { raw: procedure.raw, valid_from: procedure.valid_from, ..known.clone() };
        }
        procedure.version = (known.version.parse::<i64>().unwrap_or(1) + 1).to_string();
        self.procedures.push(procedure);
    }
}

/// An imported row has neither steps nor an everyday name; where somebody gave it some, an import must not undo the work.
fn is_completed_by_hand(known: &Procedure) -> bool {
    !known.steps.is_empty() || !known.short_name.is_empty()
}
