//! An officer gives her counter to a colleague for a while and gets it back.

use super::*;
use crate::kernel::{Refusal, StreamId};
use proptest::prelude::*;

const NOON: i64 = 1_000;
const UNTIL: i64 = 9_000;
const DAY_ENDS: i64 = 20_000;

fn officer(person: &str) -> Officer {
    Officer {
        person: person.to_owned(),
        position: format!("post of {person}"),
        may_serve: true,
        away: false,
        elsewhere: None,
    }
}

/// A counter, and what was last answered.
struct Desk {
    counter: State,
    now: i64,
}

impl Desk {
    /// Lan sits at counter 5.
    fn of_lan() -> Self {
        let (hall, code) = ("H1".to_owned(), "C5".to_owned());
        let open =
            Command::Open { hall, code, number: 5, person: "lan".to_owned(), position: "P".to_owned() };
        let events = decide(None, open, NOON).expect("a new counter opens");
        Self { counter: apply(None, &events[0]), now: NOON }
    }

    fn tries(&mut self, command: Command) -> Result<Vec<&'static str>, Refusal> {
        let events = decide(Some(&self.counter), command, self.now)?;
        for event in &events {
            self.counter = apply(Some(self.counter.clone()), event);
        }
        Ok(events.iter().map(Event::name).collect())
    }

    fn does(mut self, command: Command) -> Self {
        self.tries(command).expect("it can be done");
        self
    }

    fn refuses(&mut self, command: Command) -> Refusal {
        let before = self.counter.clone();
        let refusal = self.tries(command).expect_err("it is refused");
        assert_eq!(self.counter, before, "a refusal changes nothing");
        refusal
    }

    /// The person goes; whoever is to sit down then is as `officer` says.
    fn frees(&mut self, officer: Officer) -> Vec<&'static str> {
        let mut names = self.tries(Command::Free).expect("a counter is always freed");
        names.extend(self.tries(Command::Stand(Standing::Seat { officer })).expect("nobody is refused"));
        names
    }

    /// Who sits there, and for whom.
    fn who(&self) -> (&str, &str) {
        let stand_in = self.counter.stand_in.as_ref();
        (&self.counter.person, stand_in.map_or("", |one| &one.instead_of))
    }
}

fn offer_to(colleague: Officer, together: bool) -> Command {
    Command::Stand(Standing::Offer { colleague, until: Some(UNTIL), day_ends: DAY_ENDS, together })
}

fn offer(together: bool) -> Command {
    offer_to(officer("hoa"), together)
}

fn accept(person: &str) -> Command {
    Command::Stand(Standing::Accept { colleague: officer(person) })
}

fn withdraw(by: &str) -> Command {
    Command::Stand(Standing::Withdraw { by: by.to_owned() })
}

fn back(by: &str) -> Command {
    Command::Stand(Standing::Return { by: by.to_owned(), officer: officer("lan") })
}

fn call(ticket: i64) -> Command {
    Command::Call { ticket: StreamId(ticket), label: format!("A{ticket:03}") }
}

const SERVE: Command = Command::Serve { visit: StreamId(9) };

fn codes(refusal: &Refusal) -> Vec<&str> {
    refusal.violations.iter().map(|violation| violation.code.as_str()).collect()
}

#[test]
fn a_free_counter_is_the_colleagues_once_she_agrees_and_goes_back_with_one_act_of_either() {
    for by in ["hoa", "lan"] {
        let mut desk = Desk::of_lan();
        assert_eq!(desk.tries(offer(false)), Ok(vec!["CounterOffered"]));
        assert_eq!(desk.who(), ("lan", ""), "asked is not agreed");
        assert_eq!(desk.tries(accept("hoa")), Ok(vec!["CounterOfferAccepted", "CounterHandedOver"]));
        assert_eq!(desk.who(), ("hoa", "lan"));
        assert_eq!(desk.counter.position, "post of hoa");
        assert_eq!((desk.counter.number, desk.counter.status), (5, Status::Open), "it is the same counter");
        assert_eq!(desk.tries(accept("hoa")), Ok(vec![]), "a key pressed twice");
        assert_eq!(desk.tries(back(by)), Ok(vec!["CounterHandedBack"]));
        assert_eq!((desk.who(), desk.counter.position.as_str()), (("lan", ""), "post of lan"));
        assert_eq!(desk.tries(back("lan")), Ok(vec![]), "it is hers already");
        assert_eq!(desk.refuses(back("hoa")).code, "counter_not_lent");
    }
}

