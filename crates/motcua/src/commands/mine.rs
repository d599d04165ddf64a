//! `motcua tool mine`: which ways the cases of an event log took.

use crate::cli::MineArgs;
use crate::ended::{Refused, usage};
use crate::{files, print};
use adapters::xes::{self, Log, keys};
use anyhow::Context;
use domain::mining::{Case, Done, Mined, Seen, Spread, fill_free_from, mine};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

pub(crate) fn run(args: &MineArgs) -> anyhow::Result<()> {
    let text = files::read_text(&args.file).with_context(|| args.file.display().to_string())?;
    let log = match xes::read(&text) {
        Ok(log) => log,
        Err(error) => return refused(args.json, &[(error.line, error.what)]),
    };
    drop(text);
    let told = match told(&log) {
        Ok(told) => told,
        Err(problems) => return refused(args.json, &problems),
    };
    let mut cases: Vec<Case<'_>> = told.iter().map(|case| borrowed(case)).collect();
    if cases.iter().all(|case| case.done.is_empty()) {
        return Err(usage("nothing is done in any case of this log: there are no ways to look for"));
    }
    fill_free_from(&mut cases);
    let mined = mine(&cases, &|from, to| to - from);
    if args.json {
        print::json(&whole(&mined));
    } else {
        say(&mined, usize::try_from(args.limit).unwrap_or(usize::MAX));
    }
    Ok(())
}

/// Something done, with texts of its own: an attribute may be a number.
struct Told {
    activity: String,
    unit: String,
    person: String,
    at: i64,
}

/// What is done in each case. Events without a name or an instant are no things done, and a log of which some were left out would lie.
fn told(log: &Log) -> Result<Vec<Vec<Told>>, Vec<(usize, String)>> {
    let mut problems = Vec::new();
    let mut cases = Vec::with_capacity(log.cases.len());
    for case in &log.cases {
        let mut done = Vec::with_capacity(case.events.len());
        for event in &case.events {
            let activity = event.attributes.text(keys::NAME);
            match event.attributes.instant(keys::AT) {
                _ if activity.is_empty() => problems.push((
                    event.line,
                    format!("an event without a {}: what was done is not said", keys::NAME),
                )),
                None => problems.push((
                    event.line,
                    format!("{activity} without a date {}: when it was done is not said", keys::AT),
                )),
                Some(at) => done.push(Told {
                    activity,
                    unit: event.attributes.text(keys::GROUP),
                    person: event.attributes.text(keys::RESOURCE),
                    at,
                }),
            }
        }
        cases.push(done);
    }
    if problems.is_empty() { Ok(cases) } else { Err(problems) }
}

fn borrowed(told: &[Told]) -> Case<'_> {
    let done = told.iter().map(|one| Done {
        activity: &one.activity,
        unit: &one.unit,
        person: &one.person,
        at: one.at,
        ..Done::default()
    });
    Case { done: done.collect(), open: false }
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
    }
    Err(Refused.into())
}

fn whole(mined: &Mined) -> Json {
    let named = |seen: &BTreeMap<String, Seen>| -> Vec<Json> {
        seen.iter().map(|(name, seen)| json!({"activity": name, "times": seen.times})).collect()
    };
    let mut durations = mined.durations.clone();
    durations.sort_unstable();
    json!({
        "cases": mined.cases,
        "events": mined.events,
        "variants": mined.ways_by_cases().iter()
            .map(|(way, cases)| json!({"activities": way.activities, "cases": cases.len()})).collect::<Vec<_>>(),
        "durations_ms": durations,
        "starts": named(&mined.starts),
        "ends": named(&mined.ends),
        "follows": mined.follows.iter().map(|((from, to), follows)| {
            let mut said = spread(&follows.between);
            said["from"] = json!(from);
            said["to"] = json!(to);
            said["cases"] = json!(follows.seen.in_cases());
            said
        }).collect::<Vec<_>>(),
        "activities": mined.activities.iter().map(|(name, activity)| json!({
            "activity": name,
            "times": activity.seen.times,
            "cases": activity.seen.in_cases(),
            "cases_again": activity.again.len(),
            "repeats": activity.repeats,
            "waited": spread(&activity.waits.waited),
            "worked": spread(&activity.waits.worked),
        })).collect::<Vec<_>>(),
        "persons": pairs(&mined.persons),
        "units": pairs(&mined.units),
        "handovers": mined.handovers(),
    })
}

fn pairs(pairs: &BTreeMap<(String, String), Seen>) -> Vec<Json> {
    pairs.iter().map(|((from, to), seen)| json!({"from": from, "to": to, "times": seen.times})).collect()
}

/// The median of others is half the sum of the two in the middle.
fn spread(spread: &Spread) -> Json {
    let middle = spread.middle();
    json!({
        "times": spread.times,
        "sum_ms": spread.sum,
        "min_ms": spread.least(),
        "max_ms": spread.most(),
        "middle_ms": middle.map(|(lower, upper)| [lower, upper]),
    })
}

fn say(mined: &Mined, most: usize) {
    print::line(format!(
        "{} cases, {} things done, {} variants, {} hand-overs",
        mined.cases,
        mined.events,
        mined.ways.len(),
        mined.handovers()
    ));
    print::line("variants, the most taken first:");
    for (way, cases) in mined.ways_by_cases().into_iter().take(most) {
        print::line(format!("{:>8}  {}", cases.len(), way.activities.join(" > ")));
    }
    let mut follows: Vec<_> = mined.follows.iter().collect();
    follows.sort_by_key(|(pair, follows)| (std::cmp::Reverse(follows.seen.times), *pair));
    print::line(format!("{:>8} {:>10}  what followed what", "times", "median h"));
    for ((from, to), follows) in follows.into_iter().take(most) {
        print::line(format!(
            "{:>8} {:>10}  {from} > {to}",
            follows.seen.times,
            hours(follows.between.median())
        ));
    }
    print::line(format!("{:>8} {:>10} {:>10} {:>6}  activity", "times", "waited h", "worked h", "again"));
    for (name, activity) in &mined.activities {
        print::line(format!(
            "{:>8} {:>10} {:>10} {:>6}  {name}",
            activity.seen.times,
            hours(activity.waits.waited.median()),
            hours(activity.waits.worked.median()),
            activity.repeats
        ));
    }
    if let Some((name, activity)) = mined.bottleneck() {
        print::line(format!(
            "cases waited longest for {name}: {} h in all (a step is taken to begin when the person had finished the one before)",
            hours(Some(activity.waits.waited.sum))
        ));
    }
}

/// Hours to one decimal.
fn hours(ms: Option<i64>) -> String {
    ms.map_or_else(|| "–".to_owned(), |ms| format!("{}.{}", ms / 3_600_000, ms % 3_600_000 / 360_000))
}
