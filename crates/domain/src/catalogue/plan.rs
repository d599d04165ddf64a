//! From the catalogue to the plan of a dossier: the one step that the counter, the import of older dossiers and the worked cases take.

use super::{Catalogue, Limit, LimitUnit, Procedure, Regime, StepDef, holds};
use crate::dossier::{Appointment, Plan, ProcedureRef, StepPlan};
use crate::kernel::{Refusal, Violation, Vnd};
use crate::payment::FeeLine;
use calendar::{Reading, Span};

/// What the officer says where the catalogue could not be understood.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// What is to be paid.
    pub fee: Option<Vnd>,
    /// Working days promised.
    pub working_days: Option<i64>,
}

impl Catalogue {
    /// The regime a unit receives under on a day, as it reads that day: that of its hall, else the newest in force.
    #[must_use]
    pub fn regime_at(&self, receiving_unit: &str, on: &str) -> Option<Regime> {
        let is_its =
            |hall: &&super::Hall| hall.unit == receiving_unit && holds(&hall.valid_from, &hall.valid_to, on);
        let of_hall = self.halls.values().find(is_its).and_then(|hall| self.regimes.get(&hall.regime));
        let found = of_hall.or_else(|| {
            let in_force = |regime: &&Regime| holds(&regime.valid_from, &regime.valid_to, on);
            self.regimes.values().filter(in_force).max_by(|one, other| one.valid_from.cmp(&other.valid_from))
        });
        found.map(|regime| regime.on(on))
    }

    /// The plan of what is received at a unit on a day (`yyyy-mm-dd`), under a regime as it reads that day.
    ///
    /// # Errors
    /// `procedure_unknown` when no version is in force, `procedure_not_offered_here` when that unit does not receive it
    /// (another level, another province), `limit_unknown` and `fee_unknown` when the catalogue does not know
    /// and the officer has not said.
    pub fn plan(
        &self,
        (code, publisher): (&str, &str),
        receiving_unit: &str,
        on: &str,
        regime: &Regime,
        said: Said,
    ) -> Result<Plan, Refusal> {
        let procedure = self.procedure(code, publisher, on).ok_or_else(|| {
            Refusal::new("procedure_unknown").with(Violation::new("procedure", "procedure_unknown"))
        })?;
        if !self.is_offered(procedure, receiving_unit) {
            let code = "procedure_not_offered_here";
            return Err(Refusal::new(code).with(Violation::new("procedure", code)));
        }
        let (appointments, fees) = known(procedure, said)?;
        let steps: Vec<StepPlan> = (1..)
            .zip(chain_for(procedure, said))
            .map(|(number, step)| StepPlan {
                step: number,
                unit: self.step_unit(procedure, &step, receiving_unit),
                name: step.name,
                kind: step.kind,
                role: step.role.word().to_owned(),
                minutes: step.minutes,
                counted: step.counted,
            })
            .collect();
        let last = i64::try_from(steps.len()).expect("a procedure has some ten steps");
        let to_the_last = |part: Appointment| match part.to_step {
            0 => Appointment { to_step: last, ..part },
            _ => part,
        };
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
            handling_unit: self.handling_unit(procedure, receiving_unit),
            appointments: appointments.into_iter().map(to_the_last).collect(),
            steps,
            fees,
            supplement: procedure.supplement.unwrap_or(regime.supplement),
            result_template: procedure.result_template.clone(),
            on_the_spot: procedure.on_the_spot,
            kept_off_scan: procedure.kept_off_scan(),
            silence: procedure.silence.clone(),
            ask_within: procedure.ask_within.clone(),
        })
    }

    /// How the limits of a plan are read: the procedure version's own way, else that of the regime.
    #[must_use]
    pub fn reading(&self, plan: &Plan, regime: &Regime) -> Reading {
        let version = &plan.procedure;
        let own = self
            .procedure_version(&version.code, &version.publisher, &version.version)
            .map_or("", |procedure| procedure.reading.as_str());
        Reading::named(if own.is_empty() { &regime.reading } else { own }).unwrap_or_default()
    }

    fn agency_code(&self, unit: &str) -> String {
        let own = self.unit_ever(unit).map(|unit| unit.agency.clone()).filter(|code| !code.is_empty());
        own.unwrap_or_else(|| unit.to_owned())
    }
}

/// Promises and fees, as far as they are known or said. An end of 0 stands for the last step.
fn known(procedure: &Procedure, said: Said) -> Result<(Vec<Appointment>, Vec<FeeLine>), Refusal> {
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
    let by_law = procedure.statutory.map(Limit::span);
    let promised = procedure.committed.map(Limit::span);
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
            statutory: Some(Limit { hundredths: days * 100, unit: LimitUnit::WorkingDays }),
            ..procedure.clone()
        }
        .chain(),
        _ => procedure.chain(),
    }
}
