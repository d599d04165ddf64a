//! `/gate/{hall}`: the screen at the gate. A scanner that types, the camera of the screen or a finger says which pass; the screen says what follows,
//! aloud as well, who is called in, and how many are inside.

use super::pass::pass_now;
use crate::fault::Fault;
use crate::form::Form;
use crate::look;
use crate::page::{self, Page};
use crate::pages::Qr;
use crate::surroundings::Caller;
use crate::web::Web;
use crate::words::T;
use adapters::speech::{AtGate, Language, gate_phrase};
use app::queries::{GateNow, PassView};
use app::{Actor, Command};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::HeaderName;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};
use domain::kernel::{CommandId, StreamId};
use serde::Deserialize;

/// What follows from a pass that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scanned {
    /// `Y-012`, of no length when none was read.
    pub label: String,
    /// `enter`, `wait`, `stop`, `over`: how it looks.
    pub state: &'static str,
    /// Icon.
    pub icon: &'static str,
    /// In one or two words.
    pub headline: String,
    /// What to do.
    pub text: String,
    /// Address of what is said, of no length when the voice lacks it.
    pub sound: String,
    /// What tells one reading from another, for the loudspeaker.
    pub id: String,
}

/// Somebody who is called in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Called {
    /// What tells one call from another: the same pass called again is another call.
    pub id: String,
    /// `Y-012`.
    pub label: String,
    /// Address of the call, of no length when the voice lacks it.
    pub sound: String,
}

/// What moves at the gate.
#[derive(Clone, Debug, PartialEq, Eq, Template)]
#[template(path = "hall/gate-now.html")]
pub struct GatePart {
    /// Texts.
    pub t: T,
    /// People inside.
    pub inside: i64,
    /// `120`, of no length without a bound.
    pub capacity: String,
    /// It is full.
    pub full: bool,
    /// People in line outside.
    pub waiting: i64,
    /// Who is called in.
    pub called: Vec<Called>,
    /// Percent of full loudness at this hour.
    pub volume: i64,
}
impl askama::filters::HtmlSafe for GatePart {}

/// Màn hình ở cổng.
#[derive(Template)]
#[template(path = "hall/gate.html")]
pub struct GatePage {
    /// Surroundings.
    pub page: Page,
    /// Hall code.
    pub hall: String,
    /// Name of the hall.
    pub name: String,
    /// `09:36`.
    pub clock: String,
    /// Name of the form, of no length while nothing is asked.
    pub form: String,
    /// Code of the page where one declares.
    pub qr: Qr,
    /// What follows from the pass that was read last.
    pub scanned: Option<Scanned>,
    /// What moves.
    pub now: GatePart,
}

/// What was read last: the pass, or why none was.
#[derive(Deserialize, Default)]
pub(super) struct Last {
    #[serde(default)]
    pass: String,
    #[serde(default)]
    no: String,
    #[serde(default)]
    at: String,
}

pub(super) async fn show(
    State(web): State<Web>,
    page: Page,
    Path(hall): Path<String>,
    Query(last): Query<Last>,
) -> Result<Response, Fault> {
    let directory = web.app().directory();
    let known = directory.halls_at(page.now).find(|known| known.code == hall).ok_or(Fault::NotFound)?;
    let form = directory.asked_at_door(&hall, page.now);
    let pass = match last.pass.parse::<StreamId>().ok() {
        Some(arrival) => web.app().pass_of(arrival).await?.filter(|pass| pass.hall == hall),
        None => None,
    };
    let scanned = scanned(&web, &page, &hall, pass.as_ref(), &last);
    let shown = GatePage {
        name: page.t.name(&known.name, &known.name_en).to_owned(),
        clock: look::clock(page.now),
        form: form.map(|form| page.t.name(&form.name, &form.name_en).to_owned()).unwrap_or_default(),
        qr: Qr::of(&crate::pages::here(&web, &format!("/declare/{hall}"))),
        scanned,
        now: read(&web, page.t, &hall).await?,
        hall,
        page,
    };
    // The only page that may use a camera: its own.
    let camera =
        (HeaderName::from_static("permissions-policy"), "camera=(self), microphone=(), geolocation=()");
    Ok(([camera], page::html(&shown)).into_response())
}

pub(super) async fn now(
    State(web): State<Web>,
    page: Page,
    Path(hall): Path<String>,
) -> Result<Response, Fault> {
    web.app().directory().hall(&hall).ok_or(Fault::NotFound)?;
    Ok(page::html(&read(&web, page.t, &hall).await?))
}

async fn read(web: &Web, t: T, hall: &str) -> Result<GatePart, Fault> {
    let GateNow { inside, capacity, called, waiting, .. } = web.app().gate_now(hall).await?;
    let call = |(label, since): &(String, i64)| Called {
        id: format!("{label}-{since}"),
        label: look::ticket(label),
        sound: sound(web, t, hall, "come", label),
    };
    Ok(GatePart {
        t,
        inside,
        full: capacity.is_some_and(|most| inside + i64::try_from(called.len()).unwrap_or(0) >= most),
        capacity: capacity.map(|most| most.to_string()).unwrap_or_default(),
        waiting,
        called: called.iter().map(call).collect(),
        volume: web.app().directory().loudness(hall, "", web.app().now()),
    })
}

