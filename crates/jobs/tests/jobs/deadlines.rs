//! What the clock says is noted once, with the instant it was true.

use super::{LAND, received};
use app::replay::OldCase;
use app::testing::{Centre, QUANG_NINH, centres};
use app::{App, IdSource, Parts};
use async_trait::async_trait;
use domain::dossier::{FilingChannel, State};
use domain::kernel::StreamId;
use jobs::{Deadlines, Job, JobError, Marked, Share};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

const MORNING: &str = "2026-11-25T08:00";

async fn red_at(centre: &Centre, dossier: StreamId) -> i64 {
    let state: State = centre.dossier(dossier).await;
    state.open_turn().and_then(|turn| turn.red_at).expect("a step with time of its own")
}

#[tokio::test]
async fn a_step_turns_red_at_its_own_instant_also_when_nobody_looked_for_a_week() {
    for centre in centres("H1", MORNING).await {
        let dossier = received(&centre).await;
        let red_at = red_at(&centre, dossier).await;
        let deadlines = Deadlines::new(centre.app.clone());
        assert_eq!(centre.app.next_deadline().await.expect("read"), Some(red_at + 1));
        centre.clock.set(red_at);
        assert_eq!(deadlines.run_once().await.expect("run"), Marked::default(), "the last moment is in time");
        centre.clock.set(red_at + 7 * 86_400_000);
        let marked = deadlines.run_once().await.expect("run");
        assert_eq!((marked.red, marked.escalated), (1, 1), "red, and told to the head");
        assert_eq!(deadlines.run_once().await.expect("again"), Marked::default());
        let history = centre.app.history(dossier).await.expect("read");
        let red: Vec<_> = history.iter().filter(|event| event.name == "StepTurnedRed").collect();
        assert_eq!(red.len(), 1);
        assert!(
            String::from_utf8_lossy(&red[0].body).contains(&red_at.to_string()),
            "the instant it was true"
        );
        centre.journal_is_clean().await;
    }
}

#[tokio::test]
async fn a_head_is_told_after_working_hours_not_over_night() {
    for centre in centres("H1", MORNING).await {
        let dossier = received(&centre).await;
        let red_at = red_at(&centre, dossier).await;
        let deadlines = Deadlines::new(centre.app.clone());
        let directory = centre.app.directory();
        let told_at =
            directory.calendar().add_working(red_at, directory.escalate_after_ms("2025")).expect("covered");
        centre.clock.set(red_at + 1);
        assert_eq!(deadlines.run_once().await.expect("run"), Marked { red: 1, ..Marked::default() });
        assert_eq!(centre.app.next_deadline().await.expect("read"), Some(told_at));
        centre.clock.set(told_at - 60_000);
        assert_eq!(deadlines.run_once().await.expect("run").escalated, 0);
        centre.clock.set(told_at);
        assert_eq!(deadlines.run_once().await.expect("run").escalated, 1);
        let state = centre.dossier(dossier).await;
        assert!(!state.open_turn().expect("open").escalated_to.is_empty());
    }
}

#[tokio::test]
async fn a_missed_promise_is_said_once_and_the_person_is_written_to() {
    for centre in centres("H1", MORNING).await {
        let dossier = received(&centre).await;
        let due = centre.dossier(dossier).await.promise().expect("a promise").first_due_at;
        let before =
            centre.app.messages_of(domain::message::About::Dossier(dossier)).await.expect("read").len();
        let deadlines = Deadlines::new(centre.app.clone());
        centre.clock.set(due);
        assert_eq!(deadlines.run_once().await.expect("run").late, 0, "the last moment is still on time");
        centre.clock.set(due + 1);
        assert_eq!(deadlines.run_once().await.expect("run").late, 1);
        assert_eq!(deadlines.run_once().await.expect("again").late, 0);
        let messages = centre.app.messages_of(domain::message::About::Dossier(dossier)).await.expect("read");
        assert_eq!(messages.len(), before + 2);
        assert!(messages.iter().filter(|line| line.template == "late").count() == 2);
        centre.journal_is_clean().await;
    }
}

#[tokio::test]
async fn two_watchers_at_once_note_a_fact_once() {
    for centre in centres("H1", MORNING).await {
        let dossier = received(&centre).await;
        centre.clock.set(red_at(&centre, dossier).await + 1);
        let (one, other) = (Deadlines::new(centre.app.clone()), Deadlines::new(centre.app.clone()));
        let (one, other) = tokio::join!(one.run_once(), other.run_once());
        assert_eq!(one.expect("run").red + other.expect("run").red, 1);
        centre.journal_is_clean().await;
    }
}

