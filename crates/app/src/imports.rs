//! Procedures from a file. Reading writes nothing; what was read is written in one change of the catalogue or not at all.

use crate::App;
use crate::directory;
use crate::error::{AppError, Result};
use domain::catalogue::{ImportReport, Item, Procedure, import_lines};
use policy::{Action, Principal, Request, Resource};
use std::collections::BTreeMap;

/// Who changed edited things, and by which decision.
#[derive(Clone, Copy, Debug)]
pub struct Catalogued<'a> {
    /// Person code, or `system:import`.
    pub by: &'a str,
    /// The decision, or the name of the file.
    pub decision: &'a str,
}

/// Publishing bodies and the unit of the province that handles their procedures.
const PUBLISHERS: &str = "procedures/publishers.csv";

/// `publisher,unit,name`
fn publishers() -> BTreeMap<String, String> {
    let text = crate::shipped_file(PUBLISHERS).unwrap_or_default();
    text.lines()
        .skip(1)
        .filter_map(|line| {
            let mut cells = line.split(',');
            Some((cells.next()?.to_owned(), cells.next()?.to_owned()))
        })
        .filter(|(publisher, unit)| !publisher.is_empty() && !unit.is_empty())
        .collect()
}

impl App {
    /// Reads procedures, one JSON object a line, against what is there already. Nothing is written.
    #[must_use]
    pub fn read_procedures(&self, text: &str) -> ImportReport {
        let directory = self.directory();
        let today = directory.date(self.now());
        import_lines(text.lines(), directory.catalogue(), &publishers(), &today)
    }

    /// Writes procedures as read, in one change: all of them or none.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] when the policies do not let an importer in, or when the store refuses.
    pub async fn put_procedures(&self, procedures: &[Procedure], how: Catalogued<'_>) -> Result<()> {
        let (principal, resource) = (Principal::Importer, Resource::catalogue(&[]));
        let decision = self.policies().decide(&Request {
            principal: &principal,
            action: Action::ImportCatalogue,
            resource: &resource,
            authorities: &[],
            now: self.now(),
        });
        if !decision.allowed {
            return Err(AppError::Forbidden { why: decision.why, rule: decision.rule });
        }
        let rows =
            procedures.iter().map(|one| directory::row(Item::Procedure(one.clone()).entry())).collect();
        self.write_catalogue(rows, how.by, how.decision, self.now()).await
    }
}
