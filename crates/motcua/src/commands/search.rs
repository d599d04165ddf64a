//! `motcua tool search`: which procedure somebody means.

use crate::cli::SearchArgs;
use crate::config::{Config, Place};
use crate::open;
use crate::print;
use crate::socket;
use crate::wish::Wish;
use anyhow::Context;
use app::Scope;
use calendar::{CalendarFile, WorkCalendar};
use serde_json::{Value, json};
use std::sync::Arc;

pub(crate) async fn run(config: &Config, args: &SearchArgs) -> anyhow::Result<()> {
    let question = args.words.join(" ");
    let wish = Wish::SearchProcedures { question: question.clone(), most: args.limit };
    let answer = match with_data(config) {
        Some(place) => socket::through(&place, wish, &|_, _| {}).await?,
        None => in_shipped(&question, args.limit)?,
    };
    if args.json {
        print::json(&answer);
    } else {
        say(&answer, &question);
    }
    Ok(())
}

/// Where the data are, when somebody said and there are some.
fn with_data(config: &Config) -> Option<Place> {
    let place = config.place.clone()?;
    match &place {
        Place::Folder(folder) if !open::file_in(folder).exists() => {
            eprintln!("motcua: {} holds no data; searched what is shipped", folder.display());
            None
        }
        _ => Some(place),
    }
}

/// Hits as machines read them.
pub(crate) fn hits<'a>(found: impl Iterator<Item = (&'a str, &'a str, i64)>) -> Value {
    let hit = |(code, name, score): (&str, &str, i64)| json!({ "code": code, "name": name, "score": score });
    json!({ "hits": found.map(hit).collect::<Vec<_>>() })
}

/// Without any data: the catalogue this programme brings.
fn in_shipped(question: &str, most: usize) -> anyhow::Result<Value> {
    let catalogue = app::shipped().map_err(|errors| {
        let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
        anyhow::anyhow!("the shipped catalogue is not whole: {}", lines.join("; "))
    })?;
    let everyday = Arc::new(app::shipped_everyday()?);
    let search = search::Search::build(&catalogue, &everyday, &today()?)?;
    let found = search.find(&catalogue, &search::Uses::new(), Scope::Province, question, most)?;
    Ok(hits(found.iter().map(|hit| (hit.procedure.code.as_str(), hit.procedure.name.as_str(), hit.score))))
}

fn today() -> anyhow::Result<String> {
    let text = app::shipped_calendar("vn-public").context("the shipped calendar is not in this programme")?;
    let calendar = WorkCalendar::build(&CalendarFile::parse(&text)?, &[])?;
    let now = app::Clock::now(&app::SystemClock);
    Ok(domain::catalogue::iso(calendar::day_number(calendar.local_date(now))))
}

fn say(answer: &Value, question: &str) {
    let found = answer["hits"].as_array().map(Vec::as_slice).unwrap_or_default();
    if found.is_empty() {
        print::line(if question.trim().is_empty() {
            "nothing was asked: give a few words of what it is about, for example: motcua tool search khai sinh"
        } else {
            "no procedure fits; try fewer or other words, or the code, for example: motcua tool search khai sinh"
        });
        return;
    }
    for hit in found {
        let text = |field: &str| hit[field].as_str().unwrap_or_default();
        print::line(format!("{:<14} {}", text("code"), text("name")));
    }
}
