//! What must hold of a hall's line whatever happened there, read from the tickets' events alone: written a second time, apart from
//! `decide` and `apply`, so that a journal can be held against it.
//!
//! The bound on waiting: whoever has neither priority nor an appointment is overtaken only by those whose own place in the line,
//! their head start taken off, is before it. Nobody taken later than the head start after an ordinary ticket is called before
//! it at a counter that may call both.

use domain::kernel::{Millis, StreamId};
use domain::ticket::{Errand, Event, Priority, QueueRules, label};
use std::collections::{BTreeMap, BTreeSet};

/// One event of a ticket, in the order of the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Its number in the journal.
    pub seq: i64,
    /// The ticket.
    pub ticket: StreamId,
    /// Instant it was decided.
    pub at: Millis,
    /// What happened.
    pub event: Event,
}

/// What the events do not say of a hall.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Floor {
    /// Field groups of each counter, by its code.
    pub counters: BTreeMap<String, Vec<String>>,
    /// The hall's rules.
    pub rules: QueueRules,
    /// Who joined the line so shortly before a call need not have been seen by it: both were under way at one time.
    pub unseen_ms: Millis,
}

/// A rule of the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// A label is given once for hall, series and day.
    LabelGivenOnce,
    /// A ticket begins with being taken, once.
    TakenOnce,
    /// Who is called waits: called twice only after being sent on or put back.
    CalledWhileWaiting,
    /// One person at a counter at a time.
    OneAtACounter,
    /// A counter calls who waits for one of its field groups, and nobody who is kept for another counter.
    CalledWhereItMay,
    /// Recalled, missed and seated where it was called.
    FollowsItsCall,
    /// Served, and given up, end a ticket.
    EndedOnce,
    /// A number for several errands goes on from counter to counter until the last was dealt with.
    GoesOnToTheLast,
    /// The first in line is called.
    InOrder,
    /// Nobody is overtaken beyond the bound.
    OvertakenWithinBound,
}

/// A rule that was broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    /// Which.
    pub rule: Rule,
    /// By which event.
    pub seq: i64,
    /// Whose.
    pub label: String,
    /// What came instead.
    pub what: String,
}

impl std::fmt::Display for Breach {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} at seq {}: {} ({:?})", self.label, self.seq, self.what, self.rule)
    }
}

/// A day read to its end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Read {
    /// What was broken, in the order of the journal.
    pub breaches: Vec<Breach>,
    /// Tickets that were taken.
    pub tickets: usize,
    /// Calls and recalls.
    pub calls: usize,
    /// Tickets that were served.
    pub served: usize,
    /// Tickets that were given up.
    pub given_up: usize,
    /// Tickets that were served at more than one counter.
    pub went_on: usize,
    /// Labels of those who were called last and were not there.
    pub missed: Vec<String>,
    /// Labels of those who still wait, are called or sit at a counter.
    pub open: Vec<String>,
    /// The longest wait from the number to the first call.
    pub longest_wait: Millis,
    /// The most who came after an ordinary ticket and were called before it where it might have been.
    pub most_overtaken: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum At {
    Waiting { joined: Millis, asked: bool },
    Called(String),
    Missed { counter: String, at: Millis },
    Serving(String),
    Over { served: bool },
}

/// A ticket as this reader of the journal knows it.
struct Known {
    label: String,
    field: String,
    /// Field groups of the other errands.
    others: Vec<String>,
    /// Field groups of all that the person came for and no counter has dealt with, whatever was written when the ticket went on.
    wanted: BTreeSet<String>,
    /// Counters at which the person sat.
    sat_at: BTreeSet<String>,
    only: String,
    ordinary: bool,
    /// Since when it stands in the line by what happened, not by what was written as its order.
    since: Millis,
    /// The place that is owed to it.
    owed: Millis,
    /// The order that was written.
    order: Millis,
    taken: Millis,
    was_called: bool,
    overtaken: usize,
    at: At,
}

impl Known {
    fn may_be_called(&self, counter: &str, fields: &[String]) -> bool {
        fields.contains(&self.field) && (self.only.is_empty() || self.only == counter)
    }
}

struct Reader<'a> {
    floor: &'a Floor,
    tickets: BTreeMap<StreamId, Known>,
    waiting: BTreeSet<StreamId>,
    labels: BTreeSet<(String, String, i64, i64)>,
    /// Who is called to or sits at each counter.
    at_counters: BTreeMap<String, StreamId>,
    read: Read,
}

