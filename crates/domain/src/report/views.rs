use super::figures::Figures;
use super::state::{Issue, State};
use crate::kernel::{Row, StreamId, Views};

/// What pages see of a report: one row for each issue.
#[must_use]
pub fn views(report: &State, stream: StreamId) -> Views {
    let rows = report.issues.iter().map(|issue| issue_row(report, issue, stream)).collect();
    Views { rows, counts: Vec::new() }
}

fn issue_row(report: &State, issue: &Issue, stream: StreamId) -> Row {
    let sum = Figures::sum(issue.lines.iter().map(|line| &line.figures));
    Row {
        table: "report_row",
        key: vec![("report", stream.into()), ("issue", issue.issue.into())],
        columns: vec![
            ("unit", report.unit.as_str().into()),
            ("period", report.period.to_string().into()),
            ("ends_at", report.ends_at.into()),
            ("known", issue.known.into()),
            ("person", issue.by.as_str().into()),
            ("position", issue.position.as_str().into()),
            ("reason", issue.reason.as_str().into()),
            ("submitted_at", issue.at.into()),
            ("dossiers", sum.all().into()),
            ("settled", sum.first.settled().into()),
            ("late", (sum.first.late + sum.first.open_late).into()),
        ],
    }
}
