//! `/demo`: what a demonstration has and a server people use has not: a clock that can be moved forward, so that a visitor sees a
//! step turn red today, and the way to what the stand-ins for telecom, mail and ticket printer received.

use crate::fault::Fault;
use crate::form::Form;
use crate::look;
use crate::page::{self, Page};
use crate::route::{Access, Route};
use crate::web::Web;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use calendar::Millis;

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/demo", Access::Public, show), Route::post("/demo/clock", Access::Public, forward)]
}

/// True for a path that is there on a demonstration only.
pub(crate) fn owns(path: &str) -> bool {
    path == "/demo" || path.starts_with("/demo/")
}

const MINUTE_MS: Millis = 60_000;
const HOUR_MS: Millis = 60 * MINUTE_MS;

/// How far the clock can be moved at once; `opening` leads to the next morning at which the office opens.
const STEPS: [(&str, &str); 5] = [
    ("hour", "demo.step.hour"),
    ("half_day", "demo.step.half_day"),
    ("opening", "demo.step.opening"),
    ("day", "demo.step.day"),
    ("week", "demo.step.week"),
];

struct Step {
    word: &'static str,
    text: String,
}

#[derive(Template)]
#[template(path = "citizen/demo.html")]
struct DemoPage {
    page: Page,
    time: String,
    steps: Vec<Step>,
    sms: String,
    mail: String,
    printer: String,
    /// Where no message arrives, in words.
    unreachable: String,
}

async fn show(State(web): State<Web>, page: Page) -> Response {
    let t = page.t;
    let steps = STEPS.map(|(word, key)| Step { word, text: t.t(key).to_owned() });
    let standin = |at: usize| web.options().standins.get(at).cloned().unwrap_or_default();
    let time = format!("{} {}", look::clock(page.now), look::weekday_date(page.lang(), page.now));
    let unreachable = match web.options().unreachable.as_slice() {
        [phone, mail] => {
            // A number is read in one go, so it stays on one line.
            t.with("demo.unreachable", &[("phone", &phone.replace(' ', "\u{a0}")), ("mail", mail)])
        }
        _ => String::new(),
    };
    page::html(&DemoPage {
        time,
        unreachable,
        steps: steps.into(),
        sms: standin(0),
        mail: standin(1),
        printer: standin(2),
        page,
    })
}

/// Never backwards: a journal's time does not run back.
async fn forward(State(web): State<Web>, form: Form) -> Result<Response, Fault> {
    let now = web.app().now();
    let by = match form.get("by") {
        // No button says so: it is for a day that is lived through minute by minute.
        "minute" => MINUTE_MS,
        "hour" => HOUR_MS,
        "half_day" => 4 * HOUR_MS,
        "day" => 24 * HOUR_MS,
        "week" => 7 * 24 * HOUR_MS,
        "opening" => next_morning(&web, now).ok_or(Fault::NotFound)? - now,
        _ => return Err(Fault::NotFound),
    };
    if !web.app().clock().advance(by) {
        return Err(Fault::NotFound);
    }
    web.hub().clock_moved();
    Ok(page::done("/demo", "clock_moved", "", web.options().secure))
}

fn next_morning(web: &Web, now: Millis) -> Option<Millis> {
    let directory = web.app().directory();
    let calendar = directory.calendar();
    let closing = calendar.closing_of_day(now).ok()?;
    calendar.next_opening(closing.max(now) + 1).ok()
}
