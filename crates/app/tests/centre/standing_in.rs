//! An officer gives her counter to a colleague for lunch, and gets it back.

use app::testing::{Centre, centres};
use app::{Actor, AppError, Clock, Command, Relief, StandIn};
use domain::counter::{Order, When};
use domain::kernel::StreamId;
use domain::visit::Score;

const LAND: (&str, &str) = ("1.115778", "quang-ninh");

fn at_05(ask: Relief) -> Command {
    Command::StandIn(StandIn { hall: "H1".to_owned(), counter: "05".to_owned(), ask })
}

/// Until half past one.
fn offer(centre: &Centre, to: &str, together: bool) -> Command {
    let until = centre.app.directory().calendar().instant("2026-11-25T13:30").ok();
    at_05(Relief::Offer { to: to.to_owned(), until, together })
}

fn here() -> (String, String) {
    ("H1".to_owned(), "05".to_owned())
}

fn finish() -> Command {
    let (hall, counter) = here();
    Command::FinishVisit { hall, counter }
}

fn refused<T: std::fmt::Debug>(answer: Result<T, AppError>) -> String {
    match answer {
        Err(AppError::Refused(refusal)) => refusal.code,
        other => panic!("not refused: {other:?}"),
    }
}

/// Who sits at counter 5, and for whom.
async fn who(centre: &Centre) -> (String, String) {
    let now = centre.app.hall_now("H1").await.expect("read");
    let counter = now.counters.into_iter().find(|one| one.code == "05").expect("known");
    (counter.person, counter.stand_in.map(|one| one.instead_of).unwrap_or_default())
}

fn is(person: &str, instead_of: &str) -> (String, String) {
    (person.to_owned(), instead_of.to_owned())
}

async fn starts_visit(centre: &Centre, officer: &Actor) -> StreamId {
    centre.takes_ticket("land").await;
    centre.calls_next(officer, "05").await;
    let (hall, counter) = here();
    centre.does(officer, Command::StartVisit { hall, counter }).await.visit.expect("a visit")
}

async fn line(centre: &Centre) -> Vec<StreamId> {
    centre.app.waiting("H1").await.expect("read").into_iter().map(|one| one.ticket).collect()
}

fn typed(name: &str) -> Vec<(String, String)> {
    vec![("applicant_name".to_owned(), name.to_owned())]
}

/// What stands in somebody's form of that name.
async fn in_form(centre: &Centre, person: &str, form: &str) -> Vec<(String, String)> {
    centre.app.form_draft(person, form).await.expect("read").unwrap_or_default().pairs
}

#[tokio::test]
async fn at_lunch_a_colleague_serves_those_who_wait_in_their_order_and_everything_bears_the_name_of_who_did_it()
 {
    for centre in centres("H1", "2026-11-25T11:15").await {
        let (ha, lan) = (centre.staff("ha.lt"), centre.staff("lan.tt"));
        let before = {
            starts_visit(&centre, &ha).await;
            centre.receives(&ha, "05", centre.form(LAND.0, LAND.1), Some(50_000)).await
        };
        centre.does(&ha, finish()).await;
        let (first, second) = (centre.takes_ticket("land").await, centre.takes_ticket("land").await);
        centre.does(&ha, offer(&centre, "lan.tt", false)).await;
        assert_eq!(who(&centre).await, is("ha.lt", ""), "asked is not agreed");
        centre.does(&lan, at_05(Relief::Accept)).await;
        assert_eq!(who(&centre).await, is("lan.tt", "ha.lt"));
        assert_eq!(line(&centre).await, [first, second], "nobody loses a place");
        let (hall, counter) = here();
        let call = Command::CallNext { hall, counter };
        let answer = centre.ask(&ha, call.clone()).await;
        assert!(matches!(answer, Err(AppError::Forbidden { .. })), "it is not hers now: {answer:?}");
        assert_eq!(centre.does(&lan, call).await.ticket, Some(first));
        let received = centre.receives(&lan, "05", centre.form(LAND.0, LAND.1), Some(50_000)).await;
        centre.does(&lan, finish()).await;
        for (dossier, officer) in [(before, "ha.lt"), (received, "lan.tt")] {
            assert_eq!(centre.dossier(dossier).await.intake.officer, officer);
            let paid = centre.app.payment_lines(dossier).await.expect("read");
            assert_eq!(paid[0].collected_by, officer, "the receipt bears whoever took the money");
        }
        centre.does(&lan, at_05(Relief::Return)).await;
        assert_eq!(who(&centre).await, is("ha.lt", ""));
        assert_eq!(line(&centre).await, [second]);
        assert_eq!(centre.calls_next(&ha, "05").await, second);
        centre.journal_is_clean().await;
    }
}

