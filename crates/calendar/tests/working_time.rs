//! Working time as officers and citizens count it: worked examples with their days, and invariants.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

use calendar::{
    CalendarError, CalendarFile, FileError, Interval, Millis, Reading, Span, Stopwatch, WorkCalendar, lamps,
};
use proptest::prelude::*;

const SHIPPED: &str = include_str!("../../../data/calendars/vn-public.toml");

fn shipped() -> WorkCalendar {
    WorkCalendar::build(&CalendarFile::parse(SHIPPED).unwrap(), &[]).unwrap()
}

/// One line for each worked example: from, span, reading, due.
fn check(from: &str, span: Span, reading: &str, due: &str) {
    let calendar = shipped();
    let start = calendar.instant(from).unwrap();
    let found = calendar.due(start, span, &Reading::named(reading).unwrap()).unwrap();
    let local = calendar.local(found.at).strftime("%Y-%m-%dT%H:%M").to_string();
    assert_eq!(local, due, "{from} + {span:?} ({reading})");
}

#[test]
fn working_days_end_at_the_same_hour_on_the_nth_working_day() {
    // DT138 art. 30, first appointment of a land transfer: 5 wd. Thu 27/08/2026: Fri 28 (1), weekend, Mon 31 off
    // (swapped), Tue 01 and Wed 02 National Day, Thu 03 (2), Fri 04 (3), weekend, Mon 07 (4), Tue 08 (5).
    check("2026-08-27T09:42", Span::WorkingDays(5), "same-hour", "2026-09-08T09:42");
    // Fri 13/02/2026 15:20, 5 wd over Tết: 16-20/02 off, Mon 23 (1) ... Fri 27 (5).
    check("2026-02-13T15:20", Span::WorkingDays(5), "same-hour", "2026-02-27T15:20");
    // Fri 21/08/2026: Sat 22 is worked (1), Mon 24 (2).
    check("2026-08-21T10:00", Span::WorkingDays(2), "same-hour", "2026-08-24T10:00");
    // Tue 29/06/2021 08:30, 3 wd: Wed (1), Thu (2), Fri 02/07 (3).
    check("2021-06-29T08:30", Span::WorkingDays(3), "same-hour", "2021-07-02T08:30");
}

#[test]
fn a_start_outside_opening_hours_moves_to_the_next_opening() {
    // Sat 14/03/2026 counts from Mon 16 07:00; 1 wd later is Tue 17 07:00.
    check("2026-03-14T09:00", Span::WorkingDays(1), "same-hour", "2026-03-17T07:00");
    // In the lunch break of Mon 16/03: from 13:30.
    check("2026-03-16T12:00", Span::WorkingDays(1), "same-hour", "2026-03-17T13:30");
    // After 17:00: from 07:00 next day.
    check("2026-03-16T17:00", Span::WorkingDays(1), "same-hour", "2026-03-18T07:00");
    // 15:20 is after the 15:00 cut for moving papers; the due date does not move (ND61 art. 18(2)).
    check("2026-03-16T15:20", Span::WorkingDays(1), "same-hour", "2026-03-17T15:20");
}

#[test]
fn the_strict_reading_ends_when_the_office_closes() {
    // Civil Code 2015 art. 147-148.
    check("2026-03-13T15:20", Span::WorkingDays(1), "end-of-day", "2026-03-16T17:00");
    check("2026-03-13T15:20", Span::SameDay, "same-hour", "2026-03-13T17:00");
}

#[test]
fn working_hours_cross_lunch_nights_and_weekends() {
    // Fri 13/03/2026 15:20 + 8 wh: 1 h 40 until 17:00, Mon 4 h 30 until 11:30, 1 h 50 from 13:30.
    check("2026-03-13T15:20", Span::WorkingMinutes(480), "same-hour", "2026-03-16T15:20");
    // Half a day from 09:12: 2 h 18 until 11:30, 1 h 42 from 13:30.
    check("2026-03-16T09:12", Span::WorkingMinutes(240), "same-hour", "2026-03-16T15:12");
    // Ends exactly at closing, not at the next opening.
    check("2026-03-16T13:30", Span::WorkingMinutes(210), "same-hour", "2026-03-16T17:00");
}

