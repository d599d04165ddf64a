use app::queries::AppointmentView;
use app::testing::{Centre, centres};
use app::{Actor, AppError, Clock, Command};
use domain::kernel::{Millis, Refusal, StreamId};
use domain::ticket::Priority;

fn wish(from: Option<Millis>, instead_of: Option<(StreamId, i64)>) -> Command {
    Command::BookAppointment {
        hall: "H1".to_owned(),
        field: "land".to_owned(),
        procedure: "1.115778@quang-ninh".to_owned(),
        from,
        name: "Nguyễn Thị Mẫu".to_owned(),
        phone: "0590000123".to_owned(),
        language: "vi".to_owned(),
        instead_of,
    }
}

/// The settings of appointments, by name behind `appointments.`.
async fn set(centre: &Centre, settings: &[(&str, &str)]) {
    for (name, value) in settings {
        let name = format!("appointments.{name}");
        let store = centre.app.store();
        store.put_setting(centre.app.tenant(), &name, value, "test", centre.app.now()).await.expect("kept");
    }
    centre.app.reload().await.expect("read anew");
}

async fn at(centre: &Centre, local: &str) -> Millis {
    centre.app.directory().calendar().instant(local).expect("a local time")
}

async fn booked(centre: &Centre, command: Command) -> AppointmentView {
    let token = centre.does(&Actor::Citizen, command).await.appointment;
    centre.app.appointment_by_token(&token).await.expect("read").expect("booked")
}

