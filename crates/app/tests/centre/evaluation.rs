//! Evaluation of units and officers, on both engines: points for what happened, each of them opens its dossiers.

use super::walk::goes_through;
use app::queries::reports::{Evaluated, Points, ReportOf};
use app::testing::{Centre, centres};
use app::{Actor, Command};
use domain::dossier::Item;
use domain::kernel::StreamId;
use domain::petition::Matter;
use indices::Tenths;
use indices::one_stop::{Evaluation, Index, Standing, Tally};

const LAND: (&str, &str) = ("1.115778", "quang-ninh");
const OF_DOSSIERS: [Index; 5] = Index::OF_OFFICERS;

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

/// One quick; one that had to be completed once and whose applicant says how he was treated; one weeks late; one still open.
async fn a_quarter(centre: &Centre) -> [StreamId; 4] {
    let quick = received(centre, "2026-10-05T08:05").await;
    centre.it_is("2026-10-06T09:00");
    goes_through(centre, quick).await;
    let slow = received(centre, "2026-10-08T08:05").await;
    let completed = received(centre, "2026-10-12T08:05").await;
    centre.it_is("2026-10-13T10:00");
    let items =
        vec![Item {
            paper: 2, name: "Giấy chứng nhận".to_owned(), reason: "Bản chụp bị mờ".to_owned()
        }];
    let asks = centre.whose_step(completed).await;
    centre.does(&asks, Command::RequestSupplement { dossier: completed, items }).await;
    centre.it_is("2026-10-14T08:30");
    let officer = centre.staff("ha.lt");
    centre.opens_counter(&officer, "05").await;
    let papers = centre.dossier(completed).await.intake.papers.clone();
    let at_counter = Some(("H1".to_owned(), "05".to_owned()));
    centre.does(&officer, Command::AnswerSupplement { dossier: completed, papers, at_counter }).await;
    let complaint = Command::LodgePetition {
        dossier: completed,
        matter: Some(Matter::Conduct),
        text: "Trả lời cộc lốc".to_owned(),
    };
    centre.does(&Actor::Citizen, complaint).await;
    centre.it_is("2026-10-15T09:00");
    goes_through(centre, completed).await;
    centre.it_is("2026-11-20T10:00");
    goes_through(centre, slow).await;
    let (hall, counter) = ("H1".to_owned(), "05".to_owned());
    centre.ask(&officer, Command::FinishVisit { hall: hall.clone(), counter: counter.clone() }).await.ok();
    centre.ask(&officer, Command::CloseCounter { hall, counter }).await.ok();
    let open = received(centre, "2026-11-23T08:05").await;
    [quick, completed, slow, open]
}

fn of(centre: &Centre, unit: &str, period: &str) -> ReportOf {
    centre.app.report_of(unit, period.parse().expect("a period")).expect("a unit")
}

async fn evaluated(centre: &Centre, report: &ReportOf) -> Evaluated {
    let lines = centre.app.count(report, None).await.expect("it is counted").lines;
    centre.app.evaluate(report, &lines).await.expect("it is evaluated")
}

fn given(tally: &Tally, index: Index) -> [i64; 3] {
    tally.of(index).given
}

async fn behind(centre: &Centre, report: &ReportOf, whose: (&str, &str), asked: Points) -> Vec<StreamId> {
    let leaf = centre.app.evaluated_dossiers(report, whose, asked, (None, 50)).await.expect("they are read");
    leaf.rows.iter().map(|found| found.dossier).collect()
}

