//! The evaluation of a simulated quarter, worked out again by a script of its own from the journal: equal points.

use super::{PROVINCE, filled};
use app::App;
use app::queries::reports::{Evaluated, ReportOf};
use domain::catalogue::UnitKind;
use indices::one_stop::{Evaluation, Index, Standing, Tally};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};
use store::Options;
use store::testing::engines_with;

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/crowd/evaluation.py");

/// The facts nobody can read in a journal: which unit is below which, what is offered where.
fn asked(app: &App, report: &ReportOf) -> Value {
    let directory = app.directory();
    let catalogue = directory.catalogue();
    let on = directory.date(report.ends_at - 1);
    let parents: Map<String, Value> = catalogue
        .units
        .keys()
        .map(|code| (code.clone(), catalogue.unit_path(code).get(1).cloned().into()))
        .collect();
    let is_centre =
        |code: &&String| catalogue.unit_ever(code).is_some_and(|unit| unit.kind == UnitKind::Centre);
    let mut offered = Vec::new();
    let mut online = Vec::new();
    for centre in catalogue.units.keys().filter(is_centre) {
        let holds = catalogue
            .unit_ever(centre)
            .is_some_and(|unit| domain::catalogue::holds(&unit.valid_from, &unit.valid_to, &on));
        for procedure in catalogue.offered_at(centre, &on).into_iter().filter(|_| holds) {
            let by_net = procedure.channels.iter().any(|offered| offered.channel == "online");
            let unit = catalogue.handling_unit(procedure, centre);
            offered.push(json!([centre, unit, i64::from(procedure.on_the_spot), i64::from(by_net)]));
            if by_net {
                online.push(json!([procedure.code, procedure.publisher]));
            }
        }
    }
    let kind = directory.unit(&report.unit).map(|unit| unit.kind);
    json!({
        "unit": report.unit,
        "kind": match kind {
            Some(UnitKind::Province) => "province",
            Some(UnitKind::Centre) => "centre",
            _ => "agency",
        },
        "begins_at": report.begins_at,
        "ends_at": report.ends_at.min(app.now() + 1),
        "parents": parents,
        "offered": offered,
        "online": online,
        "below_province": catalogue.level_of(&report.unit) != "province",
    })
}

async fn events(app: &App) -> Vec<Value> {
    let mut found = Vec::new();
    let mut after = 0;
    loop {
        let page = app.store().feed(PROVINCE, after, 5_000).await.expect("a feed");
        let Some(last) = page.last() else { return found };
        after = last.seq;
        for event in page {
            let kind = event.kind.as_str();
            if kind == "dossier" || kind == "petition" {
                let body: Value = serde_json::from_slice(&event.body).expect("JSON");
                found.push(json!({
                    "stream": event.stream.to_string(),
                    "kind": kind,
                    "name": event.name,
                    "at": event.occurred_at,
                    "body": body,
                }));
            }
        }
    }
}

fn by_the_script(asked: &Value, events: &[Value]) -> Value {
    let mut script = Command::new("python3")
        .arg(SCRIPT)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 is there: the gate sees to it");
    let mut text = asked.to_string();
    for event in events {
        text.push('\n');
        text.push_str(&event.to_string());
    }
    script.stdin.take().expect("it is piped").write_all(text.as_bytes()).expect("it reads");
    let output = script.wait_with_output().expect("it ends");
    assert!(output.status.success(), "the script failed");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn told(tally: &Tally, evaluation: &Evaluation) -> Value {
    let known: Vec<Index> =
        evaluation.indices.iter().filter(|(_, average)| average.is_some()).map(|(index, _)| *index).collect();
    let given: Map<String, Value> = known
        .iter()
        .map(|index| (index.number().to_string(), tally.of(*index).given.to_vec().into()))
        .collect();
    let averages: Map<String, Value> = evaluation
        .indices
        .iter()
        .filter_map(|(index, average)| {
            Some((index.number().to_string(), average.as_ref()?.to_string().into()))
        })
        .collect();
    let standing = evaluation.standing().map(|standing| match standing {
        Standing::Excellent | Standing::Wholly => 0,
        Standing::Good | Standing::Partly => 1,
        Standing::Fair | Standing::Poorly => 2,
        Standing::Average => 3,
        Standing::Weak => 4,
    });
    json!({ "given": given, "averages": averages, "total": evaluation.total.to_string(), "standing": standing })
}

fn by_us(found: &Evaluated, officers: &BTreeMap<String, Tally>) -> Value {
    let parts: Map<String, Value> = found
        .parts
        .iter()
        .map(|(unit, tally)| (unit.clone(), told(tally, &Evaluation::of_unit(tally))))
        .collect();
    let officers: Map<String, Value> = officers
        .iter()
        .map(|(person, tally)| (person.clone(), told(tally, &Evaluation::of_officer(tally))))
        .collect();
    json!({ "whole": told(&found.whole, &Evaluation::of_unit(&found.whole)), "parts": parts, "officers": officers })
}

#[tokio::test]
async fn the_evaluation_of_a_simulated_quarter_is_worked_out_again_with_equal_points() {
    for test in engines_with(&Options::default()).await {
        // A whole quarter in the file; on the other engine three weeks of it tell the same.
        let days = if test.engine == "sqlite" { 60 } else { 15 };
        let (app, filled) = filled(&test, 11, days, "2026-12-31T16:00").await;
        assert!(filled.received > 300, "{filled:?}");
        let events = events(&app).await;
        let province = app.directory().province().expect("a province").to_owned();
        let mut seen = [0; 3];
        for unit in [province.as_str(), "H49.80", "H49.12"] {
            let period = "2026-Q4".parse().expect("a quarter");
            let report = app.report_of(unit, period).expect("a unit");
            let lines = app.count(&report, None).await.expect("counted").lines;
            let found = app.evaluate(&report, &lines).await.expect("evaluated");
            let officers = app.evaluate_officers(&report).await.expect("evaluated");
            let again = by_the_script(&asked(&app, &report), &events);
            let ours = by_us(&found, &officers);
            for part in ["whole", "parts", "officers"] {
                assert_eq!(ours[part], again[part], "{} {unit} {part}", test.engine);
            }
            for (times, given) in seen.iter_mut().zip(Index::ALL.iter().fold([0; 3], |all, index| {
                let given = found.whole.of(*index).given;
                [all[0] + given[0], all[1] + given[1], all[2] + given[2]]
            })) {
                *times += given;
            }
        }
        assert!(seen.iter().all(|times| *times > 5), "points of every number were given: {seen:?}");
    }
}
