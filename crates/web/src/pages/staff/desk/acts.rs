//! What is done at the counter: opening and closing, calling, and the intake with its ends.

use super::draft::{CLEARED, Draft, FORM, PARTIES};
use super::intake::{Around, procedure_of};
use super::{AtCounter, at_counter, back, is_fragment, keep, known, post, refused, slip};
use crate::fault::Fault;
use crate::page;
use crate::pages::staff::names;
use crate::pages::staff::sent::Sent;
use crate::route::{Access, Route};
use crate::web::Web;
use app::{Command, Errands, IntakeEnd, Post, SubjectData};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use domain::kernel::{CommandId, Refusal, StreamId, Violation, Vnd};
use domain::ticket::Errand;
use std::collections::BTreeMap;

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
        Route::post("/desk/errand", desk, add_errand),
        Route::post("/desk/back", desk, put_back),
        Route::post("/desk/start", desk, start),
        Route::post("/desk/finish", desk, finish),
        Route::post("/desk/form", desk, keep_form),
        Route::post("/desk/clear", desk, clear),
        Route::post("/desk/restore", desk, restore),
        Route::post("/desk/draft", desk, take_up),
        Route::post("/desk/same", desk, same_person),
        Route::post("/desk/intake", desk, intake),
    ]
}

async fn open(sent: Sent) -> Result<Response, Fault> {
    let directory = sent.web.app().directory();
    let hall = directory.hall_of_unit(sent.actor.unit(), sent.page.now).ok_or(Fault::NotFound)?.code.clone();
    let counter = sent.form.get("counter").to_owned();
    let kind = directory.counter(&hall, &counter).map(|counter| counter.kind.clone()).unwrap_or_default();
    let to = if kind == "return" { "/desk/returns" } else { "/desk" };
    let command = Command::OpenCounter { hall, counter };
    Ok(match sent.act(command).await? {
        None => sent.done(to, "counter_opened", sent.form.get("counter")),
        Some(refusal) => sent.not_done("/desk", &refusal.code),
    })
}

/// A command of the counter somebody has open. It comes back to where it was asked from: the counter, or the return desk; that
/// nobody waits, or that the ticket went elsewhere, is said once on the same page.
async fn at(
    sent: Sent,
    said: &str,
    command: impl FnOnce(String, String) -> Command,
) -> Result<Response, Fault> {
    let to = if sent.form.get("room") == "returns" { "/desk/returns" } else { "/desk" };
    match sent.web.app().counter_of(sent.actor.person()).await? {
        Some((hall, counter)) => sent.act_and_say(command(hall, counter), to, said).await,
        None => Ok(sent.not_done(to, "counter_not_open")),
    }
}

async fn pause(sent: Sent) -> Result<Response, Fault> {
    at(sent, "", |hall, counter| Command::PauseCounter { hall, counter }).await
}

async fn resume(sent: Sent) -> Result<Response, Fault> {
    at(sent, "", |hall, counter| Command::ResumeCounter { hall, counter }).await
}

async fn close(sent: Sent) -> Result<Response, Fault> {
    at(sent, "counter_closed", |hall, counter| Command::CloseCounter { hall, counter }).await
}

async fn call(sent: Sent) -> Result<Response, Fault> {
    at(sent, "", |hall, counter| Command::CallNext { hall, counter }).await
}

async fn recall(sent: Sent) -> Result<Response, Fault> {
    at(sent, "recalled", |hall, counter| Command::Recall { hall, counter }).await
}

async fn absent(sent: Sent) -> Result<Response, Fault> {
    at(sent, "absent", |hall, counter| Command::MarkNoShow { hall, counter }).await
}

async fn start(sent: Sent) -> Result<Response, Fault> {
    at(sent, "", |hall, counter| Command::StartVisit { hall, counter }).await
}

async fn finish(sent: Sent) -> Result<Response, Fault> {
    at(sent, "visit_finished", |hall, counter| Command::FinishVisit { hall, counter }).await
}

async fn move_on(sent: Sent) -> Result<Response, Fault> {
    let (field, to_counter) = (sent.form.get("field").to_owned(), sent.form.get("to_counter").to_owned());
    at(sent, "moved", |hall, counter| Command::MoveTicket { hall, counter, field, to_counter }).await
}

/// Who sits there has one more thing to do: the same number goes on for it. The number is named, so that an answer that comes late adds to nobody else's.
async fn add_errand(sent: Sent) -> Result<Response, Fault> {
    let ticket = sent.form.stream("ticket").ok_or(Fault::NotFound)?;
    let errand = Errand { field: sent.form.get("field").to_owned(), procedure: String::new() };
    at(sent, "", |_, _| Command::Errands(Errands::Add { ticket, errand })).await
}

