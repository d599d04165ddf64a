use super::*;
use crate::kernel::{Millis, Refusal, StreamId};
use proptest::prelude::*;

const MINUTE: Millis = 60_000;

fn take(priority: Priority) -> Command {
    Command::Take(Take {
        hall: "H1".to_owned(),
        day: 20_261_123,
        field: "land".to_owned(),
        series: "D".to_owned(),
        priority,
        procedure: String::new(),
        others: Vec::new(),
        token: "t".to_owned(),
        appointment: None,
        dossier: None,
        paper: false,
    })
}

/// Runs commands one after another as the writer would, giving numbers 1, 2, 3.
struct Hall {
    ticket: Option<State>,
    given: i64,
}

impl Hall {
    fn new() -> Self {
        Self { ticket: None, given: 0 }
    }

    fn try_to(&mut self, command: Command, now: Millis) -> Result<usize, Refusal> {
        let events = decide(self.ticket.as_ref(), command, QueueRules::default(), now)?;
        for mut event in events.iter().cloned() {
            event.fill(&mut |_| {
                self.given += 1;
                self.given
            });
            self.ticket = Some(apply(self.ticket.take(), &event));
        }
        Ok(events.len())
    }

    fn does(&mut self, command: Command, now: Millis) -> &mut Self {
        self.try_to(command, now).expect("accepted");
        self
    }

    fn phase(&self) -> &Phase {
        &self.ticket.as_ref().expect("a ticket was taken").phase
    }
}

fn finish() -> Command {
    Command::Finish { fields: vec!["land".to_owned()] }
}

fn errand(field: &str) -> Errand {
    Errand { field: field.to_owned(), procedure: String::new() }
}

/// A number for land, and for these besides.
fn take_for(others: &[&str]) -> Command {
    match take(Priority::None) {
        Command::Take(taken) => {
            Command::Take(Take { others: others.iter().map(|field| errand(field)).collect(), ..taken })
        }
        other => other,
    }
}

fn call(counter: &str) -> Command {
    Command::Call { counter: counter.to_owned() }
}

fn missed(counter: &str) -> Command {
    Command::MarkNoShow { counter: counter.to_owned() }
}

#[test]
fn a_ticket_remembers_its_first_call_and_when_the_person_sat_down() {
    let mut hall = Hall::new();
    hall.does(take(Priority::None), 0).does(call("C5"), 4 * MINUTE);
    hall.does(Command::Recall { counter: "C5".into() }, 5 * MINUTE);
    let serve = Command::Serve { counter: "C5".into(), visit: crate::kernel::StreamId(9) };
    hall.does(serve, 6 * MINUTE).does(finish(), 11 * MINUTE);
    let ticket = hall.ticket.as_ref().expect("taken");
    assert_eq!((ticket.first_called_at, ticket.seated_at), (Some(4 * MINUTE), Some(6 * MINUTE)));
}

#[test]
fn a_ticket_is_taken_called_served_and_finished() {
    let mut hall = Hall::new();
    let visit = StreamId(7);
    hall.does(take(Priority::None), 0)
        .does(call("C5"), MINUTE)
        .does(Command::Serve { counter: "C5".to_owned(), visit }, 2 * MINUTE)
        .does(finish(), 9 * MINUTE);
    assert_eq!(*hall.phase(), Phase::Served { counter: "C5".to_owned(), visit, at: 9 * MINUTE });
    let ticket = hall.ticket.expect("taken");
    assert_eq!((label(&ticket.series, ticket.number).as_str(), ticket.calls), ("D001", 1));
}

#[test]
fn a_called_ticket_is_not_called_to_a_second_counter() {
    let mut hall = Hall::new();
    hall.does(take(Priority::None), 0).does(call("C5"), MINUTE);
    assert_eq!(hall.try_to(call("C6"), MINUTE).unwrap_err().code, "ticket_not_waiting");
    assert_eq!(
        hall.try_to(Command::Recall { counter: "C6".to_owned() }, MINUTE).unwrap_err().code,
        "ticket_not_called_here"
    );
}

