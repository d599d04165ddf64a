//! The hour ahead: who will come, what the open counters can serve, and which to open when that will not do.

use super::first::First;
use crate::look::{self, TimeState};
use crate::pages::staff::names::Names;
use crate::parts::Chip;
use app::queries::{FieldAhead, HallNow, NextHour};

/// A field group in the hour ahead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct AheadRow {
    pub(super) name: String,
    pub(super) waiting: i64,
    pub(super) agreed: i64,
    /// A dash while no day is on record.
    pub(super) walk_ins: String,
    /// How long one takes at a counter, of no length while nothing was measured.
    pub(super) each: String,
    /// A dash while nothing was measured.
    pub(super) served: String,
    pub(super) short: bool,
}

/// The hour ahead in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ahead {
    pub(super) chip: Option<Chip>,
    pub(super) sentence: String,
    /// What it is counted from.
    pub(super) source: String,
    pub(super) rows: Vec<AheadRow>,
}

pub(super) fn ahead(names: &Names, hour: &NextHour) -> Ahead {
    let t = names.t;
    let short = is_short(hour);
    let chip = hour.outlook.as_ref().filter(|_| hour.open_ms > 0).map(|_| {
        if short {
            Chip::new(TimeState::Soon, t.t("ahead.short"))
        } else {
            Chip::new(TimeState::OnTime, t.t("ahead.enough"))
        }
    });
    let source = match (hour.days, hour.same_weekday) {
        (0, _) => t.t("ahead.no_days").to_owned(),
        // In Vietnamese nothing else tells one from several.
        (1, false) => t.t("ahead.one_day").to_owned(),
        (days, true) => {
            let day = look::weekday_name(t.lang(), names.directory.day(names.now));
            t.count("ahead.days_alike", days).replace("{day}", day)
        }
        (days, false) => t.count("ahead.days", days),
    };
    let rows = hour.fields.iter().map(|field| row(names, hour, field)).collect();
    Ahead { chip, sentence: sentence(names, hour), source, rows }
}

fn is_short(hour: &NextHour) -> bool {
    hour.open_ms > 0 && hour.outlook.as_ref().is_some_and(|outlook| outlook.all_served() < hour.people())
}

fn sentence(names: &Names, hour: &NextHour) -> String {
    let t = names.t;
    if hour.open_ms == 0 {
        return t.t("ahead.closed").to_owned();
    }
    let Some(outlook) = &hour.outlook else {
        return if hour.fields.is_empty() { t.t("ahead.nobody") } else { t.t("ahead.unmeasured") }.to_owned();
    };
    let waiting: i64 = hour.fields.iter().map(|field| field.waiting).sum();
    let coming = hour.people() - waiting;
    let come = t.with("ahead.come", &[("coming", &coming), ("waiting", &waiting)]);
    let open = i64::try_from(hour.counters).unwrap_or(0);
    if !is_short(hour) {
        return format!("{come} {}", t.count("ahead.serve_all", open));
    }
    let serve = t.count("ahead.serve", open).replace("{served}", &outlook.all_served().to_string());
    format!("{come} {serve} {}", advice(names, hour))
}

/// What to do when it will not suffice.
fn advice(names: &Names, hour: &NextHour) -> String {
    let t = names.t;
    let Some(outlook) = &hour.outlook else { return String::new() };
    let counters = outlook.to_open.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    match (outlook.to_open.is_empty(), outlook.left) {
        (true, _) => t.t("ahead.open_none").to_owned(),
        (false, 0) => t.with("ahead.open", &[("counters", &counters)]),
        (false, left) => t.with("ahead.open_left", &[("counters", &counters), ("left", &left)]),
    }
}

/// The hour ahead as something to look at first, when the open counters will not do.
pub(super) fn first(names: &Names, now: &HallNow, hour: &NextHour, directs: bool) -> Option<First> {
    let t = names.t;
    let outlook = hour.outlook.as_ref().filter(|_| is_short(hour))?;
    let what = t.with("ahead.first", &[("people", &hour.people()), ("served", &outlook.all_served())]);
    let open = outlook.to_open.first();
    let counter = open.and_then(|number| now.counters.iter().find(|counter| counter.number == *number));
    let (href, link) = match counter.filter(|_| directs) {
        Some(counter) => {
            (format!("/floor/counters/{}", counter.code), t.one("ahead.open_link", "n", counter.number))
        }
        None => ("#ahead".to_owned(), t.t("ahead.see").to_owned()),
    };
    let chip = Chip::new(TimeState::Soon, t.t("ahead.title"));
    Some(First { chip, what, why: advice(names, hour), href, link })
}

fn row(names: &Names, hour: &NextHour, field: &FieldAhead) -> AheadRow {
    let dash = || "–".to_owned();
    AheadRow {
        name: names.field(&field.field),
        waiting: field.waiting,
        agreed: field.agreed,
        walk_ins: field.walk_ins.map_or_else(dash, |people| people.to_string()),
        each: field.each_ms.map(|each| look::rough(names.lang(), each)).unwrap_or_default(),
        served: if hour.outlook.is_some() { field.served.to_string() } else { dash() },
        short: hour.outlook.is_some() && field.served < field.people(),
    }
}
