//! Who signs in whose place, as both sides read it.

use super::{RECORD, at_the_counter, receives, walks_to};
use crate::visitor::House;
use axum::http::StatusCode;
use domain::dossier::StepKind;

const DIRECTOR: &str = "H49.11/leader/tuan.ld";
const DEPUTY_HEAD: &str = "H49.11.1/deputy_head/lam.nh";

fn typed<'a>(until: &'a str, number: &'a str) -> [(&'a str, &'a str); 10] {
    [
        ("giver", DIRECTOR),
        ("sign_as", "delegation"),
        ("to", DEPUTY_HEAD),
        ("actions", "approve_result"),
        ("actions", "return_result_for_rework"),
        ("procedures", "2.000488"),
        ("number", number),
        ("dated", "2026-11-25"),
        ("from", "2026-11-25"),
        ("until", until),
    ]
}

#[tokio::test]
async fn a_director_gives_the_deputy_head_reads_and_signs_and_it_is_taken_back() {
    let house = House::open().await;
    house.centre.it_is("2026-11-25T08:00");
    let (mut officer, _) = at_the_counter(&house).await;
    let one = receives(&mut officer, RECORD, &[("pay", "later")]).await;
    let two = receives(&mut officer, RECORD, &[("pay", "later")]).await;
    for dossier in [one, two] {
        walks_to(&house, dossier, StepKind::Approve).await;
    }
    let mut deputy = house.signed_in("lam.nh").await;
    assert!(deputy.get("/delegations").await.says("Hiện không có việc nào được giao ký thay"));

    let mut director = house.signed_in("tuan.ld").await;
    let page = director.get("/delegations").await;
    assert!(page.says("Quyết định phân công công tác số 03/QĐ-PC"), "{}", page.body);
    let form = director.get("/delegations/new").await;
    assert!(form.says("Ngô Hoàng Lâm, Phó Trưởng phòng"), "{}", form.body);
    let refused = director.send(&form, "/delegations", &typed("", " ")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("Ủy quyền phải có ngày kết thúc") && refused.says("Cần ghi số, ký hiệu"));
    assert!(refused.body.contains(">2.000488</textarea>"), "what was typed stays: {}", refused.body);
    let option = format!("<option value=\"{DEPUTY_HEAD}\" selected>");
    assert!(refused.body.contains(&option), "{}", refused.body);
    let form = director.get("/delegations/new").await;
    let given = director.send(&form, "/delegations", &typed("2026-12-31", "12/UQ-STP")).await;
    assert_eq!(given.to(), "/delegations", "{}", given.body);

    let page = deputy.get("/delegations").await;
    for part in ["TUQ. Giám đốc Sở", "12/UQ-STP ngày 25/11/2026", "đến hết 31/12/2026", "Đang hiệu lực"]
    {
        assert!(page.says(part), "{part}: {}", page.body);
    }
    assert!(!page.says("Thu hồi ngay"), "who received does not take back");
    let page = deputy.get(&format!("/sign?open={one}")).await;
    assert!(page.says("TUQ. Giám đốc Sở") && page.says("12/UQ-STP"), "{}", page.body);
    let signed = deputy.send(&page, &format!("/sign/{one}/approve"), &[]).await;
    assert!(signed.to().starts_with("/sign"), "{}", signed.body);
    let page = officer.get(&format!("/dossiers/{one}")).await;
    assert!(
        page.says("Ngô Hoàng Lâm, Phó Trưởng phòng · TUQ. Giám đốc Sở · theo Văn bản ủy quyền số 12/UQ-STP"),
        "{}",
        page.body
    );

    let ready = deputy.get(&format!("/sign?open={two}")).await;
    let page = director.get("/delegations").await;
    let given = house.centre.app.directory().given().find(|given| given.stream.is_some()).cloned();
    let code = given.expect("given").code;
    let path = format!("/delegations/{code}/take-back");
    let refused = director.send(&page, &path, &[("reason", "")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains(&format!("href=\"#reason-{code}\"")), "{}", refused.body);
    let page = director.get("/delegations").await;
    let taken = director.send(&page, &path, &[("reason", "Chuyển công tác")]).await;
    assert_eq!(taken.to(), "/delegations", "{}", taken.body);
    let late = deputy.send(&ready, &format!("/sign/{two}/approve"), &[]).await;
    assert_eq!(late.status, StatusCode::FORBIDDEN);
    assert!(late.says("đã bị thu hồi") && late.says("30/2020/NĐ-CP"), "{}", late.body);
    assert!(late.body.contains("href=\"/delegations\""), "{}", late.body);
    let page = deputy.get("/delegations").await;
    assert!(page.says("Lâm Đức Tuấn thu hồi") && page.says("Chuyển công tác"), "{}", page.body);
}

#[tokio::test]
async fn another_one_that_follows_begins_when_the_first_is_over() {
    let house = House::open().await;
    house.centre.it_is("2026-11-25T08:00");
    let mut director = house.signed_in("tuan.ld").await;
    let form = director.get("/delegations/new").await;
    director.send(&form, "/delegations", &typed("2026-11-30", "12/UQ-STP")).await;
    let form = director.get("/delegations/new").await;
    let same = director.send(&form, "/delegations", &typed("2026-12-31", "13/UQ-STP")).await;
    assert!(same.says("12/UQ-STP ngày 25/11/2026, đến hết 30/11/2026"), "{}", same.body);
    let given = house.centre.app.directory().given().find(|given| given.stream.is_some()).cloned();
    let form = director.get(&format!("/delegations/new?after={}", given.expect("given").code)).await;
    assert!(form.body.contains("name=\"from\" type=\"date\" value=\"2026-12-01\""), "{}", form.body);
    assert!(form.body.contains(">2.000488</textarea>"), "{}", form.body);
}

#[tokio::test]
async fn whoever_gives_nothing_reads_the_page_and_gets_no_form() {
    let house = House::open().await;
    for person in ["ha.lt", "hoang.lt", "tuong.lm", "anh.hh", "trung.dd"] {
        let mut visitor = house.signed_in(person).await;
        let page = visitor.get("/delegations").await;
        assert_eq!(page.status, StatusCode::OK, "{person}");
        assert!(!page.body.contains("/delegations/new"), "{person}: {}", page.body);
        assert_eq!(visitor.get("/delegations/new").await.status, StatusCode::FORBIDDEN, "{person}");
    }
    let mut clerk = house.signed_in("my.cu").await;
    let form = clerk.get("/delegations/new").await;
    assert!(form.body.contains(&format!("name=\"giver\" value=\"{DIRECTOR}\"")), "{}", form.body);
}
