//! Ended without a result: what staff and the applicant read of it.

use crate::visitor::House;
use app::{Actor, Command};
use domain::dossier::Item;
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
