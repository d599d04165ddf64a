use app::queries::CalledOnDay;
use app::testing::{Centre, centres};
use app::{Actor, AppError, Clock, Command, Errands};
use domain::State;
use domain::catalogue::{Counter, Entry, Item, Role};
use domain::kernel::StreamId;
use domain::ticket::{Errand, Line, Priority};
use std::collections::BTreeSet;
use store::CatalogueRow;

async fn takes(centre: &Centre, field: &str, priority: Priority) -> StreamId {
    let kiosk = Actor::Kiosk { hall: "H1".to_owned() };
    let (hall, field) = ("H1".to_owned(), field.to_owned());
    let take = Command::TakeTicket { hall, field, procedure: String::new(), priority };
    centre.does(&kiosk, take).await.ticket.expect("a ticket")
}

/// The line as the states of these tickets make it.
async fn line_of(centre: &Centre, tickets: &[StreamId]) -> Line {
    let app = &centre.app;
    let loaded = app.store().load(app.tenant(), tickets).await.expect("loaded");
    let mut line = Line::default();
    for (ticket, loaded) in tickets.iter().zip(loaded) {
        match loaded.expect("it was taken").state {
            State::Ticket(Some(state)) => line.join(*ticket, &state),
            other => panic!("{other:?} is no ticket"),
        }
    }
    line
}

#[tokio::test]
async fn the_line_on_paper_calls_whom_the_store_calls() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let directory = centre.app.directory();
        let on = directory.date(centre.app.now());
        let receivers: Vec<Actor> = directory
            .catalogue()
            .holders("H49.80", Role::Receiver, &on)
            .iter()
            .map(|held| Actor::Staff {
                person: held.person.clone(),
                position: held.code.clone(),
                unit: held.unit.clone(),
            })
            .collect();
        let counters: Vec<(Actor, String, Vec<String>)> = ["02", "04", "05", "06"]
            .iter()
            .zip(receivers)
            .map(|(code, officer)| {
                let fields = directory.counter("H1", code).expect("known").fields.clone();
                (officer, (*code).to_owned(), fields)
            })
            .collect();
        assert_eq!(counters.len(), 4, "four officers receive");
        for (officer, counter, _) in &counters {
            centre.opens_counter(officer, counter).await;
        }
        let fields = ["land", "justice", "social", "business", "general"];
        let (mut tickets, mut called, mut deferred) = (Vec::new(), 0, 0);
        // A fixed walk through takes, calls, no-shows, moves and people who come back or leave.
        for turn in 0..120_usize {
            centre.clock.advance(45_000);
            let drawn = turn * 7919 % 101;
            let (officer, counter, takes_fields) = &counters[drawn % 4];
            let (hall, counter) = ("H1".to_owned(), counter.clone());
            let ticket = tickets.get(drawn % tickets.len().max(1)).copied();
            match (drawn % 9, ticket) {
                (0..=3, _) | (_, None) => {
                    let priority = Priority::ALL[drawn % Priority::ALL.len()];
                    tickets.push(takes(&centre, fields[drawn % 5], priority).await);
                }
                (4, Some(ticket)) => {
                    drop(centre.ask(&Actor::Kiosk { hall }, Command::PutBackTicket { ticket }).await);
                }
                (5, _) => drop(centre.ask(officer, Command::MarkNoShow { hall, counter }).await),
                (7, Some(ticket)) if drawn % 2 == 0 => {
                    let asked = centre.ask(&Actor::Kiosk { hall }, Command::DeferTicket { ticket }).await;
                    deferred += usize::from(asked.is_ok_and(|answer| !answer.already));
                }
                (6, _) => {
                    let (field, to_counter) = ("land".to_owned(), ["", "05", "06"][drawn % 3].to_owned());
                    drop(centre.ask(officer, Command::MoveTicket { hall, counter, field, to_counter }).await);
                }
                _ => {
                    let now = centre.app.now();
                    let expected = line_of(&centre, &tickets).await.next(takes_fields, &counter, now);
                    let call = Command::CallNextAfter { hall, counter, came: true };
                    let answer = centre.ask(officer, call).await;
                    assert_eq!(answer.ok().and_then(|answer| answer.ticket), expected, "turn {turn}");
                    called += usize::from(expected.is_some());
                }
            }
        }
        assert!(called > 15 && deferred > 2, "{called} {deferred}");
    }
}

