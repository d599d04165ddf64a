//! Sixty-four clients take tickets and call them at once: no number twice, none called twice, nobody forgotten.
//!
//! 1,280 tickets on each engine in the gate, 10,000 with `MOTCUA_LONG=1`.

use app::testing::{Centre, QUANG_NINH, centres};
use app::{Actor, App, AppError, Command};
use domain::catalogue::Role;
use domain::kernel::{CommandId, Series, StreamId};
use domain::ticket::Priority;
use std::collections::{BTreeMap, BTreeSet};

const CLIENTS: usize = 64;

fn tickets() -> usize {
    if std::env::var("MOTCUA_LONG").is_ok_and(|long| long == "1") { 10_000 } else { 1_280 }
}

/// A counter that takes intakes, its officer, and a field group it takes.
#[derive(Clone)]
struct Desk {
    counter: String,
    officer: Actor,
    field: String,
}

/// As many counters as the hall has officers for.
async fn desks(centre: &Centre) -> Vec<Desk> {
    let directory = centre.app.directory();
    let unit = directory.hall("H1").expect("the hall").unit.clone();
    let on = directory.date(centre.app.now());
    let officers = directory.catalogue().holders(&unit, Role::Receiver, &on);
    let counters = directory.catalogue();
    let counters = counters.counters_of("H1").into_iter().filter_map(|counter| {
        let field = counter.fields.iter().find(|field| directory.series("H1", field).is_some())?;
        Some((counter.code.clone(), field.clone()))
    });
    let desks: Vec<Desk> = counters
        .zip(officers)
        .map(|((counter, field), officer)| Desk { counter, field, officer: centre.staff(&officer.person) })
        .collect();
    assert!(desks.len() >= 6, "a hall of {} counters is no crowd", desks.len());
    for desk in &desks {
        let (hall, counter) = ("H1".to_owned(), desk.counter.clone());
        centre.does(&desk.officer, Command::OpenCounter { hall, counter }).await;
    }
    desks
}

/// One person at a screen. Whoever is told "too much at once" sends the same command again under the same id.
async fn asks(app: &App, actor: &Actor, id: &str, command: Command) -> Result<Option<StreamId>, AppError> {
    let id = CommandId(id.to_owned());
    loop {
        match app.execute(actor, &id, command.clone()).await {
            Ok(answer) => return Ok(answer.ticket),
            Err(AppError::Busy) => tokio::task::yield_now().await,
            Err(error) => return Err(error),
        }
    }
}

async fn takes(app: &App, id: &str, field: &str) -> StreamId {
    let kiosk = Actor::Kiosk { hall: "H1".to_owned() };
    let take = Command::TakeTicket {
        hall: "H1".to_owned(),
        field: field.to_owned(),
        procedure: String::new(),
        priority: Priority::None,
    };
    asks(app, &kiosk, id, take).await.expect("anybody may take a ticket").expect("a ticket")
}

/// Calls the next person and has them sit down; nothing when nobody waits or somebody is being served.
async fn calls(app: &App, id: &str, desk: &Desk) -> Option<StreamId> {
    let (hall, counter) = ("H1".to_owned(), desk.counter.clone());
    let next = Command::CallNext { hall: hall.clone(), counter: counter.clone() };
    let called = match asks(app, &desk.officer, &format!("{id}-call"), next).await {
        Ok(called) => called,
        Err(AppError::Refused(_)) => None,
        Err(error) => panic!("{id}: {error:?}"),
    };
    // Another screen at the same counter may have been faster with either.
    match asks(app, &desk.officer, &format!("{id}-sit"), Command::StartVisit { hall, counter }).await {
        Ok(_) | Err(AppError::Refused(_)) => called,
        Err(error) => panic!("{id}: {error:?}"),
    }
}

/// Everybody at once, each on one of the servers; then whoever still waits is called.
async fn storm(centre: &Centre, servers: &[App]) {
    let desks = desks(centre).await;
    let each = tickets().div_ceil(CLIENTS);
    let clients: Vec<_> = (0..CLIENTS)
        .map(|client| {
            let (app, desk) = (servers[client % servers.len()].clone(), desks[client % desks.len()].clone());
            tokio::spawn(async move {
                let mut taken = BTreeSet::new();
                for at in 0..each {
                    let id = format!("client-{client}-{at}");
                    taken.insert(takes(&app, &id, &desk.field).await);
                    calls(&app, &id, &desk).await;
                }
                taken
            })
        })
        .collect();
    let mut taken = BTreeSet::new();
    for client in clients {
        taken.extend(client.await.expect("no client panicked"));
    }
    assert_eq!(taken.len(), each * CLIENTS, "every client got tickets of its own");
    for desk in &desks {
        let mut at = 0;
        while calls(&servers[0], &format!("last-{}-{at}", desk.counter), desk).await.is_some() {
            at += 1;
        }
    }
    nobody_twice_and_nobody_forgotten(centre, &taken).await;
}

async fn nobody_twice_and_nobody_forgotten(centre: &Centre, taken: &BTreeSet<StreamId>) {
    let engine = centre.test.engine;
    let mut numbers: BTreeMap<Series, BTreeSet<i64>> = BTreeMap::new();
    let mut called: BTreeMap<StreamId, i64> = BTreeMap::new();
    let mut after = 0;
    loop {
        let events = centre.app.store().feed(QUANG_NINH, after, 2_000).await.expect("read");
        let Some(last) = events.last() else { break };
        after = last.seq;
        for event in events {
            for (series, number) in event.numbers_taken().expect("readable") {
                let given = numbers.entry(series.clone()).or_default();
                assert!(given.insert(number), "{engine}: {number} of {series:?} was given twice");
            }
            if event.name == "TicketCalled" {
                *called.entry(event.stream).or_default() += 1;
            }
        }
    }
    for (series, given) in numbers {
        let last = given.last().copied().expect("one at least");
        assert_eq!(given.len(), usize::try_from(last).expect("a count"), "{engine}: a gap in {series:?}");
    }
    assert!(called.values().all(|times| *times == 1), "{engine}: somebody was called twice");
    assert_eq!(called.keys().copied().collect::<BTreeSet<_>>(), *taken, "{engine}: somebody was forgotten");
    centre.journal_is_clean().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixty_four_clients_take_and_call_at_once() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        storm(&centre, std::slice::from_ref(&centre.app)).await;
    }
}

/// The lock that keeps a hall's calls in line is within one server: between two only versions decide.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixty_four_clients_of_two_servers_take_and_call_at_once() {
    let centre = centres("H1", "2026-11-25T08:00").await.pop().expect("PostgreSQL is the second");
    let second = centre.second_server().await;
    storm(&centre, &[centre.app.clone(), second]).await;
}