#[tokio::test]
async fn whoever_is_being_served_goes_on_with_the_colleague_and_so_does_what_is_typed_for_them() {
    for centre in centres("H1", "2026-11-25T11:15").await {
        let (ha, lan) = (centre.staff("ha.lt"), centre.staff("lan.tt"));
        let visit = starts_visit(&centre, &ha).await;
        let app = &centre.app;
        app.turn_form_draft("lan.tt", "intake", &typed("Người trước")).await.expect("kept");
        app.turn_form_draft("ha.lt", "intake", &typed("Nguyễn Thị Mẫu")).await.expect("kept");
        centre.does(&ha, offer(&centre, "lan.tt", true)).await;
        assert_eq!(in_form(&centre, "ha.lt", "intake").await, typed("Nguyễn Thị Mẫu"), "asked is not agreed");
        centre.does(&lan, at_05(Relief::Accept)).await;
        assert_eq!(in_form(&centre, "lan.tt", "intake").await, typed("Nguyễn Thị Mẫu"));
        assert_eq!(in_form(&centre, "lan.tt", "intake.cleared").await, typed("Người trước"), "set aside");
        assert_eq!(in_form(&centre, "ha.lt", "intake").await, []);
        assert!(
            !app.keep_form_draft("ha.lt", "intake", &typed("Nguyễn Thị M"), 1).await.expect("asked"),
            "what her open page still sends is not kept"
        );
        let now = app.visits_now("H1").await.expect("read");
        assert_eq!((now[0].visit, now[0].person.as_str()), (visit, "lan.tt"));
        let received = centre.receives(&lan, "05", centre.form(LAND.0, LAND.1), None).await;
        assert_eq!(centre.dossier(received).await.intake.officer, "lan.tt");
        let matters = app.visit_matters(visit).await.expect("read");
        assert_eq!(matters.len(), 1, "it is one visit, whoever served");
        centre.does(&lan, finish()).await;
        let (hall, counter) = here();
        let rate = Command::RateVisit { hall, counter, visit, score: Score::Satisfied };
        centre.does(&Actor::Kiosk { hall: "H1".to_owned() }, rate).await;
        centre.journal_is_clean().await;
    }
}

#[tokio::test]
async fn the_colleague_sits_down_when_the_person_has_gone_and_nobody_else_is_called_over_her_head() {
    for centre in centres("H1", "2026-11-25T11:15").await {
        let (ha, lan) = (centre.staff("ha.lt"), centre.staff("lan.tt"));
        starts_visit(&centre, &ha).await;
        let next = centre.takes_ticket("land").await;
        centre.app.turn_form_draft("ha.lt", "intake", &typed("Nguyễn Thị Mẫu")).await.expect("kept");
        centre.does(&ha, offer(&centre, "lan.tt", false)).await;
        centre.does(&lan, at_05(Relief::Accept)).await;
        assert_eq!(who(&centre).await, is("ha.lt", ""));
        let (hall, counter) = here();
        let answer = centre.does(&ha, Command::CallNext { hall, counter }).await;
        assert_eq!(answer.ticket, None, "the visit is over and the counter is the colleague's");
        assert_eq!((who(&centre).await, line(&centre).await), (is("lan.tt", "ha.lt"), vec![next]));
        assert_eq!(in_form(&centre, "lan.tt", "intake").await, [], "what is left of hers stays with her");
        assert_eq!(in_form(&centre, "ha.lt", "intake").await, typed("Nguyễn Thị Mẫu"));

        assert_eq!(centre.calls_next(&lan, "05").await, next);
        centre.does(&ha, at_05(Relief::Return)).await;
        assert_eq!(who(&centre).await, is("lan.tt", "ha.lt"), "not under the person's eyes");
        let (hall, counter) = here();
        centre.does(&lan, Command::MarkNoShow { hall, counter }).await;
        assert_eq!(who(&centre).await, is("ha.lt", ""), "taken back once the person is not there");
        centre.journal_is_clean().await;
    }
}

