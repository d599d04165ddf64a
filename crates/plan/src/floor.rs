//! Sàn: counters and the people who come to them, by the same decisions as a real hall, without a store.

use domain::counter::{self, Status};
use domain::kernel::{Millis, Refusal, StreamId};
use domain::ticket::{self, Line, Priority, QueueRules};
use domain::visit;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

/// Somebody who comes, and what the visit will take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guest {
    /// Instant at which the number is taken.
    pub at: Millis,
    /// Field group.
    pub field: usize,
    /// Why this one goes ahead.
    pub priority: Priority,
    /// From the call to sitting down; for who does not come, to the officer's going on.
    pub walk: Millis,
    /// At the counter.
    pub stay: Millis,
    /// Comes when called.
    pub comes: bool,
    /// Goes home at that instant should nobody have called.
    pub gives_up: Option<Millis>,
}

/// What went before a call: officers are not equally quick to press the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Before {
    /// The one before went.
    Visit,
    /// Somebody came while so many officers sat there who could have called.
    Idle(usize),
}

/// A counter and when it is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// Counter code.
    pub code: String,
    /// Field groups it takes, by their place among the floor's.
    pub fields: Vec<usize>,
    /// From when until when it calls people, in order; a visit under way is finished.
    pub open: Vec<(Millis, Millis)>,
}

/// A visit that ended, or one who did not come when called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended {
    /// Which one of those who came, from 0.
    pub guest: usize,
    /// Field group.
    pub field: usize,
    /// Which counter.
    pub window: usize,
    /// Instant at which the number was taken.
    pub taken_at: Millis,
    /// Instant of the call.
    pub called_at: Millis,
    /// Instant of sitting down; of the no-show for who did not come.
    pub seated_at: Millis,
    /// Instant at which the counter was free again.
    pub free_at: Millis,
    /// Came when called.
    pub came: bool,
}

impl Ended {
    /// From the number to the chair.
    #[must_use]
    pub const fn waited(&self) -> Millis {
        self.seated_at - self.taken_at
    }
}

/// What a floor is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Field groups, each a line of its own.
    pub fields: Vec<String>,
    /// Counters.
    pub windows: Vec<Window>,
    /// The hall's rules.
    pub rules: QueueRules,
}

/// Somebody with a number.
#[derive(Debug)]
struct Here {
    guest: Guest,
    state: Option<ticket::State>,
}

/// Where one counter stands.
#[derive(Debug)]
struct Counter {
    state: Option<counter::State>,
    fields: Vec<String>,
    /// The one who is called or sits there, and since when.
    guest: Option<(StreamId, Millis)>,
    visit: Option<visit::State>,
    closing: bool,
    /// Since when nobody sits there although it is open.
    idle_since: Option<Millis>,
}

/// What happens at a counter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    Open,
    Shut,
    Call,
    Seated,
    Free,
    /// Of a ticket, not of a counter.
    GiveUp,
}

/// A floor under way.
struct Floor<'a, D> {
    /// How long until the officer calls.
    delay: D,
    layout: &'a Layout,
    line: Line,
    /// Who has a number and has not gone.
    here: BTreeMap<StreamId, Box<Here>>,
    counters: Vec<Counter>,
    /// Open counters nobody sits at, idle longest first.
    idle: BTreeSet<(Millis, usize)>,
    turns: BinaryHeap<Reverse<(Millis, u64, Turn, usize)>>,
    turn: u64,
    taken: i64,
}

const HALL: &str = "plan";

/// Lets everybody come, in the order given, and tells of each visit when it ended, until `ended` wants no more. How long the officer of a counter takes to call
/// is asked of `delay`. Who still waits when the last counter closes is counted in the answer.
///
/// # Errors
/// When the domain refuses what the floor does: a mistake of the floor, never of the people.
pub fn run(
    layout: &Layout,
    guests: impl Iterator<Item = Guest>,
    delay: impl FnMut(usize, Before) -> Millis,
    mut ended: impl FnMut(Ended) -> bool,
) -> Result<usize, Refusal> {
    let mut floor = Floor::new(layout, delay);
    let mut guests = guests.peekable();
    loop {
        let next_turn = floor.turns.peek().map(|Reverse((at, ..))| *at);
        let arrives = guests.next_if(|guest| next_turn.is_none_or(|turn| guest.at < turn));
        if let Some(guest) = arrives {
            floor.arrive(guest)?;
        } else if let Some(Reverse((at, _, turn, window))) = floor.turns.pop() {
            if let Some(over) = floor.happen(at, turn, window)?
                && !ended(over)
            {
                return Ok(floor.line.len());
            }
        } else {
            return Ok(floor.line.len());
        }
    }
}

