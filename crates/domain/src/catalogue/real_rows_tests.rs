//! The import against all rows the national portal published: they arrive, come back, and can be opened at a counter.

use super::data_tests::shipped;
use super::*;
use crate::dossier::StepKind;
use std::collections::{BTreeMap, BTreeSet};

const TODAY: &str = "2026-11-24";

/// The published rows, none without the files beside the checkout.
fn published() -> Option<String> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    if !root.exists() {
        assert!(std::env::var("CI").is_err(), "../shared must be beside the checkout in CI");
        println!("skipped: no ../shared");
        return None;
    }
    let file = root.join("data/procedures/procedures.jsonl.gz");
    let unpacked =
        std::process::Command::new("gzip").arg("-dc").arg(file).output().expect("gzip is installed");
    Some(String::from_utf8(unpacked.stdout).unwrap())
}

fn import(text: &str, catalogue: &Catalogue) -> ImportReport {
    import_lines(text.lines(), catalogue, &BTreeMap::new(), TODAY)
}

fn take(catalogue: &mut Catalogue, report: ImportReport) {
    for procedure in report.procedures {
        // As it is kept: what cannot be read back from its row would be lost.
        catalogue.put(Item::read(&Item::Procedure(procedure).entry()).unwrap());
    }
}

#[test]
fn all_real_rows_arrive_beside_the_shipped_ones_and_importing_again_changes_nothing() {
    let Some(text) = published() else { return };
    let mut catalogue = shipped();
    let report = import(&text, &catalogue);
    assert_eq!((report.rows, report.imported, report.changed, report.unchanged), (1848, 1848, 0, 0));
    assert_eq!(report.broken, 0);
    take(&mut catalogue, report);
    let again = import(&text, &catalogue);
    assert_eq!((again.rows, again.imported, again.changed, again.unchanged), (1848, 0, 0, 1848));
    assert!(again.procedures.is_empty());
    let birth = catalogue.procedure("1.001193", "bo-tu-phap", TODAY).unwrap();
    assert!(
        birth.raw.is_some() && birth.on_the_spot,
        "what was completed by hand stays, the published row beside it"
    );
}

#[test]
fn every_real_row_is_given_back_as_it_came() {
    let Some(text) = published() else { return };
    for (procedure, came) in import(&text, &shipped()).procedures.iter().zip(text.lines()) {
        let out: serde_json::Value = serde_json::from_str(&export_line(procedure)).unwrap();
        assert_eq!(out, serde_json::from_str::<serde_json::Value>(came).unwrap());
    }
}

#[test]
fn a_changed_row_is_a_new_version_and_a_broken_line_is_named() {
    let Some(text) = published() else { return };
    let mut catalogue = shipped();
    let report = import(&text, &catalogue);
    take(&mut catalogue, report);
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines[6] = lines[6].replacen("\"ten_thu_tuc\": \"", "\"ten_thu_tuc\": \"Mới: ", 1);
    lines[40].truncate(100);
    let report = import(&lines.join("\n"), &catalogue);
    assert_eq!((report.changed, report.unchanged, report.broken), (1, 1846, 1));
    assert_eq!(report.procedures[0].version, "2");
    let broken: Vec<_> = report.problems.iter().filter(|problem| problem.code == "row_not_json").collect();
    assert_eq!(broken.iter().map(|problem| problem.line).collect::<Vec<_>>(), [41]);
}

