//! Event logs of other systems, in and out.

use crate::bar::Bar;
use crate::cli::{ReplayArgs, XesArgs};
use crate::config::Config;
use crate::ended::{Refused, usage};
use crate::node::Node;
use crate::{files, open, print};
use adapters::xes::{self, Attributes, Case, Event, Log, Value, Writer, keys};
use anyhow::Context;
use app::App;
use app::replay::{Figures, Outcome, Replayed, Roles, Trace, digest, old_cases};
use domain::dossier::FilingChannel;
use domain::kernel::Millis;
use serde_json::{Value as Json, json};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use store::{Options, Store};

/// Reads a log whole, then tells it. A log that is broken anywhere is told nowhere.
pub(crate) async fn replay(config: &Config, args: &ReplayArgs) -> anyhow::Result<()> {
    let text = files::read_text(&args.file).with_context(|| args.file.display().to_string())?;
    let log = match xes::read(&text) {
        Ok(log) => log,
        Err(error) => return refused(args.json, &[(error.line, error.what)]),
    };
    drop(text);
    let roles = roles(args, &log);
    let source = name(args, &log)?;
    let cases = match old_cases(&log, &roles) {
        Ok(cases) => cases,
        Err(problems) => {
            let problems: Vec<_> = problems.into_iter().map(|one| (one.line, one.what)).collect();
            return refused(args.json, &problems);
        }
    };
    let store = open::store(&open::place(config), Options::default()).await?;
    let outcome = told(&store, args, &source, &log, cases).await;
    store.close().await;
    let (replayed, figures, digest, took) = outcome?;
    let rate = rate(figures.all.events, took);
    if args.json {
        let mut said = serde_json::to_value(&figures)?;
        said["source"] = json!(source);
        said["done"] = json!(replayed.done);
        said["already"] = json!(replayed.already);
        said["digest"] = json!(digest);
        said["seconds"] = json!(took.as_secs_f64());
        said["read_as"] = read_as(&roles);
        print::json(&said);
    } else {
        say(&source, &figures, replayed, &roles);
        print::line(format!("business digest {digest}"));
        if replayed.done > 0 {
            print::line(format!("{:.1} s, {rate} events a second", took.as_secs_f64()));
        }
    }
    Ok(())
}

async fn told(
    store: &Store,
    args: &ReplayArgs,
    source: &str,
    log: &Log,
    cases: Vec<app::replay::OldCase>,
) -> anyhow::Result<(Replayed, Figures, String, Duration)> {
    let node = Node::take(store).await?;
    let app = open::app_that_writes_history(store.clone(), node.number()).await?;
    let procedure = if log.name.is_empty() { source } else { &log.name };
    let bar = Arc::new(Mutex::new(Some(Bar::begin("replaying", "events", args.json))));
    let shown = Arc::clone(&bar);
    let begun = Instant::now();
    let reached = move |done: i64, all: i64| {
        // Once in a hundred events: drawing must not cost more than writing.
        if (done % 100 == 0 || done == all)
            && let Ok(bar) = shown.lock()
        {
            bar.iter().for_each(|bar| bar.reached(done, all));
        }
    };
    let replayed = app.replay(source, procedure, cases, Arc::new(reached)).await;
    let took = begun.elapsed();
    if let Some(bar) = bar.lock().ok().and_then(|mut bar| bar.take()) {
        bar.end();
    }
    let replayed = replayed?;
    let traces = app.traces(None, None).await?;
    let of_source: Vec<&Trace> = traces.of_source(source).collect();
    let figures = Figures::of(of_source.iter().copied());
    let digest = digest(of_source.iter().copied());
    Ok((replayed, figures, digest, took))
}

/// As guessed, where nothing else was said.
fn roles(args: &ReplayArgs, log: &Log) -> Roles {
    let guessed = Roles::guess(log);
    let said = |said: &Option<String>, guessed: String| said.clone().unwrap_or(guessed);
    Roles {
        start: said(&args.start, guessed.start),
        end: said(&args.end, guessed.end),
        deadline: said(&args.deadline, guessed.deadline),
        procedure: said(&args.procedure, guessed.procedure),
        unit: said(&args.unit, guessed.unit),
        group: said(&args.group, guessed.group),
        officer: said(&args.officer, guessed.officer),
        channel: said(&args.channel, guessed.channel),
        resource: said(&args.resource, guessed.resource),
        step_unit: said(&args.step_unit, guessed.step_unit),
    }
}

/// What the log is called: as said, by its own name, by its file's.
fn name(args: &ReplayArgs, log: &Log) -> anyhow::Result<String> {
    let of_file = args.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let of_file = of_file.trim_end_matches(".gz").trim_end_matches(".xes").to_owned();
    let names = [args.name.clone().unwrap_or_default(), log.name.clone(), of_file];
    let name =
        names.into_iter().map(|name| name.trim().to_owned()).find(|name| !name.is_empty() && name != "-");
    name.ok_or_else(|| usage("the log has no name of its own: give one with --name"))
}

fn refused(as_json: bool, problems: &[(usize, String)]) -> anyhow::Result<()> {
    if as_json {
        let problems: Vec<Json> =
            problems.iter().map(|(line, what)| json!({"line": line, "message": what})).collect();
        print::json(&json!({ "cases": 0, "events": 0, "problems": problems }));
    } else {
        for (line, what) in problems {
            print::line(format!("line {line}: {what}"));
        }
        print::line("nothing kept");
    }
    Err(Refused.into())
}

