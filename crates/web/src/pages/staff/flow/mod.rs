//! Đường đi của hồ sơ: which ways the dossiers of a procedure took, where their time went, who gave them to whom; for whoever leads and for
//! the inspector. Every number opens its dossiers.

mod asked;
mod dossiers;
mod map;

use super::reports::units;
use super::{keybar, names};
use crate::fault::Fault;
use crate::look;
use crate::page::{self, Page};
use crate::parts::{KeyBar, Pick};
use crate::route::{Access, Route};
use crate::web::Web;
use crate::words::T;
use app::queries::Flow;
use app::queries::flow::COUNTED_TO;
use askama::Template;
use asked::{Asked, Asking, Number, leads};
use axum::extract::{Query, State};
use axum::response::Response;
use domain::mining::{Activity, Mined, Waits};
use domain::report::Period;
use map::Map;
use policy::Action;
use std::collections::BTreeMap;

/// Rows of ways, of hand-overs, of people.
const MOST_ROWS: usize = 10;
const MOST_PEOPLE: usize = 20;

pub(crate) fn routes() -> Vec<Route> {
    let reports = Access::Staff(Action::SeeReports);
    vec![Route::get("/flow", reports, show), Route::get("/flow/dossiers", reports, dossiers::show)]
}

/// A number that opens its dossiers.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Linked {
    text: String,
    href: String,
}

/// A way.
struct WayRow {
    steps: Vec<String>,
    open: bool,
    cases: Linked,
    share: String,
}

/// A step.
struct StepRow {
    name: String,
    hot: bool,
    cases: Linked,
    waited: String,
    worked: String,
    /// Of all waiting and working of these dossiers, in percent.
    waited_share: i64,
    worked_share: i64,
    again: Option<Linked>,
}

/// One thing after another.
struct PairRow {
    from: String,
    to: String,
    cases: Linked,
    times: i64,
    between: String,
}

/// Somebody at a step.
struct PersonRow {
    step: String,
    who: String,
    unit: String,
    cases: Linked,
    waited: String,
    worked: String,
}

/// A link that may be the one that is shown.
struct Tab {
    href: String,
    text: String,
    current: bool,
}

#[derive(Template)]
#[template(path = "staff/flow.html")]
struct FlowPage {
    page: Page,
    asked: Asked,
    unit: String,
    procedure: String,
    dates: String,
    units: Vec<(Pick, bool)>,
    procedures: Vec<(Pick, bool)>,
    kinds: Vec<Tab>,
    before: String,
    after: String,
    /// How many dossiers, and how many of them were looked at where that is not all.
    dossiers: String,
    bounded: String,
    ways: usize,
    handovers: String,
    waited_share: String,
    again: String,
    away: Option<(Linked, String)>,
    /// Where they waited longest, in a sentence.
    bottleneck: String,
    map: Map,
    map_words: String,
    way_rows: Vec<WayRow>,
    step_rows: Vec<StepRow>,
    pair_rows: Vec<PairRow>,
    unit_rows: Vec<PairRow>,
    person_rows: Vec<PersonRow>,
    keys: KeyBar,
}

