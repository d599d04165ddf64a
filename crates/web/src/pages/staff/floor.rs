//! Sảnh lúc này: red first. What is late and with whom, how long people wait, what each counter does. Every number leads to what it
//! counts.

mod printer;

use super::desk::hall::promised_wait_ms;
use super::names::Names;
use super::paging::{self, Trail};
use super::times::{self, elapsed};
use super::{actor, keybar, names};
use crate::fault::Fault;
use crate::form::encoded;
use crate::look::{self, TimeState};
use crate::page::{self, Page};
use crate::parts::{Chip, KeyBar, Pager};
use crate::route::{Access, Route};
use crate::web::Web;
use app::queries::hall::WaitingTicket;
use app::queries::{
    CounterNow, HallNow, StepLine, UnitCount, VisitNow, Wait, Wanted, WorkLine, WorkList, WorkOrder,
};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use policy::Action;
use serde::Deserialize;

pub(crate) fn routes() -> Vec<Route> {
    let floor = Access::Staff(Action::SeeFloor);
    vec![
        Route::get("/floor", floor, show),
        Route::get("/floor/now", floor, part),
        Route::get("/floor/steps", floor, steps),
    ]
}

/// A visit longer than this is worth a look.
const LONG_VISIT_MINUTES: i64 = 25;
/// Share of calls within the promised wait that is aimed at.
const AIM_PERCENT: i64 = 95;

/// Something to look at first.
#[derive(Clone, Debug, PartialEq, Eq)]
struct First {
    chip: Chip,
    what: String,
    why: String,
    href: String,
    link: String,
}

/// Half an hour of calls.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Bar {
    x: i64,
    y: i64,
    height: i64,
    percent: i64,
    label: String,
    low: bool,
}

/// Somebody who waits.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Dot {
    x: i64,
    class: &'static str,
}

/// People waiting for a field.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Lane {
    y: i64,
    name: String,
    count: usize,
    dots: Vec<Dot>,
    longest: String,
}

/// A counter.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    number: i64,
    class: &'static str,
    what: String,
    time: String,
    person: String,
}

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
    places: Vec<Place>,
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
    let part = floor_part(&web, &page, &names, actor.unit(), hall.as_deref()).await?;
    // The hall's own things, and the dossiers received there: their steps turn red elsewhere.
    let hall = hall.map_or_else(String::new, |hall| format!(" hall:{hall}"));
    let topic = format!("unit:{}{hall}", actor.unit());
    let keys = keybar(page.t, &[]);
    Ok(page::html(&FloorPage { unit: names.unit(actor.unit()), topic, part, keys, page }))
}

async fn part(State(web): State<Web>, page: Page) -> Result<Response, Fault> {
    let actor = actor(&page)?;
    let names = names(&web, &page);
    let hall = hall_of(&names, actor.unit());
    Ok(page::html(&floor_part(&web, &page, &names, actor.unit(), hall.as_deref()).await?))
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
    unit: &str,
    hall: Option<&str>,
) -> Result<FloorPart, Fault> {
    let app = web.app();
    let (now, line, visits, waits) = match hall {
        Some(hall) => (
            Some(app.hall_now(hall).await?),
            app.waiting(hall).await?,
            app.visits_now(hall).await?,
            app.waits_today(hall).await?,
        ),
        None => (None, Vec::new(), Vec::new(), Vec::new()),
    };
    let units = units_of(names, unit);
    let counts: Vec<UnitCount> =
        app.step_counts().await?.into_iter().filter(|count| units.contains(&count.code)).collect();
    let red = app.red_steps(&units, 500).await?;
    let t = page.t;
    let promised_ms = promised_wait_ms(names);
    let printer = match hall {
        Some(hall) => app.printer_now(hall).await?.and_then(|now| printer::first(names, hall, now)),
        None => None,
    };
    let mut first = Vec::new();
    if let Some(printer) = &printer
        && printer.chip.state == TimeState::Late
    {
        first.push(printer.clone());
    }
    first.extend(late_units(names, &red));
    first.extend(late_waits(names, now.as_ref(), &line, promised_ms));
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
        units: unit_rows(names, counts),
        places: now
            .iter()
            .flat_map(|now| &now.counters)
            .map(|counter| place(names, counter, &visits))
            .collect(),
    })
}