#[test]
fn who_comes_back_soon_keeps_the_place_and_who_comes_late_waits_anew() {
    for (back, order_at) in [(11 * MINUTE, 0), (30 * MINUTE, 30 * MINUTE)] {
        let mut hall = Hall::new();
        hall.does(take(Priority::None), 0).does(call("C5"), 3 * MINUTE).does(missed("C5"), 5 * MINUTE);
        hall.does(Command::PutBack, back);
        assert_eq!(hall.ticket.as_ref().expect("taken").order_at, order_at, "back after {back} ms");
    }
}

#[test]
fn a_moved_ticket_keeps_its_place_and_may_be_kept_for_one_counter() {
    let mut hall = Hall::new();
    hall.does(take(Priority::None), MINUTE).does(call("C5"), 3 * MINUTE);
    hall.does(Command::Move { field: "justice".to_owned(), counter: "C9".to_owned() }, 4 * MINUTE);
    assert_eq!(hall.ticket.as_ref().expect("taken").order_at, MINUTE);
    assert_eq!(hall.try_to(call("C5"), 5 * MINUTE).unwrap_err().code, "ticket_kept_for_other_counter");
    hall.does(call("C9"), 6 * MINUTE);
}

#[test]
fn saying_the_same_thing_twice_changes_nothing() {
    let mut hall = Hall::new();
    hall.does(take(Priority::None), 0).does(call("C5"), 1).does(missed("C5"), 2);
    assert_eq!(hall.try_to(missed("C5"), 3), Ok(0));
    hall.does(Command::GiveUp, 4);
    assert_eq!(hall.try_to(Command::GiveUp, 5), Ok(0));
}

#[test]
fn calling_or_moving_to_where_it_is_already_changes_nothing() {
    let to = |field: &str| Command::Move { field: field.to_owned(), counter: String::new() };
    let mut hall = Hall::new();
    hall.does(take(Priority::None), 0).does(call("C5"), 1);
    assert_eq!(hall.try_to(call("C5"), 2), Ok(0));
    assert_eq!(hall.ticket.as_ref().expect("taken").calls, 1);
    hall.does(to("justice"), 3);
    assert_eq!(hall.try_to(to("justice"), 4), Ok(0));
}

#[test]
fn an_ordinary_ticket_is_reached_though_priority_tickets_never_stop_coming() {
    // One priority ticket a minute, one person served a minute: without a limit the ordinary ticket would wait for ever.
    let order_of = |priority: Priority, taken: Millis| {
        let mut hall = Hall::new();
        hall.does(take(priority), taken);
        hall.ticket.expect("taken").order_at
    };
    let ordinary = order_of(Priority::None, 0);
    let mut line: Vec<Millis> = vec![ordinary];
    for minute in 1..=60 {
        line.push(order_of(Priority::Elder, minute * MINUTE));
        line.sort_unstable();
        if line.remove(0) == ordinary {
            assert_eq!(minute, 20, "reached when the head start of the newcomers is used up");
            return;
        }
    }
    panic!("starved");
}