/// Undoes a no-show: the ticket waits again, in its old place.
async fn put_back(sent: Sent) -> Result<Response, Fault> {
    let ticket = sent.form.stream("ticket").ok_or(Fault::NotFound)?;
    at(sent, "put_back", |_, _| Command::PutBackTicket { ticket }).await
}

/// Keeps what is typed. A plain form comes back as a page; as one types, only the right side comes back.
async fn keep_form(headers: HeaderMap, sent: Sent) -> Result<Response, Fault> {
    let part = is_fragment(&headers);
    let mut draft = Draft::of(&sent.form);
    let (app, person) = (sent.web.app(), sent.actor.person());
    if !part {
        draft = keep(&sent).await?;
    } else if !app.keep_form_draft(person, FORM, draft.pairs(), draft.edition).await? {
        // Typed before a newer page was made, arrived after it.
        return Ok(anew(part));
    }
    let changed = changes(&sent, &mut draft).await? || draft.scanned.is_some();
    if changed {
        app.turn_form_draft(person, FORM, draft.pairs()).await?;
    }
    let Some(here) = at_counter(&sent.web, sent.actor.person()).await? else { return Ok(anew(part)) };
    // Whoever wrote the envelope does not sit there.
    if post::item_of(&draft).is_none() {
        begin_visit(&sent, &here).await?;
    }
    if let Some(party) = draft.scanned {
        return Ok(card_read(party, part));
    }
    if !part || changed {
        return Ok(anew(part));
    }
    let names = names(&sent.web, &sent.page);
    let around = Around {
        web: &sent.web,
        page: &sent.page,
        names: &names,
        unit: &here.hall.unit,
        cashier_desk: here.hall.cashier_desk,
        saved_at: Some(sent.page.now),
        leads: false,
        held: Vec::new(),
        post: None,
    };
    Ok(page::html(&around.side(&draft)))
}

/// The whole page again: a plain form is led there, a part asks the browser for it.
fn anew(part: bool) -> Response {
    if part { ([("hx-refresh", "true")], "").into_response() } else { back() }
}

/// A card was read into the form: the whole page again, with who is known by its number. The address names the party and nobody.
fn card_read(party: &str, part: bool) -> Response {
    let to = format!("/desk?card={party}");
    if part { ([("hx-redirect", to)], "").into_response() } else { Redirect::to(&to).into_response() }
}

/// Somebody picked, a procedure picked or put away, all papers ticked.
async fn changes(sent: &Sent, draft: &mut Draft) -> Result<bool, Fault> {
    let (web, form) = (&sent.web, &sent.form);
    if form.is_given("pick") {
        known::put(sent, draft, form.get("pick")).await?;
    } else if form.is_given("pick_procedure") {
        draft.put_procedure(form.get("pick_procedure"));
    } else if form.is_given("procedure_field") {
        draft.set("procedure_q", form.get("procedure_field"));
    } else if form.is_given("no_procedure") {
        draft.put_procedure("");
    } else if form.is_given("earlier") {
        draft.take_earlier(form.get("earlier"));
    } else if form.is_given("all_papers") {
        let procedure = procedure_of(web, draft).ok_or(Fault::NotFound)?;
        draft.tick_all(&procedure);
    } else {
        return Ok(false);
    }
    Ok(true)
}

/// The officer who starts to type has somebody sitting before her: the visit begins.
async fn begin_visit(sent: &Sent, here: &AtCounter) -> Result<(), Fault> {
    let (Some(ticket), None) = (here.counter.ticket, here.counter.visit) else { return Ok(()) };
    let id = CommandId(format!("start-{ticket}-{}", here.counter.code));
    let start = Command::StartVisit { hall: here.hall.code.clone(), counter: here.counter.code.clone() };
    match sent.web.act(&sent.actor, &id, start).await {
        Ok(_) | Err(Fault::Refused(_)) => Ok(()),
        Err(fault) => Err(fault),
    }
}

/// Clears the form; the one before stays for a change of mind.
async fn clear(sent: Sent) -> Result<Response, Fault> {
    let draft = Draft::of(&sent.form);
    let (app, person) = (sent.web.app(), sent.actor.person());
    app.turn_form_draft(person, CLEARED, draft.pairs()).await?;
    app.drop_form_draft(person, FORM).await?;
    Ok(sent.done("/desk", "form_cleared", ""))
}

async fn restore(sent: Sent) -> Result<Response, Fault> {
    let (app, person) = (sent.web.app(), sent.actor.person());
    if let Some(before) = app.form_draft(person, CLEARED).await? {
        app.turn_form_draft(person, FORM, &before.pairs).await?;
    }
    Ok(back())
}

