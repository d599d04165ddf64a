//! Scans of a dossier's papers. Bytes are kept before and looked after elsewhere: here is who may, and what is written down.

use crate::command::ScanPaper;
use crate::error::Result;
use crate::work::Work;
use domain::dossier;
use policy::{Action, Resource};

impl Work<'_> {
    pub(crate) async fn scan(&mut self, command: ScanPaper) -> Result<()> {
        let ScanPaper { dossier, item, scan } = command;
        let unit = self.need_dossier(dossier).await?.plan.receiving_unit.clone();
        self.authorise(Action::ScanPaper, &Resource::dossier(&self.directory.unit_path(&unit)))?;
        self.answer.dossier = Some(dossier);
        let by = self.by();
        self.decide_dossier(dossier, dossier::Command::Scan { by, item, scan })?;
        Ok(())
    }
}
