use super::*;
use domain::kernel::Number;

const MINUTE: Millis = 60_000;

/// Two counters of one field group, the second with one more.
fn floor() -> Floor {
    let fields = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    Floor {
        counters: BTreeMap::from([
            ("01".to_owned(), fields(&["land"])),
            ("02".to_owned(), fields(&["land", "social"])),
        ]),
        rules: QueueRules::default(),
        unseen_ms: 1_000,
    }
}

/// A history told minute by minute: `(minute, ticket, event)`.
fn breaches(events: Vec<(i64, i64, Event)>) -> Vec<Rule> {
    of(events).breaches.iter().map(|breach| breach.rule).collect()
}

fn of(events: Vec<(i64, i64, Event)>) -> Read {
    let told: Vec<Told> = (1..)
        .zip(events)
        .map(|(seq, (minute, ticket, event))| Told {
            seq,
            ticket: StreamId(ticket),
            at: minute * MINUTE,
            event,
        })
        .collect();
    read(&floor(), &told)
}

fn taken_as(minute: i64, ticket: i64, number: i64, priority: Priority) -> (i64, i64, Event) {
    let ahead = if priority == Priority::None { 0 } else { 20 };
    let event = Event::TicketTaken {
        hall: "H".to_owned(),
        day: 20_261_124,
        field: "land".to_owned(),
        series: "D".to_owned(),
        number: Number::Given(number),
        priority,
        procedure: String::new(),
        others: Vec::new(),
        token: format!("token-{ticket}"),
        appointment: None,
        dossier: None,
        paper: false,
        at: minute * MINUTE,
        order_at: (minute - ahead) * MINUTE,
    };
    (minute, ticket, event)
}

fn taken(minute: i64, ticket: i64) -> (i64, i64, Event) {
    taken_as(minute, ticket, ticket, Priority::None)
}

fn called(minute: i64, ticket: i64, counter: &str) -> (i64, i64, Event) {
    (minute, ticket, Event::TicketCalled { counter: counter.to_owned(), at: minute * MINUTE })
}

fn missed(minute: i64, ticket: i64, counter: &str) -> (i64, i64, Event) {
    (minute, ticket, Event::TicketMissed { counter: counter.to_owned(), at: minute * MINUTE })
}

fn seated(minute: i64, ticket: i64, counter: &str) -> (i64, i64, Event) {
    let (counter, visit) = (counter.to_owned(), StreamId(1000 + ticket));
    (minute, ticket, Event::TicketServing { counter, visit, at: minute * MINUTE })
}

fn served(minute: i64, ticket: i64) -> (i64, i64, Event) {
    (minute, ticket, Event::TicketServed { at: minute * MINUTE })
}

fn given_up(minute: i64, ticket: i64) -> (i64, i64, Event) {
    (minute, ticket, Event::TicketGivenUp { at: minute * MINUTE })
}

fn put_back(minute: i64, ticket: i64, order: i64) -> (i64, i64, Event) {
    (minute, ticket, Event::TicketPutBack { at: minute * MINUTE, order_at: order * MINUTE })
}

#[test]
fn a_day_on_which_all_goes_well_breaks_nothing() {
    let read = of(vec![
        taken(0, 1),
        taken(1, 2),
        taken_as(2, 3, 3, Priority::Elder),
        called(3, 3, "01"),
        seated(4, 3, "01"),
        called(4, 1, "02"),
        missed(5, 1, "02"),
        put_back(6, 1, 0),
        served(7, 3),
        called(8, 1, "01"),
        seated(9, 1, "01"),
        served(10, 1),
        given_up(11, 2),
        taken(12, 4),
        taken(12, 5),
        called(13, 4, "01"),
        missed(14, 4, "01"),
    ]);
    assert_eq!(read.breaches, []);
    assert_eq!((read.tickets, read.calls, read.served, read.given_up), (5, 4, 2, 1));
    assert_eq!((read.missed, read.open), (vec!["D004".to_owned()], vec!["D005".to_owned()]));
    assert_eq!((read.longest_wait, read.most_overtaken), (4 * MINUTE, 1));
}

#[test]
fn a_label_that_is_given_twice_is_found() {
    let twice = vec![taken_as(0, 1, 7, Priority::None), taken_as(1, 2, 7, Priority::None)];
    assert_eq!(breaches(twice), [Rule::LabelGivenOnce]);
}

#[test]
fn a_ticket_that_begins_twice_or_not_at_all_is_found() {
    assert_eq!(breaches(vec![taken(0, 1), taken(1, 1)]), [Rule::TakenOnce]);
    assert_eq!(breaches(vec![called(1, 1, "01")]), [Rule::TakenOnce]);
}

#[test]
fn a_ticket_that_is_called_at_two_counters_is_found() {
    let twice = vec![taken(0, 1), called(1, 1, "01"), called(1, 1, "02")];
    assert_eq!(breaches(twice), [Rule::CalledWhileWaiting]);
    let seated_already = vec![taken(0, 1), called(1, 1, "01"), seated(2, 1, "01"), called(3, 1, "02")];
    assert_eq!(breaches(seated_already), [Rule::CalledWhileWaiting]);
}

