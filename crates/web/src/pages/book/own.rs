//! `/a/{token}`: one appointment: when, where, what to bring, the code for the kiosk; change it or give it back.

use super::times::{in_words, procedure_name};
use crate::fault::Fault;
use crate::form::Form;
use crate::page::{self, Page};
use crate::pages::Qr;
use crate::parts::Note;
use crate::web::Web;
use app::queries::AppointmentView;
use app::queries::appointments::PHONE_DIGITS;
use app::{Actor, Command};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use policy::{Action, Resource};

/// Trang của lịch hẹn.
#[derive(Template)]
#[template(path = "citizen/appointment.html")]
pub struct AppointmentPage {
    /// Surroundings.
    pub page: Page,
    /// Token of the address.
    pub token: String,
    /// `thứ Tư 02/12/2026, 09:15`.
    pub when: String,
    /// Name of the hall.
    pub hall: String,
    /// Its address, of no length when unknown.
    pub address: String,
    /// What it is for.
    pub name: String,
    /// Page of the procedure, of no length when none was chosen.
    pub procedure: String,
    /// Where it stands and what to do.
    pub note: Note,
    /// Typed at the kiosk, of no length once it is of no use.
    pub code: String,
    /// QR code of this page.
    pub qr: Option<Qr>,
    /// Where another time is chosen, of no length once it cannot be.
    pub change: String,
}

/// The appointment of a token, when the policies let its holder see it.
async fn opened(web: &Web, token: &str) -> Result<AppointmentView, Fault> {
    let found = web.app().appointment_by_token(token).await?.ok_or(Fault::NotFound)?;
    let directory = web.app().directory();
    let unit = directory.hall(&found.hall).map_or("", |hall| hall.unit.as_str());
    let resource = Resource::ticket(&directory.unit_path(unit));
    web.app().permit(&Actor::Citizen, Action::BookAppointment, &resource)?;
    Ok(found)
}

pub(super) async fn show(
    State(web): State<Web>,
    page: Page,
    Path(token): Path<String>,
) -> Result<Response, Fault> {
    let found = opened(&web, &token).await?;
    let (t, directory) = (page.t, web.app().directory());
    let hall = directory.hall(&found.hall).ok_or(Fault::NotFound)?;
    let field = directory.catalogue().fields.get(&found.field).ok_or(Fault::NotFound)?;
    let phone = web.app().subject_data(found.person).await?.map(|person| person.phone).unwrap_or_default();
    let late_ms = directory.queue_rules().appointment_late_ms;
    let is_open = found.status == "booked" && page.now <= found.from + late_ms;
    let end = phone.get(phone.len().saturating_sub(PHONE_DIGITS)..).unwrap_or_default();
    let note = match found.status.as_str() {
        "booked" if is_open => {
            let late = (late_ms / 60_000).to_string();
            Note::ok(t.with("book.booked_text", &[("late", &late)])).strong(t.t("book.booked"))
        }
        "booked" => Note::info(t.t("book.over")),
        "honoured" => Note::ok(t.t("book.honoured")),
        "moved" => Note::info(t.t("book.moved")),
        _ => Note::info(t.t("book.cancelled")),
    };
    let change = format!(
        "/book/{}/{}?instead={token}{}",
        found.hall,
        found.field,
        if found.procedure.is_empty() {
            String::new()
        } else {
            format!("&procedure={}", crate::form::encoded(&found.procedure))
        }
    );
    let name = procedure_name(&web, &page, &found.procedure);
    let shown = AppointmentPage {
        when: in_words(&page, found.from),
        hall: t.name(&hall.name, &hall.name_en).to_owned(),
        address: directory.unit(&hall.unit).map(|unit| unit.address.clone()).unwrap_or_default(),
        procedure: if name.is_some() { format!("/procedures/{}", found.procedure) } else { String::new() },
        name: name.unwrap_or_else(|| t.name(&field.name, &field.name_en).to_owned()),
        note,
        code: if is_open { format!("{:03} {end}", found.number) } else { String::new() },
        qr: is_open.then(|| Qr::of(&crate::pages::here(&web, &format!("/a/{token}")))),
        change: if is_open { change } else { String::new() },
        token,
        page,
    };
    Ok(page::html(&shown))
}

pub(super) async fn cancel(
    State(web): State<Web>,
    Path(token): Path<String>,
    form: Form,
) -> Result<Response, Fault> {
    let found = opened(&web, &token).await?;
    let command = Command::CancelAppointment { book: found.book, number: found.number };
    web.act(&Actor::Citizen, &form.command_id(), command).await?;
    Ok(page::done(&format!("/a/{token}"), "appointment_cancelled", "", web.options().secure))
}
