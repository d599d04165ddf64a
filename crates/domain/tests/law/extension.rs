//! The date set anew: once, in time, with an apology; and never a way to hide that a promise was not kept.

use super::centre::*;
use domain::dossier::{Command, Event, SupplementPolicy, Timeliness, views};
use domain::kernel::{Finding, Millis, Refusal, StreamId, Value, Verdict};
use proptest::prelude::*;

/// Received on Tuesday, promised for Thursday 1 July 2021 at half past eight.
fn under_way() -> Centre {
    let mut centre = Centre::at("2021-06-29T08:30");
    centre.receives(suspension()).assigns("hoa", "binh");
    centre
}

fn instant(centre: &Centre, local: &str) -> Option<Millis> {
    Some(centre.calendar.instant(local).unwrap())
}

fn refusal(centre: &mut Centre, command: Command) -> Refusal {
    let before = centre.state.clone();
    let refusal = centre.try_to(command).expect_err("refused");
    assert_eq!(centre.state, before, "a refusal changes nothing");
    refusal
}

fn codes(refusal: &Refusal) -> Vec<&str> {
    refusal.violations.iter().map(|violation| violation.code.as_str()).collect()
}

fn findings(centre: &Centre) -> Vec<Finding> {
    let given = centre.events.iter().rev().find_map(|event| match event {
        Event::DossierExtended { findings, .. } => Some(findings.clone()),
        _ => None,
    });
    given.expect("it was extended")
}

#[test]
fn a_late_agency_sets_the_date_anew_and_the_first_promise_and_the_law_stay() {
    let mut centre = under_way();
    let before = centre.dossier().promise().unwrap().clone();
    centre.it_is("2021-06-30T09:00").extends_to("2021-07-06T08:30");
    let promise = centre.dossier().promise().unwrap().clone();
    assert_eq!(centre.local(promise.due_at), "2021-07-06T08:30");
    assert_eq!(
        (promise.first_due_at, promise.statutory_due_at),
        (before.first_due_at, before.statutory_due_at),
        "61/2018/NĐ-CP art. 19(9) gives a new date, not a new promise"
    );
    assert_eq!(centre.dossier().promises.len(), 1);
    let counted = views(centre.dossier(), StreamId(1)).counts;
    let apology = counted.iter().find(|count| count.table == "apology_count").expect("it is counted");
    assert_eq!(apology.key, [("year", Value::from(2021)), ("unit", Value::from("finance"))]);
    let given = centre.dossier().extension().unwrap().clone();
    assert_eq!(
        (given.number.number(), given.unit.as_str(), given.by.as_str(), given.was_due_at, given.due_at),
        (1, "finance", "giang", before.due_at, promise.due_at)
    );
    let found: Vec<_> = findings(&centre)
        .into_iter()
        .map(|finding| (finding.code, finding.rule.article, finding.regime, finding.verdict))
        .collect();
    let rule = || ("Điều 19 khoản 9".to_owned(), "2018".to_owned(), Verdict::Kept);
    let (article, regime, verdict) = rule();
    assert_eq!(found[0], ("extension_asked_before_the_day".to_owned(), article, regime, verdict));
    assert_eq!(found[1].0, "extension_once");
}

#[test]
fn the_last_moment_is_the_closing_of_the_working_day_before_the_promised_day() {
    // Promised for Monday 5 July: the working day before is Friday 2 July, closing at 17:00.
    let mut centre = Centre::at("2021-07-01T10:00");
    centre.receives(suspension()).assigns("hoa", "binh");
    assert_eq!(centre.due(), "2021-07-05T10:00");
    let asked = extend("giang", instant(&centre, "2021-07-08T10:00"), "Chờ ý kiến");
    for late in ["2021-07-02T17:01", "2021-07-03T09:00", "2021-07-04T23:59", "2021-07-05T08:00"] {
        centre.it_is(late);
        let refused = refusal(&mut centre, asked.clone());
        assert_eq!(
            (refused.code.as_str(), codes(&refused)),
            ("extension_refused", vec!["extension_too_late"])
        );
        assert_eq!(refused.rule.as_ref().unwrap().article, "Điều 19 khoản 9");
        let values = &refused.violations[0].values;
        let last: Millis = values.iter().find(|(name, _)| name == "last_moment").unwrap().1.parse().unwrap();
        assert_eq!(centre.local(last), "2021-07-02T17:00", "the refusal says until when it was possible");
    }
    centre.it_is("2021-07-02T17:00").does(asked);
    assert_eq!(centre.due(), "2021-07-08T10:00");
}

