//! Khai báo tại máy: what is asked at the door, one question a screen, for who has no phone. An identity card fills in the name, or the screen's keyboard
//! does. What was answered goes from screen to screen inside the form, in no address, and ends with it.

use super::keys::KioskKeys;
use super::{KioskHead, head, silent};
use crate::fault::Fault;
use crate::form::Form;
use crate::page::{self, Page};
use crate::pages::Qr;
use crate::pages::door::{AnswerPick, PassNow, answers, card_in, pass_now, picks};
use crate::surroundings::Caller;
use crate::web::Web;
use adapters::speech::Screen;
use app::queries::PrinterNow;
use app::{Actor, Command, Declaration};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::catalogue::{DeclarationForm, Question, QuestionKind};
use domain::kernel::Violation;

/// What a screen asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Typed, or read from a card: the name.
    Name {
        /// Day of birth, when a card said it.
        born: String,
    },
    /// Typed: a number.
    Number,
    /// One press answers it.
    One(Vec<AnswerPick>),
    /// Any of them, also none, then on.
    Many(Vec<AnswerPick>),
}

/// One question of the declaration.
#[derive(Template)]
#[template(path = "hall/kiosk-declare.html")]
pub struct KioskDeclarePage {
    /// Surroundings.
    pub page: Page,
    /// Top.
    pub head: KioskHead,
    /// Name of the form.
    pub form: String,
    /// Which question this is, and of how many.
    pub place: String,
    /// Name of its field.
    pub name: String,
    /// The question.
    pub text: String,
    /// What was typed.
    pub typed: String,
    /// How it is answered.
    pub asked: Asked,
    /// What was answered before: name, value.
    pub kept: Vec<(String, String)>,
    /// The question before, of no length on the first.
    pub before: String,
    /// What is wrong, of no length when nothing is.
    pub wrong: String,
    /// Keyboard.
    pub keys: KioskKeys,
}

impl KioskDeclarePage {
    const fn is_name(&self) -> bool {
        matches!(self.asked, Asked::Name { .. })
    }

    const fn is_choice(&self) -> bool {
        matches!(self.asked, Asked::One(_) | Asked::Many(_))
    }
}

/// What follows, large.
#[derive(Template)]
#[template(path = "hall/kiosk-pass.html")]
pub struct KioskPassPage {
    /// Surroundings.
    pub page: Page,
    /// Top.
    pub head: KioskHead,
    /// The pass.
    pub now: PassNow,
    /// The code for the gate.
    pub qr: Qr,
    /// It comes out on paper too.
    pub paper: bool,
}

/// Fields in the order in which they are asked for: who comes, then the questions of the form.
fn steps(form: &DeclarationForm) -> Vec<String> {
    let own = ["name", "phone"].map(str::to_owned);
    own.into_iter().chain(form.questions.iter().map(|one| format!("q.{}", one.code))).collect()
}

pub(super) async fn show(
    State(web): State<Web>,
    page: Page,
    Path(hall): Path<String>,
) -> Result<Response, Fault> {
    let directory = web.app().directory();
    // While nothing is asked there is nothing to see here.
    let asked = directory.asked_at_door(&hall, page.now).ok_or(Fault::NotFound)?;
    let first = shown(&web, page, &hall, asked, &Form::default(), ("name", None)).await?;
    Ok(page::html(&first))
}

async fn shown(
    web: &Web,
    page: Page,
    hall: &str,
    asked: &DeclarationForm,
    form: &Form,
    (step, wrong): (&str, Option<&Violation>),
) -> Result<KioskDeclarePage, Fault> {
    let t = page.t;
    let spoken = match step.strip_prefix("q.") {
        Some(question) => format!("{}-{}-{question}", asked.code, asked.version),
        None => step.to_owned(),
    };
    let head = head(web, &page, hall, Screen::Asked(&spoken)).await?;
    let steps = steps(asked);
    let at = steps.iter().position(|one| one == step).unwrap_or_default();
    let question = asked.questions.iter().find(|one| step.strip_prefix("q.") == Some(&*one.code));
    let passing = |name: &str| matches!(name, "csrf" | "command_id" | "at" | "back" | "card") || name == step;
    let kept = form.pairs().filter(|(name, value)| !passing(name) && !value.is_empty());
    let kept = kept.filter(|(name, _)| step != "name" || !matches!(*name, "born" | "of_card"));
    let text = match (step, question) {
        ("name", _) => t.t("kiosk.declare_name").to_owned(),
        ("phone", _) => t.t("kiosk.declare_phone").to_owned(),
        (_, Some(question)) => t.name(&question.text, &question.text_en).to_owned(),
        _ => return Err(Fault::NotFound),
    };
    let how = match question {
        Some(question) => of_question(&page, question, form),
        None if step == "name" => Asked::Name { born: born(form).to_owned() },
        None => Asked::Number,
    };
    Ok(KioskDeclarePage {
        form: t.name(&asked.name, &asked.name_en).to_owned(),
        place: t.with("kiosk.declare_place", &[("n", &(at + 1)), ("of", &steps.len())]),
        name: step.to_owned(),
        text,
        typed: form.get(step).to_owned(),
        keys: if step == "name" { KioskKeys::name(t) } else { KioskKeys::digits(t) },
        asked: how,
        kept: kept.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        before: at.checked_sub(1).map(|before| steps[before].clone()).unwrap_or_default(),
        wrong: wrong.map(|one| t.code_with("violation", &one.code, &one.values)).unwrap_or_default(),
        head,
        page,
    })
}

