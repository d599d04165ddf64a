//! What a dossier will go through: the procedure's version in force, with its units found.

use super::Directory;
use crate::error::{AppError, Result};
use calendar::{Reading, Span, WorkCalendar};
use domain::catalogue::{ComplaintRule, Procedure, Regime, ReportRules, StepDef};
use domain::dossier::{Appointment, Plan, ProcedureRef, Rules, State, StepPlan};
use domain::kernel::{Millis, Refusal, Violation, Vnd};
use domain::payment::FeeLine;
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

/// What the officer says where the catalogue could not be understood.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// What is to be paid.
    pub fee: Option<Vnd>,
    /// Working days promised.
    pub working_days: Option<i64>,
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
        let on = self.date(at);
        let procedure = self.catalogue.procedure(code, publisher, &on).ok_or_else(|| {
            Refusal::new("procedure_unknown").with(Violation::new("procedure", "procedure_unknown"))
        })?;
        if !self.catalogue.is_offered(procedure, receiving_unit) {
            let code = "procedure_not_offered_here";
            return Err(Refusal::new(code).with(Violation::new("procedure", code)).into());
        }
        let regime = self.regime_at(receiving_unit, at).ok_or(AppError::NotFound("regime"))?;
        let handling_unit = self.catalogue.handling_unit(procedure, receiving_unit);
        let (appointments, fees) = known(procedure, said)?;
        let place = |step: &StepDef| self.catalogue.step_unit(procedure, step, receiving_unit);
        let chain =
            if procedure.steps.is_empty() { chain_for(procedure, said) } else { procedure.steps.clone() };
        let steps: Vec<StepPlan> = (1..)
            .zip(&chain)
            .map(|(number, step)| StepPlan {
                step: number,
                name: step.name.clone(),
                kind: step.kind,
                unit: place(step),
                role: step.role.word().to_owned(),
                minutes: step.minutes,
                counted: step.counted,
            })
            .collect();
        let last = i64::try_from(steps.len()).expect("a procedure has some ten steps");
        Ok(Plan {
            procedure: ProcedureRef {
                code: procedure.code.clone(),
                publisher: procedure.publisher.clone(),
                version: procedure.version.clone(),
                name: procedure.name.clone(),
                field: procedure.field.clone(),
            },
            regime: regime.code.clone(),
            agency: self.agency_code(receiving_unit),
            receiving_unit: receiving_unit.to_owned(),
            handling_unit: handling_unit.clone(),
            appointments: appointments
                .into_iter()
                .map(|mut part| {
                    if part.to_step == 0 {
                        part.to_step = last;
                    }
                    part
                })
                .collect(),
            steps,
            fees,
            supplement: procedure.supplement.unwrap_or(regime.supplement),
            result_template: procedure.result_template.clone(),
            on_the_spot: procedure.on_the_spot,
            kept_off_scan: procedure.kept_off_scan(),
            silence: procedure.silence.clone(),
        })
    }

    /// The rules a dossier of this plan is read with.
    pub(crate) fn dossier_setting(&self, plan: &Plan, _at: Millis) -> Result<DossierSetting> {
        let regime = self.catalogue.regimes.get(&plan.regime).ok_or(AppError::NotFound("regime"))?;
        let version = &plan.procedure;
        let own = self
            .catalogue
            .procedure_version(&version.code, &version.publisher, &version.version)
            .map_or("", |procedure| procedure.reading.as_str());
        let name = if own.is_empty() { regime.reading.as_str() } else { own };
        Ok(DossierSetting {
            calendar: Arc::clone(&self.calendar),
            reading: Reading::named(name).unwrap_or_default(),
            rules: regime.rules(),
            petitions: regime.petitions.clone(),
        })
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
        let setting = self.dossier_setting(&dossier.plan, dossier.created_at).ok()?;
        domain::dossier::waits_until(dossier, &setting.calendar, &setting.reading).ok()?
    }

    /// The regime a centre receives under: its hall's, else the newest in force.
    pub(super) fn regime_at(&self, receiving_unit: &str, at: Millis) -> Option<&Regime> {
        let on = self.date(at);
        let of_hall =
            self.hall_of_unit(receiving_unit, at).and_then(|hall| self.catalogue.regimes.get(&hall.regime));
        of_hall.or_else(|| {
            let in_force =
                |regime: &&Regime| domain::catalogue::holds(&regime.valid_from, &regime.valid_to, &on);
            self.catalogue
                .regimes
                .values()
                .filter(in_force)
                .max_by(|one, other| one.valid_from.cmp(&other.valid_from))
        })
    }

    /// How a unit draws up its reports at an instant.
    #[must_use]
    pub fn report_rules(&self, unit: &str, at: Millis) -> ReportRules {
        self.regime_at(unit, at).map(|regime| regime.reports.clone()).unwrap_or_default()
    }

    /// Whether a procedure can be filed online at an instant.
    #[must_use]
    pub fn is_offered_online(&self, code: &str, publisher: &str, at: Millis) -> bool {
        let procedure = self.catalogue.procedure(code, publisher, &self.date(at));
        procedure.is_some_and(|found| found.channels.iter().any(|offered| offered.channel == "online"))
    }

    fn agency_code(&self, unit: &str) -> String {
        let own = self.unit(unit).map(|unit| unit.agency.clone()).filter(|code| !code.is_empty());
        own.unwrap_or_else(|| unit.to_owned())
    }
}

