use super::*;
use crate::kernel::StreamId;

fn start() -> Command {
    Command::Start(Start {
        hall: "H1".to_owned(),
        day: 20_261_123,
        counter: "C5".to_owned(),
        person: "lan".to_owned(),
        ticket: Some(StreamId(3)),
        ticket_label: "D003".to_owned(),
        errand: crate::ticket::Errand::default(),
        called_at: Some(31_000),
        taken_at: Some(1_000),
    })
}

#[test]
fn a_visit_keeps_which_dossiers_it_touched_and_is_closed_for_good() {
    let mut state = None;
    for command in [start(), Command::Touch { dossier: StreamId(8), act: "received" }, Command::Finish] {
        for event in decide(state.as_ref(), command, 61_000).unwrap() {
            state = Some(apply(state.take(), &event));
        }
    }
    let visit = state.unwrap();
    assert_eq!((visit.waited_ms, visit.finished_at), (60_000, Some(61_000)));
    assert_eq!(views(&visit, StreamId(1)).rows.len(), 2);
    let touch = decide(Some(&visit), Command::Touch { dossier: StreamId(9), act: "received" }, 70_000);
    assert_eq!(touch.unwrap_err().code, "visit_finished");
    assert_eq!(decide(Some(&visit), Command::Finish, 70_000), Ok(Vec::new()));
}

fn rate(score: Score) -> Command {
    Command::Rate(Rate { score, is_latest: true, within_ms: 10 * MINUTE })
}

const MINUTE: i64 = 60_000;

fn after(commands: Vec<(Command, i64)>) -> State {
    let mut state = None;
    for (command, now) in commands {
        for event in decide(state.as_ref(), command, now).unwrap() {
            state = Some(apply(state.take(), &event));
        }
    }
    state.expect("it was started")
}

#[test]
fn one_tap_counts_and_another_one_changes_nothing() {
    let under_way = after(vec![(start(), MINUTE), (rate(Score::Neutral), 2 * MINUTE)]);
    assert_eq!(under_way.rating, Some(Rating { score: Score::Neutral, at: 2 * MINUTE }));
    assert_eq!(
        decide(Some(&under_way), rate(Score::Neutral), 3 * MINUTE),
        Ok(Vec::new()),
        "it is so already"
    );
    for minute in [2, 30] {
        let other = decide(Some(&under_way), rate(Score::Satisfied), minute * MINUTE);
        assert_eq!(other.unwrap_err().code, "visit_rated_already");
    }
    assert_eq!(decide(None, rate(Score::Satisfied), 0).unwrap_err().code, "visit_unknown");
}

#[test]
fn a_visit_is_rated_until_some_minutes_after_it_ended_and_only_while_nobody_else_sits_there() {
    let finished = after(vec![(start(), 0), (Command::Finish, 5 * MINUTE)]);
    assert!(decide(Some(&finished), rate(Score::Dissatisfied), 15 * MINUTE).is_ok());
    let late = decide(Some(&finished), rate(Score::Dissatisfied), 15 * MINUTE + 1);
    assert_eq!(late.unwrap_err().code, "visit_rating_over");
    let of_another = Rate { score: Score::Satisfied, is_latest: false, within_ms: 10 * MINUTE };
    let gone = decide(Some(&finished), Command::Rate(of_another), 6 * MINUTE);
    assert_eq!(gone.unwrap_err().code, "visit_not_latest");
}

#[test]
fn what_was_tapped_is_counted_and_stands_in_no_row_of_the_visit() {
    let before = after(vec![(start(), 0), (Command::Finish, MINUTE)]);
    let rated = after(vec![(start(), 0), (Command::Finish, MINUTE), (rate(Score::Satisfied), 2 * MINUTE)]);
    let (before, after) = (views(&before, StreamId(1)), views(&rated, StreamId(1)));
    assert_eq!(before.rows, after.rows, "a row would say who");
    let added: Vec<_> = after.counts.iter().filter(|count| !before.counts.contains(count)).collect();
    assert_eq!(added.len(), 1);
    assert_eq!(added[0].table, "rating_count");
    assert!(
        added[0].key.contains(&("person", "lan".into()))
            && added[0].key.contains(&("score", "satisfied".into()))
    );
    let ids = |value: &crate::kernel::Value| *value == StreamId(1).into() || *value == StreamId(3).into();
    assert!(!added[0].key.iter().any(|(_, value)| ids(value)), "neither visit nor ticket");
}

#[test]
fn scores_are_stored_as_words_and_read_back() {
    for score in Score::ALL {
        assert_eq!(Score::from_word(score.word()), Some(score));
        assert_eq!(serde_json::to_value(score).unwrap(), score.word());
    }
}

fn day(scores: [i64; 4]) -> Scores {
    let mut day = Scores::default();
    for (score, many) in Score::ALL.into_iter().zip(scores) {
        day.add(score, many);
    }
    day
}

#[test]
fn totals_are_shown_from_ten_ratings_on() {
    assert_eq!(Scores::shown([]), None);
    assert_eq!(Scores::shown([day([4, 3, 1, 1])]), None);
    assert_eq!(Scores::shown([day([4, 3, 1, 1]), day([0, 0, 0, 1])]), Some(day([4, 3, 1, 2])));
    let held_back = [day([10, 0, 0, 0]), day([0, 0, 0, 1])];
    assert_eq!(
        Scores::shown(held_back),
        Some(day([10, 0, 0, 0])),
        "the one of the last day is not given away"
    );
}

proptest::proptest! {
    #[test]
    fn whoever_looks_every_day_never_sees_fewer_than_ten_more(
        days in proptest::collection::vec([0_i64..6, 0_i64..6, 0_i64..6, 0_i64..6], 0..30)
    ) {
        let days: Vec<Scores> = days.into_iter().map(day).collect();
        let seen = |until: usize| Scores::shown(days[..until].iter().copied()).unwrap_or_default();
        for until in 0..days.len() {
            let (before, after) = (seen(until), seen(until + 1));
            let more = after.all() - before.all();
            proptest::prop_assert!(more == 0 || more >= Scores::SHOWN_FROM, "{more} more");
            for score in Score::ALL {
                proptest::prop_assert!(after.of(score) >= before.of(score));
            }
        }
    }
}

#[test]
fn a_visit_that_is_passed_on_is_whoever_goes_on_with_it() {
    let hoa = || Command::PassOn { person: "hoa".to_owned() };
    let visit = after(vec![(start(), MINUTE), (hoa(), 2 * MINUTE)]);
    assert_eq!((visit.person.as_str(), visit.started_at), ("hoa", MINUTE));
    assert_eq!(decide(Some(&visit), hoa(), 3 * MINUTE), Ok(Vec::new()), "it is hers already");
    let rated = after(vec![
        (start(), MINUTE),
        (hoa(), 2 * MINUTE),
        (Command::Finish, 3 * MINUTE),
        (rate(Score::Satisfied), 4 * MINUTE),
    ]);
    let counted = views(&rated, StreamId(1)).counts.into_iter().find(|count| count.table == "rating_count");
    assert!(counted.expect("counted").key.contains(&("person", "hoa".into())));
    assert_eq!(decide(Some(&rated), hoa(), 5 * MINUTE).unwrap_err().code, "visit_finished");
}
