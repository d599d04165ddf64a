//! What people were told of their wait, and whether it was so.

use app::testing::{Centre, centres};
use app::{Actor, Clock, Command};
use domain::hall::{Accuracy, Days, Reach, Told};
use domain::kernel::StreamId;
use std::collections::BTreeMap;

const MINUTE: i64 = 60_000;

/// A ticket as its page told it when it was taken, by somebody in a hall that goes on.
async fn takes(centre: &Centre, told: &mut Vec<(StreamId, Option<i64>, i64)>, field: &str) {
    let ticket = centre.takes_ticket(field).await;
    let page = centre.app.ticket(ticket).await.expect("it is read").expect("its page");
    told.push((ticket, page.estimate_ms, page.taken_at));
}

/// Who was called, and when.
async fn serves(centre: &Centre, officer: &Actor, counter: &str, minutes: i64) -> (StreamId, i64) {
    let (hall, counter) = ("H1".to_owned(), counter.to_owned());
    let call = Command::CallNext { hall: hall.clone(), counter: counter.clone() };
    let ticket = centre.does(officer, call).await.ticket.expect("somebody was called");
    let called = (ticket, centre.app.now());
    centre.clock.advance(MINUTE);
    centre.does(officer, Command::StartVisit { hall, counter }).await;
    centre.clock.advance(minutes * MINUTE);
    called
}

#[tokio::test]
async fn looking_back_tells_of_a_day_exactly_what_its_pages_told() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let (first, second) = (centre.staff("ha.lt"), centre.staff("thuy.tc"));
        let (mut told, mut calls) = (Vec::new(), BTreeMap::new());
        centre.opens_counter(&first, "05").await;
        for round in 0..12 {
            let fields: &[&str] = if round % 3 == 0 { &["land", "land", "business"] } else { &["land"] };
            for field in fields {
                takes(&centre, &mut told, field).await;
                centre.clock.advance(20_000);
            }
            let (ticket, at) = serves(&centre, &first, "05", 3 + round % 4).await;
            calls.insert(ticket, at);
            if round == 4 {
                centre.opens_counter(&second, "06").await;
            }
            if round == 6 {
                let given_up = told.last().expect("somebody took a number").0;
                let kiosk = Actor::Kiosk { hall: "H1".to_owned() };
                let _ = centre.ask(&kiosk, Command::GiveUpTicket { ticket: given_up }).await;
            }
        }
        let mut expected = Vec::new();
        for (ticket, estimate_ms, taken_at) in told {
            if let Some(called) = calls.get(&ticket) {
                expected.push(Told { estimate_ms, waited_ms: called - taken_at });
            }
        }
        let days = Days::around(Reach::Day, 20_261_125).unwrap();
        let accuracy = centre.app.estimates_of("H1", days).await.unwrap().expect("a day");
        assert_eq!(accuracy, Accuracy::of(&expected), "{}", centre.test.engine);
        assert!(accuracy.told > 5 && accuracy.told < accuracy.called, "{accuracy:?}");
        let month = Days::around(Reach::Month, 20_261_125).unwrap();
        assert_eq!(centre.app.estimates_of("H1", month).await.unwrap(), None, "a week at most");
    }
}

#[tokio::test]
async fn who_would_be_called_after_the_break_at_noon_is_told_when_calling_goes_on() {
    for centre in centres("H1", "2026-11-25T11:00").await {
        let officer = centre.staff("ha.lt");
        centre.opens_counter(&officer, "05").await;
        for _ in 0..3 {
            centre.takes_ticket("land").await;
        }
        for _ in 0..3 {
            serves(&centre, &officer, "05", 6).await;
        }
        let hall = ("H1".to_owned(), "05".to_owned());
        centre.does(&officer, Command::FinishVisit { hall: hall.0, counter: hall.1 }).await;
        let mut pages = Vec::new();
        for _ in 0..4 {
            let ticket = centre.takes_ticket("land").await;
            pages.push(centre.app.ticket(ticket).await.unwrap().expect("its page"));
        }
        let local = |at: Option<i64>| at.map(|at| centre.app.directory().calendar().local(at).to_string());
        let resumes: Vec<Option<String>> = pages.iter().map(|page| local(page.resumes_at)).collect();
        let after = Some("2026-11-25T13:30:00".to_owned());
        assert_eq!(resumes, [None, None, after.clone(), after], "it is 11:21, seven minutes each");
        let waits: Vec<Option<i64>> =
            pages.iter().map(|page| page.estimate_ms.map(|wait| wait / MINUTE)).collect();
        assert_eq!(waits, [Some(0), Some(6), Some(132), Some(138)]);
        let now = centre.app.now();
        centre
            .app
            .store()
            .put_setting(centre.app.tenant(), "queue.lunch", "through", "test", now)
            .await
            .unwrap();
        centre.app.reload().await.unwrap();
        let staffed = centre.app.ticket(pages[3].ticket).await.unwrap().expect("its page");
        assert_eq!((staffed.resumes_at, staffed.estimate_ms), (None, Some(18 * MINUTE)));
    }
}