#[test]
fn calendar_days_count_every_day_and_end_on_a_working_one() {
    // Civil Code art. 148: 10 days after Thu 20/08/2026 is Sun 30; Mon 31 to Wed 02 off; Thu 03/09.
    check("2026-08-20T09:00", Span::CalendarDays(10), "same-hour", "2026-09-03T17:00");
    // 20 days after Mon 02/03/2026 is Sun 22; Mon 23.
    check("2026-03-02T09:00", Span::CalendarDays(20), "same-hour", "2026-03-23T17:00");
}

#[test]
fn filed_in_the_last_hour_counts_from_the_next_working_day_where_a_sector_says_so() {
    // Decree 297/2025/NĐ-CP: Fri 13/03/2026 16:10 counts from Mon 16 07:00 (its own clock opens at 08:00, which is a
    // setting of the procedure's opening hours).
    check("2026-03-13T16:10", Span::WorkingDays(3), "last-hour-next-day", "2026-03-19T07:00");
    check("2026-03-13T15:50", Span::WorkingDays(3), "last-hour-next-day", "2026-03-18T15:50");
}

#[test]
fn what_is_done_the_same_day_is_done_the_next_one_when_it_came_after_fifteen_hours() {
    // Civil Status Law 2014 art. 5(3), certification: after 15:00 the result may come the next working day.
    check("2026-03-13T10:00", Span::SameDay, "after-15-next-day", "2026-03-13T17:00");
    check("2026-03-13T15:00", Span::SameDay, "after-15-next-day", "2026-03-13T17:00");
    check("2026-03-13T15:01", Span::SameDay, "after-15-next-day", "2026-03-16T17:00");
    check("2026-03-14T09:00", Span::SameDay, "after-15-next-day", "2026-03-16T17:00");
}

#[test]
fn limits_of_real_decisions_end_where_a_finger_on_the_calendar_ends() {
    // Decree 297/2025: 3 + 3 + 10 = 16 wd. Thu 12/02/2026 10:00: Fri 13 (1), 14-22 Tết and weekends, Mon 23 to Fri 27 (6),
    // Mon 02 to Fri 06/03 (11), Mon 09 to Fri 13 (16).
    check("2026-02-12T10:00", Span::WorkingDays(16), "same-hour", "2026-03-13T10:00");
    // 3857/QĐ-UBND Nghệ An: 168 wh = 21 days of 8. Mon 06/04/2026 07:00: 06-10 (5), 13-17 (10), 20-24 (15), Mon 27 off
    // (Hùng Kings), 28-29 (17), 30/04-03/05 off, 04-07 (21), ended at closing.
    check("2026-04-06T07:00", Span::WorkingMinutes(168 * 60), "same-hour", "2026-05-07T17:00");
    // Enterprise Law art. 206, 3 wd over 30/04/2025: Tue 29/04 09:00; 30, 01, Fri 02 off (swapped); Mon 05 (1) to Wed 07.
    check("2025-04-29T09:00", Span::WorkingDays(3), "same-hour", "2025-05-07T09:00");
    // The Saturday worked for it: Fri 25/04/2025, Sat 26 worked (1), Mon 28 (2).
    check("2025-04-25T09:00", Span::WorkingDays(2), "same-hour", "2025-04-28T09:00");
    // Criminal record, 10 days from Thu 27/08/2026: day 10 is Sun 06/09, so Mon 07/09.
    check("2026-08-27T09:42", Span::CalendarDays(10), "same-hour", "2026-09-07T17:00");
    // New Year of 2026: Wed 31/12/2025 16:00, Thu 01 off, Fri 02 off (swapped), Mon 05 (1).
    check("2025-12-31T16:00", Span::WorkingDays(1), "same-hour", "2026-01-05T16:00");
    // and the Saturday worked for it: Fri 09/01/2026, Sat 10 (1).
    check("2026-01-09T16:00", Span::WorkingDays(1), "same-hour", "2026-01-10T16:00");
}

/// Weekday dates off and Saturdays worked, typed once more from the notes on the yearly decisions.
const DECIDED: &str = "\
2020 01-01 01-23 01-24 01-27 01-28 01-29 04-02 04-30 05-01 09-02 |
2021 01-01 02-10 02-11 02-12 02-15 02-16 04-21 04-30 05-03 09-02 09-03 |
2022 01-03 01-31 02-01 02-02 02-03 02-04 04-11 05-02 05-03 09-01 09-02 |
2023 01-02 01-20 01-23 01-24 01-25 01-26 05-01 05-02 05-03 09-01 09-04 |
2024 01-01 02-08 02-09 02-12 02-13 02-14 04-18 04-29 04-30 05-01 09-02 09-03 | 05-04
2025 01-01 01-27 01-28 01-29 01-30 01-31 04-07 04-30 05-01 05-02 09-01 09-02 | 04-26
2026 01-01 01-02 02-16 02-17 02-18 02-19 02-20 04-27 04-30 05-01 08-31 09-01 09-02 | 01-10 08-22";

