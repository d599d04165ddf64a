//! What can be booked: places from the counters that take a field group, the opening hours and the calendar.

use super::Directory;
use domain::appointment::Slot;
use domain::kernel::Millis;

const MINUTE: Millis = 60_000;
const DAY: Millis = 86_400_000;

/// Rules of appointments, from settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AppointmentRules {
    /// How long a slot is: `appointments.slot_minutes`.
    pub slot_ms: Millis,
    /// How long a visit is taken to last: `appointments.visit_minutes`.
    pub visit_ms: Millis,
    /// Of a hundred visits so many may be agreed on, the rest are for those who just come: `appointments.share_percent`.
    pub share_percent: i64,
    /// So many days ahead can be booked, today included: `appointments.days_ahead`.
    pub days_ahead: i64,
    /// Days after which name and phone of a booking are emptied: `appointments.keep_days`.
    pub keep_days: i64,
    /// A slot is closed so long before it begins: `appointments.closes_before_minutes`.
    pub closes_before_ms: Millis,
    /// A person is reminded so long before: `appointments.remind_hours`.
    pub remind_before_ms: Millis,
}

impl Directory {
    /// Rules of appointments. What is not sensible is taken for the nearest that is.
    #[must_use]
    pub fn appointment_rules(&self) -> AppointmentRules {
        let number = |name: &str, usual: i64| self.minutes_setting(name, usual);
        AppointmentRules {
            slot_ms: number("appointments.slot_minutes", 15).clamp(5, 240) * MINUTE,
            visit_ms: number("appointments.visit_minutes", 10).clamp(1, 240) * MINUTE,
            share_percent: number("appointments.share_percent", 50).clamp(0, 100),
            days_ahead: number("appointments.days_ahead", 14).clamp(1, 60),
            keep_days: number("appointments.keep_days", 30).clamp(1, 365),
            closes_before_ms: number("appointments.closes_before_minutes", 60).clamp(0, 2880) * MINUTE,
            remind_before_ms: number("appointments.remind_hours", 24).clamp(1, 168) * 60 * MINUTE,
        }
    }

    /// Whether appointments for a field group are made in a hall at all.
    #[must_use]
    pub fn can_be_booked(&self, hall: &str, field: &str) -> bool {
        self.places(hall, field, self.appointment_rules()) > 0
    }

    /// The slots of a hall and a field group on the day of an instant, in order; none on a day off, on one that is past or too far ahead, in a hall that
    /// does not exist then, and for a field group nobody takes there.
    #[must_use]
    pub fn slots(&self, hall: &str, field: &str, at: Millis, now: Millis) -> Vec<Slot> {
        let (rules, calendar) = (self.appointment_rules(), self.calendar());
        let (date, today) = (calendar.local_date(at), calendar.local_date(now));
        let ahead = (calendar.midnight(date) - calendar.midnight(today)) / DAY;
        if !(0..rules.days_ahead).contains(&ahead) || !self.halls_at(at).any(|known| known.code == hall) {
            return Vec::new();
        }
        let places = self.places(hall, field, rules);
        if places == 0 {
            return Vec::new();
        }
        let mut slots = Vec::new();
        for (opens, closes) in calendar.open_on(date).unwrap_or_default() {
            let mut from = opens;
            while from + rules.slot_ms <= closes {
                slots.push(Slot { from, until: from + rules.slot_ms, places });
                from += rules.slot_ms;
            }
        }
        slots
    }

    /// People who may come to an agreed time: the agreed share of what the counters that take the field group can serve in a slot; a counter that
    /// takes several gives each its part. One at least.
    fn places(&self, hall: &str, field: &str, rules: AppointmentRules) -> i64 {
        let counters = self.catalogue().counters_of(hall);
        let takes =
            counters.iter().filter(|one| one.kind == "intake" && one.fields.iter().any(|of| of == field));
        let thousandths: i64 = takes.map(|one| 1000 / i64::try_from(one.fields.len()).unwrap_or(1)).sum();
        if thousandths == 0 || rules.share_percent == 0 {
            return 0;
        }
        (thousandths * rules.slot_ms * rules.share_percent / (rules.visit_ms * 100 * 1000)).max(1)
    }
}
