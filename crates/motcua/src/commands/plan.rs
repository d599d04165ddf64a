//! `motcua plan`: what waits would be with other counters.

use crate::bar::Bar;
use crate::cli::PlanArgs;
use crate::config::Config;
use crate::ended::usage;
use crate::wish::Wish;
use crate::{open, print, socket};
use anyhow::Context;
use app::queries::HallDay;
use app::{App, AppError};
use domain::kernel::Millis;
use domain::ticket::QueueRules;
use plan::{Band, Change, Day, FieldWaits, Mmc, Waits};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

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

/// What `--break` says: a counter, and milliseconds since midnight.
#[derive(Clone, Debug)]
pub(crate) struct Break(String, (Millis, Millis));

impl std::str::FromStr for Break {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.split_once('@').and_then(|(code, times)| Some((code, times.split_once('-')?)));
        let read = parts.and_then(|(code, (from, to))| Some((code, (time(from)?, time(to)?))));
        let (code, (from, to)) =
            read.ok_or_else(|| "expected a counter and two times such as 06@09:30-10:00".to_owned())?;
        if from >= to {
            return Err("expected a break that ends after it begins".to_owned());
        }
        Ok(Self(code.to_owned(), (from, to)))
    }
}

/// Milliseconds since midnight.
fn time(text: &str) -> Option<Millis> {
    let (hours, minutes) = text.split_once(':')?;
    let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
    ((0..24).contains(&hours) && (0..60).contains(&minutes)).then_some((hours * 60 + minutes) * 60_000)
}

/// What the data say; goes over the socket.
#[derive(Serialize, Deserialize)]
struct Known {
    days: Vec<HallDay>,
    rules: QueueRules,
}

/// Looks the day up, beside the data.
pub(crate) async fn days(app: &App, hall: &str, day: &str) -> anyhow::Result<Value> {
    let directory = app.directory();
    let at = directory.calendar().instant(&format!("{day}T12:00"));
    let at = at.with_context(|| format!("{day}: expected a date such as 2026-11-20"))?;
    let days = app.hall_days_like(hall, at).await.map_err(|error| match error {
        AppError::NotFound(_) => {
            let known: Vec<&str> = directory.catalogue().halls.keys().map(String::as_str).collect();
            anyhow::anyhow!("there is no hall {hall}; there are {}", known.join(", "))
        }
        error => error.into(),
    })?;
    Ok(serde_json::to_value(Known { days, rules: directory.queue_rules() })?)
}

/// Figures over seeds.
#[derive(Serialize)]
struct Bands {
    served: Band,
    not_served: Band,
    mean_s: Band,
    median_s: Band,
    p90_s: Band,
    busy_percent: Band,
    by_field: BTreeMap<String, FieldBands>,
}

/// The same for one field group.
#[derive(Serialize)]
struct FieldBands {
    served: Band,
    mean_s: Band,
    p90_s: Band,
}

impl FieldBands {
    fn of(seen: &[Waits], field: &str) -> Self {
        let band = |figure: fn(&FieldWaits) -> i64| {
            Band::of(seen.iter().map(|waits| waits.by_field.get(field).map_or(0, figure)).collect())
        };
        Self {
            served: band(|waits| i64::try_from(waits.served).unwrap_or(i64::MAX)),
            mean_s: band(|waits| waits.mean_s),
            p90_s: band(|waits| waits.p90_s),
        }
    }
}

