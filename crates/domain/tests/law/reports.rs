//! How reports count a dossier, whatever becomes of it.

use super::centre::*;
use domain::dossier::{Command, Correct, CountedUnder, Stretch, SupplementPolicy, Timeliness};
use domain::kernel::{StreamId, Value};

/// Since, until, waiting, late from by the first promise; as local times.
fn stretches(centre: &Centre) -> Vec<(String, String, bool, String)> {
    let local = |at: Option<i64>| at.map_or(String::new(), |at| centre.local(at));
    let shown = |stretch: &Stretch| {
        (local(Some(stretch.since)), local(stretch.until), stretch.waits, local(stretch.late_from.first))
    };
    centre.dossier().stretches.iter().map(shown).collect()
}

fn row(since: &str, until: &str, waits: bool, late_from: &str) -> (String, String, bool, String) {
    (since.to_owned(), until.to_owned(), waits, late_from.to_owned())
}

/// The outcome and the verdict by the first promise that the rows of a dossier tell.
fn outcome(centre: &Centre) -> Vec<(String, String)> {
    let text = |row: &domain::kernel::Row, name: &str| match row
        .columns
        .iter()
        .find(|(column, _)| *column == name)
    {
        Some((_, Value::Text(text))) => text.clone(),
        other => panic!("{name}: {other:?}"),
    };
    domain::dossier::views(centre.dossier(), StreamId(1))
        .rows
        .iter()
        .filter(|row| row.table == "stretch_row")
        .map(|row| (text(row, "outcome"), text(row, "verdict_first")))
        .collect()
}

#[test]
fn a_dossier_without_detours_is_counted_in_one_stretch() {
    let mut centre = Centre::at("2021-06-29T08:30");
    centre.receives(suspension()).assigns("hoa", "binh").drafts("binh").finishes("binh").approves("giang");
    assert_eq!(stretches(&centre), [row("2021-06-29T08:30", "", false, "2021-07-01T08:30")]);
    assert_eq!(outcome(&centre), [(String::new(), String::new())]);
    centre.it_is("2021-06-30T16:00").numbers("khanh");
    assert_eq!(stretches(&centre), [row("2021-06-29T08:30", "2021-06-30T16:00", false, "2021-07-01T08:30")]);
    assert_eq!(outcome(&centre), [("ready".to_owned(), "early".to_owned())]);
    centre.it_is("2021-07-20T09:00").hands_over();
    assert_eq!(
        outcome(&centre),
        [("ready".to_owned(), "early".to_owned())],
        "fetched late is not settled late"
    );
}

#[test]
fn while_papers_are_waited_for_nothing_is_late_and_the_new_promise_counts_from_then_on() {
    let mut centre = Centre::at("2021-06-29T08:30");
    centre.receives(suspension()).assigns("hoa", "binh").it_is("2021-06-30T10:00");
    centre.asks_for("binh", vec![item("Nghị quyết", "Thiếu chữ ký")]);
    centre.it_is("2021-07-12T14:00").gets_papers();
    assert_eq!(
        stretches(&centre),
        [
            row("2021-06-29T08:30", "2021-06-30T10:00", false, "2021-07-01T08:30"),
            row("2021-06-30T10:00", "2021-07-12T14:00", true, ""),
            row("2021-07-12T14:00", "", false, "2021-07-14T14:00"),
        ]
    );
}

#[test]
fn a_promise_that_was_missed_is_not_mended_by_asking_for_papers() {
    let mut centre = Centre::at("2021-06-29T08:30");
    centre.receives(suspension()).assigns("hoa", "binh").it_is("2021-07-01T10:00");
    centre.asks_for("binh", vec![item("Nghị quyết", "Thiếu chữ ký")]);
    assert!(
        centre.dossier().missed_promise && centre.names().contains(&"PromiseMissed"),
        "said before it is void"
    );
    centre.it_is("2021-07-12T14:00").gets_papers();
    let late_from: Vec<String> = stretches(&centre).into_iter().map(|stretch| stretch.3).collect();
    assert_eq!(
        late_from, ["2021-07-01T08:30"; 3],
        "late since the first promise passed, also while it waits"
    );
}

#[test]
fn time_at_the_tax_office_between_two_appointments_is_not_late() {
    let mut centre = Centre::at("2021-06-29T08:30");
    centre.receives(land_transfer());
    let first = centre.dossier().promise().unwrap().first_due_at;
    for _ in 0..6 {
        if centre.names().contains(&"AppointmentMet") {
            break;
        }
        let person = match centre.dossier().open_turn().unwrap().person.as_str() {
            "" => "minh".to_owned(),
            person => person.to_owned(),
        };
        centre.finishes(&person);
    }
    assert!(centre.names().contains(&"AppointmentMet"), "{:?}", centre.names());
    assert!(centre.now < first);
    let [with_us, outside] = &stretches(&centre)[..] else { panic!("{:?}", stretches(&centre)) };
    assert_eq!((with_us.3.as_str(), outside.3.as_str()), (centre.local(first).as_str(), ""));
    assert_eq!((outside.1.as_str(), outside.2), ("", false), "it goes on, and waits for nobody's papers");
}

#[test]
fn a_dossier_stopped_while_it_waits_ends_on_time_and_without_a_result() {
    let mut centre = Centre::at("2021-06-29T08:30");
    centre.receives(suspension()).assigns("hoa", "binh").it_is("2021-06-30T10:00");
    centre.asks_for("binh", vec![item("Nghị quyết", "Thiếu chữ ký")]);
    centre
        .it_is("2021-07-30T10:00")
        .does(Command::Withdraw { by: by("lan"), reason: "Không làm nữa".to_owned() });
    assert_eq!(outcome(&centre).last(), Some(&("withdrawn".to_owned(), "on_time".to_owned())));
}

#[test]
fn a_procedure_that_is_corrected_is_counted_under_the_wrong_one_until_then() {
    let mut centre = Centre::at("2021-06-29T08:30");
    centre.receives(suspension()).it_is("2021-06-29T10:00");
    let plan = domain::dossier::Plan { supplement: SupplementPolicy::Pause, ..land_transfer() };
    let correct = Correct::Procedure(Box::new(plan.clone()));
    centre.does(Command::Correct { by: by("lan"), correct, reason: "Nhầm thủ tục".to_owned() });
    let under: Vec<Option<String>> = centre
        .dossier()
        .stretches
        .iter()
        .map(|stretch| stretch.under.as_ref().map(|under| under.procedure.clone()))
        .collect();
    assert_eq!(under, [Some(CountedUnder::from(&suspension()).procedure), None]);
    assert_ne!(suspension().procedure.code, plan.procedure.code);
}

#[test]
fn the_day_decides_between_early_and_on_time_and_the_instant_between_on_time_and_late() {
    let at = |local: &str| Centre::at(local).now;
    let due = Some(at("2021-07-01T08:30"));
    for (ready, verdict) in [
        ("2021-06-30T23:59", Timeliness::Early),
        ("2021-07-01T00:00", Timeliness::OnTime),
        ("2021-07-01T08:30", Timeliness::OnTime),
        ("2021-07-01T08:31", Timeliness::Late),
    ] {
        assert_eq!(Stretch::came_out(at(ready), due), verdict, "{ready}");
    }
    assert_eq!(Stretch::came_out(at("2021-07-01T08:31"), None), Timeliness::OnTime);
}
