//! Reports, on both engines: they balance, every figure opens its dossiers, what was handed in stays as it was.

use super::older::{importing, takes_over};
use super::walk::goes_through;
use app::queries::reports::{Cell, Counted, ReportOf, Share, Within};
use app::testing::{Centre, centres};
use app::{Actor, AppError, Command, TakenOver};
use domain::dossier::FilingChannel;
use domain::kernel::{CommandId, StreamId};
use domain::report::{Basis, Figures, Period};

const LAND: (&str, &str) = ("1.115778", "quang-ninh");

fn period(text: &str) -> Period {
    text.parse().expect("a period")
}

fn of(centre: &Centre, unit: &str, text: &str) -> ReportOf {
    centre.app.report_of(unit, period(text)).expect("a unit")
}

fn sum(counted: &Counted) -> Figures {
    Figures::sum(counted.lines.iter().map(|line| &line.figures))
}

/// Carried over, received, settled, open.
fn totals(figures: &Figures) -> [i64; 4] {
    [figures.carried_over, figures.received, figures.first.settled(), figures.first.open()]
}

async fn received(centre: &Centre, local: &str) -> StreamId {
    let officer = centre.staff("ha.lt");
    centre.it_is(local);
    centre.opens_counter(&officer, "05").await;
    let dossier = centre.receives(&officer, "05", centre.form(LAND.0, LAND.1), None).await;
    let (hall, counter) = ("H1".to_owned(), "05".to_owned());
    let finish = Command::FinishVisit { hall: hall.clone(), counter: counter.clone() };
    centre.does(&officer, finish).await;
    centre.does(&officer, Command::CloseCounter { hall, counter }).await;
    dossier
}

/// October: one settled early, one open beyond its day. November: that one settled late, one more received.
async fn an_autumn(centre: &Centre) -> [StreamId; 3] {
    let quick = received(centre, "2026-10-05T08:05").await;
    centre.it_is("2026-10-06T09:00");
    goes_through(centre, quick).await;
    let slow = received(centre, "2026-10-08T08:05").await;
    let new = received(centre, "2026-11-25T08:05").await;
    centre.it_is("2026-11-25T10:00");
    goes_through(centre, slow).await;
    [quick, slow, new]
}

#[tokio::test]
async fn what_came_in_is_what_went_out_and_what_is_still_there() {
    for centre in centres("H1", "2026-10-05T08:00").await {
        let [_, slow, _] = an_autumn(&centre).await;
        let leads = centre.dossier(slow).await.plan.handling_unit;
        for unit in ["H49", "H49.80", leads.as_str(), "H49.12"] {
            let october = sum(&centre.app.count(&of(&centre, unit, "2026-10"), None).await.unwrap());
            assert_eq!(totals(&october), [0, 2, 1, 1], "{unit}");
            assert_eq!((october.first.early, october.first.open_late), (1, 1), "{unit}");
            let november = sum(&centre.app.count(&of(&centre, unit, "2026-11"), None).await.unwrap());
            assert_eq!(totals(&november), [1, 1, 1, 1], "{unit}: carried over is what was open");
            assert_eq!((november.first.late, november.first.open_in_time), (1, 1), "{unit}");
            for longer in ["2026-Q4", "2026"] {
                let figures = sum(&centre.app.count(&of(&centre, unit, longer), None).await.unwrap());
                assert_eq!(totals(&figures), [0, 3, 2, 1], "{unit} {longer}");
                assert!(figures.balances());
            }
        }
        let elsewhere = centre.app.count(&of(&centre, "H49.13", "2026-10"), None).await.unwrap();
        assert_eq!(elsewhere.lines, [], "nothing of construction was handled");
    }
}

