//! A dossier of an older system, taken over mid-step, lives on like any other.

use app::testing::{Centre, QUANG_NINH, centres};
use app::{Actor, App, Command, IdSource, Parts};
use domain::dossier::Phase;
use domain::kernel::StreamId;

const HEADING: &str = "code,procedure,publisher,receiving_unit,channel,received_at,due_at,step,step_since,holder,kind,name,\
                       id_number,phone,email,address";

async fn taken_over(centre: &Centre, due_at: &str) -> StreamId {
    takes_over(
        centre,
        &format!(
            "OLD-1,1.012783,quang-ninh,H49.80,online,2026-11-16T08:15,{due_at},3,2026-11-24T09:00,hoang.lt,person,Nguyễn Văn Mẫu,,,,"
        ),
    )
    .await;
    centre.app.find_dossier_by_code("OLD-1").await.expect("read").expect("it is there under its code")
}

/// An application that may write history, beside the centre's own.
pub(crate) async fn importing(centre: &Centre) -> App {
    let parts = Parts {
        store: centre.app.store().clone(),
        tenant: QUANG_NINH,
        clock: centre.clock.clone(),
        ids: IdSource::counting(7),
        public_address: String::new(),
        forms: None,
        history_may_be_written: true,
    };
    App::open(parts).await.expect("it opens")
}

/// A line of an older system's table is taken over, by an import beside the server.
pub(crate) async fn takes_over(centre: &Centre, line: &str) {
    let app = importing(centre).await;
    let table = format!("{HEADING}\n{line}\n");
    let read = app.read_older("egov", &table);
    assert_eq!(read.problems, []);
    app.take_over_older("egov", &read.dossiers, &|_, _| {}).await.expect("taken over");
}

/// Everybody does the step that is theirs, until somebody has to come for the result.
async fn goes_on(centre: &Centre, dossier: StreamId) {
    for _ in 0..8 {
        let state = centre.dossier(dossier).await;
        let Some(turn) = state.open_turn().filter(|_| matches!(state.phase, Phase::Processing)) else {
            return;
        };
        let actor = centre.staff(&turn.person);
        match turn.kind.word() {
            "approve" => centre.does(&actor, Command::Approve { dossier }).await,
            "number" => centre.does(&actor, Command::NumberResult { dossier }).await,
            _ => {
                if !state.plan.result_template.is_empty() {
                    let text = "Chấp thuận đề nghị.".to_owned();
                    centre.does(&actor, Command::DraftResult { dossier, text }).await;
                }
                let finish = Command::FinishStep { dossier, note: String::new(), next_person: String::new() };
                centre.does(&actor, finish).await
            }
        };
    }
}

#[tokio::test]
async fn it_keeps_its_promise_and_is_finished_by_the_people_here() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let dossier = taken_over(&centre, "2026-12-07T08:15").await;
        let state = centre.dossier(dossier).await;
        let promise = state.promise().expect("promised there");
        assert_eq!(centre.local(promise.first_due_at), "2026-12-07T08:15:00");
        let turn = state.open_turn().expect("somebody has it");
        assert_eq!((turn.person.as_str(), turn.step), ("hoang.lt", 3));
        assert_eq!(centre.local(turn.started_at), "2026-11-24T09:00:00");
        goes_on(&centre, dossier).await;
        let state = centre.dossier(dossier).await;
        assert!(matches!(state.phase, Phase::Ready { .. }), "{:?}", state.phase);
        assert!(!state.was_late() && state.fee_paid);
    }
}

#[tokio::test]
async fn what_was_promised_for_earlier_is_late_here_too() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let dossier = taken_over(&centre, "2026-11-24T17:00").await;
        centre.does(&Actor::system("deadlines"), Command::MarkLate(dossier)).await;
        assert!(centre.dossier(dossier).await.was_late());
    }
}

#[tokio::test]
async fn nobody_but_the_importer_takes_anything_over_or_up() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let dossier = taken_over(&centre, "2026-12-07T08:15").await;
        let nobody = Command::TakeUp { dossier, step: 3, person: "nobody.here".to_owned() };
        let importer = Actor::Importer { source: "egov".to_owned() };
        let refused = centre.ask(&importer, nobody).await.expect_err("nobody would have it");
        assert!(refused.to_string().contains("person_without_position"), "{refused}");
        for actor in [centre.staff("hoang.lt"), centre.staff("trung.dd"), Actor::Citizen] {
            let take = Command::TakeUp { dossier, step: 3, person: "thi.lp".to_owned() };
            assert!(matches!(centre.ask(&actor, take).await, Err(app::AppError::Forbidden { .. })));
        }
    }
}
