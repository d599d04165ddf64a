//! Cửa vào: for whoever stands at the door. Who was not let in and why, how many are inside, and, for the director and a stated purpose, what somebody
//! declared.

use super::names::Names;
use super::queue::hall_of;
use super::sent::{Sent, Which, again};
use super::{actor, errors_of, keybar, names};
use crate::fault::Fault;
use crate::look::{self, TimeState};
use crate::page::{self, Page};
use crate::parts::{Chip, ErrorSummary, KeyBar, Pick};
use crate::route::{Access, Route};
use crate::web::Web;
use app::queries::arrivals::PURPOSES;
use app::queries::{ArrivalLine, GateNow};
use app::{Command, Declaration};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::catalogue::{DeclarationForm, QuestionKind};
use domain::kernel::{Refusal, StreamId};
use policy::{Action, Resource};
use serde::Deserialize;

pub(crate) fn routes() -> Vec<Route> {
    let door = Access::Staff(Action::ClearArrival);
    vec![
        Route::get("/arrivals", door, show),
        Route::post("/arrivals/count", door, count),
        Route::post("/arrivals/{arrival}/clear", door, clear),
        Route::post("/arrivals/{arrival}/read", Access::Staff(Action::ReadDeclaration), read),
    ]
}

/// Arrivals on a page.
const PAGE: i64 = 50;

/// Somebody who came.
#[derive(Clone, Debug, PartialEq, Eq)]
struct ArrivalRow {
    arrival: StreamId,
    label: String,
    at: String,
    chip: Chip,
    why: String,
    /// Is not let in by the form, and a person may.
    held: bool,
}

/// What somebody declared.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Read {
    label: String,
    name: String,
    born: String,
    phone: String,
    answers: Vec<(String, String)>,
    purpose: String,
}

#[derive(Template)]
#[template(path = "staff/arrivals.html")]
struct ArrivalsPage {
    page: Page,
    hall: String,
    /// Name of the form, of no length while nothing is asked.
    form: String,
    now: GateNow,
    rows: Vec<ArrivalRow>,
    /// Number of the last row, when there are more.
    more: Option<i64>,
    /// What a declaration may be read for; none for those who may not.
    purposes: Vec<Pick>,
    read: Option<Read>,
    gone: bool,
    errors: ErrorSummary,
    keys: KeyBar,
}

#[derive(Deserialize, Default)]
struct Asked {
    #[serde(default)]
    behind: String,
}

async fn show(State(web): State<Web>, page: Page, Query(asked): Query<Asked>) -> Result<Response, Fault> {
    Ok(page::html(&shown(&web, page, asked.behind.parse().ok()).await?))
}

async fn shown(web: &Web, page: Page, behind: Option<i64>) -> Result<ArrivalsPage, Fault> {
    let (actor, names, t) = (actor(&page)?, names(web, &page), page.t);
    let hall = hall_of(&names, actor.unit())?;
    let lines = web.app().arrivals_today(&hall, behind, PAGE + 1).await?;
    let more = lines.get(usize::try_from(PAGE).unwrap_or(0)).and(lines.iter().rev().nth(1));
    let path = names.directory.unit_path(actor.unit());
    let reads = web.app().permit(&actor, Action::ReadDeclaration, &Resource::ticket(&path)).is_ok();
    let pick = |word: &&str| Pick { value: (*word).to_owned(), text: t.code("door.purpose", word) };
    let asked = names.directory.asked_at_door(&hall, page.now);
    Ok(ArrivalsPage {
        form: asked.map(|form| t.name(&form.name, &form.name_en).to_owned()).unwrap_or_default(),
        now: web.app().gate_now(&hall).await?,
        more: more.map(|line| line.number),
        rows: lines.iter().take(usize::try_from(PAGE).unwrap_or(0)).map(|line| row(&names, line)).collect(),
        purposes: if reads { PURPOSES.iter().map(pick).collect() } else { Vec::new() },
        read: None,
        gone: false,
        errors: ErrorSummary::default(),
        keys: keybar(t, &[]),
        hall: names.hall(&hall),
        page,
    })
}