const fn percent(part: usize, whole: usize) -> i64 {
    match (part * 100).checked_div(whole) {
        #[expect(clippy::cast_possible_wrap, reason = "at most a hundred")]
        Some(percent) => percent as i64,
        None => 100,
    }
}

/// Late steps by unit, the unit with the longest late one on top.
fn late_units(names: &Names, red: &[StepLine]) -> Vec<First> {
    const SHOWN: usize = 4;
    let mut seen: Vec<&str> = Vec::new();
    for step in red {
        if !seen.contains(&step.unit.as_str()) {
            seen.push(&step.unit);
        }
    }
    seen.into_iter()
        .take(SHOWN)
        .filter_map(|unit| {
            let of_unit: Vec<&StepLine> = red.iter().filter(|step| step.unit == unit).collect();
            let worst = of_unit.first()?;
            let t = names.t;
            let late = names.working_ms(worst.red_at?, names.now);
            let count = i64::try_from(of_unit.len()).unwrap_or(i64::MAX);
            let who = if worst.person.is_empty() {
                t.t("step.unassigned").to_owned()
            } else {
                t.with("floor.with", &[("name", &names.person(&worst.person))])
            };
            let told = of_unit.iter().filter(|step| !step.escalated_to.is_empty()).count();
            let mut why = t.with(
                "floor.worst",
                &[
                    ("time", &look::exact(t.lang(), late)),
                    ("who", &who),
                    ("step", &names.step(&worst.name, &worst.kind)),
                ],
            );
            if told > 0 {
                why.push(' ');
                why.push_str(&t.count("floor.told", i64::try_from(told).unwrap_or(0)));
            }
            Some(First {
                chip: Chip::new(
                    TimeState::Late,
                    t.with("time.late_by", &[("time", &look::rough(t.lang(), late))]),
                ),
                what: format!("{} · {}", t.count("floor.late", count), names.unit(unit)),
                why,
                href: format!("/floor/steps?unit={unit}&state=red"),
                link: t.count("floor.see", count),
            })
        })
        .collect()
}

fn late_waits(names: &Names, now: Option<&HallNow>, line: &[WaitingTicket], promised_ms: i64) -> Vec<First> {
    let t = names.t;
    let late: Vec<&WaitingTicket> =
        line.iter().filter(|ticket| elapsed(names.now, ticket.taken_at) > promised_ms).collect();
    let Some(worst) = late.iter().max_by_key(|ticket| elapsed(names.now, ticket.taken_at)) else {
        return Vec::new();
    };
    let waited = elapsed(names.now, worst.taken_at);
    let takes = |counter: &&CounterNow| counter.fields.contains(&worst.field);
    let counters: Vec<&CounterNow> = now.iter().flat_map(|now| &now.counters).filter(takes).collect();
    let open = counters.iter().filter(|counter| counter.status == "open").count();
    let over = look::rough(t.lang(), waited - promised_ms);
    vec![First {
        chip: Chip::new(TimeState::Late, t.with("floor.over", &[("time", &over)])),
        what: t.with(
            "floor.waits",
            &[
                ("label", &look::ticket(&worst.label)),
                ("time", &look::rough(t.lang(), waited)),
                ("field", &names.field(&worst.field)),
            ],
        ),
        why: t.with("floor.waits_why", &[("late", &late.len()), ("open", &open), ("all", &counters.len())]),
        href: "#counters".to_owned(),
        link: t.t("floor.see_counters").to_owned(),
    }]
}

fn long_visits(names: &Names, now: Option<&HallNow>, visits: &[VisitNow]) -> Vec<First> {
    let t = names.t;
    visits
        .iter()
        .filter(|visit| elapsed(names.now, visit.started_at) > LONG_VISIT_MINUTES * 60_000)
        .map(|visit| {
            let number = now
                .and_then(|now| now.counters.iter().find(|counter| counter.code == visit.counter))
                .map_or(0, |counter| counter.number);
            let time = look::rough(t.lang(), elapsed(names.now, visit.started_at));
            First {
                chip: Chip::new(TimeState::Soon, time.as_str()),
                what: t.with("floor.long", &[("n", &number), ("time", &time)]),
                why: t.with(
                    "floor.long_why",
                    &[("label", &look::ticket(&visit.label)), ("who", &names.person(&visit.person))],
                ),
                href: "#counters".to_owned(),
                link: t.t("floor.see_counters").to_owned(),
            }
        })
        .collect()
}

