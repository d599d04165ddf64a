use super::{Event, State};

/// The report after one more event.
#[must_use]
pub fn apply(state: Option<State>, event: &Event) -> State {
    let Event::ReportSubmitted { unit, period, begins_at, ends_at, issue } = event;
    let mut report = state.unwrap_or_else(|| State {
        unit: unit.clone(),
        period: *period,
        begins_at: *begins_at,
        ends_at: *ends_at,
        issues: Vec::new(),
    });
    report.issues.push(issue.clone());
    report
}
