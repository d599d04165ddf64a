//! Everything that is merely edited, as one snapshot: the catalogue, the calendar and the settings of a province, asked by
//! instant. Replaced as a whole when a version moves; a command works with one snapshot from beginning to end.

mod assignees;
mod door;
mod extension;
mod grants;
mod handover;
mod loudness;
mod plan;
mod post;
mod principals;
mod printers;
mod slots;

pub use door::DoorSetting;
pub use grants::Given;
pub(crate) use loudness::volume_of;
pub use loudness::{HallVoice, Loudness};
pub use plan::DossierSetting;
pub use printers::Printer;
pub use slots::AppointmentRules;

use crate::error::{AppError, Result};
use crate::shipped;
use calendar::{CalendarFile, WorkCalendar};
use domain::catalogue::{
    Absence, Catalogue, Counter, Entry, Hall, Item, Machine, ReceiptBook, Role, Unit, UnitKind, iso,
};
use domain::dossier;
use domain::kernel::{Millis, Tenant};
use domain::ticket::{Closing, QueueRules};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{CatalogueRow, Store};

/// The calendar every unit counts by, unless a setting names another.
const CALENDAR: &str = "vn-public";

/// One snapshot.
#[derive(Debug)]
pub struct Directory {
    version: i64,
    catalogue: Catalogue,
    calendar: Arc<WorkCalendar>,
    settings: BTreeMap<String, String>,
    grants: grants::Grants,
    /// Codes of machine accounts by the digest of their token.
    tokens: BTreeMap<String, String>,
}

/// A catalogue as rows of the store.
pub(crate) fn rows(catalogue: &Catalogue) -> Vec<CatalogueRow> {
    catalogue.entries().into_iter().map(row).collect()
}

pub(crate) fn row(entry: Entry) -> CatalogueRow {
    let Entry { kind, code, version, valid_from, valid_to, body } = entry;
    CatalogueRow { kind, code, version, valid_from, valid_to, body }
}

fn entry(row: CatalogueRow) -> Entry {
    let CatalogueRow { kind, code, version, valid_from, valid_to, body } = row;
    Entry { kind, code, version, valid_from, valid_to, body }
}

/// The row of an absence.
pub(crate) fn absence_row(
    person: &str,
    from: Millis,
    until: Millis,
    substitute: &str,
    reason: &str,
) -> CatalogueRow {
    row(Item::Absence(Absence {
        person: person.to_owned(),
        from,
        until,
        substitute: substitute.to_owned(),
        reason: reason.to_owned(),
    })
    .entry())
}

/// Minutes where a regime is not known.
const ESCALATE_AFTER_MINUTES: i64 = 240;

impl Directory {
    /// Reads the snapshot of now.
    ///
    /// # Errors
    /// When the store cannot be read or a row is not of its kind.
    pub(crate) async fn read(store: &Store, tenant: Tenant) -> Result<Self> {
        let version = store.head(tenant).await?.catalogue_version;
        let mut catalogue = Catalogue::default();
        for kept in store.list_catalogue(tenant).await? {
            let (kind, code) = (kept.kind.clone(), kept.code.clone());
            let item = Item::read(&entry(kept))
                .map_err(|error| store::StoreError::Corrupt(format!("{kind} {code}: {error}")))?;
            catalogue.put(item);
        }
        let settings: BTreeMap<String, String> = store.settings(tenant).await?.into_iter().collect();
        let calendar = Arc::new(calendar(&settings)?);
        let tokens = catalogue
            .machines
            .values()
            .map(|machine| (machine.token_digest.clone(), machine.code.clone()))
            .collect();
        let midnight = |date: &str| date.parse::<Date>().ok().map(|date| calendar.midnight(date));
        let grants = grants::read(store, tenant, &catalogue, midnight).await?;
        Ok(Self { version, catalogue, calendar, settings, grants, tokens })
    }

    /// Version of the edited things it was read at.
    #[must_use]
    pub const fn version(&self) -> i64 {
        self.version
    }

    /// The catalogue.
    #[must_use]
    pub const fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// The calendar.
    #[must_use]
    pub fn calendar(&self) -> &WorkCalendar {
        &self.calendar
    }