proptest! {
    /// A priority ticket goes ahead of ordinary ones taken at most the head start before it, never of older ones:
    /// so an ordinary ticket is overtaken only by priority tickets of the next twenty minutes and cannot starve.
    #[test]
    fn priority_never_overtakes_by_more_than_the_head_start(
        ordinary in 0_i64..600 * MINUTE,
        priority in 0_i64..600 * MINUTE,
    ) {
        let mut first = Hall::new();
        first.does(take(Priority::None), ordinary);
        let mut second = Hall::new();
        second.does(take(Priority::Elder), priority);
        let (first, second) = (first.ticket.unwrap(), second.ticket.unwrap());
        let overtakes = second.order_at < first.order_at;
        prop_assert_eq!(overtakes, priority - ordinary < QueueRules::default().head_start_ms);
    }

    /// Whatever is asked in whatever order: a refusal changes nothing, and a row always tells one phase.
    #[test]
    fn any_sequence_of_commands_leaves_one_phase(choices in proptest::collection::vec(0_usize..12, 1..40)) {
        let mut hall = Hall::new();
        for (minute, choice) in choices.into_iter().enumerate() {
            let now = i64::try_from(minute).unwrap() * MINUTE;
            let command = match choice {
                0 => take(Priority::Child),
                1 => call("C1"),
                2 => call("C2"),
                3 => missed("C1"),
                4 => Command::PutBack,
                5 => Command::Serve { counter: "C1".to_owned(), visit: StreamId(1) },
                6 => finish(),
                7 => Command::Move { field: "land".to_owned(), counter: String::new() },
                8 => Command::AddErrand { errand: errand("justice") },
                9 => Command::DropErrand { field: "justice".to_owned() },
                10 => take_for(&["justice", "labour"]),
                _ => Command::GiveUp,
            };
            let before = hall.ticket.clone();
            if hall.try_to(command, now).is_err() {
                prop_assert_eq!(&before, &hall.ticket);
            }
            if let Some(ticket) = &hall.ticket {
                prop_assert_eq!(ticket.number, 1, "one ticket has one number for life");
                prop_assert_eq!(views(ticket, StreamId(1)).rows.len(), 1);
            }
        }
    }
}

#[test]
fn who_comes_to_an_appointment_goes_before_those_who_came_shortly_before_it_and_never_waits_longer() {
    let agreed = 120 * MINUTE;
    for (comes, order_at) in [
        // Early: as with a number.
        (10 * MINUTE, 10 * MINUTE),
        // In time and a little late: as if taken half an hour before the agreed instant.
        (115 * MINUTE, 90 * MINUTE),
        (135 * MINUTE, 90 * MINUTE),
        // Too late: as with a number.
        (136 * MINUTE, 136 * MINUTE),
    ] {
        let Command::Take(without) = take(Priority::None) else { panic!("a take") };
        let mut hall = Hall::new();
        hall.does(Command::Take(Take { appointment: Some(agreed), ..without }), comes);
        let ticket = hall.ticket.expect("taken");
        assert_eq!(
            (ticket.order_at, ticket.taken_at, ticket.appointment),
            (order_at, comes, Some(agreed)),
            "{comes}"
        );
    }
}

/// A ticket whose paper a printer was asked for at minute 0.
fn with_paper() -> Hall {
    let Command::Take(without) = take(Priority::None) else { panic!("a take") };
    let mut hall = Hall::new();
    hall.does(Command::Take(Take { paper: true, ..without }), 0);
    hall
}

fn missing(problem: PrintProblem) -> Command {
    Command::NoteNotPrinted { problem }
}

#[test]
fn a_number_without_paper_waits_and_is_called_like_any_other() {
    for problem in PrintProblem::ALL {
        let mut hall = with_paper();
        let before = hall.ticket.clone().expect("taken");
        hall.does(missing(problem), 1_000);
        let ticket = hall.ticket.clone().expect("still there");
        assert_eq!(ticket.printout, Printout::Missing { problem, at: 1_000 });
        assert_eq!(State { printout: before.printout, ..ticket }, before, "nothing else of it changed");
        hall.does(call("C5"), MINUTE);
        assert_eq!(hall.phase(), &Phase::Called { counter: "C5".to_owned(), at: MINUTE });
    }
}

#[test]
fn paper_comes_out_within_a_minute_or_not_at_all() {
    assert_eq!(with_paper().try_to(Command::BeginPrinting, MINUTE), Ok(0), "it may be printed");
    let mut late = with_paper();
    late.does(Command::BeginPrinting, MINUTE + 1);
    let printout = late.ticket.expect("still there").printout;
    assert_eq!(printout, Printout::Missing { problem: PrintProblem::TooLate, at: MINUTE + 1 });
    let mut gone = with_paper();
    gone.does(Command::GiveUp, 1_000).does(Command::BeginPrinting, 2_000);
    let printout = gone.ticket.expect("still there").printout;
    assert_eq!(printout, Printout::Missing { problem: PrintProblem::TooLate, at: 2_000 }, "nobody is there");
}