#[tokio::test]
async fn in_a_period_that_is_not_over_nobody_is_late_by_a_promise_that_has_not_passed() {
    for centre in centres("H1", "2026-11-02T08:00").await {
        received(&centre, "2026-11-02T08:05").await;
        for (local, late) in [("2026-11-05T08:00", 0), ("2026-11-25T08:00", 1)] {
            centre.it_is(local);
            let report = of(&centre, "H49.80", "2026-11");
            let figures = sum(&centre.app.count(&report, None).await.unwrap());
            assert_eq!((figures.first.open(), figures.first.open_late), (1, late), "{local}");
            let asked = (Cell::OpenLate, Basis::First);
            let all = Within::default();
            let leaf = centre.app.counted_dossiers(&report, None, &all, asked, (None, 5)).await.unwrap();
            assert_eq!(leaf.rows.len(), late as usize, "{local}");
        }
    }
}

#[tokio::test]
async fn every_figure_opens_exactly_its_dossiers_page_by_page() {
    for centre in centres("H1", "2026-10-05T08:00").await {
        an_autumn(&centre).await;
        for (unit, text) in [("H49", "2026-10"), ("H49.80", "2026-11"), ("H49.12", "2026")] {
            let report = of(&centre, unit, text);
            let counted = centre.app.count(&report, None).await.unwrap();
            for line in &counted.lines {
                let within = Within {
                    field: line.field.clone(),
                    received_by: vec![line.receiving_unit.clone()],
                    handled_by: vec![line.handling_unit.clone()],
                    channel: line.channel,
                };
                for basis in Basis::ALL {
                    for cell in Cell::ALL {
                        for known in [None, Some(counted.known)] {
                            let (mut found, mut from) = (0, None);
                            loop {
                                let asked = (cell, basis);
                                let page = (from, 1);
                                let app = &centre.app;
                                let leaf =
                                    app.counted_dossiers(&report, known, &within, asked, page).await.unwrap();
                                found += leaf.rows.len();
                                from = leaf.next;
                                if from.is_none() {
                                    break;
                                }
                            }
                            let figure = usize::try_from(cell.of(&line.figures, basis));
                            assert_eq!(figure, Ok(found), "{unit} {text} {cell:?} {basis:?} {known:?}");
                        }
                    }
                }
            }
        }
    }
}

#[tokio::test]
async fn what_was_handed_in_stays_and_what_became_different_is_a_new_issue() {
    for centre in centres("H1", "2026-10-05T08:00").await {
        let [.., new] = an_autumn(&centre).await;
        let director = centre.staff("anh.hh");
        let (unit, november) = ("H49.80".to_owned(), period("2026-11"));
        let submit = |seen: Option<Figures>, reason: &str| Command::SubmitReport {
            unit: unit.clone(),
            period: november,
            seen,
            reason: reason.to_owned(),
        };
        let code =
            |refused: Result<_, AppError>| refused.err().and_then(|e| e.refusal().map(|r| r.code.clone()));
        let refused = code(centre.ask(&director, submit(None, "")).await.map(|_| ()));
        assert_eq!(refused.as_deref(), Some("report_period_not_over"));
        centre.it_is("2026-12-01T08:00");
        let report = of(&centre, "H49.80", "2026-11");
        let before = centre.app.count(&report, None).await.unwrap();
        let stale = submit(Some(Figures::default()), "");
        let refused = code(centre.ask(&director, stale).await.map(|_| ()));
        assert_eq!(refused.as_deref(), Some("report_figures_moved"));
        centre.does(&director, submit(Some(sum(&before)), "")).await;
        let refused = code(centre.ask(&director, submit(None, "again")).await.map(|_| ()));
        assert_eq!(refused.as_deref(), Some("report_unchanged"));

        // What is done later is not of this period; what is told later with an older instant is.
        centre.it_is("2026-12-02T10:00");
        goes_through(&centre, new).await;
        let refused = code(centre.ask(&director, submit(None, "again")).await.map(|_| ()));
        assert_eq!(refused.as_deref(), Some("report_unchanged"));
        let frozen = centre.app.submitted("H49.80", november).await.unwrap().expect("submitted");
        assert_eq!(frozen.issues[0].lines, before.lines);
        let known = Some(frozen.issues[0].known);
        assert_eq!(centre.app.count(&report, known).await.unwrap().lines, before.lines);
        let listed = centre.app.reports_of("H49.80", 10).await.unwrap();
        assert_eq!((listed.len(), listed[0].issue, listed[0].dossiers), (1, 1, sum(&before).all()));
        centre.journal_is_clean().await;
    }
}

