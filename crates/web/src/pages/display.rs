//! `/display/{hall}`: who is called to which counter, read from eight metres and spoken. Nothing about anybody: numbers only.

use crate::fault::Fault;
use crate::look;
use crate::page::{self, Page};
use crate::pages::told::{Told, told};
use crate::route::{Access, Route};
use crate::web::Web;
use crate::words::T;
use adapters::speech::{Language, call_phrase};
use app::Loudness;
use app::queries::CalledTicket;
use app::queries::hall::HallNow;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};
use policy::Action;
use serde::Deserialize;

pub(crate) fn routes() -> Vec<Route> {
    let hall = Access::Hall(Action::SeeHall);
    vec![
        Route::get("/display", hall, any_hall),
        Route::get("/display/{hall}", hall, show),
        Route::get("/display/{hall}/now", hall, now),
        Route::get("/display/{hall}/call.wav", hall, call),
    ]
}

/// A call on the display.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// `A-012`.
    pub label: String,
    /// Number over the counter.
    pub counter: i64,
    /// What tells one call from another, for the loudspeaker: the same ticket called again is another call.
    pub id: String,
    /// Address of the sound.
    pub sound: String,
    /// It waits for the person now; otherwise the person is at the counter.
    pub open: bool,
}

/// What moves on the display.
#[derive(Clone, Debug, PartialEq, Eq, Template)]
#[template(path = "hall/display-now.html")]
pub struct DisplayNow {
    /// Texts.
    pub t: T,
    /// Called last.
    pub first: Option<Call>,
    /// Called before it.
    pub recent: Vec<Call>,
    /// Calls to be spoken, oldest first.
    pub spoken: Vec<Call>,
    /// People waiting.
    pub waiting: i64,
    /// Mean wait today in words, of no length when nobody was served yet.
    pub mean: String,
    /// The hall is closed: no counter is open.
    pub closed: bool,
    /// What is told in the hall.
    pub told: Told,
    /// Percent of full loudness at this hour.
    pub volume: i64,
}
impl askama::filters::HtmlSafe for DisplayNow {}

/// Màn hình gọi số.
#[derive(Template)]
#[template(path = "hall/display.html")]
pub struct DisplayPage {
    /// Surroundings.
    pub page: Page,
    /// Hall code.
    pub hall: String,
    /// Name of the hall.
    pub name: String,
    /// `09:36`.
    pub clock: String,
    /// `thứ Năm 27/08/2026`.
    pub date: String,
    /// What moves.
    pub now: DisplayNow,
    /// A clip of the voice is missing: some calls are shown, not spoken.
    pub voice_missing: bool,
}

async fn any_hall(State(web): State<Web>, page: Page) -> Result<Response, Fault> {
    let directory = web.app().directory();
    let hall = directory.halls_at(page.now).next().ok_or(Fault::NotFound)?;
    Ok(Redirect::to(&format!("/display/{}", hall.code)).into_response())
}

async fn show(State(web): State<Web>, page: Page, Path(hall): Path<String>) -> Result<Response, Fault> {
    let directory = web.app().directory();
    let known = directory.halls_at(page.now).find(|known| known.code == hall).ok_or(Fault::NotFound)?;
    let name = page.t.name(&known.name, &known.name_en).to_owned();
    let now = read(&web, page.t, &hall).await?;
    Ok(page::html(&DisplayPage {
        name,
        clock: look::clock(page.now),
        date: look::weekday_date(page.lang(), page.now),
        voice_missing: !web.voice_notices().is_empty(),
        now,
        hall,
        page,
    }))
}

async fn now(State(web): State<Web>, page: Page, Path(hall): Path<String>) -> Result<Response, Fault> {
    web.app().directory().hall(&hall).ok_or(Fault::NotFound)?;
    Ok(page::html(&read(&web, page.t, &hall).await?))
}

async fn read(web: &Web, t: T, hall: &str) -> Result<DisplayNow, Fault> {
    let called = web.app().called(hall).await?;
    let hall_now = web.app().hall_now(hall).await?;
    let told = told(web, t, hall).await?;
    let volume = web.app().directory().loudness(hall, web.app().now());
    Ok(DisplayNow { told, volume, ..display_now(t, hall, &called, &hall_now) })
}

/// How many calls stand beside the newest one.
const RECENT: usize = 5;

