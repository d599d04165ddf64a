//! `motcua plan`: what waits would be with other counters.

use crate::bar::Bar;
use crate::cli::PlanArgs;
use crate::config::Config;
use crate::ended::usage;
use crate::wish::Wish;
use crate::{open, print, socket};
use anyhow::Context;
use app::{App, AppError};
use plan::{Answer, Band, Bands, Known, Mmc, Question, Unplanned};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The three numbers of `--mmc`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line(Mmc);

impl std::str::FromStr for Line {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts: Vec<&str> = text.split(',').map(str::trim).collect();
        let [arrivals, served, counters] = parts[..] else {
            return Err(format!("expected three numbers such as 50,6,10, got {}", parts.len()));
        };
        let rate = |text: &str| {
            thousandths(text).ok_or_else(|| format!("{text:?}: expected a number above 0 such as 50 or 7.5"))
        };
        let counters = counters.parse().ok().filter(|many| *many > 0);
        let counters = counters.ok_or_else(|| "expected a whole number of counters, 1 or more".to_owned())?;
        Ok(Self(Mmc { arrivals: rate(arrivals)?, served: rate(served)?, counters }))
    }
}

/// A number above 0 with at most three decimals.
fn thousandths(text: &str) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(part) || part.len() > 3 {
        return None;
    }
    let number: i64 = format!("{whole}{part:0<3}").parse().ok()?;
    (number > 0).then_some(number)
}

/// A line of which the waits are known by formula.
pub(crate) fn textbook(args: &PlanArgs) -> anyhow::Result<()> {
    let Some(Line(line)) = args.mmc else { return Err(usage("expected --mmc")) };
    let bar = Bar::begin("letting people come", "thousandths", args.json);
    let seen = line.steady(args.seed, |near| bar.reached((near * 1000.0) as i64, 1000));
    bar.end();
    let seen = seen.map_err(|error| usage(error.to_string()))?;
    if args.json {
        print::json(&json!({
            "mean_wait_s": seen.mean_wait_s,
            "p90_wait_s": seen.p90_wait_s,
            "utilisation": seen.utilisation,
            "customers": seen.customers,
            "error_s": seen.error_s,
        }));
        return Ok(());
    }
    let minutes = |seconds: f64| format!("{:.1} min", seconds / 60.0);
    print::line(format!(
        "mean wait      {:>12} (give or take {})",
        minutes(seen.mean_wait_s),
        minutes(2.0 * seen.error_s)
    ));
    print::line(format!("nine in ten    {:>12} at most", minutes(seen.p90_wait_s)));
    print::line(format!("counters busy  {:>11.1} %", seen.utilisation * 100.0));
    print::line(format!("people         {:>12}", seen.customers));
    Ok(())
}

/// Looks the day up, beside the data.
pub(crate) async fn days(app: &App, hall: &str, day: &str) -> anyhow::Result<Value> {
    let directory = app.directory();
    let at = directory.calendar().instant(&format!("{day}T12:00"));
    let at = at.with_context(|| format!("{day}: expected a date such as 2026-11-20"))?;
    let known = Known::of(app, hall, at).await.map_err(|error| match error {
        AppError::NotFound(_) => {
            let known: Vec<&str> = directory.catalogue().halls.keys().map(String::as_str).collect();
            anyhow::anyhow!("there is no hall {hall}; there are {}", known.join(", "))
        }
        error => error.into(),
    })?;
    Ok(serde_json::to_value(known)?)
}

fn question(args: &PlanArgs) -> Question {
    Question {
        counters: args.counters.clone(),
        breaks: args.breaks.clone(),
        head_start: args.head_start,
        target: args.target,
        seeds: args.seeds,
    }
}

