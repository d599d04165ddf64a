use super::*;
use proptest::prelude::*;

/// The clock on the wall.
fn all(from: Millis, to: Millis) -> i64 {
    to - from
}

fn done<'a>(activity: &'a str, person: &'a str, at: Millis) -> Done<'a> {
    Done { activity, person, at, ..Done::default() }
}

fn case(done: Vec<Done<'_>>) -> Case<'_> {
    Case { done, open: false }
}

fn names(way: &Way) -> String {
    way.activities.join(" ")
}

/// Three dossiers: two the same way, one in which the check was done again.
fn three<'a>() -> [Case<'a>; 3] {
    [
        case(vec![done("receive", "ha", 0), done("check", "lan", 10), done("sign", "tuan", 30)]),
        case(vec![done("receive", "ha", 5), done("check", "lan", 25), done("sign", "tuan", 30)]),
        case(vec![
            done("receive", "ha", 7),
            done("check", "lan", 40),
            done("check", "hoa", 41),
            done("sign", "tuan", 107),
        ]),
    ]
}

#[test]
fn ways_are_counted_the_most_taken_first() {
    let mined = mine(&three(), &all);
    let ways: Vec<_> =
        mined.ways_by_cases().into_iter().map(|(way, cases)| (names(way), cases.len())).collect();
    assert_eq!(ways, [("receive check sign".to_owned(), 2), ("receive check check sign".to_owned(), 1)]);
    assert_eq!((mined.cases, mined.events), (3, 10));
    assert_eq!(mined.durations, [30, 25, 100]);
}

#[test]
fn what_followed_what_has_its_count_and_its_times() {
    let mined = mine(&three(), &all);
    let of = |from: &str, to: &str| &mined.follows[&(from.to_owned(), to.to_owned())];
    let checked = of("receive", "check");
    assert_eq!((checked.seen.times, checked.seen.cases.len()), (3, 3));
    assert_eq!(
        (checked.between.sum, checked.between.least(), checked.between.middle(), checked.between.most()),
        (10 + 20 + 33, Some(10), Some((20, 20)), Some(33))
    );
    assert_eq!(of("check", "check").seen.cases, [2].into());
    assert_eq!(of("check", "sign").between.sum, 20 + 5 + 66);
    assert_eq!(mined.follows.len(), 3);
    assert_eq!(mined.starts["receive"].times, 3);
    assert_eq!(mined.ends["sign"].times, 3);
}

#[test]
fn a_thing_done_again_is_counted_with_its_cases() {
    let mined = mine(&three(), &all);
    let check = &mined.activities["check"];
    assert_eq!((check.seen.times, check.seen.in_cases(), check.repeats), (4, 3, 1));
    assert_eq!(check.again, [2].into());
    assert!(mined.activities["sign"].again.is_empty());
}

#[test]
fn who_gave_it_to_whom_is_counted_and_a_hand_over_is_from_one_to_another() {
    let mined = mine(&three(), &all);
    let of = |from: &str, to: &str| mined.persons[&(from.to_owned(), to.to_owned())].times;
    assert_eq!((of("ha", "lan"), of("lan", "tuan"), of("lan", "hoa"), of("hoa", "tuan")), (3, 2, 1, 1));
    assert_eq!(mined.handovers(), 7);
    let alone = [case(vec![done("a", "ha", 0), done("b", "ha", 1), done("c", "", 2)])];
    assert_eq!(mine(&alone, &all).handovers(), 0, "nobody gave it to anybody who is known");
}

#[test]
fn a_step_waits_until_the_person_is_free_and_is_worked_at_from_then() {
    let handed = |person, handed_at, at| Done { handed_at: Some(handed_at), ..done("check", person, at) };
    let mut cases = [
        case(vec![handed("lan", 0, 10)]),
        // Handed over at 2, while Lan was at the first until 10.
        case(vec![handed("lan", 2, 25)]),
        // Handed over when she had long been free.
        case(vec![handed("lan", 60, 70)]),
    ];
    fill_free_from(&mut cases);
    let mined = mine(&cases, &all);
    let check = &mined.activities["check"].waits;
    assert_eq!((check.waited.sum, check.worked.sum, check.passed.sum), (8, 10 + 15 + 10, 10 + 23 + 10));
    let (seen, by) = &mined.activities["check"].by[&(String::new(), "lan".to_owned())];
    assert_eq!((seen.times, by.waited.most()), (3, Some(8)));
    assert_eq!(mined.bottleneck().map(|(name, _)| name), Some("check"));
}

