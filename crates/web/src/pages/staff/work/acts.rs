//! What is done in the work room.

use super::Again;
use super::anew;
use super::list::ListState;
use super::work_page;
use crate::fault::Fault;
use crate::pages::staff::names;
use crate::pages::staff::sent::{Sent, Which, again};
use crate::route::{Access, Route};
use app::{Command, DateAnew, Refuse};
use axum::response::Response;
use domain::dossier::Item;
use domain::kernel::{Refusal, StreamId, Violation};

pub(super) fn routes(work: Access) -> Vec<Route> {
    vec![
        Route::post("/work/assign", work, assign_many),
        Route::post("/work/absence", work, absence),
        Route::post("/work/{dossier}/finish", work, finish),
        Route::post("/work/{dossier}/back", work, hand_back),
        Route::post("/work/{dossier}/supplement", work, supplement),
        Route::post("/work/{dossier}/draft", work, draft),
        Route::post("/work/{dossier}/refuse", work, refuse),
        Route::post("/work/{dossier}/number", work, number),
        Route::post("/work/{dossier}/assign", work, assign),
        Route::post("/work/{dossier}/stop", work, stop),
        Route::post("/work/{dossier}/anew", work, set_anew),
        Route::post("/work/{dossier}/take", work, take),
    ]
}

/// A form of the pane: its name, what is said when it was done, and whether the same dossier stays open then; else the next one
/// opens beside the list.
#[derive(Clone, Copy)]
struct Way {
    what: &'static str,
    said: &'static str,
    stays: bool,
}

const fn way(what: &'static str, said: &'static str) -> Way {
    Way { what, said, stays: false }
}

const fn staying(what: &'static str, said: &'static str) -> Way {
    Way { what, said, stays: true }
}

async fn act(sent: Sent, way: Way, dossier: StreamId, command: Command) -> Result<Response, Fault> {
    if let Some(refusal) = sent.act(command).await? {
        return refused(sent, way, dossier, &refusal).await;
    }
    let open = way.stays.then_some(dossier.0);
    let to = ListState { open, ..ListState::of_form(&sent.form) }.address();
    sent.done_with(&to, way.said, dossier).await
}

/// The page again with what is wrong, the form that was refused open and filled in.
async fn refused(sent: Sent, way: Way, dossier: StreamId, refusal: &Refusal) -> Result<Response, Fault> {
    let state = ListState { open: Some(dossier.0), ..ListState::of_form(&sent.form) };
    let wrong = Again { what: way.what, form: &sent.form, refusal };
    Ok(again(&work_page(&sent.web, sent.page, state, Some(wrong)).await?))
}

async fn finish(Which(dossier): Which, sent: Sent) -> Result<Response, Fault> {
    let (note, next_person) = (sent.form.get("note").to_owned(), sent.form.get("next_person").to_owned());
    let command = Command::FinishStep { dossier, note, next_person };
    act(sent, way("finish", "step_finished"), dossier, command).await
}

async fn hand_back(Which(dossier): Which, sent: Sent) -> Result<Response, Fault> {
    let to_step = sent.form.number("to_step").unwrap_or(0);
    let command = Command::HandBack { dossier, to_step, reason: reason(&sent) };
    act(sent, way("back", "handed_back"), dossier, command).await
}

async fn supplement(Which(dossier): Which, sent: Sent) -> Result<Response, Fault> {
    let (_, state) = sent.web.app().dossier_state(dossier).await?;
    let number_of = |name: &str| {
        state.intake.papers.iter().find(|paper| paper.name == name).map_or(0, |paper| paper.item)
    };
    let form = &sent.form;
    let items: Vec<Item> = (0..5)
        .map(|place| (form.get(&format!("item-{place}")), form.get(&format!("item-{place}-reason"))))
        .filter(|(name, reason)| !name.is_empty() || !reason.is_empty())
        .map(|(name, reason)| Item {
            paper: number_of(name),
            name: name.to_owned(),
            reason: reason.to_owned(),
        })
        .collect();
    let command = Command::RequestSupplement { dossier, items };
    act(sent, staying("supplement", "supplement_asked"), dossier, command).await
}