impl Bands {
    fn of(seen: &[Waits]) -> Self {
        let band = |figure: fn(&Waits) -> i64| Band::of(seen.iter().map(figure).collect());
        let many = |people: usize| i64::try_from(people).unwrap_or(i64::MAX);
        Self {
            served: Band::of(seen.iter().map(|waits| many(waits.served)).collect()),
            not_served: Band::of(seen.iter().map(|waits| many(waits.not_served)).collect()),
            mean_s: band(|waits| waits.mean_s),
            median_s: band(|waits| waits.median_s),
            p90_s: band(|waits| waits.p90_s),
            busy_percent: band(|waits| waits.busy_percent),
            by_field: seen
                .iter()
                .flat_map(|waits| waits.by_field.keys())
                .collect::<BTreeSet<&String>>()
                .into_iter()
                .map(|field| (field.clone(), FieldBands::of(seen, field)))
                .collect(),
        }
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
    anyhow::ensure!(
        !known.days.is_empty(),
        "nobody took a number in {hall} on {day}, nor on that day of the week in the twelve weeks before"
    );
    let rules = known.rules;
    let days: Vec<Day> = known.days.iter().map(Day::of).collect();
    let first = days.first().context("one day at least")?;
    for code in args.counters.iter().chain(args.breaks.iter().map(|Break(code, _)| code)) {
        if !first.counters().any(|counter| counter == code) {
            let there: Vec<&str> = first.counters().collect();
            return Err(usage(format!("{hall} has no counter {code}; there are {}", there.join(", "))));
        }
    }
    let unchanged = Change { counters: None, breaks: Vec::new(), rules };
    let lived = |change: &Change| {
        let of_seed = |seed: u64| {
            let day = &days[usize::try_from(seed).unwrap_or(0) % days.len()];
            day.lived(change, seed)
                .map_err(|refusal| anyhow::anyhow!("the floor did what the domain refuses: {refusal:?}"))
        };
        (0..args.seeds).map(of_seed).collect::<anyhow::Result<Vec<Waits>>>()
    };
    let same = Bands::of(&lived(&unchanged)?);
    let rules = QueueRules {
        head_start_ms: args.head_start.map_or(rules.head_start_ms, |minutes| minutes * 60_000),
        ..rules
    };
    let fewest =
        match args.target {
            None => None,
            Some(minutes) => {
                let found = first.fewest(minutes * 60, rules, args.seeds.min(5));
                Some(found.map_err(|refusal| {
                    anyhow::anyhow!("the floor did what the domain refuses: {refusal:?}")
                })?)
            }
        };
    let counters = match &fewest {
        Some(found) => found.clone(),
        None => (!args.counters.is_empty()).then(|| args.counters.clone()),
    };
    let breaks = args.breaks.iter().map(|Break(code, times)| (code.clone(), *times)).collect();
    let change = Change { counters, breaks, rules };
    let plan = if change == unchanged { None } else { Some(Bands::of(&lived(&change)?)) };
    let was = if first_is(&known.days, day) { Some(first.was()) } else { None };
    let open: Vec<&str> = match &change.counters {
        Some(counters) => counters.iter().map(String::as_str).collect(),
        None => first.open_counters().collect(),
    };
    if args.json {
        print::json(&json!({
            "hall": hall,
            "day": day,
            "days": known.days.iter().map(|day| iso(day.day)).collect::<Vec<_>>(),
            "counters": open,
            "was": was,
            "same": same,
            "plan": plan,
            "fewest": fewest,
        }));
        return Ok(());
    }
    let of: Vec<String> = known.days.iter().map(|day| iso(day.day)).collect();
    print::line(format!("{hall}, {day}; lived through: {}", of.join(", ")));
    if let (Some(None), Some(minutes)) = (&fewest, args.target) {
        print::line(format!("not even all counters keep nine in ten below {minutes} minutes"));
    }
    print::line(format!("counters open: {}", open.join(", ")));
    print::line(format!(
        "{:<22}{:>8}{:>12}{:>16}{:>16}{:>16}{:>8}",
        "", "served", "not served", "mean wait", "half", "nine in ten", "busy"
    ));
    if let Some(was) = was {
        let minutes = |seconds: i64| format!("{:.1}", seconds as f64 / 60.0);
        print::line(format!(
            "{:<22}{:>8}{:>12}{:>16}{:>16}{:>16}{:>6} %",
            "as its history says",
            was.served,
            was.not_served,
            minutes(was.mean_s),
            minutes(was.median_s),
            minutes(was.p90_s),
            was.busy_percent
        ));
    }
    say("the same once more", &same);
    if let Some(plan) = &plan {
        say("as planned", plan);
    }
    say_fields(was, &same, plan.as_ref());
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
    print::line(format!(
        "{what:<22}{:>8}{:>12}{:>16}{:>16}{:>16}{:>6} %",
        bands.served.median,
        bands.not_served.median,
        minutes(bands.mean_s),
        minutes(bands.median_s),
        minutes(bands.p90_s),
        bands.busy_percent.median
    ));
}

/// People, mean wait and what nine in ten did not exceed, for each field group.
fn say_fields(was: Option<&Waits>, same: &Bands, plan: Option<&Bands>) {
    let minutes = |seconds: i64| format!("{:.1}", seconds as f64 / 60.0);
    let cells =
        |served: i64, mean: i64, p90: i64| format!("{served:>8}{:>8}{:>8}", minutes(mean), minutes(p90));
    let bands = |of: &Bands, field: &String| {
        of.by_field
            .get(field)
            .map_or_else(String::new, |of| cells(of.served.median, of.mean_s.median, of.p90_s.median))
    };
    let groups = [
        ("as its history says", was.is_some()),
        ("the same once more", true),
        ("as planned", plan.is_some()),
    ];
    let heads: String =
        groups.iter().filter(|(_, shown)| *shown).map(|(head, _)| format!("{head:>24}")).collect();
    print::line(format!("{:<14}{heads}", ""));
    let fields: BTreeSet<&String> =
        same.by_field.keys().chain(plan.iter().flat_map(|plan| plan.by_field.keys())).collect();
    for field in fields {
        let mut line = format!("{field:<14}");
        if let Some(was) = was {
            let known = was.by_field.get(field).cloned().unwrap_or_default();
            line += &cells(i64::try_from(known.served).unwrap_or(i64::MAX), known.mean_s, known.p90_s);
        }
        line += &bands(same, field);
        if let Some(plan) = plan {
            line += &bands(plan, field);
        }
        print::line(line);
    }
}

fn first_is(days: &[HallDay], day: &str) -> bool {
    days.first().is_some_and(|first| iso(first.day) == day)
}

fn iso(day: i64) -> String {
    domain::catalogue::iso(day)
}
