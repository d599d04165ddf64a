//! Whoever runs the hall orders its counters about.

use app::testing::{Centre, centres};
use app::{Actor, AppError, Clock, Command};
use domain::counter::{Order, When};
use domain::kernel::{Refusal, StreamId};

fn at(counter: &str) -> (String, String) {
    ("H1".to_owned(), counter.to_owned())
}

fn open_for(counter: &str, person: &str) -> Command {
    let (hall, counter) = at(counter);
    Command::OpenCounterFor { hall, counter, person: person.to_owned() }
}

fn order(counter: &str, order: Order, when: When) -> Command {
    let (hall, counter) = at(counter);
    Command::DirectCounter { hall, counter, order, when }
}

fn moved(to: &str) -> Order {
    Order::Move { to: to.to_owned() }
}

fn refused<T: std::fmt::Debug>(answer: Result<T, AppError>) -> Refusal {
    match answer {
        Err(AppError::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

/// Status, officer and order of a counter.
async fn now(centre: &Centre, counter: &str) -> (String, String, String) {
    let now = centre.app.hall_now("H1").await.expect("read");
    let counter = now.counters.into_iter().find(|one| one.code == counter).expect("known");
    let order = counter.order.map(|order| format!("{} {} by {}", order.word, order.progress, order.by));
    (counter.status, counter.person, order.unwrap_or_default())
}

fn is(status: &str, person: &str, order: &str) -> (String, String, String) {
    (status.to_owned(), person.to_owned(), order.to_owned())
}

async fn starts(centre: &Centre, officer: &Actor, counter: &str) -> StreamId {
    centre.takes_ticket("land").await;
    let ticket = centre.calls_next(officer, counter).await;
    let (hall, counter) = at(counter);
    centre.does(officer, Command::StartVisit { hall, counter }).await;
    ticket
}

/// Another receiver of the hall.
fn second(centre: &Centre) -> Actor {
    let directory = centre.app.directory();
    let on = directory.date(centre.app.now());
    let held = directory.catalogue().holders("H49.80", domain::catalogue::Role::Receiver, &on);
    let other = held.iter().find(|held| held.person != "ha.lt").expect("two receive there");
    centre.staff(&other.person)
}

#[tokio::test]
async fn the_director_opens_a_counter_for_an_officer_who_then_works_there() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let director = centre.staff("anh.hh");
        centre.does(&director, open_for("05", "ha.lt")).await;
        assert_eq!(now(&centre, "05").await, is("open", "ha.lt", "open done by anh.hh"));
        assert_eq!(centre.app.counter_of("ha.lt").await.expect("read"), Some(at("05")));
        let envelopes = centre
            .app
            .store()
            .events_before(centre.app.tenant(), domain::counter::stream_of("H1", "05"), i64::MAX, 9)
            .await
            .expect("read");
        assert!(envelopes.iter().all(|one| one.actor == "person:anh.hh"), "who ordered it is in the history");
        let officer = centre.staff("ha.lt");
        centre.takes_ticket("land").await;
        let (hall, counter) = at("05");
        centre.does(&officer, Command::CallNext { hall, counter }).await.ticket.expect("called");
        assert_eq!(now(&centre, "05").await, is("open", "ha.lt", ""), "she went on: the order is history");
        centre.journal_is_clean().await;
    }
}

#[tokio::test]
async fn a_counter_is_opened_only_for_a_receiver_who_is_here_and_free() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let director = centre.staff("anh.hh");
        let code = |answer| refused(answer).code;
        assert_eq!(code(centre.ask(&director, open_for("05", "hoang.lt")).await), "officer_cannot_serve");
        assert_eq!(code(centre.ask(&director, open_for("05", "nobody")).await), "officer_cannot_serve");
        centre.does(&director, open_for("05", "ha.lt")).await;
        let elsewhere = refused(centre.ask(&director, open_for("06", "ha.lt")).await);
        assert_eq!(elsewhere.code, "officer_at_other_counter");
        assert!(
            elsewhere.violations[0].values.contains(&("counter".to_owned(), "5".to_owned())),
            "{elsewhere:?}"
        );
        let other = second(&centre);
        assert_eq!(
            code(centre.ask(&director, open_for("05", other.person())).await),
            "counter_held_by_other"
        );
        let day = 86_400_000;
        let away = Command::RecordAbsence {
            person: other.person().to_owned(),
            from: centre.app.now() - day,
            until: centre.app.now() + day,
            substitute: "ha.lt".to_owned(),
            reason: "phép".to_owned(),
        };
        centre.does(&director, away).await;
        assert_eq!(code(centre.ask(&director, open_for("06", other.person())).await), "officer_away");
    }
}

#[tokio::test]
async fn nobody_but_the_director_of_the_hall_gives_orders() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        centre.opens_counter(&centre.staff("ha.lt"), "05").await;
        for person in ["ha.lt", "tuan.ld", "thuong.vt", "trung.dd", "hoang.lt"] {
            let actor = centre.staff(person);
            for command in [open_for("06", "ha.lt"), order("05", Order::Close, When::Now)] {
                let answer = centre.ask(&actor, command).await;
                assert!(matches!(answer, Err(AppError::Forbidden { .. })), "{person}: {answer:?}");
            }
        }
    }
}

