//! An officer gives her counter to a colleague at lunch, and gets it back.

use super::at_the_counter;
use crate::visitor::House;
use axum::http::StatusCode;

const ASK: [(&str, &str); 3] = [("officer", "lan.tt"), ("span", "break"), ("together", "1")];

#[tokio::test]
async fn a_counter_is_given_with_whoever_sits_there_and_what_is_typed_and_comes_back() {
    let house = House::open().await;
    house.centre.it_is("2026-11-25T11:10");
    let (mut ha, desk) = at_the_counter(&house).await;
    assert!(desk.says("href=\"/desk/stand-in\""), "{}", desk.body);
    let typed = [("applicant_name", "Vũ Thị Minh Châu")];
    assert_eq!(ha.send(&desk, "/desk/form", &typed).await.to(), "/desk");
    let form = ha.get("/desk/stand-in").await;
    assert!(form.says("Hết giờ nghỉ trưa, 13:30") && form.says("Hết ngày, 17:00"), "{}", form.body);
    assert!(form.says("Số D-001 đang ở quầy") && form.says("Trịnh Thu Lan"), "{}", form.body);
    assert!(!form.says("value=\"ha.lt\""), "nobody is asked to stand in for herself");
    let asked = ha.send(&form, "/desk/stand-in", &ASK).await;
    assert_eq!(asked.to(), "/desk", "{}", asked.body);
    let waits = ha.get("/desk").await;
    assert!(waits.says("Đã nhờ Trịnh Thu Lan trực thay đến 13:30, đang chờ trả lời."), "{}", waits.body);

    let mut lan = house.signed_in("lan.tt").await;
    let choose = lan.get("/desk").await;
    assert!(choose.says("Lê Thu Hà nhờ bạn trực thay quầy 5 đến 13:30."), "{}", choose.body);
    assert!(choose.says("data-key=\"n\"") && choose.says("Số D-001 đang ở quầy"), "{}", choose.body);
    let taken = lan.send(&choose, "/desk/stand-in/accept", &[("counter", "05")]).await;
    assert_eq!(taken.to(), "/desk", "{}", taken.body);
    let desk = lan.get("/desk").await;
    assert!(desk.says("Bạn trực thay Lê Thu Hà đến 13:30."), "{}", desk.body);
    assert!(
        desk.says("D-001") && desk.says("value=\"Vũ Thị Minh Châu\""),
        "nothing is typed twice: {}",
        desk.body
    );
    let away = ha.get("/desk").await;
    assert!(away.says("Trịnh Thu Lan đang trực thay bạn ở quầy 5 đến 13:30."), "{}", away.body);
    assert!(!away.says("Vũ Thị Minh Châu"));

    let mut director = house.signed_in("anh.hh").await;
    assert!(director.get("/floor").await.says("thay Thu Hà"));
    assert!(director.get("/floor/counters/05").await.says("Trịnh Thu Lan trực thay Lê Thu Hà đến 13:30."));
    house.centre.it_is("2026-11-25T13:40");
    assert!(director.get("/floor/counters/05").await.says("hẹn đến 13:30: chưa trả quầy"));

    let late = lan.get("/desk").await;
    assert!(late.says("Đã quá 13:30: bạn vẫn trực thay Lê Thu Hà."), "{}", late.body);
    let back = lan.send(&late, "/desk/stand-in/return", &[("counter", "05")]).await;
    assert_eq!(back.to(), "/desk");
    let soon = lan.get("/desk").await;
    assert!(soon.says("Tiếp xong người này thì quầy trả lại cho Lê Thu Hà."), "{}", soon.body);
    lan.send(&soon, "/desk/finish", &[]).await;
    assert!(lan.get("/desk").await.says("Mở quầy nào?"), "she sits nowhere now");
    let hers = ha.get("/desk").await;
    assert!(hers.says("Quầy đang trống") && hers.says("href=\"/desk/stand-in\""), "{}", hers.body);
    house.centre.journal_is_clean().await;
}

#[tokio::test]
async fn what_is_wrong_with_handing_over_is_said_and_the_form_comes_back_filled_in() {
    let house = House::open().await;
    house.centre.it_is("2026-11-25T11:10");
    let (mut ha, _) = at_the_counter(&house).await;
    let form = ha.get("/desk/stand-in").await;
    let wrong = [("officer", ""), ("span", "time"), ("until", "10:00"), ("together", "1")];
    let again = ha.send(&form, "/desk/stand-in", &wrong).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        again.says("Chưa chọn đồng nghiệp.") && again.says("Giờ kết thúc phải sau lúc này."),
        "{}",
        again.body
    );
    assert!(again.says("value=\"10:00\"") && again.says("value=\"1\" checked"), "{}", again.body);
    let no_time = ha.send(&again, "/desk/stand-in", &[("officer", "lan.tt"), ("span", "time")]).await;
    assert!(no_time.says("Chưa rõ giao đến lúc nào."), "{}", no_time.body);

    let mut lan = house.signed_in("lan.tt").await;
    let choose = lan.get("/desk").await;
    lan.send(&choose, "/desk/open", &[("counter", "06")]).await;
    let busy = ha.get("/desk/stand-in").await;
    assert!(!busy.says("value=\"lan.tt\""), "who sits elsewhere is not offered");
    let refused = ha.send(&busy, "/desk/stand-in", &ASK).await;
    assert!(refused.says("Trịnh Thu Lan đang ngồi quầy 6"), "{}", refused.body);
}

#[tokio::test]
async fn an_offer_that_is_declined_or_taken_back_leaves_everything_as_it_was() {
    let house = House::open().await;
    house.centre.it_is("2026-11-25T14:10");
    let (mut ha, _) = at_the_counter(&house).await;
    let mut lan = house.signed_in("lan.tt").await;
    for by_lan in [true, false] {
        let form = ha.get("/desk/stand-in").await;
        assert!(!form.says("Hết giờ nghỉ trưa") && form.says("Hết ngày, 17:00"), "{}", form.body);
        let asked = ha.send(&form, "/desk/stand-in", &[("officer", "lan.tt"), ("span", "closing")]).await;
        assert_eq!(asked.to(), "/desk", "{}", asked.body);
        let choose = lan.get("/desk").await;
        assert!(choose.says("tiếp xong số D-001 thì bạn vào quầy"), "{}", choose.body);
        let one = if by_lan {
            (&mut lan, choose)
        } else {
            let desk = ha.get("/desk").await;
            (&mut ha, desk)
        };
        let (who, page) = one;
        assert_eq!(who.send(&page, "/desk/stand-in/withdraw", &[("counter", "05")]).await.to(), "/desk");
        assert!(!lan.get("/desk").await.says("nhờ bạn trực thay"));
    }
    let form = ha.get("/desk/stand-in").await;
    let until_three = [("officer", "lan.tt"), ("span", "time"), ("until", "15:00")];
    assert_eq!(ha.send(&form, "/desk/stand-in", &until_three).await.to(), "/desk");
    house.centre.it_is("2026-11-25T15:01");
    assert!(!lan.get("/desk").await.says("nhờ bạn trực thay"), "the time is over");
    assert!(ha.get("/desk").await.says("href=\"/desk/stand-in\""), "she can ask anew");
    let choose = lan.get("/desk").await;
    let gone = lan.send(&choose, "/desk/stand-in/accept", &[("counter", "05")]).await;
    assert!(gone.status != StatusCode::INTERNAL_SERVER_ERROR, "{}", gone.body);
    assert!(lan.get("/desk").await.says("Mở quầy nào?"));
    assert!(ha.get("/desk").await.says("D-001"), "the counter is still hers");
}