/// Reads the events of a hall's tickets, in the order of the journal.
#[must_use]
pub fn read(floor: &Floor, events: &[Told]) -> Read {
    let mut reader = Reader {
        floor,
        tickets: BTreeMap::new(),
        waiting: BTreeSet::new(),
        labels: BTreeSet::new(),
        at_counters: BTreeMap::new(),
        read: Read::default(),
    };
    events.iter().for_each(|told| reader.next(told));
    reader.closed()
}

impl Reader<'_> {
    fn next(&mut self, told: &Told) {
        let known = self.tickets.get(&told.ticket);
        if let Event::TicketTaken { .. } = told.event {
            if known.is_some() {
                self.broken(Rule::TakenOnce, told, "taken again");
            } else {
                self.taken(told);
            }
            return;
        }
        match known.map(|known| &known.at) {
            None => self.broken(Rule::TakenOnce, told, &format!("{} before it was taken", told.event.name())),
            Some(At::Over { served }) => {
                let paper =
                    matches!(told.event, Event::TicketPrinted { .. } | Event::TicketNotPrinted { .. });
                if !paper {
                    let end = if *served { "served" } else { "given up" };
                    self.broken(Rule::EndedOnce, told, &format!("{} after it was {end}", told.event.name()));
                }
            }
            Some(_) => self.goes_on(told),
        }
    }

    fn goes_on(&mut self, told: &Told) {
        match &told.event {
            Event::TicketCalled { counter, .. } => self.called(told, counter),
            Event::TicketRecalled { counter, .. } => {
                self.read.calls += 1;
                self.must_be_called_to(told, counter);
            }
            Event::TicketMissed { counter, .. } => {
                self.must_be_called_to(told, counter);
                self.set(told, At::Missed { counter: counter.clone(), at: told.at });
            }
            Event::TicketServing { counter, .. } => {
                self.must_be_called_to(told, counter);
                self.sits_down(told, counter);
                self.set(told, At::Serving(counter.clone()));
                self.at_counters.insert(counter.clone(), told.ticket);
            }
            Event::TicketServed { .. } => {
                if !matches!(self.at(told), Some(At::Serving(_))) {
                    self.broken(Rule::FollowsItsCall, told, "served without having sat down");
                }
                let never = self.tickets.get(&told.ticket).and_then(|known| known.wanted.first().cloned());
                if let Some(left) = self.left_after(told).first().or(never.as_ref()) {
                    let what = format!("sent home, and came for {left} too");
                    self.broken(Rule::GoesOnToTheLast, told, &what);
                }
                self.set(told, At::Over { served: true });
            }
            Event::TicketGivenUp { .. } => {
                if matches!(self.at(told), Some(At::Serving(_))) {
                    self.broken(Rule::FollowsItsCall, told, "given up at the counter");
                }
                self.set(told, At::Over { served: false });
            }
            Event::TicketMoved { field, counter, .. } => {
                if matches!(self.at(told), Some(At::Serving(_))) {
                    self.broken(Rule::FollowsItsCall, told, "sent on from its seat");
                }
                if let Some(known) = self.tickets.get_mut(&told.ticket) {
                    known.wanted.remove(&known.field);
                    known.wanted.insert(field.clone());
                    known.field.clone_from(field);
                    known.only.clone_from(counter);
                }
                self.set(told, At::Waiting { joined: told.at, asked: false });
            }
            Event::TicketPassedOn { field, others, .. } => self.passed_on(told, field, others),
            Event::TicketErrandAdded { errand, .. } => {
                if let Some(known) = self.tickets.get_mut(&told.ticket) {
                    known.others.push(errand.field.clone());
                    // Said while sitting at a counter that takes it, it is dealt with there.
                    let here = match &known.at {
                        At::Serving(counter) => self.floor.counters.get(counter).map(Vec::as_slice),
                        _ => None,
                    };
                    if !here.unwrap_or_default().contains(&errand.field) {
                        known.wanted.insert(errand.field.clone());
                    }
                }
            }
            Event::TicketErrandDropped { field, .. } => {
                if let Some(known) = self.tickets.get_mut(&told.ticket) {
                    known.others.retain(|other| other != field);
                    known.wanted.remove(field);
                }
            }
            Event::TicketPutBack { order_at, .. } => self.put_back(told, *order_at),
            // In nobody's way until then: whoever is called meanwhile passes over nobody.
            Event::TicketDeferred { until, .. } => {
                if matches!(self.at(told), Some(At::Serving(_))) {
                    self.broken(Rule::FollowsItsCall, told, "asked for more time in its seat");
                }
                self.set(told, At::Waiting { joined: *until, asked: true });
            }
            // What is told to a person moves nobody.
            Event::TicketTaken { .. }
            | Event::TicketPrinted { .. }
            | Event::TicketNotPrinted { .. }
            | Event::TicketNoticeAsked { .. }
            | Event::TicketNoticeDropped { .. }
            | Event::TicketNoticeGiven { .. } => {}
        }
    }

    fn taken(&mut self, told: &Told) {
        let Event::TicketTaken {
            hall,
            day,
            field,
            series,
            number,
            priority,
            appointment,
            at,
            order_at,
            others,
            ..
        } = &told.event
        else {
            return;
        };
        let rules = self.floor.rules;
        let ahead = if *priority == Priority::None { 0 } else { rules.head_start_ms };
        let agreed = appointment.filter(|agreed| *at <= agreed + rules.appointment_late_ms);
        let owed = agreed.map_or(*at, |agreed| (*at).min(agreed - rules.appointment_head_start_ms)) - ahead;
        let known = Known {
            label: label(series, number.number()),
            field: field.clone(),
            others: others.iter().map(|other| other.field.clone()).collect(),
            wanted: others.iter().map(|other| &other.field).chain([field]).cloned().collect(),
            sat_at: BTreeSet::new(),
            only: String::new(),
            ordinary: *priority == Priority::None && agreed.is_none(),
            since: *at,
            owed,
            order: *order_at,
            taken: *at,
            was_called: false,
            overtaken: 0,
            at: At::Waiting { joined: told.at, asked: false },
        };
        self.tickets.insert(told.ticket, known);
        self.waiting.insert(told.ticket);
        self.read.tickets += 1;
        if !self.labels.insert((hall.clone(), series.clone(), *day, number.number())) {
            self.broken(Rule::LabelGivenOnce, told, "a label that somebody has already");
        }
    }

    /// Every counter deals with what it takes, and nobody comes back to one for what was dealt with.
    fn sits_down(&mut self, told: &Told, counter: &str) {
        let here = self.floor.counters.get(counter).cloned().unwrap_or_default();
        let Some(known) = self.tickets.get_mut(&told.ticket) else { return };
        let again = here.contains(&known.field) && !known.wanted.contains(&known.field);
        known.wanted.retain(|field| !here.contains(field));
        known.sat_at.insert(counter.to_owned());
        if again {
            let what = format!("sat down at {counter} for {} once more", known.field);
            self.broken(Rule::GoesOnToTheLast, told, &what);
        }
    }

    /// Field groups of what a person came for that the counter where they sit does not take.
    fn left_after(&self, told: &Told) -> Vec<String> {
        let Some(known) = self.tickets.get(&told.ticket) else { return Vec::new() };
        let At::Serving(counter) = &known.at else { return Vec::new() };
        let here = self.floor.counters.get(counter).map(Vec::as_slice).unwrap_or_default();
        let left = known.others.iter().filter(|field| **field != known.field && !here.contains(field));
        left.cloned().collect()
    }

    /// Up from one counter and into the next line, in the place it had.
    fn passed_on(&mut self, told: &Told, field: &str, others: &[Errand]) {
        if !matches!(self.at(told), Some(At::Serving(_))) {
            self.broken(Rule::FollowsItsCall, told, "passed on without having sat down");
        }
        let mut goes: Vec<String> = vec![field.to_owned()];
        goes.extend(others.iter().map(|other| other.field.clone()));
        let left = self.left_after(told);
        if left != goes {
            let what = format!("goes on to {goes:?}, and {left:?} was left");
            self.broken(Rule::GoesOnToTheLast, told, &what);
        }
        if let Some(known) = self.tickets.get_mut(&told.ticket) {
            field.clone_into(&mut known.field);
            known.others = goes.split_off(1);
            known.only = String::new();
        }
        self.set(told, At::Waiting { joined: told.at, asked: false });
    }

    fn put_back(&mut self, told: &Told, order_at: Millis) {
        let late = match self.at(told) {
            Some(At::Missed { at, .. }) => told.at - at > self.floor.rules.grace_ms,
            Some(At::Serving(_)) => {
                self.broken(Rule::FollowsItsCall, told, "put back from its seat");
                false
            }
            _ => false,
        };
        if let Some(known) = self.tickets.get_mut(&told.ticket) {
            if late {
                (known.since, known.owed, known.ordinary) = (told.at, told.at, true);
            }
            known.order = order_at;
        }
        self.set(told, At::Waiting { joined: told.at, asked: false });
    }

    fn called(&mut self, told: &Told, counter: &str) {
        self.read.calls += 1;
        match self.at(told) {
            Some(At::Waiting { joined, asked: true }) if *joined > told.at => {
                let what = format!("called to {counter} before the time it had asked for was over");
                self.broken(Rule::CalledWhileWaiting, told, &what);
            }
            // The journal has the joining first; the call was begun a moment before and waited for the writer.
            Some(At::Waiting { joined, asked: false }) if *joined - told.at > self.floor.unseen_ms => {
                let what = format!("called to {counter} before it stood in the line");
                self.broken(Rule::CalledWhileWaiting, told, &what);
            }
            Some(At::Waiting { .. }) | None => {}
            Some(At::Called(other)) => {
                let what = format!("called to {counter} while it was called to {other}");
                self.broken(Rule::CalledWhileWaiting, told, &what);
            }
            Some(at) => {
                let what = format!("called to {counter} while it was {at:?}");
                self.broken(Rule::CalledWhileWaiting, told, &what);
            }
        }
        if let Some(there) = self.at_counters.get(counter).filter(|there| **there != told.ticket) {
            let what = format!("called to {counter}, where {} is", self.label(*there));
            self.broken(Rule::OneAtACounter, told, &what);
        }
        let fields = self.floor.counters.get(counter).cloned().unwrap_or_default();
        if let Some(known) = self.tickets.get(&told.ticket)
            && !known.may_be_called(counter, &fields)
        {
            let what = format!("waits for {} {}, was called to {counter}", known.field, known.only);
            self.broken(Rule::CalledWhereItMay, told, &what);
        }
        self.who_was_passed_over(told, counter, &fields);
        if let Some(known) = self.tickets.get_mut(&told.ticket)
            && !known.was_called
        {
            known.was_called = true;
            self.read.longest_wait = self.read.longest_wait.max(told.at - known.taken);
        }
        self.set(told, At::Called(counter.to_owned()));
        self.at_counters.insert(counter.to_owned(), told.ticket);
    }

    fn who_was_passed_over(&mut self, told: &Told, counter: &str, fields: &[String]) {
        let Some(called) = self.tickets.get(&told.ticket) else { return };
        let (order, owed, since) = (called.order, called.owed, called.since);
        let mut found = Vec::new();
        for other in self.waiting.iter().filter(|other| **other != told.ticket) {
            let Some(passed) = self.tickets.get_mut(other) else { continue };
            let At::Waiting { joined, .. } = passed.at else { continue };
            if !passed.may_be_called(counter, fields) {
                continue;
            }
            if told.at - joined < self.floor.unseen_ms {
                continue;
            }
            if since > passed.since && passed.ordinary {
                passed.overtaken += 1;
                self.read.most_overtaken = self.read.most_overtaken.max(passed.overtaken);
            }
            if (passed.order, *other) < (order, told.ticket) {
                found
                    .push((Rule::InOrder, format!("called before {}, which is first in line", passed.label)));
            }
            if passed.ordinary && owed > passed.since {
                let by = (owed - passed.since) / 1000;
                let what = format!("called before {}, {by} s beyond what it may overtake", passed.label);
                found.push((Rule::OvertakenWithinBound, what));
            }
        }
        found.iter().for_each(|(rule, what)| self.broken(*rule, told, what));
    }

    fn must_be_called_to(&mut self, told: &Told, counter: &str) {
        let is = matches!(self.at(told), Some(At::Called(to)) if *to == counter);
        if !is {
            let what = format!("{} at {counter} while it was {:?}", told.event.name(), self.at(told));
            self.broken(Rule::FollowsItsCall, told, &what);
        }
    }

    fn at(&self, told: &Told) -> Option<&At> {
        self.tickets.get(&told.ticket).map(|known| &known.at)
    }

    /// It leaves the counter it was at and goes where it is now.
    fn set(&mut self, told: &Told, at: At) {
        self.at_counters.retain(|_, there| *there != told.ticket);
        if matches!(at, At::Waiting { .. }) {
            self.waiting.insert(told.ticket);
        } else {
            self.waiting.remove(&told.ticket);
        }
        if let Some(known) = self.tickets.get_mut(&told.ticket) {
            known.at = at;
        }
    }

    fn label(&self, ticket: StreamId) -> String {
        self.tickets.get(&ticket).map_or_else(|| format!("ticket {ticket}"), |known| known.label.clone())
    }

    fn broken(&mut self, rule: Rule, told: &Told, what: &str) {
        let breach = Breach { rule, seq: told.seq, label: self.label(told.ticket), what: what.to_owned() };
        self.read.breaches.push(breach);
    }

    fn closed(mut self) -> Read {
        for known in self.tickets.into_values() {
            self.read.went_on += usize::from(known.sat_at.len() > 1);
            match known.at {
                At::Over { served: true } => self.read.served += 1,
                At::Over { served: false } => self.read.given_up += 1,
                At::Missed { .. } => self.read.missed.push(known.label),
                At::Waiting { .. } | At::Called(_) | At::Serving(_) => self.read.open.push(known.label),
            }
        }
        self.read
    }
}

#[cfg(test)]
mod tests;
