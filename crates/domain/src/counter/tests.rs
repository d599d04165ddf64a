use super::*;
use crate::kernel::{Refusal, StreamId};
use proptest::prelude::*;

fn open(person: &str) -> Command {
    Command::Open {
        hall: "H1".to_owned(),
        code: "C5".to_owned(),
        number: 5,
        person: person.to_owned(),
        position: "P".to_owned(),
    }
}

fn call(ticket: i64) -> Command {
    Command::Call { ticket: StreamId(ticket), label: format!("A{ticket:03}") }
}

fn run(commands: Vec<Command>) -> (Option<State>, Result<usize, Refusal>) {
    let mut state = None;
    let mut last = Ok(0);
    for command in commands {
        last = decide(state.as_ref(), command, 0).map(|events| {
            let count = events.len();
            for event in &events {
                state = Some(apply(state.take(), event));
            }
            count
        });
    }
    (state, last)
}

#[test]
fn a_counter_calls_one_ticket_at_a_time() {
    let (state, last) = run(vec![open("lan"), call(1), call(2)]);
    assert_eq!(last.unwrap_err().code, "counter_busy");
    let (_, last) = run(vec![open("lan"), call(1), Command::Free, call(2)]);
    assert_eq!(last, Ok(1));
    assert_eq!(state.unwrap().current.unwrap().label, "A001");
}

#[test]
fn two_officers_do_not_sit_at_one_counter() {
    assert_eq!(run(vec![open("lan"), open("hoa")]).1.unwrap_err().code, "counter_held_by_other");
    assert_eq!(run(vec![open("lan"), Command::Close, open("hoa")]).1, Ok(1));
}

#[test]
fn a_counter_is_not_left_while_somebody_sits_there() {
    let sits = vec![open("lan"), call(1), Command::Serve { visit: StreamId(9) }];
    for leave in [Command::Pause, Command::Close] {
        let mut commands = sits.clone();
        commands.push(leave);
        assert_eq!(run(commands).1.unwrap_err().code, "counter_busy");
    }
}

#[test]
fn a_closed_counter_calls_nobody() {
    assert_eq!(run(vec![call(1)]).1.unwrap_err().code, "counter_not_open");
    assert_eq!(run(vec![open("lan"), Command::Pause, call(1)]).1.unwrap_err().code, "counter_not_open");
}

#[test]
fn a_counter_has_the_same_stream_on_every_server() {
    assert_eq!(stream_of("H1", "C5"), stream_of("H1", "C5"));
    assert_ne!(stream_of("H1", "C5"), stream_of("H1", "C6"));
    assert!(stream_of("H1", "C5").0 < 0, "never meets an id made from time");
}

fn officer(person: &str) -> Officer {
    Officer {
        person: person.to_owned(),
        position: "P".to_owned(),
        may_serve: true,
        away: false,
        elsewhere: None,
    }
}

fn opened_for(officer: Officer) -> Command {
    directed(Directed::Open {
        hall: "H1".to_owned(),
        code: "C5".to_owned(),
        number: 5,
        officer,
        from: String::new(),
    })
}

fn directed(directed: Directed) -> Command {
    Command::Direct { directed, by: "anh".to_owned() }
}

fn order(order: Order, when: When) -> Command {
    directed(Directed::Order { order, when })
}

fn elsewhere() -> Order {
    Order::Move { to: "C8".to_owned() }
}

fn progress(state: Option<&State>) -> Option<(&'static str, &'static str)> {
    let ordered = state?.ordered.as_ref()?;
    Some((ordered.order.word(), ordered.progress.word()))
}

#[test]
fn a_counter_opened_for_an_officer_is_hers_and_says_who_ordered_it() {
    let (state, last) = run(vec![opened_for(officer("lan"))]);
    assert_eq!(last, Ok(2));
    let state = state.unwrap();
    assert_eq!((state.status, state.person.as_str()), (Status::Open, "lan"));
    let ordered = state.ordered.as_ref().unwrap();
    assert_eq!(
        (ordered.by.as_str(), ordered.person.as_str(), ordered.progress),
        ("anh", "lan", Progress::Done)
    );
    assert_eq!(run(vec![open("lan"), opened_for(officer("lan"))]).1, Ok(0), "it is so already");
    assert_eq!(run(vec![open("lan"), Command::Pause, opened_for(officer("lan"))]).1, Ok(2));
}

#[test]
fn a_counter_is_opened_only_for_who_can_serve_is_here_and_sits_nowhere_else() {
    let code = |officer| run(vec![opened_for(officer)]).1.unwrap_err().code;
    assert_eq!(code(Officer { may_serve: false, ..officer("lan") }), "officer_cannot_serve");
    assert_eq!(code(Officer { away: true, ..officer("lan") }), "officer_away");
    assert_eq!(code(Officer { elsewhere: Some(7), ..officer("lan") }), "officer_at_other_counter");
    let held = run(vec![open("hoa"), opened_for(officer("lan"))]);
    assert_eq!(held.1.unwrap_err().code, "counter_held_by_other");
}

