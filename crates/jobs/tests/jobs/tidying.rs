//! Reminders and what is kept only for a while.

use super::received;
use app::testing::{Centre, centres};
use app::{Actor, Clock, Command, SystemClock};
use domain::catalogue::Role;
use domain::dossier::{Phase, StepKind};
use domain::kernel::StreamId;
use jobs::{Job, Reminders, Retention};

/// Everybody does their step until the result is ready.
async fn ready(centre: &Centre) -> StreamId {
    let dossier = received(centre).await;
    for _ in 0..30 {
        let state = centre.dossier(dossier).await;
        if matches!(state.phase, Phase::Ready { .. }) {
            return dossier;
        }
        let turn = state.open_turn().expect("a step is under way").clone();
        let actor: Actor = centre.whose_step(dossier).await;
        if turn.kind == StepKind::Process
            && !state.plan.result_template.is_empty()
            && state.result.template.is_empty()
        {
            centre.does(&actor, Command::DraftResult { dossier, text: "Đồng ý".to_owned() }).await;
        }
        let command = match turn.kind {
            StepKind::Approve => Command::Approve { dossier },
            StepKind::Number => Command::NumberResult { dossier },
            kind => {
                let next = state.plan.after(turn.step).filter(|_| kind == StepKind::Assign);
                let next_person = next.map_or_else(String::new, |next| {
                    let role = Role::from_word(&next.role).expect("a role");
                    centre.holder(&next.unit, role).person().to_owned()
                });
                Command::FinishStep { dossier, note: String::new(), next_person }
            }
        };
        centre.does(&actor, command).await;
    }
    panic!("thirty steps and no result");
}

#[tokio::test]
async fn a_result_nobody_comes_for_is_brought_to_mind_on_the_fifth_and_the_fifteenth_day() {
    for centre in centres("H1", "2026-11-02T08:00").await {
        let dossier = ready(&centre).await;
        let reminders = Reminders::new(centre.app.clone());
        for (local, reminded) in [
            ("2026-11-06T09:00", 0),
            ("2026-11-07T09:00", 1),
            ("2026-11-07T15:00", 0),
            ("2026-11-16T09:00", 0),
            ("2026-11-17T09:00", 1),
            // Nobody looked on the thirtieth day: one reminder, not two.
            ("2026-12-20T09:00", 1),
            ("2027-01-20T09:00", 0),
        ] {
            centre.it_is(local);
            assert_eq!(reminders.run_once().await.expect("run"), reminded, "{local}");
        }
        assert_eq!(centre.dossier(dossier).await.reminders, 3);
        let told = centre.app.messages_of(domain::message::About::Dossier(dossier)).await.expect("read");
        assert_eq!(
            told.iter().filter(|line| line.template == "reminder").count(),
            6,
            "each by SMS and by mail"
        );
    }
}

#[tokio::test]
async fn reminders_are_made_in_the_morning_when_people_are_awake() {
    for centre in centres("H1", "2026-11-02T08:00").await {
        let dossier = ready(&centre).await;
        let reminders = Reminders::new(centre.app.clone());
        centre.it_is("2026-11-08T03:00");
        assert!(!reminders.round().await.expect("run"));
        let next = reminders.next().await.expect("known").expect("an instant");
        assert_eq!(centre.local(next), "2026-11-08T09:00:00");
        centre.clock.set(next);
        assert!(reminders.round().await.expect("run"));
        assert_eq!(centre.dossier(dossier).await.reminders, 1);
    }
}

