//! Papers handed over: the counter's list, the department's answer.

use super::{LAND, at_the_counter, receives};
use crate::visitor::House;
use axum::http::StatusCode;
use domain::catalogue::Role;

const LAND_OFFICE: &str = "H49.12.1";

#[tokio::test]
async fn one_press_makes_a_list_and_the_department_takes_it_in_line_by_line() {
    let house = House::open().await;
    let (mut officer, _) = at_the_counter(&house).await;
    let (one, other) = (receives(&mut officer, LAND, &[]).await, receives(&mut officer, LAND, &[]).await);
    let codes = [house.centre.dossier(one).await.code, house.centre.dossier(other).await.code];
    let page = officer.get("/desk/handover").await;
    assert!(page.says("Nhận trước 15:00") && page.says("Chuyển hôm nay"), "{}", page.body);
    assert!(codes.iter().all(|code| page.says(code)), "{}", page.body);
    assert!(!page.says("Vũ Thị Minh Châu"), "a list of papers names no applicant");
    let none = officer.send(&page, "/desk/handover", &[("to", LAND_OFFICE)]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.says("Chưa chọn hồ sơ nào"), "{}", none.body);
    let (first, second) = (one.to_string(), other.to_string());
    let chosen = [("to", LAND_OFFICE), ("dossier", first.as_str()), ("dossier", second.as_str())];
    let drawn = officer.send(&none, "/desk/handover", &chosen).await;
    let list = officer.get(drawn.to()).await;
    assert!(list.says("01/251126") && list.says("Chờ nhận 2"), "{}", list.body);
    assert!(list.says("Không có hồ sơ giấy chờ bàn giao"), "{}", list.body);

    let specialist = house.centre.holder(LAND_OFFICE, Role::Specialist);
    let mut department = house.signed_in(specialist.person()).await;
    let work = department.get("/work").await;
    assert!(work.says("/work/handover"), "{}", work.body);
    let page = department.get("/work/handover").await;
    assert!(page.says("01/251126") && codes.iter().all(|code| page.says(code)), "{}", page.body);
    let lists = house.centre.app.handovers_to(LAND_OFFICE).await.unwrap();
    let path = format!("/work/handover/{}", lists[0].list);
    let silent = department.send(&page, &format!("{path}/strike"), &[("dossier", &second)]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(silent.says("Cần ghi lý do"), "{}", silent.body);
    let why = [("dossier", second.as_str()), ("reason", "Không có trong túi")];
    department.send(&silent, &format!("{path}/strike"), &why).await;
    let page = department.get("/work/handover").await;
    assert!(page.says("Chưa được bàn giao") && page.says("Không có trong túi"), "{}", page.body);
    department.send(&page, &path, &[("dossier", &first)]).await;
    let done = department.get("/work/handover").await;
    assert!(done.says("Không có danh sách chờ nhận") && done.says("Thiếu 1"), "{}", done.body);

    let counter = officer.get("/desk/handover").await;
    assert!(counter.says("Thiếu khi bàn giao") && counter.says("Không có trong túi"), "{}", counter.body);
    let paper = format!("/handover/{}/list.pdf", lists[0].list);
    assert_eq!(officer.get(&paper).await.status, StatusCode::OK);
    assert_eq!(department.get(&paper).await.status, StatusCode::OK);
}

#[tokio::test]
async fn who_neither_gives_nor_receives_sees_no_list() {
    let house = House::open().await;
    let (mut officer, _) = at_the_counter(&house).await;
    let dossier = receives(&mut officer, LAND, &[]).await.to_string();
    let page = officer.get("/desk/handover").await;
    officer.send(&page, "/desk/handover", &[("to", LAND_OFFICE), ("dossier", &dossier)]).await;
    let list = house.centre.app.handovers_to(LAND_OFFICE).await.unwrap()[0].list;
    let other = house.centre.holder("H49.11.1", Role::Specialist);
    let mut stranger = house.signed_in(other.person()).await;
    for path in [format!("/handover/{list}/list.pdf"), format!("/work/handover?list={list}")] {
        assert_eq!(stranger.get(&path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    let page = stranger.get("/work/handover").await;
    let taken = stranger.send(&page, &format!("/work/handover/{list}"), &[("dossier", &dossier)]).await;
    assert_eq!(taken.status, StatusCode::FORBIDDEN);
    assert_eq!(officer.get("/work/handover").await.status, StatusCode::FORBIDDEN);
    assert_eq!(stranger.get("/desk/handover").await.status, StatusCode::FORBIDDEN);
}
