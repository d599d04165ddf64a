//! Machines in posts, on both engines: let in, acting, taken back; and the answer to a repetition.

use app::testing::{Centre, QUANG_NINH, centres};
use app::{Actor, App, AppError, Command, IdSource, IntakeEnd, NewMachine, Parts};
use domain::catalogue::Role;
use domain::kernel::{CommandId, Vnd};
use domain::ticket::Priority;

fn new(role: Role, unit: &str, token: &str, days: i64) -> NewMachine {
    NewMachine {
        name: "Phần mềm thử".to_owned(),
        role,
        unit: unit.to_owned(),
        token_digest: app::token_digest(token),
        days,
    }
}

#[tokio::test]
async fn a_machine_is_known_by_its_token_until_it_is_taken_back_also_by_another_server() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let token = app::machine_token();
        let machine = centre.app.let_machine_in(new(Role::Receiver, "H49.80", &token, 30)).await.unwrap();
        let expected =
            Actor::Machine { code: machine.code.clone(), role: Role::Receiver, unit: "H49.80".to_owned() };
        assert_eq!(centre.app.machine(&token).await.unwrap(), Some(expected), "{}", centre.test.engine);
        for wrong in ["", "motcua_", &token[..50], &token.to_uppercase()] {
            assert_eq!(centre.app.machine(wrong).await.unwrap(), None, "{wrong}");
        }
        let over = app::machine_token();
        centre.app.let_machine_in(new(Role::Receiver, "H49.80", &over, 0)).await.unwrap();
        assert_eq!(centre.app.machine(&over).await.unwrap(), None, "its days are over");
        assert_eq!(centre.app.directory().person_name(&machine.code), "Phần mềm thử");
        centre.app.take_machine_back(&machine.code).await.unwrap();
        assert_eq!(centre.app.machine(&token).await.unwrap(), None);
        assert!(matches!(centre.app.take_machine_back("api-x").await, Err(AppError::NotFound("machine"))));
    }
}

/// A second server on the same database.
async fn another_server(centre: &Centre) -> App {
    App::open(Parts {
        store: centre.test.address.open(store::Options::default()).await,
        tenant: QUANG_NINH,
        clock: centre.clock.clone(),
        ids: IdSource::counting(2),
        public_address: String::new(),
        forms: None,
        history_may_be_written: false,
    })
    .await
    .expect("it opens")
}

#[tokio::test]
async fn what_another_server_takes_back_opens_nothing_here_any_more() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        if centre.app.store().engine() == store::Engine::Sqlite {
            continue;
        }
        let other = another_server(&centre).await;
        let token = app::machine_token();
        let machine = centre.app.let_machine_in(new(Role::Receiver, "H49.80", &token, 30)).await.unwrap();
        assert!(other.machine(&token).await.unwrap().is_some(), "it is known there at once");
        centre.app.take_machine_back(&machine.code).await.unwrap();
        assert_eq!(other.machine(&token).await.unwrap(), None);
    }
}