#[tokio::test]
async fn a_form_begun_and_never_sent_is_forgotten_after_a_week_and_an_older_page_changes_nothing() {
    for centre in centres("H1", "2026-11-02T08:00").await {
        let (app, typed) = (&centre.app, |name: &str| vec![("applicant_name".to_owned(), name.to_owned())]);
        assert!(app.keep_form_draft("ha.lt", "intake", &typed("Bích"), 0).await.expect("kept"));
        app.turn_form_draft("ha.lt", "intake", &typed("Bích, có thủ tục")).await.expect("turned");
        assert!(!app.keep_form_draft("ha.lt", "intake", &typed("Bíc"), 0).await.expect("asked"));
        let kept = app.form_draft("ha.lt", "intake").await.expect("read").expect("there");
        assert_eq!((kept.pairs, kept.edition), (typed("Bích, có thủ tục"), 1));
        let retention = Retention::new(app.clone());
        centre.it_is("2026-11-08T08:00");
        assert_eq!(retention.run_once().await.expect("run"), 0);
        centre.it_is("2026-11-09T09:00");
        assert_eq!(retention.run_once().await.expect("run"), 1);
        assert_eq!(app.form_draft("ha.lt", "intake").await.expect("read"), None);
    }
}

#[tokio::test]
async fn answers_nobody_will_ask_for_again_go_and_the_journal_stays_whole() {
    for centre in centres("H1", "2026-11-02T08:00").await {
        received(&centre).await;
        let retention = Retention::new(centre.app.clone());
        centre.it_is("2026-11-20T08:00");
        assert_eq!(retention.run_once().await.expect("run"), 0);
        centre.it_is("2026-12-20T08:00");
        assert!(retention.run_once().await.expect("run") >= 2, "opening the counter and the intake");
        centre.journal_is_clean().await;
    }
}

#[tokio::test]
async fn a_clock_that_was_moved_signs_nobody_out() {
    for centre in centres("H1", "2026-11-02T08:00").await {
        let now = SystemClock.now();
        for (token, expires_at) in [("over", now - 1), ("here", now + 3_600_000)] {
            let row = format!(
                "INSERT INTO session (tenant, token_hash, person, position, csrf, created_at, expires_at) \
                 VALUES ({}, '{token}', 'ha.lt', 'H49.80/receiver/ha.lt', 'x', 0, {expires_at})",
                centre.app.tenant().0
            );
            centre.app.store().raw_execute(&row, &[]).await.expect("signed in");
        }
        let ahead = now + 7 * 86_400_000;
        centre.clock.set(ahead);
        assert_eq!(Retention::new(centre.app.clone()).run_once().await.expect("run"), 1, "only what is over");
        assert_eq!(centre.app.drop_old_sessions(ahead).await.expect("run"), 1, "the other was there still");
    }
}

#[tokio::test]
async fn name_and_phone_of_an_appointment_are_emptied_after_its_days_and_leave_no_trace() {
    for centre in centres("H1", "2026-11-24T08:00").await {
        let from = centre.app.directory().calendar().instant("2026-11-25T09:00").expect("a local time");
        let book = |name: &str| Command::BookAppointment {
            hall: "H1".to_owned(),
            field: "land".to_owned(),
            procedure: String::new(),
            from: Some(from),
            name: name.to_owned(),
            phone: "0590000123".to_owned(),
            language: "vi".to_owned(),
            instead_of: None,
        };
        let token = centre.does(&Actor::Citizen, book("Trần Thị Hẹn")).await.appointment;
        let person = centre.app.appointment_by_token(&token).await.expect("read").expect("booked").person;
        let retention = Retention::new(centre.app.clone());
        centre.it_is("2026-12-25T23:00");
        retention.run_once().await.expect("tidied");
        assert!(centre.app.subject_data(person).await.expect("read").is_some(), "the thirtieth day");
        centre.it_is("2026-12-26T08:00");
        assert_eq!(retention.run_once().await.expect("tidied"), 1, "{}", centre.test.engine);
        assert_eq!(centre.app.subject_data(person).await.expect("read"), None);
        if centre.test.engine == "sqlite" {
            assert_eq!(centre.test.files_holding("Trần Thị Hẹn").await, 0);
        }
        assert_eq!(retention.run_once().await.expect("tidied"), 0, "once");
        centre.journal_is_clean().await;
    }
}