#[test]
fn what_became_of_a_paper_is_said_once() {
    let settled = |done: Result<usize, Refusal>| done.map_err(|refusal| refusal.code);
    let refused = || Err("ticket_paper_settled".to_owned());
    let mut hall = with_paper();
    hall.does(Command::NotePrinted { low_paper: true }, 1_000);
    assert_eq!(settled(hall.try_to(Command::NotePrinted { low_paper: true }, 2_000)), Ok(0));
    assert_eq!(settled(hall.try_to(missing(PrintProblem::NoPaper), 2_000)), refused());
    assert_eq!(settled(hall.try_to(Command::BeginPrinting, 2_000)), refused(), "no second paper");
    let mut hall = with_paper();
    hall.does(missing(PrintProblem::Offline), 1_000);
    assert_eq!(settled(hall.try_to(missing(PrintProblem::NoPaper), 2_000)), Ok(0));
    assert_eq!(settled(hall.try_to(Command::NotePrinted { low_paper: false }, 2_000)), refused());
    let mut without = Hall::new();
    without.does(take(Priority::None), 0);
    assert_eq!(settled(without.try_to(Command::BeginPrinting, 1_000)), refused(), "no printer was asked");
}

#[test]
fn a_counter_calls_the_first_of_all_its_field_groups_and_passes_over_who_is_kept_for_another() {
    let mut line = Line::default();
    let mut joins = |ticket: i64, field: &str, order_at: Millis, only: &str| {
        let mut hall = Hall::new();
        hall.does(take(Priority::None), order_at);
        let (field, only_counter) = (field.to_owned(), only.to_owned());
        let state = State { field, only_counter, ..hall.ticket.expect("taken") };
        line.join(StreamId(ticket), &state);
        state
    };
    let kept = joins(1, "land", MINUTE, "C6");
    joins(2, "land", 3 * MINUTE, "");
    joins(3, "justice", 2 * MINUTE, "");
    let fields = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<String>>();
    assert_eq!(line.next(&fields(&["land"]), "C5", 0), Some(StreamId(2)));
    assert_eq!(line.next(&fields(&["land", "justice"]), "C5", 0), Some(StreamId(3)));
    assert_eq!(line.next(&fields(&["land", "justice"]), "C6", 0), Some(StreamId(1)));
    line.leave(StreamId(1), &kept);
    assert_eq!((line.next(&fields(&["land"]), "C6", 0), line.len()), (Some(StreamId(2)), 2));
    assert_eq!(line.next(&fields(&["social"]), "C6", 0), None);
}

#[test]
fn whoever_asks_for_more_time_keeps_the_place_and_is_not_called_meanwhile() {
    let mut hall = Hall::new();
    hall.does(take(Priority::None), 0).does(Command::Defer, 5 * MINUTE);
    let order_at = hall.ticket.as_ref().unwrap().order_at;
    assert_eq!(order_at, 0, "the place is kept");
    assert_eq!(hall.try_to(call("C5"), 20 * MINUTE - 1).unwrap_err().code, "ticket_deferred");
    assert_eq!(hall.try_to(Command::Defer, 19 * MINUTE), Ok(0), "it is so already");
    hall.does(call("C5"), 20 * MINUTE);
    assert!(matches!(hall.phase(), Phase::Called { .. }));
}

#[test]
fn more_time_is_asked_for_twice_also_once_called_and_no_oftener() {
    let mut hall = Hall::new();
    hall.does(take(Priority::None), 0).does(call("C5"), MINUTE).does(Command::Defer, 2 * MINUTE);
    assert_eq!(*hall.phase(), Phase::Waiting, "the counter is free for the next");
    hall.does(Command::Defer, 17 * MINUTE);
    assert_eq!(hall.try_to(Command::Defer, 40 * MINUTE).unwrap_err().code, "ticket_deferred_often");
    hall.does(call("C5"), 40 * MINUTE).does(missed("C5"), 41 * MINUTE);
    assert_eq!(hall.try_to(Command::Defer, 42 * MINUTE).unwrap_err().code, "ticket_not_waiting");
    hall.does(Command::GiveUp, 43 * MINUTE);
    assert_eq!(hall.try_to(Command::Defer, 44 * MINUTE).unwrap_err().code, "ticket_over");
}