#[test]
fn the_colleague_waits_for_the_person_who_is_there_or_goes_on_with_them() {
    for there in [vec![call(1)], vec![call(1), SERVE]] {
        let busy = || there.iter().cloned().fold(Desk::of_lan(), Desk::does);
        let mut waits = busy().does(offer(false));
        assert_eq!(waits.tries(accept("hoa")), Ok(vec!["CounterOfferAccepted"]));
        assert_eq!(waits.who(), ("lan", ""));
        assert_eq!(waits.tries(accept("hoa")), Ok(vec![]));
        assert_eq!(waits.frees(officer("hoa")), ["CounterFreed", "CounterHandedOver"]);
        assert_eq!(waits.who(), ("hoa", "lan"));

        let mut together = busy().does(offer(true));
        let current = together.counter.current.clone();
        assert_eq!(together.tries(accept("hoa")), Ok(vec!["CounterOfferAccepted", "CounterHandedOver"]));
        assert_eq!((together.who(), &together.counter.current), (("hoa", "lan"), &current));

        assert_eq!(together.tries(back("hoa")), Ok(vec!["CounterReturnAsked"]));
        assert_eq!(together.tries(back("lan")), Ok(vec![]), "asked already");
        assert_eq!(together.who(), ("hoa", "lan"), "nobody is left standing");
        assert_eq!(together.frees(officer("lan")), ["CounterFreed", "CounterHandedBack"]);
        assert_eq!(together.who(), ("lan", ""));
    }
}

#[test]
fn everything_wrong_with_an_offer_is_said_at_once() {
    let mut desk = Desk::of_lan();
    let ask = |colleague, until| {
        Command::Stand(Standing::Offer { colleague, until, day_ends: DAY_ENDS, together: false })
    };
    let nobody = desk.refuses(ask(officer(""), None));
    assert_eq!(nobody.code, "offer_malformed");
    assert_eq!(codes(&nobody), ["colleague_missing", "relief_until_missing"]);
    assert_eq!(codes(&desk.refuses(ask(officer("lan"), Some(NOON)))), ["offer_to_oneself", "until_past"]);
    let late = Some(DAY_ENDS + 1);
    for (colleague, code) in [
        (Officer { may_serve: false, ..officer("hoa") }, "officer_cannot_serve"),
        (Officer { away: true, ..officer("hoa") }, "officer_away"),
        (Officer { elsewhere: Some(7), ..officer("hoa") }, "officer_at_other_counter"),
    ] {
        assert_eq!(codes(&desk.refuses(ask(colleague, late))), [code, "relief_other_day"]);
    }
}

#[test]
fn an_offer_is_taken_back_declined_replaced_or_too_late() {
    for by in ["lan", "hoa"] {
        let mut desk = Desk::of_lan().does(offer(false));
        assert_eq!(desk.tries(offer(false)), Ok(vec![]), "the same again is no second question");
        assert_eq!(desk.tries(withdraw(by)), Ok(vec!["CounterOfferWithdrawn"]));
        assert_eq!(desk.tries(withdraw(by)), Ok(vec![]));
        assert_eq!(desk.refuses(accept("hoa")).code, "offer_gone");
    }
    let mut other = Desk::of_lan().does(offer(false)).does(offer_to(officer("mai"), false));
    assert_eq!(other.refuses(accept("hoa")).code, "offer_gone");
    other.now = UNTIL;
    assert_eq!(other.refuses(accept("mai")).code, "offer_over");
    let mut closed = Desk::of_lan().does(offer(false)).does(Command::Close);
    assert_eq!(closed.refuses(accept("hoa")).code, "offer_gone");
    assert_eq!(closed.refuses(offer(false)).code, "counter_not_open");
}

#[test]
fn whoever_sits_elsewhere_or_is_away_by_then_sits_down_nowhere_and_the_counter_goes_on() {
    let gone = [Officer { elsewhere: Some(7), ..officer("hoa") }, Officer { away: true, ..officer("hoa") }];
    for hoa in gone {
        let elsewhere = Command::Stand(Standing::Accept { colleague: hoa.clone() });
        let mut desk = Desk::of_lan().does(call(1)).does(offer(false));
        assert!(desk.refuses(elsewhere).code.starts_with("officer_"));
        let mut desk = desk.does(accept("hoa"));
        assert_eq!(desk.frees(hoa), ["CounterFreed", "CounterOfferLapsed"]);
        assert_eq!((desk.who(), desk.counter.status), (("lan", ""), Status::Open));
    }
    let mut late = Desk::of_lan().does(call(1)).does(offer(false)).does(accept("hoa"));
    late.now = UNTIL;
    assert_eq!(late.frees(officer("hoa")), ["CounterFreed", "CounterOfferLapsed"]);

    let mut desk = Desk::of_lan().does(offer(false)).does(accept("hoa")).does(call(1));
    let lan = Officer { elsewhere: Some(7), ..officer("lan") };
    let away = Standing::Return { by: "hoa".to_owned(), officer: lan.clone() };
    assert_eq!(desk.refuses(Command::Stand(away)).code, "officer_at_other_counter");
    desk.tries(back("hoa")).expect("asked");
    assert_eq!(desk.frees(lan), ["CounterFreed", "CounterReturnLapsed"]);
    assert_eq!(desk.who(), ("hoa", "lan"));
    assert_eq!(desk.tries(back("hoa")), Ok(vec!["CounterHandedBack"]), "and can be returned later");
}

