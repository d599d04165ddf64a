//! `/declare/{hall}`: what is asked at the door, on one's own phone or typed by the greeter.

use crate::fault::Fault;
use crate::form::Form;
use crate::look;
use crate::page::{self, Page};
use crate::parts::{ErrorSummary, Field, Hidden};
use crate::surroundings::Caller;
use crate::web::Web;
use app::{Actor, Command, Declaration};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::catalogue::{Answers, DeclarationForm, Question, QuestionKind};
use domain::identity_card::{looks_like_card, read};
use domain::kernel::{Refusal, Violation};
use policy::{Action, Resource};

/// Something that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerPick {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub text: String,
    /// It was chosen before.
    pub chosen: bool,
}

/// Câu hỏi: one question with what was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionField {
    /// Name of the field, and its id on the page.
    pub name: String,
    /// The question.
    pub text: String,
    /// Several may be chosen.
    pub many: bool,
    /// What can be chosen; none where a number is typed.
    pub options: Vec<AnswerPick>,
    /// The number that was typed.
    pub number: String,
    /// What is wrong with it, of no length when nothing is.
    pub error: String,
}

/// Tờ khai ở cửa.
#[derive(Template)]
#[template(path = "citizen/declare.html")]
pub struct DeclarePage {
    /// Surroundings.
    pub page: Page,
    /// Hall code.
    pub hall: String,
    /// Its name.
    pub hall_name: String,
    /// Name of the form, of no length while nothing is asked.
    pub form: String,
    /// Until when it is asked, of no length for "until further notice".
    pub until: String,
    /// Days until it is removed.
    pub kept_days: i64,
    /// Who comes, and the phone.
    pub person: Vec<Field>,
    /// What is asked.
    pub questions: Vec<QuestionField>,
    /// What every form carries.
    pub hidden: Hidden,
    /// What is wrong.
    pub errors: ErrorSummary,
    /// Somebody types for others, with a card reader beside the keyboard.
    pub greets: bool,
}

/// The hall that asks, when one does: the address on a poster need not name it.
pub(super) async fn any_hall(State(web): State<Web>, page: Page) -> Result<Response, Fault> {
    let directory = web.app().directory();
    let asks = |code: &str| directory.asked_at_door(code, page.now).is_some();
    let hall = directory.halls_at(page.now).find(|hall| asks(&hall.code));
    let hall = hall.or_else(|| directory.halls_at(page.now).next()).ok_or(Fault::NotFound)?;
    Ok(Redirect::to(&format!("/declare/{}", hall.code)).into_response())
}

pub(super) async fn show(
    State(web): State<Web>,
    page: Page,
    Path(hall): Path<String>,
) -> Result<Response, Fault> {
    Ok(page::html(&shown(&web, page, hall, None)?))
}

fn shown(
    web: &Web,
    page: Page,
    hall: String,
    sent: Option<(&Form, Option<&Refusal>)>,
) -> Result<DeclarePage, Fault> {
    let (t, directory) = (page.t, web.app().directory());
    let known = directory.halls_at(page.now).find(|known| known.code == hall).ok_or(Fault::NotFound)?;
    let hall_name = t.name(&known.name, &known.name_en).to_owned();
    let asked = directory.asked_at_door(&hall, page.now);
    let empty = Form::default();
    let (form, refused) = sent.unwrap_or((&empty, None));
    let wrong: Vec<Violation> = refused.map(|refusal| refusal.violations.clone()).unwrap_or_default();
    let greets = greeter(web, &page, &hall).is_some();
    let name = Field::text("name", t.t("door.name")).autocomplete("name").value(form.get("name"));
    let name = if greets { name.autocomplete("off").hint(t.t("door.scan")).card() } else { name };
    let born = Field::text("born", t.t("door.born")).value(form.get("born")).inputmode("numeric");
    let phone = Field::text("phone", t.t("door.phone")).input("tel").inputmode("tel").autocomplete("tel");
    let phone = phone.value(form.get("phone"));
    let errors = match refused {
        Some(refusal) if wrong.is_empty() => crate::pages::staff::errors_of(t, refusal),
        Some(_) => ErrorSummary::of(t, &wrong),
        None => ErrorSummary::default(),
    };
    let mut person = vec![name.required().wrong(t, &wrong)];
    person.extend(form.is_given("born").then(|| born.wrong(t, &wrong)));
    person.push(phone.required().wrong(t, &wrong));
    let until = directory.door_setting(&hall).until;
    Ok(DeclarePage {
        form: asked.map(|asked| t.name(&asked.name, &asked.name_en).to_owned()).unwrap_or_default(),
        until: until.replace('-', "").parse().map(look::day_date).unwrap_or_default(),
        kept_days: directory.declarations_kept_days(),
        person,
        questions: asked.map(|asked| questions(&page, asked, form, &wrong)).unwrap_or_default(),
        hidden: page.hidden(),
        errors,
        greets,
        hall,
        hall_name,
        page,
    })
}

/// The questions as they were answered.
fn questions(page: &Page, asked: &DeclarationForm, form: &Form, wrong: &[Violation]) -> Vec<QuestionField> {
    asked.questions.iter().map(|question| field(page, question, form, wrong)).collect()
}

