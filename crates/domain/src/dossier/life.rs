//! Giải trình: what of a dossier's life is told to whom, and how much of the allowed time was used at each moment.
//!
//! Words are the reader's affair; here is which moments there are, which of them an applicant is told too, and the clock beside them. The
//! clock of a step is its own time; the clock of the dossier is that of the promise in force, counted in working time from where the promise
//! counts.

use super::event::Event;
use super::facts::{Promise, StepKind};
use crate::kernel::Millis;
use std::collections::BTreeMap;

/// Who is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listener {
    /// Whoever answers for it or inspects it.
    Staff,
    /// The applicant: everything that was done with the matter, nothing that people here wrote for each other.
    Applicant,
}

/// A step as a moment speaks of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfStep {
    /// What is done.
    pub name: String,
    /// What it is for.
    pub kind: StepKind,
    /// Unit.
    pub unit: String,
}

/// Thời gian đã dùng trong thời gian được phép, in working milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Used {
    /// Used.
    pub used_ms: i64,
    /// Allowed, more than 0.
    pub allowed_ms: i64,
}

impl Used {
    /// In whole percent, rounded down; above 100 when it was too long.
    ///
    /// ```
    /// use domain::dossier::Used;
    /// assert_eq!(Used { used_ms: 5, allowed_ms: 8 }.percent(), 62);
    /// assert_eq!(Used { used_ms: 9, allowed_ms: 8 }.percent(), 112);
    /// ```
    #[must_use]
    pub const fn percent(self) -> i64 {
        self.used_ms.saturating_mul(100) / self.allowed_ms
    }
}

/// The clock beside a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockThen {
    /// Of the step that ended.
    Step(Used),
    /// Of the promise in force.
    Promise(Used),
}

/// Một thời điểm trong đời hồ sơ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment<'a> {
    /// Its place among the events handed in.
    pub place: usize,
    /// What happened.
    pub event: &'a Event,
    /// The step it is about.
    pub step: Option<OfStep>,
    /// The clock then.
    pub clock: Option<ClockThen>,
}

/// The moments of a life that are told to somebody, in the order they were written. `working` says how many working milliseconds lie between
/// two instants, the first not after the second.
#[must_use]
pub fn life<'a>(
    events: &'a [Event],
    listener: Listener,
    working: &dyn Fn(Millis, Millis) -> i64,
) -> Vec<Moment<'a>> {
    let mut steps: BTreeMap<i64, (OfStep, i64)> = BTreeMap::new();
    let mut promise: Option<&Promise> = None;
    let mut moments = Vec::new();
    for (place, event) in events.iter().enumerate() {
        match event {
            Event::StepStarted { turn, name, kind, unit, allowed_ms, .. } => {
                let of = OfStep { name: name.clone(), kind: *kind, unit: unit.clone() };
                steps.insert(*turn, (of, *allowed_ms));
            }
            Event::DossierReceived { promise: made, .. } | Event::PromiseMade { promise: made, .. } => {
                promise = Some(made);
            }
            _ => {}
        }
        let found = turn_of(event).and_then(|turn| steps.get(&turn));
        let clock = match event {
            Event::StepFinished { used_ms, .. } => found
                .filter(|(_, allowed_ms)| *allowed_ms > 0)
                .map(|(_, allowed_ms)| ClockThen::Step(Used { used_ms: *used_ms, allowed_ms: *allowed_ms })),
            _ if weighs(event) => {
                promise.and_then(|promise| used_of(promise, event.at(), working)).map(ClockThen::Promise)
            }
            _ => None,
        };
        if matches!(event, Event::PromiseVoided { .. }) {
            promise = None;
        }
        if is_told(event, listener) {
            moments.push(Moment { place, event, step: found.map(|(of, _)| of.clone()), clock });
        }
    }
    moments
}

fn turn_of(event: &Event) -> Option<i64> {
    match event {
        Event::StepStarted { turn, .. }
        | Event::StepAssigned { turn, .. }
        | Event::StepFinished { turn, .. }
        | Event::StepTurnedRed { turn, .. }
        | Event::StepEscalated { turn, .. } => Some(*turn),
        _ => None,
    }
}

/// At these moments it matters how much of the promised time had gone.
const fn weighs(event: &Event) -> bool {
    matches!(
        event,
        Event::SupplementRequested { .. }
            | Event::DossierExtended { .. }
            | Event::PromiseMissed { .. }
            | Event::ResolutionRefused { .. }
            | Event::ResultReady { .. }
            | Event::DossierStopped { .. }
            | Event::DossierWithdrawn { .. }
    )
}

fn used_of(promise: &Promise, at: Millis, working: &dyn Fn(Millis, Millis) -> i64) -> Option<Used> {
    let between = |to: Millis| if to > promise.counted_from { working(promise.counted_from, to) } else { 0 };
    let (used_ms, allowed_ms) = (between(at), between(promise.first_due_at));
    (allowed_ms > 0).then_some(Used { used_ms, allowed_ms })
}