#[tokio::test]
async fn a_day_of_a_hall_is_told_by_its_counters() {
    for centre in centres("H1", "2026-11-24T16:50").await {
        let officer = centre.staff("ha.lt");
        let here = || ("H1".to_owned(), "05".to_owned());
        takes(&centre, "land", Priority::None).await;
        centre.calls_next(&officer, "05").await;
        let (hall, counter) = here();
        centre.does(&officer, Command::MarkNoShow { hall, counter }).await;
        centre.it_is("2026-11-25T07:58");
        let (hall, counter) = here();
        centre.does(&officer, Command::CloseCounter { hall, counter }).await;

        let first = takes(&centre, "land", Priority::None).await;
        let second = takes(&centre, "land", Priority::Elder).await;
        centre.it_is("2026-11-25T08:00");
        let opened = centre.app.now();
        assert_eq!(centre.calls_next(&officer, "05").await, second);
        centre.it_is("2026-11-25T08:02");
        let (hall, counter) = here();
        centre.does(&officer, Command::MarkNoShow { hall, counter }).await;
        let missed = centre.app.now();
        assert_eq!(centre.calls_next(&officer, "05").await, first);
        let called = centre.app.now();
        centre.it_is("2026-11-25T08:03");
        let (hall, counter) = here();
        centre.does(&officer, Command::StartVisit { hall, counter }).await;
        let seated = centre.app.now();
        centre.it_is("2026-11-25T08:11");
        let (hall, counter) = here();
        centre.does(&officer, Command::FinishVisit { hall, counter }).await;
        let free = centre.app.now();
        let (hall, counter) = here();
        centre.does(&officer, Command::PauseCounter { hall, counter }).await;
        centre.it_is("2026-11-25T09:00");
        let (hall, counter) = here();
        centre.does(&officer, Command::ResumeCounter { hall, counter }).await;
        let again = centre.app.now();

        let day = centre.app.hall_day("H1", again).await.expect("read");
        assert_eq!(day.day, 20_261_125);
        let hours: Vec<String> = day.hours.iter().map(|(from, _)| centre.local(*from)).collect();
        assert_eq!(hours, ["2026-11-25T07:00:00", "2026-11-25T13:30:00"]);
        let taken: Vec<(StreamId, Priority)> =
            day.tickets.iter().map(|ticket| (ticket.ticket, ticket.priority)).collect();
        assert_eq!(taken, [(first, Priority::None), (second, Priority::Elder)]);
        let counter = day.counters.iter().find(|counter| counter.code == "05").expect("known");
        assert_eq!(counter.open, [(opened, free), (again, day.midnight + 86_400_000)]);
        let call = |ticket, called_at, seated_at, free_at| CalledOnDay {
            ticket: Some(ticket),
            called_at,
            seated_at,
            free_at: Some(free_at),
        };
        assert_eq!(
            counter.calls,
            [call(second, opened, None, missed), call(first, called, Some(seated), free)]
        );
        assert!(day.counters.iter().filter(|other| other.code != "05").all(|other| other.open.is_empty()));

        let like = async |date: &str| {
            let at = centre.app.directory().calendar().instant(date).expect("a local time");
            centre.app.hall_days_like("H1", at).await.expect("read")
        };
        let tuesday = centre.app.hall_day("H1", again - 86_400_000).await.expect("read");
        let latest = [day, tuesday];
        assert_eq!(like("2026-12-02T10:00").await, latest[1..], "today is not over");
        centre.it_is("2026-11-26T07:00");
        assert_eq!(like("2026-12-02T10:00").await, latest[..1], "the Wednesday before");
        assert_eq!(
            like("2026-12-04T10:00").await,
            latest,
            "no Friday yet: the latest days on which anybody came"
        );
        assert_eq!(like("2026-12-06T10:00").await, [], "a Sunday is no working day");
        assert!(centre.app.hall_day("H9", again).await.is_err());
    }
}

#[tokio::test]
async fn a_counter_whose_called_ticket_was_put_back_or_given_up_is_free_for_the_next() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let officer = centre.staff("ha.lt");
        let first = takes(&centre, "land", Priority::None).await;
        let second = takes(&centre, "land", Priority::None).await;
        let kiosk = Actor::Kiosk { hall: "H1".to_owned() };
        assert_eq!(centre.calls_next(&officer, "05").await, first);
        centre.does(&kiosk, Command::PutBackTicket { ticket: first }).await;
        assert_eq!(centre.calls_next(&officer, "05").await, first, "it kept its place");
        centre.does(&kiosk, Command::GiveUpTicket { ticket: first }).await;
        assert_eq!(centre.calls_next(&officer, "05").await, second);
        centre.journal_is_clean().await;
    }
}

/// A hall with so many counters for land, all of them open, one officer's.
async fn with_open_counters(centre: &Centre, many: i64) -> Actor {
    let rows = (50..50 + many).map(|number| {
        let counter = Counter {
            code: number.to_string(),
            hall: centre.hall.clone(),
            number,
            fields: vec!["land".to_owned()],
            kind: "intake".to_owned(),
        };
        let Entry { kind, code, version, valid_from, valid_to, body } = Item::Counter(counter).entry();
        CatalogueRow { kind, code, version, valid_from, valid_to, body }
    });
    let (store, tenant) = (centre.app.store(), centre.app.tenant());
    store
        .put_catalogue(tenant, rows.collect(), "test", "more counters", centre.app.now())
        .await
        .expect("put");
    centre.app.reload().await.expect("read");
    let officer = centre.staff("ha.lt");
    for number in 50..50 + many {
        centre.opens_counter(&officer, &number.to_string()).await;
    }
    officer
}