/// Calls by half hour, and how many came within the promised wait.
fn bars(waits: &[Wait], promised_ms: i64) -> Vec<Bar> {
    const HALF_HOUR: i64 = 30 * 60_000;
    const SHOWN: usize = 8;
    let mut halves: Vec<(i64, usize, usize)> = Vec::new();
    for wait in waits {
        let half = wait.started_at - wait.started_at.rem_euclid(HALF_HOUR);
        let kept = usize::from(wait.waited_ms <= promised_ms);
        match halves.last_mut() {
            Some((last, in_time, all)) if *last == half => {
                *in_time += kept;
                *all += 1;
            }
            _ => halves.push((half, kept, 1)),
        }
    }
    let from = halves.len().saturating_sub(SHOWN);
    (0..)
        .zip(&halves[from..])
        .map(|(place, (half, kept, all))| {
            let percent = percent(*kept, *all);
            let height = percent * 90 / 100;
            Bar {
                x: 6 + 52 * place,
                y: 112 - height,
                height,
                percent,
                label: look::clock(*half),
                low: percent < AIM_PERCENT,
            }
        })
        .collect()
}

/// Stretches of the picture, each half the promised wait.
const PARTS: i64 = 4;

/// Minutes at a line of the picture; at its edge stands whoever waits so long or longer.
fn tick(part: i64, promised_ms: i64) -> (i64, String) {
    let minutes = promised_ms * part / 120_000;
    let words = if part == PARTS { format!("{minutes}+") } else { minutes.to_string() };
    (x_of(promised_ms * part / 2, promised_ms), words)
}

/// Twice the promised wait across the picture; whoever waits longer stands at its edge.
fn x_of(waited_ms: i64, promised_ms: i64) -> i64 {
    236 + (waited_ms.min(promised_ms * 2) * 620 / (promised_ms * 2).max(1))
}