#[tokio::test]
async fn an_open_case_of_another_office_is_late_once_and_holds_nobody_up() {
    for centre in centres("H1", MORNING).await {
        let own = received(&centre).await;
        let day = 86_400_000;
        let told = App::open(Parts {
            store: centre.test.store.clone(),
            tenant: QUANG_NINH,
            clock: centre.clock.clone(),
            ids: IdSource::counting(2),
            public_address: String::new(),
            forms: None,
            history_may_be_written: true,
        })
        .await
        .expect("the shipped province opens");
        let promised = centre.app.now() - 5_000 * day;
        let case = OldCase {
            code: "case-10011".to_owned(),
            procedure: "Receipt phase".to_owned(),
            received_at: promised - 30 * day,
            due_at: Some(promised),
            closed_at: None,
            unit: "General".to_owned(),
            group: String::new(),
            officer: "Resource21".to_owned(),
            channel: FilingChannel::InPerson,
            steps: Vec::new(),
        };
        told.replay("receipt", "receipt", vec![case], Arc::new(|_, _| {})).await.expect("it is told");
        let deadlines = Deadlines::new(centre.app.clone());
        assert_eq!(deadlines.run_once().await.expect("run"), Marked { late: 1, ..Marked::default() });
        assert_eq!(deadlines.run_once().await.expect("again"), Marked::default());
        // The dossiers of this house are watched as before.
        centre.clock.set(red_at(&centre, own).await + 7 * day);
        let marked = deadlines.run_once().await.expect("run");
        assert_eq!((marked.red, marked.escalated), (1, 1), "{}", centre.test.engine);
        centre.journal_is_clean().await;
    }
}

/// How often it was told that a step turned red.
async fn told(centre: &Centre, dossier: StreamId) -> usize {
    let history = centre.app.history(dossier).await.expect("read");
    history.iter().filter(|event| event.name == "StepTurnedRed").count()
}

#[tokio::test]
async fn a_clock_that_jumps_to_and_fro_tells_nothing_twice_and_leaves_nothing_out() {
    for centre in centres("H1", MORNING).await {
        let (first, day) = (received(&centre).await, 86_400_000);
        let red_at = red_at(&centre, first).await;
        let deadlines = Deadlines::new(centre.app.clone());
        centre.clock.set(red_at + 3 * day);
        assert_eq!(deadlines.run_once().await.expect("run").red, 1, "forwards");
        centre.clock.set(red_at - day);
        assert_eq!(deadlines.run_once().await.expect("run"), Marked::default(), "backwards");
        // A step that begins on a clock that was set back is due by that clock.
        let second =
            centre.receives(&centre.staff("ha.lt"), "05", centre.form(LAND.0, LAND.1), Some(50_000)).await;
        let red_again = self::red_at(&centre, second).await;
        assert!(red_again > centre.app.now());
        centre.clock.set(red_at - 2 * day);
        assert_eq!(deadlines.run_once().await.expect("run"), Marked::default(), "further back");
        centre.clock.set(red_again + 1);
        assert_eq!(deadlines.run_once().await.expect("run").red, 1, "and forwards again");
        assert_eq!((told(&centre, first).await, told(&centre, second).await), (1, 1));
        centre.journal_is_clean().await;
    }
}

#[tokio::test]
async fn what_fell_due_while_no_server_ran_is_told_by_the_next_one_and_nothing_is_told_again() {
    for centre in centres("H1", MORNING).await {
        let dossier = received(&centre).await;
        let red_at = red_at(&centre, dossier).await;
        let again = || async {
            let parts = Parts {
                store: centre.test.store.clone(),
                tenant: QUANG_NINH,
                clock: centre.clock.clone(),
                ids: IdSource::counting(3),
                public_address: String::new(),
                forms: None,
                history_may_be_written: false,
            };
            Deadlines::new(App::open(parts).await.expect("the shipped province opens"))
        };
        centre.clock.set(red_at - 1);
        assert_eq!(again().await.run_once().await.expect("run").red, 0);
        centre.clock.set(red_at + 40 * 60_000);
        assert_eq!(again().await.run_once().await.expect("run").red, 1);
        assert_eq!(again().await.run_once().await.expect("run").red, 0);
        let history = centre.app.history(dossier).await.expect("read");
        let red: Vec<_> = history.iter().filter(|event| event.name == "StepTurnedRed").collect();
        assert_eq!(red.len(), 1, "{}", centre.test.engine);
        let body = String::from_utf8_lossy(&red[0].body).into_owned();
        assert!(
            body.contains(&red_at.to_string()),
            "the instant it was true, not the one it was seen: {body}"
        );
        assert_eq!(red[0].recorded_at, red_at + 40 * 60_000);
    }
}