fn refused<T: std::fmt::Debug>(answer: Result<T, AppError>) -> Refusal {
    match answer {
        Err(AppError::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

async fn free(centre: &Centre, from: Millis) -> i64 {
    let days = centre.app.days_to_book("H1", "land").await.expect("read");
    days.iter().flat_map(|day| &day.slots).find(|slot| slot.from == from).expect("a slot").free
}

#[tokio::test]
async fn an_appointment_is_booked_moved_and_honoured_by_a_number_that_goes_first() {
    for centre in centres("H1", "2026-11-24T09:00").await {
        set(&centre, &[("visit_minutes", "15")]).await;
        let (nine, ten) = (at(&centre, "2026-11-25T09:00").await, at(&centre, "2026-11-25T10:00").await);
        let first = booked(&centre, wish(Some(nine), None)).await;
        assert_eq!((first.label.as_str(), first.status.as_str(), first.from), ("DH001", "booked", nine));
        assert_eq!(free(&centre, nine).await, 0, "two counters, half of a visit each");
        let second = booked(&centre, wish(Some(ten), Some((first.book, first.number)))).await;
        assert_eq!((second.number, free(&centre, nine).await, free(&centre, ten).await), (2, 1, 0));
        let moved = centre.app.appointment_by_token(&first.token).await.expect("read").expect("kept");
        assert_eq!(moved.status, "moved");

        centre.it_is("2026-11-25T09:50");
        let walked_in = centre.takes_ticket("land").await;
        centre.clock.advance(5 * 60_000);
        let by_number = |number, end| centre.app.appointment_by_number("H1", number, end);
        assert_eq!(by_number(2, "124").await.expect("read"), None, "another phone");
        let found = by_number(2, "123").await.expect("read").expect("it is today's");
        let kiosk = Actor::Kiosk { hall: "H1".to_owned() };
        let come = |number| Command::TakeTicketByAppointment {
            hall: "H1".to_owned(),
            book: found.book,
            number,
            priority: Priority::None,
        };
        assert_eq!(refused(centre.ask(&kiosk, come(1)).await).code, "appointment_cancelled");
        let ticket = centre.does(&kiosk, come(2)).await.ticket.expect("a number");
        assert_eq!(refused(centre.ask(&kiosk, come(2)).await).code, "appointment_used");
        let officer = centre.staff("ha.lt");
        assert_eq!(centre.calls_next(&officer, "05").await, ticket, "before who came five minutes earlier");
        let honoured = centre.app.appointment_by_token(&second.token).await.expect("read").expect("kept");
        assert_eq!((honoured.status.as_str(), honoured.ticket), ("honoured", Some(ticket)));
        assert_eq!(centre.app.waiting("H1").await.expect("read")[0].ticket, walked_in);
        centre.journal_is_clean().await;
    }
}

#[tokio::test]
async fn what_cannot_be_booked_is_said_with_everything_that_is_wrong_and_nothing_is_given_back() {
    for centre in centres("H1", "2026-11-24T09:00").await {
        let nine = at(&centre, "2026-11-25T09:00").await;
        let kept = booked(&centre, wish(Some(nine), None)).await;
        let nobody = Command::BookAppointment {
            hall: "H1".to_owned(),
            field: "land".to_owned(),
            procedure: String::new(),
            from: None,
            name: " ".to_owned(),
            phone: "123".to_owned(),
            language: "vi".to_owned(),
            instead_of: Some((kept.book, kept.number)),
        };
        let refusal = refused(centre.ask(&Actor::Citizen, nobody).await);
        let codes: Vec<&str> = refusal.violations.iter().map(|one| one.code.as_str()).collect();
        assert_eq!(codes, ["slot_missing", "name_missing", "phone_malformed"]);
        let still = centre.app.appointment_by_token(&kept.token).await.expect("read").expect("kept");
        assert_eq!(still.status, "booked", "the old one is given back only for a new one");

        for (local, code) in [
            ("2026-11-28T09:00", "slot_unknown"),
            ("2026-12-20T09:00", "slot_unknown"),
            ("2026-11-25T09:07", "slot_unknown"),
            ("2026-11-24T09:30", "slot_closed"),
        ] {
            let refusal =
                refused(centre.ask(&Actor::Citizen, wish(Some(at(&centre, local).await), None)).await);
            assert_eq!(refusal.violations[0].code, code, "{local}");
        }
        let kiosk = Actor::Kiosk { hall: "H1".to_owned() };
        let (hall, book, number) = ("H1".to_owned(), kept.book, kept.number);
        let come = Command::TakeTicketByAppointment { hall, book, number, priority: Priority::None };
        assert_eq!(refused(centre.ask(&kiosk, come).await).code, "appointment_other_day");
        let cancel = Command::CancelAppointment { book, number };
        centre.does(&Actor::Citizen, cancel.clone()).await;
        assert!(centre.does(&Actor::Citizen, cancel).await.already);
        let director = centre.staff("trung.dd");
        assert!(matches!(
            centre.ask(&director, wish(Some(nine), None)).await,
            Err(AppError::Forbidden { .. })
        ));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_people_grab_the_last_twenty_places_and_twenty_get_one() {
    for centre in centres("H1", "2026-11-24T09:00").await {
        set(&centre, &[("slot_minutes", "240"), ("visit_minutes", "12"), ("days_ahead", "4")]).await;
        let from = at(&centre, "2026-11-25T07:00").await;
        assert_eq!(free(&centre, from).await, 20);
        let mut people = tokio::task::JoinSet::new();
        for person in 0..200 {
            let app = centre.app.clone();
            people.spawn(async move {
                let id = domain::kernel::CommandId(format!("person-{person}"));
                app.execute(&Actor::Citizen, &id, wish(Some(from), None)).await
            });
        }
        let (mut got, mut full) = (Vec::new(), 0);
        while let Some(answer) = people.join_next().await {
            match answer.expect("nobody falls over") {
                Ok(answer) => got.push(answer.appointment),
                Err(error) => {
                    assert_eq!(refused(Err::<(), _>(error)).code, "slot_full");
                    full += 1;
                }
            }
        }
        assert_eq!((got.len(), full, free(&centre, from).await), (20, 180, 0));
        let mut numbers = Vec::new();
        for token in &got {
            numbers.push(centre.app.appointment_by_token(token).await.expect("read").expect("booked").number);
        }
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=20).collect::<Vec<i64>>());
        // The others are offered the next day.
        let next = at(&centre, "2026-11-26T07:00").await;
        assert_eq!(free(&centre, next).await, 20);
        centre.journal_is_clean().await;
    }
}
