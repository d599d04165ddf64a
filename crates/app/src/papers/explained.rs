//! A dossier's life in sentences, as a paper. The sentences are the page's own: what is read on the screen is what is printed.

use super::slips::head;
use crate::App;
use crate::error::Result;
use documents::{Document, Explanation, ExplanationLine};

/// Giải trình, in the reader's words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explained {
    /// Unit whose head it bears.
    pub unit: String,
    /// Mã hồ sơ.
    pub dossier_code: String,
    /// What it is called.
    pub title: String,
    /// What is known of the dossier: label and value.
    pub facts: Vec<(String, String)>,
    /// Names of the columns: when, what.
    pub heading: (String, String),
    /// The sentences, in order.
    pub lines: Vec<ExplanationLine>,
    /// What the figures in it mean, and when it was made.
    pub notes: Vec<String>,
}

impl App {
    /// An explanation as PDF, dated today.
    ///
    /// # Errors
    /// When it cannot be made.
    pub async fn explained_paper(&self, explained: Explained) -> Result<Vec<u8>> {
        let directory = self.directory();
        let made_on = directory.calendar().local_date(self.now());
        let document = Document::Explanation(Explanation {
            head: head(&directory, &explained.unit, String::new(), made_on),
            dossier_code: explained.dossier_code,
            title: explained.title,
            facts: explained.facts,
            heading: explained.heading,
            lines: explained.lines,
            notes: explained.notes,
        });
        self.pdf(documents::OURS.to_owned(), document).await
    }
}
