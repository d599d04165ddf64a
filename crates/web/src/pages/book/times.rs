//! The times of a field group in a hall, and the form that books one.

use crate::fault::Fault;
use crate::form::Form;
use crate::look;
use crate::page::{self, Page};
use crate::parts::{ErrorSummary, Field, Hidden, Note};
use crate::surroundings::Caller;
use crate::web::Web;
use crate::words::T;
use app::queries::{AppointmentView, DayOffer, SlotOffer};
use app::{Actor, Command};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::kernel::{Millis, Refusal, Violation};
use serde::Deserialize;

/// A day to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayChip {
    /// Address, of no length when nothing is free.
    pub href: String,
    /// `T4`.
    pub weekday: &'static str,
    /// `02/12`.
    pub date: String,
    /// How many places are left, in words.
    pub note: String,
    /// The day that is shown.
    pub current: bool,
}

/// A time to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotPick {
    /// What is sent.
    pub value: String,
    /// `09:15`.
    pub clock: String,
    /// How many places are left, in words.
    pub note: String,
    /// Places are left.
    pub free: bool,
    /// It is chosen.
    pub checked: bool,
}

/// Đặt lịch hẹn: when, and who comes.
#[derive(Template)]
#[template(path = "citizen/book.html")]
pub struct BookPage {
    /// Surroundings.
    pub page: Page,
    /// Hall code.
    pub hall: String,
    /// Its name.
    pub hall_name: String,
    /// Field group.
    pub field: String,
    /// Its name, or the procedure's.
    pub name: String,
    /// Procedure key, of no length when none was chosen.
    pub procedure: String,
    /// Token of the appointment that is moved, of no length for a new one.
    pub instead: String,
    /// When that one is.
    pub moved_from: String,
    /// Days with opening hours.
    pub days: Vec<DayChip>,
    /// The day that is shown, in words.
    pub day: String,
    /// Its times.
    pub slots: Vec<SlotPick>,
    /// Who comes, and the phone; none when an appointment is moved.
    pub person: Option<(Field, Field)>,
    /// What every form carries.
    pub hidden: Hidden,
    /// What is wrong.
    pub errors: ErrorSummary,
    /// Nothing is free on any day.
    pub nothing: Option<Note>,
}

#[derive(Deserialize, Default)]
pub(super) struct Asked {
    #[serde(default)]
    day: String,
    #[serde(default)]
    procedure: String,
    #[serde(default)]
    instead: String,
}

/// What was sent and refused.
struct Refused<'a> {
    form: &'a Form,
    refusal: Refusal,
}

