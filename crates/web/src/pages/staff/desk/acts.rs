//! What is done at the counter: opening and closing, calling, and the intake with its ends.

use super::draft::{CLEARED, Draft, FORM};
use super::intake::{Around, procedure_of};
use super::{AtCounter, View, at_counter, back, desk_page, is_fragment, keep, refused};
use crate::fault::Fault;
use crate::form::Form;
use crate::page::{self, Page};
use crate::pages::staff::{actor, names};
use crate::route::{Access, Route};
use crate::web::Web;
use app::{Actor, Command, IntakeEnd, SubjectData};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use domain::kernel::{CommandId, Refusal, StreamId, SubjectId, Violation, Vnd};
use std::collections::BTreeMap;
use store::{AccessAbout, AccessOutcome};

pub(super) fn routes(desk: Access) -> Vec<Route> {
    vec![
        Route::post("/desk/open", desk, open),
        Route::post("/desk/pause", desk, pause),
        Route::post("/desk/resume", desk, resume),
        Route::post("/desk/close", desk, close),
        Route::post("/desk/call", desk, call),
        Route::post("/desk/recall", desk, recall),
        Route::post("/desk/absent", desk, absent),
        Route::post("/desk/move", desk, move_on),
        Route::post("/desk/back", desk, put_back),
        Route::post("/desk/start", desk, start),
        Route::post("/desk/finish", desk, finish),
        Route::post("/desk/form", desk, keep_form),
        Route::post("/desk/people", desk, find_people),
        Route::post("/desk/clear", desk, clear),
        Route::post("/desk/restore", desk, restore),
        Route::post("/desk/draft", desk, take_up),
        Route::post("/desk/same", desk, same_person),
        Route::post("/desk/intake", desk, intake),
    ]
}

async fn open(State(web): State<Web>, page: Page, form: Form) -> Result<Response, Fault> {
    let actor = actor(&page)?;
    let directory = web.app().directory();
    let hall = directory.hall_of_unit(actor.unit(), page.now).ok_or(Fault::NotFound)?.code.clone();
    let counter = form.get("counter").to_owned();
    let kind = directory.counter(&hall, &counter).map(|counter| counter.kind.clone()).unwrap_or_default();
    web.act(&actor, &form.command_id(), Command::OpenCounter { hall, counter }).await?;
    let to = if kind == "return" { "/desk/returns" } else { "/desk" };
    Ok(page::done(to, "counter_opened", form.get("counter"), web.options().secure))
}

/// A command of the counter somebody has open.
async fn at(
    web: &Web,
    page: &Page,
    form: &Form,
    command: impl FnOnce(String, String) -> Command,
) -> Result<(), Fault> {
    let actor = actor(page)?;
    let Some((hall, counter)) = web.app().counter_of(actor.person()).await? else {
        return Err(Fault::Refused(Refusal::new("counter_not_open")));
    };
    web.act(&actor, &form.command_id(), command(hall, counter)).await.map(drop)
}

/// Does it and comes back to where it was asked from: the counter, or the return desk.
async fn at_and_back(
    web: Web,
    page: Page,
    form: Form,
    said: &str,
    command: impl FnOnce(String, String) -> Command,
) -> Result<Response, Fault> {
    let to = if form.get("room") == "returns" { "/desk/returns" } else { "/desk" };
    match at(&web, &page, &form, command).await {
        Ok(()) if said.is_empty() => Ok(axum::response::Redirect::to(to).into_response()),
        Ok(()) => Ok(page::done(to, said, "", web.options().secure)),
        // Nobody waits, the ticket went elsewhere: said once, on the same page.
        Err(Fault::Refused(refusal)) => {
            let key = format!("no.{}", refusal.code);
            Ok(page::done(to, &key, "", web.options().secure))
        }
        Err(fault) => Err(fault),
    }
}

async fn pause(State(web): State<Web>, page: Page, form: Form) -> Result<Response, Fault> {
    at_and_back(web, page, form, "", |hall, counter| Command::PauseCounter { hall, counter }).await
}

async fn resume(State(web): State<Web>, page: Page, form: Form) -> Result<Response, Fault> {
    at_and_back(web, page, form, "", |hall, counter| Command::ResumeCounter { hall, counter }).await
}