#[test]
fn what_is_not_understood_is_told_by_stable_codes_and_kept_as_raw_text() {
    let Some(text) = published() else { return };
    let report = import(&text, &shipped());
    let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
    report.problems.iter().for_each(|problem| *codes.entry(problem.code.as_str()).or_insert(0) += 1);
    let known: BTreeSet<&str> = [
        "completed_by_hand",
        "fee_missing",
        "fee_unclear",
        "papers_by_case",
        "papers_missing",
        "papers_run_together",
        "time_differs_by_case",
        "time_missing",
        "time_unit_unclear",
    ]
    .into();
    assert_eq!(codes.keys().copied().collect::<BTreeSet<_>>(), known, "{codes:?}");
    let told: BTreeSet<(usize, &str)> = report
        .problems
        .iter()
        .filter_map(|problem| Some((problem.line, problem.code.split('_').next()?)))
        .collect();
    // Every row arrived, so the n-th procedure is the n-th line; an unknown limit or fee never goes untold.
    for (line, procedure) in
        (1..).zip(&report.procedures).filter(|(_, procedure)| procedure.short_name.is_empty())
    {
        assert_eq!(procedure.statutory.is_none(), told.contains(&(line, "time")), "{}", procedure.key());
        assert_eq!(procedure.fee_vnd().is_none(), told.contains(&(line, "fee")), "{}", procedure.key());
        assert!(procedure.raw.is_some(), "{}", procedure.key());
    }
}

#[test]
fn an_imported_procedure_opens_at_a_counter_with_a_default_chain() {
    let Some(text) = published() else { return };
    let mut catalogue = shipped();
    let report = import(&text, &catalogue);
    let fields: BTreeSet<_> = report.procedures.iter().map(|row| row.published_field.clone()).collect();
    assert!(fields.len() >= 134, "{} published fields", fields.len());
    take(&mut catalogue, report);
    for hall in ["H1", "P-BC"] {
        let centre = catalogue.halls[hall].unit.clone();
        for procedure in catalogue.procedures_on(TODAY).filter(|row| row.raw.is_some()) {
            let what = format!("{} at {hall}", procedure.key());
            let field = catalogue.field_in(hall, procedure);
            let taken = catalogue
                .counters_of(hall)
                .iter()
                .any(|counter| counter.fields.iter().any(|one| one == field));
            assert!(taken, "{what}: some counter takes {field}");
            let chain = procedure.chain();
            for step in &chain {
                let unit = catalogue.step_unit(procedure, step, &centre);
                assert!(
                    catalogue.unit(&unit, TODAY).is_some(),
                    "{what}: {} falls to a unit of today",
                    step.name
                );
            }
            assert_eq!(chain.first().map(|step| step.kind), Some(StepKind::Intake), "{what}");
            assert_eq!(chain.last().map(|step| step.kind), Some(StepKind::Return), "{what}");
            let limit = procedure.committed.or(procedure.statutory).and_then(Limit::working_minutes);
            let sum: i64 = chain.iter().filter(|step| step.counted).map(|step| step.minutes).sum();
            let two = !procedure.appointments.is_empty();
            assert!(two || limit.is_none_or(|limit| limit == sum), "{what}: steps add up to the limit");
        }
    }
}

#[test]
fn at_staffed_units_an_imported_procedure_finds_people_for_its_default_chain() {
    let Some(text) = published() else { return };
    let mut catalogue = shipped();
    let report = import(&text, &catalogue);
    take(&mut catalogue, report);
    let staffed = ["bo-tai-chinh", "bo-nong-nghiep-mt", "bo-xay-dung", "bo-tu-phap"];
    for (centre, level) in [("H49.80", "province"), ("H49.104.1", "commune")] {
        let here = |row: &&Procedure| {
            row.levels.iter().any(|one| one == level) && staffed.contains(&row.publisher.as_str())
        };
        let mut walked = 0;
        for procedure in catalogue.procedures_on(TODAY).filter(|row| row.raw.is_some()).filter(here) {
            for step in procedure.chain() {
                let unit = catalogue.step_unit(procedure, &step, centre);
                let holders = catalogue.holders(&unit, step.role, TODAY);
                assert!(!holders.is_empty(), "{} at {centre}: {} in {unit}", procedure.key(), step.name);
            }
            walked += 1;
        }
        assert!(walked > 100, "{walked} at {centre}");
    }
}