/// Every working day of 2020 to 2026, by the list above and nothing else.
fn decided_working_days() -> Vec<jiff::civil::Date> {
    let (mut off, mut worked) = (Vec::new(), Vec::new());
    for line in DECIDED.lines() {
        let (days, saturdays) = line.split_once('|').unwrap();
        let (year, days) = days.split_once(' ').unwrap();
        let dates = |text: &str| {
            text.split_whitespace()
                .map(|day| format!("{year}-{day}").parse().unwrap())
                .collect::<Vec<jiff::civil::Date>>()
        };
        off.extend(dates(days));
        worked.extend(dates(saturdays));
    }
    let rests = |day: jiff::civil::Date| {
        matches!(day.weekday(), jiff::civil::Weekday::Saturday | jiff::civil::Weekday::Sunday)
    };
    let first = jiff::civil::date(2020, 1, 1);
    first
        .series(jiff::ToSpan::days(1))
        .take_while(|day| day.year() <= 2026)
        .filter(|day| worked.contains(day) || (!rests(*day) && !off.contains(day)))
        .collect()
}

#[test]
fn every_day_of_seven_years_is_what_was_decided() {
    let calendar = shipped();
    let decided = decided_working_days();
    let all =
        jiff::civil::date(2020, 1, 1).series(jiff::ToSpan::days(1)).take_while(|day| day.year() <= 2026);
    for day in all {
        assert_eq!(calendar.is_working_day(day), decided.binary_search(&day).is_ok(), "{day}");
    }
}

#[test]
fn n_working_days_after_is_n_places_further_in_the_list_of_working_days() {
    let calendar = shipped();
    let decided = decided_working_days();
    for (at, day) in decided.iter().enumerate().step_by(3) {
        let start = calendar.instant(&format!("{day}T15:20")).unwrap();
        for n in [1, 3, 5, 10, 16] {
            let Some(expected) = decided.get(at + n) else { continue };
            let due = calendar
                .due(start, Span::WorkingDays(i64::try_from(n).unwrap()), &Reading::default())
                .unwrap();
            assert_eq!(calendar.local(due.at).to_string(), format!("{expected}T15:20:00"), "{day} + {n}");
        }
    }
}

#[test]
fn every_entry_of_the_shipped_calendar_says_where_it_is_decided_and_how_sure_that_is() {
    let file = CalendarFile::parse(SHIPPED).unwrap();
    assert!(
        file.off.iter().all(|day| !day.source.is_empty())
            && file.worked.iter().all(|day| !day.source.is_empty())
    );
    let uncertain = file.off.iter().filter(|day| !day.switch.is_empty()).count();
    assert_eq!(uncertain, 1, "24/11/2026 is switched by name");
    let provisional = |year| file.off.iter().filter(move |day| day.date.year() == year);
    assert!(provisional(2027).all(|day| day.status == calendar::Status::Provisional));
    assert_eq!(file.provisional_years, [2027]);
}

#[test]
fn a_report_for_machines_has_local_times_and_the_days_one_by_one() {
    let calendar = shipped();
    let reading = Reading::default();
    let start = calendar.instant("2026-02-13T15:20").unwrap();
    let due = calendar.due(start, Span::WorkingDays(1), &reading).unwrap();
    insta::assert_json_snapshot!(due.report(&calendar, &reading));
}

#[test]
fn a_promise_that_reaches_an_undecided_year_says_so() {
    let calendar = shipped();
    let start = calendar.instant("2026-12-28T09:00").unwrap();
    assert!(calendar.due(start, Span::WorkingDays(5), &Reading::default()).unwrap().provisional);
    assert!(!calendar.due(start, Span::WorkingDays(2), &Reading::default()).unwrap().provisional);
}

#[test]
fn an_uncertain_day_is_switched_on_by_name() {
    let file = CalendarFile::parse(SHIPPED).unwrap();
    let day = jiff::civil::date(2026, 11, 24);
    assert!(WorkCalendar::build(&file, &[]).unwrap().is_working_day(day));
    let with = WorkCalendar::build(&file.switched("culture-day-2026", true), &[]).unwrap();
    assert!(!with.is_working_day(day));
    let start = with.instant("2026-11-23T09:00").unwrap();
    let due = with.due(start, Span::WorkingDays(1), &Reading::default()).unwrap();
    assert!(due.provisional, "a promise that rests on an uncertain day says so");
}