/// The display of a hall, nothing told.
#[must_use]
pub fn display_now(t: T, hall: &str, called: &[CalledTicket], now: &HallNow) -> DisplayNow {
    let call = |one: &CalledTicket| Call {
        label: look::ticket(&one.label),
        counter: one.number,
        id: format!("{}-{}", one.ticket, one.calls),
        sound: format!(
            "/display/{hall}/call.wav?ticket={}&counter={}&lang={}",
            one.label,
            one.number,
            t.lang().tag()
        ),
        open: true,
    };
    let at_counter = |label: &str, number: i64| Call {
        label: look::ticket(label),
        counter: number,
        id: String::new(),
        sound: String::new(),
        open: false,
    };
    let mut calls = called.iter().map(call);
    let first = calls.next();
    let shown: Vec<Call> = calls.collect();
    // Behind those being called, the tickets now at the counters, the newest first.
    let mut busy: Vec<_> = now
        .counters
        .iter()
        .filter(|counter| counter.visit.is_some() && !counter.ticket_label.is_empty())
        .collect();
    busy.sort_by_key(|counter| std::cmp::Reverse(counter.visit));
    let seated = busy.into_iter().map(|counter| at_counter(&counter.ticket_label, counter.number));
    let recent = shown.into_iter().chain(seated).take(RECENT).collect();
    let mut spoken: Vec<Call> = called.iter().map(call).collect();
    spoken.reverse();
    let mean = if now.visits == 0 {
        String::new()
    } else {
        t.count("queue.mean", look::wait_minutes(now.mean_wait_ms))
    };
    DisplayNow {
        t,
        first,
        recent,
        spoken,
        waiting: now.waiting.iter().map(|one| one.waiting).sum(),
        mean,
        closed: !now.counters.iter().any(|counter| counter.status == "open"),
        told: Told::nothing(t),
        volume: Loudness::FULL,
    }
}

#[derive(Deserialize)]
struct Said {
    ticket: String,
    counter: u32,
}

/// One spoken call. Joined from clips each time: it takes less than fetching it from a disk.
async fn call(State(web): State<Web>, page: Page, Query(said): Query<Said>) -> Result<Response, Fault> {
    let language = if page.t.vi() { Language::Vietnamese } else { Language::English };
    if said.ticket.len() > 8 {
        return Err(Fault::NotFound);
    }
    let phrase = call_phrase(language, &said.ticket, said.counter).map_err(|_| Fault::NotFound)?;
    let wav = web.voice().announce(&phrase).wav.ok_or(Fault::NotFound)?;
    Ok(([(CONTENT_TYPE, "audio/wav"), (CACHE_CONTROL, "public, max-age=86400")], wav).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;
    use domain::kernel::StreamId;

    fn called(label: &str, number: i64, calls: i64) -> CalledTicket {
        CalledTicket {
            ticket: StreamId(number),
            label: label.into(),
            counter: format!("{number:02}"),
            number,
            called_at: 1_000 - number,
            calls,
        }
    }

    fn empty_hall() -> HallNow {
        HallNow {
            hall: "H1".into(),
            counters: vec![],
            waiting: vec![],
            visits: 0,
            mean_wait_ms: 0,
            mean_visit_ms: 0,
        }
    }

    #[test]
    fn the_newest_call_fills_the_screen_and_older_ones_are_spoken_first() {
        let now = display_now(
            T::new(Lang::Vi),
            "H1",
            &[called("D047", 14, 1), called("A012", 5, 2)],
            &empty_hall(),
        );
        assert_eq!(now.first.as_ref().map(|call| call.label.as_str()), Some("D-047"));
        assert_eq!(now.recent.iter().map(|call| call.label.as_str()).collect::<Vec<_>>(), ["A-012"]);
        assert_eq!(now.spoken.iter().map(|call| call.id.as_str()).collect::<Vec<_>>(), ["5-2", "14-1"]);
    }

    #[test]
    fn a_recall_is_another_call_to_be_spoken() {
        let id = |calls| {
            display_now(T::new(Lang::Vi), "H1", &[called("D047", 14, calls)], &empty_hall()).spoken[0]
                .id
                .clone()
        };
        assert_ne!(id(1), id(2));
    }

    #[test]
    fn a_hall_without_an_open_counter_says_so() {
        let now = display_now(T::new(Lang::Vi), "H1", &[], &empty_hall());
        assert!(now.closed && now.first.is_none() && now.mean.is_empty());
    }
}