fn read_as(roles: &Roles) -> Json {
    json!({
        "start": roles.start, "end": roles.end, "deadline": roles.deadline, "procedure": roles.procedure, "unit": roles.unit, "group": roles.group,
        "officer": roles.officer, "channel": roles.channel, "resource": roles.resource, "step_unit": roles.step_unit,
    })
}

fn say(source: &str, figures: &Figures, replayed: Replayed, roles: &Roles) {
    let of = |role: &str| if role.is_empty() { "nothing".to_owned() } else { role.to_owned() };
    print::line(format!(
        "{source}: start is {}, end is {}, deadline is {}, unit is {}, who did it is {}",
        of(&roles.start),
        of(&roles.end),
        of(&roles.deadline),
        of(&roles.unit),
        of(&roles.resource)
    ));
    print::line(format!(
        "{:<32} {:>8} {:>8} {:>8} {:>6} {:>6} {:>12}",
        "unit", "cases", "events", "on time", "late", "open", "after close"
    ));
    let row = |name: &str, of: &Outcome| {
        print::line(format!(
            "{name:<32} {:>8} {:>8} {:>8} {:>6} {:>6} {:>12}",
            of.cases, of.events, of.on_time, of.late, of.open, of.after_close
        ));
    };
    for share in &figures.by_unit {
        row(if share.unit.is_empty() { "(none named)" } else { &share.unit }, &share.outcome);
    }
    row("all", &figures.all);
    if figures.all.closed_without_deadline > 0 {
        print::line(format!(
            "{} closed without a promise to measure by",
            figures.all.closed_without_deadline
        ));
    }
    if replayed.already > 0 {
        print::line(format!("{} of these things were there already", replayed.already));
    }
}

fn rate(events: u64, took: Duration) -> u64 {
    let took = u64::try_from(took.as_millis()).unwrap_or(u64::MAX).max(1);
    events.saturating_mul(1_000) / took
}

/// Writes the traces of dossiers as an event log.
pub(crate) async fn export(config: &Config, args: &XesArgs) -> anyhow::Result<()> {
    let store = open::store(&open::existing(config)?, Options::default()).await?;
    let outcome = exported(&store, args).await;
    store.close().await;
    let (cases, events) = outcome?;
    if args.json {
        print::json(&json!({ "cases": cases, "events": events, "file": args.file }));
    } else {
        print::line(format!("{cases} cases with {events} events written to {}", args.file.display()));
    }
    Ok(())
}

async fn exported(store: &Store, args: &XesArgs) -> anyhow::Result<(usize, usize)> {
    let app = open::app_for_a_moment(store.clone()).await?;
    let (from, to) = (instant(&app, args.from.as_deref())?, instant(&app, args.to.as_deref())?);
    let traces = app.traces(from, to).await?;
    let traces: Vec<&Trace> = match &args.source {
        Some(source) => traces.of_source(source).collect(),
        None => traces.iter().collect(),
    };
    let name = args.source.clone().unwrap_or_else(|| log_name(&args.file));
    let written = files::write_whole(&args.file, |out| {
        let mut writer = Writer::begin(out, &name)?;
        traces.iter().try_for_each(|trace| writer.case(&case(trace)))?;
        writer.end().map(|_| ())
    });
    written.with_context(|| args.file.display().to_string())?;
    Ok((traces.len(), traces.iter().map(|trace| trace.steps.len()).sum()))
}

fn log_name(file: &Path) -> String {
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    name.trim_end_matches(".gz").trim_end_matches(".xes").to_owned()
}

/// A local date or time.
pub(super) fn instant(app: &App, text: Option<&str>) -> anyhow::Result<Option<Millis>> {
    let Some(text) = text else { return Ok(None) };
    let local = if text.contains('T') { text.to_owned() } else { format!("{text}T00:00") };
    let at = app.directory().calendar().instant(&local);
    at.map(Some).map_err(|_| {
        usage(format!("{text:?} is no local date or time such as 2026-11-24 or 2026-11-24T09:10"))
    })
}

/// The names our own replay guesses, and those of the standard.
fn case(trace: &Trace) -> Case {
    let text = |key: &str, value: &str| (key.to_owned(), Value::Text(value.to_owned()));
    let mut attributes = vec![text(keys::NAME, &trace.code), text("procedure", &trace.procedure)];
    attributes.push(("startdate".to_owned(), Value::Instant(trace.received_at)));
    attributes.extend(trace.due_at.map(|at| ("deadline".to_owned(), Value::Instant(at))));
    attributes.extend(trace.closed_at.map(|at| ("enddate".to_owned(), Value::Instant(at))));
    let channel = match trace.channel {
        FilingChannel::InPerson => "Desk",
        FilingChannel::Online => "Online",
        FilingChannel::Post => "Post",
    };
    attributes.push(text("channel", channel));
    let named = [("department", &trace.unit), ("group", &trace.group), ("responsible", &trace.officer)];
    attributes.extend(
        named.into_iter().filter(|(_, value)| !value.is_empty()).map(|(key, value)| text(key, value)),
    );
    let events = trace.steps.iter().map(|step| {
        let named = [(keys::RESOURCE, &step.person), (keys::GROUP, &step.unit)];
        let mut attributes =
            vec![text(keys::NAME, &step.name), (keys::AT.to_owned(), Value::Instant(step.at))];
        attributes.extend(
            named.into_iter().filter(|(_, value)| !value.is_empty()).map(|(key, value)| text(key, value)),
        );
        attributes.push(text(keys::TRANSITION, "complete"));
        Event { line: 0, attributes: Attributes(attributes) }
    });
    Case { line: 0, attributes: Attributes(attributes), events: events.collect() }
}
