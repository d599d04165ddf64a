//! `motcua report`: what became of the dossiers of a period, and whether all reports balance.

use crate::cli::ReportArgs;
use crate::config::Config;
use crate::ended::Refused;
use crate::wish::Wish;
use crate::{open, print, socket};
use anyhow::Context;
use app::queries::reports::{By, Cell};
use app::{App, AppError, Table};
use domain::report::{Basis, Figures, Period};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use web::pages::staff::reports::{Shown, table};
use web::words::Lang;

/// What is asked for; goes over the socket.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Asked {
    period: Period,
    unit: Option<String>,
    by: String,
    basis: String,
    issue: Option<i64>,
    lang: String,
}

pub(crate) async fn run(config: &Config, args: &ReportArgs) -> anyhow::Result<()> {
    let place = open::existing(config)?;
    let Some(period) = args.period else {
        let found = socket::through(&place, Wish::CheckReports, &|_, _| {}).await?;
        return checked(&found, args.json);
    };
    let asked = Asked {
        period,
        unit: args.unit.clone(),
        by: args.by.clone(),
        basis: args.basis.clone(),
        issue: args.issue,
        lang: args.lang.clone(),
    };
    let answer = socket::through(&place, Wish::Report { asked }, &|_, _| {}).await?;
    let table: Table = serde_json::from_value(answer["table"].clone())?;
    for (file, bytes) in [(&args.xlsx, table.xlsx()), (&args.csv, table.csv())] {
        if let Some(file) = file {
            std::fs::write(file, bytes?).with_context(|| file.display().to_string())?;
            eprintln!("written: {}", file.display());
        }
    }
    if args.json {
        print::json(&answer["report"]);
    } else if args.xlsx.is_none() && args.csv.is_none() {
        say(&answer["report"]);
    }
    Ok(())
}

fn checked(found: &Value, json: bool) -> anyhow::Result<()> {
    if json {
        print::json(found);
    } else {
        let (units, reports, dossiers) = (&found["units"], &found["reports"], &found["dossiers"]);
        for problem in found["problems"].as_array().into_iter().flatten() {
            print::line(problem.as_str().unwrap_or_default());
        }
        let word = if found["ok"] == true { "all balance" } else { "NOT all balance" };
        print::line(format!("{word}: {reports} reports of {units} units, {dossiers} dossiers"));
    }
    if found["ok"] == true { Ok(()) } else { Err(Refused.into()) }
}

fn say(report: &Value) {
    let word = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    print::line(format!(
        "{} {}, late by the {} promise or limit",
        word(&report["unit"]),
        word(&report["period"]),
        word(&report["basis"])
    ));
    let heading: Vec<String> = Cell::ALL.iter().map(|cell| format!("{:>14}", cell.word())).collect();
    print::line(format!("{:<12}{}", word(&report["by"]), heading.concat()));
    let rows = report["rows"].as_array().into_iter().flatten();
    for row in rows.chain([&report["total"]]) {
        let numbers: Vec<String> =
            Cell::ALL.iter().map(|cell| format!("{:>14}", row[cell.word()].to_string())).collect();
        let key = word(&row["key"]);
        print::line(format!("{:<12}{}", if key.is_empty() { "all" } else { &key }, numbers.concat()));
    }
    print::line(if report["balances"] == true { "it balances" } else { "it does NOT balance" });
}

/// Counts it, beside the data.
pub(crate) async fn counted(app: &App, asked: &Asked) -> anyhow::Result<Value> {
    let directory = app.directory();
    let unit = match &asked.unit {
        Some(unit) => unit.clone(),
        None => directory.province().context("the catalogue has no province: name a --unit")?.to_owned(),
    };
    let report = app.report_of(&unit, asked.period).map_err(|error| match error {
        AppError::NotFound(_) => anyhow::anyhow!("there is no unit {unit} in the catalogue"),
        error => error.into(),
    })?;
    let issue = match asked.issue {
        None => None,
        Some(number) => {
            let issues = app.submitted(&unit, asked.period).await?.map(|report| report.issues);
            let found = issues.into_iter().flatten().find(|issue| issue.issue == number);
            Some(found.with_context(|| format!("no issue {number} of this report was handed in"))?)
        }
    };
    let (lines, known) = match &issue {
        Some(issue) => (issue.lines.clone(), issue.known),
        None => {
            let counted = app.count(&report, None).await?;
            (counted.lines, counted.known)
        }
    };
    let (by, basis) =
        (By::from_word(&asked.by).unwrap_or_default(), Basis::from_word(&asked.basis).unwrap_or_default());
    let row = |key: &str, figures: &Figures| {
        let mut row = json!({ "key": key });
        for cell in Cell::ALL {
            row[cell.word()] = cell.of(figures, basis).into();
        }
        row
    };
    let groups = directory.report_rows(&report, &lines, by);
    let sum = Figures::sum(groups.iter().map(|group| &group.figures));
    let shown = Shown {
        report: &report,
        lines: &lines,
        by,
        basis,
        issue: issue.as_ref().map(|issue| (issue.issue, issue.at)),
        now: app.now(),
    };
    let lang = Lang::from_tag(&asked.lang).unwrap_or(Lang::Vi);
    Ok(json!({
        "report": {
            "unit": unit,
            "period": asked.period.to_string(),
            "basis": basis.word(),
            "by": by.word(),
            "issue": asked.issue,
            "known": known,
            "rows": groups.iter().map(|group| row(&group.key, &group.figures)).collect::<Vec<_>>(),
            "total": row("", &sum),
            "balances": lines.iter().all(|line| line.figures.balances()) && sum.balances(),
        },
        "table": table(app, lang, &shown),
    }))
}
