//! Whoever asked for it is told before their turn comes.

use super::{over_sms, sender, telecom};
use app::testing::{Centre, centres};
use app::{Actor, AppError, Clock, Command};
use domain::kernel::{CommandId, Millis, StreamId};
use domain::message::About;
use jobs::{Job, Notices, Retention, Sent};

const MORNING: &str = "2026-11-25T08:00";
const PHONE: &str = "0590000123";

async fn asks(centre: &Centre, ticket: StreamId) {
    let kiosk = Actor::Kiosk { hall: "H1".to_owned() };
    let command = Command::AskNotice { ticket, phone: PHONE.to_owned(), language: "vi".to_owned() };
    centre.does(&kiosk, command).await;
}

fn booking(from: Millis, language: &str) -> Command {
    Command::BookAppointment {
        hall: "H1".to_owned(),
        field: "land".to_owned(),
        procedure: String::new(),
        from: Some(from),
        name: "Trần Thị Hẹn".to_owned(),
        phone: PHONE.to_owned(),
        language: language.to_owned(),
        instead_of: None,
    }
}

/// Five people wait for the land counters.
async fn five_wait(centre: &Centre) -> Vec<StreamId> {
    let mut tickets = Vec::new();
    for _ in 0..5 {
        centre.clock.advance(1_000);
        tickets.push(centre.takes_ticket("land").await);
    }
    tickets
}

async fn word_of(centre: &Centre, about: About) -> Vec<(String, String)> {
    let lines = centre.app.messages_of(about).await.expect("read");
    lines.into_iter().map(|line| (line.status, line.failure)).collect()
}

fn said(status: &str, failure: &str) -> Vec<(String, String)> {
    vec![(status.to_owned(), failure.to_owned())]
}

#[tokio::test]
async fn who_asked_is_told_by_sms_when_three_are_before_and_not_before_that() {
    for centre in centres("H1", MORNING).await {
        let telecom = telecom(|_| {}).await;
        let sender = sender(&centre, vec![over_sms(telecom.address()).0]);
        let job = Notices::new(centre.app.clone());
        let tickets = five_wait(&centre).await;
        asks(&centre, tickets[4]).await;
        assert!(!job.round().await.expect("looked"), "four are before");
        let officer = centre.staff("ha.lt");
        centre.opens_counter(&officer, "05").await;
        centre.calls_next(&officer, "05").await;
        assert!(job.round().await.expect("looked"), "{}", centre.test.engine);
        assert!(!job.round().await.expect("looked"), "once");
        assert_eq!(sender.run_once().await.expect("sent"), Sent { sent: 1, ..Sent::default() });
        let kept = telecom.kept().all();
        assert_eq!(kept.len(), 1);
        assert!(kept[0].text.starts_with("Số D005: còn 3 người trước ông bà, "), "{}", kept[0].text);
        assert!(kept[0].text.contains("/t/"), "{}", kept[0].text);
        centre.journal_is_clean().await;
    }
}

#[tokio::test]
async fn whoever_was_called_before_the_message_left_gets_none() {
    for centre in centres("H1", MORNING).await {
        let telecom = telecom(|_| {}).await;
        let sender = sender(&centre, vec![over_sms(telecom.address()).0]);
        let job = Notices::new(centre.app.clone());
        let first = centre.takes_ticket("land").await;
        asks(&centre, first).await;
        assert!(job.round().await.expect("looked"));
        let officer = centre.staff("ha.lt");
        centre.opens_counter(&officer, "05").await;
        centre.calls_next(&officer, "05").await;
        assert_eq!(sender.run_once().await.expect("run"), Sent { failed: 1, ..Sent::default() });
        assert_eq!(word_of(&centre, About::Ticket(first)).await, said("failed", "over_already"));
        assert_eq!(telecom.kept().all().len(), 0);
        assert_eq!(
            centre.app.troubled_messages("failed").await.expect("read").len(),
            0,
            "nobody can mend it"
        );
    }
}

#[tokio::test]
async fn whoever_was_called_while_the_clock_looked_and_waits_again_is_told_then() {
    for centre in centres("H1", MORNING).await {
        let job = Notices::new(centre.app.clone());
        let first = centre.takes_ticket("land").await;
        asks(&centre, first).await;
        let officer = centre.staff("ha.lt");
        centre.opens_counter(&officer, "05").await;
        centre.calls_next(&officer, "05").await;
        // The job had read the line a moment before the call.
        let (clock, id) = (Actor::system("notices"), CommandId(format!("notices:{first}")));
        let late = centre.app.execute(&clock, &id, Command::GiveNotice { ticket: first }).await;
        assert!(matches!(late, Err(AppError::Refused(_))), "{late:?}");
        let kiosk = Actor::Kiosk { hall: "H1".to_owned() };
        centre.does(&kiosk, Command::PutBackTicket { ticket: first }).await;
        assert!(job.round().await.expect("looked"), "{}", centre.test.engine);
        assert_eq!(word_of(&centre, About::Ticket(first)).await, said("requested", ""));
    }
}