impl<'a, D: FnMut(usize, Before) -> Millis> Floor<'a, D> {
    fn new(layout: &'a Layout, delay: D) -> Self {
        let named = |window: &Window| Counter {
            state: None,
            fields: window.fields.iter().filter_map(|at| layout.fields.get(*at).cloned()).collect(),
            guest: None,
            visit: None,
            closing: false,
            idle_since: None,
        };
        let mut floor = Self {
            delay,
            layout,
            line: Line::default(),
            here: BTreeMap::new(),
            counters: layout.windows.iter().map(named).collect(),
            idle: BTreeSet::new(),
            turns: BinaryHeap::new(),
            turn: 0,
            taken: 0,
        };
        for (at, window) in layout.windows.iter().enumerate() {
            for (from, until) in &window.open {
                floor.later(*from, Turn::Open, at);
                floor.later(*until, Turn::Shut, at);
            }
        }
        floor
    }

    fn later(&mut self, at: Millis, turn: Turn, window: usize) {
        self.turn += 1;
        self.turns.push(Reverse((at, self.turn, turn, window)));
    }

    fn code(&self, window: usize) -> String {
        self.layout.windows[window].code.clone()
    }

    /// A ticket after one more command.
    fn ticket(&mut self, stream: StreamId, command: ticket::Command, now: Millis) -> Result<(), Refusal> {
        let Some(known) = self.here.get_mut(&stream) else { return Err(Refusal::new("ticket_unknown")) };
        let events = ticket::decide(known.state.as_ref(), command, self.layout.rules, now)?;
        if let Some(state) = &known.state {
            self.line.leave(stream, state);
        }
        for mut event in events {
            event.fill(&mut |_| stream.0);
            known.state = Some(ticket::apply(known.state.take(), &event));
        }
        if let Some(state) = &known.state {
            self.line.join(stream, state);
        }
        Ok(())
    }

    fn counter(&mut self, window: usize, command: counter::Command, now: Millis) -> Result<(), Refusal> {
        let counter = &mut self.counters[window];
        for event in counter::decide(counter.state.as_ref(), command, now)? {
            counter.state = Some(counter::apply(counter.state.take(), &event));
        }
        Ok(())
    }

    fn visit(&mut self, window: usize, command: visit::Command, now: Millis) -> Result<(), Refusal> {
        let counter = &mut self.counters[window];
        for event in visit::decide(counter.visit.as_ref(), command, now)? {
            counter.visit = Some(visit::apply(counter.visit.take(), &event));
        }
        Ok(())
    }

    fn arrive(&mut self, guest: Guest) -> Result<(), Refusal> {
        self.taken += 1;
        let (stream, now, field) = (StreamId(self.taken), guest.at, guest.field);
        let take = ticket::Take {
            hall: HALL.to_owned(),
            day: 0,
            field: self.layout.fields[field].clone(),
            series: String::new(),
            priority: guest.priority,
            procedure: String::new(),
            others: Vec::new(),
            token: String::new(),
            appointment: None,
            dossier: None,
            paper: false,
        };
        if let Some(at) = guest.gives_up {
            self.later(at, Turn::GiveUp, usize::try_from(self.taken).unwrap_or(usize::MAX));
        }
        self.here.insert(stream, Box::new(Here { guest, state: None }));
        self.ticket(stream, ticket::Command::Take(take), now)?;
        let takes = |(_, window): &&(Millis, usize)| self.layout.windows[*window].fields.contains(&field);
        let free = self.idle.iter().filter(takes);
        match free.clone().next().copied() {
            Some((_, window)) => {
                let idle = free.count();
                self.no_longer_idle(window);
                self.call_after(Before::Idle(idle), window, now)
            }
            None => Ok(()),
        }
    }

    fn happen(&mut self, at: Millis, turn: Turn, window: usize) -> Result<Option<Ended>, Refusal> {
        match turn {
            Turn::Open => {
                self.counters[window].closing = false;
                let open = counter::Command::Open {
                    hall: HALL.to_owned(),
                    code: self.code(window),
                    number: 0,
                    person: self.code(window),
                    position: String::new(),
                };
                self.counter(window, open, at)?;
                if self.counters[window].guest.is_none() {
                    self.call(window, at)?;
                }
                Ok(None)
            }
            Turn::Shut => {
                if self.counters[window].guest.is_some() {
                    self.counters[window].closing = true;
                } else {
                    self.no_longer_idle(window);
                    self.counter(window, counter::Command::Close, at)?;
                }
                Ok(None)
            }
            Turn::Call => self.call(window, at).map(|()| None),
            Turn::Seated => self.seat(window, at),
            Turn::Free => self.free(window, at).map(Some),
            Turn::GiveUp => self.give_up(StreamId(i64::try_from(window).unwrap_or(0)), at).map(|()| None),
        }
    }

