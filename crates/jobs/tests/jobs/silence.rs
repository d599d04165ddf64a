//! Dossiers nobody completed: closed in the morning after their days are over, once, whoever looks.

use app::Command;
use app::testing::{Centre, centres};
use domain::dossier::{Item, Phase};
use domain::kernel::StreamId;
use jobs::{Job, Silence};

/// Its own decree ends it after fifteen working days without an answer.
const KARAOKE: (&str, &str) = ("2.900022", "bo-van-hoa-ttdl");

async fn asked_for(centre: &Centre) -> StreamId {
    let officer = centre.staff("ha.lt");
    centre.opens_counter(&officer, "05").await;
    let dossier = centre.receives(&officer, "05", centre.form(KARAOKE.0, KARAOKE.1), None).await;
    let specialist = centre.whose_step(dossier).await;
    let name = centre.dossier(dossier).await.intake.papers[0].name.clone();
    let items = vec![Item { paper: 1, name, reason: "Thiếu trang cuối".to_owned() }];
    centre.does(&specialist, Command::RequestSupplement { dossier, items }).await;
    dossier
}

#[tokio::test]
async fn a_dossier_nobody_completes_is_closed_once_by_two_servers_also_after_a_week_nobody_looked() {
    for centre in centres("H1", "2026-06-01T08:00").await {
        let dossier = asked_for(&centre).await;
        let last = centre.app.directory().waits_until(&centre.dossier(dossier).await).expect("an end");
        let (one, other) = (Silence::new(centre.app.clone()), Silence::new(centre.app.clone()));
        for early in ["2026-06-03T09:00", "2026-06-15T09:00"] {
            centre.it_is(early);
            assert_eq!(one.run_once().await.expect("run"), 0, "{early}");
        }
        centre.clock.set(last);
        assert_eq!(one.run_once().await.expect("run"), 0, "the last moment is in time");
        centre.clock.set(last + 7 * 86_400_000);
        let (first, second) = tokio::join!(one.run_once(), other.run_once());
        assert_eq!(first.expect("run") + second.expect("run"), 1);
        assert!(matches!(centre.dossier(dossier).await.phase, Phase::Stopped { .. }));
        let started_again = Silence::new(centre.app.clone());
        assert_eq!(started_again.run_once().await.expect("again"), 0);
        let history = centre.app.history(dossier).await.expect("read");
        assert_eq!(history.iter().filter(|event| event.name == "SilenceClosed").count(), 1);
        let told = centre.app.messages_of(domain::message::About::Dossier(dossier)).await.expect("read");
        assert_eq!(told.iter().filter(|line| line.template == "silence").count(), 2);
        centre.journal_is_clean().await;
    }
}

#[tokio::test]
async fn dossiers_are_closed_in_the_morning_when_people_are_awake() {
    for centre in centres("H1", "2026-06-01T08:00").await {
        let dossier = asked_for(&centre).await;
        let silence = Silence::new(centre.app.clone());
        centre.it_is("2026-07-01T03:00");
        assert!(!silence.round().await.expect("run"));
        let next = silence.next().await.expect("known").expect("an instant");
        assert_eq!(centre.local(next), "2026-07-01T09:00:00");
        centre.clock.set(next);
        assert!(silence.round().await.expect("run"));
        assert!(matches!(centre.dossier(dossier).await.phase, Phase::Stopped { .. }));
    }
}
