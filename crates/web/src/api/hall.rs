//! Tickets: taken, and called.

use super::Problem;
use super::fields::LINE;
use super::sent::Sent;
use super::shown::At;
use crate::web::Web;
use app::{Command, Directory};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::catalogue::Hall;
use domain::kernel::{Refusal, StreamId, Violation};
use domain::ticket::{self, Phase, Priority};
use serde::Serialize;

#[derive(Serialize)]
struct TicketShown<'a> {
    ticket: StreamId,
    label: String,
    hall: &'a str,
    field: &'a str,
    series: &'a str,
    priority: &'static str,
    taken_at: At,
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    counter: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    called_at: Option<At>,
    calls: i64,
}

impl<'a> TicketShown<'a> {
    fn of(ticket: StreamId, state: &'a ticket::State) -> Self {
        let (counter, called_at) = match &state.phase {
            Phase::Called { counter, at } => (Some(counter.as_str()), Some(At(*at))),
            _ => (None, None),
        };
        Self {
            ticket,
            label: ticket::label(&state.series, state.number),
            hall: &state.hall,
            field: &state.field,
            series: &state.series,
            priority: state.priority.word(),
            taken_at: At(state.taken_at),
            token: None,
            counter,
            called_at,
            calls: state.calls,
        }
    }
}

/// The hall that was named, or that of the own unit.
fn hall<'a>(directory: &'a Directory, named: Option<&str>, unit: &str, now: i64) -> Option<&'a Hall> {
    match named {
        Some(code) => directory.halls_at(now).find(|hall| hall.code == code),
        None => directory.hall_of_unit(unit, now),
    }
}

fn no_hall(directory: &Directory, now: i64) -> Problem {
    let known: Vec<&str> = directory.halls_at(now).map(|hall| hall.code.as_str()).collect();
    let wrong = Violation::new("hall", "hall_unknown").with("expected", known.join(", "));
    Refusal::new("hall_unknown").with(wrong).into()
}

fn is_in_force(directory: &Directory, key: &str, now: i64) -> bool {
    let on = directory.date(now);
    key.split_once('@')
        .is_some_and(|(code, publisher)| directory.catalogue().procedure(code, publisher, &on).is_some())
}

/// Lấy số.
pub(super) async fn take_ticket(State(web): State<Web>, sent: Sent) -> Result<Response, Problem> {
    let (mut fields, asked) = sent.split();
    let named = fields.text("hall", LINE);
    let field = fields.needed("field", LINE);
    let priorities = Priority::ALL.map(Priority::word);
    let priority = fields.word("priority", &priorities).and_then(Priority::from_word).unwrap_or_default();
    let procedure = fields.text("procedure", LINE).unwrap_or_default();
    fields.done()?;
    let (app, directory) = (web.app(), web.app().directory());
    let now = app.now();
    let hall = hall(&directory, named.as_deref(), asked.client.actor.unit(), now)
        .ok_or_else(|| no_hall(&directory, now))?;
    if directory.series(&hall.code, &field).is_none() {
        let fields = directory.catalogue().fields_of(&hall.code);
        let known: Vec<&str> = fields.iter().map(|field| field.code.as_str()).collect();
        let wrong = Violation::new("field", "field_not_here").with("expected", known.join(", "));
        return Err(Refusal::new("field_not_here").with(wrong).into());
    }
    if !procedure.is_empty() && !is_in_force(&directory, &procedure, now) {
        let wrong = Violation::new("procedure", "procedure_unknown");
        return Err(Refusal::new("procedure_unknown").with(wrong).into());
    }
    let command = Command::TakeTicket { hall: hall.code.clone(), field, procedure, priority };
    let answer = Sent::act(&web, &asked, command).await?;
    let ticket = answer.ticket.ok_or_else(|| Problem::not_found("ticket"))?;
    let state = app.outcome(ticket, &asked.id, &answer).await?;
    let domain::State::Ticket(Some(state)) = &state else { return Err(Problem::not_found("ticket")) };
    let shown = TicketShown { token: Some(&state.token), ..TicketShown::of(ticket, state) };
    Ok((StatusCode::CREATED, Json(shown)).into_response())
}

/// Gọi số tiếp theo.
pub(super) async fn call(
    State(web): State<Web>,
    Path(counter): Path<String>,
    sent: Sent,
) -> Result<Response, Problem> {
    let (mut fields, asked) = sent.split();
    let named = fields.text("hall", LINE);
    let before = fields.word("before", &["served", "absent"]);
    fields.done()?;
    let (app, directory) = (web.app(), web.app().directory());
    let now = app.now();
    let hall = hall(&directory, named.as_deref(), asked.client.actor.unit(), now)
        .ok_or_else(|| no_hall(&directory, now))?;
    directory.counter(&hall.code, &counter).ok_or_else(|| Problem::not_found("counter"))?;
    let hall = hall.code.clone();
    let command = match before {
        Some(before) => Command::CallNextAfter { hall, counter, came: before == "served" },
        None => Command::CallNext { hall, counter },
    };
    let answer = Sent::act(&web, &asked, command).await?;
    // The visit is over and the counter stopped as its director ordered: nobody was called.
    let ticket = answer.ticket.ok_or_else(|| Problem::from(Refusal::new("counter_not_open")))?;
    let state = app.outcome(ticket, &asked.id, &answer).await?;
    let domain::State::Ticket(Some(state)) = &state else { return Err(Problem::not_found("ticket")) };
    Ok(Json(TicketShown::of(ticket, state)).into_response())
}
