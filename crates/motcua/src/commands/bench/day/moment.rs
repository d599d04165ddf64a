//! A moment at which nothing is under way: what stands on the phones, the displays and the counters' pages, kept, to be held against
//! the journal as it was then.

use super::hall::Desk;
use super::reading::{Call, Counter, Display, Phone};
use domain::kernel::StreamId;
use domain::ticket::{Phase, State, label};
use std::collections::{BTreeMap, BTreeSet};

/// Calls a display shows beside the newest one.
const BESIDE: usize = 5;

/// What was seen.
#[derive(Clone, Debug, Default)]
pub(super) struct Moment {
    /// `12:00, after the restart`.
    pub(super) name: String,
    /// Forms that were answered before.
    pub(super) answered: usize,
    pub(super) phones: Vec<Phone>,
    /// The display's part, fetched now.
    pub(super) display: Display,
    /// What stands on each display that is on, by what it was told.
    pub(super) screens: Vec<Display>,
    /// Code and page of each counter.
    pub(super) counters: Vec<(String, Counter)>,
}

impl Moment {
    /// How many pages were read.
    pub(super) fn pages(&self) -> usize {
        self.phones.len() + 1 + self.screens.len() + self.counters.len()
    }

    /// What differs from the journal: the tickets' states are those after its last event of that moment.
    pub(super) fn differs(&self, desks: &[Desk], tickets: &BTreeMap<StreamId, State>) -> Vec<String> {
        let floor = Floor::of(desks, tickets);
        let mut found = Vec::new();
        self.phones.iter().for_each(|phone| floor.phone(phone, &mut found));
        floor.display(&self.display, &mut found);
        for (number, screen) in (1..).zip(&self.screens) {
            floor.called_on(&format!("display {number} that is on"), screen, &mut found);
        }
        self.counters.iter().for_each(|(code, page)| floor.counter(code, page, &mut found));
        found.iter().map(|what| format!("{}: {what}", self.name)).collect()
    }
}

/// The hall by the journal.
struct Floor<'a> {
    desks: &'a [Desk],
    tickets: &'a BTreeMap<StreamId, State>,
    by_label: BTreeMap<String, StreamId>,
}

fn of(ticket: &State) -> String {
    label(&ticket.series, ticket.number)
}

impl<'a> Floor<'a> {
    fn of(desks: &'a [Desk], tickets: &'a BTreeMap<StreamId, State>) -> Self {
        let by_label = tickets.iter().map(|(stream, ticket)| (of(ticket), *stream)).collect();
        Self { desks, tickets, by_label }
    }

    fn number(&self, code: &str) -> i64 {
        let desk = self.desks.iter().find(|desk| desk.code == code);
        desk.and_then(|desk| i64::try_from(desk.number).ok()).unwrap_or(0)
    }

    fn waiting(&self) -> impl Iterator<Item = (&StreamId, &State)> {
        self.tickets.iter().filter(|(_, ticket)| ticket.phase == Phase::Waiting)
    }

    fn phone(&self, phone: &Phone, found: &mut Vec<String>) {
        let known =
            self.by_label.get(&phone.label).and_then(|stream| Some((stream, self.tickets.get(stream)?)));
        let Some((stream, ticket)) = known else {
            found.push(format!("the phone shows {}, the journal has no such ticket", phone.label));
            return;
        };
        let before = || {
            let place = (ticket.order_at, *stream);
            let earlier = self
                .waiting()
                .filter(|(other, one)| one.field == ticket.field && (one.order_at, **other) < place);
            i64::try_from(earlier.count()).unwrap_or(0)
        };
        let (phase, counter, before) = match &ticket.phase {
            Phase::Waiting => ("waiting", 0, Some(before())),
            Phase::Called { counter, .. } => ("called", self.number(counter), None),
            Phase::Serving { .. } => ("serving", 0, None),
            Phase::NoShow { .. } => ("no_show", 0, None),
            Phase::Served { .. } => ("served", 0, None),
            Phase::GivenUp { .. } => ("given_up", 0, None),
        };
        let expected = Phone { label: phone.label.clone(), phase: phase.to_owned(), counter, before };
        if *phone != expected {
            found.push(format!("the phone of {}: expected {expected:?}, came {phone:?}", phone.label));
        }
    }

    /// Calls with their ids, and when each was made.
    fn called(&self) -> Vec<(i64, Call)> {
        let called = self.tickets.iter().filter_map(|(stream, ticket)| {
            let Phase::Called { counter, at } = &ticket.phase else { return None };
            let id = format!("{stream}-{}", ticket.calls);
            Some((*at, Call { id, label: of(ticket), counter: self.number(counter) }))
        });
        called.collect()
    }

    fn called_on(&self, which: &str, display: &Display, found: &mut Vec<String>) {
        let expected: BTreeSet<Call> = self.called().into_iter().map(|(_, call)| call).collect();
        let shown: BTreeSet<Call> = display.calls.iter().cloned().collect();
        for call in expected.difference(&shown) {
            found.push(format!("{which} lacks {} at counter {} ({})", call.label, call.counter, call.id));
        }
        for call in shown.difference(&expected) {
            found
                .push(format!("{which} calls {} to counter {}, who is not called", call.label, call.counter));
        }
        if shown.len() != display.calls.len() {
            found.push(format!("{which} has a call twice"));
        }
    }

