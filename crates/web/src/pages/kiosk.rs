//! `/kiosk/{hall}`: a ticket in two taps. Choose what it is about, choose whether one goes ahead, and the number fills the
//! screen. Works without JavaScript; with it, the screen goes back to the beginning by itself, and reads aloud.

mod appointment;
mod declare;
mod keys;
mod more;
mod paper;
mod pickup;

use crate::fault::Fault;
use crate::form::Form;
use crate::look;
use crate::page::{self, Page};
use crate::pages::home::{Found, field_icon};
use crate::pages::ticket::{TicketNow, ticket_now};
use crate::pages::told::{Told, told};
use crate::route::{Access, Route};
use crate::surroundings::Caller;
use crate::web::Web;
use adapters::speech::{Language, Phrase, Screen, screen_phrase};
use app::queries::hall::{CounterNow, HallPace};
use app::{Actor, Command, Errands, Scope};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};
use domain::catalogue::{Field, Procedure};
use domain::identity_card::looks_like_card;
use domain::kernel::StreamId;
use domain::ticket::{Errand, Priority, WaitOverRest};
use policy::Action;
use serde::Deserialize;

pub use appointment::KioskAppointmentPage;
pub use declare::{Asked, KioskDeclarePage, KioskPassPage};
pub use keys::KioskKeys;
pub use more::{KioskMorePage, Other, Others};
pub use paper::KioskPaper;

pub(crate) fn routes() -> Vec<Route> {
    let hall = Access::Hall(Action::TakeTicket);
    vec![
        Route::get("/kiosk", hall, any_hall),
        Route::get("/kiosk/{hall}", hall, start),
        Route::get("/kiosk/{hall}/search", hall, search),
        Route::get("/kiosk/{hall}/field/{field}", hall, field),
        Route::post("/kiosk/{hall}/search", hall, search_typed),
        Route::get("/kiosk/{hall}/field/{field}/more", hall, more::show),
        Route::post("/kiosk/{hall}/take", hall, take),
        Route::get("/kiosk/{hall}/pickup", hall, pickup::show),
        Route::post("/kiosk/{hall}/pickup", hall, pickup::come),
        Route::get("/kiosk/{hall}/appointment", hall, appointment::show),
        Route::post("/kiosk/{hall}/appointment", hall, appointment::come),
        Route::get("/kiosk/{hall}/declare", Access::Hall(Action::DeclareAtDoor), declare::show),
        Route::post("/kiosk/{hall}/declare", Access::Hall(Action::DeclareAtDoor), declare::answer),
        Route::get("/kiosk/{hall}/pass/{token}", Access::Hall(Action::DeclareAtDoor), declare::pass),
        Route::get("/kiosk/{hall}/ticket/{token}", hall, ticket),
        Route::get("/kiosk/{hall}/ticket/{token}/paper", hall, paper::part),
        Route::get("/kiosk/{hall}/read.wav", hall, read),
    ]
}

/// What every screen of the kiosk shows on top.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KioskHead {
    /// Hall code.
    pub hall: String,
    /// Name of the hall.
    pub name: String,
    /// `09:30`.
    pub clock: String,
    /// `thứ Năm 27/08/2026`.
    pub date: String,
    /// Address of what this screen asks, spoken; of no length when the voice lacks it.
    pub read: String,
    /// What is told in the hall.
    pub told: Told,
}

impl KioskHead {
    /// The top of a screen of which nothing but its address is known; none when that is not a kiosk's.
    #[must_use]
    pub fn bare(page: &Page) -> Option<Self> {
        let hall = page.path.strip_prefix("/kiosk/")?.split('/').next()?;
        let plain = hall.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'));
        plain.then(|| Self {
            hall: hall.to_owned(),
            name: page.centre_name().to_owned(),
            clock: look::clock(page.now),
            date: look::weekday_date(page.lang(), page.now),
            read: String::new(),
            told: Told::nothing(page.t),
        })
    }
}

/// A field to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tile {
    /// Address.
    pub href: String,
    /// Icon.
    pub icon: &'static str,
    /// Name.
    pub name: String,
    /// How many wait, and roughly how long.
    pub wait: String,
    /// Longer than usual.
    pub busy: bool,
}

