//! Đánh giá việc giải quyết: points of units and officers in a quarter or a year, and the dossiers behind each of them.

use super::super::paging::{self, PAGE, Trail};
use super::super::{keybar, names};
use super::Tab;
use super::asked::{self, Asked, Report};
use crate::fault::Fault;
use crate::look;
use crate::page::{self, Page};
use crate::parts::{KeyBar, Pager, Pick};
use crate::web::Web;
use crate::words::T;
use app::queries::reports::{EvaluatedDossier, Points};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::kernel::StreamId;
use domain::report::Period;
use indices::Tenths;
use indices::one_stop::{Evaluation, Index, Tally};

/// One index of somebody.
struct CellView {
    label: String,
    text: String,
    href: String,
    low: bool,
}

struct RowView {
    name: String,
    about: String,
    href: String,
    cells: Vec<CellView>,
    total: String,
    most: String,
    standing: String,
    class: &'static str,
}

/// How often so many points were given, for what, and the dossiers behind.
struct GivenView {
    points: i64,
    times: String,
    why: String,
    href: String,
}

struct IndexView {
    number: i64,
    name: String,
    text: String,
    given: Vec<GivenView>,
}

/// A rule of giving points, as the circular has it.
struct RuleView {
    number: i64,
    name: String,
    two: String,
    one: String,
    none: String,
}

#[derive(Template)]
#[template(path = "staff/evaluation.html")]
struct EvaluationPage {
    page: Page,
    unit: String,
    title: String,
    dates: String,
    asked: Asked,
    units: Vec<(Pick, bool)>,
    kinds: Vec<Tab>,
    before: String,
    after: String,
    whole: RowView,
    parts: Vec<RowView>,
    officers: Vec<RowView>,
    heads: Vec<(i64, String)>,
    officer_heads: Vec<(i64, String)>,
    settled: i64,
    rules: Vec<RuleView>,
    csv: String,
    report: String,
    is_over: bool,
    keys: KeyBar,
}

/// The last quarter that is over, where none is named.
fn of_quarter(web: &Web, page: &Page, mut asked: Asked) -> Asked {
    if asked.period.is_empty() {
        let first_day = web.app().directory().report_rules(&asked.unit, page.now).first_day;
        let month = Period::month_of(web.app().directory().day(page.now), first_day);
        asked.period = month.quarter().previous().to_string();
    }
    asked
}

/// `Đánh giá quý 3/2026`.
fn title(t: T, period: Period) -> String {
    match period {
        Period::Month { year, month } => t.with("evaluation.of_month", &[("month", &month), ("year", &year)]),
        Period::Quarter { year, quarter } => {
            t.with("evaluation.of_quarter", &[("quarter", &quarter), ("year", &year)])
        }
        Period::Year { year } => t.one("evaluation.of_year", "year", year),
    }
}

/// A number with the decimal mark of the language.
fn decimal(t: T, number: Tenths) -> String {
    if t.vi() { number.to_string().replace('.', ",") } else { number.to_string() }
}

/// Whose points: a part of the unit or an officer, by code; the whole unit for neither.
#[derive(Clone, Copy)]
struct Whose<'a> {
    part: &'a str,
    officer: &'a str,
}

impl Whose<'_> {
    fn evaluation(self, tally: &Tally) -> Evaluation {
        if self.officer.is_empty() { Evaluation::of_unit(tally) } else { Evaluation::of_officer(tally) }
    }

    fn asked(self, asked: &Asked) -> Asked {
        Asked { row: self.part.to_owned(), officer: self.officer.to_owned(), ..asked.clone() }
    }
}

/// An index that was given to dossiers, so that they can be looked at.
const fn is_of_dossiers(index: Index) -> bool {
    !matches!(index, Index::AtOneStop | Index::Publication | Index::Feedback | Index::Online)
}

fn average(t: T, average: Option<Tenths>) -> String {
    average.map_or_else(|| "–".to_owned(), |average| decimal(t, average))
}

