//! How a dossier went, in sentences.

use super::{RECORD, at_the_counter, finishes_on_the_page, receives, walks_on};
use crate::visitor::{Answer, House};
use axum::http::StatusCode;
use domain::kernel::StreamId;
use store::AccessAbout;

/// The sentences of a page, a line each, with the instants.
fn sentences(page: &Answer) -> String {
    let life = page.body.split("<ol class=\"life\">").nth(1).and_then(|rest| rest.split("</ol>").next());
    let life = life.unwrap_or_else(|| panic!("no life in {}", page.body)).replace("</li><li", "</li>\n<li");
    let mut inside = false;
    let mut text = String::new();
    for sign in life.replace("</time>", "  ").replace("</p>", " | ").replace("</li>", " ").chars() {
        match sign {
            '<' => inside = true,
            '>' => inside = false,
            sign if !inside => text.push(sign),
            _ => {}
        }
    }
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// A dossier whose first step behind the counter took three days.
async fn went(house: &House) -> StreamId {
    let (mut officer, _) = at_the_counter(house).await;
    let dossier = receives(&mut officer, RECORD, &[("pay", "later")]).await;
    finishes_on_the_page(house, dossier).await;
    house.centre.it_is("2026-12-09T09:30");
    finishes_on_the_page(house, dossier).await;
    dossier
}

#[tokio::test]
async fn a_dossier_is_told_in_sentences_with_the_clock_the_rule_and_the_person() {
    let house = House::open().await;
    let dossier = went(&house).await;
    let mut inspector = house.signed_in("thuong.vt").await;
    let page = inspector.get(&format!("/dossiers/{dossier}/explained")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let told = sentences(&page);
    for words in [
        "tiếp nhận hồ sơ, cấp mã",
        "hẹn trả kết quả",
        "làm xong bước “",
        "cho phép (",
        "Hồ sơ chuyển đến",
        "09/12/2026 09:30",
        "NĐ-CP, Điều",
    ] {
        assert!(told.contains(words), "{words} in {told}");
    }
    let english = inspector.get(&format!("/dossiers/{dossier}/explained?lang=en")).await;
    let told = sentences(&english);
    for words in ["received the dossier, gave it the code", "finished the step “", "allowed were used ("] {
        assert!(told.contains(words), "{words} in {told}");
    }
    for untold in ["{who}", "{by}", "{step}", "{unit}", "{due}", "life."] {
        assert!(!page.says(untold) && !english.says(untold), "{untold} was not filled in: {}", page.body);
    }
    let token = house.centre.dossier(dossier).await.intake.token;
    let mut applicant = house.visitor();
    let own = applicant.get(&format!("/d/{token}")).await;
    assert!(own.says(&format!("/d/{token}/explained")), "{}", own.body);
    let own = applicant.get(&format!("/d/{token}/explained")).await;
    assert!(sentences(&own).contains("tiếp nhận hồ sơ, cấp mã"), "{}", own.body);
    assert!(!own.says("Vũ Thị Minh Châu"), "whoever opens the link reads no name of an applicant");
    assert!(!own.says("class=\"code\" title"), "policies are for staff: {}", own.body);
}

#[tokio::test]
async fn it_is_made_by_whoever_answers_for_it_and_each_making_is_on_record() {
    let house = House::open().await;
    let dossier = went(&house).await;
    let path = format!("/dossiers/{dossier}/explained");
    for (who, status) in [
        ("anh.hh", StatusCode::OK),
        ("thuong.vt", StatusCode::OK),
        ("ha.lt", StatusCode::FORBIDDEN),
        ("trung.dd", StatusCode::FORBIDDEN),
        ("duyen.vb", StatusCode::FORBIDDEN),
    ] {
        let mut person = house.signed_in(who).await;
        for address in [path.clone(), format!("{path}.pdf")] {
            assert_eq!(person.get(&address).await.status, status, "{who} at {address}");
        }
        let whole = person.get(&format!("/dossiers/{dossier}")).await;
        assert_eq!(whole.says(&path), status == StatusCode::OK, "{who}: {}", whole.body);
    }
    let (store, tenant) = (house.centre.app.store(), house.centre.app.tenant());
    let looked = store.list_access_about(tenant, AccessAbout::Dossier(dossier), 50).await.unwrap();
    let made = looked.iter().filter(|one| one.opened.action == "dossier_explained").count();
    assert_eq!(made, 4, "two pages and two papers");
    let mut inspector = house.signed_in("thuong.vt").await;
    let paper = inspector.get(&format!("{path}.pdf")).await;
    assert_eq!(paper.header("content-type"), "application/pdf");
    assert_eq!(inspector.get("/dossiers/1/explained").await.status, StatusCode::NOT_FOUND);
    assert_eq!(inspector.get("/dossiers/x/explained").await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.visitor().get("/d/nobody/explained.pdf").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_people_here_wrote_for_each_other_is_not_told_to_the_applicant() {
    let house = House::open().await;
    let dossier = went(&house).await;
    walks_on_to_the_end(&house, dossier).await;
    let token = house.centre.dossier(dossier).await.intake.token;
    let mut applicant = house.visitor();
    let own = sentences(&applicant.get(&format!("/d/{token}/explained")).await);
    let mut inspector = house.signed_in("thuong.vt").await;
    let whole = sentences(&inspector.get(&format!("/dossiers/{dossier}/explained")).await);
    assert!(whole.contains("soạn dự thảo") && !own.contains("soạn dự thảo"), "{own}\n\n{whole}");
    assert!(own.contains("Đã có kết quả") && own.contains("của lời hẹn"), "{own}");
    assert!(own.lines().count() < whole.lines().count());
    let paper = applicant.get(&format!("/d/{token}/explained.pdf")).await;
    assert_eq!((paper.status, paper.header("content-type")), (StatusCode::OK, "application/pdf"));
}

async fn walks_on_to_the_end(house: &House, dossier: StreamId) {
    super::walks_to(house, dossier, domain::dossier::StepKind::Approve).await;
    let signer = house.centre.whose_step(dossier).await.person().to_owned();
    let mut leader = house.signed_in(&signer).await;
    let signing = leader.get("/sign").await;
    let signed = leader.send(&signing, &format!("/sign/{dossier}/approve"), &[]).await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.body);
    walks_on(house, dossier).await;
}