fn lanes(names: &Names, hall: Option<&str>, line: &[WaitingTicket], promised_ms: i64) -> Vec<Lane> {
    let Some(hall) = hall else { return Vec::new() };
    let fields = names.directory.catalogue().fields_of(hall);
    (0..)
        .zip(fields)
        .map(|(place, field)| {
            let here: Vec<i64> = line
                .iter()
                .filter(|ticket| ticket.field == field.code)
                .map(|ticket| elapsed(names.now, ticket.taken_at))
                .collect();
            let class = |waited: i64| {
                if waited > promised_ms {
                    "dot-late"
                } else if waited * 10 > promised_ms * 8 {
                    "dot-soon"
                } else {
                    "dot"
                }
            };
            Lane {
                y: 36 + 28 * place,
                name: names.field(&field.code),
                count: here.len(),
                longest: here
                    .iter()
                    .max()
                    .map(|waited| look::rough(names.lang(), *waited))
                    .unwrap_or_default(),
                dots: here
                    .iter()
                    .map(|waited| Dot { x: x_of(*waited, promised_ms), class: class(*waited) })
                    .collect(),
            }
        })
        .collect()
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

fn place(names: &Names, counter: &CounterNow, visits: &[VisitNow]) -> Place {
    let t = names.t;
    let visit = visits.iter().find(|visit| Some(visit.visit) == counter.visit);
    let (class, what, since) = match (counter.status.as_str(), visit, counter.ticket) {
        ("closed", ..) => ("off", t.t("floor.counter.closed").to_owned(), None),
        ("paused", ..) => ("off", t.t("floor.counter.paused").to_owned(), Some(counter.since)),
        (_, Some(visit), _) => {
            let long = elapsed(names.now, visit.started_at) > LONG_VISIT_MINUTES * 60_000;
            (if long { "soon" } else { "" }, look::ticket(&counter.ticket_label), Some(visit.started_at))
        }
        (_, None, Some(_)) => ("", look::ticket(&counter.ticket_label), None),
        _ => ("free", t.t("floor.counter.free").to_owned(), None),
    };
    Place {
        number: counter.number,
        class,
        what,
        time: since.map(|since| look::rough(t.lang(), elapsed(names.now, since))).unwrap_or_default(),
        person: names.person(&counter.person),
    }
}

/// What a number counts: steps of a unit or a person, late, soon or all.
#[derive(Deserialize, Default)]
struct Asked {
    #[serde(default)]
    unit: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    person: String,
    /// Where the pages so far began.
    #[serde(default)]
    after: String,
}

impl Asked {
    fn address(&self, state: &str, person: &str, after: &str) -> String {
        let part = |name: &str, value: &str| match value {
            "" => String::new(),
            value => format!("&{name}={}", encoded(value)),
        };
        let (state, person, after) = (part("state", state), part("person", person), part("after", after));
        format!("/floor/steps?unit={}{state}{person}{after}", encoded(&self.unit))
    }
}

/// A step in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
struct StepRow {
    dossier: domain::kernel::StreamId,
    code: String,
    matter: String,
    step: String,
    person: String,
    person_href: String,
    chip: Option<Chip>,
    due: String,
    told: String,
}

#[derive(Template)]
#[template(path = "staff/floor-steps.html")]
struct StepsPage {
    page: Page,
    unit: String,
    title: String,
    topic: String,
    rows: Vec<StepRow>,
    /// Milliseconds until a step of the unit turns, also one that is not shown.
    turns: Option<i64>,
    pager: Option<Pager>,
    states: Vec<(String, String, bool)>,
    keys: KeyBar,
}

async fn steps(State(web): State<Web>, page: Page, Query(asked): Query<Asked>) -> Result<Response, Fault> {
    let actor = actor(&page)?;
    let names = names(&web, &page);
    if !units_of(&names, actor.unit()).contains(&asked.unit) {
        return Err(Fault::NotFound);
    }
    let fits = |line: &WorkLine| {
        let state = times::of_row(&names, &line.step).state(page.now);
        let of_state = match asked.state.as_str() {
            "red" => state == TimeState::Late,
            "yellow" => state == TimeState::Soon,
            _ => true,
        };
        of_state && (asked.person.is_empty() || line.step.person == asked.person)
    };
    let filtered = !(asked.state.is_empty() && asked.person.is_empty());
    let trail = Trail::of(&asked.after);
    let list = WorkList::Unit(asked.unit.clone());
    let wanted = trail.wanted(filtered.then_some(&fits as _));
    let leaf = web.app().work(&list, WorkOrder::Due, wanted).await?;
    // A step that is not shown turns too, and is shown then.
    let turns = if filtered {
        let first = web.app().work(&list, WorkOrder::Due, Wanted::first(paging::PAGE)).await?;
        times::turns_in(&names, first.rows.iter().map(|line| &line.step))
    } else {
        times::turns_in(&names, leaf.rows.iter().map(|line| &line.step))
    };
    let t = page.t;
    let rows = leaf
        .rows
        .iter()
        .map(|line| StepRow {
            dossier: line.step.dossier,
            code: line.step.code.clone(),
            matter: names.procedure(&line.step.procedure, &line.publisher, &line.version),
            step: names.step(&line.step.name, &line.step.kind),
            person: if line.step.person.is_empty() {
                t.t("step.unassigned").to_owned()
            } else {
                names.person(&line.step.person)
            },
            person_href: asked.address(&asked.state, &line.step.person, ""),
            chip: times::chip_of_row(&names, &line.step),
            due: line.step.due_at.map(look::day_month_time).unwrap_or_default(),
            told: names.title(&line.step.escalated_to),
        })
        .collect();
    let states = [("red", "floor.state.red"), ("yellow", "floor.state.yellow"), ("", "floor.state.all")]
        .map(|(state, key)| (asked.address(state, "", ""), t.t(key).to_owned(), asked.state == state))
        .to_vec();
    let keys = keybar(t, &[("j", "key.down"), ("k", "key.up"), ("↵", "key.open")]);
    Ok(page::html(&StepsPage {
        unit: names.unit(&asked.unit),
        title: t.t("floor.steps").to_owned(),
        topic: format!("unit:{}", asked.unit),
        turns,
        pager: paging::linked(trail.pager(t, leaf.rows.len(), leaf.next.as_ref()), |after| {
            asked.address(&asked.state, &asked.person, after)
        }),
        rows,
        states,
        keys,
        page,
    }))
}