/// What follows, in words, for eyes and ears.
fn scanned(web: &Web, page: &Page, hall: &str, pass: Option<&PassView>, last: &Last) -> Option<Scanned> {
    let t = page.t;
    let heard = |what: &str| sound(web, t, hall, what, "");
    let id = format!("scan-{}", last.at);
    if !last.no.is_empty() {
        return Some(Scanned {
            label: pass.map(|pass| look::ticket(&pass.label)).unwrap_or_default(),
            state: "over",
            icon: "bang",
            headline: t.t("gate.again").to_owned(),
            text: t.code("refusal", &last.no),
            sound: String::new(),
            id,
        });
    }
    let pass = pass?;
    let now = pass_now(t, &web.app().directory(), pass, page.now);
    let (state, icon, headline, text, what) = match pass.place.as_str() {
        "inside" => ("enter", "tick", t.t("gate.in").to_owned(), t.t("gate.in_text").to_owned(), "in"),
        "line" | "away" | "called" => ("wait", "clock", t.t("gate.full").to_owned(), now.before, "full"),
        _ if pass.may_enter() => ("over", "back", t.t("gate.out").to_owned(), String::new(), ""),
        _ => ("stop", "bang", now.headline, t.t("gate.staff_text").to_owned(), "staff"),
    };
    Some(Scanned { label: now.label, state, icon, headline, text, sound: heard(what), id })
}

/// Address of something that is said, of no length when the voice lacks it.
fn sound(web: &Web, t: T, hall: &str, what: &str, pass: &str) -> String {
    let known = said(what, pass).and_then(|what| gate_phrase(language(t), what).ok());
    if known.is_none_or(|phrase| !web.voice().can_say(&phrase)) {
        return String::new();
    }
    let pass = if pass.is_empty() { String::new() } else { format!("&pass={pass}") };
    format!("/gate/{hall}/say.wav?what={what}{pass}&lang={}", t.lang().tag())
}

const fn language(t: T) -> Language {
    if t.vi() { Language::Vietnamese } else { Language::English }
}

fn said<'a>(what: &str, pass: &'a str) -> Option<AtGate<'a>> {
    Some(match what {
        "in" => AtGate::In,
        "full" => AtGate::Full,
        "staff" => AtGate::Staff,
        "come" if (1..=8).contains(&pass.len()) => AtGate::Come(pass),
        _ => return None,
    })
}

#[derive(Deserialize)]
pub(super) struct Say {
    what: String,
    #[serde(default)]
    pass: String,
}

pub(super) async fn say(
    State(web): State<Web>,
    page: Page,
    Path(hall): Path<String>,
    Query(asked): Query<Say>,
) -> Result<Response, Fault> {
    web.app().directory().hall(&hall).ok_or(Fault::NotFound)?;
    let what = said(&asked.what, &asked.pass).ok_or(Fault::NotFound)?;
    let phrase = gate_phrase(language(page.t), what).map_err(|_| Fault::NotFound)?;
    let wav = web.voice().announce(&phrase).wav.ok_or(Fault::NotFound)?;
    Ok(([(CONTENT_TYPE, "audio/wav"), (CACHE_CONTROL, "public, max-age=86400")], wav).into_response())
}

/// A pass was read, or its number typed: `…/pass/<token>`, `Y012`, `12`.
pub(super) async fn scan(
    State(web): State<Web>,
    page: Page,
    Caller(address): Caller,
    Path(hall): Path<String>,
    form: Form,
) -> Result<Response, Fault> {
    web.kiosk().lets(&address)?;
    web.app().directory().hall(&hall).ok_or(Fault::NotFound)?;
    let code = form.get("code");
    let typed = code.trim_start_matches(['Y', 'y']).trim_start_matches('-').parse::<i64>();
    let found = match (code.rsplit_once("/pass/"), typed) {
        (Some((_, token)), _) => {
            web.app().pass_by_token(token.split(['?', '/']).next().unwrap_or("")).await?
        }
        (None, Ok(number)) => web.app().pass_by_number(&hall, number).await?,
        (None, Err(_)) => None,
    };
    let back = |query: String| Redirect::to(&format!("/gate/{hall}?{query}&at={}", page.now)).into_response();
    let Some(pass) = found else { return Ok(back("no=pass_unknown".to_owned())) };
    let arrival = pass.arrival;
    let command = Command::PassGate { hall: hall.clone(), arrival };
    // Two passes read from one page, one right after the other, are two acts; one pass read twice is one.
    let id = CommandId(format!("{}-{arrival}", form.command_id().0));
    match web.act(&Actor::Kiosk { hall: hall.clone() }, &id, command).await {
        Ok(_) => Ok(back(format!("pass={arrival}"))),
        // Who is to be tested or to wait outside is told so, not that something went wrong.
        Err(Fault::Refused(refusal)) if refusal.code == "arrival_not_cleared" => {
            Ok(back(format!("pass={arrival}")))
        }
        Err(Fault::Refused(refusal)) => Ok(back(format!("pass={arrival}&no={}", refusal.code))),
        Err(fault) => Err(fault),
    }
}