#[test]
fn the_line_passes_over_who_asked_for_more_time_until_it_is_over() {
    let mut line = Line::default();
    for (ticket, not_before) in [(1, Some(15 * MINUTE)), (2, None)] {
        let mut hall = Hall::new();
        hall.does(take(Priority::None), ticket * MINUTE);
        let state = State { not_before, ..hall.ticket.expect("taken") };
        line.join(StreamId(ticket), &state);
    }
    let land = ["land".to_owned()];
    assert_eq!(line.next(&land, "C5", 15 * MINUTE - 1), Some(StreamId(2)));
    assert_eq!(line.next(&land, "C5", 15 * MINUTE), Some(StreamId(1)));
}

fn somebody(id: i64) -> crate::dossier::Party {
    crate::dossier::Party {
        subject: crate::kernel::SubjectId(id),
        version: 1,
        digest: format!("digest {id}"),
    }
}

fn ask(id: i64) -> Command {
    Command::AskNotice { person: somebody(id) }
}

#[test]
fn who_asked_is_told_once_that_few_are_before() {
    let mut hall = Hall::new();
    hall.does(take(Priority::None), 0);
    assert_eq!(hall.try_to(Command::GiveNotice, 1).unwrap_err().code, "ticket_notice_not_asked");
    hall.does(ask(1), 2).does(ask(2), 3);
    assert_eq!(hall.try_to(ask(2), 4), Ok(0), "it is so already");
    assert_eq!(hall.try_to(Command::GiveNotice, 5), Ok(1));
    assert_eq!(hall.try_to(Command::GiveNotice, 6), Ok(0), "once");
    for late in [ask(3), Command::DropNotice] {
        assert_eq!(hall.try_to(late, 7).unwrap_err().code, "ticket_notice_given");
    }
    let told = hall.ticket.as_ref().unwrap().notice.person().cloned();
    assert_eq!(told, Some(somebody(2)), "the number that was given last");
}

#[test]
fn who_thinks_better_of_it_or_has_been_called_is_not_told() {
    let mut hall = Hall::new();
    hall.does(take(Priority::None), 0).does(ask(1), 1).does(Command::DropNotice, 2);
    assert_eq!(hall.try_to(Command::GiveNotice, 3).unwrap_err().code, "ticket_notice_not_asked");
    assert_eq!(hall.try_to(Command::DropNotice, 3), Ok(0), "it is so already");
    hall.does(ask(1), 4).does(call("C5"), 5);
    assert_eq!(
        hall.try_to(Command::GiveNotice, 6).unwrap_err().code,
        "ticket_not_waiting",
        "the call says it all"
    );
    assert_eq!(hall.try_to(ask(2), 6).unwrap_err().code, "ticket_not_waiting");
}

#[test]
fn a_number_is_given_while_it_can_be_called_and_not_after() {
    let Command::Take(number) = take(Priority::None) else { panic!("a take") };
    let at = |now: Millis, expected_at: Option<Millis>| {
        let closing = Closing { closes_at: 60 * MINUTE, opens_at: 900 * MINUTE, expected_at };
        let taken = Hall::new().try_to(Command::TakeBefore(number.clone(), closing), now);
        taken.map_err(|refusal| (refusal.code, refusal.violations[0].values.clone()))
    };
    assert_eq!(at(0, Some(60 * MINUTE)), Ok(1), "called as it closes");
    let opens = vec![("opens".to_owned(), (900 * MINUTE).to_string())];
    assert_eq!(at(0, Some(60 * MINUTE + 1)), Err(("hall_closing".to_owned(), opens.clone())));
    assert_eq!(at(59 * MINUTE, None), Ok(1), "nobody knows that it would be too late");
    assert_eq!(at(60 * MINUTE, None), Err(("hall_closed".to_owned(), opens)));
}

