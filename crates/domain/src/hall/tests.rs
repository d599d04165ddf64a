use super::*;
use proptest::prelude::*;

const MINUTE: i64 = 60_000;
const PROMISED: i64 = 10 * MINUTE;

/// Taken at minute 0; called, seated and served at these minutes.
fn served(called: i64, seated: i64, at: i64) -> Journey {
    Journey {
        taken_at: 0,
        appointment_at: None,
        called_at: Some(called * MINUTE),
        seated_at: Some(seated * MINUTE),
        end: End::Served(at * MINUTE),
    }
}

fn waiting() -> Journey {
    Journey { taken_at: 0, appointment_at: None, called_at: None, seated_at: None, end: End::UnderWay }
}

fn became(journey: &Journey) -> Outcome {
    journey.outcome(PROMISED, 600 * MINUTE)
}

#[test]
fn ten_minutes_from_the_number_to_the_end_are_kept_and_one_more_is_not() {
    assert_eq!(became(&served(3, 4, 10)), Outcome::Kept);
    let mut late = served(3, 4, 10);
    late.end = End::Served(10 * MINUTE + 1);
    assert_eq!(became(&late), Outcome::Lost(Stage::AtCounter));
}

#[test]
fn the_promise_is_lost_in_the_stage_that_was_under_way_when_the_time_ran_out() {
    assert_eq!(became(&served(11, 12, 20)), Outcome::Lost(Stage::Waiting));
    assert_eq!(became(&served(9, 12, 20)), Outcome::Lost(Stage::Coming));
    assert_eq!(became(&served(2, 3, 30)), Outcome::Lost(Stage::AtCounter));
    assert_eq!(became(&served(10, 12, 20)), Outcome::Lost(Stage::Coming), "called in the very minute");
}

#[test]
fn whoever_still_waits_has_lost_it_once_the_time_is_over_and_not_before() {
    assert_eq!(waiting().outcome(PROMISED, 10 * MINUTE), Outcome::UnderWay);
    assert_eq!(waiting().outcome(PROMISED, 10 * MINUTE + 1), Outcome::Lost(Stage::Waiting));
    let called = Journey { called_at: Some(5 * MINUTE), ..waiting() };
    assert_eq!(called.outcome(PROMISED, 11 * MINUTE), Outcome::Lost(Stage::Coming));
}

#[test]
fn who_has_an_appointment_is_counted_from_the_later_of_coming_and_agreed() {
    let early = Journey { appointment_at: Some(30 * MINUTE), ..served(31, 32, 40) };
    assert_eq!((became(&early), early.waited_ms()), (Outcome::Kept, Some(MINUTE)));
    let sooner = Journey { appointment_at: Some(30 * MINUTE), ..served(5, 6, 12) };
    assert_eq!(
        (became(&sooner), sooner.waited_ms()),
        (Outcome::Kept, Some(0)),
        "called before the agreed time"
    );
    let late = Journey { appointment_at: Some(-60 * MINUTE), ..served(11, 12, 20) };
    assert_eq!((became(&late), late.waited_ms()), (Outcome::Lost(Stage::Waiting), Some(11 * MINUTE)));
}

#[test]
fn who_did_not_come_and_who_went_home_are_neither_kept_nor_lost_and_are_counted() {
    let mut tally = Tally::default();
    let absent = Journey { called_at: Some(20 * MINUTE), end: End::NoShow, ..waiting() };
    for journey in [absent, Journey { end: End::GivenUp, ..waiting() }, served(2, 3, 9)] {
        tally.add(&journey, PROMISED, 60 * MINUTE);
    }
    let of = |word| tally.of(Measure::from_word(word).unwrap());
    assert_eq!([of("arrivals"), of("kept"), of("no_show"), of("given_up"), tally.lost()], [3, 1, 1, 1, 0]);
    assert_eq!(tally.services().median(), Some(6 * MINUTE), "only who was served was at the counter");
    assert_eq!(tally.waits().p90(), Some(20 * MINUTE), "who was called in vain waited as well");
}

#[test]
fn a_median_is_a_length_that_occurred_and_of_nothing_there_is_none() {
    let of = |minutes: &[i64]| {
        let mut tally = Tally::default();
        minutes.iter().for_each(|at| tally.add(&served(*at, *at, *at), PROMISED, 0));
        (tally.waits().median().map(|ms| ms / MINUTE), tally.waits().p90().map(|ms| ms / MINUTE))
    };
    assert_eq!(of(&[]), (None, None));
    assert_eq!(of(&[4]), (Some(4), Some(4)));
    assert_eq!(of(&[9, 1, 5]), (Some(5), Some(9)));
    assert_eq!(of(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), (Some(5), Some(9)));
}

#[test]
fn measures_are_found_by_their_words() {
    for measure in Measure::ALL {
        assert_eq!(Measure::from_word(measure.word()), Some(measure));
    }
    assert_eq!(Measure::from_word("none"), None);
}