#[test]
fn days_off_are_no_day_before() {
    // Promised for Tuesday 4 May 2021, after a long week-end: 30 April, 1 May, and Monday 3 May in its stead.
    let mut centre = Centre::at("2021-04-28T10:00");
    centre.receives(suspension()).assigns("hoa", "binh");
    assert_eq!(centre.due(), "2021-05-04T10:00");
    let asked = extend("giang", instant(&centre, "2021-05-06T10:00"), "Chờ ý kiến");
    centre.it_is("2021-04-30T09:00");
    assert_eq!(codes(&refusal(&mut centre, asked.clone())), ["extension_too_late"]);
    centre.it_is("2021-04-29T16:59").does(asked);
}

#[test]
fn the_date_is_set_anew_once_also_after_the_limit_began_anew() {
    let mut centre = under_way();
    centre.extends_to("2021-07-06T08:30");
    let again = extend("giang", instant(&centre, "2021-07-08T08:30"), "Vẫn chưa xong");
    let refused = refusal(&mut centre, again.clone());
    assert_eq!((codes(&refused), refused.rule.is_some()), (vec!["extension_used"], true));
    centre.it_is("2021-06-30T10:00").asks_for("binh", vec![item("Nghị quyết", "Thiếu chữ ký")]);
    centre.it_is("2021-07-12T14:00").gets_papers();
    let promise = centre.dossier().promise().unwrap().clone();
    assert_eq!(centre.due(), "2021-07-14T14:00");
    assert_eq!(promise.first_due_at, promise.due_at, "a restart makes a first promise of its own");
    assert!(centre.dossier().extension().is_some() && centre.dossier().apologised().is_none());
    let refused = refusal(&mut centre, extend("giang", Some(promise.due_at + 86_400_000), "Chưa xong"));
    assert_eq!(codes(&refused), ["extension_used"], "once for each dossier, not for each promise");
}

#[test]
fn what_is_wrong_with_the_form_and_with_the_rule_is_said_all_at_once() {
    let mut centre = under_way();
    let badly = |centre: &mut Centre, due_at, reason: &str| {
        let refused = refusal(centre, extend("giang", due_at, reason));
        (refused.rule.is_some(), codes(&refused).join(" "))
    };
    let promised = centre.dossier().promise().unwrap().due_at;
    assert_eq!(badly(&mut centre, None, "  "), (false, "new_due_missing reason_missing".to_owned()));
    let cases = [
        (Some(promised), "new_due_not_later"),
        (Some(promised - 86_400_000), "new_due_not_later"),
        (instant(&centre, "2021-07-03T08:30"), "new_due_not_working"),
        (instant(&centre, "2021-07-02T12:00"), "new_due_not_working"),
        (instant(&centre, "2021-07-02T09:30"), "new_due_other_hour"),
    ];
    for (due_at, expected) in cases {
        assert_eq!(badly(&mut centre, due_at, "Chờ"), (false, expected.to_owned()));
    }
    let long = "ờ".repeat(501);
    let may = instant(&centre, "2021-07-02T08:30");
    assert_eq!(badly(&mut centre, may, &long), (false, "too_long".to_owned()));
    centre.it_is("2021-07-01T08:00");
    assert_eq!(
        badly(&mut centre, None, ""),
        (true, "extension_too_late new_due_missing reason_missing".to_owned())
    );
}

#[test]
fn nothing_is_extended_before_reception_while_papers_are_awaited_between_appointments_or_when_ready() {
    let asked = |centre: &Centre| extend("giang", instant(centre, "2021-08-02T08:30"), "Chờ");
    let mut draft = Centre::at("2021-06-29T08:30");
    draft.takes(declared(complete_papers()), suspension(), domain::dossier::Outcome::Keep);
    let command = asked(&draft);
    assert_eq!(refusal(&mut draft, command).code, "dossier_in_other_phase");

    let mut waits = under_way();
    waits.asks_for("binh", vec![item("Nghị quyết", "Thiếu chữ ký")]);
    let command = asked(&waits);
    assert_eq!(refusal(&mut waits, command).code, "dossier_in_other_phase");

    let mut tax = Centre::at("2021-06-29T08:30");
    tax.receives(land_transfer()).finishes("minh");
    let command = asked(&tax);
    assert_eq!(
        refusal(&mut tax, command).code,
        "no_promise_stands",
        "the tax office's time is nobody's promise"
    );

    let mut ready = Centre::at("2021-06-29T08:30");
    ready.goes_to_ready();
    let command = asked(&ready);
    assert_eq!(refusal(&mut ready, command).code, "dossier_in_other_phase");
}