#[tokio::test]
async fn what_is_told_afterwards_makes_the_next_issue_differ_and_leaves_the_first_alone() {
    for centre in centres("H1", "2026-10-05T08:00").await {
        an_autumn(&centre).await;
        centre.it_is("2026-11-02T08:00");
        let director = centre.staff("anh.hh");
        let october = period("2026-10");
        let submit = |reason: &str| Command::SubmitReport {
            unit: "H49.80".to_owned(),
            period: october,
            seen: None,
            reason: reason.to_owned(),
        };
        centre.does(&director, submit("")).await;
        let report = of(&centre, "H49.80", "2026-10");
        let first =
            centre.app.submitted("H49.80", october).await.unwrap().expect("submitted").issues[0].clone();
        centre.it_is("2026-11-03T08:00");
        let older = "OLD-1,1.012783,quang-ninh,H49.80,online,2026-10-12T08:15,2026-10-26T08:15,3,2026-10-14T09:00,hoang.lt,person,\
                     Nguyễn Văn Mẫu,,,,";
        takes_over(&centre, older).await;
        assert!(matches!(centre.ask(&director, submit(" ")).await, Err(AppError::Refused(_))));
        centre.does(&director, submit("Hồ sơ của hệ thống cũ nhập sau")).await;
        let issues = centre.app.submitted("H49.80", october).await.unwrap().expect("submitted").issues;
        assert_eq!(issues[0], first);
        let received =
            |lines: &[domain::report::Line]| lines.iter().map(|line| line.figures.received).sum::<i64>();
        assert_eq!((received(&issues[0].lines), received(&issues[1].lines)), (2, 3));
        let as_first = centre.app.count(&report, Some(first.known)).await.unwrap();
        assert_eq!(as_first.lines, first.lines, "what was known then can be counted for ever");
        centre.journal_is_clean().await;
    }
}

#[tokio::test]
async fn a_case_whose_end_is_told_afterwards_stays_open_in_the_issue_that_did_not_know_it() {
    for centre in centres("H1", "2026-10-05T08:00").await {
        let instant = |local: &str| centre.app.directory().calendar().instant(local).expect("a time");
        let importer = Actor::Importer { source: "log".to_owned() };
        let told = importing(&centre).await;
        let tells = async |command: Command, local: &str| {
            let id = CommandId(format!("told-{local}"));
            told.execute_at(&importer, &id, command, Some(instant(local))).await.expect("it is told")
        };
        let case = TakenOver {
            source: "log".to_owned(),
            code: "case-1".to_owned(),
            channel: FilingChannel::InPerson,
            procedure: "receipt".to_owned(),
            receiving_unit: "H49.80".to_owned(),
            handling_unit: "H49.12.1".to_owned(),
            officer: String::new(),
            due_at: Some(instant("2026-10-12T09:00")),
        };
        centre.it_is("2026-11-02T08:00");
        let begun = tells(Command::TakeOver(Box::new(case)), "2026-10-05T09:00").await;
        let dossier = begun.dossier.expect("a dossier");
        let director = centre.staff("anh.hh");
        let submit = |reason: &str| Command::SubmitReport {
            unit: "H49.80".to_owned(),
            period: period("2026-10"),
            seen: None,
            reason: reason.to_owned(),
        };
        centre.does(&director, submit("")).await;
        centre.it_is("2026-11-03T08:00");
        tells(Command::NoteClose(dossier), "2026-10-09T09:00").await;
        centre.does(&director, submit("Kết quả được ghi nhận sau")).await;
        let report = of(&centre, "H49.80", "2026-10");
        let issues =
            centre.app.submitted("H49.80", period("2026-10")).await.unwrap().expect("submitted").issues;
        let told_by: Vec<[i64; 2]> = issues
            .iter()
            .map(|issue| Figures::sum(issue.lines.iter().map(|line| &line.figures)))
            .map(|figures| [figures.first.open_late, figures.first.early])
            .collect();
        assert_eq!(told_by, [[1, 0], [0, 1]]);
        for issue in issues {
            let again = centre.app.count(&report, Some(issue.known)).await.unwrap();
            assert_eq!(again.lines, issue.lines, "issue {}", issue.issue);
        }
        assert_eq!(centre.app.check_reports().await.unwrap().problems, Vec::<String>::new());
    }
}

