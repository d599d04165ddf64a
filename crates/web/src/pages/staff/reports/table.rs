//! A report as a table to take away, in the reader's language.

use super::super::names::Names;
use crate::look;
use crate::words::{Lang, T};
use app::queries::reports::{By, Cell, ReportOf};
use app::{App, Table, TableCell, TableRow};
use domain::kernel::Millis;
use domain::report::{Basis, Figures, Line, Period};

/// What of a report is shown.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    /// Which report.
    pub report: &'a ReportOf,
    /// Its lines.
    pub lines: &'a [Line],
    /// What its rows are.
    pub by: By,
    /// Which lateness is meant.
    pub basis: Basis,
    /// Number and instant of the issue, where it was handed in.
    pub issue: Option<(i64, Millis)>,
    /// Instant the figures are of, where it was not.
    pub now: Millis,
}

/// The table of a report, for programmes that stand beside the pages.
#[must_use]
pub fn table(app: &App, lang: Lang, shown: &Shown<'_>) -> Table {
    of(&Names::new(T::new(lang), shown.now, app.directory()), shown)
}

pub(super) fn of(names: &Names, shown: &Shown<'_>) -> Table {
    let t = names.t;
    let groups = names.directory.report_rows(shown.report, shown.lines, shown.by);
    let sum = Figures::sum(groups.iter().map(|group| &group.figures));
    let row = |name: String, figures: &Figures, is_total: bool| TableRow {
        cells: std::iter::once(TableCell::Text(name))
            .chain(Cell::ALL.map(|cell| TableCell::Number(cell.of(figures, shown.basis))))
            .collect(),
        is_total,
    };
    let stated = match shown.issue {
        Some((issue, at)) => t.with("reports.file.issue", &[("n", &issue), ("at", &look::date_time(at))]),
        None => t.one("reports.file.live", "at", look::date_time(shown.now)),
    };
    Table {
        title: format!("{} – {}", title(t, shown.report.period), names.unit(&shown.report.unit)),
        about: vec![
            t.with(
                "reports.dates",
                &[
                    ("from", &look::date(shown.report.begins_at)),
                    ("to", &look::date(shown.report.ends_at - 1)),
                ],
            ),
            t.code("reports.basis", shown.basis.word()),
            stated,
        ],
        heading: std::iter::once(t.code("reports.by", shown.by.word()))
            .chain(Cell::ALL.map(|cell| t.code("reports.file.cell", cell.word())))
            .collect(),
        rows: groups
            .iter()
            .map(|group| row(name(names, shown.by, &group.key), &group.figures, false))
            .chain([row(t.t("reports.total").to_owned(), &sum, true)])
            .collect(),
        at: shown.issue.map_or(shown.now, |(_, at)| at),
    }
}

/// What a row is called.
pub(super) fn name(names: &Names, by: By, key: &str) -> String {
    match by {
        By::Field => names.field(key),
        By::Unit | By::Receiver => names.unit(key),
        By::Channel => channel(names.t, key),
    }
}

/// How a dossier was filed, by its code.
pub(super) fn channel(t: T, code: &str) -> String {
    t.code("reports.channel", code)
}

/// `Báo cáo tháng 11/2026`.
pub(super) fn title(t: T, period: Period) -> String {
    match period {
        Period::Month { year, month } => t.with("reports.of_month", &[("month", &month), ("year", &year)]),
        Period::Quarter { year, quarter } => {
            t.with("reports.of_quarter", &[("quarter", &quarter), ("year", &year)])
        }
        Period::Year { year } => t.one("reports.of_year", "year", year),
    }
}