async fn show(State(web): State<Web>, page: Page, Query(asked): Query<Asked>) -> Result<Response, Fault> {
    let asking = Asking::read(&web, &page, asked).await?;
    let (t, names) = (page.t, names(&web, &page));
    let (asked, mined) = (&asking.asked, &asking.mined);
    let kinds = kinds_of(&asking.flow);
    let step = |name: &str| names.step(name, kinds.get(name).map_or("", String::as_str));
    let linked =
        |number: Number<'_>, n: i64| Linked { text: look::thousands(t, n), href: asked.behind(number) };
    let total = Totals::of(mined);
    let period = asking.of.period;
    let drawn = map::map(mined, &step);
    let pair = |from: String, to: String, number: Number<'_>, cases: i64, times: i64, between: String| {
        PairRow { from, to, cases: linked(number, cases), times, between }
    };
    Ok(page::html(&FlowPage {
        unit: names.unit(&asked.unit),
        procedure: procedure_name(&names, &asked.procedure),
        dates: t.with(
            "reports.dates",
            &[("from", &look::date(asking.of.begins_at)), ("to", &look::date(asking.of.ends_at - 1))],
        ),
        units: units(&web, &page, &asked.unit)?,
        procedures: procedures(&names, &asking),
        kinds: tabs(t, asked, period),
        before: asked.with_period(period.previous()).address("/flow"),
        after: asked.with_period(period.next()).address("/flow"),
        dossiers: all(t, asking.flow.all),
        bounded: if asking.flow.all > mined.cases {
            t.with(
                "flow.bounded",
                &[("n", &look::thousands(t, mined.cases)), ("all", &all(t, asking.flow.all))],
            )
        } else {
            String::new()
        },
        ways: mined.ways.len(),
        handovers: look::each(t, mined.handovers(), mined.cases),
        waited_share: look::share(t, total.waited, total.waited + total.worked),
        again: look::thousands(t, mined.activities.values().map(|activity| activity.repeats).sum()),
        away: (!mined.away.1.is_empty()).then(|| {
            let n = i64::try_from(mined.away.1.len()).unwrap_or(i64::MAX);
            (linked(Number::Away, n), look::figure(t.lang(), mined.away.0.median().unwrap_or(0)))
        }),
        bottleneck: mined
            .bottleneck()
            .map(|(name, activity)| {
                t.with(
                    "flow.bottleneck",
                    &[
                        ("step", &step(name)),
                        ("share", &look::share(t, activity.waits.waited.sum, total.waited)),
                        ("median", &look::exact(t.lang(), activity.waits.waited.median().unwrap_or(0))),
                    ],
                )
            })
            .unwrap_or_default(),
        map_words: map_words(t, mined, &step),
        map: drawn,
        way_rows: mined
            .ways_by_cases()
            .into_iter()
            .take(MOST_ROWS)
            .map(|(way, cases)| {
                let n = i64::try_from(cases.len()).unwrap_or(i64::MAX);
                WayRow {
                    steps: way.activities.iter().map(|name| step(name)).collect(),
                    open: way.open,
                    cases: linked(Number::Way(way), n),
                    share: look::share(t, n, mined.cases),
                }
            })
            .collect(),
        step_rows: step_rows(t, mined, &total, asked, &step),
        pair_rows: {
            let mut follows: Vec<_> = mined.follows.iter().collect();
            follows.sort_by_key(|(pair, follows)| (std::cmp::Reverse(follows.seen.times), *pair));
            follows
                .into_iter()
                .map(|((from, to), follows)| {
                    let between = wall(t, follows.between.median().unwrap_or(0));
                    let (cases, times) = (follows.seen.in_cases(), follows.seen.times);
                    pair(step(from), step(to), Number::Follows(from, to), cases, times, between)
                })
                .collect()
        },
        unit_rows: {
            let mut given: Vec<_> = mined.units.iter().collect();
            given.sort_by_key(|(pair, seen)| (std::cmp::Reverse(seen.times), *pair));
            given
                .into_iter()
                .take(MOST_ROWS)
                .map(|((from, to), seen)| {
                    let number = Number::Units(from, to);
                    pair(names.unit(from), names.unit(to), number, seen.in_cases(), seen.times, String::new())
                })
                .collect()
        },
        person_rows: person_rows(&web, &page, &names, &asking, &step),
        keys: keybar(t, &[]),
        asked: asking.asked.clone(),
        page,
    }))
}

/// Waiting and working of all steps together.
struct Totals {
    waited: i64,
    worked: i64,
}

impl Totals {
    fn of(mined: &Mined) -> Self {
        let sum = |of: fn(&Waits) -> i64| mined.activities.values().map(|activity| of(&activity.waits)).sum();
        Self { waited: sum(|waits| waits.waited.sum), worked: sum(|waits| waits.worked.sum) }
    }
}

/// What each step is for, by its name.
fn kinds_of(flow: &Flow) -> BTreeMap<String, String> {
    let steps = flow.dossiers.iter().flat_map(|dossier| &dossier.steps);
    steps.map(|step| (step.name.clone(), step.kind.clone())).collect()
}

fn procedure_name(names: &super::names::Names, key: &str) -> String {
    key.split_once('@').map_or_else(String::new, |(code, publisher)| names.matter(code, publisher))
}

fn procedures(names: &super::names::Names, asking: &Asking) -> Vec<(Pick, bool)> {
    let mut keys = asking.procedures.clone();
    let chosen = &asking.asked.procedure;
    if !chosen.is_empty() && !keys.contains(chosen) {
        keys.insert(0, chosen.clone());
    }
    keys.into_iter()
        .map(|key| {
            let current = key == *chosen;
            (Pick { text: procedure_name(names, &key), value: key }, current)
        })
        .collect()
}

fn tabs(t: T, asked: &Asked, period: Period) -> Vec<Tab> {
    let month = period.last_month();
    let year = Period::Year { year: period.year() };
    [("month", month), ("quarter", month.quarter()), ("year", year)]
        .map(|(kind, of)| Tab {
            href: asked.with_period(of).address("/flow"),
            text: t.code("reports.kind", kind),
            current: std::mem::discriminant(&of) == std::mem::discriminant(&period),
        })
        .into_iter()
        .collect()
}