/// The first screen.
#[derive(Template)]
#[template(path = "hall/kiosk.html")]
pub struct KioskPage {
    /// Surroundings.
    pub page: Page,
    /// Top.
    pub head: KioskHead,
    /// Fields.
    pub tiles: Vec<Tile>,
    /// Results are given out here.
    pub results: bool,
    /// What is asked at the door, and the code of the page where it is answered; none while nothing is.
    pub door: Option<(String, super::Qr)>,
    /// That no paper will come out, and why; of no length when it will, or where there is no printer.
    pub no_paper: String,
}

/// Searching on the screen's own keyboard.
#[derive(Template)]
#[template(path = "hall/kiosk-search.html")]
pub struct KioskSearchPage {
    /// Surroundings.
    pub page: Page,
    /// Top.
    pub head: KioskHead,
    /// What was typed.
    pub question: String,
    /// What was found.
    pub found: Vec<Found>,
    /// How the question was read, of no length when as it was typed.
    pub read_as: String,
    /// Fields to choose from when nothing was found: address, name.
    pub fields: Vec<(String, String)>,
    /// Keyboard.
    pub keys: KioskKeys,
    /// What is wrong, of no length when nothing is.
    pub wrong: String,
}

/// A reason to go ahead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriorityChoice {
    /// Word.
    pub word: &'static str,
    /// Icon.
    pub icon: &'static str,
    /// In words.
    pub text: String,
}

/// The second screen: take the number.
#[derive(Template)]
#[template(path = "hall/kiosk-field.html")]
pub struct KioskFieldPage {
    /// Surroundings.
    pub page: Page,
    /// Top.
    pub head: KioskHead,
    /// Field code.
    pub field: String,
    /// Its name, or the procedure's.
    pub name: String,
    /// Procedure key, of no length when none was chosen.
    pub procedure: String,
    /// How many wait, and roughly how long.
    pub wait: String,
    /// What else the number is to be for.
    pub others: Others,
    /// Reasons to go ahead.
    pub priorities: Vec<PriorityChoice>,
    /// That no number is given any more today, and when to come back; none while numbers are given.
    pub closed: Option<Closed>,
}

/// Hết số hôm nay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closed {
    /// Why.
    pub why: String,
    /// When to come back.
    pub opens: String,
    /// The code of the page where an appointment is made; none where none can be.
    pub book: Option<super::Qr>,
}

/// The number.
#[derive(Template)]
#[template(path = "hall/kiosk-ticket.html")]
pub struct KioskTicketPage {
    /// Surroundings.
    pub page: Page,
    /// Top.
    pub head: KioskHead,
    /// The ticket.
    pub now: TicketNow,
    /// Token of its page.
    pub token: String,
    /// QR code of its page, as SVG.
    pub qr: super::Qr,
    /// Its paper, none where there is no printer.
    pub paper: Option<KioskPaper>,
}

async fn any_hall(State(web): State<Web>, page: Page) -> Result<Response, Fault> {
    let directory = web.app().directory();
    let hall = directory.halls_at(page.now).next().ok_or(Fault::NotFound)?;
    Ok(Redirect::to(&format!("/kiosk/{}", hall.code)).into_response())
}

async fn head(web: &Web, page: &Page, hall: &str, screen: Screen<'_>) -> Result<KioskHead, Fault> {
    let directory = web.app().directory();
    let known = directory.halls_at(page.now).find(|known| known.code == hall).ok_or(Fault::NotFound)?;
    Ok(KioskHead {
        hall: known.code.clone(),
        name: page.t.name(&known.name, &known.name_en).to_owned(),
        clock: look::clock(page.now),
        date: look::weekday_date(page.lang(), page.now),
        read: address_of(web, page, &known.code, screen),
        told: told(web, page.t, &known.code).await?,
    })
}

/// The same of a screen the voice has no words for yet.
async fn silent(web: &Web, page: &Page, hall: &str) -> Result<KioskHead, Fault> {
    Ok(KioskHead { read: String::new(), ..head(web, page, hall, Screen::Start).await? })
}

/// Where a screen is read aloud. The language is in the address, so that a browser never plays the other one from its cache.
fn address_of(web: &Web, page: &Page, hall: &str, screen: Screen<'_>) -> String {
    let known = phrase(page, screen).is_ok_and(|phrase| web.voice().can_say(&phrase));
    if !known {
        return String::new();
    }
    let (word, more) = match screen {
        Screen::Start => ("start", String::new()),
        Screen::Search => ("search", String::new()),
        Screen::Choose => ("choose", String::new()),
        Screen::Number(ticket) => ("number", format!("&ticket={}", crate::form::encoded(ticket))),
        Screen::Asked(what) => ("asked", format!("&what={}", crate::form::encoded(what))),
    };
    format!("/kiosk/{hall}/read.wav?screen={word}{more}&lang={}", page.lang().tag())
}

