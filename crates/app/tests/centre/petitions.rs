//! What applicants say is wrong, on both engines: who has to answer, who may, what stands in the journal.

use app::queries::PetitionLine;
use app::testing::{Centre, centres};
use app::{Actor, AppError, Command};
use domain::kernel::StreamId;
use domain::petition::Matter;

const LAND: (&str, &str) = ("1.115778", "quang-ninh");

async fn received(centre: &Centre) -> StreamId {
    let officer = centre.staff("ha.lt");
    centre.opens_counter(&officer, "05").await;
    centre.receives(&officer, "05", centre.form(LAND.0, LAND.1), Some(50_000)).await
}

fn says(dossier: StreamId, matter: Matter, text: &str) -> Command {
    Command::LodgePetition { dossier, matter: Some(matter), text: text.to_owned() }
}

fn answers(dossier: StreamId, number: i64, text: &str) -> Command {
    Command::AnswerPetition { dossier, number, upheld: Some(true), text: text.to_owned() }
}

async fn waiting(centre: &Centre, unit: &str) -> Vec<PetitionLine> {
    centre.app.petitions(unit, true, None, 50).await.expect("they are read").rows
}

fn code(refused: Result<app::Answer, AppError>) -> String {
    match refused.expect_err("it is refused") {
        AppError::Refused(refusal) => refusal.code,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn how_somebody_was_treated_is_for_the_centre_and_all_else_for_the_unit_that_handles_it() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let (one, other) = (received(&centre).await, received(&centre).await);
        centre.does(&Actor::Citizen, says(one, Matter::Delay, "Chưa thấy kết quả")).await;
        centre.does(&Actor::Citizen, says(other, Matter::Conduct, "Trả lời cộc lốc")).await;
        let of =
            |lines: Vec<PetitionLine>| -> Vec<StreamId> { lines.iter().map(|line| line.dossier).collect() };
        let handling = centre.dossier(one).await.plan.handling_unit;
        assert_eq!(of(waiting(&centre, &handling).await), [one], "{}", centre.test.engine);
        assert_eq!(of(waiting(&centre, "H49.80").await), [other]);
        assert_eq!(of(waiting(&centre, "H49").await).len(), 2, "the province sees both");
        let line = &waiting(&centre, "H49.80").await[0];
        assert_eq!(centre.local(line.due_at), "2026-12-16T08:00:00", "fifteen working days");
    }
}

#[tokio::test]
async fn whoever_leads_the_unit_answers_once_and_the_words_stand_in_no_event() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let dossier = received(&centre).await;
        centre.does(&Actor::Citizen, says(dossier, Matter::Delay, "Gọi hai lần chưa ai trả lời")).await;
        assert_eq!(
            code(centre.ask(&Actor::Citizen, says(dossier, Matter::Fee, "Nữa")).await),
            "petition_waits"
        );
        for stranger in ["ha.lt", "hoang.lt", "anh.hh", "thuong.vt", "trung.dd"] {
            let refused = centre.ask(&centre.staff(stranger), answers(dossier, 1, "Đã xem")).await;
            assert!(matches!(refused, Err(AppError::Forbidden { .. })), "{stranger}: {refused:?}");
        }
        let head = centre.staff("duyen.vb");
        centre.does(&head, answers(dossier, 1, "Đơn vị xin lỗi, hôm nay có kết quả")).await;
        assert_eq!(code(centre.ask(&head, answers(dossier, 1, "Lại")).await), "petition_answered");
        let kept = centre.app.petitions_of(dossier).await.unwrap();
        assert_eq!(
            (kept[0].text.as_str(), kept[0].answer.as_str()),
            ("Gọi hai lần chưa ai trả lời", "Đơn vị xin lỗi, hôm nay có kết quả")
        );
        assert!(waiting(&centre, "H49").await.is_empty());
        let answered = centre.app.petitions("H49.12", false, None, 50).await.unwrap().rows;
        assert_eq!((answered.len(), answered[0].answered_by.as_str()), (1, "duyen.vb"));
        let petitions = domain::petition::stream_of(dossier);
        for event in centre.app.history(petitions).await.unwrap() {
            let body = String::from_utf8_lossy(&event.body).into_owned();
            assert!(!body.contains("Gọi") && !body.contains("xin lỗi"), "{body}");
        }
        centre.does(&Actor::Citizen, says(dossier, Matter::Fee, "Thu sai phí")).await;
        assert_eq!(waiting(&centre, "H49").await[0].number, 2, "who was answered may write again");
        centre.journal_is_clean().await;
    }
}

#[tokio::test]
async fn what_is_missing_is_named_at_once_and_what_was_not_received_is_not_complained_of() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let dossier = received(&centre).await;
        let empty = Command::LodgePetition { dossier, matter: None, text: " ".to_owned() };
        let Err(AppError::Refused(refusal)) = centre.ask(&Actor::Citizen, empty).await else {
            panic!("it is refused")
        };
        let fields: Vec<_> = refusal.violations.iter().map(|one| one.field.as_str()).collect();
        assert_eq!((refusal.code.as_str(), fields), ("petition_incomplete", vec!["matter", "text"]));
        centre.does(&Actor::Citizen, says(dossier, Matter::Papers, "Đòi thêm hộ khẩu")).await;
        let head = centre.staff("duyen.vb");
        let empty = Command::AnswerPetition { dossier, number: 1, upheld: None, text: String::new() };
        let Err(AppError::Refused(refusal)) = centre.ask(&head, empty).await else { panic!("it is refused") };
        let fields: Vec<_> = refusal.violations.iter().map(|one| one.field.as_str()).collect();
        assert_eq!((refusal.code.as_str(), fields), ("answer_incomplete", vec!["upheld", "text"]));
        assert!(matches!(
            centre.ask(&head, answers(dossier, 7, "Không có")).await,
            Err(AppError::NotFound("petition"))
        ));
    }
}
