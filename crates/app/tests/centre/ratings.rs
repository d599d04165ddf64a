//! What is tapped on the tablet of a counter, and what can be read of it.

use app::testing::{Centre, centres};
use app::{Actor, AppError, Clock, Command};
use domain::kernel::{StreamId, Value};
use domain::visit::{Score, Scores};
use store::Statement;

const RATED: Statement = Statement::tenant(
    "RATED",
    "SELECT hall, day, counter, person, score, n FROM rating_count WHERE tenant = $1",
);

async fn visit(centre: &Centre, officer: &Actor) -> StreamId {
    centre.takes_ticket("land").await;
    centre.calls_next(officer, "05").await;
    let (hall, counter) = ("H1".to_owned(), "05".to_owned());
    let started = Command::StartVisit { hall: hall.clone(), counter: counter.clone() };
    let visit = centre.does(officer, started).await.visit.expect("a visit");
    centre.clock.advance(60_000);
    centre.does(officer, Command::FinishVisit { hall, counter }).await;
    visit
}

async fn taps(centre: &Centre, visit: StreamId, score: Score) -> Result<(), AppError> {
    let tablet = Actor::Kiosk { hall: "H1".to_owned() };
    let (hall, counter) = ("H1".to_owned(), "05".to_owned());
    centre.ask(&tablet, Command::RateVisit { hall, counter, visit, score }).await.map(|_| ())
}

fn refused(answer: Result<(), AppError>) -> String {
    match answer {
        Err(AppError::Refused(refusal)) => refusal.code,
        Err(AppError::NotFound(what)) => format!("no {what}"),
        Err(AppError::Forbidden { why, .. }) => why,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_last_visit_of_the_counter_is_rated_once_and_no_other() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let officer = centre.staff("ha.lt");
        assert_eq!(centre.app.asked_to_rate("H1", "05").await.unwrap(), None);
        let first = visit(&centre, &officer).await;
        let asked = centre.app.asked_to_rate("H1", "05").await.unwrap().expect("somebody was there");
        assert_eq!((asked.visit, asked.label.as_str(), asked.rated_at), (first, "D001", None));
        taps(&centre, first, Score::Satisfied).await.unwrap();
        taps(&centre, first, Score::Satisfied).await.unwrap();
        assert_eq!(refused(taps(&centre, first, Score::Dissatisfied).await), "visit_rated_already");
        assert!(centre.app.asked_to_rate("H1", "05").await.unwrap().unwrap().rated_at.is_some());
        let second = visit(&centre, &officer).await;
        let third = visit(&centre, &officer).await;
        assert_eq!(refused(taps(&centre, second, Score::Neutral).await), "visit_not_latest");
        centre.clock.advance(10 * 60_000);
        taps(&centre, third, Score::Neutral).await.unwrap();
        let late = visit(&centre, &officer).await;
        centre.clock.advance(10 * 60_000 + 1);
        assert_eq!(refused(taps(&centre, late, Score::Neutral).await), "visit_rating_over");
        let rows = centre.app.store().query(centre.app.tenant(), &RATED, &[Value::I64(49)]).await.unwrap();
        let mut rows: Vec<_> = rows
            .iter()
            .map(|row| {
                (
                    row.text(0).to_owned(),
                    row.i64(1),
                    row.text(2).to_owned(),
                    row.text(4).to_owned(),
                    row.i64(5),
                )
            })
            .collect();
        rows.sort();
        let row = |score: &str| ("H1".to_owned(), 20_261_125, "05".to_owned(), score.to_owned(), 1);
        assert_eq!(rows, [row("neutral"), row("satisfied")], "{}", centre.test.engine);
        centre.journal_is_clean().await;
    }
}

#[tokio::test]
async fn who_works_here_taps_for_nobody_and_a_visit_of_another_counter_is_not_found() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let officer = centre.staff("ha.lt");
        let visit = visit(&centre, &officer).await;
        let (hall, counter, score) = ("H1".to_owned(), "05".to_owned(), Score::VerySatisfied);
        let own = Command::RateVisit { hall: hall.clone(), counter, visit, score };
        assert_ne!(refused(centre.ask(&officer, own).await.map(|_| ())), "");
        let elsewhere = Command::RateVisit { hall: hall.clone(), counter: "06".to_owned(), visit, score };
        assert_eq!(refused(centre.ask(&Actor::Kiosk { hall }, elsewhere).await.map(|_| ())), "no visit");
    }
}

#[tokio::test]
async fn totals_come_from_ten_ratings_on_and_never_tell_of_today() {
    for centre in centres("H1", "2026-11-25T07:30").await {
        let officer = centre.staff("ha.lt");
        for score in [Score::VerySatisfied; 6].into_iter().chain([Score::Satisfied; 3]) {
            let visit = visit(&centre, &officer).await;
            taps(&centre, visit, score).await.unwrap();
        }
        let person = officer.person();
        centre.it_is("2026-11-26T07:30");
        assert_eq!(centre.app.scores_of_person(person).await.unwrap(), None, "nine are too few");
        let hall = centre.app.scores_of_hall("H1").await.unwrap();
        assert_eq!(
            hall.iter().map(|one| (one.counter.as_str(), one.scores)).collect::<Vec<_>>(),
            [("05", None)]
        );
        let tenth = visit(&centre, &officer).await;
        taps(&centre, tenth, Score::Dissatisfied).await.unwrap();
        assert_eq!(centre.app.scores_of_person(person).await.unwrap(), None, "of today nothing is told");
        centre.it_is("2026-11-27T07:30");
        let mut all = Scores::default();
        all.add(Score::VerySatisfied, 6);
        all.add(Score::Satisfied, 3);
        all.add(Score::Dissatisfied, 1);
        assert_eq!(centre.app.scores_of_person(person).await.unwrap(), Some(all), "{}", centre.test.engine);
        let hall = centre.app.scores_of_hall("H1").await.unwrap();
        assert_eq!(hall.first().and_then(|one| one.scores), Some(all));
        let eleventh = visit(&centre, &officer).await;
        taps(&centre, eleventh, Score::Dissatisfied).await.unwrap();
        centre.it_is("2026-11-28T07:30");
        assert_eq!(
            centre.app.scores_of_person(person).await.unwrap(),
            Some(all),
            "one more of one day is kept back until ten have come"
        );
        centre.it_is("2027-01-15T07:30");
        assert_eq!(centre.app.scores_of_person(person).await.unwrap(), None, "they are thirty days old");
    }
}
