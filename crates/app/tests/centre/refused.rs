//! Refused after appraisal: signed by whoever would sign the result, told with all reasons, and the originals go back.

use app::papers::PaperKind;
use app::testing::{Centre, centres};
use app::{AppError, Command, Refuse};
use domain::catalogue::Role;
use domain::dossier::{Holder, Phase, StepKind};
use domain::kernel::StreamId;
use domain::message::About;

const LAND: (&str, &str) = ("1.115778", "quang-ninh");

/// At the signature.
async fn at_signature(centre: &Centre) -> StreamId {
    let officer = centre.staff("ha.lt");
    centre.opens_counter(&officer, "05").await;
    let dossier = centre.receives(&officer, "05", centre.form(LAND.0, LAND.1), Some(50_000)).await;
    while centre.dossier(dossier).await.open_turn().expect("a step is under way").kind != StepKind::Approve {
        let actor = centre.whose_step(dossier).await;
        let command = Command::FinishStep { dossier, note: String::new(), next_person: String::new() };
        centre.does(&actor, command).await;
    }
    dossier
}

fn code(error: &AppError) -> &str {
    error.refusal().map_or("", |refusal| refusal.code.as_str())
}

fn refuse(dossier: StreamId, reasons: &[&str]) -> Command {
    Command::Refuse(dossier, Refuse::Sign(reasons.iter().map(|&reason| reason.to_owned()).collect()))
}

#[tokio::test]
async fn a_refusal_gives_all_reasons_on_a_slip_its_signer_stands_on_and_the_applicant_is_told() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let dossier = at_signature(&centre).await;
        let signer = centre.whose_step(dossier).await;
        let none = centre.ask(&signer, refuse(dossier, &[" "])).await.unwrap_err();
        assert_eq!(none.violations()[0].code, "reason_missing");
        centre.does(&signer, refuse(dossier, &["Đất đang tranh chấp", "Chưa nộp thuế năm trước"])).await;
        let state = centre.dossier(dossier).await;
        assert!(matches!(state.phase, Phase::Stopped { .. }) && state.exchange_status() == 8);
        let told = centre.app.messages_of(About::Dossier(dossier)).await.expect("read");
        assert_eq!(told.iter().filter(|line| line.template == "refused").count(), 2, "an SMS and a letter");
        let slip = centre.app.paper_text(dossier, PaperKind::Refusal).await.expect("a slip").join("\n");
        let name = centre.app.directory().person_name(signer.person()).to_owned();
        for part in ["Đất đang tranh chấp", "Chưa nộp thuế năm trước", "PTC-", &state.code, &name]
        {
            assert!(slip.contains(part), "{part} in {slip}");
        }
        assert!(!slip.contains("NGƯỜI TIẾP NHẬN HỒ SƠ"), "the authority signs, not the counter: {slip}");
        let officer = centre.staff("ha.lt");
        centre.does(&officer, Command::GiveBackOriginals(dossier)).await;
        let held = centre.dossier(dossier).await.originals;
        assert!(held.iter().all(|one| one.holder == Holder::Applicant));
        centre.journal_is_clean().await;
    }
}

#[tokio::test]
async fn who_may_not_sign_the_result_may_not_refuse_it() {
    let centre = centres("H1", "2026-11-25T08:00").await.swap_remove(0);
    let dossier = at_signature(&centre).await;
    let worked = centre.dossier(dossier).await;
    let worked = worked.turns.iter().rev().find(|turn| turn.kind == StepKind::Process).expect("worked on");
    for person in ["ha.lt", "anh.hh", worked.person.as_str()] {
        let refused = centre.ask(&centre.staff(person), refuse(dossier, &["Không đủ điều kiện"])).await;
        assert!(matches!(refused, Err(AppError::Forbidden { .. })), "{person}: {refused:?}");
    }
    assert_eq!(centre.dossier(dossier).await.phase, Phase::Processing);
}

#[tokio::test]
async fn a_proposal_goes_to_the_signature_in_place_of_a_draft_and_is_not_approved_with_the_others() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let officer = centre.staff("ha.lt");
        centre.opens_counter(&officer, "03").await;
        let dossier = centre.receives(&officer, "03", centre.form("2.002029", "quang-ninh"), None).await;
        let to = |kind| {
            let centre = &centre;
            async move {
                let turn = centre.dossier(dossier).await.open_turn().expect("a step is under way").clone();
                assert_eq!(turn.kind, kind);
                centre.whose_step(dossier).await
            }
        };
        let head = to(StepKind::Assign).await;
        let propose = Command::Refuse(dossier, Refuse::Propose(vec!["Không đủ điều kiện".to_owned()]));
        let early = centre.ask(&head, propose.clone()).await.unwrap_err();
        assert_eq!(code(&early), "refusal_not_at_this_step");
        let state = centre.dossier(dossier).await;
        let next = state.plan.after(state.open_turn().expect("assigned").step).expect("appraised").clone();
        let next_person = centre.holder(&next.unit, Role::Specialist).person().to_owned();
        centre.does(&head, Command::FinishStep { dossier, note: String::new(), next_person }).await;
        let specialist = to(StepKind::Process).await;
        let finish = Command::FinishStep { dossier, note: String::new(), next_person: String::new() };
        let undrafted = centre.ask(&specialist, finish).await.unwrap_err();
        assert_eq!(code(&undrafted), "result_not_drafted");
        centre.does(&specialist, propose).await;
        let leader = to(StepKind::Approve).await;
        let approved = centre.ask(&leader, Command::Approve { dossier }).await.unwrap_err();
        assert_eq!(code(&approved), "refusal_proposed");
        centre.does(&leader, refuse(dossier, &["Không đủ điều kiện"])).await;
        assert_eq!(centre.dossier(dossier).await.exchange_status(), 8);
        centre.journal_is_clean().await;
    }
}