    fn display(&self, display: &Display, found: &mut Vec<String>) {
        self.called_on("the display", display, found);
        let called = self.called();
        let newest = called.iter().map(|(at, _)| *at).max();
        let is_newest = |shown: &Call| {
            called.iter().any(|(at, one)| {
                Some(*at) == newest && one.label == shown.label && one.counter == shown.counter
            })
        };
        match &display.first {
            Some(first) if !is_newest(first) => {
                found.push(format!("the display's first is {first:?}, expected the newest of {called:?}"));
            }
            None if !called.is_empty() => {
                found.push(format!("the display calls nobody, expected {called:?}"));
            }
            _ => {}
        }
        let seated: BTreeSet<(String, i64)> = self
            .tickets
            .values()
            .filter_map(|ticket| match &ticket.phase {
                Phase::Serving { counter, .. } => Some((of(ticket), self.number(counter))),
                _ => None,
            })
            .collect();
        let there: BTreeSet<(String, i64)> =
            called.iter().map(|(_, one)| (one.label.clone(), one.counter)).chain(seated.clone()).collect();
        for shown in &display.beside {
            if !there.contains(&(shown.label.clone(), shown.counter)) {
                let (label, counter) = (&shown.label, shown.counter);
                found.push(format!(
                    "the display has {label} at counter {counter}, where nobody of that number is"
                ));
            }
        }
        let many = (called.len().saturating_sub(1) + seated.len()).min(BESIDE);
        if display.beside.len() != many {
            found.push(format!("the display has {} beside, expected {many}", display.beside.len()));
        }
        let waiting = i64::try_from(self.waiting().count()).unwrap_or(0);
        if display.waiting != waiting {
            found.push(format!("the display says that {} wait, expected {waiting}", display.waiting));
        }
    }

    fn counter(&self, code: &str, page: &Counter, found: &mut Vec<String>) {
        let fields = self.desks.iter().find(|desk| desk.code == code).map(|desk| desk.fields.as_slice());
        let fields = fields.unwrap_or_default();
        let mut expected = Counter::default();
        for ticket in self.tickets.values() {
            match &ticket.phase {
                Phase::Called { counter, .. } if counter == code => {
                    (expected.label, expected.called) = (of(ticket), true);
                }
                Phase::Serving { counter, .. } if counter == code => {
                    (expected.label, expected.seated) = (of(ticket), true);
                }
                _ => {}
            }
        }
        let for_it = |ticket: &State| {
            fields.contains(&ticket.field) && (ticket.only_counter.is_empty() || ticket.only_counter == code)
        };
        let waiting = self.waiting().filter(|(_, ticket)| for_it(ticket)).count();
        expected.waiting = i64::try_from(waiting).unwrap_or(0);
        if *page != expected {
            found.push(format!("counter {code}: expected {expected:?}, came {page:?}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::hall;
    use super::*;
    use domain::ticket::{Printout, Priority};

    fn ticket(number: i64, order_at: i64, phase: Phase) -> (StreamId, State) {
        let state = State {
            hall: hall::HALL.into(),
            day: 20_261_124,
            field: "construction".into(),
            series: "C".into(),
            number,
            priority: Priority::None,
            procedure: String::new(),
            token: format!("t{number}"),
            appointment: None,
            dossier: None,
            others: Vec::new(),
            passed_on_at: None,
            taken_at: order_at,
            order_at,
            only_counter: String::new(),
            not_before: None,
            defers: 0,
            notice: domain::ticket::Notice::None,
            calls: 1,
            printout: Printout::None,
            first_called_at: None,
            seated_at: None,
            phase,
        };
        (StreamId(number), state)
    }

    /// Counter 01 takes construction: one is called there, two wait.
    fn hall_now() -> (Vec<Desk>, BTreeMap<StreamId, State>, Moment) {
        let called = Phase::Called { counter: "01".into(), at: 9 };
        let tickets = [ticket(1, 1, called), ticket(2, 2, Phase::Waiting), ticket(3, 3, Phase::Waiting)];
        let call = |id: &str| Call { id: id.into(), label: "C001".into(), counter: 1 };
        let phone = |label: &str, phase: &str, counter, before| Phone {
            label: label.into(),
            phase: phase.into(),
            counter,
            before,
        };
        let display = Display { first: Some(call("")), beside: vec![], calls: vec![call("1-1")], waiting: 2 };
        let moment = Moment {
            name: "08:00".into(),
            answered: 0,
            phones: vec![phone("C001", "called", 1, None), phone("C003", "waiting", 0, Some(1))],
            screens: vec![display.clone()],
            display,
            counters: vec![(
                "01".into(),
                Counter { label: "C001".into(), called: true, seated: false, waiting: 2 },
            )],
        };
        (hall::desks(1), BTreeMap::from(tickets), moment)
    }

    #[test]
    fn pages_that_say_what_the_journal_says_differ_in_nothing() {
        let (desks, tickets, moment) = hall_now();
        assert_eq!(moment.differs(&desks, &tickets), Vec::<String>::new());
        assert_eq!(moment.pages(), 5);
    }

    #[test]
    fn whatever_a_page_says_otherwise_is_found() {
        let (desks, tickets, right) = hall_now();
        let wrong: [fn(&mut Moment); 10] = [
            |moment| moment.phones[1].before = Some(0),
            |moment| moment.phones[0].counter = 2,
            |moment| moment.phones[0].phase = "waiting".into(),
            |moment| moment.phones[0].label = "C009".into(),
            |moment| moment.display.waiting = 3,
            |moment| moment.display.first = None,
            |moment| moment.screens[0].calls.clear(),
            |moment| moment.screens[0].calls[0].id = "1-2".into(),
            |moment| moment.counters[0].1.waiting = 1,
            |moment| moment.counters[0].1.label = "C002".into(),
        ];
        for (number, spoil) in wrong.iter().enumerate() {
            let mut moment = right.clone();
            spoil(&mut moment);
            assert!(!moment.differs(&desks, &tickets).is_empty(), "{number}");
        }
    }
}