fn phrase(page: &Page, screen: Screen<'_>) -> Result<Phrase, Fault> {
    let language = if page.t.vi() { Language::Vietnamese } else { Language::English };
    screen_phrase(language, screen).map_err(|_| Fault::NotFound)
}

#[derive(Deserialize)]
struct Read {
    screen: String,
    #[serde(default)]
    ticket: String,
    #[serde(default)]
    what: String,
}

/// What a screen asks, spoken in the voice of the calls.
async fn read(
    State(web): State<Web>,
    page: Page,
    Path(hall): Path<String>,
    Query(asked): Query<Read>,
) -> Result<Response, Fault> {
    web.app().directory().hall(&hall).ok_or(Fault::NotFound)?;
    let screen = match asked.screen.as_str() {
        "start" => Screen::Start,
        "search" => Screen::Search,
        "choose" => Screen::Choose,
        "number" if asked.ticket.len() <= 8 => Screen::Number(&asked.ticket),
        "asked" => Screen::Asked(&asked.what),
        _ => return Err(Fault::NotFound),
    };
    let wav = web.voice().announce(&phrase(&page, screen)?).wav.ok_or(Fault::NotFound)?;
    Ok(([(CONTENT_TYPE, "audio/wav"), (CACHE_CONTROL, "public, max-age=86400")], wav).into_response())
}

async fn start(State(web): State<Web>, page: Page, Path(hall): Path<String>) -> Result<Response, Fault> {
    let head = head(&web, &page, &hall, Screen::Start).await?;
    let directory = web.app().directory();
    let pace = web.app().hall_pace(&hall).await?;
    let waits = pace.waits_behind_all();
    let mut tiles = Vec::new();
    for field in directory.catalogue().fields_of(&hall) {
        let wait_ms = waits.get(field.code.as_str()).copied();
        let (mut wait, busy) = wait(&page, &pace, &field.code, wait_ms);
        let waiting =
            pace.now.waiting.iter().find(|one| one.field == field.code).map_or(0, |one| one.waiting);
        let closing = directory.closing(page.now, wait_ms.filter(|_| waiting > 0));
        if closing.is_some_and(|closing| closing.refusal(page.now).is_some()) {
            page.t.t("kiosk.no_more").clone_into(&mut wait);
        }
        tiles.push(Tile {
            href: format!("/kiosk/{hall}/field/{}", field.code),
            icon: field_icon(&field.code),
            name: page.t.name(&field.name, &field.name_en).to_owned(),
            wait,
            busy,
        });
    }
    let asked = directory.asked_at_door(&hall, page.now);
    let door = asked.map(|form| {
        let address = super::here(&web, &format!("/declare/{hall}"));
        (page.t.name(&form.name, &form.name_en).to_owned(), super::Qr::of(&address))
    });
    let no_paper =
        web.app().printer_now(&hall).await?.map_or_else(String::new, |now| paper::ahead(page.t, now));
    let results = directory.series(&hall, "return").is_some();
    Ok(page::html(&KioskPage { page, head, tiles, results, door, no_paper }))
}

/// How many wait for a field and roughly how long, and whether that is long.
fn wait(page: &Page, pace: &HallPace, field: &str, wait_ms: Option<i64>) -> (String, bool) {
    const LONG_MS: i64 = 30 * 60_000;
    let (t, now) = (page.t, &pace.now);
    let waiting = now.waiting.iter().find(|one| one.field == field).map_or(0, |one| one.waiting);
    let open =
        |counter: &&CounterNow| counter.status == "open" && counter.fields.iter().any(|one| one == field);
    if !now.counters.iter().any(|counter| open(&counter)) {
        let people =
            if waiting == 0 { String::new() } else { format!("{}, ", t.count("queue.people", waiting)) };
        return (format!("{people}{}", t.t("queue.no_counter")), false);
    }
    if waiting == 0 {
        return (t.t("queue.nobody").to_owned(), false);
    }
    let people = t.count("queue.people", waiting);
    match wait_ms.map(|wait_ms| pace.over_rest(wait_ms)) {
        Some(WaitOverRest { resumes_at: Some(at), .. }) => {
            (format!("{people}, {}", t.one("queue.after_rest", "at", look::clock(at))), true)
        }
        Some(WaitOverRest { wait_ms, .. }) => {
            let minutes = look::waiting(t, wait_ms);
            (format!("{people}, {minutes}"), wait_ms > LONG_MS)
        }
        None => (people, false),
    }
}

