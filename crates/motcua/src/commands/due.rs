//! `motcua tool due`: when a limit ends, and why.

use crate::cli::DueArgs;
use crate::ended::usage;
use crate::print;
use anyhow::Context;
use calendar::{CalendarFile, Due, DueReport, Reading, Span, WorkCalendar};

/// The shipped calendar.
const CALENDAR: &str = "vn-public";

pub(crate) fn run(args: &DueArgs) -> anyhow::Result<()> {
    let reading = Reading::named(&args.policy).ok_or_else(|| {
        usage(format!("{}: expected same-hour, end-of-day or last-hour-next-day", args.policy))
    })?;
    let calendar = calendar(args)?;
    let from = calendar.instant(&args.from).map_err(|error| usage(error.to_string()))?;
    let due = calendar.due(from, span(args), &reading)?;
    let report = due.report(&calendar, &reading);
    if args.json {
        print::json(&report);
    } else {
        explain(&calendar, &due, &report);
    }
    Ok(())
}

fn calendar(args: &DueArgs) -> anyhow::Result<WorkCalendar> {
    let (text, name) = match &args.calendar {
        None => (
            app::shipped_calendar(CALENDAR).context("the shipped calendar is not in this programme")?,
            CALENDAR.to_owned(),
        ),
        Some(file) => {
            let name = file.display().to_string();
            (std::fs::read_to_string(file).with_context(|| name.clone())?, name)
        }
    };
    let file = CalendarFile::parse(&text).with_context(|| name.clone())?;
    WorkCalendar::build(&file, &[]).context(name)
}

fn span(args: &DueArgs) -> Span {
    let span = &args.span;
    match (span.working_days, span.working_hours, span.days) {
        (Some(days), _, _) => Span::WorkingDays(days),
        (_, Some(hours), _) => Span::WorkingMinutes(hours * 60),
        (_, _, days) => Span::CalendarDays(days.expect("the command line asks for exactly one")),
    }
}

/// For people: the answer first, then one line a day.
fn explain(calendar: &WorkCalendar, due: &Due, report: &DueReport) {
    let local = calendar.local(due.at);
    print::line(format!("due {} {}", local.strftime("%a"), report.due.replace('T', " ")));
    let from = calendar.local(due.counted_from).strftime("%a %Y-%m-%d %H:%M");
    print::line(format!("counted from {from}, reading {}, calendar {}", report.policy, calendar.version()));
    if report.provisional {
        print::line("provisional: it rests on days that are not decided yet");
    }
    for day in &report.explanation {
        let counted = if day.counted == 0 { "-".to_owned() } else { day.counted.to_string() };
        let line =
            format!("  {} {} {counted:>4}  {} {}", day.date, day.date.strftime("%a"), day.kind, day.name);
        print::line(line.trim_end());
    }
}
