use super::Event;
use super::figures::{Figures, Line};
use super::period::Period;
use super::state::{Issue, State};
use crate::kernel::{Millis, Refusal, Violation};

/// Handing a report in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submit {
    /// Unit that reports.
    pub unit: String,
    /// Of which period.
    pub period: Period,
    /// Instant the period begins.
    pub begins_at: Millis,
    /// Instant it is over.
    pub ends_at: Millis,
    /// Place in the journal up to which everything was counted.
    pub known: i64,
    /// What was counted.
    pub lines: Vec<Line>,
    /// What the person saw before pressing, where a page shows it: all the figures added up.
    pub seen: Option<Figures>,
    /// Why it is issued anew.
    pub reason: String,
    /// Who.
    pub by: String,
    /// In which position.
    pub position: String,
}

/// What is asked of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Gửi báo cáo.
    Submit(Box<Submit>),
}

/// A period that is over is submitted once; after that only what became different, with a reason.
///
/// # Errors
/// `report_period_not_over`, `report_does_not_balance`, `report_figures_moved`, `report_unchanged`, `report_incomplete`.
pub fn decide(report: Option<&State>, command: Command, now: Millis) -> Result<Vec<Event>, Refusal> {
    let Command::Submit(submit) = command;
    if now < submit.ends_at {
        return Err(Refusal::new("report_period_not_over"));
    }
    if !submit.lines.iter().all(|line| line.figures.balances()) {
        return Err(Refusal::new("report_does_not_balance"));
    }
    let sum = Figures::sum(submit.lines.iter().map(|line| &line.figures));
    if submit.seen.is_some_and(|seen| seen != sum) {
        return Err(Refusal::new("report_figures_moved"));
    }
    let last = report.and_then(|report| report.issues.last());
    if let Some(last) = last {
        if last.lines == submit.lines {
            return Err(Refusal::new("report_unchanged"));
        }
        let mut violations = Vec::new();
        if submit.reason.trim().is_empty() {
            violations.push(Violation::new("reason", "reason_missing"));
        }
        Refusal::unless_empty("report_incomplete", violations)?;
    }
    let issue = Issue {
        issue: last.map_or(1, |last| last.issue + 1),
        known: submit.known,
        reason: if last.is_some() { submit.reason } else { String::new() },
        lines: submit.lines,
        by: submit.by,
        position: submit.position,
        at: now,
    };
    Ok(vec![Event::ReportSubmitted {
        unit: submit.unit,
        period: submit.period,
        begins_at: submit.begins_at,
        ends_at: submit.ends_at,
        issue,
    }])
}
