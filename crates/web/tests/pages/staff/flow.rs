//! The ways dossiers take.

use super::{LAND, RECORD, at_the_counter, finishes_on_the_page, receives};
use crate::visitor::{Answer, House};
use axum::http::StatusCode;

const OF_LAND: &str = "procedure=1.115778@quang-ninh&period=2026-11";

/// Addresses of the lists a page opens, as a browser reads them.
fn lists(page: &Answer) -> Vec<String> {
    let found = page.body.split("href=\"/flow/dossiers").skip(1).filter_map(|rest| rest.split('"').next());
    found.map(|rest| format!("/flow/dossiers{}", rest.replace("&#38;", "&").replace("&amp;", "&"))).collect()
}

#[tokio::test]
async fn where_time_went_is_read_and_every_number_opens_its_dossiers() {
    let house = House::open().await;
    let (mut officer, _) = at_the_counter(&house).await;
    let first = receives(&mut officer, LAND, &[]).await;
    let second = receives(&mut officer, LAND, &[]).await;
    let other = receives(&mut officer, RECORD, &[("pay", "later")]).await;
    finishes_on_the_page(&house, first).await;
    finishes_on_the_page(&house, first).await;
    finishes_on_the_page(&house, second).await;
    let mut codes = Vec::new();
    for dossier in [first, second, other] {
        codes.push(house.centre.dossier(dossier).await.code);
    }
    let mut director = house.signed_in("anh.hh").await;
    let page = director.get(&format!("/flow?{OF_LAND}")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    for words in [
        "Đường đi của hồ sơ",
        "Bản đồ đường đi",
        "<svg class=\"flowmap\"",
        "Thời gian đi đâu",
        "đang giải quyết",
    ] {
        assert!(page.says(words), "{words}: {}", page.body);
    }
    assert!(!page.says("style="), "no style in the page itself");
    let lists = lists(&page);
    assert!(lists.len() > 4, "{lists:?}");
    for list in &lists {
        let listed = director.get(list).await;
        assert_eq!(listed.status, StatusCode::OK, "{list}: {}", listed.body);
        let shown = codes[..2].iter().filter(|code| listed.says(code)).count();
        let said =
            listed.body.split("<span class=\"soft num\">").nth(1).and_then(|rest| rest.split('<').next());
        assert_eq!(said.and_then(|said| said.parse().ok()), Some(shown), "{list}: {}", listed.body);
        assert!(shown > 0 && !listed.says(&codes[2]), "{list}: {}", listed.body);
    }
    let both = lists.iter().find(|list| list.contains("what=step")).expect("a step");
    assert!(director.get(both).await.says(&codes[0]), "{both}");
}

#[tokio::test]
async fn the_ways_are_read_by_whoever_answers_for_the_unit_and_persons_by_their_head_alone() {
    let house = House::open().await;
    let (mut officer, _) = at_the_counter(&house).await;
    let dossier = receives(&mut officer, LAND, &[]).await;
    for _ in 0..3 {
        finishes_on_the_page(&house, dossier).await;
    }
    let specialist = house.centre.dossier(dossier).await.turns[2].person.clone();
    let unit = house.centre.dossier(dossier).await.turns[2].unit.clone();
    for (who, own, others) in [
        ("anh.hh", "H49.80", &["H49.12", "H49"][..]),
        ("tung.dt", "H49.12", &["H49.13", "H49.80"]),
        ("thuong.vt", "H49.80", &[]),
    ] {
        let mut reader = house.signed_in(who).await;
        for path in ["/flow?", "/flow/dossiers?what=away&"] {
            let answer = reader.get(&format!("{path}{OF_LAND}&unit={own}")).await;
            assert_eq!(answer.status, StatusCode::OK, "{who} at {own}: {}", answer.body);
            for other in others {
                let answer = reader.get(&format!("{path}{OF_LAND}&unit={other}")).await;
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{who} at {other}");
            }
        }
    }
    let mut receiver = house.signed_in("ha.lt").await;
    assert_eq!(receiver.get(&format!("/flow?{OF_LAND}")).await.status, StatusCode::FORBIDDEN);
    let name = house.centre.app.directory().person_name(&specialist).to_owned();
    let mut leader = house.signed_in("tung.dt").await;
    let led = leader.get(&format!("/flow?{OF_LAND}&unit=H49.12")).await;
    assert!(led.says("Theo người") && led.says(&name), "{name}: {}", led.body);
    let list = lists(&led).into_iter().find(|list| list.contains("what=person")).expect("of a person");
    assert_eq!(leader.get(&list).await.status, StatusCode::OK, "{list}");
    let mut inspector = house.signed_in("thuong.vt").await;
    let seen = inspector.get(&format!("/flow?{OF_LAND}&unit=H49.12")).await;
    assert!(
        !seen.says("Theo người") && !seen.says(&name),
        "an inspector reads steps, not people: {}",
        seen.body
    );
    assert_eq!(inspector.get(&list).await.status, StatusCode::FORBIDDEN, "of {unit}, also by its address");
}

#[tokio::test]
async fn what_cannot_be_read_is_said_and_nothing_is_an_answer_too() {
    let house = House::open().await;
    let mut director = house.signed_in("anh.hh").await;
    let empty = director.get("/flow").await;
    assert!(empty.status == StatusCode::OK && empty.says("Chưa có hồ sơ nào"), "{}", empty.body);
    for (address, status) in [
        ("/flow?period=2026-13", StatusCode::BAD_REQUEST),
        ("/flow?procedure=nothing", StatusCode::NOT_FOUND),
        ("/flow?unit=H99", StatusCode::NOT_FOUND),
        ("/flow/dossiers?what=nothing", StatusCode::NOT_FOUND),
        ("/flow/dossiers?what=way&a=1", StatusCode::NOT_FOUND),
        ("/flow/dossiers?what=follows&a=x&b=y", StatusCode::NOT_FOUND),
    ] {
        assert_eq!(director.get(address).await.status, status, "{address}");
    }
    let english = director.get("/flow?lang=en").await;
    assert!(english.says("The ways dossiers take"), "{}", english.body);
}
