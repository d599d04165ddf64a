//! What is done in the work room.

use super::list::ListState;
use super::refused;
use crate::fault::Fault;
use crate::form::Form;
use crate::page::{self, Page};
use crate::pages::staff::actor;
use crate::pages::staff::desk::stream;
use crate::route::{Access, Route};
use crate::web::Web;
use app::Command;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::dossier::Item;
use domain::kernel::{CommandId, Refusal, StreamId, Violation};

pub(super) fn routes(work: Access) -> Vec<Route> {
    vec![
        Route::post("/work/assign", work, assign_many),
        Route::post("/work/absence", work, absence),
        Route::post("/work/{dossier}/finish", work, finish),
        Route::post("/work/{dossier}/back", work, hand_back),
        Route::post("/work/{dossier}/supplement", work, supplement),
        Route::post("/work/{dossier}/draft", work, draft),
        Route::post("/work/{dossier}/number", work, number),
        Route::post("/work/{dossier}/assign", work, assign),
        Route::post("/work/{dossier}/stop", work, stop),
        Route::post("/work/{dossier}/take", work, take),
    ]
}

/// Does it, and goes on to the list: the next dossier opens beside it. `stays` opens the same one again.
async fn act(
    web: Web,
    page: Page,
    dossier: String,
    form: Form,
    (what, said, stays): (&'static str, &'static str, bool),
    command: impl FnOnce(StreamId) -> Command,
) -> Result<Response, Fault> {
    let actor = actor(&page)?;
    let dossier = stream(&dossier)?;
    match web.act(&actor, &form.command_id(), command(dossier)).await {
        Ok(_) => {
            let open = stays.then_some(dossier.0);
            let to = ListState { open, ..ListState::of_form(&form) }.address();
            let (_, state) = web.app().dossier_state(dossier).await?;
            Ok(page::done(&to, said, &state.code, web.options().secure))
        }
        Err(Fault::Refused(refusal)) => refused(&web, page, dossier, (what, &form, &refusal)).await,
        Err(fault) => Err(fault),
    }
}

async fn finish(
    State(web): State<Web>,
    page: Page,
    Path(dossier): Path<String>,
    form: Form,
) -> Result<Response, Fault> {
    let (note, next_person) = (form.get("note").to_owned(), form.get("next_person").to_owned());
    act(web, page, dossier, form, ("finish", "step_finished", false), |dossier| Command::FinishStep {
        dossier,
        note,
        next_person,
    })
    .await
}

async fn hand_back(
    State(web): State<Web>,
    page: Page,
    Path(dossier): Path<String>,
    form: Form,
) -> Result<Response, Fault> {
    let (to_step, reason) = (form.number("to_step").unwrap_or(0), form.get("reason").to_owned());
    act(web, page, dossier, form, ("back", "handed_back", false), |dossier| Command::HandBack {
        dossier,
        to_step,
        reason,
    })
    .await
}

async fn supplement(
    State(web): State<Web>,
    page: Page,
    Path(dossier): Path<String>,
    form: Form,
) -> Result<Response, Fault> {
    let (_, state) = web.app().dossier_state(stream(&dossier)?).await?;
    let number_of = |name: &str| {
        state.intake.papers.iter().find(|paper| paper.name == name).map_or(0, |paper| paper.item)
    };
    let items: Vec<Item> = (0..5)
        .map(|place| (form.get(&format!("item-{place}")), form.get(&format!("item-{place}-reason"))))
        .filter(|(name, reason)| !name.is_empty() || !reason.is_empty())
        .map(|(name, reason)| Item {
            paper: number_of(name),
            name: name.to_owned(),
            reason: reason.to_owned(),
        })
        .collect();
    act(web, page, dossier, form, ("supplement", "supplement_asked", true), |dossier| {
        Command::RequestSupplement { dossier, items }
    })
    .await
}

