//! How the printer of a hall is: nothing is kept about it, it follows from what became of today's tickets.

use super::statements as sql;
use crate::App;
use crate::error::Result;
use domain::kernel::{Millis, Value};
use domain::ticket::PrintProblem;

/// As many of the last papers are looked at.
const LOOKED_AT: i64 = 200;

/// The printer of a hall, as its last papers show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrinterNow {
    /// The last paper came out, or none was printed today.
    Well,
    /// The last paper came out, and the roll is near its end.
    LowPaper {
        /// Since this paper.
        since: Millis,
    },
    /// The last paper did not come out.
    Trouble {
        /// Why.
        problem: PrintProblem,
        /// When the first of them was missed.
        since: Millis,
        /// Tickets without paper since then.
        without: i64,
    },
}

impl App {
    /// How the printer of a hall is; none when the hall has none. A paper that nobody tried to print in time says nothing about it.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn printer_now(&self, hall: &str) -> Result<Option<PrinterNow>> {
        let directory = self.directory();
        if directory.printer(hall).is_none() {
            return Ok(None);
        }
        let values: [Value; 4] =
            [self.tenant().into(), hall.into(), directory.day(self.now()).into(), LOOKED_AT.into()];
        let rows = self.store().query(self.tenant(), &sql::PAPERS_OF_HALL, &values).await?;
        Ok(Some(follows(rows.iter().map(|row| (row.text(0), row.i64(1))))))
    }
}

/// The last paper first.
fn follows<'a>(papers: impl Iterator<Item = (&'a str, Millis)>) -> PrinterNow {
    let mut now = PrinterNow::Well;
    for (paper, at) in papers {
        now = match (now, paper, PrintProblem::from_word(paper)) {
            (PrinterNow::Well, _, Some(problem)) => PrinterNow::Trouble { problem, since: at, without: 1 },
            (PrinterNow::Trouble { problem, without, .. }, _, Some(_)) => {
                PrinterNow::Trouble { problem, since: at, without: without + 1 }
            }
            (PrinterNow::Well | PrinterNow::LowPaper { .. }, "low", _) => PrinterNow::LowPaper { since: at },
            _ => return now,
        };
    }
    now
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_papers_show_how_a_printer_is_and_since_when() {
        let now = |papers: &[(&'static str, Millis)]| follows(papers.iter().copied());
        assert_eq!(now(&[]), PrinterNow::Well);
        assert_eq!(now(&[("printed", 9), ("no_paper", 8)]), PrinterNow::Well);
        assert_eq!(now(&[("low", 9), ("low", 8), ("printed", 7)]), PrinterNow::LowPaper { since: 8 });
        assert_eq!(
            now(&[("no_paper", 9), ("offline", 8), ("low", 7), ("cover_open", 6)]),
            PrinterNow::Trouble { problem: PrintProblem::NoPaper, since: 8, without: 2 }
        );
    }
}
