//! The work room: lists, loads, leaves.

use super::{LAND, at_the_counter, receives};
use crate::visitor::{Answer, House};
use domain::catalogue::Role;

#[tokio::test]
async fn heads_see_their_people_and_give_several_dossiers_away_with_a_reason() {
    let house = House::open().await;
    let (mut officer, _) = at_the_counter(&house).await;
    let one = receives(&mut officer, LAND, &[]).await;
    let two = receives(&mut officer, LAND, &[]).await;
    let turn = house.centre.dossier(one).await.open_turn().expect("a step").clone();
    let head = house.centre.holder(&turn.unit, Role::Head).person().to_owned();
    let to = house.centre.holder(&turn.unit, Role::Specialist).person().to_owned();
    let mut head = house.signed_in(&head).await;
    let page = head.get("/work?tab=unit").await;
    assert!(page.says("Người trong đơn vị") && page.says(&format!("value=\"{two}\"")), "{}", page.body);
    let (one_text, two_text) = (one.to_string(), two.to_string());
    let nobody = head.send(&page, "/work/assign", &[("dossier", &one_text), ("tab", "unit")]).await;
    assert_eq!(nobody.to(), "/work?tab=unit");
    assert!(head.get("/work?tab=unit").await.says("chưa chọn người"));
    let fields = [
        ("dossier", one_text.as_str()),
        ("dossier", &two_text),
        ("person", &to),
        ("reason", "Chia việc"),
        ("tab", "unit"),
    ];
    let given = head.send(&page, "/work/assign", &fields).await;
    assert_eq!(given.to(), "/work?tab=unit");
    assert!(head.get("/work?tab=unit").await.says("Đã giao 2 hồ sơ"));
    for dossier in [one, two] {
        assert_eq!(house.centre.dossier(dossier).await.open_turn().expect("a step").person, to);
    }
    let mut specialist = house.signed_in(&to).await;
    let page = specialist.get("/work").await;
    let to = specialist
        .send(&page, "/work/filter", &[("q", "minh chau"), ("sort", "received")])
        .await
        .to()
        .to_owned();
    assert_eq!(to, "/work?filtered=1&sort=received", "no name in an address");
    let mine = specialist.get(&to).await;
    assert!(mine.says("Vũ Thị Minh Châu"), "{}", mine.body);
    let to = specialist.send(&page, "/work/filter", &[("q", "khong co")]).await.to().to_owned();
    assert!(!specialist.get(&to).await.says("Vũ Thị Minh Châu</small>"));
    assert_eq!(specialist.send(&page, "/work/filter", &[("q", "")]).await.to(), "/work");
}

#[tokio::test]
async fn a_leave_is_recorded_and_shown_beside_the_persons_load() {
    let house = House::open().await;
    let (mut officer, _) = at_the_counter(&house).await;
    let dossier = receives(&mut officer, LAND, &[]).await;
    let unit = house.centre.dossier(dossier).await.open_turn().expect("a step").unit.clone();
    let head = house.centre.holder(&unit, Role::Head).person().to_owned();
    let away = house.centre.holder(&unit, Role::Specialist).person().to_owned();
    let mut head_page = house.signed_in(&head).await;
    let page = head_page.get("/work?tab=unit").await;
    let days = |from, until| {
        [
            ("person", away.as_str()),
            ("from", from),
            ("until", until),
            ("substitute", &head),
            ("reason", "Nghỉ phép"),
            ("tab", "unit"),
        ]
    };
    let wrong = head_page.send(&page, "/work/absence", &days("", "2026-11-27")).await;
    assert_eq!(wrong.to(), "/work?tab=unit");
    assert!(head_page.get("/work?tab=unit").await.says("Cần ngày bắt đầu"));
    head_page.send(&page, "/work/absence", &days("2026-11-25", "2026-11-27")).await;
    assert!(head_page.get("/work?tab=unit").await.says("nghỉ đến 27/11/2026"));
}