#[test]
fn whether_it_may_be_done_is_told_beforehand_by_the_same_rule() {
    let mut centre = under_way();
    assert_eq!(centre.may_extend().map(|last| centre.local(last)), Ok("2021-06-30T17:00".to_owned()));
    centre.it_is("2021-06-30T17:01");
    assert_eq!(codes(&centre.may_extend().unwrap_err()), ["extension_too_late"]);
    centre.it_is("2021-06-30T17:00").extends_to("2021-07-06T08:30");
    assert_eq!(codes(&centre.may_extend().unwrap_err()), ["extension_used"]);
}

#[test]
fn an_extension_does_not_undo_that_the_first_promise_is_missed() {
    let mut centre = under_way();
    centre.extends_to("2021-07-06T08:30");
    let told = centre.it_is("2021-07-01T08:31").try_to(Command::MarkLate).unwrap();
    let [Event::PromiseMissed { first_due_at, at }] = told.as_slice() else { panic!("missed") };
    assert_eq!(
        (centre.local(*first_due_at), centre.local(*at)),
        ("2021-07-01T08:30".into(), "2021-07-01T08:30".into())
    );
    centre.drafts("binh").finishes("binh").approves("giang").it_is("2021-07-05T10:00").numbers("khanh");
    assert!(centre.dossier().was_late(), "before the new date, after the first one");
    assert_eq!(verdicts(&centre), ("late".into(), "early".into()), "each measure by its own date");
}

#[test]
fn a_pause_after_an_extension_leaves_the_first_promise_where_the_pause_puts_it() {
    let plan = domain::dossier::Plan { supplement: SupplementPolicy::Pause, ..suspension() };
    let (mut extended, mut plain) = (Centre::at("2021-06-29T08:30"), Centre::at("2021-06-29T08:30"));
    for centre in [&mut extended, &mut plain] {
        centre.receives(plan.clone()).assigns("hoa", "binh");
    }
    extended.extends_to("2021-07-06T08:30");
    for centre in [&mut extended, &mut plain] {
        centre.it_is("2021-06-30T10:00").asks_for("binh", vec![item("Nghị quyết", "Thiếu chữ ký")]);
        centre.it_is("2021-07-12T14:00").gets_papers();
    }
    let (with, without) = (extended.dossier().promise().unwrap(), plain.dossier().promise().unwrap());
    assert_eq!(extended.local(with.first_due_at), plain.local(without.first_due_at));
    assert_eq!(with.statutory_due_at, without.statutory_due_at);
    assert!(with.due_at > without.due_at);
}

/// By the first and by the current promise, as reports count it.
fn verdicts(centre: &Centre) -> (String, String) {
    let views = views(centre.dossier(), StreamId(1));
    let last = views.rows.iter().rev().find(|row| row.table == "stretch_row").expect("it was received");
    let word = |name: &str| match last.columns.iter().find(|(column, _)| *column == name) {
        Some((_, Value::Text(word))) => word.clone(),
        _ => panic!("{name} is a word"),
    };
    (word("verdict_first"), word("verdict_current"))
}

fn ready_as(centre: &Centre) -> Option<Timeliness> {
    centre.events.iter().find_map(|event| match event {
        Event::ResultReady { timeliness, .. } => Some(*timeliness),
        _ => None,
    })
}

proptest! {
    #[test]
    fn an_extension_hides_no_lateness(asked in 0_i64..2_000, days in 1_i64..40, worked in 0_i64..60_000, marks in any::<bool>()) {
        let (mut extended, mut plain) = (under_way(), under_way());
        let promised = plain.dossier().promise().unwrap().due_at;
        let start = plain.now;
        extended.now = start + asked * 60_000;
        let command = extend("giang", Some(promised + days * 86_400_000), "Chờ ý kiến");
        let accepted = extended.try_to(command).is_ok();
        prop_assert!(!accepted || extended.now <= extended.calendar.instant("2021-06-30T17:00").unwrap());
        for centre in [&mut extended, &mut plain] {
            centre.now = start + (asked + worked) * 60_000;
            if marks {
                centre.try_to(Command::MarkLate).unwrap();
            }
            centre.drafts("binh").finishes("binh").approves("giang").numbers("khanh");
        }
        prop_assert_eq!(extended.dossier().was_late(), plain.dossier().was_late());
        prop_assert_eq!(extended.dossier().missed_promise, plain.dossier().missed_promise);
        prop_assert_eq!(ready_as(&extended), ready_as(&plain));
        prop_assert_eq!(verdicts(&extended).0, verdicts(&plain).0);
    }
}