#[test]
fn a_counter_that_is_lent_is_not_lent_on_and_closing_ends_it() {
    let mut desk = Desk::of_lan().does(offer(false)).does(accept("hoa"));
    assert_eq!(desk.refuses(offer_to(officer("mai"), false)).code, "counter_is_lent");
    let mut paused = desk.does(Command::Pause).does(Command::Resume);
    assert_eq!(paused.who(), ("hoa", "lan"), "a break of the colleague changes nothing");
    paused.tries(Command::Close).expect("she goes home with it");
    assert_eq!(paused.who(), ("", ""));
    assert_eq!(paused.refuses(back("lan")).code, "counter_not_lent");
    let (hall, code) = ("H1".to_owned(), "C5".to_owned());
    let open = Command::Open { hall, code, number: 5, person: "lan".to_owned(), position: "P".to_owned() };
    assert_eq!(paused.does(open).who(), ("lan", ""));
}

#[test]
fn an_order_of_whoever_runs_the_hall_comes_first() {
    let order = |order| {
        let directed = Directed::Order { order, when: When::AfterThisPerson };
        Command::Direct { directed, by: "anh".to_owned() }
    };
    let mut ordered = Desk::of_lan().does(offer(true)).does(call(1)).does(order(Order::Close));
    assert_eq!(ordered.refuses(accept("hoa")).code, "counter_order_waits");
    assert_eq!(ordered.refuses(offer_to(officer("mai"), true)).code, "counter_order_waits");

    let agreed = || Desk::of_lan().does(call(1)).does(offer(false)).does(accept("hoa"));
    let mut closes = agreed().does(order(Order::Close));
    assert_eq!(closes.frees(officer("hoa")), ["CounterFreed", "CounterClosed"]);
    assert_eq!(closes.who(), ("", ""));
    let mut pauses = agreed().does(order(Order::Pause));
    assert_eq!(pauses.frees(officer("hoa")), ["CounterFreed", "CounterPaused", "CounterHandedOver"]);
    assert_eq!((pauses.who(), pauses.counter.status), (("hoa", "lan"), Status::Paused));
    assert_eq!(pauses.counter.ordered.as_ref().map(|one| one.progress), Some(Progress::Done));
}

fn anything() -> impl Strategy<Value = Command> {
    let one = prop_oneof![Just("lan"), Just("hoa"), Just("mai")];
    let order =
        prop_oneof![Just(Order::Close), Just(Order::Pause), Just(Order::Move { to: "C8".to_owned() })];
    prop_oneof![
        one.clone().prop_map(|person| Command::Open {
            hall: "H1".to_owned(),
            code: "C5".to_owned(),
            number: 5,
            person: person.to_owned(),
            position: "P".to_owned(),
        }),
        Just(Command::Pause),
        Just(Command::Resume),
        Just(Command::Close),
        (1_i64..9).prop_map(call),
        Just(SERVE),
        Just(Command::Free),
        (one.clone(), any::<bool>()).prop_map(|(to, together)| offer_to(officer(to), together)),
        one.clone().prop_map(accept),
        one.clone().prop_map(withdraw),
        one.prop_map(back),
        order.prop_map(|order| Command::Direct {
            directed: Directed::Order { order, when: When::AfterThisPerson },
            by: "anh".to_owned()
        }),
    ]
}

proptest! {
    #[test]
    fn whoever_gives_the_counter_to_whom_nobody_who_was_called_is_lost_and_one_officer_sits_there(
        commands in proptest::collection::vec(anything(), 0..80)
    ) {
        let mut desk = Desk::of_lan();
        for command in commands {
            let before = desk.counter.current.clone();
            let leaves = matches!(command, Command::Free);
            let keeps = !matches!(command, Command::Free | Command::Call { .. } | Command::Serve { .. });
            let _ = desk.tries(command);
            if leaves && let Some(heir) = desk.counter.heir().cloned() {
                desk.frees(officer(&heir));
            }
            let counter = &desk.counter;
            if keeps {
                prop_assert_eq!(&counter.current, &before, "who is there stays there");
            }
            prop_assert_eq!(counter.status == Status::Closed, counter.person.is_empty());
            if counter.status == Status::Closed {
                prop_assert!(counter.offer.is_none() && counter.stand_in.is_none(), "{:?}", counter);
            }
            if let Some(stand_in) = &counter.stand_in {
                prop_assert!(stand_in.instead_of != counter.person && counter.offer.is_none(), "{:?}", counter);
            }
            prop_assert!(counter.heir().is_none() || counter.current.is_some(), "it waits only for somebody: {:?}", counter);
        }
    }
}
