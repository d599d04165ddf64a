//! `/rate/{hall}/{counter}`: the tablet on a counter asks whoever was served how it was. One tap, thanks, and it waits for the next
//! visit. It shows a number and four faces and nothing about anybody; what was tapped is only counted.

use crate::fault::Fault;
use crate::form::Form;
use crate::look;
use crate::page::{self, Page};
use crate::parts::Hidden;
use crate::route::{Access, Route};
use crate::surroundings::Caller;
use crate::web::Web;
use app::queries::AskedToRate;
use app::{Actor, Command};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::kernel::{CommandId, Millis, StreamId};
use domain::visit::Score;
use policy::Action;

pub(crate) fn routes() -> Vec<Route> {
    let hall = Access::Hall(Action::RateVisit);
    vec![
        Route::get("/rate/{hall}/{counter}", hall, show),
        Route::get("/rate/{hall}/{counter}/now", hall, now),
        Route::post("/rate/{hall}/{counter}", hall, rate),
    ]
}

/// How long thanks are said.
const THANKS_MS: Millis = 6_000;

/// One of four.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Face {
    /// Word of the score.
    pub word: &'static str,
    /// Icon.
    pub icon: &'static str,
    /// In words.
    pub text: String,
}

/// What the tablet does now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asks {
    /// Nobody was here, or it was said, or it is too long ago.
    Nothing,
    /// It was said just now.
    Thanks,
    /// How was it?
    How {
        /// The visit the answer is about.
        visit: StreamId,
        /// What the form carries.
        hidden: Hidden,
        /// `Số D-012`, or the counter for a person without a number.
        about: String,
        /// The faces, the happiest first.
        faces: Vec<Face>,
    },
}

/// What moves on the tablet.
#[derive(Clone, Debug, Template)]
#[template(path = "hall/rate-now.html")]
pub struct RateNow {
    /// Surroundings.
    pub page: Page,
    /// Where the answer is sent.
    pub path: String,
    /// Number over the counter.
    pub number: i64,
    /// What it does.
    pub asks: Asks,
    /// In how many milliseconds it does something else by itself.
    pub turns: Option<Millis>,
    /// Why a tap did not count, of no length when it did.
    pub wrong: String,
}
impl askama::filters::HtmlSafe for RateNow {}

/// Máy đánh giá tại quầy.
#[derive(Template)]
#[template(path = "hall/rate.html")]
pub struct RatePage {
    /// Surroundings.
    pub page: Page,
    /// Hall code.
    pub hall: String,
    /// Name of the hall.
    pub name: String,
    /// `09:36`.
    pub clock: String,
    /// What moves.
    pub now: RateNow,
}

type Where = (String, String);

async fn show(State(web): State<Web>, page: Page, Path(place): Path<Where>) -> Result<Response, Fault> {
    Ok(page::html(&rate_page(&web, page, &place, String::new()).await?))
}

async fn now(State(web): State<Web>, page: Page, Path(place): Path<Where>) -> Result<Response, Fault> {
    Ok(page::html(&rate_now(&web, &page, &place, String::new()).await?))
}

async fn rate_page(web: &Web, page: Page, place: &Where, wrong: String) -> Result<RatePage, Fault> {
    let directory = web.app().directory();
    let hall = directory.halls_at(page.now).find(|known| known.code == place.0).ok_or(Fault::NotFound)?;
    Ok(RatePage {
        hall: hall.code.clone(),
        name: page.t.name(&hall.name, &hall.name_en).to_owned(),
        clock: look::clock(page.now),
        now: rate_now(web, &page, place, wrong).await?,
        page,
    })
}

async fn rate_now(web: &Web, page: &Page, (hall, counter): &Where, wrong: String) -> Result<RateNow, Fault> {
    let number = web.app().directory().counter(hall, counter).ok_or(Fault::NotFound)?.number;
    let asked = web.app().asked_to_rate(hall, counter).await?;
    let (asks, turns) = asks(page, number, asked);
    Ok(RateNow { page: page.clone(), path: format!("/rate/{hall}/{counter}"), number, asks, turns, wrong })
}

fn asks(page: &Page, number: i64, asked: Option<AskedToRate>) -> (Asks, Option<Millis>) {
    let Some(asked) = asked else { return (Asks::Nothing, None) };
    if let Some(at) = asked.rated_at {
        let left = at + THANKS_MS - page.now;
        return if left > 0 { (Asks::Thanks, Some(left)) } else { (Asks::Nothing, None) };
    }
    let left = asked.until.map(|until| until - page.now);
    if left.is_some_and(|left| left < 0) {
        return (Asks::Nothing, None);
    }
    let about = if asked.label.is_empty() {
        page.t.one("rate.counter", "n", number)
    } else {
        page.t.one("rate.number", "label", look::ticket(&asked.label))
    };
    let faces = Score::ALL
        .into_iter()
        .map(|score| Face {
            word: score.word(),
            icon: face_icon(score),
            text: page.t.code("score", score.word()),
        })
        .collect();
    let hidden = Hidden { csrf: page.csrf.clone(), command_id: command_id(asked.visit).0 };
    (Asks::How { visit: asked.visit, hidden, about, faces }, left.map(|left| left + 1_000))
}

pub(crate) const fn face_icon(score: Score) -> &'static str {
    match score {
        Score::VerySatisfied => "face-glad",
        Score::Satisfied => "face-smile",
        Score::Neutral => "face-flat",
        Score::Dissatisfied => "face-sad",
    }
}

/// The act is named after the visit: the same answer sent twice is one, and the tablet is not drawn anew under a finger.
fn command_id(visit: StreamId) -> CommandId {
    CommandId(format!("rate-{visit}"))
}

async fn rate(
    State(web): State<Web>,
    page: Page,
    Caller(address): Caller,
    Path(place): Path<Where>,
    form: Form,
) -> Result<Response, Fault> {
    web.kiosk().lets(&address)?;
    let (hall, counter) = place.clone();
    web.app().directory().counter(&hall, &counter).ok_or(Fault::NotFound)?;
    let visit = StreamId(form.number("visit").ok_or(Fault::NotFound)?);
    let score = Score::from_word(form.get("score")).ok_or(Fault::NotFound)?;
    let command = Command::RateVisit { hall: hall.clone(), counter: counter.clone(), visit, score };
    match web.act(&Actor::Kiosk { hall: hall.clone() }, &command_id(visit), command).await {
        Ok(_) => Ok(Redirect::to(&format!("/rate/{hall}/{counter}")).into_response()),
        Err(Fault::Refused(refusal)) => {
            let wrong = page.t.code("refusal", &refusal.code);
            let shown = rate_page(&web, page, &place, wrong).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page::html(&shown)).into_response())
        }
        Err(fault) => Err(fault),
    }
}