fn journeys() -> impl Strategy<Value = Vec<Journey>> {
    let one = (0_i64..500, proptest::option::of(0_i64..500), 0_i64..60, 0_i64..20, 0_i64..60, 0_u8..7);
    let made = one.prop_map(|(taken, agreed, wait, walk, at_counter, how)| {
        let called = taken + wait;
        let (called_at, seated_at, end) = match how {
            0 => (None, None, End::UnderWay),
            1 => (Some(called), None, End::UnderWay),
            2 => (Some(called), Some(called + walk), End::UnderWay),
            3 => (Some(called), None, End::NoShow),
            4 => (None, None, End::GivenUp),
            _ => (Some(called), Some(called + walk), End::Served(called + walk + at_counter)),
        };
        Journey { taken_at: taken, appointment_at: agreed, called_at, seated_at, end }
    });
    proptest::collection::vec(made, 0..60)
}

proptest! {
    #[test]
    fn everybody_has_exactly_one_outcome(journeys in journeys(), promised in 0_i64..40, now in 0_i64..700) {
        let mut tally = Tally::default();
        journeys.iter().for_each(|journey| tally.add(journey, promised, now));
        let outcomes: i64 = Measure::ALL.iter().filter(|one| matches!(one, Measure::Of(_))).map(|one| tally.of(*one)).sum();
        prop_assert_eq!(outcomes, tally.of(Measure::Arrivals));
    }

    #[test]
    fn the_parts_make_up_the_whole(journeys in journeys(), parts in 1_usize..7, promised in 0_i64..40) {
        let mut whole = Tally::default();
        let mut parted = vec![Tally::default(); parts];
        for (at, journey) in journeys.iter().enumerate() {
            whole.add(journey, promised, 600);
            parted[at % parts].add(journey, promised, 600);
        }
        prop_assert_eq!(Tally::sum(&parted), whole);
    }

    #[test]
    fn half_are_not_longer_than_the_median_and_nine_of_ten_not_longer_than_the_p90(journeys in journeys()) {
        let mut tally = Tally::default();
        journeys.iter().for_each(|journey| tally.add(journey, 10, 600));
        let waits: Vec<i64> = journeys.iter().filter_map(Journey::waited_ms).collect();
        if let (Some(median), Some(p90)) = (tally.waits().median(), tally.waits().p90()) {
            let up_to = |limit: i64| waits.iter().filter(|wait| **wait <= limit).count();
            let below = |limit: i64| waits.iter().filter(|wait| **wait < limit).count();
            prop_assert!(median <= p90 && waits.contains(&median) && waits.contains(&p90));
            prop_assert!(up_to(median) * 2 >= waits.len() && below(median) * 2 < waits.len());
            prop_assert!(up_to(p90) * 10 >= waits.len() * 9 && below(p90) * 10 < waits.len() * 9);
        } else {
            prop_assert!(waits.is_empty());
        }
    }

    #[test]
    fn a_longer_promise_is_never_kept_less_often(journeys in journeys(), promised in 0_i64..60) {
        let kept = |promised| journeys.iter().filter(|one| one.outcome(promised, 600) == Outcome::Kept).count();
        prop_assert!(kept(promised) <= kept(promised + 1));
    }
}

#[test]
fn a_day_a_week_and_a_month_hold_the_days_one_expects() {
    let around = |reach, day| Days::around(reach, day).map(|days| (days.first, days.last));
    assert_eq!(around(Reach::Day, 20_261_125), Some((20_261_125, 20_261_125)));
    assert_eq!(around(Reach::Week, 20_261_125), Some((20_261_123, 20_261_129)));
    assert_eq!(around(Reach::Week, 20_261_129), Some((20_261_123, 20_261_129)), "a Sunday ends its week");
    assert_eq!(around(Reach::Week, 20_270_101), Some((20_261_228, 20_270_103)), "across the year");
    assert_eq!(around(Reach::Month, 20_280_210), Some((20_280_201, 20_280_229)));
    for nonsense in [0, 20_261_131, 99_999_999, -1, 19_991_231, 21_000_101] {
        assert_eq!(around(Reach::Day, nonsense), None, "{nonsense}");
    }
}

proptest! {
    #[test]
    fn days_follow_each_other_without_gap(reach in 0_usize..3, year in 2001_i64..2099, month in 1_i64..13, day in 1_i64..29) {
        let reach = Reach::ALL[reach];
        let day = year * 10_000 + month * 100 + day;
        let days = Days::around(reach, day).unwrap();
        prop_assert!(days.each().any(|one| one == day));
        let (before, after) = (days.before().unwrap(), days.after().unwrap());
        prop_assert_eq!((before.after(), after.before()), (Some(days), Some(days)));
        prop_assert!(before.last < days.first && days.last < after.first);
        let many = days.each().count();
        let fits = match reach {
            Reach::Day => many == 1,
            Reach::Week => many == 7,
            Reach::Month => (28..=31).contains(&many),
        };
        prop_assert!(fits, "{many} days");
    }
}
