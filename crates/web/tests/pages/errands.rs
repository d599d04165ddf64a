//! One number for several errands: chosen at the kiosk, added on the phone, read at the counter.

use crate::visitor::House;
use axum::http::StatusCode;

#[tokio::test]
async fn two_errands_are_chosen_at_the_kiosk_and_the_desk_says_where_the_number_goes() {
    let house = House::open().await;
    let mut kiosk = house.visitor();
    let field = kiosk.get("/kiosk/H1/field/land").await;
    assert!(field.says("/kiosk/H1/field/land/more?procedure=&#38;with="), "{}", field.body);
    let more = kiosk.get("/kiosk/H1/field/land/more?procedure=&with=").await;
    let justice = "/kiosk/H1/field/land?procedure=&#38;with=justice";
    assert!(more.says(justice) && !more.says("with=land") && !more.says("with=return"), "{}", more.body);
    let chosen = kiosk.get("/kiosk/H1/field/land?procedure=&with=justice,nowhere,return").await;
    assert!(
        chosen.says("name=\"with\" value=\"justice\"")
            && !chosen.says("value=\"nowhere\"")
            && !chosen.says("value=\"return\""),
        "{}",
        chosen.body
    );
    let fields = [("field", "land"), ("procedure", ""), ("with", "justice"), ("priority", "none")];
    let taken = kiosk.send(&chosen, "/kiosk/H1/take", &fields).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.body);
    let number = kiosk.get(taken.to()).await;
    assert!(number.says("D-001") && number.says("sau đó: Tư pháp"), "{}", number.body);
    let mut officer = house.signed_in("ha.lt").await;
    let choose = officer.get("/desk").await;
    officer.send(&choose, "/desk/open", &[("counter", "05")]).await;
    let desk = officer.get("/desk").await;
    officer.send(&desk, "/desk/call", &[]).await;
    let desk = officer.get("/desk").await;
    officer.send(&desk, "/desk/start", &[]).await;
    let desk = officer.get("/desk").await;
    assert!(desk.says("Xong, chuyển sang Tư pháp"), "{}", desk.body);
    officer.send(&desk, "/desk/finish", &[]).await;
    let token = taken.to().rsplit('/').next().expect("a token");
    let phone = house.visitor().get(&format!("/t/{token}")).await;
    assert!(phone.says("Tư pháp") && phone.says("đến lượt tiếp theo"), "{}", phone.body);
    assert!(!phone.says("sau đó:"), "nothing is left after that: {}", phone.body);
}

#[tokio::test]
async fn an_errand_is_added_on_the_phone_until_the_rules_say_enough_and_none_where_one_number_is_for_one() {
    let house = House::open().await;
    let ticket = house.centre.takes_ticket("land").await;
    let token = house.centre.app.ticket(ticket).await.unwrap().unwrap().token;
    let (own, add) = (format!("/t/{token}"), format!("/t/{token}/errand"));
    let mut phone = house.visitor();
    let mut page = phone.get(&own).await;
    for field in ["justice", "social"] {
        assert!(page.says(&format!("<option value=\"{field}\">")), "{}", page.body);
        let added = phone.send(&page, &add, &[("field", field)]).await;
        page = phone.get(added.to()).await;
        assert!(page.says("Đã thêm việc vào số D001."), "{}", page.body);
    }
    assert!(!page.says("<select id=\"errand\""), "three are enough: {}", page.body);
    let more = phone.send(&page, &add, &[("field", "business")]).await;
    assert!(phone.get(more.to()).await.says("Một số không dùng được cho nhiều việc như thế"));
    let less = phone.send(&page, &format!("{add}/drop"), &[("field", "justice")]).await;
    let page = phone.get(less.to()).await;
    assert!(page.says("<option value=\"justice\">") && page.says("Đã bỏ việc"), "{}", page.body);
    house.set("queue.errands", "1").await;
    let other = house.centre.takes_ticket("land").await;
    let token = house.centre.app.ticket(other).await.unwrap().unwrap().token;
    assert!(!house.visitor().get(&format!("/t/{token}")).await.says("/errand"));
    assert!(!house.visitor().get("/kiosk/H1/field/land").await.says("/more"));
}