#[tokio::test]
async fn a_counter_is_not_closed_under_the_person_but_right_after() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let (director, officer) = (centre.staff("anh.hh"), centre.staff("ha.lt"));
        starts(&centre, &officer, "05").await;
        centre.takes_ticket("land").await;
        let busy = refused(centre.ask(&director, order("05", Order::Close, When::Now)).await);
        assert_eq!(busy.code, "counter_busy");
        centre.does(&director, order("05", Order::Close, When::AfterThisPerson)).await;
        assert_eq!(now(&centre, "05").await, is("open", "ha.lt", "close pending by anh.hh"));
        centre.clock.advance(60_000);
        let (hall, counter) = at("05");
        let answer = centre.does(&officer, Command::CallNext { hall, counter }).await;
        assert_eq!(answer.ticket, None, "the visit is over, the counter closes, nobody else is called");
        assert_eq!(now(&centre, "05").await, is("closed", "", "close done by anh.hh"));
        assert_eq!(centre.app.waiting("H1").await.expect("read").len(), 1, "whoever waits still waits");
        assert!(centre.app.visits_now("H1").await.expect("read").is_empty());
        centre.does(&director, open_for("05", "ha.lt")).await;
        assert_eq!(now(&centre, "05").await.0, "open", "taken back by the reverse act");
        centre.journal_is_clean().await;
    }
}

#[tokio::test]
async fn an_order_that_waits_happens_also_when_nobody_came_or_the_ticket_went_elsewhere() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let (director, officer) = (centre.staff("anh.hh"), centre.staff("ha.lt"));
        for leave in 0..3 {
            centre.takes_ticket("land").await;
            let ticket = centre.calls_next(&officer, "05").await;
            centre.does(&director, order("05", Order::Pause, When::AfterThisPerson)).await;
            let (hall, counter) = at("05");
            let (field, to_counter) = ("land".to_owned(), "06".to_owned());
            let (who, command) = match leave {
                0 => (officer.clone(), Command::MarkNoShow { hall, counter }),
                1 => (officer.clone(), Command::MoveTicket { hall, counter, field, to_counter }),
                _ => (Actor::Kiosk { hall }, Command::GiveUpTicket { ticket }),
            };
            centre.does(&who, command).await;
            assert_eq!(now(&centre, "05").await, is("paused", "ha.lt", "pause done by anh.hh"), "{leave}");
            centre.does(&director, order("05", Order::Resume, When::Now)).await;
        }
        centre.journal_is_clean().await;
    }
}

#[tokio::test]
async fn an_officer_is_moved_at_once_or_after_the_person_and_back_again() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let (director, officer) = (centre.staff("anh.hh"), centre.staff("ha.lt"));
        centre.opens_counter(&officer, "05").await;
        centre.does(&director, order("05", moved("06"), When::Now)).await;
        assert_eq!(now(&centre, "05").await, is("closed", "", "move done by anh.hh"));
        assert_eq!(now(&centre, "06").await, is("open", "ha.lt", "open done by anh.hh"));
        centre.does(&director, order("06", moved("05"), When::Now)).await;
        assert_eq!(now(&centre, "06").await.0, "closed");
        starts(&centre, &officer, "05").await;
        centre.does(&director, order("05", moved("06"), When::AfterThisPerson)).await;
        assert_eq!(
            (now(&centre, "05").await.0, now(&centre, "06").await.0),
            ("open".to_owned(), "closed".to_owned())
        );
        let (hall, counter) = at("05");
        centre.does(&officer, Command::FinishVisit { hall, counter }).await;
        assert_eq!(centre.app.counter_of("ha.lt").await.expect("read"), Some(at("06")));
        assert_eq!(
            now(&centre, "06").await,
            is("open", "ha.lt", "open done by anh.hh"),
            "the director ordered it, not she"
        );
        centre.journal_is_clean().await;
    }
}

#[tokio::test]
async fn a_move_to_a_taken_counter_is_refused_and_one_taken_meanwhile_lapses() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let (director, officer, other) = (centre.staff("anh.hh"), centre.staff("ha.lt"), second(&centre));
        starts(&centre, &officer, "05").await;
        centre.opens_counter(&other, "06").await;
        for when in [When::Now, When::AfterThisPerson] {
            let refusal = refused(centre.ask(&director, order("05", moved("06"), when)).await);
            assert!(
                ["counter_busy", "counter_held_by_other"].contains(&refusal.code.as_str()),
                "{refusal:?}"
            );
        }
        assert_eq!(now(&centre, "05").await, is("open", "ha.lt", ""), "nothing waits of what was refused");
        centre.does(&director, order("06", Order::Close, When::Now)).await;
        centre.does(&director, order("05", moved("06"), When::AfterThisPerson)).await;
        centre.opens_counter(&other, "06").await;
        let (hall, counter) = at("05");
        centre.does(&officer, Command::FinishVisit { hall, counter }).await;
        assert_eq!(now(&centre, "05").await, is("open", "ha.lt", "move lapsed by anh.hh"));
        assert_eq!(now(&centre, "06").await, is("open", other.person(), ""));
        centre.journal_is_clean().await;
    }
}

#[tokio::test]
async fn an_order_is_taken_back_before_it_happens() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let (director, officer) = (centre.staff("anh.hh"), centre.staff("ha.lt"));
        starts(&centre, &officer, "05").await;
        centre.does(&director, order("05", Order::Close, When::AfterThisPerson)).await;
        let (hall, counter) = at("05");
        centre.does(&director, Command::WithdrawOrder { hall, counter }).await;
        let (hall, counter) = at("05");
        centre.does(&officer, Command::FinishVisit { hall, counter }).await;
        assert_eq!(now(&centre, "05").await, is("open", "ha.lt", ""));
        centre.journal_is_clean().await;
    }
}
