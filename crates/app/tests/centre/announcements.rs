//! What is told in a hall.

use app::testing::{Centre, centres};
use app::{AppError, Clock, Command};
use domain::kernel::Refusal;

fn tell(centre: &Centre, text: &str, minutes: i64) -> Command {
    Command::TellHall {
        hall: "H1".to_owned(),
        text: text.to_owned(),
        text_en: String::new(),
        until: Some(centre.app.now() + minutes * 60_000),
    }
}

fn withdraw(number: i64) -> Command {
    Command::WithdrawAnnouncement { hall: "H1".to_owned(), number }
}

fn refused<T: std::fmt::Debug>(answer: Result<T, AppError>) -> Refusal {
    match answer {
        Err(AppError::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

async fn told(centre: &Centre) -> Vec<String> {
    centre.app.told_now("H1").await.expect("read").into_iter().map(|line| line.text).collect()
}

#[tokio::test]
async fn what_is_told_holds_in_its_hall_until_its_time_and_who_told_it_stays_known() {
    for centre in centres("H1", "2026-11-25T09:00").await {
        let director = centre.staff("anh.hh");
        centre.does(&director, tell(&centre, "Quầy 5 đóng lúc 10 giờ", 30)).await;
        centre.does(&director, tell(&centre, "Thang máy đang sửa", 60)).await;
        assert_eq!(
            told(&centre).await,
            ["Quầy 5 đóng lúc 10 giờ", "Thang máy đang sửa"],
            "{}",
            centre.test.engine
        );
        assert!(centre.app.told_now("P-BC").await.expect("read").is_empty(), "another hall hears nothing");
        centre.clock.advance(30 * 60_000);
        assert_eq!(told(&centre).await, ["Thang máy đang sửa"]);
        centre.does(&director, withdraw(2)).await;
        assert!(told(&centre).await.is_empty());
        let today = centre.app.told_today("H1").await.expect("read");
        let read: Vec<_> = today
            .iter()
            .map(|line| (line.number, line.by.as_str(), line.withdrawn.as_ref().map(|(by, _)| by.as_str())))
            .collect();
        assert_eq!(read, [(2, "anh.hh", Some("anh.hh")), (1, "anh.hh", None)]);
        let stream = domain::announcement::stream_of("H1", 20_261_125);
        let history =
            centre.app.store().events_before(centre.app.tenant(), stream, i64::MAX, 9).await.expect("read");
        assert!(history.len() == 3 && history.iter().all(|one| one.actor == "person:anh.hh"));
        centre.it_is("2026-11-26T09:00");
        centre.does(&director, tell(&centre, "Ngày mới", 5)).await;
        assert_eq!(centre.app.told_today("H1").await.expect("read").len(), 1, "a day begins anew");
        centre.journal_is_clean().await;
    }
}

#[tokio::test]
async fn only_the_director_of_the_hall_tells_it_anything() {
    for centre in centres("H1", "2026-11-25T09:00").await {
        centre.does(&centre.staff("anh.hh"), tell(&centre, "một", 30)).await;
        for person in ["ha.lt", "tuan.ld", "thuong.vt", "trung.dd"] {
            for command in [tell(&centre, "hai", 30), withdraw(1)] {
                let answer = centre.ask(&centre.staff(person), command).await;
                assert!(matches!(answer, Err(AppError::Forbidden { .. })), "{person}: {answer:?}");
            }
        }
        let elsewhere = Command::TellHall {
            hall: "P-BC".to_owned(),
            text: "x".to_owned(),
            text_en: String::new(),
            until: Some(centre.app.now() + 60_000),
        };
        let answer = centre.ask(&centre.staff("anh.hh"), elsewhere).await;
        assert!(matches!(answer, Err(AppError::Forbidden { .. })), "{answer:?}");
        assert_eq!(told(&centre).await, ["một"]);
    }
}

#[tokio::test]
async fn what_is_wrong_with_an_announcement_is_said_and_nothing_is_told() {
    for centre in centres("H1", "2026-11-25T09:00").await {
        let director = centre.staff("anh.hh");
        let command = tell(&centre, &"dài ".repeat(60), -5);
        let refusal = refused(centre.ask(&director, command).await);
        let codes: Vec<_> = refusal.violations.iter().map(|one| one.code.as_str()).collect();
        assert_eq!(codes, ["announcement_too_long", "until_past"]);
        let tomorrow = refused(centre.ask(&director, tell(&centre, "mai", 24 * 60)).await);
        assert_eq!(tomorrow.violations[0].code, "until_other_day");
        assert_eq!(refused(centre.ask(&director, withdraw(1)).await).code, "announcement_unknown");
        assert!(told(&centre).await.is_empty());
    }
}
