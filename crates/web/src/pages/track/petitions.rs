//! Phản ánh, kiến nghị: the applicant says what is wrong, and reads what was answered.

use super::{opened, read};
use crate::fault::Fault;
use crate::form::Form;
use crate::look;
use crate::page::{self, Page};
use crate::parts::{ErrorSummary, Field, Hidden, Note, Pick};
use crate::web::Web;
use crate::words::T;
use app::queries::PetitionView;
use app::{Actor, Command};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::kernel::{Refusal, StreamId};
use domain::petition::{Answer, Matter};

/// One of them, as the applicant reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PetitionCard {
    /// What it is about.
    pub matter: String,
    /// When it was sent.
    pub at: String,
    /// What was written.
    pub text: String,
    /// By when and by whom it is answered, or what was answered.
    pub note: Note,
    /// What was answered, of no length while it waits.
    pub answer: String,
    /// Who answered and when.
    pub answered: String,
}

/// The petitions about a dossier, and the form for the next one.
#[derive(Clone, Debug, PartialEq, Eq, Template)]
#[template(path = "citizen/own-petitions.html")]
pub struct Petitions {
    /// Texts.
    pub t: T,
    /// Token of the address.
    pub token: String,
    /// In the order they were sent, the last first.
    pub cards: Vec<PetitionCard>,
    /// What it is about and what is said; none while one waits, and before reception.
    pub form: Option<(Field, Field)>,
    /// What every form carries.
    pub hidden: Hidden,
    /// It was refused: what is missing, and the form is open.
    pub errors: ErrorSummary,
}
impl askama::filters::HtmlSafe for Petitions {}

/// What people find on a dossier's page.
pub(super) async fn petitions(
    web: &Web,
    page: &Page,
    token: &str,
    dossier: StreamId,
    refused: Option<(&Form, &Refusal)>,
) -> Result<Petitions, Fault> {
    let t = page.t;
    let lodged = web.app().petitions_of(dossier).await?;
    let (_, state) = web.app().dossier_state(dossier).await?;
    let waits = lodged.last().is_some_and(|last| last.petition.answer.is_none());
    // What was refused comes back as it was typed, also when another one was sent meanwhile.
    let form = (refused.is_some() || state.received_at.is_some() && !waits).then(|| fields(t, refused));
    let errors = match refused {
        Some((_, refusal)) => crate::pages::staff::errors_of(t, refusal),
        None => ErrorSummary::default(),
    };
    Ok(Petitions {
        t,
        token: token.to_owned(),
        cards: lodged.iter().rev().map(|one| card(web, page, one)).collect(),
        form,
        hidden: page.hidden(),
        errors,
    })
}

fn fields(t: T, refused: Option<(&Form, &Refusal)>) -> (Field, Field) {
    let empty = Form::default();
    let (form, wrong) =
        refused.map_or((&empty, [].as_slice()), |(form, refusal)| (form, refusal.violations.as_slice()));
    let nothing = Pick { value: String::new(), text: t.t("petition.choose").to_owned() };
    let matters = Matter::ALL.map(|matter| Pick {
        value: matter.word().to_owned(),
        text: t.code("petition.matter", matter.word()),
    });
    let picks = std::iter::once(nothing).chain(matters).collect();
    let matter = Field::select("matter", t.t("petition.about"), picks).value(form.get("matter"));
    let text =
        Field::area("text", t.t("petition.text")).hint(t.t("petition.text_hint")).value(form.get("text"));
    (matter.wrong(t, wrong), text.wrong(t, wrong))
}

fn card(web: &Web, page: &Page, view: &PetitionView) -> PetitionCard {
    let (t, petition) = (page.t, &view.petition);
    let names = crate::pages::staff::names(web, page);
    let unit = names.unit(&petition.unit);
    let due = look::date_time(petition.due_at);
    let waits = |key| t.with(key, &[("unit", &unit), ("at", &due)]);
    let (note, answer, answered) = match &petition.answer {
        None if page.now > petition.due_at => {
            let late = Note::late(waits("petition.overdue")).strong(t.t("petition.late"));
            (late, String::new(), String::new())
        }
        None => (Note::info(waits("petition.waits")), String::new(), String::new()),
        Some(answer) => {
            let by = names.person_in(&answer.by, &answer.position);
            let at = look::date_time(answer.at);
            let answered = format!("{by}, {unit}, {at}");
            (Note::ok(verdict(t, answer)), kept(t, &view.answer), answered)
        }
    };
    PetitionCard {
        matter: t.code("petition.matter", petition.matter.word()),
        at: look::date_time(petition.lodged_at),
        text: kept(t, &view.text),
        note,
        answer,
        answered,
    }
}

/// What somebody wrote, or that it was erased.
pub(crate) fn kept(t: T, words: &str) -> String {
    if words.is_empty() { t.t("petition.erased").to_owned() } else { words.to_owned() }
}

/// Whether the applicant was right, in words.
pub(crate) fn verdict(t: T, answer: &Answer) -> &'static str {
    t.t(if answer.upheld { "petition.upheld" } else { "petition.not_upheld" })
}

/// Sent: the page says so, or shows the form again as it was filled in.
pub(super) async fn lodge(
    State(web): State<Web>,
    page: Page,
    Path(token): Path<String>,
    form: Form,
) -> Result<Response, Fault> {
    let dossier = opened(&web, &token).await?;
    let command = Command::LodgePetition {
        dossier,
        matter: Matter::from_word(form.get("matter")),
        text: form.get("text").to_owned(),
    };
    match web.act(&Actor::Citizen, &form.command_id(), command).await {
        Ok(_) => {
            Ok(page::done(&format!("/d/{token}#petitions"), "petition_lodged", "", web.options().secure))
        }
        Err(Fault::Refused(refusal)) => {
            let shown = read(&web, page, token, dossier, Some((&form, &refusal))).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page::html(&shown)).into_response())
        }
        Err(fault) => Err(fault),
    }
}