#[tokio::test]
async fn a_dossier_that_cannot_be_read_keeps_no_other_lamp_dark() {
    for centre in centres("H1", MORNING).await {
        let broken = received(&centre).await;
        let sound =
            centre.receives(&centre.staff("ha.lt"), "05", centre.form(LAND.0, LAND.1), Some(50_000)).await;
        let red_at = red_at(&centre, sound).await;
        let damage = "UPDATE stream SET state = 'torn' WHERE stream = $1";
        centre.test.store.raw_execute(damage, &[broken.into()]).await.expect("damaged");
        let deadlines = Deadlines::new(centre.app.clone());
        centre.clock.set(red_at + 1);
        assert!(deadlines.run_once().await.is_err(), "it is said that one could not be told");
        assert_eq!((told(&centre, broken).await, told(&centre, sound).await), (0, 1));
        // The job goes on: what is due next is not put off by the one that is broken.
        assert!(!deadlines.round().await.expect("a round"), "nothing else was due");
        let later =
            centre.receives(&centre.staff("ha.lt"), "05", centre.form(LAND.0, LAND.1), Some(50_000)).await;
        let later_at = self::red_at(&centre, later).await;
        centre.clock.set(later_at + 1);
        assert!(deadlines.round().await.expect("a round"));
        assert_eq!(told(&centre, later).await, 1);
    }
}

/// A server of several on one database, with the part of the dossiers that is its own.
async fn one_of_two(app: &App, node: i64) -> (Deadlines, Arc<Share>) {
    let share = Arc::new(Share::of_node(node));
    share.look(app).await;
    (Deadlines::new(app.clone()).sharing(Arc::clone(&share)), share)
}

#[tokio::test]
async fn servers_share_what_is_due_and_what_one_leaves_the_other_tells_a_second_later() {
    let centre = centres("H1", MORNING).await.pop().expect("PostgreSQL is the last");
    let second = centre.second_server().await;
    received(&centre).await;
    let officer = centre.staff("ha.lt");
    let mut last = StreamId(0);
    for _ in 0..11 {
        last = centre.receives(&officer, "05", centre.form(LAND.0, LAND.1), Some(50_000)).await;
    }
    let red_at = red_at(&centre, last).await;
    let (one, its_share) = one_of_two(&centre.app, 1).await;
    let (other, _) = one_of_two(&second, 2).await;
    its_share.look(&centre.app).await;
    centre.clock.set(red_at + 1);
    let first = one.run_once().await.expect("run").red;
    assert!((1..12).contains(&first), "its own part: {first}");
    assert_eq!(one.run_once().await.expect("run").red, 0, "the others are the other server's");
    // The other one is killed.
    drop(other);
    centre.clock.set(red_at + 1_001);
    assert_eq!(one.run_once().await.expect("run").red, 12 - first, "nobody is left out");
    centre.journal_is_clean().await;
}

/// A job during whose first round the clock moves on, past what it said would be next.
struct Overtaken {
    centre: Arc<Centre>,
    next: i64,
    rounds: Arc<AtomicUsize>,
}

#[async_trait]
impl Job for Overtaken {
    fn name(&self) -> &'static str {
        "overtaken"
    }

    async fn round(&self) -> Result<bool, JobError> {
        if self.rounds.fetch_add(1, Ordering::SeqCst) == 0 {
            self.centre.clock.set(self.next + 1);
        }
        Ok(false)
    }

    async fn next(&self) -> Result<Option<i64>, JobError> {
        Ok(Some(self.next))
    }
}

#[tokio::test]
async fn what_falls_due_while_a_round_is_under_way_is_not_left_for_a_minute() {
    for centre in centres("H1", MORNING).await {
        let (app, rounds) = (centre.app.clone(), Arc::new(AtomicUsize::new(0)));
        let next = app.now() + 3_600_000;
        let job = Overtaken { centre: Arc::new(centre), next, rounds: Arc::clone(&rounds) };
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let running = tokio::spawn(jobs::run(job, app, stopped));
        let looked_again = async {
            while rounds.load(Ordering::SeqCst) < 2 {
                tokio::task::yield_now().await;
            }
        };
        let looked = tokio::time::timeout(std::time::Duration::from_secs(20), looked_again).await;
        looked.expect("it fell due, so it is looked at");
        stop.send(true).expect("it runs");
        running.await.expect("it ends");
        assert_eq!(rounds.load(Ordering::SeqCst), 2, "what was looked at and is nobody's waits");
    }
}