async fn draft(Which(dossier): Which, sent: Sent) -> Result<Response, Fault> {
    let draft = staying("draft", "drafted");
    if !sent.form.is_given("text") {
        let refusal = Refusal::new("reason_missing").with(Violation::new("text", "text_missing"));
        return refused(sent, draft, dossier, &refusal).await;
    }
    let text = sent.form.get("text").to_owned();
    act(sent, draft, dossier, Command::DraftResult { dossier, text }).await
}

async fn refuse(Which(dossier): Which, sent: Sent) -> Result<Response, Fault> {
    let command = Command::Refuse(dossier, Refuse::Propose(sent.lines("reasons")));
    act(sent, way("refuse", "refusal_proposed"), dossier, command).await
}

async fn number(Which(dossier): Which, sent: Sent) -> Result<Response, Fault> {
    act(sent, way("number", "numbered"), dossier, Command::NumberResult { dossier }).await
}

async fn assign(Which(dossier): Which, sent: Sent) -> Result<Response, Fault> {
    let person = sent.form.get("person").to_owned();
    let command = Command::Assign { dossier, person, reason: reason(&sent) };
    act(sent, staying("assign", "assigned"), dossier, command).await
}

async fn stop(Which(dossier): Which, sent: Sent) -> Result<Response, Fault> {
    let command = Command::Stop { dossier, reason: reason(&sent) };
    act(sent, staying("stop", "stopped"), dossier, command).await
}

async fn set_anew(Which(dossier): Which, sent: Sent) -> Result<Response, Fault> {
    let way = staying("anew", "extended");
    let day = sent.form.get("day").to_owned();
    let command = Command::Extend(DateAnew { dossier, day, reason: reason(&sent) });
    match sent.act(command).await? {
        None => {
            let to = ListState { open: Some(dossier.0), ..ListState::of_form(&sent.form) }.address();
            sent.done_with(&to, way.said, dossier).await
        }
        Some(refusal) => {
            let refusal = anew::for_form(&names(&sent.web, &sent.page), refusal);
            refused(sent, way, dossier, &refusal).await
        }
    }
}

async fn take(Which(dossier): Which, sent: Sent) -> Result<Response, Fault> {
    let item = sent.form.number("item").unwrap_or(0);
    let command = Command::TakeOriginal { dossier, item };
    act(sent, staying("take", "original_taken"), dossier, command).await
}

fn reason(sent: &Sent) -> String {
    sent.form.get("reason").to_owned()
}

/// A leave: from a day to a day, both included, and who stands in. The office's hours are the calendar's.
async fn absence(sent: Sent) -> Result<Response, Fault> {
    let form = &sent.form;
    let directory = sent.web.app().directory();
    let instant = |day: &str, time: &str| directory.calendar().instant(&format!("{day}T{time}"));
    let to = ListState::of_form(form).address();
    let (Ok(from), Ok(until)) = (instant(form.get("from"), "00:00"), instant(form.get("until"), "23:59"))
    else {
        return Ok(sent.not_done(&to, "absence_without_days"));
    };
    let command = Command::RecordAbsence {
        person: form.get("person").to_owned(),
        from,
        until,
        substitute: form.get("substitute").to_owned(),
        reason: reason(&sent),
    };
    sent.act_and_say(command, &to, "absence_recorded").await
}

/// Several steps to one person, with one reason.
async fn assign_many(sent: Sent) -> Result<Response, Fault> {
    let to = ListState::of_form(&sent.form).address();
    if sent.chosen().is_empty() || !sent.form.is_given("person") {
        return Ok(sent.not_done(&to, "nothing_chosen"));
    }
    let (person, reason) = (sent.form.get("person"), sent.form.get("reason"));
    let give = |dossier| Command::Assign { dossier, person: person.to_owned(), reason: reason.to_owned() };
    sent.act_on_each(&to, ["assigned_many", "assigned_some"], give).await
}