    /// A setting of the province, none when nobody set it.
    #[must_use]
    pub fn setting(&self, name: &str) -> Option<&str> {
        self.settings.get(name).map(String::as_str)
    }

    fn minutes_setting(&self, name: &str, or: i64) -> i64 {
        self.setting(name).and_then(|text| text.parse().ok()).unwrap_or(or)
    }

    /// The local date of an instant as `yyyymmdd`.
    #[must_use]
    pub fn day(&self, at: Millis) -> i64 {
        calendar::day_number(self.calendar.local_date(at))
    }

    /// The local date of an instant as `yyyy-mm-dd`, as catalogue rows are dated.
    #[must_use]
    pub fn date(&self, at: Millis) -> String {
        iso(self.day(at))
    }

    /// A hall, whenever it existed.
    #[must_use]
    pub fn hall(&self, code: &str) -> Option<&Hall> {
        self.catalogue.halls.get(code)
    }

    /// Halls in use at an instant, in the order of codes.
    pub fn halls_at(&self, at: Millis) -> impl Iterator<Item = &Hall> {
        let on = self.date(at);
        self.catalogue
            .halls
            .values()
            .filter(move |hall| domain::catalogue::holds(&hall.valid_from, &hall.valid_to, &on))
    }

    /// The hall of a centre at an instant.
    #[must_use]
    pub fn hall_of_unit(&self, unit: &str, at: Millis) -> Option<&Hall> {
        self.halls_at(at).find(|hall| hall.unit == unit)
    }

    /// A counter.
    #[must_use]
    pub fn counter(&self, hall: &str, code: &str) -> Option<&Counter> {
        self.catalogue.counters.get(&(hall.to_owned(), code.to_owned()))
    }

    /// The letter of a field group's tickets, when some counter of the hall takes it.
    #[must_use]
    pub fn series(&self, hall: &str, field: &str) -> Option<&str> {
        let taken = self
            .catalogue
            .counters_of(hall)
            .iter()
            .any(|counter| counter.fields.iter().any(|one| one == field));
        self.catalogue.fields.get(field).filter(|_| taken).map(|field| field.series.as_str())
    }

    /// A unit, whenever it existed.
    #[must_use]
    pub fn unit(&self, code: &str) -> Option<&Unit> {
        self.catalogue.unit_ever(code)
    }

    /// The Vietnamese name of a unit, or its code when it is unknown.
    #[must_use]
    pub fn unit_name<'a>(&'a self, code: &'a str) -> &'a str {
        self.unit(code).map_or(code, |unit| unit.name.as_str())
    }

    /// A unit and everything above it, itself first.
    #[must_use]
    pub fn unit_path(&self, code: &str) -> Vec<String> {
        self.catalogue.unit_path(code)
    }

    /// Units below a unit, itself first.
    #[must_use]
    pub fn units_below(&self, code: &str) -> Vec<String> {
        self.catalogue
            .units
            .keys()
            .filter(|unit| self.unit_path(unit).iter().any(|above| above == code))
            .cloned()
            .collect()
    }

    /// The province, the unit under which everything is reported.
    #[must_use]
    pub fn province(&self) -> Option<&str> {
        let is_province =
            |code: &&String| self.unit(code).is_some_and(|unit| unit.kind == UnitKind::Province);
        self.catalogue.units.keys().find(is_province).map(String::as_str)
    }

    /// The name of a person or of a machine account, or the code when unknown.
    #[must_use]
    pub fn person_name<'a>(&'a self, code: &'a str) -> &'a str {
        let machine = || self.catalogue.machines.get(code).map_or(code, |machine| machine.name.as_str());
        self.catalogue.people.get(code).map_or_else(machine, |person| person.name.as_str())
    }

    /// The machine account behind the digest of a token.
    #[must_use]
    pub fn machine_behind(&self, token_digest: &str) -> Option<&Machine> {
        let code = self.tokens.get(token_digest)?;
        self.catalogue.machines.get(code)
    }

    /// The position of a person at an instant: the first by code.
    #[must_use]
    pub fn position_of(&self, person: &str, at: Millis) -> Option<String> {
        let on = self.date(at);
        self.catalogue.positions_of(person, &on).next().map(|held| held.code.clone())
    }