#[tokio::test]
async fn only_the_officer_gives_her_counter_and_only_whoever_was_asked_takes_it() {
    for centre in centres("H1", "2026-11-25T11:15").await {
        let (ha, lan) = (centre.staff("ha.lt"), centre.staff("lan.tt"));
        centre.opens_counter(&ha, "05").await;
        let strangers = ["thuy.tc", "anh.hh", "hoang.lt", "thuong.vt", "trung.dd"];
        for person in strangers.into_iter().chain(["lan.tt"]) {
            let answer = centre.ask(&centre.staff(person), offer(&centre, "thuy.tc", false)).await;
            assert!(matches!(answer, Err(AppError::Forbidden { .. })), "{person}: {answer:?}");
        }
        centre.does(&ha, offer(&centre, "lan.tt", false)).await;
        for person in strangers.into_iter().chain(["ha.lt"]) {
            let answer = centre.ask(&centre.staff(person), at_05(Relief::Accept)).await;
            assert!(matches!(answer, Err(AppError::Forbidden { .. })), "{person}: {answer:?}");
        }
        let machine = Actor::Kiosk { hall: "H1".to_owned() };
        for command in [offer(&centre, "lan.tt", false), at_05(Relief::Withdraw), at_05(Relief::Return)] {
            let answer = centre.ask(&machine, command).await;
            assert!(matches!(answer, Err(AppError::Forbidden { .. })), "{answer:?}");
        }
        centre.does(&lan, at_05(Relief::Accept)).await;
        for person in strangers {
            let answer = centre.ask(&centre.staff(person), at_05(Relief::Return)).await;
            assert!(matches!(answer, Err(AppError::Forbidden { .. })), "{person}: {answer:?}");
        }
        centre.does(&ha, at_05(Relief::Return)).await;
    }
}

#[tokio::test]
async fn whoever_sits_elsewhere_or_receives_nothing_here_is_not_asked_and_does_not_sit_at_two_counters() {
    for centre in centres("H1", "2026-11-25T11:15").await {
        let (ha, lan) = (centre.staff("ha.lt"), centre.staff("lan.tt"));
        centre.opens_counter(&ha, "05").await;
        for person in ["hoang.lt", "ha.lt", "nobody", ""] {
            assert_eq!(refused(centre.ask(&ha, offer(&centre, person, false)).await), "offer_malformed");
        }
        centre.does(&ha, offer(&centre, "lan.tt", false)).await;
        centre.opens_counter(&lan, "06").await;
        assert_eq!(refused(centre.ask(&lan, at_05(Relief::Accept)).await), "officer_at_other_counter");
        let (hall, counter) = ("H1".to_owned(), "06".to_owned());
        centre.does(&lan, Command::CloseCounter { hall, counter }).await;
        centre.does(&lan, at_05(Relief::Accept)).await;
        centre.opens_counter(&ha, "06").await;
        assert_eq!(refused(centre.ask(&lan, at_05(Relief::Return)).await), "officer_at_other_counter");
        assert_eq!(who(&centre).await, is("lan.tt", "ha.lt"));
        centre.clock.advance(3 * 3_600_000);
        assert_eq!(
            who(&centre).await,
            is("lan.tt", "ha.lt"),
            "nothing happens by itself when the time is over"
        );
        let (hall, counter) = here();
        centre.does(&lan, Command::CloseCounter { hall, counter }).await;
        assert_eq!(refused(centre.ask(&ha, at_05(Relief::Return)).await), "counter_not_lent");
        centre.journal_is_clean().await;
    }
}

#[tokio::test]
async fn the_director_orders_a_counter_about_whoever_stands_in_there() {
    for centre in centres("H1", "2026-11-25T11:15").await {
        let (ha, lan, director) = (centre.staff("ha.lt"), centre.staff("lan.tt"), centre.staff("anh.hh"));
        centre.opens_counter(&ha, "05").await;
        centre.does(&ha, offer(&centre, "lan.tt", false)).await;
        centre.does(&lan, at_05(Relief::Accept)).await;
        let order = |order| {
            let (hall, counter) = here();
            Command::DirectCounter { hall, counter, order, when: When::Now }
        };
        centre.does(&director, order(Order::Pause)).await;
        centre.does(&director, order(Order::Resume)).await;
        assert_eq!(who(&centre).await, is("lan.tt", "ha.lt"));
        centre.does(&director, order(Order::Move { to: "06".to_owned() })).await;
        assert_eq!(who(&centre).await, is("", ""), "the counter is closed, nobody's");
        let at = centre.app.counter_of("lan.tt").await.expect("read");
        assert_eq!(at, Some(("H1".to_owned(), "06".to_owned())));
        centre.journal_is_clean().await;
    }
}
