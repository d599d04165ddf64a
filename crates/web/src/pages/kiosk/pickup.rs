//! Nhận kết quả: who holds a slip takes a number of the fast series, when the result is there; who comes too early reads so at once.

use super::{KioskHead, KioskKeys, silent};
use crate::fault::Fault;
use crate::form::Form;
use crate::page::{self, Page};
use crate::surroundings::Caller;
use crate::web::Web;
use app::{Actor, Command};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::identity_card::{looks_like_card, read};
use domain::kernel::{Refusal, StreamId};

/// Digits of a code behind its unit: day, month, year and number.
const CODE_DIGITS: usize = 10;

/// Who comes for a result types the end of its code, or holds the slip's QR code or an identity card under a scanner that types.
#[derive(Template)]
#[template(path = "hall/kiosk-pickup.html")]
pub struct KioskPickupPage {
    /// Surroundings.
    pub page: Page,
    /// Top.
    pub head: KioskHead,
    /// What was typed.
    pub typed: String,
    /// Why no number was taken, of no length when nothing is wrong.
    pub wrong: String,
    /// Keyboard.
    pub keys: KioskKeys,
}

pub(super) async fn show(
    State(web): State<Web>,
    page: Page,
    Path(hall): Path<String>,
) -> Result<Response, Fault> {
    Ok(page::html(&shown(&web, page, &hall, (String::new(), String::new())).await?))
}

async fn shown(
    web: &Web,
    page: Page,
    hall: &str,
    (typed, wrong): (String, String),
) -> Result<KioskPickupPage, Fault> {
    let head = silent(web, &page, hall).await?;
    Ok(KioskPickupPage { keys: KioskKeys::digits(page.t), page, head, typed, wrong })
}

pub(super) async fn come(
    State(web): State<Web>,
    page: Page,
    Caller(address): Caller,
    Path(hall): Path<String>,
    form: Form,
) -> Result<Response, Fault> {
    web.lookups().lets(&address)?;
    let wrong = match of_card_or_code(&web, &page, &hall, form.get("code")).await? {
        Err(wrong) => wrong,
        Ok(dossier) => {
            let command = Command::TakeTicketForResult { hall: hall.clone(), dossier };
            match web.act(&Actor::Kiosk { hall: hall.clone() }, &form.command_id(), command).await {
                Ok(answer) => return super::to_ticket(&web, &hall, answer.ticket).await,
                Err(Fault::Refused(refusal)) => why(&web, &page, &refusal),
                Err(fault) => return Err(fault),
            }
        }
    };
    let again = shown(&web, page, &hall, (super::kept(form.get("code")), wrong)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page::html(&again)).into_response())
}

/// Why no number was taken; no more than a code alone may tell.
fn why(web: &Web, page: &Page, refusal: &Refusal) -> String {
    let t = page.t;
    let unit = refusal.violations.iter().flat_map(|one| &one.values).find(|(name, _)| name == "unit");
    match unit.and_then(|(_, code)| web.app().directory().unit(code).cloned()) {
        Some(unit) => t.with("kiosk.fetch_at", &[("unit", &t.name(&unit.name, &unit.name_en))]),
        None => t.code("refusal", &refusal.code),
    }
}

/// The dossier behind a card or a code; else why there is none.
async fn of_card_or_code(
    web: &Web,
    page: &Page,
    hall: &str,
    code: &str,
) -> Result<Result<StreamId, String>, Fault> {
    let t = page.t;
    if !looks_like_card(code) {
        return Ok(typed(web, hall, code).await?.ok_or_else(|| t.t("kiosk.no_dossier").to_owned()));
    }
    let card = match read(code) {
        Ok(card) => card,
        Err(wrong) => return Ok(Err(t.code_with("violation", &wrong.code, &wrong.values))),
    };
    let unit = web.app().directory().hall(hall).ok_or(Fault::NotFound)?.unit.clone();
    let found = web.app().result_for_card(&unit, &card.number, &card.name).await?;
    Ok(found.ok_or_else(|| t.one("kiosk.no_result_of", "name", card.name)))
}

/// The dossier behind what was typed: the address on its slip, its code, or the ten digits of a code of this centre.
async fn typed(web: &Web, hall: &str, code: &str) -> Result<Option<StreamId>, Fault> {
    let (app, code) = (web.app(), code.trim());
    if let Some((_, token)) = code.rsplit_once("/d/") {
        return Ok(app.find_dossier_by_token(token).await?);
    }
    let unit = app.directory().hall(hall).ok_or(Fault::NotFound)?.unit.clone();
    let digits: String = code.chars().filter(char::is_ascii_digit).collect();
    let short = digits.len() == CODE_DIGITS && !code.contains(|one: char| one.is_ascii_alphabetic());
    let (day, number) = digits.split_at(digits.len().min(CODE_DIGITS - 4));
    let code = if short { format!("{unit}-{day}-{number}") } else { code.to_uppercase() };
    Ok(app.find_dossier_by_code(&code).await?)
}