#[derive(Deserialize, Default)]
struct Question {
    #[serde(default)]
    q: String,
    #[serde(default)]
    procedure: String,
    /// Field groups of other errands, with commas between.
    #[serde(default)]
    with: String,
}

async fn search(
    State(web): State<Web>,
    page: Page,
    Path(hall): Path<String>,
    Query(asked): Query<Question>,
) -> Result<Response, Fault> {
    Ok(page::html(&searched(&web, page, &hall, &asked.q, String::new()).await?))
}

async fn searched(
    web: &Web,
    page: Page,
    hall: &str,
    asked: &str,
    wrong: String,
) -> Result<KioskSearchPage, Fault> {
    let head = head(web, &page, hall, Screen::Search).await?;
    let directory = web.app().directory();
    let taken = directory.catalogue().fields_of(hall);
    let here =
        |one: &Procedure| taken.iter().any(|field| field.code == directory.catalogue().field_in(hall, one));
    let question: String = asked.chars().take(60).collect();
    let unit = directory.hall(hall).map_or("", |hall| hall.unit.as_str());
    let found = web.app().find_procedures(&question, Scope::Centre(unit), 60).await?;
    let read_as = found.read_as.clone().unwrap_or_default();
    let found: Vec<Found> = found
        .procedures()
        .filter(|procedure| here(procedure))
        .take(5)
        .map(|procedure| Found {
            href: format!(
                "/kiosk/{hall}/field/{}?procedure={}",
                directory.catalogue().field_in(hall, procedure),
                crate::form::encoded(&procedure.key())
            ),
            name: page.t.name(procedure.listed_name(), &procedure.name_en).to_owned(),
            full: String::new(),
            time: super::procedure::time_in_all(page.t, procedure),
            fee: look::fee(page.t, procedure.fee_vnd()),
        })
        .collect();
    let keys = KioskKeys::words(page.t);
    let offered = if found.is_empty() { taken.as_slice() } else { &[] };
    let field = |field: &&Field| {
        let name = page.t.name(&field.name, &field.name_en).to_owned();
        (format!("/kiosk/{hall}/field/{}", field.code), name)
    };
    let fields = offered.iter().map(field).collect();
    Ok(KioskSearchPage { page, head, question, found, read_as, fields, keys, wrong })
}

/// What was typed is looked for under its own address; a card held under the reader here is nothing to look for, and its number stands in no address.
async fn search_typed(
    State(web): State<Web>,
    page: Page,
    Path(hall): Path<String>,
    form: Form,
) -> Result<Response, Fault> {
    let question = form.get("q");
    if looks_like_card(question) {
        let wrong = page.t.t("kiosk.card_here").to_owned();
        let shown = searched(&web, page, &hall, "", wrong).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page::html(&shown)).into_response());
    }
    let question = crate::form::encoded(question);
    Ok(Redirect::to(&format!("/kiosk/{hall}/search?q={question}")).into_response())
}

async fn field(
    State(web): State<Web>,
    page: Page,
    Path((hall, field)): Path<(String, String)>,
    Query(asked): Query<Question>,
) -> Result<Response, Fault> {
    let mut head = head(&web, &page, &hall, Screen::Choose).await?;
    let directory = web.app().directory();
    directory.series(&hall, &field).ok_or(Fault::NotFound)?;
    let known = directory.catalogue().fields.get(&field).ok_or(Fault::NotFound)?;
    let on = directory.date(page.now);
    let procedure = asked
        .procedure
        .split_once('@')
        .and_then(|(code, publisher)| directory.catalogue().procedure(code, publisher, &on))
        .filter(|procedure| directory.catalogue().field_in(&hall, procedure) == field);
    let t = page.t;
    let name = procedure.map_or_else(
        || t.name(&known.name, &known.name_en).to_owned(),
        |procedure| t.name(procedure.listed_name(), &procedure.name_en).to_owned(),
    );
    let pace = web.app().hall_pace(&hall).await?;
    let wait_ms = pace.waits_behind_all().get(field.as_str()).copied();
    let (wait, _) = wait(&page, &pace, &field, wait_ms);
    let priorities = Priority::ALL
        .into_iter()
        .filter(|one| *one != Priority::None)
        .map(|one| PriorityChoice {
            word: one.word(),
            icon: priority_icon(one),
            text: t.code("priority", one.word()),
        })
        .collect();
    let procedure = procedure.map(Procedure::key).unwrap_or_default();
    let others = more::others(&web, t, (&hall, &field, &procedure), &asked.with);
    let closed = closed(&web, &page, &hall, &field).await?;
    if closed.is_some() {
        // The voice has no words for this screen yet.
        head.read = String::new();
    }
    Ok(page::html(&KioskFieldPage { page, head, field, name, procedure, wait, others, priorities, closed }))
}

