//! A slip that is mended, a dossier that is withdrawn.

use super::{LAND, at_the_counter, receives};
use crate::visitor::House;
use axum::http::StatusCode;
use domain::dossier::Phase;

#[tokio::test]
async fn an_issued_slip_is_mended_with_a_reason_and_a_dossier_is_withdrawn() {
    let house = House::open().await;
    let (mut officer, _) = at_the_counter(&house).await;
    let dossier = receives(&mut officer, LAND, &[]).await;
    let path = format!("/desk/correct/{dossier}");
    let page = officer.get(&path).await;
    assert!(page.says("value=\"Vũ Thị Minh Châu\""), "{}", page.body);
    let wrong = [
        ("what", "applicant"),
        ("applicant_name", "Vũ Thị Minh Châu"),
        ("applicant_phone", "12"),
        ("reason", "Gõ sai"),
    ];
    let refused = officer.send(&page, &path, &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("value=\"12\"") && refused.says("value=\"Gõ sai\""), "{}", refused.body);
    let right = [
        ("what", "applicant"),
        ("applicant_name", "Vũ Minh Châu"),
        ("applicant_phone", "0987 654 321"),
        ("reason", "Gõ sai"),
    ];
    let mended = officer.send(&page, &path, &right).await;
    assert_eq!(mended.status, StatusCode::SEE_OTHER, "{}", mended.body);
    assert_eq!(house.centre.app.dossier(dossier).await.unwrap().applicant.phone, "0987654321");
    let page = officer.get(&path).await;
    let fee =
        officer.send(&page, &path, &[("what", "fee"), ("fee", "30.000"), ("reason", "Miễn giảm")]).await;
    assert_eq!(fee.status, StatusCode::SEE_OTHER, "{}", fee.body);
    let history = officer.get(&format!("/dossiers/{dossier}")).await;
    assert!(
        history.says("Đính chính") && history.says("Gõ sai") && history.says("receiver-serves-dossier"),
        "{}",
        history.body
    );
    assert!(history.says("Ai đã xem hồ sơ") && history.says("Lê Thu Hà"));
    let path = format!("/desk/supplements/{dossier}/withdraw");
    let page = officer.get("/desk/supplements").await;
    let gone = officer.send(&page, &path, &[("reason", "Người nộp đổi ý")]).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER, "{}", gone.body);
    assert!(matches!(house.centre.dossier(dossier).await.phase, Phase::Withdrawn { .. }));
}

#[tokio::test]
async fn a_lost_slip_is_issued_anew_and_the_lost_one_opens_nothing() {
    let house = House::open().await;
    let (mut officer, _) = at_the_counter(&house).await;
    let dossier = receives(&mut officer, LAND, &[("pay", "now")]).await;
    let lost = format!("/d/{}", house.centre.dossier(dossier).await.intake.token);
    let mut finder = house.visitor();
    assert_eq!(finder.get(&lost).await.status, StatusCode::OK);
    let form = officer.get(&format!("/desk/correct/{dossier}")).await;
    let path = format!("/desk/correct/{dossier}/lost");
    for way in ["applicant/id_card", "proxy/id_card", "proxy/authorisation"] {
        assert!(form.says(&format!("name=\"seen\" value=\"{way}\"")), "{way}: {}", form.body);
    }
    assert!(!form.says("applicant/authorisation"), "nothing is offered that is refused afterwards");
    let unseen = officer.send(&form, &path, &[("what", "lost")]).await;
    assert_eq!(unseen.status, StatusCode::UNPROCESSABLE_ENTITY);
    let says_what_to_do = unseen.says("Chọn ai xin cấp lại và giấy tờ đã xem");
    assert!(unseen.says("id=\"lost\" open") && says_what_to_do, "{}", unseen.body);
    assert!(!unseen.says("hoặc giấy hẹn"), "a lost slip shows nobody: {}", unseen.body);
    let by_proxy = officer.send(&unseen, &path, &[("what", "lost"), ("seen", "proxy/id_card")]).await;
    assert_eq!(by_proxy.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(by_proxy.says("value=\"proxy/id_card\" checked"), "filled in: {}", by_proxy.body);
    assert_eq!(finder.get(&lost).await.status, StatusCode::OK, "nothing happened yet");
    let fields = [("what", "lost"), ("seen", "applicant/id_card")];
    let given = officer.send(&by_proxy, &path, &fields).await;
    assert_eq!(given.to(), format!("/desk?done={dossier}"), "{}", given.body);
    assert_eq!(finder.get(&lost).await.status, StatusCode::NOT_FOUND);
    let issued = format!("/d/{}", house.centre.dossier(dossier).await.intake.token);
    assert_eq!(finder.get(&issued).await.status, StatusCode::OK);
    let history = officer.get(&format!("/dossiers/{dossier}")).await;
    assert!(history.says("Cấp lại giấy hẹn bị mất"), "{}", history.body);
    house.centre.journal_is_clean().await;
}
