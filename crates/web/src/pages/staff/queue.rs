//! Sảnh chờ: for the greeter at the door. A number taken for somebody who does not know how, people put back in the line.

use super::names::Names;
use super::sent::Sent;
use super::times::elapsed;
use super::{actor, keybar, names};
use crate::fault::Fault;
use crate::look;
use crate::page::{self, Page};
use crate::parts::{KeyBar, Pick};
use crate::route::{Access, Route};
use crate::web::Web;
use app::Command;
use app::queries::hall::WaitingTicket;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::kernel::StreamId;
use domain::ticket::Priority;
use policy::Action;

pub(crate) fn routes() -> Vec<Route> {
    let hall = Access::Staff(Action::SeeHall);
    vec![
        Route::get("/hall", hall, show),
        Route::post("/hall/take", hall, take),
        Route::post("/hall/back", hall, put_back),
        Route::post("/hall/give-up", hall, give_up),
    ]
}

/// A ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
struct InLine {
    ticket: StreamId,
    label: String,
    field: String,
    priority: String,
    waited: String,
}

#[derive(Template)]
#[template(path = "staff/hall.html")]
struct HallPage {
    page: Page,
    hall: String,
    topic: String,
    fields: Vec<Pick>,
    priorities: Vec<Pick>,
    waiting: Vec<InLine>,
    missed: Vec<InLine>,
    /// Something is asked at the door.
    door: bool,
    keys: KeyBar,
}

/// The hall of a unit.
pub(super) fn hall_of(names: &Names, unit: &str) -> Result<String, Fault> {
    let hall = names.directory.hall_of_unit(unit, names.now);
    hall.map(|hall| hall.code.clone()).ok_or(Fault::NotFound)
}

async fn show(State(web): State<Web>, page: Page) -> Result<Response, Fault> {
    let actor = actor(&page)?;
    let names = names(&web, &page);
    let hall = hall_of(&names, actor.unit())?;
    let t = page.t;
    let line = |ticket: &WaitingTicket| InLine {
        ticket: ticket.ticket,
        label: look::ticket(&ticket.label),
        field: names.field(&ticket.field),
        priority: if ticket.not_before > page.now {
            t.with("queue.deferred", &[("at", &look::clock(ticket.not_before))])
        } else if ticket.priority == "none" {
            String::new()
        } else {
            t.code("priority", &ticket.priority)
        },
        waited: look::rough(t.lang(), elapsed(page.now, ticket.taken_at)),
    };
    let waiting = web.app().waiting(&hall).await?.iter().map(line).collect();
    let missed = web.app().missed(&hall).await?.iter().map(line).collect();
    let fields = names
        .directory
        .catalogue()
        .fields_of(&hall)
        .into_iter()
        .map(|field| Pick { value: field.code.clone(), text: names.field(&field.code) })
        .collect();
    let priorities = Priority::ALL
        .into_iter()
        .map(|priority| Pick { value: priority.word().to_owned(), text: t.code("priority", priority.word()) })
        .collect();
    Ok(page::html(&HallPage {
        door: names.directory.asked_at_door(&hall, page.now).is_some(),
        hall: names.hall(&hall),
        topic: format!("hall:{hall}"),
        fields,
        priorities,
        waiting,
        missed,
        keys: keybar(t, &[("1–9", "key.take")]),
        page,
    }))
}

async fn take(sent: Sent) -> Result<Response, Fault> {
    let hall = hall_of(&names(&sent.web, &sent.page), sent.actor.unit())?;
    let priority = Priority::ALL.into_iter().find(|one| one.word() == sent.form.get("priority"));
    let command = Command::TakeTicket {
        hall,
        field: sent.form.get("field").to_owned(),
        procedure: String::new(),
        priority: priority.unwrap_or(Priority::None),
    };
    let answer = sent.web.act(&sent.actor, &sent.form.command_id(), command).await?;
    let ticket = match answer.ticket {
        Some(ticket) => sent.web.app().ticket(ticket).await?,
        None => None,
    };
    let label = ticket.map(|ticket| look::ticket(&ticket.label)).unwrap_or_default();
    Ok(sent.done("/hall", "ticket_taken", &label))
}

async fn put_back(sent: Sent) -> Result<Response, Fault> {
    let ticket = sent.form.stream("ticket").ok_or(Fault::NotFound)?;
    sent.act_and_say(Command::PutBackTicket { ticket }, "/hall", "put_back").await
}

async fn give_up(sent: Sent) -> Result<Response, Fault> {
    let ticket = sent.form.stream("ticket").ok_or(Fault::NotFound)?;
    sent.act_and_say(Command::GiveUpTicket { ticket }, "/hall", "ticket_given_up").await
}
