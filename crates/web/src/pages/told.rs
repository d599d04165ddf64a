//! What whoever runs a hall tells everybody in it: a part of the displays, the kiosk, the ticket on the phone and the counter.

use crate::fault::Fault;
use crate::look;
use crate::page::{self, Page};
use crate::route::{Access, Route};
use crate::web::Web;
use crate::words::{Lang, T};
use adapters::speech::Language;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::announcement::Announcement;
use domain::kernel::Millis;
use policy::Action;
use serde::Deserialize;

pub(crate) fn routes() -> Vec<Route> {
    let hall = Access::Hall(Action::SeeHall);
    vec![Route::get("/told/{hall}", hall, part), Route::get("/told/{hall}/told.wav", hall, sound)]
}

/// One thing told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldLine {
    /// In the reader's language when it was told in it.
    pub text: String,
    /// Language of the text.
    pub lang: &'static str,
    /// `10:30`.
    pub until: String,
    /// What tells it from others, for the loudspeaker.
    pub id: String,
    /// Address of the sound.
    pub sound: String,
}

/// Everything told now.
#[derive(Clone, Debug, PartialEq, Eq, Template)]
#[template(path = "parts/told.html")]
pub struct Told {
    /// Texts.
    pub t: T,
    /// What is told, in the order it was.
    pub lines: Vec<ToldLine>,
    /// Milliseconds until one of them is over.
    pub turns: Option<Millis>,
}
impl askama::filters::HtmlSafe for Told {}

impl Told {
    /// Nothing is told.
    #[must_use]
    pub const fn nothing(t: T) -> Self {
        Self { t, lines: Vec::new(), turns: None }
    }
}

/// What is told in a hall now, in the reader's language where it was told in it.
///
/// # Errors
/// When it cannot be read.
pub async fn told(web: &Web, t: T, hall: &str) -> Result<Told, Fault> {
    let now = web.app().now();
    let lines = web.app().told_now(hall).await?;
    let turns = lines.iter().map(|line| line.until - now).min();
    Ok(Told { t, lines: lines.iter().map(|line| in_words(t, hall, line)).collect(), turns })
}

fn in_words(t: T, hall: &str, line: &Announcement) -> ToldLine {
    let lang = spoken_in(t, line);
    let text = if lang == Lang::En { &line.text_en } else { &line.text };
    ToldLine {
        text: text.clone(),
        lang: lang.tag(),
        until: look::clock(line.until),
        id: format!("told-{}-{}", line.number, line.at),
        sound: format!("/told/{hall}/told.wav?number={}&lang={}", line.number, lang.tag()),
    }
}

fn spoken_in(t: T, line: &Announcement) -> Lang {
    if t.vi() || line.text_en.is_empty() { Lang::Vi } else { Lang::En }
}

async fn part(State(web): State<Web>, page: Page, Path(hall): Path<String>) -> Result<Response, Fault> {
    web.app().directory().hall(&hall).ok_or(Fault::NotFound)?;
    Ok(page::html(&told(&web, page.t, &hall).await?))
}

#[derive(Deserialize)]
struct Said {
    number: i64,
}

/// A chime, and what is told after it where the voice can be made. Only what is told now has a sound.
async fn sound(
    State(web): State<Web>,
    page: Page,
    Path(hall): Path<String>,
    Query(said): Query<Said>,
) -> Result<Response, Fault> {
    let lines = web.app().told_now(&hall).await?;
    let line = lines.iter().find(|line| line.number == said.number).ok_or(Fault::NotFound)?;
    let (language, text) = match spoken_in(page.t, line) {
        Lang::Vi => (Language::Vietnamese, &line.text),
        Lang::En => (Language::English, &line.text_en),
    };
    let wav = web.spoken(language, text).await?;
    Ok(([(CONTENT_TYPE, "audio/wav"), (CACHE_CONTROL, "no-store")], wav.to_vec()).into_response())
}
