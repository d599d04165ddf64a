//! What is asked at the door of a hall, and how many may be inside: settings of the province, by hall.

use super::Directory;
use domain::catalogue::DeclarationForm;
use domain::gate::GateRules;
use domain::kernel::Millis;

const MINUTE: Millis = 60_000;
const HOUR: Millis = 60 * MINUTE;
const DAY: Millis = 24 * HOUR;

/// A pass that is read again within that time was read twice.
const TWICE_MS: Millis = 10_000;

/// At that hour of the night declarations are removed: nobody is in the hall then.
const REMOVAL_HOUR: i64 = 2;

/// Chế độ khai báo: what the province set for the door of a hall.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DoorSetting {
    /// Code of the form, of no length while nothing is asked: `door.<hall>.form`.
    pub form: String,
    /// First day, `yyyy-mm-dd`, of no length for "since ever": `door.<hall>.from`.
    pub from: String,
    /// Last day, of no length for "until further notice": `door.<hall>.until`.
    pub until: String,
    /// People who may be inside, none without a bound: `door.<hall>.capacity`.
    pub capacity: Option<i64>,
}

impl Directory {
    /// What is set for the door of a hall, also while it is not in force.
    #[must_use]
    pub fn door_setting(&self, hall: &str) -> DoorSetting {
        let text = |name: &str| self.setting(&format!("door.{hall}.{name}")).unwrap_or_default().to_owned();
        DoorSetting {
            form: text("form"),
            from: text("from"),
            until: text("until"),
            capacity: text("capacity").parse().ok().filter(|most| *most > 0),
        }
    }

    /// The form that is asked at the door of a hall on the day of an instant; none while nothing is.
    #[must_use]
    pub fn asked_at_door(&self, hall: &str, at: Millis) -> Option<&DeclarationForm> {
        let (set, on) = (self.door_setting(hall), self.date(at));
        let is_on = set.from <= on && (set.until.is_empty() || on <= set.until);
        self.catalogue().declaration(&set.form, &on).filter(|_| is_on)
    }

    /// Rules of a hall's gate. A place is kept for `door.called_minutes`.
    #[must_use]
    pub fn gate_rules(&self, hall: &str) -> GateRules {
        GateRules {
            capacity: self.door_setting(hall).capacity,
            called_ms: self.minutes_setting("door.called_minutes", 5).clamp(1, 60) * MINUTE,
            twice_ms: TWICE_MS,
        }
    }

    /// Days a declaration is kept: `door.keep_days`.
    #[must_use]
    pub fn declarations_kept_days(&self) -> i64 {
        self.minutes_setting("door.keep_days", 21).clamp(1, 365)
    }

    /// When a declaration of an instant is removed: in the night after the last day it is kept.
    #[must_use]
    pub fn declaration_kept_until(&self, at: Millis) -> Millis {
        let calendar = self.calendar();
        calendar.midnight(calendar.local_date(at))
            + (self.declarations_kept_days() + 1) * DAY
            + REMOVAL_HOUR * HOUR
    }
}