fn row(t: T, asked: &Asked, whose: Whose<'_>, name: String, tally: &Tally) -> RowView {
    let evaluation = whose.evaluation(tally);
    let href = whose.asked(asked).address("/reports/evaluation/one");
    let standing = evaluation.standing();
    RowView {
        name,
        about: String::new(),
        cells: evaluation
            .indices
            .iter()
            .map(|(index, of)| CellView {
                label: format!("{}. {}", index.number(), t.code("evaluation.index", index.word())),
                text: average(t, *of),
                href: of.map(|_| format!("{href}#i{}", index.number())).unwrap_or_default(),
                low: of.is_some_and(|of| of < Tenths::whole(1)),
            })
            .collect(),
        href,
        total: decimal(t, evaluation.total),
        most: decimal(t, evaluation.most),
        standing: standing.map_or_else(
            || t.t("evaluation.no_data").to_owned(),
            |standing| t.code("evaluation.standing", standing.word()),
        ),
        class: match standing.map(indices::one_stop::Standing::word) {
            Some("weak" | "poorly") => "late",
            Some("average" | "partly") => "soon",
            _ => "",
        },
    }
}

/// The indices of one, each with the points behind it, the most first.
fn indices_of(t: T, asked: &Asked, whose: Whose<'_>, tally: &Tally) -> Vec<IndexView> {
    let why = ["evaluation.none", "evaluation.one", "evaluation.two"];
    let index = |(index, of): &(Index, Option<Tenths>)| IndexView {
        number: index.number(),
        name: t.code("evaluation.index", index.word()),
        text: average(t, *of),
        given: [0_i64, 1, 2]
            .into_iter()
            .zip(tally.of(*index).given)
            .zip(why)
            .rev()
            .filter(|((_, times), _)| *times > 0)
            .map(|((points, times), why)| GivenView {
                points,
                times: look::thousands(t, times),
                why: t.code(why, index.word()),
                href: if is_of_dossiers(*index) {
                    let asked = Asked {
                        cell: index.word().to_owned(),
                        points: points.to_string(),
                        ..whose.asked(asked)
                    };
                    asked.address("/reports/evaluation/dossiers")
                } else {
                    String::new()
                },
            })
            .collect(),
    };
    whose.evaluation(tally).indices.iter().map(index).collect()
}

fn heads(t: T, of: &[Index]) -> Vec<(i64, String)> {
    of.iter().map(|index| (index.number(), t.code("evaluation.index", index.word()))).collect()
}

pub(super) async fn show(
    State(web): State<Web>,
    page: Page,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let report = Report::asked(&web, &page, of_quarter(&web, &page, asked)).await?;
    let (t, names) = (page.t, names(&web, &page));
    let found = web.app().evaluate(&report.of, &report.lines).await?;
    let officers = web.app().evaluate_officers(&report.of).await?;
    let period = report.of.period;
    let quarter = period.last_month().quarter();
    let kinds = [("quarter", quarter), ("year", Period::Year { year: period.year() })];
    let mut parts: Vec<RowView> = found
        .parts
        .iter()
        .map(|(unit, tally)| {
            row(t, &report.asked, Whose { part: unit, officer: "" }, names.unit(unit), tally)
        })
        .collect();
    if parts.len() == 1 {
        parts.clear();
    }
    let officers = officers.iter().map(|(person, tally)| {
        let whose = Whose { part: "", officer: person };
        let mut row = row(t, &report.asked, whose, names.person(person), tally);
        let position = names.directory.position_of(person, page.now).unwrap_or_default();
        row.about = names.title(&position);
        row
    });
    Ok(page::html(&EvaluationPage {
        unit: names.unit(&report.of.unit),
        title: title(t, period),
        dates: t.with(
            "reports.dates",
            &[("from", &look::date(report.of.begins_at)), ("to", &look::date(report.of.ends_at - 1))],
        ),
        units: asked::units(&web, &page, &report.of.unit)?,
        kinds: kinds
            .into_iter()
            .map(|(kind, of_kind)| Tab {
                href: report.asked.with_period(of_kind).address("/reports/evaluation"),
                text: t.code("reports.kind", kind),
                current: of_kind == period,
            })
            .collect(),
        before: report.asked.with_period(period.previous()).address("/reports/evaluation"),
        after: report.asked.with_period(period.next()).address("/reports/evaluation"),
        whole: row(
            t,
            &report.asked,
            Whose { part: "", officer: "" },
            t.t("evaluation.whole").to_owned(),
            &found.whole,
        ),
        parts,
        officers: officers.collect(),
        heads: heads(t, &Index::ALL),
        officer_heads: heads(t, &Index::OF_OFFICERS),
        settled: found.whole.of(Index::Contacts).count(),
        rules: Index::ALL
            .map(|index| RuleView {
                number: index.number(),
                name: t.code("evaluation.index", index.word()),
                two: t.code("evaluation.two", index.word()),
                one: t.code("evaluation.one", index.word()),
                none: t.code("evaluation.none", index.word()),
            })
            .into(),
        csv: report.asked.address("/reports/evaluation.csv"),
        report: report.asked.address("/reports"),
        is_over: page.now >= report.of.ends_at,
        keys: keybar(t, &[]),
        asked: report.asked,
        page,
    }))
}

