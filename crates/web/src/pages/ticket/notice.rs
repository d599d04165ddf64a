//! Nhắn khi gần đến lượt: on a ticket's page a phone is left, and whoever left it reads what became of the message.

use crate::fault::Fault;
use crate::form::Form;
use crate::look;
use crate::page::{self, Page};
use crate::parts::{Field, Note};
use crate::surroundings::Caller;
use crate::web::Web;
use crate::words::T;
use app::queries::TicketView;
use app::{Actor, Command};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::kernel::{Refusal, Violation};
use domain::message::About;

/// What is said of the message, and the way to ask for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// How it stands, none before it was asked for.
    pub note: Option<Note>,
    /// Where the phone is typed; none where it cannot be asked for any more.
    pub field: Option<Field>,
    /// What is offered.
    pub offer: String,
    /// It may be called off.
    pub can_drop: bool,
}

/// What a refused form held, and why.
pub(super) type Refused<'a> = Option<(&'a str, &'a [Violation])>;

/// What a ticket's page says of the message: nothing when none can be sent, or when so few are before it that none is needed.
pub(super) async fn of(
    web: &Web,
    t: T,
    ticket: &TicketView,
    refused: Refused<'_>,
) -> Result<Option<Notice>, Fault> {
    let before = web.app().directory().notice_before();
    let waits = ticket.phase == "waiting";
    match ticket.notice.as_str() {
        "given" if waits || ticket.phase == "called" => {
            let (note, offer) = (Some(given(web, t, ticket).await?), String::new());
            Ok(Some(Notice { note, field: None, offer, can_drop: false }))
        }
        "asked" if waits && refused.is_none() => {
            let phone = known_by(web, ticket).await?;
            let text = t.with("notice.asked", &[("n", &before), ("phone", &phone)]);
            Ok(Some(Notice { note: Some(Note::ok(text)), field: None, offer: String::new(), can_drop: true }))
        }
        _ if waits && web.options().sms && (ticket.before > before || refused.is_some()) => {
            Ok(Some(offered(t, before, refused)))
        }
        _ => Ok(None),
    }
}

fn offered(t: T, before: i64, refused: Refused<'_>) -> Notice {
    let (typed, wrong) = refused.unwrap_or(("", &[]));
    let field = Field::text("phone", t.t("notice.phone")).input("tel").autocomplete("tel").required();
    let field = field.value(typed).wrong(t, wrong);
    let offer = t.with("notice.offer", &[("n", &before)]);
    Notice { note: None, field: Some(field), offer, can_drop: false }
}

async fn given(web: &Web, t: T, ticket: &TicketView) -> Result<Note, Fault> {
    let phone = known_by(web, ticket).await?;
    let sent = web.app().messages_of(About::Ticket(ticket.ticket)).await?.pop();
    let note = match sent {
        Some(one) if matches!(one.status.as_str(), "failed" | "in_doubt") => {
            Note::late(t.with("notice.failed", &[("phone", &phone)]))
        }
        Some(one) => {
            let at = look::clock(one.sent_at.unwrap_or(one.requested_at));
            Note::info(t.with("notice.given", &[("phone", &phone), ("at", &at)]))
        }
        None => Note::info(t.t("ticket.waiting_text")),
    };
    Ok(note)
}

/// As much of the phone as its owner knows it by.
async fn known_by(web: &Web, ticket: &TicketView) -> Result<String, Fault> {
    let Some(told) = ticket.told else { return Ok(String::new()) };
    let phone = web.app().subject_data(told).await?.map(|person| person.phone).unwrap_or_default();
    Ok(look::masked_phone(&phone))
}

pub(super) async fn ask(
    State(web): State<Web>,
    page: Page,
    Caller(address): Caller,
    Path(token): Path<String>,
    form: Form,
) -> Result<Response, Fault> {
    web.kiosk().lets(&address)?;
    let ticket = web.app().ticket_by_token(&token).await?.ok_or(Fault::NotFound)?;
    if !web.options().sms {
        return Err(Fault::NotFound);
    }
    let command = Command::AskNotice {
        ticket: ticket.ticket,
        phone: form.digits("phone"),
        language: page.t.lang().tag().to_owned(),
    };
    let actor = Actor::Kiosk { hall: ticket.hall.clone() };
    match web.act(&actor, &form.command_id(), command).await {
        Ok(_) => Ok(page::done(&format!("/t/{token}"), "notice_asked", "", web.options().secure)),
        Err(Fault::Refused(Refusal { violations, .. })) if !violations.is_empty() => {
            let refused = Some((form.get("phone"), violations.as_slice()));
            let notice = of(&web, page.t, &ticket, refused).await?;
            let shown = super::whole(&web, page, token, ticket, notice).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page::html(&shown)).into_response())
        }
        Err(Fault::Refused(refusal)) => Ok(refused(&web, &token, &refusal)),
        Err(fault) => Err(fault),
    }
}

pub(super) async fn drop(
    State(web): State<Web>,
    Path(token): Path<String>,
    form: Form,
) -> Result<Response, Fault> {
    let ticket = web.app().ticket_by_token(&token).await?.ok_or(Fault::NotFound)?;
    let actor = Actor::Kiosk { hall: ticket.hall };
    match web.act(&actor, &form.command_id(), Command::DropNotice { ticket: ticket.ticket }).await {
        Ok(_) => Ok(page::done(&format!("/t/{token}"), "notice_dropped", "", web.options().secure)),
        Err(Fault::Refused(refusal)) => Ok(refused(&web, &token, &refusal)),
        Err(fault) => Err(fault),
    }
}

/// Too late, and said so on the page.
fn refused(web: &Web, token: &str, refusal: &Refusal) -> Response {
    page::done(&format!("/t/{token}"), &format!("no.{}", refusal.code), "", web.options().secure)
}