#[test]
fn a_second_person_at_a_counter_is_found() {
    let two = vec![taken(0, 1), taken(0, 2), called(1, 1, "01"), called(2, 2, "01")];
    assert_eq!(breaches(two), [Rule::OneAtACounter]);
    let seated_there =
        vec![taken(0, 1), taken(0, 2), called(1, 1, "01"), seated(2, 1, "01"), called(3, 2, "01")];
    assert_eq!(breaches(seated_there), [Rule::OneAtACounter]);
}

#[test]
fn a_counter_that_calls_who_is_not_for_it_is_found() {
    let sent_on = |field: &str, counter: &str| Event::TicketMoved {
        field: field.to_owned(),
        counter: counter.to_owned(),
        at: 2 * MINUTE,
    };
    let other_field = vec![taken(0, 1), (2, 1, sent_on("social", "")), called(3, 1, "01")];
    assert_eq!(breaches(other_field), [Rule::CalledWhereItMay]);
    let kept = vec![taken(0, 1), (2, 1, sent_on("land", "02")), called(3, 1, "01")];
    assert_eq!(breaches(kept), [Rule::CalledWhereItMay]);
}

#[test]
fn who_sits_down_or_is_missed_elsewhere_than_called_is_found() {
    assert_eq!(breaches(vec![taken(0, 1), called(1, 1, "01"), seated(2, 1, "02")]), [Rule::FollowsItsCall]);
    assert_eq!(breaches(vec![taken(0, 1), missed(1, 1, "01")]), [Rule::FollowsItsCall]);
    let never_sat = breaches(vec![taken(0, 1), called(1, 1, "01"), served(2, 1)]);
    assert_eq!(
        never_sat,
        [Rule::FollowsItsCall, Rule::GoesOnToTheLast],
        "nobody dealt with what they came for"
    );
    let from_the_seat = vec![taken(0, 1), called(1, 1, "01"), seated(2, 1, "01"), given_up(3, 1)];
    assert_eq!(breaches(from_the_seat), [Rule::FollowsItsCall]);
}

#[test]
fn a_ticket_that_goes_on_after_its_end_is_found() {
    let twice = vec![taken(0, 1), called(1, 1, "01"), seated(2, 1, "01"), served(3, 1), served(4, 1)];
    assert_eq!(breaches(twice), [Rule::EndedOnce]);
    assert_eq!(breaches(vec![taken(0, 1), given_up(1, 1), called(2, 1, "01")]), [Rule::EndedOnce]);
    let printed = (2, 1, Event::TicketPrinted { low_paper: false, at: 2 * MINUTE });
    assert_eq!(breaches(vec![taken(0, 1), given_up(1, 1), printed]), [], "its paper is a thing beside it");
}

#[test]
fn who_is_called_before_the_first_in_line_is_found() {
    let rules = breaches(vec![taken(0, 1), taken(1, 2), called(2, 2, "01")]);
    assert_eq!(rules, [Rule::InOrder, Rule::OvertakenWithinBound]);
    let at_one_time = vec![taken(2, 2), taken(2, 1), called(2, 2, "01")];
    assert_eq!(breaches(at_one_time), [], "who came while the call was under way need not have been seen");
}

#[test]
fn who_overtakes_an_ordinary_ticket_beyond_the_head_start_is_found_though_the_written_order_is_kept() {
    let elder = |minute| taken_as(minute, 2, 2, Priority::Elder);
    assert_eq!(breaches(vec![taken(0, 1), elder(19), called(20, 2, "01")]), []);
    let mut too_far = elder(21);
    if let Event::TicketTaken { order_at, .. } = &mut too_far.2 {
        *order_at = -MINUTE;
    }
    assert_eq!(breaches(vec![taken(0, 1), too_far, called(22, 2, "01")]), [Rule::OvertakenWithinBound]);
}

#[test]
fn who_comes_back_too_late_and_gets_the_old_place_is_found() {
    let back = |at, order| {
        breaches(vec![
            taken(0, 1),
            called(1, 1, "01"),
            missed(2, 1, "01"),
            taken(3, 2),
            put_back(at, 1, order),
            called(at + 1, 1, "01"),
        ])
    };
    assert_eq!(back(12, 0), [], "within the grace time");
    assert_eq!(back(13, 0), [Rule::OvertakenWithinBound]);
}

#[test]
fn who_has_an_appointment_overtakes_no_further_than_was_agreed() {
    let with = |minute: i64, agreed: i64, order: i64| {
        let mut ticket = taken(minute, 2);
        if let Event::TicketTaken { appointment, order_at, .. } = &mut ticket.2 {
            (*appointment, *order_at) = (Some(agreed * MINUTE), order * MINUTE);
        }
        breaches(vec![taken(0, 1), ticket, called(minute + 1, 2, "01")])
    };
    assert_eq!(with(40, 29, -1), [], "its time less its head start");
    assert_eq!(with(40, 31, -1), [Rule::OvertakenWithinBound]);
    assert_eq!(with(46, 30, -1), [Rule::OvertakenWithinBound], "too late for its time");
}

