use super::{Event, Place, State, apply};
use crate::kernel::{Millis, Refusal, StreamId};
use serde::{Deserialize, Serialize};

/// Facts: the hall's rules, from settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GateRules {
    /// People who may be inside at once, none without a bound.
    pub capacity: Option<i64>,
    /// How long a place is kept for who was called in.
    pub called_ms: Millis,
    /// A pass that is scanned again so soon was read twice, not carried out.
    pub twice_ms: Millis,
}

/// What is asked of a gate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// A pass is held under the scanner: in, out, or into the line.
    Scan {
        /// The arrival.
        arrival: StreamId,
        /// Hall and local date the pass is for.
        pass: (String, i64),
        /// Whether it may come in.
        may_enter: bool,
    },
    /// Goes home without having come in.
    GiveUp {
        /// The arrival.
        arrival: StreamId,
    },
    /// A person counted.
    Count {
        /// People inside.
        inside: i64,
    },
    /// Time goes by: who did not come loses the place to the next.
    Look,
    /// What was declared that day is gone.
    NoteRemoved {
        /// How many.
        count: i64,
    },
}

/// Decides what a command does to the gate of a hall on a day.
///
/// # Errors
/// `pass_other_hall`, `pass_other_day`; `arrival_not_cleared`: who is to be tested or to wait outside is not let in by a scan; `gate_count_malformed`. An empty list of events means that it
/// is so already.
pub fn decide(
    state: Option<&State>,
    (hall, day): (&str, i64),
    command: &Command,
    rules: GateRules,
    now: Millis,
) -> Result<Vec<Event>, Refusal> {
    let mut gate = Deciding { state: state.cloned(), events: Vec::new(), at: now };
    if let Command::Scan { pass: (its_hall, its_day), .. } = command {
        if its_hall != hall {
            return Err(Refusal::new("pass_other_hall"));
        }
        if *its_day != day {
            return Err(Refusal::new("pass_other_day"));
        }
    }
    if state.is_none() {
        if matches!(command, Command::Look | Command::GiveUp { .. }) {
            return Ok(Vec::new());
        }
        gate.say(Event::GateOpened { hall: hall.to_owned(), day, at: now });
    }
    match *command {
        Command::Scan { arrival, may_enter, .. } => gate.scan(arrival, may_enter, rules)?,
        Command::GiveUp { arrival } => {
            let waits = gate.place(arrival).is_some_and(|place| place != Place::Inside);
            if waits {
                gate.say(Event::GateGivenUp { arrival, at: now });
            }
            gate.call_in(rules);
        }
        Command::Count { inside } if inside < 0 => return Err(Refusal::new("gate_count_malformed")),
        Command::Count { inside } => {
            if gate.open().inside() != inside {
                gate.say(Event::GateCounted { inside, at: now });
            }
            gate.call_in(rules);
        }
        Command::Look => gate.call_in(rules),
        Command::NoteRemoved { count } => {
            if gate.open().removed.is_none() {
                gate.say(Event::DeclarationsRemoved { count, at: now });
            }
        }
    }
    Ok(gate.events)
}

/// The gate as it is after what was decided so far.
struct Deciding {
    state: Option<State>,
    events: Vec<Event>,
    at: Millis,
}

impl Deciding {
    fn say(&mut self, event: Event) {
        self.state = Some(apply(self.state.take(), &event));
        self.events.push(event);
    }

    fn open(&self) -> &State {
        self.state.as_ref().expect("it was opened before anything is asked of it")
    }

    fn place(&self, arrival: StreamId) -> Option<Place> {
        self.open().visitor(arrival).map(|visitor| visitor.place)
    }

    fn scan(&mut self, arrival: StreamId, may_enter: bool, rules: GateRules) -> Result<(), Refusal> {
        let at = self.at;
        let known = self.open().visitor(arrival).copied();
        if let Some(inside) = known.filter(|visitor| visitor.place == Place::Inside) {
            if at - inside.since >= rules.twice_ms {
                self.say(Event::GateLeft { arrival, at });
                self.call_in(rules);
            }
            return Ok(());
        }
        if !may_enter {
            return Err(Refusal::new("arrival_not_cleared"));
        }
        if known.is_some_and(|visitor| visitor.place == Place::Away) {
            self.say(Event::GateReturned { arrival, at });
        }
        self.call_in(rules);
        match self.place(arrival) {
            Some(Place::Called) => self.say(Event::GateEntered { arrival, at }),
            None if self.has_room(rules) => self.say(Event::GateEntered { arrival, at }),
            None => self.say(Event::GateHeld { arrival, at }),
            // In line and nobody's turn yet; called and passed over in the same instant cannot be.
            Some(Place::Line | Place::Away | Place::Inside) => {}
        }
        Ok(())
    }

    fn has_room(&self, rules: GateRules) -> bool {
        let gate = self.open();
        rules.capacity.is_none_or(|most| gate.inside() + gate.count(Place::Called) < most)
    }

    /// Whose place was kept long enough loses it; then the next in line are called while there is room.
    fn call_in(&mut self, rules: GateRules) {
        let at = self.at;
        let late = |since: Millis| at - since > rules.called_ms;
        let gone: Vec<StreamId> = self
            .open()
            .visitors
            .iter()
            .filter(|visitor| visitor.place == Place::Called && late(visitor.since))
            .map(|visitor| visitor.arrival)
            .collect();
        for arrival in gone {
            self.say(Event::GatePassedOver { arrival, at });
        }
        while self.has_room(rules) {
            let line = self.open().visitors.iter().filter(|visitor| visitor.place == Place::Line);
            let Some(next) = line.min_by_key(|visitor| (visitor.joined, visitor.arrival)) else { return };
            let arrival = next.arrival;
            self.say(Event::GateCalled { arrival, at });
        }
    }
}