async fn draft(
    State(web): State<Web>,
    page: Page,
    Path(dossier): Path<String>,
    form: Form,
) -> Result<Response, Fault> {
    if !form.is_given("text") {
        let refusal = Refusal::new("reason_missing").with(Violation::new("text", "text_missing"));
        return refused(&web, page, stream(&dossier)?, ("draft", &form, &refusal)).await;
    }
    let text = form.get("text").to_owned();
    act(web, page, dossier, form, ("draft", "drafted", true), |dossier| Command::DraftResult {
        dossier,
        text,
    })
    .await
}

async fn number(
    State(web): State<Web>,
    page: Page,
    Path(dossier): Path<String>,
    form: Form,
) -> Result<Response, Fault> {
    act(web, page, dossier, form, ("number", "numbered", false), |dossier| Command::NumberResult { dossier })
        .await
}

async fn assign(
    State(web): State<Web>,
    page: Page,
    Path(dossier): Path<String>,
    form: Form,
) -> Result<Response, Fault> {
    let (person, reason) = (form.get("person").to_owned(), form.get("reason").to_owned());
    act(web, page, dossier, form, ("assign", "assigned", true), |dossier| Command::Assign {
        dossier,
        person,
        reason,
    })
    .await
}

async fn stop(
    State(web): State<Web>,
    page: Page,
    Path(dossier): Path<String>,
    form: Form,
) -> Result<Response, Fault> {
    let reason = form.get("reason").to_owned();
    act(web, page, dossier, form, ("stop", "stopped", true), |dossier| Command::Stop { dossier, reason })
        .await
}

async fn take(
    State(web): State<Web>,
    page: Page,
    Path(dossier): Path<String>,
    form: Form,
) -> Result<Response, Fault> {
    let item = form.number("item").unwrap_or(0);
    act(web, page, dossier, form, ("take", "original_taken", true), |dossier| Command::TakeOriginal {
        dossier,
        item,
    })
    .await
}

/// A leave: from a day to a day, both included, and who stands in. The office's hours are the calendar's.
async fn absence(State(web): State<Web>, page: Page, form: Form) -> Result<Response, Fault> {
    let actor = actor(&page)?;
    let directory = web.app().directory();
    let instant = |day: &str, time: &str| directory.calendar().instant(&format!("{day}T{time}"));
    let to = ListState::of_form(&form).address();
    let said = |key: &str| page::done(&to, key, "", web.options().secure);
    let (Ok(from), Ok(until)) = (instant(form.get("from"), "00:00"), instant(form.get("until"), "23:59"))
    else {
        return Ok(said("no.absence_without_days"));
    };
    let command = Command::RecordAbsence {
        person: form.get("person").to_owned(),
        from,
        until,
        substitute: form.get("substitute").to_owned(),
        reason: form.get("reason").to_owned(),
    };
    match web.act(&actor, &form.command_id(), command).await {
        Ok(_) => Ok(said("absence_recorded")),
        Err(Fault::Refused(refusal)) => Ok(said(&format!("no.{}", refusal.code))),
        Err(fault) => Err(fault),
    }
}

/// Several steps to one person, with one reason. Each is a command of its own: those that are refused stay where they are and
/// are counted.
async fn assign_many(State(web): State<Web>, page: Page, form: Form) -> Result<Response, Fault> {
    let actor = actor(&page)?;
    let chosen: Vec<StreamId> = form.all("dossier").filter_map(|text| text.parse().ok()).collect();
    let to = ListState::of_form(&form).address();
    if chosen.is_empty() || !form.is_given("person") {
        return Ok(page::done(&to, "no.nothing_chosen", "", web.options().secure));
    }
    let id = form.command_id();
    let mut given = 0_usize;
    for (place, dossier) in chosen.iter().enumerate() {
        let command = Command::Assign {
            dossier: *dossier,
            person: form.get("person").to_owned(),
            reason: form.get("reason").to_owned(),
        };
        match web.act(&actor, &CommandId(format!("{}-{place}", id.0)), command).await {
            Ok(_) => given += 1,
            Err(Fault::Refused(_) | Fault::Forbidden { .. }) => {}
            Err(fault) => return Err(fault),
        }
    }
    let said = if given == chosen.len() { "assigned_many" } else { "assigned_some" };
    Ok(page::done(&to, said, &given.to_string(), web.options().secure))
}