/// Promises and fees, as far as they are known or said. An end of 0 stands for the last step.
fn known(procedure: &Procedure, said: Said) -> Result<(Vec<Appointment>, Vec<FeeLine>)> {
    let mut violations = Vec::new();
    let appointments = appointments(procedure, said);
    if appointments.is_empty() {
        violations.push(Violation::new("working_days", "limit_unknown"));
    }
    let fees = fees(procedure, said);
    if fees.is_none() {
        violations.push(Violation::new("fee", "fee_unknown"));
    }
    Refusal::unless_empty("procedure_not_understood", violations)?;
    Ok((appointments, fees.unwrap_or_default()))
}

fn appointments(procedure: &Procedure, said: Said) -> Vec<Appointment> {
    if !procedure.appointments.is_empty() {
        return procedure
            .appointments
            .iter()
            .map(|part| Appointment {
                from_step: part.from_step,
                to_step: part.to_step,
                statutory: part.statutory.span(),
                committed: part.committed.span(),
            })
            .collect();
    }
    let by_law = procedure.statutory.map(domain::catalogue::Limit::span);
    let promised = procedure.committed.map(domain::catalogue::Limit::span);
    let by_officer = said.working_days.filter(|days| *days > 0).map(Span::WorkingDays);
    let on_the_spot = procedure.on_the_spot.then_some(Span::SameDay);
    let committed = promised.or(by_law).or(on_the_spot).or(by_officer);
    committed
        .map(|committed| Appointment {
            from_step: 1,
            to_step: 0,
            statutory: by_law.unwrap_or(committed),
            committed,
        })
        .into_iter()
        .collect()
}

/// Nothing when a line has no amount and the officer has not said what is to be paid.
fn fees(procedure: &Procedure, said: Said) -> Option<Vec<FeeLine>> {
    let line = |name: &str, kind, amount| FeeLine { name: name.to_owned(), kind, amount_vnd: amount };
    let all: Option<Vec<FeeLine>> = procedure
        .fees
        .iter()
        .map(|fee| {
            let amount = Vnd::try_new(fee.amount_vnd?).ok()?;
            Some(line(&fee.name, fee.kind, amount))
        })
        .collect();
    match (all, said.fee, procedure.fees.first()) {
        (Some(lines), _, _) => Some(lines.into_iter().filter(|line| !line.amount_vnd.is_zero()).collect()),
        (None, Some(amount), Some(first)) if !amount.is_zero() => {
            Some(vec![line(&first.name, first.kind, amount)])
        }
        (None, Some(_), _) => Some(Vec::new()),
        (None, None, _) => None,
    }
}

/// The default chain; over the working days the officer said when the catalogue has no limit.
fn chain_for(procedure: &Procedure, said: Said) -> Vec<StepDef> {
    match said.working_days {
        Some(days) if procedure.statutory.is_none() && procedure.committed.is_none() => Procedure {
            statutory: Some(domain::catalogue::Limit {
                hundredths: days * 100,
                unit: domain::catalogue::LimitUnit::WorkingDays,
            }),
            ..procedure.clone()
        }
        .chain(),
        _ => procedure.chain(),
    }
}
