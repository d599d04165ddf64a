use super::{Counted, ReportOf};
use crate::App;
use crate::error::Result;
use crate::queries::statements as sql;
use domain::report::{Basis, Figures, Line, Period};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What a check of all reports found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ReportCheck {
    /// True when there is no problem.
    pub ok: bool,
    /// Units that report something.
    pub units: usize,
    /// Months, quarters and years looked at.
    pub periods: usize,
    /// Reports of these units and periods.
    pub reports: usize,
    /// Dossiers ever received.
    pub dossiers: i64,
    /// Dossiers that a correction moved to another unit between two periods: there what was open is not what is carried over.
    pub moved: i64,
    /// What does not balance.
    pub problems: Vec<String>,
}

impl App {
    /// Counts every report of every unit and period there is something to report of: whether it balances, whether what was open at
    /// the end of a period is what the next one carries over, and whether what was handed in can be counted again as it was.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn check_reports(&self) -> Result<ReportCheck> {
        let mut check = ReportCheck::default();
        let rows = self.store().query(self.tenant(), &sql::FIRST_AND_ALL, &[self.tenant().into()]).await?;
        let Some(first) = rows.first().and_then(|row| row.i64_or_none(0)) else {
            check.ok = true;
            return Ok(check);
        };
        check.dossiers = rows.first().map_or(0, |row| row.i64(1));
        let directory = self.directory();
        let Some(province) = directory.province().map(str::to_owned) else { return Ok(check) };
        let begins = Period::month_of(directory.day(first), 1);
        let ends = Period::month_of(directory.day(self.now()), 1);
        let mut seen = BTreeSet::new();
        let year = |period: Period| Period::Year { year: period.year() };
        for (from, to) in [(begins, ends), (begins.quarter(), ends.quarter()), (year(begins), year(ends))] {
            let mut open: BTreeMap<String, i64> = BTreeMap::new();
            let mut period = from;
            while period <= to {
                let report = self.report_of(&province, period)?;
                let counted = self.count(&report, None).await?;
                check.periods += 1;
                open = self.check_period(&mut check, &counted, period, &open, &mut seen)?;
                period = period.next();
            }
        }
        check.units = seen.len();
        for unit in &seen {
            self.check_submitted(&mut check, unit).await?;
        }
        check.ok = check.problems.is_empty();
        Ok(check)
    }

    /// The reports of one period; what each unit has open at its end.
    fn check_period(
        &self,
        check: &mut ReportCheck,
        counted: &Counted,
        period: Period,
        open_before: &BTreeMap<String, i64>,
        seen: &mut BTreeSet<String>,
    ) -> Result<BTreeMap<String, i64>> {
        let mut open = BTreeMap::new();
        let directory = self.directory();
        for unit in directory.catalogue().units.keys() {
            let report = self.report_of(unit, period)?;
            let lines: Vec<&Line> = counted.lines.iter().filter(|line| report.scope.holds(line)).collect();
            let figures = Figures::sum(lines.iter().map(|line| &line.figures));
            let carried = open_before.get(unit).copied().unwrap_or(0);
            if figures.all() == 0 && carried == 0 {
                continue;
            }
            seen.insert(unit.clone());
            check.reports += 1;
            for line in lines.iter().filter(|line| !line.figures.balances()) {
                let (field, leads) = (&line.field, &line.handling_unit);
                check.problems.push(format!("{unit} {period}: the line {field}, {leads} does not balance"));
            }
            if !figures.balances() {
                check.problems.push(format!("{unit} {period}: the report does not balance"));
            }
            let differs = (figures.carried_over - carried).abs();
            // Nothing can be moved out of the whole province.
            if differs > 0 && directory.province() == Some(unit) {
                let came = figures.carried_over;
                check
                    .problems
                    .push(format!("{unit} {period}: {carried} were open before, {came} are carried over"));
            }
            check.moved += differs;
            open.insert(unit.clone(), figures.by(Basis::First).open());
        }
        Ok(open)
    }

    async fn check_submitted(&self, check: &mut ReportCheck, unit: &str) -> Result<()> {
        for line in self.reports_of(unit, i64::from(i32::MAX)).await? {
            let Ok(period) = line.period.parse::<Period>() else { continue };
            let Some(report) = self.submitted(unit, period).await? else { continue };
            let of = ReportOf {
                begins_at: report.begins_at,
                ends_at: report.ends_at,
                ..self.report_of(unit, period)?
            };
            let again = self.count(&of, Some(line.known)).await?;
            let issue = report.issues.iter().find(|issue| issue.issue == line.issue);
            if issue.is_none_or(|issue| issue.lines != again.lines) {
                let number = line.issue;
                check
                    .problems
                    .push(format!("{unit} {period}: issue {number} cannot be counted again as it was"));
            }
        }
        Ok(())
    }
}