#[test]
fn what_lies_between_two_steps_was_with_nobody_here_and_the_time_of_others_is_neither() {
    let cases = [case(vec![
        Done { handed_at: Some(0), ..done("check", "lan", 10) },
        Done { handed_at: Some(50), outside: true, ..done("tax", "", 80) },
    ])];
    let mined = mine(&cases, &all);
    assert_eq!((mined.away.0.sum, &mined.away.1), (40, &[0].into()));
    let tax = &mined.activities["tax"].waits;
    assert_eq!((tax.waited.sum, tax.worked.sum, tax.outside.sum), (0, 0, 30));
    assert_eq!(mined.bottleneck(), None);
}

#[test]
fn an_open_case_has_begun_a_way_and_ended_nowhere() {
    let open = Case { done: vec![done("receive", "ha", 0)], open: true };
    let mined = mine(&[open, case(vec![done("receive", "ha", 0)]), case(Vec::new())], &all);
    assert_eq!(mined.ways.len(), 2, "still on it, and ended there, are not the same");
    assert_eq!(mined.ends["receive"].cases, [1].into());
    assert_eq!((mined.cases, mined.durations.len()), (3, 2));
}

#[test]
fn the_middle_of_an_even_number_has_two_sides() {
    let mut spread = Spread::default();
    assert_eq!((spread.least(), spread.middle(), spread.most()), (None, None, None));
    for ms in [7, 1, 9, 1] {
        spread.add(ms);
    }
    assert_eq!((spread.times, spread.sum, spread.middle(), spread.median()), (4, 18, Some((1, 7)), Some(1)));
}

/// Cases over few names, so that things happen again, and few instants, so that they happen at once.
fn any_cases() -> impl Strategy<Value = Vec<Vec<(usize, usize, i64)>>> {
    let one = (0_usize..4, 0_usize..3, 0_i64..12);
    proptest::collection::vec(proptest::collection::vec(one, 0..7), 0..8)
}

proptest! {
    #[test]
    fn sums_agree_whatever_was_done(told in any_cases()) {
        const WHAT: [&str; 4] = ["a", "b", "c", "d"];
        const WHO: [&str; 3] = ["", "x", "y"];
        let mut cases: Vec<Case<'_>> = told
            .iter()
            .map(|of| case(of.iter().map(|(what, who, at)| done(WHAT[*what], WHO[*who], *at)).collect()))
            .collect();
        fill_free_from(&mut cases);
        let mined = mine(&cases, &all);
        let with_any = count(cases.iter().filter(|case| !case.done.is_empty()).count());
        let times = |seen: &BTreeMap<String, Seen>| seen.values().map(|one| one.times).sum::<i64>();
        prop_assert_eq!(times(&mined.starts), with_any);
        prop_assert_eq!(times(&mined.ends), with_any);
        prop_assert_eq!(count(mined.ways.values().map(BTreeSet::len).sum()), with_any);
        let followed: i64 = mined.follows.values().map(|one| one.seen.times).sum();
        prop_assert_eq!(followed, mined.events - with_any, "each thing but the last is followed by one");
        prop_assert_eq!(mined.persons.values().map(|seen| seen.times).sum::<i64>(), followed);
        let between: i64 = mined.follows.values().map(|one| one.between.sum).sum();
        prop_assert_eq!(between, mined.durations.iter().sum::<i64>(), "a case lasts as long as what lies between");
        for activity in mined.activities.values() {
            let waits = &activity.waits;
            prop_assert_eq!(waits.waited.sum + waits.worked.sum, waits.passed.sum);
            prop_assert!(waits.waited.least().is_none_or(|least| least >= 0));
            prop_assert_eq!(activity.repeats, activity.seen.times - activity.seen.in_cases());
        }
    }
}