fn deferred(minute: i64, ticket: i64) -> (i64, i64, Event) {
    let at = minute * MINUTE;
    (minute, ticket, Event::TicketDeferred { until: at + 15 * MINUTE, at })
}

#[test]
fn who_asked_for_more_time_is_passed_over_by_nobody_until_it_is_over_and_called_by_nobody_before() {
    let asked = vec![taken(0, 1), deferred(1, 1), taken(2, 2)];
    assert_eq!(breaches([asked.clone(), vec![called(3, 2, "01")]].concat()), []);
    let early = [asked.clone(), vec![called(3, 1, "01")]].concat();
    assert_eq!(breaches(early), [Rule::CalledWhileWaiting]);
    assert_eq!(breaches([asked.clone(), vec![called(16, 1, "01")]].concat()), []);
    let passed = breaches([asked, vec![called(17, 2, "01")]].concat());
    assert_eq!(passed, [Rule::InOrder, Rule::OvertakenWithinBound], "its time is over, and it stands first");
}

fn errand(field: &str) -> Errand {
    Errand { field: field.to_owned(), procedure: String::new() }
}

/// Taken for land and, with the same number, for these.
#[test]
fn a_call_begun_a_moment_before_somebody_joined_and_written_after_it_is_no_fault_and_one_long_before_is() {
    let told = |begun_before: i64| {
        let events = [(taken(5, 1), 5 * MINUTE), (called(5, 1, "01"), 5 * MINUTE - begun_before)];
        let told = (1..).zip(events).map(|(seq, ((_, ticket, event), at))| Told {
            seq,
            ticket: StreamId(ticket),
            at,
            event,
        });
        let told: Vec<Told> = told.collect();
        read(&floor(), &told).breaches.iter().map(|breach| breach.rule).collect::<Vec<_>>()
    };
    assert_eq!(told(900), []);
    assert_eq!(told(MINUTE), [Rule::CalledWhileWaiting]);
}

fn taken_for(minute: i64, ticket: i64, more: &[&str]) -> (i64, i64, Event) {
    let (minute, ticket, mut event) = taken(minute, ticket);
    if let Event::TicketTaken { others, .. } = &mut event {
        *others = more.iter().map(|field| errand(field)).collect();
    }
    (minute, ticket, event)
}

fn passed_on(minute: i64, ticket: i64, field: &str) -> (i64, i64, Event) {
    let (field, procedure) = (field.to_owned(), String::new());
    (minute, ticket, Event::TicketPassedOn { field, procedure, others: Vec::new(), at: minute * MINUTE })
}

#[test]
fn a_number_for_two_errands_goes_on_in_its_place_and_is_not_sent_home_before_the_last() {
    let first = vec![taken_for(0, 1, &["social"]), taken(1, 2), called(2, 1, "01"), seated(3, 1, "01")];
    let goes_on = [first.clone(), vec![passed_on(9, 1, "social")]].concat();
    let second = vec![called(10, 1, "02"), seated(11, 1, "02"), served(15, 1)];
    let read = of([goes_on.clone(), second].concat());
    assert_eq!(read.breaches, []);
    assert_eq!((read.tickets, read.served, read.went_on), (2, 1, 1), "one visitor, whatever the errands");
    assert_eq!(breaches([first.clone(), vec![served(9, 1)]].concat()), [Rule::GoesOnToTheLast]);
    assert_eq!(breaches([first.clone(), vec![passed_on(9, 1, "land")]].concat()), [Rule::GoesOnToTheLast]);
    let passed = breaches([goes_on, vec![called(10, 2, "02")]].concat());
    let both = [Rule::InOrder, Rule::OvertakenWithinBound];
    assert_eq!(passed, both, "it came first, and stands first in the next line");
    // The second counter takes both errands: there is nothing to go on to.
    let both = vec![taken_for(0, 1, &["social"]), called(2, 1, "02"), seated(3, 1, "02"), served(9, 1)];
    assert_eq!(breaches(both.clone()), []);
    let again = vec![passed_on(8, 1, "social"), called(9, 1, "02"), seated(10, 1, "02"), served(15, 1)];
    let twice = breaches([&both[..3], &again].concat());
    assert_eq!(twice, [Rule::GoesOnToTheLast; 2], "it was dealt with, and nobody waits for it again");
    let added = (1, 1, Event::TicketErrandAdded { errand: errand("social"), at: MINUTE });
    let dropped = (2, 1, Event::TicketErrandDropped { field: "social".to_owned(), at: 2 * MINUTE });
    let seat = vec![called(3, 1, "01"), seated(4, 1, "01"), served(9, 1)];
    assert_eq!(breaches([vec![taken(0, 1), added.clone()], seat.clone()].concat()), [Rule::GoesOnToTheLast]);
    assert_eq!(breaches([vec![taken(0, 1), added, dropped], seat].concat()), []);
}