fn row(names: &Names, line: &ArrivalLine) -> ArrivalRow {
    let t = names.t;
    let cleared = line.cleared_at.is_some();
    let held = line.advice != "enter" && !cleared;
    let (state, word) = match line.place.as_str() {
        _ if held && line.advice == "test" => (TimeState::Soon, "test"),
        _ if held => (TimeState::Late, "outside"),
        "inside" => (TimeState::OnTime, "inside"),
        "called" => (TimeState::Soon, "called"),
        "line" => (TimeState::Soon, "line"),
        "away" => (TimeState::Soon, "away"),
        _ => (TimeState::Ahead, "elsewhere"),
    };
    let (form, version) = &line.form;
    let form = names.directory.catalogue().declaration_version(form, version);
    let rule = form.and_then(|form| form.rule(line.rule));
    let mut why = rule.map(|rule| t.name(&rule.text, &rule.text_en).to_owned()).unwrap_or_default();
    if cleared {
        why.push_str(". ");
        why.push_str(t.t("door.cleared"));
    }
    ArrivalRow {
        arrival: line.arrival,
        label: look::ticket(&line.label),
        at: look::clock(line.declared_at),
        chip: Chip::new(state, t.code("door.place", word)),
        why,
        held,
    }
}

async fn clear(Which(arrival): Which, sent: Sent) -> Result<Response, Fault> {
    sent.act_and_say(Command::ClearArrival { arrival }, "/arrivals", "arrival_cleared").await
}

async fn count(sent: Sent) -> Result<Response, Fault> {
    let hall = hall_of(&names(&sent.web, &sent.page), sent.actor.unit())?;
    // What is no number is as good as one below zero: the rule says what was expected.
    let inside = sent.form.number("inside").unwrap_or(-1);
    match sent.act(Command::CountInside { hall, inside }).await? {
        None => Ok(sent.done("/arrivals", "inside_counted", &inside.to_string())),
        Some(refusal) => refused(sent, &refusal).await,
    }
}

async fn refused(sent: Sent, refusal: &Refusal) -> Result<Response, Fault> {
    let errors = errors_of(sent.page.t, refusal);
    let page = shown(&sent.web, sent.page.clone(), None).await?;
    Ok(again(&ArrivalsPage { errors, ..page }))
}

/// Reads one declaration; the entry in the journal of readings is written before anything is shown.
async fn read(Which(arrival): Which, sent: Sent) -> Result<Response, Fault> {
    let purpose = sent.form.get("purpose").to_owned();
    let pass = sent.web.app().pass_of(arrival).await?.ok_or(Fault::NotFound)?;
    let declared =
        match sent.web.app().read_declaration(&sent.actor, arrival, &purpose).await.map_err(Fault::from) {
            Ok(declared) => declared,
            Err(Fault::Refused(refusal)) => return refused(sent, &refusal).await,
            Err(fault) => return Err(fault),
        };
    let t = sent.page.t;
    let page = shown(&sent.web, sent.page.clone(), None).await?;
    let directory = sent.web.app().directory();
    let form = directory.catalogue().declaration_version(&pass.form, &pass.version);
    let read = declared.as_ref().map(|declared| Read {
        label: look::ticket(&pass.label),
        name: declared.name.clone(),
        born: declared.born.clone(),
        phone: look::phone(&declared.phone),
        answers: form.map(|form| answers(&sent.page, form, declared)).unwrap_or_default(),
        purpose: t.code("door.purpose", &purpose),
    });
    Ok(page::html(&ArrivalsPage { gone: read.is_none(), read, ..page }))
}

/// Questions and answers in words.
fn answers(page: &Page, form: &DeclarationForm, declared: &Declaration) -> Vec<(String, String)> {
    let t = page.t;
    let said = |kind, question: &domain::catalogue::Question, given: &str| match kind {
        QuestionKind::YesNo if given == "yes" => t.t("door.yes").to_owned(),
        QuestionKind::YesNo => t.t("door.no").to_owned(),
        QuestionKind::Number => given.to_owned(),
        QuestionKind::One | QuestionKind::Many => {
            let choice = question.choices.iter().find(|choice| choice.code == given);
            choice.map_or_else(|| given.to_owned(), |one| t.name(&one.text, &one.text_en).to_owned())
        }
    };
    let none = Vec::new();
    let of = |question: &domain::catalogue::Question| {
        let given = declared.answers.get(&question.code).unwrap_or(&none);
        let words: Vec<String> = given.iter().map(|one| said(question.kind, question, one)).collect();
        let words = if words.is_empty() { t.t("door.none").to_owned() } else { words.join(", ") };
        (t.name(&question.text, &question.text_en).to_owned(), words)
    };
    form.questions.iter().map(of).collect()
}
