use super::*;
use crate::Tenths;
use proptest::prelude::*;

/// A unit with the same points for each of so many of its indices.
fn unit(points: &[(Index, i64, i64)]) -> Evaluation {
    let mut tally = Tally::default();
    for (index, of, times) in points {
        tally.add(*index, *of, *times);
    }
    Evaluation::of_unit(&tally)
}

#[test]
fn exactly_fifteen_is_excellent_and_a_tenth_less_is_good() {
    let mut all: Vec<_> = Index::ALL.into_iter().map(|index| (index, 2, 1)).collect();
    for (_, points, _) in &mut all[..3] {
        *points = 1;
    }
    let evaluated = unit(&all);
    assert_eq!((evaluated.total, evaluated.standing()), (Tenths(150), Some(Standing::Excellent)));

    // 1.9 where 2 was: 19 of 20 dossiers with 2 points, one with none.
    all[3].2 = 19;
    all.push((Index::Agencies, 0, 1));
    let evaluated = unit(&all);
    assert_eq!((evaluated.total, evaluated.standing()), (Tenths(149), Some(Standing::Good)));
}

#[test]
fn the_bounds_of_units_belong_to_the_better_side() {
    for (points, standing) in [
        (12, Standing::Good),
        (11, Standing::Fair),
        (9, Standing::Fair),
        (8, Standing::Average),
        (6, Standing::Average),
        (5, Standing::Weak),
    ] {
        let all: Vec<_> =
            (0_i64..).zip(Index::ALL).map(|(at, index)| (index, (points - 2 * at).clamp(0, 2), 1)).collect();
        let evaluated = unit(&all);
        assert_eq!((evaluated.total, evaluated.standing()), (Tenths::whole(points), Some(standing)));
    }
}

#[test]
fn an_officer_has_five_indices_and_three_standings() {
    let officer = |points: &[(Index, i64, i64)]| {
        let mut tally = Tally::default();
        for (index, of, times) in points {
            tally.add(*index, *of, *times);
        }
        Evaluation::of_officer(&tally)
    };
    let best = officer(&Index::ALL.map(|index| (index, 2, 7)));
    assert_eq!((best.total, best.most), (Tenths::whole(10), Tenths::whole(10)));
    assert_eq!(best.indices.len(), 5);
    assert_eq!(best.standing(), Some(Standing::Wholly));
    let half = officer(&Index::ALL.map(|index| (index, 1, 7)));
    assert_eq!(half.standing(), Some(Standing::Wholly), "exactly 5");
    let less = officer(&[
        (Index::TotalTime, 2, 1),
        (Index::AgencyTime, 1, 1),
        (Index::Contacts, 1, 1),
        (Index::Contacts, 0, 1),
    ]);
    assert_eq!((less.total, less.standing()), (Tenths(35), Some(Standing::Partly)), "exactly 3.5");
    let poor = officer(&[(Index::TotalTime, 1, 1), (Index::AgencyTime, 1, 1), (Index::Attitude, 1, 1)]);
    assert_eq!((poor.total, poor.standing()), (Tenths(30), Some(Standing::Poorly)));
}

#[test]
fn an_index_without_data_is_left_out_and_no_data_at_all_is_no_verdict() {
    let evaluated = unit(&[(Index::TotalTime, 2, 4), (Index::Feedback, 2, 1)]);
    assert_eq!((evaluated.total, evaluated.most), (Tenths::whole(4), Tenths::whole(4)));
    assert_eq!(evaluated.indices.iter().filter(|(_, average)| average.is_none()).count(), 7);
    assert_eq!(unit(&[]).standing(), None);
}

#[test]
fn whoever_lacks_data_is_not_called_weak() {
    let of = |many: usize| {
        let some: Vec<_> = Index::ALL.into_iter().take(many).map(|index| (index, 0, 1)).collect();
        unit(&some).standing()
    };
    assert_eq!(of(2), None, "4 points were within reach");
    assert_eq!(of(7), None, "14 points were");
    assert_eq!(of(8), Some(Standing::Weak), "16 were");
}

#[test]
fn time_is_compared_in_whole_minutes() {
    assert_eq!([479, 480, 481].map(|used| time(Came::minutes(used, 480))), [2, 1, 0]);
}