#[test]
fn outside_the_years_there_is_an_error_and_never_a_guess() {
    let calendar = shipped();
    let late = calendar.instant("2027-12-30T09:00").unwrap();
    let error = calendar.due(late, Span::WorkingDays(5), &Reading::default()).unwrap_err();
    assert!(matches!(error, CalendarError::NotCovered { first: 2020, last: 2027, .. }), "{error}");
    let early = calendar.instant("2019-12-30T09:00").unwrap();
    assert!(calendar.next_opening(early).is_err());
}

#[test]
fn a_bad_calendar_file_is_refused_by_its_entry() {
    let file = |change: &str| {
        let base =
            "name = \"x\"\nversion = \"1\"\nyears = [2026]\n[[hours]]\nfrom = \"07:00\"\nto = \"11:30\"\n";
        CalendarFile::parse(&format!("{base}{change}")).and_then(|file| WorkCalendar::build(&file, &[]))
    };
    let hours = "[[hours]]\nfrom = \"11:00\"\nto = \"12:00\"\n";
    assert!(matches!(file(hours).unwrap_err(), FileError::Hours { from, .. } if from == "11:00"));
    let outside = "[[off]]\ndate = \"2025-01-01\"\nname = \"n\"\n";
    assert!(matches!(file(outside).unwrap_err(), FileError::Outside(_)));
    let twice =
        "[[off]]\ndate = \"2026-01-01\"\nname = \"n\"\n[[off]]\ndate = \"2026-01-01\"\nname = \"n\"\n";
    assert!(matches!(file(twice).unwrap_err(), FileError::Twice(_)));
    let worked = "[[worked]]\ndate = \"2026-01-05\"\n";
    assert!(matches!(file(worked).unwrap_err(), FileError::WorkedAnyway(_)));
}

#[test]
fn a_unit_with_its_own_hours_counts_by_them() {
    let interval = |from: &str, to: &str| Interval { from: from.to_owned(), to: to.to_owned() };
    let own = [interval("07:30", "11:30"), interval("13:00", "17:00")];
    let calendar = WorkCalendar::build(&CalendarFile::parse(SHIPPED).unwrap(), &own).unwrap();
    let start = calendar.instant("2026-03-16T11:30").unwrap();
    assert_eq!(calendar.local(calendar.next_opening(start).unwrap()).to_string(), "2026-03-16T13:00:00");
}

#[test]
fn days_off_agree_with_an_independent_list_but_for_swapped_days() {
    let Ok(text) = std::fs::read_to_string(
        std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../../shared/data/calendar/holidays_vn_2020_2030.csv"),
    ) else {
        assert!(std::env::var("CI").is_err(), "../shared must be beside the checkout in CI");
        println!("skipped: no ../shared");
        return;
    };
    let calendar = shipped();
    let mut missing = Vec::new();
    for line in text.lines().skip(1) {
        let Ok(date) = line.split(',').next().unwrap().parse::<jiff::civil::Date>() else { continue };
        let weekend = matches!(date.weekday(), jiff::civil::Weekday::Saturday | jiff::civil::Weekday::Sunday);
        if (2020..=2026).contains(&date.year()) && !weekend && calendar.is_working_day(date) {
            missing.push(date.to_string());
        }
    }
    insta::assert_debug_snapshot!(missing);
}

// Invariants --------------------------------------------------------------------------------------------------------

fn any_instant() -> impl Strategy<Value = Millis> {
    // 2020-03-01 to 2026-06-30, any millisecond.
    1_583_020_800_000_i64..1_782_777_600_000
}

fn any_span() -> impl Strategy<Value = Span> {
    prop_oneof![
        (0_i64..60).prop_map(Span::WorkingDays),
        (0_i64..20_000).prop_map(Span::WorkingMinutes),
        (0_i64..90).prop_map(Span::CalendarDays),
        Just(Span::SameDay),
    ]
}

fn any_reading() -> impl Strategy<Value = Reading> {
    proptest::sample::select(Reading::NAMES.to_vec()).prop_map(|name| Reading::named(name).unwrap())
}

