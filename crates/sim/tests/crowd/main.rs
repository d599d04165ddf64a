//! A crowd at work on a temporary store.

mod evaluation;
mod mishaps;
mod planned;
mod reports;

use app::{App, IdSource, ManualClock, Parts};
use domain::dossier::FilingChannel;
use domain::kernel::{Millis, Tenant};
use sim::{Crowd, Filled, Wish};
use std::sync::Arc;
use store::testing::{TestStore, engines_with};
use store::{Nonces, Options};

const PROVINCE: Tenant = Tenant(49);

/// The shipped province on a temporary store, with a clock that is set by hand.
async fn province(test: &TestStore) -> (App, Arc<ManualClock>) {
    let clock = Arc::new(ManualClock::at(1_764_000_000_000));
    let parts = Parts {
        store: test.store.clone(),
        tenant: PROVINCE,
        clock: clock.clone(),
        ids: IdSource::counting(1),
        public_address: "http://localhost".to_owned(),
        forms: None,
        history_may_be_written: true,
    };
    (App::open(parts).await.expect("the shipped province opens"), clock)
}

async fn filled(test: &TestStore, seed: u64, days: u32, until: &str) -> (App, Filled) {
    let (app, clock) = province(test).await;
    let until: Millis = app.directory().calendar().instant(until).expect("a local time");
    let filled =
        Crowd::new(app.clone(), clock, Wish::quiet(seed, days, until)).fill(None).await.expect("filled");
    (app, filled)
}

async fn digest(app: &App) -> Vec<u8> {
    app.store().head(PROVINCE).await.expect("a head").digest
}

#[tokio::test]
async fn the_same_seed_makes_the_same_journal_on_both_engines_however_it_is_committed_and_it_is_whole() {
    let mut digests = Vec::new();
    // One transaction for each round, and one for many.
    for gathered in [0, 300] {
        let options = Options { nonces: Nonces::seeded(5), writers: 1, gathered, ..Options::default() };
        for test in engines_with(&options).await {
            let (app, filled) = filled(&test, 5, 2, "2026-11-24T09:10").await;
            assert!(filled.received > 20, "{filled:?}");
            let report = app.store().verify(PROVINCE, &|_, _| {}).await.expect("it can be read");
            assert_eq!(report.first_bad, None);
            digests.push(digest(&app).await);
        }
    }
    assert!(digests.iter().all(|digest| *digest == digests[0]), "{digests:?}");
}

#[tokio::test]
async fn another_seed_makes_another_day() {
    let options = || Options { nonces: Nonces::seeded(5), ..Options::default() };
    let (one, other) = (sqlite(options()).await, sqlite(options()).await);
    let (first, _) = filled(&one, 1, 1, "2026-11-24T09:10").await;
    let (second, _) = filled(&other, 2, 1, "2026-11-24T09:10").await;
    assert_ne!(digest(&first).await, digest(&second).await);
}

#[tokio::test]
async fn a_week_leaves_something_of_everything_behind() {
    let test = sqlite(Options::default()).await;
    let began = std::time::Instant::now();
    let (app, filled) = filled(&test, 1, 5, "2026-11-24T09:40").await;
    eprintln!(
        "{filled:?} in {:?}, {} events",
        began.elapsed(),
        app.store().head(PROVINCE).await.expect("a head").seq
    );
    assert!(filled.returned > 10, "{filled:?}");
    let share = filled.refused * 100 / filled.done;
    assert!(share <= 3, "a crowd that knows the rules is rarely refused: {filled:?}");
    let (could, online) = filed_online(&app).await;
    // 46 of a hundred by the file.
    assert!(could > 60 && (30..=62).contains(&(online * 100 / could)), "{online} of {could} filed online");
    let counts = app.step_counts().await.expect("counted");
    assert!(counts.iter().map(|unit| unit.open).sum::<i64>() > 20, "work is waiting");
    assert!(counts.iter().map(|unit| unit.red).sum::<i64>() > 0, "something is late");
    assert!(!app.waiting("H1").await.expect("a line").is_empty(), "somebody waits");
}

#[tokio::test]
async fn the_city_centre_of_2021_works_by_the_rules_of_its_time() {
    let test = sqlite(Options::default()).await;
    let (app, filled) = filled(&test, 1, 3, "2021-06-29T10:10").await;
    assert!(filled.received >= 8 && filled.refused * 100 <= filled.done * 3, "{filled:?}");
    let received = app.received_since("H49.D193.1", 0, 50).await.expect("read");
    assert!(received.len() >= 8, "{received:?}");
    let (_, state) = app.dossier_state(received[0].dossier).await.expect("a dossier");
    assert_eq!(state.plan.regime, "2018");
}

#[tokio::test]
async fn people_say_what_is_wrong_and_are_answered() {
    let test = sqlite(Options::default()).await;
    let (app, clock) = province(&test).await;
    let until: Millis = app.directory().calendar().instant("2026-11-24T16:10").expect("a local time");
    let mut often = app::shipped_file("crowd/crowd.toml").expect("shipped");
    for (seldom, often_so) in [
        ("complains = 1\n", "complains = 60\n"),
        ("complains_after = [120, 1900]", "complains_after = [10, 200]"),
        ("petition_answered_after = [240, 7900]", "petition_answered_after = [30, 900]"),
    ] {
        assert!(often.contains(seldom), "{seldom}");
        often = often.replacen(seldom, often_so, 1);
    }
    let mut ways = sim::Ways::parse(&often).expect("whole");
    let quiet = Wish::quiet(3, 3, until);
    ways.people_per_counter = quiet.ways.people_per_counter;
    let wish = Wish { ways, ..quiet };
    let filled = Crowd::new(app.clone(), clock, wish).fill(None).await.expect("filled");
    assert!(filled.refused * 100 <= filled.done * 3, "{filled:?}");
    let waiting = app.petitions("H49", true, None, 50).await.expect("read").rows;
    let answered = app.petitions("H49", false, None, 50).await.expect("read").rows;
    assert!(!waiting.is_empty() && answered.len() > 5, "{} wait, {} answered", waiting.len(), answered.len());
    assert!(answered.iter().any(|one| one.upheld) && answered.iter().any(|one| !one.upheld));
    for one in &answered {
        let kept = app.petitions_of(one.dossier).await.expect("read");
        assert!(kept.iter().all(|petition| !petition.text.is_empty()), "{kept:?}");
    }
}

/// Dossiers of the provincial hall that could be filed online, and those that were.
async fn filed_online(app: &App) -> (usize, usize) {
    let (mut could, mut online) = (0, 0);
    for line in app.received_since("H49.80", 0, 1000).await.expect("read") {
        let (_, state) = app.dossier_state(line.dossier).await.expect("a dossier");
        let (directory, known) = (app.directory(), &state.plan.procedure);
        let procedure =
            directory.catalogue().procedure(&known.code, &known.publisher, &directory.date(app.now()));
        let possible = procedure.is_some_and(|it| it.channels.iter().any(|way| way.channel == "online"));
        let filed = state.intake.channel == FilingChannel::Online;
        assert!(possible || !filed, "{} cannot be filed online", known.code);
        // Papers missing online may be brought to a counter.
        assert!(filed || state.intake.visit.is_some(), "who does not file online comes");
        could += usize::from(possible);
        online += usize::from(filed);
    }
    (could, online)
}

async fn sqlite(options: Options) -> TestStore {
    engines_with(&options).await.swap_remove(0)
}