#[test]
fn contacts_and_agencies_lose_a_point_each_time() {
    assert_eq!([0, 1, 2, 9].map(contacts), [2, 1, 0, 0]);
    assert_eq!([0, 1, 2, 9].map(agencies), [2, 1, 0, 0]);
}

#[test]
fn attitude_needs_a_result_in_time_and_no_complaint_that_stands() {
    let all = [Came::Shorter, Came::Equal, Came::Longer];
    assert_eq!(all.map(|came| attitude(came, Complaint::None)), [2, 1, 0]);
    assert_eq!(all.map(|came| attitude(came, Complaint::Stands)), [0, 0, 0]);
}

#[test]
fn a_province_needs_a_fifth_of_its_procedures_approved_at_the_one_stop() {
    let all = Shares { part: 10, whole: 10 };
    let there = |part| at_one_stop(Shares { part, whole: 10 }, all, 20);
    assert_eq!([there(1), there(2), there(10)], [Some(1), Some(2), Some(2)]);
    assert_eq!(at_one_stop(Shares { part: 10, whole: 10 }, Shares { part: 9, whole: 10 }, 20), Some(0));
    assert_eq!(at_one_stop(Shares { part: 4, whole: 10 }, all, 50), Some(1), "a district needs half");
    assert_eq!(at_one_stop(Shares::default(), Shares::default(), 20), None);
}

#[test]
fn publication_nobody_vouched_for_is_left_out() {
    assert_eq!(publication(None, true), None);
    assert_eq!(
        [(true, true), (false, true), (false, false)].map(|(posted, here)| publication(Some(posted), here)),
        [Some(2), Some(1), Some(0)]
    );
}

#[test]
fn feedback_is_answered_in_time_nine_times_of_ten() {
    let of = |due, in_time, prolonged| feedback(Feedback { due, in_time, prolonged });
    assert_eq!(of(0, 0, 0), 2);
    assert_eq!([of(10, 10, 0), of(10, 9, 0), of(10, 8, 0), of(10, 10, 1)], [2, 1, 0, 0]);
    assert_eq!(of(19, 17, 0), 0, "17 of 19 are fewer than nine of ten");
}

#[test]
fn online_service_wants_a_fifth_of_procedures_and_three_dossiers_of_ten() {
    let of = |procedures, dossiers, late| {
        online(Online {
            procedures: Shares { part: procedures, whole: 10 },
            dossiers: Shares { part: dossiers, whole: 100 },
            late,
        })
    };
    assert_eq!(
        [of(2, 30, 0), of(1, 30, 0), of(2, 29, 0), of(2, 15, 0), of(2, 14, 0)],
        [Some(2), Some(1), Some(1), Some(1), Some(0)]
    );
    assert_eq!(of(2, 90, 1), Some(0), "one that is late");
    assert_eq!(of(0, 0, 0), None, "nothing is offered");
    assert_eq!(
        online(Online { procedures: Shares { part: 2, whole: 10 }, ..Online::default() }),
        None,
        "nothing came in"
    );
}

proptest! {
    /// Half of a tenth is rounded up, and never is a rounded average more than half a tenth off.
    #[test]
    fn an_average_is_the_nearest_tenth(sum in 0_i64..100_000, count in 1_i64..50_000) {
        let Tenths(tenths) = Tenths::average(sum, count).unwrap();
        let off = 2 * (tenths * count - sum * 10);
        prop_assert!(off <= count && off > -count, "{sum} / {count} = {tenths}");
    }

    /// Parts added up make the whole, in whatever order.
    #[test]
    fn the_parts_of_a_unit_make_the_unit(given in prop::collection::vec((0_usize..9, 0_i64..3, 1_i64..50), 0..40), cut in 0_usize..40) {
        let tally = |of: &[(usize, i64, i64)]| {
            let mut tally = Tally::default();
            for (index, points, times) in of {
                tally.add(Index::ALL[*index], *points, *times);
            }
            tally
        };
        let (one, other) = given.split_at(cut.min(given.len()));
        prop_assert_eq!(tally(one).and(&tally(other)), tally(&given));
        prop_assert_eq!(tally(other).and(&tally(one)), tally(&given));
    }
}