#[test]
fn a_free_counter_pauses_resumes_and_closes_at_once() {
    let (state, _) = run(vec![open("lan"), order(Order::Pause, When::Now)]);
    assert_eq!(progress(state.as_ref()), Some(("pause", "done")));
    assert_eq!(state.unwrap().status, Status::Paused);
    let (state, _) = run(vec![open("lan"), order(Order::Pause, When::Now), order(Order::Resume, When::Now)]);
    assert_eq!(state.unwrap().status, Status::Open);
    let (state, last) = run(vec![open("lan"), order(Order::Close, When::AfterThisPerson)]);
    assert_eq!((last, state.as_ref().unwrap().status), (Ok(2), Status::Closed));
    let ordered = state.unwrap().ordered.unwrap();
    assert_eq!(
        (ordered.person.as_str(), ordered.progress),
        ("lan", Progress::Done),
        "whom it was about is kept"
    );
}

#[test]
fn nobody_is_left_standing_at_a_counter_that_closes() {
    for wish in [Order::Close, Order::Pause, elsewhere()] {
        for there in [vec![call(1)], vec![call(1), Command::Serve { visit: StreamId(9) }]] {
            let begun = || [vec![open("lan")], there.clone()].concat();
            let now = run([begun(), vec![order(wish.clone(), When::Now)]].concat());
            assert_eq!(now.1.unwrap_err().code, "counter_busy", "{wish:?}");
            let later = [begun(), vec![order(wish.clone(), When::AfterThisPerson)]].concat();
            let (state, last) = run(later.clone());
            assert_eq!(last, Ok(1));
            assert_eq!(
                (state.as_ref().unwrap().status, state.as_ref().unwrap().pending()),
                (Status::Open, Some(&wish))
            );
            let (state, last) = run([later, vec![Command::Free]].concat());
            assert_eq!(last, Ok(2), "freed, and what was ordered");
            assert_ne!(state.as_ref().unwrap().status, Status::Open);
            assert_eq!(progress(state.as_ref()), Some((wish.word(), "done")));
        }
    }
}

#[test]
fn an_order_that_waits_is_taken_back_replaced_or_lapses_and_the_counter_goes_on() {
    let waits = || vec![open("lan"), call(1), order(Order::Close, When::AfterThisPerson)];
    let again = run([waits(), vec![order(Order::Close, When::AfterThisPerson)]].concat());
    assert_eq!(again.1, Ok(0), "the same again is no second order");
    let (state, _) = run([waits(), vec![directed(Directed::Withdraw), Command::Free]].concat());
    assert_eq!((progress(state.as_ref()), state.unwrap().status), (None, Status::Open));
    let (state, _) = run([waits(), vec![order(Order::Pause, When::AfterThisPerson), Command::Free]].concat());
    assert_eq!(state.unwrap().status, Status::Paused, "the last order counts");
    let (state, _) = run(vec![
        open("lan"),
        call(1),
        order(elsewhere(), When::AfterThisPerson),
        Command::Lapse,
        Command::Free,
    ]);
    assert_eq!((progress(state.as_ref()), state.unwrap().status), (Some(("move", "lapsed")), Status::Open));
    assert_eq!(run(vec![open("lan"), directed(Directed::Withdraw)]).1, Ok(0), "nothing waits");
}

#[test]
fn an_order_is_forgotten_when_the_officer_goes_on() {
    let (state, _) = run(vec![opened_for(officer("lan")), call(1)]);
    assert_eq!(progress(state.as_ref()), None);
    let (state, _) = run(vec![open("lan"), order(Order::Close, When::Now), open("lan")]);
    assert_eq!(progress(state.as_ref()), None);
}

#[test]
fn a_closed_counter_is_ordered_to_do_nothing_but_open() {
    assert_eq!(run(vec![order(Order::Close, When::Now)]).1.unwrap_err().code, "counter_not_open");
    let closed = || vec![open("lan"), Command::Close];
    for wish in [Order::Pause, Order::Resume, elsewhere()] {
        let (_, last) = run([closed(), vec![order(wish.clone(), When::Now)]].concat());
        assert_eq!(last.unwrap_err().code, "counter_not_open", "{wish:?}");
    }
    assert_eq!(run([closed(), vec![order(Order::Close, When::Now)]].concat()).1, Ok(0));
}

fn anything() -> impl Strategy<Value = Command> {
    let when = prop_oneof![Just(When::Now), Just(When::AfterThisPerson)];
    let wish = prop_oneof![Just(Order::Close), Just(Order::Pause), Just(Order::Resume), Just(elsewhere())];
    prop_oneof![
        prop_oneof![Just("lan"), Just("hoa")].prop_map(open),
        Just(Command::Pause),
        Just(Command::Resume),
        Just(Command::Close),
        (1_i64..9).prop_map(call),
        Just(Command::Serve { visit: StreamId(9) }),
        Just(Command::Free),
        Just(Command::Lapse),
        Just(opened_for(officer("lan"))),
        (wish, when).prop_map(|(wish, when)| order(wish, when)),
        Just(directed(Directed::Withdraw)),
    ]
}

proptest! {
    #[test]
    fn whatever_is_ordered_nobody_is_at_a_counter_that_does_not_serve(commands in proptest::collection::vec(anything(), 0..60)) {
        let mut state: Option<State> = None;
        for command in commands {
            for event in decide(state.as_ref(), command, 0).unwrap_or_default() {
                state = Some(apply(state.take(), &event));
            }
            if let Some(counter) = &state {
                prop_assert!(counter.status == Status::Open || counter.current.is_none(), "{counter:?}");
                prop_assert!(counter.pending().is_none() || counter.current.is_some(), "{counter:?}");
                prop_assert_eq!(counter.status == Status::Closed, counter.person.is_empty());
            }
        }
    }
}