#[tokio::test]
async fn the_phone_of_a_ticket_is_gone_the_next_day_also_when_it_was_called_off() {
    for centre in centres("H1", MORNING).await {
        let tickets = five_wait(&centre).await;
        let kiosk = Actor::Kiosk { hall: "H1".to_owned() };
        asks(&centre, tickets[4]).await;
        asks(&centre, tickets[4]).await;
        asks(&centre, tickets[3]).await;
        centre.does(&kiosk, Command::DropNotice { ticket: tickets[3] }).await;
        let mut told = Vec::new();
        for ticket in &tickets[3..] {
            told.push(
                centre.app.ticket(*ticket).await.expect("read").expect("a ticket").told.expect("a phone"),
            );
        }
        let retention = Retention::new(centre.app.clone());
        centre.it_is("2026-11-25T23:59");
        retention.run_once().await.expect("tidied");
        assert!(centre.app.subject_data(told[0]).await.expect("read").is_some(), "its own day");
        centre.it_is("2026-11-26T00:01");
        retention.run_once().await.expect("tidied");
        for person in told {
            assert_eq!(centre.app.subject_data(person).await.expect("read"), None, "{}", centre.test.engine);
        }
        assert_eq!(centre.app.erase_old_phones().await.expect("nothing left"), 0);
        if centre.test.engine == "sqlite" {
            assert_eq!(centre.test.files_holding(PHONE).await, 0);
        }
        centre.journal_is_clean().await;
    }
}

#[tokio::test]
async fn an_appointment_is_called_to_mind_a_day_before_once_and_not_when_it_was_just_made() {
    for centre in centres("H1", MORNING).await {
        let telecom = telecom(|_| {}).await;
        let sender = sender(&centre, vec![over_sms(telecom.address()).0]);
        let job = Notices::new(centre.app.clone());
        let books = async |at: &str| {
            let from = centre.app.directory().calendar().instant(at).expect("a local time");
            let token = centre.does(&Actor::Citizen, booking(from, "en")).await.appointment;
            centre.app.appointment_by_token(&token).await.expect("read").expect("booked")
        };
        let soon = books("2026-11-25T14:00").await;
        let later = books("2026-11-27T09:00").await;
        let back = books("2026-11-27T09:15").await;
        centre
            .does(&Actor::Citizen, Command::CancelAppointment { book: back.book, number: back.number })
            .await;
        job.round().await.expect("looked");
        centre.it_is("2026-11-26T08:59");
        assert!(!job.round().await.expect("looked"), "a day and a minute before");
        centre.it_is("2026-11-26T09:05");
        assert!(job.round().await.expect("looked"), "{}", centre.test.engine);
        centre.it_is("2026-11-26T09:15");
        assert!(!job.round().await.expect("looked"), "once");
        assert_eq!(sender.run_once().await.expect("sent"), Sent { sent: 1, ..Sent::default() });
        let text = telecom.kept().all()[0].text.clone();
        assert!(
            text.starts_with("Your appointment DH") && text.contains("09:00 Friday 27/11/2026"),
            "{text}"
        );
        let about =
            |one: &app::queries::AppointmentView| About::Appointment { book: one.book, number: one.number };
        assert_eq!(word_of(&centre, about(&later)).await.len(), 1);
        for none in [&soon, &back] {
            assert_eq!(word_of(&centre, about(none)).await.len(), 0);
        }
    }
}

#[tokio::test]
async fn a_reminder_that_could_not_leave_in_time_is_not_sent_after_it() {
    for centre in centres("H1", MORNING).await {
        let telecom = telecom(|_| {}).await;
        let sender = sender(&centre, vec![over_sms(telecom.address()).0]);
        let from = centre.app.directory().calendar().instant("2026-11-27T09:00").expect("a local time");
        centre.does(&Actor::Citizen, booking(from, "vi")).await;
        centre.it_is("2026-11-26T21:30");
        let job = Notices::new(centre.app.clone());
        assert!(job.round().await.expect("looked"));
        assert_eq!(
            sender.run_once().await.expect("run"),
            Sent { quiet: 1, ..Sent::default() },
            "it is night"
        );
        centre.it_is("2026-11-27T09:01");
        assert_eq!(sender.run_once().await.expect("run"), Sent { failed: 1, ..Sent::default() });
        assert_eq!(telecom.kept().all().len(), 0);
    }
}
