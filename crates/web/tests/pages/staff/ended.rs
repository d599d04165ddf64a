//! Ended without a result: what staff and the applicant read of it.

use super::{RECORD, at_the_counter, receives, walks_to};
use crate::visitor::House;
use app::{Actor, Command};
use axum::http::StatusCode;
use domain::dossier::{Item, Phase, StepKind};
use domain::kernel::StreamId;

/// Asked for a paper, under a decree that ends the waiting.
async fn waits(house: &House) -> StreamId {
    let centre = &house.centre;
    let officer = centre.staff("ha.lt");
    centre.opens_counter(&officer, "05").await;
    let form = centre.form("2.900022", "bo-van-hoa-ttdl");
    let dossier = centre.receives(&officer, "05", form, None).await;
    let specialist = centre.whose_step(dossier).await;
    let items =
        vec![Item {
            paper: 1, name: "Tờ khai liên thông".to_owned(), reason: "Thiếu trang 4".to_owned()
        }];
    centre.does(&specialist, Command::RequestSupplement { dossier, items }).await;
    dossier
}

#[tokio::test]
async fn the_applicant_reads_until_when_papers_are_taken_and_afterwards_why_it_ended() {
    let house = House::open().await;
    let dossier = waits(&house).await;
    let state = house.centre.dossier(dossier).await;
    let last = house.centre.app.directory().waits_until(&state).expect("an end");
    let address = format!("/d/{}", state.intake.token);
    let mut citizen = house.visitor();
    let own = citizen.get(&address).await;
    for words in
        ["Mời ông bà bổ sung giấy tờ", "Giấy tờ được nhận đến", "297/2025/NĐ-CP, Điều 6", "Thiếu trang 4"]
    {
        assert!(own.says(words), "{words}: {}", own.body);
    }
    house.centre.clock.set(last + 1);
    house.centre.does(&Actor::system("silence"), Command::CloseAfterSilence(dossier)).await;
    let own = citizen.get(&address).await;
    for words in [
        "Hồ sơ kết thúc lúc",
        "hết 15 ngày làm việc chờ bổ sung",
        "297/2025/NĐ-CP, Điều 6",
        "Thiếu trang 4",
        "Xem phiếu yêu cầu bổ sung",
        "Bản chính đã nộp",
    ] {
        assert!(own.says(words), "{words}: {}", own.body);
    }
    assert!(!own.says("Giấy tờ được nhận đến") && own.says(&format!("{address}/petitions")), "{}", own.body);
    let mut officer = house.signed_in("ha.lt").await;
    let whole = officer.get(&format!("/dossiers/{dossier}")).await;
    for words in ["Đã chờ hết thời hạn bổ sung", "Trả bản chính"] {
        assert!(whole.says(words), "{words}: {}", whole.body);
    }
}

/// On the page of whoever appraises it: nothing typed is refused, what was typed too long comes back.
async fn proposes(house: &House, dossier: StreamId, reason: &str) {
    let specialist = house.centre.whose_step(dossier).await.person().to_owned();
    let mut specialist = house.signed_in(&specialist).await;
    let (open, path) = (format!("/work?open={dossier}"), format!("/work/{dossier}/refuse"));
    let page = specialist.get(&open).await;
    let blank = specialist.send(&page, &path, &[("reasons", "")]).await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(blank.says("Cần ghi lý do"), "{}", blank.body);
    let (page, long) = (specialist.get(&open).await, "d".repeat(501));
    let refused = specialist.send(&page, &path, &[("reasons", &long)]).await;
    assert!(
        refused.says("Một ô có 501 chữ; nhiều nhất được 500 chữ.") && refused.says(&long),
        "{}",
        refused.body
    );
    let page = specialist.get(&open).await;
    let done = specialist.send(&page, &path, &[("reasons", reason)]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
}

#[tokio::test]
async fn the_signer_refuses_with_a_reason_on_each_line_and_the_applicant_reads_them_the_rule_and_how_to_complain()
 {
    let house = House::open().await;
    let (mut officer, _) = at_the_counter(&house).await;
    let dossier = receives(&mut officer, RECORD, &[("pay", "later")]).await;
    walks_to(&house, dossier, StepKind::Process).await;
    let proposed = "Không đúng đối tượng";
    proposes(&house, dossier, proposed).await;
    walks_to(&house, dossier, StepKind::Approve).await;
    let leader = house.centre.whose_step(dossier).await.person().to_owned();
    let name = house.centre.app.directory().person_name(&leader).to_owned();
    let mut leader = house.signed_in(&leader).await;
    let (open, path) = (format!("/sign?open={dossier}"), format!("/sign/{dossier}/refuse"));
    let page = leader.get(&open).await;
    assert!(page.says("Từ chối giải quyết") && page.says(&path), "{}", page.body);
    assert!(
        page.says("Đề xuất từ chối giải quyết") && page.says(&format!(">{proposed}</textarea>")),
        "{}",
        page.body
    );
    assert!(!page.says(&format!("/sign/{dossier}/approve")), "there is nothing to approve: {}", page.body);
    let blank = leader.send(&page, &path, &[("what", "refuse"), ("reasons", "  ")]).await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(blank.says("Từ chối phải nêu đủ lý do") || blank.says("Cần ghi lý do"), "{}", blank.body);
    let (page, stale) = (leader.get(&open).await, leader.get(&open).await);
    let reasons = "Không đúng đối tượng\n\n  Giấy tờ tùy thân hết hạn  ";
    let done = leader.send(&page, &path, &[("what", "refuse"), ("reasons", reasons)]).await;
    assert_eq!(done.to(), "/sign", "{}", done.body);
    assert!(leader.get("/sign").await.says("Đã ký từ chối giải quyết"));
    let late = leader.send(&stale, &path, &[("what", "refuse"), ("reasons", "Lý do khác")]).await;
    assert_ne!(late.status, StatusCode::SEE_OTHER, "ended once");
    let state = house.centre.dossier(dossier).await;
    assert!(matches!(state.phase, Phase::Stopped { .. }));

    let address = format!("/d/{}", state.intake.token);
    let mut citizen = house.visitor();
    let own = citizen.get(&address).await;
    for words in [
        "Hồ sơ bị từ chối giải quyết lúc",
        "Không đúng đối tượng",
        "Giấy tờ tùy thân hết hạn",
        &name,
        "Căn cứ: 118/2025/NĐ-CP",
        "Ông bà có thể làm gì",
        "Bản chính đã nộp",
        "khiếu nại đến",
        "trong 90 ngày",
        "02/2011/QH13, Điều 9",
        "refusal.pdf",
    ] {
        assert!(own.says(words), "{words}: {}", own.body);
    }
    assert!(citizen.get(&format!("{address}/refusal.pdf")).await.bytes.starts_with(b"%PDF"));
    let whole = officer.get(&format!("/dossiers/{dossier}")).await;
    assert!(whole.says("Từ chối giải quyết") && whole.says("refusal.pdf"), "{}", whole.body);
    assert!(officer.get(&format!("/dossiers/{dossier}/refusal.pdf")).await.bytes.starts_with(b"%PDF"));
}
