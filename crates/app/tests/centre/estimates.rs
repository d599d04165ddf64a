//! What people were told of their wait, and whether it was so.

use app::testing::{Centre, centres};
use app::{Actor, Clock, Command, Errands};
use domain::hall::{Accuracy, Days, Reach, Told, look_back, told_on};
use domain::kernel::StreamId;
use domain::ticket::{Errand, Priority};
use std::collections::BTreeMap;

const MINUTE: i64 = 60_000;

/// A ticket as its page told it when it was taken, by somebody in a hall that goes on.
async fn takes(centre: &Centre, told: &mut Vec<(StreamId, Option<i64>, i64)>, field: &str) {
    let ticket = centre.takes_ticket(field).await;
    notes(centre, told, ticket).await;
}

async fn notes(centre: &Centre, told: &mut Vec<(StreamId, Option<i64>, i64)>, ticket: StreamId) {
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

/// A land matter, long or short, or one at each of two counters.
fn comes_for(round: i64) -> Vec<Errand> {
    let errand =
        |field: &str, procedure: &str| Errand { field: field.to_owned(), procedure: procedure.to_owned() };
    match round % 4 {
        0 => vec![errand("land", "1.115778@quang-ninh")],
        1 => vec![errand("land", "1.012783@quang-ninh"), errand("justice", "")],
        2 => vec![errand("justice", "1.001193@bo-tu-phap")],
        _ => vec![errand("land", "")],
    }
}

#[tokio::test]
async fn looking_back_knows_numbers_by_procedure_and_for_two_errands_as_their_pages_did() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let counters = [("05", centre.staff("ha.lt")), ("01", centre.staff("thuy.tc"))];
        for (code, officer) in &counters {
            centre.opens_counter(officer, code).await;
        }
        let kiosk = Actor::Kiosk { hall: "H1".to_owned() };
        let (mut told, mut calls, mut again) = (Vec::new(), BTreeMap::new(), 0);
        for round in 0..24 {
            for more in 0..2 {
                let (hall, errands) = ("H1".to_owned(), comes_for(round + more));
                let take = Errands::Take { hall, errands, priority: Priority::None };
                let ticket = centre.does(&kiosk, Command::Errands(take)).await.ticket.expect("a number");
                notes(&centre, &mut told, ticket).await;
                centre.clock.advance(25_000);
            }
            // The officer at land goes on with the key that calls the next one, the other one ends a visit by itself.
            let (code, officer) = &counters[usize::try_from(round % 2).unwrap()];
            let (hall, counter) = ("H1".to_owned(), (*code).to_owned());
            if round % 2 == 1 {
                centre
                    .ask(officer, Command::FinishVisit { hall: hall.clone(), counter: counter.clone() })
                    .await
                    .ok();
            }
            let next = Command::CallNext { hall: hall.clone(), counter: counter.clone() };
            let Ok(answer) = centre.ask(officer, next).await else { continue };
            let ticket = answer.ticket.expect("somebody was called");
            again += i64::from(calls.contains_key(&ticket));
            calls.entry(ticket).or_insert(centre.app.now());
            centre.clock.advance(MINUTE);
            centre.does(officer, Command::StartVisit { hall, counter }).await;
            centre.clock.advance((2 + round % 5) * MINUTE);
        }
        assert!(again > 2, "some went on to their second errand: {again}");
        let mut expected = Vec::new();
        for (ticket, estimate_ms, taken_at) in &told {
            if let Some(called) = calls.get(ticket) {
                expected.push(Told { estimate_ms: *estimate_ms, waited_ms: called - taken_at });
            }
        }
        let then = centre.app.day_then("H1", 20_261_125).await.unwrap();
        assert_eq!(told_on(&then), expected, "{}", centre.test.engine);
        let mut visits = BTreeMap::new();
        look_back(&then, |asked| {
            for one in &asked.pace.ended {
                *visits.entry((one.errand.field.clone(), one.errand.procedure.clone())).or_insert(0) += 1;
            }
            None
        });
        for (field, procedure) in
            [("land", "1.115778@quang-ninh"), ("land", "1.012783@quang-ninh"), ("justice", "")]
        {
            assert!(
                visits.contains_key(&(field.to_owned(), procedure.to_owned())),
                "{procedure}: {visits:?}"
            );
        }
        let day = Days::around(Reach::Day, 20_261_125).unwrap();
        assert_eq!(centre.app.estimates_of("H1", day).await.unwrap(), Some(Accuracy::of(&expected)));
    }
}

#[tokio::test]
async fn a_day_long_ago_is_looked_back_on_as_it_was_however_much_happened_since() {
    for centre in centres("H1", "2026-11-24T08:00").await {
        let officer = centre.staff("ha.lt");
        let mut told = Vec::new();
        for day in ["2026-11-24T08:00", "2026-11-25T08:00", "2026-11-26T08:00"] {
            centre.it_is(day);
            centre.opens_counter(&officer, "05").await;
            // Each call, sitting down and going is an event of the counter: more than are read at once.
            for _ in 0..if day.starts_with("2026-11-24") { 4 } else { 120 } {
                takes(&centre, &mut told, "land").await;
                serves(&centre, &officer, "05", 1).await;
            }
            let (hall, counter) = ("H1".to_owned(), "05".to_owned());
            centre
                .does(&officer, Command::FinishVisit { hall: hall.clone(), counter: counter.clone() })
                .await;
            centre.does(&officer, Command::CloseCounter { hall, counter }).await;
        }
        let then = centre.app.day_then("H1", 20_261_124).await.unwrap();
        let land = then.counters.iter().find(|counter| counter.code == "05").expect("it is there");
        let local = |at: &i64| centre.local(*at);
        let open: Vec<(String, String)> =
            land.open.iter().map(|(from, to)| (local(from), local(to))).collect();
        assert_eq!(open.len(), 1, "{open:?}");
        assert!(
            open[0].0.starts_with("2026-11-24T08:00") && open[0].1.starts_with("2026-11-24T08:0"),
            "{open:?}"
        );
        let was: Vec<Option<i64>> = told_on(&then).iter().map(|one| one.estimate_ms).collect();
        assert_eq!(was, told[..4].iter().map(|(_, estimate, _)| *estimate).collect::<Vec<_>>());
        assert_eq!(was[..2], [None, None], "a visit ends with the next call");
        assert!(was[2].is_some(), "{was:?}");
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
        assert_eq!(waits, [Some(0), Some(7), Some(134), Some(141)]);
        let now = centre.app.now();
        centre
            .app
            .store()
            .put_setting(centre.app.tenant(), "queue.lunch", "through", "test", now)
            .await
            .unwrap();
        centre.app.reload().await.unwrap();
        let staffed = centre.app.ticket(pages[3].ticket).await.unwrap().expect("its page");
        assert_eq!((staffed.resumes_at, staffed.estimate_ms), (None, Some(21 * MINUTE)));
    }
}
