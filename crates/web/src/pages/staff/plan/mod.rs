//! Phương án quầy: what people would wait on a day with other counters, breaks or priorities, for whoever answers for a hall. The day is lived through again
//! by the planner; nothing is written, and everything that was asked stands in the address.

mod answers;
mod asked;
mod picture;
mod view;

use super::floor::hall_of;
use super::names::Names;
use super::{actor, keybar, names};
use crate::fault::Fault;
use crate::look;
use crate::page::{self, Page};
use crate::parts::{ErrorSummary, KeyBar, Note, Pick};
use crate::route::{Access, Route};
use crate::web::Web;
use ::plan::Known;
pub(crate) use answers::Answers;
use app::Actor;
use askama::Template;
use asked::{Asked, Rest};
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use domain::kernel::{Millis, Violation};
use policy::{Action, Resource};
use std::sync::Arc;
use view::AnswerView;

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/plan", Access::Staff(Action::SeeFloor), show)]
}

/// A counter that may be open.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Tick {
    code: String,
    number: i64,
    fields: String,
    ticked: bool,
}

/// A row for a break, and what each of its fields is called.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    rest: Rest,
    labels: [String; 3],
}

/// What stands in the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Typed {
    ticks: Vec<Tick>,
    breaks: Vec<Row>,
    head_start: String,
    target: String,
}

#[derive(Template)]
#[template(path = "staff/plan.html")]
struct PlanPage {
    page: Page,
    hall: String,
    hall_name: String,
    /// Halls to choose from; none where there is only one.
    halls: Vec<Pick>,
    day: String,
    title: String,
    /// Which days are lived through; of no length without any.
    about: String,
    typed: Typed,
    errors: ErrorSummary,
    busy: Option<Note>,
    answer: Option<AnswerView>,
    keys: KeyBar,
}

/// Most seeds the setting may ask for: each is a day lived through.
const MOST_SEEDS: u64 = 200;
const USUAL_SEEDS: u64 = 20;
/// Blank rows for breaks below those that are filled in; and when more are wanted.
const BLANK: usize = 1;
const MORE_BLANK: usize = 4;

async fn show(State(web): State<Web>, page: Page) -> Result<Response, Fault> {
    let actor = actor(&page)?;
    let names = names(&web, &page);
    let mut asked = Asked::read(&page.query);
    let halls = halls_of(&web, &names, &actor);
    if asked.hall.is_empty() {
        let own = hall_of(&names, actor.unit()).filter(|own| halls.contains(own));
        asked.hall = own.or_else(|| halls.first().cloned()).ok_or(Fault::NotFound)?;
    }
    // What is not one's own is not there.
    if !halls.contains(&asked.hall) {
        return Err(Fault::NotFound);
    }
    if asked.day.is_empty() {
        asked.day = next_working_day(&names);
    }
    let Some(at) = instant_of(&names, &asked.day) else {
        let wrong = [Violation::new("day", "plan_day_unknown")];
        return Ok(refused(&shown(&page, &names, &halls, asked, None).wrong(&wrong)));
    };
    let known = Arc::new(Known::of(web.app(), &asked.hall, at).await?);
    let (_, wrong) = asked.question(&known, seeds(&names));
    let short = asked.clone().shortened(&known);
    let (question, _) = short.question(&known, seeds(&names));
    if asked.sent && !asked.more && wrong.is_empty() {
        return Ok(Redirect::to(&short.address()).into_response());
    }
    let more = asked.more;
    let mut shown = shown(&page, &names, &halls, asked, Some((at, &known)));
    if !wrong.is_empty() && !more {
        return Ok(refused(&shown.wrong(&wrong)));
    }
    if known.days.is_empty() || !wrong.is_empty() {
        return Ok(page::html(&shown));
    }
    let Some(answer) = web.plans().to(&question, &known).await? else {
        shown.busy = Some(Note::soon(page.t.t("plan.busy")));
        let mut response = (StatusCode::SERVICE_UNAVAILABLE, page::html(&shown)).into_response();
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(5));
        return Ok(response);
    };
    if question.target.is_some() {
        // The form goes on from what was found.
        for tick in &mut shown.typed.ticks {
            tick.ticked = answer.counters.contains(&tick.code);
        }
    }
    shown.answer = Some(AnswerView::of(&names, &question, &known, &answer));
    Ok(page::html(&shown))
}

fn refused(page: &PlanPage) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, page::html(page)).into_response()
}

/// Halls whose floor this one may see.
fn halls_of(web: &Web, names: &Names, actor: &Actor) -> Vec<String> {
    let may_see = |unit: &str| {
        let of_unit = Resource::page(&names.directory.unit_path(unit));
        web.app().permit(actor, Action::SeeFloor, &of_unit).is_ok()
    };
    let halls = names.directory.halls_at(names.now).filter(|hall| may_see(&hall.unit));
    halls.map(|hall| hall.code.clone()).collect()
}

