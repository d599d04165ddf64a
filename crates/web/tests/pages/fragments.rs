//! Fragments as they go over the wire, to be read by a reviewer.

use crate::visitor::House;
use web::parts::{StepFacts, StepLine};
use web::words::{Lang, T};

/// One line for each tag or text, so that a change shows as a line.
fn lines(html: &str) -> String {
    let one = html.split_whitespace().collect::<Vec<_>>().join(" ");
    one.replace("><", ">\n<").replace("> <", ">\n<")
}

#[tokio::test]
async fn the_display_of_a_hall_with_two_calls() {
    let house = House::open().await;
    for field in ["land", "justice"] {
        house.centre.takes_ticket(field).await;
    }
    house.centre.calls_next(&house.centre.staff("ha.lt"), "05").await;
    house.centre.it_is("2026-11-25T08:01");
    house.centre.calls_next(&house.centre.staff("thuy.tc"), "01").await;
    let page = house.visitor().get("/display/H1/now").await;
    insta::assert_snapshot!(lines(&page.body));
}

#[tokio::test]
async fn a_ticket_on_the_phone() {
    let house = House::open().await;
    house.centre.takes_ticket("land").await;
    let ticket = house.centre.takes_ticket("land").await;
    let token = house.centre.app.ticket(ticket).await.unwrap().unwrap().token;
    let page = house.visitor().get_with(&format!("/t/{token}/now?lang=en"), &[]).await;
    insta::assert_snapshot!(lines(&page.body));
}

#[test]
fn the_step_line_of_a_dossier_that_is_late() {
    const HOUR: i64 = 3_600_000;
    // 24/11/2026 08:00 in Vietnam.
    let then = 1_795_482_000_000;
    let step = |number, name: &str, started: Option<i64>, finished: Option<i64>, used: i64| StepFacts {
        number,
        name: name.to_owned(),
        unit: "Văn phòng Đăng ký đất đai".to_owned(),
        started_at: started.map(|hours| then + hours * HOUR),
        finished_at: finished.map(|hours| then + hours * HOUR),
        allowed_ms: 4 * HOUR,
        used_ms: used * HOUR,
        counted: true,
        due_at: started.map(|hours| then + (hours + 4) * HOUR),
        yellow_at: started.map(|hours| then + (hours + 3) * HOUR),
        ..StepFacts::default()
    };
    let steps = [
        step(1, "Tiếp nhận", Some(0), Some(1), 1),
        step(2, "Thẩm định", Some(1), None, 6),
        step(3, "Trả kết quả", None, None, 0),
    ];
    let line = StepLine::of(T::new(Lang::Vi), then + 7 * HOUR, &steps);
    insta::assert_snapshot!(lines(&line.to_string()));
}
