//! `motcua tool fit-times`: how long the steps of a real office took, for the demo's crowd.

use crate::cli::FitArgs;
use crate::ended::{Refused, usage};
use crate::{files, print};
use adapters::xes;
use anyhow::Context;
use app::replay::{OldCase, Roles, old_cases};
use sim::{StepTime, tenths};

pub(crate) fn run(args: &FitArgs) -> anyhow::Result<()> {
    let text = files::read_text(&args.file).with_context(|| args.file.display().to_string())?;
    let broken = |line: usize, what: &str| {
        print::line(format!("line {line}: {what}"));
        anyhow::Error::from(Refused)
    };
    let log = xes::read(&text).map_err(|error| broken(error.line, &error.what))?;
    let cases = old_cases(&log, &Roles::guess(&log))
        .map_err(|problems| problems.iter().fold(Refused.into(), |_, one| broken(one.line, &one.what)))?;
    let times: Vec<StepTime> = cases.iter().flat_map(step_times).collect();
    let many = times.len();
    let steps = tenths(times).map_err(|few| {
        usage(format!(
            "{few} steps of cases with a deadline after their start: expected a hundred or more; the log may name its \
             deadline otherwise, or have none"
        ))
    })?;
    print::line(format!("# Fitted from {many} steps of {}.", args.file.display()));
    print::line(format!("steps = {steps:?}"));
    Ok(())
}

/// A log knows what a case was allowed, not what each step was: equal parts of it. A step lasts from the thing done before.
fn step_times(case: &OldCase) -> Vec<StepTime> {
    let many = i64::try_from(case.steps.len()).unwrap_or(i64::MAX).max(1);
    let Some(allowed) = case.due_at.map(|due| (due - case.received_at) / many).filter(|each| *each > 0)
    else {
        return Vec::new();
    };
    let mut before = case.received_at;
    let mut times = Vec::with_capacity(case.steps.len());
    for step in &case.steps {
        times.push(StepTime { allowed, took: step.at - before });
        before = before.max(step.at);
    }
    times
}