async fn close(State(web): State<Web>, page: Page, form: Form) -> Result<Response, Fault> {
    at_and_back(web, page, form, "counter_closed", |hall, counter| Command::CloseCounter { hall, counter })
        .await
}

async fn call(State(web): State<Web>, page: Page, form: Form) -> Result<Response, Fault> {
    at_and_back(web, page, form, "", |hall, counter| Command::CallNext { hall, counter }).await
}

async fn recall(State(web): State<Web>, page: Page, form: Form) -> Result<Response, Fault> {
    at_and_back(web, page, form, "recalled", |hall, counter| Command::Recall { hall, counter }).await
}

async fn absent(State(web): State<Web>, page: Page, form: Form) -> Result<Response, Fault> {
    at_and_back(web, page, form, "absent", |hall, counter| Command::MarkNoShow { hall, counter }).await
}

async fn start(State(web): State<Web>, page: Page, form: Form) -> Result<Response, Fault> {
    at_and_back(web, page, form, "", |hall, counter| Command::StartVisit { hall, counter }).await
}

async fn finish(State(web): State<Web>, page: Page, form: Form) -> Result<Response, Fault> {
    at_and_back(web, page, form, "visit_finished", |hall, counter| Command::FinishVisit { hall, counter })
        .await
}

async fn move_on(State(web): State<Web>, page: Page, form: Form) -> Result<Response, Fault> {
    let (field, to_counter) = (form.get("field").to_owned(), form.get("to_counter").to_owned());
    let moved = |hall, counter| Command::MoveTicket { hall, counter, field, to_counter };
    at_and_back(web, page, form, "moved", moved).await
}

/// Undoes a no-show: the ticket waits again, in its old place.
async fn put_back(State(web): State<Web>, page: Page, form: Form) -> Result<Response, Fault> {
    let ticket = form.stream("ticket").ok_or(Fault::NotFound)?;
    at_and_back(web, page, form, "put_back", |_, _| Command::PutBackTicket { ticket }).await
}