/// What can be chosen, with what was.
pub(crate) fn picks(page: &Page, question: &Question, form: &Form) -> Vec<AnswerPick> {
    let t = page.t;
    let name = format!("q.{}", question.code);
    let chosen = |code: &str| form.all(&name).any(|given| given == code);
    let option = |code: &str, text: &str| AnswerPick {
        value: code.to_owned(),
        text: text.to_owned(),
        chosen: chosen(code),
    };
    match question.kind {
        QuestionKind::YesNo => vec![option("no", t.t("door.no")), option("yes", t.t("door.yes"))],
        QuestionKind::One | QuestionKind::Many => {
            let choices = question.choices.iter();
            choices.map(|choice| option(&choice.code, t.name(&choice.text, &choice.text_en))).collect()
        }
        QuestionKind::Number => Vec::new(),
    }
}

fn field(page: &Page, question: &Question, form: &Form, wrong: &[Violation]) -> QuestionField {
    let t = page.t;
    let name = format!("q.{}", question.code);
    let options = picks(page, question, form);
    let error = wrong.iter().find(|violation| violation.field == name);
    QuestionField {
        text: t.name(&question.text, &question.text_en).to_owned(),
        many: question.kind == QuestionKind::Many,
        number: if question.kind == QuestionKind::Number {
            form.get(&name).to_owned()
        } else {
            String::new()
        },
        error: error.map(|one| t.code_with("violation", &one.code, &one.values)).unwrap_or_default(),
        options,
        name,
    }
}

/// What was answered, by the questions of the form: what else was sent is not taken.
pub(crate) fn answers(asked: &DeclarationForm, form: &Form) -> Answers {
    let given = |question: &Question| {
        let name = format!("q.{}", question.code);
        let values: Vec<String> =
            form.all(&name).filter(|value| !value.is_empty()).map(str::to_owned).collect();
        (!values.is_empty()).then(|| (question.code.clone(), values))
    };
    asked.questions.iter().filter_map(given).collect()
}

/// Who is signed in and types for others at this door.
fn greeter(web: &Web, page: &Page, hall: &str) -> Option<Actor> {
    let directory = web.app().directory();
    let unit = directory.hall(hall).map_or("", |known| known.unit.as_str());
    let door = Resource::ticket(&directory.unit_path(unit));
    let greets = |actor: &Actor| web.app().permit(actor, Action::DeclareAtDoor, &door).is_ok();
    page.user.as_ref().map(crate::page::User::actor).filter(greets)
}

/// What a card reader typed into the name or the phone: the form with what the card says, or without what it does not say and why. None when nothing was read.
pub(crate) fn card_in(form: &Form) -> Option<Result<Form, (Form, Refusal)>> {
    let place = ["name", "phone"].into_iter().find(|name| looks_like_card(form.get(name)))?;
    let others = |but: &[&str]| -> Vec<(String, String)> {
        let pairs = form.pairs().filter(|(name, _)| *name != place && !but.contains(name));
        pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    };
    let with = |pairs: Vec<(String, String)>| {
        let pairs: Vec<(&str, &str)> =
            pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        Form::of(&pairs)
    };
    Some(match read(form.get(place)) {
        Ok(card) => {
            let mut pairs = others(&["name", "born", "of_card"]);
            pairs.push(("of_card".to_owned(), card.name.clone()));
            pairs.push(("name".to_owned(), card.name.clone()));
            pairs.push(("born".to_owned(), card.born_in_words()));
            Ok(with(pairs))
        }
        Err(wrong) => {
            let wrong = Violation { field: place.to_owned(), ..wrong };
            Err((with(others(&[])), Refusal::new("declaration_incomplete").with(wrong)))
        }
    })
}

/// Declared: the pass; or the form again as it was filled in.
pub(super) async fn declare(
    State(web): State<Web>,
    page: Page,
    Caller(address): Caller,
    Path(hall): Path<String>,
    form: Form,
) -> Result<Response, Fault> {
    web.kiosk().lets(&address)?;
    let directory = web.app().directory();
    let asked = directory.asked_at_door(&hall, page.now);
    match card_in(&form) {
        // Nothing is declared by a card alone: who types sees first whom it names.
        Some(Ok(filled)) => return Ok(page::html(&shown(&web, page, hall, Some((&filled, None)))?)),
        Some(Err((without, refusal))) => {
            let shown = shown(&web, page, hall, Some((&without, Some(&refusal))))?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page::html(&shown)).into_response());
        }
        None => {}
    }
    let declaration = Declaration {
        name: form.get("name").to_owned(),
        phone: form.digits("phone"),
        born: form.get("born").to_owned(),
        answers: asked.map(|asked| answers(asked, &form)).unwrap_or_default(),
        ..Declaration::default()
    };
    let command = Command::Declare { hall: hall.clone(), declaration: Box::new(declaration) };
    // A greeter types for somebody without a phone; anybody else who happens to be signed in comes as a person like any other.
    let actor = greeter(&web, &page, &hall).unwrap_or(Actor::Citizen);
    match web.act(&actor, &form.command_id(), command).await {
        Ok(answer) => Ok(Redirect::to(&format!("/pass/{}", answer.pass)).into_response()),
        Err(Fault::Refused(refusal)) => {
            let shown = shown(&web, page, hall, Some((&form, Some(&refusal))))?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page::html(&shown)).into_response())
        }
        Err(fault) => Err(fault),
    }
}
