//! What was measured, as one paper: printed, and kept in `docs/performance.md` between two marks.

use crate::place::Place;
use crate::{Done, Stop};
use std::process::Command;

const PAPER: &str = "docs/performance.md";
const BEGIN: &str = "<!-- measured: begin -->";
const END: &str = "<!-- measured: end -->";

/// Headings with what stands below them.
pub struct Paper {
    machine: String,
    parts: Vec<(String, String)>,
}

impl Paper {
    pub fn new(machine: String) -> Self {
        Self { machine, parts: Vec::new() }
    }

    /// A part in words.
    pub fn part(&mut self, title: &str, text: &str) {
        self.parts.push((title.to_owned(), text.to_owned()));
    }

    /// A part as a table, numbers to the right.
    pub fn table(&mut self, title: &str, heads: &[&str], rows: &[Vec<String>]) {
        self.part(title, &table(heads, rows));
    }

    /// All of it.
    pub fn text(&self) -> String {
        text(&self.machine, &self.parts)
    }

    /// In place of what was measured before under the same headings; what was not measured now stays as it was.
    pub fn keep(&self, place: &Place) -> Done {
        let file = place.root.join(PAPER);
        let failed = |error: std::io::Error| Stop::failed(format!("{PAPER}: {error}"));
        let old = std::fs::read_to_string(&file).map_err(failed)?;
        let new = self
            .placed_in(&old, &today()?)
            .ok_or_else(|| Stop::failed(format!("{PAPER} lacks the marks {BEGIN} and {END}")))?;
        std::fs::write(&file, new).map_err(failed)?;
        println!("kept in {PAPER}");
        Ok(())
    }

    fn placed_in(&self, old: &str, today: &str) -> Option<String> {
        let (before, rest) = old.split_once(BEGIN)?;
        let (kept, after) = rest.split_once(END)?;
        let mut parts = parts_of(kept);
        for (title, part) in &self.parts {
            let part = format!("{part}\n\nMeasured on {today}.");
            match parts.iter_mut().find(|(old, _)| old == title) {
                Some((_, old)) => *old = part,
                None => parts.push((title.clone(), part)),
            }
        }
        Some(format!("{before}{BEGIN}\n{}{END}{after}", text(&self.machine, &parts)))
    }
}

fn text(machine: &str, parts: &[(String, String)]) -> String {
    let mut text = format!("Machine: {machine}.\n");
    for (title, part) in parts {
        text.push_str(&format!("\n### {title}\n\n{part}\n"));
    }
    text
}

/// Headings and what stands below them, of a text made here before.
fn parts_of(text: &str) -> Vec<(String, String)> {
    let parts = text.split("\n### ").skip(1);
    let part = |part: &str| {
        let (title, body) = part.split_once('\n').unwrap_or((part, ""));
        (title.to_owned(), body.trim().to_owned())
    };
    parts.map(part).collect()
}

/// The date here, as people write it.
fn today() -> Result<String, Stop> {
    let said = Command::new("date").arg("+%d/%m/%Y").output();
    let said = said.map_err(|error| Stop::failed(format!("date: {error}")))?;
    Ok(String::from_utf8_lossy(&said.stdout).trim().to_owned())
}

/// A table of a paper.
pub fn table(heads: &[&str], rows: &[Vec<String>]) -> String {
    let line = |cells: Vec<&str>| format!("| {} |", cells.join(" | "));
    let right = std::iter::once("---").chain(heads.iter().skip(1).map(|_| "---:"));
    let mut lines = vec![line(heads.to_vec()), line(right.collect())];
    lines.extend(rows.iter().map(|row| line(row.iter().map(String::as_str).collect())));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::{Paper, table};

    #[test]
    fn what_was_measured_takes_the_place_of_the_old_and_the_rest_stays() {
        let old = "# Title\n<!-- measured: begin -->\nMachine: old.\n\n### A\n\nslow\n\nMeasured on 1/1.\n\n### B\n\nkept\n\n\
                   Measured on 1/1.\n<!-- measured: end -->\nrest\n";
        let mut paper = Paper::new("new".to_owned());
        paper.part("A", "quick");
        paper.part("C", "first");
        let new = paper.placed_in(old, "2/2").expect("both marks");
        assert_eq!(
            new,
            "# Title\n<!-- measured: begin -->\nMachine: new.\n\n### A\n\nquick\n\nMeasured on 2/2.\n\n### B\n\nkept\n\n\
             Measured on 1/1.\n\n### C\n\nfirst\n\nMeasured on 2/2.\n<!-- measured: end -->\nrest\n"
        );
        assert_eq!(paper.placed_in("no marks", "2/2"), None);
    }

    #[test]
    fn a_table_has_its_names_left_and_its_numbers_right() {
        let text = table(&["what", "ms"], &[vec!["a page".to_owned(), "1".to_owned()]]);
        assert_eq!(text, "| what | ms |\n| --- | ---: |\n| a page | 1 |");
    }
}
