//! The administrator's room and the messages.

use super::{LAND, at_the_counter, receives};
use crate::visitor::House;
use axum::http::StatusCode;

#[tokio::test]
async fn the_administrator_sees_people_and_switches_a_day_of_the_calendar() {
    let house = House::open().await;
    let mut admin = house.signed_in("trung.dd").await;
    let page = admin.get("/admin?q=le+thu+ha").await;
    assert!(page.says("ha.lt") && page.says("culture-day-2026"), "{}", page.body);
    let before = house.centre.app.calendar_switches().unwrap()[0].clone();
    let to = if before.on { "off" } else { "on" };
    let switched = admin.send(&page, "/admin/calendar", &[("switch", &before.name), ("to", to)]).await;
    assert_eq!(switched.to(), "/admin", "{}", switched.body);
    assert_ne!(house.centre.app.calendar_switches().unwrap()[0].on, before.on);
    let unknown = admin.send(&page, "/admin/calendar", &[("switch", "no-such"), ("to", "on")]).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_list_of_people_is_turned_page_by_page_and_keeps_what_was_asked_for() {
    let house = House::open().await;
    let mut admin = house.signed_in("trung.dd").await;
    let first = admin.get("/admin").await;
    assert!(first.says("/admin?q=&#38;page=1") && !first.says("page=0"), "{}", first.body);
    let mut seen = people(&first.body);
    assert_eq!(seen.len(), 50);
    let mut page = first;
    for number in 1.. {
        if !page.says(&format!("&#38;page={number}\"")) {
            break;
        }
        page = admin.get(&format!("/admin?q=&page={number}")).await;
        seen.extend(people(&page.body));
        // The way back to the page before it.
        assert!(page.says(&format!("&#38;page={}\"", number - 1)), "{}", page.body);
        assert!(number < 50, "it never ends");
    }
    let all = seen.len();
    seen.sort_unstable();
    seen.dedup();
    assert!(all > 50 && seen.len() == all, "{all} rows, {} of them different", seen.len());
    let filtered = admin.get("/admin?q=trung+tam&page=0").await;
    assert!(!filtered.says("page=1") || filtered.says("q=trung%20tam&#38;page=1"), "{}", filtered.body);
    // A number nobody would come to by pressing.
    assert_eq!(people(&admin.get("/admin?page=18446744073709551615").await.body).len(), 0);
}

/// Position by position: somebody may hold two.
fn people(body: &str) -> Vec<String> {
    let rows =
        body.split("<tbody>").nth(1).and_then(|rest| rest.split("</tbody>").next()).unwrap_or_default();
    rows.split("<tr>").skip(1).map(str::to_owned).collect()
}

#[tokio::test]
async fn a_message_that_failed_is_shown_and_sent_again() {
    use app::{Actor, Command, MessageNote};
    let house = House::open().await;
    let (mut officer, _) = at_the_counter(&house).await;
    let dossier = receives(&mut officer, LAND, &[]).await;
    let message =
        house.centre.app.messages_of(domain::message::About::Dossier(dossier)).await.unwrap()[0].message;
    let sender = Actor::system("sender");
    for note in [MessageNote::Begin, MessageNote::Failed("sms.undeliverable".to_owned())] {
        house.centre.does(&sender, Command::NoteMessage { message, note }).await;
    }
    let page = officer.get("/messages").await;
    assert!(page.says("Không tới được máy người nhận") && !page.says("sms.undeliverable"), "{}", page.body);
    let again = officer.send(&page, &format!("/messages/{message}/again"), &[("channel", "sms")]).await;
    assert_eq!(again.to(), "/messages", "{}", again.body);
    assert!(house.centre.app.messages_of(domain::message::About::Dossier(dossier)).await.unwrap().len() > 1);
}

#[tokio::test]
async fn displays_are_as_loud_as_the_hour_says() {
    let house = House::open().await;
    let mut admin = house.signed_in("trung.dd").await;
    assert!(house.visitor().get("/display/H1/now").await.says("data-volume=\"100\""));
    let page = admin.get("/admin").await;
    let typed = [("hall", "H1"), ("volume", "07:00-09:00 60, 8-10 30")];
    let refused = admin.send(&page, "/admin/volume", &typed).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.says("Không đọc được “8-10 30”") && refused.says("07:00-09:00 60, 8-10 30"),
        "{}",
        refused.body
    );
    let set = admin.send(&page, "/admin/volume", &[("hall", "H1"), ("volume", "07:00-09:00 60")]).await;
    assert_eq!(set.status, StatusCode::SEE_OTHER, "{}", set.body);
    assert!(house.visitor().get("/display/H1/now").await.says("data-volume=\"60\""));
    assert!(house.visitor().get("/display/P-BC/now").await.says("data-volume=\"100\""));
    house.centre.it_is("2026-11-25T09:00");
    assert!(house.visitor().get("/display/H1/now").await.says("data-volume=\"100\""));
}

#[tokio::test]
async fn areas_have_a_volume_of_their_own_and_may_speak_in_place_of_the_hall() {
    let house = House::open().await;
    let mut admin = house.signed_in("trung.dd").await;
    house.centre.takes_ticket("land").await;
    house.centre.calls_next(&house.centre.staff("ha.lt"), "05").await;
    let mut visitor = house.visitor();
    assert!(
        visitor.get("/display/H1/now").await.says("data-call="),
        "until it is set the hall says everything"
    );
    let page = admin.get("/admin").await;
    assert!(page.says("khu Đất đai - Xây dựng") && page.says("/display/H1/land"), "{}", page.body);
    let typed = [("hall", "H1"), ("area", ""), ("volume", "07:00-09:00 6o"), ("speaks", "rest")];
    let refused = admin.send(&page, "/admin/volume", &typed).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.says("07:00-09:00 6o") && refused.says("value=\"rest\" selected"), "{}", refused.body);
    for typed in [
        [("hall", "H1"), ("area", ""), ("volume", "07:00-09:00 60"), ("speaks", "rest")],
        [("hall", "H1"), ("area", "land"), ("volume", "07:00-09:00 30"), ("speaks", "")],
    ] {
        let page = admin.get("/admin").await;
        let set = admin.send(&page, "/admin/volume", &typed).await;
        assert_eq!(set.status, StatusCode::SEE_OTHER, "{}", set.body);
    }
    let hall = visitor.get("/display/H1/now").await;
    assert!(hall.says("data-volume=\"60\"") && hall.says("D-001"), "{}", hall.body);
    assert!(!hall.says("data-call="), "the area says it: {}", hall.body);
    let land = visitor.get("/display/H1/land/now").await;
    assert!(land.says("data-volume=\"30\"") && land.says("data-call="), "{}", land.body);
    let business = visitor.get("/display/H1/business/now").await;
    assert!(business.says("data-volume=\"60\""), "as loud as its hall: {}", business.body);
    let page = admin.get("/admin").await;
    let unknown = [("hall", "H1"), ("area", "sea"), ("volume", "")];
    assert_eq!(admin.send(&page, "/admin/volume", &unknown).await.status, StatusCode::NOT_FOUND);
}
