//! Cases of another system told on both engines: the same traces, the same figures, a whole chain.

use adapters::xes::{Attributes, Case, Event, Log, Value, keys};
use app::replay::{Figures, OldCase, Roles, digest, old_cases};
use app::testing::QUANG_NINH;
use app::{Actor, App, AppError, Command, IdSource, ManualClock, Parts, TakenOver};
use domain::dossier::FilingChannel;
use domain::kernel::CommandId;
use std::sync::Arc;
use store::testing::{TestStore, engines_with};
use store::{Nonces, Options};

const DAY: i64 = 86_400_000;
/// 3 October 2011, 08:00 in Amsterdam.
const MONDAY: i64 = 1_317_621_600_000;

async fn opened(test: &TestStore, history_may_be_written: bool) -> App {
    let parts = Parts {
        store: test.store.clone(),
        tenant: QUANG_NINH,
        clock: Arc::new(ManualClock::at(MONDAY + 6_000 * DAY)),
        ids: IdSource::counting(1),
        public_address: String::new(),
        forms: None,
        history_may_be_written,
    };
    App::open(parts).await.expect("the shipped province opens")
}

fn event(name: &str, at: i64) -> Event {
    Event {
        line: 0,
        attributes: Attributes(vec![
            (keys::NAME.to_owned(), Value::Text(name.to_owned())),
            (keys::AT.to_owned(), Value::Instant(at)),
            (keys::RESOURCE.to_owned(), Value::Text("Resource07".to_owned())),
        ]),
    }
}

/// Forty cases: case `n` is promised for the fifth day, over on day `n % 8`, and every tenth is not over.
fn log() -> Log {
    let case = |number: i64| {
        let mut attributes = vec![
            (keys::NAME.to_owned(), Value::Text(format!("case-{number}"))),
            ("startdate".to_owned(), Value::Instant(MONDAY)),
            ("deadline".to_owned(), Value::Instant(MONDAY + 5 * DAY)),
            ("department".to_owned(), Value::Text(format!("Unit {}", number % 3))),
        ];
        if number % 10 != 0 {
            attributes.push(("enddate".to_owned(), Value::Instant(MONDAY + number % 8 * DAY)));
        }
        // Out of order, as in some files.
        let events = vec![event("later", MONDAY + 6 * DAY), event("first", MONDAY + number % 3)];
        Case { line: 0, attributes: Attributes(attributes), events }
    };
    Log { name: "receipt".to_owned(), cases: (0..40).map(case).collect() }
}

fn cases() -> Vec<OldCase> {
    let log = log();
    old_cases(&log, &Roles::guess(&log)).expect("nothing is wrong with it")
}

/// What comes of them, by arithmetic instead of by the programme.
fn expected() -> (u64, u64, u64) {
    let over = (0..40_i64).filter(|number| number % 10 != 0);
    let late = over.clone().filter(|number| number % 8 > 5).count();
    let on_time = over.count() - late;
    (u64::try_from(on_time).expect("few"), u64::try_from(late).expect("few"), 4)
}

#[tokio::test(flavor = "multi_thread")]
async fn both_engines_tell_the_same_of_a_log() {
    let options = Options { nonces: Nonces::seeded(1), ..Options::default() };
    let mut told = Vec::new();
    for test in engines_with(&options).await {
        let app = opened(&test, true).await;
        let replayed =
            app.replay("receipt", "receipt", cases(), Arc::new(|_, _| {})).await.expect("it is told");
        // Taken over, two things done, and closed unless it is open still.
        assert_eq!((replayed.done, replayed.already), (40 * 3 + 36, 0), "{}", test.engine);
        let traces = app.traces(None, None).await.expect("read");
        let figures = Figures::of(traces.of_source("receipt"));
        assert_eq!((figures.all.on_time, figures.all.late, figures.all.open), expected(), "{}", test.engine);
        assert_eq!((figures.all.cases, figures.all.events, figures.by_unit.len()), (40, 80, 3));
        assert!(traces.iter().all(|trace| trace.steps.windows(2).all(|two| two[0].at <= two[1].at)));
        let again = app.replay("receipt", "receipt", cases(), Arc::new(|_, _| {})).await.expect("it is told");
        assert_eq!((again.done, again.already), (0, 156), "{}", test.engine);
        let report = test.store.verify(QUANG_NINH, &|_, _| {}).await.expect("read");
        assert!(report.ok, "{}: {:?}", test.engine, report.first_bad);
        told.push((figures, digest(traces.iter())));
        let none = app.traces(Some(MONDAY + 1), None).await.expect("read");
        assert_eq!(none.iter().count(), 0, "all of them came in that Monday");
    }
    assert_eq!(told[0], told[1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_business_digest_changes_with_anything_that_is_told_and_with_no_name_of_a_source() {
    for test in engines_with(&Options::default()).await {
        let app = opened(&test, true).await;
        let changes: [fn(&mut OldCase); 5] = [
            |_| {},
            |case| case.steps[0].at += 1,
            |case| "somebody else".clone_into(&mut case.steps[1].person),
            |case| case.due_at = case.due_at.map(|due| due + 1),
            |case| case.closed_at = None,
        ];
        let mut digests = Vec::new();
        for (number, change) in changes.into_iter().enumerate() {
            let source = format!("log {number}");
            let mut told = cases();
            change(&mut told[1]);
            app.replay(&source, "receipt", told, Arc::new(|_, _| {})).await.expect("it is told");
            digests.push(digest(app.traces(None, None).await.expect("read").of_source(&source)));
        }
        app.replay("log again", "receipt", cases(), Arc::new(|_, _| {})).await.expect("it is told");
        assert_eq!(digests[0], digest(app.traces(None, None).await.expect("read").of_source("log again")));
        let different: std::collections::BTreeSet<_> = digests.iter().collect();
        assert_eq!(different.len(), 5, "{}: {digests:?}", test.engine);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interrupted_replay_goes_on_where_it_stopped() {
    for test in engines_with(&Options::default()).await {
        let app = opened(&test, true).await;
        let half: Vec<OldCase> = cases().into_iter().take(20).collect();
        app.replay("receipt", "receipt", half, Arc::new(|_, _| {})).await.expect("it is told");
        let rest = app.replay("receipt", "receipt", cases(), Arc::new(|_, _| {})).await.expect("it is told");
        assert_eq!((rest.done, rest.already), (78, 78), "{}", test.engine);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn history_is_told_by_an_import_only_and_only_where_it_may_be_written() {
    for test in engines_with(&Options::default()).await {
        let dossier = TakenOver {
            source: "receipt".to_owned(),
            code: "case-1".to_owned(),
            channel: FilingChannel::InPerson,
            procedure: "receipt".to_owned(),
            receiving_unit: "Unit 1".to_owned(),
            handling_unit: String::new(),
            officer: String::new(),
            due_at: None,
        };
        let command = Command::TakeOver(Box::new(dossier));
        let importer = Actor::Importer { source: "receipt".to_owned() };
        let serving = opened(&test, false).await;
        let dated =
            serving.execute_at(&importer, &CommandId("a".to_owned()), command.clone(), Some(MONDAY)).await;
        assert!(matches!(dated, Err(AppError::Forbidden { .. })), "{dated:?}");
        let app = opened(&test, true).await;
        let citizen =
            app.execute_at(&Actor::Citizen, &CommandId("b".to_owned()), command, Some(MONDAY)).await;
        assert!(matches!(citizen, Err(AppError::Forbidden { .. })), "{citizen:?}");
    }
}