    /// The unit of a person's position at an instant.
    #[must_use]
    pub fn unit_of(&self, person: &str, at: Millis) -> Option<String> {
        let on = self.date(at);
        self.catalogue.positions_of(person, &on).next().map(|held| held.unit.clone())
    }

    /// The unit of a position, whenever it was held.
    #[must_use]
    pub fn unit_of_position(&self, position: &str) -> Option<String> {
        self.catalogue.positions.get(position).and_then(|held| held.last()).map(|held| held.unit.clone())
    }

    /// The title of a position, of no length when unknown.
    #[must_use]
    pub fn title(&self, position: &str) -> &str {
        self.catalogue
            .positions
            .get(position)
            .and_then(|held| held.last())
            .map_or("", |held| held.title.as_str())
    }

    /// The same in English where it has an English name.
    #[must_use]
    pub fn titled(&self, position: &str, english: bool) -> &str {
        let held = self.catalogue.positions.get(position).and_then(|held| held.last());
        held.map_or(
            "",
            |held| if english && !held.title_en.is_empty() { &held.title_en } else { &held.title },
        )
    }

    /// The receipts of a centre on a day, the year written into the series.
    #[must_use]
    pub fn receipt_book(&self, unit: &str, day: i64) -> ReceiptBook {
        let on = iso(day);
        let in_use = |hall: &&Hall| {
            hall.unit == unit && domain::catalogue::holds(&hall.valid_from, &hall.valid_to, &on)
        };
        let book = self.catalogue.halls.values().find(in_use).map(|hall| hall.receipts.clone());
        let book = book.unwrap_or_else(|| ReceiptBook {
            form: "01BLP0-001".to_owned(),
            series: format!("{unit}-{{yy}}"),
        });
        ReceiptBook {
            series: book.series.replace("{yy}", &format!("{:02}", day / 10_000 % 100)),
            form: book.form,
        }
    }

    /// The outgoing book of a dossier's result, by what it is.
    #[must_use]
    pub fn book_of(&self, dossier: Option<&dossier::State>) -> String {
        dossier
            .map(|dossier| dossier.result.template.clone())
            .filter(|kind| !kind.is_empty())
            .unwrap_or_else(|| "result".to_owned())
    }

    /// The position that a late step of a unit is told to: the head of that unit, then whoever leads the unit above.
    #[must_use]
    pub fn head_above(&self, unit: &str, at: Millis) -> Option<String> {
        let on = self.date(at);
        self.unit_path(unit).iter().find_map(|unit| {
            [Role::Head, Role::CentreDirector, Role::Leader, Role::DeputyHead, Role::DeputyLeader]
                .into_iter()
                .find_map(|role| {
                    self.catalogue.holders(unit, role, &on).first().map(|held| held.code.clone())
                })
        })
    }

    /// Minutes between a step turning red and its head's superior being told, by the regime.
    #[must_use]
    pub fn escalate_after_ms(&self, regime: &str) -> i64 {
        let regime = self.catalogue.regimes.get(regime);
        regime.map_or(ESCALATE_AFTER_MINUTES, |regime| regime.escalate_after_minutes) * 60_000
    }

    /// The shortest of these times of all regimes.
    #[must_use]
    pub fn escalate_after_ms_at_least(&self) -> i64 {
        let regimes = self.catalogue.regimes.values().map(|regime| regime.escalate_after_minutes);
        regimes.chain([ESCALATE_AFTER_MINUTES]).min().unwrap_or(0) * 60_000
    }

    /// How long afterwards a slip on paper can be entered.
    #[must_use]
    pub fn slips_within_ms(&self) -> i64 {
        const USUAL_HOURS: i64 = 72;
        self.minutes_setting("slips.within_hours", USUAL_HOURS) * 3_600_000
    }

    /// Days a result waits for its owner before it may be put in the archive.
    #[must_use]
    pub fn park_after_days(&self) -> i64 {
        const USUAL_DAYS: i64 = 90;
        self.minutes_setting("unclaimed.park_after_days", USUAL_DAYS)
    }

