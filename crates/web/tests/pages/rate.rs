use crate::visitor::House;
use app::{Actor, Clock, Command};
use axum::http::StatusCode;
use domain::visit::Score;

async fn begins(house: &House, officer: &Actor) {
    house.centre.takes_ticket("land").await;
    house.centre.calls_next(officer, "05").await;
    let (hall, counter) = ("H1".to_owned(), "05".to_owned());
    house.centre.does(officer, Command::StartVisit { hall, counter }).await;
}

async fn ends(house: &House, officer: &Actor) {
    let (hall, counter) = ("H1".to_owned(), "05".to_owned());
    house.centre.does(officer, Command::FinishVisit { hall, counter }).await;
}

#[tokio::test]
async fn one_tap_on_the_tablet_then_thanks_then_it_waits_for_the_next() {
    let house = House::open().await;
    let officer = house.centre.staff("ha.lt");
    let mut tablet = house.visitor();
    let idle = tablet.get("/rate/H1/05").await;
    assert!(idle.says("Xin chào ông bà") && !idle.says("name=\"score\""), "{}", idle.body);
    begins(&house, &officer).await;
    ends(&house, &officer).await;
    let asks = tablet.get("/rate/H1/05").await;
    for words in
        ["D-001", "Rất hài lòng", "Hài lòng", "Bình thường", "Không hài lòng", "http-equiv=\"refresh\""]
    {
        assert!(asks.says(words), "{words}: {}", asks.body);
    }
    let visit = asks.hidden("visit");
    let said = tablet.send(&asks, "/rate/H1/05", &[("visit", &visit), ("score", "neutral")]).await;
    assert_eq!((said.status, said.to()), (StatusCode::SEE_OTHER, "/rate/H1/05"), "{}", said.body);
    let thanks = tablet.get("/rate/H1/05/now").await;
    assert!(
        thanks.says("Cảm ơn ông bà!") && thanks.says("data-turns") && !thanks.says("<html"),
        "{}",
        thanks.body
    );
    // A second finger on another face: the first answer stands.
    let again = tablet.send(&asks, "/rate/H1/05", &[("visit", &visit), ("score", "satisfied")]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.body);
    house.centre.clock.advance(7_000);
    assert!(tablet.get("/rate/H1/05/now").await.says("Xin chào ông bà"));
    house.centre.it_is("2026-11-26T08:00");
    begins(&house, &officer).await;
    assert!(tablet.get("/rate/H1/05/now").await.says("D-001"), "the next day begins anew");
}

#[tokio::test]
async fn a_tap_for_somebody_who_has_left_counts_for_nobody_and_says_so() {
    let house = House::open().await;
    let officer = house.centre.staff("ha.lt");
    let mut tablet = house.visitor();
    begins(&house, &officer).await;
    ends(&house, &officer).await;
    let asks = tablet.get("/rate/H1/05").await;
    let visit = asks.hidden("visit");
    begins(&house, &officer).await;
    let late = tablet.send(&asks, "/rate/H1/05", &[("visit", &visit), ("score", "dissatisfied")]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.says("Người tiếp theo đã ngồi vào quầy") && late.says("D-002"), "{}", late.body);
    let elsewhere = tablet.send(&asks, "/rate/H1/06", &[("visit", &visit), ("score", "neutral")]).await;
    assert_eq!(elsewhere.status, StatusCode::NOT_FOUND);
    for (visit, score) in [("x", "neutral"), (visit.as_str(), "furious")] {
        let nonsense = tablet.send(&asks, "/rate/H1/05", &[("visit", visit), ("score", score)]).await;
        assert_eq!(nonsense.status, StatusCode::NOT_FOUND, "{visit} {score}");
    }
    assert_eq!(tablet.get("/rate/H1/none").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_officer_reads_own_totals_from_ten_ratings_on_and_nothing_of_today() {
    let house = House::open().await;
    let officer = house.centre.staff("ha.lt");
    let tablet = Actor::Kiosk { hall: "H1".to_owned() };
    for turn in 0..10 {
        begins(&house, &officer).await;
        let (hall, counter) = ("H1".to_owned(), "05".to_owned());
        let visit = house.centre.app.asked_to_rate("H1", "05").await.unwrap().expect("under way").visit;
        let score = if turn < 7 { Score::VerySatisfied } else { Score::Dissatisfied };
        house.centre.does(&tablet, Command::RateVisit { hall, counter, visit, score }).await;
        ends(&house, &officer).await;
    }
    let mut desk = house.signed_in("ha.lt").await;
    let today = desk.get("/desk").await;
    assert!(today.says("Hiện tổng số từ 10 lượt") && !today.says("Rất hài lòng"), "today is not told");
    house.centre.it_is("2026-11-26T08:00");
    let desk_page = desk.get("/desk").await;
    let totals = desk_page
        .body
        .split("id=\"scores-h\"")
        .nth(1)
        .unwrap_or_default()
        .split("</section>")
        .next()
        .unwrap();
    for (words, number) in [("Rất hài lòng", 7), ("Hài lòng", 0), ("Không hài lòng", 3)] {
        let told = format!("{words}</dt><dd class=\"num\">{number}<");
        assert!(totals.contains(&told), "{told}: {totals}");
    }
}
