//! Số liệu của sảnh: how people were received on a day, in a week, in a month, for whoever answers for the hall. Every number opens the
//! tickets behind it.

mod asked;
mod table;
mod visits;

use super::desk::hall::score_lines;
use super::reports::{broken, file};
use super::{keybar, names};
use crate::fault::Fault;
use crate::look;
use crate::page::{self, Page};
use crate::parts::KeyBar;
use crate::route::{Access, Route};
use crate::web::Web;
use crate::words::T;
use app::queries::figures::{Part, PartedBy};
use askama::Template;
use asked::{Asked, Figures};
use axum::extract::{Query, State};
use axum::response::Response;
use domain::hall::{Accuracy, Measure, Outcome, Reach, Tally};
use policy::Action;
pub(super) use table::length;

pub(crate) fn routes() -> Vec<Route> {
    let floor = Access::Staff(Action::SeeFloor);
    vec![
        Route::get("/floor/figures", floor, show),
        Route::get("/floor/figures/visits", floor, visits::show),
        Route::get("/floor/figures.xlsx", floor, workbook),
        Route::get("/floor/figures.csv", floor, csv),
    ]
}

/// A figure with the tickets behind it.
struct Cell {
    label: String,
    text: String,
    href: String,
    class: &'static str,
}

struct RowView {
    name: String,
    cells: Vec<Cell>,
}

/// A link that may be the one that is shown.
struct Tab {
    href: String,
    text: String,
    current: bool,
}

/// What was tapped at a counter.
struct Tapped {
    counter: String,
    /// None below ten ratings.
    scores: Vec<String>,
}