#[tokio::test]
async fn a_quarter_is_evaluated_by_what_was_settled_in_it() {
    for centre in centres("H1", "2026-10-05T08:00").await {
        let [quick, completed, slow, _open] = a_quarter(&centre).await;
        for unit in ["H49", "H49.80"] {
            let whole = evaluated(&centre, &of(&centre, unit, "2026-Q4")).await.whole;
            assert_eq!(
                given(&whole, Index::TotalTime),
                [1, 0, 2],
                "{unit}: the slow one is longer than the law"
            );
            assert_eq!(given(&whole, Index::Contacts), [0, 1, 2], "{unit}: one was asked once");
            assert_eq!(given(&whole, Index::Agencies), [0, 1, 2], "{unit}");
            assert_eq!(
                given(&whole, Index::Attitude),
                [2, 0, 1],
                "{unit}: late, and a complaint nobody cleared up"
            );
            let of_unit = Evaluation::of_unit(&whole);
            let average = |index: Index| of_unit.indices.iter().find(|(one, _)| *one == index).unwrap().1;
            assert_eq!(average(Index::TotalTime), Some(Tenths(13)), "4 points of 3 dossiers");
            assert_eq!(average(Index::Contacts), Some(Tenths(17)));
            assert_eq!(average(Index::Publication), None, "nobody said what is posted");
        }
        let report = of(&centre, "H49", "2026-Q4");
        let points = |index, points| Points { index, points };
        assert_eq!(behind(&centre, &report, ("", ""), points(Index::TotalTime, 0)).await, [slow]);
        assert_eq!(behind(&centre, &report, ("", ""), points(Index::Contacts, 1)).await, [completed]);
        assert_eq!(behind(&centre, &report, ("", ""), points(Index::Attitude, 2)).await, [quick]);
        let before = evaluated(&centre, &of(&centre, "H49", "2026-Q3")).await;
        assert_eq!((before.parts.len(), Evaluation::of_unit(&before.whole).standing()), (0, None));
    }
}

#[tokio::test]
async fn every_point_opens_as_many_dossiers_as_it_counts() {
    for centre in centres("H1", "2026-10-05T08:00").await {
        a_quarter(&centre).await;
        let leads = centre.app.directory().catalogue().units.keys().find(|unit| *unit == "H49.12").cloned();
        for unit in ["H49", "H49.80", leads.as_deref().unwrap()] {
            let report = of(&centre, unit, "2026-Q4");
            let found = evaluated(&centre, &report).await;
            assert!(!found.parts.is_empty(), "{unit}");
            let officers = centre.app.evaluate_officers(&report).await.unwrap();
            assert!(officers.len() >= 2, "{unit}: {:?}", officers.keys());
            let parts = found.parts.iter().map(|(part, tally)| ((part.as_str(), ""), tally));
            let persons = officers.iter().map(|(person, tally)| (("", person.as_str()), tally));
            for (whose, tally) in parts.chain(persons).chain([(("", ""), &found.whole)]) {
                for (index, points) in
                    OF_DOSSIERS.into_iter().flat_map(|index| [0, 1, 2].map(|points| (index, points)))
                {
                    let counted = given(tally, index)[usize::try_from(points).unwrap()];
                    let opened = behind(&centre, &report, whose, Points { index, points }).await.len();
                    assert_eq!(
                        i64::try_from(opened).unwrap(),
                        counted,
                        "{} {unit} {whose:?} {index:?} {points}",
                        centre.test.engine
                    );
                }
            }
        }
    }
}

#[tokio::test]
async fn a_complaint_that_is_cleared_up_costs_nobody_a_point() {
    for centre in centres("H1", "2026-10-05T08:00").await {
        let [_, completed, ..] = a_quarter(&centre).await;
        let director = centre.staff("anh.hh");
        let answer = |upheld| Command::AnswerPetition {
            dossier: completed,
            number: 1,
            upheld: Some(upheld),
            text: "Đã xem lại".to_owned(),
        };
        centre.does(&director, answer(false)).await;
        let whole = evaluated(&centre, &of(&centre, "H49", "2026-Q4")).await.whole;
        assert_eq!(given(&whole, Index::Attitude), [1, 0, 2], "only the late one is left");
    }
}

#[tokio::test]
async fn an_officer_is_evaluated_by_the_dossiers_in_which_a_step_was_done() {
    for centre in centres("H1", "2026-10-05T08:00").await {
        let dossiers = a_quarter(&centre).await;
        let report = of(&centre, "H49", "2026-Q4");
        let officers = centre.app.evaluate_officers(&report).await.unwrap();
        for (person, tally) in &officers {
            let mut expected = 0;
            for dossier in &dossiers[..3] {
                let state = centre.dossier(*dossier).await;
                expected += i64::from(state.turns.iter().any(|turn| turn.person == *person));
            }
            assert_eq!(tally.of(Index::Contacts).count(), expected, "{person}");
        }
        let receiver = Evaluation::of_officer(&officers["ha.lt"]);
        assert_eq!(receiver.standing(), Some(Standing::Wholly), "{receiver:?}");
    }
}