/// `2026-11-26`: from tomorrow on, the first day on which the office is open.
fn next_working_day(names: &Names) -> String {
    let calendar = names.directory.calendar();
    let tomorrow = calendar.midnight(calendar.local_date(names.now)) + 24 * 3_600_000;
    names.directory.date(calendar.next_opening(tomorrow).unwrap_or(tomorrow))
}

/// An instant of a day such as `2026-11-20`; none when it is no day, or none the calendar knows.
fn instant_of(names: &Names, day: &str) -> Option<Millis> {
    let calendar = names.directory.calendar();
    let at = calendar.instant(&format!("{day}T12:00")).ok()?;
    (names.directory.date(at) == day && calendar.open_on(calendar.local_date(at)).is_ok()).then_some(at)
}

fn seeds(names: &Names) -> u64 {
    let set = names.directory.setting("plan.seeds").and_then(|seeds| seeds.parse().ok());
    set.unwrap_or(USUAL_SEEDS).clamp(1, MOST_SEEDS)
}

/// The page with what was asked in its form, and no answer yet.
fn shown(
    page: &Page,
    names: &Names,
    halls: &[String],
    asked: Asked,
    known: Option<(Millis, &Known)>,
) -> PlanPage {
    let t = page.t;
    let several = if halls.len() > 1 { halls } else { &[] };
    let (title, about) = known.map_or_else(
        || (t.t("plan.title").to_owned(), String::new()),
        |(at, known)| {
            let title = t.one("plan.of_day", "day", look::weekday_date(t.lang(), at));
            (title, about(names, known))
        },
    );
    PlanPage {
        hall_name: names.hall(&asked.hall),
        halls: several.iter().map(|hall| Pick { value: hall.clone(), text: names.hall(hall) }).collect(),
        day: asked.day.clone(),
        title,
        about,
        typed: known.map(|(_, known)| typed(names, &asked, known)).unwrap_or_default(),
        errors: ErrorSummary::default(),
        busy: None,
        answer: None,
        keys: keybar(t, &[]),
        hall: asked.hall,
        page: page.clone(),
    }
}

impl PlanPage {
    fn wrong(mut self, violations: &[Violation]) -> Self {
        self.errors = ErrorSummary::of(self.page.t, violations);
        self
    }
}

/// Which days are lived through.
fn about(names: &Names, known: &Known) -> String {
    let t = names.t;
    if known.days.is_empty() {
        return String::new();
    }
    if known.is_past() {
        let is_today = known.day == names.directory.day(names.now);
        return t.t(if is_today { "plan.about.today" } else { "plan.about.past" }).to_owned();
    }
    let weekday = |day: i64| look::weekday_name(t.lang(), day);
    let are_alike = known.days.iter().all(|day| weekday(day.day) == weekday(known.day));
    let days: Vec<String> = known.days.iter().map(|day| look::day_date(day.day)).collect();
    let values: [(&str, &dyn std::fmt::Display); 2] =
        [("weekday", &weekday(known.day)), ("days", &days.join(", "))];
    t.with(if are_alike { "plan.about.alike" } else { "plan.about.latest" }, &values)
}

fn typed(names: &Names, asked: &Asked, known: &Known) -> Typed {
    let t = names.t;
    let open: Vec<&str> = if asked.counters.is_empty() && !asked.sent {
        known.open_counters().collect()
    } else {
        asked.counters.iter().map(String::as_str).collect()
    };
    let counters = known.days.iter().take(1).flat_map(|day| &day.counters);
    // One that takes nobody by number, as a cash desk, makes no difference.
    let ticks = counters.filter(|counter| !counter.fields.is_empty()).map(|counter| Tick {
        code: counter.code.clone(),
        number: counter.number,
        fields: counter.fields.iter().map(|field| names.field(field)).collect::<Vec<_>>().join(", "),
        ticked: open.contains(&counter.code.as_str()),
    });
    let blank = if asked.more { MORE_BLANK } else { BLANK };
    let usual = |typed: &str, usual: Millis| match typed {
        "" => (usual / 60_000).to_string(),
        typed => typed.to_owned(),
    };
    let rests = asked.breaks.iter().cloned().chain(std::iter::repeat_n(Rest::default(), blank));
    let parts = [t.t("figures.list.counter"), t.t("plan.break.from"), t.t("plan.break.to")];
    let row = |(n, rest)| {
        let label = |part| t.with("plan.break.nth", &[("n", &n), ("part", &part)]);
        Row { rest, labels: parts.map(label) }
    };
    Typed {
        ticks: ticks.collect(),
        breaks: (1..).zip(rests).map(row).collect(),
        head_start: usual(&asked.head_start, known.rules.head_start_ms),
        target: usual(&asked.target, known.promised_ms),
    }
}