/// The day of birth a card said, while the name is still the card's.
fn born(form: &Form) -> &str {
    if form.get("of_card") == form.get("name") { form.get("born") } else { "" }
}

fn of_question(page: &Page, question: &Question, form: &Form) -> Asked {
    match question.kind {
        QuestionKind::Number => Asked::Number,
        QuestionKind::Many => Asked::Many(picks(page, question, form)),
        QuestionKind::YesNo | QuestionKind::One => Asked::One(picks(page, question, form)),
    }
}

/// One more answer: the next question, the same again with what is wrong, or, after the last, the pass.
pub(super) async fn answer(
    State(web): State<Web>,
    page: Page,
    Caller(address): Caller,
    Path(hall): Path<String>,
    form: Form,
) -> Result<Response, Fault> {
    let directory = web.app().directory();
    let asked = directory.asked_at_door(&hall, page.now).ok_or(Fault::NotFound)?;
    let steps = steps(asked);
    if form.is_given("back") {
        let back = form.get("back").to_owned();
        return Ok(page::html(&shown(&web, page, &hall, asked, &form, (&back, None)).await?));
    }
    match card_in(&form) {
        // Who comes sees first whom the card names.
        Some(Ok(filled)) => {
            return Ok(page::html(&shown(&web, page, &hall, asked, &filled, ("name", None)).await?));
        }
        Some(Err((without, refusal))) => {
            let again = ("name", refusal.violations.first());
            return refused(&shown(&web, page, &hall, asked, &without, again).await?);
        }
        None => {}
    }
    let at = steps.iter().position(|one| one == form.get("at")).ok_or(Fault::NotFound)?;
    let declaration = Declaration {
        name: form.get("name").to_owned(),
        phone: form.digits("phone"),
        born: born(&form).to_owned(),
        answers: answers(asked, &form),
        ..Declaration::default()
    };
    // What was just answered is judged at once, by the rules that judge all of it at the end.
    let wrong = app::wrong_with(asked, &declaration);
    let here = |one: &&Violation| one.field == steps[at] || at == 0 && one.field == "born";
    if let Some(one) = wrong.iter().find(here) {
        return refused(&shown(&web, page, &hall, asked, &form, (&steps[at], Some(one))).await?);
    }
    if let Some(next) = steps.get(at + 1) {
        return Ok(page::html(&shown(&web, page, &hall, asked, &form, (next, None)).await?));
    }
    web.kiosk().lets(&address)?;
    let command = Command::Declare { hall: hall.clone(), declaration: Box::new(declaration) };
    match web.act(&Actor::Kiosk { hall: hall.clone() }, &form.command_id(), command).await {
        Ok(answer) => Ok(Redirect::to(&format!("/kiosk/{hall}/pass/{}", answer.pass)).into_response()),
        Err(Fault::Refused(refusal)) => {
            let first = refusal.violations.iter().find(|one| steps.contains(&one.field));
            let step = first.map_or("name", |one| one.field.as_str());
            refused(&shown(&web, page, &hall, asked, &form, (step, first)).await?)
        }
        Err(fault) => Err(fault),
    }
}

fn refused(page: &KioskDeclarePage) -> Result<Response, Fault> {
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page::html(page)).into_response())
}

/// The pass of whoever just declared here.
pub(super) async fn pass(
    State(web): State<Web>,
    page: Page,
    Path((hall, token)): Path<(String, String)>,
) -> Result<Response, Fault> {
    let pass =
        web.app().pass_by_token(&token).await?.filter(|pass| pass.hall == hall).ok_or(Fault::NotFound)?;
    let head = silent(&web, &page, &hall).await?;
    let now = pass_now(page.t, &web.app().directory(), &pass, page.now);
    let qr = Qr::of(&crate::pages::here(&web, &format!("/pass/{token}")));
    let paper =
        matches!(web.app().printer_now(&hall).await?, Some(PrinterNow::Well | PrinterNow::LowPaper { .. }));
    Ok(page::html(&KioskPassPage { page, head, now, qr, paper }))
}
