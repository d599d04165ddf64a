//! What was measured, as one paper: printed, and kept in `docs/performance.md` between two marks.

use crate::place::Place;
use crate::{Done, Stop};

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
        let mut text = format!("Machine: {}.\n", self.machine);
        for (title, part) in &self.parts {
            text.push_str(&format!("\n### {title}\n\n{part}\n"));
        }
        text
    }

    /// In place of what was measured before.
    pub fn keep(&self, place: &Place) -> Done {
        let file = place.root.join(PAPER);
        let failed = |error: std::io::Error| Stop::failed(format!("{PAPER}: {error}"));
        let old = std::fs::read_to_string(&file).map_err(failed)?;
        let new = between(&old, &self.text())
            .ok_or_else(|| Stop::failed(format!("{PAPER} lacks the marks {BEGIN} and {END}")))?;
        std::fs::write(&file, new).map_err(failed)?;
        println!("kept in {PAPER}");
        Ok(())
    }
}

fn between(old: &str, text: &str) -> Option<String> {
    let (before, rest) = old.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}\n{text}{END}{after}"))
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
    use super::{between, table};

    #[test]
    fn what_was_measured_takes_the_place_of_the_old_and_the_rest_stays() {
        let old = "# Title\n<!-- measured: begin -->\nold\n<!-- measured: end -->\nrest\n";
        let new = between(old, "new\n").expect("both marks");
        assert_eq!(new, "# Title\n<!-- measured: begin -->\nnew\n<!-- measured: end -->\nrest\n");
        assert_eq!(between("no marks", "new"), None);
    }

    #[test]
    fn a_table_has_its_names_left_and_its_numbers_right() {
        let text = table(&["what", "ms"], &[vec!["a page".to_owned(), "1".to_owned()]]);
        assert_eq!(text, "| what | ms |\n| --- | ---: |\n| a page | 1 |");
    }
}
