//! Nhìn lại: what people were told on days that are over, worked out from what happened to the tickets by the function that tells it today: a
//! better one is proved on days that were.

use super::estimate::{Busy, LATELY, Open, Pace, Served, Standing};
use crate::kernel::{Millis, StreamId};
use crate::ticket::{self, Errand, Event, Phase, State};
use std::collections::BTreeMap;

/// An estimate is right when it is not further off than this.
pub const CLOSE_MS: Millis = 5 * 60_000;

/// A day of a hall that is looked back on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DayThen {
    /// What happened to the hall's tickets of that day, in the order of the journal.
    pub events: Vec<(StreamId, Event)>,
    /// Its counters.
    pub counters: Vec<CounterThen>,
    /// From when until when the hall was open.
    pub hours: Vec<(Millis, Millis)>,
}

/// A counter on that day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CounterThen {
    /// Code.
    pub code: String,
    /// Field groups it takes.
    pub fields: Vec<String>,
    /// From when until when it was open.
    pub open: Vec<(Millis, Millis)>,
}

/// What somebody was told, and how long it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// The estimate when the number was taken; none when it was said to be unknown.
    pub estimate_ms: Option<Millis>,
    /// From taking the number to the first call.
    pub waited_ms: Millis,
}

/// What was known when somebody took a number without an appointment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The ticket.
    pub ticket: StreamId,
    /// Instant.
    pub at: Millis,
    /// The hall's pace.
    pub pace: Pace,
    /// Who is called before, in all lines, in that order.
    pub ahead: Vec<Standing>,
    /// Who asks.
    pub me: Standing,
}

/// What everybody was told who was called on a day and came without an appointment, by `tells`, in the order in which numbers were taken.
pub fn look_back(day: &DayThen, mut tells: impl FnMut(&Asked) -> Option<Millis>) -> Vec<Told> {
    let mut hall = Hall { day, tickets: BTreeMap::new(), line: BTreeMap::new(), visits: Vec::new() };
    let (mut told, mut called) = (Vec::new(), BTreeMap::new());
    for (ticket, event) in &day.events {
        match event {
            Event::TicketTaken { appointment: None, at, .. } => {
                hall.goes_on(*ticket, event);
                if let Some(asked) = hall.asked(*ticket, *at) {
                    told.push((*ticket, *at, tells(&asked)));
                }
            }
            Event::TicketCalled { at, .. } => {
                called.entry(*ticket).or_insert(*at);
                hall.goes_on(*ticket, event);
            }
            _ => hall.goes_on(*ticket, event),
        }
    }
    let waited = |(ticket, at, estimate_ms)| Some(Told { estimate_ms, waited_ms: called.get(&ticket)? - at });
    told.into_iter().filter_map(waited).collect()
}

/// The same by what is told today.
#[must_use]
pub fn told_on(day: &DayThen) -> Vec<Told> {
    look_back(day, |asked| {
        let told = asked.pace.told(asked.at, &asked.ahead, &asked.me, &day.hours);
        told.map(|told| told.wait_ms)
    })
}

/// The hall at an instant of that day.
struct Hall<'a> {
    day: &'a DayThen,
    tickets: BTreeMap<StreamId, State>,
    /// Those who wait, in the order of calling.
    line: BTreeMap<(Millis, StreamId), Standing>,
    /// Visits in the order in which they began.
    visits: Vec<Visit>,
}

struct Visit {
    ticket: StreamId,
    counter: String,
    errand: Errand,
    called_at: Millis,
    ended_at: Option<Millis>,
}

impl Hall<'_> {
    fn goes_on(&mut self, ticket: StreamId, event: &Event) {
        let before = self.tickets.remove(&ticket);
        if before.is_none() && !matches!(event, Event::TicketTaken { .. }) {
            return;
        }
        if let Some(before) = &before {
            self.line.remove(&(before.order_at, ticket));
        }
        match (event, &before) {
            (Event::TicketServing { counter, .. }, Some(State { phase: Phase::Called { at, .. }, .. })) => {
                let before = before.as_ref().map(errand_of).unwrap_or_default();
                self.visits.push(Visit {
                    ticket,
                    counter: counter.clone(),
                    errand: before,
                    called_at: *at,
                    ended_at: None,
                });
            }
            (Event::TicketServed { at } | Event::TicketPassedOn { at, .. }, _) => {
                let mut visits = self.visits.iter_mut().rev();
                if let Some(visit) = visits.find(|visit| visit.ticket == ticket) {
                    visit.ended_at = Some(*at);
                }
            }
            _ => {}
        }
        let after = ticket::apply(before, event);
        if after.phase == Phase::Waiting {
            let standing = Standing { errand: errand_of(&after), only: after.only_counter.clone() };
            self.line.insert((after.order_at, ticket), standing);
        }
        self.tickets.insert(ticket, after);
    }

    fn asked(&self, ticket: StreamId, at: Millis) -> Option<Asked> {
        let own = self.tickets.get(&ticket)?;
        let me = self.line.get(&(own.order_at, ticket))?.clone();
        let ahead = self.line.range(..(own.order_at, ticket)).map(|(_, one)| one.clone()).collect();
        let lately = self.visits.iter().rev().take(LATELY);
        let ended = lately.filter_map(|visit| {
            Some(Served {
                counter: visit.counter.clone(),
                errand: visit.errand.clone(),
                length: visit.ended_at? - visit.called_at,
            })
        });
        let is_open =
            |counter: &&CounterThen| counter.open.iter().any(|(from, to)| (*from..*to).contains(&at));
        let busy = self.busy(at);
        let open = self.day.counters.iter().filter(is_open).map(|counter| Open {
            counter: counter.code.clone(),
            fields: counter.fields.clone(),
            busy: busy.get(counter.code.as_str()).cloned(),
        });
        Some(Asked { ticket, at, pace: Pace { open: open.collect(), ended: ended.collect() }, ahead, me })
    }

    fn busy(&self, now: Millis) -> BTreeMap<&str, Busy> {
        let called = self.tickets.values().filter_map(|ticket| match &ticket.phase {
            Phase::Called { counter, at } => {
                Some((counter.as_str(), Busy { errand: errand_of(ticket), for_ms: now - at }))
            }
            _ => None,
        });
        let seated = self.visits.iter().filter(|visit| visit.ended_at.is_none()).map(|visit| {
            (visit.counter.as_str(), Busy { errand: visit.errand.clone(), for_ms: now - visit.called_at })
        });
        seated.chain(called).collect()
    }
}

