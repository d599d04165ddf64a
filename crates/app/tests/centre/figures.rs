//! What is counted of a hall's days, and the tickets behind each number.

use app::queries::figures::{Behind, FiguresOf, PartedBy};
use app::testing::{Centre, centres};
use app::{Actor, Clock, Command};
use domain::hall::{Days, Measure, Outcome, Reach, Stage, Tally};
use std::collections::BTreeSet;

const MINUTE: i64 = 60_000;

fn at(counter: &str) -> (String, String) {
    ("H1".to_owned(), counter.to_owned())
}

/// A person takes a number; after these minutes it is called, the person sits down, and is done.
async fn comes(centre: &Centre, officer: &Actor, counter: &str, [called, seated, done]: [i64; 3]) {
    centre.takes_ticket("land").await;
    centre.clock.advance(called * MINUTE);
    centre.calls_next(officer, counter).await;
    centre.clock.advance(seated * MINUTE);
    let (hall, code) = at(counter);
    centre.does(officer, Command::StartVisit { hall, counter: code }).await;
    centre.clock.advance(done * MINUTE);
    let (hall, code) = at(counter);
    centre.does(officer, Command::FinishVisit { hall, counter: code }).await;
}

/// A morning in which everything happens, and an afternoon, and the next day.
async fn lived(centre: &Centre) {
    let (officer, other) = (centre.staff("ha.lt"), centre.staff("thuy.tc"));
    comes(centre, &officer, "05", [3, 1, 5]).await;
    comes(centre, &officer, "05", [12, 1, 5]).await;
    comes(centre, &officer, "05", [9, 3, 4]).await;
    comes(centre, &officer, "05", [2, 1, 20]).await;
    // Called in vain.
    centre.takes_ticket("land").await;
    centre.calls_next(&officer, "05").await;
    let (hall, counter) = at("05");
    centre.does(&officer, Command::MarkNoShow { hall, counter }).await;
    // Went home.
    let ticket = centre.takes_ticket("justice").await;
    centre.does(&Actor::Kiosk { hall: "H1".to_owned() }, Command::GiveUpTicket { ticket }).await;
    centre.it_is("2026-11-25T14:30");
    centre.takes_ticket("social").await;
    centre.takes_ticket("land").await;
    centre.calls_next(&other, "06").await;
    centre.it_is("2026-11-26T08:10");
    centre.takes_ticket("land").await;
}

fn figures_of(centre: &Centre, reach: Reach) -> FiguresOf {
    centre.app.figures_of("H1", Days::around(reach, 20_261_125).expect("a day"))
}

#[tokio::test]
async fn a_day_in_figures_is_what_happened_on_it() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        lived(&centre).await;
        let parts = centre.app.figures(&figures_of(&centre, Reach::Day), PartedBy::Hour).await.unwrap();
        let day = Tally::sum(parts.iter().map(|part| &part.tally));
        let of = |outcome| day.of(Measure::Of(outcome));
        assert_eq!(day.of(Measure::Arrivals), 8, "{}", centre.test.engine);
        assert_eq!(of(Outcome::Kept), 1);
        // The two of the afternoon, asked for a day later, have waited too long.
        assert_eq!(of(Outcome::Lost(Stage::Waiting)), 2);
        assert_eq!(of(Outcome::Lost(Stage::Coming)), 2);
        assert_eq!(of(Outcome::Lost(Stage::AtCounter)), 1);
        assert_eq!((of(Outcome::NoShow), of(Outcome::GivenUp), of(Outcome::UnderWay)), (1, 1, 0));
        assert_eq!(day.waits().median().map(|ms| ms / MINUTE), Some(2));
        assert_eq!(day.services().p90().map(|ms| ms / MINUTE), Some(20));
        let keys: Vec<&str> = parts.iter().map(|part| part.key.as_str()).collect();
        assert_eq!(keys, ["08", "09", "14"]);
    }
}

#[tokio::test]
async fn the_parts_by_hour_department_and_counter_make_up_the_same_whole() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        lived(&centre).await;
        for reach in Reach::ALL {
            let of = figures_of(&centre, reach);
            let mut wholes = Vec::new();
            for by in PartedBy::ALL {
                let parts = centre.app.figures(&of, by).await.unwrap();
                assert!(parts.len() > 1 || reach == Reach::Day, "{by:?}");
                wholes.push(Tally::sum(parts.iter().map(|part| &part.tally)));
            }
            assert!(wholes.windows(2).all(|pair| pair[0] == pair[1]), "{reach:?} {}", centre.test.engine);
            let expected = if reach == Reach::Day { 8 } else { 9 };
            assert_eq!(wholes[0].of(Measure::Arrivals), expected, "{reach:?}");
        }
    }
}

#[tokio::test]
async fn every_number_opens_exactly_its_tickets_page_by_page() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        lived(&centre).await;
        let of = figures_of(&centre, Reach::Week);
        for by in PartedBy::ALL {
            let parts = centre.app.figures(&of, by).await.unwrap();
            let whole = Tally::sum(parts.iter().map(|part| &part.tally));
            let rows = parts.iter().map(|part| (Some(part.key.as_str()), &part.tally));
            for (key, tally) in rows.chain([(None, &whole)]) {
                for measure in Measure::ALL {
                    let (mut seen, mut from, mut listed) = (BTreeSet::new(), None, 0);
                    loop {
                        let behind = Behind { by, key, measure };
                        let leaf = centre.app.journeys(&of, behind, (from, 2)).await.unwrap();
                        listed += leaf.rows.len();
                        seen.extend(leaf.rows.into_iter().map(|line| line.ticket));
                        from = leaf.next;
                        if from.is_none() {
                            break;
                        }
                    }
                    let told = usize::try_from(tally.of(measure)).unwrap();
                    assert_eq!(
                        (listed, seen.len()),
                        (told, told),
                        "{by:?} {key:?} {measure:?} {}",
                        centre.test.engine
                    );
                }
            }
        }
    }
}

#[tokio::test]
async fn another_hall_has_figures_of_its_own() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        lived(&centre).await;
        let of = FiguresOf { hall: "P-BC".to_owned(), ..figures_of(&centre, Reach::Month) };
        assert_eq!(centre.app.figures(&of, PartedBy::Hour).await.unwrap(), []);
    }
}
