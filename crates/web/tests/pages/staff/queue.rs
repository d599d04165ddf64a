//! Calling at the counter, and the greeter at the door.

use super::at_the_counter;
use crate::visitor::House;
use axum::http::StatusCode;

#[tokio::test]
async fn every_act_of_the_queue_has_its_button_and_its_way_back() {
    let house = House::open().await;
    let (mut officer, desk) = at_the_counter(&house).await;
    assert!(desk.says("/desk/recall"), "{}", desk.body);
    for act in ["/desk/recall", "/desk/absent"] {
        let desk = officer.get("/desk").await;
        let answer = officer.send(&desk, act, &[]).await;
        assert_eq!(answer.to(), "/desk", "{act}: {}", answer.body);
    }
    let missed = officer.get("/desk").await;
    assert!(missed.says("Gọi chưa thấy") && missed.says("Đã ghi vắng mặt"), "{}", missed.body);
    let ticket = missed.hidden("ticket");
    officer.send(&missed, "/desk/back", &[("ticket", &ticket)]).await;
    let again = officer.get("/desk").await;
    assert!(!again.says("Gọi chưa thấy"), "{}", again.body);
    let desk = officer.get("/desk").await;
    officer.send(&desk, "/desk/call", &[]).await;
    let desk = officer.get("/desk").await;
    officer.send(&desk, "/desk/start", &[]).await;
    assert!(officer.get("/desk").await.says("data-since"));
    let desk = officer.get("/desk").await;
    officer.send(&desk, "/desk/finish", &[]).await;
    let desk = officer.get("/desk").await;
    officer.send(&desk, "/desk/call", &[]).await;
    let desk = officer.get("/desk").await;
    let moved = officer.send(&desk, "/desk/move", &[("field", "justice"), ("to_counter", "")]).await;
    assert_eq!(moved.to(), "/desk");
    let desk = officer.get("/desk").await;
    let nobody = officer.send(&desk, "/desk/call", &[]).await;
    assert_eq!(nobody.to(), "/desk");
    assert!(officer.get("/desk").await.says("Không có ai chờ"), "said once on the same page");
    for act in ["/desk/pause", "/desk/resume", "/desk/close"] {
        let desk = officer.get("/desk").await;
        let answer = officer.send(&desk, act, &[]).await;
        assert_eq!(answer.to(), "/desk", "{act}: {}", answer.body);
    }
    assert!(officer.get("/desk").await.says("Mở quầy nào?"));
    assert_eq!(officer.get("/desk/hall").await.status, StatusCode::NOT_FOUND, "no counter, no hall part");
}

#[tokio::test]
async fn an_officer_adds_an_errand_to_the_number_before_her_and_it_goes_on_to_that_line() {
    let house = House::open().await;
    let (mut officer, _) = at_the_counter(&house).await;
    let desk = officer.get("/desk").await;
    officer.send(&desk, "/desk/start", &[]).await;
    let desk = officer.get("/desk").await;
    let part = desk.body.split("action=\"/desk/errand\"").nth(1).expect("a form").to_owned();
    let ticket = part
        .split("name=\"ticket\" value=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .expect("the number");
    let choices = part.split("</select>").next().expect("choices");
    assert!(choices.contains("value=\"justice\"") && !choices.contains("value=\"land\""), "{choices}");
    let added = officer.send(&desk, "/desk/errand", &[("ticket", ticket), ("field", "justice")]).await;
    assert_eq!(added.to(), "/desk", "{}", added.body);
    let desk = officer.get("/desk").await;
    assert!(desk.says("Xong thì số này sang hàng: Tư pháp"), "{}", desk.body);
    officer.send(&desk, "/desk/finish", &[]).await;
    let waits = house.centre.app.hall_now("H1").await.unwrap().waiting;
    assert_eq!(
        waits.iter().map(|line| (line.field.as_str(), line.waiting)).collect::<Vec<_>>(),
        [("justice", 1), ("land", 1)]
    );
    let desk = officer.get("/desk").await;
    assert!(!desk.says("/desk/errand"), "nobody is there");
    let gone = officer.send(&desk, "/desk/errand", &[("ticket", ticket), ("field", "nowhere")]).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND, "{}", gone.body);
}

#[tokio::test]
async fn a_greeter_takes_a_number_for_somebody_and_minds_the_line() {
    let house = House::open().await;
    let mut greeter = house.signed_in("thuan.cc").await;
    let hall = greeter.get("/hall").await;
    let taken = greeter.send(&hall, "/hall/take", &[("field", "land"), ("priority", "elder")]).await;
    assert_eq!(taken.to(), "/hall", "{}", taken.body);
    let hall = greeter.get("/hall").await;
    assert!(hall.says("D-001") && hall.says("Người cao tuổi"), "{}", hall.body);
    let ticket = hall.hidden("ticket");
    greeter.send(&hall, "/hall/give-up", &[("ticket", &ticket)]).await;
    assert!(!greeter.get("/hall").await.says("<b>D-001</b>"));
}
