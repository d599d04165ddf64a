//! The hour ahead of a hall, from what is on record.

use app::queries::NextHour;
use app::testing::{Centre, centres};
use app::{Actor, Clock, Command};

async fn hour(centre: &Centre) -> NextHour {
    let now = centre.app.hall_now("H1").await.expect("read");
    centre.app.next_hour(&now).await.expect("read")
}

/// People without appointment who take a number for land at a local time; each is served for so many minutes at counter 5.
async fn lived(centre: &Centre, local: &str, people: usize, minutes: i64) {
    let officer = centre.staff("ha.lt");
    centre.it_is(local);
    for _ in 0..people {
        centre.takes_ticket("land").await;
    }
    for _ in 0..people {
        centre.calls_next(&officer, "05").await;
        let (hall, counter) = ("H1".to_owned(), "05".to_owned());
        centre.does(&officer, Command::StartVisit { hall, counter }).await;
        centre.clock.advance(minutes * 60_000);
        let (hall, counter) = ("H1".to_owned(), "05".to_owned());
        centre.does(&officer, Command::FinishVisit { hall, counter }).await;
    }
    let (hall, counter) = ("H1".to_owned(), "05".to_owned());
    centre.does(&officer, Command::CloseCounter { hall, counter }).await;
}

fn of_land(hour: &NextHour) -> (i64, i64, Option<i64>, Option<i64>) {
    let land = hour.fields.iter().find(|field| field.field == "land").expect("somebody comes for land");
    (land.waiting, land.agreed, land.walk_ins, land.each_ms)
}

#[tokio::test]
async fn without_a_day_on_record_only_who_waits_is_counted_and_nothing_is_made_up() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        assert_eq!((hour(&centre).await.fields, hour(&centre).await.outlook), (vec![], None));
        centre.takes_ticket("land").await;
        let hour = hour(&centre).await;
        assert_eq!((hour.days, of_land(&hour)), (0, (1, 0, None, None)));
        assert_eq!(hour.outlook, None, "nobody knows how long one takes");
    }
}

#[tokio::test]
async fn walk_ins_are_the_mean_of_the_same_hour_on_the_same_weekday() {
    for centre in centres("H1", "2026-11-01T08:00").await {
        lived(&centre, "2026-11-11T08:10", 2, 10).await;
        lived(&centre, "2026-11-11T10:10", 1, 10).await;
        lived(&centre, "2026-11-17T08:10", 1, 10).await;
        lived(&centre, "2026-11-18T08:30", 3, 10).await;
        centre.it_is("2026-11-25T08:00");
        let hour = hour(&centre).await;
        assert_eq!((hour.days, hour.same_weekday), (2, true), "two Wednesdays, not the Tuesday");
        assert_eq!(
            of_land(&hour),
            (0, 0, Some(3), Some(600_000)),
            "five on two days, halves up; ten minutes each"
        );
        assert_eq!(hour.outlook.expect("measured").left, 0);
        centre.it_is("2026-11-25T10:00");
        assert_eq!(
            of_land(&super::next_hour::hour(&centre).await).2,
            Some(1),
            "another hour of the same days"
        );
    }
}

#[tokio::test]
async fn with_one_such_weekday_on_record_the_last_working_days_are_taken() {
    for centre in centres("H1", "2026-11-01T08:00").await {
        lived(&centre, "2026-11-18T08:10", 4, 5).await;
        lived(&centre, "2026-11-23T08:10", 1, 5).await;
        lived(&centre, "2026-11-24T08:10", 1, 5).await;
        centre.it_is("2026-11-25T08:00");
        let hour = hour(&centre).await;
        assert_eq!((hour.days, hour.same_weekday, of_land(&hour).2), (3, false, Some(2)));
    }
}

#[tokio::test]
async fn appointments_of_the_hour_are_counted_until_they_are_honoured_and_are_no_walk_ins() {
    for centre in centres("H1", "2026-11-24T08:00").await {
        let book = |from: &str| Command::BookAppointment {
            hall: "H1".to_owned(),
            field: "land".to_owned(),
            procedure: String::new(),
            from: Some(centre.app.directory().calendar().instant(from).expect("a time")),
            name: "Nguyễn Thị Mẫu".to_owned(),
            phone: "0912345678".to_owned(),
            language: "vi".to_owned(),
            instead_of: None,
        };
        centre.does(&Actor::Citizen, book("2026-11-25T08:15")).await;
        centre.does(&Actor::Citizen, book("2026-11-25T08:45")).await;
        centre.does(&Actor::Citizen, book("2026-11-25T09:00")).await;
        centre.it_is("2026-11-25T08:00");
        assert_eq!(
            of_land(&hour(&centre).await),
            (0, 2, None, None),
            "nine is not within the hour from eight on"
        );
        centre.it_is("2026-11-25T08:16");
        assert_eq!(of_land(&hour(&centre).await).1, 2, "a quarter past has gone by, nine has come near");
    }
}

#[tokio::test]
async fn a_counter_is_named_when_the_open_ones_do_not_suffice() {
    for centre in centres("H1", "2026-11-01T08:00").await {
        lived(&centre, "2026-11-24T08:00", 3, 20).await;
        centre.it_is("2026-11-25T08:00");
        for _ in 0..5 {
            centre.takes_ticket("land").await;
        }
        let officer = centre.staff("ha.lt");
        centre.opens_counter(&officer, "05").await;
        let hour = hour(&centre).await;
        let outlook = hour.outlook.clone().expect("measured");
        assert_eq!((hour.people(), hour.counters, outlook.all_served()), (8, 1, 3), "twenty minutes each");
        assert_eq!(
            (outlook.to_open, outlook.left),
            (vec![6], 2),
            "the other counter of land, and that is all there are"
        );
        centre.it_is("2026-11-25T18:30");
        assert_eq!(super::next_hour::hour(&centre).await.open_ms, 0, "the hall is closed then");
    }
}

#[tokio::test]
async fn who_collects_a_result_is_served_where_results_are_given_out() {
    for centre in centres("H1", "2026-11-25T08:00").await {
        let directory = centre.app.directory();
        let counters = directory.catalogue().counters_of("H1");
        let gives_out =
            counters.iter().find(|counter| counter.kind == "return").expect("results are given out");
        let (code, field) = (gives_out.code.clone(), gives_out.fields[0].clone());
        let officer = centre.staff("ha.lt");
        let at = || ("H1".to_owned(), code.clone());
        for _ in 0..2 {
            centre.takes_ticket(&field).await;
        }
        centre.calls_next(&officer, &code).await;
        let (hall, counter) = at();
        centre.does(&officer, Command::StartVisit { hall, counter }).await;
        centre.clock.advance(120_000);
        let (hall, counter) = at();
        centre.does(&officer, Command::FinishVisit { hall, counter }).await;
        let hour = hour(&centre).await;
        assert_eq!((hour.people(), hour.outlook.expect("measured").served), (1, vec![1]));
    }
}
