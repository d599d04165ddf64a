//! Báo cáo: what became of the dossiers of a period, for whoever answers for a unit. Every figure opens its dossiers; what was
//! handed in is shown as it was handed in.

mod asked;
mod days;
mod dossiers;
mod evaluation;
mod table;

pub(crate) use asked::units;
pub use table::{Shown, table};

use super::sent::{Sent, again};
use super::{actor, errors_of, keybar, names};
use crate::fault::Fault;
use crate::form::Form;
use crate::look;
use crate::page::{self, Page};
use crate::parts::{ErrorSummary, Field, KeyBar, Pick};
use crate::route::{Access, Route};
use crate::web::Web;
use crate::words::T;
use app::Command;
use app::queries::reports::{By, Cell};
use askama::Template;
use asked::{Asked, Report};
use axum::extract::{Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::kernel::Refusal;
use domain::report::{Basis, Figures, Issue, Period};
use policy::{Action, Resource};

pub(crate) fn routes() -> Vec<Route> {
    let reports = Access::Staff(Action::SeeReports);
    vec![
        Route::get("/reports", reports, show),
        Route::get("/reports/dossiers", reports, dossiers::show),
        Route::get("/reports/days", reports, days::show),
        Route::get("/reports/evaluation", reports, evaluation::show),
        Route::get("/reports/evaluation/one", reports, evaluation::one),
        Route::get("/reports/evaluation/dossiers", reports, evaluation::dossiers),
        Route::get("/reports/evaluation.csv", reports, evaluation::csv),
        Route::get("/reports/report.xlsx", reports, workbook),
        Route::get("/reports/report.csv", reports, csv),
        Route::post("/reports/submit", Access::Staff(Action::SubmitReport), submit),
    ]
}

/// A figure with the dossiers behind it.
struct CellView {
    label: &'static str,
    text: String,
    href: String,
    class: &'static str,
}

struct RowView {
    name: String,
    cells: Vec<CellView>,
}

/// A link that may be the one that is shown.
struct Tab {
    href: String,
    text: String,
    current: bool,
}

/// An issue that was handed in.
struct IssueView {
    href: String,
    title: String,
    about: String,
    reason: String,
    current: bool,
}

/// The form that hands a report in.
struct SubmitView {
    seen: String,
    reason: Option<Field>,
}

#[derive(Template)]
#[template(path = "staff/reports.html")]
struct ReportsPage {
    page: Page,
    unit: String,
    title: String,
    dates: String,
    asked: Asked,
    units: Vec<(Pick, bool)>,
    bases: Vec<(Pick, bool)>,
    kinds: Vec<Tab>,
    before: String,
    after: String,
    bys: Vec<Tab>,
    rows: Vec<RowView>,
    total: RowView,
    balance: String,
    on_time: String,
    late: String,
    overdue: i64,
    xlsx: String,
    csv: String,
    days: String,
    evaluation: String,
    /// What stands in the way of handing it in, or what was handed in.
    state: String,
    issues: Vec<IssueView>,
    submit: Option<SubmitView>,
    errors: ErrorSummary,
    keys: KeyBar,
}

async fn show(State(web): State<Web>, page: Page, Query(asked): Query<Asked>) -> Result<Response, Fault> {
    Ok(page::html(&reports_page(&web, page, asked, None).await?))
}

async fn reports_page(
    web: &Web,
    page: Page,
    asked: Asked,
    refused: Option<(&Form, &Refusal)>,
) -> Result<ReportsPage, Fault> {
    let report = Report::asked(web, &page, asked).await?;
    let (t, names) = (page.t, names(web, &page));
    let live = match report.issue {
        Some(_) => web.app().count(&report.of, None).await?.lines,
        None => report.lines.clone(),
    };
    let groups = names.directory.report_rows(&report.of, &report.lines, report.by);
    let sum = Figures::sum(groups.iter().map(|group| &group.figures));
    let row = |name: String, key: &str, figures: &Figures| RowView {
        name,
        cells: Cell::ALL[1..].iter().map(|cell| cell_view(t, &report, *cell, key, figures)).collect(),
    };
    let outcome = sum.by(report.basis);
    let number = |count: i64| look::thousands(t, count);
    let rows = groups
        .iter()
        .map(|group| row(table::name(&names, report.by, &group.key), &group.key, &group.figures));
    Ok(ReportsPage {
        unit: names.unit(&report.of.unit),
        title: table::title(t, report.of.period),
        dates: t.with(
            "reports.dates",
            &[("from", &look::date(report.of.begins_at)), ("to", &look::date(report.of.ends_at - 1))],
        ),
        units: asked::units(web, &page, &report.of.unit)?,
        bases: Basis::ALL
            .map(|basis| (pick(basis.word(), t.code("reports.basis", basis.word())), basis == report.basis))
            .to_vec(),
        kinds: kinds(&report, &page),
        before: report.asked.with_period(report.of.period.previous()).address("/reports"),
        after: report.asked.with_period(report.of.period.next()).address("/reports"),
        bys: By::ALL
            .map(|by| Tab {
                href: report.asked.with_by(by).address("/reports"),
                text: t.code("reports.by", by.word()),
                current: by == report.by,
            })
            .into_iter()
            .collect(),
        rows: rows.collect(),
        total: row(t.t("reports.total").to_owned(), "", &sum),
        balance: t.with(
            "reports.balance",
            &[
                ("carried", &number(sum.carried_over)),
                ("received", &number(sum.received)),
                ("settled", &number(outcome.settled())),
                ("open", &number(outcome.open())),
            ],
        ),
        on_time: look::share(t, outcome.early + outcome.on_time, outcome.settled()),
        late: number(outcome.late),
        overdue: outcome.open_late,
        xlsx: report.asked.address("/reports/report.xlsx"),
        csv: report.asked.address("/reports/report.csv"),
        days: report.asked.address("/reports/days"),
        evaluation: report.asked.with_quarter(report.of.period).address("/reports/evaluation"),
        state: state(&report, &page, &live),
        issues: report.issues.iter().map(|issue| issue_view(&report, &names, issue)).collect(),
        submit: submit_view(web, &page, &report, &live, refused)?,
        errors: refused.map(|(_, refusal)| errors_of(t, refusal)).unwrap_or_default(),
        keys: keybar(t, &[]),
        asked: report.asked,
        page,
    })
}

fn pick(value: &str, text: String) -> Pick {
    Pick { value: value.to_owned(), text }
}

fn cell_view(t: T, report: &Report, cell: Cell, key: &str, figures: &Figures) -> CellView {
    let number = cell.of(figures, report.basis);
    let class = match cell {
        Cell::Late | Cell::OpenLate if number > 0 => "late",
        Cell::WithoutResult | Cell::Waiting => "soft",
        Cell::Settled | Cell::Open => "sum",
        _ => "",
    };
    let href = if number == 0 { String::new() } else { report.asked.cell(key, cell) };
    CellView { label: cell.word(), text: look::thousands(t, number), href, class }
}

/// The month, the quarter and the year that end together.
fn kinds(report: &Report, page: &Page) -> Vec<Tab> {
    let period = report.of.period;
    let month = period.last_month();
    let year = Period::Year { year: period.year() };
    [("month", month), ("quarter", month.quarter()), ("year", year)]
        .into_iter()
        .map(|(kind, of_kind)| Tab {
            href: report.asked.with_period(of_kind).address("/reports"),
            text: page.t.code("reports.kind", kind),
            current: std::mem::discriminant(&of_kind) == std::mem::discriminant(&period),
        })
        .collect()
}

fn state(report: &Report, page: &Page, live: &[domain::report::Line]) -> String {
    let t = page.t;
    match report.issues.last() {
        _ if page.now < report.of.ends_at => t.one("reports.not_over", "at", look::date(report.of.ends_at)),
        None => t.t("reports.not_submitted").to_owned(),
        Some(last) if last.lines == live => t.t("reports.as_submitted").to_owned(),
        Some(last) => {
            let changed = differing(&last.lines, live);
            t.count("reports.moved_since", changed)
        }
    }
}

/// Lines that are not the same in both.
fn differing(one: &[domain::report::Line], other: &[domain::report::Line]) -> i64 {
    let only = |these: &[domain::report::Line], those: &[domain::report::Line]| {
        these.iter().filter(|line| !those.contains(line)).count()
    };
    i64::try_from(only(one, other).max(only(other, one))).unwrap_or(i64::MAX)
}

fn issue_view(report: &Report, names: &super::names::Names, issue: &Issue) -> IssueView {
    let t = names.t;
    IssueView {
        href: report.asked.with_issue(Some(issue.issue)).address("/reports"),
        title: t.one("reports.issue", "n", issue.issue),
        about: t.with(
            "reports.submitted_by",
            &[("at", &look::date_time(issue.at)), ("who", &names.person_in(&issue.by, &issue.position))],
        ),
        reason: issue.reason.clone(),
        current: report.issue == Some(issue.issue),
    }
}

/// The form, where this one may hand the report in and there is something new to hand in.
fn submit_view(
    web: &Web,
    page: &Page,
    report: &Report,
    live: &[domain::report::Line],
    refused: Option<(&Form, &Refusal)>,
) -> Result<Option<SubmitView>, Fault> {
    let actor = actor(page)?;
    let unit = Resource::page(&web.app().directory().unit_path(&report.of.unit));
    let last = report.issues.last();
    let is_new = last.is_none_or(|last| last.lines != live);
    let is_live = report.issue.is_none();
    let is_over = page.now >= report.of.ends_at;
    if !is_new || !is_live || !is_over || web.app().permit(&actor, Action::SubmitReport, &unit).is_err() {
        return Ok(None);
    }
    let sum = Figures::sum(live.iter().map(|line| &line.figures));
    let violations = refused.map(|(_, refusal)| refusal.violations.clone()).unwrap_or_default();
    let typed = refused.map(|(form, _)| form.get("reason").to_owned()).unwrap_or_default();
    let reason = last.map(|_| {
        Field::area("reason", page.t.t("reports.reason"))
            .hint(page.t.t("reports.reason_hint"))
            .required()
            .value(&typed)
            .wrong(page.t, &violations)
    });
    Ok(Some(SubmitView { seen: serde_json::to_string(&sum).unwrap_or_default(), reason }))
}

async fn submit(sent: Sent) -> Result<Response, Fault> {
    let asked = Asked::of_form(&sent.form);
    let period = asked.period()?;
    let command = Command::SubmitReport {
        unit: asked.unit.clone(),
        period,
        seen: Some(
            serde_json::from_str(sent.form.get("seen")).map_err(|_| Fault::BadRequest("form_expired"))?,
        ),
        reason: sent.form.get("reason").to_owned(),
    };
    match sent.act(command).await? {
        None => Ok(sent.done(&asked.address("/reports"), "report_submitted", "")),
        Some(refusal) => {
            let refused = Some((&sent.form, &refusal));
            Ok(again(&reports_page(&sent.web, sent.page, asked, refused).await?))
        }
    }
}

async fn workbook(State(web): State<Web>, page: Page, Query(asked): Query<Asked>) -> Result<Response, Fault> {
    let report = Report::asked(&web, &page, asked).await?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(file(report.table(&web, &page).xlsx().map_err(broken)?, kind, &report.file_name("xlsx")))
}

async fn csv(State(web): State<Web>, page: Page, Query(asked): Query<Asked>) -> Result<Response, Fault> {
    let report = Report::asked(&web, &page, asked).await?;
    let bytes = report.table(&web, &page).csv().map_err(broken)?;
    Ok(file(bytes, "text/csv; charset=utf-8", &report.file_name("csv")))
}

pub(super) fn broken(error: app::DocumentError) -> Fault {
    app::AppError::Document(Box::new(error)).into()
}

pub(super) fn file(bytes: Vec<u8>, kind: &str, name: &str) -> Response {
    let headers = [
        (CONTENT_TYPE, kind.to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, bytes).into_response()
}
