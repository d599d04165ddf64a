//! Where a procedure is offered, and which units its steps fall to: the same answers for the kiosk, the counter and the
//! tests.

use super::{Catalogue, Procedure, PublisherKind, StepAt, StepDef, UnitKind, holds};
use crate::dossier::{State, StepKind};
use std::collections::BTreeMap;

impl Catalogue {
    /// The level a unit belongs to, as procedures name it: `province`, `district` or `commune`.
    #[must_use]
    pub fn level_of(&self, unit: &str) -> &'static str {
        let kinds =
            self.unit_path(unit).into_iter().filter_map(|code| self.unit_ever(&code).map(|unit| unit.kind));
        for kind in kinds {
            match kind {
                UnitKind::Commune => return "commune",
                UnitKind::District => return "district",
                _ => {}
            }
        }
        "province"
    }

    /// True when a centre receives that procedure: at its level, and published for this province.
    #[must_use]
    pub fn is_offered(&self, procedure: &Procedure, receiving_unit: &str) -> bool {
        let elsewhere = self
            .publishers
            .get(&procedure.publisher)
            .is_some_and(|body| body.kind == PublisherKind::OtherProvince);
        let level = self.level_of(receiving_unit);
        !elsewhere && procedure.levels.iter().any(|one| one == level)
    }

    /// Procedures a centre receives on a date, in the order of keys. Where the province has a version of its own of what a
    /// ministry publishes, its own.
    #[must_use]
    pub fn offered_at(&self, receiving_unit: &str, on: &str) -> Vec<&Procedure> {
        let offered: Vec<&Procedure> =
            self.procedures_on(on).filter(|procedure| self.is_offered(procedure, receiving_unit)).collect();
        let is_own = |procedure: &Procedure| {
            self.publishers.get(&procedure.publisher).is_some_and(|body| body.kind == PublisherKind::Own)
        };
        let own: BTreeMap<&str, &str> = offered
            .iter()
            .filter(|procedure| is_own(procedure))
            .map(|procedure| (procedure.code.as_str(), procedure.publisher.as_str()))
            .collect();
        let covered = |procedure: &&Procedure| {
            own.get(procedure.code.as_str()).is_some_and(|publisher| *publisher != procedure.publisher)
        };
        offered.into_iter().filter(|procedure| !covered(procedure)).collect()
    }

    /// Procedures of that code a centre receives on a date; the province's own alone, where it has one.
    #[must_use]
    pub fn offered_under(&self, code: &str, receiving_unit: &str, on: &str) -> Vec<&Procedure> {
        let own = |procedure: &&Procedure| {
            self.publishers.get(&procedure.publisher).is_some_and(|body| body.kind == PublisherKind::Own)
        };
        let offered: Vec<&Procedure> = self
            .procedures
            .range(format!("{code}@")..)
            .map_while(|(key, versions)| key.strip_prefix(code)?.strip_prefix('@').map(|_| versions))
            .filter_map(|rows| rows.iter().rev().find(|row| holds(&row.valid_from, &row.valid_to, on)))
            .filter(|procedure| self.is_offered(procedure, receiving_unit))
            .collect();
        match offered.iter().copied().find(own) {
            Some(own) => vec![own],
            None => offered,
        }
    }

    /// True when a procedure is done in this province on a date: not another province's, and not a ministry's where the
    /// province has a version of its own.
    #[must_use]
    pub fn is_of_province(&self, procedure: &Procedure, on: &str) -> bool {
        self.kind_of(procedure) != Some(PublisherKind::OtherProvince)
            && self.own_versions(procedure, on).next().is_none()
    }

    /// True when a centre receives that procedure on a date: as [`Self::offered_at`] lists them.
    #[must_use]
    pub fn is_offered_on(&self, procedure: &Procedure, receiving_unit: &str, on: &str) -> bool {
        self.is_offered(procedure, receiving_unit)
            && !self.own_versions(procedure, on).any(|own| self.is_offered(own, receiving_unit))
    }

    fn kind_of(&self, procedure: &Procedure) -> Option<PublisherKind> {
        self.publishers.get(&procedure.publisher).map(|body| body.kind)
    }

    /// Versions the province has of what another body publishes.
    fn own_versions<'a>(
        &'a self,
        procedure: &'a Procedure,
        on: &'a str,
    ) -> impl Iterator<Item = &'a Procedure> {
        let is_own = self.kind_of(procedure) == Some(PublisherKind::Own);
        let own = self.publishers.values().filter(move |body| !is_own && body.kind == PublisherKind::Own);
        own.filter_map(move |body| self.procedure(&procedure.code, &body.code, on))
    }

    /// The unit that handles a procedure received at a centre: the one it names; the authority above the centre when it says
    /// `parent`; and at the provincial centre, whose authority has no desks of its own, the unit that handles what this
    /// publisher publishes.
    #[must_use]
    pub fn handling_unit(&self, procedure: &Procedure, receiving_unit: &str) -> String {
        if procedure.handling != "parent" {
            return procedure.handling.clone();
        }
        let above = self
            .unit_ever(receiving_unit)
            .map(|centre| centre.parent.clone())
            .filter(|above| !above.is_empty());
        let above = above.unwrap_or_else(|| receiving_unit.to_owned());
        let is_province = self.unit_ever(&above).is_some_and(|unit| unit.kind == UnitKind::Province);
        let by_publisher = self.publishers.get(&procedure.publisher).map(|body| body.handling.clone());
        by_publisher.filter(|unit| is_province && !unit.is_empty()).unwrap_or(above)
    }

    /// The agency whose leader signs: the one the procedure names, else the publisher's for a unit found by publisher, else
    /// the handling unit.
    #[must_use]
    pub fn agency_unit(&self, procedure: &Procedure, receiving_unit: &str) -> String {
        let handling = self.handling_unit(procedure, receiving_unit);
        match procedure.agency.as_str() {
            "" if procedure.handling != "parent" => handling,
            "" => {
                let body = self.publishers.get(&procedure.publisher);
                let agency = body.filter(|body| body.handling == handling && !body.agency.is_empty());
                agency.map_or(handling, |body| body.agency.clone())
            }
            "parent" => {
                let above = self.unit_ever(receiving_unit).map(|centre| centre.parent.clone());
                above.filter(|above| !above.is_empty()).unwrap_or(handling)
            }
            named => named.to_owned(),
        }
    }

    /// The unit a step falls to when the procedure is received at a centre.
    #[must_use]
    pub fn step_unit(&self, procedure: &Procedure, step: &StepDef, receiving_unit: &str) -> String {
        match step.at {
            _ if !step.unit.is_empty() => step.unit.clone(),
            StepAt::Receiving => receiving_unit.to_owned(),
            StepAt::Handling | StepAt::Outside => self.handling_unit(procedure, receiving_unit),
            StepAt::Agency => self.agency_unit(procedure, receiving_unit),
        }
    }

    /// The agency that is late with a dossier: the nearest with a code of its own at or above the unit of the step under way. At the
    /// counter, and while others have it outside the limit, that of the unit which leads.
    #[must_use]
    pub fn late_agency(&self, dossier: &State) -> String {
        let counted = |kind| !matches!(kind, StepKind::Intake | StepKind::Return | StepKind::External);
        let turn = dossier.open_turn().filter(|turn| counted(turn.kind));
        let unit = turn.map_or(dossier.plan.handling_unit.as_str(), |turn| turn.unit.as_str());
        self.agency_of(unit)
    }

    /// The agency that refused a dossier after appraisal, to which one complains: that of the last step.
    #[must_use]
    pub fn refusing_agency(&self, dossier: &State) -> String {
        let unit =
            dossier.turns.last().map_or(dossier.plan.handling_unit.as_str(), |turn| turn.unit.as_str());
        self.agency_of(unit)
    }

    /// The unit itself or the nearest above it with an agency code.
    fn agency_of(&self, unit: &str) -> String {
        let has_code = |code: &String| self.unit_ever(code).is_some_and(|unit| !unit.agency.is_empty());
        self.unit_path(unit).into_iter().find(has_code).unwrap_or_else(|| unit.to_owned())
    }

    /// The field group a procedure's tickets wait for in a hall: its own when a counter takes it, else `general`.
    #[must_use]
    pub fn field_in<'a>(&self, hall: &str, procedure: &'a Procedure) -> &'a str {
        let taken = self.counters_of(hall).iter().any(|counter| counter.fields.contains(&procedure.field));
        if taken { procedure.field.as_str() } else { "general" }
    }
}
