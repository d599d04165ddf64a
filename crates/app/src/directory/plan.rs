//! What a dossier will go through: the procedure's version in force, with its units found.

use super::Directory;
use crate::error::{AppError, Result};
use calendar::{Reading, WorkCalendar};
use domain::catalogue::{ComplaintRule, Regime, ReportRules, Said};
use domain::dossier::{Plan, Rules, State};
use domain::kernel::Millis;
use domain::petition::PetitionRules;
use std::sync::Arc;

/// What a dossier's rules are read with.
#[derive(Clone, Debug)]
pub struct DossierSetting {
    /// The calendar.
    pub calendar: Arc<WorkCalendar>,
    /// How limits are read.
    pub reading: Reading,
    /// Rules of its regime.
    pub rules: Rules,
    /// Within which time petitions about it are answered.
    pub petitions: PetitionRules,
}

impl Directory {
    /// The plan of a dossier received now at a centre.
    ///
    /// # Errors
    /// `procedure_unknown` when no version is in force, `procedure_not_offered_here` when that centre does not receive it
    /// (another level, another province), `limit_unknown` and `fee_unknown` when the catalogue does not know
    /// and the officer has not said.
    pub(crate) fn plan(
        &self,
        code: &str,
        publisher: &str,
        receiving_unit: &str,
        at: Millis,
        said: Said,
    ) -> Result<Plan> {
        let regime = self.regime_at(receiving_unit, at).ok_or(AppError::NotFound("regime"))?;
        Ok(self.catalogue.plan((code, publisher), receiving_unit, &self.date(at), &regime, said)?)
    }

    /// The rules a dossier of this plan is read with: those of the instant it was received, whatever was amended since; of now for what
    /// is not received yet.
    pub(crate) fn dossier_setting(&self, plan: &Plan, received: Millis) -> Result<DossierSetting> {
        let regime = self.regime_of(plan, received).ok_or(AppError::NotFound("regime"))?;
        Ok(DossierSetting {
            calendar: Arc::clone(&self.calendar),
            reading: self.catalogue.reading(plan, &regime),
            rules: regime.rules(),
            petitions: regime.petitions,
        })
    }

    /// The regime of a plan as it reads for what is received at an instant.
    pub(crate) fn regime_of(&self, plan: &Plan, received: Millis) -> Option<Regime> {
        self.catalogue.regimes.get(&plan.regime).map(|regime| regime.on(&self.date(received)))
    }

    /// Until when whoever is refused may complain, where the dossier's regime says it.
    #[must_use]
    pub fn complaint_rule(&self, dossier: &State) -> Option<&ComplaintRule> {
        self.catalogue.regimes.get(&dossier.plan.regime)?.complaints.as_ref()
    }

    /// Until when what was asked for is still taken; for showing it, the clock's command decides again. Nothing where waiting has no
    /// end, and where the calendar does not reach that far.
    #[must_use]
    pub fn waits_until(&self, dossier: &State) -> Option<Millis> {
        let setting = self.dossier_setting(&dossier.plan, dossier.ruled_by(dossier.created_at)).ok()?;
        domain::dossier::waits_until(dossier, &setting.calendar, &setting.reading).ok()?
    }

    /// The regime a centre receives under, as it reads that day: its hall's, else the newest in force.
    pub(super) fn regime_at(&self, receiving_unit: &str, at: Millis) -> Option<Regime> {
        self.catalogue.regime_at(receiving_unit, &self.date(at))
    }

    /// How a unit draws up its reports at an instant.
    #[must_use]
    pub fn report_rules(&self, unit: &str, at: Millis) -> ReportRules {
        self.regime_at(unit, at).map(|regime| regime.reports).unwrap_or_default()
    }

    /// Whether a procedure can be filed online at an instant.
    #[must_use]
    pub fn is_offered_online(&self, code: &str, publisher: &str, at: Millis) -> bool {
        let procedure = self.catalogue.procedure(code, publisher, &self.date(at));
        procedure.is_some_and(|found| found.channels.iter().any(|offered| offered.channel == "online"))
    }
}