pub(super) async fn show(
    State(web): State<Web>,
    page: Page,
    Path((hall, field)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    Ok(page::html(&shown(&web, page, (hall, field), &asked, None).await?))
}

async fn shown(
    web: &Web,
    page: Page,
    (hall, field): (String, String),
    asked: &Asked,
    refused: Option<Refused<'_>>,
) -> Result<BookPage, Fault> {
    let (t, directory) = (page.t, web.app().directory());
    let known = directory.halls_at(page.now).find(|known| known.code == hall).ok_or(Fault::NotFound)?;
    if !directory.can_be_booked(&hall, &field) {
        return Err(Fault::NotFound);
    }
    let of = directory.catalogue().fields.get(&field).ok_or(Fault::NotFound)?;
    let moved = moved(web, &asked.instead, &hall, &field).await?;
    let days = web.app().days_to_book(&hall, &field).await?;
    let wished = refused.as_ref().and_then(|refused| refused.form.get("slot").parse().ok());
    let next = next_free(&days, wished);
    // The day somebody asked for; after a refusal the one of the next free time; else the first with a place.
    let day = match (refused.is_some(), next, asked.day.parse().unwrap_or(0)) {
        (true, Some(next), _) => days.iter().rfind(|day| day.midnight <= next.from),
        (_, _, asked) if asked > 0 => days.iter().find(|day| directory.day(day.midnight) == asked),
        _ => None,
    };
    let day = day.or_else(|| days.iter().find(|day| day.free() > 0)).or_else(|| days.first());
    let choice = if refused.is_some() { next.map(|next| next.from).or(wished) } else { None };
    let link = |day: &DayOffer| {
        let mut query = format!("day={}", directory.day(day.midnight));
        for (name, value) in [("procedure", &asked.procedure), ("instead", &asked.instead)] {
            if !value.is_empty() {
                query.push_str(&format!("&{name}={}", crate::form::encoded(value)));
            }
        }
        format!("/book/{hall}/{field}?{query}")
    };
    let chip = |offer: &DayOffer| DayChip {
        href: if offer.free() > 0 { link(offer) } else { String::new() },
        weekday: look::weekday_short(page.lang(), directory.day(offer.midnight)),
        date: look::day_month(offer.midnight),
        note: places(t, offer.free()),
        current: day.is_some_and(|day| day.midnight == offer.midnight),
    };
    let pick = |slot: &SlotOffer| SlotPick {
        value: slot.from.to_string(),
        clock: look::clock(slot.from),
        note: places(t, slot.free),
        free: slot.free > 0,
        checked: choice == Some(slot.from),
    };
    let wrong = refused.as_ref().map(|refused| told(&page, &refused.refusal, next)).unwrap_or_default();
    let empty = Form::default();
    let form = refused.as_ref().map_or(&empty, |refused| refused.form);
    let person = moved.is_none().then(|| {
        let name = Field::text("name", t.t("book.name")).autocomplete("name").value(form.get("name"));
        let phone = Field::text("phone", t.t("book.phone")).hint(t.t("book.phone_hint")).input("tel");
        let phone = phone.inputmode("tel").autocomplete("tel").value(form.get("phone"));
        (name.required().wrong(t, &wrong), phone.required().wrong(t, &wrong))
    });
    let errors = match &refused {
        Some(refused) if wrong.is_empty() => crate::pages::staff::errors_of(t, &refused.refusal),
        Some(_) => ErrorSummary::of(t, &wrong),
        None => ErrorSummary::default(),
    };
    let procedure = procedure_name(web, &page, &asked.procedure);
    let nothing = days.iter().all(|day| day.free() == 0);
    Ok(BookPage {
        hall_name: t.name(&known.name, &known.name_en).to_owned(),
        name: procedure.unwrap_or_else(|| t.name(&of.name, &of.name_en).to_owned()),
        procedure: asked.procedure.clone(),
        instead: asked.instead.clone(),
        moved_from: moved.map(|one| in_words(&page, one.from)).unwrap_or_default(),
        days: days.iter().filter(|day| !day.slots.is_empty()).map(chip).collect(),
        day: day.map(|day| look::weekday_date(page.lang(), day.midnight)).unwrap_or_default(),
        slots: day
            .map(|day| day.slots.iter().filter(|slot| !slot.closed).map(pick).collect())
            .unwrap_or_default(),
        person,
        hidden: page.hidden(),
        errors,
        nothing: nothing.then(|| Note::info(t.t("book.nothing"))),
        hall,
        field,
        page,
    })
}

/// `thứ Tư 02/12/2026, 09:15`.
pub(super) fn in_words(page: &Page, at: Millis) -> String {
    format!("{}, {}", look::weekday_date(page.lang(), at), look::clock(at))
}

fn places(t: T, free: i64) -> String {
    if free == 0 { t.t("book.full").to_owned() } else { t.count("book.free", free) }
}

/// Everyday name of a procedure.
pub(super) fn procedure_name(web: &Web, page: &Page, key: &str) -> Option<String> {
    let directory = web.app().directory();
    let (code, publisher) = key.split_once('@')?;
    let known = directory.catalogue().procedure(code, publisher, &directory.date(page.now))?;
    Some(page.t.name(known.listed_name(), &known.name_en).to_owned())
}

/// The first free time after a wished one, else the first there is.
fn next_free(days: &[DayOffer], wished: Option<Millis>) -> Option<SlotOffer> {
    let free = || days.iter().flat_map(|day| &day.slots).filter(|slot| slot.free > 0);
    let after = wished.and_then(|wished| free().find(|slot| slot.from > wished));
    after.or_else(|| free().next()).copied()
}

/// What is wrong, with the next free time in words: on whichever day it is.
fn told(page: &Page, refusal: &Refusal, next: Option<SlotOffer>) -> Vec<Violation> {
    let reword = |violation: &Violation| match (violation.code.as_str(), next) {
        ("slot_full" | "slot_closed", Some(next)) => {
            Violation::new("slot", &violation.code).with("next", in_words(page, next.from))
        }
        ("slot_full" | "slot_closed", None) => Violation::new("slot", "slot_none_left"),
        _ => violation.clone(),
    };
    refusal.violations.iter().map(reword).collect()
}

/// The appointment that is moved: one of the same hall and field group. Whether it still can be is decided when it is: a form that is sent twice is
/// answered as the first time.
async fn moved(web: &Web, token: &str, hall: &str, field: &str) -> Result<Option<AppointmentView>, Fault> {
    if token.is_empty() {
        return Ok(None);
    }
    let known = web.app().appointment_by_token(token).await?;
    let same = |one: &AppointmentView| one.hall == hall && one.field == field;
    known.filter(same).map(Some).ok_or(Fault::NotFound)
}

/// Booked: the page of the appointment says so; or the form again as it was filled in, with the next free time chosen.
pub(super) async fn book(
    State(web): State<Web>,
    page: Page,
    Caller(address): Caller,
    Path((hall, field)): Path<(String, String)>,
    form: Form,
) -> Result<Response, Fault> {
    web.kiosk().lets(&address)?;
    let instead = form.get("instead").to_owned();
    let moved = moved(&web, &instead, &hall, &field).await?;
    let (name, phone) = match &moved {
        Some(moved) => {
            let person = web.app().subject_data(moved.person).await?.ok_or(Fault::NotFound)?;
            (person.name, person.phone)
        }
        None => (form.get("name").to_owned(), form.digits("phone")),
    };
    let command = Command::BookAppointment {
        hall: hall.clone(),
        field: field.clone(),
        procedure: form.get("procedure").to_owned(),
        from: form.get("slot").parse().ok(),
        name,
        phone,
        language: page.t.lang().tag().to_owned(),
        instead_of: moved.map(|moved| (moved.book, moved.number)),
    };
    match web.act(&Actor::Citizen, &form.command_id(), command).await {
        Ok(answer) => Ok(Redirect::to(&format!("/a/{}", answer.appointment)).into_response()),
        Err(Fault::Refused(refusal)) => {
            let asked = Asked { day: String::new(), procedure: form.get("procedure").to_owned(), instead };
            let refused = Refused { form: &form, refusal };
            let shown = shown(&web, page, (hall, field), &asked, Some(refused)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page::html(&shown)).into_response())
        }
        Err(fault) => Err(fault),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_free_time_is_the_first_after_the_wished_one_on_whichever_day() {
        let slot = |from, free| SlotOffer { from, until: from + 1, places: 2, free, closed: false };
        let days = [
            DayOffer { midnight: 0, slots: vec![slot(1, 1), slot(2, 0), slot(3, 0)] },
            DayOffer { midnight: 10, slots: vec![slot(11, 0), slot(12, 2)] },
        ];
        let next = |wished| next_free(&days, wished).map(|slot| slot.from);
        assert_eq!(next(Some(2)), Some(12));
        assert_eq!(next(Some(12)), Some(1), "nothing later: the first there is");
        assert_eq!(next(None), Some(1));
        assert_eq!(next_free(&[], Some(1)), None);
    }
}
