//! Gia hạn kèm xin lỗi: which agency is late, and which instant a typed day means.

use super::Directory;
use domain::dossier::{State, StepKind};
use domain::kernel::Millis;
use jiff::civil::Date;

impl Directory {
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
        let has_code = |code: &&String| self.unit(code).is_some_and(|unit| !unit.agency.is_empty());
        let path = self.unit_path(unit);
        path.iter().find(has_code).map_or_else(|| unit.to_owned(), Clone::clone)
    }

    /// The instant a typed day means for a dossier: the same time of the day as promised. Nothing when it is no day, or when
    /// nothing is promised.
    #[must_use]
    pub fn due_anew(&self, dossier: &State, typed: &str) -> Option<Millis> {
        let typed = typed.trim();
        let day: Date = typed.parse().or_else(|_| Date::strptime("%d/%m/%Y", typed)).ok()?;
        let promised = dossier.promise()?.due_at;
        let calendar = self.calendar();
        Some(calendar.midnight(day) + promised - calendar.midnight(calendar.local_date(promised)))
    }
}