    fn no_longer_idle(&mut self, window: usize) {
        if let Some(since) = self.counters[window].idle_since.take() {
            self.idle.remove(&(since, window));
        }
    }

    /// Whoever still waits goes home.
    fn give_up(&mut self, stream: StreamId, now: Millis) -> Result<(), Refusal> {
        let state = self.here.get(&stream).and_then(|here| here.state.as_ref());
        if state.is_some_and(|state| state.phase == ticket::Phase::Waiting) {
            self.ticket(stream, ticket::Command::GiveUp, now)?;
            self.here.remove(&stream);
        }
        Ok(())
    }

    /// The officer is free to call, and does so in a moment.
    fn call_after(&mut self, what: Before, window: usize, now: Millis) -> Result<(), Refusal> {
        match (self.delay)(window, what) {
            0 => self.call(window, now),
            delay => {
                self.later(now + delay, Turn::Call, window);
                Ok(())
            }
        }
    }

    /// Calls the next one, or waits for somebody to come.
    fn call(&mut self, window: usize, now: Millis) -> Result<(), Refusal> {
        let counter = &self.counters[window];
        if counter.guest.is_some() || counter.state.as_ref().is_none_or(|state| state.status != Status::Open)
        {
            return Ok(());
        }
        self.no_longer_idle(window);
        let (fields, code) = (&self.counters[window].fields, &self.layout.windows[window].code);
        let Some(next) = self.line.next(fields, code, now) else {
            self.idle.insert((now, window));
            self.counters[window].idle_since = Some(now);
            return Ok(());
        };
        self.ticket(next, ticket::Command::Call { counter: self.code(window) }, now)?;
        self.counter(window, counter::Command::Call { ticket: next, label: String::new() }, now)?;
        self.counters[window].guest = Some((next, now));
        let walk = self.here.get(&next).map_or(0, |here| here.guest.walk);
        self.later(now + walk, Turn::Seated, window);
        Ok(())
    }

    /// Whoever was called sits down, or is not there.
    fn seat(&mut self, window: usize, now: Millis) -> Result<Option<Ended>, Refusal> {
        let Some((called, _)) = self.counters[window].guest else { return Ok(None) };
        let Some(guest) = self.here.get(&called).map(|here| &here.guest) else { return Ok(None) };
        let (stay, taken_at) = (guest.stay, guest.at);
        if !guest.comes {
            self.ticket(called, ticket::Command::MarkNoShow { counter: self.code(window) }, now)?;
            return self.over(window, now, now, false).map(Some);
        }
        let begun = StreamId(-called.0);
        let start = visit::Start {
            hall: HALL.to_owned(),
            day: 0,
            counter: self.code(window),
            person: self.code(window),
            ticket: Some(called),
            ticket_label: String::new(),
            errand: ticket::Errand::default(),
            called_at: None,
            taken_at: Some(taken_at),
        };
        self.visit(window, visit::Command::Start(start), now)?;
        self.ticket(called, ticket::Command::Serve { counter: self.code(window), visit: begun }, now)?;
        self.counter(window, counter::Command::Serve { visit: begun }, now)?;
        self.later(now + stay, Turn::Free, window);
        Ok(None)
    }

    /// The visit is over.
    fn free(&mut self, window: usize, now: Millis) -> Result<Ended, Refusal> {
        self.visit(window, visit::Command::Finish, now)?;
        let seated_at = self.counters[window].visit.take().map_or(now, |visit| visit.started_at);
        if let Some((served, _)) = self.counters[window].guest {
            self.ticket(served, ticket::Command::Finish { fields: Vec::new() }, now)?;
        }
        self.over(window, seated_at, now, true)
    }

    /// The counter is free again, and calls the next one unless it is to close.
    fn over(&mut self, window: usize, seated_at: Millis, now: Millis, came: bool) -> Result<Ended, Refusal> {
        self.counter(window, counter::Command::Free, now)?;
        let (called, called_at) = self.counters[window].guest.take().unwrap_or((StreamId(0), now));
        let gone = self.here.remove(&called);
        let (field, taken_at) = gone.map_or((0, now), |here| (here.guest.field, here.guest.at));
        if std::mem::take(&mut self.counters[window].closing) {
            self.counter(window, counter::Command::Close, now)?;
        } else {
            self.call_after(Before::Visit, window, now)?;
        }
        let guest = usize::try_from(called.0 - 1).unwrap_or(usize::MAX);
        Ok(Ended { guest, field, window, taken_at, called_at, seated_at, free_at: now, came })
    }
}
