//! A department that will be late says so in time: a new date, an apology that is signed, and a message about it.

use app::papers::PaperKind;
use app::testing::{Centre, centres};
use app::{Actor, AppError, Command, DateAnew, MessageWords};
use domain::catalogue::Role;
use domain::dossier::Event;
use domain::kernel::StreamId;
use domain::message::About;

/// Received on Wednesday, promised for Wednesday 2 December at eight; a specialist of the land registration office has it.
async fn under_way(centre: &Centre) -> StreamId {
    let officer = centre.staff("ha.lt");
    centre.opens_counter(&officer, "05").await;
    let form = centre.form("1.012783", "quang-ninh");
    centre.receives(&officer, "05", form, Some(50_000)).await
}

fn anew(dossier: StreamId, day: &str, reason: &str) -> Command {
    Command::Extend(DateAnew { dossier, day: day.to_owned(), reason: reason.to_owned() })
}

fn codes(error: &AppError) -> Vec<String> {
    error.violations().iter().map(|violation| violation.code.clone()).collect()
}

fn forbidden(error: AppError) -> String {
    match error {
        AppError::Forbidden { why, .. } => why,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_leader_of_the_late_agency_sets_the_date_anew_and_the_person_is_told() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let dossier = under_way(&centre).await;
        let promised = centre.dossier(dossier).await.promise().expect("promised").due_at;
        centre.it_is("2026-11-27T10:00");
        let step = centre.dossier(dossier).await.open_turn().expect("a step").unit.clone();
        assert_ne!(step, "H49.12", "somebody below has it");
        let leader = centre.staff("tung.dt");
        centre.does(&leader, anew(dossier, "11/12/2026", "Phải xác minh ranh giới thửa đất")).await;
        let state = centre.dossier(dossier).await;
        let promise = state.promise().expect("promised");
        assert_eq!(promise.first_due_at, promised);
        assert_eq!(centre.local(promise.due_at)[..10], *"2026-12-11");
        assert_eq!(centre.local(promise.due_at)[10..], centre.local(promised)[10..], "at the promised hour");
        let given = state.extension().expect("given");
        assert_eq!((given.unit.as_str(), given.number.number(), given.block.as_str()), ("H49.12", 1, ""));
        assert_eq!(centre.app.apologies(2026).await.unwrap(), [("H49.12".to_owned(), 1)]);
        assert_eq!(centre.app.apologies(2025).await.unwrap(), []);
        let told = centre.app.messages_of(About::Dossier(dossier)).await.unwrap();
        let ways: Vec<_> = told
            .iter()
            .filter(|line| line.template == "extended")
            .map(|line| line.channel.as_str())
            .collect();
        assert_eq!(ways.len(), 2, "an SMS and a letter: {ways:?}");
        let letter = centre.app.paper_text(dossier, PaperKind::Apology).await.unwrap().join("\n");
        for part in ["PXL-SNNMT", "Nguyễn Thị Mẫu", "xác minh ranh giới", "Dương Thanh Tùng", "11/12/2026"]
        {
            assert!(letter.contains(part), "{part} in {letter}");
        }
        assert!(MessageWords::shipped().is_ok());
        centre.journal_is_clean().await;
    }
}

#[tokio::test]
async fn a_deputy_signs_kt_and_the_letter_says_so() {
    let centre = centres("H1", "2026-11-25T08:00").await.swap_remove(0);
    let dossier = under_way(&centre).await;
    let deputy = centre.staff("doan.lt");
    centre.does(&deputy, anew(dossier, "2026-12-11", "Chờ ý kiến phối hợp")).await;
    let given = centre.dossier(dossier).await.extension().expect("given").clone();
    assert_eq!((given.block.as_str(), given.on_behalf_of.as_str()), ("KT.", "H49.12/leader/tung.dt"));
    let letter = centre.app.paper_text(dossier, PaperKind::Apology).await.unwrap().join("\n");
    for part in
        ["KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n", "Lâm Tâm Đoan", "(Theo Quyết định phân công công tác số 01/QĐ-PC"]
    {
        assert!(letter.contains(part), "{part} in {letter}");
    }
}

#[tokio::test]
async fn nobody_else_apologises_in_the_agencys_name() {
    let centre = centres("H1", "2026-11-25T08:00").await.swap_remove(0);
    let dossier = under_way(&centre).await;
    let specialist = centre.whose_step(dossier).await;
    let others: [Actor; 6] = [
        centre.staff("ha.lt"),
        centre.staff("anh.hh"),
        specialist,
        centre.staff("tuan.ld"),
        centre.staff("truong.tm"),
        centre.holder("H49.12.1", Role::Head),
    ];
    for other in others {
        let refused = centre.ask(&other, anew(dossier, "2026-12-11", "Chờ")).await.unwrap_err();
        assert!(!forbidden(refused).is_empty(), "{}", other.person());
    }
    assert!(centre.dossier(dossier).await.extension().is_none());
}

#[tokio::test]
async fn a_date_that_is_none_a_second_time_and_the_promised_day_itself_are_refused() {
    let centre = centres("H1", "2026-11-25T08:00").await.swap_remove(0);
    let dossier = under_way(&centre).await;
    let leader = centre.staff("tung.dt");
    let badly = centre.ask(&leader, anew(dossier, "sang tuần", " ")).await.unwrap_err();
    assert_eq!(codes(&badly), ["new_due_missing", "reason_missing"]);
    let promised = centre.dossier(dossier).await.promise().expect("promised").due_at;
    let day = centre.local(promised)[..10].to_owned();
    centre.it_is(&format!("{day}T07:30"));
    let late = centre.ask(&leader, anew(dossier, "2026-12-18", "Chờ")).await.unwrap_err();
    assert_eq!(codes(&late), ["extension_too_late"]);
    let closed = centre.app.may_extend(&centre.dossier(dossier).await).unwrap().unwrap_err();
    assert!(closed.rule.is_some_and(|rule| rule.document == "118/2025/NĐ-CP"));
    centre.it_is("2026-11-26T09:00");
    assert!(centre.app.may_extend(&centre.dossier(dossier).await).unwrap().is_ok());
    centre.does(&leader, anew(dossier, "2026-12-18", "Chờ")).await;
    let again = centre.ask(&leader, anew(dossier, "2026-12-25", "Chờ")).await.unwrap_err();
    assert_eq!(codes(&again), ["extension_used"]);
    let given = centre.app.history(dossier).await.unwrap();
    let given = given.iter().filter(|envelope| {
        matches!(envelope.event(), Ok(domain::Event::Dossier(Event::DossierExtended { .. })))
    });
    assert_eq!(given.count(), 1);
}
