//! Tôi có lịch hẹn: by the code of the appointment, or by an identity card and the end of the phone number it was made with.

use super::{KioskHead, KioskKeys, silent};
use crate::fault::Fault;
use crate::form::Form;
use crate::page::{self, Page};
use crate::surroundings::Caller;
use crate::web::Web;
use app::queries::AppointmentView;
use app::queries::appointments::PHONE_DIGITS;
use app::{Actor, Command};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::identity_card::{looks_like_card, read};
use domain::ticket::Priority;

/// Who has an appointment types its code, or holds its QR code or an identity card under a scanner that types.
#[derive(Template)]
#[template(path = "hall/kiosk-appointment.html")]
pub struct KioskAppointmentPage {
    /// Surroundings.
    pub page: Page,
    /// Top.
    pub head: KioskHead,
    /// What was typed.
    pub typed: String,
    /// Name on the card that was read, of no length without one: then the end of the phone number is asked for.
    pub holder: String,
    /// What is wrong, of no length when nothing is.
    pub wrong: String,
    /// Keyboard.
    pub keys: KioskKeys,
}

pub(super) async fn show(
    State(web): State<Web>,
    page: Page,
    Path(hall): Path<String>,
) -> Result<Response, Fault> {
    Ok(page::html(&shown(&web, page, &hall, Typed::default()).await?))
}

/// What stands on the screen.
#[derive(Default)]
struct Typed {
    code: String,
    holder: String,
    wrong: String,
}

async fn shown(web: &Web, page: Page, hall: &str, typed: Typed) -> Result<KioskAppointmentPage, Fault> {
    let head = silent(web, &page, hall).await?;
    let (typed, holder, wrong) = (typed.code, typed.holder, typed.wrong);
    Ok(KioskAppointmentPage { keys: KioskKeys::digits(page.t), page, head, typed, holder, wrong })
}

/// The code was typed: a number that goes by what was agreed, or the one that was taken for it before.
pub(super) async fn come(
    State(web): State<Web>,
    page: Page,
    Caller(address): Caller,
    Path(hall): Path<String>,
    form: Form,
) -> Result<Response, Fault> {
    web.lookups().lets(&address)?;
    let (t, code, holder) = (page.t, form.get("code"), form.get("holder"));
    let again = |wrong: String| Typed { code: super::kept(code), holder: holder.to_owned(), wrong };
    if looks_like_card(code) {
        return match read(code) {
            Ok(card) => {
                let read = Typed { holder: card.name, ..Typed::default() };
                Ok(page::html(&shown(&web, page, &hall, read).await?))
            }
            Err(wrong) => {
                let wrong = t.code_with("violation", &wrong.code, &wrong.values);
                not_taken(&web, page, &hall, Typed { wrong, ..Typed::default() }).await
            }
        };
    }
    let found = if holder.is_empty() {
        typed(&web, &hall, code).await?
    } else {
        web.app().appointment_by_name(&hall, holder, &form.digits("code")).await?
    };
    let Some(found) = found else {
        let wrong = if holder.is_empty() { "kiosk.no_appointment" } else { "kiosk.no_appointment_of" };
        return not_taken(&web, page, &hall, again(t.one(wrong, "name", holder))).await;
    };
    let ticket = match found.ticket {
        Some(ticket) => Some(ticket),
        None => {
            let command = Command::TakeTicketByAppointment {
                hall: hall.clone(),
                book: found.book,
                number: found.number,
                priority: Priority::None,
            };
            match web.act(&Actor::Kiosk { hall: hall.clone() }, &form.command_id(), command).await {
                Ok(answer) => answer.ticket,
                Err(Fault::Refused(refusal)) => {
                    return not_taken(&web, page, &hall, again(t.code("refusal", &refusal.code))).await;
                }
                Err(fault) => return Err(fault),
            }
        }
    };
    super::to_ticket(&web, &hall, ticket).await
}

/// The screen again, with why no number was taken.
async fn not_taken(web: &Web, page: Page, hall: &str, typed: Typed) -> Result<Response, Fault> {
    let shown = shown(web, page, hall, typed).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page::html(&shown)).into_response())
}

/// The appointment behind what was typed: the address of its page, or its number and the last digits of the phone.
async fn typed(web: &Web, hall: &str, code: &str) -> Result<Option<AppointmentView>, Fault> {
    if let Some((_, token)) = code.trim().rsplit_once("/a/") {
        return Ok(web.app().appointment_by_token(token).await?);
    }
    let digits: String = code.chars().filter(char::is_ascii_digit).collect();
    let Some((number, end)) =
        digits.len().checked_sub(PHONE_DIGITS).and_then(|at| digits.split_at_checked(at))
    else {
        return Ok(None);
    };
    match number.parse() {
        Ok(number) => Ok(web.app().appointment_by_number(hall, number, end).await?),
        Err(_) => Ok(None),
    }
}
