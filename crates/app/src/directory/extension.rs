//! Gia hạn kèm xin lỗi: which instant a typed day means.

use super::Directory;
use domain::dossier::State;
use domain::kernel::Millis;
use jiff::civil::Date;

impl Directory {
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
