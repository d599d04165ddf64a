use super::*;
use crate::kernel::Refusal;
use proptest::prelude::*;

fn line(carried_over: i64, received: i64, late: i64, open_late: i64) -> Line {
    let rest = carried_over + received - late - open_late;
    let outcome = |late, open_late| Outcome { early: rest, on_time: 0, late, open_in_time: 0, open_late };
    Line {
        field: "land".to_owned(),
        handling_unit: "H49.12.1".to_owned(),
        receiving_unit: "H49.80".to_owned(),
        channel: 1,
        figures: Figures {
            carried_over,
            received,
            first: outcome(late, open_late),
            current: outcome(late, open_late),
            statutory: outcome(late, open_late),
            without_result: 0,
            waiting: 0,
        },
    }
}

fn submit(lines: Vec<Line>, reason: &str) -> Submit {
    let period: Period = "2026-10".parse().expect("a month");
    let (begins_at, ends_at) = period.bounds(1);
    Submit {
        unit: "H49.80".to_owned(),
        period,
        begins_at,
        ends_at,
        known: 100,
        lines,
        seen: None,
        reason: reason.to_owned(),
        by: "anh".to_owned(),
        position: "hall/anh".to_owned(),
    }
}

/// All of them in turn, a minute after the period is over; the codes of what was refused.
fn handed_in(submits: Vec<Submit>) -> (Option<State>, Vec<Refusal>) {
    let mut report = None;
    let mut refusals = Vec::new();
    for submit in submits {
        let now = submit.ends_at + 60_000;
        match decide(report.as_ref(), Command::Submit(Box::new(submit)), now) {
            Ok(events) => report = events.iter().fold(report, |report, event| Some(apply(report, event))),
            Err(refusal) => refusals.push(refusal),
        }
    }
    (report, refusals)
}

#[test]
fn a_report_is_frozen_and_corrected_only_by_a_new_issue_with_its_reason() {
    let (first, second) = (vec![line(5, 10, 1, 0)], vec![line(5, 11, 1, 0)]);
    let (report, refusals) = handed_in(vec![
        submit(first.clone(), ""),
        submit(first.clone(), "again"),
        submit(second.clone(), " "),
        submit(second.clone(), "Một hồ sơ giấy nhập muộn"),
    ]);
    let codes: Vec<&str> = refusals.iter().map(|refusal| refusal.code.as_str()).collect();
    assert_eq!(codes, ["report_unchanged", "report_incomplete"]);
    assert_eq!(refusals[1].violations[0].code, "reason_missing");
    let issues = report.expect("submitted").issues;
    let told: Vec<(i64, &str, &Vec<Line>)> =
        issues.iter().map(|issue| (issue.issue, issue.reason.as_str(), &issue.lines)).collect();
    assert_eq!(told, [(1, "", &first), (2, "Một hồ sơ giấy nhập muộn", &second)]);
}

#[test]
fn a_period_that_is_not_over_cannot_be_reported() {
    let early = submit(vec![line(0, 1, 0, 0)], "");
    let now = early.ends_at - 1;
    let refusal = decide(None, Command::Submit(Box::new(early)), now).expect_err("not over");
    assert_eq!(refusal.code, "report_period_not_over");
}

#[test]
fn lines_that_do_not_balance_are_refused() {
    let mut wrong = line(5, 10, 1, 0);
    wrong.figures.statutory.early -= 1;
    assert!(!wrong.figures.balances());
    let (report, refusals) = handed_in(vec![submit(vec![wrong], "")]);
    assert_eq!((report, refusals[0].code.as_str()), (None, "report_does_not_balance"));
}

#[test]
fn whoever_submits_has_seen_the_figures_that_are_frozen() {
    let lines = vec![line(5, 10, 1, 0)];
    let mut stale = submit(lines.clone(), "");
    stale.seen = Some(line(5, 9, 1, 0).figures);
    let mut fresh = submit(lines.clone(), "");
    fresh.seen = Some(lines[0].figures);
    let (report, refusals) = handed_in(vec![stale, fresh]);
    assert_eq!(refusals[0].code, "report_figures_moved");
    assert_eq!(report.expect("submitted").issues.len(), 1);
}

#[test]
fn a_period_is_written_as_people_write_it() {
    for text in ["2026-01", "2026-12", "2026-Q1", "2026-Q4", "2026"] {
        assert_eq!(text.parse::<Period>().map(|period| period.to_string()), Ok(text.to_owned()));
    }
    for text in
        ["", "26", "2026-13", "2026-00", "2026-1", "2026-Q5", "2026-Q", "1999", "2026-11-01", "2026-+1"]
    {
        assert!(text.parse::<Period>().is_err(), "{text}");
    }
}

#[test]
fn periods_close_with_the_calendar_or_on_a_day_the_regime_names() {
    let local = |at: i64| {
        let day = (at + calendar::VIETNAM_OFFSET_MS).div_euclid(86_400_000);
        assert_eq!((at + calendar::VIETNAM_OFFSET_MS).rem_euclid(86_400_000), 0, "at midnight");
        day
    };
    // Days since 1970, worked out with a calendar programme: 2026-01-01 is 20454.
    for (period, first_day, from, to) in [
        ("2026", 1, 20_454, 20_819),
        ("2026-02", 1, 20_485, 20_513),
        ("2024-02", 1, 19_754, 19_783),
        ("2026-Q4", 1, 20_727, 20_819),
        ("2026-01", 15, 20_437, 20_468),
        ("2026", 15, 20_437, 20_802),
    ] {
        let bounds = period.parse::<Period>().expect("a period").bounds(first_day);
        assert_eq!((local(bounds.0), local(bounds.1)), (from, to), "{period} from day {first_day}");
    }
    assert_eq!(Period::month_of(20_261_114, 15).to_string(), "2026-11");
    assert_eq!(Period::month_of(20_261_115, 15).to_string(), "2026-12");
    assert_eq!(Period::month_of(20_261_215, 15).to_string(), "2027-01");
    assert_eq!(Period::month_of(20_261_231, 1).to_string(), "2026-12");
}

proptest! {
    #[test]
    fn periods_follow_each_other_without_a_gap(year in 2001_i16..2099, month in 1_i8..=12, first_day in 1_i64..=28) {
        let month = Period::Month { year, month };
        for period in [month, month.quarter(), Period::Year { year }] {
            prop_assert_eq!(period.bounds(first_day).1, period.next().bounds(first_day).0);
            prop_assert_eq!(period.next().previous(), period);
            prop_assert_eq!(period.to_string().parse::<Period>(), Ok(period));
            prop_assert_eq!(period.last_month().bounds(first_day).1, period.bounds(first_day).1);
        }
        let (begins, ends) = month.bounds(first_day);
        let (quarter_begins, quarter_ends) = month.quarter().bounds(first_day);
        prop_assert!(quarter_begins <= begins && ends <= quarter_ends);
    }
}