#[tokio::test]
async fn however_many_counters_call_at_once_every_call_is_called_out() {
    for centre in centres("H1", "2026-11-24T08:00").await {
        let officer = with_open_counters(&centre, 40).await;
        for number in 50..90 {
            centre.takes_ticket("land").await;
            let (hall, counter) = (centre.hall.clone(), number.to_string());
            centre.does(&officer, Command::CallNext { hall, counter }).await;
        }
        let called = centre.app.called("H1").await.expect("read");
        let counters: BTreeSet<i64> = called.iter().map(|call| call.number).collect();
        assert_eq!(counters, (50..90).collect(), "each of the forty");
    }
}

#[tokio::test]
async fn the_line_of_a_counter_is_whole_however_many_wait_before_it_for_others() {
    for centre in centres("H1", "2026-11-24T08:00").await {
        for _ in 0..201 {
            centre.takes_ticket("land").await;
        }
        let mine = centre.takes_ticket("justice").await;
        let now = centre.app.hall_now("H1").await.expect("read");
        let line = async |code: &str| {
            let counter = now.counters.iter().find(|counter| counter.code == code).expect("a counter");
            centre.app.counter_line("H1", counter).await.expect("read")
        };
        let justice = line("01").await;
        assert_eq!(justice.first.iter().map(|one| one.ticket).collect::<Vec<_>>(), [mine]);
        assert_eq!((justice.waiting, justice.others), (1, 201));
        let land = line("05").await;
        assert_eq!((land.first.len(), land.waiting, land.others), (8, 201, 1));
        assert!(land.first.is_sorted_by_key(|one| one.label.clone()), "{:?}", land.first);
    }
}

fn errand(field: &str) -> Errand {
    Errand { field: field.to_owned(), procedure: String::new() }
}

#[tokio::test]
async fn one_number_for_two_errands_is_called_at_both_counters_in_its_place_and_is_one_visitor() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let kiosk = Actor::Kiosk { hall: "H1".to_owned() };
        let errands = vec![errand("land"), errand("justice")];
        let take = Errands::Take { hall: "H1".to_owned(), errands, priority: Priority::None };
        let ticket = centre.does(&kiosk, Command::Errands(take)).await.ticket.expect("a ticket");
        let later = takes(&centre, "justice", Priority::None).await;
        let (land, justice) = (centre.staff("ha.lt"), centre.staff("thuy.tc"));
        assert_eq!(centre.calls_next(&land, "05").await, ticket);
        let at = |code: &str| ("H1".to_owned(), code.to_owned());
        let (hall, counter) = at("05");
        centre.does(&land, Command::StartVisit { hall, counter }).await;
        let (hall, counter) = at("05");
        centre.does(&land, Command::FinishVisit { hall, counter }).await;
        let view = centre.app.ticket(ticket).await.unwrap().expect("kept");
        assert_eq!((view.phase.as_str(), view.field.as_str(), view.before), ("waiting", "justice", 0));
        assert!(view.others.is_empty());
        let counter = centre.app.hall_now("H1").await.unwrap().counters;
        assert!(counter.iter().all(|one| one.ticket.is_none()), "the first counter is free again");
        assert_eq!(centre.calls_next(&justice, "01").await, ticket, "before whoever took a number later");
        let (hall, counter) = at("01");
        centre.does(&justice, Command::StartVisit { hall, counter }).await;
        let (hall, counter) = at("01");
        centre.does(&justice, Command::CallNext { hall, counter }).await;
        let view = centre.app.ticket(ticket).await.unwrap().expect("kept");
        assert_eq!(view.phase, "served");
        assert_eq!(centre.app.ticket(later).await.unwrap().expect("kept").phase, "called");
    }
}

#[tokio::test]
async fn a_errand_is_added_and_taken_back_without_freeing_the_counter_and_nowhere_that_is_no_line() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let kiosk = Actor::Kiosk { hall: "H1".to_owned() };
        let ticket = takes(&centre, "land", Priority::None).await;
        let officer = centre.staff("ha.lt");
        centre.calls_next(&officer, "05").await;
        let add = |field: &str| Command::Errands(Errands::Add { ticket, errand: errand(field) });
        centre.does(&kiosk, add("justice")).await;
        let now = centre.app.hall_now("H1").await.unwrap();
        assert!(now.counters.iter().any(|one| one.ticket == Some(ticket)), "it is still called");
        assert_eq!(centre.app.ticket(ticket).await.unwrap().expect("kept").others, ["justice"]);
        let id = domain::kernel::CommandId("nowhere".to_owned());
        let nowhere = centre.app.execute(&kiosk, &id, add("nowhere")).await;
        assert!(matches!(nowhere, Err(AppError::NotFound("field"))), "{nowhere:?}");
        let drop = Errands::Drop { ticket, field: "justice".to_owned() };
        centre.does(&kiosk, Command::Errands(drop)).await;
        assert!(centre.app.ticket(ticket).await.unwrap().expect("kept").others.is_empty());
    }
}