/// Working milliseconds minute by minute, the slow and obvious way.
fn counted_slowly(calendar: &WorkCalendar, from: Millis, to: Millis) -> i64 {
    (from / 60_000..to / 60_000).filter(|minute| calendar.is_open(minute * 60_000)).count() as i64 * 60_000
}

proptest! {
    #[test]
    fn a_limit_never_ends_on_a_day_off(start in any_instant(), span in any_span(), reading in any_reading()) {
        let calendar = shipped();
        let due = calendar.due(start, span, &reading).unwrap();
        prop_assert!(calendar.is_working_day(calendar.local_date(due.at)));
        prop_assert!(due.at >= due.counted_from && due.counted_from >= start);
    }

    #[test]
    fn a_later_start_never_ends_earlier(
        start in any_instant(), later in 0_i64..200_000_000, span in any_span(), reading in any_reading(),
    ) {
        let calendar = shipped();
        let first = calendar.due(start, span, &reading).unwrap().at;
        prop_assert!(calendar.due(start + later, span, &reading).unwrap().at >= first);
    }

    #[test]
    fn more_time_never_ends_earlier(start in any_instant(), n in 0_i64..60, more in 0_i64..30) {
        let calendar = shipped();
        for of in [Span::WorkingDays, Span::WorkingMinutes, Span::CalendarDays] {
            let reading = Reading::default();
            let first = calendar.due(start, of(n), &reading).unwrap().at;
            prop_assert!(calendar.due(start, of(n + more), &reading).unwrap().at >= first);
        }
    }

    #[test]
    fn adding_and_taking_away_leads_back(start in any_instant(), ms in 1_i64..2_000_000_000) {
        let calendar = shipped();
        let opened = calendar.next_opening(start).unwrap();
        let end = calendar.add_working(opened, ms).unwrap();
        prop_assert_eq!(calendar.working_ms_between(opened, end).unwrap(), ms);
        prop_assert_eq!(calendar.subtract_working(end, ms).unwrap(), opened);
    }

    #[test]
    fn a_pause_adds_exactly_the_pause(
        start in any_instant(), allowed in 1_i64..200_000_000, run in 0_i64..100_000_000, pause in 0_i64..500_000_000,
    ) {
        let calendar = shipped();
        let watch = Stopwatch::start(calendar.next_opening(start).unwrap(), allowed);
        let stopped_at = calendar.add_working(watch.running_since.unwrap(), run.min(allowed - 1)).unwrap();
        let resumed_at = calendar.add_working(stopped_at, pause).unwrap();
        let resumed = watch.stop(&calendar, stopped_at).unwrap().resume(resumed_at);
        let (before, after) = (watch.due(&calendar).unwrap().unwrap(), resumed.due(&calendar).unwrap().unwrap());
        prop_assert_eq!(calendar.working_ms_between(before, after).unwrap(), pause);
    }

    #[test]
    fn used_and_left_make_what_is_allowed(start in any_instant(), allowed in 0_i64..200_000_000, later in 0_i64..900_000_000) {
        let calendar = shipped();
        let watch = Stopwatch::start(start, allowed);
        let at = start + later;
        prop_assert_eq!(watch.used(&calendar, at).unwrap() + watch.left(&calendar, at).unwrap(), allowed);
    }

    #[test]
    fn yellow_comes_no_later_than_red(start in any_instant(), allowed in 1_i64..200_000_000, percent in 0_i64..=100) {
        let calendar = shipped();
        let lamps = lamps(&calendar, start, allowed, percent).unwrap();
        prop_assert!(lamps.yellow_at <= lamps.red_at);
        prop_assert_eq!(calendar.working_ms_between(start, lamps.red_at).unwrap(), allowed);
    }

    #[test]
    fn the_days_of_an_explanation_add_up_to_the_limit(start in any_instant(), n in 1_i64..60) {
        let calendar = shipped();
        let due = calendar.due(start, Span::WorkingDays(n), &Reading::default()).unwrap();
        prop_assert_eq!(due.explanation.iter().filter(|line| line.counted > 0).count() as i64, n);
        prop_assert_eq!(due.explanation.last().unwrap().counted, n);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn prefix_sums_agree_with_counting_minute_by_minute(start in any_instant(), minutes in 0_i64..40_000) {
        let calendar = shipped();
        let from = start / 60_000 * 60_000;
        let to = from + minutes * 60_000;
        prop_assert_eq!(calendar.working_ms_between(from, to).unwrap(), counted_slowly(&calendar, from, to));
    }
}
