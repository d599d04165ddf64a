//! Papers from the counter to the department, with both sides on the list.

use app::queries::PapersLine;
use app::testing::{Centre, centres};
use app::{Actor, Answer, AppError, Command, Handover};
use domain::catalogue::Role;
use domain::dossier::{FilingChannel, Holder, PaperPlace};
use domain::handover::LineOutcome;
use domain::kernel::StreamId;

const LAND: (&str, &str) = ("1.115778", "quang-ninh");
const LAND_OFFICE: &str = "H49.12.1";

fn refused(answer: Result<Answer, AppError>) -> String {
    match answer {
        Err(AppError::Refused(refusal)) => refusal.code,
        Err(AppError::Forbidden { .. }) => "forbidden".to_owned(),
        other => panic!("{other:?}"),
    }
}

fn draw(dossiers: &[StreamId]) -> Command {
    let (hall, to) = ("H1".to_owned(), LAND_OFFICE.to_owned());
    Command::Handover(Handover::Draw { hall, to, dossiers: dossiers.to_vec() })
}

fn receive(list: StreamId, dossiers: &[StreamId]) -> Command {
    Command::Handover(Handover::Receive { list, dossiers: dossiers.to_vec() })
}

fn strike(list: StreamId, dossier: StreamId, reason: &str) -> Command {
    Command::Handover(Handover::Strike { list, dossier, reason: reason.to_owned() })
}

async fn land(centre: &Centre, officer: &Actor) -> StreamId {
    centre.receives(officer, "05", centre.form(LAND.0, LAND.1), Some(50_000)).await
}

async fn at_the_counter(centre: &Centre) -> Actor {
    let officer = centre.staff("ha.lt");
    centre.takes_ticket("land").await;
    centre.calls_next(&officer, "05").await;
    officer
}

async fn waiting(centre: &Centre) -> Vec<PapersLine> {
    centre.app.papers_at_counter("H49.80", LAND_OFFICE).await.expect("read")
}

#[tokio::test]
async fn papers_leave_by_a_list_and_what_was_not_there_is_back_at_the_counter_and_late_for_both() {
    for centre in centres("H1", "2026-11-25T14:00").await {
        let officer = at_the_counter(&centre).await;
        let early = land(&centre, &officer).await;
        let lost = land(&centre, &officer).await;
        let online = {
            let form = app::IntakeForm { channel: FilingChannel::Online, ..centre.form(LAND.0, LAND.1) };
            centre.receives(&officer, "05", form, Some(50_000)).await
        };
        centre.it_is("2026-11-25T15:10");
        let afternoon = land(&centre, &officer).await;
        let rows = waiting(&centre).await;
        let order: Vec<StreamId> = rows.iter().map(|row| row.dossier).collect();
        assert_eq!(order, [early, lost, afternoon], "those of today first, what came online never");
        assert!(!order.contains(&online));
        assert!(rows.iter().all(|row| !row.is_late(centre.app.now())), "there is a while to write the list");
        centre.it_is("2026-11-25T15:31");
        let counted = centre.app.papers_for_units("H49.80", centre.app.now()).await.unwrap();
        let office = counted.iter().find(|one| one.to == LAND_OFFICE).expect("papers for the land office");
        assert_eq!((office.today, office.later, office.late), (2, 1, 2));

        let list = centre.does(&officer, draw(&[early, lost])).await.handover.expect("a list");
        assert_eq!(waiting(&centre).await.len(), 1, "{}", centre.test.engine);
        assert_eq!(refused(centre.ask(&officer, draw(&[afternoon, early])).await), "papers_not_at_counter");
        assert_eq!(waiting(&centre).await.len(), 1, "all of a list or nothing");
        let specialist = centre.holder(LAND_OFFICE, Role::Specialist);
        assert_eq!(refused(centre.ask(&officer, receive(list, &[early])).await), "forbidden");
        assert_eq!(refused(centre.ask(&specialist, strike(list, lost, " ")).await), "reason_missing");
        centre.does(&specialist, receive(list, &[early])).await;
        centre.does(&specialist, strike(list, lost, "Không có trong túi")).await;
        let again = centre.does(&specialist, receive(list, &[early])).await;
        assert!(again.already, "twice is once");

        let state = centre.dossier(early).await;
        let place = &state.papers.as_ref().expect("it has papers").place;
        assert!(matches!(place, PaperPlace::Department { by, .. } if by == specialist.person()));
        assert!(state.originals.iter().all(|one| one.holder == Holder::Unit(LAND_OFFICE.to_owned())));
        let missing = centre.app.papers_missing(LAND_OFFICE, centre.app.now()).await.unwrap();
        assert_eq!((missing.len(), missing[0].dossier), (1, lost), "red for the department");
        let at_counter = waiting(&centre).await;
        let lost_row = at_counter.iter().find(|row| row.dossier == lost).expect("it stays with the counter");
        assert!(lost_row.is_late(centre.app.now()) && lost_row.missed == "Không có trong túi");
        let found = centre.does(&officer, draw(&[lost])).await.handover.expect("it was found");
        let numbers: Vec<i64> =
            centre.app.handovers_of_hall("H1").await.unwrap().iter().map(|line| line.number).collect();
        assert_eq!(numbers, [2, 1], "the one that waits first; numbered through the day");
        centre.does(&specialist, receive(found, &[lost])).await;
        centre.journal_is_clean().await;
    }
}

