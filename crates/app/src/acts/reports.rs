//! Reports: the figures are counted here, and frozen as they are.

use crate::error::{AppError, Result};
use crate::work::Work;
use domain::kernel::Kind;
use domain::report::{self, Figures, Period};
use policy::{Action, Resource};

impl Work<'_> {
    /// Counts a unit's report of a period and hands it in.
    pub(crate) async fn submit_report(
        &mut self,
        unit: String,
        period: Period,
        seen: Option<Figures>,
        reason: String,
    ) -> Result<()> {
        let directory = std::sync::Arc::clone(&self.directory);
        directory.unit(&unit).ok_or(AppError::NotFound("unit"))?;
        self.authorise(Action::SubmitReport, &Resource::page(&directory.unit_path(&unit)))?;
        let stream = report::stream_of(&unit, period);
        self.load(stream, Kind::Report).await?;
        let of = self.app.report_of(&unit, period)?;
        let counted = self.app.count(&of, None).await?;
        let by = self.by();
        let submit = report::Submit {
            unit,
            period,
            begins_at: of.begins_at,
            ends_at: of.ends_at,
            known: counted.known,
            lines: counted.lines,
            seen,
            reason,
            by: by.person,
            position: by.position,
        };
        let decided =
            report::decide(self.report(stream), report::Command::Submit(Box::new(submit)), self.now);
        self.ledger.decided(stream, decided)?;
        Ok(())
    }
}