#[derive(Template)]
#[template(path = "staff/evaluation-one.html")]
struct OnePage {
    page: Page,
    unit: String,
    title: String,
    back: String,
    row: RowView,
    indices: Vec<IndexView>,
    keys: KeyBar,
}

/// Of one unit or officer: each index with its points and what they were given for.
pub(super) async fn one(
    State(web): State<Web>,
    page: Page,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let report = Report::asked(&web, &page, of_quarter(&web, &page, asked)).await?;
    let (t, names) = (page.t, names(&web, &page));
    let whose = Whose { part: &report.asked.row, officer: &report.asked.officer };
    let (name, tally) = match (whose.officer, whose.part) {
        ("", part) => {
            let found = web.app().evaluate(&report.of, &report.lines).await?;
            let tally = if part.is_empty() { Some(&found.whole) } else { found.parts.get(part) };
            let code = if part.is_empty() { report.of.unit.as_str() } else { part };
            (names.unit(code), *tally.ok_or(Fault::NotFound)?)
        }
        (officer, _) => {
            let found = web.app().evaluate_officers(&report.of).await?;
            (names.person(officer), *found.get(officer).ok_or(Fault::NotFound)?)
        }
    };
    Ok(page::html(&OnePage {
        unit: names.unit(&report.of.unit),
        title: title(t, report.of.period),
        back: whole(&report.asked),
        row: row(t, &report.asked, whose, name, &tally),
        indices: indices_of(t, &report.asked, whose, &tally),
        keys: keybar(t, &[]),
        page,
    }))
}

/// The address of the table.
fn whole(asked: &Asked) -> String {
    let whole = Asked {
        row: String::new(),
        cell: String::new(),
        points: String::new(),
        officer: String::new(),
        after: String::new(),
        ..asked.clone()
    };
    whole.address("/reports/evaluation")
}

struct DossierRow {
    dossier: StreamId,
    code: String,
    matter: String,
    unit: String,
    received: String,
    settled: String,
    why: String,
}

#[derive(Template)]
#[template(path = "staff/evaluation-dossiers.html")]
struct DossiersPage {
    page: Page,
    unit: String,
    title: String,
    about: String,
    back: String,
    rows: Vec<DossierRow>,
    pager: Option<Pager>,
    keys: KeyBar,
}

/// What the points were given for, of this dossier.
fn why(t: T, index: Index, found: &EvaluatedDossier) -> String {
    let came = |came: Option<indices::one_stop::Came>| match came {
        Some(indices::one_stop::Came::Shorter) => t.t("verdict.early").to_owned(),
        Some(indices::one_stop::Came::Equal) => t.t("verdict.on_time").to_owned(),
        Some(indices::one_stop::Came::Longer) => t.t("verdict.late").to_owned(),
        None => "–".to_owned(),
    };
    match index {
        Index::AgencyTime => {
            let (used, allowed) = found.part.as_ref().map_or((0, 0), |(_, used, allowed)| (*used, *allowed));
            t.with(
                "evaluation.used",
                &[
                    ("used", &look::exact(t.lang(), used * 60_000)),
                    ("allowed", &look::exact(t.lang(), allowed * 60_000)),
                ],
            )
        }
        Index::Contacts | Index::Agencies if found.marks.contacts == 0 => t.t("evaluation.never").to_owned(),
        Index::Contacts | Index::Agencies => t.count("evaluation.asked", found.marks.contacts),
        Index::Attitude if found.marks.complaint == indices::one_stop::Complaint::Stands => {
            t.t("evaluation.complained").to_owned()
        }
        Index::Attitude => came(Some(found.marks.by_promise)),
        _ => came(found.marks.by_law),
    }
}

