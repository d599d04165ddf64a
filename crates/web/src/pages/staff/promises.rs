//! Promises in words: the day, and why that day.

use super::names::Names;
use super::times;
use crate::look;
use crate::parts::{Chip, PromiseCard, counted_days};
use calendar::Span;
use domain::dossier::{Extension, Plan, Promise, State};

/// How long was promised, in words: `5 ngày làm việc`.
pub(crate) fn span_words(names: &Names, span: Span) -> String {
    let t = names.t;
    match span {
        Span::WorkingDays(days) => t.count("span.working_days", days),
        Span::WorkingMinutes(minutes) => {
            t.with("span.working_time", &[("time", &look::allowed(t.lang(), minutes * 60_000))])
        }
        Span::CalendarDays(days) => t.count("span.days", days),
        Span::SameDay => t.t("span.same_day").to_owned(),
    }
}

/// Why that day: how long, from when, and which days were left out.
pub(crate) fn why(names: &Names, promise: &Promise) -> String {
    // Promised by another system: how it was counted there is not known.
    if promise.calendar.is_empty() {
        return String::new();
    }
    let t = names.t;
    let mut text = t.with(
        "promise.counted",
        &[("span", &span_words(names, promise.committed)), ("from", &look::date_time(promise.counted_from))],
    );
    let mut holidays: Vec<&str> =
        promise.days.iter().filter(|day| day.kind == "holiday").map(|day| day.name.as_str()).collect();
    holidays.dedup();
    if promise.days.iter().skip(1).any(|day| day.counted == 0) {
        text.push(' ');
        text.push_str(t.t("promise.days_off"));
    }
    if !holidays.is_empty() {
        text.push(' ');
        text.push_str(&t.with("promise.holidays", &[("names", &holidays.join(", "))]));
    }
    text
}

fn remark(names: &Names, plan: &Plan, promise: &Promise) -> String {
    let t = names.t;
    let mut remarks = Vec::new();
    if promise.provisional {
        remarks.push(t.t("promise.provisional").to_owned());
    }
    if let Some(second) = plan.appointments.get(1).filter(|_| promise.appointment == 0) {
        let span = span_words(names, second.committed);
        remarks.push(t.with("promise.second", &[("span", &span)]));
    }
    if promise.statutory_due_at > promise.due_at {
        let law = look::date_time(promise.statutory_due_at);
        remarks.push(t.with("promise.by_law", &[("at", &law)]));
    }
    remarks.join(" ")
}

fn title(names: &Names, plan: &Plan, promise: &Promise) -> String {
    let t = names.t;
    match (plan.appointments.len(), promise.appointment) {
        (2.., 0) => t.t("promise.first").to_owned(),
        (2.., _) => t.t("promise.second_title").to_owned(),
        _ => t.t("promise.title").to_owned(),
    }
}

fn card(names: &Names, plan: &Plan, promise: &Promise, chip: Option<Chip>) -> PromiseCard {
    PromiseCard {
        t: names.t,
        title: title(names, plan, promise),
        chip,
        due_at: promise.due_at,
        place: String::new(),
        why: why(names, promise),
        days: counted_days(names.t, &promise.days),
        remark: remark(names, plan, promise),
    }
}

/// The promise as it would be printed.
pub(crate) fn preview(names: &Names, plan: &Plan, promise: &Promise) -> PromiseCard {
    card(names, plan, promise, None)
}

/// The promise in force of a dossier, with how it stands.
pub(crate) fn of_dossier(names: &Names, dossier: &State) -> Option<PromiseCard> {
    let promise = dossier.promise()?;
    let chip = Chip::of(names.t, names.now, &times::of_promise(names, dossier, promise));
    let card = card(names, &dossier.plan, promise, Some(chip));
    Some(match dossier.apologised() {
        Some(given) => set_anew(names, card, promise, given),
        None => card,
    })
}

/// The new date with the first one beside it, why, and who signed.
fn set_anew(names: &Names, card: PromiseCard, promise: &Promise, given: &Extension) -> PromiseCard {
    let t = names.t;
    let first = t.with("promise.first_was", &[("at", &look::promise(t.lang(), promise.first_due_at))]);
    let signed = names.signed(&given.by, &given.position, &given.block, &given.on_behalf_of, &given.under);
    let signed =
        t.with("promise.signed", &[("who", &signed.trim()), ("at", &look::day_month_time(given.at))]);
    PromiseCard {
        title: t.t("promise.anew").to_owned(),
        why: given.reason.clone(),
        days: Vec::new(),
        remark: [first, signed, card.remark].join(" ").trim().to_owned(),
        ..card
    }
}
