//! `/pass/{token}`: the pass of a day on one's own phone: the code for the scanner, and where one stands in the line.

use crate::fault::Fault;
use crate::form::Form;
use crate::look;
use crate::page::{self, Page};
use crate::pages::Qr;
use crate::parts::Note;
use crate::web::Web;
use crate::words::T;
use app::queries::PassView;
use app::{Actor, Command, Directory};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use policy::{Action, Resource};

/// What moves on a pass.
#[derive(Clone, Debug, PartialEq, Eq, Template)]
#[template(path = "citizen/pass-now.html")]
pub struct PassNow {
    /// Texts.
    pub t: T,
    /// `Y-012`.
    pub label: String,
    /// `enter`, `wait`, `stop`, `over`: how the card looks.
    pub state: &'static str,
    /// In one or two words.
    pub headline: String,
    /// What to do.
    pub note: Note,
    /// People before this one, of no length when not in line.
    pub before: String,
}
impl askama::filters::HtmlSafe for PassNow {}

/// Giấy vào cổng.
#[derive(Template)]
#[template(path = "citizen/pass.html")]
pub struct PassPage {
    /// Surroundings.
    pub page: Page,
    /// Token of the address.
    pub token: String,
    /// Hall code.
    pub hall: String,
    /// Name of the hall.
    pub hall_name: String,
    /// The day it holds.
    pub day: String,
    /// What moves.
    pub now: PassNow,
    /// The code for the scanner, none once it is of no use.
    pub qr: Option<Qr>,
    /// Waits outside and may go home.
    pub open: bool,
}

/// The pass of a token, when the policies let its holder see it.
async fn opened(web: &Web, token: &str) -> Result<PassView, Fault> {
    let found = web.app().pass_by_token(token).await?.ok_or(Fault::NotFound)?;
    let directory = web.app().directory();
    let unit = directory.hall(&found.hall).map_or("", |hall| hall.unit.as_str());
    let resource = Resource::ticket(&directory.unit_path(unit));
    web.app().permit(&Actor::Citizen, Action::DeclareAtDoor, &resource)?;
    Ok(found)
}

pub(super) async fn show(
    State(web): State<Web>,
    page: Page,
    Path(token): Path<String>,
) -> Result<Response, Fault> {
    let pass = opened(&web, &token).await?;
    let directory = web.app().directory();
    let hall = directory.hall(&pass.hall).ok_or(Fault::NotFound)?;
    let now = pass_now(page.t, &directory, &pass, page.now);
    let is_today = directory.day(page.now) == pass.day;
    Ok(page::html(&PassPage {
        hall_name: page.t.name(&hall.name, &hall.name_en).to_owned(),
        hall: pass.hall.clone(),
        day: look::weekday_date(page.lang(), pass.declared_at),
        qr: is_today.then(|| Qr::of(&crate::pages::here(&web, &format!("/pass/{token}")))),
        open: matches!(pass.place.as_str(), "line" | "called" | "away"),
        now,
        token,
        page,
    }))
}

pub(super) async fn now(
    State(web): State<Web>,
    page: Page,
    Path(token): Path<String>,
) -> Result<Response, Fault> {
    let pass = opened(&web, &token).await?;
    Ok(page::html(&pass_now(page.t, &web.app().directory(), &pass, page.now)))
}

pub(super) async fn give_up(
    State(web): State<Web>,
    Path(token): Path<String>,
    form: Form,
) -> Result<Response, Fault> {
    let pass = opened(&web, &token).await?;
    let command = Command::GiveUpPass(pass.arrival);
    web.act(&Actor::Citizen, &form.command_id(), command).await?;
    Ok(page::done(&format!("/pass/{token}"), "pass_given_up", "", web.options().secure))
}

/// A pass in words.
#[must_use]
pub(crate) fn pass_now(t: T, directory: &Directory, pass: &PassView, now: i64) -> PassNow {
    let why = || {
        let form = directory.catalogue().declaration_version(&pass.form, &pass.version);
        let rule = form.and_then(|form| form.rule(pass.rule));
        rule.map(|rule| t.name(&rule.text, &rule.text_en).to_owned()).unwrap_or_default()
    };
    let (state, headline, note) = match pass.place.as_str() {
        _ if directory.day(now) != pass.day => ("over", "door.over", Note::info(t.t("door.over_text"))),
        "inside" => ("enter", "door.inside", Note::ok(t.t("door.inside_text"))),
        "called" => ("enter", "door.called", Note::ok(t.t("door.called_text"))),
        "line" => ("wait", "door.line", Note::info(t.t("door.line_text"))),
        "away" => ("wait", "door.away", Note::soon(t.t("door.away_text"))),
        _ if pass.may_enter() => ("enter", "door.enter", Note::info(t.t("door.enter_text"))),
        _ if pass.advice == "test" => {
            ("stop", "door.test", Note::soon(t.with("door.test_text", &[("why", &why())])))
        }
        _ => ("stop", "door.outside", Note::late(t.with("door.outside_text", &[("why", &why())]))),
    };
    let before = match pass.place.as_str() {
        "line" if pass.before == 0 => t.t("door.next").to_owned(),
        "line" => t.count("door.before", pass.before),
        _ => String::new(),
    };
    PassNow { t, label: look::ticket(&pass.label), state, headline: t.t(headline).to_owned(), note, before }
}