/// How many, or that there are more.
fn all(t: T, n: i64) -> String {
    if n >= COUNTED_TO { t.one("flow.or_more", "n", look::thousands(t, n)) } else { look::thousands(t, n) }
}

/// On the clock on the wall: `3 ngày 4 giờ`, nights and days off included.
fn wall(t: T, ms: i64) -> String {
    let minutes = ms / 60_000;
    let (days, hours) = (minutes / 1_440, minutes % 1_440 / 60);
    if days > 0 {
        t.with("flow.wall.days", &[("days", &days), ("hours", &hours)])
    } else {
        t.with("flow.wall.hours", &[("hours", &hours), ("minutes", &(minutes % 60))])
    }
}

/// What the drawing shows, for who does not see it.
fn map_words(t: T, mined: &Mined, step: &dyn Fn(&str) -> String) -> String {
    let mut follows: Vec<_> = mined.follows.iter().collect();
    follows.sort_by_key(|(pair, follows)| (std::cmp::Reverse(follows.seen.times), *pair));
    let most: Vec<String> = follows
        .into_iter()
        .take(5)
        .map(|((from, to), follows)| format!("{} → {}: {}", step(from), step(to), follows.seen.times))
        .collect();
    t.one("flow.map_words", "most", most.join("; "))
}

fn step_rows(
    t: T,
    mined: &Mined,
    total: &Totals,
    asked: &Asked,
    step: &dyn Fn(&str) -> String,
) -> Vec<StepRow> {
    let hot = mined.bottleneck().map(|(name, _)| name);
    let whole = (total.waited + total.worked).max(1);
    let mut rows: Vec<(&String, &Activity)> = mined.activities.iter().collect();
    // Where most of the time went stands first.
    rows.sort_by_key(|(name, activity)| {
        (std::cmp::Reverse(activity.waits.waited.sum + activity.waits.worked.sum), *name)
    });
    rows.into_iter()
        .map(|(name, activity)| {
            let linked = |number: Number<'_>, n: i64| Linked {
                text: look::thousands(t, n),
                href: asked.behind(number),
            };
            let waits = &activity.waits;
            StepRow {
                name: step(name),
                hot: hot == Some(name.as_str()),
                cases: linked(Number::Step(name), activity.seen.in_cases()),
                waited: look::figure(t.lang(), waits.waited.median().unwrap_or(0)),
                worked: look::figure(t.lang(), waits.worked.median().unwrap_or(0)),
                waited_share: waits.waited.sum * 100 / whole,
                worked_share: waits.worked.sum * 100 / whole,
                again: (!activity.again.is_empty()).then(|| {
                    let n = i64::try_from(activity.again.len()).unwrap_or(i64::MAX);
                    linked(Number::Again(name), n)
                }),
            }
        })
        .collect()
}

/// Where steps waited by person, of the units this one gives work to; of no others anything.
fn person_rows(
    web: &Web,
    page: &Page,
    names: &super::names::Names,
    asking: &Asking,
    step: &dyn Fn(&str) -> String,
) -> Vec<PersonRow> {
    let t = names.t;
    let mut led: BTreeMap<&str, bool> = BTreeMap::new();
    let mut rows = Vec::new();
    for (name, activity) in &asking.mined.activities {
        for ((unit, person), (seen, waits)) in &activity.by {
            if person.is_empty() {
                continue;
            }
            let may = match led.get(unit.as_str()) {
                Some(may) => *may,
                None => leads(web, page, unit).is_ok(),
            };
            led.insert(unit, may);
            if may {
                rows.push((waits.waited.sum, name, unit, person, seen, waits));
            }
        }
    }
    rows.sort_by_key(|(waited, name, unit, person, ..)| (std::cmp::Reverse(*waited), *name, *unit, *person));
    rows.into_iter()
        .take(MOST_PEOPLE)
        .map(|(_, name, unit, person, seen, waits)| PersonRow {
            step: step(name),
            who: names.person(person),
            unit: names.unit(unit),
            cases: Linked {
                text: look::thousands(t, seen.in_cases()),
                href: asking.asked.behind(Number::Person(name, unit, person)),
            },
            waited: look::figure(t.lang(), waits.waited.median().unwrap_or(0)),
            worked: look::figure(t.lang(), waits.worked.median().unwrap_or(0)),
        })
        .collect()
}