fn sits(counter: &str, visit: i64) -> Command {
    Command::Serve { counter: counter.to_owned(), visit: StreamId(visit) }
}

#[test]
fn a_number_for_several_errands_goes_on_to_the_next_line_in_its_old_place_and_ends_with_the_last() {
    let mut hall = Hall::new();
    hall.does(take_for(&["justice", "labour"]), 5 * MINUTE);
    hall.does(call("C5"), 9 * MINUTE).does(sits("C5", 1), 10 * MINUTE).does(finish(), 20 * MINUTE);
    let ticket = hall.ticket.clone().expect("taken");
    assert_eq!((ticket.phase.clone(), ticket.field.as_str()), (Phase::Waiting, "justice"));
    assert_eq!(ticket.order_at, 5 * MINUTE, "as if it had stood in this line from the beginning");
    assert_eq!(ticket.others, [errand("labour")]);
    // A counter that takes both fields deals with both: nobody is sent away to come back to it.
    let both = Command::Finish { fields: vec!["justice".to_owned(), "labour".to_owned()] };
    hall.does(call("C7"), 22 * MINUTE).does(sits("C7", 2), 23 * MINUTE).does(both, 30 * MINUTE);
    assert_eq!(
        hall.phase(),
        &Phase::Served { counter: "C7".to_owned(), visit: StreamId(2), at: 30 * MINUTE }
    );
    let ticket = hall.ticket.expect("taken");
    assert_eq!(ticket.first_called_at, Some(9 * MINUTE), "one visitor, who waited once from the number on");
    assert_eq!(ticket.seated_at, Some(10 * MINUTE));
    let counted = |measure: &str| {
        let of = |count: &crate::kernel::Count| count.key.contains(&("measure", measure.into()));
        views(&ticket, StreamId(1)).counts.iter().filter(|count| of(count)).count()
    };
    assert_eq!((counted("tickets"), counted("tickets_served")), (1, 1));
}

#[test]
fn errands_are_added_and_dropped_until_the_number_is_over_and_never_more_than_the_rules_allow() {
    let mut hall = Hall::new();
    let code = |refused: Result<usize, Refusal>| refused.expect_err("refused").code;
    assert_eq!(code(hall.try_to(take_for(&["a", "b", "c"]), 0)), "ticket_errands_many");
    assert!(hall.ticket.is_none());
    hall.does(take_for(&["justice", "land", "justice"]), 0);
    assert_eq!(hall.ticket.as_ref().expect("taken").others, [errand("justice")], "the same errand once");
    let add = |field: &str| Command::AddErrand { errand: errand(field) };
    assert_eq!(hall.try_to(add("land"), MINUTE).expect("so already"), 0);
    hall.does(add("labour"), MINUTE);
    assert_eq!(code(hall.try_to(add("tax"), MINUTE)), "ticket_errands_many");
    hall.does(Command::DropErrand { field: "justice".to_owned() }, MINUTE).does(add("tax"), MINUTE);
    assert_eq!(hall.ticket.as_ref().expect("taken").others, [errand("labour"), errand("tax")]);
    hall.does(Command::GiveUp, 2 * MINUTE);
    assert_eq!(code(hall.try_to(add("justice"), MINUTE)), "ticket_over");
    assert_eq!(code(hall.try_to(Command::DropErrand { field: "tax".to_owned() }, MINUTE)), "ticket_over");
}

#[test]
fn a_hall_that_allows_one_errand_takes_no_other() {
    let one = QueueRules { errands: 1, ..QueueRules::default() };
    assert_eq!(decide(None, take_for(&["justice"]), one, 0).unwrap_err().code, "ticket_errands_many");
    assert!(decide(None, take_for(&[]), one, 0).is_ok());
}