/// How papers lie and pages turn is work, not the life of the matter; what stands in drafts and who was moved for which reason is told to those
/// who answer for it.
const fn is_told(event: &Event, listener: Listener) -> bool {
    match event {
        Event::PagesCaptured { .. }
        | Event::PageTurned { .. }
        | Event::PageMoved { .. }
        | Event::PageTakenOut { .. }
        | Event::DraftAmended { .. } => false,
        Event::PapersListed { .. }
        | Event::PapersReceived { .. }
        | Event::PapersMissed { .. }
        | Event::PaperMarkedSecret { .. }
        | Event::PaperScanned { .. }
        | Event::ResultDrafted { .. }
        | Event::RefusalProposed { .. }
        | Event::ResultSentBack { .. }
        | Event::StepAssigned { .. }
        | Event::ResultParked { .. }
        | Event::AfterCloseNoted { .. } => matches!(listener, Listener::Staff),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::Timeliness;

    /// The clock on the wall.
    fn all(from: Millis, to: Millis) -> i64 {
        to - from
    }

    fn started(turn: i64, allowed_ms: i64, at: Millis) -> Event {
        Event::StepStarted {
            turn,
            step: turn,
            name: "Thẩm định".to_owned(),
            kind: StepKind::Process,
            unit: "U".to_owned(),
            role: "specialist".to_owned(),
            person: "lan".to_owned(),
            position: String::new(),
            from_unit: String::new(),
            from_person: String::new(),
            allowed_ms,
            counted: true,
            due_at: None,
            yellow_at: None,
            red_at: None,
            at,
        }
    }

    fn finished(turn: i64, used_ms: i64, at: Millis) -> Event {
        Event::StepFinished {
            turn,
            by: "lan".to_owned(),
            outcome: "done".to_owned(),
            note: "for the head alone".to_owned(),
            used_ms,
            timeliness: None,
            at,
        }
    }

    fn promised(counted_from: Millis, first_due_at: Millis) -> Event {
        Event::PromiseMade {
            promise: Promise {
                appointment: 0,
                counted_from,
                first_due_at,
                due_at: first_due_at,
                statutory_due_at: first_due_at,
                committed: calendar::Span::WorkingDays(1),
                statutory: calendar::Span::WorkingDays(1),
                calendar: String::new(),
                provisional: false,
                days: Vec::new(),
            },
            reason: "restart".to_owned(),
            findings: Vec::new(),
            at: counted_from,
        }
    }

    fn ready(at: Millis) -> Event {
        Event::ResultReady { timeliness: Timeliness::OnTime, at }
    }

    fn percents(events: &[Event]) -> Vec<i64> {
        life(events, Listener::Staff, &all)
            .iter()
            .filter_map(|moment| match moment.clock? {
                ClockThen::Step(used) | ClockThen::Promise(used) => Some(used.percent()),
            })
            .collect()
    }

    #[test]
    fn a_finished_step_says_how_much_of_its_own_time_was_used_and_a_step_without_time_says_nothing() {
        let events = [started(1, 200, 0), finished(1, 150, 150), started(2, 0, 150), finished(2, 40, 190)];
        assert_eq!(percents(&events), [75]);
        let told = life(&events, Listener::Staff, &all);
        assert_eq!(told[1].step.as_ref().map(|step| step.name.as_str()), Some("Thẩm định"));
    }

    #[test]
    fn the_clock_of_the_dossier_is_that_of_the_promise_in_force() {
        assert_eq!(percents(&[promised(0, 100), ready(80)]), [80]);
        let void = Event::PromiseVoided { reason: "supplement".to_owned(), findings: Vec::new(), at: 60 };
        assert_eq!(
            percents(&[promised(0, 100), void.clone(), ready(80)]),
            Vec::<i64>::new(),
            "nothing is promised"
        );
        assert_eq!(percents(&[promised(0, 100), void, promised(500, 600), ready(530)]), [30], "counted anew");
        assert_eq!(percents(&[promised(50, 150), ready(20)]), [0], "before it began to count");
    }

    #[test]
    fn an_applicant_is_told_less_and_in_the_same_order() {
        let assigned = Event::StepAssigned {
            turn: 1,
            person: "hoa".to_owned(),
            position: String::new(),
            by: "duyen".to_owned(),
            reason: "Lan is ill".to_owned(),
            at: 10,
        };
        let events = [started(1, 200, 0), assigned, finished(1, 150, 150), ready(151)];
        let places =
            |listener| life(&events, listener, &all).iter().map(|moment| moment.place).collect::<Vec<_>>();
        assert_eq!(places(Listener::Staff), [0, 1, 2, 3]);
        assert_eq!(places(Listener::Applicant), [0, 2, 3]);
    }
}