#[tokio::test]
async fn whoever_does_not_lead_the_unit_hands_in_no_report_for_it() {
    for centre in centres("H1", "2026-12-01T08:00").await {
        for (person, unit) in [
            ("ha.lt", "H49.80"),
            ("thuong.vt", "H49.80"),
            ("anh.hh", "H49"),
            ("anh.hh", "H49.12"),
            ("duyen.vb", "H49.80"),
            ("tung.dt", "H49.12.1"),
        ] {
            let command = Command::SubmitReport {
                unit: unit.to_owned(),
                period: period("2026-10"),
                seen: None,
                reason: String::new(),
            };
            let asked = centre.ask(&centre.staff(person), command).await;
            assert!(matches!(asked, Err(AppError::Forbidden { .. })), "{person} for {unit}: {asked:?}");
        }
    }
}

#[tokio::test]
async fn the_shares_of_a_day_are_counted_as_the_regime_says() {
    for centre in centres("H1", "2026-10-05T08:00").await {
        let [quick, ..] = an_autumn(&centre).await;
        centre.it_is("2026-10-07T08:00");
        let officer = centre.staff("ha.lt");
        let (hall, counter) = ("H1".to_owned(), "05".to_owned());
        centre.opens_counter(&officer, "05").await;
        centre.takes_ticket("land").await;
        centre.calls_next(&officer, "05").await;
        centre.does(&officer, Command::StartVisit { hall, counter }).await;
        for payment in centre.app.payment_lines(quick).await.unwrap() {
            let amount_vnd = domain::kernel::Vnd::try_new(payment.total_vnd).unwrap();
            centre.does(&officer, Command::CollectFees { payments: vec![payment.payment], amount_vnd }).await;
        }
        let hand_over = Command::HandOver {
            dossier: quick,
            to: "applicant".to_owned(),
            identified_by: "id_card".to_owned(),
            proxy_paper: String::new(),
            at_counter: Some(("H1".to_owned(), "05".to_owned())),
        };
        centre.does(&officer, hand_over).await;
        centre.it_is("2026-11-25T12:00");
        let days = centre.app.day_shares(&of(&centre, "H49.80", "2026-10")).await.unwrap();
        let days: Vec<_> =
            days.iter().map(|day| (day.day, day.received, day.filed_online, day.trips)).collect();
        let one = Share { part: 0, whole: 1 };
        assert_eq!(
            days,
            [
                (20_261_005, 1, one, Share::default()),
                (20_261_007, 0, Share::default(), Share { part: 2, whole: 1 }),
                (20_261_008, 1, one, Share::default()),
            ],
            "one came to file it and once more to fetch it"
        );
        let fees = centre.app.day_shares(&of(&centre, "H49.80", "2026-10")).await.unwrap();
        assert!(fees.iter().all(|day| day.paid_online.part == 0), "nobody paid online");
        assert_eq!(fees[0].paid_online.whole, 1, "it cost something");
    }
}
