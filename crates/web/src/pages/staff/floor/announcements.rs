//! Thông báo trong sảnh: what whoever runs the hall tells everybody in it today, and what was told.

use super::hall_of;
use crate::fault::Fault;
use crate::look::{self, TimeState};
use crate::page::{self, Page};
use crate::pages::staff::names::Names;
use crate::pages::staff::sent::{Sent, again};
use crate::pages::staff::{actor, errors_of, keybar, names};
use crate::parts::{Chip, ErrorSummary, KeyBar, Pick};
use crate::route::{Access, Route};
use crate::web::Web;
use app::Command;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::announcement::Announcement;
use domain::announcement::LONGEST;
use domain::kernel::Millis;
use policy::Action;

pub(super) fn routes() -> Vec<Route> {
    let tells = Access::Staff(Action::AnnounceInHall);
    vec![
        Route::get("/floor/announcements", tells, show),
        Route::post("/floor/announcements", tells, tell),
        Route::post("/floor/announcements/{number}/withdraw", tells, withdraw),
    ]
}

/// Something told today.
#[derive(Clone, Debug, PartialEq, Eq)]
struct ToldRow {
    number: i64,
    text: String,
    text_en: String,
    by: String,
    at: String,
    chip: Chip,
    holds: bool,
}

/// What was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Typed {
    text: String,
    text_en: String,
    minutes: String,
    until: String,
}

#[derive(Template)]
#[template(path = "staff/announcements.html")]
struct AnnouncementsPage {
    page: Page,
    hall: String,
    hall_name: String,
    longest: usize,
    typed: Typed,
    lengths: Vec<Pick>,
    /// Texts are spoken by the machine's voice; otherwise a chime alone is heard.
    speaks: bool,
    rows: Vec<ToldRow>,
    errors: ErrorSummary,
    keys: KeyBar,
}

/// Minutes an announcement may hold, besides a time that is typed.
const MINUTES: [&str; 4] = ["15", "30", "60", "120"];
/// Until the hall closes.
const CLOSING: &str = "closing";

async fn show(State(web): State<Web>, page: Page) -> Result<Response, Fault> {
    let typed = Typed { minutes: "30".to_owned(), ..Typed::default() };
    Ok(page::html(&shown(&web, page, typed, ErrorSummary::default()).await?))
}

async fn shown(
    web: &Web,
    page: Page,
    typed: Typed,
    errors: ErrorSummary,
) -> Result<AnnouncementsPage, Fault> {
    let names = names(web, &page);
    let hall = hall_of(&names, actor(&page)?.unit()).ok_or(Fault::NotFound)?;
    let t = page.t;
    let minutes = MINUTES.map(|minutes| Pick {
        value: minutes.to_owned(),
        text: t.count("announce.minutes", minutes.parse::<i64>().unwrap_or_default()),
    });
    let closing = Pick { value: CLOSING.to_owned(), text: t.t("announce.closing").to_owned() };
    let told = web.app().told_today(&hall).await?;
    Ok(AnnouncementsPage {
        hall_name: names.hall(&hall),
        longest: LONGEST,
        typed,
        lengths: minutes.into_iter().chain([closing]).collect(),
        speaks: web.voice().speaks(),
        rows: told.iter().map(|line| row(&names, line)).collect(),
        errors,
        keys: keybar(t, &[]),
        hall,
        page,
    })
}

fn row(names: &Names, line: &Announcement) -> ToldRow {
    let t = names.t;
    let until = look::clock(line.until);
    let (chip, holds) = match &line.withdrawn {
        Some((by, at)) => {
            let values: [(&str, &dyn std::fmt::Display); 2] =
                [("by", &names.person(by)), ("at", &look::clock(*at))];
            (Chip::new(TimeState::Ahead, t.with("announce.withdrawn", &values)), false)
        }
        None if line.until <= names.now => {
            (Chip::new(TimeState::Ahead, t.one("announce.over", "at", until)), false)
        }
        None => (Chip::new(TimeState::OnTime, t.one("announce.holds", "at", until)), true),
    };
    ToldRow {
        number: line.number,
        text: line.text.clone(),
        text_en: line.text_en.clone(),
        by: names.person(&line.by),
        at: look::clock(line.at),
        chip,
        holds,
    }
}

async fn tell(sent: Sent) -> Result<Response, Fault> {
    let names = names(&sent.web, &sent.page);
    let hall = hall_of(&names, sent.actor.unit()).ok_or(Fault::NotFound)?;
    let get = |name: &str| sent.form.get(name).to_owned();
    let typed =
        Typed { text: get("text"), text_en: get("text_en"), minutes: get("minutes"), until: get("until") };
    let until = until(&names, &typed);
    let command = Command::TellHall { hall, text: typed.text.clone(), text_en: typed.text_en.clone(), until };
    match sent.act(command).await? {
        None => Ok(sent.done("/floor/announcements", "announced", "")),
        Some(refusal) => {
            let errors = errors_of(sent.page.t, &refusal);
            Ok(again(&shown(&sent.web, sent.page.clone(), typed, errors).await?))
        }
    }
}

/// Until when: the time that was typed, else so many minutes from now or the end of the opening hours. What is no time is none.
fn until(names: &Names, typed: &Typed) -> Option<Millis> {
    let calendar = names.directory.calendar();
    if !typed.until.is_empty() {
        return calendar.instant(&format!("{}T{}", names.directory.date(names.now), typed.until)).ok();
    }
    if typed.minutes == CLOSING {
        return calendar.closing_of_day(names.now).ok();
    }
    let minutes = MINUTES.iter().find(|minutes| **minutes == typed.minutes)?;
    minutes.parse::<i64>().ok().map(|minutes| names.now + minutes * 60_000)
}

async fn withdraw(Path(number): Path<i64>, sent: Sent) -> Result<Response, Fault> {
    let names = names(&sent.web, &sent.page);
    let hall = hall_of(&names, sent.actor.unit()).ok_or(Fault::NotFound)?;
    let command = Command::WithdrawAnnouncement { hall, number };
    sent.act_and_say(command, "/floor/announcements", "announcement_withdrawn").await
}
