//! Sảnh lúc này: red first. What is late and with whom, how long people wait, what each counter does. Every number leads to what it
//! counts.

mod ahead;
mod announcements;
mod counter;
mod first;
pub(super) mod orders;
mod picture;
mod places;
mod post;
mod printer;
mod steps;

use super::desk::hall::promised_wait_ms;
use super::names::Names;
use super::{actor, keybar, names};
use crate::fault::Fault;
use crate::look::{self, TimeState};
use crate::page::{self, Page};
use crate::pages::told::{Told, told};
use crate::parts::KeyBar;
use crate::route::{Access, Route};
use crate::web::Web;
use ahead::Ahead;
use app::Actor;
use app::queries::UnitCount;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
pub(super) use counter::officers_free;
use first::{First, late_units, late_waits, long_visits, slips};
use picture::{Bar, Lane, PARTS, bars, lanes, percent, tick, x_of};
use places::{Place, place};
use policy::Action;

pub(crate) fn routes() -> Vec<Route> {
    let floor = Access::Staff(Action::SeeFloor);
    let mut routes = vec![
        Route::get("/floor", floor, show),
        Route::get("/floor/now", floor, part),
        Route::get("/floor/steps", floor, steps::steps),
    ];
    routes.extend(counter::routes());
    routes.extend(announcements::routes());
    routes.extend(post::routes());
    routes
}

/// A visit longer than this is worth a look.
const LONG_VISIT_MINUTES: i64 = 25;
/// Share of calls within the promised wait that is aimed at.
const AIM_PERCENT: i64 = 95;

/// A unit with late or many steps.
#[derive(Clone, Debug, PartialEq, Eq)]
struct UnitRow {
    code: String,
    name: String,
    open: i64,
    red: i64,
    yellow: i64,
}

/// The page's live part.
#[derive(Clone, Debug, Template)]
#[template(path = "staff/floor-now.html")]
struct FloorPart {
    page: Page,
    title: String,
    facts: String,
    first: Vec<First>,
    percent: i64,
    within: String,
    calls: usize,
    low: bool,
    bars: Vec<Bar>,
    lanes: Vec<Lane>,
    height: i64,
    limit_x: i64,
    /// Where they stand and what is read there.
    ticks: Vec<(i64, String)>,
    promised: i64,
    units: Vec<UnitRow>,
    /// Apologies of this year by those units.
    apologies: String,
    places: Vec<Place>,
    ahead: Option<Ahead>,
    told: Told,
    /// Whether whoever looks orders counters about and tells the hall.
    directs: bool,
}

impl askama::filters::HtmlSafe for FloorPart {}

#[derive(Template)]
#[template(path = "staff/floor.html")]
struct FloorPage {
    page: Page,
    unit: String,
    topic: String,
    part: FloorPart,
    keys: KeyBar,
}

async fn show(State(web): State<Web>, page: Page) -> Result<Response, Fault> {
    let actor = actor(&page)?;
    let names = names(&web, &page);
    let hall = hall_of(&names, actor.unit());
    let part = floor_part(&web, &page, &names, &actor, hall.as_deref()).await?;
    // The hall's own things, and the dossiers received there: their steps turn red elsewhere.
    let hall = hall.map_or_else(String::new, |hall| format!(" hall:{hall} post:{hall}"));
    let topic = format!("unit:{}{hall}", actor.unit());
    let keys = keybar(page.t, &[]);
    Ok(page::html(&FloorPage { unit: names.unit(actor.unit()), topic, part, keys, page }))
}

async fn part(State(web): State<Web>, page: Page) -> Result<Response, Fault> {
    let actor = actor(&page)?;
    let names = names(&web, &page);
    let hall = hall_of(&names, actor.unit());
    Ok(page::html(&floor_part(&web, &page, &names, &actor, hall.as_deref()).await?))
}

/// The hall of a unit, or of the centre below it: the head of a province looks at the provincial hall.
pub(super) fn hall_of(names: &Names, unit: &str) -> Option<String> {
    let directory = &names.directory;
    let own = directory.hall_of_unit(unit, names.now);
    let below = || {
        let units = directory.units_below(unit);
        directory.halls_at(names.now).find(|hall| units.contains(&hall.unit))
    };
    own.or_else(below).map(|hall| hall.code.clone())
}

/// Whose steps are looked at: a centre looks after everything it received, wherever it lies; others after their own.
fn units_of(names: &Names, unit: &str) -> Vec<String> {
    let is_centre = names.directory.hall_of_unit(unit, names.now).is_some();
    let top = if is_centre { names.directory.unit(unit).map(|unit| unit.parent.clone()) } else { None };
    names.directory.units_below(&top.filter(|top| !top.is_empty()).unwrap_or_else(|| unit.to_owned()))
}