#[derive(Template)]
#[template(path = "staff/figures.html")]
struct FiguresPage {
    page: Page,
    hall: String,
    title: String,
    asked: Asked,
    reaches: Vec<Tab>,
    before: String,
    after: String,
    bys: Vec<Tab>,
    promised: i64,
    kept: String,
    kept_of: String,
    wait: String,
    wait_p90: String,
    service: String,
    arrivals: String,
    heading: Vec<String>,
    rows: Vec<RowView>,
    total: RowView,
    /// Icon and words of each score.
    faces: Vec<(&'static str, String)>,
    tapped: Vec<Tapped>,
    /// How far off the waits were that people were told; none for more days than a week.
    estimates: Option<EstimatesView>,
    xlsx: String,
    csv: String,
    /// The planner, of a day on which somebody came.
    plan: String,
    keys: KeyBar,
}

/// How far off the waits were that people were told.
#[derive(Clone, Debug, PartialEq, Eq)]
struct EstimatesView {
    /// Of no length while nobody was told a time.
    median: String,
    close: String,
    of: String,
}

fn estimates_view(t: T, accuracy: &Accuracy) -> EstimatesView {
    EstimatesView {
        median: accuracy.median_off_ms.map(|off| table::length(Some(off))).unwrap_or_default(),
        close: look::share(t, accuracy.close, accuracy.told),
        of: t.with(
            "figures.estimates.of",
            &[("told", &look::thousands(t, accuracy.told)), ("called", &look::thousands(t, accuracy.called))],
        ),
    }
}

async fn show(State(web): State<Web>, page: Page, Query(asked): Query<Asked>) -> Result<Response, Fault> {
    let figures = Figures::asked(&web, &page, asked).await?;
    let (t, names) = (page.t, names(&web, &page));
    let sum = Tally::sum(figures.parts.iter().map(|part| &part.tally));
    let row = |name: String, key: Option<&str>, tally: &Tally| RowView {
        name,
        cells: table::COLUMNS.iter().map(|column| cell(&figures, t, *column, key, tally)).collect(),
    };
    let kept = sum.of(Measure::Of(Outcome::Kept));
    let decided = kept + sum.lost();
    let tapped = web.app().scores_of_hall(&figures.of.hall).await?;
    let asked = &figures.asked;
    let days = figures.of.days;
    let estimates = web.app().estimates_of(&figures.of.hall, days).await?;
    Ok(page::html(&FiguresPage {
        hall: names.hall(&figures.of.hall),
        title: table::title(t, days),
        reaches: Reach::ALL
            .map(|reach| Tab {
                href: asked.with_reach(reach).address("/floor/figures"),
                text: t.code("figures.reach", reach.word()),
                current: reach == days.reach,
            })
            .into_iter()
            .collect(),
        before: days.before().map(|days| asked.with_days(days).address("/floor/figures")).unwrap_or_default(),
        after: days.after().map(|days| asked.with_days(days).address("/floor/figures")).unwrap_or_default(),
        bys: PartedBy::ALL
            .map(|by| Tab {
                href: asked.with_by(by).address("/floor/figures"),
                text: t.code("figures.by", by.word()),
                current: by == figures.by,
            })
            .into_iter()
            .collect(),
        promised: figures.of.promised_ms / 60_000,
        kept: look::share(t, kept, decided),
        kept_of: t.with(
            "figures.kept_of",
            &[("kept", &look::thousands(t, kept)), ("all", &look::thousands(t, decided))],
        ),
        wait: table::length(sum.waits().median()),
        wait_p90: table::length(sum.waits().p90()),
        service: table::length(sum.services().median()),
        arrivals: look::thousands(t, sum.of(Measure::Arrivals)),
        heading: table::COLUMNS.iter().map(|column| t.code("figures.col", column.word())).collect(),
        rows: figures
            .parts
            .iter()
            .map(|Part { key, tally }| row(table::name(&names, &figures, key), Some(key), tally))
            .collect(),
        total: row(t.t("figures.total").to_owned(), None, &sum),
        faces: score_lines(t, &domain::visit::Scores::default())
            .into_iter()
            .map(|(icon, words, _)| (icon, words))
            .collect(),
        tapped: tapped
            .into_iter()
            .map(|one| Tapped {
                counter: table::counter(&names, &figures.of.hall, &one.counter),
                scores: one
                    .scores
                    .map(|scores| score_lines(t, &scores).into_iter().map(|(_, _, number)| number).collect())
                    .unwrap_or_default(),
            })
            .collect(),
        estimates: estimates.map(|accuracy| estimates_view(t, &accuracy)),
        xlsx: asked.address("/floor/figures.xlsx"),
        csv: asked.address("/floor/figures.csv"),
        plan: if days.reach == Reach::Day && sum.of(Measure::Arrivals) > 0 {
            format!("/plan?hall={}&day={}", figures.of.hall, asked.day)
        } else {
            String::new()
        },
        keys: keybar(t, &[]),
        asked: figures.asked.clone(),
        page,
    }))
}

fn cell(
    figures: &Figures,
    t: crate::words::T,
    column: table::Column,
    key: Option<&str>,
    tally: &Tally,
) -> Cell {
    let measure = column.measure();
    let count = tally.of(measure);
    Cell {
        label: column.label(t),
        text: column.text(t, tally),
        href: if count == 0 { String::new() } else { figures.asked.behind(key, measure) },
        class: match measure {
            Measure::Of(Outcome::Lost(_)) if count > 0 => "late",
            Measure::Of(Outcome::UnderWay) => "soft",
            _ => "",
        },
    }
}

async fn workbook(State(web): State<Web>, page: Page, Query(asked): Query<Asked>) -> Result<Response, Fault> {
    let figures = Figures::asked(&web, &page, asked).await?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let table = table::of(&names(&web, &page), &figures);
    Ok(file(table.xlsx().map_err(broken)?, kind, &figures.file_name("xlsx")))
}

async fn csv(State(web): State<Web>, page: Page, Query(asked): Query<Asked>) -> Result<Response, Fault> {
    let figures = Figures::asked(&web, &page, asked).await?;
    let table = table::of(&names(&web, &page), &figures);
    Ok(file(table.csv().map_err(broken)?, "text/csv; charset=utf-8", &figures.file_name("csv")))
}
