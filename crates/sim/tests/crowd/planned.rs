//! A day of the crowd, lived through again on paper.

use super::province;
use app::App;
use app::queries::HallDay;
use domain::ticket::QueueRules;
use plan::{Band, Change, Day, Waits};
use sim::{Crowd, Ways, Wish};
use store::Options;
use store::testing::engines_with;

const SEEDS: u64 = 9;
const PROMISED: domain::kernel::Millis = 10 * 60_000;

/// The last of two busy days in the provincial hall.
async fn busy_day(app: &App, clock: std::sync::Arc<app::ManualClock>, people: i64) -> HallDay {
    let until = app.directory().calendar().instant("2026-11-25T18:00").expect("a local time");
    let shipped = app::shipped_file("crowd/crowd.toml").expect("shipped");
    let busier = shipped.replacen("people_per_counter = 29", &format!("people_per_counter = {people}"), 1);
    let ways = Ways::parse(&busier).expect("whole");
    let wish = Wish { halls: vec!["H1".to_owned()], ways, ..Wish::quiet(11, 2, until) };
    Crowd::new(app.clone(), clock, wish).fill(None).await.expect("filled");
    app.hall_day("H1", until).await.expect("read")
}

fn unchanged() -> Change {
    Change { counters: None, breaks: Vec::new(), rules: QueueRules::default() }
}

fn over_seeds(day: &Day, change: &Change, figure: impl Fn(&Waits) -> i64) -> Band {
    Band::of((1..=SEEDS).map(|seed| figure(&day.lived(change, seed).expect("the domain agrees"))).collect())
}

#[tokio::test]
async fn a_day_lived_through_unchanged_waits_as_its_history_says() {
    for people in [29, 70] {
        for test in engines_with(&Options { gathered: 300, writers: 1, ..Options::default() }).await {
            let (app, clock) = province(&test).await;
            let day = Day::of(&busy_day(&app, clock, people).await, PROMISED);
            let was = day.was();
            assert!(was.all.served > 60, "{was:?}");
            for figure in [|waits: &Waits| waits.all.mean_s, |waits: &Waits| waits.all.p90_s] {
                let (known, again) = (figure(was), over_seeds(&day, &unchanged(), figure).median);
                assert!(
                    (again - known).abs() * 20 <= known,
                    "{people} a counter: {again} for {known}, {was:?}"
                );
            }
        }
    }
}

#[tokio::test]
async fn more_counters_shorten_the_wait_breaks_lengthen_it_and_the_fewest_that_do_are_found() {
    let test = &engines_with(&Options { gathered: 300, writers: 1, ..Options::default() }).await[0];
    let (app, clock) = province(test).await;
    let day = Day::of(&busy_day(&app, clock, 70).await, PROMISED);
    let mean = |waits: &Waits| waits.all.mean_s;
    let same = over_seeds(&day, &unchanged(), mean).median;
    let all: Vec<String> = day.counters().map(str::to_owned).collect();
    let more = Change { counters: Some(all.clone()), ..unchanged() };
    assert!(over_seeds(&day, &more, mean).median <= same);

    let busiest = day.open_counters().next().expect("one was open").to_owned();
    let morning = (8 * 3_600_000, 11 * 3_600_000);
    let away = Change { breaks: vec![(busiest, morning)], ..unchanged() };
    assert!(over_seeds(&day, &away, mean).median > same);

    let p90 = |counters: &[String]| {
        let change = Change { counters: Some(counters.to_vec()), ..unchanged() };
        Band::of((1..=3).map(|seed| day.lived(&change, seed).expect("the domain agrees").all.p90_s).collect())
            .median
    };
    let target_s = p90(&all) + 5 * 60;
    let fewest = day.fewest(target_s, &unchanged(), 3).expect("the domain agrees").expect("all are enough");
    assert!(fewest.len() < all.len(), "{fewest:?}");
    assert!(p90(&fewest) <= target_s, "{fewest:?}");
    let not_served = |counters: &[String]| {
        let change = Change { counters: Some(counters.to_vec()), ..unchanged() };
        let many = |seed| day.lived(&change, seed).expect("the domain agrees").all.not_served;
        Band::of((1..=3).map(|seed| i64::try_from(many(seed)).expect("few")).collect()).median
    };
    for at in 0..fewest.len() {
        let mut fewer = fewest.clone();
        let left_out = fewer.remove(at);
        let missed = p90(&fewer) > target_s || not_served(&fewer) > not_served(&all);
        assert!(missed, "{left_out} was not needed");
    }
    let in_no_time = day.fewest(0, &unchanged(), 3).expect("the domain agrees");
    assert_eq!(in_no_time, None);
}