/// What whoever comes too late reads. Who goes ahead of others and could still be called asks a person.
async fn closed(web: &Web, page: &Page, hall: &str, field: &str) -> Result<Option<Closed>, Fault> {
    let closing = web.app().closing(hall, field, Priority::None).await?;
    let Some(refusal) = closing.and_then(|closing| closing.refusal(page.now)) else { return Ok(None) };
    let opens = closing.map_or(page.now, |closing| closing.opens_at);
    let day = look::weekday_date(page.lang(), opens);
    let bookable = web.app().directory().can_be_booked(hall, field);
    let address = super::here(web, &format!("/book/{hall}/{field}"));
    Ok(Some(Closed {
        why: page.t.code("refusal", &refusal.code),
        opens: page.t.with("kiosk.opens", &[("at", &look::clock(opens)), ("day", &day)]),
        book: bookable.then(|| super::Qr::of(&address)),
    }))
}

const fn priority_icon(priority: Priority) -> &'static str {
    match priority {
        Priority::Elder => "elder",
        Priority::Pregnant => "care",
        Priority::Disabled => "wheel",
        Priority::Merit => "star",
        Priority::Child => "baby",
        Priority::None => "ticket",
    }
}

async fn take(
    State(web): State<Web>,
    Caller(address): Caller,
    Path(hall): Path<String>,
    form: Form,
) -> Result<Response, Fault> {
    web.kiosk().lets(&address)?;
    let field = form.get("field").to_owned();
    let priority = Priority::from_word(form.get("priority")).unwrap_or_default();
    let procedure = form.get("procedure").to_owned();
    let others = form.all("with").map(|field| Errand { field: field.to_owned(), procedure: String::new() });
    let mut errands = vec![Errand { field: field.clone(), procedure: procedure.clone() }];
    errands.extend(others);
    let hall_code = hall.clone();
    let command = if errands.len() > 1 {
        Command::Errands(Errands::Take { hall: hall_code, errands, priority })
    } else {
        Command::TakeTicket { hall: hall_code, field: field.clone(), procedure, priority }
    };
    let answer = match web.act(&Actor::Kiosk { hall: hall.clone() }, &form.command_id(), command).await {
        // The page of the field says when to come back.
        Err(Fault::Refused(refusal)) if refusal.code.starts_with("hall_clos") => {
            let said = format!("no.{}", refusal.code);
            return Ok(page::done(&format!("/kiosk/{hall}/field/{field}"), &said, "", web.options().secure));
        }
        answer => answer?,
    };
    to_ticket(&web, &hall, answer.ticket).await
}

/// On to the number that was taken, large.
async fn to_ticket(web: &Web, hall: &str, ticket: Option<StreamId>) -> Result<Response, Fault> {
    let ticket = web.app().ticket(ticket.ok_or(Fault::Failed)?).await?.ok_or(Fault::Failed)?;
    Ok(Redirect::to(&format!("/kiosk/{hall}/ticket/{}", ticket.token)).into_response())
}

/// What stands in the field again: what was typed. What was scanned holds the token of somebody's page, or is somebody's card, and is not shown to
/// whoever comes next.
fn kept(typed: &str) -> String {
    if typed.contains('/') || looks_like_card(typed) {
        String::new()
    } else {
        typed.chars().take(40).collect()
    }
}

async fn ticket(
    State(web): State<Web>,
    page: Page,
    Path((hall, token)): Path<(String, String)>,
) -> Result<Response, Fault> {
    let ticket =
        web.app().ticket_by_token(&token).await?.filter(|one| one.hall == hall).ok_or(Fault::NotFound)?;
    let head = head(&web, &page, &hall, Screen::Number(&ticket.label)).await?;
    let now = ticket_now(&web, page.t, &ticket);
    let paper = paper::of(page.t, &ticket, page.now);
    let qr = super::Qr::of(&super::here(&web, &format!("/t/{token}")));
    Ok(page::html(&KioskTicketPage { page, head, now, token, qr, paper }))
}