fn errand_of(ticket: &State) -> Errand {
    Errand { field: ticket.field.clone(), procedure: ticket.procedure.clone() }
}

/// Sai lệch của ước lượng: how far off estimates were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Accuracy {
    /// How many were called who came without an appointment.
    pub called: i64,
    /// How many of them were told a time, and not that it is unknown.
    pub told: i64,
    /// Median of how far off it was, either way; none while nobody was told a time.
    pub median_off_ms: Option<Millis>,
    /// How many were told a time not more than five minutes off.
    pub close: i64,
}

impl Accuracy {
    /// How far off these were.
    #[must_use]
    pub fn of(told: &[Told]) -> Self {
        let mut off: Vec<Millis> = told
            .iter()
            .filter_map(|one| one.estimate_ms.map(|estimate| (estimate - one.waited_ms).abs()))
            .collect();
        off.sort_unstable();
        let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        Self {
            called: count(told.len()),
            told: count(off.len()),
            close: count(off.iter().filter(|off| **off <= CLOSE_MS).count()),
            median_off_ms: off.get(off.len() / 2).copied(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::Number;
    use crate::ticket::Priority;

    const MINUTE: Millis = 60_000;

    /// What happens to tickets of a hall, minute by minute.
    #[derive(Default)]
    struct Story(Vec<(StreamId, Event)>);

    impl Story {
        fn takes(
            mut self,
            ticket: i64,
            minute: i64,
            errands: &[(&str, &str)],
            appointment: Option<i64>,
        ) -> Self {
            let mut errands =
                errands.iter().map(|(field, procedure)| Standing::with(field, procedure).errand);
            let first = errands.next().expect("something is wanted");
            self.0.push((
                StreamId(ticket),
                Event::TicketTaken {
                    hall: "H1".into(),
                    day: 1,
                    field: first.field,
                    series: "D".into(),
                    number: Number::Given(ticket),
                    priority: Priority::None,
                    procedure: first.procedure,
                    token: String::new(),
                    appointment: appointment.map(|minute| minute * MINUTE),
                    dossier: None,
                    others: errands.collect(),
                    paper: false,
                    at: minute * MINUTE,
                    order_at: minute * MINUTE,
                },
            ));
            self
        }

        fn land(self, ticket: i64, minute: i64) -> Self {
            self.takes(ticket, minute, &[("land", "")], None)
        }

        fn then(mut self, ticket: i64, event: Event) -> Self {
            self.0.push((StreamId(ticket), event));
            self
        }

        fn sits(self, ticket: i64, counter: &str, minute: i64) -> Self {
            let (at, counter) = (minute * MINUTE, counter.to_owned());
            self.then(ticket, Event::TicketCalled { counter: counter.clone(), at })
                .then(ticket, Event::TicketServing { counter, visit: StreamId(-ticket), at })
        }

        fn goes(self, ticket: i64, minute: i64) -> Self {
            self.then(ticket, Event::TicketServed { at: minute * MINUTE })
        }

        fn day(self, hours: &[(Millis, Millis)]) -> DayThen {
            let counter = |(code, field): (&str, &str)| CounterThen {
                code: code.to_owned(),
                fields: vec![field.to_owned()],
                open: vec![(0, 600 * MINUTE)],
            };
            DayThen {
                events: self.0,
                counters: [("01", "land"), ("02", "justice")].map(counter).to_vec(),
                hours: hours.to_vec(),
            }
        }
    }

    fn told(day: &DayThen) -> Vec<(Option<i64>, i64)> {
        let minutes = |one: &Told| (one.estimate_ms.map(|ms| ms / MINUTE), one.waited_ms / MINUTE);
        told_on(day).iter().map(minutes).collect()
    }

    #[test]
    fn a_past_day_is_told_what_it_would_have_been_told_then_and_not_what_is_known_since() {
        let day = Story::default().land(1, 0).sits(1, "01", 0).goes(1, 10).land(2, 11).land(3, 12);
        let day = day.sits(2, "01", 20).land(4, 20).goes(2, 40).sits(3, "01", 40).goes(3, 90);
        // The first came before any visit had ended; the third had one before, at ten minutes as far as was known; the fourth was never called.
        assert_eq!(told(&day.day(&[])), [(None, 0), (Some(0), 9), (Some(10), 28)]);
    }

    #[test]
    fn a_wait_over_the_break_was_told_with_the_break_in_it() {
        let day = Story::default().land(1, 0).sits(1, "01", 0).goes(1, 10).land(2, 11).land(3, 12);
        let day = day.sits(2, "01", 20).goes(2, 40).sits(3, "01", 70);
        let hours = [(0, 20 * MINUTE), (60 * MINUTE, 600 * MINUTE)];
        assert_eq!(told(&day.day(&hours))[2], (Some(50), 58), "eight minutes, the break of forty, two more");
    }

    #[test]
    fn who_left_stands_in_nobodys_way_and_who_has_an_appointment_is_asked_for_no_estimate() {
        let day = Story::default().land(1, 0).sits(1, "01", 0).goes(1, 10).land(2, 11);
        let day = day.then(2, Event::TicketGivenUp { at: 12 * MINUTE });
        let day = day.takes(3, 13, &[("land", "")], Some(15)).sits(3, "01", 13).land(4, 14).goes(3, 23);
        assert_eq!(told(&day.sits(4, "01", 23).day(&[])), [(None, 0), (Some(9), 9)]);
    }

    #[test]
    fn a_number_for_two_errands_stands_in_the_line_it_stood_in_then() {
        let both = &[("land", "transfer"), ("justice", "birth")];
        let day =
            Story::default().land(1, 0).sits(1, "01", 0).goes(1, 10).takes(2, 0, &[("justice", "")], None);
        let day = day.sits(2, "02", 10).goes(2, 14).takes(3, 15, both, None);
        // Behind the one with two errands, who is at land then; nobody stands before justice.
        let day = day
            .land(4, 16)
            .takes(5, 16, &[("justice", "")], None)
            .sits(3, "01", 20)
            .sits(5, "02", 20)
            .goes(5, 24);
        let on = Event::TicketPassedOn {
            field: "justice".into(),
            procedure: "birth".into(),
            others: Vec::new(),
            at: 25 * MINUTE,
        };
        let day = day.then(3, on).sits(4, "01", 25);
        // In the second line it keeps its place: before whoever comes now.
        let day = day.takes(6, 26, &[("justice", "")], None).sits(3, "02", 27).goes(3, 40).sits(6, "02", 40);
        let told = told(&day.day(&[]));
        let wait = |ticket: usize| told[ticket - 1].0;
        let long = wait(4).expect("somebody was served");
        assert!((8..=10).contains(&long), "{told:?}");
        assert_eq!(wait(5), Some(0), "{told:?}");
        assert!(wait(6) > Some(2), "{told:?}");
        assert_eq!(told[2].1, 5, "from the number to the first call: {told:?}");
        assert_eq!(told.len(), 6, "one visitor, one estimate");
    }

    #[test]
    fn a_visit_is_known_by_the_errand_it_was_for_and_not_by_the_one_that_came_after() {
        let both = &[("land", "transfer"), ("justice", "birth")];
        let day = Story::default().takes(1, 0, both, None).sits(1, "01", 0);
        let on = Event::TicketPassedOn {
            field: "justice".into(),
            procedure: "birth".into(),
            others: Vec::new(),
            at: 30 * MINUTE,
        };
        let day = day.then(1, on).sits(1, "02", 31).goes(1, 35).land(2, 36).day(&[]);
        let mut known = Vec::new();
        look_back(&day, |asked| {
            let of = |one: &Served| (one.errand.procedure.clone(), one.length / MINUTE);
            known = asked.pace.ended.iter().map(of).collect();
            None
        });
        assert_eq!(known, [("birth".to_owned(), 4), ("transfer".to_owned(), 30)]);
    }

    #[test]
    fn how_far_off_counts_both_ways_and_who_was_told_nothing_apart() {
        let told = |estimate: Option<i64>, waited: i64| Told {
            estimate_ms: estimate.map(|minutes| minutes * MINUTE),
            waited_ms: waited * MINUTE,
        };
        let all = [told(Some(10), 14), told(Some(10), 5), told(Some(10), 16), told(None, 3)];
        let accuracy = Accuracy::of(&all);
        assert_eq!((accuracy.called, accuracy.told, accuracy.close), (4, 3, 2));
        assert_eq!(accuracy.median_off_ms, Some(5 * MINUTE));
        assert_eq!(Accuracy::of(&[]).median_off_ms, None);
    }
}