/// A counter where so many of one matter were received.
async fn received(house: &House, many: usize) {
    let officer = house.centre.staff("ha.lt");
    house.centre.opens_counter(&officer, "05").await;
    for _ in 0..many {
        house.centre.receives(&officer, "05", house.centre.form("1.115778", "quang-ninh"), None).await;
    }
}

/// The address of a link with these words.
fn link(page: &Answer, rel: &str) -> Option<String> {
    let before =
        page.body.split(&format!("rel=\"{rel}\"")).next().filter(|part| part.len() < page.body.len())?;
    let href = before.rsplit("href=\"").next()?;
    Some(href.split('"').next()?.replace("&#38;", "&"))
}

fn codes(page: &Answer) -> Vec<String> {
    let links = page.body.split("data-row-open>").skip(1);
    links.filter_map(|rest| Some(rest.split('<').next()?.to_owned())).collect()
}

#[tokio::test]
async fn a_long_list_of_work_is_read_by_pages_that_keep_the_filter() {
    let house = House::open().await;
    received(&house, 53).await;
    let app = &house.centre.app;
    let unit = app.step_counts().await.unwrap()[0].code.clone();
    let head = house.centre.holder(&unit, Role::Head).person().to_owned();
    let mut head = house.signed_in(&head).await;
    let page = head.get("/work").await;
    let filter = [("q", "nguyen"), ("tab", "unit"), ("sort", "received")];
    let first = head.send(&page, "/work/filter", &filter).await.to().to_owned();
    let first = head.get(&first).await;
    assert_eq!(codes(&first).len(), 50, "{}", first.body);
    assert_eq!(link(&first, "prev"), None);
    let next = link(&first, "next").expect("there is a next page");
    assert!(
        next.contains("tab=unit") && next.contains("sort=received") && next.contains("filtered=1"),
        "{next}"
    );
    let second = head.get(&next).await;
    assert_eq!(codes(&second).len(), 3, "{}", second.body);
    assert_eq!(link(&second, "next"), None);
    assert!(second.says("51 đến 53"), "{}", second.body);
    let back = head.get(&link(&second, "prev").expect("there is a page before")).await;
    assert_eq!(codes(&back), codes(&first));
    let mut all = [codes(&first), codes(&second)].concat();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 53, "every step is on one page");
    let opened = second.body.split("data-row-open").next().and_then(|part| part.rsplit("href=\"").next());
    assert!(opened.is_some_and(|href| href.contains("after=") && href.contains("#pane")), "{opened:?}");
}

#[tokio::test]
async fn a_long_list_of_people_found_is_read_by_pages_that_keep_no_name_in_the_address() {
    let house = House::open().await;
    received(&house, 52).await;
    let mut officer = house.signed_in("ha.lt").await;
    let page = officer.get("/find").await;
    let first = officer.send(&page, "/find", &[("q", "nguyen thi mau")]).await;
    assert_eq!(codes(&first).len(), 50, "{}", first.body);
    let after = first.body.split("name=\"after\" value=\"").nth(1).expect("a next page");
    let after = after.split('"').next().unwrap().to_owned();
    let second = officer.send(&first, "/find", &[("q", "nguyen thi mau"), ("after", &after)]).await;
    assert_eq!(codes(&second).len(), 2, "{}", second.body);
    assert!(second.says("name=\"after\" value=\"\""), "the way back to the first page");
}

#[tokio::test]
async fn payments_that_wait_are_read_by_pages_too() {
    let house = House::open().await;
    received(&house, 51).await;
    let mut cashier = house.signed_in("phuong.dm").await;
    let first = cashier.get("/cashier").await;
    assert_eq!(first.body.matches("data-row>").count(), 50, "{}", first.body);
    let second = cashier.get(&link(&first, "next").expect("a next page")).await;
    assert_eq!(second.body.matches("data-row>").count(), 1, "{}", second.body);
}