/// Keeps what is typed. A plain form comes back as a page; as one types, only the right side comes back.
async fn keep_form(
    State(web): State<Web>,
    page: Page,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Fault> {
    let actor = actor(&page)?;
    let part = is_fragment(&headers);
    let mut draft = Draft::of(&form);
    if !part {
        draft = keep(&web, actor.person(), &form).await?;
    } else if !web.app().keep_form_draft(actor.person(), FORM, draft.pairs(), draft.edition).await? {
        // Typed before a newer page was made, arrived after it.
        return Ok(anew(part));
    }
    let changed = changes(&web, &actor, &mut draft, &form).await? || Draft::was_scanned(&form);
    if changed {
        web.app().turn_form_draft(actor.person(), FORM, draft.pairs()).await?;
    }
    let Some(here) = at_counter(&web, actor.person()).await? else { return Ok(anew(part)) };
    begin_visit(&web, &actor, &here).await?;
    if !part || changed {
        return Ok(anew(part));
    }
    let names = names(&web, &page);
    let around = Around {
        web: &web,
        page: &page,
        names: &names,
        unit: &here.hall.unit,
        cashier_desk: here.hall.cashier_desk,
        saved_at: Some(page.now),
    };
    Ok(page::html(&around.side(&draft)))
}

/// The whole page again: a plain form is led there, a part asks the browser for it.
fn anew(part: bool) -> Response {
    if part { ([("hx-refresh", "true")], "").into_response() } else { back() }
}

/// Somebody picked, a procedure picked or put away, all papers ticked.
async fn changes(web: &Web, actor: &Actor, draft: &mut Draft, form: &Form) -> Result<bool, Fault> {
    if let Some(subject) = form.number("pick").map(SubjectId) {
        let reading =
            web.app().open_reading(actor, AccessAbout::Subject(subject), "applicant_picked").await?;
        let data = web.app().subject_data(subject).await?;
        web.app().complete_reading(reading, outcome(data.is_some())).await?;
        let data = data.ok_or(Fault::NotFound)?;
        draft.put_party("applicant_", Some(subject), &data);
    } else if form.is_given("pick_procedure") {
        draft.put_procedure(form.get("pick_procedure"));
    } else if form.is_given("no_procedure") {
        draft.put_procedure("");
    } else if form.is_given("all_papers") {
        let procedure = procedure_of(web, draft).ok_or(Fault::NotFound)?;
        draft.tick_all(&procedure);
    } else {
        return Ok(false);
    }
    Ok(true)
}

/// The officer who starts to type has somebody sitting before her: the visit begins.
async fn begin_visit(web: &Web, actor: &Actor, here: &AtCounter) -> Result<(), Fault> {
    let (Some(ticket), None) = (here.counter.ticket, here.counter.visit) else { return Ok(()) };
    let id = CommandId(format!("start-{ticket}-{}", here.counter.code));
    let start = Command::StartVisit { hall: here.hall.code.clone(), counter: here.counter.code.clone() };
    match web.act(actor, &id, start).await {
        Ok(_) | Err(Fault::Refused(_)) => Ok(()),
        Err(fault) => Err(fault),
    }
}

/// People known by what stands in the form: number, else phone, else name. Each look is journalled.
async fn find_people(State(web): State<Web>, page: Page, form: Form) -> Result<Response, Fault> {
    let actor = actor(&page)?;
    let draft = keep(&web, actor.person(), &form).await?;
    let Some(here) = at_counter(&web, actor.person()).await? else { return Ok(back()) };
    let applicant = draft.party("applicant_").data;
    let typed = [applicant.id_number, applicant.phone, applicant.name];
    let typed = typed.into_iter().find(|typed| !typed.is_empty()).unwrap_or_default();
    let reading = web.app().open_reading(&actor, AccessAbout::Search, "applicant_looked_up").await?;
    let found = web.app().find_people(&typed).await?;
    web.app().complete_reading(reading, outcome(!found.is_empty())).await?;
    let view = View { found: Some(found), saved_at: Some(page.now), ..View::default() };
    Ok(page::html(&desk_page(&web, page, &here, &draft, view).await?))
}

/// Clears the form; the one before stays for a change of mind.
async fn clear(State(web): State<Web>, page: Page, form: Form) -> Result<Response, Fault> {
    let actor = actor(&page)?;
    let draft = Draft::of(&form);
    web.app().turn_form_draft(actor.person(), CLEARED, draft.pairs()).await?;
    web.app().drop_form_draft(actor.person(), FORM).await?;
    Ok(page::done("/desk", "form_cleared", "", web.options().secure))
}

async fn restore(State(web): State<Web>, page: Page) -> Result<Response, Fault> {
    let actor = actor(&page)?;
    if let Some(before) = web.app().form_draft(actor.person(), CLEARED).await? {
        web.app().turn_form_draft(actor.person(), FORM, &before.pairs).await?;
    }
    Ok(back())
}

/// Goes on with a draft, or with what was sent home for papers.
async fn take_up(State(web): State<Web>, page: Page, form: Form) -> Result<Response, Fault> {
    let actor = actor(&page)?;
    let dossier = form.stream("dossier").ok_or(Fault::NotFound)?;
    let view = crate::pages::staff::sheet::read(&web, &actor, dossier).await?;
    let intake = &view.state.intake;
    let mut draft = Draft::default();
    draft.set("draft", &dossier.to_string());
    draft.put_party("applicant_", Some(intake.applicant.subject), &view.applicant);
    if let (Some(party), Some(data)) = (&intake.owner, &view.owner) {
        draft.set("owner", "1");
        draft.put_party("owner_", Some(party.subject), data);
    }
    if let (Some(kept), Some(data)) = (&intake.proxy, &view.proxy) {
        draft.set("proxy", "1");
        draft.put_party("proxy_", Some(kept.party.subject), data);
        draft.set("proxy_paper", &kept.paper);
    }
    let procedure = &view.state.plan.procedure;
    draft.put_procedure(&format!("{}@{}", procedure.code, procedure.publisher));
    for paper in &intake.papers {
        draft.set(&format!("paper-{}", paper.item), if paper.ok { "1" } else { "" });
        draft.set(&format!("paper-{}-form", paper.item), paper.form.word());
        draft.set(&format!("paper-{}-copies", paper.item), &paper.copies.to_string());
    }
    draft.set("request", &view.particulars.text);
    draft.set("delivery", super::delivery_choice(&view.particulars.delivery));
    web.app().turn_form_draft(actor.person(), FORM, draft.pairs()).await?;
    Ok(back())
}

/// The same person has another matter.
async fn same_person(State(web): State<Web>, page: Page, form: Form) -> Result<Response, Fault> {
    let actor = actor(&page)?;
    let dossier = form.stream("dossier").ok_or(Fault::NotFound)?;
    let view = crate::pages::staff::sheet::read(&web, &actor, dossier).await?;
    let mut draft = Draft::default();
    draft.put_party("applicant_", Some(view.state.intake.applicant.subject), &view.applicant);
    web.app().turn_form_draft(actor.person(), FORM, draft.pairs()).await?;
    Ok(back())
}

/// The end of the intake: received, papers asked for, refused, or kept as a draft.
async fn intake(State(web): State<Web>, page: Page, form: Form) -> Result<Response, Fault> {
    let actor = actor(&page)?;
    let draft = keep(&web, actor.person(), &form).await?;
    let Some(here) = at_counter(&web, actor.person()).await? else { return Ok(back()) };
    let (command, end) = match command(&web, &here, &draft, form.get("end")).await? {
        Ok(command) => command,
        Err(refusal) => return refused(&web, page, &here, &draft, refusal).await,
    };
    match web.act(&actor, &form.command_id(), command).await {
        Ok(answer) => {
            web.app().drop_form_draft(actor.person(), FORM).await?;
            let dossier = answer.dossier.ok_or(Fault::Failed)?;
            Ok(page::done(&format!("/desk?done={dossier}"), end, "", web.options().secure))
        }
        Err(Fault::Refused(refusal)) => refused(&web, page, &here, &draft, refusal).await,
        Err(fault) => Err(fault),
    }
}

type Ended = Result<(Command, &'static str), Refusal>;

async fn command(web: &Web, here: &AtCounter, draft: &Draft, end: &str) -> Result<Ended, Fault> {
    let Some(procedure) = procedure_of(web, draft) else {
        return Ok(Err(without_procedure(draft)));
    };
    let mut known: BTreeMap<i64, SubjectData> = BTreeMap::new();
    for prefix in ["applicant_", "owner_", "proxy_"] {
        if let Some(subject) = draft.party(prefix).subject
            && let Some(data) = web.app().subject_data(subject).await?
        {
            known.insert(subject.0, data);
        }
    }
    let form = match draft.intake(&procedure, |subject| known.get(&subject.0).cloned()) {
        Ok(form) => form,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let (end, said) = match end {
        "supplement" => (IntakeEnd::AskSupplement { items: draft.items(&procedure) }, "supplement_asked"),
        "refuse" => (IntakeEnd::Refuse { reasons: draft.reasons() }, "refused"),
        "keep" => (IntakeEnd::Keep, "draft_kept"),
        _ => {
            let fee = fee_of(web, here, draft);
            let now = !here.hall.cashier_desk && draft.get("pay") != "later";
            let cash = fee.filter(|fee| now && !fee.is_zero());
            (IntakeEnd::Receive { cash }, "received")
        }
    };
    let command = Command::Intake {
        hall: here.hall.code.clone(),
        counter: here.counter.code.clone(),
        draft: draft.draft(),
        form: Box::new(form),
        end,
    };
    Ok(Ok((command, said)))
}

/// What is to be paid, as the plan of this moment says; none where it is not known: the command says so.
fn fee_of(web: &Web, here: &AtCounter, draft: &Draft) -> Option<Vnd> {
    let (code, publisher) = draft.procedure()?;
    let (fee, days) = (draft.fee().ok().flatten(), draft.working_days());
    let preview = web.app().preview_promise(code, publisher, &here.hall.unit, fee, days, web.app().now());
    preview.ok().map(|preview| preview.plan.fee())
}

/// Without a procedure nothing can be decided, but what is wrong with the applicant is said at once too.
fn without_procedure(draft: &Draft) -> Refusal {
    let violations = draft.party("applicant_").data.violations("applicant_");
    let mut refusal =
        Refusal::new("intake_incomplete").with(Violation::new("procedure_q", "procedure_missing"));
    refusal.violations.extend(violations);
    refusal
}

const fn outcome(found: bool) -> AccessOutcome {
    if found { AccessOutcome::Shown } else { AccessOutcome::Nothing }
}

/// A stream of an address.
pub(crate) fn stream(text: &str) -> Result<StreamId, Fault> {
    text.parse().map_err(|_| Fault::NotFound)
}