/// A day of a hall with other counters.
pub(crate) async fn hall(config: &Config, args: &PlanArgs) -> anyhow::Result<()> {
    let (Some(hall), Some(day)) = (&args.hall, &args.day) else {
        return Err(usage("expected --hall and --day"));
    };
    let place = open::existing(config)?;
    let wish = Wish::DaysOfHall { hall: hall.clone(), day: day.clone() };
    let known: Known = serde_json::from_value(socket::through(&place, wish, &|_, _| {}).await?)?;
    let answer = question(args).answered(&known).map_err(|unplanned| match unplanned {
        Unplanned::CounterUnknown { .. } | Unplanned::BreakOutside { .. } => usage(unplanned.to_string()),
        Unplanned::NoHistory { .. } | Unplanned::Refused(_) => unplanned.into(),
    })?;
    let of: Vec<String> = answer.days.iter().map(|day| domain::catalogue::iso(*day)).collect();
    if args.json {
        print::json(&json!({
            "hall": hall,
            "day": day,
            "days": of,
            "counters": answer.counters,
            "was": answer.was,
            "same": answer.same,
            "plan": answer.plan,
            "fewest": answer.fewest,
        }));
        return Ok(());
    }
    print::line(format!("{hall}, {day}; lived through: {}", of.join(", ")));
    if let (None, Some(minutes)) = (&answer.fewest, args.target) {
        print::line(format!("not even all counters keep nine in ten below {minutes} minutes"));
    }
    print::line(format!("counters open: {}", answer.counters.join(", ")));
    print::line(format!(
        "{:<22}{:>8}{:>12}{:>16}{:>16}{:>16}{:>8}{:>8}",
        "", "served", "not served", "mean wait", "half", "nine in ten", "kept", "busy"
    ));
    if let Some(was) = &answer.was {
        let minutes = |seconds: i64| format!("{:.1}", seconds as f64 / 60.0);
        let all = &was.all;
        print::line(format!(
            "{:<22}{:>8}{:>12}{:>16}{:>16}{:>16}{:>6} %{:>6} %",
            "as its history says",
            all.served,
            all.not_served,
            minutes(all.mean_s),
            minutes(all.median_s),
            minutes(all.p90_s),
            all.kept_percent,
            was.busy_percent
        ));
    }
    say("the same once more", &answer.same);
    if let Some(plan) = &answer.plan {
        say("as planned", plan);
    }
    say_fields(&answer);
    print::line(format!(
        "minutes of opening hours; in brackets what one seed in ten is below and one in ten above, of {} seeds",
        args.seeds
    ));
    Ok(())
}

fn say(what: &str, bands: &Bands) {
    let minutes = |band: Band| {
        let [low, median, high] = [band.low, band.median, band.high].map(|seconds| seconds as f64 / 60.0);
        format!("{median:.1} [{low:.1}, {high:.1}]")
    };
    let all = &bands.all;
    print::line(format!(
        "{what:<22}{:>8}{:>12}{:>16}{:>16}{:>16}{:>6} %{:>6} %",
        all.served.median,
        all.not_served.median,
        minutes(all.mean_s),
        minutes(all.median_s),
        minutes(all.p90_s),
        all.kept_percent.median,
        bands.busy_percent.median
    ));
}

/// People, mean wait and what nine in ten did not exceed, for each field group.
fn say_fields(answer: &Answer) {
    let minutes = |seconds: i64| format!("{:.1}", seconds as f64 / 60.0);
    let cells =
        |served: i64, mean: i64, p90: i64| format!("{served:>8}{:>8}{:>8}", minutes(mean), minutes(p90));
    let bands = |of: &Bands, field: &String| {
        of.by_field
            .get(field)
            .map_or_else(String::new, |of| cells(of.served.median, of.mean_s.median, of.p90_s.median))
    };
    let groups = [
        ("as its history says", answer.was.is_some()),
        ("the same once more", true),
        ("as planned", answer.plan.is_some()),
    ];
    let heads: String =
        groups.iter().filter(|(_, shown)| *shown).map(|(head, _)| format!("{head:>24}")).collect();
    print::line(format!("{:<14}{heads}", ""));
    let planned = answer.plan.iter().flat_map(|plan| plan.by_field.keys());
    for field in answer.same.by_field.keys().chain(planned).collect::<BTreeSet<&String>>() {
        let mut line = format!("{field:<14}");
        if let Some(was) = &answer.was {
            let known = was.by_field.get(field).cloned().unwrap_or_default();
            line += &cells(i64::try_from(known.served).unwrap_or(i64::MAX), known.mean_s, known.p90_s);
        }
        line += &bands(&answer.same, field);
        if let Some(plan) = &answer.plan {
            line += &bands(plan, field);
        }
        print::line(line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::{Cli, Command};
    use clap::Parser;

    #[test]
    fn the_line_that_stands_under_a_plan_asks_the_same_question() {
        let breaks = || vec!["06@09:30-10:00".parse().expect("a break")];
        let plan = Question {
            counters: vec!["01".to_owned(), "06".to_owned()],
            breaks: breaks(),
            head_start: Some(10),
            target: None,
            seeds: 20,
        };
        let sought = Question { counters: Vec::new(), target: Some(15), ..plan.clone() };
        for asked in [plan, sought, Question { seeds: 20, ..Question::default() }] {
            let line = asked.command_line("H1", "2026-11-20");
            let read = Cli::try_parse_from(line.split(' ')).unwrap_or_else(|error| panic!("{line}: {error}"));
            let Command::Plan(args) = read.command else { panic!("another command: {line}") };
            assert_eq!((args.hall.as_deref(), args.day.as_deref()), (Some("H1"), Some("2026-11-20")));
            assert_eq!(question(&args), asked, "{line}");
        }
    }
}