#[tokio::test]
async fn a_list_that_nobody_confirmed_that_day_is_late_on_both_sides() {
    for centre in centres("H1", "2026-11-25T09:00").await {
        let officer = at_the_counter(&centre).await;
        let dossier = land(&centre, &officer).await;
        centre.does(&officer, draw(&[dossier])).await;
        for (local, late) in [("2026-11-25T16:59", false), ("2026-11-25T17:01", true)] {
            centre.it_is(local);
            let now = centre.app.now();
            for lines in [
                centre.app.handovers_of_hall("H1").await.unwrap(),
                centre.app.handovers_to(LAND_OFFICE).await.unwrap(),
            ] {
                assert_eq!(lines.iter().map(|line| line.is_late(now)).collect::<Vec<_>>(), [late], "{local}");
            }
        }
    }
}

#[tokio::test]
async fn the_list_is_printed_before_and_after_it_was_received() {
    for centre in centres("H1", "2026-11-25T09:00").await {
        let officer = at_the_counter(&centre).await;
        let (one, other) = (land(&centre, &officer).await, land(&centre, &officer).await);
        let list = centre.does(&officer, draw(&[one, other])).await.handover.expect("a list");
        let text = || async {
            let state = centre.app.handover(list).await.unwrap().expect("the list");
            centre.app.handover_text(&state).unwrap().join("\n")
        };
        let before = text().await;
        let code = centre.dossier(one).await.code;
        assert!(before.contains("01/251126") && before.contains(&code), "{before}");
        assert!(before.contains("BÊN GIAO") && before.contains("BÊN NHẬN"), "{before}");
        assert!(before.contains("Lê Thu Hà") && !before.contains("Đã nhận"), "{before}");
        assert!(!before.contains("Nguyễn Thị Mẫu"), "no applicant stands on it");
        let specialist = centre.holder(LAND_OFFICE, Role::Specialist);
        centre.does(&specialist, receive(list, &[one])).await;
        centre.does(&specialist, strike(list, other, "Thiếu túi")).await;
        let after = text().await;
        assert!(after.contains("Đã nhận 09:00") && after.contains("Không có: Thiếu túi"), "{after}");
        let state = centre.app.handover(list).await.unwrap().expect("the list");
        assert!(matches!(state.line(other).unwrap().outcome, LineOutcome::Struck { .. }));
    }
}