async fn floor_part(
    web: &Web,
    page: &Page,
    names: &Names,
    actor: &Actor,
    hall: Option<&str>,
) -> Result<FloorPart, Fault> {
    let app = web.app();
    let directs = hall.is_some_and(|hall| counter::may_direct(web, names, actor, hall));
    let (now, line, visits, waits) = match hall {
        Some(hall) => (
            Some(app.hall_now(hall).await?),
            app.waiting(hall).await?,
            app.visits_now(hall).await?,
            app.waits_today(hall).await?,
        ),
        None => (None, Vec::new(), Vec::new(), Vec::new()),
    };
    let units = units_of(names, actor.unit());
    let counts: Vec<UnitCount> =
        app.step_counts().await?.into_iter().filter(|count| units.contains(&count.code)).collect();
    let red = app.red_steps(&units, 500).await?;
    let apologies = apologies(web, names, &units).await?;
    let t = page.t;
    let promised_ms = promised_wait_ms(names);
    let printer = match hall {
        Some(hall) => app.printer_now(hall).await?.and_then(|now| printer::first(names, hall, now)),
        None => None,
    };
    let told = match hall {
        Some(hall) => told(web, page.t, hall).await?,
        None => Told::nothing(page.t),
    };
    let hour = match &now {
        Some(now) => Some(app.next_hour(now).await?),
        None => None,
    };
    let mut first = Vec::new();
    if let Some(printer) = &printer
        && printer.chip.state == TimeState::Late
    {
        first.push(printer.clone());
    }
    if let Some(hall) = hall.filter(|_| directs) {
        first.extend(slips(names, &app.slips(hall, "entered").await?));
    }
    if let Some(hall) = hall {
        first.extend(post::first(names, app.post_counted(hall, page.now).await?));
    }
    first.extend(late_units(names, &red));
    first.extend(late_waits(names, now.as_ref(), &line, promised_ms));
    first.extend(
        now.as_ref().zip(hour.as_ref()).and_then(|(now, hour)| ahead::first(names, now, hour, directs)),
    );
    first.extend(long_visits(names, now.as_ref(), &visits));
    first.extend(printer.filter(|printer| printer.chip.state != TimeState::Late));
    let kept = waits.iter().filter(|wait| wait.waited_ms <= promised_ms).count();
    let percent = percent(kept, waits.len());
    let open = now.iter().flat_map(|now| &now.counters).filter(|counter| counter.status == "open").count();
    let in_hand: i64 = counts.iter().map(|count| count.open).sum();
    let lanes = lanes(names, hall, &line, promised_ms);
    Ok(FloorPart {
        page: page.clone(),
        title: match first.len() {
            0 => t.t("floor.calm").to_owned(),
            n => t.count("floor.look", i64::try_from(n).unwrap_or(i64::MAX)),
        },
        facts: t.with(
            "floor.facts",
            &[("waiting", &line.len()), ("open", &open), ("steps", &look::thousands(t, in_hand))],
        ),
        first,
        percent,
        within: t.with("floor.within", &[("kept", &kept), ("all", &waits.len())]),
        calls: waits.len(),
        low: !waits.is_empty() && percent < AIM_PERCENT,
        bars: bars(&waits, promised_ms),
        height: 60 + 28 * i64::try_from(lanes.len()).unwrap_or(0),
        lanes,
        limit_x: x_of(promised_ms, promised_ms),
        ticks: (0..=PARTS).map(|part| tick(part, promised_ms)).collect(),
        promised: promised_ms / 60_000,
        apologies,
        units: unit_rows(names, counts),
        told,
        directs,
        ahead: hour.as_ref().map(|hour| ahead::ahead(names, hour)),
        places: now
            .iter()
            .flat_map(|now| &now.counters)
            .map(|counter| place(names, counter, &visits, directs))
            .collect(),
    })
}

/// `Sở Tư pháp 3 · Sở Tài chính 1`: the apologies of this year by the agencies that are looked at; of no length without any.
async fn apologies(web: &Web, names: &Names, units: &[String]) -> Result<String, Fault> {
    let year = i64::from(look::local(names.now).year());
    let counted = web.app().apologies(year).await?;
    let told: Vec<String> = counted
        .iter()
        .filter(|(unit, _)| units.contains(unit))
        .map(|(unit, n)| format!("{} {}", names.unit(unit), look::thousands(names.t, *n)))
        .collect();
    Ok(told.join(" · "))
}

fn unit_rows(names: &Names, counts: Vec<UnitCount>) -> Vec<UnitRow> {
    let mut rows: Vec<UnitRow> = counts
        .into_iter()
        .map(|count| UnitRow {
            name: names.unit(&count.code),
            code: count.code,
            open: count.open,
            red: count.red,
            yellow: count.yellow,
        })
        .collect();
    rows.sort_by(|one, other| {
        (other.red, other.yellow, other.open, &one.name).cmp(&(one.red, one.yellow, one.open, &other.name))
    });
    rows
}
