//! Sheets that lie before the pages of a paper on the scanner.

use super::slips::Maker;
use documents::{Document, ScanSheet, ScanSheets};
use domain::dossier;

/// One for each paper that may be scanned; none when there is no such paper.
pub(super) fn sheets(paper: &Maker<'_>) -> Option<Document> {
    let state = &paper.view.state;
    let goes_on = |one: &&dossier::Paper| dossier::may_scan(state, one.item).is_ok();
    let papers: Vec<ScanSheet> = state
        .intake
        .papers
        .iter()
        .filter(goes_on)
        .map(|one| ScanSheet {
            item: one.item,
            name: one.name.clone(),
            qr: dossier::scan_mark(&state.code, one.item),
        })
        .collect();
    let (app, directory) = (paper.app, paper.directory);
    (!papers.is_empty()).then(|| {
        Document::ScanSheets(ScanSheets {
            made_on: directory.calendar().local_date(app.now()),
            centre: directory.unit_name(&state.plan.receiving_unit).to_owned(),
            dossier_code: state.code.clone(),
            procedure: state.plan.procedure.name.clone(),
            papers,
        })
    })
}
