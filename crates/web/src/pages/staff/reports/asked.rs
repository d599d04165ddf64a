//! Which report an address asks for, and who may ask for it.

use super::super::{actor, names};
use super::table::{self, Shown};
use crate::fault::Fault;
use crate::form::{Form, encoded};
use crate::page::Page;
use crate::parts::Pick;
use crate::web::Web;
use app::queries::reports::{By, Cell, ReportOf};
use domain::report::{Basis, Issue, Line, Period};
use policy::{Action, Resource};
use serde::Deserialize;

/// Parts of the address. Codes and words only, nothing about a person.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    pub unit: String,
    pub period: String,
    pub by: String,
    pub basis: String,
    /// An issue that was handed in; the figures of now for none.
    pub issue: String,
    /// The row of a figure; all of them for none.
    pub row: String,
    pub cell: String,
    /// Points of an evaluation: 0, 1 or 2.
    pub points: String,
    /// Whose points, by code; a unit's for nobody.
    pub officer: String,
    pub after: String,
}

impl Asked {
    pub(super) fn of_form(form: &Form) -> Self {
        let text = |name: &str| form.get(name).to_owned();
        Self {
            unit: text("unit"),
            period: text("period"),
            by: text("by"),
            basis: text("basis"),
            ..Self::default()
        }
    }

    /// The period, where one is named.
    pub(super) fn period(&self) -> Result<Period, Fault> {
        self.period.parse().map_err(|_| Fault::BadRequest("report_period_unknown"))
    }

    pub(super) fn address(&self, path: &str) -> String {
        let parts = [
            ("unit", &self.unit),
            ("period", &self.period),
            ("by", &self.by),
            ("basis", &self.basis),
            ("issue", &self.issue),
            ("row", &self.row),
            ("cell", &self.cell),
            ("points", &self.points),
            ("officer", &self.officer),
            ("after", &self.after),
        ];
        let parts: Vec<String> = parts
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", encoded(value)))
            .collect();
        if parts.is_empty() { path.to_owned() } else { format!("{path}?{}", parts.join("&")) }
    }

    pub(super) fn with_period(&self, period: Period) -> Self {
        Self { period: period.to_string(), issue: String::new(), ..self.clone() }
    }

    /// The quarter in which it ends, or the year, as evaluations are drawn up.
    pub(super) fn with_quarter(&self, period: Period) -> Self {
        let period = if matches!(period, Period::Year { .. }) { period } else { period.quarter() };
        self.with_period(period)
    }

    pub(super) fn with_by(&self, by: By) -> Self {
        Self { by: by.word().to_owned(), ..self.clone() }
    }

    pub(super) fn with_issue(&self, issue: Option<i64>) -> Self {
        Self { issue: issue.map(|issue| issue.to_string()).unwrap_or_default(), ..self.clone() }
    }

    pub(super) fn with_after(&self, after: &str) -> Self {
        Self { after: after.to_owned(), ..self.clone() }
    }

    /// The dossiers behind a figure.
    pub(super) fn cell(&self, row: &str, cell: Cell) -> String {
        let asked = Self { row: row.to_owned(), cell: cell.word().to_owned(), ..self.clone() };
        asked.address("/reports/dossiers")
    }

    /// The report it belongs to.
    pub(super) fn whole(&self) -> String {
        Self { row: String::new(), cell: String::new(), after: String::new(), ..self.clone() }
            .address("/reports")
    }
}

/// A report with its lines: as of now, or as an issue has them.
pub(super) struct Report {
    /// What was asked, every part filled in.
    pub asked: Asked,
    pub of: ReportOf,
    pub by: By,
    pub basis: Basis,
    pub lines: Vec<Line>,
    /// Place in the journal up to which an issue was counted.
    pub known: Option<i64>,
    pub issue: Option<i64>,
    pub issues: Vec<Issue>,
}

impl Report {
    pub(super) async fn asked(web: &Web, page: &Page, mut asked: Asked) -> Result<Self, Fault> {
        let actor = actor(page)?;
        let directory = web.app().directory();
        if asked.unit.is_empty() {
            actor.unit().clone_into(&mut asked.unit);
        }
        if directory.unit(&asked.unit).is_none() {
            return Err(Fault::NotFound);
        }
        let of_unit = Resource::page(&directory.unit_path(&asked.unit));
        web.app().permit(&actor, Action::SeeReports, &of_unit)?;
        let first_day = web.app().directory().report_rules(&asked.unit, page.now).first_day;
        // The last month that is over: that is what is reported next.
        let last_month = || Period::month_of(directory.day(page.now), first_day).previous();
        let period = if asked.period.is_empty() { last_month() } else { asked.period()? };
        asked.period = period.to_string();
        let by = By::from_word(&asked.by).unwrap_or_default();
        let basis = Basis::from_word(&asked.basis).unwrap_or_default();
        by.word().clone_into(&mut asked.by);
        basis.word().clone_into(&mut asked.basis);
        let of = web.app().report_of(&asked.unit, period)?;
        let submitted = web.app().submitted(&asked.unit, period).await?;
        let issues = submitted.map(|report| report.issues).unwrap_or_default();
        let issue = match asked.issue.as_str() {
            "" => None,
            number => {
                let found = issues.iter().find(|issue| issue.issue.to_string() == number);
                Some(found.ok_or(Fault::NotFound)?.clone())
            }
        };
        let lines = match &issue {
            Some(issue) => issue.lines.clone(),
            None => web.app().count(&of, None).await?.lines,
        };
        let known = issue.as_ref().map(|issue| issue.known);
        let issue = issue.map(|issue| issue.issue);
        Ok(Self { asked, of, by, basis, lines, known, issue, issues })
    }

    /// The same as a table to take away.
    pub(super) fn table(&self, web: &Web, page: &Page) -> app::Table {
        let issue = self.issues.iter().find(|issue| Some(issue.issue) == self.issue);
        let shown = Shown {
            report: &self.of,
            lines: &self.lines,
            by: self.by,
            basis: self.basis,
            issue: issue.map(|issue| (issue.issue, issue.at)),
            now: page.now,
        };
        table::of(&names(web, page), &shown)
    }

    pub(super) fn file_name(&self, ending: &str) -> String {
        let plain: String =
            self.of.unit.chars().filter(|sign| sign.is_ascii_alphanumeric() || *sign == '.').collect();
        format!("{plain}-{}.{ending}", self.of.period)
    }
}

/// Units this one may see reports of: the own one and those below that receive or lead.
pub(crate) fn units(web: &Web, page: &Page, chosen: &str) -> Result<Vec<(Pick, bool)>, Fault> {
    let actor = actor(page)?;
    let names = names(web, page);
    let directory = &names.directory;
    let on = directory.date(page.now);
    let in_force = |code: &String| {
        code == chosen
            || directory
                .unit(code)
                .is_some_and(|unit| domain::catalogue::holds(&unit.valid_from, &unit.valid_to, &on))
    };
    Ok(directory
        .units_below(actor.unit())
        .into_iter()
        .filter(in_force)
        .map(|code| {
            let depth =
                directory.unit_path(&code).len().saturating_sub(directory.unit_path(actor.unit()).len());
            let text = format!("{}{}", "\u{2003}".repeat(depth), names.unit(&code));
            let current = code == chosen;
            (Pick { value: code, text }, current)
        })
        .collect())
}