pub(super) async fn dossiers(
    State(web): State<Web>,
    page: Page,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let report = Report::asked(&web, &page, of_quarter(&web, &page, asked)).await?;
    let (t, names) = (page.t, names(&web, &page));
    let index = Index::from_word(&report.asked.cell).ok_or(Fault::NotFound)?;
    let points = report.asked.points.parse().ok().filter(|points| (0..=2).contains(points));
    let points = Points { index, points: points.ok_or(Fault::NotFound)? };
    let (part, officer) = (report.asked.row.as_str(), report.asked.officer.as_str());
    let trail = Trail::of(&report.asked.after);
    let from = trail.wanted::<EvaluatedDossier>(None).from;
    let leaf = web.app().evaluated_dossiers(&report.of, (part, officer), points, (from, PAGE)).await?;
    let rows: Vec<DossierRow> = leaf
        .rows
        .iter()
        .map(|found| DossierRow {
            dossier: found.dossier,
            code: found.code.clone(),
            matter: names.matter(&found.procedure, &found.publisher),
            unit: names.unit(found.part.as_ref().map_or(&found.handling_unit, |(unit, ..)| unit)),
            received: look::day_month_time(found.received_at),
            settled: look::day_month_time(found.settled_at),
            why: why(t, index, found),
        })
        .collect();
    let pager = paging::linked(trail.pager(t, rows.len(), leaf.next.as_ref()), |after| {
        report.asked.with_after(after).address("/reports/evaluation/dossiers")
    });
    let whose = match (officer, part) {
        ("", "") => names.unit(&report.of.unit),
        ("", part) => names.unit(part),
        (officer, _) => names.person(officer),
    };
    let back =
        Asked { cell: String::new(), points: String::new(), after: String::new(), ..report.asked.clone() };
    Ok(page::html(&DossiersPage {
        unit: names.unit(&report.of.unit),
        title: format!("{}. {}", index.number(), t.code("evaluation.index", index.word())),
        about: format!(
            "{} · {whose} · {}",
            t.count("evaluation.points", points.points),
            title(t, report.of.period)
        ),
        back: back.address("/reports/evaluation/one"),
        rows,
        pager,
        keys: keybar(t, &[("j", "key.down"), ("k", "key.up"), ("↵", "key.open")]),
        page,
    }))
}

/// The same as a table to take away: how often each number of points was given, for whoever adds them up again.
pub(super) async fn csv(
    State(web): State<Web>,
    page: Page,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let report = Report::asked(&web, &page, of_quarter(&web, &page, asked)).await?;
    let found = web.app().evaluate(&report.of, &report.lines).await?;
    let officers = web.app().evaluate_officers(&report.of).await?;
    let mut lines = vec!["kind,code,index,points_0,points_1,points_2,average,total,most,standing".to_owned()];
    let mut add = |kind: &str, code: &str, tally: &Tally| {
        let evaluation =
            if kind == "officer" { Evaluation::of_officer(tally) } else { Evaluation::of_unit(tally) };
        for (index, average) in &evaluation.indices {
            let [none, one, two] = tally.of(*index).given;
            let average = average.map(|average| average.to_string()).unwrap_or_default();
            let standing = evaluation.standing().map_or("", indices::one_stop::Standing::word);
            lines.push(format!(
                "{kind},{code},{},{none},{one},{two},{average},{},{},{standing}",
                index.number(),
                evaluation.total,
                evaluation.most
            ));
        }
    };
    add("unit", &report.of.unit, &found.whole);
    found.parts.iter().for_each(|(unit, tally)| add("part", unit, tally));
    officers.iter().for_each(|(person, tally)| add("officer", person, tally));
    let name = format!("attachment; filename=\"evaluation-{}\"", report.file_name("csv"));
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (CONTENT_DISPOSITION, name),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, lines.join("\r\n") + "\r\n").into_response())
}
