use super::*;
use proptest::prelude::*;

const MINUTE: Millis = 60_000;

fn demand(field: &str, people: i64, minutes: i64) -> Demand {
    Demand { field: field.to_owned(), people, each_ms: minutes * MINUTE }
}

fn station(number: i64, fields: &[&str], open: bool, minutes: i64) -> Station {
    let fields = fields.iter().map(|field| (*field).to_owned()).collect();
    Station { number, fields, open, free_ms: minutes * MINUTE }
}

#[test]
fn the_mean_of_earlier_days_is_whole_people_and_none_without_a_day() {
    let mean = |people, days| Before { days, people }.mean();
    assert_eq!(
        [mean(0, 0), mean(0, 3), mean(7, 2), mean(10, 3), mean(11, 3)],
        [None, Some(0), Some(4), Some(3), Some(4)]
    );
}

#[test]
fn fourteen_come_two_counters_serve_nine_and_one_more_is_to_be_opened() {
    let stations = [
        station(5, &["land"], true, 60),
        station(6, &["land"], true, 48),
        station(7, &["land"], false, 60),
        station(8, &["justice"], false, 60),
    ];
    let hour = outlook(&[demand("land", 14, 12)], &stations);
    assert_eq!((hour.served, hour.to_open, hour.left), (vec![9], vec![7], 0));
    let hour = outlook(&[demand("land", 9, 12)], &stations);
    assert_eq!(
        (hour.served, hour.to_open, hour.left),
        (vec![9], vec![], 0),
        "it suffices: nothing is to be done"
    );
}

#[test]
fn a_counter_that_takes_two_fields_is_not_promised_to_both() {
    let both = [station(1, &["land", "justice"], true, 60)];
    let demands = [demand("land", 6, 10), demand("justice", 6, 10)];
    assert_eq!(outlook(&demands, &both).served, [3, 3], "each gets its share");
    let more = [station(1, &["land", "justice"], true, 60), station(2, &["land"], true, 60)];
    assert_eq!(
        outlook(&demands, &more).served,
        [6, 6],
        "land makes room at the counter only justice can use"
    );
}

#[test]
fn of_the_closed_counters_the_one_that_helps_most_is_named_first_and_one_that_helps_nobody_never() {
    let stations = [
        station(1, &["land"], false, 20),
        station(2, &["land"], false, 60),
        station(3, &["justice"], false, 60),
        station(4, &["land"], false, 60),
    ];
    let hour = outlook(&[demand("land", 13, 10)], &stations);
    assert_eq!((hour.all_served(), hour.to_open, hour.left), (0, vec![2, 4, 1], 0));
    let hour = outlook(&[demand("social", 4, 10)], &stations);
    assert_eq!((hour.to_open, hour.left), (vec![], 4), "nobody takes it");
}

#[test]
fn before_a_counter_stops_one_reads_who_would_be_left() {
    let stations = [
        station(1, &["justice", "social", "land"], true, 60),
        station(2, &["justice"], true, 60),
        station(3, &["social"], false, 60),
    ];
    let waiting = [("justice".to_owned(), 9), ("social".to_owned(), 4)];
    let behind = left_behind(1, &stations, &waiting);
    let read: Vec<_> =
        behind.iter().map(|one| (one.field.as_str(), one.waiting, one.others.as_slice())).collect();
    assert_eq!(read, [("social", 4, &[][..]), ("justice", 9, &[2][..]), ("land", 0, &[][..])]);
    assert_eq!(left_behind(9, &stations, &waiting), []);
}

const FIELDS: [&str; 4] = ["land", "justice", "social", "business"];

fn hour() -> impl Strategy<Value = (Vec<Demand>, Vec<Station>)> {
    let demands = proptest::collection::vec((0_i64..9, 1_i64..20), 4);
    let stations = proptest::collection::vec((0_usize..16, any::<bool>(), 0_i64..61), 0..6);
    (demands, stations).prop_map(|(demands, stations)| {
        let demands = FIELDS
            .iter()
            .zip(demands)
            .map(|(field, (people, minutes))| demand(field, people, minutes))
            .collect();
        let taken = |set: usize| -> Vec<&str> {
            (0..4).filter(|of| set >> of & 1 == 1).map(|of| FIELDS[of]).collect()
        };
        let stations = (1..)
            .zip(stations)
            .map(|(number, (set, open, minutes))| station(number, &taken(set), open, minutes))
            .collect();
        (demands, stations)
    })
}

/// Whether so many people of each field group can be served at all: no set of field groups needs more time than the counters that take any of them have.
fn fits(demands: &[Demand], served: &[i64], stations: &[&Station]) -> bool {
    (1_usize..16).all(|set| {
        let of_set = |of: &usize| set >> *of & 1 == 1;
        let needed: i64 = (0..4).filter(of_set).map(|of| served[of] * demands[of].each_ms).sum();
        let takes =
            |station: &&&Station| (0..4).filter(of_set).any(|of| station.fields.contains(&demands[of].field));
        needed <= stations.iter().filter(takes).map(|station| station.free_ms).sum()
    })
}

proptest! {
    #[test]
    fn what_is_promised_fits_and_nobody_more_would((demands, stations) in hour()) {
        let open: Vec<&Station> = stations.iter().filter(|one| one.open).collect();
        let hour = outlook(&demands, &stations);
        prop_assert!(fits(&demands, &hour.served, &open), "{:?}", hour);
        for of in 0..4 {
            prop_assert!(hour.served[of] <= demands[of].people);
            if hour.served[of] < demands[of].people {
                let mut more = hour.served.clone();
                more[of] += 1;
                prop_assert!(!fits(&demands, &more, &open), "one more of {} would fit: {:?}", demands[of].field, hour);
            }
        }
    }

    #[test]
    fn who_is_left_is_counted_with_the_counters_named_open((demands, stations) in hour()) {
        let hour = outlook(&demands, &stations);
        let opened: Vec<Station> =
            stations.iter().map(|one| Station { open: one.open || hour.to_open.contains(&one.number), ..one.clone() }).collect();
        let then = outlook(&demands, &opened);
        let wanted: i64 = demands.iter().map(|demand| demand.people).sum();
        prop_assert_eq!(wanted - then.all_served(), hour.left);
        prop_assert!(hour.to_open.len() <= MOST_TO_OPEN);
        if wanted == hour.all_served() {
            prop_assert!(hour.to_open.is_empty());
        }
    }
}