#[tokio::test]
async fn a_machine_receives_with_nobody_at_a_counter_and_a_repetition_is_told_from_a_mistake() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let code = "api-test".to_owned();
        let machine = Actor::Machine { code: code.clone(), role: Role::Receiver, unit: "H49.80".to_owned() };
        let intake = |cash: Option<i64>| Command::Intake {
            hall: "H1".to_owned(),
            counter: String::new(),
            draft: None,
            form: Box::new(centre.form("1.115778", "quang-ninh")),
            end: IntakeEnd::Receive { cash: cash.map(|cash| Vnd::try_new(cash).unwrap()) },
        };
        let id = CommandId("api-test/one".to_owned());
        let first = centre.app.execute_once(&machine, &id, intake(None), "digest").await.unwrap();
        let dossier = first.dossier.expect("a dossier");
        let state = centre.dossier(dossier).await;
        assert_eq!((state.intake.visit, state.intake.officer.as_str()), (None, "api-test"));
        let again = centre.app.execute_once(&machine, &id, intake(None), "digest").await.unwrap();
        assert!(again.already && again.dossier == first.dossier, "{}", centre.test.engine);
        let other = centre.app.execute_once(&machine, &id, intake(Some(50_000)), "other digest").await;
        assert!(matches!(other, Err(AppError::IdUsed)), "{other:?}");
        // Whatever becomes of it, a repetition sees it as it was left then.
        let turn = state.open_turn().expect("a step").clone();
        let whose = centre.whose_step(dossier).await;
        let finish = Command::FinishStep { dossier, note: String::new(), next_person: String::new() };
        centre.does(&whose, finish).await;
        let domain::State::Dossier(Some(then)) = centre.app.outcome(dossier, &id, &again).await.unwrap()
        else {
            panic!("a dossier");
        };
        assert_eq!(then.open_turn(), Some(&turn));
        assert_ne!(centre.dossier(dossier).await.open_turn(), Some(&turn));

        let cash = CommandId("api-test/two".to_owned());
        let short = centre.app.execute_once(&machine, &cash, intake(Some(1)), "x").await.unwrap_err();
        assert_eq!(short.refusal().map(|refusal| refusal.code.as_str()), Some("payment_amount_differs"));
        let directory = centre.app.directory();
        let offered = directory.catalogue().offered_at("H49.80", "2026-11-25");
        let free = offered.iter().find(|one| one.fee_vnd() == Some(0) && !one.provisional);
        let free =
            free.or_else(|| offered.iter().find(|one| one.fee_vnd() == Some(0))).expect("something free");
        let Command::Intake { hall, counter, draft, end, .. } = intake(Some(1)) else { unreachable!() };
        let form = Box::new(centre.form(&free.code, &free.publisher));
        let command = Command::Intake { hall, counter, draft, form, end };
        let paid = centre.app.execute_once(&machine, &cash, command, "x").await.unwrap_err();
        assert_eq!(paid.refusal().map(|refusal| refusal.code.as_str()), Some("nothing_to_pay"));
        centre.journal_is_clean().await;
    }
}

#[tokio::test]
async fn a_machine_acts_for_whoever_of_its_post_has_the_counter_and_for_nobody_else() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let officer = centre.staff("ha.lt");
        centre.opens_counter(&officer, "05").await;
        for _ in 0..2 {
            let taken = Command::TakeTicket {
                hall: "H1".to_owned(),
                field: "land".to_owned(),
                procedure: String::new(),
                priority: Priority::None,
            };
            centre.does(&Actor::Kiosk { hall: "H1".to_owned() }, taken).await;
        }
        let machine =
            |role, unit: &str| Actor::Machine { code: "api-test".to_owned(), role, unit: unit.to_owned() };
        let call = || Command::CallNext { hall: "H1".to_owned(), counter: "05".to_owned() };
        let receiver = machine(Role::Receiver, "H49.80");
        let called = centre.does(&receiver, call()).await.ticket.expect("a ticket");
        let events = centre.app.history(called).await.unwrap();
        let last = events.last().expect("an event");
        assert_eq!(
            (last.actor.as_str(), last.position.as_str(), last.on_behalf_of.as_str()),
            ("machine:api-test", "api-test", officer.position())
        );
        assert_eq!(last.rule, "receiver-keeps-counter");
        for stranger in [machine(Role::Cashier, "H49.80"), machine(Role::Receiver, "H49.104.1")] {
            let said = centre.ask(&stranger, call()).await;
            assert!(matches!(said, Err(AppError::Forbidden { .. })), "{said:?}");
        }
        let next = |came| Command::CallNextAfter { hall: "H1".to_owned(), counter: "05".to_owned(), came };
        let second = centre.does(&receiver, next(true)).await.ticket.expect("a ticket");
        assert_ne!(second, called);
        let first = centre.app.ticket(called).await.unwrap().expect("it is there");
        assert_eq!(first.phase, "served");
        let nobody = centre.ask(&receiver, next(false)).await;
        assert!(nobody.is_err(), "nobody waits, so nothing is noted: {nobody:?}");
        assert_eq!(centre.app.ticket(second).await.unwrap().expect("it is there").phase, "called");
    }
}

#[tokio::test]
async fn a_step_is_passed_on_to_people_only() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let officer = centre.staff("ha.lt");
        centre.opens_counter(&officer, "05").await;
        let form = centre.form("1.115778", "quang-ninh");
        let dossier = centre.receives(&officer, "05", form, None).await;
        let whose = centre.whose_step(dossier).await;
        let finish = Command::FinishStep { dossier, note: String::new(), next_person: "nobody".to_owned() };
        let said = centre.ask(&whose, finish).await.unwrap_err();
        assert_eq!(said.refusal().map(|refusal| refusal.code.as_str()), Some("person_without_position"));
    }
}
