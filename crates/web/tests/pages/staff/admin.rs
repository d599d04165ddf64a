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
async fn a_message_that_failed_is_shown_and_sent_again() {
    use app::{Actor, Command, MessageNote};
    let house = House::open().await;
    let (mut officer, _) = at_the_counter(&house).await;
    let dossier = receives(&mut officer, LAND, &[]).await;
    let message = house.centre.app.messages_of(dossier).await.unwrap()[0].message;
    let sender = Actor::system("sender");
    for note in [MessageNote::Begin, MessageNote::Failed("absent_subscriber".to_owned())] {
        house.centre.does(&sender, Command::NoteMessage { message, note }).await;
    }
    let page = officer.get("/messages").await;
    assert!(page.says("absent_subscriber"), "{}", page.body);
    let again = officer.send(&page, &format!("/messages/{message}/again"), &[("channel", "sms")]).await;
    assert_eq!(again.to(), "/messages", "{}", again.body);
    assert!(house.centre.app.messages_of(dossier).await.unwrap().len() > 1);
}