/// Goes on with a draft, or with what was sent home for papers. What came in an envelope stays with it.
async fn take_up(sent: Sent) -> Result<Response, Fault> {
    let dossier = sent.form.stream("dossier").ok_or(Fault::NotFound)?;
    let mut draft = taken_up(&sent, dossier).await?;
    if draft.get("post").is_empty() {
        draft.set("post", sent.form.get("post"));
    }
    draft.set("slip", sent.form.get("slip"));
    sent.web.app().turn_form_draft(sent.actor.person(), FORM, draft.pairs()).await?;
    Ok(back())
}

/// A dossier that was kept, as the form has it.
pub(super) async fn taken_up(sent: &Sent, dossier: StreamId) -> Result<Draft, Fault> {
    let view = crate::pages::staff::sheet::read(&sent.web, &sent.actor, dossier).await?;
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
    draft.set("post", &post::key_of(&sent.web, dossier).await?);
    Ok(draft)
}

/// The same person has another matter.
async fn same_person(sent: Sent) -> Result<Response, Fault> {
    let dossier = sent.form.stream("dossier").ok_or(Fault::NotFound)?;
    let view = crate::pages::staff::sheet::read(&sent.web, &sent.actor, dossier).await?;
    let mut draft = Draft::default();
    draft.put_party("applicant_", Some(view.state.intake.applicant.subject), &view.applicant);
    // Whoever pays at the end pays for this one then, too.
    if owes(&sent, dossier).await? {
        draft.set("pay", "later");
    }
    sent.web.app().turn_form_draft(sent.actor.person(), FORM, draft.pairs()).await?;
    Ok(back())
}

async fn owes(sent: &Sent, dossier: StreamId) -> Result<bool, Fault> {
    let payments = sent.web.app().payment_lines(dossier).await?;
    Ok(payments.iter().any(|payment| payment.status == "due"))
}

/// The end of the intake: received, papers asked for, refused, or kept as a draft.
async fn intake(sent: Sent) -> Result<Response, Fault> {
    let draft = keep(&sent).await?;
    let Some(here) = at_counter(&sent.web, sent.actor.person()).await? else { return Ok(back()) };
    // Nobody has seen yet whose card it was: the form comes back filled in.
    if let Some(party) = draft.scanned {
        return Ok(card_read(party, false));
    }
    let unread = draft.unread_cards();
    if !unread.is_empty() {
        let refusal = unread.into_iter().fold(Refusal::new("intake_incomplete"), Refusal::with);
        return refused(sent, &here, &draft, refusal).await;
    }
    let (command, end) = match command(&sent.web, &here, &draft, sent.form.get("end")).await? {
        Ok(command) => command,
        Err(refusal) => return refused(sent, &here, &draft, refusal).await,
    };
    match sent.web.act(&sent.actor, &sent.form.command_id(), command).await {
        Ok(answer) => {
            sent.web.app().drop_form_draft(sent.actor.person(), FORM).await?;
            let dossier = answer.dossier.ok_or(Fault::Failed)?;
            let next = if post::item_of(&draft).is_some() { "&post=true" } else { "" };
            Ok(sent.done(&format!("/desk?done={dossier}{next}"), end, ""))
        }
        Err(Fault::Refused(refusal)) => refused(sent, &here, &draft, refusal).await,
        Err(fault) => Err(fault),
    }
}

type Ended = Result<(Command, &'static str), Refusal>;

async fn command(web: &Web, here: &AtCounter, draft: &Draft, end: &str) -> Result<Ended, Fault> {
    let Some(procedure) = procedure_of(web, draft) else {
        return Ok(Err(without_procedure(draft)));
    };
    let mut known: BTreeMap<i64, SubjectData> = BTreeMap::new();
    for prefix in PARTIES {
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
        "slip" => match slip::read(web, here, draft, cash_of(web, here, draft)).await? {
            Ok(slip) => (IntakeEnd::EnterSlip(slip), "slip_entered"),
            Err(refusal) => return Ok(Err(refusal)),
        },
        _ => (IntakeEnd::Receive { cash: cash_of(web, here, draft) }, "received"),
    };
    let (draft_of, form) = (draft.draft(), Box::new(form));
    let command = match post::item_of(draft) {
        Some((post, item)) => Command::Post(Post::Enter { post, item, draft: draft_of, form, end }),
        None => Command::Intake {
            hall: here.hall.code.clone(),
            counter: here.counter.code.clone(),
            draft: draft_of,
            form,
            end,
        },
    };
    Ok(Ok((command, said)))
}

/// What is taken in cash in the same act.
fn cash_of(web: &Web, here: &AtCounter, draft: &Draft) -> Option<Vnd> {
    let now = !here.hall.cashier_desk && draft.get("pay") != "later";
    fee_of(web, here, draft).filter(|fee| now && !fee.is_zero())
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
