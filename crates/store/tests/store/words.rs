//! The vocabulary of these tests: tickets taken and called.

use domain::delegation::{self, Grant, Scope, SignAs, Writing};
use domain::kernel::{Act, CommandId, Kind, StreamId, SubjectId, Tenant};
use domain::ticket::{self, Priority, QueueRules};
use domain::{Event, State};
use sha2::{Digest, Sha256};
use store::testing::TestStore;
use store::{CommitError, Pending, Store, StreamWrite, SubjectWrite};

pub const T: Tenant = Tenant(49);

fn act() -> Act {
    Act {
        actor: "kiosk:K1".to_owned(),
        position: String::new(),
        on_behalf_of: String::new(),
        rule: "kiosk-takes-tickets".to_owned(),
        occurred_at: 1_000,
    }
}

pub fn pending(id: &str, stream: StreamId, version: i64, before: State, events: Vec<Event>) -> Pending {
    Pending {
        command_id: CommandId(id.to_owned()),
        act: act(),
        recorded_at: 1_001,
        writes: vec![StreamWrite { stream, kind: Kind::Ticket, expected_version: version, before, events }],
        subjects: Vec::new(),
        declarations: Vec::new(),
        drafts: Vec::new(),
        outbox: Vec::new(),
        answer: format!("{{\"ticket\":\"{stream}\"}}"),
        decided_under: None,
    }
}

fn take() -> Vec<Event> {
    let take = ticket::Take {
        hall: "H1".to_owned(),
        day: 20_261_123,
        field: "land".to_owned(),
        series: "D".to_owned(),
        priority: Priority::None,
        procedure: String::new(),
        others: Vec::new(),
        token: "t".to_owned(),
        appointment: None,
        dossier: None,
        paper: true,
    };
    decided(None, ticket::Command::Take(take))
}

fn decided(state: Option<&ticket::State>, command: ticket::Command) -> Vec<Event> {
    let events = ticket::decide(state, command, QueueRules::default(), 1_000).expect("accepted");
    events.into_iter().map(Event::from).collect()
}

/// A command that takes a ticket.
pub fn new_ticket(id: &str, stream: i64) -> Pending {
    pending(id, StreamId(stream), 0, State::empty(Kind::Ticket), take())
}

/// A command that grants somebody a signature: it moves the version of the edited things.
pub fn new_grant(id: &str, stream: i64) -> Pending {
    let grant = Grant {
        sign_as: SignAs::Delegation,
        from: "H49.11/leader/tuan.ld".to_owned(),
        to: "H49.11.1/deputy_head/lam.nh".to_owned(),
        scope: Scope::default(),
        writing: Writing { number: "12/UQ-STP".to_owned(), ..Writing::default() },
        from_at: 1_000,
        until_at: Some(2_000),
    };
    let granted = delegation::Event::DelegationGranted { grant, by: "tuan.ld".to_owned(), at: 1_000 };
    let (stream, empty) = (StreamId(stream), State::empty(Kind::Delegation));
    let mut pending = pending(id, stream, 0, empty, vec![granted.into()]);
    pending.writes.iter_mut().for_each(|write| write.kind = Kind::Delegation);
    pending
}

/// Takes so many tickets, one after another, each a stream of its own from 1.
pub async fn takes(store: &Store, many: i64) {
    for at in 1..=many {
        store.commit(T, new_ticket(&format!("c{at}"), at)).await.expect("written");
    }
}

/// Takes so many tickets at once, from one stream number on.
pub async fn takes_at_once(store: &Store, from: i64, many: i64) {
    let commands = (from..from + many).map(|at| store.commit(T, new_ticket(&format!("c{at}"), at)));
    for done in futures::future::join_all(commands).await {
        done.expect("written");
    }
}

/// Calls a ticket to a counter, as the store has it now.
pub async fn call(store: &Store, id: &str, stream: i64) -> Result<(), CommitError> {
    let loaded = store.load(T, &[StreamId(stream)]).await?.pop().flatten().expect("it is there");
    let State::Ticket(Some(ticket)) = &loaded.state else { panic!("a ticket") };
    let events = decided(Some(ticket), ticket::Command::Call { counter: "C5".to_owned() });
    let pending = pending(id, StreamId(stream), loaded.version, loaded.state.clone(), events);
    store.commit(T, pending).await.map(|_| ())
}

/// The number a command took.
pub fn number(event: &Event) -> i64 {
    let Event::Ticket(ticket::Event::TicketTaken { number, .. }) = event else {
        panic!("a ticket was taken")
    };
    number.number()
}

/// A version of somebody's data.
pub fn somebody(id: i64) -> SubjectWrite {
    let body = "{\"name\":\"Nguyễn Thị Mẫu\",\"phone\":\"0912345678\",\"salt\":\"s\"}".to_owned();
    SubjectWrite {
        id: SubjectId(id),
        version: 1,
        digest: Sha256::digest(body.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect(),
        body,
        name_folded: "nguyen thi mau".to_owned(),
        phone: "0912345678".to_owned(),
        id_number: "022188004217".to_owned(),
    }
}

/// Nothing in this store is wrong.
pub async fn clean(test: &TestStore) {
    clean_store(&test.store, test.engine).await;
}

pub async fn clean_store(store: &Store, engine: &str) {
    let report = store.verify(T, &|_, _| {}).await.expect("it can be read");
    assert_eq!(report.first_bad, None, "{engine}");
    assert!(report.ok);
}

/// What is wrong in this store.
pub async fn first_bad(store: &Store) -> store::BadRow {
    let report = store.verify(T, &|_, _| {}).await.expect("it can be read");
    assert!(!report.ok);
    report.first_bad.expect("something is wrong")
}
