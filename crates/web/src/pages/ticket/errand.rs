//! Nhiều việc một số: what else a person comes for, added and taken back on the ticket's own page.

use crate::fault::Fault;
use crate::form::Form;
use crate::page::{self, Page};
use crate::parts::Pick;
use crate::web::Web;
use crate::words::T;
use app::queries::TicketView;
use app::{Actor, Command, Directory, Errands};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::ticket::Errand;

/// The person's other errands, and what may be added.
#[derive(Clone, Debug, Template)]
#[template(path = "citizen/ticket-errands.html")]
pub struct ErrandsPart {
    /// Surroundings.
    pub page: Page,
    /// Token of the ticket.
    pub token: String,
    /// Field group and name of each.
    pub others: Vec<Pick>,
    /// What may be added; none when that is enough.
    pub more: Vec<Pick>,
}

impl askama::filters::HtmlSafe for ErrandsPart {}

/// Name of a field group.
pub(crate) fn name_of(directory: &Directory, t: T, code: &str) -> String {
    let field = directory.catalogue().fields.get(code);
    field.map_or(code, |field| t.name(&field.name, &field.name_en)).to_owned()
}

/// What a number of this hall may be for besides: field groups that are called by number there, but for the results, and not these.
pub(crate) fn others_in(directory: &Directory, t: T, hall: &str, but: &[&str]) -> Vec<Pick> {
    let fields = directory.catalogue().fields_of(hall).into_iter();
    let offered = fields.filter(|field| field.code != "return" && !but.contains(&field.code.as_str()));
    let offered = offered.filter(|field| directory.series(hall, &field.code).is_some());
    offered
        .map(|field| Pick { value: field.code.clone(), text: name_of(directory, t, &field.code) })
        .collect()
}

/// What may be added to a ticket; nothing when that is enough.
pub(crate) fn more_of(directory: &Directory, t: T, ticket: &TicketView) -> Vec<Pick> {
    let own = std::iter::once(ticket.field.as_str()).chain(ticket.others.iter().map(String::as_str));
    let own: Vec<&str> = own.collect();
    let full = i64::try_from(own.len()).is_ok_and(|held| held >= directory.queue_rules().errands);
    if full { Vec::new() } else { others_in(directory, t, &ticket.hall, &own) }
}

/// None where one number is for one errand, or the ticket is over.
pub(super) fn of(web: &Web, page: &Page, ticket: &TicketView) -> Option<ErrandsPart> {
    let t = page.t;
    let directory = web.app().directory();
    let most = directory.queue_rules().errands;
    let open = matches!(ticket.phase.as_str(), "waiting" | "called" | "no_show" | "serving");
    if !open || (most < 2 && ticket.others.is_empty()) {
        return None;
    }
    let pick = |code: &String| Pick { value: code.clone(), text: name_of(&directory, t, code) };
    Some(ErrandsPart {
        page: page.clone(),
        token: ticket.token.clone(),
        others: ticket.others.iter().map(pick).collect(),
        more: more_of(&directory, t, ticket),
    })
}

/// The same alone, for the live part: an errand that was done is none to take back.
pub(super) async fn now(
    State(web): State<Web>,
    page: Page,
    Path(token): Path<String>,
) -> Result<Response, Fault> {
    let ticket = web.app().ticket_by_token(&token).await?.ok_or(Fault::NotFound)?;
    Ok(match of(&web, &page, &ticket) {
        Some(part) => page::html(&part),
        None => "".into_response(),
    })
}

pub(super) async fn add(
    State(web): State<Web>,
    Path(token): Path<String>,
    form: Form,
) -> Result<Response, Fault> {
    let errand = Errand { field: form.get("field").to_owned(), procedure: String::new() };
    asks(&web, &token, &form, "errand_added", |ticket| Errands::Add { ticket, errand }).await
}

pub(super) async fn drop(
    State(web): State<Web>,
    Path(token): Path<String>,
    form: Form,
) -> Result<Response, Fault> {
    let field = form.get("field").to_owned();
    asks(&web, &token, &form, "errand_dropped", |ticket| Errands::Drop { ticket, field }).await
}

async fn asks(
    web: &Web,
    token: &str,
    form: &Form,
    said: &str,
    asked: impl FnOnce(domain::kernel::StreamId) -> Errands,
) -> Result<Response, Fault> {
    let ticket = web.app().ticket_by_token(token).await?.ok_or(Fault::NotFound)?;
    let actor = Actor::Kiosk { hall: ticket.hall };
    let command = Command::Errands(asked(ticket.ticket));
    let said = match web.act(&actor, &form.command_id(), command).await {
        Ok(_) => said.to_owned(),
        Err(Fault::Refused(refusal)) => format!("no.{}", refusal.code),
        Err(fault) => return Err(fault),
    };
    Ok(page::done(&format!("/t/{token}"), &said, &ticket.label, web.options().secure))
}
