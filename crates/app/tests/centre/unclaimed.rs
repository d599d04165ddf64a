//! Results nobody came for: reminded once a day at most, put in the archive after their days, handed out from there.

use app::queries::Wanted;
use app::testing::{Centre, centres};
use app::{Answer, AppError, Clock, Command};
use domain::dossier::{Phase, StepKind};
use domain::kernel::StreamId;

const LAND: (&str, &str) = ("1.115778", "quang-ninh");
const DAY: i64 = 86_400_000;

/// A land transfer, done by everybody whose step it is.
async fn ready(centre: &Centre) -> StreamId {
    let officer = centre.staff("ha.lt");
    centre.opens_counter(&officer, "05").await;
    let dossier = centre.receives(&officer, "05", centre.form(LAND.0, LAND.1), Some(50_000)).await;
    while !matches!(centre.dossier(dossier).await.phase, Phase::Ready { .. }) {
        let kind = centre.dossier(dossier).await.open_turn().expect("a step is under way").kind;
        let actor = centre.whose_step(dossier).await;
        let command = match kind {
            StepKind::Approve => Command::Approve { dossier },
            _ => Command::FinishStep { dossier, note: String::new(), next_person: String::new() },
        };
        centre.does(&actor, command).await;
    }
    dossier
}

fn refused(answer: Result<Answer, AppError>) -> String {
    match answer {
        Err(AppError::Refused(refusal)) => refusal.code,
        other => panic!("{other:?}"),
    }
}

fn park(dossier: StreamId, place: &str) -> Command {
    Command::Park { dossier, place: place.to_owned() }
}

#[tokio::test]
async fn a_result_left_lying_leaves_the_daily_list_for_the_archive_and_is_handed_out_from_there() {
    for centre in centres("H1", "2026-06-01T08:00").await {
        let dossier = ready(&centre).await;
        let officer = centre.staff("ha.lt");
        let lists = || async {
            let waiting = centre.app.named_ready("H49.80", i64::MAX, Wanted::first(50)).await.unwrap();
            let parked = centre.app.named_parked("H49.80", Wanted::first(50)).await.unwrap();
            (waiting.rows.len(), parked.rows.len(), centre.app.parked_count("H49.80").await.unwrap())
        };
        assert_eq!(lists().await, (1, 0, 0), "{}", centre.test.engine);
        let said = centre.app.unclaimed_said(&[dossier]).await.unwrap();
        assert_eq!((said[0].status.as_str(), said[0].reminders), ("requested", 0), "told that it is ready");
        centre.clock.advance(10 * DAY);
        centre.does(&officer, Command::RemindPickup { dossier }).await;
        assert_eq!(refused(centre.ask(&officer, Command::RemindPickup { dossier }).await), "reminded_today");
        let said = centre.app.unclaimed_said(&[dossier]).await.unwrap();
        assert!(said[0].reminders == 1 && said[0].reminded_at.is_some());
        assert_eq!(refused(centre.ask(&officer, park(dossier, "Kệ 3")).await), "park_refused");
        centre.clock.advance(81 * DAY);
        centre.does(&officer, park(dossier, "Kệ 3, hộp 12")).await;
        assert_eq!(lists().await, (0, 1, 1));
        let due = centre.app.unclaimed(i64::MAX, (0, StreamId(0)), 50).await.unwrap();
        assert_eq!(due, [], "nobody is reminded of it any more");
        assert_eq!(refused(centre.ask(&officer, Command::RemindPickup { dossier }).await), "result_parked");
        let said = centre.app.unclaimed_said(&[dossier]).await.unwrap();
        assert_eq!(said[0].parked_place, "Kệ 3, hộp 12");
        let hand_over = Command::HandOver {
            dossier,
            to: "applicant".to_owned(),
            identified_by: "id_card".to_owned(),
            proxy_paper: String::new(),
            at_counter: None,
        };
        centre.does(&officer, hand_over).await;
        assert_eq!(lists().await, (0, 0, 0));
        centre.journal_is_clean().await;
    }
}