    /// How long after its end a visit can be rated.
    #[must_use]
    pub fn rating_ms(&self) -> i64 {
        self.minutes_setting("rating.minutes", domain::visit::USUAL_RATING_MS / 60_000) * 60_000
    }

    /// The promised time of the halls, from taking a number to going home.
    #[must_use]
    pub fn promised_ms(&self) -> i64 {
        self.minutes_setting("queue.promised_minutes", domain::hall::USUAL_PROMISE_MS / 60_000) * 60_000
    }

    /// Rules of waiting.
    #[must_use]
    pub fn queue_rules(&self) -> QueueRules {
        let usual = QueueRules::default();
        QueueRules {
            head_start_ms: self.minutes_setting("queue.head_start_minutes", usual.head_start_ms / 60_000)
                * 60_000,
            grace_ms: self.minutes_setting("queue.grace_minutes", usual.grace_ms / 60_000) * 60_000,
            appointment_head_start_ms: self
                .minutes_setting("appointments.head_start_minutes", usual.appointment_head_start_ms / 60_000)
                * 60_000,
            appointment_late_ms: self
                .minutes_setting("appointments.late_minutes", usual.appointment_late_ms / 60_000)
                * 60_000,
            defer_ms: self.minutes_setting("queue.defer_minutes", usual.defer_ms / 60_000) * 60_000,
            defers: self.minutes_setting("queue.defers", usual.defers),
            errands: self.minutes_setting("queue.errands", usual.errands),
        }
    }

    /// When a hall closes for whoever would be called after so much working time from now; none where the calendar does not reach, or numbers are given
    /// whatever the hour (`queue.closing` is `off`).
    #[must_use]
    pub fn closing(&self, now: Millis, wait_ms: Option<Millis>) -> Option<Closing> {
        if self.setting("queue.closing") == Some("off") {
            return None;
        }
        let calendar = self.calendar();
        let today = calendar.local_date(now);
        let closes_at = if calendar.is_working_day(today) {
            calendar.closing_of_day(now).ok()?
        } else {
            calendar.midnight(today)
        };
        let margin_ms = self.minutes_setting("queue.closing_minutes", 0).clamp(0, 240) * 60_000;
        let expected_at = wait_ms.and_then(|wait| calendar.add_working(now, wait + margin_ms).ok());
        Some(Closing { closes_at, opens_at: calendar.next_opening(closes_at.max(now)).ok()?, expected_at })
    }

    /// From when until when people are called on the day of an instant; none on a day off. Where `queue.lunch` is `through`, without a break.
    #[must_use]
    pub fn calling_hours(&self, at: Millis) -> Vec<(Millis, Millis)> {
        let calendar = self.calendar();
        let hours = calendar.open_on(calendar.local_date(at)).unwrap_or_default();
        match (self.setting("queue.lunch"), hours.as_slice()) {
            (Some("through"), [(from, _), .., (_, to)]) => vec![(*from, *to)],
            _ => hours,
        }
    }

    /// When the next break of the day, or the one under way, is over; none once the last opening hours have begun.
    #[must_use]
    pub fn break_ends(&self, at: Millis) -> Option<Millis> {
        let calendar = self.calendar();
        let hours = calendar.open_on(calendar.local_date(at)).unwrap_or_default();
        hours.into_iter().skip(1).map(|(from, _)| from).find(|from| *from > at)
    }

    /// Whoever asked for it is told when so many are before them.
    #[must_use]
    pub fn notice_before(&self) -> i64 {
        self.minutes_setting("queue.notice_before", 3).clamp(1, 50)
    }
}

/// The calendar with its uncertain days switched as the province set them: `calendar.switch.<name>` is `on` or `off`.
fn calendar(settings: &BTreeMap<String, String>) -> Result<WorkCalendar> {
    let text = shipped::shipped_calendar(CALENDAR).ok_or(AppError::NotFound("calendar"))?;
    let mut file = CalendarFile::parse(&text).map_err(|error| AppError::Setup(Box::new(error)))?;
    for (name, value) in settings {
        if let Some(switch) = name.strip_prefix("calendar.switch.") {
            file = file.switched(switch, value == "on");
        }
    }
    WorkCalendar::build(&file, &[]).map_err(|error| AppError::Setup(Box::new(error)))
}
