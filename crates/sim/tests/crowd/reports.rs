//! The reports of a province in which everything happened by commands: they balance, and they tell what the journal tells.

use super::{PROVINCE, filled};
use app::App;
use domain::report::{Figures, Period};
use std::collections::BTreeMap;
use store::Options;
use store::testing::engines_with;

/// Received, settled, settled late, each by month; read from the events themselves, without a table of reports.
async fn told_by_the_journal(app: &App) -> BTreeMap<String, [i64; 3]> {
    let mut months: BTreeMap<String, [i64; 3]> = BTreeMap::new();
    let directory = app.directory();
    let mut after = 0;
    loop {
        let page = app.store().feed(PROVINCE, after, 5_000).await.expect("a feed");
        let Some(last) = page.last() else { return months };
        after = last.seq;
        for event in &page {
            let column = match event.name.as_str() {
                "DossierReceived" | "DossierTakenOver" => 0,
                "ResultReady" | "DossierWithdrawn" | "DossierStopped" | "ResolutionRefused"
                | "SilenceClosed" | "DossierClosed" => 1,
                _ => continue,
            };
            let month = Period::month_of(directory.day(event.occurred_at), 1).to_string();
            let told = months.entry(month).or_default();
            told[column] += 1;
            let late =
                column == 1 && String::from_utf8_lossy(&event.body).contains("\"timeliness\":\"late\"");
            told[2] += i64::from(late);
        }
    }
}

#[tokio::test]
async fn reports_balance_for_every_unit_and_month_and_tell_what_the_journal_tells() {
    for test in engines_with(&Options::default()).await {
        let (app, filled) = filled(&test, 3, 6, "2026-12-03T16:00").await;
        let check = app.check_reports().await.expect("counted");
        assert_eq!(check.problems, Vec::<String>::new());
        assert!(check.ok && check.units > 5 && check.reports > 20, "{check:?}");
        assert_eq!(check.dossiers, i64::try_from(filled.received).expect("few"), "{check:?}");
        let told = told_by_the_journal(&app).await;
        assert_eq!(told.keys().collect::<Vec<_>>(), ["2026-11", "2026-12"]);
        assert!(told.values().any(|told| told[2] > 0), "something was settled late: {told:?}");
        let province = app.directory().province().expect("a province").to_owned();
        for (month, told) in told {
            let period: Period = month.parse().expect("a month");
            let report = app.report_of(&province, period).expect("the province");
            let lines = app.count(&report, None).await.expect("counted").lines;
            let figures = Figures::sum(lines.iter().map(|line| &line.figures));
            let counted = [figures.received, figures.first.settled(), figures.first.late];
            assert_eq!(counted, told, "{month}");
        }
    }
}
